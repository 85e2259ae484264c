"""A session on PostgreSQL by whatever driver SQLAlchemy has, also an asynchronous one: without COPY, a statement at a
time. Another program's engine may use any; the register's own uses psycopg, whose session is quicker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Date, Table, insert, text

from tiertrack.batches import batches
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, Row
from tiertrack.store.postgres_session import PostgresSession
from tiertrack.store.tables import title_events
from tiertrack.store.types import UtcInstant

_AT_A_TIME = 2000


class PortablePostgresSession(PostgresSession):
    """A transaction on PostgreSQL; ``Session`` describes the methods."""

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        named, places = _named(statement)
        result = self._connection.execute(text(named), dict(zip(places, values, strict=True)))
        return [tuple(row) for row in result] if result.returns_rows else []

    def _run_all(self, statements: Sequence[str]) -> list[Any]:
        return [self._run(statement) for statement in statements][-1]

    def insert(self, table: Table, rows: Sequence[Row]) -> Sequence[int]:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        keys = self._execute(statement, rows).scalars().all()
        self._added[table.name].extend(keys)
        return keys

    def _write_events(self, rows: Iterable[EventRow], written: list[EventRow]) -> None:
        named, places = _named(f"{self._into_events} ({', '.join(map(self._value, EVENT_COLUMNS))})")
        for some in batches(rows, _AT_A_TIME):
            written.extend(some)
            self._connection.execute(text(named), [dict(zip(places, row, strict=True)) for row in some])

    @classmethod
    def _value(cls, column: str) -> str:
        """A value as text, whatever a driver makes of the column's own type."""
        match title_events.c[column].type:
            case Date():
                return "CAST(CAST(%s AS text) AS date)"
            case UtcInstant():
                return "CAST(CAST(%s AS text) AS timestamptz)"
            case Boolean():
                return "CAST(CAST(%s AS int) AS boolean)"
            case _:
                return "%s"


def _named(statement: str) -> tuple[str, list[str]]:
    """A statement with its parameters by name, and the names in order."""
    numbers, names = count(), []

    def name(_mark: re.Match[str]) -> str:
        names.append(f"value_{next(numbers)}")
        return f":{names[-1]}"

    return re.sub("%s", name, statement), names
