"""The dialect an engine implements; arithmetic and logic use Python operators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from tiertrack.facts.industry import INDUSTRY_CODE

# An expression of the engine: SQLAlchemy's, narwhals' or whatever has the operators + - * >= > <= < == & | ~.
Expression = Any


# The test that tells a code that identifies an enterprise from any other text, as data frames write it.
IS_CODE: Mapping[str, Callable[[Expression], Expression]] = {
    "uscc": lambda text: text.str.len_chars() == 18,
    "region": lambda text: text.str.len_chars() == 6,
    "industry": lambda text: text.str.contains(INDUSTRY_CODE),
}


class Dialect(Protocol):
    """Unknown is null, and null travels through arithmetic, comparison and Kleene's connectives as it does in SQL."""

    @property
    def is_lazy(self) -> bool:
        """Whether an expression behind a condition is evaluated only for the rows where that condition holds."""

    def column(self, name: str) -> Expression:
        """A column of the table, or of an earlier stage."""

    def code(self, name: str) -> Expression:
        """A column of codes that identify an enterprise; null where the text is no code, which proves nothing of the
        enterprise."""

    def number(self, value: int) -> Expression:
        """A whole number of 64 bits."""

    def truth(self, value: bool | None) -> Expression:
        """TRUE, FALSE or unknown."""

    def text(self, value: str | None) -> Expression:
        """A text, or null."""

    def choose(self, condition: Expression, then: Expression, otherwise: Expression) -> Expression:
        """``then`` where the condition is TRUE, ``otherwise`` where it is FALSE or unknown."""

    def coalesce(self, value: Expression, default: Expression) -> Expression:
        """The value, or ``default`` where it is unknown."""

    def is_unknown(self, value: Expression) -> Expression:
        """Whether the value is unknown; never itself unknown."""

    def is_one_of(self, value: Expression, values: Sequence[object]) -> Expression:
        """Whether it is one of some values, of which there is at least one; unknown where it is unknown."""

    def count(self, truths: Sequence[Expression]) -> Expression:
        """The number of truths that hold; none of them is unknown, and there is at least one."""

    def quotient(self, value: Expression, divisor: int) -> Expression:
        """A whole number that is not negative, divided downwards by a positive one."""

    def left(self, value: Expression, length: int) -> Expression:
        """The first letters of a text."""

    def by_prefix(self, name: str, prefixes: Mapping[str, str], codes: Callable[[], Mapping[str, str]]) -> Expression:
        """The text that the prefix of a code stands for; null where it has none of the prefixes. No prefix begins
        another. ``codes`` gives the same for every whole code, for engines that look codes up."""

    def day(self, value: dt.date) -> Expression:
        """A day, in the type of the columns of dates."""


def longest_prefix(
    dialect: Dialect,
    value: Expression,
    prefixes: Mapping[str, str],
    exact: Callable[[Expression, Mapping[str, str]], Expression],
) -> Expression:
    """The text that the prefix of a value stands for, the shortest prefixes tried first, which settle most; ``exact``
    maps a whole text."""
    found = dialect.text(None)
    for length in sorted({len(prefix) for prefix in prefixes}, reverse=True):
        of_length = {prefix: text for prefix, text in prefixes.items() if len(prefix) == length}
        found = dialect.coalesce(exact(dialect.left(value, length), of_length), found)
    return found
