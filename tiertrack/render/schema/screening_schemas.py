"""The schemas of answers about many enterprises at once."""

from __future__ import annotations

from tiertrack.law.scope import Act
from tiertrack.render.schema.answer_schemas import EDITION_KEY, NOTICES
from tiertrack.render.schema.register_schemas import READING, SUSPICIONS, UNREAD
from tiertrack.render.schema.schema_parts import (
    Schema,
    by_key,
    day,
    one_of,
    or_none,
    record,
    several,
    text,
    use,
    whole,
)
from tiertrack.screening.candidates import Readiness
from tiertrack.screening.results import Outcome

_CRITERION: dict[str, Schema] = {"key": text("条件的编号", "S3"), "title": text("事项", "研发投入")}
_COUNTS: dict[str, Schema] = {
    "true": whole("符合多少家", 12),
    "false": whole("不符合多少家", 30),
    "unknown": whole("待补充多少家", 8),
}
_DOUBTS: dict[str, Schema] = {
    "absent": several(
        "没有、按未知处理的列",
        record(
            "一列",
            {
                "column": text("列", "revenue:2025"),
                "label": text("名称", "2025年营业收入"),
                "criteria": several("读它的条件", text("编号", "S3")),
            },
        ),
    ),
    "unread": UNREAD,
    "suspicions": SUSPICIONS,
    "reading": READING,
    "notices?": NOTICES,
}
_EDITIONS = several("所依的版本", use("edition_reference"), 1)
_CELL: Schema = {"description": "标识列的一格", "type": ["string", "number", "boolean", "null"], "examples": ["甲公司"]}
_OUTCOMES = record("各几家", {one.value: whole(one.label, 3) for one in Outcome})
_WHO: dict[str, Schema] = {
    "name": text("企业名称", "重庆某某精密制造有限公司"),
    "uscc": or_none(text("信用代码", "91500113MA0000015Q")),
    "region": or_none(text("所在地", "500113")),
    "industry": or_none(text("行业", "C3484")),
}

_WITHIN = text("离界线不超过它的多少，准确的分数", "1/5")
_GAPS = several(
    "不符合的条件",
    record(
        "一条",
        {
            **_CRITERION,
            "shortfall": text("差多少；说不出的是空", "差 20 万元"),
            "distance": or_none(text("离界线多远，准确的分数", "1/5")),
        },
    ),
)

_NEAR = record("一家", {**_WHO, "edition": EDITION_KEY, "open": whole("另有几条待补充", 0), "gaps": _GAPS})

SCREENING_SCHEMAS: dict[str, Schema] = {
    "screening": record(
        "许多企业里谁符合",
        {
            "on": day("哪一天"),
            "editions": _EDITIONS,
            "counts": record("各多少家", {"total": whole("共多少家", 50), **_COUNTS}),
            "criteria": several("逐条各多少家", record("一条", {**_CRITERION, **_COUNTS})),
            **_DOUBTS,
            "met": several("符合的企业，前几家", by_key("一家的标识列", _CELL, "name")),
            "into": or_none(text("全部结果写到了哪里；没有写是 null", "answers.parquet")),
            "left_out": or_none(whole("当日已持有这个称号、没有写进文件的家数；都写进去的是 null")),
        },
    ),
    "near_misses": record(
        "差一点的企业，由近到远",
        {
            "on": day("哪一天"),
            "editions": _EDITIONS,
            "within": _WITHIN,
            **_DOUBTS,
            "near": several("每一家", _NEAR),
            "barred": several("差得也不多、但有硬性条件不符的（如规模太大），与上面同样的成员", _NEAR),
            "into?": text("写到了哪个文件；写了文件才有", "near.csv"),
        },
    ),
    "candidates": record(
        "可以争取一个称号的企业，差得少的在前",
        {
            "title": text("称号", "专精特新中小企业"),
            "act": one_of("事项", Act),
            "on": day("哪一天"),
            "editions": _EDITIONS,
            "within": _WITHIN,
            "counts": record(
                "各多少家",
                {
                    "total": whole("共多少家", 60),
                    "left_out": whole("已持有（复核是没有持有）、没有列的", 20),
                    **{one.value: whole(one.label, 3) for one in Readiness},
                    "far": whole("差得更远的", 28),
                },
            ),
            "suspicions": SUSPICIONS,
            "candidates": several("每一家", use("title_candidate")),
            "into?": text("写到了哪个文件；写了文件才有", "候选.xlsx"),
        },
    ),
    "title_candidate": record(
        "可以争取一个称号的一家企业",
        {
            "readiness": one_of("离称号多远", Readiness),
            **_WHO,
            "edition": EDITION_KEY,
            "gaps": _GAPS,
            "missing": several(
                "缺的资料",
                record("一项", {"fact": text("事实的键", "revenue:2024"), "name": text("名称", "2024年营业收入")}),
            ),
        },
    ),
    "impact": record(
        "换一个标准的影响",
        {
            "on": day("哪一天"),
            "from": use("edition_reference", "原来的版本"),
            "to": use("edition_reference", "新的版本"),
            "total": whole("共多少家", 50),
            "outcomes": _OUTCOMES,
            "clauses": several(
                "原来符合的企业，新标准逐条卡住多少家",
                record(
                    "一条",
                    {
                        **_CRITERION,
                        "failed": whole("不符合"),
                        "alone": whole("只差这一条"),
                        "unknown": whole("待补充"),
                    },
                ),
            ),
            "regions": by_key("按地区，键是代码，所在地不明的是空", _OUTCOMES, "500113"),
            "industries": by_key("按行业门类，行业不明的是空", _OUTCOMES, "C"),
            **_DOUBTS,
        },
    ),
}
