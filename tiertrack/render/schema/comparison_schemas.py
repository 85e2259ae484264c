"""The schemas of two answers side by side, about one enterprise and about all of a register."""

from __future__ import annotations

from tiertrack.law.scope import Act
from tiertrack.render.schema.answer_schemas import ANSWER_SCHEMAS, EDITION_KEY, MISSING, MOMENT, NOTICES
from tiertrack.render.schema.register_schemas import SUSPICIONS
from tiertrack.render.schema.schema_parts import (
    Schema,
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
from tiertrack.rules.comparison import TurnedBy

_CROSSING: dict[str, Schema] = {
    "truths": record(
        "四个结论；没有这一条的标准，这一条照满足算，退市指标照未触及算",
        {
            "before": truth("旧资料按旧标准"),
            "by_new_standard": truth("旧资料按新标准"),
            "with_new_facts": truth("新资料按旧标准"),
            "after": truth("新资料按新标准"),
        },
    ),
    "turned_by": or_none(one_of("因为什么变的；没有变是 null", TurnedBy)),
}
_OF_A_CLAUSE = {member: ANSWER_SCHEMAS["clause_change"]["properties"][member] for member in ("limits", "matters")}
_TITLE = text("事项", "研发费用")
_JUDGED = record(
    "一条条件的结论",
    {
        "key": text("条件的编号", "S3"),
        "truth": truth("这一条的结论"),
        "text": text("要点", "近两年每年研发费用不低于100万元"),
        "citation": text("出处", "工信部企业〔2026〕2号 附件1（三）"),
        "observed": several("看到的值", use("observed")),
        "missing": MISSING,
    },
)
_TURN = record(
    "一条",
    {
        "title": _TITLE,
        **_CROSSING,
        "before": or_none(_JUDGED),
        "after": or_none(_JUDGED),
        **_OF_A_CLAUSE,
    },
)
_SIDE = record(
    "一边的答复",
    {
        **MOMENT,
        "truth": truth("结论"),
        "verdict": text("结论的写法", "符合国家认定标准"),
        "edition": use("edition_reference"),
        "dossier_digest": text("档案的指纹", "9f2c0b5d6a7e41"),
        "missing": MISSING,
        "notices?": NOTICES,
    },
)
_DAY = record("一天", {**MOMENT, "editions": several("所依的版本", use("edition_reference"), 1)})

COMPARISON_SCHEMAS: dict[str, Schema] = {
    "comparison": record(
        "一家企业的两个答复相比",
        {
            "name": text("企业或成果的名称", "重庆某某精密制造有限公司"),
            "tier": title("哪一级"),
            "act": one_of("哪一事项", Act),
            "variant": or_none(text("哪一套标准；只有一套是 null", "star")),
            "before": _SIDE,
            "after": _SIDE,
            **_CROSSING,
            "criteria": several("变了的条件，照新标准的次序，删去的在最后", _TURN),
            "carried_over": several("结论没有变、口径变了而用的是同一个答案的条件，须照新口径重新确认", _TURN),
        },
    ),
    "register_comparison": record(
        "登记库里各家企业的两个答复相比",
        {
            "title": text("称号", "专精特新中小企业"),
            "act": one_of("事项", Act),
            "before": _DAY,
            "after": _DAY,
            "total": whole("比较了多少家", 60),
            "unchanged": whole("结论没有变的", 50),
            "apart": whole("只在一天有标准可判断或登记在册的，没有比较", 2),
            "counts": several("四个结论相同的各多少家", record("一种", {**_CROSSING, "count": whole("多少家", 3)})),
            "recounted": several("口径变了、原来的答案须重新确认的条", text("事项", "事故与违法")),
            "suspicions": SUSPICIONS,
            "firms": several("结论变了的企业", use("turned_firm")),
            "into?": text("写到了哪个文件；写了文件才有", "变化.xlsx"),
        },
    ),
    "turned_firm": record(
        "结论变了的一家企业",
        {
            "name": text("企业名称", "重庆某某精密制造有限公司"),
            "uscc": or_none(text("信用代码", "91500113MA0000015Q")),
            "region": or_none(text("所在地", "500113")),
            "industry": or_none(text("行业", "C3484")),
            "before_edition": EDITION_KEY,
            "after_edition": EDITION_KEY,
            **_CROSSING,
            "criteria": several(
                "变了的条件",
                record(
                    "一条",
                    {
                        "title": _TITLE,
                        "before_key": or_none(text("原来的条件的键；没有这一条是 null", "C2")),
                        "after_key": or_none(text("现在的条件的键；没有这一条是 null", "S3")),
                        **_CROSSING,
                    },
                ),
            ),
        },
    ),
}
