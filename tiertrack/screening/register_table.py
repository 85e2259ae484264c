"""The typed table of the register: one row for each enterprise, one column for each fact, title, application and
judgement a question reads, with the values the dossier of that enterprise would have.

The database fills all of it, but for the events, which are folded by the code that answers for one enterprise and
written back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
from sqlalchemy import Column as TableColumn
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    select,
)

from tiertrack.progress import Progress
from tiertrack.rules.reads import IDENTIFYING, Column, Origin
from tiertrack.screening.register_facts import facts
from tiertrack.screening.register_identity import codes, judgements, names, plain, traits
from tiertrack.screening.register_titles import titles
from tiertrack.screening.snapshot import Part, Scope
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, value_columns
from tiertrack.store.tables import enterprises, fact_observations
from tiertrack.store.types import KEY
from tiertrack.temporal import AsOf
from tiertrack.titles.derived_facts import DERIVED_FROM

# In front of the name of a fact that follows from events.
_DERIVED = "derived:"


@contextmanager
def register_table(
    connection: Connection, columns: Iterable[Column], asof: AsOf, part: Part, progress: Progress
) -> Iterator[Table]:
    """A table of every enterprise enrolled by then: ``enterprise_id``, the identifying columns, then ``columns``.

    It is there within a transaction of the connection, and dropped on leaving; where that raises, the transaction has
    to be undone. Raises BadFrame for values that cannot be answered from.
    """
    work = WorkTables(connection)
    yield _typed(work, Scope.found(connection, asof, part), list(columns), progress)
    work.drop_all()


def _typed(work: WorkTables, scope: Scope, columns: Sequence[Column], progress: Progress) -> Table:
    progress("读取名称、信用代码、地区和行业")
    called, coded, placed = names(work, scope), codes(work, scope), traits(work, scope)
    values: dict[str, ColumnElement[Any]] = {
        "name": func.coalesce(called.c.full, called.c.short, cast(enterprises.c.id, Text)),
        "uscc": coded.c.uscc,
        "region": placed.c.region,
        "industry": placed.c.industry,
    }
    joined = [called, coded, placed]
    observed = [one for one in columns if one.origin is Origin.OBSERVATION]
    if observed:
        progress("归并各来源的资料")
        joined.append(facts(work, scope, observed))
        values |= _values(joined[-1], observed)
    derived = [attrs.evolve(one, name=f"{_DERIVED}{one.key}") for one in observed if one.key in DERIVED_FROM]
    recorded = [*(one for one in columns if one.origin in (Origin.TITLE, Origin.APPLICATION)), *derived]
    if recorded:
        progress("由登记的事项得出称号与申报")
        joined.append(titles(work, scope, recorded))
        values |= _values(joined[-1], recorded)
    attested = [one for one in columns if one.origin is Origin.JUDGEMENT]
    if attested:
        progress("读取主管部门的认定")
        joined.append(judgements(work, scope, attested))
        values |= _values(joined[-1], attested)
    for one in derived:
        stated = next(each.name for each in observed if each.key == one.key)
        values[stated] = _unless_stated(scope, one.key, values[stated], values.pop(one.name))
    progress("汇成一张表")
    return _joined(work, scope, columns, values, joined)


def _values(table: Table, filled: Iterable[Column]) -> dict[str, ColumnElement[Any]]:
    return {value.name: table.c[value.name] for one in filled for value in value_columns(one)}


def _unless_stated(
    scope: Scope, key: str, stated: ColumnElement[Any], derived: ColumnElement[Any]
) -> ColumnElement[Any]:
    """A fact that follows from events counts where there is no observation of it."""
    seen = fact_observations.c
    observed = exists().where(seen.enterprise_id == enterprises.c.id, seen.fact == key, *scope.of(fact_observations))
    return case((and_(derived.is_not(None), ~observed), derived), else_=stated)


def _joined(
    work: WorkTables,
    scope: Scope,
    columns: Sequence[Column],
    values: dict[str, ColumnElement[Any]],
    joined: Sequence[Table],
) -> Table:
    source: FromClause = enterprises
    for table in joined:
        conditions = [table.c.enterprise_id == enterprises.c.id, *([plain(table)] if "odd" in table.c else [])]
        source = source.outerjoin(table, and_(*conditions))
    others = [value for one in columns if one.origin is not Origin.IDENTITY for value in value_columns(one)]
    filled = [*(TableColumn(name, Text()) for name in IDENTIFYING), *others]
    key: TableColumn[Any] = TableColumn(KEY_COLUMN, KEY, primary_key=True, autoincrement=False)
    rows = select(enterprises.c.id.label(KEY_COLUMN), *(values[one.name].label(one.name) for one in filled))
    # In order of enrolment, in which SQLite lays them down fastest and reads them again without sorting.
    ordered = rows.select_from(source).where(*scope.of(enterprises, enterprises.c.id)).order_by(enterprises.c.id)
    found = work.table("register", [key, *filled], ordered if not work.is_postgresql else ordered.order_by(None))
    for table in joined:
        work.drop(table)
    work.analyse(found)
    return found
