"""The last names, codes, traits and judgements of all enterprises at once, as the register's reader has them.

Most enterprises have one value of each: one grouped pass settles those. Only where there are several, or one from a day
on, are the rows ranked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Integer, Select, Table, Text, case, cast, func, or_, select
from sqlalchemy import Column as TableColumn
from sqlalchemy import false as sql_false
from sqlalchemy import null as sql_null
from sqlalchemy import true as sql_true

from tiertrack.rules.reads import Column
from tiertrack.screening.snapshot import Scope
from tiertrack.screening.work_tables import WorkTables, key_column, value_columns
from tiertrack.store.tables import attestations

# A row that is ``odd`` is superseded by another one of the same enterprise, or by none.


def odd_column() -> TableColumn[bool]:
    """The column of a work table that says so."""
    return TableColumn("odd", Boolean(create_constraint=False))


def odd_ones(table: Table) -> Select[Any]:
    """The keys of the enterprises whose rows are superseded."""
    return select(table.c.enterprise_id).where(table.c.odd == sql_true())


def plain(table: Table) -> ColumnElement[bool]:
    """That a row of a work table stands."""
    return table.c.odd == sql_false()


def differ(least: ColumnElement[Any], most: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether there are several values; none is no difference."""
    return func.coalesce(least != most, sql_false())


def last_values(work: WorkTables, scope: Scope, source: Table, value: str, kinds: Sequence[str]) -> Table:
    """The last value of each kind of name, code or trait, for every enterprise that has one."""
    found, conditions = source.c, scope.of(source)
    since: ColumnElement[Any] = found.valid_from if "valid_from" in found else cast(sql_null(), Date)
    text, kind = cast(found[value], Text), found.kind
    columns = [key_column(), *(TableColumn(name, Text()) for name in kinds), odd_column()]
    least = {name: func.min(text).filter(kind == name) for name in kinds}
    odd = or_(func.count(since) > 0, *(differ(least[name], func.max(text).filter(kind == name)) for name in kinds))
    grouped = select(found.enterprise_id, *(value.label(name) for name, value in least.items()), odd.label("odd"))
    grouped = grouped.where(kind.in_(kinds), *conditions).group_by(found.enterprise_id)
    table = work.table(source.name, columns, grouped)

    # After the last row without a day, which always counts, the latest day that has come counts.
    undated = func.max(case((since.is_(None), found.id))).over(partition_by=(found.enterprise_id, kind))
    dated = select(
        *(found.enterprise_id, found.id, kind, text.label("value"), since.label("since")), undated.label("undated")
    )
    row = dated.where(kind.in_(kinds), found.enterprise_id.in_(odd_ones(table)), *conditions).subquery().c
    place = func.row_number().over(
        partition_by=(row.enterprise_id, row.kind), order_by=(row.since.desc().nulls_last(), row.id.desc())
    )
    counted = select(row.enterprise_id, row.kind, row.value, place.label("place")).where(
        or_(row.undated.is_(None), row.id >= row.undated), or_(row.since.is_(None), row.since <= scope.on)
    )
    last = counted.subquery().c
    return _settled(work, table, last, {name: func.max(last.value).filter(last.kind == name) for name in kinds})


def _settled(work: WorkTables, table: Table, last: Any, values: Mapping[str, ColumnElement[Any]]) -> Table:
    """The table with the rows of the odd enterprises added, from ranked rows of which the first counts."""
    labelled = (value.label(name) for name, value in values.items())
    rows = select(last.enterprise_id, *labelled, sql_false().label("odd"))
    work.add(table, rows.where(last.place == 1).group_by(last.enterprise_id))
    work.analyse(table)
    return table


def judgements(work: WorkTables, scope: Scope, wanted: Sequence[Column]) -> Table:
    """The last attestation of each judgement by the day; of several authorities on one day, that of the first.

    A whole criterion is judged for the year.
    """
    found = attestations.c
    holds, which = cast(found.holds, Integer), found.judgement
    asked = [which.in_([column.key for column in wanted]), found.attested_on <= scope.on, *scope.of(attestations)]
    if of_criteria := [column.key for column in wanted if column.is_optional]:
        asked.append(or_(which.not_in(of_criteria), found.attested_on >= scope.on.replace(month=1, day=1)))
    least = {column.name: func.min(holds).filter(which == column.key) for column in wanted}
    odd = or_(*(differ(least[column.name], func.max(holds).filter(which == column.key)) for column in wanted))
    truths = ((value != 0).label(name) for name, value in least.items())
    grouped = select(found.enterprise_id, *truths, odd.label("odd"))
    columns = [key_column(), *value_columns(wanted), odd_column()]
    table = work.table("attestations", columns, grouped.where(*asked).group_by(found.enterprise_id))

    newest = func.max(found.attested_on).over(partition_by=(found.enterprise_id, which))
    first = func.min(found.id).over(partition_by=(found.enterprise_id, which, found.attested_by, found.attested_on))
    made = select(
        *(found.enterprise_id, found.id, which, found.attested_on, holds.label("holds")),
        *(newest.label("newest"), first.label("first")),
    )
    row = made.where(found.enterprise_id.in_(odd_ones(table)), *asked).subquery().c
    # The last attestation of the day by the authority that was the first.
    place = func.row_number().over(partition_by=(row.enterprise_id, row.judgement), order_by=(row.first, row.id.desc()))
    ranked = select(row.enterprise_id, row.judgement, row.holds, place.label("place"))
    last = ranked.where(row.attested_on == row.newest).subquery().c
    holding = {column.name: func.max(last.holds).filter(last.judgement == column.key) != 0 for column in wanted}
    return _settled(work, table, last, holding)
