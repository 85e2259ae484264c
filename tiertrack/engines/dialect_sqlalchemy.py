"""The dialect of SQLAlchemy: expressions that SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import BigInteger, Boolean, Text, case, cast, column, func, literal, null
from sqlalchemy.sql.elements import ColumnElement, Grouping

from tiertrack.engines.dialect import longest_prefix

# Where SQLAlchemy ranks ``*``; an operator of no rank would be written without the brackets around its operands.
_OF_A_PRODUCT = 8


class SqlDialect:
    """See :class:`tiertrack.engines.dialect.Dialect`. A day is its ordinal, as the register keeps it."""

    is_lazy = True

    def column(self, name: str) -> ColumnElement[Any]:
        """A column of the subquery read from."""
        return column(name)

    def code(self, name: str) -> ColumnElement[Any]:
        """The register takes nothing but codes."""
        return column(name)

    def number(self, value: int) -> ColumnElement[int]:
        """A whole number, always as wide as a column of amounts."""
        return cast(literal(value, BigInteger, literal_execute=True), BigInteger)

    def truth(self, value: bool | None) -> ColumnElement[Any]:
        """A truth; the unknown one with its type, so that PostgreSQL knows what it is folded with."""
        return cast(null() if value is None else literal(value, Boolean, literal_execute=True), Boolean)

    def text(self, value: str | None) -> ColumnElement[Any]:
        """A text, with its type."""
        return cast(null() if value is None else literal(value, Text, literal_execute=True), Text)

    def choose(self, condition: Any, then: Any, otherwise: Any) -> ColumnElement[Any]:
        """A CASE, which takes a condition that is NULL for one that does not hold."""
        return case((condition, then), else_=otherwise)

    def coalesce(self, value: Any, default: Any) -> ColumnElement[Any]:
        """A COALESCE."""
        return func.coalesce(value, default)

    def is_unknown(self, value: Any) -> ColumnElement[bool]:
        """IS NULL. The brackets are ours: SQLAlchemy sets none around NOT CASE … END, so that NULL would be negated."""
        return Grouping(value).is_(None)

    def is_one_of(self, value: Any, values: Sequence[object]) -> ColumnElement[Any]:
        """Comparisons side by side."""
        return reduce(operator.or_, [value == one for one in values])

    def count(self, truths: Sequence[Any]) -> ColumnElement[Any]:
        """A sum of CASEs."""
        return reduce(operator.add, [self.choose(one, self.number(1), self.number(0)) for one in truths])

    def quotient(self, value: Any, divisor: int) -> ColumnElement[int]:
        """Both databases divide whole numbers to whole numbers; SQLAlchemy's own ``/`` and ``//`` would not."""
        divided = value.op("/", precedence=_OF_A_PRODUCT, return_type=BigInteger())
        found: ColumnElement[int] = divided(literal(divisor, BigInteger, literal_execute=True))
        return found

    def left(self, value: Any, length: int) -> ColumnElement[Any]:
        """A SUBSTR."""
        return func.substr(value, 1, length)

    def by_prefix(
        self, name: str, prefixes: Mapping[str, str], codes: Callable[[], Mapping[str, str]]
    ) -> ColumnElement[Any]:
        """A CASE for every length."""
        found: ColumnElement[Any] = longest_prefix(self, self.code(name), prefixes, self._exact)
        return found

    def _exact(self, value: Any, texts: Mapping[str, str]) -> ColumnElement[Any]:
        return case({key: self.text(text) for key, text in texts.items()}, value=value, else_=self.text(None))

    def day(self, value: dt.date) -> int:
        """The ordinal."""
        return value.toordinal()
