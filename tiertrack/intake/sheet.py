"""A table that people hand in, row by row, without ever holding the whole of it, whatever format its file is in.

Whoever opens one says which headings are known: the row with the most of them holds the headings, and what stands
above is left out and said, as are hidden rows and sheets. The kind of a cell (text, number, date, formula, error) is
kept, for only the reader of a column knows what it may be.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import IO, overload

from attrs import field, frozen

from tiertrack.brevity import briefly
from tiertrack.enumeration import first_few
from tiertrack.errors import BadFile, Fault
from tiertrack.facts.heading_row import LOOKED_THROUGH, heading_row, joined_headings, two_rows_of_headings
from tiertrack.intake.text_lines import Lines

_SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"


class CellKind(enum.Enum):
    """What a cell was in the workbook; the value is its Chinese name. Every cell of a CSV is text."""

    TEXT = "文字"
    NUMBER = "数字"
    DATE = "日期"
    YES_NO = "是否"
    FORMULA = "公式"
    ERROR = "错误值"


# The day that workbooks count days from, as they come from Windows.
EPOCH = dt.date(1899, 12, 30)


@frozen
class Cell:
    """One cell: its text without outer blanks, what it was, and where: its row in words, its column and heading.

    ``epoch`` is the day from which its workbook counts days.
    """

    text: str
    kind: CellKind
    row: str
    letter: str
    heading: str = ""
    epoch: dt.date = EPOCH

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return f"{self.row} {self.letter} 列" + (f"“{self.heading}”" if self.heading else "")

    @property
    def fault(self) -> Fault | None:
        """Why it cannot be read, whatever its column is for; None where it can."""
        if self.kind is CellKind.FORMULA:
            remedy = "请复制这一列，“选择性粘贴”为“值”后再试"
            return Fault("E453", "格内是公式，不是值", remedy, self.text, self.place)
        if self.kind is CellKind.ERROR:
            return Fault("E454", "格内是表格软件的错误值", "请改成应有的内容，或清空这一格", self.text, self.place)
        return None


class Cells(Sequence[Cell]):
    """The cells of a row, each made when it is looked at: most are only asked what they say."""

    __slots__ = ("_columns", "_place", "_said")

    def __init__(
        self, said: Sequence[tuple[str, CellKind]], place: str, columns: Sequence[tuple[str, str, dt.date]]
    ) -> None:
        self._said = said
        self._place = place
        self._columns = columns

    def __len__(self) -> int:
        return min(len(self._said), len(self._columns))

    @overload
    def __getitem__(self, index: int) -> Cell: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Cell]: ...

    def __getitem__(self, index: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        text, kind = self._said[range(len(self))[index]]
        return Cell(text, kind, self._place, *self._columns[index])

    def said(self, index: int) -> tuple[str, CellKind]:
        """What a cell says and what it is, without the cell."""
        return self._said[index]

    def texts(self) -> list[str]:
        """What all cells say."""
        return [text for text, _kind in self._said[: len(self._columns)]]


@frozen
class SheetRow:
    """One row: its number, where it is in words, its cells, and the fault of cells that do not fit the headings."""

    line: int
    place: str
    cells: Cells
    fault: Fault | None = None


# Why the rows above the headings are left out, and what nobody sees.
ABOVE_HEADINGS, HIDDEN_ROW, HIDDEN_SHEET = "在标题以上", "隐藏的行", "隐藏的工作表"


@frozen
class LeftOut:
    """A row or a sheet that is not read: where it is, what it says, and why it is left out."""

    place: str
    text: str
    reason: str

    __repr__ = briefly


@frozen
class Merged:
    """An area of merged cells: as a spreadsheet writes it, with its first and its last row."""

    area: str
    first: int
    last: int


@frozen
class Sheet:
    """An open table: the number of its (last) heading row, the headings, and the rows, which can be read once.

    ``notes`` says what was found out about the file (its encoding, its sheet), ``left_out`` what is passed over; it
    grows as the rows are read. ``to_confirm`` are the rows of a table that was read off a page, for a person to look at
    before they are believed; None for any other. ``row`` is the row that a record below the headings is. ``lines`` are
    those of a plain text: what is taken of them many at a time is not among the ``rows`` any more. ``names`` are those
    of all sheets of the workbook that have anything in them, hidden ones too.
    """

    line: int
    headings: tuple[Cell, ...]
    rows: Iterator[SheetRow]
    row: Callable[[Record], SheetRow]
    where: str = ""
    merged: tuple[Merged, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: list[LeftOut] = field(factory=list)
    to_confirm: tuple[tuple[str, ...], ...] | None = None
    lines: Lines | None = None
    names: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of the sheet as a whole."""
        return tuple(self.merge_faults(frozenset()))

    def merge_faults(self, unread: Collection[int]) -> Iterator[Fault]:
        """A fault for each area of merged cells below the headings, unless none of its rows is read."""
        remedy = "合并后只有左上一格有内容，其余各格会读成空；请取消合并，把内容填进每一格"
        for merged in self.merged:
            if merged.last > self.line and not all(line in unread for line in range(merged.first, merged.last + 1)):
                yield Fault("E457", "数据行里有合并的单元格", remedy, merged.area, self.where.strip())


@frozen
class Wanted:
    """What is looked for in a file: the headings that are ``known`` (None: the first row holds them, whatever they
    are), the name of the sheet (None: the only one that has anything in it), and whether it may be a table read off a
    ``page``: only where somebody has to look at it before it is believed."""

    known: Callable[[str], bool] | None = None
    sheet: str | None = None
    page: bool = False


@frozen
class Format:
    """A format of files that hold tables: the endings of their names, the marks such a file may begin with, and what
    opens one that is read as bytes, given its name, and then gives the table that is wanted, as often as one is. The
    format without marks is that of plain text; of formats with the same marks, which are archives, ``member`` is the
    beginning of a name that only one has. ``page``: its tables are read off pages."""

    endings: tuple[str, ...]
    marks: tuple[bytes, ...]
    open: Callable[[IO[bytes], str], AbstractContextManager[Callable[[Wanted], Table]]]
    member: str = ""
    page: bool = False


def damaged_workbook(name: str) -> BadFile:
    """The error of a file that should be a workbook and cannot be read as one."""
    return BadFile(Fault("E450", "不是能读的 XLSX 工作簿，或已经损坏", _SAVE_AGAIN, place=name))


# Rows, whatever the file.


@frozen
class Record:
    """A row that is not blank: its number and, for each cell, the text and what it was; and whether it is hidden."""

    line: int
    cells: Sequence[tuple[str, CellKind]]
    hidden: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its cells."""
        return tuple(" ".join(text.split()) for text, _kind in self.cells)

    @property
    def text(self) -> str:
        """What it says, in one line that is not too long."""
        said = " ".join(filter(None, self.texts))
        return said if len(said) <= _LONGEST_SAID else f"{said[:_LONGEST_SAID]}…"


_LONGEST_SAID = 80


@frozen
class Table:
    """What a format finds in a file: the rows that are not blank, and what places in it begin with (``where``).

    ``ragged``: the blank cells at the end of a row are not there, as in a workbook. ``epoch`` is the day from which a
    workbook counts days. The rest is as of a ``Sheet``.
    """

    records: Iterator[Record]
    where: str
    ragged: bool = False
    merged: tuple[Merged, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    to_confirm: tuple[tuple[str, ...], ...] | None = None
    epoch: dt.date = EPOCH
    lines: Lines | None = None
    names: tuple[str, ...] = ()


def sheet_of(table: Table, wanted: Wanted) -> Sheet:
    """The table with its headings found. Raises BadFile where it has no row, or no known heading, or (as the rows are
    read) no row below the headings."""
    left_out = list(table.left_out)
    records = _visible(table, left_out)
    first = list(itertools.islice(records, 1 if wanted.known is None else LOOKED_THROUGH))
    if not first:
        remedy = "第一行写标题，以下每行写一家企业；隐藏的行和工作表不读"
        raise BadFile(Fault("E411", "文件是空的", remedy, place=table.where.strip()))
    above, heading, texts, below = _headings_of(first, wanted, table.where)
    # Hidden rows among the first have been met already, and stand after those above the headings.
    met = len(table.left_out)
    left_out[met:met] = [LeftOut(_at(table, record), record.text, ABOVE_HEADINGS) for record in above]
    place = _at(table, heading)
    kinds = [kind for _text, kind in heading.cells] + [CellKind.TEXT] * (len(texts) - len(heading.cells))
    cells = tuple(
        Cell(text, kind, place, letter(index)) for index, (text, kind) in enumerate(zip(texts, kinds, strict=False))
    )
    columns = [(heading.letter, " ".join(heading.text.split()), table.epoch) for heading in cells]
    row = functools.partial(_row, columns=columns, table=table)
    rows = _rows(itertools.chain(below, records), row, table, left_out)
    told = table.where, table.merged, table.notes, left_out, table.to_confirm, table.lines, table.names
    return Sheet(heading.line, cells, rows, row, *told)


def _visible(table: Table, left_out: list[LeftOut]) -> Iterator[Record]:
    for record in table.records:
        if record.hidden:
            left_out.append(LeftOut(_at(table, record), record.text, HIDDEN_ROW))
        else:
            yield record


def _headings_of(
    first: Sequence[Record], wanted: Wanted, where: str
) -> tuple[Sequence[Record], Record, tuple[str, ...], Sequence[Record]]:
    """The rows above the headings, the last row of the headings, their texts, and the rows below."""
    if wanted.known is None:
        return (), first[0], tuple(text for text, _kind in first[0].cells), first[1:]
    at = heading_row([record.texts for record in first], wanted.known)
    if at is None:
        remedy = "请核对文件是否选对；标题须占一行，如 企业名称、所在地"
        raise BadFile(Fault("E460", "没有一行有认识的标题", remedy, first[0].text, f"{where}第 {first[0].line} 行"))
    for upper, lower in ((at, at + 1), (at - 1, at)):
        if upper >= 0 and lower < len(first):
            two = first[upper].texts, first[lower].texts
            if two_rows_of_headings(*two):
                return first[:upper], first[lower], joined_headings(*two, wanted.known), first[lower + 1 :]
    return first[:at], first[at], tuple(text for text, _kind in first[at].cells), first[at + 1 :]


def _row(record: Record, columns: Sequence[tuple[str, str, dt.date]], table: Table) -> SheetRow:
    place = _at(table, record)
    blank = [("", CellKind.TEXT)] * (len(columns) - len(record.cells)) if table.ragged else ()
    found = [*record.cells, *blank]
    return SheetRow(record.line, place, Cells(found, place, columns), _misfit(len(found), len(columns), place))


def _rows(
    records: Iterator[Record], row: Callable[[Record], SheetRow], table: Table, left_out: Sequence[LeftOut]
) -> Iterator[SheetRow]:
    record = None
    for record in records:
        yield row(record)
    if record is None:
        what, remedy = "文件没有数据行", "第一行写标题，以下每行写一家企业"
        if hidden := [one.place.removeprefix(table.where) for one in left_out if one.reason == HIDDEN_ROW]:
            told = first_few(hidden, "行")
            what, remedy = f"{what}：{told}是隐藏的，没有读", "要读的请取消隐藏，再导入一次"
        raise BadFile(Fault("E411", what, remedy, place=table.where.strip()))


def _at(table: Table, record: Record) -> str:
    return f"{table.where}第 {record.line} 行"


def _misfit(cells: int, columns: int, place: str) -> Fault | None:
    if cells == columns:
        return None
    remedy = "请核对多出或缺少的格；CSV 格内有逗号时，请给这一格加双引号"
    return Fault("E431", f"这一行有 {cells} 格，标题有 {columns} 列", remedy, None, place)


def letter(index: int) -> str:
    """The letters a spreadsheet puts above a column: 0 is A, 26 is AA."""
    index, last = divmod(index, 26)
    return (letter(index - 1) if index else "") + chr(ord("A") + last)
