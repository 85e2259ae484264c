"""What the shape of a test says of its columns, whatever they hold."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.logic import expr
from tiertrack.logic.absorption import conjuncts
from tiertrack.logic.expr import Test
from tiertrack.logic.kernel import settles_early
from tiertrack.logic.lower import children, combine


def may_settle_early(test: Test) -> bool:
    """Whether a test may be decided while a fact or a test in it is not: one folded from others, but for a negation,
    and a comparison that some of its facts may settle."""
    if isinstance(test, expr.Scorecard | expr.Not):
        return isinstance(test, expr.Scorecard)
    return bool(children(test)) or settles_early(combine(test, []))


def own_conjuncts(test: Test) -> Iterator[Test]:
    """What must hold for a test to hold, conjunctions within conjunctions taken apart."""
    return (part for part in conjuncts(test) if not isinstance(part, expr.AllOf))


def choices_by_case(test: expr.Switch) -> dict[Test, list[str]]:
    """The tests of the cases with the choices each belongs to."""
    found: dict[Test, list[str]] = {}
    for value, case in test.cases:
        found.setdefault(case, []).append(value)
    return found


def left_over(test: expr.Switch) -> list[str]:
    """The choices no case belongs to."""
    covered = {value for value, _case in test.cases}
    return [key for key, _name in test.ref.choices if key not in covered]
