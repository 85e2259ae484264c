"""Tables for the length of one transaction, filled from a SELECT without a row leaving the database.

On PostgreSQL they are unlogged tables of a unique name: several workers read them, as they never would read temporary
ones, and no other transaction sees them before they are gone. On SQLite they are temporary, and so they are for a role
that may make no table in the register's schema. There each connection has names of its own, so the same tables have the
same names in every screening, and what SQLAlchemy has compiled for one serves the next.
"""

from __future__ import annotations

import functools
import itertools
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import field, frozen
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Connection,
    MetaData,
    SelectBase,
    Table,
    Text,
    insert,
    text,
)
from sqlalchemy import Column as TableColumn
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import AddConstraint, CreateTable, ExecutableDDLElement

from tiertrack.batches import batches
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column, Origin
from tiertrack.store.engine import is_psycopg
from tiertrack.store.schema import schema_in_use
from tiertrack.store.types import KEY

_AT_A_TIME = 2000

# The first column of every work table: the key of the enterprise.
KEY_COLUMN = "enterprise_id"


def key_column(**options: Any) -> TableColumn[Any]:
    """That column."""
    return TableColumn(KEY_COLUMN, KEY, **options)


def value_columns(columns: Iterable[Column]) -> Iterator[TableColumn[Any]]:
    """The columns of a work table that hold the values of columns that are read: of a share its numerator and its
    denominator, of a count of rights the fewest and the most."""
    for column in columns:
        if column.kind.is_yes_or_no:
            yield TableColumn(column.name, Boolean(create_constraint=False))
        else:
            yield TableColumn(column.name, Text() if column.kind is Kind.CHOICE else BigInteger())
        if column.kind is Kind.SHARE:
            yield TableColumn(column.denominator, BigInteger())
        if column.origin is Origin.RIGHTS:
            yield TableColumn(column.most, BigInteger())


@frozen(eq=False)
class WorkTables:
    """Makes work tables within a transaction, and drops them; ``made`` are those there still are.

    When the transaction is undone, they are gone without being dropped.
    """

    connection: Connection
    _prefix: str = field(factory=lambda: f"tiertrack_{uuid.uuid4().hex[:12]}")
    made: list[Table] = field(factory=list)
    _may_create: bool = field(init=False)

    @_may_create.default
    def _may_create_in_schema(self) -> bool:
        """Whether tables may be made beside the register's; never on SQLite, where temporary ones are as good."""
        if not self.is_postgresql:
            return False
        asked = text("SELECT has_schema_privilege(coalesce(CAST(:schema AS text), current_schema()), 'CREATE')")
        return bool(self.connection.scalar(asked, {"schema": schema_in_use(self.connection)}))

    @property
    def is_postgresql(self) -> bool:
        """Whether the database is PostgreSQL."""
        return self.connection.dialect.name == "postgresql"

    def table(self, name: str, columns: Iterable[TableColumn[Any]], rows: SelectBase | None = None) -> Table:
        """A new table with the rows of a SELECT of the same columns; empty without one."""
        if not self.is_postgresql:
            table = _temporary(_free_name(self.connection, name), _Shape(tuple(columns)))
            self.connection.exec_driver_sql(_creation(table))
            self.made.append(table)
            if rows is not None:
                self.add(table, rows)
            return table
        kind, schema = ("UNLOGGED", None) if self._may_create else ("TEMPORARY", "pg_temp")
        table = Table(f"{self._prefix}_{name}", MetaData(), *columns, schema=schema, prefixes=[kind])
        self.made.append(table)
        if rows is None:
            table.create(self.connection, checkfirst=False)
        else:
            create_from(self.connection, table, rows)
        return table

    def add(self, table: Table, rows: SelectBase) -> None:
        """Adds the rows of a SELECT of all columns of a table."""
        self.connection.execute(insert(table).from_select(list(table.c.keys()), rows))

    def fill(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows from outside, by the quickest way into the database."""
        if not rows:
            return
        written = written_name(self.connection, table)
        if not self.is_postgresql:
            marks = ", ".join("?" * len(table.c))
            self.connection.exec_driver_sql(f"INSERT INTO {written} VALUES ({marks})", [tuple(row) for row in rows])
            return
        if not is_psycopg(self.connection):
            for some in batches(rows, _AT_A_TIME):
                named = [dict(zip(table.c.keys(), row, strict=True)) for row in some]
                self.connection.execute(insert(table), named)
            return
        driver: Any = self.connection.connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {written} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def analyse(self, table: Table) -> None:
        """Lets PostgreSQL look at the table before it plans with it; SQLite plans well enough without."""
        if self.is_postgresql:
            self.connection.execute(text(f"ANALYZE {written_name(self.connection, table)}"))

    def drop(self, table: Table) -> None:
        """Drops one of the tables before its time."""
        self.made.remove(table)
        self.connection.exec_driver_sql(f"DROP TABLE {written_name(self.connection, table)}")

    def drop_all(self) -> None:
        """Drops every table there still is."""
        for table in tuple(self.made):
            self.drop(table)


# What is in front of the names on SQLite; no table of the register and none of kept answers begins so.
_STEADY = "tiertrack_work_"


def _free_name(connection: Connection, name: str) -> str:
    """The name of a temporary table of SQLite, numbered where one of that name is still there on this connection."""
    there = connection.exec_driver_sql("SELECT name FROM sqlite_temp_master").scalars().all()
    steady = f"{_STEADY}{name}"
    numbered = (f"{steady}_{number}" for number in itertools.count(2))
    return next(free for free in itertools.chain([steady], numbered) if free not in there)


@frozen(eq=False)
class _Shape:
    """The columns of a work table; the same as any others that are called alike and hold the like."""

    columns: tuple[TableColumn[Any], ...]
    said: tuple[tuple[object, ...], ...] = field(init=False)

    @said.default
    def _said(self) -> tuple[tuple[object, ...], ...]:
        return tuple(
            (one.name, type(one.type), getattr(one.type, "length", None), one.primary_key) for one in self.columns
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


# A question has about ten of them.
_MOST_REMEMBERED = 400


@functools.lru_cache(_MOST_REMEMBERED)
def _temporary(name: str, shape: _Shape) -> Table:
    """The temporary table of a name and a shape: SQLAlchemy knows a statement again by the very tables in it."""
    return Table(name, MetaData(), *shape.columns, prefixes=["TEMPORARY"])


@functools.lru_cache(_MOST_REMEMBERED)
def _creation(table: Table) -> str:
    return str(CreateTable(table).compile(dialect=sqlite.dialect()))


def written_name(connection: Connection, table: Table) -> str:
    """The name of a table in a statement of text, with its schema where it has one."""
    preparer = connection.dialect.identifier_preparer
    return ".".join(map(preparer.quote, filter(None, (table.schema or schema_in_use(connection), table.name))))


def create_from(connection: Connection, table: Table, rows: SelectBase) -> None:
    """Creates a table with the rows of a SELECT of its columns."""
    if connection.dialect.name == "postgresql":
        # Only so do PostgreSQL's workers share the work of the SELECT: they never do for an INSERT.
        connection.execute(_CreatedFrom(table, rows))
        for rule in table.constraints:
            if isinstance(rule, CheckConstraint):
                connection.execute(AddConstraint(rule))
        return
    table.create(connection, checkfirst=False)
    connection.execute(insert(table).from_select(list(table.c.keys()), rows))


class _CreatedFrom(ExecutableDDLElement):
    """CREATE TABLE … AS, which takes no parameters: every value is written out."""

    inherit_cache = False

    def __init__(self, table: Table, rows: SelectBase) -> None:
        self.table = table
        self.rows = rows


@compiles(_CreatedFrom)
def _created_from(element: _CreatedFrom, compiler: Any, **_options: Any) -> str:
    kind = "".join(f"{word} " for word in element.table._prefixes)
    rows = compiler.sql_compiler.process(element.rows, literal_binds=True)
    return f"CREATE {kind}TABLE {compiler.preparer.format_table(element.table)} AS {rows}"
