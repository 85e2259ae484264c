"""Comparing polynomials that may be wider than 64 bits, in 64-bit columns: exact in every engine, SQLite included.

A value is written in limbs, digits of base 2^k: the lower ones not negative, the top one with the sign. Products of
limbs stay small; their sums are carried upwards at the end, and the sign of the whole is the sign of its top limb.
The limbs of a value are worked out once, at a stage of their own, and read from there. ``k`` is chosen so that nothing
on the way exceeds 2^62.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from tiertrack.engines.words import Expression, Words
from tiertrack.logic.kernel import Monomial, Symbol

__all__ = ["Limbs", "at_least_zero", "fits"]

_LARGEST = 2**62
_WIDTHS = range(25, 3, -1)

Bounds = Callable[[Symbol], int]
# The limbs of a symbol, lowest first, in the base and the number asked for.
Limbs = Callable[[Symbol, int, int], Sequence[Expression]]


def fits(terms: Iterable[Monomial], bound: Bounds) -> bool:
    """Whether both sides of the comparison stay within 64 bits whatever the values."""
    return sum(abs(factor) * math.prod(map(bound, symbols)) for factor, symbols in terms) < _LARGEST


def at_least_zero(terms: Sequence[Monomial], words: Words, bound: Bounds, limbs: Limbs) -> Expression:
    """Whether a polynomial is ≥ 0; raises ValueError where no width will do."""
    width = next((width for width in _WIDTHS if _stays_small(terms, bound, width)), None)
    if width is None:
        raise ValueError("乘积超出可以准确计算的范围")
    base = 2**width
    total: list[list[Expression]] = []
    for factor, symbols in terms:
        split = [limbs(symbol, base, limb_count(bound(symbol), base)) for symbol in symbols]
        for place, digit in enumerate(_digits(factor, base)):
            if digit:
                _add(total, place, _scaled(digit, _times(split), words))
    *lower, top = [_sum(parts, words) for parts in total]
    carry = words.number(0)
    for limb in lower:
        carry = floor(limb + carry, base, words)
    return top + carry >= 0


def limb_count(largest: int, base: int) -> int:
    """How many limbs a magnitude up to ``largest`` takes."""
    count = 1
    while largest >= base:
        largest = largest // base + 1
        count += 1
    return count


def floor(value: Expression, base: int, words: Words) -> Expression:
    """The value divided by the base, downwards: engines that cut towards zero are given no negative number."""
    lift = _LARGEST // base
    return words.quotient(value + lift * base, base) - lift


def _digits(factor: int, base: int) -> list[int]:
    """A coefficient in digits of the base, all of its sign."""
    sign, rest, digits = (-1 if factor < 0 else 1), abs(factor), []
    while rest:
        rest, digit = divmod(rest, base)
        digits.append(sign * digit)
    return digits


def _times(factors: Sequence[Sequence[Expression]]) -> list[list[Expression]]:
    """For each place of a product, the products of limbs that meet there; an empty product is one."""
    if not factors:
        return [[None]]
    product: list[list[Expression]] = [[limb] for limb in factors[0]]
    for limbs in factors[1:]:
        longer: list[list[Expression]] = [[] for _place in range(len(product) + len(limbs) - 1)]
        for i, parts in enumerate(product):
            for j, limb in enumerate(limbs):
                longer[i + j].extend(part * limb for part in parts)
        product = longer
    return product


def _scaled(digit: int, places: Sequence[Sequence[Expression]], words: Words) -> list[list[Expression]]:
    """The places, each product times a digit; None stands for one."""
    return [[words.number(digit) if part is None else part * digit for part in parts] for parts in places]


def _add(total: list[list[Expression]], shift: int, places: Sequence[Sequence[Expression]]) -> None:
    total.extend([] for _place in range(len(places) + shift - len(total)))
    for place, parts in enumerate(places, shift):
        total[place].extend(parts)


def _sum(parts: Sequence[Expression], words: Words) -> Expression:
    first, *rest = parts or [words.number(0)]
    for part in rest:
        first = first + part
    return first


def _stays_small(terms: Iterable[Monomial], bound: Bounds, width: int) -> bool:
    """Whether the sum of everything that meets in one limb stays below the largest, its carry included."""
    base = 2**width
    heaviest = 0
    for factor, symbols in terms:
        counts = [limb_count(bound(symbol), base) for symbol in symbols]
        # Limbs of a product meet in one place at most as often as all but its longest factor have limbs.
        meeting = math.prod(sorted(counts)[:-1]) if counts else 1
        heaviest += sum(map(abs, _digits(factor, base))) * meeting * base ** len(symbols)
    return 2 * heaviest < _LARGEST
