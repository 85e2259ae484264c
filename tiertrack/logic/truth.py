"""Kleene's three truth values: what is known to hold, known not to hold, and not yet known."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NoReturn

from tiertrack.labels import ByIdentity


class Truth(ByIdentity, enum.Enum):
    """符合 (TRUE), 不符合 (FALSE) or 待补充 (UNKNOWN).

    ``&``, ``|`` and ``~`` fold as Kleene does: a FALSE decides a conjunction and a TRUE a disjunction, whatever is
    unknown beside it. ``bool()`` raises :class:`TypeError`, because an unknown must never pass for a no.
    """

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """What it is called: 符合, 不符合 or 待补充."""
        return _WORDS[self]

    @staticmethod
    def of(value: bool | None) -> Truth:
        """TRUE, FALSE or UNKNOWN for True, False or None."""
        return _FROM_BOOL[value]

    @staticmethod
    def all(truths: Iterable[Truth]) -> Truth:
        """The conjunction; TRUE when there is nothing to hold."""
        seen = set(truths)
        return Truth.FALSE if Truth.FALSE in seen else Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE

    @staticmethod
    def any(truths: Iterable[Truth]) -> Truth:
        """The disjunction; FALSE when there is nothing that could hold."""
        return ~Truth.all(~truth for truth in truths)

    @property
    def certainly(self) -> bool:
        """Whether it is known to hold."""
        return self is Truth.TRUE

    @property
    def possibly(self) -> bool:
        """Whether it is not known to fail."""
        return self is not Truth.FALSE

    def __and__(self, other: Truth) -> Truth:
        return Truth.all((self, other))

    def __or__(self, other: Truth) -> Truth:
        return Truth.any((self, other))

    def __invert__(self) -> Truth:
        return _OPPOSITE[self]

    def __bool__(self) -> NoReturn:
        raise TypeError("Truth 有三个值，不能当作真假使用；请写 truth is Truth.TRUE，或用 certainly、possibly")


# The same as Python's values, None being unknown.
AS_BOOL: dict[Truth, bool | None] = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
_FROM_BOOL = {value: truth for truth, value in AS_BOOL.items()}
_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}
_WORDS = {Truth.TRUE: "符合", Truth.FALSE: "不符合", Truth.UNKNOWN: "待补充"}
