"""The facts of all enterprises as a dossier settles them, one column each, without a row leaving the database.

Where all observations of a value agree, it does not matter which is the last: one grouped pass settles every enterprise
all of whose values are so. For the others the last observation of each source is looked up; where two sources disagree,
the value is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Row,
    String,
    Table,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy import Column as TableColumn
from sqlalchemy import false as sql_false

from tiertrack.errors import BadFrame, Fault
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column
from tiertrack.screening.register_identity import differ, odd_column, odd_ones
from tiertrack.screening.snapshot import Scope
from tiertrack.screening.work_tables import WorkTables, key_column, value_columns
from tiertrack.store.tables import enterprise_names, fact_observations

# The form of a value on record: text, a fraction, or a whole number, of which truths and days are a kind.
_TEXT, _FRACTION, _WHOLE = "text", "fraction", "whole"

# The most faults that are reported at once.
_MOST_FAULTS = 10


def facts(work: WorkTables, scope: Scope, wanted: Sequence[Column]) -> Table:
    """The columns of the facts, for every enterprise that has any on record.

    Raises BadFrame where a value is too large to be answered from, or is not of its fact's kind.
    """
    slots = _slots(work, wanted)
    columns = [key_column(), *value_columns(wanted), odd_column()]
    table = work.table("facts", columns, _agreed(scope, slots, wanted))
    settled = _settled(work, scope, slots, table)
    _refuse_unfit(work, settled, wanted)
    work.add(table, _of_the_others(settled, wanted))
    work.analyse(table)
    return table


def _slots(work: WorkTables, wanted: Sequence[Column]) -> Table:
    """The facts and years asked for, with the number of their column; a fact without a year has the year 0."""
    columns: list[Any] = [
        TableColumn("fact", String(60), primary_key=True),
        TableColumn("year", Integer, primary_key=True, autoincrement=False),
        *(TableColumn("slot", Integer), TableColumn("form", String(10)), TableColumn("largest", BigInteger)),
    ]
    table = work.table("slots", columns)
    forms = {Kind.CHOICE: _TEXT, Kind.SHARE: _FRACTION}
    rows = [
        (column.key, column.year or 0, slot, forms.get(column.kind, _WHOLE), column.largest)
        for slot, column in enumerate(wanted)
    ]
    work.fill(table, rows)
    work.analyse(table)
    return table


def _observed(slots: Table) -> FromClause:
    seen = fact_observations.c
    same = and_(slots.c.fact == seen.fact, slots.c.year == func.coalesce(seen.fiscal_year, 0))
    return fact_observations.join(slots, same)


def _agreed(scope: Scope, slots: Table, wanted: Sequence[Column]) -> Any:
    """One row for each enterprise; ``odd`` where observations of some value differ, or one is out of the ordinary."""
    seen, strange = fact_observations.c, _strange(fact_observations, slots)
    columns: list[ColumnElement[Any]] = []
    differing: list[ColumnElement[bool]] = [func.max(case((strange, 1), else_=0)) == 1]
    for slot, column in enumerate(wanted):
        for name, kept in _kept(column):
            least, most = (of(seen[kept]).filter(slots.c.slot == slot) for of in (func.min, func.max))
            columns.append(_value(column, least).label(name))
            differing.append(differ(least, most))
    query = select(seen.enterprise_id, *columns, or_(*differing).label("odd")).select_from(_observed(slots))
    return query.where(*scope.of(fact_observations)).group_by(seen.enterprise_id)


def _kept(column: Column) -> Iterator[tuple[str, str]]:
    """The columns of a fact with those of the register they are read from."""
    yield column.name, "choice" if column.kind is Kind.CHOICE else "numerator"
    if column.kind is Kind.SHARE:
        yield column.denominator, "denominator"


def _value(column: Column, kept: ColumnElement[Any]) -> ColumnElement[Any]:
    return kept != 0 if column.kind.is_yes_or_no else kept


def _strange(values: FromClause, slots: FromClause) -> ColumnElement[bool]:
    """That a value is not what its column holds, or too large for it."""
    value, slot = values.c, slots.c
    return or_(
        and_(slot.form == _TEXT, value.choice.is_(None)),
        and_(slot.form != _TEXT, value.choice.is_not(None)),
        and_(slot.form == _WHOLE, value.denominator != 1),
        value.numerator > slot.largest,
        value.numerator < -slot.largest,
        value.denominator > slot.largest,
    )


def _settled(work: WorkTables, scope: Scope, slots: Table, agreed: Table) -> Table:
    """One row for each value of the odd enterprises, empty where sources disagree."""
    seen, slot = fact_observations.c, slots.c
    place = func.row_number().over(
        partition_by=(seen.enterprise_id, slot.slot, seen.source), order_by=(seen.recorded_at.desc(), seen.id.desc())
    )
    ranked = select(
        *(seen.enterprise_id, slot.slot, slot.form, slot.largest),
        *(seen.numerator, seen.denominator, seen.choice, place.label("place")),
    ).select_from(_observed(slots))
    last = ranked.where(seen.enterprise_id.in_(odd_ones(agreed)), *scope.of(fact_observations)).subquery().c
    kept = {name: last[name] for name in ("numerator", "denominator", "choice")}
    disagree = or_(
        and_(func.count(last.choice) > 0, func.count(last.numerator) > 0),
        *(differ(func.min(column), func.max(column)) for column in kept.values()),
    )
    query = select(
        *(last.enterprise_id, last.slot, last.form, last.largest),
        *(case((~disagree, func.min(column))).label(name) for name, column in kept.items()),
    )
    columns: list[TableColumn[Any]] = [
        *(key_column(), TableColumn("slot", Integer), TableColumn("form", String(10))),
        *(TableColumn(name, BigInteger) for name in ("largest", "numerator", "denominator")),
        TableColumn("choice", String(60)),
    ]
    grouped = query.where(last.place == 1).group_by(last.enterprise_id, last.slot, last.form, last.largest)
    table = work.table("settled", columns, grouped)
    work.analyse(table)
    return table


def _of_the_others(settled: Table, wanted: Sequence[Column]) -> Any:
    """The rows of the odd enterprises, one for each."""
    columns = [
        _value(column, func.max(settled.c[kept]).filter(settled.c.slot == slot)).label(name)
        for slot, column in enumerate(wanted)
        for name, kept in _kept(column)
    ]
    query = select(settled.c.enterprise_id, *columns, sql_false().label("odd"))
    return query.group_by(settled.c.enterprise_id)


def _refuse_unfit(work: WorkTables, settled: Table, wanted: Sequence[Column]) -> None:
    known = or_(settled.c.numerator.is_not(None), settled.c.choice.is_not(None))
    unfit = select(settled).where(known, _strange(settled, settled))
    first = unfit.order_by(settled.c.enterprise_id, settled.c.slot).limit(_MOST_FAULTS)
    rows = work.connection.execute(first).all()
    if rows:
        raise BadFrame(*(_fault(work, row, wanted[row.slot]) for row in rows))


def _fault(work: WorkTables, row: Row[Any], column: Column) -> Fault:
    place, fraction = _name(work, row), f"{row.numerator}/{row.denominator}"
    if row.choice is not None or row.form == _TEXT:
        kind = "选项" if row.form == _TEXT else "数"
        value = fraction if row.choice is None else row.choice
        return Fault("E842", f"“{column.label}”不是{kind}", "请更正后再筛查", value, place)
    if row.form == _WHOLE and row.denominator != 1:
        return Fault("E842", f"“{column.label}”不是整数", "请更正后再筛查", fraction, place)
    most = f"不过 {column.largest}" if row.form == _WHOLE else f"分子、分母各不过 {column.largest}"
    what = f"“{column.label}”超出可以准确筛查的范围（{most}）"
    value = str(row.numerator) if row.form == _WHOLE else fraction
    return Fault("E841", what, "请更正，或按实际精度填写后再筛查", value, place)


def _name(work: WorkTables, row: Row[Any]) -> str:
    """The last name of an enterprise."""
    names = enterprise_names.c
    query = select(names.name).where(names.enterprise_id == row.enterprise_id).order_by(names.id.desc()).limit(1)
    return work.connection.scalar(query) or str(row.enterprise_id)
