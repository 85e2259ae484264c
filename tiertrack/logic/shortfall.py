"""How much is lacking where a number fails its limit: the gap, and the change of one fact that would close it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from tiertrack.logic import expr
from tiertrack.logic.between import Between
from tiertrack.logic.finding import Finding, Known, Value
from tiertrack.logic.kernel import Compare, Given, Monomial, Slot, Symbol
from tiertrack.logic.lower import Polynomial, Rational, lower, rational
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


@frozen(eq=False)
class _Gauge:
    """What measures the term of a threshold, compiled once.

    ``value`` gives its numerator and denominator (None for a while, and for a rate that is irrational); ``lever``, of
    the test as a comparison, what the first fact is multiplied by and what stands beside it (None where a change of
    that fact means nothing). Both take the numbers of ``refs``, a share as its numerator and its denominator.
    """

    refs: tuple[expr.Ref, ...]
    has_shares: bool
    value: _Pair | None
    lever: _Pair | None
    strict: bool

    def numbers(self, finding: Finding) -> Sequence[int]:
        """The numbers that ``value`` and ``lever`` take."""
        if not self.has_shares and _WHOLE.issuperset(map(type, finding.given)):
            return finding.given  # type: ignore[return-value]
        numbers: list[int] = []
        for ref, given in zip(self.refs, finding.given, strict=True):
            value = _number(_nearest_the_limit(finding, given))
            if ref.kind is Kind.SHARE:
                numbers += (value.numerator, value.denominator)
            else:
                numbers.append(int(value))
        return numbers


_WHOLE = frozenset({int})
_Pair = Callable[[Sequence[int]], tuple[int, int]]


@frozen
class Measure:
    """What a threshold measures: the ``value`` of its term (None for a while, and for a rate that is irrational), and
    of the first fact it reads what that is multiplied by in the comparison and what stands beside it (None where a
    change of that fact means nothing); ``strict`` where the limit itself is not enough."""

    value: Rational | None
    lever: tuple[Sequence[Monomial], Sequence[Monomial]] | None
    strict: bool


def measure(test: expr.Threshold) -> Measure:
    """What a threshold measures, and by which change of its first fact it would hold."""
    value = None if _has_no_value(test.term) else rational(test.term)
    node = lower(test)
    compare = node.body if isinstance(node, Given) else node
    if not isinstance(compare, Compare):
        return Measure(value, None, False)
    first = expr.refs(test)[0]
    if first.kind not in (Kind.MONEY, Kind.PEOPLE, Kind.COUNT):
        return Measure(value, None, compare.strict)
    pulled = Slot(first.key, first.offset)
    pulling = [(factor, slots) for factor, slots in compare.terms if pulled in slots]
    slope = [(factor, tuple(slot for slot in slots if slot != pulled)) for factor, slots in pulling]
    rest = [(factor, slots) for factor, slots in compare.terms if pulled not in slots]
    return Measure(value, (slope, rest), compare.strict)


# Every answer by an edition asks for those of the same tests.
@functools.lru_cache(maxsize=4096)
def _gauge(test: expr.Threshold) -> _Gauge:
    refs = expr.refs(test)
    read = (
        Slot(ref.key, ref.offset, side)
        for ref in refs
        for side in (("numerator", "denominator") if ref.kind is Kind.SHARE else ("",))
    )
    places: dict[Symbol, int] = {slot: place for place, slot in enumerate(read)}
    measured = measure(test)
    value = measured.value
    return _Gauge(
        refs,
        any(ref.kind is Kind.SHARE for ref in refs),
        None if value is None else _compiled(places, terms_of(value.numerator), terms_of(value.denominator)),
        None if measured.lever is None else _compiled(places, *measured.lever),
        measured.strict,
    )


def _has_no_value(term: expr.Term) -> bool:
    """Whether it is a while, or a rate that is irrational."""
    match term:
        case expr.Tenure():
            return True
        case expr.Growth(_ref, offsets, expr.GrowthMethod.COMPOUND):
            return len(offsets) > 2
        case _:
            return False


def terms_of(side: Polynomial) -> list[Monomial]:
    """A polynomial as the terms of a comparison are."""
    return [(factor, slots) for slots, factor in side.items()]


def _compiled(places: Mapping[Symbol, int], *sides: Sequence[Monomial]) -> _Pair:
    """Two polynomials as one function of the numbers; only places and factors reach its source."""
    products = (
        ["*".join([str(factor), *(f"n[{places[slot]}]" for slot in slots)]) for factor, slots in side] for side in sides
    )
    pair: _Pair = eval(f"lambda n: ({', '.join(' + '.join(side) or '0' for side in products)})")
    return pair


def term_value(finding: Finding) -> Fraction | None:
    """The exact value of the term a threshold compares; None where it is unknown, undefined or irrational.

    Where only some of the facts are known and they decide, it is the value nearest the limit that is still possible.
    """
    test = finding.test
    if not isinstance(test, expr.Threshold) or finding.blocked or (None in finding.values and not finding.is_early):
        return None
    gauge = _gauge(test)
    return None if gauge.value is None else Fraction(*gauge.value(gauge.numbers(finding)))


def shortfall_of(finding: Finding) -> Shortfall | None:
    """The shortfall of one failed leaf; None for a group, a test that did not fail, or one not a matter of degree."""
    if finding.truth is not Truth.FALSE:
        return None
    test = finding.test
    if isinstance(test, expr.Threshold):
        return _of_threshold(finding, test)
    if isinstance(test, expr.TopRank) and test.within is not None and (rank := finding.values[0]):
        return Shortfall(Quantity(int(rank) - int(test.within.magnitude), Kind.RANK))
    return None


def _of_threshold(finding: Finding, test: expr.Threshold) -> Shortfall | None:
    if isinstance(test.term, expr.Tenure):
        return Shortfall(None)
    if finding.blocked:
        return None
    gauge = _gauge(test)
    numbers = gauge.numbers(finding)
    gap = None
    if gauge.value is not None:
        gap = Quantity(_distance(test.limit.magnitude, *gauge.value(numbers)), test.limit.kind)
    return Shortfall(gap, *_lever(finding, gauge, numbers))


def _distance(limit: int | Fraction, numerator: int, denominator: int) -> int | Fraction:
    """How far a value is from a limit; most limits and what is held against them are whole numbers."""
    apart = abs(limit.numerator * denominator - numerator * limit.denominator)
    parts = abs(limit.denominator * denominator)
    return apart if parts == 1 else Fraction(apart, parts)


def _lever(finding: Finding, gauge: _Gauge, numbers: Sequence[int]) -> tuple[expr.Ref | None, Quantity | None]:
    ref, value = gauge.refs[0], finding.values[0]
    if gauge.lever is None or not isinstance(value, int) or finding.is_early:
        return None, None
    slope, rest = gauge.lever(numbers)
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
