"""What sessions on SQLite and PostgreSQL do alike; what is quick differs, and stands in a module for each.

Events go straight to the driver: what SQLAlchemy does with each value would take longer than writing a million of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import NoneType
from typing import Any

from sqlalchemy import CursorResult, Engine, Select, Table, bindparam, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from tiertrack.errors import StaleStanding
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, Row
from tiertrack.store.engine import database_errors
from tiertrack.store.seals import IN_ORDER, VERSION_AT
from tiertrack.store.session import Sealed
from tiertrack.store.streams import stale
from tiertrack.store.tables import enterprise_names, title_events

# How many rows are in memory at a time while all are walked through.
_AT_A_TIME = 2000


class SqlSession:
    """What both kinds of database do alike; ``Session`` describes the methods."""

    def __init__(self, engine: Engine, options: dict[str, Any]) -> None:
        self._engine = engine
        with database_errors(engine.url):
            self._connection = engine.connect().execution_options(**options)

    # Any table.

    def find(self, table: Table, **columns: object) -> Sequence[Row]:
        if [] in columns.values():
            return ()
        shape = tuple((name, type(value)) for name, value in columns.items())
        values = {name: self._given(value) for name, value in columns.items() if value is not None}
        return _rows(self._connection.execute(self._query(table, shape), values))

    @classmethod
    @cache
    def _query(cls, table: Table, shape: tuple[tuple[str, type], ...]) -> Select[Any]:
        """The same statement each time the same is asked, so that it is compiled once."""
        conditions = (cls._condition(table.c[name], kind) for name, kind in shape)
        return select(table).where(*conditions).order_by(table.c.id)

    @classmethod
    def _condition(cls, column: Any, kind: type) -> Any:
        if kind is NoneType:
            return column.is_(None)
        return cls._among(column) if kind is list else column == bindparam(column.name, type_=column.type)

    @staticmethod
    def _given(value: object) -> object:
        """A value as the driver takes it."""
        return value

    @staticmethod
    def _among(column: Any) -> Any:
        """The condition that a column has one of the values of the parameter of its name."""
        raise NotImplementedError

    def scan(self, table: Table) -> Iterator[Row]:
        options = {"yield_per": _AT_A_TIME}
        query = select(table).order_by(table.c.id)
        return (row._asdict() for row in self._connection.execute(query, execution_options=options))

    def names_containing(self, fragment: str, limit: int) -> Sequence[Row]:
        names = enterprise_names
        query = select(names).where(names.c.normalised.contains(fragment, autoescape=True)).limit(limit)
        return _rows(self._connection.execute(query))

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        self._connection.execute(insert(table), rows)

    def stands_at(self, revision: str) -> bool:
        """Whether the database is at a revision now; where it is not, this transaction is over."""
        there = False
        try:
            there = self._run("SELECT version_num FROM alembic_version") == [(revision,)]
        except DBAPIError as error:
            # The table itself may be gone; anything else is told.
            if not _is_no_table(error):
                raise
        finally:
            if not there:
                self._connection.close()
        return there

    # Events and seals.

    # Where a value goes in a statement for the driver, and what makes a column one of the values of a list.
    _mark: str
    _in: str

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows a statement gives when it goes straight to the driver."""
        raise NotImplementedError

    @classmethod
    @cache
    def _select_events(cls) -> str:
        return f"SELECT {', '.join(map(cls._written, EVENT_COLUMNS))} FROM title_events e"

    @classmethod
    def _written(cls, column: str) -> str:
        """How a column of an event is read as what was hashed."""
        return cls._instant("e") if column == "recorded_at" else f"e.{column}"

    @staticmethod
    def _instant(table: str) -> str:
        """How the instant of a row is read as text."""
        return f"{table}.recorded_at"

    def events(self, enterprises: Sequence[int]) -> Sequence[EventRow]:
        query = f"{self._select_events()} WHERE enterprise_id {self._in} ORDER BY id"
        return list(map(EventRow._make, self._run(query, [self._given(list(enterprises))])))

    def with_events(self) -> Sequence[int]:
        return [row[0] for row in self._run("SELECT DISTINCT enterprise_id FROM title_events ORDER BY enterprise_id")]

    def joined(self) -> Sequence[int]:
        # In these very words: there is an index on just these rows.
        return [row[0] for row in self._run("SELECT enterprise_id FROM title_events WHERE event = 'joined'")]

    def add_events(self, rows: Iterable[EventRow]) -> None:
        written: list[EventRow] = []
        try:
            self._write_events(rows, written)
        except IntegrityError as error:
            if _is_clash(error):
                raise self._stale(written) from None
            raise

    def _write_events(self, rows: Iterable[EventRow], written: list[EventRow]) -> None:
        """Writes the rows and leaves them in ``written``."""
        raise NotImplementedError

    def _stale(self, rows: Sequence[EventRow]) -> StaleStanding:
        """Which of the streams has moved on; asked beside this transaction, which is past answering."""
        first = {(row.enterprise_id, row.title): row.version for row in reversed(rows)}
        event = title_events.c
        query = (
            select(event.enterprise_id, event.title, func.max(event.version))
            .where(self._among(event.enterprise_id))
            .group_by(event.enterprise_id, event.title)
        )
        owners = self._given([row.enterprise_id for row in rows])
        with self._engine.connect() as connection:
            for enterprise, title, actual in connection.execute(query, {"enterprise_id": owners}):
                if actual >= first.get((enterprise, title), actual + 1):
                    return stale(title, first[enterprise, title] - 1, actual)
        return stale(rows[0].title, rows[0].version - 1, rows[0].version)

    def take_turn(self) -> None:
        """Nothing to wait for where only one transaction writes at a time."""

    def last_seal(self) -> tuple[int, str, str | None] | None:
        return next(iter(self._run(self._select_last_seal())), None)

    @classmethod
    def _select_last_seal(cls) -> str:
        in_order = f"substr(o.unit, {VERSION_AT + 1}, 1) = '{IN_ORDER}'"
        latest = f"SELECT {cls._instant('o')} FROM seals o WHERE {in_order} ORDER BY o.id DESC LIMIT 1"
        return f"SELECT s.id, s.digest, ({latest}) FROM seals s ORDER BY s.id DESC LIMIT 1"

    def digests(self, unit: str, first: int) -> Iterator[str]:
        query = f"SELECT digest FROM title_events WHERE id >= {first} AND unit = '{unit}' ORDER BY id"
        return (row[0] for row in self._walk(query))

    def add_seal(self, key: int, unit: str, events: int, digest: str, recorded_at: str) -> None:
        marks = ", ".join([self._mark] * 5)
        statement = f"INSERT INTO seals (id, unit, events, digest, recorded_at) VALUES ({marks})"
        self._run(statement, (key, unit, events, digest, recorded_at))

    def streams(self) -> Iterator[EventRow]:
        return map(EventRow._make, self._walk(f"{self._select_events()} ORDER BY enterprise_id, title, version"))

    def sealed(self) -> Iterator[Sealed]:
        return self._walk(
            f"SELECT s.id, s.unit, s.events, s.digest, {self._instant('s')}, e.digest"
            " FROM seals s LEFT JOIN title_events e ON e.unit = s.unit ORDER BY s.id, e.id"
        )

    def unsealed(self) -> Iterator[tuple[int, str, int]]:
        return self._walk(
            "SELECT enterprise_id, title, version FROM title_events WHERE unit NOT IN (SELECT unit FROM seals)"
        )

    def _walk(self, query: str) -> Iterator[Any]:
        options = {"yield_per": _AT_A_TIME}
        return iter(self._connection.exec_driver_sql(query, execution_options=options))

    # The transaction.

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        failed: BaseException | None = None
        try:
            with self._connection.begin_nested():
                try:
                    yield
                except BaseException as error:
                    failed = error
                    raise
        except DBAPIError:
            # Where it has no room left SQLite undoes the whole transaction, and there is no savepoint to go back to.
            if failed is not None:
                raise failed from None
            raise

    def commit(self) -> None:
        with database_errors(self._engine.url):
            self._connection.commit()

    def close(self, error: BaseException | None) -> None:
        with database_errors(self._engine.url):
            self._connection.close()
            if isinstance(error, SQLAlchemyError):
                raise error


INTO_EVENTS = f"INSERT INTO title_events ({', '.join(EVENT_COLUMNS)}) VALUES"


def _rows(result: CursorResult[Any]) -> Sequence[Row]:
    return [row._asdict() for row in result]


def _is_clash(error: IntegrityError) -> bool:
    """Whether it concerns the version of a stream: SQLite names the columns, PostgreSQL the constraint."""
    reason = str(error.orig)
    return "title_events.version" in reason or "uq_title_events_enterprise_id_title_version" in reason


def _is_no_table(error: DBAPIError) -> bool:
    """Whether a statement asked for a table that is not there, in the words of SQLite or the code of PostgreSQL."""
    return "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "42P01"
