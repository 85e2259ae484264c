"""The typed tables that earlier screenings kept: which question each is for, and whether it can still be begun from.

A typed table is found by its question, which is the columns and the day, by this very software. It is sound where its
rows are as many as were written, with the same checksum, which also covers what its own row says; what is not sound is
worked out again from the register.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
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
    Subquery,
    Table,
    Text,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy import Column as TableColumn

from tiertrack.batches import batches
from tiertrack.rules.reads import IDENTIFYING, Column, Origin
from tiertrack.screening.snapshot import HASH_BITS, ROW_HASH
from tiertrack.screening.touched import Watermark
from tiertrack.screening.work_tables import KEY_COLUMN, value_columns
from tiertrack.store.typed_tables import SLOTS, typed_rows, typed_tables
from tiertrack.version import __version__

# So many values does a function of SQLite take.
_SQLITE_AT_A_TIME = 100

# The name under which the rows of a typed table are read, wherever they are.
NAME = "register"


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
    def written(self) -> str:
        """The columns as a place says them."""
        return json.dumps([column.slot_key for column in self.columns])

    @property
    def digest(self) -> str:
        """What tells it from every other question; another release of the software may derive other values."""
        said = json.dumps([__version__, self.on.isoformat(), *map(attrs.astuple, self.columns)], default=str)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def kept(self) -> list[TableColumn[Any]]:
        """The columns of the typed table beside the key, in the order in which a place has them."""
        return [*(TableColumn(name, Text()) for name in IDENTIFYING), *value_columns(self.columns)]

    @property
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
    """A place that is taken; ``place`` is its number, the rest as its row in ``tiertrack_typed_tables`` says."""

    place: int
    question: str
    on_day: dt.date
    columns: str
    seal: int
    seal_digest: str | None
    event: int
    rows: int
    turn: int
    checksum: int = 0
    writer: str | None = None
    written: int = 0

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
        named = [self.place, self.question, str(self.on_day), self.columns]
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
        rows, sum_ = totals(connection, self.read(asked), asked)
        if rows != self.rows:
            return f"应有 {self.rows} 行，现有 {rows} 行"
        return None if sum_ == self.sum else "有的值被改过"


def as_asked(table: Table, asked: Asked) -> Subquery:
    """The rows of the table of a place under the names of the columns they hold."""
    slots = asked.slots
    columns = (table.c[slots[column.name]].label(column.name) for column in asked.kept)
    return select(table.c[KEY_COLUMN], *columns).subquery(NAME)


# So that with the sum of its rows it stays below 64 bits.
_WEIGHT_BITS = 61


def places(connection: Connection) -> Mapping[int, Place]:
    """The places that are taken, by number."""
    found = connection.execute(select(typed_tables)).mappings()
    return {row["place"]: Place(**row) for row in found if row["place"] in typed_rows}


def totals(connection: Connection, rows: FromClause, asked: Asked, *where: ColumnElement[bool]) -> tuple[int, int]:
    """How many rows there are, and the sum of a hash of each, with its key: what any changed value of any of them
    changes, and any two values that change places."""
    values = [rows.c[KEY_COLUMN], *(rows.c[column.name] for column in asked.kept)]
    hashed = _hashed_by_sqlite(values) if connection.dialect.name == "sqlite" else _hashed_by_postgresql(values)
    query = select(func.count(), func.sum(hashed, type_=Numeric)).select_from(rows).where(*where)
    found = connection.execute(query).one()
    return int(found[0]), int(found[1] or 0)


def _hashed_by_sqlite(values: Sequence[ColumnElement[Any]]) -> ColumnElement[int]:
    """The hash of the values of a row; those it takes no more of go into it as the hash of the ones before."""
    hashed: list[ColumnElement[Any]] = []
    for some in batches(values, _SQLITE_AT_A_TIME):
        hashed = [func.__getattr__(ROW_HASH)(*hashed, *some, type_=BigInteger)]
    return hashed[0]


def _hashed_by_postgresql(values: Sequence[ColumnElement[Any]]) -> ColumnElement[int]:
    """The hash of a row as PostgreSQL writes it, which tells an empty text from none and each value from the next."""
    row: ColumnElement[Any] = func.row(*values)
    hashed = func.hashtextextended(cast(row, Text), literal_column("0", BigInteger), type_=BigInteger)
    return hashed.bitwise_and(literal_column(str((1 << HASH_BITS) - 1), BigInteger))
