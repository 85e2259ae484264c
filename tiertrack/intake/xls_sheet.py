"""Tables as XLS workbooks, the format before XLSX. Of a formula only the value it last had is kept."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from tiertrack.intake.archives import OLE, library, locked, reading, refuse_large
from tiertrack.intake.sheet import (
    EPOCH,
    HIDDEN_SHEET,
    CellKind,
    Format,
    LeftOut,
    Merged,
    Record,
    Table,
    Wanted,
    damaged_workbook,
    letter,
)
from tiertrack.intake.shown_numbers import shown_number
from tiertrack.intake.workbook_choice import the_sheet


@contextlib.contextmanager
def _xls(file: IO[bytes], name: str) -> Iterator[Callable[[Wanted], Table]]:
    if file.read(len(OLE)) != OLE:
        raise damaged_workbook(name)
    refuse_large(file, name)
    xlrd = library("xlrd", "XLS", "excel", name)
    with reading(name):
        try:
            # It writes what it finds odd to its log.
            book = xlrd.open_workbook(file_contents=file.read(), formatting_info=True, logfile=io.StringIO())
        except (xlrd.XLRDError, xlrd.compdoc.CompDocError):
            raise locked(name) from None
    filled = [sheet for sheet in book.sheets() if next(_records(sheet, book, xlrd, name), None) is not None]
    yield lambda wanted: _table(book, xlrd, filled, name, wanted)


FORMAT = Format((".xls", ".xlt"), (OLE,), _xls)


_EPOCH_OF_MACS = dt.date(1904, 1, 1)


def _table(book: Any, xlrd: Any, filled: Sequence[Any], name: str, wanted: Wanted) -> Table:
    hidden = [sheet for sheet in filled if sheet.visibility and sheet.name != wanted.sheet]
    offered = [sheet for sheet in filled if sheet not in hidden]
    found = offered[the_sheet([sheet.name for sheet in offered], wanted, name)]
    return Table(
        _records(found, book, xlrd, name),
        f"{name} 工作表“{found.name}”",
        ragged=True,
        merged=tuple(
            Merged(f"{letter(left)}{top + 1}:{letter(right - 1)}{bottom}", top + 1, bottom)
            for top, bottom, left, right in found.merged_cells
        ),
        notes=(f"工作表“{found.name}”",) if book.nsheets > 1 else (),
        left_out=tuple(LeftOut(f"{name} 工作表“{sheet.name}”", "", HIDDEN_SHEET) for sheet in hidden),
        epoch=_EPOCH_OF_MACS if book.datemode else EPOCH,
        names=tuple(sheet.name for sheet in filled),
    )


def _records(sheet: Any, book: Any, xlrd: Any, name: str) -> Iterator[Record]:
    for index in range(sheet.nrows):
        with reading(name):
            cells = [_cell(cell, book, xlrd) for cell in sheet.row(index)]
            shown = sheet.rowinfo_map.get(index)
        while cells and not cells[-1][0]:
            cells.pop()
        if cells:
            yield Record(index + 1, cells, bool(shown is not None and shown.hidden))


def _cell(cell: Any, book: Any, xlrd: Any) -> tuple[str, CellKind]:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            shown_as = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            return shown_number(cell.value, shown_as), CellKind.NUMBER
        case xlrd.XL_CELL_DATE:
            when = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
            return str(when.date() if when.time() == dt.time() else when), CellKind.DATE
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(cell.value)), CellKind.YES_NO
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#ERROR"), CellKind.ERROR
        case _:
            return str(cell.value).strip(), CellKind.TEXT
