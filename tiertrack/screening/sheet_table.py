"""A table that people hand in, as typed columns to be screened: read by the reader that an import reads it by.

The rows are read a bounded part at a time, and only their values are kept: each column takes eight bytes a row, its
names as much as they are long.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import attrs
import polars as pl
from attrs import field, frozen

from tiertrack.engines.table_checks import raw_name, unreadable_fault, unreadable_name
from tiertrack.engines.table_files import ROW, Table, TextColumn, read_texts, text_column
from tiertrack.engines.text_cells import TextCells, where
from tiertrack.errors import BadFrame, Fault, TiertrackError
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.heading_row import LOOKED_THROUGH
from tiertrack.facts.headings import BESIDE_FACTS, NO_HEADING, UNUSED, Heading, Unread, column_place, read_headings
from tiertrack.facts.not_found import NotFound, told_blanks
from tiertrack.intake.fact_cells import (
    READ,
    FactColumn,
    FirmRows,
    nameless,
    no_identifying_column,
    open_fact_sheet,
    unit_of_table,
    year_in,
)
from tiertrack.intake.money_unit_above import UnitColumns, unit_with_what_is_above
from tiertrack.intake.shared_cells import region_code_in
from tiertrack.intake.sheet import Cell, CellKind, Record, Sheet, SheetRow
from tiertrack.intake.title_list import ListReading
from tiertrack.logic.quantity import Kind
from tiertrack.progress import Progress, silent
from tiertrack.rules.reads import Column, Origin, fact_column, with_identity
from tiertrack.screening.firm_rows import IDENTITY, YEAR, by_firm, firm_numbers, repeated_firms
from tiertrack.screening.plain_rows import cell_name, columns_of, may_be_joined, plainly_firms

_CHUNK = 10_000


def sheet_table(
    path: Path,
    wanted: Sequence[Column],
    money_unit: str | None = None,
    not_found: NotFound | None = None,
    sheet: str | None = None,
    on: dt.date | None = None,
    progress: Progress = silent,
) -> tuple[Table, ListReading]:
    """The table in a file of any format that an import reads, a row for each firm, in the order of the file.

    A table with 年度 may have several rows of a firm, one for each year. What is wrong with rows and cells comes with
    the table, to be told with what else is wrong with it, and how the file was read beside it. Raises BadFile where it
    is no table, BadFrame with every fault of the headings, and BadInput for codes of columns it does not have.
    """
    money_unit = unit_of_table(money_unit, path.name)
    with open_fact_sheet(path, sheet) as opened:
        reader = _Reader(opened, with_identity(wanted), money_unit, not_found or NotFound(), path.name, on)
        rows = reader.firms.among(opened.rows)
        # The rows that were looked through for headings come first: they are not among the lines any more.
        part = [*islice(rows, LOOKED_THROUGH)]
        while part:
            reader.take(part)
            progress(len(part))
            while opened.lines is not None and (lines := opened.lines.stretch()) is not None:
                if (cells := columns_of(lines, len(opened.headings))) is None:
                    opened.lines.put_back(lines)
                    break
                reader.take_columns(cells)
                progress(cells.height)
            part = [*islice(rows, _CHUNK)]
        reading = reader.firms.reading
        return reader.table(), attrs.evolve(reading, notes=(*reading.notes, *told_blanks(reader.blanks)))


@frozen(eq=False)
class _Source:
    """A column of the sheet, and how its texts are read."""

    column: FactColumn
    text: TextColumn


@frozen
class _Unreadable:
    """How many cells of a column could not be read, and the first of them."""

    count: int
    row: int
    text: str


@frozen(eq=False)
class _Wrong:
    """Faults of rows and of cells that have no text at all, each told once with its count and its first place."""

    first: dict[tuple[str, str], Fault] = field(factory=dict)
    counts: Counter[tuple[str, str]] = field(factory=Counter)

    def add(self, fault: Fault, column: str = "") -> None:
        """Counts a fault, of a column or of a whole row."""
        key = column, fault.code
        self.first.setdefault(key, fault)
        self.counts[key] += 1

    def __iter__(self) -> Iterator[Fault]:
        for (column, code), fault in self.first.items():
            count = self.counts[column, code]
            more = f"（共 {count} {'格' if column else '行'}）" if count > 1 else ""
            yield attrs.evolve(fault, what=f"{fault.what}{more}")


class _Reader:
    """Reads one sheet, gathering values and faults."""

    def __init__(
        self,
        sheet: Sheet,
        asked: Mapping[str, Column],
        money_unit: str | None,
        not_found: NotFound,
        place: str,
        on: dt.date | None,
    ) -> None:
        self._sheet = sheet
        where = sheet.headings[0].row
        texts = [heading.text for heading in sheet.headings]
        found = read_headings(texts, where, ())
        not_found.refuse_absent([*found.columns.values()], where)
        self._place = place
        self._faults = [heading.fault for heading in sheet.headings if heading.fault is not None]
        self._faults += found.faults
        if not found.identifies:
            self._faults.append(no_identifying_column(where))
        self._headings = found
        amounts = unit_with_what_is_above(money_unit, found.columns.values(), sheet.left_out)
        self._faults += amounts.faults
        self.firms = FirmRows(sheet, found, amounts.notes)
        self._units = UnitColumns.of(texts, found.columns.values(), amounts.unit)
        self._asked = asked
        self._unread = [*found.unread]
        self._unheaded = [index for index, text in enumerate(texts) if not text]
        self._sources: list[_Source] = []
        for index, heading in found.columns.items():
            if heading.fact is None and heading.key not in BESIDE_FACTS and heading.name not in asked:
                self._unread.append(Unread(heading.text, why=UNUSED))
            else:
                column = FactColumn.of(index, heading, amounts.unit, not_found)
                self._sources.append(_Source(column, _text_column(column, asked, amounts.unit, not_found, on)))
        self._wrong = _Wrong()
        self._unreadable: dict[str, _Unreadable] = {}
        self._frames: list[pl.DataFrame] = []
        # How many cells were as good as empty.
        self.blanks = 0

    def take(self, rows: Iterable[SheetRow]) -> None:
        """Reads some rows."""
        fitting = self._fitting(rows)
        for index in self._units.headings:
            for row in fitting:
                self._units.look(index, row.cells.said(index)[0], row.place)
        self._note_unheaded(lambda index: any(row.cells.said(index)[0] for row in fitting))
        texts = {source.text.source: self._texts(source.column, fitting) for source in self._sources}
        schema = {ROW: pl.Int64, **dict.fromkeys(texts, pl.String)}
        self._keep(pl.DataFrame({ROW: [row.line for row in fitting], **texts}, schema=schema))

    def take_columns(self, cells: pl.DataFrame) -> None:
        """Reads rows that are columns of text; only those that are not plainly about a firm are looked at as rows."""
        told = cells.select(plainly_firms([cell_name(index) for index in self.firms.names])).to_series()
        records = (
            Record(line, [((text or "").strip(), CellKind.TEXT) for text in texts])
            for line, *texts in cells.filter(~told).iter_rows()
        )
        odd = self._fitting(self.firms.among(self._sheet.row(record) for record in records if any(record.texts)))
        fitting = cells.filter(told | cells[ROW].is_in([row.line for row in odd]))
        for index in self._units.headings:
            words = fitting.select(ROW, pl.col(cell_name(index)).str.strip_chars()).unique(
                cell_name(index), keep="first", maintain_order=True
            )
            for line, text in words.iter_rows():
                self._units.look(index, text or "", f"{self._sheet.where}第 {line} 行")
        self._note_unheaded(lambda index: (fitting[cell_name(index)].str.strip_chars() != "").any())
        self._keep(fitting)

    def _fitting(self, rows: Iterable[SheetRow]) -> list[SheetRow]:
        """The rows that can be read; what is wrong with the others is noted."""
        fitting = []
        for row in rows:
            if row.fault is None:
                fitting.append(row)
            else:
                self._wrong.add(row.fault)
        return fitting

    def _note_unheaded(self, says_anything: Callable[[int], bool]) -> None:
        """Notes the columns without heading that have anything in them."""
        for index in [index for index in self._unheaded if says_anything(index)]:
            self._unread.append(Unread(f"第 {index + 1} 列", why=NO_HEADING))
            self._unheaded.remove(index)

    def _keep(self, written: pl.DataFrame) -> None:
        """Keeps the values of some rows that are about firms, and notes what cannot be read of them."""
        blank = (written[one.text.source].str.strip_chars().is_in([*one.text.blanks]) for one in self._sources)
        self.blanks += sum(int(texts.sum()) for texts in blank)
        read = read_texts(written.lazy(), [source.text for source in self._sources], [pl.col(ROW)]).collect()
        self._note_unreadable(read)
        self._note_nameless(read)
        values = [source.text.column.name for source in self._sources]
        self._frames.append(read.select(ROW, *values))

    def _texts(self, column: FactColumn, rows: Sequence[SheetRow]) -> list[str | None]:
        """The texts of a column; cells that are anything else than text are read one by one."""
        index = column.index
        return [
            said[0] if (said := row.cells.said(index))[1] is CellKind.TEXT else self._text_of(column, row)
            for row in rows
        ]

    def _text_of(self, column: FactColumn, row: SheetRow) -> str | None:
        try:
            return column.text(row.cells[column.index])
        except TiertrackError as error:
            for fault in error.at(column_place(row.place, column.heading.text)).faults:
                self._wrong.add(fault, column.heading.text)
            return None

    def _note_unreadable(self, read: pl.DataFrame) -> None:
        counts = read.select(pl.col(unreadable_name(source.text.column.name)).sum() for source in self._sources).row(0)
        for source, count in zip(self._sources, counts, strict=True):
            if count:
                name = source.text.column.name
                earlier = self._unreadable.get(name)
                first = read.filter(unreadable_name(name)).select(ROW, raw_name(name)).row(0)
                self._unreadable[name] = (
                    attrs.evolve(earlier, count=earlier.count + count) if earlier else _Unreadable(count, *first)
                )

    def _note_nameless(self, read: pl.DataFrame) -> None:
        """Notes the rows that name no firm, unless what they say of that could not be read."""
        if not self._headings.identifies:
            return
        there = [key for key in IDENTITY if key in read.columns]
        said = pl.any_horizontal([pl.col(key).is_not_null() | pl.col(unreadable_name(key)) for key in there])
        for line in read.filter(~said)[ROW]:
            self._wrong.add(nameless(self._sheet.row(Record(line, ())).place))

    def table(self) -> Table:
        """The table as it was read; raises BadFrame for the faults of the sheet and of its headings."""
        if not self._frames:
            self.take(())
        frame = pl.concat(self._frames)
        frame = frame.with_columns(firm_numbers(frame))
        columns = [source.text.column for source in self._sources]
        wrong = [*self._wrong, *self._cell_faults()]
        if sheet_faults := [*self.firms.faults, *self._faults, *self._units.faults]:
            raise BadFrame(*sheet_faults, *wrong)
        if self._headings.gives_year:
            frame, columns, more = by_firm(frame, columns, self._place)
        else:
            more = repeated_firms(frame, self._place)
        asked = [column for column in columns if column.name in self._asked]
        further = [column for column in columns if column.name not in self._asked and column.name not in BESIDE_FACTS]
        unread = [*self._unread, *(Unread(column.label, why=self._why_unused(column)) for column in further)]
        return Table(frame.lazy(), self._place, tuple(asked), {}, tuple(further), tuple(unread), (*wrong, *more))

    def _cell_faults(self) -> Iterator[Fault]:
        """The faults of the cells that could not be read, of the columns that are needed."""
        for source in self._sources:
            column = source.text.column
            if column.name in self._unreadable and (self._is_needed(source.column.heading)):
                found = self._unreadable[column.name]
                yield unreadable_fault(column, source.text.cells, found.count, found.row, found.text)

    def _is_needed(self, heading: Heading) -> bool:
        return heading.fact is None or heading.wants_year or heading.name in self._asked

    def _why_unused(self, column: Column) -> str:
        """Why a column is not read; that some of its cells cannot be is said, as nothing depends on them."""
        found = self._unreadable.get(column.name)
        return UNUSED if found is None else f"{UNUSED}；有 {found.count} 格读不出来，如第 {found.row} 行的 {found.text}"


def _text_column(
    column: FactColumn,
    asked: Mapping[str, Column],
    money_unit: str | None,
    not_found: NotFound,
    on: dt.date | None,
) -> TextColumn:
    """How the texts of a column are read; what stands beside the facts by the readers of every list."""
    heading, source = column.heading, cell_name(column.index)
    found = text_column(asked.get(heading.name) or _column(heading), source, heading, money_unit, not_found, on)
    return found if heading.key not in READ else attrs.evolve(found, cells=_beside(heading, found.cells, on))


def _column(heading: Heading) -> Column:
    """The column of a heading that nothing asked for."""
    fact = heading.fact
    if fact is None:
        return Column(heading.key, BESIDE_FACTS[heading.key][0], Kind.CHOICE, heading.key, origin=Origin.IDENTITY)
    return fact_column(fact, heading.year)


# Names as nearly all are written; any other is looked at by the reader of names.
_PLAIN_NAME = "^[\u4e00-\u9fffA-Za-z0-9（）()]{1,60}$"
_PLAIN = {"stock_code": "^[0-9]{6}$", **dict.fromkeys(("short_name", "source"), _PLAIN_NAME)}


def _plain_names(text: pl.Expr) -> pl.Expr:
    """Names with nothing beside them, that of no second firm either."""
    is_plain = text.str.contains("^[\u4e00-\u9fffA-Za-z0-9][\u4e00-\u9fffA-Za-z0-9（）()]{1,58}[\u4e00-\u9fff]$")
    return pl.when(is_plain & ~may_be_joined(text)).then(text)


def _beside(heading: Heading, cells: TextCells, on: dt.date | None) -> TextCells:
    def parse(text: str) -> str:
        cell = Cell(text, CellKind.TEXT, "", "")
        match heading.key:
            case "region":
                return region_code_in(cell, on)
            case "uscc":
                return shown_credit_code(READ["uscc"](cell))
            case _:
                return READ[heading.key](cell)

    if heading.key == YEAR:
        return TextCells(year_in, lambda text: where(text, "^20[0-9]{2}$").cast(pl.Int64), pl.Int64)
    if heading.key == "name":
        return TextCells(parse, _plain_names, pl.String)
    shape = _PLAIN.get(heading.key)
    plain = cells.plain if shape is None else lambda text: where(text, shape)
    return TextCells(parse, plain, pl.String)
