"""The dialect of Polars: its own expressions, in the forms it is quickest with.

Polars is what millions of rows are screened with. Through narwhals it would answer the same, but planning would take
longer than answering a hundred thousand rows, and its look-up of texts is out of reach.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import polars as pl
from attrs import frozen

from tiertrack.engines.dialect import IS_CODE

# More texts than this are looked up, fewer compared one after the other: each is quicker there.
_FEW = 8


@frozen
class PolarsDialect:
    """See :class:`tiertrack.engines.dialect.Dialect`."""

    is_lazy = False

    def column(self, name: str) -> pl.Expr:
        """A column of the frame."""
        return pl.col(name)

    def code(self, name: str) -> pl.Expr:
        """A choice."""
        return pl.when(IS_CODE[name](pl.col(name))).then(pl.col(name))

    def number(self, value: int) -> pl.Expr:
        """A whole number, always as wide as a column of amounts."""
        return pl.lit(value, dtype=pl.Int64)

    def truth(self, value: bool | None) -> pl.Expr:
        """A truth; the unknown one with its type."""
        return pl.lit(value, dtype=pl.Boolean)

    def text(self, value: str | None) -> pl.Expr:
        """A text, with its type."""
        return pl.lit(value, dtype=pl.String)

    def choose(self, condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
        """A choice."""
        return pl.when(condition).then(then).otherwise(otherwise)

    def coalesce(self, value: pl.Expr, default: pl.Expr) -> pl.Expr:
        """The first that is not null."""
        return pl.coalesce(value, default)

    def is_unknown(self, value: pl.Expr) -> pl.Expr:
        """Whether it is null."""
        return value.is_null()

    def is_one_of(self, value: pl.Expr, values: Sequence[object]) -> pl.Expr:
        """Comparisons side by side, or a look-up."""
        if len(values) > _FEW:
            return value.is_in(values)
        first, *more = (value.eq(one) for one in values)
        return reduce(operator.or_, more, first)

    def count(self, truths: Sequence[pl.Expr]) -> pl.Expr:
        """A sum in narrow numbers, widened at the end; choices, because casting a truth takes three times as long."""
        one, none = (pl.lit(value, dtype=pl.Int16) for value in (1, 0))
        return reduce(operator.add, [pl.when(truth).then(one).otherwise(none) for truth in truths]).cast(pl.Int64)

    def quotient(self, value: pl.Expr, divisor: int) -> pl.Expr:
        """Whole division."""
        return value // divisor

    def left(self, value: pl.Expr, length: int) -> pl.Expr:
        """The first letters."""
        return value.str.slice(0, length)

    def by_prefix(self, name: str, prefixes: Mapping[str, str], codes: Callable[[], Mapping[str, str]]) -> pl.Expr:
        """The place of a code among all codes, and the text at that place; a text that is no code has none."""
        places, texts = _table(codes)
        return pl.lit(texts).gather(pl.col(name).cast(places, strict=False).to_physical())

    def day(self, value: dt.date) -> pl.Expr:
        """A date."""
        return pl.lit(value, dtype=pl.Date)


@functools.cache
def _table(codes: Callable[[], Mapping[str, str]]) -> tuple[pl.Enum, pl.Series]:
    found = codes()
    texts = pl.Enum(list(dict.fromkeys(found.values())))
    return pl.Enum(list(found)), pl.Series(list(found.values()), dtype=texts)


def extremes_of(frame: pl.DataFrame, names: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Bounds that columns of whole numbers keep within, None of empty ones: the most is theirs where nothing is
    negative, and then the least is 0.

    Read without its sign, a negative number is larger than any other: so one pass tells that there is none.
    """
    most = frame.select(pl.col(name).reinterpret(signed=False).max() for name in names).row(0)
    return [_bounds(high) for high in most]


def _bounds(largest: int | None) -> tuple[int | None, int | None]:
    if largest is None:
        return None, None
    return (0, largest) if largest < 2**63 else (-(2**63), 2**63 - 1)
