"""The review list of a title: every enterprise whose review was due and whose name is not on it loses the title."""

from __future__ import annotations

import datetime as dt
import enum
from collections import defaultdict

from tiertrack.app.settling import waiting
from tiertrack.errors import BadDossier, Fault, IllegalTransition
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.ports import Register, RegisterReader
from tiertrack.register_reports import LeftOpen, ReviewReport
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, no_such_title
from tiertrack.titles.track import Track


class Unsettled(enum.Enum):
    """What becomes of an enterprise that may be on a list under a name nobody has settled: left, or ended as well."""

    LEAVE = "leave"
    END = "end"


def end_unlisted(
    register: Register, title: str, on: dt.date, document: str, batch: str | None, unsettled: Unsettled
) -> ReviewReport:
    """Ends the title for every enterprise the list leaves out; the caller commits.

    Raises BadDossier where there is no such title, IllegalTransition where it has no review.
    """
    if title not in TITLES:
        raise BadDossier(no_such_title(title))
    if not title_definition(title).procedure.reviewed:
        what = f"{TITLES[title]}的程序没有这一步：它没有复核"
        raise IllegalTransition(Fault("E530", what, "请核对称号", title))
    register.take_turn()
    asof = AsOf(on)
    ended: list[str] = []
    left: list[LeftOpen] = []
    maybe_listed = _maybe_granted(register, title, on)
    for key in register.with_events():
        tracks = register.standing(key, asof).tracks_of(title).values()
        due = [track for track in tracks if _reviewed_by(track, on, batch)]
        if not due:
            continue
        name = register.identity(key).name or str(key)
        if unsettled is Unsettled.LEAVE and key in maybe_listed:
            left += [LeftOpen(name, kept.key, kept.written) for kept in maybe_listed[key]]
            continue
        event = Event(title=title, kind=EventKind.NOT_LISTED, on=on, document=document)
        register.append(key, [event.changed(product=track.product) for track in due])
        ended.append(name)
    return ReviewReport(tuple(ended), tuple(left))


def _maybe_granted(register: RegisterReader, title: str, on: dt.date) -> dict[int, list[Proposal]]:
    """The rows that wait and would give the title beyond a day, by each enterprise they may be about."""
    found: dict[int, list[Proposal]] = defaultdict(list)
    for kept in waiting(register):
        event = kept.row.event if isinstance(kept.row, TitleRow) else None
        if event is None or event.title != title or not event.kind.grants:
            continue
        if event.through is None or event.through >= on:
            for candidate in kept.candidates:
                found[candidate.enterprise].append(kept)
    return found


def _reviewed_by(track: Track, on: dt.date, batch: str | None) -> bool:
    """Whether the validity a title rests on is one that a review list of a day (of ``batch``) was to renew.

    That is one ending in the year of the list, or one whose review has been pending since it ended.
    """
    granted = track.granted
    if granted is None or granted.through is None or not track.state.holds or track.coming is not None:
        return False
    pending = track.state is State.UNDER_REVIEW and granted.through < on
    return (pending or granted.through.year == on.year) and batch in (None, granted.batch)
