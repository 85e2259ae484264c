"""Three truth values: what holds, what fails, and what is not yet known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiertrack.logic.truth import Truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
truths = st.sampled_from(Truth)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T),
        (T, U, U, T),
        (T, F, F, T),
        (U, T, U, T),
        (U, U, U, U),
        (U, F, F, U),
        (F, T, F, T),
        (F, U, F, U),
        (F, F, F, F),
    ],
)
def test_and_and_or_follow_kleene(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert left & right is both
    assert left | right is either


@pytest.mark.parametrize(("truth", "opposite"), [(T, F), (F, T), (U, U)])
def test_not_turns_yes_and_no_and_leaves_unknown(truth: Truth, opposite: Truth) -> None:
    assert ~truth is opposite


@given(truths, truths)
def test_de_morgan(left: Truth, right: Truth) -> None:
    assert ~(left & right) is ~left | ~right
    assert ~(left | right) is ~left & ~right


@given(truths, truths, truths)
def test_and_and_or_are_associative_and_distribute(one: Truth, two: Truth, three: Truth) -> None:
    assert (one & two) & three is one & (two & three)
    assert (one | two) | three is one | (two | three)
    assert one & (two | three) is (one & two) | (one & three)


@given(st.lists(truths))
def test_folding_a_list_is_folding_its_pairs(several: list[Truth]) -> None:
    conjunction, disjunction = T, F
    for truth in several:
        conjunction, disjunction = conjunction & truth, disjunction | truth
    assert Truth.all(several) is conjunction
    assert Truth.any(several) is disjunction


def test_nothing_to_hold_holds_and_nothing_that_could_hold_fails() -> None:
    assert Truth.all([]) is T
    assert Truth.any([]) is F


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_never_taken_for_a_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match=r"truth is Truth\.TRUE"):
        bool(truth)
    with pytest.raises(TypeError):
        assert not truth


@pytest.mark.parametrize(("truth", "certainly", "possibly"), [(T, True, True), (U, False, True), (F, False, False)])
def test_certainly_is_yes_and_possibly_is_not_no(truth: Truth, certainly: bool, possibly: bool) -> None:
    assert truth.certainly is certainly
    assert truth.possibly is possibly


@given(truths)
def test_what_is_not_possible_is_certainly_otherwise(truth: Truth) -> None:
    assert truth.possibly is not (~truth).certainly


@pytest.mark.parametrize(("value", "truth"), [(True, T), (False, F), (None, U)])
def test_none_is_unknown(value: bool | None, truth: Truth) -> None:
    assert Truth.of(value) is truth


def test_the_words_in_json_are_true_false_and_unknown() -> None:
    assert [truth.value for truth in Truth] == ["true", "false", "unknown"]
