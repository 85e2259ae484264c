"""Two editions side by side, clause by clause."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.logic.expr import refs
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.digest import digest
from tiertrack.rules.edition import Edition
from tiertrack.rules.numbers import Number, in_expression


class ClauseStatus(enum.Enum):
    """What became of a clause."""

    SAME = "未变"
    CHANGED = "改变"
    ADDED = "新增"
    REMOVED = "删去"


@frozen
class ClauseChange:
    """One matter as the old and the new edition have it; either side is None where it has no such clause."""

    change: ClauseStatus
    before: Criterion | None
    after: Criterion | None

    def __repr__(self) -> str:
        return told(self, self.title, said=self.change.value)

    @property
    def title(self) -> str:
        """The matter."""
        criterion = self.after or self.before
        return criterion.title if criterion else ""

    @property
    def numbers_before(self) -> set[Number]:
        """Numbers only the old clause has."""
        return self._numbers(self.before) - self._numbers(self.after)

    @property
    def numbers_after(self) -> set[Number]:
        """Numbers only the new clause has."""
        return self._numbers(self.after) - self._numbers(self.before)

    @property
    def facts_before(self) -> tuple[str, ...]:
        """Names of facts only the old clause reads."""
        return _facts(self.before, self.after)

    @property
    def facts_after(self) -> tuple[str, ...]:
        """Names of facts only the new clause reads."""
        return _facts(self.after, self.before)

    @staticmethod
    def _numbers(criterion: Criterion | None) -> set[Number]:
        return in_expression(criterion.test) if criterion else set()


@frozen
class PolicyDiff:
    """Two editions side by side: their clauses by their matter, in the new order, what was dropped last."""

    before: Edition
    after: Edition
    changes: tuple[ClauseChange, ...]

    def __repr__(self) -> str:
        return told(self, self.before.key, self.after.key, said=f"{len(self.changes)} 个事项")


def compare(old: Edition, new: Edition) -> tuple[ClauseChange, ...]:
    """What changed from ``old`` to ``new``: clauses pair by their matter, in the new order, what was dropped last."""
    return tuple(_changes(old, new))


def _changes(old: Edition, new: Edition) -> Iterator[ClauseChange]:
    before = {criterion.title: criterion for criterion in old.criteria}
    for after in new.criteria:
        earlier = before.pop(after.title, None)
        if earlier is None:
            yield ClauseChange(ClauseStatus.ADDED, None, after)
        else:
            same = digest(earlier.test) == digest(after.test) and earlier.gist == after.gist
            yield ClauseChange(ClauseStatus.SAME if same else ClauseStatus.CHANGED, earlier, after)
    for dropped in before.values():
        yield ClauseChange(ClauseStatus.REMOVED, dropped, None)


def _facts(criterion: Criterion | None, other: Criterion | None) -> tuple[str, ...]:
    there = {ref.key for ref in refs(other.test)} if other else set()
    here = {ref.key: ref.label for ref in refs(criterion.test)} if criterion else {}
    return tuple(label for key, label in here.items() if key not in there)
