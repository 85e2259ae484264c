"""The typed table as screenings read it: begun from what is kept, and worked out anew from the register."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import Connection, FromClause, event, select, text

from tiertrack import AsOf, Event
from tiertrack.district.loading import load_rulebook
from tiertrack.ports import SystemClock
from tiertrack.progress import silent
from tiertrack.rules.reads import Column, column_called
from tiertrack.screening.joined_rows import families
from tiertrack.screening.register_rights import count_columns, counts_of
from tiertrack.screening.register_rows import register_rows
from tiertrack.screening.register_table import register_table
from tiertrack.screening.snapshot import Part, Scope, snapshot
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables
from tiertrack.store.database import Database
from tiertrack.store.engine import register_engine
from tiertrack.store.location import Bind

__all__ = [
    "COUNTS",
    "anew",
    "kept",
    "killed_while_keeping",
    "screen_and_record",
    "statement",
    "typed",
    "typed_and_anew",
]

EVERYONE = Part()

# What two standards count of rights, each in its own words.
COUNTS = counts_of(load_rulebook().edition(key) for key in ("srdi_sme/recognition/2026", "srdi_sme/recognition/2022"))

Rows = list[dict[str, Any]]


def _rows(connection: Connection, table: FromClause) -> Rows:
    return [dict(row) for row in connection.execute(select(table).order_by(table.c[KEY_COLUMN])).mappings()]


def typed(url: Bind, columns: Sequence[Column], asof: AsOf, part: Part = EVERYONE) -> tuple[Rows, tuple[str, ...]]:
    """The rows a screening reads, and what it says of them."""
    with snapshot(url) as transaction, register_table(transaction, columns, asof, part, silent, counts=COUNTS) as found:
        return _rows(transaction.connection, found.rows), found.notes


def _anew(connection: Connection, columns: Sequence[Column], asof: AsOf, part: Part) -> Rows:
    several, work = families(connection, asof), WorkTables(connection)
    away = tuple(record for records in several.values() for record in records)
    scope = Scope.found(connection, asof, part, away)
    wanted = [*columns, *count_columns(connection, COUNTS, asof.on)]
    rows = _rows(connection, register_rows(work, scope, list(several), wanted, COUNTS, silent))
    work.drop_all()
    return rows


def anew(url: Bind, columns: Sequence[Column], asof: AsOf, part: Part = EVERYONE) -> Rows:
    """The same rows from the register alone."""
    with snapshot(url) as transaction:
        return _anew(transaction.connection, columns, asof, part)


def typed_and_anew(url: str, columns: Sequence[Column], asof: AsOf) -> tuple[Rows, Rows]:
    """Both, of one and the same state of the register."""
    with (
        snapshot(url) as transaction,
        register_table(transaction, columns, asof, Part(), silent, counts=COUNTS) as found,
    ):
        connection = transaction.connection
        rows = _rows(connection, found.rows)
        # A table made for the occasion is the other of the two already; on SQLite its state is over.
        return rows, rows if found.rows.name != "register" else _anew(connection, columns, asof, Part())


def kept(url: str) -> list[tuple[Any, ...]]:
    """Place, last seal, number of rows and writer of each typed table that is kept."""
    return statement(url, "SELECT place, seal, rows, writer FROM tiertrack_typed_tables ORDER BY place")


def statement(url: str, said: str) -> list[tuple[Any, ...]]:
    """A statement on the database itself, and the rows it gives."""
    engine = register_engine(url)
    with engine.begin() as connection:
        found = connection.execute(text(said))
        rows = [tuple(row) for row in found] if found.returns_rows else []
    engine.dispose()
    return rows


# What other processes do.


def screen_and_record(
    url: str, columns: Sequence[str], asof: AsOf, told: Sequence[tuple[int, Event]], together: Barrier
) -> None:
    """Screens and records by turns; every time the rows have to be those of the register."""
    asked = [column_called(key, asof.on) for key in columns]
    together.wait()
    for firm, one in told:
        rows, expected = typed_and_anew(url, asked, asof)
        assert rows == expected
        with Database.open(url) as database, database.writing(SystemClock()) as register:
            register.append(firm, [one])
            register.commit()


def killed_while_keeping(url: str, columns: Sequence[str], asof: AsOf, at: int) -> None:
    """Screens, and is killed before it sends so many statements that change what is kept."""
    from sqlalchemy import Engine

    sent = 0

    def kill(_connection: Any, _cursor: Any, said: str, *_rest: Any) -> None:
        nonlocal sent
        if "tiertrack_typed_" in said and not said.startswith(("SELECT", "ANALYZE")):
            sent += 1
            if sent == at:
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", kill)
    typed(url, [column_called(key, asof.on) for key in columns], asof)
