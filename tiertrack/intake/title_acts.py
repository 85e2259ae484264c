"""What may happen to the enterprises of a list: which kinds of events, by which words, and what each has to say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.line_text import one_line
from tiertrack.facts.units import parse_date
from tiertrack.facts.vocabulary import nearest_name
from tiertrack.intake.shared_cells import day_text_in, text_in, text_or_number_in
from tiertrack.intake.sheet import Cell, CellKind
from tiertrack.intake.title_cells import plausible_day, refuse_share_market
from tiertrack.law.event_kinds import GAZETTED, EventKind
from tiertrack.law.event_words import event_kind_named
from tiertrack.law.titles import TITLES, kept_with_the_titles, title_definition
from tiertrack.titles.events import Reason

# What no list reports, and why.
_BY_CALENDAR = "由日期得出，不用登记"
NOT_LISTED_BECAUSE: Mapping[EventKind, str] = {
    EventKind.REVIEW_OPENED: _BY_CALENDAR,
    EventKind.EXPIRED: _BY_CALENDAR,
    EventKind.BAR_ENDED: _BY_CALENDAR,
    EventKind.JOINED: "两份登记本是一家的，请用 tiertrack merge 并为一份",
    EventKind.VOIDED: "作废的是登记过的某一项，请用 tiertrack case void；整份名单登错的，请用 tiertrack undo",
}
# The kinds of events a list may report.
KINDS: tuple[EventKind, ...] = tuple(kind for kind in EventKind if kind not in NOT_LISTED_BECAUSE)
# What is published: it is recorded as its document says, wherever the title stands. The other kinds are steps of a
# procedure, which have to be possible, as where they are recorded one by one.
PUBLISHED = frozenset(GAZETTED | {EventKind.POOLED, EventKind.RENAMED})

_OF_A_YEAR = frozenset({EventKind.UPDATED, EventKind.UPDATE_MISSED})
_TO_A_PLACE = frozenset({EventKind.MOVED, EventKind.RELOCATED})
_OF_THE_FIRM = frozenset(
    {
        *(EventKind.CONVERTED, EventKind.RESTRUCTURED, EventKind.MERGED, EventKind.DIVIDED),
        EventKind.CHANGE_REPORTED,
    }
)
_KINDS_OF: Mapping[str, frozenset[EventKind]] = {
    "year": _OF_A_YEAR,
    "reason": frozenset({EventKind.REVOKED}),
    "until": frozenset({EventKind.REVOKED, EventKind.REJECTED}),
    "value": _TO_A_PLACE | _OF_THE_FIRM,
}
_NEEDED: Mapping[str, frozenset[EventKind]] = {"year": _OF_A_YEAR, "value": _TO_A_PLACE}


@frozen
class ActSaid:
    """What a word says happened: the kind of event and, of a step of the title's own procedure, which step."""

    kind: EventKind
    stage: str | None = None


@kept_with_the_titles
def act_said(word: str, title: str | None) -> ActSaid:
    """What a word for an event, or for a step of the procedure of the title with this key, stands for; raises
    BadDossier where no list reports it, and says why."""
    kind = event_kind_named(word, title)
    if kind is None:
        # To be quoted elsewhere is a step of no procedure.
        refuse_share_market(word)
    if kind is None and title in TITLES and (step := title_definition(title).procedure.step_named(word)) is not None:
        return ActSaid(step.kind, step.key)
    if kind is not None and kind in NOT_LISTED_BECAUSE:
        raise BadDossier(Fault("E467", f"“{kind.label}”不能用名单登记", NOT_LISTED_BECAUSE[kind], word))
    if kind is None:
        known = {one: name for one, name in EventKind.words().items() if EventKind.named(one) in KINDS}
        raise BadDossier(Fault("E467", "名单里没有这种事项", nearest_name(word, known), word))
    return ActSaid(kind)


@functools.cache
def particulars_of(kind: EventKind) -> frozenset[str]:
    """The columns of particulars that belong to a kind of event; to others what they say is a remark."""
    return frozenset(key for key, kinds in _KINDS_OF.items() if kind in kinds)


def needs(kind: EventKind, key: str) -> bool:
    """Whether a kind of event cannot do without what a column of particulars says."""
    return kind in _NEEDED.get(key, ())


def year_said(word: str | int) -> int:
    """The year of an update; raises BadDossier."""
    text = one_line(str(word)).strip().removesuffix("年度").removesuffix("年").strip()
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise BadDossier(Fault("E360", "年度不是四位数字", "请写四位年度，如 2026", str(word)))
    return int(text)


def reason_said(word: str) -> Reason:
    """The reason a title was revoked for; raises BadDossier."""
    found = Reason.named(word)
    if found is None:
        raise BadDossier(Fault("E333", "没有这个事由", nearest_name(word, Reason.words()), word))
    return found


def _day_in(cell: Cell) -> Any:
    text = day_text_in(cell)
    return plausible_day(parse_date(text if cell.kind in (CellKind.DATE, CellKind.NUMBER) else text_in(cell)))


# How the cells of each column of particulars are read.
READ_PARTICULARS: Mapping[str, Callable[[Cell], Any]] = {
    "year": lambda cell: year_said(text_or_number_in(cell)),
    "reason": lambda cell: reason_said(text_in(cell)),
    "until": _day_in,
    "value": lambda cell: one_line(text_or_number_in(cell)),
}
