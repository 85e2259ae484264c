"""Writing a list of many rows to a file as it is read: a table that people open, or all of it as JSON."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tiertrack.input_file import PathLike, as_path
from tiertrack.outgoing import json_line, spreadsheet_row
from tiertrack.output_file import Existing, written_whole
from tiertrack.register_reports import ListReport
from tiertrack.render.register.firm_text import Sheet


def write_list(
    rows: Iterable[Any],
    sheet: Sheet,
    into: PathLike,
    existing: Existing = Existing.KEPT,
    sources: Iterable[Path] = (),
) -> ListReport:
    """Writes the rows of a list to a ``.csv``, ``.xlsx`` or ``.json`` file, or to one of the further kinds its sheet
    has, which is none of the ``sources``; says how many, and of how many enterprises.

    Raises BadFile as ``written_whole`` does, and where a workbook has no room for all of it (E734, E735); BadInput
    where the library that writes workbooks is not installed.
    """
    path, count = as_path(into), 0

    def counted() -> Iterable[Any]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    ending = path.suffix.lower()
    with written_whole(path, existing, sources, (*_WRITERS, *sheet.others)) as target:
        if ending in sheet.others:
            target.write_bytes(sheet.others[ending](counted()))
            lines = count
        else:
            lines = _WRITERS[ending](counted(), sheet, target)
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
    from tiertrack.render.workbook.book import Book
    from tiertrack.render.workbook.sheet_columns import SheetColumn

    with Book(target) as book:
        page = book.page("名单", [SheetColumn(heading) for heading in sheet.headings])
        for row in rows:
            for cells in sheet.cells(row):
                page.append(cells)
        return page.rows


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
