"""Values as a developer reads them: on one line, under 200 characters, whatever they hold.

What a service sends is a dictionary, and what people read is a text (``tiertrack.render.answers``); a ``repr`` only
says which value it is.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence, Set
from typing import Any

import attrs

# No repr is longer.
LONGEST = 199
_LONGEST_PART = 60


def told(value: object, *words: object, said: str = "") -> str:
    """``<Assessment little_giant recognition 2026-06-30: 不符合, 3 未满足>``: the type, what tells the value from
    others (nothing for what is None or empty), and what is ``said`` of it."""
    which = " ".join([type(value).__name__, *(str(word) for word in words if word not in (None, ""))])
    return _cut(f"<{which}{f': {said}' if said else ''}>", ">")


def briefly(value: Any) -> str:
    """``Unread(heading='备注', nearest=2 …)``: the fields that differ from their defaults; what they hold is only
    counted."""
    fields = (part for part in attrs.fields(type(value)) if part.repr)
    parts = ((part.name.lstrip("_"), getattr(value, part.name), part.default) for part in fields)
    shown = (f"{name}={_part(held)}" for name, held, default in parts if not _is_default(held, default))
    return _cut(f"{type(value).__name__}({', '.join(shown)})", ")")


def _is_default(held: object, default: object) -> bool:
    return held is default or (
        isinstance(default, str | tuple | int) and type(held) is type(default) and held == default
    )


def _part(held: object) -> str:
    match held:
        case str() | None | bool() | int():
            return _cut(repr(held), "'" if isinstance(held, str) else "", _LONGEST_PART)
        case enum.Enum():
            return f"{type(held).__name__}.{held.name}"
        case Mapping() | Sequence() | Set():
            return f"{len(held)} …" if held else "()"
        case _ if attrs.has(type(held)):
            return f"{type(held).__name__}(…)"
        case _:
            return _cut(repr(held), "", _LONGEST_PART)


def _cut(text: str, end: str, longest: int = LONGEST) -> str:
    """The text on one line, cut in front of its ``end`` where it is too long."""
    line = text if text.isprintable() else "".join(map(_printable, text))
    return line if len(line) <= longest else f"{line[: longest - len(end) - 1]}…{end}"


def _printable(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]
