"""The typed tables that earlier screenings kept: which question each is for, and whether it can still be begun from.

A typed table is found by its question, which is the columns and the day, by this very software. It is sound where its
rows are as many as were written, with the same checksum, which also covers what its own row says; what is not sound is
worked out again from the register. PostgreSQL keeps with each row which transaction wrote it: where these are the very
ones by which the place was written, nobody has changed a row since, and no value need be looked at.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

import attrs
from attrs import frozen
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    FromClause,
    Numeric,
    RowMapping,
    Subquery,
    Table,
    Text,
    func,
    literal_column,
    select,
    text,
    type_coerce,
)
from sqlalchemy import Column as TableColumn

from tiertrack.batches import batches
from tiertrack.rules.reads import IDENTIFYING, Column, Origin
from tiertrack.screening.snapshot import HASH_BITS, ROW_HASH
from tiertrack.screening.touched import Watermark
from tiertrack.screening.work_tables import KEY_COLUMN, value_columns, written_name
from tiertrack.store.typed_tables import SLOTS, typed_rows, typed_tables
from tiertrack.version import __version__

# So many values does a function of SQLite take.
_SQLITE_AT_A_TIME = 100

# The name under which the rows of a typed table are read, wherever they are.
NAME = "register"

# How a place says what it holds; one that says it otherwise is none of ours any more.
_FORM = 2

# What is kept of who wrote the rows of a place; last the sum of the transactions.
Hands = tuple[int, int, int, int]

# Of a title the number of rows and what they add up to: of those that hold it, and of those it is not known of.
Listed = tuple[int, int, int, int]


@frozen
class Asked:
    """The question a typed table answers: ``columns`` on a day, as of all that is on record."""

    columns: tuple[Column, ...]
    on: dt.date

    @classmethod
    def of(cls, columns: Iterable[Column], on: dt.date) -> Asked:
        """The question; those columns that identify an enterprise are in every typed table."""
        others = {column.name: column for column in columns if column.origin is not Origin.IDENTITY}
        return cls(tuple(others[name] for name in sorted(others)), on)

    @property
    def keys(self) -> list[str]:
        """The columns as a place names them."""
        return [column.slot_key for column in self.columns]

    @property
    def titles(self) -> list[str]:
        """The columns that say who holds a title."""
        return [column.name for column in self.columns if column.origin is Origin.TITLE]

    @cached_property
    def digest(self) -> str:
        """What tells it from every other question; another release of the software may derive other values."""
        said = json.dumps([__version__, _FORM, self.on.isoformat(), *map(attrs.astuple, self.columns)], default=str)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def kept(self) -> list[TableColumn[Any]]:
        """The columns of the typed table beside the key, in the order in which a place has them."""
        return [*(TableColumn(name, Text()) for name in IDENTIFYING), *value_columns(self.columns)]

    @cached_property
    def slots(self) -> Mapping[str, str]:
        """The slot of a place for each column beside the key; none where a place is too narrow."""
        free = {kind: iter(range(1, count + 1)) for kind, count in SLOTS.items()}
        found: dict[str, str] = {}
        for column in self.kept:
            kind = _kind(column)
            if (slot := next(free[kind], None)) is None:
                return {}
            found[column.name] = f"{kind}_{slot}"
        return found


def _kind(column: ColumnElement[Any]) -> str:
    match column.type:
        case Boolean():
            return "truth"
        case Text():
            return "text"
        case _:
            return "number"


@frozen
class Place:
    """A place that is taken; ``place`` is its number, the rest as its row in ``tiertrack_typed_tables`` says.

    ``columns`` are the keys of its columns and, of each title among them, what those rows come to that a list of its
    holders reads: so such a list is known to be as it was written without a look at any other row.
    """

    place: int
    question: str
    on_day: str
    columns: str
    seal: int
    seal_digest: str | None
    event: int
    rows: int
    turn: int
    checksum: int = 0
    writer: str | None = None
    written: int = 0

    @property
    def keys(self) -> list[str]:
        """The keys of its columns; raises TypeError, KeyError or ValueError where they cannot be read."""
        keys = json.loads(self.columns)["columns"]
        if not all(isinstance(key, str) for key in keys):
            raise TypeError(keys)
        return list(keys)

    @property
    def listed(self) -> Mapping[str, Listed]:
        """What the rows of each title were to come to; of a place that says something else than was written, other
        numbers. Raises as ``keys`` does."""
        said = json.loads(self.columns)["listed"]
        return {name: (held, sum_ - self._weight_of(name), *rest) for name, (held, sum_, *rest) in said.items()}

    def signed(self, hands: Hands) -> Place:
        """The place with what PostgreSQL keeps of who wrote its rows."""
        *others, sum_ = hands
        said = json.loads(self.columns) | {"hands": [*others, sum_ + self._weight_of("hands")]}
        return attrs.evolve(self, columns=json.dumps(said)).summed(self.sum)

    def _is_untouched(self, connection: Connection) -> bool:
        """Whether PostgreSQL keeps of its rows that they are those that were written."""
        with suppress(AttributeError, KeyError, TypeError, ValueError):
            *others, sum_ = json.loads(self.columns)["hands"]
            return hands(connection, self.table) == (*others, sum_ - self._weight_of("hands"))
        return False

    def listing(self, keys: Sequence[str], listed: Mapping[str, Listed]) -> Place:
        """The place with these columns, and titles whose rows come to so much."""
        weighed = {name: (held, sum_ + self._weight_of(name), *rest) for name, (held, sum_, *rest) in listed.items()}
        return attrs.evolve(self, columns=json.dumps({"columns": keys, "listed": weighed}))

    def summed(self, checksum: int) -> Place:
        """The place with the checksum of rows that add up to so much."""
        return attrs.evolve(self, checksum=self._own_weight + checksum)

    @property
    def sum(self) -> int:
        """What its rows add up to; of a place that says something else than was written, some other number."""
        return self.checksum - self._own_weight

    @property
    def _own_weight(self) -> int:
        """What all it says comes to, but for how far it is written, which its rows tell."""
        return self._weight_of(self.columns)

    def _weight_of(self, what: str) -> int:
        named = [self.place, self.question, self.on_day, what]
        said = json.dumps([*named, self.seal, self.seal_digest, self.event, self.rows, self.turn])
        return int.from_bytes(hashlib.sha256(said.encode()).digest(), "big") & ((1 << _WEIGHT_BITS) - 1)

    @property
    def table(self) -> Table:
        """The table of its rows."""
        return typed_rows[self.place]

    @property
    def watermark(self) -> Watermark:
        """How far it has followed the register."""
        return Watermark(self.seal, self.seal_digest, self.event)

    def read(self, asked: Asked) -> Subquery:
        """Its rows under the names of the columns they hold."""
        return as_asked(self.table, asked)

    def damage(self, connection: Connection, asked: Asked) -> str | None:
        """What is wrong with its rows, in words; None where they are as they were written."""
        if self._is_untouched(connection):
            return None
        rows, sum_ = totals(connection, self.read(asked), asked)
        if rows != self.rows:
            return f"应有 {self.rows} 行，现有 {rows} 行"
        return None if sum_ == self.sum else "有的值被改过"


def hands(connection: Connection, table: Table) -> Hands | None:
    """What PostgreSQL keeps of who wrote the rows of a table and its columns: which table it is, the sums of the
    transactions, and how many rows there are; None on SQLite."""
    if connection.dialect.name == "sqlite":
        return None
    said = written_name(connection, table)
    transactions = "sum(CAST(CAST(xmin AS text) AS bigint))"
    columns = f"SELECT {transactions} FROM pg_attribute WHERE attrelid = CAST(:said AS regclass)"
    which = "CAST(CAST(CAST(:said AS regclass) AS oid) AS bigint)"
    found = text(f"SELECT {which}, ({columns}), count(*), coalesce({transactions}, 0) FROM {said}")
    which_one, of_columns, count, sum_ = map(int, connection.execute(found, {"said": said}).one())
    return which_one, of_columns, count, sum_


def as_asked(table: Table, asked: Asked) -> Subquery:
    """The rows of the table of a place under the names of the columns they hold."""
    slots = asked.slots
    columns = (table.c[slots[column.name]].label(column.name) for column in asked.kept)
    return select(table.c[KEY_COLUMN], *columns).subquery(NAME)


# So that with the sum of its rows it stays below 64 bits.
_WEIGHT_BITS = 61


# Beyond this no number of a place can get, and what is worked out from it stays a number of the database.
_MOST = 2**62


def places(connection: Connection) -> Mapping[int, Place]:
    """The places that are taken, by number; of what someone wrote there that is nothing of the kind, nothing is left,
    which its checksum tells."""
    # The day as it stands there, as it may be none.
    is_sqlite = connection.dialect.name == "sqlite"
    day = typed_tables.c.on_day
    said = type_coerce(day, Text) if is_sqlite else func.to_char(day, "YYYY-MM-DD")
    others = [column for column in typed_tables.c if column is not day]
    found = connection.execute(select(*others, said.label(day.name))).mappings()
    return {row["place"]: _place(row) for row in found if row["place"] in typed_rows}


def _place(row: RowMapping) -> Place:
    read: dict[str, Any] = {name: _number(row[name]) for name in _NUMBERS}
    read |= {name: str(row[name]) for name in ("question", "on_day", "columns")}
    read |= {name: None if row[name] is None else str(row[name]) for name in ("seal_digest", "writer")}
    return Place(**read)


_NUMBERS = ("place", "seal", "event", "rows", "turn", "checksum", "written")


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < _MOST else 0


def totals(connection: Connection, rows: FromClause, asked: Asked, *where: ColumnElement[bool]) -> tuple[int, int]:
    """How many rows there are, and the sum of a hash of each, with its key: what any changed value of any of them
    changes, and any two values that change places."""
    hashed = _hashed(connection, rows, [column.name for column in asked.kept])
    query = select(func.count(), func.sum(hashed, type_=Numeric)).select_from(rows).where(*where)
    found = connection.execute(query).one()
    return int(found[0]), int(found[1] or 0)


def listed_totals(
    connection: Connection, rows: FromClause, asked: Asked, *where: ColumnElement[bool]
) -> dict[str, Listed]:
    """What the rows of each title come to that a list of its holders reads, by the names of the columns."""
    if not asked.titles:
        return {}
    truths = [rows.c[title] for title in asked.titles]
    told = select(*truths, identity_hash(connection, rows)).where(*where)
    # With a limit, which is none, each row is hashed once however many titles there are.
    found = told.limit(-1).subquery() if connection.dialect.name == "sqlite" else told.subquery()
    numbers: list[ColumnElement[Any]] = []
    for title in asked.titles:
        for of in (found.c[title], found.c[title].is_(None)):
            numbers += [func.count().filter(of), func.sum(found.c[_HASH], type_=Numeric).filter(of)]
    each = iter(connection.execute(select(*numbers).select_from(found)).one())
    return {title: tuple(int(next(each) or 0) for _number in range(4)) for title in asked.titles}  # type: ignore[misc]


def identity_hash(connection: Connection, rows: FromClause) -> ColumnElement[int]:
    """The hash of what identifies an enterprise, with its key."""
    return _hashed(connection, rows, IDENTIFYING).label(_HASH)


# The name of that column.
_HASH = "hash"


def _hashed(connection: Connection, rows: FromClause, names: Iterable[str]) -> ColumnElement[int]:
    """The hash of the key and some values of a row."""
    values = [rows.c[KEY_COLUMN], *(rows.c[name] for name in names)]
    return _hashed_by_sqlite(values) if connection.dialect.name == "sqlite" else _hashed_by_postgresql(values)


def _hashed_by_sqlite(values: Sequence[ColumnElement[Any]]) -> ColumnElement[int]:
    """The hash of the values of a row; those it takes no more of go into it as the hash of the ones before."""
    hashed: list[ColumnElement[Any]] = []
    for some in batches(values, _SQLITE_AT_A_TIME):
        hashed = [func.__getattr__(ROW_HASH)(*hashed, *some, type_=BigInteger)]
    return hashed[0]


# No difference that people make is a multiple of it.
_PRIME = 1_000_003


def _hashed_by_postgresql(values: Sequence[ColumnElement[Any]]) -> ColumnElement[int]:
    """The hash of a row as PostgreSQL has it, which folds a number in halves: so what its numbers add up to, each
    multiplied by a number of its own, goes into it as well."""
    row: ColumnElement[Any] = func.row(*values)
    added: ColumnElement[Any] = _constant(0)
    for place, value in enumerate(values):
        if _kind(value) == "number":
            added = added + func.coalesce(value, _constant(-7)) % _constant(_PRIME) * _constant(2 * place + 1)
    hashed = func.hash_record_extended(row, added, type_=BigInteger)
    return hashed.bitwise_and(_constant((1 << HASH_BITS) - 1))


def _constant(number: int) -> ColumnElement[int]:
    return literal_column(str(number), BigInteger)
