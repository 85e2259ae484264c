"""Where an enterprise is with one title, and how an event or the calendar takes it further.

``evolve`` takes a title from one state to the next by one event; it is pure and never fails. A change by the calendar
(a review period opens, a validity or a bar ends) needs no event.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.facts.construction import unchecked
from tiertrack.facts.dossier import HeldTitle
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, kept_with_the_titles, title_definition
from tiertrack.temporal import Period, months_after
from tiertrack.titles.consequences import is_outranked, miss_rule, runs_through
from tiertrack.titles.events import Event, labelled
from tiertrack.titles.transitions import ROWS, Condition, Transition

# How long before the last day a review is shown as due: 2号文 第十六条 wants it before the end; the lead is ours.
REVIEW_LEAD_MONTHS = 3


@frozen
class Holding:
    """One spell of a title: the event it rests on, and the days it stands for (cut where something ends it sooner)."""

    event: Event
    period: Period

    def __repr__(self) -> str:
        return told(self, self.title, self.product, self.period.start, self.period.last)

    @property
    def title(self) -> str:
        """The key of the title."""
        return self.event.title

    @property
    def product(self) -> str | None:
        """The product its certificate prints, None where it prints none or was recorded without."""
        return self.event.product

    @property
    def label(self) -> str:
        """The Chinese name of the title, with its product."""
        return labelled(self.event.label, self.event.product)

    @property
    def document(self) -> str:
        """The document relied on."""
        return self.event.document or ""

    @property
    def held_title(self) -> HeldTitle:
        """The spell as a dossier has it."""
        return unchecked(HeldTitle, self.event.title, self.period, self.event.product, self.event.named)


# Without slots a frozen value of many fields is made, and copied from its own dictionary, in half the time.
@frozen(slots=False)
class Track:
    """Where an enterprise is with one title, or with one ``product`` of a title that is held for each.

    ``since`` is the day it came into ``state``, by ``event`` (None at the start and where the calendar did it).
    ``spells`` are the days held, in order; ``coming`` a validity granted but not begun; ``granted`` the event the
    present or last validity rests on. ``updates`` are the years whose yearly update was made, ``misses`` those missed
    within the validity, ``review_lost`` the event that cost the right to review. ``until`` is the day from which a
    barred enterprise may apply again, ``stage`` the step a case has reached, ``applied`` the event that opened it;
    ``checked`` says that the title was verified not to be held.
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
    product: str | None = None

    def __repr__(self) -> str:
        return told(self, self.title, self.product, said=self.state.value)

    @property
    def label(self) -> str:
        """The Chinese name of the title, with its product."""
        return labelled(TITLES[self.title], self.product)

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


def review_opens(through: dt.date) -> dt.date:
    """The day from which the review of a validity is shown as due."""
    return months_after(through, -REVIEW_LEAD_MONTHS)


# The states the calendar can end; in a handful, looking is quicker than hashing. What is asked at every step has a name
# of its own: as a member of its class it would take ten times as long to look up.
_TIMED = _HELD, _RENEWED, _REVIEW_DUE, _BARRED = State.HELD, State.RENEWED, State.REVIEW_DUE, State.BARRED
_REVOKED, _MISSED = EventKind.REVOKED, EventKind.UPDATE_MISSED
_BARS, _BARS_NOT = Condition.BARS, Condition.BARS_NOT


def as_of(track: Track, day: dt.date) -> Track:
    """The track once the calendar has come to ``day``: validities begun and ended, reviews due, bars over."""
    state, coming = track.state, track.coming
    if coming is not None and _starts(coming) <= day:
        return as_of(_begun(track, coming), day)
    if state not in _TIMED:
        return track
    if state is _BARRED:
        over = track.until is not None and track.until <= day
        return _moved(track, State.REVOKED, track.until) if over else track
    granted = track.granted
    if granted is None or granted.through is None:
        return track
    last, opens = _turns(track.title, granted.through)
    if last < day:
        return _moved(track, State.LAPSED, last + dt.timedelta(days=1))
    if state is not _REVIEW_DUE and opens is not None and opens <= day:
        return _moved(track, _REVIEW_DUE, opens)
    return track


@kept_with_the_titles
def _turns(title: str, through: dt.date) -> tuple[dt.date, dt.date | None]:
    """The last day a validity runs to by itself, and the day its review opens (None: it has none)."""
    last = runs_through(title, through) or through
    return last, review_opens(through) if title_definition(title).procedure.reviewed else None


def evolve(track: Track, event: Event, on: dt.date | None = None) -> Track:
    """The track after an event; pure, and defined for every state.

    Args:
        track: The track of the event's title before it.
        event: The event.
        on: The day it is taken on, where that is not its own: of a validity published only later.

    Returns:
        The track on that day; an event the transition table has no row for is kept as irregular.

    Examples:
        >>> import datetime as dt
        >>> from tiertrack import Event, EventKind, Track, evolve
        >>> applied = Event(title="srdi_sme", kind=EventKind.APPLIED, on=dt.date(2026, 6, 30))
        >>> evolve(Track("srdi_sme"), applied).state.label
        '已申报'
    """
    track = as_of(track, on or event.on)
    row = row_for(track, event)
    if row is None:
        return with_parts(track, irregular=(*track.irregular, event))
    return EFFECTS[event.kind](track, event, row)


def row_for(track: Track, event: Event) -> Transition | None:
    """The row of the table by which ``event`` leads on from where the track is, None where there is none."""
    rows = ROWS[event.kind][track.state]
    if not rows:
        return None
    return rows[0] if len(rows) == 1 else meant(rows, track, event)


def meant(rows: tuple[Transition, ...], track: Track, event: Event) -> Transition:
    """The one of two rows whose condition an event meets."""
    first, second = rows
    return first if first.condition is _condition(track, event) else second


def _condition(track: Track, event: Event) -> Condition:
    if event.kind is _REVOKED:
        return _BARS_NOT if event.until is None else _BARS
    rule = miss_rule(event.title, event.year or event.on.year)
    if rule is None or rule.ends_at is None:
        return Condition.ENDS_NOT
    missed = {year for year in track.misses if rule.covers(event.title, year)} | {event.year}
    return Condition.ENDS if len(missed) >= rule.ends_at else Condition.ENDS_NOT


def with_parts(track: Track, /, **parts: object) -> Track:
    """The track with some parts replaced. Nothing is checked of a track, so the copy need not be made anew."""
    members = track.__dict__.copy()
    members |= parts
    return _of_members(members)


def _of_members(members: dict[str, object]) -> Track:
    made = _bare(Track)
    _set_members(made, members)
    return made


_bare = object.__new__
_set_members: Callable[[Track, dict[str, object]], None] = Track.__dict__["__dict__"].__set__


def _moved(track: Track, state: State, since: dt.date | None) -> Track:
    return with_parts(track, state=state, since=since, event=None)


def _step(track: Track, event: Event, row: Transition) -> Track:
    """The track after an event with no effect beyond the state."""
    made = _bare(Track)
    _set_members(made, _members_after(track, event, row))
    return made


def _members_after(track: Track, event: Event, row: Transition) -> dict[str, object]:
    # As by ``with_parts``, for the most common of events.
    members = track.__dict__.copy()
    members["state"] = row.target or track.state
    members["since"] = event.on
    members["event"] = event
    members["stage"] = event.stage
    return members


def _reject(track: Track, event: Event, row: Transition) -> Track:
    return with_parts(_step(track, event, row), until=event.until or track.until)


def _apply(track: Track, event: Event, row: Transition) -> Track:
    members = _members_after(track, event, row)
    members["applied"] = event
    return _of_members(members)


def _check(track: Track, _event: Event, _row: Transition) -> Track:
    return with_parts(track, checked=True)


def _update(track: Track, event: Event, _row: Transition) -> Track:
    return with_parts(track, updates=(*track.updates, event.year or event.on.year))


def _advance(track: Track, event: Event, _row: Transition) -> Track:
    step = title_definition(track.title).procedure.step(event.stage or "")
    state = step.state if step else track.state
    since = event.on if state is not track.state else track.since
    # The first event recorded of a case may be any step of it.
    applied = event if state.is_under_way and not track.state.is_under_way else track.applied
    return with_parts(track, state=state, since=since, event=event, stage=event.stage, applied=applied)


def _grant(track: Track, event: Event, _row: Transition) -> Track:
    starts = event.starts
    return with_parts(track, coming=event) if starts is not None and starts > event.on else _begun(track, event)


def _begun(track: Track, event: Event) -> Track:
    """The validity has begun, on the first day its document prints, however late that came out; of what went before,
    the spells, the updates and what was irregular remain."""
    starts = _starts(event)
    spells = _with_spell(track.spells, Holding(event, _validity(event.title, starts, event.through)))
    if track.granted is not None and starts < _starts(track.granted) and track.state.holds:
        # A certificate older than the one in force adds its days.
        return with_parts(track, spells=spells)
    # Missed when the document was not out yet, so that there seemed to be no title to miss it for.
    irregular = track.irregular
    missed = irregular and [one for one in irregular if one.kind is _MISSED and one.on >= starts]
    members = _start(track.title).__dict__.copy()
    members["state"] = _GIVEN[event.kind]
    members["since"] = starts
    members["event"] = members["granted"] = event
    members["spells"] = spells
    coming = track.coming
    # Looked back on, a validity granted earlier may begin after this one though before this one was published.
    members["coming"] = coming if coming is not None and _starts(coming) <= event.on else None
    members["updates"] = track.updates
    members["irregular"] = tuple(one for one in irregular if one not in missed) if missed else irregular
    members["product"] = track.product
    begun = _of_members(members)
    return functools.reduce(evolve, missed, begun) if missed else begun


_GIVEN = {EventKind.RECOGNISED: _HELD, EventKind.REVIEW_PASSED: _RENEWED}

# The start of each title, from which every validity begins anew.
_start = functools.cache(Track)


# The validities of a list's hundreds are of the same days.
@functools.lru_cache(maxsize=4096)
def _validity(title: str, starts: dt.date, through: dt.date | None) -> Period:
    """The days a validity runs for by itself."""
    return Period.through(starts, runs_through(title, through))


def _end(track: Track, event: Event, row: Transition) -> Track:
    """An act that ends the title: what it still had of it, and what was to come, is gone."""
    members = _members_after(track, event, row)
    members["spells"] = _cut(track.spells, event.on)
    members["coming"] = members["stage"] = None
    members["until"] = event.until
    return _of_members(members)


def _end_unlisted(track: Track, event: Event, row: Transition) -> Track:
    """As ``_end``, unless the title rests on a review passed in the same round: of several products, another is due."""
    granted = track.granted
    if granted is not None and granted.kind is EventKind.REVIEW_PASSED and is_outranked(event, granted):
        return track
    return _end(track, event, row)


def _miss(track: Track, event: Event, row: Transition) -> Track:
    year = event.year or event.on.year
    track = with_parts(track, misses=tuple(sorted({*track.misses, year})))
    if row.target is not None:
        return _end(track, event, row)
    rule = miss_rule(event.title, year)
    return with_parts(track, review_lost=event) if rule and rule.costs_review else track


# The track after each kind of event, once the calendar has come to its day, by the row of the table it leads on by.
EFFECTS: Mapping[EventKind, Callable[[Track, Event, Transition], Track]] = dict.fromkeys(EventKind, _step) | {
    EventKind.APPLIED: _apply,
    EventKind.REJECTED: _reject,
    EventKind.ADVANCED: _advance,
    EventKind.RECOGNISED: _grant,
    EventKind.REVIEW_PASSED: _grant,
    EventKind.REVIEW_FAILED: _end,
    EventKind.NOT_LISTED: _end_unlisted,
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
    earlier = _cut(tuple(spell for spell in spells if _first(spell) < start), start)
    later = tuple(spell for spell in spells if _first(spell) > start)
    if later:
        new = _stopped(new, _first(later[0]))
    return (*earlier, new, *later)


def _cut(spells: tuple[Holding, ...], day: dt.date) -> tuple[Holding, ...]:
    """The spells without ``day`` and whatever comes after it."""
    if len(spells) == 1 and _first(spells[0]) < day:
        return (_stopped(spells[0], day),)
    return tuple([_stopped(spell, day) for spell in spells if _first(spell) < day])


def _stopped(spell: Holding, day: dt.date) -> Holding:
    period = spell.period
    if period.end is not None and period.end <= day:
        return spell
    return Holding(spell.event, _until(period.start, day))


_until = functools.lru_cache(maxsize=4096)(Period)


def _first(holding: Holding) -> dt.date:
    return holding.period.start or dt.date.min
