"""A stable fingerprint of any value made of attrs classes, so that an answer can name exactly what it was given by."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import hashlib
import json
from collections.abc import Callable, Mapping
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
    kind: Any = type(value)
    return _writer(kind)(value)


@functools.cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """What makes values of a type plain; the first kind that fits counts."""
    if issubclass(kind, bool | int | str) or kind is type(None):
        return lambda value: value
    if issubclass(kind, Fraction):
        return lambda value: f"{value.numerator}/{value.denominator}"
    if issubclass(kind, enum.Enum | TitleDefinition):
        return lambda value: value.value
    if issubclass(kind, dt.date):
        return lambda value: value.isoformat()
    if issubclass(kind, type):
        return lambda value: value.__name__
    if issubclass(kind, Mapping):
        return lambda value: {str(key): _plain(part) for key, part in value.items()}
    if issubclass(kind, tuple | list):
        return lambda value: [_plain(part) for part in value]
    if issubclass(kind, frozenset):
        return lambda value: sorted(_plain(part) for part in value)
    if attrs.has(kind):
        return lambda value: {
            kind.__name__: {part.name: _plain(getattr(value, part.name)) for part in covered_fields(value)}
        }
    raise TypeError(f"不能取指纹：{kind.__name__}")


def covered_fields(value: Any) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of an attrs value that its fingerprint covers; a field added by a later release is left out while it
    has its default, so that older fingerprints stay the same."""
    kind: Any = type(value)
    always, later = _fields(kind)
    return (*always, *(part for part in later if getattr(value, part.name) != part.default)) if later else always


@functools.cache
def _fields(kind: type) -> tuple[tuple[attrs.Attribute[Any], ...], tuple[attrs.Attribute[Any], ...]]:
    """The fields of a class that count, and those of them that a later release added; the order makes no difference."""
    counted = [part for part in attrs.fields(kind) if part.eq]
    later = tuple(part for part in counted if part.metadata == ADDED_LATER)
    return tuple(part for part in counted if part not in later), later
