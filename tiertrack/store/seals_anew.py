"""The seals made anew over what is left when a revision takes a table away, so that a check finds the rest whole.

Which rows a unit of work wrote does not change, nor when; what was noted down of the seals before no longer holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, text

from tiertrack.store.row_digests import columns_in_plain, form_of
from tiertrack.store.seals import Form, RowSealing, ranges_of
from tiertrack.store.signing import SEAL, seal_key
from tiertrack.store.tables import PREFIX, SEALED, seals, title_events

# How many rows are read at a time.
_AT_A_TIME = 5000


def seal_without(connection: Connection, gone: str) -> None:
    """Makes the seals anew from the first on that covers rows of a table, as if there had been none, in the transaction
    of the connection; none where it has no rows. They are signed where the environment names a key."""
    first = connection.scalar(
        text(f"SELECT min(s.id) FROM {seals.name} s WHERE s.unit IN (SELECT t.unit FROM {gone} t)")
    )
    if first is None:
        return
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
        for table in SEALED:
            name = table.name.removeprefix(PREFIX)
            if table.name != gone and name in ranges:
                _add_rows(connection, sealing, table, ranges[name])
        previous = sealing.digest(previous, place, instant, key_id)
        signature = None if key is None else key.sign(SEAL, previous)
        changes.append({"place": place, "rows": sealing.rows, "digest": previous, "key": key_id, "sign": signature})
    change = (
        f"UPDATE {seals.name} SET rows = :rows, digest = :digest, key_id = :key, signature = :sign WHERE id = :place"
    )
    connection.execute(text(change), changes)


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


def _add_rows(connection: Connection, sealing: RowSealing, table: Table, span: tuple[int, int, int]) -> None:
    """Gives the rows that the unit wrote to a table to its seal."""
    form, (_count, first, last) = form_of(table), span
    columns = ", ".join(_plain(connection, table, ["id", "recorded_at", *form.columns]))
    query = f"SELECT {columns} FROM {table.name} t WHERE t.id BETWEEN :first AND :last AND t.unit = :unit ORDER BY t.id"
    found = connection.execute(text(query), {"first": first, "last": last, "unit": sealing.unit})
    for rows in found.partitions(_AT_A_TIME):
        leaves = []
        for number, instant, *values in rows:
            content = form.content_of_plain(values, instant if sealing.form == Form.FOUND else None)
            leaves.append(form.leaf(number, content))
        sealing.add_rows(table.name.removeprefix(PREFIX), (rows[0][0], rows[-1][0]), leaves)


def _plain(connection: Connection, table: Table, names: Sequence[str]) -> list[str]:
    return [one.replace(":", r"\:") for one in columns_in_plain(table, connection.dialect.name, names)]
