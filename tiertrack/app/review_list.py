"""The review list of a title: every enterprise whose review was due and whose name is not on it loses the title.

Closing it is kept like an import, resting on the lists it was closed by, so that it can be taken back as a unit.

Who was due is found in a snapshot, while nobody has to wait; they are ended a part at a time, so that no other writer
waits for long. Each part is decided on what is on record when its turn comes, so whatever was recorded in between
counts, and a list that was closed in part is closed by closing it again.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from attrs import frozen

from tiertrack.app.settling import proposed
from tiertrack.batches import batches
from tiertrack.errors import BadDossier, BadInput, Fault, IllegalTransition, StoreError, TiertrackError
from tiertrack.import_reports import Import, ImportKind
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.ports import Register, RegisterReader
from tiertrack.register_reports import LeftOpen, ReviewReport
from tiertrack.temporal import AsOf
from tiertrack.titles.consequences import deciding
from tiertrack.titles.events import Event, RecordedEvent, no_such_title, still_standing
from tiertrack.titles.standing import standing
from tiertrack.titles.track import Track

# How many enterprises are read at a time, and how many ended while the others wait: well under a second.
_READ = 2000
_PART = 200

_EVER = AsOf(dt.date.max)

# One part of the work, and what does it as a unit of its own.
_Part = Callable[[Register], ReviewReport]
_Write = Callable[[_Part], ReviewReport]


class Unsettled(enum.Enum):
    """What becomes of an enterprise that may be on a list under a name nobody has settled: left, or ended as well."""

    LEAVE = "leave"
    END = "end"


class ListOnRecord(enum.Enum):
    """Whether the list has to be on record before whoever is not on it is ended, or there is none to bring in."""

    REQUIRED = "required"
    NONE = "none"


@frozen
class ReviewList:
    """The ``document`` that says on a day who passed the review of a title, of one ``batch`` (None: of every one)."""

    title: str
    on: dt.date
    document: str
    batch: str | None
    unsettled: Unsettled
    on_record: ListOnRecord = ListOnRecord.REQUIRED

    def refuse_unreviewed(self) -> None:
        """Raises BadDossier where there is no such title, IllegalTransition where it has no review."""
        if self.title not in TITLES:
            raise BadDossier(no_such_title(self.title))
        if not title_definition(self.title).procedure.reviewed:
            what = f"{TITLES[self.title]}的程序没有这一步：它没有复核"
            raise IllegalTransition(Fault("E530", what, "请核对称号", TITLES[self.title]))

    def due(self, streams: Mapping[int, Sequence[RecordedEvent]]) -> Iterator[tuple[int, list[Track]]]:
        """The enterprises of these events whose review the list was to decide, with the tracks that were due."""
        titles, asof = deciding([self.title]), AsOf(self.on)
        for key in sorted(streams):
            events = [event for event in streams[key] if event.title in titles]
            if any(event.title == self.title for event in events):
                tracks = standing(events, asof).tracks_of(self.title).values()
                if due := [track for track in tracks if self._decides(track)]:
                    yield key, due

    def _decides(self, track: Track) -> bool:
        """Whether the validity a title rests on is one that the list was to renew.

        That is one ending in the year of the list, or one whose review has been pending since it ended.
        """
        granted = track.granted
        if granted is None or granted.through is None or not track.state.holds or track.coming is not None:
            return False
        pending = track.state is State.UNDER_REVIEW and granted.through < self.on
        return (pending or granted.through.year == self.on.year) and self.batch in (None, granted.batch)

    def is_told_of(self, event: Event) -> bool:
        """Whether an event is a result of such a list: of the review of the title in its year."""
        return event.title == self.title and event.kind in _RESULTS and event.on.year == self.on.year

    def lapsed(self, events: Sequence[RecordedEvent]) -> bool:
        """Whether a validity that it was to renew had ended by itself before its day."""
        if not any(event.title == self.title for event in events):
            return False
        tracks = standing([event for event in events if event.title in deciding([self.title])], AsOf(self.on))
        return any(self._ran_out(track) for track in tracks.tracks_of(self.title).values())

    def _ran_out(self, track: Track) -> bool:
        granted = track.granted
        if granted is None or granted.through is None or track.state is not State.LAPSED or track.event is not None:
            return False
        return granted.through.year == self.on.year and self.batch in (None, granted.batch)

    def may_grant(self, proposal: Proposal) -> bool:
        """Whether a row that waits would give the title beyond the day."""
        event = proposal.row.event if proposal.waits and isinstance(proposal.row, TitleRow) else None
        if event is None or event.title != self.title or not event.kind.grants:
            return False
        return event.through is None or event.through >= self.on

    def ending(self, due: Sequence[Track]) -> list[Event]:
        """The events by which it ends what was due of an enterprise."""
        event = Event(title=self.title, kind=EventKind.NOT_LISTED, on=self.on, document=self.document)
        return [event.changed(product=track.product) for track in due]


_RESULTS = frozenset({EventKind.REVIEW_PASSED, EventKind.REVIEW_FAILED})


@frozen
class DueForReview:
    """The enterprises whose review a list was to decide and of whom no result is on record, in order of enrolment, and
    the names of those whose validity had ended by itself before its day; with the instants since when such results,
    and rows that wait and say some, have been on record, and the imports they came with (``told``, ``lists``)."""

    due: tuple[int, ...]
    lapsed: tuple[str, ...]
    told: frozenset[dt.datetime] = frozenset()
    lists: tuple[Import, ...] = ()


def due_for_review(register: RegisterReader, listed: ReviewList) -> DueForReview:
    """Whom a review list was to decide about. Raises BadInput where it would end titles and no such list is on record,
    unless it is said that there is none (E656)."""
    due: list[int] = []
    lapsed: list[int] = []
    told = set(_waiting_since(register, listed))
    for chunk in batches(register.with_events(), _READ):
        streams = register.streams(chunk)
        due += (key for key, _tracks in listed.due(streams))
        standing_events = (one for stream in streams.values() for one in still_standing(stream))
        told.update(one.recorded_at for one in standing_events if listed.is_told_of(one))
        lapsed += (key for key in sorted(streams) if listed.lapsed(streams[key]))
    if due and not told and listed.on_record is ListOnRecord.REQUIRED:
        _refuse_without_list(listed, len(due))
    lists = tuple(one for one in register.imports() if one.at in told and one.withdrawn is None)
    names = tuple(one.name for one in register.enterprises(lapsed, _EVER))
    return DueForReview(tuple(due), names, frozenset(told), lists)


def _waiting_since(register: RegisterReader, listed: ReviewList) -> Iterator[dt.datetime]:
    """Since when rows of such a list have been kept to be settled."""
    for kept in register.proposals():
        if isinstance(kept.row, TitleRow) and listed.is_told_of(kept.row.event) and kept.since is not None:
            yield kept.since


def _refuse_without_list(listed: ReviewList, count: int) -> None:
    what = f"登记库里没有 {listed.on.year} 年{TITLES[listed.title]}的复核名单，{count} 家会全部失效，没有办"
    remedy = "请先导入复核名单；确实没有名单的，请加 on_record=ListOnRecord.NONE"
    raise BadInput(Fault("E656", what, remedy, listed.document))


def end_in_parts(listed: ReviewList, found: DueForReview, write: _Write) -> ReviewReport:
    """Ends the title of these enterprises unless they are on the list by now, a part at a time, each a unit of work.

    Raises the error of a part; StoreError, which says so, where parts before it are on record.
    """
    report, done = ReviewReport(()), 0
    for keys in batches(found.due, _PART):
        try:
            report = report.plus(write(partial(end_unlisted, listed=listed, found=found, enterprises=keys)))
        except TiertrackError as error:
            if not report.ended:
                raise
            left = len(found.due) - done
            what = f"复核名单只办了一部分：{len(report.ended)} 家的称号已经失效并登记，还有 {left} 家没有办"
            remedy = "请先解决另一处错误，再原样运行一次，接着办余下的；已经办的不会再登记一遍"
            raise StoreError(*error.faults, Fault("E654", what, remedy, listed.document)) from error
        done += len(keys)
    return report


def end_unlisted(
    register: Register, listed: ReviewList, found: DueForReview, enterprises: Collection[int]
) -> ReviewReport:
    """Ends the title for whoever of these enterprises is due and not on the list, as things stand; the caller
    commits. Raises BadInput where a list that was found to be on record has been taken back since (E657)."""
    register.take_turn()
    register.begin_import()
    register.rest_on(found.told)
    _refuse_taken_back(register, listed, found.lists)
    due = dict(listed.due(register.streams(register.heads(enterprises))))
    names = {one.id: one.name for one in register.enterprises([*due], _EVER)}
    maybe_listed = _maybe_granted(register, listed) if listed.unsettled is Unsettled.LEAVE else {}
    left = [
        LeftOpen(names[key], kept.key, kept.written) for key in due if key in maybe_listed for kept in maybe_listed[key]
    ]
    ended = [key for key in due if key not in maybe_listed]
    # What is ended was given by somebody.
    given = (track.granted for key in ended for track in due[key])
    register.rest_on(event.recorded_at for event in given if isinstance(event, RecordedEvent))
    events = [(key, event) for key in ended for event in listed.ending(due[key])]
    register.append_many(events)
    kept: tuple[int, ...] = ()
    if register.has_written:
        file = f"{TITLES[listed.title]} {listed.document}"
        kept = (register.keep_import(file, ImportKind.CLOSING, None, len(ended), len(events)),)
    return ReviewReport(tuple(names[key] for key in ended), tuple(left), numbers=kept)


def _refuse_taken_back(register: RegisterReader, listed: ReviewList, lists: Collection[Import]) -> None:
    numbers = {one.number for one in lists}
    if gone := [one for one in register.imports() if one.number in numbers and one.withdrawn is not None]:
        what = f"所照的复核名单（{'、'.join(one.label for one in gone)}）刚被取消，没有办"
        raise BadInput(Fault("E657", what, "请把复核名单重新导入以后再办", listed.document))


def _maybe_granted(register: RegisterReader, listed: ReviewList) -> dict[int, list[Proposal]]:
    """The rows that wait and would give the title beyond the day, by each enterprise they may be about."""
    found: dict[int, list[Proposal]] = defaultdict(list)
    for kept in proposed(register, [kept for kept in register.proposals() if listed.may_grant(kept)]):
        for candidate in kept.candidates:
            found[candidate.enterprise].append(kept)
    return found
