"""What an engine has its own words for; everything else is Python's operators, which every expression library gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

__all__ = ["Expression", "Words"]

# An expression of the engine: SQLAlchemy's, narwhals' or whatever has the operators + - * >= > <= < == & | ~.
Expression = Any


class Words(Protocol):
    """Unknown is null, and null travels through arithmetic, comparison and Kleene's connectives as it does in SQL.

    ``is_lazy`` says that what stands behind a condition is worked out only for the rows where that holds.
    """

    @property
    def is_lazy(self) -> bool:
        """Whether nothing is worked out that is not asked for."""

    def column(self, name: str) -> Expression:
        """A column that is there already, or was worked out at an earlier stage."""

    def number(self, value: int) -> Expression:
        """A whole number of 64 bits."""

    def truth(self, value: bool | None) -> Expression:
        """TRUE, FALSE or unknown."""

    def text(self, value: str | None) -> Expression:
        """A word, or none."""

    def choose(self, condition: Expression, then: Expression, otherwise: Expression) -> Expression:
        """``then`` where the condition is TRUE, ``otherwise`` where it is FALSE or unknown."""

    def known(self, value: Expression, default: Expression) -> Expression:
        """The value, or ``default`` where it is unknown."""

    def is_unknown(self, value: Expression) -> Expression:
        """Whether the value is unknown; never itself unknown."""

    def quotient(self, value: Expression, divisor: int) -> Expression:
        """A whole number that is not negative, divided downwards by a positive one."""

    def left(self, value: Expression, length: int) -> Expression:
        """The first letters of a text."""

    def mapped(self, value: Expression, words: Mapping[str, str]) -> Expression:
        """The word a text stands for; unknown where it stands for none."""

    def day(self, value: dt.date) -> Expression:
        """A day, as the columns of dates have theirs."""
