"""The JSON Schemas of what tools answer: the members the renderers write, by the names of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_FLAG: Schema = {"type": "boolean"}
_WHOLE: Schema = {"type": "integer"}
_LIST: Schema = {"type": "array"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_OBJECT: Schema = {"type": "object"}
_OBJECT_OR_NONE: Schema = {"type": ["object", "null"]}
_TRUTH: Schema = {"type": "string", "enum": ["true", "false", "unknown"]}


def record(members: Mapping[str, Schema]) -> Schema:
    """An object that has all of these members."""
    return {"type": "object", "properties": dict(members), "required": list(members)}


def several(part: Schema) -> Schema:
    """A list of parts."""
    return {"type": "array", "items": part}


_REFERENCE = record({"key": _TEXT, "digest": _TEXT, "citation": _TEXT})
_ASKED = {"name": _TEXT, "size": _TEXT_OR_NONE, "tier": _TEXT, "act": _TEXT, "on": _TEXT, "known_at": _TEXT_OR_NONE}
_CRITERION = record(
    {
        "key": _TEXT,
        "truth": _TRUTH,
        "text": _TEXT,
        "citation": _TEXT,
        "observed": _LIST,
        "shortfall": _TEXT_OR_NONE,
        "missing": _TEXTS,
    }
)
_ANSWERED = {
    "truth": _TRUTH,
    "verdict": _TEXT,
    **_ASKED,
    "edition": _REFERENCE,
    "criteria": several(_CRITERION),
    "missing": _TEXTS,
    "dossier_digest": _TEXT,
    "version": _TEXT,
}
_SCREENED = {"on": _TEXT, "editions": several(_REFERENCE), "absent": _LIST, "suspicions": _TEXTS}

_SCHEMAS: Mapping[str, Schema] = {
    "assessment": record(_ANSWERED | {"variant": _TEXT_OR_NONE, "basis": _TEXT, "moot": _TEXTS}),
    "alternatives": record(_ANSWERED | {"met": _TEXTS, "variants": _LIST}),
    "climb": record(
        {"name": _TEXT, "on": _TEXT, "ladder": _OBJECT, "rungs": _LIST, "next": _TEXT_OR_NONE, "closing": _LIST}
    ),
    "edition": record(
        {
            "key": _TEXT,
            "tier": _TEXT,
            "act": _TEXT,
            "from": _TEXT_OR_NONE,
            "through": _TEXT_OR_NONE,
            "citation": _TEXT,
            "digest": _TEXT,
            "criteria": _LIST,
        }
    ),
    "clause_change": record({"change": _TEXT, "title": _TEXT, "before": _TEXT_OR_NONE, "after": _TEXT_OR_NONE}),
    "standing": record(
        {
            "enterprise": _TEXT,
            "on": _TEXT,
            "known_at": _TEXT_OR_NONE,
            "titles": _LIST,
            "achievements": _LIST,
            "highest": _TEXT_OR_NONE,
            "duties": _LIST,
            "waiting": _LIST,
        }
    ),
    "history": record({"enterprise": _TEXT, "known_at": _TEXT_OR_NONE, "events": _LIST}),
    "duty": record(
        {
            "kind": _TEXT,
            "enterprise": _TEXT,
            "title": _TEXT_OR_NONE,
            "due": _TEXT,
            "what": _TEXT,
            "why": _TEXT,
            "consequence": _TEXT_OR_NONE,
            "warning": _FLAG,
        }
    ),
    "screening": record(_SCREENED | {"counts": _OBJECT, "criteria": _LIST, "met": _LIST, "into": _TEXT_OR_NONE}),
    "near_misses": record(_SCREENED | {"near": _LIST}),
    "enrolment": record({"enterprise": _TEXT, "alike": _LIST}),
    "import_report": record(
        {"enterprises": _TEXTS, "observations": _WHOLE, "corrected": _WHOLE, "known": _WHOLE, "suspicions": _TEXTS}
    ),
    "recording": record(
        {
            "outcome": _TEXT,
            "recorded": _LIST,
            "disagrees": _FLAG,
            "grounds": _LIST,
            "truth": _TEXT_OR_NONE,
            "assessment": _OBJECT_OR_NONE,
        }
    ),
}

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
    """The schema of one type of answer by its name."""
    return _SCHEMAS[name]


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
CHANGES = record({"before": _REFERENCE, "after": _REFERENCE, "changes": several(json_schema("clause_change"))})
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
DUTIES = record({"duties": several(json_schema("duty"))})
NEAREST = record({"total": _WHOLE, "answer": json_schema("near_misses")})
