"""Dropping the typed tables that screenings kept, and working them out anew from the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from attrs import frozen
from sqlalchemy import Connection, delete, func, select

from tiertrack.district.loading import load_rulebook
from tiertrack.log import LOG
from tiertrack.progress import Progress, silent
from tiertrack.rules.reads import RIGHTS_PREFIX, Column, column_called
from tiertrack.screening.register_rights import Counts, counts_of
from tiertrack.screening.register_table import register_table
from tiertrack.screening.snapshot import Part, allow_writing, snapshot
from tiertrack.screening.typed_places import Place, places
from tiertrack.store.location import Bind
from tiertrack.store.typed_tables import DERIVED, typed_rows, typed_tables
from tiertrack.temporal import AsOf


@frozen
class KeptFor:
    """What a typed table was kept for."""

    on: dt.date
    columns: tuple[Column, ...]
    counts: Counts


def drop_typed_tables(bind: Bind, schema: str | None = None) -> int:
    """Drops every typed table kept, and makes the places that someone removed; how many tables there were.

    Raises BadInput for a register in memory, StoreError.
    """
    with _emptying(bind, schema) as connection:
        # Without a look at what is in them, which may be damaged.
        return connection.scalar(select(func.count()).select_from(typed_tables)) or 0


def rebuild_typed_tables(bind: Bind, schema: str | None = None, progress: Progress = silent) -> int:
    """Drops every typed table kept and works each out anew that says of what day and columns it is; how many there are.

    Raises BadFrame where the register holds what cannot be answered from, BadInput for one in memory, StoreError.
    """
    kept = _dropped(bind, schema)
    for one in kept:
        with (
            snapshot(bind, schema) as transaction,
            register_table(transaction, one.columns, AsOf(one.on), Part(), progress, counts=one.counts),
        ):
            progress(f"重建 {one.on} 的表（{len(one.columns)} 项资料）")
    return len(kept)


def _dropped(bind: Bind, schema: str | None) -> list[KeptFor]:
    """What was kept, in the order in which it was brought up to date."""
    with _emptying(bind, schema) as connection:
        there = sorted(places(connection).values(), key=lambda place: place.turn)
    kept, known = [], counts_of(load_rulebook().editions) if there else {}
    for place in there:
        try:
            kept.append(kept_for(place, known))
        except (AttributeError, KeyError, TypeError, ValueError):
            LOG.warning("第 %d 张表记着的日期或列读不出来，已丢掉，没有重建", place.place)
    return kept


@contextmanager
def _emptying(bind: Bind, schema: str | None) -> Iterator[Connection]:
    """The register with every place as it is, emptied when the context is left."""
    with snapshot(bind, schema) as transaction:
        allow_writing(transaction)
        # Someone may have dropped them all by hand.
        DERIVED.create_all(transaction.connection)
        yield transaction.connection
        for table in (typed_tables, *typed_rows.values()):
            transaction.connection.execute(delete(table))
        transaction.commit()


def kept_for(place: Place, known: Counts) -> KeptFor:
    """What a place was kept for; without the columns that only another release knew. Raises KeyError where it counts
    rights by the words of a standard that is not at hand."""
    on, keys = dt.date.fromisoformat(place.on_day), place.keys
    counts = {key: known[key] for key in keys if key.startswith(RIGHTS_PREFIX)}
    return KeptFor(on, tuple(_columns([key for key in keys if key not in counts], on)), counts)


def _columns(keys: Iterable[str], on: dt.date) -> Iterator[Column]:
    for key in keys:
        with suppress(KeyError, ValueError):
            yield column_called(key, on)
