"""The answers of a database for typed rows, each standard asked of its own place alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import BigInteger, Boolean, ColumnElement, Connection, Select, Table, Text, func, or_, select
from sqlalchemy import Column as TableColumn

from tiertrack.engines.dialect_sqlalchemy import SqlDialect
from tiertrack.engines.plan import Plan, is_there
from tiertrack.engines.row_places import governing_of, parted
from tiertrack.engines.sql import answered_by_sql, sql_plan
from tiertrack.rules.applicability import Governed, Place, places
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, key_column

# The number of rows that a database judges in the time it takes to write and to read a second statement.
_LEAST = 10_000


def answers_table(
    work: WorkTables,
    name: str,
    rows: Sequence[Select[Any]],
    governing: Sequence[Governed],
    on: dt.date,
    titles: Sequence[str] = (),
) -> Table:
    """A table of the answers by some editions, once for each of the typed ``rows`` of tables that have the same
    columns; with the columns of the ``titles`` that are told of beside."""
    table: Table | None = None
    # The first table is made as it is filled, which several workers share in: so those who are most come first.
    for judging in judgings(work.connection, rows, governing, on, titles):
        if table is None:
            table = work.table(name, answer_columns(judging.plan, titles), judging.statement())
        else:
            work.add(table, judging.statement())
    if table is None:
        raise ValueError("没有要判断的表")
    return table


@frozen(eq=False)
class Judging:
    """Typed rows that are judged by one plan."""

    plan: Plan
    rows: Select[Any]
    titles: Sequence[str] = ()

    def statement(self, *among: ColumnElement[bool]) -> Select[Any]:
        """The answers, of those rows of which these conditions hold."""
        return answered_by_sql(self.rows.where(*among), self.plan, [KEY_COLUMN, *IDENTIFYING, *self.titles])


def judgings(
    connection: Connection,
    rows: Sequence[Select[Any]],
    governing: Sequence[Governed],
    on: dt.date,
    titles: Sequence[str] = (),
) -> Iterator[Judging]:
    """What such a table is filled from: statements of the same columns, each enterprise in one of them."""
    for plan, asked in _plans(connection, rows, governing, on):
        yield from (Judging(plan, statement, titles) for statement in asked)


def _plans(
    connection: Connection, rows: Sequence[Select[Any]], governing: Sequence[Governed], on: dt.date
) -> Iterator[tuple[Plan, Sequence[Select[Any]]]]:
    """Each plan with the rows it is for."""
    there, every = rows[0].selected_columns.keys(), places(governing)
    if not every:
        yield sql_plan(governing, on, there), rows
        return
    found = parted(every, _numbers(connection, rows), _LEAST)
    apart = or_(*(is_there(place, SqlDialect()) for place in found.others)) if found.others else None
    yield _plan_of(found.most, governing, on, there), rows if apart is None else [one.where(~apart) for one in rows]
    if apart is not None:
        yield _plan_of(found.others, governing, on, there), [one.where(apart) for one in rows]


def _plan_of(asked: Sequence[Place], among: Sequence[Governed], on: dt.date, there: Sequence[str]) -> Plan:
    return sql_plan(governing_of(asked), on, there, among)


def _numbers(connection: Connection, rows: Iterable[Select[Any]]) -> dict[str | None, int]:
    """The numbers of rows by the code of their region."""
    found: dict[str | None, int] = {}
    for one in rows:
        listed = one.subquery()
        for code, number in connection.execute(select(listed.c.region, func.count()).group_by(listed.c.region)):
            found[code] = found.get(code, 0) + int(number)
    return found


def answer_columns(plan: Plan, titles: Iterable[str] = ()) -> list[TableColumn[Any]]:
    """The columns of a table of answers: the key of the enterprise, the identifying columns, those of titles that are
    told of beside, and the answer."""
    key = key_column(primary_key=True, autoincrement=False)
    names = (TableColumn(name, Text()) for name in IDENTIFYING)
    return [key, *names, *map(_answer_column, (*titles, *plan.answer))]


_NUMBERS = ("missing", "score_low", "score_high")


def _answer_column(name: str) -> TableColumn[Any]:
    if name in _NUMBERS:
        return TableColumn(name, BigInteger())
    return TableColumn(name, Text() if name == "edition" else Boolean(create_constraint=False))
