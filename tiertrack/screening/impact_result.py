"""What a change of the standard does to enterprises: who gains, keeps, loses, and which clause costs how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from attrs import frozen

from tiertrack.labels import Labelled
from tiertrack.rules.edition import Edition
from tiertrack.screening.results import Absent

__all__ = ["Cell", "Cost", "Impact", "Outcome"]


class Outcome(Labelled):
    """What becomes of those who met the old standard, or did not."""

    KEEPS = "keeps", "保住"
    LOSES = "loses", "失去"
    OPENS = "opens", "保不保得住待补充"
    GAINS = "gains", "得到"
    STAYS_OUT = "stays_out", "仍不符合"
    UNDETERMINED = "undetermined", "其余待补充"


_OUTCOMES: dict[tuple[bool | None, bool | None], Outcome] = {
    (True, True): Outcome.KEEPS,
    (True, False): Outcome.LOSES,
    (True, None): Outcome.OPENS,
    (False, True): Outcome.GAINS,
    (False, False): Outcome.STAYS_OUT,
}


@frozen
class Cost:
    """How many enterprises a clause of the new standard costs the title: all it fails, those it alone fails, and those
    it leaves open."""

    key: str
    title: str
    failed: int
    alone: int
    open: int


@frozen(eq=False)
class Cell:
    """The enterprises of one region and industry with one pair of answers, and how the clauses came out among them."""

    before: bool | None
    after: bool | None
    region: str | None
    section: str | None
    count: int
    clauses: dict[str, tuple[int, int, int]]

    @property
    def outcome(self) -> Outcome:
        """What becomes of them."""
        return _OUTCOMES.get((self.before, self.after), Outcome.UNDETERMINED)


@frozen(eq=False)
class Impact:
    """The answers by two editions for the same enterprises on one day."""

    before: Edition
    after: Edition
    on: dt.date
    cells: tuple[Cell, ...]
    absent: tuple[Absent, ...] = ()
    suspicions: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many enterprises there are."""
        return sum(one.count for one in self.cells)

    def outcomes(self, cells: Iterable[Cell] | None = None) -> dict[Outcome, int]:
        """How many enterprises have each outcome, of all cells or of some."""
        found = dict.fromkeys(Outcome, 0)
        for one in self.cells if cells is None else cells:
            found[one.outcome] += one.count
        return found

    def by(self, key: Callable[[Cell], str | None]) -> dict[str | None, dict[Outcome, int]]:
        """The outcomes by region, industry or whatever ``key`` gives, those without one last."""
        keys = sorted({key(one) for one in self.cells}, key=lambda one: (one is None, one or ""))
        return {one: self.outcomes(cell for cell in self.cells if key(cell) == one) for one in keys}

    @property
    def costs(self) -> tuple[Cost, ...]:
        """What each clause of the new standard costs those who met the old one, the costliest first."""
        lost = [one for one in self.cells if one.before is True]
        costs = [
            Cost(one.key, one.title, *(sum(cell.clauses[one.key][place] for cell in lost) for place in range(3)))
            for one in self.after.criteria
        ]
        return tuple(sorted(costs, key=lambda one: (-one.failed, -one.alone, -one.open)))
