"""The contribution of one enterprise to the counts of an official report: stock, newly recognised, cumulative.

存量 (stock): it holds the title on the day. 当年新认定 (new): it was recognised in the year of the day, by the day, and
did not hold the title the day before that recognition; a renewal, and a recognition while the title is still held, are
not new. 累计 (ever): it was given the title at least once by the day, even if it has ended since. A validity published
after the day that had begun by then is stock and given, though not newly recognised before it was published. What a
firm itself reports counts as well, and beside each number stands of how many nothing but that is known.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import frozen

from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, RecordedEvent
from tiertrack.titles.standing import Fold, Standing, effective, in_order, is_held_by_own_word, published_later
from tiertrack.titles.track import Track

_DAY = dt.timedelta(days=1)


@frozen
class Part:
    """The contribution of one enterprise to the counts of one title, as of a day; ``self_reported`` are the counts to
    which it belongs by nothing but its own word."""

    holds: bool
    is_new: bool
    ever: bool
    self_reported: frozenset[MeasureKind] = frozenset()


def parts(events: Iterable[RecordedEvent], asof: AsOf, folded: Standing | None = None) -> Mapping[str, Part]:
    """The contribution of one enterprise by title, for every title on record by the day, as known at the instant;
    ``folded`` is its standing then, where that is at hand."""
    told = tuple(events)
    reported = frozenset(event.title for event in told if event.is_self_reported)
    if folded is not None and not any(_is_recognition(event, asof.on.year) for event in told):
        return _without_new(told, folded, reported)
    fold = Fold()
    new: list[Event] = []
    given: list[Event] = []
    for event in in_order(told, asof):
        if event.kind.grants:
            given.append(event)
            if _is_new(event, fold, asof.on.year):
                new.append(event)
        fold.take(event)
    for event in published_later(told, asof):
        given.append(event)
        fold.take(event, asof.on)
    ever, recently = {event.title for event in given}, {event.title for event in new}
    return {
        title: Part(
            fold.track(title, asof.on).holding(asof.on) is not None,
            title in recently,
            title in ever,
            _own_word(title, fold.each(title, asof.on), asof.on, new, given) if title in reported else _ANNOUNCED,
        )
        for title in fold.titles
    }


def _without_new(told: tuple[RecordedEvent, ...], folded: Standing, reported: frozenset[str]) -> Mapping[str, Part]:
    """The contribution of one that was recognised for nothing in the year, which need not be folded once more."""
    asof = folded.asof
    given = [event for event in (*effective(told, asof), *published_later(told, asof)) if event.kind.grants]
    ever = {event.title for event in given}
    return {
        title: Part(
            track.holding(asof.on) is not None,
            False,
            title in ever,
            _own_word(title, folded.tracks_of(title).values(), asof.on, (), given) if title in reported else _ANNOUNCED,
        )
        for title, track in folded.tracks.items()
    }


_ANNOUNCED: frozenset[MeasureKind] = frozenset()


def _own_word(
    title: str, tracks: Iterable[Track], day: dt.date, new: Iterable[Event], given: Iterable[Event]
) -> frozenset[MeasureKind]:
    """The counts to which an enterprise belongs by nothing but its own word."""
    found = {MeasureKind.STOCK} if is_held_by_own_word(tracks, day) else set()
    for kind, events in (MeasureKind.FLOW, new), (MeasureKind.CUMULATIVE, given):
        acts = [event for event in events if event.title == title]
        if acts and all(event.is_self_reported for event in acts):
            found.add(kind)
    return frozenset(found)


def _is_recognition(event: Event, year: int) -> bool:
    return event.kind is EventKind.RECOGNISED and event.on.year == year


def _is_new(event: Event, before: Fold, year: int) -> bool:
    return _is_recognition(event, year) and before.track(event.title, event.on).holding(event.on - _DAY) is None


@frozen
class Count:
    """Numbers of enterprises: with a record of the title, holding it, newly recognised in the year, ever given it."""

    recorded: int = 0
    stock: int = 0
    new: int = 0
    ever: int = 0


NOTHING = Count()
# What is counted of each title, in the order of a count.
_COUNTED = (MeasureKind.STOCK, MeasureKind.FLOW, MeasureKind.CUMULATIVE)


@frozen
class Tally:
    """The count of a title in a region, and that of the enterprises of which it is not known whether they are there;
    ``self_reported`` counts those there that belong to each number by nothing but their own word."""

    there: Count = NOTHING
    unplaced: Count = NOTHING
    self_reported: Count = NOTHING


class Tallies:
    """Adds enterprises up, title by title, for several regions in one pass; keeps numbers, never enterprises."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = tuple(regions)
        self._sums: dict[tuple[Region, str, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._own_words: dict[tuple[Region, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, where: Region | None, found: Mapping[str, Part]) -> None:
        """Adds one enterprise, known to be in ``where`` (None: it is not known where)."""
        for region in self._regions:
            placed = lies_in(region, where)
            if placed is None or placed:
                for title, part in found.items():
                    sums = self._sums[region, title, placed is True]
                    for place, number in enumerate((1, part.holds, part.is_new, part.ever)):
                        sums[place] += number
                    if placed and part.self_reported:
                        own_words = self._own_words[region, title]
                        for place, kind in enumerate(_COUNTED, 1):
                            own_words[place] += kind in part.self_reported

    def of(self, region: Region) -> Mapping[str, Tally]:
        """The tally of every title on record, in one of the regions."""
        titles = {title for there, title, _placed in self._sums if there == region}
        return {
            title: Tally(
                self._count(region, title, True),
                self._count(region, title, False),
                Count(*self._own_words.get((region, title), ())),
            )
            for title in titles
        }

    def _count(self, region: Region, title: str, placed: bool) -> Count:
        return Count(*self._sums.get((region, title, placed), ()))


def lies_in(region: Region, where: Region | None) -> bool | None:
    """Whether a place lies in a region; None where it is not known, or known no nearer than around the region."""
    if where is None:
        return None
    if region.contains(where):
        return True
    return None if where.contains(region) or region.may_contain(where) else False
