"""Keys with their Chinese names, written together member by member."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Self


class ByIdentity:
    """What is hashed by being itself: the members of an enumeration are looked up at every step, where the call of the
    default, which is written in Python, would show."""

    # To type checkers a slot of ``object`` is no method that may be overridden.
    if TYPE_CHECKING:

        def __hash__(self) -> int: ...

    else:
        __hash__ = object.__hash__


class Labelled(ByIdentity, enum.Enum):
    """A key for files, columns and JSON (the value) with its Chinese name (``label``); a member is found by its key
    alone, as in ``Tier("listed")``."""

    label: str

    # The label is never left out; it has a default because type checkers take the finding of a member for this call.
    def __new__(cls, key: str, label: str = "") -> Self:
        """The member of a key; raises TypeError without a label."""
        if not label:
            raise TypeError(f"{key} 没有写中文名称")
        member = object.__new__(cls)
        member._value_ = key
        member.label = label
        return member

    # To type checkers, what __new__ makes of the value could be anything.
    if TYPE_CHECKING:

        @property
        def value(self) -> str:
            """The key."""
