"""What a caller hands in that is of no kind that is taken, refused in the words of whoever asked for it.

A text in place of a member of an enumeration would otherwise be passed over in silence, and any other value fail deep
inside.
"""

from __future__ import annotations

import enum
from typing import Any, TypeVar

from tiertrack.errors import BadInput, Fault

_T = TypeVar("_T")
_Member = TypeVar("_Member", bound=enum.Enum)


def unfit(what: str, remedy: str, given: Any, place: str | None = None) -> BadInput:
    """The error of a value that is no ``what``; ``remedy`` is what to hand in."""
    return BadInput(Fault("E707", f"这不是{what}", f"请给 {remedy}", f"{type(given).__name__} {given!r}", place))


def of_kind(kind: type[_T], given: Any, what: str, remedy: str, place: str | None = None) -> _T:
    """The value where it is of a kind; raises BadInput for any other, and for a truth value where a number is meant."""
    if isinstance(given, kind) and not (kind is int and isinstance(given, bool)):
        return given
    raise unfit(what, remedy, given, place)


def member(kind: type[_Member], given: Any, place: str) -> _Member:
    """The member of an enumeration; raises BadInput for anything else, as for its value."""
    choices = "、".join(f"{kind.__name__}.{one.name}" for one in kind)
    return of_kind(kind, given, f" {kind.__name__} 的成员", choices, place)
