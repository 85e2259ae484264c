"""Every answer against its schema: what ``to_dict`` makes, and what the command line prints as JSON."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tiertrack.render.forms import form_of
from tiertrack.render.schema.schemas import json_schema


@functools.cache
def validator(name: str) -> Draft202012Validator:
    """What holds data against the schema of a name, days and instants included."""
    return Draft202012Validator(json_schema(name), format_checker=FormatChecker())


def faults(data: Any, name: str) -> list[str]:
    """What of the data its schema does not take."""
    return [f"{name} {error.json_path}: {error.message[:300]}" for error in validator(name).iter_errors(data)]


def schema_of(answer: object, data: Any) -> str:
    """The name of the schema of an answer; one standard alone is written as an assessment."""
    name = form_of(type(answer)).schema
    return "assessment" if name == "alternatives" and "variants" not in data else name


# The schema of what each command prints; in brackets where it is a list, several where it depends on what is asked.
_PRINTED = {
    "assess": ("assessment", "alternatives"),
    "compare": ("comparison", "register_comparison"),
    "replay": ("replay",),
    "ladder": ("climb",),
    "policy list": ("[edition]",),
    "policy show": ("edition", "fact_sheet"),
    "policy diff": ("[clause_change]",),
    "policy regions": ("regional_standards",),
    "policy export": ("[policy_program]", "[policy_vectors]", "[edition_reference]"),
    "policy check": ("checked",),
    "seed": ("import_report",),
    "enrol": ("enrolment",),
    "import": ("import_report", "title_report"),
    "imports": ("[import]",),
    "undo": ("undo_report",),
    "merge": ("merger",),
    "unmerge": ("merger",),
    "match list": ("[proposal]",),
    "match dismiss": ("[proposal]",),
    "match accept": ("title_report",),
    "record": ("recording",),
    "case close-review": ("review_report",),
    "case void": ("recorded",),
    "case": ("recording",),
    "firms": ("[firm_overview]", "list_report"),
    "standing": ("standing", "achievement", "[firm_standing]", "list_report"),
    "history": ("history", "[history]", "list_report"),
    "due": ("[duty]", "list_report"),
    "renamed": ("[renamed]", "list_report"),
    "export": ("list_report",),
    "indicators": ("indicators",),
    "report": ("report",),
    "config": ("configuration",),
    "verify": ("verify_report",),
    "checkpoint": ("checkpoint",),
    "prove": ("proof",),
    "screen": ("screening", "near_misses"),
    "impact": ("impact",),
    "candidates": ("candidates",),
    "notice": ("notice",),
    "selfcheck": ("edition_reference",),
}
_PLAIN = ("init", "downgrade", "key", "tables")


def printed_faults(words: Sequence[str], out: str) -> list[str]:
    """What of the JSON that a command printed its schema does not take; of several schemas the nearest counts."""
    if words[0] in _PLAIN:
        return []
    data = json.loads(out)
    names = _PRINTED.get(" ".join(words[:2]), _PRINTED.get(words[0]))
    assert names, f"which schema has {words[0]}?"
    return min((_faults(data, name) for name in names), key=len)


def _faults(data: Any, name: str) -> list[str]:
    if not name.startswith("["):
        return faults(data, name)
    return [fault for part in data for fault in faults(part, name.strip("[]"))]
