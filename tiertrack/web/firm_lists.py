"""The pages about many firms: where an officer begins, the search, the list, and what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from tiertrack.duties.duty import DutyKind
from tiertrack.labels import Labelled
from tiertrack.law.states import State
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES
from tiertrack.render.answers import to_dict
from tiertrack.render.members import moment_members
from tiertrack.render.register.duty_text import duty_data, left_out_text
from tiertrack.render.register.firm_text import HOLDERS, OVERVIEWS, Sheet
from tiertrack.temporal import AsOf, Span
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page
from tiertrack.web.parameters import (
    AFTER,
    AHEAD,
    HIGHEST,
    INDUSTRY,
    KNOWN_AT,
    ON,
    REGION,
    STATUS,
    TITLE,
    choice,
    text,
    whole,
)

if TYPE_CHECKING:
    from tiertrack.app import Registry
    from tiertrack.duties.duty import Duty
    from tiertrack.duties.overview import FirmOverview
    from tiertrack.enterprise import Enterprise

# What is counted anew for every reader is counted of so many enterprises at most, unless somebody asks for it: of more
# it takes longer than a click.
COUNTED = 1000
_SOON = Span(days=30)
_PAGE = 50
# How many duties a page shows; the JSON has all.
_SHOWN = 200

_FILTERS = (TITLE, STATUS, REGION, INDUSTRY, HIGHEST)
_LIMIT = whole("limit", "至多列多少家", "至多列多少家，1 至 500；不写是 50", 1, 500, _PAGE)
# Many enterprises are asked a part at a time.
_DUE_PAGE = 100
_DUE_LIMIT = whole(
    "limit",
    "至多列多少家",
    f"一家一家地列，至多这么多家；不写则列出全部，企业多于 {COUNTED} 家的列 {_DUE_PAGE} 家",
    1,
    5000,
)
_AFTER_FIRM = text("after", "从哪一家列起", "从这一家的下一家列起：上一页最后一家，写名称、信用代码或证券代码")


class Counting(Labelled):
    """Whether the enterprises are counted, and what falls due for all of them is listed, however many there are."""

    FEW = "few", "少的才清点"
    ALL = "all", "都清点"


_COUNT = evolve(choice("count", "清点", "企业多的要不要清点", Counting, "清点"), otherwise=Counting.FEW)


def asof_of(given: Given) -> AsOf:
    """The day a page is asked about, and the instant by which something had to be known."""
    return AsOf(given["on"], given["known_at"])


# Where an officer begins.


def _start(desk: Desk, given: Given) -> Answer:
    asof = asof_of(given)
    firms = desk.register.firms(asof).count()
    counts = duties = None
    left_out = 0
    if firms <= COUNTED or given["count"] is Counting.ALL:
        counts = _holders(desk.register, asof)
        due = desk.register.due(asof, _SOON)
        duties, left_out = sorted(due), due.left_out

    def data() -> dict[str, Any]:
        return {
            **moment_members(asof),
            "firms": firms,
            "titles": counts,
            "due": None if duties is None else [duty_data(duty) for duty in duties],
            "left_out": left_out,
        }

    def shows() -> Mapping[str, Any]:
        return {
            "firms": firms,
            "counts": counts or [],
            "is_counted": counts is not None,
            "counted": COUNTED,
            **_shown_duties(duties or [], left_out),
        }

    return Answer("register/start.html", shows, data)


def _holders(register: Registry, asof: AsOf) -> list[dict[str, Any]]:
    """How many enterprises hold each title on the day: every rung, and of the others those that anybody holds.

    Of a title that nobody on record ever had nobody can say that there are none.
    """
    held: Counter[str] = Counter()
    recorded: set[str] = set()
    for row in register.standings(asof):
        held.update({holding.title for holding in row.standing.held})
        recorded.update(title for title, track in row.standing.tracks.items() if track.spells)
    # The first rung is held through achievements, not by an event of its own.
    rungs = [tier.value for tier in Tier if tier is not Tier.ACHIEVEMENT]
    others = [title for title in TITLES if held[title] and title not in rungs]
    return [
        {"title": title, "name": TITLES[title], "held": held[title], "recorded": bool(held[title]) or title in recorded}
        for title in (*rungs, *others)
    ]


def _shown_duties(duties: Sequence[Duty], left_out: int) -> dict[str, Any]:
    return {"duties": duties[:_SHOWN], "total": len(duties), "left_out": left_out_text(left_out)}


# The search.


def _found(desk: Desk, given: Given) -> Answer:
    asof = asof_of(given)
    found: Sequence[Enterprise] = desk.register.search(given["q"], asof)
    return Answer(
        "register/found.html",
        lambda: {"words": given["q"], "found": found},
        lambda: {**moment_members(asof), "found": to_dict(found)},
        elsewhere=f"/firms/{found[0].id}" if len(found) == 1 else "",
    )


# The list.


def _firms(desk: Desk, given: Given) -> Answer:
    asof, limit = asof_of(given), given["limit"]
    which = {one.name: given[one.name] for one in _FILTERS}
    # One more tells whether there is a next page.
    rows = [*desk.register.overviews(asof, **which, after=given["after"], limit=limit + 1)]
    shown = rows[:limit]
    further = shown[-1].enterprise.id if len(rows) > limit else None

    def shows() -> Mapping[str, Any]:
        return {
            **_table(shown, OVERVIEWS if given["title"] is None else HOLDERS),
            "further": further or 0,
            "titles": TITLES,
            "states": [state.label for state in State],
            "rungs": [tier.label for tier in Tier],
        }

    return Answer(
        "register/firms.html",
        shows,
        lambda: {**moment_members(asof), "firms": to_dict(shown), "next": further},
    )


def _table(rows: Iterable[FirmOverview], sheet: Sheet) -> dict[str, Any]:
    """The list as a table: the name with its code, then the other columns, but for those that are empty."""
    lines = [(row.enterprise.id, line) for row in rows for line in sheet.cells(row)]
    columns = [place for place in range(2, len(sheet.headings)) if any(line[place] for _id, line in lines)]
    return {
        "headings": (sheet.headings[0], *(sheet.headings[place] for place in columns)),
        "lines": [(id, line[0], line[1], [line[place] for place in columns]) for id, line in lines],
    }


# What falls due.


def _due(desk: Desk, given: Given) -> Answer:
    asof, after = asof_of(given), given["after"]
    which = {one.name: given[one.name] for one in _FILTERS}
    limit = given["limit"]
    if limit is None and (after is not None or desk.register.firms(asof).count() > COUNTED):
        limit = _DUE_PAGE
    due = desk.register.due(asof, given["within"], kind=given["kind"], **which, after=after, limit=limit)
    rows = list(due)
    firms = list(dict.fromkeys(duty.enterprise for duty in rows))
    further = firms[-1] if limit is not None and len(firms) >= limit else None
    duties = sorted(rows)
    return Answer(
        "register/due.html",
        lambda: {
            **_shown_duties(duties, due.left_out),
            "further": further or "",
            "titles": TITLES,
            "kinds": [kind.label for kind in DutyKind],
        },
        lambda: {
            **moment_members(asof),
            "duties": [duty_data(duty) for duty in duties],
            "left_out": due.left_out,
            "next": further,
        },
    )


START = Page(
    "/start",
    "首页",
    "登记库里有多少家企业、各称号有多少家持有、往后 30 天有什么到期。",
    (ON, KNOWN_AT, _COUNT),
    answer_schemas.START,
    _start,
)
FOUND = Page(
    "/find",
    "找企业",
    "名称（曾用名也可以）里有这几个字的企业，或这个信用代码、证券代码的企业。",
    (ON, KNOWN_AT, text("q", "名称或代码", "名称的一部分、统一社会信用代码或证券代码").required),
    answer_schemas.FOUND,
    _found,
)
FIRMS = Page(
    "/firms",
    "企业",
    "登记库里的企业：现有最高称号、有效期、往后 90 天里先做什么；按称号、状态、地区、行业筛选，一页一页列。",
    (ON, KNOWN_AT, *_FILTERS, AFTER, _LIMIT),
    answer_schemas.FIRMS,
    _firms,
)
DUE = Page(
    "/due",
    "到期",
    "从这一天起该做什么：年度更新、变化报告、复核和申报窗口、将到期的前置称号。",
    (ON, KNOWN_AT, AHEAD, choice("kind", "事项", "只列这一种事", DutyKind, "事项"), *_FILTERS, _AFTER_FIRM, _DUE_LIMIT),
    answer_schemas.DUE,
    _due,
)
