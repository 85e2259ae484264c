"""The review list of a title: every enterprise whose review was due and whose name is not on it loses the title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import State
from tiertrack.ports import Register
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event
from tiertrack.titles.track import Track


def end_unlisted(register: Register, title: str, on: dt.date, document: str, batch: str | None) -> Iterator[str]:
    """Ends the title for every enterprise the list leaves out, giving the name of each; the caller commits."""
    register.take_turn()
    asof = AsOf(on)
    for key in register.with_events():
        tracks = register.standing(key, asof).tracks_of(title).values()
        due = [track for track in tracks if _reviewed_by(track, on, batch)]
        if not due:
            continue
        event = Event(title=title, kind=EventKind.NOT_LISTED, on=on, document=document)
        register.append(key, [event.changed(product=track.product) for track in due])
        yield register.identity(key).name or str(key)


def _reviewed_by(track: Track, on: dt.date, batch: str | None) -> bool:
    """Whether the validity a title rests on is one that a review list of a day (of ``batch``) was to renew.

    That is one ending in the year of the list, or one whose review has been pending since it ended.
    """
    granted = track.granted
    if granted is None or granted.through is None or not track.state.holds or track.coming is not None:
        return False
    pending = track.state is State.UNDER_REVIEW and granted.through < on
    return (pending or granted.through.year == on.year) and batch in (None, granted.batch)
