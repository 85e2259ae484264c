"""The typed tables that earlier screenings kept: which question each is for, and whether it can still be begun from.

A typed table is found by its question, which is the columns and the day, by this very software. It is sound where its
rows are as many as were written, with the same checksum; what is not sound is worked out again from the register.
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
    Integer,
    Select,
    Subquery,
    Table,
    Text,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy import Column as TableColumn

from tiertrack.rules.reads import IDENTIFYING, Column, Origin
from tiertrack.screening.snapshot import TEXT_HASH
from tiertrack.screening.touched import Watermark
from tiertrack.screening.work_tables import KEY_COLUMN, value_columns
from tiertrack.store.typed_tables import SLOTS, typed_rows, typed_tables
from tiertrack.version import __version__

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
    checksum: int
    turn: int
    writer: str | None
    written: int

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
        rows, checksum = totals(connection, self.read(asked), asked)
        if rows != self.rows:
            return f"应有 {self.rows} 行，现有 {rows} 行"
        return None if checksum == self.checksum else "有的值被改过"


def as_asked(table: Table, asked: Asked) -> Subquery:
    """The rows of the table of a place under the names of the columns they hold."""
    slots = asked.slots
    columns = (table.c[slots[column.name]].label(column.name) for column in asked.kept)
    return select(table.c[KEY_COLUMN], *columns).subquery(NAME)


def places(connection: Connection) -> Mapping[int, Place]:
    """The places that are taken, by number."""
    found = connection.execute(select(typed_tables)).mappings()
    return {row["place"]: Place(**row) for row in found if row["place"] in typed_rows}


# A checksum adds up what each row comes to; every number in it stays below 64 bits. Primes, so that no difference that
# people make is a multiple of one.
_PRIME, _KEY_PRIME = 16_777_213, 1_009


def totals(connection: Connection, rows: FromClause, asked: Asked, *where: ColumnElement[bool]) -> tuple[int, int]:
    """How many rows there are, and their checksum: what any changed value of any of them changes."""
    texts = [rows.c[column.name] for column in asked.kept if _kind(column) == "text"]
    hashed = _hashed_by_sqlite(texts) if connection.dialect.name == "sqlite" else _hashed_by_postgresql(texts)
    found = connection.execute(_totals(rows, asked.kept, hashed).where(*where)).one()
    return int(found[0]), int(found[1] or 0)


def _totals(rows: FromClause, columns: Sequence[TableColumn[Any]], hashed: ColumnElement[int]) -> Select[Any]:
    key, sum_ = rows.c[KEY_COLUMN], hashed
    for place, column in enumerate(columns):
        # As it is done for every row each time, it has to be quick: numbers are far apart as they are.
        match _kind(column):
            case "number":
                sum_ = sum_ + func.coalesce(rows.c[column.name], _constant(-_PRIME // 2))
            case "truth":
                truth = func.coalesce(cast(rows.c[column.name], Integer), _constant(2))
                sum_ = sum_ + truth * _constant(2 * place + 1)
    weighed: ColumnElement[Any] = (sum_ % _constant(_PRIME)) * (key % _constant(_KEY_PRIME) + _constant(1))
    counted: list[ColumnElement[Any]] = [func.count(), func.sum(weighed, type_=BigInteger)]
    return select(*counted).select_from(rows)


def _constant(number: int) -> ColumnElement[int]:
    return literal_column(str(number), BigInteger)


def _hashed_by_sqlite(texts: Sequence[ColumnElement[Any]]) -> ColumnElement[int]:
    return func.__getattr__(TEXT_HASH)(*texts, type_=BigInteger)


def _hashed_by_postgresql(texts: Iterable[ColumnElement[Any]]) -> ColumnElement[int]:
    """The hash of some texts one after the other, each ended by what no text holds."""
    together: ColumnElement[Any] = literal("")
    for text in texts:
        together = together + func.coalesce(text + literal("\x01"), literal("\x02"))
    return cast(func.hashtext(together), BigInteger)
