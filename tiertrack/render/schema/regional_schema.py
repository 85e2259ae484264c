"""The schema of what regions have of their own."""

from __future__ import annotations

from tiertrack.duties.deadlines import DeadlineKind
from tiertrack.law.scope import Act
from tiertrack.render.schema.schema_parts import Schema, one_of, or_none, record, several, text, title, use

_REGION = record("地区", {"code": text("六位代码", "370000"), "name": text("名称", "山东省")})
_CITATION = text("出处", "工信部企业〔2022〕63号 附件2")
_OF_TITLE: dict[str, Schema] = {
    "region": or_none(_REGION),
    "title": title("称号的键"),
    "name": text("称号的名称", "专精特新中小企业"),
}


def _dated(said: str, example: str, more: dict[str, Schema] | None = None) -> Schema:
    return record(
        "一地的一项",
        {
            "region": or_none(_REGION),
            "titles": several("所涉称号的键", title("称号的键")),
            **(more or {}),
            "text": text(said, example),
            "citation": _CITATION,
        },
    )


REGIONAL_SCHEMAS: dict[str, Schema] = {
    "regional_standards": record(
        "各地与全国不同的标准、称号和程序",
        {
            "title": or_none(title("只问哪个称号；null 是全部")),
            "region": or_none(text("只问哪一地；null 是全部", "370000")),
            "regions": several("读到了自己的版本、称号或程序的地区；别处照全国标准", _REGION),
            "editions": several(
                "各地的版本",
                record(
                    "一地的一个版本，与全国的比",
                    {
                        **_OF_TITLE,
                        "act": one_of("哪一事项", Act),
                        "period": text("适用的日子", "2022-08-01 起至 2026-03-31"),
                        "edition": use("edition_reference", "当地的版本"),
                        "national": or_none(use("edition_reference", "与哪个全国版本比；没有可比的是 null")),
                        "changes": several("与全国不同的各条", use("clause_change")),
                        "criteria": several(
                            "全部条件；只在没有全国版本可比时有",
                            record(
                                "一条",
                                {
                                    "key": text("条件的编号", "zk.1"),
                                    "title": text("事项", "前置称号"),
                                    "text": text("要点", "已是有效期内的省专精特新中小企业"),
                                    "citation": _CITATION,
                                },
                            ),
                        ),
                        "notes": several(
                            "当地另有的提示，不判断",
                            record("一条提示", {"text": text("要点", "须上传赋码的审计报告"), "citation": _CITATION}),
                        ),
                        "unread": several("全国标准另有、当地文件没有读到的事项", text("事项", "国际化与品牌")),
                    },
                ),
            ),
            "practices": several(
                "各地不同的程序",
                record(
                    "一地的程序",
                    {
                        **_OF_TITLE,
                        "authority": or_none(text("由谁认定；与别处相同的是 null", "区县主管部门")),
                        "text": text("怎样不同", "由区级审核并公告，每月一批"),
                        "citation": _CITATION,
                    },
                ),
            ),
            "deadlines": several(
                "各地自己的截止日、窗口和报数",
                _dated("哪几年、哪一日", "2024 年起，每月 25 日前", {"kind": one_of("是什么日子", DeadlineKind)}),
            ),
            "early_reviews": several(
                "各地提前的复核",
                _dated("哪些可以提前", "2026 年即可复核 2027-04-01 以前到期的，提前至多 13 个月"),
            ),
            "titles": several("只登记、没有标准的当地称号", record("一个称号", _OF_TITLE)),
            "other_days": several(
                "不在所问的一天的版本；没有问哪一天就是空的",
                record(
                    "一个版本", {"edition": use("edition_reference"), "period": text("适用的日子", "2026-04-01 起")}
                ),
            ),
            "unread": several(
                "只知道有、没有读到条款的文件",
                record(
                    "一份文件",
                    {
                        "region": _REGION,
                        "titles": several("所涉称号的键", title("称号的键")),
                        "document": text("文号和名称", "江苏省梯度培育文件《江苏省梯度培育的文件》"),
                        "note": text("还知道什么", "条款没有读到"),
                    },
                ),
            ),
        },
    ),
}
