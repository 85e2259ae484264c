"""The compiled evaluator says of every rule what a naive reading of it in plain fractions says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.expressions import (
    COMPARATORS,
    LARGEST,
    MONEY,
    SHARES,
    SINCE,
    Case,
    cases,
    rules,
    scorecards,
    tenures,
    thresholds,
    value_for,
)
from tests.support.oracle import Oracle
from tiertrack.logic import expr, kernel
from tiertrack.logic.evaluate import compile_test
from tiertrack.logic.expr import Anchor, Comparator, GrowthMethod, Test
from tiertrack.logic.kernel import Cutoff, Kernel, negate
from tiertrack.logic.lower import lower
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.truth import AS_BOOL, Truth

INCOME, OUTLAY, ASSETS = (ref.at(-1) for ref in MONEY)
KERNEL_NODES = (kernel.Compare, kernel.OneOf, kernel.All, kernel.Any, kernel.Given, kernel.Total)


def naive(case: Case) -> bool | None:
    return Oracle(dict(case.known), case.on).answer(case.test)


def share(text: str) -> Quantity:
    return Quantity(Fraction(text), Kind.SHARE)


def money(fen: int) -> Quantity:
    return Quantity(fen, Kind.MONEY)


def held(term: expr.Term, word: str, limit: Quantity) -> expr.Threshold:
    return expr.Threshold(term, COMPARATORS[word], limit, word)


# ------------------------------------------------------------------------------------------------- verdict and finding


def is_as_read(case: Case, test: Test, verdict: bool | None, chance: Random) -> bool:
    """Whether a verdict is the naive one or, as that takes each comparison by itself, one that follows from several
    together: then no values of what is unknown may contradict it."""
    said = Oracle(dict(case.known), case.on).answer(test)
    if said is not None or verdict is None:
        return verdict is said
    return all(oracle.answer(test) in (None, verdict) for oracle in learned(case, chance))


def are_as_read(case: Case, section: expr.Section, points: tuple[Fraction, Fraction], chance: Random) -> bool:
    """Whether the fewest and most points are the naive ones or, by the same reasoning, some of those, and no values of
    what is unknown may give any others."""
    low, high = Oracle(dict(case.known), case.on).section(section)
    if points == (low, high):
        return True
    fewest, most = points
    found = [oracle.section(section) for oracle in learned(case, chance)]
    return low <= fewest <= most <= high and all(fewest <= least and top <= most for least, top in found)


def learned(case: Case, chance: Random) -> list[Oracle]:
    """Naive readings of the same with values made up for what is unknown."""
    return [
        Oracle(
            {key: value_for(key[0], chance) if value is None else value for key, value in case.known.items()}, case.on
        )
        for _try in range(8)
    ]


@settings(max_examples=150, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_any_rule_is_judged_as_a_naive_reading_judges_it(batch: list[Case], chance: Random) -> None:
    for case in batch:
        assert is_as_read(case, case.test, case.verdict, chance)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_verdict_and_the_explanation_agree(batch: list[Case]) -> None:
    for case in batch:
        assert case.finding.truth is Truth.of(case.verdict)


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_every_finding_inside_an_explanation_is_what_its_test_alone_would_be(batch: list[Case], chance: Random) -> None:
    for case in batch:
        for finding in case.finding.search(lambda _finding: True):
            assert is_as_read(case, finding.test, AS_BOOL[finding.truth], chance)


@settings(max_examples=60, deadline=None)
@given(cases(thresholds()))
def test_a_single_comparison_is_judged_as_a_naive_reading_judges_it(batch: list[Case]) -> None:
    for case in batch:
        assert case.verdict is naive(case)


@settings(max_examples=60, deadline=None)
@given(cases(tenures()))
def test_full_years_are_counted_by_anniversaries(batch: list[Case]) -> None:
    for case in batch:
        assert case.verdict is naive(case)


@settings(max_examples=60, deadline=None)
@given(cases(scorecards(1)), st.randoms(use_true_random=False))
def test_a_scorecard_shows_the_fewest_and_the_most_points_it_can_give(batch: list[Case], chance: Random) -> None:
    for case in batch:
        assert isinstance(case.test, expr.Scorecard)
        score = case.finding.score
        assert score is not None
        shown = [
            (sum((line.low for line in lines), Fraction()), sum((line.high for line in lines), Fraction()))
            for _section, lines in score.sections
        ]
        for section, points in zip(case.test.sections, shown, strict=True):
            assert are_as_read(case, section, points, chance)
        assert (score.low, score.high) == (sum(low for low, _ in shown), sum(high for _, high in shown))
        assert is_as_read(case, case.test, case.verdict, chance)


@settings(max_examples=60, deadline=None)
@given(cases(holes=False))
def test_with_every_value_known_only_a_denominator_or_an_uncovered_choice_leaves_a_rule_open(batch: list[Case]) -> None:
    for case in batch:
        stuck = any(True for _one in case.finding.unanswered)
        assert stuck or case.verdict is not None


# ------------------------------------------------------------------------------------------------------ the boundaries


@settings(max_examples=60, deadline=None)
@given(
    whole=st.integers(1, LARGEST // 100).map(lambda hundredth: hundredth * 100),
    percent=st.integers(1, 100),
    step=st.sampled_from((-1, 0, 1)),
    word=st.sampled_from(sorted(COMPARATORS)),
)
def test_a_share_is_exact_to_the_last_fen(whole: int, percent: int, step: int, word: str) -> None:
    test = held(expr.Ratio(OUTLAY, INCOME), word, share(f"{percent}/100"))
    part = whole // 100 * percent + step
    known = {(OUTLAY.key, -1): part, (INCOME.key, -1): whole}
    case = Case(test, compile_test(test), dt.date(2026, 6, 30), known)
    held_to = {
        Comparator.AT_LEAST: step >= 0,
        Comparator.MORE_THAN: step > 0,
        Comparator.AT_MOST: step <= 0,
        Comparator.LESS_THAN: step < 0,
    }
    assert case.verdict is held_to[COMPARATORS[word]]


@settings(max_examples=60, deadline=None)
@given(
    root=st.integers(1, 900),
    years=st.integers(1, 3),
    step=st.sampled_from((-1, 0, 1)),
    percent=st.sampled_from((5, 10)),
)
def test_a_compound_rate_is_exact_to_the_last_fen(root: int, years: int, step: int, percent: int) -> None:
    offsets = tuple(-1 - index for index in range(years + 1))
    test = held(expr.Growth(MONEY[0], offsets, GrowthMethod.COMPOUND), "不低于", share(f"{percent}/100"))
    known = {(INCOME.key, offset): 1 for offset in offsets}
    known[INCOME.key, offsets[-1]] = root * 100**years
    known[INCOME.key, offsets[0]] = root * (100 + percent) ** years + step
    case = Case(test, compile_test(test), dt.date(2026, 6, 30), known)
    assert case.verdict is (step >= 0)


@pytest.mark.parametrize(
    ("values", "arithmetic", "compound"),
    [
        # +100 % then -40 %: the mean is 30 %, the compound rate below 10 %.
        ((120, 200, 100), True, False),
        ((121, 110, 100), True, True),
        ((120, 110, 100), False, False),
    ],
)
def test_the_two_ways_of_averaging_growth_differ(
    values: tuple[int, int, int], arithmetic: bool, compound: bool
) -> None:
    known = dict(zip([(INCOME.key, offset) for offset in (-1, -2, -3)], values, strict=True))
    for method, expected in ((GrowthMethod.ARITHMETIC, arithmetic), (GrowthMethod.COMPOUND, compound)):
        test = held(expr.Growth(MONEY[0], (-1, -2, -3), method), "不低于", share("1/10"))
        assert Case(test, compile_test(test), dt.date(2026, 6, 30), known).verdict is expected


@pytest.mark.parametrize("whole", [0, -1, -LARGEST])
@pytest.mark.parametrize("word", sorted(COMPARATORS))
def test_a_share_of_nothing_or_of_a_debt_has_no_answer(whole: int, word: str) -> None:
    test = held(expr.Ratio(OUTLAY, INCOME), word, share("3/100"))
    case = Case(test, compile_test(test), dt.date(2026, 6, 30), {(OUTLAY.key, -1): 5, (INCOME.key, -1): whole})
    assert case.verdict is None
    assert case.finding.blocked == (INCOME,)
    assert case.finding.missing == ()


def test_a_share_fact_is_compared_as_the_fraction_it_is() -> None:
    test = held(SHARES[0], "不低于", share("1/3"))
    program = compile_test(test)
    assert program.verdict([Fraction(1, 3)]) is True
    assert program.verdict([Fraction(333_333_333, 1_000_000_000)]) is False


# ---------------------------------------------------------------------------------------------------- windows and years


def test_a_window_inside_a_dated_rule_keeps_its_own_years() -> None:
    total = held(expr.SumOver(MONEY[0], (-1, -2)), "不低于", money(10))
    for test in (expr.in_year(total, -1), expr.Over(total, (-1, -2), expr.AllOf)):
        known = {(INCOME.key, -1): 4, (INCOME.key, -2): 6}
        assert Case(test, compile_test(test), dt.date(2026, 6, 30), known).verdict is True


def test_the_innermost_window_gives_a_fact_its_year() -> None:
    either = expr.Over(held(MONEY[0], "不低于", money(10)), (0, -1), expr.AnyOf)
    test = expr.Over(either, (-2, -3), expr.AllOf)
    assert [ref.offset for ref in expr.refs(test)] == [0, -1]
    known = {(INCOME.key, 0): 10, (INCOME.key, -1): 0}
    assert Case(test, compile_test(test), dt.date(2026, 6, 30), known).verdict is True


def test_a_yearly_fact_without_a_year_cannot_be_compiled() -> None:
    with pytest.raises(ValueError, match="没有写明年度"):
        compile_test(held(MONEY[0], "不低于", money(10)))


def test_a_duration_can_only_be_held_to_full_years() -> None:
    test = expr.Threshold(expr.Tenure(SINCE, Anchor.DAY), expr.Comparator.LESS_THAN, Quantity(3, Kind.YEARS), "低于")
    with pytest.raises(ValueError, match="年限只能用 满、超过 或 不超过"):
        compile_test(test)


@pytest.mark.parametrize(
    "term",
    [
        expr.Ratio(*SHARES),
        expr.SumOver(attrs.evolve(SHARES[0], yearly=True), (-1, -2)),
        expr.Growth(attrs.evolve(SHARES[0], yearly=True), (-1, -2), GrowthMethod.ARITHMETIC),
    ],
)
def test_shares_cannot_be_added_or_divided(term: expr.Term) -> None:
    with pytest.raises(ValueError, match="比例"):
        compile_test(held(term, "不低于", share("1/2")))


def test_a_scorecard_line_gives_no_less_for_a_band_than_for_none() -> None:
    band = expr.Band(Quantity(200, Kind.POINTS), held(INCOME, "不低于", money(1)))
    with pytest.raises(ValueError, match="从高分到低分"):
        expr.Item("item", (band,), Quantity(500, Kind.POINTS))


@pytest.mark.parametrize("magnitude", [1.5, True, "3"])
def test_a_limit_is_an_exact_number(magnitude: object) -> None:
    with pytest.raises(TypeError):
        Quantity(magnitude, Kind.MONEY)  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------------------- the kernel


def nodes(node: Kernel) -> Iterator[object]:
    yield node
    match node:
        case kernel.All(parts) | kernel.Any(parts):
            below: tuple[Kernel, ...] = parts
        case kernel.Given(conditions, body):
            below = (*conditions, body)
        case kernel.Total(lines):
            below = tuple(test for line in lines for _points, test in line.bands)
        case _:
            below = ()
    for part in below:
        yield from nodes(part)


@settings(max_examples=60, deadline=None)
@given(rules())
def test_only_the_six_kernel_nodes_come_out_of_lowering(test: expr.Test) -> None:
    assert {type(node) for node in nodes(lower(test))} <= set(KERNEL_NODES)


@settings(max_examples=60, deadline=None)
@given(rules())
def test_lowering_leaves_whole_numbers_only(test: expr.Test) -> None:
    for node in nodes(lower(test)):
        if isinstance(node, kernel.Compare):
            assert all(type(factor) is int and factor for factor, _symbols in node.terms)
        if isinstance(node, kernel.Total):
            assert all(type(points) is int for line in node.lines for points, _test in line.bands)


@settings(max_examples=60, deadline=None)
@given(rules())
def test_negating_twice_gives_the_kernel_back(test: expr.Test) -> None:
    once = lower(test)
    assert negate(negate(once)) == once


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_negated_kernel_is_the_opposite_truth(batch: list[Case]) -> None:
    for case in batch:
        opposite = compile_test(expr.Not(case.test))
        values = dict(zip(case.program.symbols, case.values(), strict=True))
        assert set(opposite.symbols) == set(values)
        found = opposite.verdict([values[symbol] for symbol in opposite.symbols])
        assert Truth.of(found) is ~Truth.of(case.verdict)
        assert lower(expr.Not(case.test)) == negate(lower(case.test))


def test_a_cutoff_is_the_only_thing_read_that_is_no_fact() -> None:
    test = expr.Threshold(expr.Tenure(SINCE, Anchor.DAY), expr.Comparator.AT_LEAST, Quantity(3, Kind.YEARS), "满")
    cutoffs = [symbol for symbol in compile_test(test).symbols if isinstance(symbol, Cutoff)]
    assert cutoffs == [Cutoff(3, Anchor.DAY)]
