"""The typed table of the register: one row for each enterprise, one column for each fact, title, application and
judgement a question reads, with the values the dossier of that enterprise would have.

All of it is worked out inside the database, but for the events, which are folded by the code that answers for one
enterprise and written back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
from sqlalchemy import (
    Column,
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

from tiertrack.logic.quantity import Kind
from tiertrack.screening.register_facts import facts
from tiertrack.screening.register_identity import codes, judgements, names, plain, traits
from tiertrack.screening.register_scope import EVERYONE, KEY_COLUMN, Needed, Part, Scope
from tiertrack.screening.register_titles import titles
from tiertrack.screening.work_tables import Workplace
from tiertrack.store.tables import enterprises, fact_observations
from tiertrack.store.types import KEY
from tiertrack.temporal import AsOf
from tiertrack.titles.derived_facts import DERIVED_FROM

__all__ = ["BESIDE", "Progress", "register_table"]

# What stands beside the facts.
BESIDE = ("name", "uscc", "region", "industry")

# Told what is being done, in a few words, before it is.
Progress = Callable[[str], None]


def _silent(_doing: str) -> None:
    pass


@contextmanager
def register_table(
    connection: Connection,
    needed: Iterable[Needed],
    asof: AsOf,
    part: Part = EVERYONE,
    progress: Progress = _silent,
) -> Iterator[Table]:
    """A table of every enterprise enrolled by then: ``enterprise_id``, those of ``BESIDE``, then what is ``needed``.

    It is there within a transaction of the connection, and dropped on leaving; where that raises, the transaction has
    to be undone. Raises BadFrame for values that cannot be answered from.
    """
    work = Workplace(connection)
    yield _typed(work, Scope.found(connection, asof, part), list(needed), progress)
    work.drop_all()


def _typed(work: Workplace, scope: Scope, needed: Sequence[Needed], progress: Progress) -> Table:
    progress("读取名称、信用代码、地区和行业")
    called, coded, placed = names(work, scope), codes(work, scope), traits(work, scope)
    values: dict[str, ColumnElement[Any]] = {
        "name": func.coalesce(called.c.full, called.c.short, cast(enterprises.c.id, Text)),
        "uscc": coded.c.uscc,
        "region": placed.c.region,
        "industry": placed.c.industry,
    }
    joined = [called, coded, placed]
    observed = [one for one in needed if one.is_fact and one.name not in BESIDE]
    if observed:
        progress("归并各来源的资料")
        joined.append(facts(work, scope, observed))
        values |= _columns(joined[-1], observed)
    told = [attrs.evolve(one, name=f"{_TOLD}{one.key}") for one in observed if one.key in DERIVED_FROM]
    happened = [*(one for one in needed if one.kind is Kind.TITLE), *told]
    if happened:
        progress("由登记的事项得出称号与申报")
        joined.append(titles(work, scope, happened))
        values |= _columns(joined[-1], happened)
    attested = [one for one in needed if one.kind is Kind.JUDGEMENT]
    if attested:
        progress("读取主管部门的认定")
        joined.append(judgements(work, scope, attested))
        values |= _columns(joined[-1], attested)
    for one in told:
        stated = next(each.name for each in observed if each.key == one.key)
        values[stated] = _unless_stated(scope, one.key, values[stated], values.pop(one.name))
    progress("汇成一张表")
    return _joined(work, scope, needed, values, joined)


# In front of the name of a fact that follows from events.
_TOLD = "told:"


def _columns(table: Table, filled: Iterable[Needed]) -> dict[str, ColumnElement[Any]]:
    return {column.name: table.c[column.name] for one in filled for column in one.columns}


def _unless_stated(scope: Scope, key: str, stated: ColumnElement[Any], told: ColumnElement[Any]) -> ColumnElement[Any]:
    """What follows from events counts where nobody stated anything of the fact."""
    seen = fact_observations.c
    said = exists().where(seen.enterprise_id == enterprises.c.id, seen.fact == key, *scope.of(fact_observations))
    return case((and_(told.is_not(None), ~said), told), else_=stated)


def _joined(
    work: Workplace,
    scope: Scope,
    needed: Sequence[Needed],
    values: dict[str, ColumnElement[Any]],
    joined: Sequence[Table],
) -> Table:
    source: FromClause = enterprises
    for table in joined:
        conditions = [table.c.enterprise_id == enterprises.c.id, *([plain(table)] if "odd" in table.c else [])]
        source = source.outerjoin(table, and_(*conditions))
    beside = [Column(name, Text()) for name in BESIDE]
    columns = [*beside, *(column for one in needed if one.name not in BESIDE for column in one.columns)]
    key: Column[Any] = Column(KEY_COLUMN, KEY, primary_key=True, autoincrement=False)
    rows = select(enterprises.c.id.label(KEY_COLUMN), *(values[one.name].label(one.name) for one in columns))
    # In order of enrolment, in which SQLite lays them down fastest and reads them again without sorting.
    ordered = rows.select_from(source).where(*scope.of(enterprises, enterprises.c.id)).order_by(enterprises.c.id)
    found = work.table("register", [key, *columns], ordered if not work.is_postgresql else ordered.order_by(None))
    for table in joined:
        work.drop(table)
    work.analyse(found)
    return found
