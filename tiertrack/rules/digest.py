"""A stable fingerprint of any value made of attrs classes, so that an answer can name exactly what it was given by."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import hashlib
import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from json.encoder import encode_basestring
from typing import Any

import attrs

from tiertrack.law.title_definition import TitleDefinition
from tiertrack.logic.quantity import ADDED_LATER


def digest(value: Any) -> str:
    """SHA-256 of the value's canonical JSON, in hexadecimal; equal values have equal digests on every machine."""
    return hashlib.sha256(_text(value).encode()).hexdigest()


def kept_digest(value: Any) -> str:
    """The same of a value that is asked about again, as a dossier that many standards are held against."""
    return _of_same(_Same(value))


@attrs.frozen
class _Same:
    """A value that is the same only as itself: to compare two dossiers takes as long as to write them."""

    value: Any = attrs.field(eq=id)


@functools.lru_cache(maxsize=16)
def _of_same(same: _Same) -> str:
    return digest(same.value)


def _text(value: Any) -> str:
    """The canonical JSON: members in the order of their names, nothing between the signs, characters as they are."""
    return _WRITERS[type(value)](value)


def _texts(values: Iterable[Any]) -> list[str]:
    # Every answer carries a fingerprint of its dossier, and most members of one are not there.
    return ["null" if value is None else _WRITERS[type(value)](value) for value in values]


class _Writers(dict[type, Callable[[Any], str]]):
    """What writes the values of a type, made when the first is written."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        self[kind] = writer = _writer(kind)
        return writer


_WRITERS = _Writers()


def _writer(kind: type) -> Callable[[Any], str]:
    """What writes values of a type; the first kind that fits counts."""
    if kind is bool:
        return lambda value: "true" if value else "false"
    if issubclass(kind, int):
        return int.__repr__
    if issubclass(kind, str):
        return encode_basestring
    if kind is type(None):
        return lambda value: "null"
    if issubclass(kind, Fraction):
        return lambda value: f'"{value.numerator}/{value.denominator}"'
    if issubclass(kind, enum.Enum | TitleDefinition):
        return lambda value: _text(value.value)
    if issubclass(kind, dt.date):
        return lambda value: f'"{value.isoformat()}"'
    if issubclass(kind, type):
        return lambda value: encode_basestring(value.__name__)
    if issubclass(kind, Mapping):
        return _mapping
    if issubclass(kind, tuple | list):
        return lambda value: f"[{','.join(_texts(value))}]"
    if issubclass(kind, frozenset):
        return lambda value: f"[{','.join(_texts(sorted(value)))}]"
    if attrs.has(kind):
        return _attrs_writer(kind)
    raise TypeError(f"不能取指纹：{kind.__name__}")


def _mapping(value: Mapping[Any, Any]) -> str:
    named = {str(key): part for key, part in value.items()}
    names = sorted(named)
    texts = _texts([named[name] for name in names])
    members = (f"{encode_basestring(name)}:{text}" for name, text in zip(names, texts, strict=True))
    return f"{{{','.join(members)}}}"


def _attrs_writer(kind: type) -> Callable[[Any], str]:
    always, later = _fields(kind)
    if not later:
        return _members_writer(kind, tuple(part.name for part in always))
    writers: dict[tuple[str, ...], Callable[[Any], str]] = {}

    def write(value: Any) -> str:
        names = tuple(part.name for part in covered_fields(value))
        if names not in writers:
            writers[names] = _members_writer(kind, names)
        return writers[names](value)

    return write


def _members_writer(kind: type, names: tuple[str, ...]) -> Callable[[Any], str]:
    """What writes those members of attrs values: their JSON with a hole for each, and what fills it."""
    in_order = sorted(names)
    members = ",".join(f'"{name}":%s' for name in in_order)
    whole = f'{{"{kind.__name__}":{{{members}}}}}'
    if len(in_order) < 2:
        return lambda value: whole % tuple(_texts(getattr(value, name) for name in in_order))
    values = operator.attrgetter(*in_order)
    return lambda value: whole % tuple(_texts(values(value)))


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
