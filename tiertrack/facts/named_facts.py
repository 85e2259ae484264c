"""Facts as a program states them: the facts of a dossier's file, by their keys or their Chinese names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.datum import Datum
from tiertrack.facts.json_reading import JsonObject, keyed_by_text, text_faults
from tiertrack.facts.shared_members import facts_in


def facts_named(facts: Mapping[str, Any]) -> tuple[Datum, ...]:
    """The observations that facts state, in the form of a dossier's file; a fact may be named in Chinese, and a year be
    a number.

    Raises BadDossier with every fault, placed at its fact and year.
    """
    if not isinstance(facts, Mapping):
        remedy = '请写成 {"营业收入": {"2025": "5200万元"}}，或给一份 Dossier'
        raise BadDossier(Fault("E305", "事实须按键或名称写明", remedy, type(facts).__name__, "facts"))
    stated = keyed_by_text(facts)
    given = JsonObject({"facts": stated}, "")
    if faults := tuple(text_faults(stated, "facts")):
        raise BadDossier(*faults)
    found = tuple(facts_in(given))
    if given.faults:
        raise BadDossier(*given.faults)
    return found
