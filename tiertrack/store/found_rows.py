"""Rows of before, which no seal covered, sealed as they are found: from this day on no change to them goes unseen.

They become one unit of work of their own, whose seal says that it found them and did not write them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, inspect, text

from tiertrack.ports import Clock, SystemClock
from tiertrack.store.row_digests import checksum, columns_in_plain, form_of
from tiertrack.store.seals import Form, RowSealing, Seal, new_unit, ranges_of
from tiertrack.store.signing import SEAL, SealKey, seal_key
from tiertrack.store.tables import PREFIX, SEALED, seals
from tiertrack.store.types import instant_text

_AT_A_TIME = 5000


def seal_found(connection: Connection, clock: Clock | None = None) -> bool:
    """Seals every row without a unit, in the transaction of the connection; whether there was any. The seal is signed
    where the environment names a key.

    That is done once and before anything else is sealed row by row: a row without a unit that comes later was put in by
    hand. A revision calls it too, so it keeps to the columns that are there: what is hashed is the same at every
    revision.
    """
    if connection.execute(text(f"SELECT 1 FROM {seals.name} WHERE form IS NOT NULL LIMIT 1")).first() is not None:
        return False
    sealing = RowSealing(new_unit(), Form.FOUND)
    for table in SEALED:
        name, form = table.name.removeprefix(PREFIX), form_of(table)
        for rows in _without_unit(connection, table, form.columns):
            keys = [row[0] for row in rows]
            contents = [form.content_of_plain(row[2:], row[1]) for row in rows]
            _note(connection, table, sealing.unit, keys, [*map(checksum, contents)])
            sealing.add_rows(name, (keys[0], keys[-1]), [*map(form.leaf, keys, contents)])
    if sealing.ranges:
        _add_seal(connection, sealing, instant_text((clock or SystemClock()).now()), seal_key())
    return bool(sealing.ranges)


def rows_found(connection: Connection) -> int:
    """How many rows are under a seal that found them; none before there were such seals."""
    inspected = inspect(connection)
    if not inspected.has_table(seals.name) or all(
        column["name"] != "form" for column in inspected.get_columns(seals.name)
    ):
        return 0
    told = connection.scalars(text(f"SELECT rows FROM {seals.name} WHERE form = {int(Form.FOUND)}"))
    return sum(count for rows in told for count, _first, _last in ranges_of(rows).values())


def _without_unit(connection: Connection, table: Table, names: Sequence[str]) -> Iterator[Sequence[Sequence[Any]]]:
    """Key, instant and some columns of the rows that belong to no unit as they are stored, some at a time in the order
    of their keys; a column of a later revision is nothing."""
    inspected = inspect(connection)
    if not inspected.has_table(table.name):
        return
    there = {column["name"] for column in inspected.get_columns(table.name)}
    wanted = columns_in_plain(table, connection.dialect.name, ("id", "recorded_at", *names))
    columns = (of if name in there else "NULL" for name, of in zip(("id", "recorded_at", *names), wanted, strict=True))
    query = text(
        f"SELECT {', '.join(columns)}".replace(":", r"\:")
        + f" FROM {table.name} t WHERE t.unit IS NULL AND t.id > :last ORDER BY t.id LIMIT {_AT_A_TIME}"
    )
    last = 0
    while rows := connection.execute(query, {"last": last}).all():
        yield rows
        last = rows[-1][0]


def _note(connection: Connection, table: Table, unit: str, keys: Sequence[int], checksums: Sequence[int]) -> None:
    """Says of rows to which unit they belong, and writes their checksums."""
    if connection.dialect.name == "postgresql":
        # One statement for all of them, in words that every driver takes.
        values = ", ".join(f"({key}, {value})" for key, value in zip(keys, checksums, strict=True))
        change = (
            f"UPDATE {table.name} t SET unit = '{unit}', checksum = n.value"
            f" FROM (VALUES {values}) AS n(key, value) WHERE t.id = n.key"
        )
        connection.execute(text(change))
        return
    change = f"UPDATE {table.name} SET unit = :unit, checksum = :value WHERE id = :key"
    rows = [{"unit": unit, "key": key, "value": value} for key, value in zip(keys, checksums, strict=True)]
    connection.execute(text(change), rows)


def _add_seal(connection: Connection, sealing: RowSealing, now: str, key: SealKey | None) -> None:
    newest = connection.execute(text(f"SELECT id, digest FROM {seals.name} ORDER BY id DESC LIMIT 1")).first()
    place, previous = (0, None) if newest is None else (newest.id, newest.digest)
    (recorded_at,) = columns_in_plain(seals, connection.dialect.name, ["recorded_at"])
    in_plain = recorded_at.replace(":", r"\:")
    latest = connection.scalar(text(f"SELECT max({in_plain}) FROM {seals.name} t")) or ""
    # A seal is never earlier than one before it, whatever a clock says.
    instant = max(now, latest)
    key_id = None if key is None else key.key_id
    digest = sealing.digest(previous, place + 1, instant, key_id)
    signature = None if key is None else key.sign(SEAL, digest)
    written = (place + 1, sealing.unit, 0, digest, instant, int(sealing.form), sealing.rows)
    seal = Seal(*written, key_id, signature)
    values = seal._asdict()
    if connection.dialect.name == "postgresql":
        values["recorded_at"] = dt.datetime.fromisoformat(instant)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {seals.name} ({', '.join(values)}) VALUES ({marks})"), values)
