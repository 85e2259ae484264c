"""A session on PostgreSQL, where many transactions write at once: locks keep them in order where they would clash."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Date, Table, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError

from tiertrack.batches import batches
from tiertrack.law.event_kinds import EventKind
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, Row
from tiertrack.store.held_events import HeldEvents
from tiertrack.store.session import Apart, LastSeal
from tiertrack.store.sql_session import SqlSession
from tiertrack.store.tables import title_events
from tiertrack.store.transactions import Transaction

# What is locked for the length of a transaction only has to differ from what others lock in the same database.
_SEALING = 7_413_020_222
_TURN = 7_413_020_223

# With fewer rows a COPY takes longer than inserting them.
_WORTH_A_COPY = 20

# So many events at most wait in memory for the end of their transaction, about 700 bytes each.
_HELD = 100_000

# How many rows one statement changes, and how many statements go to the server at once.
_AT_A_TIME, _TOGETHER = 2000, 50


class PostgresSession(SqlSession):
    """A transaction on PostgreSQL; ``Session`` describes the methods."""

    _mark = "%s"
    # Whatever a driver makes of the type of the column.
    _mark_of_instant = "CAST(CAST(%s AS text) AS timestamptz)"
    _mark_of_day = "CAST(CAST(%s AS text) AS date)"
    _in = "= ANY(%s)"

    @staticmethod
    def _among(column: Any) -> Any:
        return column == any_(bindparam(column.name, type_=ARRAY(column.type)))

    def __init__(self, transaction: Transaction, schema: str | None) -> None:
        super().__init__(transaction, schema)
        self._cursor: Any = None
        # The keys of the rows added so far, by table.
        self._added: dict[str, array[int]] = defaultdict(partial(array, "q"))
        self._held = HeldEvents()

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        """The driver's cursor, within the transaction; what it raises is raised as SQLAlchemy would have."""
        if not self._connection.in_transaction():
            self._connection.begin()
        self._cursor = self._cursor or self._connection.connection.cursor()
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

    def _run_all(self, statements: Sequence[str]) -> list[Any]:
        """The rows of the last of some statements, by one way to the server for all."""
        with self._driver() as cursor:
            cursor.execute("; ".join(statements), prepare=False)
            while cursor.nextset():
                pass
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
        return [row[0] for row in self._run(f"SELECT {self._next_key(table)} FROM generate_series(1, %s)", [count])]

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
            f" UNION ALL SELECT {self._next_key(title_events)}{nothing}{number}"
        )
        values = [*enterprises, *titles] if single else [list(enterprises), list(titles), count]
        rows = self._run(query, values)
        held = [row for row in self._held.of(enterprises) if row.title in titles]
        written = [EventRow._make(row) for row in rows if row[1] is not None]
        return [*written, *held], [row[0] for row in rows if row[1] is None]

    def events(self, enterprises: Sequence[int]) -> Sequence[EventRow]:
        held, written = self._held.of(enterprises), super().events(enterprises)
        return sorted([*written, *held]) if held else written

    def with_events(self) -> Sequence[int]:
        return sorted({*super().with_events(), *(row.enterprise_id for row in self._held)})

    def _owners(self, condition: str, values: Sequence[object]) -> Sequence[int]:
        self._write_held()
        return super()._owners(condition, values)

    def apart(self) -> Apart:
        found = super().apart()
        held = [row.enterprise_id for row in self._held if row.event == EventKind.JOINED.value]
        return found._replace(joined=[*found.joined, *held])

    def insert(self, table: Table, rows: Sequence[Row]) -> Sequence[int]:
        if len(rows) < _WORTH_A_COPY:
            return self._insert(table, rows)
        columns = tuple(name for name in rows[0] if name != "id")
        keys = [row["id"] for row in rows] if "id" in rows[0] else [*self.take_keys(table, len(rows))]
        values = map(itemgetter(*columns), rows)
        kept = ((key, *row) for key, row in zip(keys, values, strict=True))
        self._copy(table, ("id", *columns), kept)
        self._added[table.name].extend(keys)
        return keys

    def _insert(self, table: Table, rows: Sequence[Row]) -> Sequence[int]:
        """Adds a few rows, and returns their keys, which are given in the order of the rows."""
        names = [*rows[0]]
        marks = f"({', '.join([self._mark] * len(names))})"
        values = ", ".join([marks] * len(rows))
        statement = f"INSERT INTO {self._at}{table.name} ({', '.join(names)}) VALUES {values} RETURNING id"
        keys = [found[0] for found in self._run(statement, [row[name] for row in rows for name in names])]
        self._added[table.name].extend(keys)
        return keys

    def restamp(self, instant: str) -> None:
        statements = [
            f"UPDATE {self._at}{name} SET recorded_at = '{instant}' WHERE id = ANY('{{{', '.join(map(str, keys))}}}')"
            for name, added in self._added.items()
            for keys in batches(added, _AT_A_TIME)
        ]
        self._added.clear()
        for some in batches(statements, _TOGETHER):
            self._run_all(some)

    def add_events(self, rows: Iterable[EventRow]) -> None:
        added = list(rows)
        # Whoever adds a few is told at once where another is about to add to the same stream.
        if len(added) < _WORTH_A_COPY:
            super().add_events(added)
            return
        for row in added:
            self._held.add(row)
        if len(self._held) > _HELD:
            self._write_held()

    def _write_held(self) -> None:
        """Writes every event that is held back, as it is."""
        if self._held:
            super().add_events(self._held.take_all())

    def restamp_events(self, digests: Sequence[tuple[int, str]], instant: str) -> None:
        held = self._held.take(dict(digests), instant)
        super().add_events(held)
        taken = {row.id for row in held}
        if written := [(key, digest) for key, digest in digests if key not in taken]:
            keys, changed = [key for key, _digest in written], [digest for _key, digest in written]
            self._run(_RESTAMPING.format(events=self._events), [instant, keys, changed])

    def _write_events(self, rows: Iterable[EventRow], written: list[EventRow]) -> None:
        if isinstance(rows, list) and len(rows) < _WORTH_A_COPY:
            written.extend(rows)
            for row in rows:
                self._run(f"{self._into_events} ({_EVENT_VALUES})", row)
            return
        self._copy(title_events, EVENT_COLUMNS, _kept(rows, written))

    def _copy(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        statement = f"COPY {self._at}{table.name} ({', '.join(columns)}) FROM STDIN"
        with self._driver() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def _next_key(self, table: Table) -> str:
        return f"nextval('{self._at}{table.name}_id_seq')"

    def take_turn(self) -> None:
        self._run(f"SELECT pg_advisory_xact_lock({_TURN})")

    def last_seal(self) -> LastSeal | None:
        # The second statement sees what was committed while the first waited.
        lock = f"SELECT pg_advisory_xact_lock({_SEALING})"
        return next(map(LastSeal._make, self._run_all([lock, self._select_last_seal()])), None)

    def _walk(self, query: str) -> Iterator[Any]:
        # What goes through whole tables has to find all of it there.
        self._write_held()
        return super()._walk(query)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with self._held.restored(), super().savepoint():
            yield

    def commit(self) -> None:
        self._write_held()
        super().commit()
        self._added.clear()


_TRUTHS = frozenset(column.name for column in title_events.c if isinstance(column.type, Boolean))
_EVENT_VALUES = ", ".join("%s::int::boolean" if name in _TRUTHS else "%s" for name in EVENT_COLUMNS)

_RESTAMPING = (
    "UPDATE {events} e SET recorded_at = CAST(CAST(%s AS text) AS timestamptz), digest = n.digest"
    " FROM unnest(CAST(%s AS bigint[]), CAST(%s AS text[])) AS n(id, digest) WHERE e.id = n.id"
)


def _kept(rows: Iterable[EventRow], written: list[EventRow]) -> Iterator[EventRow]:
    for row in rows:
        written.append(row)
        yield row
