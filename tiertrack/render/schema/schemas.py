"""The JSON Schema of an answer by its name, complete in itself."""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from typing import Any

from tiertrack.errors import BadInput, Fault
from tiertrack.facts.vocabulary import nearest
from tiertrack.render.forms import answer_types
from tiertrack.render.schema.answer_schemas import ANSWER_SCHEMAS
from tiertrack.render.schema.book_schema import BOOK_SCHEMAS
from tiertrack.render.schema.comparison_schemas import COMPARISON_SCHEMAS
from tiertrack.render.schema.configuration_schema import CONFIGURATION_SCHEMAS
from tiertrack.render.schema.dossier_schemas import DOSSIER_SCHEMAS
from tiertrack.render.schema.fact_schemas import FACT_SCHEMAS
from tiertrack.render.schema.firm_schemas import FIRM_SCHEMAS
from tiertrack.render.schema.notice_schema import NOTICE_SCHEMAS
from tiertrack.render.schema.program_schemas import PROGRAM_SCHEMAS
from tiertrack.render.schema.proof_schemas import PROOF_SCHEMAS
from tiertrack.render.schema.regional_schema import REGIONAL_SCHEMAS
from tiertrack.render.schema.register_schemas import REGISTER_SCHEMAS
from tiertrack.render.schema.report_schema import REPORT_SCHEMAS
from tiertrack.render.schema.schema_parts import Schema, example_of, names_used
from tiertrack.render.schema.screening_schemas import SCREENING_SCHEMAS

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SCHEMAS: Mapping[str, Schema] = {
    **ANSWER_SCHEMAS,
    **FACT_SCHEMAS,
    **REGISTER_SCHEMAS,
    **FIRM_SCHEMAS,
    **REPORT_SCHEMAS,
    **PROOF_SCHEMAS,
    **SCREENING_SCHEMAS,
    **COMPARISON_SCHEMAS,
    **NOTICE_SCHEMAS,
    **REGIONAL_SCHEMAS,
    **PROGRAM_SCHEMAS,
    **BOOK_SCHEMAS,
    **DOSSIER_SCHEMAS,
    **CONFIGURATION_SCHEMAS,
}

# What is handed in, and what several answers together are on the command line; every other one is of a type of answer.
_BESIDE = ("configuration", "dossier", "edition_reference", "indicators", "kept_answer")

# The names there are, in their order; all else stands only within these.
SCHEMA_NAMES = tuple(sorted({*answer_types().values(), *_BESIDE}))


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``to_dict`` makes of one type of answer, or of what is handed in.

    Args:
        name: What it is about, as ``assessment``, ``standing``, ``history``, ``duty``, ``recording``, ``screening``,
            ``edition``, ``fault``, or ``dossier`` and ``event``, which are handed in too.

    Returns:
        The schema, complete in itself: what it refers to is in its ``$defs``, and its ``$id`` keeps these apart from
        those of a larger document, so that it can stand in an OpenAPI description as it is. It is the caller's own.

    Raises:
        BadInput: There is no schema of that name; the remedy names the nearest.

    Examples:
        >>> from tiertrack import json_schema
        >>> json_schema("fault")["required"]
        ['code', 'place', 'what', 'value', 'remedy']
    """
    if name not in SCHEMA_NAMES:
        raise BadInput(Fault("E833", "没有这个名称的 JSON Schema", nearest(str(name), SCHEMA_NAMES), str(name)))
    return copy.deepcopy(_complete(name))


@functools.cache
def _complete(name: str) -> Schema:
    own = _SCHEMAS[name]
    known = _cleaned(_used_by(name))
    return {
        "$schema": DIALECT,
        "$id": f"urn:tiertrack:schema:{name}",
        "title": name,
        **_cleaned(own),
        "examples": [*own.get("examples", ()), example_of(own, _SCHEMAS)][:1],
        **({"$defs": known} if known else {}),
    }


def _used_by(name: str) -> dict[str, Schema]:
    """Every schema that one needs, itself only where it needs itself, in the order of their names."""
    found: dict[str, Schema] = {}
    waiting = [*names_used(_SCHEMAS[name])]
    while waiting:
        used = waiting.pop()
        if used not in found:
            found[used] = {"title": used, **_SCHEMAS[used]}
            waiting += names_used(_SCHEMAS[used])
    return dict(sorted(found.items()))


def _cleaned(schema: Any) -> Any:
    """Without what only examples are made by."""
    if isinstance(schema, dict):
        return {key: _cleaned(part) for key, part in schema.items() if key != "x-key"}
    return [_cleaned(part) for part in schema] if isinstance(schema, list) else schema
