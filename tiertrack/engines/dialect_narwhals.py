"""The dialect of narwhals, which speaks for every data frame it knows."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import narwhals as nw
from attrs import frozen

from tiertrack.engines.dialect import IS_CODE, longest_prefix


@frozen
class NarwhalsDialect:
    """See :class:`tiertrack.engines.dialect.Dialect`; ``engine`` is the one behind narwhals."""

    engine: nw.Implementation = nw.Implementation.UNKNOWN
    is_lazy: bool = False

    def column(self, name: str) -> nw.Expr:
        """A column of the frame."""
        return nw.col(name)

    def code(self, name: str) -> nw.Expr:
        """A choice."""
        return nw.when(IS_CODE[name](nw.col(name))).then(nw.col(name))

    def number(self, value: int) -> nw.Expr:
        """A whole number, always as wide as a column of amounts."""
        return nw.lit(value, dtype=nw.Int64)

    def truth(self, value: bool | None) -> nw.Expr:
        """A truth; the unknown one with its type."""
        return nw.lit(value, dtype=nw.Boolean)

    def text(self, value: str | None) -> nw.Expr:
        """A text, with its type."""
        return nw.lit(value, dtype=nw.String)

    def choose(self, condition: nw.Expr, then: nw.Expr, otherwise: nw.Expr) -> nw.Expr:
        """A choice; where the condition is null, Arrow alone would make it null."""
        given = self.coalesce(condition, self.truth(False)) if self.engine.is_pyarrow() else condition
        return nw.when(given).then(then).otherwise(otherwise)

    def coalesce(self, value: nw.Expr, default: nw.Expr) -> nw.Expr:
        """The first that is not null."""
        return nw.coalesce(value, default)

    def is_unknown(self, value: nw.Expr) -> nw.Expr:
        """Whether it is null."""
        return value.is_null()

    def is_one_of(self, value: nw.Expr, values: Sequence[object]) -> nw.Expr:
        """Comparisons side by side."""
        return reduce(operator.or_, [value == one for one in values])

    def count(self, truths: Sequence[nw.Expr]) -> nw.Expr:
        """A sum of choices."""
        return reduce(operator.add, [self.choose(truth, self.number(1), self.number(0)) for truth in truths])

    def quotient(self, value: nw.Expr, divisor: int) -> nw.Expr:
        """Whole division. Where narwhals would divide as floating-point, or write the value many times over, what is
        divided is a multiple of the divisor, a power of two: that is exact in floating-point as well."""
        if self.engine.is_polars() or self.engine.is_pyarrow():
            return value // divisor
        return ((value - value % divisor) / divisor).cast(nw.Int64)

    def left(self, value: nw.Expr, length: int) -> nw.Expr:
        """The first letters."""
        return value.str.slice(0, length)

    def by_prefix(self, name: str, prefixes: Mapping[str, str], codes: Callable[[], Mapping[str, str]]) -> nw.Expr:
        """A chain of choices for every length, which every engine knows."""
        found: nw.Expr = longest_prefix(self, self.code(name), prefixes, self._exact)
        return found

    def _exact(self, value: nw.Expr, texts: Mapping[str, str]) -> nw.Expr:
        found = self.text(None)
        for key, text in texts.items():
            found = self.choose(value == key, self.text(text), found)
        return found

    def day(self, value: dt.date) -> nw.Expr:
        """A date."""
        return nw.lit(value, dtype=nw.Date)
