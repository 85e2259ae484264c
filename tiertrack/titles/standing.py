"""The standing of an enterprise as of a day: its events, as known at an instant, folded into a track for each title.

Events are folded in the order in which they happened, so the order in which they were recorded makes no difference. A
title whose certificates print a product is folded for each product. A validity counts from the first day its document
prints: where that came out only after the day asked about and is known, the day lies in it all the same.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.facts.construction import unchecked
from tiertrack.facts.dossier import Application, HeldTitle
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.procedure import Procedure
from tiertrack.law.states import State
from tiertrack.law.title_names import key_of_title
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.notebook import ShownInNotebooks
from tiertrack.temporal import AsOf
from tiertrack.titles.consequences import implied, without_outranked
from tiertrack.titles.events import ENTERPRISE, Event, RecordedEvent, product_key, still_standing
from tiertrack.titles.products import Parts, overall, take, track_for
from tiertrack.titles.track import Holding, Track, as_of


@frozen
class Standing(ShownInNotebooks):
    """The standing of an enterprise as of a day: a track for each title with an event, lowest rung first, and the
    events of the enterprise itself (``changes``, in order of time).

    ``products`` has the tracks of a title that has one for each of several products, or for one and for the title
    itself; its track in ``tracks`` is their overall state. ``procedures`` has the tracks of a title by what had
    happened by the day, where a validity published later is known to have begun: steps are decided on these.
    """

    asof: AsOf
    tracks: Mapping[str, Track] = field(hash=False)
    changes: tuple[Event, ...] = ()
    products: Mapping[str, tuple[Track, ...]] = field(default={}, hash=False)
    procedures: Mapping[str, tuple[Track, ...]] = field(default={}, hash=False)

    def __repr__(self) -> str:
        return told(
            self, self.asof.on, said=", ".join(f"{title} {track.state.value}" for title, track in self.tracks.items())
        )

    def track(self, title: str) -> Track:
        """Where the enterprise is with a title; the start where nothing is known.

        Of a title held for several products: held while any of them is, through the latest of their last days.
        """
        return self.tracks.get(title) or self.tracks.get(key_of_title(title)) or Track(key_of_title(title))

    def tracks_of(self, title: str) -> Mapping[str | None, Track]:
        """Where the enterprise is with each product of a title, by its name; None stands for the title itself."""
        return {track.product: track for track in self._each(key_of_title(title))}

    def track_for(self, event: Event) -> Track:
        """The track a proposed event is decided on, by what had happened by its day: that of its product, or of the
        title."""
        found = self.procedures.get(event.title)
        if event.product is None:
            return self.track(event.title) if found is None else overall(found) if found else Track(event.title)
        each = self._each(event.title) if found is None else found
        parts: Parts = {track.product and product_key(track.product): track for track in each}
        return track_for(parts, event)

    @functools.cached_property
    def each(self) -> tuple[Track, ...]:
        """Every track, one for each product of a title that has several."""
        return tuple(track for title in self.tracks for track in self._each(title))

    def _each(self, title: str) -> tuple[Track, ...]:
        alone = (self.tracks[title],) if title in self.tracks else ()
        return self.products.get(title, alone)

    @property
    def held(self) -> tuple[Holding, ...]:
        """The spells the day lies in, one for each certificate."""
        found = (track.holding(self.asof.on) for track in self.each)
        return tuple(spell for spell in found if spell is not None)

    @property
    def coming(self) -> tuple[Holding, ...]:
        """The validities granted that have not begun."""
        coming = (track.coming for track in self.each)
        return tuple(Holding(event, event.period) for event in coming if event is not None)

    @property
    def ended(self) -> tuple[Holding, ...]:
        """The spells that are over."""
        return tuple(
            spell
            for track in self.each
            for spell in track.spells
            if spell.period.last is not None and spell.period.last < self.asof.on
        )

    @property
    def titles(self) -> tuple[HeldTitle, ...]:
        """Every spell, past and present, and the last one coming of each title, as a dossier has them."""
        spells = (spell for track in self.each for spell in track.spells)
        return tuple(spell.held_title for spell in (*spells, *self.coming))

    @property
    def known(self) -> frozenset[str]:
        """The titles whose holding is known either way; any other is unknown, not “not held”.

        A title whose first known validity is still to come may yet be held by a decision that is not on record.
        """
        day = self.asof.on
        return frozenset(
            track.title
            for track in self.each
            if (track.spells or track.checked or track.state in _ENDED) and not may_still_count(track, day)
        )

    @property
    def known_applications(self) -> frozenset[str]:
        """The titles of which it is known either way whether an application is under way."""
        return self.pending | {track.title for track in self.each if track.state in _DECIDED}

    @property
    def pending(self) -> frozenset[str]:
        """The titles applied for and not decided."""
        return frozenset(track.title for track in self.each if track.state.is_under_way)

    @property
    def applications(self) -> tuple[Event, ...]:
        """The event that opened each case under way, where it is known."""
        opened = (track.applied for track in self.each if track.state.is_under_way)
        return tuple(event for event in opened if event is not None)


def is_held_by_own_word(tracks: Iterable[Track], day: dt.date) -> bool:
    """Whether a title is held on a day, by its tracks, and only because its firm says so."""
    held = [spell for track in tracks if (spell := track.holding(day)) is not None]
    return bool(held) and all(spell.event.is_self_reported for spell in held)


def may_still_count(track: Track, day: dt.date) -> bool:
    """Whether it is not known of a day if the title is held: the last day of a yearly one was worked out, it is over,
    and what comes next may not be out yet."""
    granted, ended = track.granted, track.state is State.LAPSED and track.event is None and not track.checked
    if not ended or granted is None or not granted.derived:
        return False
    return title_definition(track.title).procedure.leaves_open(granted.through, day)


def dossier_titles(standing: Standing) -> dict[str, Any]:
    """The members of a dossier that follow from what an enterprise holds and has applied for."""
    return {
        "titles": standing.titles,
        "known_titles": standing.known,
        "applications": tuple(unchecked(Application, event.title, event.on) for event in standing.applications),
        "known_applications": standing.known_applications,
    }


_ENDED = frozenset({State.LAPSED, State.REVOKED, State.BARRED})
_DECIDED = frozenset({State.REJECTED, State.WITHDRAWN})


def effective(events: Iterable[RecordedEvent], asof: AsOf) -> tuple[RecordedEvent, ...]:
    """The events that count: known by then, happened by then, and not put right or voided since."""
    return tuple(event for event in _known(events, asof) if event.on <= asof.on)


def _known(events: Iterable[RecordedEvent], asof: AsOf) -> tuple[RecordedEvent, ...]:
    return still_standing(event for event in events if asof.knew(event.recorded_at))


def in_order(events: Iterable[RecordedEvent], asof: AsOf) -> list[Event]:
    """The events that count and their consequences, in the order in which they happened."""
    counted: list[Event] = without_outranked(effective(events, asof))
    counted += [*implied(counted)]
    return _ordered(counted)


def published_later(events: Sequence[RecordedEvent], asof: AsOf) -> Sequence[RecordedEvent]:
    """The validities known to have begun by the day though published only after it, in the order of publication."""
    day = asof.on
    # Nearly always there is nothing of a later day, which a glance shows.
    if not [event for event in events if event.on > day]:
        return ()
    later = (event for event in _known(events, asof) if event.on > day and event.kind.grants)
    return sorted((event for event in later if event.starts is not None and event.starts <= day), key=_when)


class Fold:
    """The tracks of one enterprise, taken further event by event in the order in which they happened: one for each
    title, and for each product of a title that is held for each."""

    def __init__(self) -> None:
        self._parts: dict[str, Parts] = {}

    def take(self, event: Event, on: dt.date | None = None) -> None:
        """Takes every track an event is about further by it, ``on`` its own day unless one is given; what happens to
        the enterprise itself is about none."""
        if event.title != ENTERPRISE:
            take(self._parts.setdefault(event.title, {}), event, on)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles with an event."""
        return tuple(self._parts)

    def each(self, title: str, day: dt.date) -> tuple[Track, ...]:
        """Where the enterprise is on a day with each product of a title; nothing where no event is about it."""
        return tuple(as_of(track, day) for track in self._parts.get(title, {}).values())

    def track(self, title: str, day: dt.date) -> Track:
        """Where the enterprise is on a day with a title, by all its products; the start where no event is about it."""
        found = self.each(title, day)
        return overall(found) if found else Track(title)


def standing(events: Iterable[RecordedEvent], asof: AsOf) -> Standing:
    """The standing of one enterprise on ``asof.on``, by the events known at ``asof.known_at`` in any order."""
    told = tuple(events)
    counted = in_order(told, asof)
    fold = Fold()
    for event in counted:
        fold.take(event)
    procedures: dict[str, tuple[Track, ...]] = {}
    for event in published_later(told, asof):
        procedures.setdefault(event.title, fold.each(event.title, asof.on))
        fold.take(event, asof.on)
    titles = fold.titles
    parts = {title: fold.each(title, asof.on) for title in TITLES if title in titles}
    return Standing(
        asof,
        {title: overall(found) for title, found in parts.items()},
        tuple(event for event in counted if event.title == ENTERPRISE),
        {title: found for title, found in parts.items() if len(found) > 1},
        procedures,
    )


def track_before(happened: Iterable[Event], event: Event) -> Track:
    """Where the title of an event stood on its day by what had ``happened`` beside it, in any order."""
    counted = [one for one in happened if one.on <= event.on]
    counted += implied(counted)
    parts: Parts = {}
    for one in sorted((one for one in counted if one.title == event.title), key=_when):
        take(parts, one)
    if event.product is None and parts:
        return overall(as_of(track, event.on) for track in parts.values())
    return as_of(track_for(parts, event), event.on)


_ORDER = {kind: place for place, kind in enumerate(EventKind)}


def _ordered(events: list[Event]) -> list[Event]:
    """The events in the order in which they happened (``_when``)."""
    days = sorted(zip(map(_day_and_step, events), events, strict=True), key=_first)
    ordered = [event for _day, event in days]
    # Most are told apart by their day and step, and only for the others what they say need be written out.
    if len({day for day, _event in days}) < len(days):
        runs = ([event for _day, event in run] for _day, run in groupby(days, key=_first))
        ordered = [event for run in runs for event in (sorted(run, key=_when) if len(run) > 1 else run)]
    return ordered


_first = itemgetter(0)


def _when(event: Event) -> tuple[object, ...]:
    """By day; on one day in the order a procedure runs, then by the content of the events.

    Events of the same content are ordered by their place in the stream.
    """
    version = event.version if isinstance(event, RecordedEvent) else 0
    return (*_day_and_step(event), *map(str, event.statement), version)


def _day_and_step(event: Event) -> tuple[dt.date, int, dt.date, int]:
    step = 0
    if event.stage and event.title != ENTERPRISE:
        step = _step_place(title_definition(event.title).procedure, event.stage)
    return event.on, _ORDER[event.kind], event.starts or event.on, step


@functools.cache
def _step_place(procedure: Procedure, stage: str) -> int:
    """Where a step stands in its title's procedure; steps of one day were taken in that order."""
    return next((place for place, step in enumerate(procedure.steps, 1) if step.key == stage), 0)
