"""Who holds a title on a day, by a typed table that was kept for that day, as long as nothing was told since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress

from attrs import frozen
from sqlalchemy import Connection, Subquery, select

from tiertrack.batches import batches
from tiertrack.district.loading import load_rulebook
from tiertrack.rules.reads import RIGHTS_PREFIX, TITLE_PREFIX
from tiertrack.screening.register_rights import count_columns, counts_of
from tiertrack.screening.register_table import places_taken, what_is_wrong
from tiertrack.screening.snapshot import snapshot, whole
from tiertrack.screening.touched import Watermark
from tiertrack.screening.typed_places import Asked, Place
from tiertrack.screening.typed_upkeep import kept_for
from tiertrack.screening.work_tables import KEY_COLUMN
from tiertrack.store.database import MEMORY
from tiertrack.store.location import Bind

_AT_A_TIME = 500


@frozen
class Holders:
    """Of some enterprises by their keys those that hold a title, and those of which only their events can tell."""

    held: frozenset[int]
    open: frozenset[int]


def typed_holders(bind: Bind, schema: str | None, title: str, on: dt.date, among: Sequence[int]) -> Holders | None:
    """Who of some enterprises holds a title on a day, as far as is on record now; None where no typed table can tell.

    A table is only believed where it is as it was written and the register has not moved since. Raises StoreError.
    """
    if bind == MEMORY:
        return None
    with snapshot(bind, schema) as transaction:
        connection, column = transaction.connection, f"{TITLE_PREFIX}{title}"
        now = Watermark.of(connection)
        for place in (places_taken(transaction) or {}).values():
            if place.writer is None and place.on_day == on.isoformat() and place.watermark == now:
                asked = _asked(connection, place, on)
                if asked is None or column not in asked.slots or what_is_wrong(connection, place, asked):
                    continue
                return _holders(connection, place.read(asked), column, among)
    return None


def _asked(connection: Connection, place: Place, on: dt.date) -> Asked | None:
    """The question a place is kept for; None where it is one of another release, or cannot be read."""
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        listed = any(key.startswith(RIGHTS_PREFIX) for key in json.loads(place.columns))
        kept = kept_for(place, counts_of(load_rulebook().editions) if listed else {})
        asked = Asked.of([*kept.columns, *count_columns(connection, kept.counts, on)], on)
        return asked if asked.digest == place.question else None
    return None


def _holders(connection: Connection, rows: Subquery, column: str, among: Iterable[int]) -> Holders:
    key, holds, wanted = rows.c[KEY_COLUMN], rows.c[column], {*among}
    held = wanted & {*connection.scalars(select(key).where(holds))}
    left = wanted - held
    for some in batches(sorted(left), _AT_A_TIME):
        left.difference_update(connection.scalars(select(key).where(~holds, key.in_(list(map(whole, some))))))
    return Holders(frozenset(held), frozenset(left))
