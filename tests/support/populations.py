"""Enterprises on and around every limit of an edition, and values of facts by chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from tiertrack.engines.boundary_rows import INDUSTRIES, REGIONS, USCC, Edges, Row, dossier_of, population, rows_around
from tiertrack.facts.vocabulary import Fact
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.rules.edition import Edition

__all__ = [
    "INDUSTRIES",
    "REGIONS",
    "USCC",
    "Edges",
    "Row",
    "any_value",
    "distinct",
    "dossier_of",
    "population",
    "rows_around",
]


def distinct(editions: Sequence[Edition]) -> list[Edition]:
    """The editions without those whose criteria are word for word those of one before: they judge as one."""
    found: dict[Any, Edition] = {}
    for edition in editions:
        found.setdefault(tuple((one.key, one.test, one.authority) for one in edition.criteria), edition)
    return list(found.values())


def any_value(fact: Fact, chance: Random) -> Value:
    """A value that a fact may well have."""
    match fact.kind:
        case Kind.MONEY:
            return chance.randint(1, 20_000) * 1_000_000
        case Kind.FLAG:
            return chance.random() < 0.3
        case Kind.SHARE:
            return Fraction(chance.randint(0, 100), 100)
        case Kind.CHOICE:
            return chance.choice([key for key, _name in fact.choices])
        case Kind.DATE:
            return dt.date(chance.randint(2005, 2024), 1, chance.randint(1, 2)).toordinal()
        case _:
            return chance.randint(max(fact.lowest or 0, 1), min(fact.highest or 1000, 1000))
