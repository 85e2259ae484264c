"""Who was renamed in a period, by the events on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tiertrack.batches import batches
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.ports import RegisterReader
from tiertrack.register_reports import Renamed
from tiertrack.temporal import AsOf
from tiertrack.titles.events import ENTERPRISE, RecordedEvent, still_standing

_CHUNK = 1000


def renamed(register: RegisterReader, since: dt.date, asof: AsOf, region: Region | None = None) -> tuple[Renamed, ...]:
    """Every renaming from a day to that of ``asof`` that still stands, in the order of their days."""
    found = (
        one
        for keys in batches(register.concerned([ENTERPRISE], asof.known_at), _CHUNK)
        for one in _among(register, keys, since, asof, region)
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.after, one.enterprise.id)))


def _among(
    register: RegisterReader, keys: list[int], since: dt.date, asof: AsOf, region: Region | None
) -> Iterator[Renamed]:
    events = {
        key: [one for one in still_standing(stream) if one.kind is EventKind.RENAMED and since <= one.on <= asof.on]
        for key, stream in register.streams(keys, asof.known_at).items()
    }
    for firm in register.enterprises([key for key, those in events.items() if those], asof):
        if region is None or (firm.region is not None and region.contains(Region(firm.region))):
            for event in events[firm.id]:
                before = _name_before(register, firm.id, event, asof)
                yield Renamed(firm, before, event.value or "", event.on, event.document, event.told_by)


def _name_before(register: RegisterReader, key: int, event: RecordedEvent, asof: AsOf) -> str:
    """What an enterprise was called on the day before; where that is not known, the last of its other names."""
    day_before = AsOf(event.on - dt.timedelta(days=1), asof.known_at)
    (firm,) = register.enterprises([key], day_before)
    if firm.name != event.value:
        return firm.name
    others = [name for name in register.names_of(key) if name != event.value]
    return others[-1] if others else ""
