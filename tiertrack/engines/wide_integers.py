"""Comparison of polynomials wider than 64 bits in 64-bit columns: exact in every engine, SQLite included.

A value is written in limbs, digits of base 2^k: the lower ones not negative, the top one with the sign. Products of
limbs stay small; their sums are carried upwards at the end, and the sign of the whole is the sign of its top limb.
Whatever is divided is staged first and read from there, for some engines write what they divide several times. ``k`` is
chosen so that nothing on the way exceeds 2^62.
"""

from __future__ import annotations

import hashlib
import math
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import product

from attrs import frozen

from tiertrack.engines.dialect import Dialect, Expression
from tiertrack.logic.kernel import Monomial, Symbol

_LARGEST = 2**62
# Narrower ones would make divisions inexact where an engine divides in floating-point.
_WIDTHS = range(25, 9, -1)

Bounds = Callable[[Symbol], int]


class Stages:
    """Columns evaluated stage by stage, each stage reading the ones before."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.by_level: list[dict[str, Expression]] = []

    def add(self, name: str, expression: Expression, level: int) -> Expression:
        """The column that will hold an expression, to be read from the stage after ``level`` on; a name once added
        stands for the same."""
        self.by_level.extend({} for _missing in range(level + 1 - len(self.by_level)))
        self.by_level[level].setdefault(name, expression)
        return self._dialect.column(name)


def fits(terms: Iterable[Monomial], bound: Bounds) -> bool:
    """Whether both sides of the comparison stay within 64 bits whatever the values."""
    return sum(abs(factor) * math.prod(map(bound, symbols)) for factor, symbols in terms) < _LARGEST


@frozen(eq=False)
class Limbs:
    """Polynomials too wide for 64 bits."""

    dialect: Dialect
    bound: Bounds
    stages: Stages
    read: Callable[[Symbol], Expression]

    def at_least_zero(self, terms: Sequence[Monomial]) -> Expression:
        """Whether a polynomial is ≥ 0; raises ValueError where no width will do."""
        width = next((width for width in _WIDTHS if _stays_small(terms, self.bound, width)), None)
        if width is None:
            raise ValueError("乘积超出可以准确计算的范围")
        base = 2**width
        # The products that meet in a place, each worth ``base`` times those in the place before.
        places: defaultdict[int, list[Expression]] = defaultdict(list)
        level = 0
        for factor, symbols in terms:
            split = [self._split(symbol, base) for symbol in symbols]
            level = max([level, *(len(limbs) for limbs in split)])
            for shift, digit in enumerate(_digits(factor, base)):
                for limbs in product(*map(enumerate, split)) if digit else ():
                    place = shift + sum(index for index, _limb in limbs)
                    places[place].append(self._product([limb for _place, limb in limbs], digit))
        sums = [self._sum(places[place]) for place in range(max(places) + 1)]
        return self._carried(sums, base, level, _name(terms))

    def _carried(self, places: Sequence[Expression], base: int, level: int, name: str) -> Expression:
        """Whether the sum of the places, each worth ``base`` times the one before, is ≥ 0."""
        *lower, top = places
        carry = self.dialect.number(0)
        for place, limb in enumerate(lower):
            sum_ = self.stages.add(f"{name} sum {place}", limb + carry, level + 2 * place)
            carry = self.stages.add(f"{name} carry {place}", _floor(sum_, base, self.dialect), level + 2 * place + 1)
        return top + carry >= 0

    def _split(self, symbol: Symbol, base: int) -> Sequence[Expression]:
        """The limbs of a value, lowest first."""
        name, above, limbs = f"{_name(symbol)} {base}", self.read(symbol), []
        for place in range(_limb_count(self.bound(symbol), base) - 1):
            value, above = above, self.stages.add(f"{name} over {place}", _floor(above, base, self.dialect), place)
            limbs.append(self.stages.add(f"{name} limb {place}", value - above * base, place + 1))
        return [*limbs, above]

    def _product(self, limbs: Sequence[Expression], digit: int) -> Expression:
        return reduce(operator.mul, limbs) * digit if limbs else self.dialect.number(digit)

    def _sum(self, parts: Sequence[Expression]) -> Expression:
        return reduce(operator.add, parts) if parts else self.dialect.number(0)


def _name(what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:12]


def _limb_count(largest: int, base: int) -> int:
    """How many limbs a magnitude up to ``largest`` takes."""
    count = 1
    while largest >= base:
        largest = largest // base + 1
        count += 1
    return count


def _floor(value: Expression, base: int, dialect: Dialect) -> Expression:
    """The value divided by the base, downwards: engines that cut towards zero are given no negative number."""
    lift = _LARGEST // base
    return dialect.quotient(value + lift * base, base) - lift


def _digits(factor: int, base: int) -> list[int]:
    """A coefficient in digits of the base, all of its sign."""
    sign, rest, digits = (-1 if factor < 0 else 1), abs(factor), []
    while rest:
        rest, digit = divmod(rest, base)
        digits.append(sign * digit)
    return digits


def _stays_small(terms: Iterable[Monomial], bound: Bounds, width: int) -> bool:
    """Whether the sum of everything that meets in one limb stays below the largest, its carry included."""
    base = 2**width
    heaviest = 0
    for factor, symbols in terms:
        counts = [_limb_count(bound(symbol), base) for symbol in symbols]
        # Limbs of a product meet in one place at most as often as all but its longest factor have limbs.
        meeting = math.prod(sorted(counts)[:-1]) if counts else 1
        heaviest += sum(map(abs, _digits(factor, base))) * meeting * base ** len(symbols)
    return 2 * heaviest < _LARGEST
