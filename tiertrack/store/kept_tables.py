"""Tables of answers that a screening keeps beside the register, and the one that says what they are answers to.

A table is ours where it bears our mark, whatever a row of ``tiertrack_screenings`` may say of it.
"""

from __future__ import annotations

import json

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    Table,
    Text,
    column,
    inspect,
    select,
    table,
)

from tiertrack.store.schema import schema_in_use
from tiertrack.store.tables import PREFIX
from tiertrack.store.types import UtcInstant

# Made when the first answers are kept; no part of the register, which knows nothing of it.
SCREENINGS = Table(
    f"{PREFIX}screenings",
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("columns", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("variant", Text),
    Column("region", Text),
    Column("on_day", Date, nullable=False),
    Column("known_at", UtcInstant),
    Column("first_of", Integer),
    Column("one_in", Integer, nullable=False),
    Column("editions", Text, nullable=False),
    Column("software", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("screened_at", UtcInstant, nullable=False),
)

# A rule that holds of all answers; by its name a table tells that a screening made it.
_MARK = "tiertrack_answers"


def mark() -> CheckConstraint:
    """The mark of a table of answers, new each time, as a rule belongs to one table."""
    return CheckConstraint("missing >= 0", name=_MARK)


def bears_mark(connection: Connection, name: str) -> bool:
    """Whether a table is one that a screening made."""
    checks = inspect(connection).get_check_constraints(name, schema_in_use(connection))
    return any(check["name"] == _MARK for check in checks)


def has_screenings(connection: Connection, told_by: str = SCREENINGS.name) -> bool:
    """Whether there is our table of what was screened; another's of that name is none."""
    there, schema = inspect(connection), schema_in_use(connection)
    if not there.has_table(told_by, schema):
        return False
    return {column["name"] for column in there.get_columns(told_by, schema)} == set(SCREENINGS.c.keys())


def columns_kept(connection: Connection, name: str) -> list[str] | None:
    """The columns of the table of this name as a screening wrote it; None where none did."""
    if not has_screenings(connection):
        return None
    found = connection.scalar(select(SCREENINGS.c.columns).where(SCREENINGS.c.name == name))
    return None if found is None else list(json.loads(found))


def kept_names(connection: Connection) -> list[str]:
    """The table of what was screened, where there is one, and the tables of answers it tells of; those of a register
    of before, whose tables had no prefix, too."""
    there, schema = inspect(connection), schema_in_use(connection)
    found: list[str] = []
    for told_by in (SCREENINGS.name, SCREENINGS.name.removeprefix(PREFIX)):
        if has_screenings(connection, told_by):
            told: list[str] = list(connection.scalars(select(column("name")).select_from(table(told_by))))
            kept = (name for name in told if there.has_table(name, schema) and bears_mark(connection, name))
            found += [told_by, *kept]
    return found


def drop_kept(connection: Connection) -> None:
    """Drops every table of answers, and the one that says what they are answers to."""
    for name in kept_names(connection):
        Table(name, MetaData()).drop(connection)
