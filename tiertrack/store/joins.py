"""Which records are of one enterprise, by the events that join them; and their events read as one stream each.

A record is joined to another, its head, by an event of its own; taking that event back separates them again. Nothing is
moved: what is on record of either is read as the head's.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from tiertrack.store.codec import EventRow, event_from_row
from tiertrack.store.streams import Streams
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, RecordedEvent, still_standing
from tiertrack.titles.joining import Joining

# A record and the event that joins it.
_Joined = tuple[RecordedEvent, Joining]


@frozen(eq=False)
class Joins:
    """The records that are joined to another, each with the event that says so."""

    joined: Mapping[int, _Joined] = field(factory=dict)
    _families: Mapping[int, tuple[int, ...]] = field(init=False)

    @_families.default
    def _by_head(self) -> Mapping[int, tuple[int, ...]]:
        members: dict[int, list[int]] = defaultdict(list)
        for record in sorted(self.joined):
            members[self.head(record)].append(record)
        return {head: (head, *records) for head, records in members.items()}

    @classmethod
    def known(cls, rows: Iterable[EventRow], known_at: dt.datetime | None) -> Joins:
        """The joins that stood as known at an instant, from the events of every record that was ever joined."""
        events: dict[int, list[RecordedEvent]] = defaultdict(list)
        asof = AsOf(dt.date.max, known_at)
        for row in rows:
            event = event_from_row(row)
            if asof.knew(event.recorded_at):
                events[row.enterprise_id].append(event)
        found: dict[int, _Joined] = {}
        for record, known in events.items():
            for event in still_standing(known):
                joining = Joining.of(event)
                if joining is not None:
                    found[record] = event, joining
        return cls(found)

    @property
    def members(self) -> Mapping[int, tuple[int, ...]]:
        """The records joined to each head."""
        return {head: records[1:] for head, records in self._families.items()}

    def head(self, record: int) -> int:
        """The record that stands for the enterprise; the record itself where it is not joined to another."""
        seen = {record}
        while (joined := self.joined.get(record)) is not None and joined[1].record not in seen:
            record = joined[1].record
            seen.add(record)
        return record

    def family(self, head: int) -> tuple[int, ...]:
        """The records read as that of a head, itself first."""
        return self._families.get(head, (head,))

    def right_code(self, head: int) -> tuple[dt.datetime, str] | None:
        """The credit code last said to be right where records with two were joined, and when; None where none was."""
        said = [
            (event.recorded_at, joining.uscc)
            for event, joining in (self.joined[record] for record in self.family(head)[1:])
            if joining.uscc is not None
        ]
        return max(said, default=None)


def numbered(rows: Iterable[EventRow]) -> list[tuple[EventRow, EventRow]]:
    """The events of several records as those of one, numbered in the order recorded; beside each, how it is stored."""
    stored = sorted(rows, key=lambda row: (row.recorded_at, row.id))
    counts: Counter[str] = Counter()
    places: dict[tuple[int, str, int | None], int | None] = {}
    for row in stored:
        counts[row.title] += 1
        places[row.enterprise_id, row.title, row.version] = counts[row.title]
    return [(_numbered(row, places), row) for row in stored]


def _numbered(row: EventRow, places: Mapping[tuple[int, str, int | None], int | None]) -> EventRow:
    version, corrects = (places.get((row.enterprise_id, row.title, place)) for place in (row.version, row.corrects))
    return row._replace(version=version, corrects=corrects)


def events_of(rows: Sequence[EventRow], family: Sequence[int]) -> tuple[RecordedEvent, ...]:
    """The events of the records of one enterprise, in the order recorded."""
    read = rows if len(family) == 1 else [row for row, _stored in numbered(rows)]
    return tuple(map(event_from_row, read))


def streams_of(rows: Iterable[EventRow], joins: Joins) -> dict[int, tuple[RecordedEvent, ...]]:
    """The events of some rows by enterprise; an enterprise without events is absent."""
    found: dict[int, list[EventRow]] = defaultdict(list)
    if not joins.joined:
        for row in rows:
            found[row.enterprise_id].append(row)
        return {key: tuple(map(event_from_row, owned)) for key, owned in found.items()}
    for row in rows:
        found[joins.head(row.enterprise_id)].append(row)
    return {key: events_of(owned, joins.family(key)) for key, owned in found.items()}


def as_known(rows: Sequence[EventRow], records: Sequence[int], together: Sequence[int]) -> tuple[RecordedEvent, ...]:
    """The events of the records of an enterprise, numbered as those of all records read ``together`` with it."""
    if len(records) == len(together):
        return events_of(rows, records)
    return tuple(event_from_row(row) for row, _stored in numbered(rows) if row.enterprise_id in records)


def record_of(streams: Streams, records: Sequence[int], event: Event) -> int:
    """The record whose stream an event is added to: of several, the one that has what it puts right, else the head."""
    others = (record for record in records[1:] if streams.stream(record, event.title).repeated_by(event))
    return next(others, records[0])
