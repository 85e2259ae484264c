"""Tests that may have no answer although every fact is known, and what counts for them then.

A share of nothing cannot be worked out, a choice may belong to no case, and the law may be silent. Such a test stays
unknown, which only an authority can end, unless something else settles the matter:

* in a scorecard it gives no points;
* among alternatives it counts as not met, as long as another one that is open to every enterprise has an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.logic.truth import Truth


def denominators(term: expr.Term) -> tuple[expr.Ref | expr.SumOver, ...]:
    """The terms that must be positive for ``term`` to have a value."""
    match term:
        case expr.Ratio(whole=whole):
            return (whole,)
        case expr.Growth(ref, offsets, expr.GrowthMethod.ARITHMETIC):
            return tuple(ref.at(offset) for offset in offsets[1:])
        case expr.Growth(ref, offsets):
            return (ref.at(offsets[-1]),)
        case _:
            return ()


def may_lack_answer(test: Test) -> bool:
    """Whether an expanded test can stay unknown although every fact is known."""
    match test:
        case expr.Threshold(term, unanswered=unanswered):
            return unanswered is Truth.UNKNOWN and bool(denominators(term))
        case expr.Switch(ref, cases, unanswered):
            is_open = unanswered is Truth.UNKNOWN and len(cases) < len(ref.choices)
            return is_open or any(may_lack_answer(case) for _value, case in cases)
        case expr.Provided(inner, _why, unanswered):
            return unanswered is Truth.UNKNOWN or may_lack_answer(inner)
        case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
            return any(map(may_lack_answer, tests))
        case expr.Not(inner):
            return may_lack_answer(inner)
        case _:
            return False


def settled_by_others(test: Test) -> Test:
    """The same test, written out year by year, in which each part says what counts where it has no answer."""
    match test:
        case expr.AnyOf(tests):
            return attrs.evolve(test, tests=_alternatives(tests, 1))
        case expr.AtLeast(count, tests):
            return attrs.evolve(test, tests=_alternatives(tests, count))
        case expr.Scorecard(sections):
            return attrs.evolve(test, sections=tuple(map(_scored, sections)))
        case _:
            return _within(test, settled_by_others)


def _alternatives(tests: Sequence[Test], least: int) -> tuple[Test, ...]:
    """Each counts as not met where ``least`` others always have an answer. One for some enterprises alone, as a revenue
    bracket, does not stand in for one that is meant for others."""
    parts = tuple(map(settled_by_others, tests))
    answered = [index for index, part in enumerate(parts) if not _is_for_some(part) and not may_lack_answer(part)]
    return tuple(
        _unmet(part) if len([*filter(index.__ne__, answered)]) >= least else part for index, part in enumerate(parts)
    )


def _is_for_some(test: Test) -> bool:
    return isinstance(test, expr.AllOf) and test.scope > 0


def _scored(section: expr.Section) -> expr.Section:
    def of_line(item: expr.Item) -> expr.Item:
        bands = (attrs.evolve(band, test=_unmet(settled_by_others(band.test))) for band in item.bands)
        return attrs.evolve(item, bands=tuple(bands))

    return attrs.evolve(section, items=tuple(map(of_line, section.items)))


def _unmet(test: Test, unanswered: Truth = Truth.FALSE) -> Test:
    """The same test, a truth in the place of every answer it may still lack, so that the whole is not met."""
    match test:
        case expr.Not(inner):
            return expr.Not(_unmet(inner, ~unanswered))
        case expr.Threshold(unanswered=Truth.UNKNOWN) if denominators(test.term):
            return attrs.evolve(test, unanswered=unanswered)
        case expr.Switch(ref, cases, Truth.UNKNOWN):
            return expr.Switch(ref, tuple((value, _unmet(case, unanswered)) for value, case in cases), unanswered)
        case expr.Provided(inner, why, Truth.UNKNOWN):
            return expr.Provided(_unmet(inner, unanswered), why, unanswered)
        case _:
            return _within(test, lambda part: _unmet(part, unanswered))


def _within(test: Test, change: Callable[[Test], Test]) -> Test:
    """The same test with the tests it is folded from changed; a scorecard always has an answer, and stays."""
    match test:
        case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
            return attrs.evolve(test, tests=tuple(map(change, tests)))
        case expr.Not(inner) | expr.Provided(inner):
            return attrs.evolve(test, test=change(inner))
        case expr.Switch(cases=cases):
            return attrs.evolve(test, cases=tuple((value, change(case)) for value, case in cases))
        case _:
            return test
