"""The columns enterprises are read from: one for each fact, title, application and judgement on a day.

A yearly fact is named ``revenue:2025``, any other by its key, a title ``title:srdi_sme``, an application
``applied:srdi_sme``, a judgement by its key. Credit code, region and industry stand beside them. Where rights are
listed, what a standard counts of them is two numbers beside the fact: the fewest and the most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import Enum, auto

from attrs import frozen

from tiertrack.facts.datum import value_key
from tiertrack.facts.units import LARGEST_FEN
from tiertrack.facts.vocabulary import (
    BESIDE,
    CREDIT_CODE,
    CRITERION_PREFIX,
    FACTS,
    FED_BY,
    INDUSTRY_SECTION,
    SIZE_GROUP,
    SIZE_GROUP_SETTLED,
    Fact,
    judgement_label,
)
from tiertrack.law.titles import TITLES
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.logic.quantity import Kind

IDENTIFYING = ("name", "uscc", "region", "industry")

# Titles, applications and judgements share one space of slots with the facts; the prefix keeps their keys apart.
TITLE_PREFIX = "title:"
APPLICATION_PREFIX = "applied:"
JUDGEMENT_PREFIX = "judgement:"
RIGHTS_PREFIX = "rights:"


class Origin(Enum):
    """What settles the value of a column: observations of a fact, the titles held, the applications made, an
    authority's judgement, a count of the rights that are listed, or what identifies the enterprise."""

    OBSERVATION = auto()
    TITLE = auto()
    APPLICATION = auto()
    JUDGEMENT = auto()
    RIGHTS = auto()
    IDENTITY = auto()


_PREFIXES = {
    TITLE_PREFIX: Origin.TITLE,
    APPLICATION_PREFIX: Origin.APPLICATION,
    JUDGEMENT_PREFIX: Origin.JUDGEMENT,
    RIGHTS_PREFIX: Origin.RIGHTS,
}

_PREFIX_OF = {origin: prefix for prefix, origin in _PREFIXES.items()}

# What stands beside the facts is read from these columns.
_COLUMN_BESIDE = {
    CREDIT_CODE.key: "uscc",
    INDUSTRY_SECTION.key: "industry",
    SIZE_GROUP.key: "industry",
    SIZE_GROUP_SETTLED.key: "industry",
}

# The largest magnitude of each kind of number that can be answered from; what lies beyond is refused by name.
_LARGEST = {Kind.MONEY: LARGEST_FEN, Kind.DATE: 10**7}
_LARGEST_NUMBER = 10**15

# Into how many parts a share is divided: a column of a table states it to nine decimals.
SHARE_PARTS = 1_000_000_000


@frozen
class Column:
    """One column that is read: its name, its Chinese label, the kind of its values, the key (with the year of a yearly
    fact) of what it is about, the choices there are, the bounds in the fact's own magnitude (a share as a whole one),
    and what settles it."""

    name: str
    label: str
    kind: Kind
    key: str
    year: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    lowest: int | None = 0
    highest: int | None = None
    origin: Origin = Origin.OBSERVATION

    @property
    def largest(self) -> int:
        """The largest magnitude that can be answered from; of a share that of its numerator and its denominator."""
        return _largest(self.kind)

    @property
    def is_optional(self) -> bool:
        """Whether a table is complete without it: a criterion is judged as a whole only where no fact can decide it,
        and rights are counted only where any are listed."""
        return self.origin is Origin.RIGHTS or self.key.startswith(CRITERION_PREFIX)

    @property
    def slot_key(self) -> str:
        """What the column is about, in a word by which it can be had again (:func:`column_called`)."""
        return f"{_PREFIX_OF.get(self.origin, '')}{value_key(self.key, self.year)}"

    @property
    def denominator(self) -> str:
        """The name of the second column of a share that is stored as a fraction."""
        return f"{self.name}/d"

    @property
    def most(self) -> str:
        """The name of the second column of a count of rights; the first is the fewest there are."""
        return f"{self.name}/most"


_LABELS = ("企业名称", "统一社会信用代码", "所在地", "行业")
_IDENTITY = tuple(
    Column(name, label, Kind.CHOICE, name, origin=Origin.IDENTITY)
    for name, label in zip(IDENTIFYING, _LABELS, strict=True)
)


def with_identity(wanted: Iterable[Column]) -> dict[str, Column]:
    """The columns a table is asked for, with those that identify the enterprise, by name."""
    return {column.name: column for column in (*_IDENTITY, *wanted)}


def origin_of(key: str) -> tuple[Origin, str]:
    """What settles the value in a slot of this key, and the key without the prefix that says so."""
    prefix, colon, rest = key.partition(":")
    if (origin := _PREFIXES.get(prefix + colon)) is not None:
        return origin, rest
    return Origin.IDENTITY if key in BESIDE else Origin.OBSERVATION, key


def column_of(slot: Slot, on: dt.date) -> Column:
    """The column a slot is read from on a day."""
    origin, key = origin_of(slot.key)
    match origin:
        case Origin.IDENTITY:
            name = _COLUMN_BESIDE[key]
            return Column(name, "统一社会信用代码" if name == "uscc" else "行业", Kind.CHOICE, name, origin=origin)
        case Origin.JUDGEMENT:
            return Column(key, judgement_label(key), Kind.JUDGEMENT, key, origin=origin)
        case Origin.TITLE:
            return Column(slot.key, TITLES.get(key, key), Kind.TITLE, key, origin=origin)
        case Origin.APPLICATION:
            return Column(slot.key, f"{TITLES.get(key, key)}的申报", Kind.TITLE, key, origin=origin)
        case Origin.RIGHTS:
            fact = FACTS[key.partition(":")[0]]
            return Column(slot.key, fact.label, fact.kind, key, origin=origin)
        case Origin.OBSERVATION:
            return fact_column(FACTS[key], None if slot.offset is None else on.year + slot.offset)


def column_called(key: str, on: dt.date) -> Column:
    """The column on a day of what its :attr:`Column.slot_key` says; raises KeyError for what is none."""
    origin, _rest = origin_of(key)
    if origin is not Origin.OBSERVATION:
        return column_of(Slot(key), on)
    fact, colon, year = key.partition(":")
    return column_of(Slot(fact, int(year) - on.year if colon else None), on)


def fact_column(fact: Fact, year: int | None = None) -> Column:
    """The column of a fact, of a year where it is yearly."""
    key, label = value_key(fact.key, year), fact.in_year(year)
    return Column(key, label, fact.kind, fact.key, year, fact.choices, fact.lowest, fact.highest)


def feeding_slot(slot: Slot) -> Slot | None:
    """The slot of the title that makes a fact true whatever is stated of it; None where none does."""
    title = FED_BY.get(slot.key)
    return None if title is None else Slot(TITLE_PREFIX + title)


def bound(symbol: Symbol) -> int:
    """How large the magnitude of a symbol's value can get."""
    if isinstance(symbol, Cutoff):
        return _largest(Kind.DATE)
    fact = FACTS.get(symbol.key)
    return _largest(fact.kind) if fact else _LARGEST_NUMBER


def _largest(kind: Kind) -> int:
    return _LARGEST.get(kind, _LARGEST_NUMBER)
