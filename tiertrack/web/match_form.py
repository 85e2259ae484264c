"""Rows of lists whose enterprise is not settled: the page of those that wait, and the form that says who each is."""

from __future__ import annotations

from typing import Any

from tiertrack.app.register_questions import Waiting
from tiertrack.errors import BadInput, Fault
from tiertrack.intake.proposals import Proposal
from tiertrack.labels import Labelled
from tiertrack.render.answers import to_dict, to_text
from tiertrack.render.register.proposal_text import proposal_text, proposals_text
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page
from tiertrack.web.form import Done, Form
from tiertrack.web.parameters import OF_ANY_DAY, choice, text, whole
from tiertrack.web.phrasing import told_lines

# How many a page shows; the JSON has all.
_SHOWN = 100


class Becomes(Labelled):
    """What becomes of a row that waits."""

    FIRM = "firm", "是登记库里的一家"
    NEW = "new", "是新的一家"
    NOTHING = "nothing", "不采用这一行"


def _matches(desk: Desk, _given: Given) -> Answer:
    found = desk.register.proposals()
    return Answer(
        "register/matches.html",
        lambda: {
            "waiting": [(one.key, told_lines(proposal_text(one))) for one in found[:_SHOWN]],
            "total": len(found),
        },
        lambda: {"matches": to_dict(found)},
    )


def _waiting(desk: Desk, given: Given) -> Proposal:
    """The row that waits; raises BadInput where there is none, or somebody has said who it is (E712)."""
    found = {one.key: one for one in desk.register.proposals(Waiting.NOT_ONLY)}.get(given["number"])
    if found is None or not found.waits:
        what = "没有这一项待确认的匹配" if found is None else "这一项已经有人确认过，或写明不采用"
        raise BadInput(Fault("E712", what, "请看“待确认”里还有哪些", str(given["number"])))
    return found


def _shows(desk: Desk, given: Given) -> dict[str, Any]:
    proposal = _waiting(desk, given)
    candidates = [desk.register.enterprise(one.enterprise) for one in proposal.candidates[:_SHOWN]]
    return {
        "lines": told_lines(proposal_text(proposal)),
        "candidates": [(one.uscc or one.name, one.name) for one in candidates],
        "choices": [one.label for one in Becomes],
    }


def _done(desk: Desk, given: Given, said: Given) -> Done:
    register, number, by = desk.register, given["number"], said["told_by"]
    match said["becomes"]:
        case Becomes.NEW:
            report = register.accept_as_new(number, by)
        case Becomes.FIRM:
            report = register.accept(number, said["firm"], by)
        case _:
            found = register.dismiss([number], said["why"] or "", by)
            shows = {"lines": told_lines(proposals_text(found)), "number": 0}
            return Done("register/matched.html", shows, to_dict(found))
    shows = {"lines": told_lines(to_text(report)), "number": report.number or 0}
    return Done("register/matched.html", shows, to_dict(report))


MATCHES = Page(
    "/matches",
    "待确认",
    "名单上对不准是哪一家的行：写的什么，可能是谁；与哪一天无关。",
    OF_ANY_DAY,
    answer_schemas.MATCHES,
    _matches,
)
MATCH = Form(
    "/matches/{number:int}",
    (whole("number", "编号", "待确认的编号", 1, 999_999_999).required, *OF_ANY_DAY),
    (
        choice("becomes", "这一行", "这一行怎样", Becomes, "选择").required,
        text("firm", "是哪一家（名称或代码）", "是哪一家：名称、信用代码或证券代码；只有一家可能的可以不写"),
        text("why", "不采用的，为什么", "为什么不采用"),
        text("told_by", "谁确认的（可以不写）", "谁确认的"),
    ),
    "register/match.html",
    _shows,
    _done,
)
