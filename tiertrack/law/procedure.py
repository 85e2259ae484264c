"""What a title's own procedure is made of: steps, the term of a validity, and who takes part.

Only what differs by title is in a procedure: the steps between application and recognition, who takes them and by what
clause, whether there is a review, and the term of a validity its document does not print.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.labels import plain_word
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Citation
from tiertrack.law.regions import Region
from tiertrack.law.states import Actor, State


@frozen
class Step:
    """A step of one title's procedure: its key and name, the state of the machine it belongs to, who takes it.

    ``after`` are the steps it may follow, "" for none yet in its state (or in ``at``, where it leaves that one); empty
    where the state alone decides. ``opens_from`` are the states outside any case from which it opens one. ``kind`` is
    the event it is recorded as.
    """

    key: str
    label: str
    state: State
    by: Actor
    after: tuple[str, ...] = ()
    opens_from: tuple[State, ...] = ()
    at: State | None = None
    kind: EventKind = EventKind.ADVANCED

    __repr__ = briefly

    def may_follow(self, state: State, stage: str | None) -> bool:
        """Whether it may come next in a state, where the case has come to a step or (None) to none yet."""
        if state in self.opens_from:
            return True
        if not self.after:
            return self.state is state
        return stage in self.after if stage else "" in self.after and state is (self.at or self.state)


@frozen
class Term:
    """The years of a validity whose document prints no last day, and the clause that says so.

    ``years`` is None where a validity is good for the calendar year it begins in. Then a new one may come out up to
    ``renewed_by``, a month and a day of the next year: until that day it is not known whether one without it still
    counts.
    """

    years: int | None
    citation: Citation
    renewed_by: tuple[int, int] | None = None

    __repr__ = briefly

    @property
    def text(self) -> str:
        """How long it is, in words."""
        return f"{self.years} 年" if self.years else "至当年年底"


@frozen
class LocalPractice:
    """The procedure of a title in one region where it is not that of everywhere: ``said`` in short words, by which
    clause, and the ``authority`` that recognises it there (None: the usual one); ``year`` is the one it was read of,
    None where it holds until it is changed."""

    region: Region
    said: str
    citation: Citation
    authority: Actor | None = None
    year: int | None = None

    __repr__ = briefly

    def is_of(self, year: int) -> bool:
        """Whether it is known to be so in a year."""
        return self.year in (None, year)


@frozen(eq=False)
class Procedure:
    """The procedure of one title: who recognises it, the steps on the way, and its term (None: it has none or ours is
    not to compute). ``open_ended`` titles end by an act of their own, never by the calendar; ``reviewed`` ones are
    reviewed at the end of each validity; ``words`` are the title's own names of common events, and ``states`` those of
    states that no event leads to by its own name; ``local`` is where a region does otherwise."""

    authority: Actor
    citation: Citation
    steps: tuple[Step, ...] = ()
    term: Term | None = None
    open_ended: bool = False
    reviewed: bool = False
    recommends: Actor | None = None
    words: Mapping[EventKind, str] = {}
    states: Mapping[State, str] = {}
    local: tuple[LocalPractice, ...] = ()

    __repr__ = briefly

    def leaves_open(self, last: dt.date | None, day: dt.date) -> bool:
        """Whether it is not known of a day if the title is held, where its last validity is worked out to end on
        ``last``."""
        if last is None or self.term is None or self.term.renewed_by is None:
            return False
        return last < day <= dt.date(last.year + 1, *self.term.renewed_by)

    def word(self, kind: EventKind) -> str:
        """What this title's procedure calls an event."""
        return self.words.get(kind, kind.label)

    def state_word(self, state: State) -> str:
        """What this title's procedure calls a state: by a name of its own, or that of the step that leads to it."""
        if state in self.states:
            return self.states[state]
        kind = _LEADING_TO.get(state)
        return self.words.get(kind, state.label) if kind else state.label

    def step(self, key: str) -> Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)

    def step_named(self, word: str) -> Step | None:
        """The step of a key or a Chinese name."""
        plain = plain_word(word)
        return self.step(word) or next((step for step in self.steps if plain_word(step.label) == plain), None)

    def step_of(self, kind: EventKind, stage: str | None) -> Step | None:
        """The step an event of this kind is recorded for."""
        step = self.step(stage) if stage else None
        return step if step is not None and step.kind is kind else None

    def authority_in(self, region: Region | None) -> Actor:
        """Who recognises it in a region."""
        there = (local.authority for local in self.local if region is not None and local.region.contains(region))
        return next(filter(None, there), self.authority)

    def actor(self, kind: EventKind, usual: Actor, stage: str | None = None, region: Region | None = None) -> Actor:
        """Who takes the step an event stands for, in a region."""
        step = self.step_of(kind, stage)
        if step is not None:
            return step.by
        if kind is EventKind.RECOMMENDED:
            return self.recommends or usual
        return self.authority_in(region) if usual is Actor.AUTHORITY else usual


_LEADING_TO = {
    State.POOLED: EventKind.POOLED,
    State.APPLIED: EventKind.APPLIED,
    State.RECOMMENDED: EventKind.RECOMMENDED,
    State.PUBLICISED: EventKind.PUBLICISED,
}
