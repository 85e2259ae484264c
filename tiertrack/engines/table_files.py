"""Parquet and CSV files as tables to be screened: headings understood, text read exactly, rows scanned as needed.

A heading is a column's name (``revenue:2025``, ``title:srdi_sme``) or what it says in Chinese, with a unit where it has
one. Amounts come out in whole fen; cells that cannot be read come out empty and are told apart by ``unreadable``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from attrs import frozen

from tiertrack.engines.table_checks import raw_name, unreadable_name
from tiertrack.errors import BadDossier, BadFile, BadFrame, Fault
from tiertrack.facts.dossier import value_key
from tiertrack.facts.headings import fact_heading, folded
from tiertrack.facts.industry import INDUSTRY_CODE
from tiertrack.facts.units import LARGEST_FEN, MONEY_UNITS
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import IDENTIFYING, Column, Origin

__all__ = ["ROW", "Table", "open_table"]

# Which row of the file it is, as a person counts them.
ROW = "第几行"

_IDENTIFYING = {
    "name": ("企业名称", "名称"),
    "uscc": ("统一社会信用代码", "信用代码"),
    "region": ("所在地", "地区"),
    "industry": ("行业",),
}
_SHAPES = {
    "uscc": r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$",
    "region": r"^[1-9][0-9]{5}$",
    "industry": INDUSTRY_CODE,
}
_YES = ("是", "true")
_NO = ("否", "false")


@frozen(eq=False)
class Table:
    """An open file: its rows under the names of the wanted columns, and which of those it does not have."""

    frame: pl.LazyFrame
    place: str
    columns: tuple[Column, ...]
    absent: tuple[Column, ...]
    text: frozenset[str]

    @property
    def identifying(self) -> tuple[str, ...]:
        """The identifying columns the file has."""
        return tuple(one.name for one in self.columns if one.name in IDENTIFYING)


def open_table(
    path: Path, wanted: Iterable[Column], money_unit: str | None = None, not_found: Sequence[int] = ()
) -> Table:
    """The table in a Parquet file (or a folder of them) or a CSV in UTF-8.

    ``money_unit`` is that of amounts whose heading and cell give none, which are whole fen without it; ``not_found``
    are numbers that stand for an unknown one. Raises BadFile where it is no table, BadFrame with every fault of
    headings and types.
    """
    frame, first_row = _scanned(path)
    schema = frame.collect_schema()
    named = {one.name: one for one in (*_identifying_columns(), *wanted)}
    found = _headings(list(schema.names()), named, path.name)
    reading = _Reading(money_unit, tuple(not_found), path.name)
    columns: list[pl.Expr] = []
    faults: list[Fault] = []
    for name, heading in found.items():
        try:
            columns += reading.column(named[name], heading, schema[heading.text])
        except BadFrame as error:
            faults.extend(error.faults)
    if faults:
        raise BadFrame(*faults)
    read = frame.with_row_index(ROW, offset=first_row).select(pl.col(ROW).cast(pl.Int64), *columns)
    present = tuple(named[name] for name in found)
    absent = tuple(one for one in named.values() if one.name not in found and one.name not in IDENTIFYING)
    text = frozenset(name for name, heading in found.items() if schema[heading.text] == pl.String)
    return Table(read, path.name, present, absent, text)


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
    for text in dict.fromkeys(one for one in headings if one and headings.count(one) > 1):
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
    plain = {folded(word): one.name for one in named.values() for word in (one.name, one.label)}
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
    """The name a heading stands for; a table may have any number of columns that nobody asks for."""
    if (name := plain.get(folded(text))) is not None:
        return name, _Heading(text)
    try:
        said = fact_heading(text, place)
    except BadDossier:
        return None, _Heading(text)
    return value_key(said.fact.key, said.year), _Heading(text, said.unit)


# Cells.


@frozen
class _Reading:
    money_unit: str | None
    not_found: tuple[int, ...]
    place: str

    def column(self, one: Column, heading: _Heading, dtype: Any) -> Iterator[pl.Expr]:
        """The values of a column and, where they were text, that text and whether it could be read."""
        column = pl.col(heading.text)
        if dtype != pl.String:
            yield self._typed(one, column, heading, dtype).alias(one.name)
            return
        text = column.str.strip_chars()
        text = pl.when(text != "").then(text)
        value = self._read(one, text, heading)
        if self.not_found and _is_number(one):
            text = pl.when(~text.is_in([str(code) for code in self.not_found])).then(text)
        yield pl.when(text.is_not_null()).then(value).alias(one.name)
        yield text.alias(raw_name(one.name))
        yield (text.is_not_null() & value.is_null()).alias(unreadable_name(one.name))

    def _typed(self, one: Column, column: pl.Expr, heading: _Heading, dtype: Any) -> pl.Expr:
        if self.not_found and _is_number(one) and dtype.is_numeric():
            column = pl.when(~column.is_in(list(self.not_found))).then(column)
        unit = heading.unit or self.money_unit
        if one.kind is Kind.SHARE and heading.unit == "%" and dtype.is_numeric():
            return column / 100
        if one.kind is not Kind.MONEY or not dtype.is_numeric():
            return column
        if unit is None and not dtype.is_integer():
            remedy = "请在标题里写单位，如“营业收入（万元）”，或用 --money-unit 说明；不写单位的须为整数（分）"
            raise BadFrame(Fault("E821", f"“{one.label}”不是整数，也没有单位", remedy, str(dtype), heading.text))
        if unit is None:
            return column.cast(pl.Int64)
        # What would not fit any more stays beyond what is taken, so that it is told and never wraps around.
        most = LARGEST_FEN // MONEY_UNITS[unit] + 1
        if dtype.is_integer():
            return column.cast(pl.Int64).clip(-most, most) * MONEY_UNITS[unit]
        scaled = column.cast(pl.Float64).fill_nan(None).clip(-most, most) * MONEY_UNITS[unit]
        return (scaled + 0.5).floor().cast(pl.Int64)

    def _read(self, one: Column, text: pl.Expr, heading: _Heading) -> pl.Expr:
        """What a text says; nothing where it cannot be read."""
        if one.name in _SHAPES:
            upper = text.str.to_uppercase()
            return pl.when(upper.str.contains(_SHAPES[one.name])).then(upper)
        match one.kind:
            case Kind.MONEY:
                return _fen(text, heading.unit or self.money_unit)
            case Kind.SHARE:
                written = pl.when(text.str.ends_with("%")).then(text).otherwise(text + "%")
                text = written if heading.unit == "%" else text
                return pl.when(_decimal(text.str.strip_suffix("%")).is_not_null()).then(text)
            case Kind.POINTS:
                return _decimal(text.str.strip_suffix("分")).cast(pl.Float64)
            case Kind.DATE:
                return text.str.to_date("%Y-%m-%d", strict=False)
            case Kind.CHOICE if one.choices:
                keys = {name: key for key, name in one.choices}
                return text.replace(keys)
            case Kind.CHOICE:
                return text
            case kind if kind.is_yes_or_no:
                low = text.str.to_lowercase()
                return pl.when(low.is_in(_YES)).then(True).when(low.is_in(_NO)).then(False)
            case _:
                return text.str.replace_all(",", "", literal=True).cast(pl.Int64, strict=False)


def _is_number(one: Column) -> bool:
    return one.kind not in (Kind.DATE, Kind.CHOICE) and not one.kind.is_yes_or_no


def _decimal(text: pl.Expr) -> pl.Expr:
    """A number of up to ten decimals, exactly."""
    return text.str.replace_all(",", "", literal=True).cast(pl.Decimal(38, 10), strict=False)


def _fen(text: pl.Expr, unit: str | None) -> pl.Expr:
    """Whole fen of an amount; what is finer than a fen or too large cannot be read. A unit of the cell goes first."""
    number = _decimal(text.str.strip_suffix("元").str.strip_suffix("万").str.strip_suffix("亿"))
    factor = pl.lit(MONEY_UNITS[unit] if unit else 1)
    for suffix in ("元", "万元", "亿元"):
        factor = pl.when(text.str.ends_with(suffix)).then(pl.lit(MONEY_UNITS[suffix])).otherwise(factor)
    fen = pl.when(number.abs() < 10**16).then(number) * factor
    return pl.when(fen % 1 == 0).then(fen).cast(pl.Int64, strict=False)
