"""An event as plain data, as every answer that has one gives it."""

from __future__ import annotations

from typing import Any

from tiertrack.render.members import iso
from tiertrack.titles.events import Event, RecordedEvent
from tiertrack.titles.joining import Joining


def value_text(event: Event) -> str | None:
    """What an event has for its value: of a record that was joined to another, what that one was called."""
    joining = Joining.of(event)
    if joining is None:
        return event.value
    return f"{joining.name}（{joining.uscc}）" if joining.uscc else joining.name


def event_data(event: Event) -> dict[str, Any]:
    """The members of an event."""
    return {
        "title": event.title,
        "name": event.label,
        "event": event.kind.value,
        "on": event.on.isoformat(),
        "from": iso(event.starts),
        "through": iso(event.through),
        "derived": event.derived,
        "document": event.document,
        "self_reported": event.is_self_reported,
        "batch": event.batch,
        "reason": event.reason.value if event.reason else None,
        "until": iso(event.until),
        "year": event.year,
        "stage": event.stage,
        "value": value_text(event),
        "product": event.product,
        "named": event.named,
        "board": board_key(event),
        "edition": event.edition_key,
        "edition_digest": event.edition_digest,
        "remarks": dict(event.remarks),
        "told_by": event.told_by,
    }


def proposed_event_data(event: Event) -> dict[str, Any]:
    """The members of an event that a program made; raises BadDossier for those of another type than declared."""
    event.refuse_other_types()
    return event_data(event)


def recorded_event_data(event: RecordedEvent) -> dict[str, Any]:
    """The members of an event on record."""
    return {
        **event_data(event),
        "version": event.version,
        "corrects": event.corrects,
        "recorded_at": event.recorded_at.isoformat(),
    }


def board_key(event: Event | None) -> str | None:
    """The key of the board an event is about; None where it is about none."""
    return event.board.value if event is not None and event.board else None
