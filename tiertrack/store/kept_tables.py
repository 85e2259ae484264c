"""Tables of answers that a screening keeps beside the register, and the one that says what they are answers to.

A table is ours where it bears our mark, whatever a row of ``screenings`` may say of it.
"""

from __future__ import annotations

import json

from sqlalchemy import CheckConstraint, Column, Connection, Date, Integer, MetaData, Table, Text, inspect, select, text

from tiertrack.store.types import UtcInstant

# Made when the first answers are kept; no part of the register, which knows nothing of it.
SCREENINGS = Table(
    "screenings",
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
    return any(check["name"] == _MARK for check in inspect(connection).get_check_constraints(name))


def has_screenings(connection: Connection) -> bool:
    """Whether there is our table of what was screened; another's of that name is none."""
    there = inspect(connection)
    if not there.has_table(SCREENINGS.name):
        return False
    return {column["name"] for column in there.get_columns(SCREENINGS.name)} == set(SCREENINGS.c.keys())


def columns_kept(connection: Connection, name: str) -> list[str] | None:
    """The columns of the table of this name as a screening wrote it; None where none did."""
    if not has_screenings(connection):
        return None
    found = connection.scalar(select(SCREENINGS.c.columns).where(SCREENINGS.c.name == name))
    return None if found is None else list(json.loads(found))


def drop_kept(connection: Connection) -> None:
    """Drops every table of answers, and the one that says what they are answers to."""
    if not has_screenings(connection):
        return
    there = inspect(connection)
    for name in connection.scalars(select(SCREENINGS.c.name)).all():
        if there.has_table(name) and bears_mark(connection, name):
            connection.execute(text(f"DROP TABLE {connection.dialect.identifier_preparer.quote(name)}"))
    SCREENINGS.drop(connection)
