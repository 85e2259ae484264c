"""Every engine as one function: what is batch and rows in, the columns of the answer of every row out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw
from attrs import frozen
from sqlalchemy import BigInteger, Boolean, Connection, MetaData, Table, Text, create_engine, select, text
from sqlalchemy import Column as TableColumn

from tiertrack.engines.dialect import Dialect
from tiertrack.engines.dialect_sqlalchemy import SqlDialect
from tiertrack.engines.frame import answered, dialect_of, screen, staged
from tiertrack.engines.plan import Plan
from tiertrack.engines.sql import answered_by_sql, sql_plan
from tiertrack.logic.quantity import Kind
from tiertrack.rules.applicability import Governed, editions
from tiertrack.rules.edition import columns_of
from tiertrack.rules.reads import IDENTIFYING, Column
from tiertrack.screening.register_answers import answers_table
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables

Rows = Sequence[Mapping[str, Any]]


@frozen(eq=False)
class Batch:
    """Rows with the kinds of their columns, and the plan to answer for them in the dialect of any engine."""

    kinds: Mapping[str, Kind]
    rows: Rows
    plan: Callable[[Dialect], Plan]


Engine = Callable[[Batch], list[dict[str, Any]]]

# ------------------------------------------------------------------------------------------------------------- frames


def _frame_answers(native: Any, batch: Batch) -> list[dict[str, Any]]:
    frame = nw.from_native(native)
    return _in_order(staged(frame, batch.plan(dialect_of(frame.implementation)), ["row"]))


def _in_order(answer: Any) -> list[dict[str, Any]]:
    collected = answer.collect() if isinstance(answer, nw.LazyFrame) else answer
    # A cluster would work everything out twice to sort it.
    return sorted(collected.to_arrow().to_pylist(), key=lambda row: row["row"])


def _columns(batch: Batch) -> dict[str, list[Any]]:
    columns = {name: [row[name] for row in batch.rows] for name in batch.kinds}
    return {"row": list(range(len(batch.rows))), **columns}


def arrow_table(batch: Batch) -> Any:
    import pyarrow as pa

    types = {Kind.DATE: pa.date32(), Kind.CHOICE: pa.string()}
    kinds = {"row": pa.int64()} | {
        name: pa.bool_() if kind.is_yes_or_no else types.get(kind, pa.int64()) for name, kind in batch.kinds.items()
    }
    return pa.table({name: pa.array(values, kinds[name]) for name, values in _columns(batch).items()})


def polars_eager(batch: Batch) -> list[dict[str, Any]]:
    import polars as pl

    return _frame_answers(pl.from_arrow(arrow_table(batch)), batch)


def polars_lazy(batch: Batch) -> list[dict[str, Any]]:
    import polars as pl

    return _frame_answers(pl.DataFrame(arrow_table(batch)).lazy(), batch)


def arrow(batch: Batch) -> list[dict[str, Any]]:
    return _frame_answers(arrow_table(batch), batch)


def duck(batch: Batch) -> list[dict[str, Any]]:
    import duckdb

    table = arrow_table(batch)
    with duckdb.connect() as connection:
        return _frame_answers(connection.from_arrow(table), batch)


FRAMES: dict[str, Engine] = {"polars": polars_eager, "polars lazy": polars_lazy, "arrow": arrow, "duckdb": duck}


def cluster(session: Any) -> Engine:
    """A cluster as an engine, through its open session."""
    return lambda batch: _frame_answers(_spread(session, arrow_table(batch)), batch)


def _spread(session: Any, table: Any) -> Any:
    """A table over several workers: of rows that lie in one place Spark would work out the answers itself."""
    return session.createDataFrame(table).repartition(2)


# ----------------------------------------------------------------------------------------- tables as users have them

# A whole table of enterprises in, the answers in the order of the rows out.
Screener = Callable[[Any, Sequence[Governed], dt.date], Rows]


def table_of(columns: Iterable[Column], rows: Rows) -> Any:
    """The rows as an Arrow table in the form the documentation asks for: shares as text, points with decimals."""
    import pyarrow as pa

    kinds = {one.name: one.kind for one in columns}
    types = {Kind.DATE: pa.date32(), Kind.CHOICE: pa.string(), Kind.SHARE: pa.string(), Kind.POINTS: pa.float64()}
    made = {"row": pa.array(range(len(rows)), pa.int64())}
    for name in rows[0]:
        kind = kinds.get(name, Kind.CHOICE)
        values = [_written(kind, row[name]) for row in rows]
        made[name] = pa.array(values, pa.bool_() if kind.is_yes_or_no else types.get(kind, pa.int64()))
    return pa.table(made)


def _written(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind is Kind.SHARE:
        # Nine decimals of a share are seven of its percents.
        return f"{Decimal(int(value * 10**9)).scaleb(-7):f}%"
    return value / 100 if kind is Kind.POINTS else value


def _screened(native: Any, governing: Sequence[Governed], on: dt.date) -> Rows:
    return _in_order(answered(nw.from_native(native), governing, on, beside=["row"]))


def _screened_by_polars(table: Any, governing: Sequence[Governed], on: dt.date) -> Rows:
    import polars as pl

    return _screened(pl.DataFrame(table).lazy(), governing, on)


def _screened_by_duckdb(table: Any, governing: Sequence[Governed], on: dt.date) -> Rows:
    import duckdb

    with duckdb.connect() as connection:
        return _screened(connection.from_arrow(table), governing, on)


def _screened_at_once(native: Any, governing: Sequence[Governed], on: dt.date) -> Rows:
    return _in_order(screen(nw.from_native(native), governing, on, beside=["row"]))


def _screened_at_once_by_polars(table: Any, governing: Sequence[Governed], on: dt.date) -> Rows:
    import polars as pl

    return _screened_at_once(pl.DataFrame(table), governing, on)


def _screened_as_a_file(table: Any, governing: Sequence[Governed], on: dt.date) -> Rows:
    import polars as pl

    regions = {*table.column("region").to_pylist()}
    frame = nw.from_native(pl.DataFrame(table).lazy())
    return _in_order(answered(frame, governing, on, beside=["row"], regions=regions))


SCREENERS: dict[str, Screener] = {
    "polars": _screened_by_polars,
    "arrow": _screened,
    "duckdb": _screened_by_duckdb,
}


def cluster_screener(session: Any) -> Screener:
    """A cluster for a whole table of enterprises."""
    return lambda table, governing, on: _screened(_spread(session, table), governing, on)


# ---------------------------------------------------------------------------------------------------------- databases


def database(connection: Connection) -> Engine:
    """A database as an engine: the rows in a temporary table, the question as one statement."""
    return lambda batch: database_answers(connection, batch)


def database_screener(connection: Connection) -> Screener:
    """The same for a whole table of enterprises."""
    return lambda table, governing, on: database_answers(connection, _as_stored(table, governing, on))


def _screened_by_sqlite_in_parts(table: Any, governing: Sequence[Governed], on: dt.date) -> Rows:
    """A database that is asked as the register asks it: by as many statements as there are answers."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        asked = _stored_table(connection, _as_stored(table, governing, on))
        names = [column for column in asked.c if column.name != "row"]
        rows = select(asked.c.row.label(KEY_COLUMN), *names)
        answers = answers_table(WorkTables(connection), "answers", [rows], governing, on)
        return [dict(row) for row in connection.execute(select(answers).order_by(answers.c[KEY_COLUMN])).mappings()]


# What looks at the regions that occur before it judges.
LOOKING: dict[str, Screener] = {
    "polars": _screened_at_once_by_polars,
    "arrow": _screened_at_once,
    "file": _screened_as_a_file,
    "sqlite": _screened_by_sqlite_in_parts,
}


def _as_stored(table: Any, governing: Sequence[Governed], on: dt.date) -> Batch:
    columns = columns_of(editions(governing), on)
    kinds = {one.name: one.kind for one in columns} | dict.fromkeys(IDENTIFYING, Kind.CHOICE)
    rows = [dict(row) for row in table.to_pylist()]
    for column in (one for one in columns if one.kind is Kind.SHARE):
        kinds[column.denominator] = Kind.COUNT
        for row in rows:
            cell = row[column.name]
            share = None if cell is None else Fraction(cell.removesuffix("%")) / 100
            row[column.name] = None if share is None else share.numerator
            row[column.denominator] = None if share is None else share.denominator
    for name in [name for name, kind in kinds.items() if kind is Kind.POINTS]:
        for row in rows:
            row[name] = None if row[name] is None else round(row[name] * 100)
    return Batch(kinds, rows, lambda _words: sql_plan(governing, on, kinds))


def database_answers(connection: Connection, batch: Batch) -> list[dict[str, Any]]:
    table = _stored_table(connection, batch)
    statement = answered_by_sql(select(table), batch.plan(SqlDialect()), ["row"])
    found = connection.execute(statement.order_by(statement.selected_columns[0])).mappings()
    return [dict(row) for row in found]


def _stored_table(connection: Connection, batch: Batch) -> Table:
    metadata = MetaData()
    columns = [
        TableColumn("row", BigInteger()),
        *(TableColumn(name, _sql_type(kind)) for name, kind in batch.kinds.items()),
    ]
    table = Table("asked", metadata, *columns, prefixes=["TEMPORARY"])
    connection.rollback()
    connection.execute(text("DROP TABLE IF EXISTS asked"))
    metadata.create_all(connection, checkfirst=False)
    rows = [
        {"row": number, **{name: _stored(row[name]) for name in batch.kinds}} for number, row in enumerate(batch.rows)
    ]
    connection.execute(table.insert(), rows)
    return table


def _sql_type(kind: Kind) -> Any:
    if kind.is_yes_or_no:
        return Boolean(create_constraint=False)
    return Text() if kind is Kind.CHOICE else BigInteger()


def _stored(value: Any) -> Any:
    return value.toordinal() if isinstance(value, dt.date) else value
