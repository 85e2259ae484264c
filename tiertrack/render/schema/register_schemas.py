"""The schemas of answers about a register: what is held, what happened, what falls due, what was changed."""

from __future__ import annotations

from tiertrack.duties.duty import DutyKind
from tiertrack.import_reports import ImportKind
from tiertrack.indicators.agreement import Agreement
from tiertrack.indicators.catalogue import CheckKind, MeasureKind, Word
from tiertrack.intake.matching import Resemblance
from tiertrack.ladder.pool import PoolStatus
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.instrument import Confidence
from tiertrack.law.states import State
from tiertrack.register_reports import Change
from tiertrack.render.schema.answer_schemas import EDITION_KEY, MOMENT
from tiertrack.render.schema.dossier_schemas import ACHIEVEMENT
from tiertrack.render.schema.schema_parts import (
    Schema,
    by_key,
    day,
    flag,
    instant,
    one_of,
    or_none,
    record,
    several,
    text,
    title,
    truth,
    use,
    whole,
)
from tiertrack.titles.events import Reason

_FIRM = text("企业名称", "重庆某某精密制造有限公司")
_DOCUMENT = or_none(text("所依据的文件；没有是 null", "渝经信中小〔2024〕5号"))
_PRODUCT = or_none(text("证书上的产品；不写产品的是 null", "数控滚齿机"))
_BOARD = or_none(one_of("上市的板块", Board))
_NAMED = or_none(text("文件上的旧称；用今称的是 null", "制造业单项冠军示范企业"))
_TOLD_BY = or_none(text("出处；没有写明是 null", "区经信委"))
_VERSION = whole("登记的序号")

_EVENT: dict[str, Schema] = {
    "title": title("哪个称号；企业本身的事项是 enterprise"),
    "name": text("称号的名称", "专精特新中小企业"),
    "event": one_of("发生了什么", EventKind),
    "on": day("哪一天起作数"),
    "from": or_none(day("有效期第一日")),
    "through": or_none(day("有效期最后一日；没有期限是 null", "2029-06-29")),
    "derived": flag("日期是推算的，不是文件写的", "false"),
    "document": _DOCUMENT,
    "self_reported": flag("企业自报的称号，尚未见公告", "false"),
    "batch": or_none(text("批次", "第八批")),
    "reason": or_none(one_of("撤销或退市的事由", Reason)),
    "until": or_none(day("哪一天以前不得再报")),
    "year": or_none(whole("年度更新所属的年度", 2026)),
    "stage": or_none(text("称号自己的程序里的环节", "inquired")),
    "value": or_none(text("新名称、迁往的地区或对方企业", "重庆某某股份有限公司")),
    "product": _PRODUCT,
    "named": _NAMED,
    "board": _BOARD,
    "edition": or_none(EDITION_KEY),
    "edition_digest": or_none(text("当时所依版本的指纹", "9f2c0b5d6a7e41")),
    "remarks": by_key("名单上另写的，键是列名", text("写的什么", "第二批"), "备注"),
    "told_by": _TOLD_BY,
}
_ON_RECORD: dict[str, Schema] = {
    "version": _VERSION,
    "corrects": or_none(whole("更正或作废的是第几项；没有是 null")),
    "recorded_at": instant("何时登记"),
}
# Of an event that is proposed only these have to be written.
_STATED = ("title", "event", "on")
_PROPOSED = {name if name in _STATED else f"{name}?": part for name, part in _EVENT.items()}

_CANDIDATES = several("可能是哪几家", record("一家", {"name": _FIRM, "why": one_of("为什么可能", Resemblance)}))
_RENAMING = record("更名", {"before": text("原名", "重庆某某有限公司"), "after": text("新名", "重庆某某股份有限公司")})
_RENAMED = several("更名", _RENAMING)
_ID = whole("不变的编号", 7)
_OUTLOOKS = {"true": "预计够格", "false": "预计不够格", "unknown": "还缺资料"}
ENTERPRISE: dict[str, Schema] = {
    "id": _ID,
    "name": _FIRM,
    "short_name": or_none(text("简称；没有是 null", "某某精密")),
    "uscc": or_none(text("信用代码；没有登记是 null", "91500113MA0000015Q")),
    "stock_code": or_none(text("证券代码；没有是 null", "001696")),
    "region": or_none(text("地区代码；没有登记是 null", "500113")),
    "industry": or_none(text("行业代码；没有登记是 null", "C3484")),
}
_ROWS = several("读出的一行一行", several("一行", text("一格", "重庆某某有限公司")))
READING = record(
    "文件怎样读的",
    {
        "notes": several("读法", text("一点", "标题在第 1 行")),
        "left_out": several(
            "没有读入的",
            record(
                "一处",
                {
                    "place": text("哪里", "第 9 行"),
                    "text": text("写的什么", "合计"),
                    "reason": text("为什么", "合计行"),
                },
            ),
        ),
        "doubts": several("请核对的", text("一点", "第 3 行的地区不是本市")),
        "table": _ROWS,
        "confirm": or_none(text("核对码；不用核对是 null", "a1b2c3")),
    },
)
UNREAD = several(
    "没有读的列",
    record(
        "一列",
        {
            "heading": text("标题", "备注"),
            "nearest": several("相近的标题", text("标题", "营业收入")),
            "why": text("为什么", "不认识这个标题"),
        },
    ),
)
SUSPICIONS = several("可疑之处", text("一处", "营业收入比上年多十倍"))

_SOURCE = record(
    "出处",
    {
        "key": text("键", "banan-2024-report"),
        "name": text("简称", "区政府工作报告"),
        "title": text("标题", "2024 年区政府工作报告"),
        "dated": or_none(text("何时发布", "2024-01-15")),
    },
)
_AMOUNT: dict[str, Schema] = {
    "value": or_none(text("照印的数", "450")),
    "number": or_none(text("准确的数", "450")),
    "qualifier": or_none(text("数的限定词", "余")),
}
_CONFIDENCE = one_of("怎样见到的", Confidence)
_OBSERVED = record(
    "一个数",
    {
        "key": text("键", "obs-1"),
        "period": or_none(text("期间", "2024年末")),
        **_AMOUNT,
        "scope": or_none(text("范围", "全区")),
        "source": _SOURCE,
        "confidence": _CONFIDENCE,
        "note": or_none(text("说明", "约数")),
        "doubted_by": several("与之不合的校验", text("键", "check-1")),
    },
)

_NUMBER = or_none(whole("导入的编号，取消时用；没有写入是 null", 3))
_CORRECTION: dict[str, Schema] = {
    "what": text("哪一年的哪一个数，或哪一事项的哪一项", "2025年营业收入"),
    "before": or_none(text("原来写的；原来没有写是 null", "5200 万元")),
    "after": or_none(text("现在写的", "5000 万元")),
    "source_before": or_none(text("原来的出处或文件", "企业填报")),
    "source_after": or_none(text("现在的出处或文件", "企业填报")),
}
_FIRMS_CHANGED = several(
    "逐家做了什么",
    record(
        "一家",
        {
            "name": _FIRM,
            "new": whole("新增项数", 3),
            "corrected": whole("更正项数"),
            "known": whole("已有项数"),
            "disagrees": flag("与标准不一致而照文件登记", "false"),
            "enrolled": flag("这次新登记的企业", "false"),
            "corrections": several("更正了什么", record("一处", _CORRECTION)),
        },
    ),
)
_WITHDRAWN = or_none(
    record("取消；没有取消是 null", {"at": instant("何时取消"), "reason": or_none(text("为什么", "填报表发错了"))})
)
_IMPORT: dict[str, Schema] = {
    "number": whole("编号", 3),
    "at": instant("何时登记"),
    "file": text("文件名；复核收口是称号和文件，确认匹配是待确认的编号和名称", "facts.csv"),
    "kind": one_of("文件里是什么，或不是文件的什么", ImportKind),
    "source": or_none(text("出处；就是文件的是 null", "企业填报")),
    "firms": whole("家数", 60),
    "rows": whole("行数", 60),
    "rests_on": several("它又说了一遍的以前的导入；复核收口所照的名单", whole("编号", 1)),
    "withdrawn": _WITHDRAWN,
}

_TAKEN_BACK = or_none(
    record(
        "随一次导入取消了；没有是 null",
        {
            "number": whole("哪一次导入", 3),
            "at": instant("何时取消"),
            "reason": or_none(text("为什么", "填报表发错了")),
        },
    )
)

REGISTER_SCHEMAS: dict[str, Schema] = {
    "event": record("一件事：提出的，或名单上的；只有称号、事项和日期必写", _PROPOSED),
    "recorded_event": record("登记在册的一件事", {**_EVENT, **_ON_RECORD}),
    "history": record(
        "一家企业登记在册的全部事项，更正过的也在",
        {
            "enterprise": _FIRM,
            "known_at": MOMENT["known_at"],
            "events": several(
                "由先到后",
                record(
                    "一项",
                    {
                        **_EVENT,
                        **_ON_RECORD,
                        "stands": flag("仍作数（没有更正、作废，也没有随导入取消）"),
                        "withdrawn": _TAKEN_BACK,
                    },
                ),
            ),
        },
    ),
    "track": record(
        "一个称号（或一个产品的称号）到了哪一步",
        {
            "title": title("哪个称号"),
            "name": text("称号的名称", "专精特新中小企业"),
            "product": _PRODUCT,
            "named": _NAMED,
            "board": _BOARD,
            "status": one_of("状态", State),
            "held": flag("当日持有"),
            "from": or_none(day("有效期第一日", "2024-07-01")),
            "through": or_none(day("有效期最后一日；没有期限是 null", "2027-06-30")),
            "derived": flag("日期是推算的", "false"),
            "document": _DOCUMENT,
            "self_reported": flag("当日持有只凭企业自报，尚未见公告", "false"),
            "since": or_none(day("哪一天到了这一步")),
            "stage": or_none(text("程序里的环节", "inquired")),
            "until": or_none(day("哪一天以前不得再报")),
            "misses": several("未按时更新的年度", whole("年度", 2025)),
            "review_lost": flag("已丧失复核资格", "false"),
            "coming": or_none(day("将生效的有效期的第一日")),
        },
    ),
    "tracks": record("某一天持有哪些称号、各到哪一步", {**MOMENT, "titles": several("每个称号", use("track"))}),
    "standing": record(
        "一家企业某一天持有哪些称号，近期该做什么",
        {
            "enterprise": _FIRM,
            **MOMENT,
            "titles": several("每个称号", use("track")),
            "achievements": several("落地的成果", use("carried")),
            "highest": or_none(title("现有最高一级；没有是 null")),
            "duties": several("近期事项", use("duty")),
            "waiting": several("可能是它而待确认的行", use("proposal")),
        },
    ),
    "duty": record(
        "一件该做的事",
        {
            "kind": one_of("什么事", DutyKind),
            "enterprise": _FIRM,
            "title": or_none(title("哪个称号；企业本身的是 null")),
            "product": _PRODUCT,
            "opens": or_none(day("哪一天起可以做；没有写明是 null", "2027-03-01")),
            "due": day("最后一日", "2027-05-31"),
            "what": text("要做什么", "在培育平台更新信息"),
            "why": text("依据", "工信部企业〔2026〕2号 第十五条"),
            "consequence": or_none(text("逾期怎样", "累计两次未更新的撤销")),
            "warning": flag("是风险，不是例行的事", "false"),
            "outlook": or_none(one_of("申报窗口：按现有资料预计是否够格；别的事、没有标准的是 null", _OUTLOOKS)),
            "contact": or_none(text("名单上写的联系人；没有写是 null", "王某 13800000000")),
        },
    ),
    "proposal": record(
        "名单上对不准企业的一行",
        {
            "proposal": whole("编号"),
            "name": text("行里怎样称呼企业", "重庆某某机械股份有限公司"),
            "uscc": or_none(text("行里的信用代码", "91500113MA0000015Q")),
            "place": text("在名单哪里", "titles.csv 第 3 行"),
            **{f"{'title_name' if name == 'name' else name}?": part for name, part in _EVENT.items()},
            "facts?": several("行里的事实", text("事实的键", "revenue:2025")),
            "candidates": _CANDIDATES,
            "settled": flag("已确认", "false"),
            "dismissed": or_none(text("为什么不采用；没有写明不采用是 null", "重复导入")),
        },
    ),
    "recorded": record("登记的结果", {"change": one_of("怎样变", Change), "version": _VERSION, **_EVENT}),
    "recording": record(
        "照文件登记，或由规则裁定",
        {
            "outcome": one_of("裁定", {"accepted": "可以登记", "refused": "不予登记", "undetermined": "待补充"}),
            "events": several("可以登记的事项", use("event")),
            "recorded": several("已登记的", use("recorded")),
            "disagrees": flag("与规则不一致而照文件登记", "false"),
            "grounds": several(
                "称号自己经历里的理由",
                record("一条", {"text": text("理由", "2027-06-30 以前不得再报"), "citation": text("出处", "63号文")}),
            ),
            "truth": or_none(truth("标准符合与否；没有比对是 null")),
            "assessment": or_none(use("assessment", "按标准的判断；没有比对是 null")),
        },
    ),
    "import_report": record(
        "导入事实改变了什么",
        {
            "enterprises": several("新增的企业", _FIRM),
            "observations": whole("新增数值", 12),
            "corrected": whole("更正"),
            "known": whole("已有"),
            "renamed": _RENAMED,
            "achievements": several("新增的成果", text("名称", "虚构微流控芯片")),
            "suspicions": SUSPICIONS,
            "unread": UNREAD,
            "left": whole("有问题、没有导入的行数"),
            "rest": or_none(text("这些行写到了哪里", "facts-问题.csv")),
            "reading": READING,
            "proposed": whole("本次新提出的待确认"),
            "waiting": several("待确认的行所写的名称", _FIRM),
            "gone": several(
                "同一来源以前列过、这一份清单里不再有的知识产权",
                text("一项", "重庆虚构机械有限公司 发明专利“一种夹具”"),
            ),
            "titles": or_none(use("title_report", "台账、填报表里的事项改变了什么；没有的是 null")),
            "firms": _FIRMS_CHANGED,
            "number": _NUMBER,
            "refused": several("有问题、没有导入的行", text("哪一行，写的哪一家", "第 3 行 某某公司")),
            "self_reported": several(
                "以企业自报登记、尚未见公告的称号",
                text("哪一家的哪一个称号", "某某公司 专精特新中小企业（2024-07-01 至 2027-06-30）"),
            ),
            "outweighed": several(
                "企业自报与公告不同、没有动的称号",
                text("哪一家自报的什么，登记的是什么", "某某公司 专精特新中小企业（…），登记的是 …"),
            ),
        },
    ),
    "title_report": record(
        "导入名单改变了什么",
        {
            "rows": whole("行数", 30),
            "enterprises": whole("新增企业"),
            "new": whole("新增事项"),
            "corrected": whole("更正"),
            "known": whole("已有"),
            "proposed": whole("本次新提出的待确认"),
            "waiting": whole("待确认"),
            "disagreements": whole("与标准不一致而照文件登记的"),
            "renamed": _RENAMED,
            "notes": several("值得一看的", text("一点", "第 3 行 …")),
            "reading": READING,
            "firms": _FIRMS_CHANGED,
            "waits": several("待确认的行所写的名称", _FIRM),
            "number": _NUMBER,
            "complete": or_none(
                record(
                    "名单是全部的，由此得出的；不是全部的是 null",
                    {
                        "title": title("哪个称号"),
                        "region": text("哪个地区", "500113"),
                        "on": day("哪一天"),
                        "absent": several("登记为经查不持有的", _FIRM),
                        "contradicted": several("登记库里持有、名单上没有的", _FIRM),
                        "unplaced": several("不知道是否在这个地区的", _FIRM),
                        "left": several("待确认的行可能是它的", _FIRM),
                    },
                )
            ),
        },
    ),
    "import": record("登记过的一次导入", _IMPORT),
    "undo_report": record(
        "取消一次导入",
        {
            "undone": record("哪一次导入", _IMPORT),
            "firms": several("它登记过的企业", _FIRM),
            "gone": several("由它新登记、不再列出的企业", _FIRM),
            "rows": whole("不再算数的行数", 60),
        },
    ),
    "review_report": record(
        "复核名单印发以后",
        {
            "ended": several("未列入、称号失效的企业", _FIRM),
            "left": several(
                "因有待确认的行而没有动的",
                record(
                    "一家",
                    {"enterprise": _FIRM, "proposal": whole("待确认的编号"), "written": text("行里的名称", "某某股份")},
                ),
            ),
            "lapsed": several("有效期在名单日期以前已届满的", _FIRM),
            "numbers": several("取消时用的编号，二百家一个；没有写入是空的", whole("编号", 3)),
            "title?": title("复核的是哪个称号；命令行才有"),
            "on?": day("复核名单的日期；命令行才有"),
            "document?": text("复核名单的文件；命令行才有", "渝经信中小〔2026〕9号"),
        },
    ),
    "merger": record(
        "两份登记并为一份",
        {
            "enterprise": _FIRM,
            "other": text("另一份的名称", "重庆某某机械有限公司"),
            "uscc": or_none(text("信用代码", "91500113MA0000015Q")),
        },
    ),
    "enterprise": record("登记库里的一家企业", ENTERPRISE),
    "enrolment": record(
        "登记一家企业的结果",
        {
            "enterprise": _FIRM,
            **ENTERPRISE,
            "change": one_of("怎样变", Change),
            "renamed": or_none(_RENAMING),
            "alike": several(
                "可能是哪几家", record("一家", {"id": _ID, "name": _FIRM, "why": one_of("为什么可能", Resemblance)})
            ),
        },
    ),
    "achievement": record(
        "一项成果在某一天",
        {
            **ACHIEVEMENT,
            **MOMENT,
            "status": or_none(one_of("在库与否；没有入库登记是 null", PoolStatus)),
            "assessment": or_none(use("assessment", "按当日标准的判断；没有标准是 null")),
        },
    ),
    "indicators": record("各地区的指标", {**MOMENT, "regions": several("每个地区", use("region_report"))}),
    "region_report": record(
        "一个地区的指标",
        {
            "region": text("行政区划代码", "500113"),
            "name": text("名称", "巴南区"),
            "measures": several("每项指标", use("measure")),
            "checks": several("公布数字的校验", use("figure_check")),
        },
    ),
    "measure": record(
        "一项指标：登记库数的、公布的、目标",
        {
            "measure": text("键", "srdi_stock"),
            "name": text("名称", "专精特新中小企业数"),
            "title": or_none(title("数的是哪个称号")),
            "kind": one_of("哪一种数", MeasureKind),
            "scope": text("范围", "有效期内"),
            "unit": text("单位", "家"),
            "definition": text("口径", "年末有效的"),
            "register": or_none(
                record(
                    "登记库数的；没有问登记库是 null",
                    {
                        "count": or_none(whole("数", 12)),
                        "self_reported": whole("其中只有企业自报、尚未见公告的", 0),
                        "unplaced": whole("所在地不明、没有计入的", 0),
                        "why_not": or_none(text("不计的原因", "未收录")),
                    },
                )
            ),
            "observations": several("公布的数", _OBSERVED),
            "nationwide": several("全国公布的数，供对照", _OBSERVED),
            "targets": several("目标", use("target")),
        },
    ),
    "target": record(
        "一个目标",
        {
            "document": _SOURCE,
            "word": one_of("怎样写的", Word),
            "year": or_none(whole("哪一年", 2027)),
            "since": or_none(whole("从哪一年起", 2023)),
            **_AMOUNT,
            "confidence": _CONFIDENCE,
            "note": or_none(text("说明", "力争")),
            "lacking": or_none(whole("还差多少", 3)),
            "why_not": or_none(text("不比较的原因", "口径不同")),
            "rivals": several("同一年的其他目标", text("出处的键", "plan-2023")),
        },
    ),
    "figure_check": record(
        "公布数字的一项校验",
        {
            "key": text("键", "check-1"),
            "kind": one_of("怎样校验", CheckKind),
            "parts": several("哪几个数", text("键", "obs-1")),
            "printed": or_none(text("与哪个数比", "obs-2")),
            "computed": or_none(text("复算的数", "450")),
            "agreement": one_of("结果", Agreement),
            "note": text("说明", "分项合计"),
        },
    ),
}
