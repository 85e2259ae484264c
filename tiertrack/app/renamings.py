"""Who was renamed in a period, by the events on record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tiertrack.batches import batches
from tiertrack.enterprise import Enterprise
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.ports import RegisterReader
from tiertrack.register_reports import Renamed
from tiertrack.temporal import AsOf
from tiertrack.titles.events import ENTERPRISE, RecordedEvent, still_standing

_CHUNK = 1000
_DAY = dt.timedelta(days=1)


def renamed(register: RegisterReader, since: dt.date, asof: AsOf, region: Region | None = None) -> tuple[Renamed, ...]:
    """Every renaming from a day to that of ``asof`` that still stands, in the order of their days."""
    found = (
        one
        for keys in batches(register.concerned([ENTERPRISE], asof.known_at), _CHUNK)
        for one in _among(register, keys, since, asof, region)
    )
    return told(register, found, asof)


def renamings(events: Iterable[RecordedEvent], since: dt.date, on: dt.date) -> list[RecordedEvent]:
    """The renamings among the events of one enterprise, from a day to another, that still stand."""
    known = tuple(events)
    if not any(event.kind is EventKind.RENAMED for event in known):
        return []
    return [one for one in still_standing(known) if one.kind is EventKind.RENAMED and since <= one.on <= on]


def told(
    register: RegisterReader, found: Iterable[tuple[Enterprise, RecordedEvent]], asof: AsOf
) -> tuple[Renamed, ...]:
    """Renamings of enterprises, in the order of their days, with what each was called on the day before."""
    by_day: dict[dt.date, list[tuple[Enterprise, RecordedEvent]]] = defaultdict(list)
    for firm, event in found:
        by_day[event.on].append((firm, event))
    return tuple(
        sorted(
            (one for day, those in by_day.items() for one in _of_day(register, day, those, asof)),
            key=lambda one: (one.on, one.after, one.enterprise.id),
        )
    )


def _among(
    register: RegisterReader, keys: list[int], since: dt.date, asof: AsOf, region: Region | None
) -> Iterator[tuple[Enterprise, RecordedEvent]]:
    streams = register.streams(keys, asof.known_at).items()
    events = {key: renamings(stream, since, asof.on) for key, stream in streams}
    for firm in register.enterprises([key for key, those in events.items() if those], asof):
        if region is None or (firm.region is not None and region.contains(Region(firm.region))):
            yield from ((firm, event) for event in events[firm.id])


def _of_day(
    register: RegisterReader, day: dt.date, those: list[tuple[Enterprise, RecordedEvent]], asof: AsOf
) -> Iterator[Renamed]:
    before = AsOf(day - _DAY, asof.known_at)
    for some in batches(those, _CHUNK):
        # In the order of the keys, each of which may have been renamed twice in a day.
        keys = sorted({firm.id for firm, _event in some})
        names = {firm.id: firm.name for firm in register.enterprises(keys, before)}
        for firm, event in some:
            name = names[firm.id]
            if name == event.value:
                name = _another_name(register, firm.id, event)
            yield Renamed(firm, name, event.value or "", event.on, event.document, event.told_by)


def _another_name(register: RegisterReader, key: int, event: RecordedEvent) -> str:
    """The last of its other names, where it is not known what an enterprise was called on the day before."""
    others = [name for name in register.names_of(key) if name != event.value]
    return others[-1] if others else ""
