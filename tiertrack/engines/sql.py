"""Editions over the rows of a database: one statement that SQLite and PostgreSQL answer alike, without a row leaving.

The rows have the columns of :mod:`tiertrack.rules.reads`: whole numbers (money in fen, points in hundredths, days as
ordinals), truths and keys of choices; a share is two columns, its numerator and its denominator.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, FromClause, Select, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from tiertrack.engines.dialect_sqlalchemy import SqlDialect
from tiertrack.engines.plan import Plan, plan
from tiertrack.logic.kernel import Slot
from tiertrack.rules.applicability import Governed
from tiertrack.rules.ip_counting import IpCount
from tiertrack.rules.reads import column_of


def sql_plan(governing: Sequence[Governed], on: dt.date, there: Iterable[str], among: Sequence[Governed] = ()) -> Plan:
    """The plan in SQLAlchemy's expressions over those columns that are ``there``; of the rows of one place ``among``
    others where these are given."""
    return _plan(tuple(governing), on, frozenset(there), tuple(among))


@functools.lru_cache(maxsize=32)
def _plan(governing: tuple[Governed, ...], on: dt.date, there: frozenset[str], among: tuple[Governed, ...]) -> Plan:
    """The same, made once for the same question asked again."""
    dialect = SqlDialect()

    def reader(slot: Slot) -> ColumnElement[Any] | None:
        column = column_of(slot, on)
        if column.is_optional and column.name not in there:
            return None
        return dialect.column(column.denominator if slot.side == "denominator" else column.name)

    def counts(count: IpCount) -> tuple[ColumnElement[Any], ColumnElement[Any]] | None:
        column = column_of(Slot(count.column), on)
        return (dialect.column(column.name), dialect.column(column.most)) if column.name in there else None

    return plan(governing, on, dialect, reader, counts, among)


def answered_by_sql(rows: Select[Any], steps: Plan, kept: Iterable[str]) -> Select[Any]:
    """The rows put through the stages of a plan, with the columns ``kept`` before the answer.

    The rows should be selected from a table that has their columns already: here they are read many times.
    """
    *before, answer = steps.stages
    source: FromClause = rows.subquery()
    for stage in before:
        source = fenced(select(literal_column("*"), *_named(stage)).select_from(source))
    dialect = SqlDialect()
    return select(*(dialect.column(name).label(name) for name in kept), *_named(answer)).select_from(source)


def _named(stage: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    return [expression.label(name) for name, expression in stage.items()]


# Written as text, it is a number of the right width as soon as it is read. A bare 0 would still have to be widened, and
# PostgreSQL's workers share nothing beneath an OFFSET of which it is not known at once that it leaves out no row.
_NOTHING: ColumnElement[int] = literal_column("'0'")


def fenced(source: Select[Any]) -> CTE:
    """A query no planner merges into its readers, where everything would be evaluated for each of them.

    An OFFSET of nothing is such a fence on both databases. It is named beforehand, since one written inside another
    inside another is soon too deep for SQLite's parser.
    """
    return source.offset(_NOTHING).cte()
