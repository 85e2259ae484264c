"""What a row of any table but the events' is hashed as, for the seal of the unit of work that wrote it.

A row is the JSON array of its table's name and of its columns that have a value, by name in the order of the alphabet;
so a column that a later software adds changes nothing of before. Left out are the key, which the seal takes beside the
digest, the instant, which is the seal's own, and what follows from other columns and is worked out by a check. Seals
must stay verifiable for ever: what is hashed here never changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, Table

from tiertrack.store.codec import encoded
from tiertrack.store.name_keys import KEYS
from tiertrack.store.tables import PREFIX
from tiertrack.store.types import UtcInstant, instant_text

# Beside the keys of names, which follow from the names.
_APART = frozenset({"id", "checksum", "recorded_at"})


class RowForm:
    """How the rows of a table are hashed: as written, or ``as_found``, each with an instant of its own."""

    def __init__(self, table: Table, as_found: bool = False) -> None:
        self._name = table.name.removeprefix(PREFIX)
        apart = {*_APART, *KEYS.get(table, ())} - ({"recorded_at"} if as_found else set())
        self._columns = tuple(sorted({*table.c.keys()} - apart))
        self._plain = [(name, plain) for name in self._columns if (plain := _plain(table, name)) is not None]

    def digest(self, row: Mapping[str, Any]) -> str:
        """The digest of a row as the register makes it, of days, truths and instants."""
        covered = {name: value for name in self._columns if (value := row.get(name)) is not None}
        for name, plain in self._plain:
            if name in covered:
                covered[name] = plain(covered[name])
        return self._hashed(covered)

    def digest_of_plain(self, row: Mapping[str, Any]) -> str:
        """The digest of a row as a database keeps it, of texts and numbers.

        Raises TypeError or UnicodeError for what could never have been written.
        """
        return self._hashed({name: value for name in self._columns if (value := row.get(name)) is not None})

    def _hashed(self, covered: Mapping[str, Any]) -> str:
        return hashlib.sha256(encoded([self._name, covered]).encode()).hexdigest()


@cache
def written(table: Table) -> RowForm:
    """How rows are hashed that are sealed by the unit that wrote them."""
    return RowForm(table)


@cache
def as_found(table: Table) -> RowForm:
    """How rows are hashed that were there before any seal covered them."""
    return RowForm(table, as_found=True)


def checksum(digest: str) -> int:
    """The beginning of a digest as a whole number that every database keeps."""
    return int(digest[:16], 16) - 2**63


def plain_values(table: Table, names: Sequence[str], row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The columns of a row of the register's own as a database keeps them."""
    conversions = ((name, _plain(table, name)) for name in names)
    return tuple(row[name] if of is None or row[name] is None else of(row[name]) for name, of in conversions)


def columns_in_plain(table: Table, dialect: str, there: Iterable[str] | None = None) -> dict[str, str]:
    """How each column of a table (of those that are ``there``) is read as texts and numbers, in the database's SQL."""
    names = table.c.keys() if there is None else [name for name in there if name in table.c]
    if dialect != "postgresql":
        return {name: f"t.{name}" for name in names}
    return {name: _on_postgresql(table, name) for name in names}


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
