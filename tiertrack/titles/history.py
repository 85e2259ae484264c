"""The history of one enterprise, as known at an instant: all its events, and which of them still stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.temporal import AsOf
from tiertrack.titles.events import RecordedEvent, undone_by


@frozen
class TakenBack:
    """An event that came with an import which was taken back: the number of the import, when that was, and why."""

    event: RecordedEvent
    number: int
    at: dt.datetime
    reason: str | None = None

    def __repr__(self) -> str:
        return told(self, self.number, said=repr(self.event))


@frozen
class History:
    """Every event of one enterprise that was known by ``asof.known_at`` and happened by ``asof.on``, in order of time.

    Events corrected or voided since are kept; ``counts`` distinguishes those that still stand. ``taken_back`` are those
    of imports that were taken back, in order of time: they say nothing any more.
    """

    enterprise: str
    asof: AsOf
    events: tuple[RecordedEvent, ...]
    _undone: frozenset[tuple[str, int | None]]
    taken_back: tuple[TakenBack, ...] = ()

    def __repr__(self) -> str:
        return told(self, self.enterprise, said=f"{len(self.events)} 项")

    def counts(self, event: RecordedEvent) -> bool:
        """Whether an event still stands: neither put right nor voided."""
        return (event.title, event.version) not in self._undone


def history(
    enterprise: str, events: Iterable[RecordedEvent], asof: AsOf, taken_back: Iterable[TakenBack] = ()
) -> History:
    """The history of one enterprise; on one day in the order recorded."""
    known = [event for event in events if asof.knew(event.recorded_at)]
    happened = sorted((event for event in known if event.on <= asof.on), key=in_time)
    gone = sorted((one for one in taken_back if one.event.on <= asof.on), key=lambda one: in_time(one.event))
    return History(enterprise, asof, tuple(happened), undone_by(known), tuple(gone))


def in_time(event: RecordedEvent) -> tuple[dt.date, dt.datetime]:
    """Where an event stands in a history."""
    return event.on, event.recorded_at
