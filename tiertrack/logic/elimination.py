"""What comparisons that must hold together ask of the rest: a number they hold from both sides falls out of them.

首年收入不低于 1000 万元 and 复合增长率不低于 30% ask between them for a newest revenue of 1690 万元; where it is less,
no first year's revenue meets both, and which it was need not be known. Two inequalities are added so that one number
cancels (Fourier and Motzkin's elimination); what follows is a comparison like any other, and every engine reads it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import attrs
from attrs import frozen

from tiertrack.logic import kernel
from tiertrack.logic.kernel import Compare, Given, Kernel, Slot, Symbol

# Every comparison is worked out for every enterprise, and sums of sums say less and less.
_MOST = 8


def entailed(parts: Sequence[Kernel]) -> tuple[Kernel, ...]:
    """Bounds of single numbers that hold wherever all ``parts`` do, and are not among them.

    Where one fails, the parts cannot all hold, nor be left without an answer, whatever the unknown numbers are; where
    the parts are known to hold, so is it.
    """
    certain = _certain(parts)
    found: list[Kernel] = _bounds(_closed(certain))
    for part in _conjuncts(parts):
        if isinstance(part, kernel.Any):
            given = [[one for one in _certain([alternative]) if one not in certain] for alternative in part.parts]
            more = [_bounds(_closed(certain, those)) for those in given]
            # One that is bounded no further is as good as met.
            if more and all(more):
                both = zip(given, more, strict=True)
                found.append(kernel.Any(tuple(kernel.All((*_bounds(_least(own)), *new)) for own, new in both)))
    return tuple(found)


def _bounds(lines: Iterable[_Line]) -> list[Kernel]:
    return [line.compare for line in lines if len(line.factors.keys() - {None}) == 1]


@frozen
class _Line:
    """A comparison of yearly amounts, none multiplied by another; ``early`` if it may be known before they all are."""

    compare: Compare
    early: bool

    @classmethod
    def of(cls, compare: Compare, early: bool = False) -> _Line | None:
        """The line of a comparison; None where it has products, or counts what may be known by its bounds alone."""
        for _factor, symbols in compare.terms:
            if len(symbols) > 1 or any(not isinstance(one, Slot) or one.side or one.offset is None for one in symbols):
                return None
        common = math.gcd(*(factor for factor, _symbols in compare.terms)) or 1
        terms = tuple((factor // common, symbols) for factor, symbols in compare.terms)
        return cls(attrs.evolve(compare, terms=terms), early or compare.holds_early)

    @property
    def factors(self) -> dict[Slot | None, int]:
        """The factor of every slot, and the constant under None."""
        return {symbols[0] if symbols else None: factor for factor, symbols in self.compare.terms}  # type: ignore[misc]

    @property
    def is_certain(self) -> bool:
        """Whether it holds whatever the numbers are, or reads none."""
        factors = self.factors
        constant = factors.pop(None, 0)
        enough = constant > 0 or (constant == 0 and not self.compare.strict)
        return not factors or (enough and all(self._grows(slot, factor) for slot, factor in factors.items()))

    def _grows(self, slot: Slot | None, factor: int) -> bool:
        return factor == 0 or (factor > 0 and slot in self.compare.unsigned)

    def says(self, other: _Line) -> bool:
        """Whether ``other`` holds wherever this does."""
        own, theirs = self.factors, other.factors
        scales = [(own[slot], theirs[slot]) for slot in own if slot in theirs and own[slot] * theirs[slot] > 0]
        return any(self._reaches(other, abs(of_own), abs(of_theirs)) for of_own, of_theirs in scales)

    def _reaches(self, other: _Line, of_own: int, of_theirs: int) -> bool:
        own, theirs = self.factors, other.factors
        rest = {one: of_own * theirs.get(one, 0) - of_theirs * own.get(one, 0) for one in {**own, **theirs}}
        constant = rest.pop(None, 0)
        enough = constant > 0 or (constant == 0 and (self.compare.strict or not other.compare.strict))
        return enough and all(factor == 0 or other._grows(slot, factor) for slot, factor in rest.items())

    def without(self, slot: Slot, other: _Line) -> _Line | None:
        """The sum of two lines in which ``slot`` cancels; None where nothing follows."""
        mine, theirs = self.factors, other.factors
        a, b = abs(theirs[slot]), abs(mine[slot])
        total = {one: a * mine.get(one, 0) + b * theirs.get(one, 0) for one in {**mine, **theirs}}
        poly: dict[tuple[Symbol, ...], int] = {() if one is None else (one,): factor for one, factor in total.items()}
        summed = Compare(
            kernel.polynomial(poly),
            self.compare.strict or other.compare.strict,
            self.compare.unsigned | other.compare.unsigned,
        )
        line = _Line.of(summed, self.early or other.early)
        # One that is known only later than both are would leave open what they decide.
        late = line is not None and line.early and not line.compare.holds_early
        return None if line is None or late or line.is_certain else line


def _closed(given: Iterable[_Line], more: Sequence[_Line] | None = None) -> list[_Line]:
    """What follows from lines, each sum again held against all; from some ``more`` only what they have a part in."""
    every = [*given, *(more or ())]
    newest = every if more is None else list(more)
    found: list[_Line] = []
    while newest and len(found) < _MOST:
        follows = list(dict.fromkeys(_sums(newest, every)))
        newest = [line for line in follows if not any(other.says(line) for other in every)]
        every += newest
        found += newest
    return _least(found)[:_MOST]


def _least(lines: Sequence[_Line]) -> list[_Line]:
    """The lines without those that another one says already."""
    least: list[_Line] = []
    for line in lines:
        if not any(other.says(line) for other in least):
            least = [other for other in least if not line.says(other)] + [line]
    return least


def _sums(newest: Sequence[_Line], every: Sequence[_Line]) -> Iterator[_Line]:
    for line in newest:
        mine = line.factors
        for other in every:
            theirs = other.factors
            for slot, factor in mine.items():
                if slot is not None and factor * theirs.get(slot, 0) < 0 and (sum_ := line.without(slot, other)):
                    yield sum_


def _conjuncts(parts: Iterable[Kernel]) -> Iterator[Kernel]:
    for part in parts:
        if isinstance(part, kernel.All):
            yield from _conjuncts(part.parts)
        else:
            yield part


def _certain(parts: Iterable[Kernel]) -> list[_Line]:
    """The lines that hold unless one of the parts fails, those without an answer included."""
    every = [*_conjuncts(parts)]
    found = [line for part in every if isinstance(part, Compare) and (line := _Line.of(part))]
    for part in every:
        if isinstance(part, Given) and isinstance(part.body, Compare):
            found += _of_given(part, part.body, found)
    return list(dict.fromkeys(found))


def _of_given(node: Given, body: Compare, found: Sequence[_Line]) -> list[_Line]:
    conditions = [_Line.of(one) if isinstance(one, Compare) else None for one in node.conditions]
    line = _Line.of(body)
    if line is None or None in conditions or node.otherwise:
        return []
    if node.otherwise is False or all(any(one.says(part) for one in found) for part in conditions if part):
        return [line, *(part for part in conditions if part)]
    # A share of nothing has no answer; but nothing is no less than a share of nothing.
    whole = {slot for part in conditions if part for slot in part.factors}
    if None not in whole and all(factor > 0 or slot in whole for slot, factor in line.factors.items()):
        weakened = attrs.evolve(line.compare, strict=False)
        return [attrs.evolve(line, compare=weakened)] if line.factors.keys() <= body.unsigned else []
    return []
