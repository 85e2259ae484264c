"""The parts schemas are written with; every text brings an example, so that each schema has one that validates."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

# The meanings of the three values, as every answer writes them.
TRUTHS = {"true": "符合（是）", "false": "不符合（否）", "unknown": "待补充（不明）"}

_DAY, _INSTANT = "2026-06-30", "2026-06-30T09:00:00+08:00"


def text(about: str, example: str) -> Schema:
    """Any text."""
    return {"description": about, "type": "string", "examples": [example]}


def day(about: str, example: str = _DAY) -> Schema:
    """A day."""
    return {"description": about, "type": "string", "format": "date", "examples": [example]}


def instant(about: str) -> Schema:
    """An instant with its time zone."""
    return {"description": about, "type": "string", "format": "date-time", "examples": [_INSTANT]}


def whole(about: str, example: int = 1, least: int | None = 0) -> Schema:
    """A whole number, not negative unless ``least`` says so."""
    return {"description": about, "type": "integer", "examples": [example]} | (
        {} if least is None else {"minimum": least}
    )


def number(about: str, example: float) -> Schema:
    """A number."""
    return {"description": about, "type": "number", "examples": [example]}


def flag(about: str, example: str = "true") -> Schema:
    """Yes or no."""
    return {"description": about, "type": "boolean", "examples": [example == "true"]}


def truth(about: str) -> Schema:
    """One of the three values."""
    return one_of(about, TRUTHS)


def one_of(about: str, words: Mapping[str, str] | type[enum.Enum]) -> Schema:
    """One of the keys of a vocabulary, each with its meaning."""
    meanings = words if isinstance(words, Mapping) else {one.value: getattr(one, "label", "") for one in words}
    told = "、".join(f"{key} {meaning}".strip() for key, meaning in meanings.items())
    return {"description": f"{about}：{told}", "type": "string", "enum": list(meanings)}


def title(about: str) -> Schema:
    """The key of a title; a district may have its own."""
    told = f"{about}：称号的键，如 srdi_sme 专精特新中小企业、little_giant 专精特新“小巨人”企业；区县另有自己的"
    return {"description": told, "type": "string", "pattern": "^[a-z][a-z0-9_]*$", "examples": ["srdi_sme"]}


def several(about: str, part: Schema, least: int = 0) -> Schema:
    """A list of parts."""
    return {"description": about, "type": "array", "items": part} | ({"minItems": least} if least else {})


def by_key(about: str, part: Schema, example: str) -> Schema:
    """An object of parts by keys that are not fixed."""
    return {"description": about, "type": "object", "additionalProperties": part, "x-key": example}


def record(about: str, members: Mapping[str, Schema]) -> Schema:
    """A closed object; a member whose name ends in ``?`` may be absent."""
    return {
        "description": about,
        "type": "object",
        "properties": {name.removesuffix("?"): part for name, part in members.items()},
        "required": [name for name in members if not name.endswith("?")],
        "additionalProperties": False,
    }


def or_none(part: Schema) -> Schema:
    """The part, or null."""
    if "$ref" in part:
        about = {"description": part["description"]} if "description" in part else {}
        return about | {"anyOf": [{"$ref": part["$ref"]}, {"type": "null"}]}
    if "enum" in part:
        part = part | {"enum": [*part["enum"], None]}
    kinds = part["type"] if isinstance(part["type"], list) else [part["type"]]
    return part | {"type": [*kinds, "null"]}


def either(about: str, *parts: Schema) -> Schema:
    """One of several parts."""
    return {"description": about, "anyOf": [*parts]}


def use(name: str, about: str = "") -> Schema:
    """Another schema, by its name."""
    return ({"description": about} if about else {}) | {"$ref": f"#/$defs/{name}"}


def without(whole: Schema, *names: str) -> dict[str, Schema]:
    """The members of a record but for some, as ``record`` takes them."""
    return {
        name if name in whole["required"] else f"{name}?": part
        for name, part in whole["properties"].items()
        if name not in names
    }


def names_used(schema: Any) -> Iterable[str]:
    """The names of the schemas that one uses directly."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix("#/$defs/")
        for part in schema.values():
            yield from names_used(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from names_used(part)


def example_of(schema: Schema, known: Mapping[str, Schema], depth: int = 0) -> Any:
    """A value that the schema takes, made of the examples of its parts; what refers to itself ends in an empty list."""
    if "$ref" in schema:
        return example_of(known[schema["$ref"].removeprefix("#/$defs/")], known, depth)
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], known, depth)
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if "items" in schema:
        deep = depth > _DEEPEST and not schema.get("minItems")
        return [] if deep else [example_of(schema["items"], known, depth + 1)]
    if "x-key" in schema:
        return {schema["x-key"]: example_of(schema["additionalProperties"], known, depth + 1)}
    parts = {name: part for name, part in schema["properties"].items() if name in schema["required"]}
    return {name: example_of(part, known, depth + 1) for name, part in parts.items()}


# How many lists stand within each other in an example.
_DEEPEST = 6
