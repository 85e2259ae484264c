"""Parquet and CSV files as tables to be screened: headings understood, text read as everywhere, rows scanned as needed.

A heading is a column's name (``revenue:2025``, ``title:srdi_sme``) or its Chinese label, with a unit where it has one.
Amounts come out in whole fen; cells that cannot be read come out empty and are marked by ``unreadable``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from attrs import frozen

from tiertrack.engines.table_checks import raw_name, unreadable_name
from tiertrack.engines.text_cells import TextCells, text_cells
from tiertrack.errors import BadDossier, BadFile, BadFrame, Fault
from tiertrack.facts.datum import value_key
from tiertrack.facts.headings import fact_heading
from tiertrack.facts.units import LARGEST_FEN, MONEY_UNITS, folded
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import IDENTIFYING, Column, Origin

# Which row of the file it is, as a person counts them.
ROW = "第几行"

_IDENTIFYING = {
    "name": ("企业名称", "名称"),
    "uscc": ("统一社会信用代码", "信用代码"),
    "region": ("所在地", "地区"),
    "industry": ("行业",),
}


@frozen(eq=False)
class Table:
    """An open file: its rows under the names of those wanted columns that it has, and how the cells of those that are
    text are read."""

    frame: pl.LazyFrame
    place: str
    columns: tuple[Column, ...]
    cells: Mapping[str, TextCells]


def open_table(
    path: Path,
    wanted: Iterable[Column],
    money_unit: str | None = None,
    not_found: Sequence[int] = (),
    on: dt.date | None = None,
) -> Table:
    """The table in a Parquet file (or a folder of them) or a CSV in UTF-8.

    ``money_unit`` is that of amounts whose heading and cell give none, which are whole fen without it; ``not_found``
    are numbers that stand for an unknown one; ``on`` is the day places are named as of. Raises BadFile where it is no
    table, BadFrame with every fault of headings and types.
    """
    frame, first_row = _scanned(path)
    schema = frame.collect_schema()
    named = {column.name: column for column in (*_identifying_columns(), *wanted)}
    found = _headings(list(schema.names()), named, path.name)
    cells: dict[str, TextCells] = {}
    values: list[pl.Expr] = []
    faults: list[Fault] = []
    for name, heading in found.items():
        column, dtype = named[name], schema[heading.text]
        # The numbers that stand for an unknown value of this column.
        codes = not_found if _is_number(column) else ()
        if dtype == pl.String or (name == "region" and dtype.is_integer()):
            text = _text(heading, codes)
            cells[name] = text_cells(column, heading.text, heading.unit, money_unit, on)
            values += [cells[name].values(text).alias(name), text.alias(raw_name(name))]
            continue
        try:
            values.append(_typed(column, heading, dtype, money_unit, codes).alias(name))
        except BadFrame as error:
            faults.extend(error.faults)
    if faults:
        raise BadFrame(*faults)
    read = frame.with_row_index(ROW, offset=first_row).select(pl.col(ROW).cast(pl.Int64), *values)
    unread = {unreadable_name(name): pl.col(raw_name(name)).is_not_null() & pl.col(name).is_null() for name in cells}
    return Table(read.with_columns(**unread), path.name, tuple(named[name] for name in found), cells)


def _scanned(path: Path) -> tuple[pl.LazyFrame, int]:
    """The rows as they stand in the file, and the number of the first."""
    suffix = path.suffix.lower()
    if not path.exists():
        raise BadFile(Fault("E401", "没有这个文件", "请核对路径和读取权限", str(path)))
    try:
        if path.is_dir() or suffix in (".parquet", ".pq"):
            frame = pl.scan_parquet(path)
            frame.collect_schema()
            return frame, 1
        if suffix in (".csv", ".txt"):
            _refuse_repeated(path)
            frame = pl.scan_csv(path, infer_schema=False)
            frame.collect_schema()
            return frame, 2
    except UnicodeDecodeError:
        remedy = "请在 Excel 或 WPS 里另存为“CSV UTF-8”后再试"
        raise BadFile(Fault("E402", "文件不是 UTF-8 编码", remedy, place=path.name)) from None
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise BadFile(Fault("E820", "读不出来", "请核对文件是否完整", reason, path.name)) from None
    raise BadFile(Fault("E827", "不是能筛查的文件", "请用 .parquet 或 .csv 文件，或放 .parquet 的目录", str(path)))


def _refuse_repeated(path: Path) -> None:
    """A reader of CSV would give the second of two equal headings a name of its own making."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings = [text.strip() for text in next(csv.reader(file), [])]
        if not headings or not file.readline():
            what = "文件没有数据行" if headings else "文件是空的"
            raise BadFile(Fault("E411", what, "第一行写标题，以下每行写一家企业", place=path.name))
    for text in dict.fromkeys(heading for heading in headings if heading and headings.count(heading) > 1):
        raise BadFrame(Fault("E422", "标题出现了不止一次", "请只留一列", text, path.name))


# Headings.


@frozen
class _Heading:
    text: str
    unit: str | None = None


def _identifying_columns() -> Iterator[Column]:
    return (Column(name, _IDENTIFYING[name][0], Kind.CHOICE, name, origin=Origin.IDENTITY) for name in IDENTIFYING)


def _headings(texts: Sequence[str], named: Mapping[str, Column], place: str) -> dict[str, _Heading]:
    """The heading of each wanted column that is there."""
    plain = {folded(word): column.name for column in named.values() for word in (column.name, column.label)}
    plain |= {folded(word): name for name, words in _IDENTIFYING.items() for word in words}
    found: dict[str, _Heading] = {}
    faults: list[Fault] = []
    for text in texts:
        name, heading = _resolved(text, plain, place)
        if name is None or name not in named:
            continue
        if name in found:
            what = f"与“{found[name].text}”说的是同一件事"
            faults.append(Fault("E422", what, "请只留一列", text, place))
        found[name] = heading
    if faults:
        raise BadFrame(*faults)
    return found


def _resolved(text: str, plain: Mapping[str, str], place: str) -> tuple[str | None, _Heading]:
    """The name a heading stands for; a table may have any number of other columns."""
    if (name := plain.get(folded(text))) is not None:
        return name, _Heading(text)
    try:
        found = fact_heading(text, place)
    except BadDossier:
        return None, _Heading(text)
    return value_key(found.fact.key, found.year), _Heading(text, found.unit)


# Cells.


def _text(heading: _Heading, codes: Sequence[int]) -> pl.Expr:
    """The texts of a column; unknown where there is nothing, or a code for that."""
    text = pl.col(heading.text).cast(pl.String).str.strip_chars()
    text = pl.when(text != "").then(text)
    return pl.when(~text.is_in([str(code) for code in codes])).then(text) if codes else text


def _typed(column: Column, heading: _Heading, dtype: Any, money_unit: str | None, codes: Sequence[int]) -> pl.Expr:
    """The values of a column that is not text."""
    cells, unit = pl.col(heading.text), heading.unit or money_unit
    if not dtype.is_numeric():
        return cells
    if codes:
        cells = pl.when(~cells.is_in(list(codes))).then(cells)
    if column.kind is Kind.SHARE and heading.unit == "%":
        return cells / 100
    if column.kind is not Kind.MONEY:
        return cells
    if unit is None and not dtype.is_integer():
        remedy = "请在标题里写单位，如“营业收入（万元）”，或用 --money-unit 说明；不写单位的须为整数（分）"
        raise BadFrame(Fault("E821", f"“{column.label}”不是整数，也没有单位", remedy, str(dtype), heading.text))
    if unit is None:
        return cells.cast(pl.Int64)
    # What would not fit any more stays beyond what is taken, so that it is reported and never wraps around.
    most = LARGEST_FEN // MONEY_UNITS[unit] + 1
    if dtype.is_integer():
        return cells.cast(pl.Int64).clip(-most, most) * MONEY_UNITS[unit]
    scaled = cells.cast(pl.Float64).fill_nan(None).clip(-most, most) * MONEY_UNITS[unit]
    return (scaled + 0.5).floor().cast(pl.Int64)


def _is_number(column: Column) -> bool:
    return column.kind not in (Kind.DATE, Kind.CHOICE) and not column.kind.is_yes_or_no
