"""The tools that ask about one enterprise, by a dossier that is handed in or by what the register knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tiertrack.errors import BadInput, Fault
from tiertrack.mcp_server import answer_schemas
from tiertrack.mcp_server.arguments import (
    ACT,
    AND_KNOWN_AT,
    AND_ON,
    DOSSIER,
    ENTERPRISE,
    KNOWN_AT,
    LATER,
    ON,
    REGION,
    TITLE,
    VARIANT,
    Argument,
    text,
)
from tiertrack.mcp_server.tool import Answer, Desk, Tool
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier
    from tiertrack.rules.assessment import Alternatives


def enterprise_tools(desk: Desk) -> tuple[Tool, ...]:
    """The tools about one enterprise; only where there is a register one may be named."""
    subject: tuple[Argument, ...] = (DOSSIER.required(),) if desk.url is None else (DOSSIER, ENTERPRISE)
    judged = (TITLE, ACT, ON, *subject, KNOWN_AT, REGION, VARIANT)
    which = "" if desk.url is None else "企业写档案或登记库里的企业，二者取一。"
    return (
        Tool(
            "assess",
            "判断一家企业",
            f"企业在某一天是否符合某个称号的标准：结论、逐条的理由和出处、差多少、还缺什么。{which}",
            judged,
            answer_schemas.ANSWERED,
            _assess,
        ),
        Tool(
            "list_missing",
            "还缺什么资料",
            f"要判断某个称号还缺哪些资料：事实的键、名称、哪几条要它。只有名称的档案得到全部要填的。{which}",
            judged,
            answer_schemas.LACKING,
            _list_missing,
        ),
        Tool(
            "compare_answers",
            "两个答复的差别",
            "同一家企业的两个答复相比（两天、两个时刻所知或两份档案）：哪几条变了，是资料变了、标准变了，还是都变了。"
            f"{which}",
            (TITLE, ACT, ON, AND_ON, *subject, LATER, KNOWN_AT, AND_KNOWN_AT, REGION, VARIANT),
            answer_schemas.json_schema("comparison"),
            _compare,
        ),
        Tool(
            "climb",
            "梯度上的位置",
            f"企业在梯度每一级：持有、符合与否；下一级还差什么，由近到远。{which}",
            (ON, *subject, KNOWN_AT, REGION, text("order", "梯度次序，如 重庆2024；不写则用当地当日有效的")),
            answer_schemas.json_schema("climb"),
            _climb,
        ),
    )


def _assess(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.answers import to_dict, to_text
    from tiertrack.render.lengths import Length

    answers = _judged(desk, given)
    return Answer(to_text(answers, brief=Length.SCREEN), to_dict(answers))


def _list_missing(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.lacking_text import lacking_data, lacking_text

    answers = _judged(desk, given)
    return Answer(lacking_text(answers), lacking_data(answers))


def _compare(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.app import compare
    from tiertrack.render.answers import to_dict, to_text
    from tiertrack.render.lengths import Length

    if given["later"] is not None and given["dossier"] is None:
        raise BadInput(Fault("E701", "后一份档案没有前一份可比", "请把前一份写成 dossier，或去掉 later", place="later"))
    if all(given[name] is None for name in ("and_on", "known_at", "and_known_at", "later")):
        remedy = "请写另一天 and_on、知道的时刻 known_at 或 and_known_at，或后一份档案 later"
        raise BadInput(Fault("E759", "没有写明与什么相比", remedy, place="and_on"))
    before, after = _asof(given), AsOf(given["and_on"] or given["on"], given["and_known_at"])
    old = _dossier(desk, given)
    new = given["later"] or _dossier(desk, {**given, "on": after.on, "known_at": after.known_at})
    asked = given["title"], given["act"], before, after, given["region"], desk.rulebook(), given["variant"]
    found = compare(old, *asked, later=new)
    return Answer(to_text(found, brief=Length.SCREEN), to_dict(found))


def _climb(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.app import climb
    from tiertrack.render.ladder_text import climb_data, climb_text

    found = climb(_dossier(desk, given), _asof(given), given["region"], desk.rulebook(), given["order"])
    return Answer(climb_text(found), climb_data(found))


def _judged(desk: Desk, given: Mapping[str, Any]) -> Alternatives:
    from tiertrack.app import assess, assess_each
    from tiertrack.rules.assessment import Alternatives

    asked = (_dossier(desk, given), given["title"], given["act"], _asof(given), given["region"], desk.rulebook())
    if given["variant"] is None:
        return assess_each(*asked)
    return Alternatives((assess(*asked, given["variant"]),))


def _asof(given: Mapping[str, Any]) -> AsOf:
    return AsOf(given["on"], given["known_at"])


def _dossier(desk: Desk, given: Mapping[str, Any]) -> Dossier:
    dossier, enterprise = given["dossier"], given.get("enterprise")
    if (dossier is None) == (enterprise is None):
        remedy = "请写 dossier，或用 enterprise 写登记库里的企业，二者取一"
        raise BadInput(Fault("E701", "请指明一家企业", remedy))
    if enterprise is None:
        found: Dossier = dossier
        return found
    with desk.register() as register:
        return register.dossier(enterprise, _asof(given))
