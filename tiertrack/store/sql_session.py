"""Sessions on SQLite and PostgreSQL: the same rows, each read and written in the way that is quick there.

Events go straight to the driver: what SQLAlchemy does with each value would take longer than writing a million of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import NoneType
from typing import Any

from sqlalchemy import Boolean, CursorResult, Date, Engine, Select, Table, any_, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from tiertrack.errors import StaleStanding
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, Row
from tiertrack.store.engine import WRITING, database_errors
from tiertrack.store.session import Sealed, Session
from tiertrack.store.streams import stale
from tiertrack.store.tables import enterprise_names, title_events

# Only has to differ from what others lock in the same database.
_SEALING = 7_413_020_222

# How many rows are in memory at a time while all are walked through.
_AT_A_TIME = 2000

# With fewer rows a COPY takes longer than inserting them.
_WORTH_A_COPY = 20


def reading_session(engine: Engine) -> Session:
    """A snapshot to read from."""
    if engine.dialect.name == "postgresql":
        return _PostgresSession(engine, {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
    return _SqliteSession(engine, {})


def writing_session(engine: Engine) -> Session:
    """A transaction to write in."""
    kind = _PostgresSession if engine.dialect.name == "postgresql" else _SqliteSession
    return kind(engine, {WRITING: True})


class _SqlSession:
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

    def last_seal(self) -> tuple[int, str] | None:
        return next(iter(self._run(_LAST_SEAL)), None)

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
        with self._connection.begin_nested():
            yield

    def commit(self) -> None:
        with database_errors(self._engine.url):
            self._connection.commit()

    def close(self, error: BaseException | None) -> None:
        with database_errors(self._engine.url):
            self._connection.close()
            if isinstance(error, SQLAlchemyError):
                raise error


class _SqliteSession(_SqlSession):
    _mark = "?"
    _in = "IN (SELECT value FROM json_each(?))"

    def __init__(self, engine: Engine, options: dict[str, Any]) -> None:
        super().__init__(engine, options)
        self._next: dict[str, int] = {}

    @staticmethod
    def _given(value: object) -> object:
        return json.dumps(value) if isinstance(value, list) else value

    @staticmethod
    def _among(column: Any) -> Any:
        # One text for any number of values: a statement has only so many parameters.
        values = func.json_each(bindparam(column.name)).table_valued("value")
        return column.in_(select(values.c.value))

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        result = self._connection.exec_driver_sql(statement, tuple(values))
        return list(result) if result.returns_rows else []

    def take_keys(self, table: Table, count: int) -> Sequence[int]:
        # No other transaction writes before this one ends, so counting on from the last row is enough.
        if table.name not in self._next:
            ((last,),) = self._run(f"SELECT max(id) FROM {table.name}")
            self._next[table.name] = (last or 0) + 1
        start = self._next[table.name]
        self._next[table.name] = start + count
        return range(start, start + count)

    def streams_of(
        self, enterprises: Sequence[int], titles: Sequence[str], count: int
    ) -> tuple[Sequence[EventRow], Sequence[int]]:
        query = f"{self._select_events()} WHERE enterprise_id {self._in} AND title {self._in} ORDER BY version"
        found = self._run(query, [json.dumps([*enterprises]), json.dumps([*titles])])
        return list(map(EventRow._make, found)), self.take_keys(title_events, count)

    def _write_events(self, rows: Iterable[EventRow], written: list[EventRow]) -> None:
        written.extend(rows)
        if written:
            marks = ", ".join([self._mark] * len(EVENT_COLUMNS))
            self._connection.exec_driver_sql(f"{_INTO_EVENTS} ({marks})", list(written))

    def commit(self) -> None:
        super().commit()
        self._next.clear()


class _PostgresSession(_SqlSession):
    _mark = "%s"
    _in = "= ANY(%s)"

    @staticmethod
    def _among(column: Any) -> Any:
        return column == any_(bindparam(column.name, type_=ARRAY(column.type)))

    def __init__(self, engine: Engine, options: dict[str, Any]) -> None:
        super().__init__(engine, options)
        self._cursor = self._connection.connection.cursor()

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        """The driver's cursor, within the transaction; what it raises is raised as SQLAlchemy would have."""
        if not self._connection.in_transaction():
            self._connection.begin()
        dialect = self._connection.dialect
        errors = dialect.loaded_dbapi.Error
        try:
            yield self._cursor
        except errors as error:
            raise DBAPIError.instance(None, None, error, errors, dialect=dialect) from error

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        with self._driver() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    @classmethod
    def _written(cls, column: str) -> str:
        match title_events.c[column].type:
            case Date():
                return f"to_char(e.{column}, 'YYYY-MM-DD')"
            case Boolean():
                return f"e.{column}::int"
            case _:
                return super()._written(column)

    @staticmethod
    def _instant(table: str) -> str:
        return f"""to_char({table}.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""

    def take_keys(self, table: Table, count: int) -> Sequence[int]:
        return [row[0] for row in self._run(f"SELECT {_next_key(table)} FROM generate_series(1, %s)", [count])]

    def streams_of(
        self, enterprises: Sequence[int], titles: Sequence[str], count: int
    ) -> tuple[Sequence[EventRow], Sequence[int]]:
        # Both in one statement: for a single event, each way to the server counts. A row without an owner is a key.
        # One of each is asked for in words of its own, as lists are planned anew each time.
        single = len(enterprises) == len(titles) == count == 1
        same, number = ("= %s", "") if single else (self._in, " FROM generate_series(1, %s)")
        nothing = ", NULL" * (len(EVENT_COLUMNS) - 1)
        query = (
            f"{self._select_events()} WHERE enterprise_id {same} AND title {same}"
            f" UNION ALL SELECT {_next_key(title_events)}{nothing}{number}"
        )
        values = [*enterprises, *titles] if single else [list(enterprises), list(titles), count]
        rows = self._run(query, values)
        return [EventRow._make(row) for row in rows if row[1] is not None], [row[0] for row in rows if row[1] is None]

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        if len(rows) < _WORTH_A_COPY:
            super().insert(table, rows)
            return
        columns = tuple(rows[0])
        self._copy(table, columns, (tuple(row[name] for name in columns) for row in rows))

    def _write_events(self, rows: Iterable[EventRow], written: list[EventRow]) -> None:
        if isinstance(rows, list) and len(rows) < _WORTH_A_COPY:
            written.extend(rows)
            for row in rows:
                self._run(_INSERT_EVENT, row)
            return
        self._copy(title_events, EVENT_COLUMNS, _kept(rows, written))

    def _copy(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
        with self._driver() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def last_seal(self) -> tuple[int, str] | None:
        # One way to the server for two statements; the second sees what was committed while the first waited.
        with self._driver() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock({_SEALING}); {_LAST_SEAL}", prepare=False)
            cursor.nextset()
            found: tuple[int, str] | None = cursor.fetchone()
            return found


_LAST_SEAL = "SELECT id, digest FROM seals ORDER BY id DESC LIMIT 1"
_INTO_EVENTS = f"INSERT INTO title_events ({', '.join(EVENT_COLUMNS)}) VALUES"
_TRUTHS = frozenset(column.name for column in title_events.c if isinstance(column.type, Boolean))
_INSERT_EVENT = (
    f"{_INTO_EVENTS} ({', '.join('%s::int::boolean' if name in _TRUTHS else '%s' for name in EVENT_COLUMNS)})"
)


def _rows(result: CursorResult[Any]) -> Sequence[Row]:
    return [row._asdict() for row in result]


def _next_key(table: Table) -> str:
    return f"nextval('{table.name}_id_seq')"


def _kept(rows: Iterable[EventRow], written: list[EventRow]) -> Iterator[EventRow]:
    for row in rows:
        written.append(row)
        yield row


def _is_clash(error: IntegrityError) -> bool:
    """Whether it concerns the version of a stream: SQLite names the columns, PostgreSQL the constraint."""
    reason = str(error.orig)
    return "title_events.version" in reason or "uq_title_events_enterprise_id_title_version" in reason
