"""The dialect of narwhals, which speaks for every data frame it knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

import narwhals as nw
from attrs import frozen

from tiertrack.engines.dialect import Dialect, Expression
from tiertrack.facts.industry import INDUSTRY_CODE


@frozen
class NarwhalsDialect(Dialect):
    """See :class:`tiertrack.engines.dialect.Dialect`; ``engine`` is the one behind narwhals."""

    engine: nw.Implementation = nw.Implementation.UNKNOWN
    # What makes the expressions; Polars itself names them alike.
    library: ClassVar[Any] = nw

    def column(self, name: str) -> Expression:
        # Spark takes the point in the key of a criterion for the way into a nested column.
        return self.library.col(f"`{name}`" if "." in name and self.engine.is_spark_like() else name)

    def code(self, name: str) -> Expression:
        return self.library.when(self._is_code(name)).then(self.column(name))

    def _is_code(self, name: str) -> Expression:
        text = self.column(name)
        match name:
            case "uscc":
                return text.str.len_chars() == 18
            case "region":
                return text.str.len_chars() == 6
            case _:
                return text.str.contains(INDUSTRY_CODE)

    def length(self, value: Expression) -> Expression:
        return value.str.len_chars()

    def number(self, value: int | None) -> Expression:
        return self.library.lit(value, dtype=self.library.Int64)

    def truth(self, value: bool | None) -> Expression:
        return self.library.lit(value, dtype=self.library.Boolean)

    def text(self, value: str | None) -> Expression:
        return self.library.lit(value, dtype=self.library.String)

    def choose(self, condition: Expression, then: Expression, otherwise: Expression) -> Expression:
        # Where the condition is null, Arrow alone would make the choice null.
        given = self.coalesce(condition, self.truth(False)) if self.engine.is_pyarrow() else condition
        return self.library.when(given).then(then).otherwise(otherwise)

    def coalesce(self, value: Expression, default: Expression) -> Expression:
        return self.library.coalesce(value, default)

    def is_unknown(self, value: Expression) -> Expression:
        return value.is_null()

    def quotient(self, value: Expression, divisor: int) -> Expression:
        if self.engine.is_polars() or self.engine.is_pyarrow():
            return value // divisor
        # Where narwhals would divide as floating-point, or write the value many times over, what is divided is a
        # multiple of the divisor, a power of two: that is exact in floating-point as well.
        return ((value - value % divisor) / divisor).cast(nw.Int64)

    def left(self, value: Expression, length: int) -> Expression:
        return value.str.slice(0, length)

    def exact(self, value: Expression, texts: Mapping[str, str]) -> Expression:
        # A chain of choices, which every engine knows.
        found = self.text(None)
        for key, text in texts.items():
            found = self.choose(value == key, self.text(text), found)
        return found

    def day(self, value: dt.date) -> Expression:
        return self.library.lit(value, dtype=self.library.Date)

    def days_before(self, value: Expression, days: int) -> Expression:
        return value.dt.offset_by(f"-{days}d").cast(self.library.Date)
