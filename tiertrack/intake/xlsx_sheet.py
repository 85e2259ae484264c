"""Tables as XLSX workbooks.

A workbook is looked over before it is opened: whatever would unpack beyond measure, is locked, or leaves open which of
its sheets is meant is refused as a file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from attrs import evolve

from tiertrack.errors import BadFile, Fault
from tiertrack.intake.sheet import CellKind, Format, Record, Sheet, damaged_workbook, sheet_of

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MIB = 1024 * 1024
_LARGEST_FILE = 64 * _MIB
_MOST_MEMBERS = 2_000
_LARGEST_UNPACKED = 512 * _MIB
# Sheets are read as a stream; everything else in a workbook (its strings, its styles) is held in memory.
_LARGEST_PART = 64 * _MIB
_HIGHEST_RATIO = 200
_LAST_ROW = 1_048_576


@contextlib.contextmanager
def _xlsx(file: IO[bytes], name: str) -> Iterator[Sheet]:
    head = file.read(len(_OLE))
    if head == _OLE:
        raise _locked(name)
    if not head.startswith(_ZIP):
        raise damaged_workbook(name)
    load_workbook = _loader(name)
    if (size := file.seek(0, os.SEEK_END)) > _LARGEST_FILE:
        raise _too_large(f"{size} 字节", name)
    with _reading(name):
        archive = zipfile.ZipFile(file)
    _refuse_dangerous(archive, name)
    with _reading(name):
        book = load_workbook(file, read_only=True, keep_links=False)
    with contextlib.closing(book):
        yield _only_sheet(book, archive, name)


FORMAT = Format((".xlsx", ".xlsm", ".xltx", ".xltm"), (*_ZIP, _OLE), _xlsx)


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
        raise damaged_workbook(name)
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
        raise damaged_workbook(name) from None


def _only_sheet(book: Any, archive: zipfile.ZipFile, name: str) -> Sheet:
    """The table of the only sheet that is neither hidden nor blank."""
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    filled = [sheet for sheet in visible if next(_records(sheet, name), None) is not None]
    if len(filled) > 1:
        titles = "、".join(sheet.title for sheet in filled)
        fault = Fault("E455", "有几个工作表都有内容，不知道读哪一个", "请只留一个，其余的删去或隐藏", titles, name)
        raise BadFile(fault)
    if not filled:
        remedy = "第一行写标题，以下每行写一家企业；隐藏的工作表不读"
        raise BadFile(Fault("E411", "文件是空的", remedy, place=name))
    (found,) = filled
    where = f"{name} 工作表“{found.title}”"

    # openpyxl reads the epoch of a workbook from macOS, which is four years later.
    sheet = sheet_of(_fitted(_records(found, name)), where, book.epoch.date())
    with _reading(name):
        merged = [area for area in _merged(archive, found) if int(re.sub(r".*:[A-Z]+", "", area)) > sheet.line]
    remedy = "合并后只有左上一格有内容，其余各格会读成空；请取消合并，把内容填进每一格"
    faults = (Fault("E457", "数据行里有合并的单元格", remedy, area, where) for area in merged)
    return evolve(sheet, faults=tuple(faults))


def _records(sheet: Any, name: str) -> Iterator[Record]:
    # The size a workbook states for its sheet is often wrong, and openpyxl would stop there.
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_row=_LAST_ROW), 1)
    while True:
        with _reading(name):
            record = next(_filled(rows), None)
        if record is None:
            return
        yield record


def _filled(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[Record]:
    """The rows that are not blank, without the blank cells at their end."""
    for line, row in rows:
        cells = [_xlsx_cell(cell) for cell in row]
        while cells and not cells[-1][0]:
            cells.pop()
        if cells:
            yield Record(line, cells)


def _fitted(records: Iterator[Record]) -> Iterator[Record]:
    """The records, filled up to the width of the first: a sheet leaves open which of its blank cells are meant."""
    width = None
    for record in records:
        width = width or len(record.cells)
        blank = [("", CellKind.TEXT)] * (width - len(record.cells))
        yield Record(record.line, [*record.cells, *blank])


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
    if kind is CellKind.NUMBER:
        return _number_text(cell.value, cell.number_format), kind
    return _xlsx_text(cell.value, kind).strip(), kind


# What a number format shows as it stands.
_LITERAL = re.compile(r'"[^"]*"|\\.')


def _number_text(number: float, shown_as: str) -> str:
    """A number as the spreadsheet shows it: of the digits of a float the fifteen that are kept, in percent where the
    cell's format scales it so."""
    exact = Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)
    if "%" in _LITERAL.sub("", shown_as):
        return f"{(exact * 100).normalize():f}%"
    return f"{exact.normalize():f}"


def _xlsx_text(value: object, kind: CellKind) -> str:
    if kind is CellKind.FORMULA:
        # An array formula is an object of openpyxl's own.
        return value if isinstance(value, str) else "="
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")


def _merged(archive: zipfile.ZipFile, sheet: Any) -> list[str]:
    """The merged ranges of a sheet, which openpyxl leaves out of a sheet it streams."""
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


def _locked(name: str) -> BadFile:
    remedy = "请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 后再试"
    return BadFile(Fault("E451", "是加密的或旧式 .xls 的工作簿", remedy, place=name))


def _too_large(size: str, name: str) -> BadFile:
    remedy = "请核对文件来历；确是名单的，请只留名单，另存为新的 .xlsx 或“CSV UTF-8”"
    return BadFile(Fault("E452", "工作簿大得不像一份名单", remedy, size, name))
