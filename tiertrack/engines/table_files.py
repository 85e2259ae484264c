"""Tables as typed columns to be screened: Parquet files scanned as needed, and the columns of text of any table read.

Amounts come out in whole fen; cells that cannot be read come out empty and are marked by ``unreadable``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import polars.selectors as cs
from attrs import field, frozen

from tiertrack.engines.table_checks import raw_name, unreadable_name
from tiertrack.engines.text_cells import TextCells, text_cells
from tiertrack.errors import BadFile, BadFrame, Fault, TiertrackError
from tiertrack.facts.headings import UNUSED, Heading, Unread, read_headings
from tiertrack.facts.not_found import BARE_NUMBER, NO_VALUE, Codes, NotFound, blanks_of
from tiertrack.facts.parsing import CellGrammar
from tiertrack.facts.units import LARGEST_FEN, MONEY_UNITS
from tiertrack.foreign_errors import reason_of
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column, with_identity

# Which row of the file it is, as a person counts them.
ROW = "第几行"


@frozen(eq=False)
class Table:
    """An open table: its rows under the names of the columns it has, and how the cells of those that are text are read.

    ``further`` are columns that nothing asked for, read for what they say of the others; ``unread`` those left out,
    ``faults`` what is wrong with the rows beside their cells.
    """

    frame: pl.LazyFrame
    place: str
    columns: tuple[Column, ...]
    cells: Mapping[str, TextCells]
    further: tuple[Column, ...] = ()
    unread: tuple[Unread, ...] = ()
    faults: tuple[Fault, ...] = ()


# Parquet.


def open_table(
    path: Path,
    wanted: Iterable[Column],
    money_unit: str | None = None,
    not_found: NotFound | None = None,
    on: dt.date | None = None,
) -> Table:
    """The table in a Parquet file, or in a folder of them.

    ``money_unit`` is that of amounts whose heading and cell give none, which are whole fen without it; ``on`` is the
    day places are named as of. Raises BadFile where it is no table, BadFrame with every fault of headings and types,
    and BadInput for codes of columns it does not have.
    """
    frame, asked = _scanned(path), with_identity(wanted)
    schema = frame.collect_schema()
    found = read_headings(schema.names(), path.name)
    codes = not_found or NotFound()
    codes.refuse_absent([*found.columns.values()], path.name)
    headings = {heading.name: heading for heading in found.columns.values()}
    here = {name: heading for name, heading in headings.items() if name in asked}
    if not here:
        remedy = f"请核对列名，要用的有 {'、'.join(column.label for column in asked.values())}"
        raise BadFrame(Fault("E832", "判断要用的列一列也没有", remedy, None, path.name))
    texts: list[TextColumn] = []
    values: list[pl.Expr] = []
    faults = [fault for fault in found.faults if fault.code != "E425"]
    for name, heading in here.items():
        column, dtype = asked[name], schema[heading.text]
        if dtype == pl.String or (name == "region" and dtype.is_integer()):
            texts.append(text_column(column, heading.text, heading, money_unit, codes, on))
            continue
        try:
            values.append(_typed(column, heading, dtype, money_unit, codes.codes_of(heading)).alias(name))
        except BadFrame as error:
            faults.extend(error.faults)
    if faults:
        raise BadFrame(*faults)
    # The heading of the table's own that this column is named like is never one that is asked for.
    rows = frame.select([heading.text for heading in here.values()]).with_row_index(ROW, offset=1)
    read = read_texts(rows, texts, [pl.col(ROW).cast(pl.Int64), *values])
    unused = [Unread(heading.text, why=UNUSED) for name, heading in headings.items() if name not in asked]
    columns = tuple(asked[name] for name in here)
    return Table(
        read, path.name, columns, {text.column.name: text.cells for text in texts}, unread=(*found.unread, *unused)
    )


def _scanned(path: Path) -> pl.LazyFrame:
    """The rows as they stand in the file; categories are the texts they stand for."""
    try:
        frame = pl.scan_parquet(path).with_columns((cs.categorical() | cs.enum()).cast(pl.String))
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadFile(Fault("E820", f"读不出来：{reason_of(error)}", "请核对文件是否完整", place=path.name)) from None
    return frame


def _typed(column: Column, heading: Heading, dtype: Any, money_unit: str | None, codes: Codes) -> pl.Expr:
    """The values of a column that is not text."""
    cells, unit = pl.col(heading.text), heading.unit or money_unit
    if not dtype.is_numeric():
        return cells
    if codes.numbers:
        cells = pl.when(~cells.is_in(_numbers(codes, dtype))).then(cells)
    if column.kind is Kind.SHARE and heading.unit == "%":
        return cells / 100
    if column.kind is not Kind.MONEY:
        return cells
    if unit is None and not dtype.is_integer():
        remedy = "请在标题里写单位，如“营业收入（万元）”，或用 money_unit= 说明；不写单位的须为整数（分）"
        raise BadFrame(Fault("E821", f"“{column.label}”不是整数，也没有单位", remedy, str(dtype), heading.text))
    if unit is None:
        return cells.cast(pl.Int64)
    # What would not fit any more stays beyond what is taken, so that it is reported and never wraps around.
    most = LARGEST_FEN // MONEY_UNITS[unit] + 1
    if dtype.is_integer():
        return cells.cast(pl.Int64).clip(-most, most) * MONEY_UNITS[unit]
    scaled = cells.cast(pl.Float64).fill_nan(None).clip(-most, most) * MONEY_UNITS[unit]
    return (scaled + 0.5).floor().cast(pl.Int64)


def _numbers(codes: Codes, dtype: Any) -> Sequence[float]:
    """The codes that a column of numbers can hold."""
    if dtype.is_integer():
        return [int(number) for number in codes.numbers if number.denominator == 1]
    return [float(number) for number in codes.numbers]


# Columns of text.


@frozen(eq=False)
class TextColumn:
    """A column of text that is to be read: what it is, the name it has in its frame, how a cell is read, and the codes
    for values that were not found."""

    column: Column
    source: str
    cells: TextCells
    codes: Codes = field(factory=Codes)
    blanks: frozenset[str] = NO_VALUE

    def written(self) -> pl.Expr:
        """The texts; unknown where there is nothing, or a code for that."""
        text = pl.col(self.source).cast(pl.String).str.strip_chars()
        text = pl.when(~text.is_in(["", *sorted(self.blanks)])).then(text)
        return pl.when(~self._says_not_found(text)).then(text) if self.codes else text

    def _says_not_found(self, text: pl.Expr) -> pl.Expr:
        plain = text.str.normalize("NFKC").str.replace_all("−", "-", literal=True).str.strip_chars()
        found = plain.str.replace_all(r"\s", "").is_in([*self.codes.words])
        if self.codes.numbers:
            number = pl.when(plain.str.contains(f"^{BARE_NUMBER}$")).then(plain.str.replace_all(",", "", literal=True))
            found |= number.cast(pl.Float64).is_in([float(code) for code in self.codes.numbers]).fill_null(False)
        if self.codes.values:
            found |= self.cells.values(text).is_in([*self.codes.values]).fill_null(False)
        return found


def text_column(
    column: Column,
    source: str,
    heading: Heading,
    money_unit: str | None,
    not_found: NotFound,
    on: dt.date | None = None,
) -> TextColumn:
    """The column of text under a heading; ``money_unit`` is that of amounts which have none in heading and cell, ``on``
    the day places are named as of."""
    cells = text_cells(column, heading.text, heading.unit, money_unit, on)
    fact = heading.fact
    codes = not_found.codes_of(heading, None if fact is None else CellGrammar(fact, heading.text, heading.unit))
    read = frozenset(value for word in codes.words if codes.values and (value := _value(cells, word)) is not None)
    return TextColumn(column, source, cells, attrs.evolve(codes, values=read), blanks_of(heading))


def _value(cells: TextCells, word: str) -> object:
    try:
        return cells.parse(word)
    except TiertrackError:
        return None


def read_texts(frame: pl.LazyFrame, texts: Sequence[TextColumn], beside: Sequence[pl.Expr]) -> pl.LazyFrame:
    """The columns of text of a frame as values, with the text of each and whether it could not be read, and the columns
    ``beside`` them."""
    values = [expression for text in texts for expression in _expressions(text)]
    names = [text.column.name for text in texts]
    unread = {unreadable_name(name): pl.col(raw_name(name)).is_not_null() & pl.col(name).is_null() for name in names}
    return frame.select(*beside, *values).with_columns(**unread)


def _expressions(text: TextColumn) -> tuple[pl.Expr, pl.Expr]:
    written, name = text.written(), text.column.name
    return text.cells.values(written).alias(name), written.alias(raw_name(name))
