"""Writing a list of many rows to a file as it is read: a table that people open, or all of it as JSON."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tiertrack.errors import BadFile, Fault
from tiertrack.extras import require
from tiertrack.input_file import PathLike, as_path
from tiertrack.outgoing import json_line, spreadsheet_row
from tiertrack.output_file import Existing, written_whole
from tiertrack.register_reports import ListReport
from tiertrack.render.register.firm_text import Sheet

# The rows and the characters of a cell that a sheet of a workbook has room for.
_ROWS, _CHARACTERS = 1_048_576, 32_767


def write_list(rows: Iterable[Any], sheet: Sheet, into: PathLike, existing: Existing = Existing.KEPT) -> ListReport:
    """Writes the rows of a list to a ``.csv``, ``.xlsx`` or ``.json`` file; says how many, and of how many enterprises.

    Raises BadFile as ``written_whole`` does, and where a workbook has no room for all of it (E734, E735); BadInput
    where the library that writes workbooks is not installed.
    """
    path, count = as_path(into), 0

    def counted() -> Iterable[Any]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with written_whole(path, existing, endings=tuple(_WRITERS)) as target:
        lines = _WRITERS[path.suffix.lower()](counted(), sheet, target)
    return ListReport(lines, str(path), count if sheet.is_of_firms else None)


def _write_csv(rows: Iterable[Any], sheet: Sheet, target: Path) -> int:
    lines = 0
    # Spreadsheets take a CSV for UTF-8 only where it says so.
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(sheet.headings)
        for row in rows:
            cells = [*map(spreadsheet_row, sheet.cells(row))]
            written.writerows(cells)
            lines += len(cells)
    return lines


def _write_workbook(rows: Iterable[Any], sheet: Sheet, target: Path) -> int:
    require("excel", "openpyxl")
    from openpyxl import Workbook

    # It keeps a row at a time, and the rest in a file of its own.
    book = Workbook(write_only=True)
    page = book.create_sheet("名单")
    try:
        page.append(sheet.headings)
        lines = 1
        for row in rows:
            for cells in map(spreadsheet_row, sheet.cells(row)):
                lines += 1
                _refuse_too_much(lines, cells)
                page.append(cells)
    except BaseException:
        # It would be left to write on, and only say so as it is thrown away.
        page.close()
        raise
    book.save(target)
    return lines - 1


def _refuse_too_much(lines: int, cells: list[str]) -> None:
    if lines > _ROWS:
        remedy = "请写成 .csv，或按条件、用 limit= 分成几份"
        raise BadFile(Fault("E734", f"超出一个工作表能放的 {_ROWS} 行，没有写", remedy))
    for cell in cells:
        if len(cell) > _CHARACTERS:
            what = f"有一格超出工作表一格能放的 {_CHARACTERS} 个字，没有写"
            raise BadFile(Fault("E735", what, "请写成 .csv 或 .json", f"{cell[:40]}…", cells[0]))


def _write_json(rows: Iterable[Any], sheet: Sheet, target: Path) -> int:
    lines = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        before = "["
        for row in rows:
            file.write(f"{before}\n{json_line(sheet.data(row)).rstrip()}")
            before = ","
            lines += 1
        file.write("[]\n" if before == "[" else "\n]\n")
    return lines


_WRITERS: dict[str, Callable[[Iterable[Any], Sheet, Path], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_workbook,
    ".json": _write_json,
}
