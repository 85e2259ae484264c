"""Answers kept as a table beside the register, with the question and the occasion in a row of ``screenings``.

A table is known to be ours by that row: it has the same name, and the very columns that were written. Any other table
of that name is left alone.
"""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import Column, Connection, Date, Integer, MetaData, Table, Text, delete, func, insert, inspect, select

from tiertrack.errors import BadInput, Fault
from tiertrack.screening.question import Question
from tiertrack.screening.snapshot import Part
from tiertrack.screening.work_tables import create_from
from tiertrack.store.tables import METADATA
from tiertrack.store.types import UtcInstant
from tiertrack.version import __version__

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

_OURS = {*METADATA.tables, SCREENINGS.name, "alembic_version"}
# PostgreSQL cuts longer names off.
_LONGEST = 63


def refuse_taken(connection: Connection, name: str) -> None:
    """Passes a name under which answers can be kept; raises BadInput for one that is no name of a table, one of the
    register's own, or one of a table that no screening made."""
    if not name.isidentifier() or len(name.encode()) > _LONGEST:
        remedy = f"请用字母、数字和下划线，不以数字开头，不超过 {_LONGEST} 个字节"
        raise BadInput(Fault("E843", "这不能作表名", remedy, name))
    if name.lower() in _OURS or name.lower().startswith(("sqlite_", "pg_", "tiertrack_")):
        raise BadInput(Fault("E844", "这是登记库自己的表", "请换一个表名", name))
    there = inspect(connection)
    tables = there.get_table_names()
    if name.lower() not in {taken.lower() for taken in (*tables, *there.get_view_names())}:
        return
    if name not in tables or _written(connection, name) != [column["name"] for column in there.get_columns(name)]:
        what = "数据库里已有这个表，它不是筛查写下的（或已被改动）"
        raise BadInput(Fault("E845", what, "请换一个表名；确要覆盖，请先自行删去它", name))


def _written(connection: Connection, name: str) -> list[str] | None:
    """The columns of the table of this name that a screening wrote; None where none did."""
    if not inspect(connection).has_table(SCREENINGS.name):
        return None
    found = connection.scalar(select(SCREENINGS.c.columns).where(SCREENINGS.c.name == name))
    return None if found is None else list(json.loads(found))


def keep(
    connection: Connection,
    name: str,
    answers: Table,
    question: Question,
    part: Part,
    known_at: dt.datetime | None,
    screened_at: dt.datetime,
) -> None:
    """Keeps the answers to a question about a part of the register, as known and as screened at an instant, under a
    name, in place of earlier ones, and the occasion in ``screenings``.

    Raises BadInput as ``refuse_taken`` does.
    """
    refuse_taken(connection, name)
    columns = [Column(column.name, column.type, primary_key=column.primary_key) for column in answers.c]
    table = Table(name, MetaData(), *columns)
    SCREENINGS.create(connection, checkfirst=True)
    connection.execute(delete(SCREENINGS).where(SCREENINGS.c.name == name))
    table.drop(connection, checkfirst=True)
    create_from(connection, table, select(answers))
    row = {
        "name": name,
        "columns": json.dumps([column.name for column in columns]),
        "rows": connection.scalar(select(func.count()).select_from(table)) or 0,
        "title": question.title.value,
        "act": question.act.value,
        "variant": question.variant,
        "region": question.region.code if question.region else None,
        "on_day": question.on,
        "known_at": known_at,
        "first_of": part.limit,
        "one_in": part.one_in,
        "editions": json.dumps([{"key": edition.key, "digest": edition.digest} for edition in question.editions]),
        "software": __version__,
        "screened_at": screened_at,
    }
    connection.execute(insert(SCREENINGS), row)
