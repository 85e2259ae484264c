"""The desk of a scenario: a register in a folder, the files that come in and go out, and the last result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiertrack.bdd.office import ScenarioClock
from tiertrack.errors import TiertrackError
from tiertrack.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from tiertrack.app import Registry
    from tiertrack.register_reports import ImportReport, TitleReport


class Desk:
    """What somebody does with workbooks, lists and documents; what comes in is one file after another."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self.folder = folder
        self.clock: ScenarioClock = ScenarioClock()
        self.brought: ImportReport | TitleReport | None = None
        self.refusal: TiertrackError | None = None
        self._rulebook = rulebook
        self._open: Registry | None = None

    @property
    def registry(self) -> Registry:
        """The register, a file in the folder as at a real desk."""
        if self._open is None:
            from tiertrack.app import initialise, open_registry

            url = f"sqlite:///{self.folder / '登记库.db'}"
            initialise(url)
            self._open = open_registry(url, self._rulebook, self.clock)
        return self._open

    def close(self) -> None:
        """Closes the register; the scenario must have checked what was refused."""
        if self._open is not None:
            self._open.close()
        assert self.refusal is None, f"这一步没有办成，而场景没有说：{self.refusal}"

    def path(self, name: str) -> Path:
        """Where a file of the scenario lies."""
        return self.folder / name

    def attempt(self, work: Callable[[], Any]) -> Any:
        """Does something that may be refused, and keeps the refusal; one before it must have been checked."""
        assert self.refusal is None, f"这一步没有办成，而场景没有说：{self.refusal}"
        self.brought = None
        try:
            return work()
        except TiertrackError as error:
            self.refusal = error
            return None

    def bring(self, work: Callable[[], ImportReport | TitleReport]) -> None:
        """Imports a file and keeps what it did."""
        self.brought = self.attempt(work)

    def write_workbook(self, name: str, columns: Iterable[list[str]]) -> None:
        """A workbook as somebody keeps it, from a table with an enterprise a column: numbers as numbers."""
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.active
        for row in zip(*columns, strict=True):
            sheet.append([_cell(text) for text in row])
        book.save(self.path(name))

    def fill_in(self, name: str, sheet: str, firm: str, heading: str, value: str) -> None:
        """Writes into the cell of an enterprise below a heading, as by hand."""
        from openpyxl import load_workbook

        book = load_workbook(self.path(name))
        page = book[sheet]
        row, column = _place(page, firm, heading)
        page.cell(row, column).value = _cell(value)
        book.save(self.path(name))

    def add_row(self, name: str, sheet: str, cells: Mapping[str, str]) -> None:
        """Writes a further row below the headings of a sheet, as by hand; a day is one as people type it."""
        from openpyxl import load_workbook

        book = load_workbook(self.path(name))
        page = book[sheet]
        headings = {str(cell.value): cell.column for cell in page[1]}
        row = next(number for number in range(2, page.max_row + 2) if page.cell(number, 1).value is None)
        for heading, text in cells.items():
            page.cell(row, headings[heading]).value = _cell(text)
        book.save(self.path(name))

    def red_cells(self, name: str) -> dict[str, str]:
        """The cells of a workbook marked as wrong, by what is written in them, with what is said of their row."""
        from openpyxl import load_workbook

        found: dict[str, str] = {}
        for page in load_workbook(self.path(name)):
            for row in page.iter_rows():
                for cell in row:
                    if cell.value is not None and str(cell.fill.fgColor.rgb)[-6:] == _RED and cell.column < len(row):
                        found[str(cell.value)] = str(row[-1].value)
        return found

    def words_of(self, name: str) -> str:
        """All that can be read in a file, by a reader that is none of ours."""
        return _READERS[Path(name).suffix](self.path(name))


_RED = "FFC7CE"


def _cell(text: str) -> Any:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None


def _place(page: Worksheet, firm: str, heading: str) -> tuple[int, int]:
    for row in page.iter_rows():
        for cell in row:
            if str(cell.value or "").startswith(heading):
                column = cell.column
                for below in page.iter_rows(min_row=cell.row + 1):
                    if any(one.value == firm for one in below):
                        return int(below[0].row), int(column)
    raise AssertionError(f"没有“{firm}”的“{heading}”这一格")


def _workbook_words(path: Path) -> str:
    from openpyxl import load_workbook

    pages = load_workbook(path, data_only=True)
    cells = (cell for page in pages for row in page.iter_rows(values_only=True) for cell in row if cell is not None)
    return "\n".join((*pages.sheetnames, *map(_shown, cells)))


def _shown(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, dt.datetime) else str(value)


def _document_words(path: Path) -> str:
    from docx import Document

    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(one.text for one in document.paragraphs), *cells))


def _calendar_words(path: Path) -> str:
    from icalendar import Calendar

    return "\n".join(_events(Calendar.from_ical(path.read_bytes())))


def _events(calendar: Any) -> Iterator[str]:
    for event in calendar.walk("VEVENT"):
        yield f"{event['DTSTART'].dt} {event['SUMMARY']}\n{event.get('DESCRIPTION', '')}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


_READERS: dict[str, Callable[[Path], str]] = {
    ".xlsx": _workbook_words,
    ".docx": _document_words,
    ".ics": _calendar_words,
    ".csv": _text,
    ".html": _text,
    ".txt": _text,
}
