"""The history of one enterprise, as known at an instant: all its events, and which of them still stand."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.temporal import AsOf
from tiertrack.titles.events import RecordedEvent, undone_by


@frozen
class History:
    """Every event of one enterprise that was known by ``asof.known_at`` and happened by ``asof.on``, in order of time.

    Events corrected or voided since are kept; ``counts`` distinguishes those that still stand.
    """

    enterprise: str
    asof: AsOf
    events: tuple[RecordedEvent, ...]
    _undone: frozenset[tuple[str, int | None]]

    def __repr__(self) -> str:
        return told(self, self.enterprise, said=f"{len(self.events)} 项")

    def counts(self, event: RecordedEvent) -> bool:
        """Whether an event still stands: neither put right nor voided."""
        return (event.title, event.version) not in self._undone


def history(enterprise: str, events: Iterable[RecordedEvent], asof: AsOf) -> History:
    """The history of one enterprise; on one day in the order recorded."""
    known = [event for event in events if asof.knew(event.recorded_at)]
    happened = sorted(
        (event for event in known if event.on <= asof.on), key=lambda event: (event.on, event.recorded_at)
    )
    return History(enterprise, asof, tuple(happened), undone_by(known))
