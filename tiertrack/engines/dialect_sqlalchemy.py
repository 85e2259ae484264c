"""The dialect of SQLAlchemy: expressions that SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Text, case, cast, column, func, literal, literal_column, null
from sqlalchemy.sql.elements import Case, ColumnElement, Grouping

from tiertrack.engines.dialect import Dialect
from tiertrack.temporal import spans_of_years

# Where SQLAlchemy ranks ``*``; an operator of no rank would be written without the brackets around its operands.
_OF_A_PRODUCT = 8

# A statement has tens of thousands of constants. Written at once, both databases read them alike, and SQLAlchemy has no
# parameter to keep for each.
_TRUTHS = {
    value: literal_column(f"CAST({name} AS BOOLEAN)", Boolean)
    for value, name in ((True, "TRUE"), (False, "FALSE"), (None, "NULL"))
}


class SqlDialect(Dialect):
    """See :class:`tiertrack.engines.dialect.Dialect`. A day is its ordinal, as the register keeps it."""

    is_lazy = True

    def column(self, name: str) -> ColumnElement[Any]:
        return column(name)

    def code(self, name: str) -> ColumnElement[Any]:
        # The register takes nothing but codes.
        return column(name)

    def length(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.length(value)

    def number(self, value: int | None) -> ColumnElement[int]:
        return literal_column(f"CAST({'NULL' if value is None else format(value, 'd')} AS BIGINT)", BigInteger)

    def truth(self, value: bool | None) -> ColumnElement[Any]:
        # Unknown has its type, so that PostgreSQL knows what it is folded with.
        return _TRUTHS[value]

    def text(self, value: str | None) -> ColumnElement[Any]:
        return cast(null() if value is None else literal(value, Text, literal_execute=True), Text)

    def choose(self, condition: Any, then: Any, otherwise: Any) -> ColumnElement[Any]:
        # A choice after another is one of the same CASE: SQLite reads only so many within each other.
        if isinstance(otherwise, Case) and otherwise.value is None:
            return case((condition, then), *otherwise.whens, else_=otherwise.else_)
        return case((condition, then), else_=otherwise)

    def coalesce(self, value: Any, default: Any) -> ColumnElement[Any]:
        return func.coalesce(value, default)

    def is_unknown(self, value: Any) -> ColumnElement[bool]:
        # The brackets are ours: SQLAlchemy sets none around NOT CASE … END, so that NULL would be negated.
        return Grouping(value).is_(None)

    def quotient(self, value: Any, divisor: int) -> ColumnElement[int]:
        # Both databases divide whole numbers to whole numbers; SQLAlchemy's own ``/`` and ``//`` would not.
        divided = value.op("/", precedence=_OF_A_PRODUCT, return_type=BigInteger())
        found: ColumnElement[int] = divided(literal_column(f"{divisor:d}", BigInteger))
        return found

    def left(self, value: Any, length: int) -> ColumnElement[Any]:
        return func.substr(value, 1, length)

    def exact(self, value: Any, texts: Mapping[str, str]) -> ColumnElement[Any]:
        return case({key: self.text(text) for key, text in texts.items()}, value=value, else_=self.text(None))

    def day(self, value: dt.date) -> int:
        return value.toordinal()

    def days_before(self, value: Any, days: int) -> Any:
        return value - self.number(days)

    def years_before(self, value: Any, years: int) -> Any:
        # Only the branch a day lies in is evaluated, so that halving is quickest.
        def among(spans: Sequence[tuple[dt.date, int]]) -> Any:
            if len(spans) == 1:
                return self.days_before(value, spans[0][1])
            half = len(spans) // 2
            later = value >= self.number(self.day(spans[half][0]))
            return self.choose(later, among(spans[half:]), among(spans[:half]))

        return among(spans_of_years(years))
