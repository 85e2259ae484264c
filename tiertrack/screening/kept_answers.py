"""Answers kept as a table beside the register, with the question and the occasion in a row of ``tiertrack_screenings``.

A table is known to be ours by its mark, and by that row: it has the same name, and the very columns that were written.
Any other table of that name is left alone.
"""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import Column, Connection, MetaData, Table, delete, func, insert, inspect, select

from tiertrack.errors import BadInput, Fault
from tiertrack.screening.question import Question
from tiertrack.screening.snapshot import Part
from tiertrack.screening.work_tables import create_from
from tiertrack.store.kept_tables import SCREENINGS, bears_mark, columns_kept, has_screenings, mark
from tiertrack.store.schema import schema_in_use
from tiertrack.store.tables import METADATA
from tiertrack.version import __version__

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
    there, schema = inspect(connection), schema_in_use(connection)
    tables = there.get_table_names(schema)
    if SCREENINGS.name in tables and not has_screenings(connection):
        what = "数据库里已有叫这个名字的表，不是筛查写下的，筛查的结果没有地方登记"
        raise BadInput(Fault("E845", what, "请把结果写成文件，或给那个表改名", SCREENINGS.name))
    if name.lower() not in {taken.lower() for taken in (*tables, *there.get_view_names(schema))}:
        return
    if name not in tables or not _is_ours(connection, name):
        what = "数据库里已有这个表，它不是筛查写下的（或已被改动）"
        remedy = "请换一个表名；确要覆盖（0.5 以前筛查写下的也是），请先自行删去它"
        raise BadInput(Fault("E845", what, remedy, name))


def _is_ours(connection: Connection, name: str) -> bool:
    present = [column["name"] for column in inspect(connection).get_columns(name, schema_in_use(connection))]
    return bears_mark(connection, name) and columns_kept(connection, name) == present


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
    name, in place of earlier ones, and the occasion in ``tiertrack_screenings``.

    Raises BadInput as ``refuse_taken`` does.
    """
    refuse_taken(connection, name)
    columns = [Column(column.name, column.type, primary_key=column.primary_key) for column in answers.c]
    table = Table(name, MetaData(), *columns, mark())
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
