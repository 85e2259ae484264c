"""The six kernel nodes as column expressions of any engine.

Numbers are whole and no wider than 64 bits. Where a product could be wider, its comparison is evaluated in parts
of 64 bits (:mod:`tiertrack.engines.wide_integers`), so that every engine answers the same to the last fen. What several
expressions read is *staged*: a column of its own, evaluated before they are.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Sequence
from functools import reduce
from typing import assert_never

import attrs
from attrs import Factory, field, frozen

from tiertrack.engines.dialect import Dialect, Expression
from tiertrack.engines.wide_integers import Bounds, Limbs, Stages, fits
from tiertrack.logic import kernel
from tiertrack.logic.kernel import Compare, Given, Kernel, Monomial, OneOf, Points, Slot, Symbol, Total


@frozen(eq=False)
class TruthColumn:
    """A truth that is a column already; it stands where a kernel node would."""

    truth: Expression


@frozen
class _OrNothing:
    """A slot that is never negative, read as nothing where it is unknown."""

    slot: Slot


@frozen(eq=False)
class Columns:
    """Kernel nodes as expressions.

    ``read`` gives the expression of a symbol, or a plain number where it is one and the same for every row; ``bound``
    says how large the magnitude of a symbol can get, so that nothing overflows unseen. ``stages`` collects the columns
    to be evaluated before. The slots ``own`` to an edition are read in a way of its own; of those ``between`` two
    numbers, each of which stands against limits alone, the sides ``low`` and ``high`` can be read as well.
    """

    dialect: Dialect
    read: Callable[[Symbol], Expression | int]
    bound: Bounds
    own: frozenset[Slot] = frozenset()
    between: frozenset[Slot] = frozenset()
    stages: Stages = field(default=Factory(lambda self: Stages(self.dialect), takes_self=True))

    def truth(self, node: Kernel | TruthColumn) -> Expression:
        """The nullable boolean expression of a node; raises ValueError where a product is too wide to be exact."""
        match node:
            case TruthColumn(truth):
                return truth
            case Compare():
                return self._compare(node)
            case OneOf():
                return self._one_of(node)
            case kernel.All(parts):
                return self.all([self.truth(part) for part in parts])
            case kernel.Any(parts):
                return self.any([self.truth(part) for part in parts])
            case Given(conditions, body, otherwise):
                every, held = self.all([self.truth(condition) for condition in conditions]), self.truth(body)
                return self.dialect.choose(every, held, self.where_false(every, otherwise))
            case Total():
                return self._total(node)
            case _:
                assert_never(node)

    def all(self, truths: Sequence[Expression]) -> Expression:
        """Kleene's conjunction."""
        return self.dialect.all(truths) if truths else self.dialect.truth(True)

    def any(self, truths: Sequence[Expression]) -> Expression:
        """Kleene's disjunction."""
        return self.dialect.any(truths) if truths else self.dialect.truth(False)

    def where_false(self, truth: Expression, value: bool | None) -> Expression:
        """A value where ``truth`` is FALSE, unknown where that is unknown; where it is TRUE this is not to be read."""
        return self.dialect.truth(None) if value is None else ~truth if value else truth

    def low_and_high(self, line: Points) -> tuple[Expression, Expression]:
        """The fewest and the most points, in hundredths, that a line of a scorecard can still give."""
        number = self.dialect.number
        if line.measured is not None:
            stated = self.read(line.measured)
            capped = self.dialect.choose(stated > line.full, number(line.full), stated)
            return self.dialect.coalesce(capped, number(0)), self.dialect.coalesce(capped, number(line.full))
        low = high = number(line.otherwise)
        for points, test in reversed(line.bands):
            held = self.truth(test)
            low = self.dialect.choose(held, number(points), low)
            high = self.dialect.choose(self.dialect.coalesce(held, self.dialect.truth(True)), number(points), high)
        return low, high

    def _compare(self, node: Compare) -> Expression:
        read = (one for _factor, symbols in node.terms for one in symbols if isinstance(one, Slot))
        bounded = next((one for one in read if one in self.between), None)
        return self._settled(node) if bounded is None else self._between(node, bounded)

    def _between(self, node: Compare, slot: Slot) -> Expression:
        """A limit on a number that lies between two: what every number in between answers, else unknown."""
        rises = any(factor > 0 for factor, symbols in node.terms if symbols)
        sides = ("low", "high") if rises else ("high", "low")
        certain, possible = (self._settled(_on_side(node, slot, side)) for side in sides)
        return certain | (possible & self.dialect.truth(None))

    def _settled(self, node: Compare) -> Expression:
        terms = self._whole(node)
        whole = self._reached(terms, node.strict)
        early = [_or_nothing(factor, symbols, node.unsigned if factor > 0 else ()) for factor, symbols in terms]
        late = [_or_nothing(factor, symbols, node.unsigned if factor < 0 else ()) for factor, symbols in terms]
        if not node.holds_early:
            return self._reached(late, node.strict) & whole if node.fails_early else whole
        holds = self._reached(early, node.strict)
        if not node.fails_early:
            return holds | whole
        return self.dialect.choose(holds, self.dialect.truth(True), self._reached(late, node.strict) & whole)

    def _reached(self, terms: Sequence[Monomial], strict: bool) -> Expression:
        """Whether a sum is ≥ 0, or > 0 where ``strict``; unknown where one of its symbols is."""
        if not fits(terms, self._largest):
            # Of whole numbers more than 0 is at least 1.
            terms = [*terms, (-1, ())] if strict else terms
            return Limbs(self.dialect, self._largest, self.stages, self._value).at_least_zero(terms)
        left = [self._monomial(factor, symbols) for factor, symbols in terms if factor > 0]
        right = [self._monomial(-factor, symbols) for factor, symbols in terms if factor < 0]
        above, below = (reduce(operator.add, side) if side else self.dialect.number(0) for side in (left, right))
        return above > below if strict else above >= below

    def _value(self, symbol: Symbol | _OrNothing) -> Expression | int:
        if isinstance(symbol, _OrNothing):
            return self.dialect.coalesce(self.read(symbol.slot), self.dialect.number(0))
        return self.read(symbol)

    def _largest(self, symbol: Symbol | _OrNothing) -> int:
        return self.bound(symbol.slot if isinstance(symbol, _OrNothing) else symbol)

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
            return self.dialect.number(factor)
        product = reduce(operator.mul, map(self._value, symbols))
        return product if factor == 1 else product * factor

    def _one_of(self, node: OneOf) -> Expression:
        column = self.read(node.slot)
        if node.values == (True,):
            return column
        if node.values == (False,):
            return ~column
        return self.dialect.is_one_of(column, node.values)

    def _total(self, node: Total) -> Expression:
        low, high = zip(*(self.low_and_high(line) for line in node.lines), strict=True)
        return self.reached(reduce(operator.add, low), reduce(operator.add, high), node.bound, node.below)

    def reached(self, low: Expression, high: Expression, bound: int, below: bool) -> Expression:
        """Whether points between ``low`` and ``high`` reach a bound, or stay below it."""
        reached, failed = (self.dialect.truth(value) for value in ((False, True) if below else (True, False)))
        undecided = self.dialect.choose(high < bound, failed, self.dialect.truth(None))
        return self.dialect.choose(low >= bound, reached, undecided)


def _on_side(node: Compare, slot: Slot, side: str) -> Compare:
    """A comparison that reads a side of a slot in the slot's place."""
    read = attrs.evolve(slot, side=side)
    terms = tuple((factor, tuple(read if one == slot else one for one in symbols)) for factor, symbols in node.terms)
    return attrs.evolve(node, terms=terms, unsigned=frozenset(read if one == slot else one for one in node.unsigned))


def _or_nothing(factor: int, symbols: tuple[Symbol, ...], unsigned: Collection[Symbol]) -> Monomial:
    """A term whose unsigned slots count as nothing where they are unknown."""
    return factor, tuple(_OrNothing(one) if one in unsigned else one for one in symbols)  # type: ignore[misc, arg-type]
