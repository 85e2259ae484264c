"""Making events for tests in few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import attrs

from tiertrack.law.event_kinds import EventKind
from tiertrack.titles.completion import completed
from tiertrack.titles.events import Event, RecordedEvent, corrected_by

__all__ = ["day", "event", "instant", "on_record", "recorded"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def event(kind: EventKind, on: str, title: str = "srdi_sme", **members: Any) -> Event:
    """An event of a day; a gazetted one rests on a document of its own unless it names one."""
    days = {name: day(value) for name, value in members.items() if name in ("starts", "through", "until")}
    if kind.gazetted and "document" not in members:
        days["document"] = f"{on} {kind.label}名单"
    return completed(Event(**({"title": title, "kind": kind, "on": day(on)} | members | days)))


def on_record(
    stated: Event, version: int = 1, recorded_at: str = "2021-08-01", corrects: int | None = None
) -> RecordedEvent:
    """The event as it stands on record."""
    return RecordedEvent(
        **attrs.asdict(stated, recurse=False), version=version, recorded_at=instant(recorded_at), corrects=corrects
    )


def recorded(events: Iterable[Event], recorded_at: str = "2021-08-01") -> tuple[RecordedEvent, ...]:
    """The events recorded one after another, each putting right what it says again."""
    streams: dict[str, tuple[RecordedEvent, ...]] = {}
    for one in events:
        stream = streams.get(one.title, ())
        earlier = corrected_by(one, stream)
        entry = on_record(one, len(stream) + 1, recorded_at, earlier.version if earlier else None)
        streams[one.title] = (*stream, entry)
    return tuple(entry for stream in streams.values() for entry in stream)
