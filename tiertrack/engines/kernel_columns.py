"""From the six kernel nodes to column expressions of any engine: written once, for whatever builds expressions.

Numbers are whole and no wider than 64 bits. Where a product could be wider, its comparison is worked out in parts
of 64 bits (:mod:`tiertrack.engines.wide_integers`), so that every engine answers the same to the last fen. What several
expressions read is *staged*: worked out as a column of its own before they are.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import assert_never

from attrs import field, frozen

from tiertrack.engines.dialect import Expression, Words
from tiertrack.engines.wide_integers import Bounds, Limbs, Stages, fits
from tiertrack.logic import kernel
from tiertrack.logic.kernel import Compare, Given, Kernel, Monomial, OneOf, Points, Symbol, Total

__all__ = ["Columns", "Held"]


@frozen(eq=False)
class Held:
    """A truth that has been worked out already; it stands where a kernel node would."""

    truth: Expression


@frozen(eq=False)
class Columns:
    """Kernel nodes as expressions.

    ``read`` gives the expression of a symbol, or a plain number where it is one and the same for every row; ``bound``
    says how large the magnitude of a symbol can get, so that nothing overflows unseen. ``stages`` collects what has to
    be worked out before.
    """

    words: Words
    read: Callable[[Symbol], Expression | int]
    bound: Bounds
    stages: Stages = field(init=False)

    @stages.default
    def _no_stages(self) -> Stages:
        return Stages(self.words)

    def truth(self, node: Kernel | Held) -> Expression:
        """The nullable boolean expression of a node; raises ValueError where a product is too wide to be exact."""
        match node:
            case Held(truth):
                return truth
            case Compare():
                return self._compare(node)
            case OneOf():
                return self._one_of(node)
            case kernel.All(parts):
                return self.all([self.truth(part) for part in parts])
            case kernel.Any(parts):
                return self.any([self.truth(part) for part in parts])
            case Given(conditions, body):
                every = self.all([self.truth(one) for one in conditions])
                return self.words.choose(every, self.truth(body), self.words.truth(None))
            case Total():
                return self._total(node)
            case _:
                assert_never(node)

    def all(self, truths: Sequence[Expression]) -> Expression:
        """Kleene's conjunction."""
        return reduce(operator.and_, truths) if truths else self.words.truth(True)

    def any(self, truths: Sequence[Expression]) -> Expression:
        """Kleene's disjunction."""
        return reduce(operator.or_, truths) if truths else self.words.truth(False)

    def low_and_high(self, line: Points) -> tuple[Expression, Expression]:
        """The fewest and the most points, in hundredths, that a line of a scorecard can still give."""
        number = self.words.number
        if line.measured is not None:
            stated = self.read(line.measured)
            capped = self.words.choose(stated > line.full, number(line.full), stated)
            return self.words.known(capped, number(0)), self.words.known(capped, number(line.full))
        low = high = number(line.otherwise)
        for points, test in reversed(line.bands):
            held = self.truth(test)
            low = self.words.choose(held, number(points), low)
            high = self.words.choose(self.words.known(held, self.words.truth(True)), number(points), high)
        return low, high

    def _compare(self, node: Compare) -> Expression:
        terms = self._whole(node)
        if not fits(terms, self.bound):
            # Of whole numbers more than 0 is at least 1.
            terms = [*terms, (-1, ())] if node.strict else terms
            return Limbs(self.words, self.bound, self.stages, self.read).at_least_zero(terms)
        left = [self._monomial(factor, symbols) for factor, symbols in terms if factor > 0]
        right = [self._monomial(-factor, symbols) for factor, symbols in terms if factor < 0]
        above, below = (reduce(operator.add, side) if side else self.words.number(0) for side in (left, right))
        return above > below if node.strict else above >= below

    def _whole(self, node: Compare) -> list[Monomial]:
        """The terms with numbers that are the same for every row multiplied into the coefficients, and no common
        divisor left."""
        gathered: dict[tuple[Symbol, ...], int] = {}
        for factor, symbols in node.terms:
            numbers = {symbol: value for symbol in symbols if isinstance(value := self.read(symbol), int)}
            rest = tuple(symbol for symbol in symbols if symbol not in numbers)
            whole = factor * math.prod(numbers[symbol] for symbol in symbols if symbol in numbers)
            gathered[rest] = gathered.get(rest, 0) + whole
        common = math.gcd(*gathered.values()) or 1
        return [(factor // common, symbols) for symbols, factor in gathered.items() if factor]

    def _monomial(self, factor: int, symbols: tuple[Symbol, ...]) -> Expression:
        if not symbols:
            return self.words.number(factor)
        product = reduce(operator.mul, (self.read(symbol) for symbol in symbols))
        return product if factor == 1 else product * factor

    def _one_of(self, node: OneOf) -> Expression:
        column = self.read(node.slot)
        if node.values == (True,):
            return column
        if node.values == (False,):
            return ~column
        return self.words.is_one_of(column, node.values)

    def _total(self, node: Total) -> Expression:
        low, high = zip(*(self.low_and_high(line) for line in node.lines), strict=True)
        return self.reached(reduce(operator.add, low), reduce(operator.add, high), node.bound, node.below)

    def reached(self, low: Expression, high: Expression, bound: int, below: bool) -> Expression:
        """Whether points between ``low`` and ``high`` reach a bound, or stay below it."""
        reached, failed = (self.words.truth(value) for value in ((False, True) if below else (True, False)))
        undecided = self.words.choose(high < bound, failed, self.words.truth(None))
        return self.words.choose(low >= bound, reached, undecided)
