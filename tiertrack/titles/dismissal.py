"""That a row of a list which waited is not taken: the event that says so, and why."""

from __future__ import annotations

import re

from attrs import frozen

from tiertrack.law.event_kinds import EventKind
from tiertrack.titles.events import ENTERPRISE, Event
from tiertrack.titles.joining import Said

_VALUE = re.compile(r"待确认 (?P<proposal>\d+)：.*")
_WHY = "理由"


@frozen
class Dismissal:
    """The row that is not taken, by the number of its proposal, and why."""

    proposal: int
    why: str

    @classmethod
    def of(cls, event: Event) -> Dismissal | None:
        """What an event says of it; None where it is no such event."""
        said = _VALUE.fullmatch(event.value or "") if event.kind is EventKind.VOIDED else None
        return cls(int(said["proposal"]), event.remarks.get(_WHY, "")) if said else None

    def event(self, written: str, said: Said) -> Event:
        """The event, to be recorded of an enterprise that the row, which calls its own ``written``, may be about."""
        value = f"待确认 {self.proposal}：{written}"
        event = Event(title=ENTERPRISE, kind=EventKind.VOIDED, on=said.on, value=value, told_by=said.told_by)
        return event.remarked([(_WHY, self.why)])
