"""Writing a workbook row by row, in little memory: headings that stay in sight, filters, widths, and no formula.

XlsxWriter writes it. Whatever people wrote goes in as text that no spreadsheet takes for a formula, also where it is
copied on from there.
"""

from __future__ import annotations

import datetime as dt
import functools
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tiertrack.errors import BadFile, Fault
from tiertrack.extras import require
from tiertrack.outgoing import spreadsheet_cell, visible
from tiertrack.render.workbook.sheet_columns import CellValue, Look, SheetColumn

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# The rows and the characters of a cell that a sheet of a workbook has room for.
ROWS, CHARACTERS = 1_048_576, 32_767
# How many characters go on a page on its side and can be read.
_PAGE = 220
# Rows whose texts say how wide a column is to be.
_MEASURED = 300
# How high a line of text is, in points.
_LINE = 15
# The tallest row a spreadsheet has; what needs more is there in full, though not all of it in sight.
TALLEST = 409
# How wide a heading is at most in one line.
_ONE_LINE = 22
# Spreadsheets count days from 1900, and take that for a leap year.
_FIRST_DAY = dt.date(1901, 1, 1)
_HEADING = {
    **{"bold": True, "bg_color": "#DDE7F0", "bottom": 1, "text_wrap": True},
    **{"valign": "vcenter", "align": "center"},
}
_BODY = {"valign": "vcenter"}
# One that every Chinese system has: with a Latin font before it, digits would stand higher than characters.
_FONT = {"font_name": "宋体", "font_size": 11}


class Book:
    """A workbook being written to a file, within a ``with`` statement; raises BadInput where XlsxWriter is not there.

    ``native`` is XlsxWriter's own workbook, for what a sheet has beside rows: drop-downs, charts.
    """

    def __init__(self, target: Path) -> None:
        require("excel", "xlsxwriter")
        from xlsxwriter import Workbook

        # A row at a time is kept, and texts stand in their cells.
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.native: Workbook = Workbook(str(target), {**options, "default_format_properties": _FONT})
        self._pages: list[BookPage] = []
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            for page in self._pages:
                page.finish()
        # It also takes away the files it kept beside.
        self.native.close()

    def look(self, **properties: object) -> Format:
        """XlsxWriter's format of these properties, each made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.native.add_format(properties)
        return self._formats[key]

    def page(self, name: str, columns: Sequence[SheetColumn]) -> BookPage:
        """A further sheet, its headings written."""
        page = BookPage(self, name, columns)
        self._pages.append(page)
        return page


class BookPage:
    """A sheet of a workbook, to which rows are added from the top; ``native`` is XlsxWriter's own sheet."""

    def __init__(self, book: Book, name: str, columns: Sequence[SheetColumn]) -> None:
        self.native: Worksheet = book.native.add_worksheet(name)
        self._columns = tuple(columns)
        self.name: str = name
        self._widths = [max(column.narrowest, _heading_width(column.heading)) for column in columns]
        self._looks = [_format_of(book, column.look) for column in columns]
        # Of a column of numbers: what has more digits than a number keeps is a text, and stands where they do.
        self._beside = [
            book.look(num_format="@", align="right", **_BODY) if column.look.is_of_numbers else look
            for column, look in zip(columns, self._looks, strict=True)
        ]
        self._wrapped = [book.look(num_format="@", text_wrap=True, **_BODY) for _column in columns]
        self.rows: int = 0
        # Those that the row in the making takes up.
        self._lines = 1
        heading = book.look(**_HEADING)
        self.native.set_row(0, 32)
        for index, column in enumerate(columns):
            self.native.write_string(0, index, column.heading, heading)
            if column.note:
                self.native.write_comment(0, index, column.note, _note_look(column.note))

    def append(self, cells: Iterable[CellValue]) -> None:
        """Adds a row; raises BadFile where a workbook has no room for it (E734, E735)."""
        self.rows += 1
        self._lines = 1
        row, sheet, looks = self.rows, self.native, self._looks
        if row >= ROWS:
            what = f"超出一个工作表能放的 {ROWS} 行，没有写"
            raise BadFile(Fault("E734", what, "请写成 .csv，或按条件分成几份", None, self.name))
        is_measured = row <= _MEASURED
        for index, value in enumerate(cells):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text, width = _harmless(value)
                if width > self._columns[index].widest:
                    self._write_long(row, index, text, width)
                else:
                    sheet.write_string(row, index, text, self._beside[index])
            elif isinstance(value, dt.date):
                self._write_day(row, index, value)
                continue
            else:
                # Digit by digit as it is: XlsxWriter writes a decimal number without making a float of it.
                sheet.write_number(row, index, value, looks[index])
                width = len(f"{value:,}") + 4 if is_measured else 0
            if is_measured:
                self._widths[index] = max(self._widths[index], width)

    def _write_long(self, row: int, index: int, text: str, width: int) -> None:
        """What is longer than its column is wide goes on in further lines, not over what stands beside it."""
        if len(text) > CHARACTERS:
            what = f"有一格超出工作表一格能放的 {CHARACTERS} 个字，没有写"
            raise BadFile(Fault("E735", what, "请写成 .csv 或 .json", f"{text[:40]}…", self.name))
        self._lines = max(self._lines, -(-width // (self._columns[index].widest - 2)))
        self.native.set_row(row, min(_LINE * self._lines + 3, TALLEST))
        self.native.write_string(row, index, text, self._wrapped[index])

    def _write_day(self, row: int, index: int, day: dt.date) -> None:
        if day < _FIRST_DAY:
            self.native.write_string(row, index, day.isoformat(), self._beside[index])
        else:
            self.native.write_datetime(row, index, day, self._looks[index])
        self._widths[index] = max(self._widths[index], 12)

    def finish(self) -> None:
        """Sets what hangs on all rows: the widths, the filter, and that the headings stay in sight."""
        from xlsxwriter.utility import xl_range

        wide = 0
        for index, column in enumerate(self._columns):
            width = max(column.narrowest, min(self._widths[index], column.widest))
            wide += width
            # What is filled in later looks as what was written.
            self.native.set_column(index, index, width, self._looks[index])
        # A code is a text of digits on purpose.
        last = max(self.rows, 1), len(self._columns) - 1
        self.native.ignore_errors({"number_stored_as_text": xl_range(0, 0, *last)})
        self.native.freeze_panes(1, 1)
        self.native.autofilter(0, 0, *last)
        self.native.set_landscape()
        self.native.set_paper(9)
        self.native.fit_to_pages(-(-wide // _PAGE), 0)
        self.native.repeat_rows(0)
        self.native.repeat_columns(0)
        # Printed too, as people rule a table.
        self.native.hide_gridlines(0)


def _format_of(book: Book, look: Look) -> Format:
    centred = {"align": "center"} if look in (Look.DAY, Look.YEAR) else {}
    return book.look(num_format=look.value, **_BODY, **centred)


def spreadsheet_text(text: str) -> str:
    """A text as a cell has it, for no spreadsheet a formula and for XlsxWriter no markup of its own; of one that a cell
    has no room for, the beginning."""
    return _harmless(text if len(text) < CHARACTERS else f"{text[: CHARACTERS - 20]}…")[0]


# Most texts of a workbook stand in it many times: 是, 否, a name in each of its rows.
@functools.lru_cache(maxsize=4096)
def _harmless(text: str) -> tuple[str, int]:
    """A text as a cell has it, for no spreadsheet a formula and for XlsxWriter no markup of its own; and how wide a
    column is for it."""
    written = spreadsheet_cell(visible(text))
    if written.startswith("<r>") and written.endswith("</r>"):
        written += " "
    return written, display_width(written) + 2


def _heading_width(heading: str) -> int:
    """How wide a column is for its heading and the mark of the filter: one line of it, of a long one two. It is so much
    narrower than a long one that no font makes that just fit in one line, its ends cut off in print."""
    width = display_width(heading)
    return width + 4 if width <= _ONE_LINE else -(-width // 2) + 4


# A note is three times as wide as one by itself, and as high as its lines.
_WIDE, _A_LINE, _NOTE_HEIGHT = 3, 15, 74


def _note_look(note: str) -> dict[str, object]:
    lines = sum(-(-max(display_width(line), 1) // _NOTE_COLUMNS) for line in note.split("\n"))
    height = max(1.0, (lines + 1) * _A_LINE / _NOTE_HEIGHT)
    return {"x_scale": _WIDE, "y_scale": height, "font_size": 9, "font_name": "宋体", "color": "#FFFBE6"}


_NOTE_COLUMNS = 58


def display_width(text: str) -> int:
    """How wide a text is, in characters of the Latin alphabet."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
