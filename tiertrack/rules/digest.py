"""A stable fingerprint of any value made of attrs classes, so that an answer can name exactly what it was given by."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from tiertrack.law.title_definition import TitleDefinition
from tiertrack.logic.quantity import ADDED_LATER


def digest(value: Any) -> str:
    """SHA-256 of the value's canonical JSON, in hexadecimal; equal values have equal digests on every machine."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case enum.Enum() | TitleDefinition():
            return value.value
        case dt.date():
            return value.isoformat()
        case type():
            return value.__name__
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case tuple() | list():
            return [_plain(part) for part in value]
        case frozenset():
            return sorted(_plain(part) for part in value)
        case _ if attrs.has(type(value)):
            return {
                type(value).__name__: {part.name: _plain(getattr(value, part.name)) for part in covered_fields(value)}
            }
        case _:
            raise TypeError(f"不能取指纹：{type(value).__name__}")


def covered_fields(value: Any) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of an attrs value that its fingerprint covers; a field added by a later release is left out while it
    has its default, so that older fingerprints stay the same."""
    return tuple(part for part in attrs.fields(type(value)) if part.eq and not _as_before(part, value))


def _as_before(part: attrs.Attribute[Any], value: Any) -> bool:
    return part.metadata == ADDED_LATER and getattr(value, part.name) == part.default
