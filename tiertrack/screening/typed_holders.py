"""Who holds a title on a day, and what these are called, by a typed table that was kept for that day, as long as
nothing was told since."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from attrs import field, frozen
from sqlalchemy import ColumnElement, Connection, Select, Subquery, select
from sqlalchemy.exc import DBAPIError

from tiertrack.district.loading import load_rulebook
from tiertrack.enterprise import Enterprise
from tiertrack.facts.credit_code import ATTESTED_MARK, LENGTH
from tiertrack.ports import RegisterReader
from tiertrack.rules.reads import IDENTIFYING, RIGHTS_PREFIX, TITLE_PREFIX
from tiertrack.screening.register_rights import count_columns, counts_of
from tiertrack.screening.register_table import places_taken
from tiertrack.screening.snapshot import row_hash, teach_hash, whole
from tiertrack.screening.touched import Watermark
from tiertrack.screening.typed_places import Asked, Place, identity_hash
from tiertrack.screening.typed_upkeep import kept_for
from tiertrack.screening.work_tables import KEY_COLUMN
from tiertrack.store.reader import Reader
from tiertrack.store.schema import using_schema
from tiertrack.store.tables import enterprise_codes, enterprise_names, title_events
from tiertrack.store.transactions import Transaction
from tiertrack.temporal import AsOf

# So many holders are held in memory from the beginning of a list; more of them are read once more.
_HELD = 100_000


@frozen
class Holders:
    """Those that hold a title on a day, by their keys in order of enrolment, those of which only their events can tell
    (``open``), and where what these are called is read."""

    held: tuple[int, ...]
    open: frozenset[int]
    _known: Sequence[Enterprise] | None
    _place: Place
    _rows: Subquery
    _title: str
    _on: dt.date
    _schema: str | None
    # Where it is asked for each of many.
    _are_held: frozenset[int] = field(init=False)

    @_are_held.default
    def _held_ones(self) -> frozenset[int]:
        return frozenset(self.held)

    def __contains__(self, key: int) -> bool:
        return key in self._are_held

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of all of them in order of enrolment."""
        return self.held if not self.open else tuple(sorted((*self.held, *self.open)))

    def enterprises(self, register: RegisterReader, keys: Sequence[int]) -> Sequence[Enterprise] | None:
        """Those that hold it between the first and the last of some keys; None where they have to be read and something
        was told since, or the table is not the same any more. Raises StoreError."""
        if not isinstance(register, Reader) or register.transaction is None:
            return None
        with _hashing(register.transaction, self._schema) as connection:
            known = self._between(register.transaction, keys[0], keys[-1])
            if known is None:
                return None
            apart = _otherwise_called(connection, keys[0], keys[-1])
        apart.update(register.families())
        # As of whoever had no name yet its key is kept, but told is the one it was given later.
        apart.update(one.id for one in known if one.name == str(one.id))
        if not (told := [one.id for one in known if one.id in apart]):
            return known
        others = {one.id: one for one in register.enterprises(told, AsOf(self._on))}
        return [others.get(one.id, one) for one in known]

    def _between(self, transaction: Transaction, first: int, last: int) -> Sequence[Enterprise] | None:
        if self._known is not None:
            return self._known[bisect_left(self.held, first) : bisect_right(self.held, last)]
        connection, place = transaction.connection, self._place
        if Watermark.of(connection) != place.watermark or (places_taken(transaction) or {}).get(place.place) != place:
            return None
        key = self._rows.c[KEY_COLUMN]
        among = self._rows.c[self._title], key.between(whole(first), whole(last))
        with suppress(DBAPIError), connection.begin_nested():
            return [_enterprise(*row) for row in _fetched(connection, _identified(self._rows).where(*among))]
        return None


def typed_holders(register: RegisterReader, schema: str | None, title: str, on: dt.date) -> Holders | None:
    """Who holds a title on a day, as far as is on record now; None where no typed table can tell.

    A table is only believed where the rows of the title are as they were written and the register has not moved since.
    Raises StoreError.
    """
    column = f"{TITLE_PREFIX}{title}"
    if not isinstance(register, Reader) or register.transaction is None:
        return None
    with _hashing(register.transaction, schema) as connection:
        there = (places_taken(register.transaction) or {}).values()
        of_day = [place for place in there if place.writer is None and place.on_day == on.isoformat()]
        now = Watermark.of(connection) if of_day else None
        for place in of_day:
            asked = _asked(connection, place, on) if place.watermark == now else None
            if asked is None or column not in asked.slots:
                continue
            rows = place.read(asked)
            with suppress(DBAPIError, *_UNREADABLE), connection.begin_nested():
                if (told := _told(connection, place, rows, column)) is not None:
                    held, unknown, known = told
                    # Nobody holds a title of which nothing ever happened.
                    of_it = {*_with_events(connection, title), *register.families()} if unknown else set[int]()
                    return Holders(held, unknown & of_it, known, place, rows, column, on, schema)
    return None


def _with_events(connection: Connection, title: str) -> Iterable[int]:
    """The records of which any event of a title was ever told."""
    event = title_events.c
    return connection.scalars(select(event.enterprise_id).where(event.title == title).distinct())


# What there is where someone wrote something else into a place.
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


@contextmanager
def _hashing(transaction: Transaction, schema: str | None) -> Iterator[Connection]:
    """The connection of a transaction, with the schema of the register's tables and the hash of their rows."""
    with using_schema(transaction.connection, schema):
        teach_hash(transaction.connection)
        yield transaction.connection


def _asked(connection: Connection, place: Place, on: dt.date) -> Asked | None:
    """The question a place is kept for; None where it is one of another release, or cannot be read."""
    with suppress(*_UNREADABLE):
        listed = any(key.startswith(RIGHTS_PREFIX) for key in place.keys)
        kept = kept_for(place, counts_of(load_rulebook().editions) if listed else {})
        asked = Asked.of([*kept.columns, *count_columns(connection, kept.counts, on)], on)
        return asked if asked.digest == place.question else None
    return None


def _told(
    connection: Connection, place: Place, rows: Subquery, title: str
) -> tuple[tuple[int, ...], frozenset[int], Sequence[Enterprise] | None] | None:
    """Who holds the title, and of whom it is not known; None where the rows are not those that were written."""
    holds = rows.c[title]
    (held, sum_, known), (others, open_sum, _open) = (_read(connection, rows, of) for of in (holds, holds.is_(None)))
    is_so = (len(held), sum_, len(others), open_sum) == place.listed[title]
    return (tuple(held), frozenset(others), known) if is_so else None


def _read(
    connection: Connection, rows: Subquery, of: ColumnElement[bool]
) -> tuple[list[int], int, Sequence[Enterprise] | None]:
    """The keys of some rows, what these come to, and the enterprises where they are not too many."""
    query = _identified(rows).where(of)
    is_sqlite = connection.dialect.name == "sqlite"
    keys, sum_, known = list[int](), 0, list[Enterprise]()
    # The hash of SQLite is ours, and quicker where the row is.
    for row in _fetched(connection, query if is_sqlite else query.add_columns(identity_hash(connection, rows))):
        keys.append(row[0])
        sum_ += row_hash(*row) if is_sqlite else row[-1]
        if len(known) <= _HELD:
            known.append(_enterprise(*row))
    return keys, sum_, known if len(known) <= _HELD else None


def _identified(rows: Subquery) -> Select[Any]:
    """The rows as they are told, in order of enrolment."""
    key = rows.c[KEY_COLUMN]
    return select(key, *map(rows.c.__getitem__, IDENTIFYING)).order_by(key)


def _fetched(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of a query of keys, numbers and texts as the driver has them: of a great many of them, whatever is made
    of each takes longer than to read it."""
    with connection.execute(query) as result:
        cursor: Any = result.cursor
        while rows := cursor.fetchmany(_FETCHED):
            yield from rows


# So many rows are asked of the driver at a time.
_FETCHED = 1000


def _otherwise_called(connection: Connection, first: int, last: int) -> set[int]:
    """The records between two that were ever given what no typed table has: a short name, a stock code."""
    asked = ((enterprise_names, "short"), (enterprise_codes, "stock_code"))
    return {
        found
        for table, kind in asked
        for found in connection.scalars(
            select(table.c.enterprise_id).where(
                table.c.enterprise_id.between(whole(first), whole(last)), table.c.kind == kind
            )
        )
    }


def _enterprise(
    key: int, name: str, code: str | None, region: str | None, industry: str | None, _hash: int = 0
) -> Enterprise:
    """What a row tells of an enterprise, its credit code as it is on record."""
    plain = code if code is None or len(code) <= LENGTH else code.removesuffix(ATTESTED_MARK)
    return Enterprise(key, name, None, plain, None, region, industry)
