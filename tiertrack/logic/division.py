"""Alternatives that divide all enterprises by one fact, as 软件企业 and 软件企业以外: one of them is for everybody.

Whichever of them an enterprise belongs to, what the others ask of it does not matter; so where all ask what it has,
the answer is known before the fact is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from tiertrack.logic import expr
from tiertrack.logic.expr import Comparator, Ref, Tenure, Test
from tiertrack.logic.quantity import Kind

_Place = bool | str | Fraction


@functools.lru_cache(maxsize=4096)
def asked_of_all(test: expr.AnyOf) -> tuple[Test, ...]:
    """What alternatives ask of those they are for, where they are together for everybody; else none.

    Nor is there anything where they ask about the dividing fact itself: before it is known they cannot all be met.
    """
    scoped = [part for part in test.tests if isinstance(part, expr.AllOf) and part.scope]
    by_term: dict[Ref | Tenure, list[expr.AllOf]] = {}
    for part in scoped:
        terms = {_term(one) for one in part.tests[: part.scope]}
        if len(terms) == 1 and (term := terms.pop()) is not None:
            by_term.setdefault(term, []).append(part)
    for term, parts in by_term.items():
        scopes = [part.tests[: part.scope] for part in parts]
        asked = tuple(one for part in parts for one in part.tests[part.scope :])
        everybody = all(
            any(all(_holds(one, place) for one in scope) for scope in scopes) for place in _places(term, scopes)
        )
        if everybody and not set(expr.refs(term)).intersection(*map(expr.refs, asked)):
            return asked
    return ()


def _term(test: Test) -> Ref | Tenure | None:
    """The one fact or duration in years a test is about; None where it is about more, or counts days."""
    match test:
        case expr.Not(inner):
            return _term(inner)
        case expr.Holds(ref) | expr.Choice(ref):
            return ref
        case expr.Threshold(Ref() | Tenure() as term, limit=limit) if limit.kind is not Kind.DAYS:
            return term
        case _:
            return None


def _places(term: Ref | Tenure, scopes: Sequence[Sequence[Test]]) -> Iterator[_Place]:
    """A value on, before, between and after all limits; every value where there are only some."""
    if isinstance(term, Ref) and term.choices:
        yield from (value for value, _name in term.choices)
    elif isinstance(term, Ref) and term.kind.is_yes_or_no:
        yield from (True, False)
    else:
        limits = sorted({_limit(one) for scope in scopes for one in scope})
        lowest = term.lowest if isinstance(term, Ref) else None
        every = [limits[0] - 1, *limits, *((low + high) / 2 for low, high in pairwise(limits)), limits[-1] + 1]
        yield from (place for place in every if lowest is None or place >= lowest)


def _limit(test: Test) -> Fraction:
    inner = test.test if isinstance(test, expr.Not) else test
    return Fraction(inner.limit.magnitude) if isinstance(inner, expr.Threshold) else Fraction()


def _holds(test: Test, value: _Place) -> bool:
    match test:
        case expr.Not(inner):
            return not _holds(inner, value)
        case expr.Holds():
            return value is True
        case expr.Choice(_ref, allowed):
            return value in allowed
        case expr.Threshold(_term, comparator, limit) if isinstance(value, Fraction):
            return _reached(value - Fraction(limit.magnitude), comparator)
        case _:
            return False


def _reached(above: Fraction, comparator: Comparator) -> bool:
    match comparator:
        case Comparator.AT_LEAST:
            return above >= 0
        case Comparator.MORE_THAN:
            return above > 0
        case Comparator.AT_MOST:
            return above <= 0
        case Comparator.LESS_THAN:
            return above < 0
