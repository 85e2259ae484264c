"""The contribution of one enterprise to the counts of an official report: stock, newly recognised, cumulative.

存量 (stock): it holds the title on the day. 当年新认定 (new): it was recognised in the year of the day, by the day, and
did not hold the title the day before that recognition; a renewal, and a recognition while the title is still held, are
not new. 累计 (ever): it was given the title at least once by the day, even if it has ended since. A validity published
after the day that had begun by then is stock and given, though not newly recognised before it was published.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import frozen

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, RecordedEvent
from tiertrack.titles.standing import Fold, Standing, effective, in_order, published_later

_DAY = dt.timedelta(days=1)


@frozen
class Part:
    """The contribution of one enterprise to the counts of one title, as of a day."""

    holds: bool
    is_new: bool
    ever: bool


def parts(events: Iterable[RecordedEvent], asof: AsOf, folded: Standing | None = None) -> Mapping[str, Part]:
    """The contribution of one enterprise by title, for every title on record by the day, as known at the instant;
    ``folded`` is its standing then, where that is at hand."""
    told = tuple(events)
    if folded is not None and not any(_is_recognition(event, asof.on.year) for event in told):
        return _without_new(told, folded)
    fold = Fold()
    new: set[str] = set()
    ever: set[str] = set()
    for event in in_order(told, asof):
        if event.kind.grants:
            ever.add(event.title)
            if _is_new(event, fold, asof.on.year):
                new.add(event.title)
        fold.take(event)
    for event in published_later(told, asof):
        ever.add(event.title)
        fold.take(event, asof.on)
    return {
        title: Part(fold.track(title, asof.on).holding(asof.on) is not None, title in new, title in ever)
        for title in fold.titles
    }


def _without_new(told: tuple[RecordedEvent, ...], folded: Standing) -> Mapping[str, Part]:
    """The contribution of one that was recognised for nothing in the year, which need not be folded once more."""
    asof = folded.asof
    ever = {event.title for event in (*effective(told, asof), *published_later(told, asof)) if event.kind.grants}
    return {
        title: Part(track.holding(asof.on) is not None, False, title in ever) for title, track in folded.tracks.items()
    }


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


@frozen
class Tally:
    """The count of a title in a region, and that of the enterprises of which it is not known whether they are there."""

    there: Count = NOTHING
    unplaced: Count = NOTHING


class Tallies:
    """Adds enterprises up, title by title, for several regions in one pass; keeps numbers, never enterprises."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = tuple(regions)
        self._sums: dict[tuple[Region, str, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, where: Region | None, found: Mapping[str, Part]) -> None:
        """Adds one enterprise, known to be in ``where`` (None: it is not known where)."""
        for region in self._regions:
            placed = lies_in(region, where)
            if placed is None or placed:
                for title, part in found.items():
                    sums = self._sums[region, title, placed is True]
                    for place, number in enumerate((1, part.holds, part.is_new, part.ever)):
                        sums[place] += number

    def of(self, region: Region) -> Mapping[str, Tally]:
        """The tally of every title on record, in one of the regions."""
        titles = {title for there, title, _placed in self._sums if there == region}
        return {title: Tally(self._count(region, title, True), self._count(region, title, False)) for title in titles}

    def _count(self, region: Region, title: str, placed: bool) -> Count:
        return Count(*self._sums.get((region, title, placed), ()))


def lies_in(region: Region, where: Region | None) -> bool | None:
    """Whether a place lies in a region; None where it is not known, or known no nearer than around the region."""
    if where is None:
        return None
    if region.contains(where):
        return True
    return None if where.contains(region) or region.may_contain(where) else False
