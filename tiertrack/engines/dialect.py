"""What an engine has its own words for; everything else is Python's operators, which every expression library gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from tiertrack.facts.industry import INDUSTRY_CODE

__all__ = ["IS_CODE", "Expression", "Words", "by_lengths"]

# An expression of the engine: SQLAlchemy's, narwhals' or whatever has the operators + - * >= > <= < == & | ~.
Expression = Any


# What tells a code that identifies an enterprise from any other text, in the words data frames share.
IS_CODE: Mapping[str, Callable[[Expression], Expression]] = {
    "uscc": lambda text: text.str.len_chars() == 18,
    "region": lambda text: text.str.len_chars() == 6,
    "industry": lambda text: text.str.contains(INDUSTRY_CODE),
}


class Words(Protocol):
    """Unknown is null, and null travels through arithmetic, comparison and Kleene's connectives as it does in SQL.

    ``is_lazy`` says that what stands behind a condition is worked out only for the rows where that holds.
    """

    @property
    def is_lazy(self) -> bool:
        """Whether nothing is worked out that is not asked for."""

    def column(self, name: str) -> Expression:
        """A column that is there already, or was worked out at an earlier stage."""

    def code(self, name: str) -> Expression:
        """A column of codes that identify an enterprise; unknown where what stands there is none, which proves nothing
        of the enterprise."""

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

    def is_one_of(self, value: Expression, values: Sequence[object]) -> Expression:
        """Whether it is one of some values, of which there is at least one; unknown where it is unknown."""

    def count(self, truths: Sequence[Expression]) -> Expression:
        """How many of some truths hold; none of them is unknown, and there is at least one."""

    def quotient(self, value: Expression, divisor: int) -> Expression:
        """A whole number that is not negative, divided downwards by a positive one."""

    def left(self, value: Expression, length: int) -> Expression:
        """The first letters of a text."""

    def beginning(self, name: str, words: Mapping[str, str], whole: Callable[[], Mapping[str, str]]) -> Expression:
        """The word that the beginning of a code stands for; unknown where none stands for any. No beginning begins
        another. ``whole`` says the same of every code there is, for engines that look them up."""

    def day(self, value: dt.date) -> Expression:
        """A day, as the columns of dates have theirs."""


def by_lengths(
    words: Words,
    value: Expression,
    found: Mapping[str, str],
    mapped: Callable[[Expression, Mapping[str, str]], Expression],
) -> Expression:
    """What the beginning of a text stands for, the shortest looked at first, which settle most; ``mapped`` tells of a
    whole text which word it stands for."""
    said = words.text(None)
    for length in sorted({len(beginning) for beginning in found}, reverse=True):
        of_length = {beginning: word for beginning, word in found.items() if len(beginning) == length}
        said = words.known(mapped(words.left(value, length), of_length), said)
    return said
