"""The parts of an old and of a new rule, paired by what they are about: never by their words.

Whatever pairs here pairs the same way with old and new exchanged.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from tiertrack.logic import expr
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.quantity import Parameter, Quantity

_Part = TypeVar("_Part")
# How many of their facts two parts of one form must at least have in common to be about the same.
_ENOUGH = Fraction(1, 2)

Pairs = tuple[list[tuple[_Part, _Part]], list[_Part], list[_Part]]


def paired(
    before: Sequence[_Part], after: Sequence[_Part], likenesses: Iterable[Callable[[_Part], Hashable | None]]
) -> Pairs[_Part]:
    """The pairs, in the new order, and what is left of old and of new.

    Each likeness is tried in turn on what is left: those alike pair in their order; None is like nothing.
    """
    pairs: list[tuple[int, int]] = []
    for likeness in likenesses:
        old, new = {one for one, _other in pairs}, {other for _one, other in pairs}
        pairs += _alike(before, after, old, new, likeness)
    return _taken(before, after, pairs)


def _alike(
    before: Sequence[_Part],
    after: Sequence[_Part],
    old: Container[int],
    new: Container[int],
    likeness: Callable[[_Part], Hashable | None],
) -> list[tuple[int, int]]:
    """The places of those that are alike, of what is not ``old`` and ``new`` already."""
    waiting: dict[Hashable, deque[int]] = {}
    for place, part in enumerate(before):
        if place not in old and (key := likeness(part)) is not None:
            waiting.setdefault(key, deque()).append(place)
    keys = ((place, likeness(part)) for place, part in enumerate(after) if place not in new)
    return [(waiting[key].popleft(), place) for place, key in keys if waiting.get(key)]


def nearest_paired(
    before: Sequence[Test], after: Sequence[Test], form_of: Callable[[Test], Hashable] = lambda _test: None
) -> Pairs[Test]:
    """The same by the facts that tests read, of one form where that is told: those with most in common first, at least
    half of all that either reads."""
    shares = [
        (-share, one + other, one, other)
        for one, earlier in enumerate(before)
        for other, later in enumerate(after)
        if form_of(earlier) == form_of(later) and (share := _in_common(facts(earlier), facts(later))) >= _ENOUGH
    ]
    found: list[tuple[int, int]] = []
    # Of those equally near whose places add up the same, none keeps another from its pair.
    for _share, _sum, one, other in sorted(shares):
        if all(one != taken and other != by for taken, by in found):
            found.append((one, other))
    return _taken(before, after, found)


def _taken(before: Sequence[_Part], after: Sequence[_Part], places: Iterable[tuple[int, int]]) -> Pairs[_Part]:
    """The parts at pairs of places, in the new order, and those that are left."""
    pairs = sorted(places, key=lambda pair: pair[1])
    old, new = {one for one, _other in pairs}, {other for _one, other in pairs}
    return (
        [(before[one], after[other]) for one, other in pairs],
        [part for place, part in enumerate(before) if place not in old],
        [part for place, part in enumerate(after) if place not in new],
    )


def _in_common(one: frozenset[str], other: frozenset[str]) -> Fraction:
    return Fraction(len(one & other), len(one | other) or 1)


@functools.lru_cache(maxsize=4096)
def facts(test: Test) -> frozenset[str]:
    """The keys of the facts a test reads."""
    return frozenset(ref.key for ref in expr.refs(test))


def form(test: Test) -> Hashable:
    """The form of a test whatever it reads: of a limit the kind of term and the side it bounds."""
    match test:
        case expr.Over(inner) | expr.Provided(inner):
            return form(inner)
        case expr.Not(inner):
            return ("not", form(inner))
        case expr.Threshold(term, comparator, limit):
            return (type(term), limit.kind, comparator in expr.UPWARDS)
        case _:
            return type(test).__name__


def subject(test: Test) -> Hashable | None:
    """What a single condition bounds, whichever year and whatever number; None of a group."""
    match test:
        case expr.Over(inner) | expr.Provided(inner):
            return subject(inner)
        case expr.Not(inner):
            found = subject(inner)
            return found and ("not", found)
        case expr.Threshold(term, comparator):
            return (in_any_year(term), comparator in expr.UPWARDS)
        case expr.TopRank(ref) | expr.Holds(ref) | expr.Choice(ref):
            return (type(test), in_any_year(ref))
        case _:
            return None


def in_any_year(node: Any) -> Any:
    """A term or a test that does not say of which year the facts are."""
    return expr.replaced(node, lambda one: attrs.evolve(one, offset=None) if isinstance(one, Ref) else one)


@functools.lru_cache(maxsize=4096)
def bare(node: Any) -> Any:
    """A test without the words and names that decide nothing: equal where what it says is."""
    if isinstance(node, tuple):
        return tuple(bare(part) for part in node)
    if isinstance(node, Parameter):
        return Quantity(node.magnitude, node.kind)
    if isinstance(node, type | Ref) or not attrs.has(type(node)):
        return node
    kind: Any = type(node)
    said = {part.name: getattr(node, part.name) for part in attrs.fields(kind)}
    return kind(**{name: "" if name in _WORDS else bare(part) for name, part in said.items()})


_WORDS = ("label", "word", "why")
