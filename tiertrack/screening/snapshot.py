"""A register as it stood at an instant: the transaction that sees it, and the enterprises and rows in scope."""

from __future__ import annotations

import datetime as dt
import marshal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from zlib import crc32

from attrs import evolve, field, frozen, validators
from sqlalchemy import ColumnElement, Connection, Table, func, literal, select, text
from sqlalchemy.exc import OperationalError

from tiertrack.errors import BadInput, Fault
from tiertrack.store.database import MEMORY
from tiertrack.store.engine import WRITING, database_errors
from tiertrack.store.location import Bind, Location, located
from tiertrack.store.revision_check import require_newest
from tiertrack.store.schema import using_schema
from tiertrack.store.sql_session import not_of
from tiertrack.store.tables import enterprises, import_withdrawals, imports
from tiertrack.store.transactions import Transaction
from tiertrack.store.types import KEY
from tiertrack.temporal import AsOf

# A sort of a million rows in so much memory is quick, and several of them at once are no burden. A row takes far longer
# to judge than to hand over, which the planner cannot know.
_POSTGRES_SETTINGS = ("SET LOCAL work_mem = '64MB'", "SET LOCAL parallel_tuple_cost = 0.01")
_SQLITE_MEMORY = "PRAGMA cache_size = -262144"
# After so many of its steps, some ten milliseconds, SQLite looks whether it is to stop.
_STEPS = 1_000_000


# What SQLite calls its hash of some values, and how many bits it has: so few that a hundred million of them add up to
# less than 64.
ROW_HASH, HASH_BITS = "tiertrack_row_hash", 36
# The largest prime of so many bits.
_HASH_PRIME = 2**36 - 5

# Only has to differ from what others lock in the same database.
_KEEPING = 7_413_020_224


@contextmanager
def snapshot(bind: Bind, schema: str | None = None, table: str | None = None) -> Iterator[Transaction]:
    """A transaction that sees the register as it is now, undone unless it is committed.

    With a ``table``, in which its answers are to be kept, it waits until no other is keeping any. What takes long in it
    can be interrupted from the keyboard. Within a connection of another program it sees what that program's transaction
    sees. Raises BadInput for a register in memory, StoreError.
    """
    if bind == MEMORY:
        remedy = "请把登记库放在 SQLite 文件或 PostgreSQL 里，或逐家评估"
        raise BadInput(Fault("E846", "内存里的登记库没有数据库可以筛查", remedy, MEMORY))
    location = located(bind, schema)
    try:
        require_newest(location)
        with database_errors(location.url), closing(location.screening()) as transaction:
            connection = transaction.connection
            with _interruptible(connection), using_schema(connection, location.schema):
                _prepare(connection, location, table)
                yield transaction
    finally:
        location.close()


def _prepare(connection: Connection, location: Location, table: str | None) -> None:
    is_postgresql = connection.dialect.name == "postgresql"
    if is_postgresql and table is not None:
        # Before the snapshot, which would not see what the other keeps; until the connection is closed, or is no longer
        # in the transaction it is part of.
        lock = "pg_advisory_xact_lock" if location.is_part_of_another else "pg_advisory_lock"
        connection.execute(text(f"SELECT {lock}({_KEEPING})"))
    if location.is_part_of_another:
        return
    if not is_postgresql:
        teach_hash(connection)
        connection.exec_driver_sql(_SQLITE_MEMORY)
        return
    connection.commit()
    connection.execution_options(isolation_level="REPEATABLE READ")
    for setting in _POSTGRES_SETTINGS:
        connection.execute(text(setting))


def teach_hash(connection: Connection) -> None:
    """Gives a connection the hash of some values, which SQLite has none of and PostgreSQL has."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection
        driver.create_function(ROW_HASH, -1, row_hash, deterministic=True)


def row_hash(*values: Any) -> int:
    """That hash of values, of a key, numbers and texts as SQLite has them."""
    # Of this form of them equal values are written alike, and it is quicker than any text.
    found = crc32(marshal.dumps(values, 0))
    # Of two rows that have changed places with a value the checks alone may add up to the same, their squares do not.
    return found * found % _HASH_PRIME


@contextmanager
def _interruptible(connection: Connection) -> Iterator[None]:
    """SQLite would not stop before its statement ends; PostgreSQL's driver sees to it itself."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    # Being called at all is enough: an interrupt is raised in whatever Python runs next.
    driver.set_progress_handler(lambda: 0, _STEPS)
    try:
        yield
    except OperationalError as error:
        if str(error.orig) == "interrupted":
            raise KeyboardInterrupt from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


def allow_writing(transaction: Transaction) -> None:
    """Lets a transaction write from here on: SQLite has to be asked for one that does before it begins."""
    if transaction.connection.dialect.name == "sqlite":
        transaction.commit()
        transaction.connection.execution_options(**{WRITING: True})


@frozen
class Part:
    """Which enterprises are asked about: one in so many (``one_in``), always the same ones, and of those the first
    ``limit`` enrolled, or the first enrolled ``after`` the one with that key. An enterprise of a small sample is in
    every larger one."""

    limit: int | None = field(default=None, validator=validators.optional(validators.ge(1)))
    one_in: int = field(default=1, validator=[validators.ge(1), validators.le(1_000_000)])
    after: int | None = None


# A permutation of the keys up to the largest prime of 31 bits, by a multiplier that sends neighbours far apart.
_PRIME, _MULTIPLIER = 2**31 - 1, 1_583_458_089


@frozen
class Scope:
    """The enterprises and the instant asked about, as conditions on the rows of the register's tables; records joined
    to another (``away``) are no enterprises, and rows of the units of imports that were taken back (``gone``) no rows.
    With ``only``, a table of keys, no others are asked about."""

    asof: AsOf
    part: Part
    last: int | None = None
    away: tuple[int, ...] = ()
    only: Table | None = None
    gone: tuple[str, ...] = ()

    @classmethod
    def found(cls, connection: Connection, asof: AsOf, part: Part, away: tuple[int, ...] = ()) -> Scope:
        """The scope with the key of the last enterprise, where not all are asked about."""
        scope = cls(asof, part, None, away, gone=_gone(connection, asof))
        if part.limit is None:
            return scope
        key = enterprises.c.id
        first = select(key).where(*scope.of(enterprises, key)).order_by(key).limit(part.limit).subquery()
        return evolve(scope, last=connection.scalar(select(func.max(first.c.id))) or 0)

    @property
    def on(self) -> dt.date:
        """The day asked about."""
        return self.asof.on

    def of(self, table: Table, key: ColumnElement[int] | None = None) -> list[ColumnElement[bool]]:
        """The conditions that a row of a table was known and is of an enterprise asked about."""
        owner = table.c.enterprise_id if key is None else key
        known = [] if self.asof.known_at is None else [table.c.recorded_at <= self.asof.known_at]
        upto = [] if self.last is None else [owner <= whole(self.last)]
        beyond = [] if self.part.after is None else [owner > whole(self.part.after)]
        # What else is on record of a record that is away falls to nobody's row.
        away = [key.not_in(list(map(whole, self.away)))] if self.away and key is not None else []
        only = [] if self.only is None else [owner.in_(select(self.only.c.enterprise_id))]
        # Of a key that stands elsewhere the rows are not looked at.
        gone = not_of(table, self.gone) if key is None or key.table is table else []
        return [*known, *upto, *beyond, *away, *self._drawn(owner), *only, *gone]

    def _drawn(self, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
        if self.part.one_in == 1:
            return []
        place = (key % whole(_PRIME)) * whole(_MULTIPLIER) % whole(_PRIME)
        return [place * whole(self.part.one_in) < whole(_PRIME)]


def _gone(connection: Connection, asof: AsOf) -> tuple[str, ...]:
    """The units of the imports that had been taken back by the instant asked about."""
    taken_back = import_withdrawals.join(imports, imports.c.id == import_withdrawals.c.import_id)
    at = import_withdrawals.c.recorded_at
    by_then = [] if asof.known_at is None else [at <= asof.known_at]
    return tuple(sorted(connection.scalars(select(imports.c.unit).select_from(taken_back).where(*by_then))))


def whole(value: int) -> ColumnElement[int]:
    """A number written out, which is then of the type of what it stands beside."""
    return literal(value, KEY, literal_execute=True)
