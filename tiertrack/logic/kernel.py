"""The six kernel nodes every rule is lowered into; an engine that knows these six knows every rule.

======== ===========================================================================================================
Node     Means
======== ===========================================================================================================
Compare  an integer polynomial of slots is not negative (or positive, where strict)
OneOf    a slot takes one of the listed values
All      Kleene conjunction
Any      Kleene disjunction
Given    the body where every condition holds (a denominator is positive), otherwise unknown or a truth that is given
Total    banded integer points reach a bound: low end, high end, or unknown in between
======== ===========================================================================================================

Negation is pushed into the leaves by :func:`negate`, so there is no node for it.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import frozen

from tiertrack.logic.expr import Anchor


@frozen
class Slot:
    """A value to be read: a fact's key, its year's distance, and for a share which side of the fraction."""

    key: str
    offset: int | None = None
    side: str = ""


@frozen
class Cutoff:
    """The latest start date with ``years`` full years behind it at ``anchor``; known as soon as the day is."""

    years: int
    anchor: Anchor


Symbol = Slot | Cutoff
Monomial = tuple[int, tuple[Symbol, ...]]


@frozen
class Compare:
    """The sum of coefficient × product of symbols is ≥ 0, or > 0 where ``strict``."""

    terms: tuple[Monomial, ...]
    strict: bool


@frozen
class OneOf:
    """``slot`` takes one of ``values`` out of ``universe``."""

    slot: Slot
    values: tuple[str | bool, ...]
    universe: tuple[str | bool, ...]


@frozen
class All:
    """Kleene conjunction; an empty one is TRUE."""

    parts: tuple[Kernel, ...]


@frozen
class Any:
    """Kleene disjunction; an empty one is FALSE."""

    parts: tuple[Kernel, ...]


@frozen
class Given:
    """``body`` where every condition is TRUE; where one is FALSE ``otherwise``, None being UNKNOWN; else UNKNOWN."""

    conditions: tuple[Kernel, ...]
    body: Kernel
    otherwise: bool | None = None


@frozen
class Points:
    """One line of points: the first band whose test holds, else ``otherwise``; or a slot's own value up to ``full``."""

    bands: tuple[tuple[int, Kernel], ...]
    otherwise: int
    measured: Slot | None = None
    full: int = 0


@frozen
class Total:
    """The sum of the lines is ≥ ``bound``, or < ``bound`` where ``below``."""

    lines: tuple[Points, ...]
    bound: int
    below: bool = False


Kernel = Compare | OneOf | All | Any | Given | Total


def negate(node: Kernel) -> Kernel:
    """The kernel that is TRUE where ``node`` is FALSE, FALSE where it is TRUE, and UNKNOWN where it is."""
    match node:
        case Compare(terms, strict):
            return Compare(tuple((-factor, symbols) for factor, symbols in terms), not strict)
        case OneOf(slot, values, universe):
            return OneOf(slot, tuple(value for value in universe if value not in values), universe)
        case All(parts):
            return Any(tuple(map(negate, parts)))
        case Any(parts):
            return All(tuple(map(negate, parts)))
        case Given(conditions, body, otherwise):
            return Given(conditions, negate(body), None if otherwise is None else not otherwise)
        case Total(below=below):
            return attrs.evolve(node, below=not below)


def polynomial(parts: Mapping[tuple[Symbol, ...], int]) -> tuple[Monomial, ...]:
    """Monomials in a stable order, zero coefficients left out."""
    return tuple((factor, symbols) for symbols, factor in sorted(parts.items(), key=_order) if factor)


def _order(part: tuple[tuple[Symbol, ...], int]) -> tuple[int, str]:
    symbols, _factor = part
    return len(symbols), repr(symbols)
