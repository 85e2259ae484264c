"""The JSON Schemas of what pages answer: the published ones, and those of the few things pages put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiertrack.render.schema.schemas import json_schema

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer", "minimum": 0}
_RECORDED: Schema = {"type": "boolean", "description": "登记库里有没有这个称号的记录；没有的，0 家不是零"}


def record(members: Mapping[str, Schema]) -> Schema:
    """An object that has all of these members and no other."""
    return {
        "type": "object",
        "properties": dict(members),
        "required": list(members),
        "additionalProperties": False,
    }


def several(part: Schema) -> Schema:
    """A list of parts."""
    return {"type": "array", "items": part}


def or_none(part: Schema, why: str) -> Schema:
    """A part, or null; ``why`` says when it is null."""
    return {"description": why, "anyOf": [part, {"type": "null"}]}


MOMENT = json_schema("as_of")["properties"]
ERROR = json_schema("error")
START = record(
    {
        **MOMENT,
        "firms": {**_WHOLE, "description": "登记库里有多少家企业"},
        "titles": or_none(
            several(record({"title": _TEXT, "name": _TEXT, "held": _WHOLE, "recorded": _RECORDED})),
            "各称号当日有多少家持有；企业太多、没有清点的是 null",
        ),
        "due": or_none(several(json_schema("duty")), "往后 30 天到期的事，由先到后；没有清点的是 null"),
        "left_out": {**_WHOLE, "description": "没有列出的申报窗口：按现有资料预计不够格的"},
    }
)
FOUND = record({**MOMENT, "found": several(json_schema("enterprise"))})
FIRMS = record(
    {
        **MOMENT,
        "firms": several(json_schema("firm_overview")),
        "next": or_none({"type": "integer"}, "下一页的 after；后面没有了是 null"),
    }
)
ANSWER: Schema = {"type": "object", "anyOf": [json_schema("assessment"), json_schema("alternatives")]}
FIRM = record(
    {
        "enterprise": json_schema("enterprise"),
        "standing": json_schema("standing"),
        "history": json_schema("history"),
        "climb": json_schema("climb"),
        "answers": several(ANSWER),
        "dossier": json_schema("dossier"),
    }
)
_CANDIDATES = json_schema("candidates")
_NEXT_PART = or_none({"type": "integer"}, "只在一部分企业里找的才有：下一批的 after；后面没有了是 null")
CANDIDATES: Schema = {**_CANDIDATES, "properties": {**_CANDIDATES["properties"], "next": _NEXT_PART}}
DUE = record(
    {
        **MOMENT,
        "duties": several(json_schema("duty")),
        "left_out": {**_WHOLE, "description": "没有列出的申报窗口：按现有资料预计不够格的"},
        "next": or_none(_TEXT, "下一页的 after：这一页最后一家的名称；一次列完、后面没有了是 null"),
    }
)
REPORT = json_schema("report")
EDITIONS = record({"editions": several(json_schema("edition"))})
EDITION = json_schema("edition")
PROGRAM = json_schema("policy_program")
MATCHES = record({"matches": several(json_schema("proposal"))})
IMPORTS = record({"imports": several(json_schema("import"))})
