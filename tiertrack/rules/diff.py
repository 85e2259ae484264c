"""Two editions side by side, clause by clause."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.law.scope import Act
from tiertrack.logic.expr import refs
from tiertrack.logic.truth import Truth
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.digest import digest
from tiertrack.rules.edition import Edition
from tiertrack.rules.limit_order import Effect
from tiertrack.rules.limits import LimitChange, limit_changes
from tiertrack.rules.matter import MatterChange, matter_changes
from tiertrack.rules.numbers import Number, in_expression
from tiertrack.rules.pairing import Pairs, facts, form, nearest_paired, paired


class ClauseStatus(enum.Enum):
    """What became of a clause."""

    SAME = "未变"
    CHANGED = "改变"
    ADDED = "新增"
    REMOVED = "删去"


@frozen
class ClauseChange:
    """One matter as the old and the new edition have it; either side is None where it has no such clause.

    ``elsewhere`` are, for a clause of one side alone, those of the other side alone that read some of its facts;
    ``redefined`` the keys of the facts it reads that the editions count in different ways. ``act`` is what the new
    edition is for.
    """

    change: ClauseStatus
    before: Criterion | None
    after: Criterion | None
    elsewhere: tuple[Criterion, ...] = ()
    redefined: frozenset[str] = frozenset()
    act: Act = Act.RECOGNITION

    def __repr__(self) -> str:
        return told(self, self.title, said=self.change.value)

    @property
    def title(self) -> str:
        """The matter."""
        criterion = self.after or self.before
        return criterion.title if criterion else ""

    @property
    def keys(self) -> tuple[str | None, str | None]:
        """The key of the clause in the old and in the new edition."""
        return self.before.key if self.before else None, self.after.key if self.after else None

    @functools.cached_property
    def limits(self) -> tuple[LimitChange, ...]:
        """What became of each of its limits; those that stayed the same are left out."""
        old, new = (criterion.test if criterion else None for criterion in (self.before, self.after))
        return limit_changes(old, new, self.redefined, self.act)

    @functools.cached_property
    def matters(self) -> tuple[MatterChange, ...]:
        """What became of each matter that its document lists, of a clause of both editions; those that stayed the same
        are left out."""
        if self.before is None or self.after is None:
            return ()
        return tuple(matter_changes(self.before.matters, self.after.matters))

    def leaves_settled(self, truth: Truth) -> bool:
        """Whether an answer to the old clause answers the new one as well, though it was about what that counted: what
        is only easier is met by whoever met the old one, what is only stricter by no one who did not."""
        if self.redefined:
            return False
        settled = {Truth.TRUE: Effect.EASIER, Truth.FALSE: Effect.STRICTER}.get(truth)
        return all(matter.effect is settled for matter in self.matters)

    @property
    def effect(self) -> Effect | None:
        """Whether it is harder to meet than before (an indicator is hit by more), or easier; None where it stayed the
        same. What is only worded otherwise, or reads what is counted otherwise, has no order."""
        if self.redefined:
            return Effect.UNORDERED
        if self.change is ClauseStatus.SAME:
            return None
        steps = (*(limit.effect for limit in self.limits), *(matter.effect for matter in self.matters))
        return Effect.of_all(steps)

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
    """What changed from ``old`` to ``new``, in the new order, what was dropped last.

    Clauses of one document pair by their keys, others by their matter; what is left by the facts and the form of what
    they ask.
    """
    return tuple(_changes(old, new))


def _changes(old: Edition, new: Edition) -> Iterator[ClauseChange]:
    pairs, dropped, added = _paired(old, new)
    earlier = {after.key: before for before, after in pairs}
    redefined = _counted_otherwise(old, new)
    for after in new.criteria:
        if (before := earlier.get(after.key)) is None:
            yield ClauseChange(ClauseStatus.ADDED, None, after, _akin(after, dropped), act=new.act)
            continue
        same = digest(before.test) == digest(after.test) and before.gist == after.gist
        status = ClauseStatus.SAME if same else ClauseStatus.CHANGED
        otherwise = redefined & (facts(before.test) | facts(after.test))
        yield ClauseChange(status, before, after, redefined=otherwise, act=new.act)
    for before in dropped:
        yield ClauseChange(ClauseStatus.REMOVED, before, None, _akin(before, added), act=new.act)


def _paired(old: Edition, new: Edition) -> Pairs[Criterion]:
    is_lineage = old.citation.provision.instrument == new.citation.provision.instrument
    likenesses = (
        lambda criterion: criterion.key if is_lineage else None,
        lambda criterion: criterion.title,
        lambda criterion: (form(criterion.test), facts(criterion.test)),
    )
    pairs, dropped, added = paired(old.criteria, new.criteria, likenesses)
    near, _dropped, _added = nearest_paired([one.test for one in dropped], [one.test for one in added], form)
    by_test = {id(one.test): one for one in (*dropped, *added)}
    pairs += [(by_test[id(before)], by_test[id(after)]) for before, after in near]
    taken = {id(one) for pair in pairs for one in pair}
    return (
        pairs,
        [criterion for criterion in dropped if id(criterion) not in taken],
        [criterion for criterion in added if id(criterion) not in taken],
    )


def _akin(criterion: Criterion, others: list[Criterion]) -> tuple[Criterion, ...]:
    """Those of some clauses that read some of the facts of a clause."""
    return tuple(other for other in others if facts(other.test) & facts(criterion.test))


def _counted_otherwise(old: Edition, new: Edition) -> frozenset[str]:
    """The keys of the numbers of rights that both editions read and define differently."""
    before, after = ({count.key: count for count in one.ip.counts} if one.ip else {} for one in (old, new))
    return frozenset(key for key in before.keys() & after.keys() if before[key] != after[key])


def _facts(criterion: Criterion | None, other: Criterion | None) -> tuple[str, ...]:
    there = {ref.key for ref in refs(other.test)} if other else set()
    here = {ref.key: ref.label for ref in refs(criterion.test)} if criterion else {}
    return tuple(label for key, label in here.items() if key not in there)
