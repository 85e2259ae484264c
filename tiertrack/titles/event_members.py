"""How each member of an event is kept: one table, read off the event's own declaration, for rows, JSON and statements.

The type of a member says how it is kept; all else stands beside it in the metadata of its field. A
member is declared once, in ``events``.
"""

from __future__ import annotations

import datetime as dt
import enum
import typing
from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import Any

import attrs
from attrs import frozen

from tiertrack.errors import Fault
from tiertrack.facts.construction import wrong_type

# The members that events had from the first, in the order in which the digests on record cover them; never changed. A
# later member is covered by its name, and wherever it has no value nothing is written of it: what was written before it
# came is then the same.
FIRST_MEMBERS = (
    *("title", "kind", "on", "starts", "through", "derived", "document", "batch", "reason", "until", "year", "stage"),
    *("value", "told_by", "edition_key", "edition_digest", "findings"),
)

_COLUMN, _UNSTATED, _VOCABULARY = "column", "unstated", "vocabulary"

# The metadata of a member that is no part of the event's statement: its source, and the answer of our rules.
UNSTATED: Mapping[str, Any] = {_UNSTATED: True}


def column(name: str) -> Mapping[str, Any]:
    """The metadata of a member whose column has another name."""
    return {_COLUMN: name}


def vocabulary(known: Callable[[str], bool]) -> Mapping[str, Any]:
    """The metadata of a text that must be a key of a vocabulary, as ``known`` tells."""
    return {_VOCABULARY: known}


class Kept(enum.Enum):
    """How a member is kept: text, numbers and truths as they are, all else as text."""

    TEXT = enum.auto()
    NUMBER = enum.auto()
    YES_OR_NO = enum.auto()
    DAY = enum.auto()
    INSTANT = enum.auto()
    CHOICE = enum.auto()


@frozen
class Member:
    """One member of an event: its name, its column, the type of its values, how it is kept, and whether the event's
    statement has it.

    ``plain`` makes its value plain and ``read`` makes a value of what is plain (KeyError: a key that is not known).
    Both are None where the value is plain already, and neither is asked about None.
    """

    name: str
    column: str
    kind: type
    kept: Kept
    optional: bool
    stated: bool
    plain: Callable[[Any], Any] | None
    read: Callable[[Any], Any] | None

    @property
    def later(self) -> bool:
        """Whether it came after the first events were written."""
        return self.name not in FIRST_MEMBERS


def members_of(event: type[attrs.AttrsInstance]) -> tuple[Member, ...]:
    """The members of a class of events, in the order declared; raises TypeError for a type that cannot be kept."""
    types = typing.get_type_hints(event)
    return tuple(_member(attribute, types[attribute.name]) for attribute in attrs.fields(event))


def to_plain(members: Iterable[Member], event: object) -> dict[str, Any]:
    """The members of an event as JSON keeps them; a later member without a value is left out."""
    found = ((member, getattr(event, member.name)) for member in members)
    return {
        member.name: value if value is None or member.plain is None else member.plain(value)
        for member, value in found
        if value is not None or not member.later
    }


def from_plain(members: Iterable[Member], plain: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an event of what JSON keeps; raises KeyError for a member or a key that is not known."""
    known = {member.name: member.read for member in members}
    return {
        name: value if (read := known[name]) is None or value is None else read(value) for name, value in plain.items()
    }


def mistyped(members: Iterable[Member], event: object) -> list[Fault]:
    """A fault for every member of an event whose value is of another type than declared."""
    found = ((member, getattr(event, member.name)) for member in members)
    return [
        fault.at(member.name)
        for member, value in found
        if not (_is_a(member.kind, value) or (value is None and member.optional))
        for fault in wrong_type(value, _wanted(member.kind, value)).faults
    ]


def _is_a(kind: type, value: object) -> bool:
    # An instant is a day to Python and a truth a number; which day, and which number, nobody can tell.
    return type(value) is kind or (isinstance(value, kind) and not isinstance(value, bool | dt.datetime))


_WANTED: Mapping[type, str] = {
    str: "文字",
    int: "整数，如 2026",
    bool: "True 或 False",
    dt.date: "datetime.date，如 date(2024, 7, 1)",
}


def _wanted(kind: type, given: object) -> str:
    """What to write in the place of a value; a choice written as a word is named by its member, and a title that is
    given itself by its key."""
    if kind in _WANTED:
        return f"文字，如 {given.value!r}" if kind is str and isinstance(given, enum.Enum) else _WANTED[kind]
    meant = (one.name for one in kind.__members__.values() if given in (one.value, one.label))  # type: ignore[attr-defined]
    name = next(meant, None)
    return f"{kind.__name__}.{name}" if name else f"{kind.__name__} 的成员"


# How a member of a type is kept, what makes its values plain, and what reads them again.
_Conversion = tuple[Kept, Callable[[Any], Any] | None, Callable[[Any], Any] | None]
_CONVERSIONS: Mapping[type, _Conversion] = {
    str: (Kept.TEXT, None, None),
    int: (Kept.NUMBER, None, None),
    bool: (Kept.YES_OR_NO, None, None),
    dt.date: (Kept.DAY, dt.date.isoformat, dt.date.fromisoformat),
    dt.datetime: (Kept.INSTANT, dt.datetime.isoformat, dt.datetime.fromisoformat),
}


def _member(attribute: attrs.Attribute[Any], hint: Any) -> Member:
    kinds = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
    kind = next(kind for kind in kinds if kind is not type(None))
    kept, plain, read = _conversion(attribute, kind)
    meta = attribute.metadata
    return Member(
        name=attribute.name,
        column=meta.get(_COLUMN, attribute.name),
        kind=kind,
        kept=kept,
        optional=type(None) in kinds,
        stated=_UNSTATED not in meta,
        plain=plain,
        read=_key_of(meta[_VOCABULARY]) if _VOCABULARY in meta else read,
    )


def _conversion(attribute: attrs.Attribute[Any], kind: Any) -> _Conversion:
    if kind in _CONVERSIONS:
        return _CONVERSIONS[kind]
    if not (isinstance(kind, type) and issubclass(kind, enum.Enum)):
        raise TypeError(f"{attribute.name} 的类型 {kind} 不知如何保存")
    choices = {choice.value: choice for choice in kind.__members__.values()}
    keys = {choice: key for key, choice in choices.items()}
    return Kept.CHOICE, keys.__getitem__, choices.__getitem__


def _key_of(known: Callable[[str], bool]) -> Callable[[str], str]:
    def read(key: str) -> str:
        if not known(key):
            raise KeyError(key)
        return key

    return read
