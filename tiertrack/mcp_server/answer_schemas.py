"""The JSON Schemas of what tools answer: those of the answers themselves, and of the few that tools put together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_WHOLE: Schema = {"type": "integer"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_TRUTH: Schema = {"type": "string", "enum": ["true", "false", "unknown"]}


def record(members: Mapping[str, Schema]) -> Schema:
    """An object that has all of these members."""
    return {"type": "object", "properties": dict(members), "required": list(members)}


def several(part: Schema) -> Schema:
    """A list of parts."""
    return {"type": "array", "items": part}


_REFERENCE = record({"key": _TEXT, "digest": _TEXT, "citation": _TEXT})
_SOURCE = {"citation": _TEXT, "confidence": _TEXT, "note": _TEXT_OR_NONE}
_DOCUMENT = record(
    {
        **_SOURCE,
        "number": _TEXT,
        "title": _TEXT,
        "issued": _TEXT_OR_NONE,
        "in_force": _TEXT_OR_NONE,
        "superseded": _TEXT_OR_NONE,
        "verified_on": _TEXT_OR_NONE,
    }
)
_SPAN = {"from": _TEXT_OR_NONE, "through": _TEXT_OR_NONE}


def json_schema(name: str) -> Schema:
    """The published schema of an answer, from its file: what makes it would have to be imported before the server is
    there."""
    schema: Schema = json.loads((files("tiertrack") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return schema


ANSWERED: Schema = {"type": "object", "anyOf": [json_schema("assessment"), json_schema("alternatives")]}
STANDARDS = record(
    {
        "editions": several(
            record(
                {
                    **_REFERENCE["properties"],
                    "name": _TEXT,
                    "tier": _TEXT,
                    "act": _TEXT,
                    "variant": _TEXT_OR_NONE,
                    "basis": _TEXT,
                    "region": _TEXT_OR_NONE,
                    **_SPAN,
                    "documents": several(_DOCUMENT),
                }
            )
        )
    }
)
SOURCED_EDITION = record(
    {
        "edition": json_schema("edition"),
        "documents": several(_DOCUMENT),
        "sources": several(record({"key": _TEXT, **_SOURCE})),
    }
)
PASSAGES = record(
    {
        "total": _WHOLE,
        "found": several(
            record(
                {
                    "edition": _REFERENCE,
                    "name": _TEXT,
                    **_SPAN,
                    "key": _TEXT,
                    "title": _TEXT,
                    "text": _TEXT,
                    "sources": several(record(_SOURCE)),
                }
            )
        ),
    }
)
CHANGES = json_schema("policy_diff")
LACKING = record(
    {
        "truth": _TRUTH,
        "verdict": _TEXT,
        "on": _TEXT,
        "known_at": _TEXT_OR_NONE,
        "editions": several(_REFERENCE),
        "missing": several(record({"fact": _TEXT, "name": _TEXT, "criteria": _TEXTS})),
    }
)
DUTIES = record({"duties": several(json_schema("duty")), "left_out": _WHOLE})
NEAREST = record({"total": _WHOLE, "answer": json_schema("near_misses")})
