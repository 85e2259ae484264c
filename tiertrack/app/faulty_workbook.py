"""Giving a workbook back with its faults in it: red cells, and a column that says what is wrong with each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tiertrack.errors import BadInput, Fault
from tiertrack.extras import require
from tiertrack.facts.heading_row import LOOKED_THROUGH
from tiertrack.intake.fault_places import CellFault, in_cells
from tiertrack.intake.template_sheets import FAULTS, IDENTIFYING, read_cover
from tiertrack.outgoing import spreadsheet_cell, visible
from tiertrack.output_file import Existing, written_whole
from tiertrack.render.workbook.book import display_width

_WORKBOOK, _MARK = ".xlsx", f"-{FAULTS}"
_RED = "FFFFC7CE"
_WIDTH = 72
# How high a line is, and how high a row may be, in points.
_A_LINE, _HIGHEST = 15, 409
# How many faults of a row are told beside it.
_TOLD = 100


def copy_beside(path: Path) -> Path | None:
    """Where the faults of a template go unless a place is named: beside it. None for what is no template."""
    if path.suffix.lower() != _WORKBOOK or not _is_template(path):
        return None
    return path.with_name(f"{_next_stem(path.stem)}{_WORKBOOK}")


def has_no_copy(path: Path) -> bool:
    """Whether a file is a template whose faults cannot be marked, since it was saved in another format."""
    return path.suffix.lower() != _WORKBOOK and _is_template(path)


def _is_template(path: Path) -> bool:
    try:
        return read_cover(path) is not None
    except BadInput:
        return False


_COPY = re.compile(rf"(?P<stem>.*){_MARK}(?:-(?P<number>\d{{1,4}}))?", re.DOTALL)


def _next_stem(stem: str) -> str:
    """What the copy of a workbook is called: of one that is a copy itself, the one of the next round."""
    before = _COPY.fullmatch(stem)
    return f"{stem}{_MARK}" if before is None else f"{before['stem']}{_MARK}-{int(before['number'] or 1) + 1}"


def refuse_other_files(path: Path) -> None:
    """Raises BadInput for a file that is no workbook to be copied with its faults."""
    if path.suffix.lower() != _WORKBOOK:
        remedy = "请另存为 .xlsx 再试，或去掉 faults_into="
        raise BadInput(Fault("E438", "只有 .xlsx 工作簿能标红退回", remedy, path.name))


def write_faults(path: Path, faults: Iterable[Fault], into: Path, existing: Existing = Existing.KEPT) -> int:
    """Writes a copy of a workbook with the cells in red that have faults, told in a last column; how many there are.

    The copy is made by the library that reads workbooks: it keeps everything else of the sheets, as their drop-downs
    and notes, which nobody could write anew, but for what an earlier copy told. Without a fault in any cell nothing is
    written.
    Raises BadFile as ``written_whole`` does.
    """
    marked = in_cells(faults)
    if not marked:
        return 0
    require("excel", "openpyxl")
    from openpyxl import load_workbook

    with written_whole(into, existing, (path,), (_WORKBOOK,)) as target:
        book = load_workbook(path)
        for sheet in book.worksheets:
            _clear(sheet)
        for name in dict.fromkeys(one.sheet for one in marked):
            if name in book.sheetnames:
                _mark(book[name], [one for one in marked if one.sheet == name])
        book.active = book.sheetnames.index(marked[0].sheet) if marked[0].sheet in book.sheetnames else 0
        # The library puts an ending of its own to what a name has not.
        with target.open("wb") as file:
            book.save(file)
        book.close()
    return len(marked)


def _mark(sheet: Any, faults: Sequence[CellFault]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import column_index_from_string, get_column_letter

    top, columns = _headings(sheet, faults)
    last = columns.get(FAULTS, sheet.max_column + 1)
    red = PatternFill("solid", fgColor=_RED)
    rows: dict[int, list[str]] = {}
    for one in faults:
        column = column_index_from_string(one.letter) if one.letter else columns.get(_plain(one.heading or ""), 1)
        sheet.cell(one.line, column).fill = red
        # What is wrong with a heading is told beside the first row below it.
        rows.setdefault(max(one.line, top + 1), []).append(one.told)
    title = sheet.cell(top, last, FAULTS)
    title.font, title.fill = Font(bold=True, color="FF9C0006"), red
    for line, told in rows.items():
        several = list(dict.fromkeys(told))
        more = [f"……另有 {len(several) - _TOLD} 处"] if len(several) > _TOLD else []
        text = spreadsheet_cell(visible("\n".join([*several[:_TOLD], *more])))
        sheet.cell(line, last, text).alignment = Alignment(wrap_text=True, vertical="top")
        lines = sum(-(-display_width(part) // (_WIDTH - 14)) for part in text.split("\n"))
        sheet.row_dimensions[line].height = min(_A_LINE * max(lines, 1), _HIGHEST)
    sheet.column_dimensions[get_column_letter(last)].width = _WIDTH


def _clear(sheet: Any) -> None:
    """Takes away what was wrong the last time: the column that told it, and the red of the cells beside it."""
    from openpyxl.styles import PatternFill

    heading = next((cell for row in _upper_rows(sheet) for cell in row if cell.value == FAULTS), None)
    if heading is None:
        return
    for row in sheet.iter_rows(min_row=heading.row):
        for cell in row:
            if cell.fill.fgColor.rgb == _RED:
                cell.fill = PatternFill()
        told = row[heading.column - 1]
        if told.value is not None and told is not heading:
            sheet.row_dimensions[told.row].height = None
        told.value = None
    if heading.column == sheet.max_column:
        # What is told now stands where it stood.
        sheet.delete_cols(heading.column)


def _upper_rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows that may hold the headings."""
    yield from sheet.iter_rows(max_row=min(sheet.max_row, LOOKED_THROUGH))


def _plain(heading: str) -> str:
    return " ".join(heading.split())


def _headings(sheet: Any, faults: Sequence[CellFault]) -> tuple[int, dict[str, int]]:
    """The row of a sheet that has the most of the headings the faults name, with its columns by their headings."""
    wanted = {_plain(one.heading) for one in faults if one.heading} | {*IDENTIFYING}
    rows = {
        row[0].row: {_plain(str(cell.value)): cell.column for cell in row if cell.value is not None}
        for row in _upper_rows(sheet)
    }
    top = max(rows, key=lambda line: (len(wanted & rows[line].keys()), -line))
    return top, rows[top]
