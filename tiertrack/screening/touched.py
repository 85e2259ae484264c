"""Which enterprises have been told of since a seal: those whose typed rows may be others now.

Every unit of work ends with a seal that says which rows it covers, so the seals since lead to the rows, by their keys,
and these to their owners. One that takes an import back tells of all that the import had told of.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Select, Table, func, select, union_all

from tiertrack.batches import batches
from tiertrack.screening.joined_rows import ever_joined
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, key_column
from tiertrack.store.tables import (
    PREFIX,
    attestations,
    enterprise_codes,
    enterprise_names,
    enterprise_traits,
    enterprises,
    fact_observations,
    import_withdrawals,
    imports,
    ip_rights,
    seals,
    title_events,
)

# What the typed row of an enterprise is worked out from, beside its events.
_READ = (
    *(enterprises, enterprise_names, enterprise_codes, enterprise_traits),
    *(fact_observations, attestations, ip_rights),
)

# How many keys are asked for at a time, and how far back events are looked for at first.
_AT_A_TIME = 500


@frozen
class Watermark:
    """How far a typed table has followed the register: the last seal, by its key (0 for none) and its digest, and the
    key of the last event."""

    seal: int
    digest: str | None
    event: int

    @classmethod
    def of(cls, connection: Connection) -> Watermark:
        """Where the register stands."""
        last = connection.execute(select(seals.c.id, seals.c.digest).order_by(seals.c.id.desc()).limit(1)).first()
        event = connection.scalar(select(func.max(title_events.c.id))) or 0
        seal, digest = last or (0, None)
        return cls(seal, digest, event)

    def is_passed_by(self, connection: Connection) -> bool:
        """Whether the register has come by here: the seal is in its chain still."""
        if self.digest is None:
            return self.seal == 0
        return connection.scalar(select(seals.c.digest).where(seals.c.id == self.seal)) == self.digest


def touched_since(work: WorkTables, watermark: Watermark) -> Table | None:
    """A table of the keys of the enterprises told of since, with whatever was ever joined to one of them; None where
    nothing was told of any."""
    connection, since = work.connection, seals.c.id > watermark.seal
    events, keys = 0, dict[str, tuple[int, int]]()
    for count, rows in connection.execute(select(seals.c.events, seals.c.rows).where(since)):
        events += count
        for name, (_count, first, last) in json.loads(rows or "{}").items():
            least, most = keys.get(name, (first, last))
            keys[name] = min(least, first), max(most, last)
    owners = [*_of_rows(since, keys), *_of_events(connection, since, events, watermark.event)]
    if import_withdrawals.name.removeprefix(PREFIX) in keys:
        owners += _of_taken_back(connection, since)
    if not owners:
        return None
    every = select(union_all(*owners).subquery().c[KEY_COLUMN]).distinct()
    found = work.table("touched", [key_column(primary_key=True, autoincrement=False)], every)
    _add_relatives(work, found)
    work.analyse(found)
    return found if connection.scalar(select(found.c[KEY_COLUMN]).limit(1)) is not None else None


def _of_rows(since: Any, keys: Mapping[str, tuple[int, int]]) -> Iterator[Select[Any]]:
    for table in _READ:
        if (span := keys.get(table.name.removeprefix(PREFIX))) is not None:
            owner = table.c.id.label(KEY_COLUMN) if table is enterprises else table.c.enterprise_id
            yield select(owner).where(table.c.id.between(*span), table.c.unit.in_(select(seals.c.unit).where(since)))


def _of_taken_back(connection: Connection, since: Any) -> Iterator[Select[Any]]:
    """The owners of what the imports wrote that were taken back."""
    withdrawn = select(import_withdrawals.c.import_id).where(
        import_withdrawals.c.unit.in_(select(seals.c.unit).where(since))
    )
    units = [*connection.scalars(select(imports.c.unit).where(imports.c.id.in_(withdrawn)))]
    its_seal = seals.c.unit.in_(units)
    for (rows,) in connection.execute(select(seals.c.rows).where(its_seal)).all():
        keys = {name: (first, last) for name, (_count, first, last) in json.loads(rows or "{}").items()}
        yield from _of_rows(its_seal, keys)
    yield select(title_events.c.enterprise_id).where(title_events.c.unit.in_(units))


def _of_events(connection: Connection, since: Any, expected: int, last: int) -> Iterator[Select[Any]]:
    """The owners of so many events; a unit that was still being written may have taken keys before the last then."""
    if not expected:
        return
    event, back = title_events.c, _AT_A_TIME
    written = event.unit.in_(select(seals.c.unit).where(since))
    while last > 0 and (connection.scalar(select(func.count()).where(event.id > last, written)) or 0) < expected:
        last, back = max(last - back, 0), back * 10
    yield select(event.enterprise_id).where(event.id > last, written)


def _add_relatives(work: WorkTables, touched: Table) -> None:
    """Adds the records that were ever read as one enterprise with one of these: joining and separating changes the row
    of each."""
    key, connection = touched.c[KEY_COLUMN], work.connection
    relatives = ever_joined(connection)
    there = {
        found
        for some in batches(relatives, _AT_A_TIME)
        for found in connection.scalars(select(key).where(key.in_(some)))
    }
    added = {record for found in there for record in relatives[found]} - there
    work.fill(touched, [(record,) for record in sorted(added)])
