"""The schema of a dossier as it is handed in: a reader's own form, so that keys may be Chinese names too."""

from __future__ import annotations

from typing import Any

from tiertrack.facts.achievement import AchievementKind, AwardLevel, ContractKind, Rights, Role
from tiertrack.facts.achievement_file import MEMBER
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS, Fact
from tiertrack.labels import Labelled
from tiertrack.logic.quantity import Kind
from tiertrack.render.schema.schema_parts import (
    Schema,
    day,
    flag,
    instant,
    or_none,
    record,
    several,
    text,
    title,
    use,
    whole,
)

_YEAR = "^[0-9]{4}$"
# How the values of a kind are written: a word for it, an example, and the types JSON may have them in.
_HOW: dict[Kind, tuple[str, Any, tuple[str, ...]]] = {
    Kind.MONEY: ("金额，写明单位", "5200万元", ("string",)),
    Kind.SHARE: ("比例，带 % 或准确的分数", "12%", ("string",)),
    Kind.DATE: ("日期", "2019-03-12", ("string",)),
    Kind.POINTS: ("得分，至多两位小数", "62.5", ("number", "string")),
    Kind.CHOICE: ("选项的键或名称", "own", ("string",)),
    Kind.FLAG: ("是否", True, ("boolean", "string")),
}
_NUMBER = ("数", 4, ("integer", "string"))


def _value(kind: Kind) -> Schema:
    """A value of a kind; null where it is not known."""
    about, example, types = _HOW.get(kind, _NUMBER)
    return {"description": about, "type": [*types, "null"], "examples": [example]}


def _stated(kind: Kind) -> Schema:
    """A value by itself, with its source, or several values of several sources."""
    source = or_none(text("来源", "2025 年度审计报告"))
    sourced = {"value": _value(kind), "source?": source, "recorded_at?": or_none(instant("何时登记"))}
    one = {"anyOf": [_value(kind), record("值和它的来源", sourced)]}
    return {"description": _value(kind)["description"], "anyOf": [*one["anyOf"], several("几个来源的值", one)]}


def _yearly(kind: Kind) -> Schema:
    return {
        "description": "按年度，键是年度",
        "type": ["object", "null"],
        "patternProperties": {_YEAR: use(f"stated_{kind.value}")},
        "additionalProperties": False,
        "examples": [{"2025": _value(kind)["examples"][0]}],
    }


def _fact(fact: Fact) -> Schema:
    choices = "、".join(f"{key} {name}" for key, name in fact.choices)
    about = f"{fact.label}（{choices}）" if choices else fact.label
    return use(f"{'yearly' if fact.yearly else 'stated'}_{fact.kind.value}", about)


def _attribute(fact: Fact) -> Schema:
    choices = "、".join(name for _key, name in fact.choices)
    example = {"examples": [fact.choices[0][1]]} if fact.choices else {}
    return _value(fact.kind) | {"description": f"{fact.label}{f'：{choices}' if choices else ''}"} | example


def _words(about: str, words: type[Labelled]) -> Schema:
    known = [word for one in words for word in (one.label, one.value)]
    return {"description": about, "type": "string", "enum": known}


_LIST_OF_TEXTS = several("名称", text("名称", "某大学"))
_CREDIT_CODE: dict[str, Any] = {
    "description": "统一社会信用代码；校验位不合而证照确实如此的写成对象",
    "anyOf": [
        text("代码", "91500113MA0000015Q"),
        record("代码和凭据", {"value": text("代码", "91500113MA0000015Q"), "attested": text("凭什么", "营业执照")}),
        {"type": "null"},
    ],
}
_CODE = use("credit_code")
_REGION = or_none(text("地区：六位代码或名称", "500113"))
_TITLES_HELD = or_none(
    several(
        "当下知道的全部称号；写了就是没列出的没有",
        record(
            "一个称号",
            {
                "title": text("称号的键、名称或旧称", "srdi_sme"),
                "from?": or_none(day("有效期第一日", "2024-07-01")),
                "through?": or_none(day("有效期最后一日", "2027-06-30")),
                "product?": or_none(text("证书上的产品", "数控滚齿机")),
            },
        ),
    )
)


def _right() -> Schema:
    """One right of the list; the words of its attributes in Chinese or as keys."""
    attributes = {f"{key}?": _attribute(fact) for key, fact in RIGHT_ATTRIBUTES.items()}
    return record(
        "一项知识产权",
        {
            "name": text("名称", "一种主轴箱"),
            "number?": or_none(text("编号", "ZL202210000001.0")),
            **attributes,
            "note?": {"description": "备注"},
        },
    )


_IP, _TITLES, _FACTS = use("rights"), use("titles_held"), use("facts")
_PARTY: dict[str, Schema] = {"name": text("名称", "某大学"), "uscc?": _CODE}
_BOND: dict[str, Schema] = {
    "role?": or_none(_words("企业与成果的关系", Role)),
    "since?": or_none(day("从哪一天起")),
    "carried_into_production_on?": or_none(day("投产日")),
}
_AMOUNT = or_none(text("金额，写明单位", "300万元"))

# As achievement_file reads and writes them.
ACHIEVEMENT: dict[str, Schema] = {
    MEMBER: text("成果名称", "虚构微流控芯片"),
    "registration?": or_none(text("登记号", "2024J001")),
    "kind?": or_none(_words("种类", AchievementKind)),
    "completed_in?": or_none(whole("完成年度", 2024)),
    "owners?": or_none(several("权属单位", {"anyOf": [text("名称", "某大学"), record("一家", _PARTY)]})),
    "completers?": or_none(_LIST_OF_TEXTS),
    "rights?": or_none(_words("权属", Rights)),
    "trl?": _attribute(FACTS["trl"]),
    "evaluations?": or_none(
        several(
            "评价",
            record(
                "一次",
                {
                    "by": text("评价机构", "某学会"),
                    "on": day("日期"),
                    "grade?": _attribute(FACTS["evaluation_grade"]),
                },
            ),
        )
    ),
    "contracts?": or_none(
        several(
            "合同",
            record(
                "一份",
                {
                    "kind": _words("到账还是作价入股", ContractKind),
                    "amount?": _AMOUNT,
                    "on?": or_none(day("日期")),
                    "with?": or_none(text("对方", "某公司")),
                    "uscc?": _CODE,
                },
            ),
        )
    ),
    "awards?": or_none(
        several(
            "奖励",
            record(
                "一项",
                {
                    "name": text("名称", "科技进步奖"),
                    "level": _words("级别", AwardLevel),
                    "on?": or_none(day("日期")),
                    "rank?": or_none(whole("位次")),
                },
            ),
        )
    ),
    "patents?": or_none(_LIST_OF_TEXTS),
    "ip?": _IP,
    "family?": or_none(_LIST_OF_TEXTS),
    "pledged?": _AMOUNT,
    "chain?": or_none(text("产业链", "生物医药")),
    "classified?": _attribute(FACTS["classified"]),
    "region?": _REGION,
    "relations?": or_none(
        several(
            "与企业的关系",
            record("一家", {"enterprise": text("企业", "重庆某某精密制造有限公司"), "uscc?": _CODE, **_BOND}),
        )
    ),
    "titles?": _TITLES,
    "facts?": _FACTS,
    "source?": or_none(text("来源", "成果登记证书")),
    "on_record?": {"description": "取自登记库", "type": ["boolean", "null"]},
}

_EXAMPLE = {
    "name": "重庆某某精密制造有限公司",
    "uscc": "91500113MA0000015Q",
    "region": "500113",
    "industry": "C3484",
    "facts": {
        "revenue": {"2025": "5200万元", "2024": "5000万元"},
        "rd_expense": {"2025": {"value": "180万元", "source": "2025 年度审计报告"}},
        "segment_since": "2019-03-12",
        "class1_ip": 4,
        "market_share": "12%",
        "abnormal_list": False,
    },
    "titles": [{"title": "innovative_sme", "from": "2024-07-01", "through": "2027-06-30"}],
    "applications": [{"title": "srdi_sme", "on": "2026-05-20"}],
    "judgements": {"market_standing": {"value": True, "by": "重庆市经济和信息化委员会", "on": "2026-05-10"}},
    "ip": [{"name": "一种主轴箱", "kind": "发明专利", "acquired": "原始取得", "granted_on": "2023-04-07"}],
}

_JUDGED = record(
    "一项判断",
    {
        "value?": or_none(flag("成立与否")),
        "by?": or_none(text("作出的机关", "重庆市经济和信息化委员会")),
        "on?": or_none(day("作出的日子", "2026-05-10")),
        "recorded_at?": or_none(instant("何时登记")),
    },
)

_KINDS = tuple(dict.fromkeys(fact.kind for fact in FACTS.values()))

DOSSIER_SCHEMAS: dict[str, Schema] = {
    "credit_code": _CREDIT_CODE,
    "titles_held": _TITLES_HELD,
    "rights": or_none(several("知识产权清单；写了就是全部", _right())),
    "facts": {
        "description": "事实；键，或中文名称（读的时候核对）",
        "type": ["object", "null"],
        "properties": {fact.key: _fact(fact) for fact in FACTS.values()},
        "patternProperties": {"[\\u4e00-\\u9fff]": {"description": "以中文名称写的事实"}},
        "additionalProperties": False,
        "examples": [{"revenue": {"2025": "5200万元", "2024": "5000万元"}, "market_share": "12%"}],
    },
    **{f"stated_{kind.value}": _stated(kind) for kind in _KINDS},
    **{f"yearly_{kind.value}": _yearly(kind) for kind in dict.fromkeys(f.kind for f in FACTS.values() if f.yearly)},
    "dossier": record(
        "一家企业的档案：知道多少写多少，没写的就是未知",
        {
            "name": text("企业全称", "重庆某某精密制造有限公司"),
            "uscc?": _CODE,
            "region?": _REGION,
            "industry?": or_none(text("行业：国民经济行业代码、名称，或代码加名称", "C3484")),
            "facts?": _FACTS,
            "ip?": _IP,
            "titles?": _TITLES,
            "applications?": or_none(
                several("已申报而未决定的", record("一项", {"title": title("申报哪个称号"), "on": day("申报日")}))
            ),
            "judgements?": {
                "description": f"主管部门的判断；键如 {'、'.join([*JUDGEMENTS][:3])}，或 criterion: 加条件的编号",
                "type": ["object", "null"],
                "additionalProperties": {
                    "description": "一项判断，或先后几项",
                    "anyOf": [_JUDGED, several("先后几项", _JUDGED), {"type": "null"}],
                },
            },
            "achievements?": or_none(
                several(
                    "企业的成果",
                    {
                        "anyOf": [
                            text("成果名称", "虚构微流控芯片"),
                            record("一项成果", {**ACHIEVEMENT, **_BOND, "note?": {"description": "备注"}}),
                        ]
                    },
                )
            ),
            "known_titles?": or_none(several("持有与否已知的称号；不写就看 titles", text("称号的键", "srdi_sme"))),
            "known_applications?": or_none(
                several("申报与否已知的称号；不写就看 titles 和 applications", text("称号的键", "srdi_sme"))
            ),
            "facts_order?": or_none(several("各个值得知的先后", text("事实的键", "revenue:2025"))),
            "judgements_order?": or_none(several("各项判断得知的先后", text("判断的键", "market_standing"))),
            "subject?": or_none(text("档案说的是什么：企业或成果", "企业")),
            "note?": {"description": "备注，不读"},
        },
    )
    | {"examples": [_EXAMPLE]},
}
