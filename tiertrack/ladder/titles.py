"""Titles as a register keeps them: what a document decided, when we learned it, and what is held on a day.

A title's events form one stream in the order they were recorded (``version``). What is held follows from their periods:
expiry needs no event. In the world's order, each decision stands from its first day until its own last day or until the
next decision's first day, so a passed review extends a title by its own period, whatever was recorded first.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from itertools import pairwise

from attrs import field, frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.dossier import HeldTitle
from tiertrack.facts.vocabulary import TITLES, nearest
from tiertrack.temporal import AsOf, Period

__all__ = [
    "Decision",
    "Holding",
    "Standing",
    "TitleEvent",
    "TitleEventKind",
    "decision",
    "held_titles",
    "known_titles",
    "standing",
    "valid_through",
]

# Titles a measure gives for so many years; a document that prints no last day then leaves it to be computed.
_TERMS = {"innovative_sme": 3, "srdi_sme": 3, "little_giant": 3, "champion": 3, "high_tech_enterprise": 3}
# Titles that end by an act of their own, never by the calendar.
_OPEN_ENDED = frozenset({"achievement", "listed"})


class TitleEventKind(enum.Enum):
    """What the document decided."""

    RECOGNISED = "recognised"
    REVIEW_PASSED = "review_passed"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {TitleEventKind.RECOGNISED: "认定", TitleEventKind.REVIEW_PASSED: "复核通过"}[self]


def valid_through(starts: dt.date, years: int = 3) -> dt.date:
    """The last day of a validity of full years: the day before the anniversary (2024-07-01 → 2027-06-30).

    A validity from 29 February ends on 28 February where its last year has no such day.
    """
    try:
        anniversary = starts.replace(year=starts.year + years)
    except ValueError:
        anniversary = dt.date(starts.year + years, 3, 1)
    return anniversary - dt.timedelta(days=1)


def _known_title(_instance: object, _attribute: object, title: str) -> None:
    if title not in TITLES:
        raise BadDossier(Fault("E321", "没有这个称号", nearest(title, TITLES), title, "称号"))


def _written(_instance: object, _attribute: object, document: str) -> None:
    if not document.strip():
        raise BadDossier(Fault("E322", "没有写明所依据的文件", "请写公告或名单的文号或标题", None, "依据文件"))


@frozen(kw_only=True)
class Decision:
    """What a document decided about one title.

    ``on`` is the day the decision takes effect, ``starts`` the first and ``through`` the last day of the validity (None
    where the title has no term); ``derived`` says that the last day was computed, not printed. ``edition_key``,
    ``edition_digest`` and ``findings`` (JSON) keep what our rules said, whether or not they agree.
    """

    title: str = field(validator=_known_title)
    event: TitleEventKind
    on: dt.date
    starts: dt.date
    through: dt.date | None = field()
    document: str = field(validator=_written)
    derived: bool = False
    edition_key: str | None = None
    edition_digest: str | None = None
    findings: str | None = None

    @through.validator
    def _not_before_start(self, _attribute: object, through: dt.date | None) -> None:
        if through is not None and through < self.starts:
            span = f"{self.starts}—{through}"
            raise BadDossier(Fault("E323", "有效期的最后一日早于起始日", "请核对两个日期", span, "有效期"))

    @property
    def period(self) -> Period:
        """The days of the validity as the document gives them."""
        return Period.through(self.starts, self.through)

    def corrects(self, earlier: Decision) -> bool:
        """Whether this puts ``earlier`` right: the same act on the same title, of the same document or first day."""
        same_source = self.document == earlier.document or self.starts == earlier.starts
        return (self.title, self.event) == (earlier.title, earlier.event) and same_source

    def says_the_same(self, other: Decision) -> bool:
        """Whether the document decided the same; what our rules said of it does not count."""
        return self._act == other._act

    @property
    def _act(self) -> tuple[object, ...]:
        return (self.title, self.event, self.on, self.period, self.document)


@frozen(kw_only=True)
class TitleEvent(Decision):
    """A decision on record: the instant we learned it, and its place in the stream of its title."""

    recorded_at: dt.datetime = field()
    version: int

    @recorded_at.validator
    def _aware(self, _attribute: object, instant: dt.datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError(f"时刻 {instant} 没有写明时区")


def decision(
    title: str,
    event: TitleEventKind,
    on: dt.date,
    document: str,
    *,
    starts: dt.date | None = None,
    through: dt.date | None = None,
) -> Decision:
    """What a document decided; the validity starts on ``on`` unless the document says otherwise.

    Where no last day is given it is derived from the title's term; a title without a term stays open. Raises BadDossier
    for an unknown title, a missing document, a last day before the first, or a last day that cannot be derived.
    """
    starts = starts or on
    derived = through is None and title in _TERMS
    if derived:
        through = valid_through(starts, _TERMS[title])
    found = Decision(
        title=title, event=event, on=on, starts=starts, through=through, document=document.strip(), derived=derived
    )
    if through is None and title not in _OPEN_ENDED:
        what = f"“{TITLES[title]}”没有通行的有效期，不能由软件推算"
        raise BadDossier(Fault("E324", what, "请照文件写最后一日", None, "有效期"))
    return found


@frozen
class Holding:
    """One spell of a title: the event it rests on, and the days it stands for (cut where a later decision follows)."""

    event: TitleEvent
    period: Period

    @property
    def title(self) -> str:
        """The key of the title."""
        return self.event.title

    @property
    def label(self) -> str:
        """The Chinese name of the title."""
        return TITLES[self.event.title]

    @property
    def document(self) -> str:
        """The document relied on."""
        return self.event.document

    @property
    def held_title(self) -> HeldTitle:
        """The spell as a dossier has it."""
        return HeldTitle(self.event.title, self.period)


@frozen
class Standing:
    """The titles of one enterprise as of a day: ``held``, decided but still ``coming``, and ``ended``.

    ``known`` are the titles known either way; any other title is unknown, not “not held”.
    """

    asof: AsOf
    held: tuple[Holding, ...]
    coming: tuple[Holding, ...]
    ended: tuple[Holding, ...]
    known: frozenset[str]


def standing(events: Iterable[TitleEvent], asof: AsOf) -> Standing:
    """What one enterprise holds on ``asof.on``, by the events known at ``asof.known_at`` in any order of arrival."""
    holdings = _holdings(events, asof)
    return Standing(
        asof,
        held=tuple(one for one in holdings if asof.on in one.period),
        coming=tuple(one for one in holdings if one.event.starts > asof.on),
        ended=tuple(one for one in holdings if one.period.last is not None and one.period.last < asof.on),
        known=_begun(holdings, asof),
    )


def held_titles(events: Iterable[TitleEvent], asof: AsOf) -> tuple[HeldTitle, ...]:
    """The spells of every title known by ``asof``, as a dossier has them."""
    return tuple(one.held_title for one in _holdings(events, asof))


def known_titles(events: Iterable[TitleEvent], asof: AsOf) -> frozenset[str]:
    """The titles whose holding is known either way by ``asof``: those with a validity that had begun by then."""
    return _begun(_holdings(events, asof), asof)


def _begun(holdings: Iterable[Holding], asof: AsOf) -> frozenset[str]:
    """A title whose first known validity is still to come may yet be held by a decision nobody recorded."""
    return frozenset(one.title for one in holdings if one.event.starts <= asof.on)


def _holdings(events: Iterable[TitleEvent], asof: AsOf) -> list[Holding]:
    """Every spell, in the order of the ladder and of time."""
    by_title: dict[str, list[TitleEvent]] = {title: [] for title in TITLES}
    for event in events:
        if asof.knew(event.recorded_at):
            by_title[event.title].append(event)
    return [
        holding
        for stream in by_title.values()
        for holding in _spells([event for event in _uncorrected(stream) if event.on <= asof.on])
    ]


def _uncorrected(stream: list[TitleEvent]) -> list[TitleEvent]:
    """The stream without events that a later version puts right: the same act of the same document or first day."""
    newest_first = sorted(stream, key=lambda event: event.version, reverse=True)
    kept: list[TitleEvent] = []
    for event in newest_first:
        if not any(later.corrects(event) for later in kept):
            kept.append(event)
    return kept


def _spells(events: list[TitleEvent]) -> list[Holding]:
    """The periods in the world's order, each cut where the next one starts; a period wholly replaced disappears."""
    ordered = sorted(events, key=lambda event: (event.starts, event.on, event.version))
    spells = [
        Holding(event, Period(event.starts, _earlier(event.period.end, following.starts)))
        for event, following in pairwise(ordered)
        if event.starts < following.starts
    ]
    return spells + [Holding(event, event.period) for event in ordered[-1:]]


def _earlier(end: dt.date | None, start: dt.date) -> dt.date:
    return start if end is None else min(end, start)
