"""Where screenings keep the typed tables they worked out, to begin from the next time: derived data, no part of the
register.

There is a fixed number of places, each for the typed table of one question, made once by a revision, so that a role
that may create nothing can keep one. The columns of a question are given slots of their type. Nothing here is
evidence of anything: all of it can be worked out again, and no check of the register reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, MetaData, String, Table, Text

from tiertrack.store.tables import METADATA, PREFIX
from tiertrack.store.types import KEY

# Beside the register's own tables, which are those of METADATA.
DERIVED = MetaData(naming_convention=METADATA.naming_convention)

# How many typed tables are kept: the one longest not brought up to date makes room for another.
PLACES: Final = 4

# How many slots of each kind a place has; the widest question reads about half of them.
SLOTS: Final[Mapping[str, int]] = {"number": 64, "truth": 48, "text": 16}
_TYPES: Mapping[str, Any] = {
    "number": BigInteger(),
    "truth": Boolean(create_constraint=False),
    "text": Text(),
}

# A row for each place taken: the question, the last seal and the last event its rows are current to, their number and
# checksum, and the turn at which they were. While rows are being written, ``writer`` says by whom and ``written`` how
# far that is.
typed_tables: Final = Table(
    f"{PREFIX}typed_tables",
    DERIVED,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("question", String(64), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("columns", Text, nullable=False),
    Column("seal", KEY, nullable=False),
    Column("seal_digest", String(64)),
    Column("event", KEY, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    Column("turn", BigInteger, nullable=False),
    Column("writer", String(32)),
    Column("written", Integer, nullable=False),
)


def _typed_rows(place: int) -> Table:
    slots = (Column(f"{kind}_{slot}", _TYPES[kind]) for kind, count in SLOTS.items() for slot in range(1, count + 1))
    key = Column("enterprise_id", KEY, primary_key=True, autoincrement=False)
    return Table(f"{PREFIX}typed_rows_{place}", DERIVED, key, *slots)


typed_rows: Final[Mapping[int, Table]] = {place: _typed_rows(place) for place in range(1, PLACES + 1)}
