"""A fact that may be missing, and the conditions under which it could decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
from attrs import frozen

from tiertrack.engines.dialect import Expression
from tiertrack.logic.expr import Ref


@frozen(eq=False)
class Condition:
    """A truth that is never unknown, to be read when all stages are."""

    holds: Expression


@frozen(eq=False)
class MissingFact:
    """A fact a test reads, and the conditions, beside its being unknown, under which it could decide. Where editions
    read it in ways of their own, ``unknown`` says whether it is."""

    ref: Ref
    when: tuple[Condition, ...] = ()
    unknown: Condition | None = None


def guarded(when: Condition, missing: Iterable[MissingFact]) -> Iterator[MissingFact]:
    """Missing facts that count only where a further condition holds."""
    return (attrs.evolve(fact, when=(when, *fact.when)) for fact in missing)
