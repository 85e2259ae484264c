"""Rich nodes → six kernel nodes: ratios become products, windows become years, durations become cut-off dates.

No division survives: ``part / whole ≥ 3/100`` becomes ``whole > 0`` and ``100·part − 3·whole ≥ 0``; a compound rate
becomes a comparison of products, without a root.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import assert_never

import attrs
from attrs import frozen

from tiertrack.logic import expr, kernel
from tiertrack.logic.answerable import denominators, settled_by_others
from tiertrack.logic.division import asked_of_all
from tiertrack.logic.elimination import entailed
from tiertrack.logic.expr import Comparator, Test
from tiertrack.logic.kernel import Kernel, Slot, Symbol
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import AS_BOOL

Polynomial = dict[tuple[Symbol, ...], int]


@frozen
class Rational:
    """A term as one polynomial over another; both have integer coefficients."""

    numerator: Polynomial
    denominator: Polynomial


def slot(ref: expr.Ref, side: str = "") -> Slot:
    """Where the value of ``ref`` is read; a yearly fact must have been given its year."""
    if ref.yearly and ref.offset is None:
        raise ValueError(f"年度事实“{ref.label}”没有写明年度，请用 上年度、近两年每年 等")
    return Slot(ref.key, ref.offset, side)


def kind_of(term: expr.Term) -> Kind:
    """The kind of value a term gives."""
    match term:
        case expr.Ref(kind=kind):
            return kind
        case expr.SumOver(ref) | expr.MeanOver(ref):
            return ref.kind
        case expr.Ratio() | expr.Growth():
            return Kind.SHARE
        case expr.Tenure():
            return Kind.YEARS
        case _:
            assert_never(term)


def rational(term: expr.Term) -> Rational:
    """The value of a term as a fraction of polynomials; compound growth is given as its total factor less one."""
    shares = not isinstance(term, expr.Ref) and any(ref.kind is Kind.SHARE for ref in expr.refs(term))
    if shares and not isinstance(term, expr.MeanOver):
        raise ValueError("比例不能再相加、相除或求增长率，请直接与界线比较")
    match term:
        case expr.Ref(kind=Kind.SHARE):
            return Rational({(slot(term, "numerator"),): 1}, {(slot(term, "denominator"),): 1})
        case expr.Ref():
            return Rational({(slot(term),): 1}, {(): 1})
        case expr.SumOver(ref, offsets):
            return Rational({(slot(ref.at(offset)),): 1 for offset in offsets}, {(): 1})
        case expr.MeanOver(ref, offsets) if ref.kind is Kind.SHARE:
            return _mean_share([ref.at(offset) for offset in offsets])
        case expr.MeanOver(ref, offsets):
            return Rational({(slot(ref.at(offset)),): 1 for offset in offsets}, {(): len(offsets)})
        case expr.Ratio(part, whole):
            return Rational(rational(part).numerator, rational(whole).numerator)
        case expr.Growth():
            return _growth(term)
        case expr.Tenure():
            raise ValueError("年限只能与若干年比较")
        case _:
            assert_never(term)


def _mean_share(refs: Sequence[expr.Ref]) -> Rational:
    """The mean of shares, as of two years' returns on equity: their fractions brought to one denominator."""
    above: list[Polynomial] = [{(slot(ref, "numerator"),): 1} for ref in refs]
    below: list[Polynomial] = [{(slot(ref, "denominator"),): 1} for ref in refs]
    parts = [reduce(_product, below[:index] + below[index + 1 :], numerator) for index, numerator in enumerate(above)]
    return Rational(reduce(_sum, parts), _times(reduce(_product, below), len(refs)))


def _growth(term: expr.Growth) -> Rational:
    values: list[Polynomial] = [{(slot(term.ref.at(offset)),): 1} for offset in term.offsets]
    if term.method is expr.GrowthMethod.COMPOUND:
        return Rational(_sum(values[0], _times(values[-1], -1)), values[-1])
    bases = values[1:]
    rates = [
        reduce(_product, bases[:index] + bases[index + 1 :], _sum(newer, _times(older, -1)))
        for index, (newer, older) in enumerate(pairwise(values))
    ]
    return Rational(reduce(_sum, rates), _times(reduce(_product, bases), len(bases)))


def _sum(left: Polynomial, right: Polynomial) -> Polynomial:
    return {symbols: left.get(symbols, 0) + right.get(symbols, 0) for symbols in (*left, *right)}


def _times(poly: Polynomial, factor: int) -> Polynomial:
    return {symbols: factor * coefficient for symbols, coefficient in poly.items()}


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    out: Polynomial = {}
    for a, x in left.items():
        for b, y in right.items():
            key = tuple(sorted(a + b, key=repr))
            out[key] = out.get(key, 0) + x * y
    return out


def expand(test: Test) -> Test:
    """The test with every window written out year by year, and what counts where it has no answer; what remains is
    what an explanation shows."""
    return settled_by_others(_written_out(test))


def _written_out(test: Test) -> Test:
    match test:
        case expr.Over(inner, offsets, fold, label):
            return fold(tuple(_written_out(expr.in_year(inner, offset)) for offset in offsets), label)
        case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
            return attrs.evolve(test, tests=tuple(map(_written_out, tests)))
        case expr.Not(inner) | expr.Provided(inner):
            return attrs.evolve(test, test=_written_out(inner))
        case expr.Switch(cases=cases):
            return attrs.evolve(test, cases=tuple((value, _written_out(inner)) for value, inner in cases))
        case expr.Scorecard(sections, passing, label):
            return expr.Scorecard(tuple(map(_expand_section, sections)), passing, label)
        case _:
            return test


def _expand_section(section: expr.Section) -> expr.Section:
    items = tuple(
        expr.Item(
            item.name,
            tuple(expr.Band(band.points, _written_out(band.test)) for band in item.bands),
            item.otherwise,
            item.measured,
            item.full,
        )
        for item in section.items
    )
    return expr.Section(section.name, items, section.minimum)


def children(test: Test) -> tuple[Test, ...]:
    """The tests an expanded test is folded from; none for a leaf."""
    match test:
        case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
            return tests
        case expr.Not(inner) | expr.Provided(inner):
            return (inner,)
        case expr.Switch(_ref, cases):
            return tuple(inner for _value, inner in cases)
        case expr.Scorecard():
            return tuple(band.test for item in test.items for band in item.bands)
        case _:
            return ()


def lower(test: Test) -> Kernel:
    """The kernel of a test."""
    return _lowered(expand(test))


def _lowered(expanded: Test) -> Kernel:
    return combine(expanded, [_lowered(child) for child in children(expanded)])


def combine(test: Test, parts: Sequence[Kernel]) -> Kernel:
    """The kernel of an expanded test, given the kernels of its children."""
    match test:
        case expr.AllOf():
            return kernel.All((*parts, *entailed_by(test)))
        case expr.AnyOf():
            asked = tuple(map(lower, asked_of_all(test)))
            return kernel.Any((*parts, kernel.All(asked)) if asked else tuple(parts))
        case expr.AtLeast(count):
            return kernel.Total(tuple(kernel.Points(((1, part),), 0) for part in parts), count)
        case expr.Not():
            return kernel.negate(parts[0])
        case expr.Switch():
            return _switch(test, parts)
        case expr.Provided(unanswered=unanswered):
            return kernel.Given(tuple(parts), kernel.All(()), AS_BOOL[unanswered])
        case expr.Scorecard():
            return _scorecard(test, parts)
        case expr.Holds(ref):
            return kernel.OneOf(slot(ref), (True,), (True, False))
        case expr.Choice(ref, allowed):
            return kernel.OneOf(slot(ref), allowed, tuple(value for value, _name in ref.choices))
        case expr.TopRank(ref, within):
            ranked = _compare({(slot(ref),): 1, (): -1}, ref)
            if within is None:
                return ranked
            return kernel.All((ranked, _compare({(slot(ref),): -1, (): int(within.magnitude)}, ref)))
        case expr.Threshold():
            return _threshold(test)
        case expr.Since(day):
            return _since({(kernel.Cutoff(0, expr.Anchor.DAY, Kind.DAYS),): 1, (): -day.toordinal()})
        case expr.Over():
            raise ValueError("逐年条件须先展开")
        case _:
            assert_never(test)


@functools.lru_cache(maxsize=4096)
def entailed_by(test: expr.AllOf) -> tuple[Kernel, ...]:
    """What the tests of a conjunction ask for between them: see :mod:`tiertrack.logic.elimination`."""
    return entailed([lower(part) for part in test.tests])


def positive(term: expr.Ref | expr.SumOver) -> kernel.Compare:
    """That a denominator is positive."""
    return _compare(rational(term).numerator, term, strict=True)


def _compare(poly: Polynomial, term: expr.Term, strict: bool = False) -> kernel.Compare:
    return kernel.Compare(kernel.polynomial(poly), strict, frozenset(map(slot, filter(_is_unsigned, expr.refs(term)))))


def _is_unsigned(ref: expr.Ref) -> bool:
    """Whether a number is never negative; of a share two numbers are read, which are not held against anything."""
    return ref.kind is not Kind.SHARE and ref.lowest is not None and ref.lowest >= 0


def _switch(test: expr.Switch, parts: Sequence[Kernel]) -> Kernel:
    ref, values = test.ref, [value for value, _case in test.cases]
    universe = tuple(value for value, _name in ref.choices)
    chosen = [kernel.OneOf(slot(ref), (value,), universe) for value in values]
    cases = [kernel.All((case, part)) for case, part in zip(chosen, parts, strict=True)]
    if set(values) == set(universe):
        # Where all cases agree it does not matter which it is.
        return kernel.Any((*cases, kernel.All(tuple(parts))))
    covered = kernel.OneOf(slot(ref), tuple(values), universe)
    return kernel.Given((covered,), kernel.Any(tuple(cases)), AS_BOOL[test.unanswered])


def _scorecard(card: expr.Scorecard, parts: Sequence[Kernel]) -> Kernel:
    remaining = iter(parts)
    totals: list[Kernel] = []
    every: list[kernel.Points] = []
    for section in card.sections:
        lines = [_points(item, [next(remaining) for _band in item.bands]) for item in section.items]
        every += lines
        if section.minimum is not None:
            totals.append(kernel.Total(tuple(lines), int(section.minimum.magnitude)))
    return kernel.All((kernel.Total(tuple(every), int(card.passing.magnitude)), *totals))


def _points(item: expr.Item, tests: Sequence[Kernel]) -> kernel.Points:
    bands = tuple((int(band.points.magnitude), test) for band, test in zip(item.bands, tests, strict=True))
    measured = slot(item.measured) if item.measured else None
    return kernel.Points(bands, int(item.otherwise.magnitude), measured, int(item.full.magnitude))


@functools.lru_cache(maxsize=4096)
def _threshold(test: expr.Threshold) -> Kernel:
    if isinstance(test.term, expr.Tenure):
        return _tenure(test, test.term)
    limit = Fraction(test.limit.magnitude)
    value = rational(test.term)
    if isinstance(test.term, expr.Growth) and test.term.method is expr.GrowthMethod.COMPOUND:
        limit = (1 + limit) ** (len(test.term.offsets) - 1) - 1
    gap = _sum(_times(value.numerator, limit.denominator), _times(value.denominator, -limit.numerator))
    body = _held(gap, test.term, test.comparator)
    conditions = tuple(map(positive, denominators(test.term)))
    return kernel.Given(conditions, body, AS_BOOL[test.unanswered]) if conditions else body


def _held(gap: Polynomial, term: expr.Term, comparator: Comparator) -> kernel.Compare:
    match comparator:
        case Comparator.AT_LEAST:
            return _compare(gap, term)
        case Comparator.MORE_THAN:
            return _compare(gap, term, strict=True)
        case Comparator.AT_MOST:
            return _compare(_times(gap, -1), term)
        case Comparator.LESS_THAN:
            return _compare(_times(gap, -1), term, strict=True)


def _tenure(test: expr.Threshold, term: expr.Tenure) -> Kernel:
    """Full years or days held against a limit, as a start date held against the cut-off they reach back to."""
    cutoff, start = kernel.Cutoff.reaching(test.limit, term.anchor), (slot(term.ref),)
    match test.comparator:
        case Comparator.AT_LEAST:
            return _since({(cutoff,): 1, start: -1})
        case _ if term.anchor is expr.Anchor.DECISION:
            raise ValueError("截至审议日的年限只能用 满 比较")
        case Comparator.MORE_THAN:
            return _longer_than(cutoff, start)
        case Comparator.AT_MOST:
            return kernel.negate(_longer_than(cutoff, start))
        case Comparator.LESS_THAN:
            raise ValueError("年限只能用 满、超过 或 不超过 比较")


def _longer_than(cutoff: kernel.Cutoff, start: tuple[Symbol, ...]) -> Kernel:
    """Longer than so many years: they were full on the day before already."""
    if cutoff.anchor is expr.Anchor.DAY:
        return _since({(attrs.evolve(cutoff, anchor=expr.Anchor.EVE),): 1, start: -1})
    return _since({(cutoff,): 1, start: -1}, strict=True)


def _since(poly: Polynomial, strict: bool = False) -> kernel.Compare:
    return kernel.Compare(kernel.polynomial(poly), strict)
