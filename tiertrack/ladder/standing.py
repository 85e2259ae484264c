"""What the events of an enterprise come to: all it is and holds as of a day, by what was known at an instant.

Events are folded in the order in which they happened, so the order in which we heard of them makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from tiertrack.facts.dossier import HeldTitle
from tiertrack.facts.vocabulary import TITLES
from tiertrack.ladder.consequences import implied
from tiertrack.ladder.events import ENTERPRISE, Event, EventKind, RecordedEvent
from tiertrack.ladder.states import State
from tiertrack.ladder.tracks import Holding, Track, as_of, evolve
from tiertrack.ladder.versions import LadderVersion
from tiertrack.law.scope import Tier
from tiertrack.temporal import AsOf

__all__ = ["Standing", "effective", "in_order", "standing"]


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
    def titles(self) -> tuple[HeldTitle, ...]:
        """Every spell, past and present, and the last one coming of each title, as a dossier has them."""
        spells = (spell for track in self.tracks.values() for spell in track.spells)
        coming = {one.title: one for one in self.coming}
        return tuple(one.held_title for one in (*spells, *coming.values()))

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


def in_order(events: Iterable[RecordedEvent], asof: AsOf) -> list[Event]:
    """The events that count and what follows from them by itself, in the order of the world."""
    counted: list[Event] = list(effective(events, asof))
    counted += [*implied(counted)]
    counted.sort(key=_when)
    return counted


def standing(events: Iterable[RecordedEvent], asof: AsOf) -> Standing:
    """What one enterprise is and holds on ``asof.on``, by the events known at ``asof.known_at`` in any order."""
    counted = in_order(events, asof)
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
    return (event.on, _ORDER[event.kind], event.starts or event.on, *map(str, event.statement), version)
