"""Adding events to streams: the version of each, the event it corrects, and its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from operator import attrgetter

from tiertrack.errors import Fault, StaleStanding
from tiertrack.law.event_kinds import EventKind
from tiertrack.register_reports import Change
from tiertrack.store.codec import EventRow, event_from_row, event_row
from tiertrack.titles.events import Event, RecordedEvent, corrected_by, still_standing, stream_label


def stale(title: str, expected: int, actual: int) -> StaleStanding:
    """The error for a stream that another writer has added to."""
    what = f"“{stream_label(title)}”的记录已有新的变动：您读到的是第 {expected} 项，现在已到第 {actual} 项"
    return StaleStanding(Fault("E609", what, "请重读后再试，本次没有写入"), expected=expected, actual=actual)


class Stream:
    """The rows of one stream in the order of their versions, read as events only when asked for."""

    def __init__(self, aside: Collection[str] = ()) -> None:
        self.rows: list[EventRow] = []
        self._aside = aside
        self._events: list[RecordedEvent] = []

    @property
    def version(self) -> int:
        """The last version, 0 where there is none."""
        return self.rows[-1].version if self.rows else 0

    @property
    def events(self) -> list[RecordedEvent]:
        """The events of the stream."""
        self._events += [event_from_row(row) for row in self.rows[len(self._events) :]]
        return self._events

    def repeated_by(self, event: Event) -> RecordedEvent | None:
        """The standing event that ``event`` repeats; a voided event may be recorded anew."""
        if not self.rows:
            return None
        return corrected_by(event, still_standing(self._seen) if self._aside else still_standing(self.events))

    @property
    def _seen(self) -> Iterator[RecordedEvent]:
        """The events whose units were not taken back."""
        return (event for row, event in zip(self.rows, self.events, strict=True) if row.unit not in self._aside)

    def row(self, version: int) -> EventRow | None:
        """The row of a version, None where there is none, or it was taken back with its unit."""
        return next((row for row in self.rows if row.version == version and row.unit not in self._aside), None)


class Streams:
    """The streams events are being added to, by enterprise and title; ``written`` is the instant and the unit of work,
    ``aside`` are the units that were taken back: a stream goes on from their events, which say nothing any more.

    ``added`` are the rows that are new.
    """

    def __init__(
        self,
        rows: Iterable[EventRow],
        keys: Iterable[int],
        written: tuple[str, str],
        aside: Collection[str] = (),
    ) -> None:
        self._aside = aside
        self._streams: dict[tuple[int, str], Stream] = defaultdict(partial(Stream, aside))
        self._keys = iter(keys)
        self._written = written
        self.added: list[EventRow] = []
        # By version, not by key: of two writers at once, the later in a stream may have taken its key first.
        for row in sorted(rows, key=attrgetter("version")):
            self.stream(row.enterprise_id, row.title).rows.append(row)

    def stream(self, enterprise: int, title: str) -> Stream:
        """One stream, which may be empty."""
        return self._streams[enterprise, title]

    def append(self, enterprise: int, event: Event) -> tuple[Change, EventRow]:
        """The event as the next version of its stream, or the event on record with the same statement."""
        stream = self.stream(enterprise, event.title)
        repeated = stream.repeated_by(event)
        if repeated is None:
            return Change.NEW, self._add(stream, enterprise, event, None)
        if repeated.statement == event.statement:
            return Change.KNOWN, stream.rows[stream.events.index(repeated)]
        return Change.CORRECTED, self._add(stream, enterprise, event, repeated.version)

    def add(self, enterprise: int, event: Event) -> EventRow:
        """The event as the next version of its stream, whatever stands there."""
        return self._add(self.stream(enterprise, event.title), enterprise, event, None)

    def void(self, enterprise: int, event: Event, version: int) -> tuple[Change, EventRow]:
        """The event as the next version, taking back ``version``; or the one that took it back already."""
        stream = self.stream(enterprise, event.title)
        voiding = (
            row
            for row in stream.rows
            if row.corrects == version and row.event == EventKind.VOIDED.value and row.unit not in self._aside
        )
        if (known := next(voiding, None)) is not None:
            return Change.KNOWN, known
        return Change.CORRECTED, self._add(stream, enterprise, event, version)

    def _add(self, stream: Stream, enterprise: int, event: Event, corrects: int | None) -> EventRow:
        previous = stream.rows[-1].digest if stream.rows else None
        placed = (stream.version + 1, corrects)
        row = event_row(next(self._keys), enterprise, event, placed, self._written, previous)
        stream.rows.append(row)
        self.added.append(row)
        return row
