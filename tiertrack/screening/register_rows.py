"""The rows of the typed table worked out from the register: one for each enterprise, one column for each fact, title,
application and judgement a question reads, with the values the dossier of that enterprise would have.

The database fills all of it, but for the events, which are folded by the code that answers for one enterprise and
written back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from sqlalchemy import Column as TableColumn
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    null,
    select,
)

from tiertrack.facts.vocabulary import FED_BY
from tiertrack.progress import Progress
from tiertrack.rules.reads import IDENTIFYING, TITLE_PREFIX, Column, Origin
from tiertrack.screening.joined_rows import read_as_one
from tiertrack.screening.register_codes import marked
from tiertrack.screening.register_facts import facts
from tiertrack.screening.register_identity import judgements, last_values, plain
from tiertrack.screening.register_rights import Counts, counted_rights
from tiertrack.screening.register_titles import titles
from tiertrack.screening.snapshot import Scope
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, key_column, value_columns
from tiertrack.store.tables import (
    enterprise_codes,
    enterprise_names,
    enterprise_traits,
    enterprises,
    fact_observations,
)
from tiertrack.titles.derived_facts import DERIVED_FROM

# In front of the name of a fact that follows from events.
_DERIVED = "derived:"


def register_rows(
    work: WorkTables,
    scope: Scope,
    heads: Sequence[int],
    columns: Sequence[Column],
    counts: Counts,
    progress: Progress,
) -> Table:
    """A work table of every enterprise in scope: ``enterprise_id``, the identifying columns, then ``columns``.

    ``heads`` are the enterprises of several records, ``counts`` what is counted of rights that are listed. Raises
    BadFrame for values that cannot be answered from.
    """
    table = _typed(work, scope, columns, counts, progress)
    if heads:
        read_as_one(work.connection, table, heads, columns, counts, scope.asof)
    return table


def _typed(work: WorkTables, scope: Scope, columns: Sequence[Column], counts: Counts, progress: Progress) -> Table:
    progress("读取名称、信用代码、地区和行业")
    names = last_values(work, scope, enterprise_names, "name", ("full", "short"))
    codes = last_values(work, scope, enterprise_codes, "code", ("uscc",))
    traits = last_values(work, scope, enterprise_traits, "value", ("region", "industry"))
    values: dict[str, ColumnElement[Any]] = {
        "name": func.coalesce(names.c.full, names.c.short, cast(enterprises.c.id, Text)),
        "uscc": marked(work, codes.c.uscc),
        "region": traits.c.region,
        "industry": traits.c.industry,
    }
    joined = [names, codes, traits]
    observed = [column for column in columns if column.origin is Origin.OBSERVATION]
    if observed:
        progress("归并各来源的资料")
        joined.append(facts(work, scope, observed))
        values |= _values(joined[-1], observed)
    derived = [
        attrs.evolve(column, name=f"{_DERIVED}{column.key}") for column in observed if column.key in DERIVED_FROM
    ]
    recorded = [*(column for column in columns if column.origin in (Origin.TITLE, Origin.APPLICATION)), *derived]
    if recorded:
        progress("由登记的事项得出称号与申报")
        joined.append(titles(work, scope, recorded))
        values |= _values(joined[-1], recorded)
    attested = [column for column in columns if column.origin is Origin.JUDGEMENT]
    if attested:
        progress("读取主管部门的认定")
        joined.append(judgements(work, scope, attested))
        values |= _values(joined[-1], attested)
    for column in derived:
        stated = next(other.name for other in observed if other.key == column.key)
        values[stated] = _unless_stated(scope, column.key, values[stated], values.pop(column.name))
    for key, title in FED_BY.items():
        feeding = f"{TITLE_PREFIX}{title}"
        if {key, feeding} <= values.keys():
            values[feeding] = _unless_disputed(scope, key, values[key], values[feeding])
    listed = [column for column in columns if column.origin is Origin.RIGHTS]
    if listed:
        progress("按各版本的口径给清单里的知识产权计数")
        joined.append(counted_rights(work, scope, listed, counts))
        for column in listed:
            number = values.get(counts[column.slot_key].key, null())
            values |= {name: _unless_listed(joined[-1], name, number) for name in (column.name, column.most)}
    progress("汇成一张表")
    return _joined(work, scope, columns, values, joined)


def _values(table: Table, columns: Iterable[Column]) -> dict[str, ColumnElement[Any]]:
    return {value.name: table.c[value.name] for value in value_columns(columns)}


def _unless_listed(counted: Table, name: str, stated: ColumnElement[Any]) -> ColumnElement[Any]:
    """A number that is stated counts where no rights are listed."""
    return case((counted.c[KEY_COLUMN].is_not(None), counted.c[name]), else_=stated)


def _unless_stated(
    scope: Scope, key: str, stated: ColumnElement[Any], derived: ColumnElement[Any]
) -> ColumnElement[Any]:
    """A fact that follows from events counts where there is no observation of it."""
    return case((and_(derived.is_not(None), ~_is_observed(scope, key)), derived), else_=stated)


def _unless_disputed(
    scope: Scope, key: str, stated: ColumnElement[Any], held: ColumnElement[Any]
) -> ColumnElement[Any]:
    """The title that settles a fact; where it is not held and the sources of the fact disagree, it settles nothing."""
    return case((and_(~held, stated.is_(None), _is_observed(scope, key)), null()), else_=held)


def _is_observed(scope: Scope, key: str) -> ColumnElement[bool]:
    seen = fact_observations.c
    return exists().where(seen.enterprise_id == enterprises.c.id, seen.fact == key, *scope.of(fact_observations))


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
    others = value_columns(column for column in columns if column.origin is not Origin.IDENTITY)
    filled = [*(TableColumn(name, Text()) for name in IDENTIFYING), *others]
    key = key_column(primary_key=True, autoincrement=False)
    rows = select(enterprises.c.id.label(KEY_COLUMN), *(values[column.name].label(column.name) for column in filled))
    # In order of enrolment, in which SQLite lays them down fastest and reads them again without sorting.
    ordered = rows.select_from(source).where(*scope.of(enterprises, enterprises.c.id)).order_by(enterprises.c.id)
    found = work.table("register", [key, *filled], ordered if not work.is_postgresql else ordered.order_by(None))
    for table in joined:
        work.drop(table)
    work.analyse(found)
    return found
