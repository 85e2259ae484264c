"""A table that people hand in, row by row, without ever holding the whole of it, whatever format its file is in.

The first row that is not blank holds the headings. The kind of a cell (text, number, date, formula, error) is kept, for
only the reader of a column knows what it may be. Each format is read by a module of this room whose name ends in
``_sheet``, which offers it as ``FORMAT``; nothing else has to know of it.
"""

from __future__ import annotations

import contextlib
import enum
import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import IO

from attrs import frozen

from tiertrack import intake
from tiertrack.errors import BadFile, Fault
from tiertrack.input_file import opened

# Workbooks that no format reads; what they hold must not be taken for text.
_OTHER_WORKBOOKS = (".xls", ".xlsb", ".et", ".ods")
_SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"


class CellKind(enum.Enum):
    """What a cell was in the workbook; the value is its Chinese name. Every cell of a CSV is text."""

    TEXT = "文字"
    NUMBER = "数字"
    DATE = "日期"
    YES_NO = "是否"
    FORMULA = "公式"
    ERROR = "错误值"


@frozen
class Cell:
    """One cell: its text without outer blanks, what it was, and where: its row in words, its column and heading."""

    text: str
    kind: CellKind
    row: str
    letter: str
    heading: str = ""

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


@frozen
class SheetRow:
    """One row: its number, where it is in words, its cells, and the fault of cells that do not fit the headings."""

    line: int
    place: str
    cells: tuple[Cell, ...]
    fault: Fault | None = None


@frozen
class Sheet:
    """An open table: the number of its heading row, the headings, the rows, which can be read once, and the faults of
    the sheet as a whole."""

    line: int
    headings: tuple[Cell, ...]
    rows: Iterator[SheetRow]
    faults: tuple[Fault, ...] = ()


@frozen
class Format:
    """A format of files that hold a table: the endings of their names, the marks such a file may begin with, and what
    opens one that is read as bytes, given its name. The format without marks is that of plain text."""

    endings: tuple[str, ...]
    marks: tuple[bytes, ...]
    open: Callable[[IO[bytes], str], AbstractContextManager[Sheet]]


@functools.cache
def formats() -> tuple[Format, ...]:
    """Every format a table can be handed in in, in the order of their modules."""
    names = sorted(module.name for module in iter_modules(intake.__path__) if module.name.endswith("_sheet"))
    return tuple(import_module(f"{intake.__name__}.{name}").FORMAT for name in names)


@contextlib.contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """The table in a file, whose content decides its format, and its ending only where that leaves several.

    Rows are read as they are asked for. Raises BadFile where it is no table at all: here, or as the rows are read for
    what only then comes to light.
    """
    with opened(path) as file:
        head = file.read(max(len(mark) for known in formats() for mark in known.marks))
        file.seek(0)
        with _format(head, path).open(file, path.name) as sheet:
            yield sheet


def _format(head: bytes, path: Path) -> Format:
    ending = path.suffix.lower()
    marked = [known for known in formats() if head.startswith(known.marks)]
    named = [known for known in marked or formats() if ending in known.endings]
    if found := [*named, *marked]:
        return found[0]
    if ending in _OTHER_WORKBOOKS:
        raise damaged_workbook(path.name)
    return next(known for known in formats() if not known.marks)


def damaged_workbook(name: str) -> BadFile:
    """The error of a file that should be a workbook and cannot be read as one."""
    return BadFile(Fault("E450", "不是能读的 XLSX 工作簿，或已经损坏", _SAVE_AGAIN, place=name))


# Rows, whatever the file.


@frozen
class Record:
    """A row that is not blank: its number and, for each cell, the text and what it was."""

    line: int
    cells: Sequence[tuple[str, CellKind]]


def sheet_of(records: Iterator[Record], where: str) -> Sheet:
    """The table of the rows of a file that are not blank; ``where`` is what places in it begin with.

    Raises BadFile where there is none, or (as the rows are read) none below the headings.
    """
    heading = next(records, None)
    if heading is None:
        raise BadFile(Fault("E411", "文件是空的", "第一行写标题，以下每行写一家企业", place=where.strip()))
    place = f"{where}第 {heading.line} 行"
    cells = tuple(Cell(text, kind, place, _letter(index)) for index, (text, kind) in enumerate(heading.cells))
    return Sheet(heading.line, cells, _rows(records, cells, where))


def _rows(records: Iterator[Record], headings: tuple[Cell, ...], where: str) -> Iterator[SheetRow]:
    columns = [(heading.letter, " ".join(heading.text.split())) for heading in headings]
    record = None
    for record in records:
        place = f"{where}第 {record.line} 行"
        cells = tuple(
            Cell(text, kind, place, *column) for (text, kind), column in zip(record.cells, columns, strict=False)
        )
        yield SheetRow(record.line, place, cells, _misfit(len(record.cells), len(columns), place))
    if record is None:
        raise BadFile(Fault("E411", "文件没有数据行", "第一行写标题，以下每行写一家企业", place=where.strip()))


def _misfit(cells: int, columns: int, place: str) -> Fault | None:
    if cells == columns:
        return None
    remedy = "请核对多出或缺少的格；CSV 格内有逗号时，请给这一格加双引号"
    return Fault("E431", f"这一行有 {cells} 格，标题有 {columns} 列", remedy, None, place)


def _letter(index: int) -> str:
    """The letters a spreadsheet puts above a column: 0 is A, 26 is AA."""
    index, last = divmod(index, 26)
    return (_letter(index - 1) if index else "") + chr(ord("A") + last)
