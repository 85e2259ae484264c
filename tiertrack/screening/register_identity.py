"""The last names, codes, traits and judgements of all enterprises at once, as the register's reader has them.

Most enterprises have one value of each: one grouped pass settles those. Only where there are several, or one from a day
on, are the rows ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Integer, Select, Table, Text, case, cast, func, or_, select
from sqlalchemy import Column as TableColumn
from sqlalchemy import false as sql_false
from sqlalchemy import null as sql_null
from sqlalchemy import true as sql_true

from tiertrack.rules.reads import Column
from tiertrack.screening.snapshot import Scope
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, value_columns
from tiertrack.store.tables import attestations, enterprise_codes, enterprise_names, enterprise_traits
from tiertrack.store.types import KEY


def names(work: WorkTables, scope: Scope) -> Table:
    """The full and the short name of every enterprise that has one."""
    return _last_values(work, scope, enterprise_names, "name", ("full", "short"))


def codes(work: WorkTables, scope: Scope) -> Table:
    """The credit code of every enterprise that has one."""
    return _last_values(work, scope, enterprise_codes, "code", ("uscc",))


def traits(work: WorkTables, scope: Scope) -> Table:
    """The region and the industry of every enterprise that has one on record."""
    return _last_values(work, scope, enterprise_traits, "value", ("region", "industry"))


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


def _last_values(work: WorkTables, scope: Scope, source: Table, value: str, kinds: Sequence[str]) -> Table:
    found, conditions = source.c, scope.of(source)
    since: ColumnElement[Any] = found.valid_from if "valid_from" in found else cast(sql_null(), Date)
    text, kind = cast(found[value], Text), found.kind
    columns: list[TableColumn[Any]] = [
        TableColumn(KEY_COLUMN, KEY),
        *(TableColumn(one, Text()) for one in kinds),
        odd_column(),
    ]
    least = {one: func.min(text).filter(kind == one) for one in kinds}
    odd = or_(func.count(since) > 0, *(differ(least[one], func.max(text).filter(kind == one)) for one in kinds))
    grouped = select(found.enterprise_id, *_labelled(least.items()), odd.label("odd"))
    grouped = grouped.where(kind.in_(kinds), *conditions).group_by(found.enterprise_id)
    table = work.table(source.name, columns, grouped)

    # After the last row without a day, which always counts, the latest day that has come counts.
    undated = func.max(case((since.is_(None), found.id))).over(partition_by=(found.enterprise_id, kind))
    dated = select(
        *(found.enterprise_id, found.id, kind, text.label("value"), since.label("since")), undated.label("undated")
    )
    one = dated.where(kind.in_(kinds), found.enterprise_id.in_(odd_ones(table)), *conditions).subquery().c
    place = func.row_number().over(
        partition_by=(one.enterprise_id, one.kind), order_by=(one.since.desc().nulls_last(), one.id.desc())
    )
    counted = select(one.enterprise_id, one.kind, one.value, place.label("place")).where(
        or_(one.undated.is_(None), one.id >= one.undated), or_(one.since.is_(None), one.since <= scope.on)
    )
    last = counted.subquery().c
    settled = select(
        last.enterprise_id,
        *_labelled((name, func.max(last.value).filter(last.kind == name)) for name in kinds),
        sql_false().label("odd"),
    )
    work.add(table, settled.where(last.place == 1).group_by(last.enterprise_id))
    work.analyse(table)
    return table


def judgements(work: WorkTables, scope: Scope, columns: Iterable[Column]) -> Table:
    """The last attestation of each judgement by the day; of several authorities on one day, that of the first."""
    wanted, found = list(columns), attestations.c
    holds, which = cast(found.holds, Integer), found.judgement
    asked = [which.in_([one.key for one in wanted]), found.attested_on <= scope.on, *scope.of(attestations)]
    least = {one.name: func.min(holds).filter(which == one.key) for one in wanted}
    odd = or_(*(differ(least[one.name], func.max(holds).filter(which == one.key)) for one in wanted))
    grouped = select(found.enterprise_id, *_truths(least.items()), odd.label("odd"))
    filled = [TableColumn(KEY_COLUMN, KEY), *(value for one in wanted for value in value_columns(one)), odd_column()]
    table = work.table("attestations", filled, grouped.where(*asked).group_by(found.enterprise_id))

    newest = func.max(found.attested_on).over(partition_by=(found.enterprise_id, which))
    first = func.min(found.id).over(partition_by=(found.enterprise_id, which, found.attested_by, found.attested_on))
    made = select(
        *(found.enterprise_id, found.id, which, found.attested_on, holds.label("holds")),
        *(newest.label("newest"), first.label("first")),
    )
    one = made.where(found.enterprise_id.in_(odd_ones(table)), *asked).subquery().c
    # The last attestation of the day by the authority that was the first.
    place = func.row_number().over(partition_by=(one.enterprise_id, one.judgement), order_by=(one.first, one.id.desc()))
    ranked = select(one.enterprise_id, one.judgement, one.holds, place.label("place"))
    last = ranked.where(one.attested_on == one.newest).subquery().c
    settled = select(
        last.enterprise_id,
        *_truths((each.name, func.max(last.holds).filter(last.judgement == each.key)) for each in wanted),
        sql_false().label("odd"),
    )
    work.add(table, settled.where(last.place == 1).group_by(last.enterprise_id))
    work.analyse(table)
    return table


def _labelled(columns: Iterable[tuple[str, ColumnElement[Any]]]) -> list[ColumnElement[Any]]:
    return [expression.label(name) for name, expression in columns]


def _truths(columns: Iterable[tuple[str, ColumnElement[Any]]]) -> list[ColumnElement[Any]]:
    return [(expression != 0).label(name) for name, expression in columns]
