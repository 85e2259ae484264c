"""The columns of a frame in the types of the rules: whole numbers, dates, truths and keys of choices.

Money becomes whole fen, points whole hundredths, a share a whole number of billionths. What is out of range becomes
unknown, as does a choice that is not offered; :func:`is_out_of_range` tells such cells from empty ones.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import narwhals as nw

from tiertrack.errors import BadFrame, BadQuantity, Fault
from tiertrack.facts.units import MONEY_UNITS, parse_date
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import SHARE_PARTS, Column, with_identity
from tiertrack.temporal import FIRST_DAY, LAST_DAY

_MEANT = {
    Kind.MONEY: "整数（分），或用 money_unit= 说明单位的数",
    Kind.SHARE: "带 % 的文字，或 0 到 1 之间的小数",
    Kind.DATE: "日期，或写成 年-月-日 的文字",
    **dict.fromkeys((Kind.FLAG, Kind.TITLE, Kind.JUDGEMENT), "布尔值（true、false 或空）"),
    Kind.CHOICE: "文字",
    Kind.POINTS: "整数或小数",
}


def typed(frame: Any, wanted: Iterable[Column], money_unit: str | None = None) -> Any:
    """The frame with every wanted column in its type, those that are not there unknown throughout, and so what is out
    of range; the identifying columns too. Raises BadFrame with every column whose type cannot be read."""
    columns = tuple(wanted)
    # A stage of its own: otherwise some engines would evaluate a value again for each limit it is held against.
    beyond = {column.name: is_out_of_range(column, nw.col(column.name)) for column in columns}
    bounded = {name: nw.when(~flag).then(nw.col(name)) for name, flag in beyond.items() if flag is not None}
    found = read(frame, columns, money_unit)
    return found.with_columns(**bounded) if bounded else found


def read(frame: Any, wanted: Iterable[Column], money_unit: str | None = None) -> Any:
    """The same with what is out of range left as it is."""
    named = {column.name: column for column in (*wanted, *_IDENTIFYING)}
    if isinstance(frame, nw.DataFrame):
        frame = _with_days(frame, named.values())
    schema = frame.collect_schema()
    there = read_columns(schema, named.values(), money_unit)
    made = {name: value for name, value in there.items() if not _is_ready(named[name], schema[name], money_unit)}
    absent = {name: nw.lit(None, dtype=type_of(column)) for name, column in named.items() if name not in there}
    if not made and not absent:
        return frame
    if isinstance(frame, nw.DataFrame) and made:
        return frame.with_columns(*evaluated(frame, made).iter_columns(), **absent)
    return frame.with_columns(**made, **absent)


def _with_days(frame: nw.DataFrame[Any], wanted: Iterable[Column]) -> nw.DataFrame[Any]:
    """An eager frame with the days that are text read by the grammar of every other door; raises BadFrame."""
    schema, days = frame.schema, {}
    faults: list[Fault] = []
    for name in (column.name for column in wanted if column.kind is Kind.DATE and schema.get(column.name) == nw.String):
        texts = frame[name].to_list()
        read: dict[str | None, dt.date | None] = {None: None}
        for text in {text for text in texts if isinstance(text, str)}:
            try:
                read[text] = parse_date(text) if text.strip() else None
            except BadQuantity as error:
                faults += error.at(f"列 {name}").faults
                read[text] = None
        found = [read[text] if isinstance(text, str) else None for text in texts]
        days[name] = nw.new_series(name, found, nw.Date, backend=frame.implementation)
    if faults:
        raise BadFrame(*sorted(faults, key=str))
    return frame.with_columns(*days.values()) if days else frame


def evaluated(frame: nw.DataFrame[Any], columns: Mapping[str, nw.Expr]) -> nw.DataFrame[Any]:
    """Some columns of an eager frame. Polars evaluates them in pieces, so that all processors have a share of each."""
    if not frame.implementation.is_polars():
        return frame.select(**columns)
    return frame.lazy().select(**columns).collect(engine="streaming")


def _is_ready(column: Column, dtype: Any, money_unit: str | None) -> bool:
    """Whether a column can stay as it is: what need not be read need not be planned either."""
    scaled = column.kind in (Kind.SHARE, Kind.POINTS) or (column.kind is Kind.MONEY and money_unit is not None)
    return not scaled and bool(dtype == type_of(column))


def read_columns(
    schema: Mapping[str, Any], wanted: Iterable[Column], money_unit: str | None = None
) -> dict[str, nw.Expr]:
    """The values of those wanted columns that are there, in range or not; raises BadFrame with every column whose type
    cannot be read."""
    found: dict[str, nw.Expr] = {}
    faults: list[Fault] = []
    for column in wanted:
        if column.name in schema:
            try:
                found[column.name] = typed_column(column, schema[column.name], money_unit)
            except BadFrame as error:
                faults.extend(error.faults)
    if faults:
        raise BadFrame(*faults)
    return found


def type_of(column: Column) -> Any:
    """The type of the values of a column."""
    if column.kind.is_yes_or_no:
        return nw.Boolean
    return {Kind.DATE: nw.Date, Kind.CHOICE: nw.String}.get(column.kind, nw.Int64)


_IDENTIFYING = tuple(with_identity(()).values())


def typed_column(column: Column, dtype: Any, money_unit: str | None = None) -> nw.Expr:
    """Cells of some type as the expression of their values, in range or not; raises BadFrame."""
    cells, wanted = nw.col(column.name), type_of(column)
    # A column of nothing but nulls has a type of its own in some engines; it is unknown whatever it should hold.
    if dtype == nw.Unknown:
        return cells.cast(wanted)
    match column.kind:
        case Kind.DATE if isinstance(dtype, nw.Datetime):
            return cells.cast(nw.Date)
        case Kind.DATE if dtype == nw.String:
            return cells.str.to_date(format="%Y-%m-%d")
        case Kind.CHOICE if isinstance(dtype, nw.Categorical | nw.Enum):
            return cells.cast(nw.String)
        case Kind.CHOICE if dtype.is_integer() and column.key == "region":
            return cells.cast(nw.String)
        case Kind.SHARE if dtype == nw.String:
            return _share(cells)
        case Kind.SHARE if dtype.is_numeric():
            return scaled(cells, dtype, SHARE_PARTS)
        case Kind.POINTS if dtype.is_numeric():
            return scaled(cells, dtype, 100)
        case Kind.MONEY if money_unit is not None and dtype.is_numeric():
            return scaled(cells, dtype, MONEY_UNITS[money_unit])
        case _ if wanted == nw.Int64 and dtype.is_integer():
            return _whole(cells, dtype)
        case _ if wanted != nw.Int64 and dtype == wanted:
            return cells
    remedy = f"请改成{_MEANT.get(column.kind, '整数')}"
    raise BadFrame(Fault("E821", f"“{column.label}”的类型不对", remedy, str(dtype), f"列 {column.name}"))


def is_out_of_range(column: Column, value: nw.Expr) -> nw.Expr | None:
    """Whether a typed value is known and beyond what the fact can be; None where anything is in range."""
    if column.kind is Kind.CHOICE:
        # To compare with a few texts takes a third of the time of looking them up.
        return ~reduce(operator.or_, [value == key for key, _name in column.choices]) if column.choices else None
    if column.kind is Kind.DATE:
        return (value < nw.lit(FIRST_DAY)) | (value > nw.lit(LAST_DAY))
    limits = extremes(column)
    return None if limits is None else (value < limits[0]) | (value > limits[1])


def extremes(column: Column) -> tuple[int, int] | None:
    """The least and the most a number can be, as it is typed; None of what is no number."""
    if column.kind in (Kind.CHOICE, Kind.DATE) or column.kind.is_yes_or_no:
        return None
    unit = SHARE_PARTS if column.kind is Kind.SHARE else 1
    lowest = -column.largest if column.lowest is None else column.lowest * unit
    highest = column.largest if column.highest is None else column.highest * unit
    return lowest, highest


def scaled(cells: nw.Expr, dtype: Any, unit: int) -> nw.Expr:
    """Numbers in a larger unit; those with a point are rounded to the smallest, which they were written in. However
    large they are, what comes out is beyond what the fact can be rather than beyond 64 bits."""
    if dtype.is_integer():
        return _whole(cells, dtype).clip(-_FAR // unit, _FAR // unit) * unit
    return rounded(cells.cast(nw.Float64) * unit)


# Beyond whatever a fact can be, and well within 64 bits.
_FAR = 10**18


def _whole(cells: nw.Expr, dtype: Any) -> nw.Expr:
    """Whole numbers in 64 bits with a sign; what is beyond those stays beyond what a fact can be."""
    if dtype == nw.Int128:
        cells = cells.clip(-_FAR, _FAR)
    elif dtype in (nw.UInt64, nw.UInt128):
        # Arrow compares numbers without a sign with nothing else.
        far = nw.lit(_FAR, dtype=dtype)
        cells = nw.when(cells > far).then(far).otherwise(cells)
    return cells.cast(nw.Int64)


def rounded(number: nw.Expr) -> nw.Expr:
    """The nearest whole number, halves upwards, which is not what ``round`` is in every engine; what is not a number
    is unknown."""
    # Choices, because they take a quarter of the time ``clip`` does.
    far = float(_FAR)
    capped = nw.when(number > far).then(nw.lit(far)).otherwise(number)
    within = nw.when(capped < -far).then(nw.lit(-far)).otherwise(capped)
    return (nw.when(~number.is_nan()).then(within) + 0.5).floor().cast(nw.Int64)


def _share(cells: nw.Expr) -> nw.Expr:
    number = cells.str.replace_all("%", "", literal=True).cast(nw.Float64)
    parts = nw.when(cells.str.ends_with("%")).then(number * (SHARE_PARTS // 100)).otherwise(number * SHARE_PARTS)
    return rounded(parts)
