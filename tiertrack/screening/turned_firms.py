"""Two answers about every enterprise of a register: how many turned, what made them turn, and which they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from tiertrack.brevity import briefly, told
from tiertrack.law.scope import Act
from tiertrack.logic.truth import Truth
from tiertrack.notebook import ShownInNotebooks
from tiertrack.rules.comparison import Crossing, TurnedBy
from tiertrack.rules.diff import ClauseChange, compare
from tiertrack.rules.edition import Edition
from tiertrack.temporal import AsOf


@frozen
class TurnedCriterion:
    """A condition whose answer turned for an enterprise: its matter, its key in the old and in the new standard (None
    where that does not ask it), and the four answers."""

    title: str
    before_key: str | None
    after_key: str | None
    crossing: Crossing

    __repr__ = briefly


@frozen
class TurnedFirm:
    """An enterprise whose answer turned: the editions that governed it, the four answers, the conditions that turned.

    It is told as it was on the second day.
    """

    name: str
    uscc: str | None
    region: str | None
    industry: str | None
    before: Edition
    after: Edition
    crossing: Crossing
    criteria: tuple[TurnedCriterion, ...]

    def __repr__(self) -> str:
        return told(self, self.name, said=repr(self.crossing))

    @property
    def turned_by(self) -> TurnedBy:
        """What made it turn."""
        found = self.crossing.turned_by
        assert found is not None
        return found


@frozen
class TurnCount:
    """How many enterprises have one set of four answers."""

    crossing: Crossing
    count: int

    __repr__ = briefly


@frozen
class RegisterComparison(ShownInNotebooks):
    """The answers about the enterprises of a register by the standards of two days.

    ``counts`` are of all that had a standard on both; ``apart`` are those that had it on one of them alone, or were not
    on record by then. ``found`` are those whose answer turned, in the order of their answers.
    """

    title: str
    act: Act
    before: AsOf
    after: AsOf
    editions_before: tuple[Edition, ...]
    editions_after: tuple[Edition, ...]
    counts: tuple[TurnCount, ...]
    found: tuple[TurnedFirm, ...]
    apart: int
    suspicions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return told(self, self.before.on, self.after.on, said=f"{len(self.found)} / {self.total} 家变了")

    @property
    def total(self) -> int:
        """The number of enterprises that were compared."""
        return sum(one.count for one in self.counts)

    @property
    def recounted(self) -> tuple[str, ...]:
        """The matters of the conditions that count something else on the second day than on the first, where an answer
        of then is to be confirmed."""
        pairs = ((old, new) for new in self.editions_after for old in self.editions_before if old != new)
        changes = (change for old, new in pairs for change in compare(old, new))
        return tuple(
            dict.fromkeys(
                change.title
                for change in changes
                if change.redefined or not (change.leaves_settled(Truth.TRUE) or change.leaves_settled(Truth.FALSE))
            )
        )

    def turned(self) -> dict[tuple[Truth, Truth], dict[TurnedBy, int]]:
        """The numbers of those that turned, by the answer before and after, and by what made them turn."""
        found: dict[tuple[Truth, Truth], dict[TurnedBy, int]] = {}
        for one in self.counts:
            if (turned_by := one.crossing.turned_by) is not None:
                group = found.setdefault((one.crossing.before, one.crossing.after), dict.fromkeys(TurnedBy, 0))
                group[turned_by] += one.count
        return dict(sorted(found.items(), key=lambda item: _order(*item[0])))

    @property
    def unchanged(self) -> int:
        """The number of those whose answer is the same."""
        return sum(one.count for one in self.counts if one.crossing.turned_by is None)


_TRUTHS = (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)


def _order(before: Truth, after: Truth) -> tuple[int, int]:
    """To be met comes first, and what was farthest from it before."""
    return _TRUTHS.index(after), -_TRUTHS.index(before)


def in_order(found: Iterable[TurnedFirm]) -> tuple[TurnedFirm, ...]:
    """Enterprises in the order of their answers, of what made them turn, and of their names."""
    causes = [*TurnedBy]
    return tuple(
        sorted(
            found,
            key=lambda one: (_order(one.crossing.before, one.crossing.after), causes.index(one.turned_by), one.name),
        )
    )


def turned_criteria(
    changes: Iterable[ClauseChange],
    before: Mapping[str, Any],
    by_new_standard: Mapping[str, Any],
    with_new_facts: Mapping[str, Any],
    after: Mapping[str, Any],
) -> tuple[TurnedCriterion, ...]:
    """The conditions that turned, of two standards clause by clause, by the four answers to each under its key."""
    found = []
    for change in changes:
        earlier, later = change.keys
        sides = ((before, earlier), (by_new_standard, later), (with_new_facts, earlier), (after, later))
        crossing = Crossing(*(change.act.unasked if key is None else Truth.of(row[key]) for row, key in sides))
        if crossing.turned_by is not None:
            found.append(TurnedCriterion(change.title, earlier, later, crossing))
    return tuple(found)
