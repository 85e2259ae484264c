"""How much is lacking where a number fails its limit: the gap, and the change of one fact that would close it."""

from __future__ import annotations

import functools
import math
from fractions import Fraction

from attrs import frozen

from tiertrack.logic import expr
from tiertrack.logic.between import Between
from tiertrack.logic.finding import Finding, Known, Value
from tiertrack.logic.kernel import Compare, Cutoff, Given, Monomial, Slot
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


def term_value(finding: Finding) -> Fraction | None:
    """The exact value of the term a threshold compares; None where it is unknown, undefined or irrational.

    Where only some of the facts are known and they decide, it is the value nearest the limit that is still possible.
    """
    test = finding.test
    if not isinstance(test, expr.Threshold) or finding.blocked or (None in finding.values and not finding.is_early):
        return None
    match test.term:
        case expr.Tenure():
            return None
        case expr.Growth(_ref, offsets, expr.GrowthMethod.COMPOUND) if len(offsets) > 2:
            return None
    value, known = rational(test.term), _known(finding)
    return Fraction(_evaluate(value.numerator, known), _evaluate(value.denominator, known))


def shortfall_of(finding: Finding) -> Shortfall | None:
    """The shortfall of one failed leaf; None for a group, a test that did not fail, or one not a matter of degree."""
    if finding.truth is not Truth.FALSE:
        return None
    match finding.test:
        case expr.TopRank(_ref, within) if within is not None and finding.values[0]:
            return Shortfall(Quantity(int(finding.values[0]) - int(within.magnitude), Kind.RANK))
        case expr.Threshold(expr.Tenure()):
            return Shortfall(None)
        case expr.Threshold(limit=limit) if not finding.blocked:
            value = term_value(finding)
            gap = None if value is None else Quantity(abs(Fraction(limit.magnitude) - value), limit.kind)
            return Shortfall(gap, *_lever(finding))
        case _:
            return None


# Every answer by an edition asks for those of the same tests.
_lowered = functools.lru_cache(maxsize=4096)(lower)
_refs = functools.lru_cache(maxsize=4096)(expr.refs)


def _lever(finding: Finding) -> tuple[expr.Ref | None, Quantity | None]:
    ref, value = _refs(finding.test)[0], finding.values[0]
    if ref.kind not in (Kind.MONEY, Kind.PEOPLE, Kind.COUNT) or not isinstance(value, int) or finding.is_early:
        return None, None
    node = _lowered(finding.test)
    compare = node.body if isinstance(node, Given) else node
    if not isinstance(compare, Compare):
        return None, None
    slope, rest = _linear(compare, Slot(ref.key, ref.offset), _known(finding))
    if slope == 0:
        return None, None
    root = Fraction(-rest, slope)
    edge = math.ceil(root) if slope > 0 else math.floor(root)
    if compare.strict and edge == root:
        edge += 1 if slope > 0 else -1
    return ref, Quantity(edge - value, ref.kind)


def _known(finding: Finding) -> dict[Slot | Cutoff, int]:
    known: dict[Slot | Cutoff, int] = {}
    for ref, given in zip(_refs(finding.test), finding.given, strict=True):
        value = _nearest_the_limit(finding, given)
        if isinstance(value, Fraction) or ref.kind is Kind.SHARE:
            share = Fraction(_number(value))
            known[Slot(ref.key, ref.offset, "numerator")] = share.numerator
            known[Slot(ref.key, ref.offset, "denominator")] = share.denominator
        else:
            known[Slot(ref.key, ref.offset)] = int(_number(value))
    return known


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


def _evaluate(poly: dict[tuple[Slot | Cutoff, ...], int], known: dict[Slot | Cutoff, int]) -> int:
    return sum(factor * math.prod(known[symbol] for symbol in symbols) for symbols, factor in poly.items())


def _linear(compare: Compare, lever: Slot, known: dict[Slot | Cutoff, int]) -> tuple[int, int]:
    slope = rest = 0
    for factor, symbols in compare.terms:
        amount = _monomial((factor, tuple(symbol for symbol in symbols if symbol != lever)), known)
        if lever in symbols:
            slope += amount
        else:
            rest += amount
    return slope, rest


def _monomial(term: Monomial, known: dict[Slot | Cutoff, int]) -> int:
    factor, symbols = term
    return factor * math.prod(known[symbol] for symbol in symbols)
