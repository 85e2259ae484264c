"""Tables as XLSX workbooks, read as a stream."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from attrs import frozen

from tiertrack.intake.archives import ZIP, not_installed, opened_archive, reading
from tiertrack.intake.sheet import HIDDEN_SHEET, CellKind, Format, LeftOut, Merged, Record, Table, Wanted, letter
from tiertrack.intake.shown_numbers import shown_number
from tiertrack.intake.workbook_choice import the_sheet
from tiertrack.outgoing import without_mark

_MIB = 1024 * 1024
_LAST_ROW = 1_048_576


@contextlib.contextmanager
def _xlsx(file: IO[bytes], name: str) -> Iterator[Callable[[Wanted], Table]]:
    archive = opened_archive(file, name)
    load_workbook = _loader(name)
    with reading(name):
        book = load_workbook(file, read_only=True, keep_links=False)
    with contextlib.closing(book):
        filled = [sheet for sheet in book.worksheets if next(_records(sheet, name), None) is not None]
        yield lambda wanted: _table(book, archive, filled, name, wanted)


FORMAT = Format((".xlsx", ".xlsm", ".xltx", ".xltm"), ZIP, _xlsx, "xl")


def _loader(name: str) -> Callable[..., Any]:
    """openpyxl's function, where it is there and has the guard against entities that expand without end."""
    try:
        import openpyxl
    except ImportError:
        openpyxl = None
    if openpyxl is None or not openpyxl.DEFUSEDXML:
        raise not_installed("XLSX", "excel", name)
    loader: Callable[..., Any] = openpyxl.load_workbook
    return loader


def _table(book: Any, archive: zipfile.ZipFile, filled: Sequence[Any], name: str, wanted: Wanted) -> Table:
    """The table of the sheet that is meant; hidden sheets count only where one is asked for by its name."""
    hidden = [sheet for sheet in filled if sheet.sheet_state != "visible" and sheet.title != wanted.sheet]
    offered = [sheet for sheet in filled if sheet not in hidden]
    found = offered[the_sheet([sheet.title for sheet in offered], wanted, name)]
    where = f"{name} 工作表“{found.title}”"
    with reading(name):
        look = _looked_through(archive, found)
    return Table(
        _records(found, name, look.hidden),
        where,
        ragged=True,
        merged=look.merged,
        notes=(*((f"工作表“{found.title}”",) if len(book.worksheets) > 1 else ()), *look.notes),
        left_out=tuple(LeftOut(f"{name} 工作表“{sheet.title}”", "", HIDDEN_SHEET) for sheet in hidden),
        # openpyxl reads the epoch of a workbook from macOS, which is four years later.
        epoch=book.epoch.date(),
        names=tuple(sheet.title for sheet in filled),
    )


def _records(sheet: Any, name: str, hidden: frozenset[int] = frozenset()) -> Iterator[Record]:
    # The size a workbook states for its sheet is often wrong, and openpyxl would stop there.
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_row=_LAST_ROW), 1)
    while True:
        with reading(name):
            record = next(_filled(rows, hidden), None)
        if record is None:
            return
        yield record


def _filled(rows: Iterator[tuple[int, Sequence[Any]]], hidden: frozenset[int]) -> Iterator[Record]:
    """The rows that are not blank, without the blank cells at their end."""
    for line, row in rows:
        cells = [_xlsx_cell(cell) for cell in row]
        while cells and not cells[-1][0]:
            cells.pop()
        if cells:
            yield Record(line, cells, line in hidden)


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
        return shown_number(cell.value, cell.number_format), kind
    text = _xlsx_text(cell.value, kind).strip()
    return (without_mark(text) if kind is CellKind.TEXT else text), kind


def _xlsx_text(value: object, kind: CellKind) -> str:
    if kind is CellKind.FORMULA:
        # An array formula is an object of openpyxl's own.
        return value if isinstance(value, str) else "="
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    # Of texts that stand in their cells openpyxl leaves as it is how a workbook writes what looks like an escape.
    return str(value).replace("_x005F_", "_")


@frozen
class _Look:
    """What openpyxl leaves out of a sheet it streams: the merged areas, and the rows and columns that are hidden."""

    merged: tuple[Merged, ...]
    hidden: frozenset[int]
    columns: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of hidden columns, which are read: what a firm is told by may well be among them."""
        return (f"隐藏的列照读：{'、'.join(self.columns)} 列",) if self.columns else ()


# Attributes are never as long as this; a bound keeps a broken sheet from being searched again and again to its end.
_MERGED = rb"<(?:\w+:)?mergeCell\s[^<>]{0,256}?\bref=[\"'](?P<area>[A-Z]+(?P<first>[0-9]+):[A-Z]+(?P<last>[0-9]+))[\"']"
_ROW = rb"<(?:\w+:)?row(?=[\s>/])(?P<row>[^<>]{0,512})>"
_COLUMNS = rb"<(?:\w+:)?col(?=[\s>/])(?P<columns>[^<>]{0,512})>"
_ELEMENT = re.compile(_MERGED + rb"|" + _ROW + rb"|" + _COLUMNS)
_FIRST, _LAST = (re.compile(rb"\b" + end + rb"=[\"']([0-9]{1,5})[\"']") for end in (b"min", b"max"))
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,9})[\"']")
# A row of no height is as little seen as one that is hidden.
_UNSEEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']|\bht=[\"']0(?:\.0*)?[\"']")


def _looked_through(archive: zipfile.ZipFile, sheet: Any) -> _Look:
    merged: list[Merged] = []
    hidden: set[int] = set()
    columns: list[str] = []
    rest, row = b"", 0
    with archive.open(sheet._worksheet_path) as source:
        while chunk := source.read(_MIB):
            text, end = rest + chunk, 0
            for match in _ELEMENT.finditer(text):
                end = match.end()
                if match["area"]:
                    merged.append(Merged(match["area"].decode(), int(match["first"]), int(match["last"])))
                    continue
                if match["columns"]:
                    columns += _hidden_columns(match["columns"])
                    continue
                row += 1
                if _UNSEEN.search(match["row"]):
                    number = _NUMBER.search(match["row"])
                    row = int(number[1]) if number else row
                    hidden.add(row)
            # An element may lie across two chunks, but it is never as long as this.
            rest = text[max(len(text) - 1024, end) :]
    return _Look(tuple(merged), frozenset(hidden), tuple(columns))


def _hidden_columns(element: bytes) -> Iterator[str]:
    """The columns an element is about, as a spreadsheet calls them, where they are hidden."""
    first, last = _FIRST.search(element), _LAST.search(element)
    if first and last and _HIDDEN.search(element):
        ends = dict.fromkeys(letter(int(end[1]) - 1) for end in (first, last))
        yield "–".join(ends)
