"""What has to be read to answer by an edition on a day: one column for each fact, title, application and judgement.

A yearly fact is named ``revenue:2025``, any other by its key, a title ``title:srdi_sme``, an application
``applied:srdi_sme``, a judgement by its key. Credit code, region and industry stand beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from tiertrack.facts.dossier import value_key
from tiertrack.facts.units import LARGEST_FEN
from tiertrack.facts.vocabulary import (
    BESIDE,
    CREDIT_CODE,
    FACTS,
    FED_BY,
    INDUSTRY_SECTION,
    JUDGEMENTS,
    SIZE_GROUP,
    TITLES,
)
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.logic.quantity import Kind
from tiertrack.rules.binding import APPLICATION_PREFIX, JUDGEMENT_PREFIX, TITLE_PREFIX
from tiertrack.rules.edition import Edition

__all__ = ["IDENTIFYING", "LARGEST", "LARGEST_COUNT", "Input", "bound", "input_of", "inputs"]

IDENTIFYING = ("name", "uscc", "region", "industry")

# What stands beside the facts is read from these columns.
_COLUMN_BESIDE = {CREDIT_CODE.key: "uscc", INDUSTRY_SECTION.key: "industry", SIZE_GROUP.key: "industry"}

# The largest magnitude of each kind of number that is taken; what lies beyond is refused by name.
LARGEST = {Kind.MONEY: LARGEST_FEN, Kind.SHARE: 10**15, Kind.DATE: 10**7}
LARGEST_COUNT = 10**15


@frozen
class Input:
    """One column to be read: its name, what it says in Chinese, the kind of its values and, where they are bounded,
    their bounds in the fact's own magnitude (a share as a whole one)."""

    name: str
    label: str
    kind: Kind
    key: str
    year: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    lowest: int | None = 0
    highest: int | None = None


def input_of(slot: Slot, on: dt.date) -> Input:
    """The column a slot is read from on a day."""
    key, year = slot.key, None if slot.offset is None else on.year + slot.offset
    if key in BESIDE:
        name = _COLUMN_BESIDE[key]
        return Input(name, "统一社会信用代码" if name == "uscc" else "行业", Kind.CHOICE, name)
    if key.startswith(JUDGEMENT_PREFIX):
        key = key.removeprefix(JUDGEMENT_PREFIX)
        return Input(key, JUDGEMENTS.get(key, key), Kind.JUDGEMENT, key)
    if key.startswith((TITLE_PREFIX, APPLICATION_PREFIX)):
        title = key.partition(":")[2]
        said = "" if key.startswith(TITLE_PREFIX) else "的申报"
        return Input(key, f"{TITLES.get(title, title)}{said}", Kind.TITLE, key)
    fact = FACTS[key]
    label = fact.label if year is None else f"{year}年{fact.label}"
    return Input(value_key(key, year), label, fact.kind, key, year, fact.choices, fact.lowest, fact.highest)


def inputs(editions: Iterable[Edition], on: dt.date) -> tuple[Input, ...]:
    """Every column editions are answered from on a day, each once, in reading order."""
    found: dict[str, Input] = {}
    for edition in editions:
        for symbol in edition.program.symbols:
            if isinstance(symbol, Cutoff):
                continue
            wanted = [symbol, *([Slot(TITLE_PREFIX + FED_BY[symbol.key])] if symbol.key in FED_BY else [])]
            for slot in wanted:
                found.setdefault((one := input_of(slot, on)).name, one)
        if edition.settled_on:
            found.setdefault(edition.settled_on, input_of(Slot(edition.settled_on), on))
    return tuple(found.values())


def bound(symbol: Symbol) -> int:
    """How large the magnitude of a symbol's value can get."""
    if isinstance(symbol, Cutoff):
        return LARGEST[Kind.DATE]
    fact = FACTS.get(symbol.key)
    return LARGEST.get(fact.kind, LARGEST_COUNT) if fact else LARGEST_COUNT
