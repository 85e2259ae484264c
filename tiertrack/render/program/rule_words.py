"""The words a program has for its tests, and what it needs to say how far one that failed is from its limit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import frozen

from tiertrack.engines.javascript.rule_nodes import polynomial_data
from tiertrack.engines.javascript.rule_slots import RuleSlots, exact
from tiertrack.law.comparators import FAILED
from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.quantity import Kind
from tiertrack.logic.shortfall import measure, terms_of
from tiertrack.render.phrases import calendar_year, limit_text, test_text, unit_of
from tiertrack.render.shortfalls import (
    UNSEEN,
    is_ceiling,
    is_compound,
    lever_text,
    near_text,
    not_reached,
    short_subject,
)

_LESS_A_DAY = {expr.Comparator.MORE_THAN: 1}


@frozen
class RuleWords:
    """The words of the tests of one program."""

    year: int

    def of(self, test: Test, slots: RuleSlots) -> dict[str, Any]:
        """What is shown of a test; of one that is a matter of degree also what it lacks where it fails."""
        words: dict[str, Any] = {"text": test_text(test, calendar_year(self.year))}
        if isinstance(test, expr.AllOf) and test.label:
            words["label"] = test.label
        if lacks := self._lacks(test, slots):
            words["lacks"] = lacks
        if isinstance(test, expr.Threshold) and not isinstance(test.term, expr.Tenure):
            words["says"] = _says(test, slots) | ({"near": near_text(test)} if "near" in lacks else {})
        return words

    def _lacks(self, test: Test, slots: RuleSlots) -> dict[str, Any]:
        match test:
            case expr.Threshold(expr.Tenure() as term):
                return {"about": short_subject(test, self.year), "since": _since(test, term, slots)}
            case expr.Threshold():
                return {"about": short_subject(test, self.year), **self._degree(test, slots)}
            case expr.TopRank(_ref, within) if within is not None:
                gap = {"kind": Kind.RANK.value, "limit": fraction_data(Fraction(within.magnitude))}
                return {"about": short_subject(test, self.year), "word": "差", **gap}
            case _:
                return {}

    def _degree(self, test: expr.Threshold, slots: RuleSlots) -> dict[str, Any]:
        measured, term = measure(test), test.term
        data: dict[str, Any] = {
            "word": "超出" if is_ceiling(test) else "差",
            "kind": test.limit.kind.value,
            "unit": unit_of(term),
            "limit": fraction_data(Fraction(test.limit.magnitude)),
        }
        if measured.value is not None:
            sides = measured.value.numerator, measured.value.denominator
            data["value"] = [polynomial_data(terms_of(side), slots) for side in sides]
        if measured.lever is not None:
            data["lever"] = self._lever(test, measured.lever, measured.strict, slots)
            if test.limit.kind is Kind.SHARE:
                data["near"] = f"{short_subject(test, self.year)}{near_text(test)}："
        if isinstance(term, expr.Growth) and is_compound(term):
            data["about"] = f"{short_subject(test, self.year)}{not_reached(test)}"
            just_short = Fraction(test.limit.magnitude) - Fraction(1, UNSEEN)
            data["nearly"] = fraction_data((1 + just_short) ** (len(term.offsets) - 1))
        return data

    def _lever(self, test: expr.Threshold, lever: Any, strict: bool, slots: RuleSlots) -> dict[str, Any]:
        slope, rest = (polynomial_data(side, slots) for side in lever)
        ref, direct = expr.refs(test)[0], isinstance(test.term, expr.Ref | expr.SumOver)
        return {
            "slot": slots.of(ref),
            "slope": slope,
            "rest": rest,
            "strict": strict,
            "kind": ref.kind.value,
            "unit": unit_of(ref),
            "direct": direct,
            "whose": "" if direct else lever_text(ref, test.term, self.year),
        }


def _says(test: expr.Threshold, slots: RuleSlots) -> dict[str, Any]:
    """How a number that was compared is told beside its limit; the ``text`` of the test ends with ``met``."""
    term, limit = test.term, limit_text(test.limit, unit_of(test.term))
    says: dict[str, Any] = {"met": f"{test.word} {limit}", "unmet": f"{FAILED[test.word]} {limit}"}
    match term:
        case expr.Ref():
            return says
        case expr.Ratio(part, whole):
            return {**says, "worked_out": [_side(part, slots), _side(whole, slots)]}
        case expr.Growth() if is_compound(term):
            return {**says, "worked_out": [], "root": len(term.offsets) - 1}
        case _:
            return {**says, "worked_out": []}


def _side(side: expr.Term, slots: RuleSlots) -> int | list[int]:
    """One side of a ratio: a fact, or the sum of several."""
    return slots.of(side) if isinstance(side, expr.Ref) else [slots.of(ref) for ref in expr.refs(side)]


def fraction_data(value: Fraction) -> list[int | str]:
    """An exact number as its numerator and its denominator."""
    return [exact(value.numerator), exact(value.denominator)]


def _since(test: expr.Threshold, term: expr.Tenure, slots: RuleSlots) -> dict[str, Any]:
    """The latest (or the earliest) start that was asked for: the day of a cut-off, less so many days."""
    cutoff = slots.symbol(Cutoff.reaching(test.limit, term.anchor))
    return {
        "latest": test.comparator is not expr.Comparator.AT_MOST,
        "day": cutoff,
        "less": _LESS_A_DAY.get(test.comparator, 0),
    }
