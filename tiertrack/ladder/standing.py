"""What the events of an enterprise come to: the state of each title as of a day, and the days it was held.

``evolve`` takes one title from one state to the next by one event; it is pure and never fails. Events are folded in the
order in which they happened, so the order in which we heard of them makes no difference. What the calendar does (a
review period opens, a validity or a bar ends) needs no event.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from tiertrack.facts.dossier import HeldTitle
from tiertrack.facts.vocabulary import TITLES
from tiertrack.ladder.consequences import implied, miss_rule, runs_through
from tiertrack.ladder.events import ENTERPRISE, Event, EventKind, RecordedEvent
from tiertrack.ladder.procedures import PROCEDURES
from tiertrack.ladder.states import State
from tiertrack.ladder.transitions import ROWS, Condition, Transition
from tiertrack.ladder.versions import LadderVersion
from tiertrack.law.scope import Tier
from tiertrack.temporal import AsOf, Period, months_after

__all__ = [
    "REVIEW_LEAD_MONTHS",
    "Holding",
    "Standing",
    "Track",
    "as_of",
    "effective",
    "evolve",
    "held_titles",
    "known_titles",
    "review_opens",
    "row_for",
    "standing",
]

# How long before the last day a review is shown as due: 2号文 第十六条 wants it before the end; the lead is ours.
REVIEW_LEAD_MONTHS = 3


@frozen
class Holding:
    """One spell of a title: the event it rests on, and the days it stands for (cut where something ends it sooner)."""

    event: Event
    period: Period

    @property
    def title(self) -> str:
        """The key of the title."""
        return self.event.title

    @property
    def label(self) -> str:
        """The Chinese name of the title."""
        return self.event.label

    @property
    def document(self) -> str:
        """The document relied on."""
        return self.event.document or ""

    @property
    def held_title(self) -> HeldTitle:
        """The spell as a dossier has it."""
        return HeldTitle(self.event.title, self.period)


# Without slots a frozen value of many fields is made, and copied from its own dictionary, in half the time.
@frozen(slots=False)
class Track:
    """Where an enterprise is with one title.

    ``since`` is the day it came into ``state``, by ``event`` (None at the start and where the calendar did it).
    ``spells`` are the days held, in order; ``coming`` a validity granted but not begun; ``granted`` the event the
    present or last validity rests on. ``updates`` are the years whose yearly update was made, ``misses`` those missed
    within the validity, ``review_lost`` the event that cost the right to review. ``until`` is the day from which a
    barred enterprise may apply again, ``stage`` the step a case has reached, ``applied`` the event that opened it;
    ``checked`` says that somebody made sure the title was not held.
    ``irregular`` events fit no row of the table where they happened; they are kept and change nothing.
    """

    title: str
    state: State = State.NONE
    since: dt.date | None = None
    event: Event | None = None
    spells: tuple[Holding, ...] = ()
    coming: Event | None = None
    granted: Event | None = None
    updates: tuple[int, ...] = ()
    misses: tuple[int, ...] = ()
    review_lost: Event | None = None
    until: dt.date | None = None
    stage: str | None = None
    checked: bool = False
    applied: Event | None = None
    irregular: tuple[Event, ...] = ()

    @property
    def label(self) -> str:
        """The Chinese name of the title."""
        return TITLES[self.title]

    @property
    def through(self) -> dt.date | None:
        """The last day of the present or last validity; None where it has no term or there never was one."""
        return self.granted.through if self.granted else None

    @property
    def runs_through(self) -> dt.date | None:
        """The last day that validity runs to by itself: as a rule the one printed."""
        return runs_through(self.title, self.through)

    def holding(self, day: dt.date) -> Holding | None:
        """The spell a day lies in, None where the title is not held."""
        return next((spell for spell in reversed(self.spells) if day in spell.period), None)


# Lists are published by the hundred, and a list's validities end on one day.
@functools.lru_cache(maxsize=4096)
def review_opens(through: dt.date) -> dt.date:
    """The day from which the review of a validity is shown as due."""
    return months_after(through, -REVIEW_LEAD_MONTHS)


# The states the calendar can end; in a handful, looking is quicker than hashing.
_TIMED = (State.HELD, State.RENEWED, State.REVIEW_DUE, State.BARRED)


def as_of(track: Track, day: dt.date) -> Track:
    """The track once the calendar has come to ``day``: validities begun and ended, reviews due, bars over."""
    if track.coming is not None and _starts(track.coming) <= day:
        return as_of(_begun(track, track.coming), day)
    if track.state not in _TIMED:
        return track
    if track.state is State.BARRED:
        over = track.until is not None and track.until <= day
        return _moved(track, State.REVOKED, track.until) if over else track
    through, last = track.through, track.runs_through
    if through is None or last is None:
        return track
    if last < day:
        return _moved(track, State.LAPSED, last + dt.timedelta(days=1))
    if track.state is not State.REVIEW_DUE and PROCEDURES[track.title].reviewed:
        opens = review_opens(through)
        return _moved(track, State.REVIEW_DUE, opens) if opens <= day else track
    return track


def evolve(track: Track, event: Event) -> Track:
    """The track after an event, from whatever state; an event the table has no row for is kept as irregular."""
    track = as_of(track, event.on)
    row = row_for(track, event)
    if row is None:
        return _changed(track, irregular=(*track.irregular, event))
    return _EFFECTS.get(event.kind, _step)(track, event, row)


def row_for(track: Track, event: Event) -> Transition | None:
    """The row of the table by which ``event`` leads on from where the track is, None where there is none."""
    rows = ROWS[event.kind][track.state]
    if not rows:
        return None
    if len(rows) == 1:
        return rows[0]
    first, second = rows
    return first if first.condition is _condition(track, event) else second


def _condition(track: Track, event: Event) -> Condition:
    if event.kind is EventKind.REVOKED:
        return Condition.BARS if event.until is not None else Condition.BARS_NOT
    rule = miss_rule(event.title, event.year or event.on.year)
    if rule is None or rule.ends_at is None:
        return Condition.ENDS_NOT
    missed = {year for year in track.misses if rule.covers(event.title, year)} | {event.year}
    return Condition.ENDS if len(missed) >= rule.ends_at else Condition.ENDS_NOT


def _changed(track: Track, **parts: object) -> Track:
    """The track with some parts replaced. Nothing is checked of a track, so the copy need not be made anew."""
    changed = object.__new__(Track)
    values = changed.__dict__
    values |= track.__dict__
    values |= parts
    return changed


def _moved(track: Track, state: State, since: dt.date | None) -> Track:
    return _changed(track, state=state, since=since, event=None)


def _step(track: Track, event: Event, row: Transition) -> Track:
    """What an event with no effect beyond the state comes to."""
    return _changed(track, state=row.target or track.state, since=event.on, event=event, stage=event.stage)


def _apply(track: Track, event: Event, row: Transition) -> Track:
    return _changed(track, state=row.target, since=event.on, event=event, stage=event.stage, applied=event)


def _check(track: Track, _event: Event, _row: Transition) -> Track:
    return _changed(track, checked=True)


def _update(track: Track, event: Event, _row: Transition) -> Track:
    return _changed(track, updates=(*track.updates, event.year or event.on.year))


def _advance(track: Track, event: Event, _row: Transition) -> Track:
    step = PROCEDURES[track.title].step(event.stage or "")
    state = step.state if step else track.state
    since = event.on if state is not track.state else track.since
    return _changed(track, state=state, since=since, event=event, stage=event.stage)


def _grant(track: Track, event: Event, _row: Transition) -> Track:
    if _starts(event) > event.on:
        return _changed(track, coming=event)
    return _begun(track, event)


def _begun(track: Track, event: Event) -> Track:
    state = State.HELD if event.kind is EventKind.RECOGNISED else State.RENEWED
    return Track(
        track.title,
        state,
        max(_starts(event), event.on),
        event,
        _with_spell(track.spells, Holding(event, _validity(event))),
        granted=event,
        updates=track.updates,
        irregular=track.irregular,
    )


def _validity(event: Event) -> Period:
    last = runs_through(event.title, event.through)
    return event.period if last == event.through else Period.through(_starts(event), last)


def _end(track: Track, event: Event, row: Transition) -> Track:
    """An act that ends the title: what it still had of it, and what was to come, is gone."""
    return _changed(
        track,
        state=row.target,
        since=event.on,
        event=event,
        spells=_cut(track.spells, event.on),
        coming=None,
        until=event.until,
        stage=None,
    )


def _miss(track: Track, event: Event, row: Transition) -> Track:
    year = event.year or event.on.year
    track = _changed(track, misses=tuple(sorted({*track.misses, year})))
    if row.target is not None:
        return _end(track, event, row)
    rule = miss_rule(event.title, year)
    return _changed(track, review_lost=event) if rule and rule.costs_review else track


_EFFECTS = {
    EventKind.APPLIED: _apply,
    EventKind.ADVANCED: _advance,
    EventKind.RECOGNISED: _grant,
    EventKind.REVIEW_PASSED: _grant,
    EventKind.REVIEW_FAILED: _end,
    EventKind.NOT_LISTED: _end,
    EventKind.RELINQUISHED: _end,
    EventKind.REVOKED: _end,
    EventKind.ABSENT: _check,
    EventKind.UPDATED: _update,
    EventKind.UPDATE_MISSED: _miss,
}


def _starts(event: Event) -> dt.date:
    return event.starts or event.on


def _with_spell(spells: tuple[Holding, ...], new: Holding) -> tuple[Holding, ...]:
    """The spells with a new one: each stands until its own last day or until the next one's first."""
    if not spells:
        return (new,)
    start = _first(new)
    if _first(spells[-1]) < start:
        return (*_cut(spells, start), new)
    earlier = _cut(tuple(one for one in spells if _first(one) < start), start)
    later = tuple(one for one in spells if _first(one) > start)
    if later:
        new = _stopped(new, _first(later[0]))
    return (*earlier, new, *later)


def _cut(spells: Sequence[Holding], day: dt.date) -> tuple[Holding, ...]:
    """The spells without ``day`` and whatever comes after it."""
    return tuple(_stopped(one, day) for one in spells if _first(one) < day)


def _stopped(spell: Holding, day: dt.date) -> Holding:
    period = spell.period
    if period.end is not None and period.end <= day:
        return spell
    return Holding(spell.event, Period(period.start, day))


def _first(holding: Holding) -> dt.date:
    return holding.period.start or dt.date.min


@frozen
class Standing:
    """All an enterprise is and holds as of a day: a track for each title it ever had to do with, lowest rung first, and
    what happened to the enterprise itself (``changes``, in order of time)."""

    asof: AsOf
    tracks: Mapping[str, Track]
    changes: tuple[Event, ...] = ()

    def track(self, title: str) -> Track:
        """Where the enterprise is with a title; the start where nothing is known."""
        return self.tracks.get(title) or Track(title)

    @property
    def held(self) -> tuple[Holding, ...]:
        """The spells the day lies in."""
        found = (track.holding(self.asof.on) for track in self.tracks.values())
        return tuple(one for one in found if one is not None)

    @property
    def coming(self) -> tuple[Holding, ...]:
        """What is granted but has not begun."""
        coming = (track.coming for track in self.tracks.values())
        return tuple(Holding(event, event.period) for event in coming if event is not None)

    @property
    def ended(self) -> tuple[Holding, ...]:
        """The spells that are over."""
        return tuple(
            spell
            for track in self.tracks.values()
            for spell in track.spells
            if spell.period.last is not None and spell.period.last < self.asof.on
        )

    @property
    def known(self) -> frozenset[str]:
        """The titles whose holding is known either way; any other is unknown, not “not held”.

        A title whose first known validity is still to come may yet be held by a decision nobody recorded.
        """
        return frozenset(
            title for title, track in self.tracks.items() if track.spells or track.checked or track.state in _ENDED
        )

    @property
    def known_applications(self) -> frozenset[str]:
        """The titles of which it is known either way whether an application is under way."""
        decided = {title for title, track in self.tracks.items() if track.state in _DECIDED}
        return self.pending | decided

    @property
    def pending(self) -> frozenset[str]:
        """The titles applied for and not decided."""
        return frozenset(title for title, track in self.tracks.items() if track.state in _UNDER_WAY)

    def highest(self, version: LadderVersion) -> Tier | None:
        """The highest rung held, by an order of the ladder; None where none is."""
        held = {one.title for one in self.held}
        return next((tier for tier in reversed(version.rungs) if tier.value in held), None)


_ENDED = frozenset({State.LAPSED, State.REVOKED, State.BARRED})
_DECIDED = frozenset({State.REJECTED, State.WITHDRAWN})
_UNDER_WAY = frozenset({State.APPLIED, State.RECOMMENDED, State.PUBLICISED, State.RETURNED})


def effective(events: Iterable[RecordedEvent], asof: AsOf) -> tuple[RecordedEvent, ...]:
    """The events that count: known by then, happened by then, and not put right or voided since."""
    known = [event for event in events if asof.knew(event.recorded_at)]
    undone = {(event.title, event.corrects) for event in known if event.corrects is not None}
    return tuple(
        event
        for event in known
        if event.on <= asof.on and (event.title, event.version) not in undone and event.kind is not EventKind.VOIDED
    )


def standing(events: Iterable[RecordedEvent], asof: AsOf) -> Standing:
    """What one enterprise is and holds on ``asof.on``, by the events known at ``asof.known_at`` in any order."""
    counted: list[Event] = list(effective(events, asof))
    counted += [*implied(counted)]
    counted.sort(key=_when)
    tracks: dict[str, Track] = {}
    for event in counted:
        if event.title != ENTERPRISE:
            tracks[event.title] = evolve(tracks.get(event.title) or Track(event.title), event)
    return Standing(
        asof,
        {title: as_of(tracks[title], asof.on) for title in TITLES if title in tracks},
        tuple(event for event in counted if event.title == ENTERPRISE),
    )


_ORDER = {kind: place for place, kind in enumerate(EventKind)}


def _when(event: Event) -> tuple[object, ...]:
    """In the order of the world; on one day in the order a procedure runs, then by what the documents say.

    Only what says the very same is told apart by its place in the stream.
    """
    version = event.version if isinstance(event, RecordedEvent) else 0
    return (event.on, _ORDER[event.kind], _starts(event), *map(str, event.statement), version)


def held_titles(events: Iterable[RecordedEvent], asof: AsOf) -> tuple[HeldTitle, ...]:
    """The spells of every title known by ``asof``, as a dossier has them."""
    found = standing(events, asof)
    coming = {one.title: one.held_title for one in found.coming}
    spells = [spell.held_title for track in found.tracks.values() for spell in track.spells]
    return (*spells, *coming.values())


def known_titles(events: Iterable[RecordedEvent], asof: AsOf) -> frozenset[str]:
    """The titles whose holding is known either way by ``asof``."""
    return standing(events, asof).known
