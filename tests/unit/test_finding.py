"""An explanation says what is still missing, what no longer matters and how much is lacking, by definition."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.support.expressions import (
    COMPARATORS,
    FLAGS,
    MONEY,
    PATENTS,
    RANKS,
    SCALES,
    SHARES,
    SINCE,
    STAFF,
    Case,
    bounds,
    cases,
    divisions,
    rivals,
    value_for,
    windows,
)
from tiertrack.logic import expr
from tiertrack.logic.evaluate import compile_test
from tiertrack.logic.expr import Anchor, GrowthMethod, Ref
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.shortfall import Shortfall, shortfall_of, term_value
from tiertrack.logic.truth import Truth
from tiertrack.rules.binding import cutoff_day

INCOME, OUTLAY, ASSETS = (ref.at(-1) for ref in MONEY)
A, B, C = (expr.Holds(flag) for flag in FLAGS)
YEAR = 2026


def learned(facts: tuple[object, ...], chance: Random) -> dict[tuple[str, int | None], Value | None]:
    return {(seen.ref.key, seen.ref.offset): value_for(seen.ref.key, chance) for seen in facts}  # type: ignore[attr-defined]


def stuck(finding: Finding) -> bool:
    return any(True for _one in finding.unanswered)


def explained(test: expr.Test, **known: Value | None) -> Finding:
    """What comes of a test where these values are known; a yearly fact of last year goes by its key alone."""
    program = compile_test(test)
    on = dt.date(YEAR, 6, 30)
    values = [
        cutoff_day(symbol, on).toordinal() if isinstance(symbol, Cutoff) else known.get(symbol.key)
        for symbol in program.symbols
    ]
    return program.explain(values, YEAR)


def keys(facts: tuple[object, ...]) -> list[str]:
    return [seen.key for seen in facts]  # type: ignore[attr-defined]


def held(term: expr.Term, word: str, limit: int | Fraction, kind: Kind = Kind.MONEY) -> expr.Threshold:
    return expr.Threshold(term, COMPARATORS[word], Quantity(limit, kind), word)


# ---------------------------------------------------------------------------------------------------- missing and moot


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_learning_all_that_is_missing_decides_unless_a_denominator_is_not_positive(
    batch: list[Case], chance: Random
) -> None:
    for case in batch:
        after = case.learning(learned(case.finding.missing, chance)).finding
        assert after.missing == ()
        assert after.truth is not Truth.UNKNOWN or stuck(after)


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_a_moot_fact_never_changes_the_answer(batch: list[Case], chance: Random) -> None:
    for case in batch:
        finding = case.finding
        assert case.learning(learned(finding.moot, chance)).finding.truth is finding.truth


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_a_decided_answer_is_never_changed_by_learning_more(batch: list[Case], chance: Random) -> None:
    for case in batch:
        unknown = tuple(seen for leaf in case.finding.leaves for seen in leaf.observed if seen.value is None)
        if case.finding.truth is not Truth.UNKNOWN:
            assert case.learning(learned(unknown, chance)).finding.truth is case.finding.truth


@settings(max_examples=60, deadline=None)
@given(cases())
def test_every_unknown_fact_that_is_read_is_either_missing_or_moot(batch: list[Case]) -> None:
    for case in batch:
        finding = case.finding
        missing, moot = keys(finding.missing), keys(finding.moot)
        unknown = {seen.key for leaf in finding.leaves for seen in leaf.observed if seen.value is None}
        assert set(missing) | set(moot) == unknown
        assert not set(missing) & set(moot)
        assert len(missing) == len(set(missing))
        assert len(moot) == len(set(moot))


@settings(max_examples=60, deadline=None)
@given(cases())
def test_nothing_is_missing_exactly_where_the_answer_is_decided_or_cannot_be_had(batch: list[Case]) -> None:
    for case in batch:
        finding = case.finding
        if finding.truth is not Truth.UNKNOWN:
            assert finding.missing == ()
        elif not stuck(finding):
            assert finding.missing


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_missing_fact_is_one_that_an_undecided_test_reads(batch: list[Case]) -> None:
    for case in batch:
        undecided = (one for one in case.finding.search(lambda one: one.truth is Truth.UNKNOWN))
        wanted = {seen.key for one in undecided for seen in one.observed if seen.value is None}
        measured = {
            item.measured.key_in(case.on.year)
            for card in case.finding.search(lambda one: isinstance(one.test, expr.Scorecard))
            for item in card.test.items  # type: ignore[union-attr]
            if item.measured
        }
        assert set(keys(case.finding.missing)) <= wanted | measured


@settings(max_examples=60, deadline=None)
@given(cases(rivals()), st.randoms(use_true_random=False))
def test_what_alternatives_that_add_nothing_ask_for_is_not_needed_to_decide(batch: list[Case], chance: Random) -> None:
    for case in batch:
        after = case.learning(learned(case.finding.missing, chance)).finding
        assert after.truth is not Truth.UNKNOWN or stuck(after)


@settings(max_examples=60, deadline=None)
@given(cases(divisions()), st.randoms(use_true_random=False))
def test_where_all_cases_agree_nothing_that_is_learned_changes_the_answer(batch: list[Case], chance: Random) -> None:
    for case in batch:
        unknown = tuple(seen for leaf in case.finding.leaves for seen in leaf.observed if seen.value is None)
        if case.finding.truth is not Truth.UNKNOWN:
            after = case.learning(learned(unknown, chance)).finding
            assert after.truth is case.finding.truth or stuck(after)


@settings(max_examples=120, deadline=None)
@given(cases(bounds()), st.randoms(use_true_random=False))
def test_amounts_that_cannot_be_what_is_asked_of_them_together_settle_it_whatever_is_learned(
    batch: list[Case], chance: Random
) -> None:
    for case in batch:
        unknown = tuple(seen for leaf in case.finding.leaves for seen in leaf.observed if seen.value is None)
        after = [case.learning(learned(unknown, chance)).finding.truth for _try in range(5)]
        assert case.finding.truth is Truth.UNKNOWN or set(after) == {case.finding.truth}
        asked = case.learning(learned(case.finding.missing, chance)).finding
        assert asked.truth is not Truth.UNKNOWN or stuck(asked)


def test_an_alternative_that_adds_nothing_to_another_is_not_asked_about() -> None:
    """The market value alone settles both; what else the second asks for only matters where the first cannot hold."""
    value = MONEY[0].at(-1)
    first, second = held(value, "不低于", 10), expr.AllOf((held(value, "不低于", 15), A))
    assert keys(explained(expr.AnyOf((expr.AllOf((first, B)), second)), certified=True).missing) == ["income:2025"]
    assert keys(explained(expr.AnyOf((expr.AllOf((first, B)), second)), certified=False).missing) == [
        "income:2025",
        "listed",
    ]
    twice = expr.AnyOf((expr.AllOf((A, B)), expr.AllOf((B, A)), B))
    assert keys(explained(twice).missing) == ["certified"]


def test_days_are_not_held_against_years() -> None:
    years, days = (held(expr.Tenure(SINCE, Anchor.DAY), "不低于", *one) for one in ((2, Kind.YEARS), (600, Kind.DAYS)))
    assert keys(explained(expr.AnyOf((years, expr.AllOf((days, A))))).missing) == ["since", "listed"]


def test_an_alternative_that_adds_nothing_keeps_no_share_of_nothing_within_reach() -> None:
    """Whether A holds is not worth asking: no share that is more, either, can be worked out."""
    share = expr.Ratio(MONEY[1].at(-1), MONEY[0].at(-1))
    least, more = (held(share, "不低于", Fraction(limit, 100), Kind.SHARE) for limit in (3, 5))
    finding = explained(expr.AnyOf((least, expr.AllOf((more, A)))), income=0, outlay=7)
    assert (keys(finding.missing), finding.is_out_of_reach) == ([], True)
    other = explained(expr.AnyOf((expr.AllOf((least, B)), expr.AllOf((more, A)))), income=0)
    assert (keys(other.missing), other.is_out_of_reach) == (["certified", "listed"], False)


@pytest.mark.parametrize(
    ("test", "known", "truth"),
    [
        (held(expr.SumOver(MONEY[0], (-1, -2)), "不低于", 100), 100, Truth.TRUE),
        (held(expr.SumOver(MONEY[0], (-1, -2)), "不低于", 100), 99, Truth.UNKNOWN),
        (held(expr.SumOver(MONEY[0], (-1, -2)), "不高于", 100), 101, Truth.FALSE),
        (held(expr.SumOver(MONEY[0], (-1, -2)), "低于", 100), 100, Truth.FALSE),
        (held(expr.SumOver(MONEY[0], (-1, -2)), "不高于", 100), 100, Truth.UNKNOWN),
        (held(expr.MeanOver(MONEY[0], (-1, -2)), "超过", 50), 101, Truth.TRUE),
        (held(expr.MeanOver(MONEY[0], (-1, -2)), "超过", 50), 100, Truth.UNKNOWN),
        (expr.Not(held(expr.SumOver(MONEY[0], (-1, -2)), "不低于", 100)), 100, Truth.FALSE),
        # Assets net of debts may be negative: another year can take away what this one gives.
        (held(expr.SumOver(MONEY[2], (-1, -2)), "不低于", 100), 100, Truth.UNKNOWN),
    ],
)
def test_a_year_decides_a_sum_that_no_other_can_lessen(test: expr.Test, known: int, truth: Truth) -> None:
    program = compile_test(test)
    finding = program.explain([known, None], YEAR)
    assert (finding.truth, program.verdict([known, None])) == (truth, {"true": True, "false": False}.get(truth.value))
    assert bool(finding.missing) is (truth is Truth.UNKNOWN)


@pytest.mark.parametrize(
    ("newest", "before", "oldest", "truth"),
    [(None, 300, 100, Truth.TRUE), (None, 299, 100, Truth.UNKNOWN), (300, 100, None, Truth.UNKNOWN)],
)
def test_one_year_s_growth_decides_an_average_whatever_the_newest_year_is_but_a_base_is_needed(
    newest: int | None, before: int | None, oldest: int | None, truth: Truth
) -> None:
    """+200 % and at worst -100 % are +50 % on average; where a base may turn out to be nothing there is no rate."""
    growth = held(expr.Growth(MONEY[0], (-1, -2, -3), GrowthMethod.ARITHMETIC), "不低于", Fraction(1, 2), Kind.SHARE)
    known = {(INCOME.key, -1): newest, (INCOME.key, -2): before, (INCOME.key, -3): oldest}
    assert Case(growth, compile_test(growth), dt.date(2026, 6, 30), known).finding.truth is truth


_FIRST = MONEY[0].at(-3)
_DOUBLED = held(expr.Growth(MONEY[0], (-1, -2, -3), GrowthMethod.COMPOUND), "不低于", Fraction(1), Kind.SHARE)


def _either(least: int) -> expr.AnyOf:
    return expr.AnyOf((held(INCOME, "不低于", 50), held(INCOME, "不低于", least)))


_SPENT = held(expr.Ratio(OUTLAY, INCOME), "不低于", Fraction(1, 10), Kind.SHARE)


@pytest.mark.parametrize(
    ("tests", "known", "truth"),
    [
        # Twice doubled from ten is forty at least, whatever the first year was.
        ((held(_FIRST, "不低于", 10), _DOUBLED), {"income:2025": 39}, Truth.FALSE),
        ((held(_FIRST, "不低于", 10), _DOUBLED), {"income:2025": 40}, Truth.UNKNOWN),
        ((held(_FIRST, "超过", 10), _DOUBLED), {"income:2025": 40}, Truth.FALSE),
        # Of forty a tenth is four.
        ((held(_FIRST, "不低于", 10), _DOUBLED, _SPENT), {"outlay:2025": 3}, Truth.FALSE),
        ((held(_FIRST, "不低于", 10), _DOUBLED, _SPENT), {"outlay:2025": 4}, Truth.UNKNOWN),
        # In either case more is asked for than was spent.
        ((_either(40), _SPENT), {"outlay:2025": 3}, Truth.FALSE),
        ((_either(30), _SPENT), {"outlay:2025": 3}, Truth.UNKNOWN),
        ((expr.AnyOf((held(INCOME, "不低于", 50), A)), _SPENT), {"outlay:2025": 3}, Truth.UNKNOWN),
        # A share of nothing has no answer: nothing spent of what may be nothing may be left to the authority.
        ((held(OUTLAY, "不高于", 5), _SPENT), {"outlay:2025": 0}, Truth.UNKNOWN),
        # What may be negative bounds nothing by itself.
        ((held(ASSETS, "不高于", 5), held(expr.Ratio(ASSETS, INCOME), "不低于", 1, Kind.SHARE)), {}, Truth.UNKNOWN),
    ],
)
def test_amounts_that_cannot_meet_all_that_is_asked_of_them_need_not_be_known(
    tests: tuple[expr.Test, ...], known: dict[str, Value], truth: Truth
) -> None:
    test = expr.AllOf(tests)
    program = compile_test(test)
    keyed = {(ref.key, ref.offset): known.get(ref.key_in(YEAR)) for ref in expr.refs(test)}
    finding = Case(test, program, dt.date(YEAR, 6, 30), keyed).finding
    assert finding.truth is truth
    assert finding.is_clash is (truth is Truth.FALSE)
    assert bool(finding.missing) is (truth is Truth.UNKNOWN)


def case_for(*tests: expr.Test, scope: int = 1) -> expr.AllOf:
    return expr.AllOf(tests, scope=scope)


_LARGE, _SMALL = held(INCOME, "不低于", 10), held(INCOME, "低于", 10)
_AGE = expr.Tenure(SINCE, Anchor.DAY)
_OLDER = expr.Threshold(_AGE, expr.Comparator.MORE_THAN, Quantity(2, Kind.YEARS), "超过")


@pytest.mark.parametrize(
    ("cases_", "is_settled"),
    [
        ((case_for(C, A), case_for(expr.Not(C), B)), True),
        ((case_for(_LARGE, A), case_for(_SMALL, B)), True),
        ((case_for(_OLDER, A), case_for(expr.Not(_OLDER), B)), True),
        (
            (case_for(expr.Choice(SCALES[0], ("small",)), A), case_for(expr.Choice(SCALES[0], ("middle", "large")), B)),
            True,
        ),
        # Some belong to neither case.
        ((case_for(_LARGE, A), case_for(held(INCOME, "低于", 9), B)), False),
        ((case_for(held(INCOME, "超过", 10), A), case_for(_SMALL, B)), False),
        ((case_for(expr.Choice(SCALES[0], ("small",)), A), case_for(expr.Choice(SCALES[0], ("large",)), B)), False),
        # Between 600 days and two years nobody is meant.
        (
            (
                case_for(_OLDER, A),
                case_for(expr.Threshold(_AGE, expr.Comparator.AT_MOST, Quantity(600, Kind.DAYS), "不超过"), B),
            ),
            False,
        ),
        # What one case asks cannot be met before the fact that divides them is known.
        ((case_for(_LARGE, held(INCOME, "不低于", 20)), case_for(_SMALL, B)), False),
    ],
)
def test_cases_that_all_are_met_hold_whichever_applies_where_everybody_belongs_to_one(
    cases_: tuple[expr.AllOf, ...], is_settled: bool
) -> None:
    finding = explained(expr.AnyOf(cases_), listed=True, certified=True)
    assert finding.truth is (Truth.TRUE if is_settled else Truth.UNKNOWN)
    assert explained(expr.AnyOf(cases_[:1]), listed=True).truth is Truth.UNKNOWN
    assert explained(expr.AnyOf(cases_), listed=False, certified=False).truth is not Truth.TRUE


def test_a_choice_that_is_not_known_does_not_matter_where_all_its_cases_agree() -> None:
    test = expr.Switch(SCALES[0], (("small", A), ("middle", B), ("large", A)))
    assert explained(test, listed=True, certified=True).truth is Truth.TRUE
    assert explained(test, listed=False, certified=False).truth is Truth.FALSE
    assert keys(explained(test, listed=True, certified=False).missing) == ["scale"]
    assert keys(explained(test, listed=True).missing) == ["scale", "certified"]


def test_a_false_sibling_makes_a_missing_fact_moot() -> None:
    finding = explained(expr.AllOf((A, B)), listed=False)
    assert (finding.truth, finding.missing, keys(finding.moot)) == (Truth.FALSE, (), ["certified"])


def test_a_true_sibling_of_an_alternative_makes_a_missing_fact_moot() -> None:
    finding = explained(expr.AnyOf((A, B)), listed=True)
    assert (finding.truth, finding.missing, keys(finding.moot)) == (Truth.TRUE, (), ["certified"])


def test_what_is_moot_in_one_branch_may_be_missing_in_another() -> None:
    finding = explained(expr.AllOf((expr.AnyOf((A, B)), expr.AnyOf((B, C)))), listed=True, branded=False)
    assert keys(finding.missing) == ["certified"]
    assert finding.moot == ()


def test_facts_are_weighed_one_test_at_a_time() -> None:
    # Either way the fact turns out the rule holds; this is the one fact too many that the definition allows.
    finding = explained(expr.AnyOf((A, expr.Not(A))))
    assert finding.truth is Truth.UNKNOWN
    assert keys(finding.missing) == ["listed"]


def test_behind_a_denominator_that_is_not_positive_nothing_is_missing() -> None:
    test = held(expr.Ratio(OUTLAY, INCOME), "不低于", Fraction(3, 100), Kind.SHARE)
    finding = explained(test, income=0)
    assert (finding.truth, finding.blocked, finding.missing) == (Truth.UNKNOWN, (INCOME,), ())
    assert keys(finding.moot) == ["outlay:2025"]


def test_an_unknown_choice_leaves_every_branch_open_and_a_known_one_only_its_own() -> None:
    test = expr.Switch(SCALES[0], (("small", A), ("large", B)))
    assert keys(explained(test).missing) == ["scale", "listed", "certified"]
    assert keys(explained(test, scale="large").missing) == ["certified"]
    uncovered = explained(test, scale="middle")
    assert (uncovered.truth, uncovered.is_uncovered, uncovered.missing) == (Truth.UNKNOWN, True, ())


def test_a_line_of_points_asks_only_for_bands_that_could_still_give_more() -> None:
    item = expr.Item("line", (band(10, A), band(5, B), band(1, C)))
    card = expr.Scorecard((expr.Section("section", (item,)),), Quantity(600, Kind.POINTS))
    finding = explained(card, certified=True)
    assert finding.truth is Truth.UNKNOWN
    assert keys(finding.missing) == ["listed"]
    assert keys(finding.moot) == ["branded"]
    assert finding.score is not None
    assert (finding.score.low, finding.score.high, finding.score.passing) == (500, 1000, 600)


def test_a_band_worth_no_more_than_what_is_sure_is_not_asked_for() -> None:
    item = expr.Item("line", (band(10, A), band(5, B)), Quantity(500, Kind.POINTS))
    card = expr.Scorecard((expr.Section("section", (item,)),), Quantity(600, Kind.POINTS))
    finding = explained(card)
    assert keys(finding.missing) == ["listed"]
    assert keys(finding.moot) == ["certified"]


def test_a_section_minimum_may_fail_a_card_whose_total_passes() -> None:
    sections = (
        expr.Section("one", (expr.Item("line", (band(10, A),)),)),
        expr.Section("two", (expr.Item("line", (band(4, B),)),), Quantity(200, Kind.POINTS)),
    )
    card = expr.Scorecard(sections, Quantity(500, Kind.POINTS))
    assert explained(card, listed=True, certified=True).truth is Truth.TRUE
    assert explained(card, listed=True, certified=False).truth is Truth.FALSE
    assert explained(card, listed=True).truth is Truth.UNKNOWN


def test_a_measured_line_is_capped_at_its_full_marks() -> None:
    item = expr.Item("line", (), measured=Ref("score", "score", Kind.POINTS), full=Quantity(1500, Kind.POINTS))
    card = expr.Scorecard((expr.Section("section", (item,)),), Quantity(1000, Kind.POINTS))
    for value, low, high in ((None, 0, 1500), (999, 999, 999), (1500, 1500, 1500), (9000, 1500, 1500)):
        score = explained(card, score=value).score
        assert score is not None
        assert (score.low, score.high) == (low, high)


def test_a_finding_names_what_it_saw_by_key_and_year() -> None:
    finding = explained(held(expr.Ratio(OUTLAY, INCOME), "不低于", Fraction(3, 100), Kind.SHARE), income=100)
    assert [(seen.key, seen.label, seen.value) for seen in finding.observed] == [
        ("outlay:2025", "2025年outlay", None),
        ("income:2025", "2025年income", 100),
    ]


def band(points: int, test: expr.Test) -> expr.Band:
    return expr.Band(Quantity(points * 100, Kind.POINTS), test)


# ----------------------------------------------------------------------------------------------------------- shortfall

_LEVERS = (*MONEY[:1], STAFF)


@st.composite
def measurable(draw: st.DrawFn) -> expr.Threshold:
    """A comparison one fact can be moved to satisfy; that fact is in no denominator."""
    word = draw(st.sampled_from(sorted(COMPARATORS)))
    share = Fraction(draw(st.integers(1, 150)), 100)
    match draw(st.sampled_from(("fact", "count", "sum", "mean", "ratio", "growth"))):
        case "fact":
            ref = draw(st.sampled_from(_LEVERS))
            return held(ref.at(-1), word, draw(st.integers(1, 10**6)), ref.kind)
        case "count":
            return held(PATENTS[0], word, draw(st.integers(1, 9)), Kind.COUNT)
        case "sum":
            return held(expr.SumOver(MONEY[0], draw(windows())), word, draw(st.integers(1, 10**6)))
        case "mean":
            return held(expr.MeanOver(MONEY[0], draw(windows(2))), word, draw(st.integers(1, 10**6)))
        case "ratio":
            part = draw(st.sampled_from((INCOME, expr.SumOver(MONEY[0], (-1, -2)))))
            whole = draw(st.sampled_from((ASSETS, expr.SumOver(MONEY[2], (-1, -2)))))
            return held(expr.Ratio(part, whole), word, share, Kind.SHARE)
        case _:
            method = draw(st.sampled_from(GrowthMethod))
            return held(expr.Growth(MONEY[0], draw(windows(2, 4)), method), word, share, Kind.SHARE)


@settings(max_examples=250, deadline=None)
@given(measurable(), st.data())
def test_the_change_asked_for_is_enough_and_one_unit_less_is_not(test: expr.Threshold, data: st.DataObject) -> None:
    program = compile_test(test)
    values: list[Value | None] = [data.draw(st.integers(1, 10**6)) for _symbol in program.symbols]
    finding = program.explain(values, YEAR)
    assume(finding.truth is Truth.FALSE)
    shortfall = shortfall_of(finding)
    assert shortfall is not None
    assert shortfall.lever is not None
    assert shortfall.change is not None
    assert shortfall.lever == finding.observed[0].ref
    slots = [(symbol.key, symbol.offset) for symbol in program.symbols]  # type: ignore[union-attr]
    place = slots.index((shortfall.lever.key, shortfall.lever.offset))
    change = int(shortfall.change.magnitude)
    assert change != 0
    assert with_value(program, values, place, change) is True
    assert with_value(program, values, place, change - (1 if change > 0 else -1)) is False


def with_value(program: object, values: list[Value | None], place: int, change: int) -> bool | None:
    moved = list(values)
    moved[place] = int(values[place] or 0) + change
    return program.verdict(moved)  # type: ignore[attr-defined,no-any-return]


@settings(max_examples=150, deadline=None)
@given(measurable(), st.data())
def test_the_gap_is_the_distance_of_the_term_from_its_limit(test: expr.Threshold, data: st.DataObject) -> None:
    program = compile_test(test)
    finding = program.explain([data.draw(st.integers(1, 10**6)) for _symbol in program.symbols], YEAR)
    assume(finding.truth is Truth.FALSE)
    value, shortfall = term_value(finding), shortfall_of(finding)
    assert shortfall is not None
    if value is None:
        assert isinstance(test.term, expr.Growth)
        assert shortfall.gap is None
    else:
        assert shortfall.gap == Quantity(abs(value - Fraction(test.limit.magnitude)), test.limit.kind)


@pytest.mark.parametrize(
    ("test", "known", "expected"),
    [
        (
            held(INCOME, "不低于", 100),
            {"income": 70},
            Shortfall(Quantity(30, Kind.MONEY), INCOME, Quantity(30, Kind.MONEY)),
        ),
        (
            held(INCOME, "低于", 100),
            {"income": 100},
            Shortfall(Quantity(0, Kind.MONEY), INCOME, Quantity(-1, Kind.MONEY)),
        ),
        (
            held(INCOME, "超过", 100),
            {"income": 100},
            Shortfall(Quantity(0, Kind.MONEY), INCOME, Quantity(1, Kind.MONEY)),
        ),
        (
            held(INCOME, "不高于", 100),
            {"income": 170},
            Shortfall(Quantity(70, Kind.MONEY), INCOME, Quantity(-70, Kind.MONEY)),
        ),
        (
            held(expr.Ratio(OUTLAY, INCOME), "不低于", Fraction(3, 100), Kind.SHARE),
            {"outlay": 120, "income": 5001},
            Shortfall(Quantity(Fraction(3, 100) - Fraction(120, 5001), Kind.SHARE), OUTLAY, Quantity(31, Kind.MONEY)),
        ),
        (
            held(SHARES[0], "不低于", Fraction(1, 10), Kind.SHARE),
            {"market_part": Fraction(2, 25)},
            Shortfall(Quantity(Fraction(1, 50), Kind.SHARE)),
        ),
        (expr.TopRank(RANKS[0], Quantity(3, Kind.RANK)), {"place": 5}, Shortfall(Quantity(2, Kind.RANK))),
        (expr.TopRank(RANKS[0], Quantity(3, Kind.RANK)), {"place": 0}, None),
        (A, {"listed": False}, None),
        (held(INCOME, "不低于", 100), {"income": 100}, None),
        (held(INCOME, "不低于", 100), {}, None),
    ],
)
def test_what_is_lacking(test: expr.Test, known: dict[str, Value], expected: Shortfall | None) -> None:
    found = shortfall_of(explained(test, **known))
    assert normal(found) == normal(expected)


def normal(shortfall: Shortfall | None) -> object:
    """A shortfall with every magnitude as a fraction, so that 30 and 30/1 are one."""
    if shortfall is None:
        return None
    sizes = [one and (Fraction(one.magnitude), one.kind) for one in (shortfall.gap, shortfall.change)]
    return (*sizes, shortfall.lever)


@pytest.mark.parametrize(("since", "truth"), [("2023-06-30", Truth.TRUE), ("2023-07-01", Truth.FALSE)])
def test_a_start_date_too_late_is_not_a_matter_of_degree(since: str, truth: Truth) -> None:
    test = expr.Threshold(expr.Tenure(SINCE, Anchor.DAY), expr.Comparator.AT_LEAST, Quantity(3, Kind.YEARS), "满")
    start = dt.date.fromisoformat(since).toordinal()
    case = Case(test, compile_test(test), dt.date(2026, 6, 30), {(SINCE.key, None): start})
    assert case.finding.truth is truth
    assert shortfall_of(case.finding) == (None if truth is Truth.TRUE else Shortfall(None))
    assert term_value(case.finding) is None
