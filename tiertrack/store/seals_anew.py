"""The seals made anew over what is left when a revision takes tables away, so that a check finds the rest whole.

Which rows a unit of work wrote does not change, nor when; what was noted down of the seals before no longer holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, inspect, text

from tiertrack.store.hardening import KEEPING_ROWS
from tiertrack.store.row_digests import columns_in_plain, form_of
from tiertrack.store.seals import Form, RowSealing, ranges_of
from tiertrack.store.signing import SEAL, seal_key
from tiertrack.store.tables import METADATA, PREFIX, seals, title_events

# How many rows are read at a time.
_AT_A_TIME = 5000


def seal_without(connection: Connection, gone: Collection[str], kept: Sequence[str]) -> None:
    """Makes the seals anew from the first on that covers rows of tables that go, as if there had been none, in the
    transaction of the connection; none where they have no rows. They are signed where the environment names a key.

    ``kept`` are the tables that stay, in the order a seal takes them: those of a revision, which may be others than
    today's. Both are named without the prefix.
    """
    units = " UNION ALL ".join(f"SELECT t.unit FROM {PREFIX}{name} t" for name in gone)
    first = connection.scalar(text(f"SELECT min(s.id) FROM {seals.name} s WHERE s.unit IN ({units})"))
    if first is None:
        return
    tables = [_Kept(connection, METADATA.tables[f"{PREFIX}{name}"]) for name in kept]
    key, changes = seal_key(), []
    key_id = None if key is None else key.key_id
    before = text(f"SELECT digest FROM {seals.name} WHERE id < :first ORDER BY id DESC LIMIT 1")
    previous = connection.scalar(before, {"first": first})
    events = groupby(_events(connection, first), itemgetter(0))
    following = next(events, None)
    for place, unit, form, rows, instant in _seals(connection, first):
        sealing = RowSealing(unit, form)
        if following is not None and following[0] == place:
            for _place, number, digest in following[1]:
                sealing.add_event(number, digest)
            following = next(events, None)
        ranges = ranges_of(rows)
        for table in tables:
            if table.name in ranges:
                table.add_rows(sealing, ranges[table.name])
        previous = sealing.digest(previous, place, instant, key_id)
        signature = None if key is None else key.sign(SEAL, previous)
        changes.append({"place": place, "rows": sealing.rows, "digest": previous, "key": key_id, "sign": signature})
    change = (
        f"UPDATE {seals.name} SET rows = :rows, digest = :digest, key_id = :key, signature = :sign WHERE id = :place"
    )
    with _changing_seals(connection):
        connection.execute(text(change), changes)


@contextmanager
def _changing_seals(connection: Connection) -> Iterator[None]:
    """A part of the transaction in which a hardened register lets its seals be changed."""
    kept = connection.dialect.name == "postgresql" and connection.scalar(
        text("SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(:seals) AND tgname = :name"),
        {"seals": seals.name, "name": KEEPING_ROWS},
    )
    if kept:
        connection.exec_driver_sql(f"ALTER TABLE {seals.name} DISABLE TRIGGER {KEEPING_ROWS}")
    yield
    # Where it raises, the whole transaction is undone.
    if kept:
        connection.exec_driver_sql(f"ALTER TABLE {seals.name} ENABLE TRIGGER {KEEPING_ROWS}")


def _seals(connection: Connection, first: int) -> Sequence[Any]:
    (instant,) = _plain(connection, seals, ["recorded_at"])
    query = f"SELECT t.id, t.unit, t.form, t.rows, {instant} FROM {seals.name} t WHERE t.id >= :first ORDER BY t.id"
    return connection.execute(text(query), {"first": first}).all()


def _events(connection: Connection, first: int) -> Iterator[Any]:
    query = (
        f"SELECT s.id, e.id, e.digest FROM {title_events.name} e JOIN {seals.name} s ON s.unit = e.unit"
        " WHERE s.id >= :first ORDER BY s.id, e.id"
    )
    return iter(connection.execute(text(query), {"first": first}, execution_options={"yield_per": _AT_A_TIME}))


class _Kept:
    """A table that stays, as it is at the revision: a column that a later one adds is nothing."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.name = table.name.removeprefix(PREFIX)
        self._connection, self._form = connection, form_of(table)
        names = ("id", "recorded_at", *self._form.columns)
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        plain = zip(names, _plain(connection, table, names), strict=True)
        columns = ", ".join(of if name in there else "NULL" for name, of in plain)
        self._query = text(
            f"SELECT {columns} FROM {table.name} t WHERE t.id BETWEEN :first AND :last AND t.unit = :unit ORDER BY t.id"
        )

    def add_rows(self, sealing: RowSealing, span: tuple[int, int, int]) -> None:
        """Gives the rows that a unit wrote to the table to its seal."""
        _count, first, last = span
        found = self._connection.execute(self._query, {"first": first, "last": last, "unit": sealing.unit})
        for rows in found.partitions(_AT_A_TIME):
            leaves = []
            for number, instant, *values in rows:
                content = self._form.content_of_plain(values, instant if sealing.form == Form.FOUND else None)
                leaves.append(self._form.leaf(number, content))
            sealing.add_rows(self.name, (rows[0][0], rows[-1][0]), leaves)


def _plain(connection: Connection, table: Table, names: Sequence[str]) -> list[str]:
    return [one.replace(":", r"\:") for one in columns_in_plain(table, connection.dialect.name, names)]
