"""Facts as a program states them: the facts of a dossier's file, by their keys or their Chinese names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.datum import Datum
from tiertrack.facts.headings import known_heading
from tiertrack.facts.json_reading import JsonMembers, JsonObject, keyed_by_text, text_faults
from tiertrack.facts.shared_members import facts_in
from tiertrack.facts.vocabulary import FACTS


def facts_named(facts: Mapping[str, Any]) -> tuple[Datum, ...]:
    """The observations that facts state, in the form of a dossier's file; a fact may be named in Chinese, and a year be
    a number.

    Raises BadDossier with every fault, placed at its fact and year.
    """
    if not isinstance(facts, Mapping):
        remedy = '请写成 {"revenue": {"2025": "5200万元"}}，或给一份 Dossier'
        raise BadDossier(Fault("E305", "事实须按键或名称写明", remedy, type(facts).__name__, "facts"))
    stated = _by_key(facts)
    given = JsonObject({"facts": stated}, "")
    if faults := tuple(text_faults(stated, "facts")):
        raise BadDossier(*faults)
    found = tuple(facts_in(given))
    if given.faults:
        raise BadDossier(*given.faults)
    return found


def _by_key(facts: Mapping[Any, Any]) -> Mapping[str, Any]:
    return JsonMembers([(_key(str(name)), _by_year(value)) for name, value in facts.items()])


def _by_year(stated: Any) -> Any:
    return keyed_by_text(stated) if isinstance(stated, Mapping) else stated


def _key(name: str) -> str:
    """The key of the fact a name is that of; the name as it is where it is none, or has a year or a unit in it."""
    if name in FACTS or name.isascii():
        return name
    try:
        heading = known_heading(name)
    except BadDossier:
        return name
    is_plain = heading is not None and heading.fact is not None and heading.year is None and heading.unit is None
    return heading.key if heading is not None and is_plain else name
