"""The six kernel nodes every rule is lowered into; an engine that knows these six knows every rule.

======== ===========================================================================================================
Node     Means
======== ===========================================================================================================
Compare  an integer polynomial of slots is not negative (or positive, where strict), whatever the unknown ones are
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
from tiertrack.logic.quantity import Kind, Quantity


@frozen
class Slot:
    """A value to be read: a fact's key, its year's distance, and for a share which side of the fraction."""

    key: str
    offset: int | None = None
    side: str = ""


@frozen
class Cutoff:
    """The latest start date with ``span`` behind it at ``anchor``: so many full years, or so many days."""

    span: int
    anchor: Anchor
    unit: Kind = Kind.YEARS

    @classmethod
    def reaching(cls, limit: Quantity, anchor: Anchor) -> Cutoff:
        """The cut-off that a limit of years or of days reaches back to."""
        return cls(int(limit.magnitude), anchor, limit.kind)


Symbol = Slot | Cutoff
Monomial = tuple[int, tuple[Symbol, ...]]


@frozen
class Compare:
    """The sum of coefficient × product of symbols is ≥ 0, or > 0 where ``strict``.

    Those of its slots that are ``unsigned`` are never negative. So it holds already where the sum is large enough with
    the unknown ones at zero and all that could make it smaller is known, and fails already where the opposite is.
    """

    terms: tuple[Monomial, ...]
    strict: bool
    unsigned: frozenset[Slot] = frozenset()

    @property
    def rising(self) -> tuple[Monomial, ...]:
        """The terms that are added."""
        return tuple((factor, symbols) for factor, symbols in self.terms if factor > 0)

    @property
    def falling(self) -> tuple[Monomial, ...]:
        """The terms that are taken away, with what is taken as a positive factor."""
        return tuple((-factor, symbols) for factor, symbols in self.terms if factor < 0)

    @property
    def holds_early(self) -> bool:
        """Whether it can hold before all its slots are known: by some of several terms, or against nothing."""
        return self._settles(self.rising) and (len(self.rising) > 1 or not (self.falling or self.strict))

    @property
    def fails_early(self) -> bool:
        """Whether it can fail before all its slots are known."""
        return self._settles(self.falling) and (len(self.falling) > 1 or (self.strict and not self.rising))

    def _settles(self, terms: tuple[Monomial, ...]) -> bool:
        return any(symbol in self.unsigned for _factor, symbols in terms for symbol in symbols)


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


def settles_early(node: Kernel) -> bool:
    """Whether a comparison, or one that waits for its denominators, can be known before all its slots are."""
    match node:
        case Compare():
            return node.holds_early or node.fails_early
        case Given(conditions, body):
            return any(map(settles_early, (*conditions, body)))
        case _:
            return False


def negate(node: Kernel) -> Kernel:
    """The kernel that is TRUE where ``node`` is FALSE, FALSE where it is TRUE, and UNKNOWN where it is."""
    match node:
        case Compare(terms, strict, unsigned):
            return Compare(tuple((-factor, symbols) for factor, symbols in terms), not strict, unsigned)
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
