"""An edition with every limit moved towards being met: who is no more than a share of a limit away.

Used to find candidates without explaining everyone; the exact distance of each is told by :mod:`ladder.closing`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import attrs

from tiertrack.logic import expr
from tiertrack.logic.expr import Comparator, Test
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.rules.edition import Edition

__all__ = ["relaxed"]

_UPWARDS = (Comparator.AT_LEAST, Comparator.MORE_THAN)


def relaxed(edition: Edition, share: Fraction) -> Edition:
    """The edition that everybody meets who fails no limit of ``edition`` by more than ``share`` of it, and maybe some
    others."""
    criteria = tuple(attrs.evolve(one, test=_eased(one.test, share)) for one in edition.criteria)
    return attrs.evolve(edition, criteria=criteria)


def _eased(test: Test, share: Fraction) -> Test:
    """The test with its limits eased; under a negation they are tightened, which eases the whole."""

    def change(node: Any) -> Any:
        match node:
            case expr.Not(inner):
                return expr.Not(_eased(inner, -share))
            case expr.Threshold():
                return attrs.evolve(node, limit=_moved(node, share))
            case expr.TopRank(_ref, within) if within is not None:
                return attrs.evolve(node, within=Quantity(math.ceil(within.magnitude * (1 + share)), Kind.RANK))
            case expr.Scorecard(sections, passing):
                eased = tuple(_eased_section(section, share) for section in sections)
                return expr.Scorecard(eased, _lowered(passing, share), node.label)
            case _:
                return node

    return expr.replaced(test, change)


def _eased_section(section: expr.Section, share: Fraction) -> expr.Section:
    items = tuple(
        attrs.evolve(item, bands=tuple(expr.Band(band.points, _eased(band.test, share)) for band in item.bands))
        for item in section.items
    )
    minimum = None if section.minimum is None else _lowered(section.minimum, share)
    return attrs.evolve(section, items=items, minimum=minimum)


def _lowered(points: Quantity, share: Fraction) -> Quantity:
    return Quantity(math.floor(points.magnitude * (1 - share)), points.kind)


def _moved(test: expr.Threshold, share: Fraction) -> Quantity:
    """The limit moved by a share of itself; of a compound rate by that share of the newest amount, which is how far
    one is told to be from it."""
    limit, down = Fraction(test.limit.magnitude), test.comparator in _UPWARDS
    if isinstance(test.term, expr.Tenure):
        years = limit * (1 - share) if down else limit * (1 + share)
        return Quantity(max(math.floor(years) if down else math.ceil(years), 0), test.limit.kind)
    if isinstance(test.term, expr.Growth) and test.term.method is expr.GrowthMethod.COMPOUND:
        moved = (1 + limit) / (1 + share) - 1 if down else (1 + limit) * (1 + share) - 1
        return Quantity(moved, test.limit.kind)
    reach = (abs(limit) or 1) * share
    return Quantity(limit - reach if down else limit + reach, test.limit.kind)
