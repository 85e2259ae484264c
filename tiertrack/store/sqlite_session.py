"""A session on SQLite, where one transaction writes at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, func, select

from tiertrack.store.codec import EVENT_COLUMNS, EventRow, Row
from tiertrack.store.row_digests import plain_rows
from tiertrack.store.sql_session import SqlSession
from tiertrack.store.tables import title_events
from tiertrack.store.transactions import Transaction


class SqliteSession(SqlSession):
    """A transaction on SQLite; ``Session`` describes the methods."""

    _mark = _mark_of_instant = _mark_of_day = "?"
    _in = "IN (SELECT value FROM json_each(?))"

    def __init__(self, transaction: Transaction, schema: str | None) -> None:
        super().__init__(transaction, schema)
        self._next: dict[str, int] = {}
        # The last key of each table that rows were added to, as it was before the first of them.
        self._before: dict[str, int] = {}

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

    def _each(self, statement: str, values: Sequence[object]) -> Iterable[Any]:
        return self._connection.exec_driver_sql(statement, tuple(values))

    def insert(self, table: Table, rows: Sequence[Row]) -> Sequence[int]:
        if table.name not in self._before:
            self._before[table.name] = self._last_key(table)
        if "id" in rows[0]:
            keys: Sequence[int] = [row["id"] for row in rows]
        else:
            keys = self.take_keys(table, len(rows))
        names = [name for name in rows[0] if name != "id"]
        values = plain_rows(table, names, rows)
        marks = ", ".join("?" * (len(names) + 1))
        statement = f"INSERT INTO {table.name} (id, {', '.join(names)}) VALUES ({marks})"
        added = [(key, *row) for key, row in zip(keys, values, strict=True)]
        self._connection.exec_driver_sql(statement, added)
        return keys

    def restamp(self, instant: str) -> None:
        # No other transaction writes before this one ends, so every later row is of this one.
        for name, last in self._before.items():
            self._run(f"UPDATE {name} SET recorded_at = ? WHERE id > ?", (instant, last))
        self._before.clear()

    def restamp_events(self, digests: Sequence[tuple[int, str]], instant: str) -> None:
        changed = [(instant, digest, key) for key, digest in digests]
        self._connection.exec_driver_sql(f"UPDATE {self._events} SET recorded_at = ?, digest = ? WHERE id = ?", changed)

    def _last_key(self, table: Table) -> int:
        ((last,),) = self._run(f"SELECT max(id) FROM {table.name}")
        return last or 0

    def take_keys(self, table: Table, count: int) -> Sequence[int]:
        # For the same reason counting on from the last row is enough.
        if table.name not in self._next:
            self._next[table.name] = self._last_key(table) + 1
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
            self._connection.exec_driver_sql(f"{self._into_events} ({marks})", list(written))

    def commit(self) -> None:
        super().commit()
        self._next.clear()
        self._before.clear()
