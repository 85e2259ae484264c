"""The columns of a frame in the types of the rules: whole numbers, dates, truths and keys of choices.

Money becomes whole fen, points whole hundredths, a share a whole number of billionths. What is out of range becomes
unknown, as does a choice that is not offered; :func:`is_out_of_range` tells such cells from empty ones.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import narwhals as nw
from attrs import frozen

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
    return _with_columns(read(frame, columns, money_unit), _bounded(columns, library_of(frame)))


@functools.lru_cache(maxsize=64)
def _bounded(columns: tuple[Column, ...], library: Any) -> Mapping[str, Any]:
    beyond = {column.name: is_out_of_range(column, library.col(column.name), library) for column in columns}
    return {name: library.when(~flag).then(library.col(name)) for name, flag in beyond.items() if flag is not None}


def read(
    frame: Any,
    wanted: Iterable[Column],
    money_unit: str | None = None,
    beside: Mapping[str, Any] | None = None,
) -> Any:
    """The same with what is out of range left as it is, and with further columns ``beside``, of the frame as it was."""
    columns, library = tuple(wanted), library_of(frame)
    schema = schema_of(frame)
    if isinstance(frame, nw.DataFrame) and (days := _days(frame, schema, columns)):
        frame = frame.with_columns(*days)
        schema = schema_of(frame)
    there = tuple((column.name, schema.get(column.name)) for column in (*columns, *_IDENTIFYING))
    reading = _reading(columns, there, money_unit, library)
    if isinstance(frame, nw.DataFrame) and reading.made:
        made = evaluated(frame, reading.made)
        return _with_columns(frame, {**{name: made[name] for name in reading.made}, **reading.absent, **(beside or {})})
    return _with_columns(frame, {**reading.made, **reading.absent, **(beside or {})})


@frozen(eq=False)
class _Reading:
    """The expressions of the columns that have to be read, and those of the ones that are not there."""

    made: dict[str, Any]
    absent: dict[str, Any]


@functools.lru_cache(maxsize=64)
def _reading(
    columns: tuple[Column, ...], there: tuple[tuple[str, Any], ...], money_unit: str | None, library: Any
) -> _Reading:
    """How columns of some types are read; made once for frames that look alike."""
    named = {column.name: column for column in (*columns, *_IDENTIFYING)}
    schema = {name: dtype for name, dtype in there if dtype is not None}
    values = read_columns(schema, named.values(), money_unit, library)
    made = {name: value for name, value in values.items() if not _is_ready(named[name], schema[name], money_unit)}
    absent = {
        name: library.lit(None, dtype=in_library(type_of(column), library))
        for name, column in named.items()
        if name not in values
    }
    return _Reading(made, absent)


def library_of(frame: Any) -> Any:
    """What makes expressions for a frame: Polars for its own, which names them alike and is spared the way through
    narwhals; narwhals for any other."""
    if not frame.implementation.is_polars():
        return nw
    import polars as pl

    return pl


def names_of(frame: Any) -> list[str]:
    """The names of the columns of a frame; that of an eager one has no types to be worked out."""
    names: list[str] = frame.columns if isinstance(frame, nw.DataFrame) else frame.collect_schema().names()
    return names


def schema_of(frame: Any) -> Mapping[str, Any]:
    """The types of the columns of a frame; of an eager one of Polars found once for all that look alike, for narwhals
    takes as long to tell them as a criterion takes for ten thousand rows."""
    if isinstance(frame, nw.DataFrame) and frame.implementation.is_polars():
        native = frame.to_native()
        return _schema_of_polars(tuple(native.columns), tuple(native.dtypes))
    schema: Mapping[str, Any] = frame.collect_schema()
    return schema


@functools.lru_cache(maxsize=64)
def _schema_of_polars(names: tuple[str, ...], dtypes: tuple[Any, ...]) -> Mapping[str, Any]:
    return nw.Schema.from_polars(dict(zip(names, dtypes, strict=True)))


def in_library(dtype: Any, library: Any) -> Any:
    """A type of narwhals as one of the library."""
    return dtype if library is nw else getattr(library, str(dtype))


def _with_columns(frame: Any, columns: Mapping[str, Any]) -> Any:
    """A frame with further columns, in expressions of its library."""
    if not columns:
        return frame
    if library_of(frame) is nw:
        return frame.with_columns(**columns)
    return nw.from_native(frame.to_native().with_columns(**columns))


def _days(frame: nw.DataFrame[Any], schema: Mapping[str, Any], wanted: Iterable[Column]) -> list[nw.Series[Any]]:
    """The days of an eager frame that are text, read by the grammar of every other door; raises BadFrame."""
    days: list[nw.Series[Any]] = []
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
        days.append(nw.new_series(name, found, nw.Date, backend=frame.implementation))
    if faults:
        raise BadFrame(*sorted(faults, key=str))
    return days


def evaluated(frame: nw.DataFrame[Any], columns: Mapping[str, Any]) -> Any:
    """Some columns of an eager frame, in expressions of its library, as a frame of that."""
    if library_of(frame) is nw:
        return frame.select(**columns)
    return collected(frame.to_native().lazy().select(**columns), len(frame))


# So many rows of a column no longer stay in the memory of a processor.
_LONG = 200_000


def collected(frame: Any, rows: int) -> Any:
    """A lazy frame of Polars evaluated. One with many rows goes through the processors' memory in pieces, of which all
    have a share; with few, to plan that would take longer than it saves, and so would every other optimisation but to
    evaluate once what is written twice."""
    from polars import QueryOptFlags

    if rows > _LONG:
        return frame.collect(engine="streaming")
    return frame.collect(engine="in-memory", optimizations=QueryOptFlags.none(comm_subexpr_elim=True))


def _is_ready(column: Column, dtype: Any, money_unit: str | None) -> bool:
    """Whether a column can stay as it is: what need not be read need not be planned either."""
    scaled = column.kind in (Kind.SHARE, Kind.POINTS) or (column.kind is Kind.MONEY and money_unit is not None)
    return not scaled and bool(dtype == type_of(column))


def read_columns(
    schema: Mapping[str, Any], wanted: Iterable[Column], money_unit: str | None = None, library: Any = nw
) -> dict[str, Any]:
    """The values of those wanted columns that are there, in range or not, as expressions of narwhals or Polars; raises
    BadFrame with every column whose type cannot be read."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in wanted:
        if column.name in schema:
            try:
                found[column.name] = typed_column(column, schema[column.name], money_unit, library)
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


@functools.lru_cache(maxsize=1024)
def typed_column(column: Column, dtype: Any, money_unit: str | None = None, library: Any = nw) -> Any:
    """Cells of some type as the expression of their values, in range or not; raises BadFrame."""
    cells, wanted = library.col(column.name), type_of(column)
    # A column of nothing but nulls has a type of its own in some engines; it is unknown whatever it should hold.
    if dtype == nw.Unknown:
        return cells.cast(in_library(wanted, library))
    match column.kind:
        case Kind.DATE if isinstance(dtype, nw.Datetime):
            return cells.cast(library.Date)
        case Kind.DATE if dtype == nw.String:
            return cells.str.to_date(format="%Y-%m-%d")
        case Kind.CHOICE if isinstance(dtype, nw.Categorical | nw.Enum):
            return cells.cast(library.String)
        case Kind.CHOICE if dtype.is_integer() and column.key == "region":
            return cells.cast(library.String)
        case Kind.SHARE if dtype == nw.String:
            return _share(cells, library)
        case Kind.SHARE if dtype.is_numeric():
            return scaled(cells, dtype, SHARE_PARTS, library)
        case Kind.POINTS if dtype.is_numeric():
            return scaled(cells, dtype, 100, library)
        case Kind.MONEY if money_unit is not None and dtype.is_numeric():
            return scaled(cells, dtype, MONEY_UNITS[money_unit], library)
        case _ if wanted == nw.Int64 and dtype.is_integer():
            return _whole(cells, dtype, library)
        case _ if wanted != nw.Int64 and dtype == wanted:
            return cells
    remedy = f"请改成{_MEANT.get(column.kind, '整数')}"
    raise BadFrame(Fault("E821", f"“{column.label}”的类型不对", remedy, str(dtype), f"列 {column.name}"))


def is_out_of_range(column: Column, value: Any, library: Any = nw) -> Any:
    """Whether a typed value is known and beyond what the fact can be; None where anything is in range."""
    if column.kind is Kind.CHOICE:
        # To compare with a few texts takes a third of the time of looking them up.
        return ~reduce(operator.or_, [value == key for key, _name in column.choices]) if column.choices else None
    if column.kind is Kind.DATE:
        return (value < library.lit(FIRST_DAY)) | (value > library.lit(LAST_DAY))
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


def scaled(cells: Any, dtype: Any, unit: int, library: Any = nw) -> Any:
    """Numbers in a larger unit; those with a point are rounded to the smallest, which they were written in. However
    large they are, what comes out is beyond what the fact can be rather than beyond 64 bits."""
    if dtype.is_integer():
        return _whole(cells, dtype, library).clip(-_FAR // unit, _FAR // unit) * unit
    return rounded(cells.cast(library.Float64) * unit, library)


# Beyond whatever a fact can be, and well within 64 bits.
_FAR = 10**18


def _whole(cells: Any, dtype: Any, library: Any) -> Any:
    """Whole numbers in 64 bits with a sign; what is beyond those stays beyond what a fact can be."""
    if dtype == nw.Int128:
        cells = cells.clip(-_FAR, _FAR)
    elif dtype in (nw.UInt64, nw.UInt128):
        # Arrow compares numbers without a sign with nothing else.
        far = library.lit(_FAR, dtype=in_library(dtype, library))
        cells = library.when(cells > far).then(far).otherwise(cells)
    return cells.cast(library.Int64)


def rounded(number: Any, library: Any = nw) -> Any:
    """The nearest whole number, halves upwards, which is not what ``round`` is in every engine; what is not a number
    is unknown."""
    # Choices, because they take a quarter of the time ``clip`` does.
    far = float(_FAR)
    capped = library.when(number > far).then(library.lit(far)).otherwise(number)
    within = library.when(capped < -far).then(library.lit(-far)).otherwise(capped)
    whole = (library.when(~number.is_nan()).then(within) + 0.5).floor()
    # All are well within 64 bits: Polars takes half as long where it need not look.
    return whole.cast(library.Int64) if library is nw else whole.cast(library.Int64, wrap_numerical=True)


def _share(cells: Any, library: Any) -> Any:
    number = cells.str.replace_all("%", "", literal=True).cast(library.Float64)
    parts = library.when(cells.str.ends_with("%")).then(number * (SHARE_PARTS // 100)).otherwise(number * SHARE_PARTS)
    return rounded(parts, library)
