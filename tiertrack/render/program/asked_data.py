"""What a program asks of an enterprise: each fact with its question, its bounds and its definition, and the ways to
read more than one thing from an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tiertrack.engines.javascript.rule_slots import RuleSlots, exact
from tiertrack.facts.credit_code import CHARACTERS, LEGAL_FORMS, WEIGHTS, beginnings
from tiertrack.facts.industry import EITHER_GROUP_OF, INDUSTRY_CODE, SIZE_GROUP_OF
from tiertrack.facts.vocabulary import CREDIT_CODE, FACTS, INDUSTRY_SECTION, SIZE_GROUP, SIZE_GROUP_SETTLED
from tiertrack.logic.expr import Ref
from tiertrack.logic.kernel import Slot
from tiertrack.logic.quantity import Kind
from tiertrack.render.policy.fact_text import note_data
from tiertrack.render.spoken import wanted
from tiertrack.rules.edition import Edition
from tiertrack.rules.fact_sheet import fact_notes_in, materials_for
from tiertrack.rules.reads import Column, Origin, column_of

_NUMBERS = (Kind.MONEY, Kind.SHARE, Kind.PEOPLE, Kind.COUNT, Kind.POINTS, Kind.RANK, Kind.LEVEL)
_CODES = {"uscc": "credit_code", "industry": "industry"}


def asked_data(column: Column, edition: Edition, slots: RuleSlots) -> dict[str, Any]:
    """One fact that a program asks for."""
    ref = next((slots.refs[one] for one in slots.slots if column_of(one, slots.on).name == column.name), None)
    key = column.name if column.origin is Origin.IDENTITY else column.key
    notes = [*fact_notes_in(edition, key)]
    return {
        "key": column.name,
        "fact": key,
        "name": column.label,
        "question": _question(column, ref),
        "kind": _CODES.get(key, column.kind.value),
        "origin": column.origin.name.lower(),
        "year": column.year,
        **_bounds(column),
        "definitions": [note_data(note) for note in notes],
        "materials": [material.name for material in materials_for(edition, (key,))],
    }


def _question(column: Column, ref: Ref | None) -> str:
    if ref is None or column.origin is Origin.IDENTITY:
        return column.label
    return f"{column.year}年{wanted(ref)}" if column.year else wanted(ref)


def _bounds(column: Column) -> dict[str, Any]:
    """What an answer may be."""
    fact = FACTS.get(column.key)
    if column.kind in _NUMBERS:
        bounds = {"lowest": column.lowest, "highest": column.highest, "largest": column.largest}
        return {"unit": fact.unit if fact else "", **{one: _exact(bound) for one, bound in bounds.items()}}
    if column.name == "industry":
        return {"pattern": INDUSTRY_CODE}
    if column.name == CREDIT_CODE.key:
        return {"codes": _credit_codes()}
    if column.kind is Kind.CHOICE and fact is not None:
        return {"choices": [*map(list, fact.choices)], "also": [*map(list, fact.also)]}
    return {}


def _credit_codes() -> dict[str, Any]:
    """How credit codes are made, and what they say of their bearers."""
    return {
        "characters": CHARACTERS,
        "weights": list(WEIGHTS),
        "beginnings": {beginning: form for form in LEGAL_FORMS for beginning in beginnings(form)},
        "unchecked": "attested",
    }


def _exact(bound: int | None) -> int | str | None:
    return None if bound is None else exact(bound)


def ways_data(slots: Iterable[Slot]) -> dict[str, Any]:
    """The ways to read a code that the slots of a program need: what it says of its bearer by its beginning."""
    return {slot.key: _WAYS[slot.key]() for slot in slots if slot.key in _WAYS}


def _by_bearer() -> dict[str, Any]:
    return {"kind": "credit_code"}


def _by_prefix() -> dict[str, Any]:
    return {"kind": "prefix", "prefixes": SIZE_GROUP_OF, "whole": EITHER_GROUP_OF}


def _by_letter() -> dict[str, Any]:
    return {"kind": "beginning", "length": 1}


def _by_longer_code() -> dict[str, Any]:
    """Only a longer code could say so, which would then have a group of its own."""
    return {"kind": "unknown"}


_WAYS: dict[str, Callable[[], dict[str, Any]]] = {
    CREDIT_CODE.key: _by_bearer,
    INDUSTRY_SECTION.key: _by_letter,
    SIZE_GROUP.key: _by_prefix,
    SIZE_GROUP_SETTLED.key: _by_longer_code,
}
