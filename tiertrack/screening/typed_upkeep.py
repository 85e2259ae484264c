"""Dropping the typed tables that screenings kept, and working them out anew from the register."""

from __future__ import annotations

import datetime as dt
import json

from attrs import frozen
from sqlalchemy import delete, select

from tiertrack.progress import Progress, silent
from tiertrack.rules.reads import Column, column_called
from tiertrack.screening.register_table import register_table
from tiertrack.screening.snapshot import Part, allow_writing, snapshot
from tiertrack.store.location import Bind
from tiertrack.store.typed_tables import DERIVED, typed_rows, typed_tables
from tiertrack.temporal import AsOf


@frozen
class _Kept:
    """What a typed table was kept for."""

    on: dt.date
    columns: tuple[Column, ...]


def drop_typed_tables(bind: Bind, schema: str | None = None) -> int:
    """Drops every typed table kept, and makes the places that someone removed; how many tables there were.

    Raises BadInput for a register in memory, StoreError.
    """
    return len(_dropped(bind, schema))


def rebuild_typed_tables(bind: Bind, schema: str | None = None, progress: Progress = silent) -> int:
    """Drops every typed table kept and works each out anew; how many there are.

    Raises BadFrame where the register holds what cannot be answered from, BadInput for one in memory, StoreError.
    """
    kept = _dropped(bind, schema)
    for one in kept:
        with (
            snapshot(bind, schema) as transaction,
            register_table(transaction, one.columns, AsOf(one.on), Part(), progress),
        ):
            progress(f"重建 {one.on} 的表（{len(one.columns)} 项资料）")
    return len(kept)


def _dropped(bind: Bind, schema: str | None) -> list[_Kept]:
    """What was kept, in the order in which it was brought up to date."""
    with snapshot(bind, schema) as transaction:
        allow_writing(transaction)
        connection = transaction.connection
        # Someone may have dropped them all by hand.
        DERIVED.create_all(connection)
        rows = connection.execute(select(typed_tables).order_by(typed_tables.c.turn)).mappings().all()
        kept = [_Kept(row["on_day"], _columns(row["columns"], row["on_day"])) for row in rows]
        for table in (typed_tables, *typed_rows.values()):
            connection.execute(delete(table))
        transaction.commit()
    return kept


def _columns(written: str, on: dt.date) -> tuple[Column, ...]:
    """The columns a place says it has; without those another release knew."""
    try:
        return tuple(column_called(key, on) for key in json.loads(written))
    except (KeyError, TypeError, ValueError):
        return ()
