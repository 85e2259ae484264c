"""What is hardly true as kernel nodes: the comparison a doubt is written in is carried out on operands that write down
what is asked of them, as it is carried out on the columns of a table elsewhere."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from tiertrack.facts.plausibility import Case
from tiertrack.logic import kernel
from tiertrack.logic.kernel import Compare, Kernel, Monomial, Slot


def case_node(case: Case, reads: tuple[Slot, ...]) -> Kernel:
    """When a case holds, as a kernel node of the slots of what it reads.

    Raises TypeError where it asks more of a value than whole numbers allow.
    """
    found = case.holds(*(_Number(((1, (slot,)),)) for slot in reads))
    if not isinstance(found, _Condition):
        raise TypeError(f"no condition of what is read: {case.claim}")
    return found.node


@frozen
class _Condition:
    """What came of a comparison."""

    node: Kernel

    def __and__(self, other: _Condition) -> _Condition:
        return _Condition(kernel.All((self.node, other.node)))

    def __or__(self, other: _Condition) -> _Condition:
        return _Condition(kernel.Any((self.node, other.node)))


class _Number:
    """A sum of what is read; a day is its ordinal."""

    # It is compared for what it writes down, never for being the same.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, terms: tuple[Monomial, ...]) -> None:
        self.terms = terms

    def __mul__(self, factor: int) -> _Number:
        return _Number(tuple((factor * times, slots) for times, slots in self.terms))

    def __gt__(self, other: _Number | int | dt.date) -> _Condition:
        return _Condition(Compare(self._less(other), strict=True))

    def __ge__(self, other: _Number | int | dt.date) -> _Condition:
        return _Condition(Compare(self._less(other), strict=False))

    def __lt__(self, other: _Number | int | dt.date) -> _Condition:
        return _Condition(kernel.negate((self >= other).node))

    def __le__(self, other: _Number | int | dt.date) -> _Condition:
        return _Condition(kernel.negate((self > other).node))

    def __eq__(self, other: object) -> _Condition:  # type: ignore[override]
        return (self >= other) & (self <= other)  # type: ignore[operator]

    def __ne__(self, other: object) -> _Condition:  # type: ignore[override]
        return (self > other) | (self < other)  # type: ignore[operator]

    def _less(self, other: _Number | int | dt.date) -> tuple[Monomial, ...]:
        if isinstance(other, _Number):
            return (*self.terms, *(other * -1).terms)
        number = other.toordinal() if isinstance(other, dt.date) else other
        return (*self.terms, (-number, ())) if number else self.terms
