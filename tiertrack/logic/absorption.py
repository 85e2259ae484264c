"""Alternatives that add nothing: where one of them holds, another would hold as well.

市值15亿元以上且研发占比15%以上 adds nothing to 市值10亿元以上 for an enterprise that meets whatever else that one
asks; so its research expenses are not worth asking for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tiertrack.logic import expr
from tiertrack.logic.expr import Comparator, Test
from tiertrack.logic.truth import Truth

_STRICT = (Comparator.MORE_THAN, Comparator.LESS_THAN)


def conjuncts(test: Test) -> tuple[Test, ...]:
    """The tests that all hold where a test does."""
    parts = test.tests if isinstance(test, expr.AllOf) else ()
    return (test, *(one for part in parts for one in conjuncts(part)))


def implies(test: Test, other: Test) -> bool:
    """Whether ``other`` holds wherever ``test`` does, as far as can be seen from the two alone."""
    if test == other:
        return True
    match other:
        case expr.AllOf(tests):
            return all(implies(test, part) for part in tests)
        case expr.AnyOf(tests) if any(implies(test, part) for part in tests):
            return True
    match test, other:
        case expr.AllOf(tests), _:
            return any(implies(part, other) for part in tests)
        case expr.AnyOf(tests), _:
            return all(implies(part, other) for part in tests)
        case expr.Threshold(term, limit=limit), expr.Threshold(same, limit=bound) if term == same:
            return limit.kind is bound.kind and _narrower(test, other)
        case expr.TopRank(ref, within), expr.TopRank(same, wider) if ref == same:
            return wider is None or (within is not None and within.magnitude <= wider.magnitude)
        case expr.Choice(ref, allowed), expr.Choice(same, more) if ref == same:
            return set(allowed) <= set(more)
        case _:
            return False


def _narrower(test: expr.Threshold, other: expr.Threshold) -> bool:
    upwards = test.comparator in expr.UPWARDS
    if upwards is not (other.comparator in expr.UPWARDS):
        return False
    if test.unanswered is Truth.TRUE and other.unanswered is not Truth.TRUE:
        return False
    above = Fraction(test.limit.magnitude) - Fraction(other.limit.magnitude)
    beyond = above if upwards else -above
    is_looser = other.comparator in _STRICT and test.comparator not in _STRICT
    return beyond > 0 or (beyond == 0 and not is_looser)


@functools.lru_cache(maxsize=4096)
def absorbers(test: expr.AnyOf) -> Mapping[int, tuple[int, ...]]:
    """For every alternative that could add nothing, by its place, the places of those that could hold with it; only
    where it reads facts that what it implies of them does not."""
    found = {}
    for place, one in enumerate(test.tests):
        given = conjuncts(one)
        others = [other for other in range(len(test.tests)) if other != place]
        if rivals := tuple(other for other in others if _asks_more(one, given, test.tests[other])):
            found[place] = rivals
    return found


def _asks_more(test: Test, given: Sequence[Test], other: Test) -> bool:
    same = {ref for part in implied(given, other) for ref in expr.refs(part)}
    return bool(same) and not same.issuperset(expr.refs(test))


def implied(given: Sequence[Test], test: Test) -> Iterator[Test]:
    """The parts of a test that hold where those given do."""
    if any(implies(one, test) for one in given):
        yield test
    elif isinstance(test, expr.AllOf | expr.AnyOf):
        for part in test.tests:
            yield from implied(given, part)
