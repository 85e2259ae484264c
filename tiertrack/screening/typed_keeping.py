"""Keeping a typed table for the next screening, or bringing the one that is kept up to date.

It is done after the question is answered and is worth no waiting: where another is writing, or this role may not, the
table is simply not kept. Whoever reads sees the rows of a place and what they are current to as of one instant, and a
place that changed since it was looked at is left alone. On SQLite a table is written in parts, each a transaction of
its own, so that no writer waits for long; until the last is written, nobody reads from it.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs
from attrs import frozen
from sqlalchemy import ColumnElement, Connection, Subquery, Table, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from tiertrack.log import LOG
from tiertrack.screening.touched import Watermark
from tiertrack.screening.typed_places import Asked, Listed, Place, hands, listed_totals, places, totals
from tiertrack.screening.work_tables import KEY_COLUMN, written_name
from tiertrack.store.engine import WRITING
from tiertrack.store.transactions import Transaction
from tiertrack.store.typed_tables import typed_rows, typed_tables

# The rows written in one transaction on SQLite: some tenths of a second.
AT_A_TIME = 20_000

# How long SQLite waits for another writer, in milliseconds.
_PATIENCE = 500

# Only has to differ from what others lock in the same database.
_LOCK = 7_413_020_225


class Upkeep(enum.Enum):
    """Whether what a screening works out is kept in the register for the next one."""

    KEPT = "kept"
    # For whoever was promised that asking changes nothing, not even what is derived.
    LEFT = "left"


@frozen
class Keeping:
    """What is to be kept: the question, how far its rows have followed the register, and the places as they were when
    it was looked for.

    ``kept`` is the place that is brought up to date by the rows of those ``touched``, None where all is written anew.
    """

    asked: Asked
    watermark: Watermark
    seen: Mapping[int, Place]
    kept: Place | None = None
    touched: Table | None = None

    def keep(self, transaction: Transaction, rows: Table) -> bool:
        """Keeps the rows, or leaves it; whether it did.

        On SQLite what was done before in the transaction is made lasting by it, on PostgreSQL it has yet to be.
        """
        connection = transaction.connection
        writing = _Writing(self, connection, rows)
        try:
            if connection.dialect.name != "sqlite":
                with connection.begin_nested():
                    return writing.run_at_once()
            with _impatient(connection):
                return writing.run_by_parts()
        except DBAPIError as error:
            LOG.info("筛查用的表这次没有留下：%s", str(error.orig).strip().partition("\n")[0])
            return False
        finally:
            if connection.dialect.name == "sqlite":
                transaction.undo()


@contextmanager
def _impatient(connection: Connection) -> Iterator[None]:
    """SQLite waiting only a moment for others that write."""
    driver: Any = connection.connection
    cursor = driver.cursor()
    cursor.execute("PRAGMA busy_timeout")
    (before,) = cursor.fetchone()
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {before}")
        cursor.close()
        connection.execution_options(**{WRITING: False})


class _Writing:
    """The writing of one typed table into a place."""

    def __init__(self, keeping: Keeping, connection: Connection, rows: Table) -> None:
        self._keeping, self._connection, self._rows = keeping, connection, rows
        self._writer = uuid.uuid4().hex
        self._in_question = rows if keeping.touched is None else keeping.touched

    def run_at_once(self) -> bool:
        """Writes all of it in the transaction that is going on; whether nobody else was about to."""
        if not self._connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")):
            return False
        place, before = self._place()
        if place is None:
            return False
        whole = self._whole(place)
        self._write(before, whole, _Part(None, None))
        self._sign(whole)
        if self._keeping.touched is None:
            self._connection.execute(text(f"ANALYZE {written_name(self._connection, typed_rows[place])}"))
        return True

    def run_by_parts(self) -> bool:
        """Writes it part by part, each lasting by itself, for as long as nobody else changes the place."""
        # What was done before is over, or no transaction that writes could begin; and only the parts are to write.
        self._connection.commit()
        self._connection.execution_options(**{WRITING: False})
        parts = list(self._parts())
        place, before = self._place()
        if place is None:
            return False
        whole = self._whole(place)
        self._connection.commit()
        self._connection.execution_options(**{WRITING: True})
        for number, part in enumerate(parts, 1):
            if places(self._connection).get(place) != before:
                return False
            after = attrs.evolve(whole, writer=self._writer if number < len(parts) else None, written=number)
            self._write(before, after, part)
            self._connection.commit()
            before = after
        return True

    def _sign(self, written: Place) -> None:
        """Notes what the database keeps of who wrote the rows, which is known once they are written."""
        if (by := hands(self._connection, written.table)) is not None:
            signed = written.signed(by)
            noted = update(typed_tables).where(typed_tables.c.place == signed.place)
            self._connection.execute(noted.values(columns=signed.columns, checksum=signed.checksum))

    def _place(self) -> tuple[int | None, Place | None]:
        """The place to write into and what is there; of those that are as they were when they were looked at."""
        there, seen, kept = places(self._connection), self._keeping.seen, self._keeping.kept
        if self._keeping.touched is not None and kept is not None:
            # What was worked out goes into the table it belongs to, and into no other.
            return (kept.place, kept) if there.get(kept.place) == kept else (None, None)
        of_question = [place for place in there.values() if place.question == self._keeping.asked.digest]
        free = [number for number in typed_rows if number not in there and number not in seen]
        if free and not of_question:
            return free[0], None
        oldest = sorted(there.values(), key=lambda place: (place.writer is not None, place.turn))
        found = next((place for place in of_question or oldest if seen.get(place.place) == place), None)
        return (None, None) if found is None else (found.place, found)

    def _whole(self, place: int) -> Place:
        """The place as it will be."""
        keeping, mark = self._keeping, self._keeping.watermark
        rows, sum_ = self._totals()
        turn = max((other.turn for other in keeping.seen.values()), default=0) + 1
        fixed = (place, keeping.asked.digest, keeping.asked.on.isoformat(), "", mark.seal, mark.digest, mark.event)
        return Place(*fixed, rows, turn).listing(keeping.asked.keys, self._listed()).summed(sum_)

    def _totals(self) -> tuple[int, int]:
        keeping, connection = self._keeping, self._connection
        added = totals(connection, self._rows, keeping.asked)
        if keeping.kept is None or keeping.touched is None:
            return added
        gone = totals(connection, *self._old(keeping.kept, keeping.touched))
        return keeping.kept.rows - gone[0] + added[0], keeping.kept.sum - gone[1] + added[1]

    def _listed(self) -> Mapping[str, Listed]:
        keeping, connection = self._keeping, self._connection
        added = listed_totals(connection, self._rows, keeping.asked)
        if keeping.kept is None or keeping.touched is None:
            return added
        gone, before = listed_totals(connection, *self._old(keeping.kept, keeping.touched)), keeping.kept.listed
        return {title: _changed(before[title], gone[title], added[title]) for title in added}

    def _old(self, kept: Place, touched: Table) -> tuple[Subquery, Asked, ColumnElement[bool]]:
        """The rows that are replaced, as they are asked for."""
        old = kept.read(self._keeping.asked)
        return old, self._keeping.asked, old.c[KEY_COLUMN].in_(select(touched.c[KEY_COLUMN]))

    def _parts(self) -> Iterator[_Part]:
        """The spans of keys written at a time; the last has no end, so that what lies beyond is gone as well."""
        key, after = self._in_question.c[KEY_COLUMN], None
        while True:
            span = _Part(after, None)
            some = select(key).where(*span.of(key)).order_by(key).limit(AT_A_TIME + 1).subquery()
            count, last = self._connection.execute(select(func.count(), func.max(some.c[0]))).one()
            if count <= AT_A_TIME:
                yield span
                return
            yield _Part(after, last - 1)
            after = last - 1

    def _write(self, before: Place | None, after: Place, part: _Part) -> None:
        """Writes a part, and first of all how far it is then: two that write at once clash at that."""
        keeping, target, rows = self._keeping, after.table, self._rows
        same = typed_tables.c.place == after.place
        changed = insert(typed_tables) if before is None else update(typed_tables).where(same)
        self._connection.execute(changed.values({**attrs.asdict(after), typed_tables.c.on_day.name: keeping.asked.on}))
        key, gone = target.c[KEY_COLUMN], part.of(target.c[KEY_COLUMN])
        if keeping.touched is not None:
            gone.append(key.in_(select(keeping.touched.c[KEY_COLUMN])))
        self._connection.execute(delete(target).where(*gone))
        slots = {KEY_COLUMN: KEY_COLUMN, **keeping.asked.slots}
        query = select(*map(rows.c.__getitem__, slots)).where(*part.of(rows.c[KEY_COLUMN]))
        self._connection.execute(insert(target).from_select(list(slots.values()), query))


def _changed(before: Listed, gone: Listed, added: Listed) -> Listed:
    held, sum_, open_, open_sum = (old - less + more for old, less, more in zip(before, gone, added, strict=True))
    return held, sum_, open_, open_sum


@frozen
class _Part:
    """The keys after one and up to another, where there are such."""

    after: int | None
    upto: int | None

    def of(self, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The conditions that a key is one of them."""
        above = [] if self.after is None else [key > self.after]
        return [*above, *([] if self.upto is None else [key <= self.upto])]
