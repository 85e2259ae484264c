"""Two records of one enterprise: the event that joins one to the other, and what it says."""

from __future__ import annotations

import datetime as dt
import re

from attrs import frozen

from tiertrack.law.event_kinds import EventKind
from tiertrack.titles.events import ENTERPRISE, Event

# The number of the other record, its name then and, where the two had different ones, the credit code that is right.
_VALUE = re.compile(r"(?P<record>\d+) (?P<name>.+?)(?: (?P<uscc>[0-9A-Z]{18}))?")


@frozen
class Said:
    """That two records are one enterprise's, or are not: the day it was said, by which document and by whom."""

    on: dt.date
    document: str | None = None
    told_by: str | None = None


@frozen
class Joining:
    """The record another one was joined to, its name at the time, and the credit code that is right where they had
    two."""

    record: int
    name: str
    uscc: str | None = None

    @classmethod
    def of(cls, event: Event) -> Joining | None:
        """What an event says of it; None where it is no such event."""
        return cls.said(event.value) if event.kind is EventKind.JOINED else None

    @classmethod
    def said(cls, value: str | None) -> Joining | None:
        """What the value of such an event says; None where it says nothing of the kind."""
        said = _VALUE.fullmatch(value or "")
        return cls(int(said["record"]), said["name"], said["uscc"]) if said else None

    def event(self, said: Said) -> Event:
        """The event, to be recorded of the record that is joined."""
        value = " ".join(filter(None, (str(self.record), self.name, self.uscc)))
        return _event(EventKind.JOINED, said, value)


def separated(said: Said) -> Event:
    """The event that takes a joining back."""
    return _event(EventKind.VOIDED, said, None)


def _event(kind: EventKind, said: Said, value: str | None) -> Event:
    return Event(title=ENTERPRISE, kind=kind, on=said.on, value=value, document=said.document, told_by=said.told_by)
