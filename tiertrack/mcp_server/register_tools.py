"""The tools that ask a register: what is held, what happened, what falls due, who meets a standard or nearly does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from tiertrack.mcp_server import answer_schemas
from tiertrack.mcp_server.arguments import (
    ACT,
    AHEAD,
    ENTERPRISE,
    KNOWN_AT,
    LIMIT,
    ON,
    REGION,
    TITLE,
    VARIANT,
    WITHIN_SHARE,
    day,
)
from tiertrack.mcp_server.tool import Answer, Desk, Tool
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.screening.question import Question
    from tiertrack.screening.register import RegisterSource


def _standing(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.register.standing_text import standing_data, standing_text

    with desk.register() as register:
        found = register.standing(given["enterprise"], _asof(given))
    return Answer(standing_text(found), standing_data(found))


def _history(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.register.standing_text import history_data, history_text

    with desk.register() as register:
        found = register.history(given["enterprise"], _asof(given))
    return Answer(history_text(found), history_data(found))


def _due(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.register.duty_text import duties_text, duty_data, left_out_text

    with desk.register() as register:
        due = register.due(_asof(given), given["within"], given["enterprise"])
        found = sorted(due)
    text = "\n\n".join(filter(None, (duties_text(found), left_out_text(due.left_out))))
    return Answer(text, {"duties": [duty_data(duty) for duty in found], "left_out": due.left_out})


def _screen(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.screening_text import screened_data, screened_text

    found = _source(desk, given).screen(_question(desk, given))
    return Answer(screened_text(found), screened_data(found))


def _near_misses(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.ladder.distance import WITHIN
    from tiertrack.render.screening_text import near_data, near_text

    within = WITHIN if given["within"] is None else given["within"]
    found = _source(desk, given).near(_question(desk, given), within)
    most = given["limit"]
    shown = attrs.evolve(found, found=found.found[:most], barred=found.barred[:most])
    return Answer(near_text(found, most), {"total": len(found.found), "answer": near_data(shown)})


def _source(desk: Desk, given: Mapping[str, Any]) -> RegisterSource:
    """The register as a source that is left as it is, to the last byte."""
    from tiertrack.screening.register import RegisterSource
    from tiertrack.screening.typed_keeping import Upkeep

    return RegisterSource(desk.address, given["known_at"], upkeep=Upkeep.LEFT)


def _question(desk: Desk, given: Mapping[str, Any]) -> Question:
    from tiertrack.screening.question import ask

    asked = given["title"], given["act"], given["on"], given["region"], given["variant"]
    return ask(*asked, desk.rulebook())


def _asof(given: Mapping[str, Any]) -> AsOf:
    return AsOf(given["on"] or dt.date.max, given["known_at"])


_QUESTION = (TITLE, ACT, ON, REGION, VARIANT, KNOWN_AT)

REGISTER_TOOLS = (
    Tool(
        "show_standing",
        "持有什么称号",
        "登记库里的企业某一天持有哪些称号、各到哪一步、依据什么，近期该做什么。",
        (ENTERPRISE.required(), ON, KNOWN_AT),
        answer_schemas.json_schema("standing"),
        _standing,
    ),
    Tool(
        "show_history",
        "发生过什么",
        "登记库里的企业登记在册的事项：哪天、什么事、凭什么文件、何时由谁登记；更正前的也在。",
        (ENTERPRISE.required(), day("on", "只列这一天以前发生的"), KNOWN_AT),
        answer_schemas.json_schema("history"),
        _history,
    ),
    Tool(
        "list_duties",
        "到期的事",
        "从某一天起该做什么：年度更新、变化报告、复核和申报窗口、将到期的前置称号。不写企业则列出全部企业的。",
        (ON, AHEAD, ENTERPRISE, KNOWN_AT),
        answer_schemas.DUTIES,
        _due,
    ),
    Tool(
        "screen_register",
        "筛查登记库",
        "登记库里有多少企业符合某个标准，逐条各多少家，符合的前几家是谁。",
        _QUESTION,
        answer_schemas.json_schema("screening"),
        _screen,
    ),
    Tool(
        "list_near_misses",
        "差一点的企业",
        "登记库里每条都差得不多（不超过界线的 20%，或所写的 within）的企业，各差多少，由近到远。",
        (*_QUESTION, WITHIN_SHARE, LIMIT),
        answer_schemas.NEAREST,
        _near_misses,
    ),
)
