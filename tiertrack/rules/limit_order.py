"""What is stricter: of two single conditions by their comparators and numbers, of two windows by their years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tiertrack.labels import Labelled
from tiertrack.logic import expr
from tiertrack.logic.expr import Comparator, Test
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.rules.pairing import facts, form


class LimitStatus(Labelled):
    """What became of a limit."""

    TIGHTENED = "tightened", "收紧"
    LOOSENED = "loosened", "放宽"
    REDEFINED = "redefined", "改口径"
    ADDED = "added", "新增"
    REMOVED = "removed", "删去"
    REWRITTEN = "rewritten", "改写"


class Effect(Labelled):
    """What that means to an enterprise: the condition is harder to meet than before (an indicator is hit by more),
    easier, or neither follows."""

    STRICTER = "stricter", "更严"
    EASIER = "easier", "更宽"
    UNORDERED = "unordered", "不能比较严宽"

    @property
    def opposite(self) -> Effect:
        """The same seen from the other side."""
        return _OPPOSITE[self]

    @classmethod
    def of_all(cls, effects: Iterable[Effect]) -> Effect:
        """The effect of several together: theirs where they agree, otherwise none follows."""
        found = {*effects}
        return found.pop() if len(found) == 1 else cls.UNORDERED


_OPPOSITE = {
    Effect.STRICTER: Effect.EASIER,
    Effect.EASIER: Effect.STRICTER,
    Effect.UNORDERED: Effect.UNORDERED,
}


def window_order(
    old: tuple[frozenset[int], type | None], new: tuple[frozenset[int], type | None]
) -> Effect | LimitStatus | None:
    """What it does that other years are asked about; of a single year it makes no difference how they are taken."""
    (before, fold), (after, other) = old, new
    fold, other = fold or other, other or fold
    if len(before) == 1:
        fold = other
    if len(after) == 1:
        other = fold
    if fold is not other:
        if not before & after:
            return LimitStatus.REDEFINED
        return Effect.EASIER if fold is expr.AllOf else Effect.STRICTER
    if before == after:
        return None
    if before < after:
        return Effect.STRICTER if fold is expr.AllOf else Effect.EASIER
    if after < before:
        return Effect.EASIER if fold is expr.AllOf else Effect.STRICTER
    return LimitStatus.REDEFINED


def single_order(old: Test, new: Test) -> Effect | LimitStatus | None:
    """What it does that one condition follows another, or how it changed where that has no order; None for nothing."""
    match old, new:
        case expr.Threshold(), expr.Threshold():
            return _threshold(old, new)
        case expr.TopRank(ref, within), expr.TopRank(other, most) if ref == other:
            if within is None or most is None:
                return None if within is most else Effect.STRICTER if within is None else Effect.EASIER
            return by_number(within.magnitude - most.magnitude)
        case expr.Choice(ref, allowed), expr.Choice(other, values) if ref == other:
            if {*allowed} == {*values}:
                return None
            more, fewer = {*allowed} < {*values}, {*allowed} > {*values}
            return Effect.EASIER if more else Effect.STRICTER if fewer else LimitStatus.REWRITTEN
        case _:
            return LimitStatus.REWRITTEN


def _threshold(old: expr.Threshold, new: expr.Threshold) -> Effect | LimitStatus | None:
    if old.term != new.term or old.limit.kind is not new.limit.kind:
        is_related = bool(facts(old) & facts(new)) or form(old) == form(new)
        return LimitStatus.REDEFINED if is_related else LimitStatus.REWRITTEN
    up = old.comparator in expr.UPWARDS
    if up is not (new.comparator in expr.UPWARDS) or old.unanswered is not new.unanswered:
        return LimitStatus.REWRITTEN
    one, other = _edge(old), _edge(new)
    return by_number((other > one) - (other < one)) if up else by_number((other < one) - (other > one))


def _edge(test: expr.Threshold) -> Any:
    """The limit of a test in an order in which a higher one is harder to be above, and a lower one to be below."""
    limit, is_strict = test.limit.magnitude, test.comparator in (Comparator.MORE_THAN, Comparator.LESS_THAN)
    sign = 1 if test.comparator in expr.UPWARDS else -1
    is_whole = isinstance(test.term, expr.Ref | expr.SumOver) and test.limit.kind is not Kind.SHARE
    if is_strict and is_whole and limit == int(limit):
        return (limit + sign, 0)
    return (limit, sign * is_strict)


def by_limit(old: Quantity, new: Quantity) -> Effect | None:
    """What it does that what must be reached is another number."""
    return by_number(new.magnitude - old.magnitude)


def by_number(more: Any) -> Effect | None:
    """Stricter for more, easier for less."""
    return None if more == 0 else Effect.STRICTER if more > 0 else Effect.EASIER
