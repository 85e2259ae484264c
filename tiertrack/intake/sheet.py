"""Reading a table row by row from CSV or XLSX, without ever holding the whole of it.

The first row that is not blank holds the headings. A workbook is looked over before it is opened: what would unpack
beyond measure, what is locked, and what leaves open which of its sheets is meant, is refused as a file. What a cell was
in the workbook (text, number, date, formula, error) is kept, for only who reads a column knows what it may be.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import enum
import os
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from attrs import evolve, frozen

from tiertrack.errors import BadFile, Fault

__all__ = ["Cell", "CellKind", "Sheet", "SheetRow", "open_sheet"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ods")

_MIB = 1024 * 1024
_LARGEST_FILE = 64 * _MIB
_MOST_MEMBERS = 2_000
_LARGEST_UNPACKED = 512 * _MIB
# Sheets are read as a stream; everything else in a workbook (its strings, its styles) is held in memory.
_LARGEST_PART = 64 * _MIB
_HIGHEST_RATIO = 200
_LONGEST_LINE = _MIB
_LAST_ROW = 1_048_576

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
        """What keeps anyone from reading it, whatever its column is for; None where nothing does."""
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


@contextlib.contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """The table in a CSV (UTF-8) or XLSX file, told apart by what they hold; rows are read as they are asked for.

    Raises BadFile where it is no table at all: here, or as the rows are read for what only then comes to light.
    """
    with _opened(path) as file:
        head = file.read(len(_OLE))
        file.seek(0)
        if head == _OLE:
            raise _locked(path.name)
        if head.startswith(_ZIP):
            with _workbook(file, path.name) as book:
                yield _only_sheet(book, path.name)
        elif path.suffix.lower() in _WORKBOOK_SUFFIXES:
            raise _no_workbook(path.name)
        else:
            yield _sheet(_csv_records(file, path.name), f"{path.name} ")


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "文件打不开"
        raise BadFile(Fault("E401", reason, "请核对路径和读取权限", str(path))) from None


# Rows, whatever the file.


@frozen
class _Record:
    """A row that is not blank: its number and, for each cell, the text and what it was."""

    line: int
    cells: Sequence[tuple[str, CellKind]]


def _sheet(records: Iterator[_Record], where: str) -> Sheet:
    heading = next(records, None)
    if heading is None:
        raise BadFile(Fault("E411", "文件是空的", "第一行写标题，以下每行写一家企业", place=where.strip()))
    place = f"{where}第 {heading.line} 行"
    cells = tuple(Cell(text, kind, place, _letter(index)) for index, (text, kind) in enumerate(heading.cells))
    return Sheet(heading.line, cells, _rows(records, cells, where))


def _rows(records: Iterator[_Record], headings: tuple[Cell, ...], where: str) -> Iterator[SheetRow]:
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


# CSV.


def _csv_records(file: IO[bytes], name: str) -> Iterator[_Record]:
    reader = csv.reader(_lines(file, name), strict=True)
    line = 1
    try:
        for cells in reader:
            texts = [cell.strip() for cell in cells]
            if any(texts):
                yield _Record(line, [(text, CellKind.TEXT) for text in texts])
            line = reader.line_num + 1
    except csv.Error:
        fault = Fault("E412", "不是合乎语法的 CSV", "请核对这一行起的双引号是否成对", place=f"{name} 第 {line} 行")
        raise BadFile(fault) from None


def _lines(file: IO[bytes], name: str) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends; one that is longer than any row is refused before it fills memory."""
    for number, raw in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 1):
        place = f"{name} 第 {number} 行"
        if len(raw) == _LONGEST_LINE and not raw.endswith(b"\n"):
            raise BadFile(Fault("E412", "这一行太长，不像是 CSV", "请核对文件是否选对", place=place))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            remedy = "请在 Excel 或 WPS 里另存为“CSV UTF-8”，或存成 .xlsx 后再试"
            raise BadFile(Fault("E402", "文件不是 UTF-8 编码", remedy, place=place)) from None
        yield text.removeprefix("\ufeff") if number == 1 else text


# XLSX.


@frozen
class _Book:
    """A workbook that openpyxl has opened, and the archive it lies in."""

    content: Any
    archive: zipfile.ZipFile


@contextlib.contextmanager
def _workbook(file: IO[bytes], name: str) -> Iterator[_Book]:
    load_workbook = _loader(name)
    if (size := file.seek(0, os.SEEK_END)) > _LARGEST_FILE:
        raise _too_large(f"{size} 字节", name)
    with _reading(name):
        archive = zipfile.ZipFile(file)
    _refuse_dangerous(archive, name)
    with _reading(name):
        content = load_workbook(file, read_only=True, keep_links=False)
    try:
        yield _Book(content, archive)
    finally:
        content.close()


def _loader(name: str) -> Callable[..., Any]:
    """openpyxl's function, where it is there and has the guard against entities that expand without end."""
    try:
        import openpyxl
    except ImportError:
        openpyxl = None
    if openpyxl is None or not openpyxl.DEFUSEDXML:
        remedy = "请运行 pip install 'tiertrack[excel]'，或另存为“CSV UTF-8”"
        raise BadFile(Fault("E456", "没有装好读 XLSX 的库", remedy, place=name))
    loader: Callable[..., Any] = openpyxl.load_workbook
    return loader


def _refuse_dangerous(archive: zipfile.ZipFile, name: str) -> None:
    """Judges by what the archive's directory declares; zipfile unpacks no member beyond the size declared for it."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise _locked(name)
    # The other methods of zip are no part of the format, and unpack a few bytes to any size in one step.
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise _no_workbook(name)
    if len(members) > _MOST_MEMBERS:
        raise _too_large(f"{len(members)} 个部件", name)
    unpacked = sum(member.file_size for member in members)
    if unpacked > _LARGEST_UNPACKED:
        raise _too_large(f"解压后 {unpacked} 字节", name)
    for member in members:
        if _swells(member):
            raise _too_large(f"{member.filename} 由 {member.compress_size} 字节变成 {member.file_size} 字节", name)


def _swells(member: zipfile.ZipInfo) -> bool:
    if member.file_size > _LARGEST_PART and not member.filename.startswith("xl/worksheets/"):
        return True
    return member.file_size > _MIB and member.file_size > _HIGHEST_RATIO * member.compress_size


@contextlib.contextmanager
def _reading(name: str) -> Iterator[None]:
    """Calls into openpyxl: a broken workbook breaks it in ways without number, and what it leaves unread (drop-down
    lists, formats) it warns of in English."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception:
        raise _no_workbook(name) from None


def _only_sheet(book: _Book, name: str) -> Sheet:
    """The table of the one sheet that is neither hidden nor blank."""
    visible = [one for one in book.content.worksheets if one.sheet_state == "visible"]
    filled = [one for one in visible if next(_xlsx_records(one, name), None) is not None]
    if len(filled) > 1:
        titles = "、".join(one.title for one in filled)
        fault = Fault("E455", "有几个工作表都有内容，不知道读哪一个", "请只留一个，其余的删去或隐藏", titles, name)
        raise BadFile(fault)
    if not filled:
        remedy = "第一行写标题，以下每行写一家企业；隐藏的工作表不读"
        raise BadFile(Fault("E411", "文件是空的", remedy, place=name))
    (found,) = filled
    where = f"{name} 工作表“{found.title}”"

    sheet = _sheet(_fitted(_xlsx_records(found, name)), where)
    with _reading(name):
        merged = [one for one in _merged(book.archive, found) if _last_line(one) > sheet.line]
    return evolve(sheet, faults=tuple(_merged_fault(one, where) for one in merged))


def _xlsx_records(sheet: Any, name: str) -> Iterator[_Record]:
    # The size a workbook states for its sheet is often wrong, and openpyxl would stop there.
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_row=_LAST_ROW), 1)
    while True:
        with _reading(name):
            record = next(_filled(rows), None)
        if record is None:
            return
        yield record


def _filled(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[_Record]:
    """The rows that are not blank, without the blank cells at their end."""
    for line, row in rows:
        cells = [_xlsx_cell(cell) for cell in row]
        while cells and not cells[-1][0]:
            cells.pop()
        if cells:
            yield _Record(line, cells)


def _fitted(records: Iterator[_Record]) -> Iterator[_Record]:
    """The records, filled up to the width of the first: a sheet does not say which of its blank cells are meant."""
    width = None
    for record in records:
        width = width or len(record.cells)
        blank = [("", CellKind.TEXT)] * (width - len(record.cells))
        yield _Record(record.line, [*record.cells, *blank])


_KINDS = {
    "n": CellKind.NUMBER,
    "d": CellKind.DATE,
    "b": CellKind.YES_NO,
    "f": CellKind.FORMULA,
    "e": CellKind.ERROR,
}


def _xlsx_cell(cell: Any) -> tuple[str, CellKind]:
    if cell.value is None:
        return "", CellKind.TEXT
    kind = _KINDS.get(cell.data_type, CellKind.TEXT)
    return _xlsx_text(cell.value, kind).strip(), kind


def _xlsx_text(value: object, kind: CellKind) -> str:
    if kind is CellKind.FORMULA:
        # An array formula is an object of openpyxl's own.
        return value if isinstance(value, str) else "="
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")


def _merged(archive: zipfile.ZipFile, sheet: Any) -> list[str]:
    """The merged ranges of a sheet, which openpyxl does not tell of a sheet it streams."""
    found: list[str] = []
    rest = b""
    with archive.open(sheet._worksheet_path) as source:
        while chunk := source.read(_MIB):
            text = rest + chunk
            matches = list(_MERGED.finditer(text))
            found.extend(match[1].decode() for match in matches)
            # An element may lie across two chunks, but it is never as long as this.
            rest = text[max(len(text) - 1024, matches[-1].end() if matches else 0) :]
    return found


def _last_line(merged: str) -> int:
    return int(re.sub(r".*:[A-Z]+", "", merged))


def _merged_fault(merged: str, where: str) -> Fault:
    remedy = "合并后只有左上一格有内容，其余各格会读成空；请取消合并，把内容填进每一格"
    return Fault("E457", "数据行里有合并的单元格", remedy, merged, where)


def _no_workbook(name: str) -> BadFile:
    return BadFile(Fault("E450", "不是能读的 XLSX 工作簿，或已经损坏", _SAVE_AGAIN, place=name))


def _locked(name: str) -> BadFile:
    remedy = "请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 后再试"
    return BadFile(Fault("E451", "是加密的或旧式 .xls 的工作簿", remedy, place=name))


def _too_large(size: str, name: str) -> BadFile:
    remedy = "请核对文件来历；确是名单的，请只留名单，另存为新的 .xlsx 或“CSV UTF-8”"
    return BadFile(Fault("E452", "工作簿大得不像一份名单", remedy, size, name))
