"""The schema of a report of a register."""

from __future__ import annotations

from tiertrack.duties.duty import DutyKind
from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.render.report.report import ChangeKind
from tiertrack.render.schema.answer_schemas import MOMENT
from tiertrack.render.schema.schema_parts import (
    Schema,
    by_key,
    day,
    flag,
    one_of,
    or_none,
    record,
    several,
    text,
    title,
    use,
    whole,
)
from tiertrack.screening.candidates import Readiness

_ID = whole("登记库里的编号，firms 里有它的全部", 12)
_NAME = text("名称", "专精特新中小企业")


def _firms(about: str) -> Schema:
    return several(about, _ID)


_GROUP = record(
    "一组企业",
    {
        "key": or_none(text("镇街、行政区划代码或行业大类的代码；没有写是 null", "C34")),
        "firms": _firms("在册企业"),
        "holders": _firms("持有任一级的"),
        "by_rung": by_key("各级的存量，按称号的键", _firms("持有的"), "srdi_sme"),
    },
)
_COUNTED = record(
    "一个数", {"title": title("哪个称号"), "kind": one_of("哪一种数", MeasureKind), "firms": _firms("哪些企业")}
)

REPORT_SCHEMAS: dict[str, Schema] = {
    "report": record(
        "梯度培育情况报告：每个数都是企业的编号",
        {
            **MOMENT,
            "region": or_none(text("行政区划代码；全部企业是 null", "500113")),
            "since": or_none(day("上一次报告的日子；没有写是 null")),
            "until": day("到期的事列到哪一天"),
            "total": whole("在册企业的家数", 120),
            "unplaced": whole("有登记而所在地不明、没有计入的家数", 0),
            "holders": _firms("持有任一级的"),
            "rungs": several(
                "各级，由低到高",
                record(
                    "一级",
                    {
                        "title": title("哪个称号"),
                        "name": _NAME,
                        "stock": _firms("存量：当日持有的"),
                        "new": _firms("本年新认定的"),
                        "ended": _firms("本年失效、当日不再持有的"),
                        "targets": several("今年起的目标", use("target")),
                    },
                ),
            ),
            "places": several("按镇街，地区比区县大的按区县", _GROUP),
            "industries": several("按行业大类", _GROUP),
            "readiness": several(
                "没有持有的企业里谁可以报",
                record(
                    "一级",
                    {
                        "title": title("哪个称号"),
                        "name": _NAME,
                        **{one.value: _firms(one.label) for one in Readiness},
                        "near_lacking": _firms("差一步的里还缺资料的"),
                        "far": _firms("其余：没有持有，差得更远"),
                        "short_of": by_key(
                            "没有达到的和还缺的资料，按企业的编号",
                            several("各条", text("差多少", "2025年研发费用差 10 万元")),
                            "12",
                        ),
                    },
                ),
            ),
            "not_asked": several("没有收录标准、没有判断的级", _NAME),
            "due": several(
                "到期的事，由先到后",
                record(
                    "同一天到期的同一件事",
                    {
                        "due": day("截止"),
                        "opens": or_none(day("最早哪一天可以办")),
                        "kind": one_of("哪一种事", DutyKind),
                        "title": or_none(text("称号，带产品；企业本身的事是 null", "专精特新中小企业")),
                        "what": text("要做的", "提交 2026 年度更新"),
                        "firms": _firms("哪些企业"),
                    },
                ),
            ),
            "windows_left_out": whole("预计不够格、没有列出的申报窗口，件", 0),
            "renamed_from": day("更名从哪一天列起"),
            "renamed": several("更名的", use("renamed")),
            "changes": or_none(
                several(
                    "与上次报告相比的变化；没有写上次的日子是 null",
                    record(
                        "一项变化",
                        {
                            "kind": one_of("怎样变", ChangeKind),
                            "title": title("哪个称号"),
                            "firm": _ID,
                            "on": or_none(day("哪一天；不详是 null")),
                            "document": or_none(text("依据的文件", "渝经信中小〔2026〕5号")),
                            "self_reported": flag("新获得的是不是只有企业自报、尚未见公告"),
                        },
                    ),
                )
            ),
            "indicators": or_none(use("region_report", "这个地区的指标；没有写地区是 null")),
            "counted": several("登记库数的每个称号的数", _COUNTED),
            "self_reported": several("每个数里只有企业自报、尚未见公告的；没有的不列", _COUNTED),
            "firms": several(
                "在册企业",
                record(
                    "一家",
                    {
                        "id": _ID,
                        "name": text("企业名称", "重庆某某精密制造有限公司"),
                        "uscc": or_none(text("信用代码", "91500113MA0000015Q")),
                        "region": or_none(text("行政区划代码", "500113")),
                        "industry": or_none(text("行业代码", "C3484")),
                        "town": or_none(text("名单所写的镇街", "界石镇")),
                    },
                ),
            ),
        },
    ),
}
