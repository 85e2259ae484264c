"""How much is lacking where a number fails its limit: the gap, and the change of one fact that would close it."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from tiertrack.logic import expr
from tiertrack.logic.between import Between
from tiertrack.logic.finding import Finding, Known, Value
from tiertrack.logic.kernel import Compare, Given, Monomial, Slot, Symbol
from tiertrack.logic.lower import lower, rational
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.truth import Truth


@frozen
class Shortfall:
    """What a failed test lacks.

    ``gap`` is the distance from the limit in the limit's own kind (a Fraction of one for shares and rates, None for a
    compound rate, which has no exact value). ``lever`` is the first fact the test reads and ``change`` the smallest
    whole change of it, up or down, that would make the test hold while everything else stays as it is.
    """

    gap: Quantity | None
    lever: expr.Ref | None = None
    change: Quantity | None = None


@frozen
class _Gauge:
    """What measures the term of a threshold: its value as one polynomial over another, and of the test written as a
    comparison the polynomials that its first fact is multiplied by and that stand beside it (None where the change of
    that fact means nothing). They read the values of ``refs``, a share as its numerator and its denominator."""

    refs: tuple[expr.Ref, ...]
    value: tuple[_Polynomial, _Polynomial] | None
    lever: tuple[_Polynomial, _Polynomial] | None
    strict: bool

    def numbers(self, finding: Finding) -> list[int]:
        """The numbers the polynomials are worked out from."""
        numbers: list[int] = []
        for ref, given in zip(self.refs, finding.given, strict=True):
            value = _number(_nearest_the_limit(finding, given))
            if ref.kind is Kind.SHARE:
                numbers += (value.numerator, value.denominator)
            else:
                numbers.append(int(value))
        return numbers


# Factors, each with the places of the numbers it is multiplied by.
_Polynomial = tuple[tuple[int, tuple[int, ...]], ...]


@functools.lru_cache(maxsize=4096)
def _gauge(test: expr.Threshold) -> _Gauge:
    """The gauge of a test; every answer by an edition asks for those of the same tests."""
    refs = expr.refs(test)
    read = (
        Slot(ref.key, ref.offset, side)
        for ref in refs
        for side in (("numerator", "denominator") if ref.kind is Kind.SHARE else ("",))
    )
    places: dict[Symbol, int] = {slot: place for place, slot in enumerate(read)}
    node = lower(test)
    compare = node.body if isinstance(node, Given) else node
    lever = None
    if refs[0].kind in (Kind.MONEY, Kind.PEOPLE, Kind.COUNT) and isinstance(compare, Compare):
        pulled = Slot(refs[0].key, refs[0].offset)
        pulling = [(factor, slots) for factor, slots in compare.terms if pulled in slots]
        slope = [(factor, tuple(slot for slot in slots if slot != pulled)) for factor, slots in pulling]
        rest = [(factor, slots) for factor, slots in compare.terms if pulled not in slots]
        lever = (_placed(slope, places), _placed(rest, places))
    return _Gauge(refs, _value(test.term, places), lever, isinstance(compare, Compare) and compare.strict)


def _value(term: expr.Term, places: Mapping[Symbol, int]) -> tuple[_Polynomial, _Polynomial] | None:
    """The value of a term; None for a while, and for a rate that is irrational."""
    match term:
        case expr.Tenure():
            return None
        case expr.Growth(_ref, offsets, expr.GrowthMethod.COMPOUND) if len(offsets) > 2:
            return None
    value = rational(term)
    numerator, denominator = (
        _placed(((factor, slots) for slots, factor in side.items()), places)
        for side in (value.numerator, value.denominator)
    )
    return numerator, denominator


def _placed(terms: Iterable[Monomial], places: Mapping[Symbol, int]) -> _Polynomial:
    return tuple((factor, tuple(places[slot] for slot in slots)) for factor, slots in terms)


def term_value(finding: Finding) -> Fraction | None:
    """The exact value of the term a threshold compares; None where it is unknown, undefined or irrational.

    Where only some of the facts are known and they decide, it is the value nearest the limit that is still possible.
    """
    test = finding.test
    if not isinstance(test, expr.Threshold) or finding.blocked or (None in finding.values and not finding.is_early):
        return None
    gauge = _gauge(test)
    return None if gauge.value is None else Fraction(*_evaluated(gauge.value, gauge.numbers(finding)))


def shortfall_of(finding: Finding) -> Shortfall | None:
    """The shortfall of one failed leaf; None for a group, a test that did not fail, or one not a matter of degree."""
    if finding.truth is not Truth.FALSE:
        return None
    match finding.test:
        case expr.TopRank(_ref, within) if within is not None and finding.values[0]:
            return Shortfall(Quantity(int(finding.values[0]) - int(within.magnitude), Kind.RANK))
        case expr.Threshold(expr.Tenure()):
            return Shortfall(None)
        case expr.Threshold(limit=limit) as test if not finding.blocked:
            gauge = _gauge(test)
            numbers = gauge.numbers(finding)
            apart = None if gauge.value is None else _distance(limit.magnitude, *_evaluated(gauge.value, numbers))
            gap = None if apart is None else Quantity(apart, limit.kind)
            return Shortfall(gap, *_lever(finding, gauge, numbers))
        case _:
            return None


def _distance(limit: int | Fraction, numerator: int, denominator: int) -> Fraction:
    """How far a value is from a limit."""
    apart = abs(limit.numerator * denominator - numerator * limit.denominator)
    return Fraction(apart, abs(limit.denominator * denominator))


def _lever(finding: Finding, gauge: _Gauge, numbers: Sequence[int]) -> tuple[expr.Ref | None, Quantity | None]:
    ref, value = gauge.refs[0], finding.values[0]
    if gauge.lever is None or not isinstance(value, int) or finding.is_early:
        return None, None
    slope, rest = _evaluated(gauge.lever, numbers)
    if slope == 0:
        return None, None
    # The nearest whole number from which on the comparison holds.
    edge = -(rest // slope) if slope > 0 else -rest // slope
    if gauge.strict and edge * slope + rest == 0:
        edge += 1 if slope > 0 else -1
    return ref, Quantity(edge - value, ref.kind)


def _nearest_the_limit(finding: Finding, given: Known | None) -> Value | None:
    """A value that is known, the end of its bounds nearest the limit, or nothing: the least an unknown amount is."""
    if isinstance(given, Between):
        upwards = isinstance(finding.test, expr.Threshold) and finding.test.comparator in expr.UPWARDS
        return given.low if upwards is (finding.truth is Truth.TRUE) else given.high
    return 0 if given is None and finding.is_early else given


def _number(value: Value | None) -> int | Fraction:
    if not isinstance(value, int | Fraction):
        raise TypeError(f"不是数：{value!r}")
    return value


def _evaluated(pair: tuple[_Polynomial, _Polynomial], numbers: Sequence[int]) -> tuple[int, int]:
    return _evaluate(pair[0], numbers), _evaluate(pair[1], numbers)


def _evaluate(polynomial: _Polynomial, numbers: Sequence[int]) -> int:
    return sum([factor * math.prod([numbers[place] for place in places]) for factor, places in polynomial])
