"""What a row of any table but the events' is hashed as, for the seal of the unit of work that wrote it.

A row is the JSON array of its table's name, its key and its columns in the order of the table; after those come, by
name and only where they have a value, the columns that a later software adds, so that they change nothing of before.
Left out are the unit and the instant, which are the seal's own, and what follows from other columns and is worked out
by a check. Seals must stay verifiable for ever: what is hashed here never changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, Table

from tiertrack.store.codec import encoded
from tiertrack.store.name_keys import KEYS
from tiertrack.store.tables import PREFIX
from tiertrack.store.types import UtcInstant, instant_text

# Beside the keys of names, which follow from the names.
_APART = frozenset({"id", "unit", "checksum", "recorded_at"})

# The columns added since seals cover the rows of a table, by its name without the prefix.
_LATER: Mapping[str, tuple[str, ...]] = {}


class RowForm:
    """How the rows of a table are hashed. Beside its key a row is told by the ``columns`` hashed, in this order."""

    def __init__(self, table: Table) -> None:
        name = table.name.removeprefix(PREFIX)
        self._later = _LATER.get(name, ())
        apart = {*_APART, *KEYS.get(table, ()), *self._later}
        self._first = tuple(column.name for column in table.c if column.name not in apart)
        self.columns: tuple[str, ...] = (*self._first, *self._later)
        self._start = f'\0["{name}",'.encode()
        self._plain = [(place, of) for place, one in enumerate(self.columns) if (of := _plain(table, one)) is not None]

    def content(self, row: Mapping[str, Any]) -> bytes:
        """What is hashed of a row as the register makes it, of days and truths, after its key."""
        values = [*map(row.get, self.columns)]
        for place, plain in self._plain:
            if values[place] is not None:
                values[place] = plain(values[place])
        return self.content_of_plain(values)

    def content_of_plain(self, values: Sequence[Any], instant: str | None = None) -> bytes:
        """What is hashed of a row as a database keeps it, of texts and numbers; of one found, with its ``instant``.

        Raises TypeError or UnicodeError for what could never have been written.
        """
        covered = [*values[: len(self._first)]]
        if self._later:
            later = zip(self._later, values[len(self._first) :], strict=True)
            covered += [named] if (named := {name: value for name, value in later if value is not None}) else []
        if instant is not None:
            covered.append(instant)
        return encoded(covered)[1:].encode()

    def leaf(self, key: int, content: bytes) -> bytes:
        """The leaf of a row under its unit's seal."""
        # Content that is a bracket alone is of a table with nothing but keys.
        return hashlib.sha256(b"%b%d%b%b" % (self._start, key, b"," if len(content) > 1 else b"", content)).digest()


form_of = cache(RowForm)

# By the beginning alone it can be told which of the rows is not as it was; whether all are, only the seal tells.
checksum: Callable[[bytes], int] = zlib.crc32


def plain_values(table: Table, names: Sequence[str], row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The columns of a row of the register's own as a database keeps them."""
    conversions = ((name, _plain(table, name)) for name in names)
    return tuple(row[name] if of is None or row[name] is None else of(row[name]) for name, of in conversions)


def plain_rows(table: Table, names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """Columns that all rows of the register's own have, as a database of texts and numbers keeps them."""
    values = [[row[name] for name in names] for row in rows]
    for place, name in enumerate(names):
        if (plain := _plain(table, name)) is not None:
            # Often it is the same from row to row, as the instant of a unit of work is.
            seen = kept = None
            for row in values:
                if row[place] is not seen:
                    seen = row[place]
                    kept = None if seen is None else plain(seen)
                row[place] = kept
    return values


def columns_in_plain(table: Table, dialect: str, names: Iterable[str]) -> list[str]:
    """How columns of a table are read as texts and numbers, in the database's SQL."""
    return [_on_postgresql(table, name) if dialect == "postgresql" else f"t.{name}" for name in names]


def _on_postgresql(table: Table, name: str) -> str:
    match table.c[name].type:
        case Date():
            return f"to_char(t.{name}, 'YYYY-MM-DD')"
        case Boolean():
            return f"t.{name}::int"
        case UtcInstant():
            return f"""to_char(t.{name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
        case _:
            return f"t.{name}"


def _plain(table: Table, name: str) -> Callable[[Any], Any] | None:
    match table.c[name].type:
        case Date():
            return dt.date.isoformat
        case Boolean():
            return int
        case UtcInstant():
            return instant_text
        case _:
            return None
