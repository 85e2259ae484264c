"""A report as a workbook: a sheet for each section, native charts, then the firms behind each number, last what is
published.

A number leads to its first firm, by a link within the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tiertrack.outgoing import visible
from tiertrack.render.report.report import Report
from tiertrack.render.report.report_sections import report_sheet
from tiertrack.render.report.report_sheet import Cell, Figure, ReportSheet, Section, Table
from tiertrack.render.workbook.book import TALLEST, Book, display_width, spreadsheet_text
from tiertrack.render.workbook.sheet_columns import Look, SheetColumn

_FIRMS = "数字后面的企业"
_COVER = "报告"
# The sheet of each section; some have a chart below.
_NAMES = {
    "rungs": "各级",
    "places": "地区",
    "industries": "行业",
    "readiness": "谁可以报",
    "near": "差一步",
    "due": "到期",
    "changes": "变化",
    "renamed": "更名",
    "indicators": "指标",
}
# The columns of the numbers that a chart shows, by the section.
_CHARTED = {"rungs": (1, 2, 3), "places": (2,), "industries": (2,)}
_BARS = 15
# How wide a column is at most, by how many there are: few have room for sentences.
_WIDEST, _ROOMY, _FEW = 52, 96, 3
# The longest text that stands beside a link.
_TIP = 255
_LINK = {"font_color": "#14508C", "underline": 1, "num_format": "#,##0", "valign": "vcenter"}
_NUMBER = {"num_format": "#,##0", "valign": "vcenter"}
_WORDS = {"text_wrap": True, "valign": "vcenter", "indent": 1}
_HEAD = {"bold": True, "bg_color": "#DDE7F0", "bottom": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}


def write_workbook(report: Report, target: Path) -> None:
    """Writes the report; raises BadInput where XlsxWriter (extra ``excel``) is not installed, BadFile where a workbook
    has no room for all of it (E734, E735)."""
    sheet = report_sheet(report)
    with Book(target) as book:
        first_rows = dict(_first_rows(sheet.figures))
        _cover(book, sheet, first_rows)
        for section in sheet.sections:
            if section.tables:
                _section(book, section, first_rows)
        _firms(book, sheet.figures)
        if sheet.published and sheet.published.tables:
            _section(book, sheet.published, first_rows)


def _first_rows(figures: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """The row, counted as people do, of the first firm behind each number."""
    row = 2
    for figure in figures:
        yield figure.number, row
        row += len(figure.members)


class _Page:
    """A sheet that is written from the top, a row after another."""

    def __init__(self, book: Book, name: str, first_rows: dict[int, int]) -> None:
        self.native = book.native.add_worksheet(name)
        self.name, self.row, self.has_chart = name, 0, False
        self._book, self._first_rows = book, first_rows
        self._widths: dict[int, int] = {}

    def words(self, text: str, **look: object) -> None:
        """A line of text."""
        size = look.get("font_size", 11)
        self.native.set_row(self.row, size * 1.7 if isinstance(size, int) else None)
        self.native.write_string(self.row, 0, spreadsheet_text(text), self._book.look(valign="vcenter", **look))
        self.row += 1

    def measure(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Finds out how wide the columns of some rows are to be, before the first is written."""
        for row in rows:
            widest = _ROOMY if len(row) <= _FEW else _WIDEST
            for column, value in enumerate(row):
                lines = value.split("\n") if isinstance(value, str) else (f"{value.value:,}",)
                wide = max(map(display_width, lines)) + 3
                self._widths[column] = max(self._widths.get(column, 8), min(wide, widest))

    def cells(self, cells: Sequence[Cell], is_heading: bool = False) -> None:
        """A row of a table."""
        lines = 1
        for column, value in enumerate(cells):
            if isinstance(value, Figure):
                self._figure(column, value)
                continue
            text = spreadsheet_text(value)
            self.native.write_string(self.row, column, text, self._book.look(**(_HEAD if is_heading else _WORDS)))
            width = self._widths.get(column, 8)
            lines = max(lines, sum(-(-max(display_width(line), 1) // max(width - 1, 1)) for line in text.split("\n")))
        self.native.set_row(self.row, min(16 * max(lines, 2 if is_heading else 1) + 3, TALLEST))
        self.row += 1

    def _figure(self, column: int, figure: Figure) -> None:
        place = self._first_rows.get(figure.number)
        if place is None:
            self.native.write_number(self.row, column, figure.value, self._book.look(**_NUMBER))
            return
        address, look = f"internal:'{_FIRMS}'!A{place}", self._book.look(**_LINK)
        self.native.write_url(self.row, column, address, look, tip=visible(f"〔{figure.number}〕{figure.what}")[:_TIP])
        # The cell itself is the number; the link shows it.
        self.native.write_number(self.row, column, figure.value, look)

    def finish(self) -> None:
        """Sets the widths and how it is printed."""
        for column, width in self._widths.items():
            self.native.set_column(column, column, width)
        self.native.set_landscape()
        self.native.set_paper(9)
        # What has a chart is on one sheet of paper with it.
        self.native.fit_to_pages(1, 1 if self.has_chart else 0)
        self.native.hide_gridlines(2)


def _cover(book: Book, sheet: ReportSheet, first_rows: dict[int, int]) -> None:
    page = _Page(book, _COVER, first_rows)
    page.words(sheet.title, bold=True, font_size=18)
    page.words(sheet.subtitle)
    page.words(sheet.lead)
    page.row += 1
    if sheet.keys:
        page.measure([[label for label, _figure in sheet.keys]])
        page.cells([label for label, _figure in sheet.keys], is_heading=True)
        page.cells([figure for _label, figure in sheet.keys])
    page.row += 1
    scope = book.look(text_wrap=True, valign="top", font_color="#55616E")
    page.native.merge_range(page.row, 0, page.row + 7, 7, spreadsheet_text(sheet.scope), scope)
    page.finish()
    page.native.set_column(0, 7, 14)


def _section(book: Book, section: Section, first_rows: dict[int, int]) -> None:
    page = _Page(book, _NAMES[section.key], first_rows)
    page.words(section.heading, bold=True, font_size=14)
    if section.total:
        page.cells(("共", section.total, section.total.unit))
    for table in section.tables:
        page.measure((table.headings, *table.rows))
    starts = []
    for place, table in enumerate(section.tables):
        page.row += 1 if place else 0
        if table.title:
            page.words(table.title, bold=True)
        starts.append(page.row)
        page.cells(table.headings, is_heading=True)
        for row in table.rows:
            page.cells(row)
    for remark in section.remarks:
        page.words(remark, font_color="#55616E")
    if section.key in _CHARTED:
        _chart(book, page, section.tables[0], starts[0], _CHARTED[section.key])
    page.finish()


def _chart(book: Book, page: _Page, table: Table, start: int, columns: Sequence[int]) -> None:
    """A chart of the numbers of a table below it, drawn by the spreadsheet itself from the cells."""
    count = min(len(table.rows), _BARS)
    chart = book.native.add_chart({"type": "bar"})
    for column, colour in zip(columns, ("#14508C", "#2E7D32", "#A8201A"), strict=False):
        chart.add_series(
            {
                "name": [page.name, start, column],
                "categories": [page.name, start + 1, 0, start + count, 0],
                "values": [page.name, start + 1, column, start + count, column],
                "fill": {"color": colour},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
    chart.set_title({"name": page.name, "name_font": {"size": 12}})
    # The first row of the table on top.
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "num_format": "0"})
    chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
    chart.set_size({"width": 620, "height": 120 + 26 * count * max(len(columns) - 1, 1)})
    page.has_chart = True
    page.native.insert_chart(page.row + 1, 0, chart)


def _firms(book: Book, figures: Sequence[Figure]) -> None:
    columns = (
        SheetColumn("号", Look.WHOLE),
        SheetColumn("数字", widest=50),
        SheetColumn("序", Look.WHOLE),
        *map(SheetColumn, ("企业", "信用代码", "所在地", "行业", "说明")),
    )
    page = book.page(_FIRMS, columns)
    for figure in figures:
        for place, one in enumerate(figure.members, 1):
            page.append((figure.number, figure.what, place, one.name, one.uscc, one.place, one.industry, one.note))
