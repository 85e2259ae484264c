"""A report as a workbook: a sheet for each section, native charts, then the firms behind each number, last what is
published.

A number leads to its first firm, by a link within the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tiertrack.outgoing import visible
from tiertrack.plotted import Row
from tiertrack.render.report.report import Report
from tiertrack.render.report.report_rows import rung_rows
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
# The column of the number that a chart shows, by the section; the rungs have one of their own.
_CHARTED = {"places": 2, "industries": 2}
_RUNGS = "rungs"
_BARS = 15
_BLUE, _GREEN, _RED = "#14508C", "#2E7D32", "#D9534F"
# How wide a column is at most, by how many there are: few have room for sentences.
_WIDEST, _ROOMY, _FEW = 52, 96, 3
# How wide what is told of a firm is at most.
_WIDE = ("企业", 28), ("信用代码", 20), ("所在地", 18), ("行业", 18), ("说明", 30)
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
                _section(book, section, first_rows, report)
        _firms(book, sheet.figures)
        if sheet.published and sheet.published.tables:
            _section(book, sheet.published, first_rows, report)


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


def _section(book: Book, section: Section, first_rows: dict[int, int], report: Report) -> None:
    page = _Page(book, _NAMES[section.key], first_rows)
    page.words(section.heading, bold=True, font_size=14)
    if section.total:
        page.cells(("共", section.total, section.total.unit))
    for table in section.tables:
        page.measure((_headings(table), *table.rows))
    starts = []
    for place, table in enumerate(section.tables):
        page.row += 1 if place else 0
        if table.title:
            page.words(table.title, bold=True)
        starts.append(page.row)
        page.cells(_headings(table), is_heading=True)
        for row in table.rows:
            page.cells(row)
    for remark in section.remarks:
        page.words(remark, font_color="#55616E")
    if section.key == _RUNGS:
        _rungs_chart(book, page, rung_rows(report))
    elif section.key in _CHARTED:
        _chart(book, page, section.tables[0], starts[0], _CHARTED[section.key])
    page.finish()


def _headings(table: Table) -> tuple[str, ...]:
    return tuple(map("\n".join, table.heading_lines))


def _rungs_chart(book: Book, page: _Page, rows: Sequence[Row]) -> None:
    """The picture of the page: who holds each rung, those since this year apart, with a mark where a plan wants it to
    be. What it shows stands above it: what is not on record is no zero, and is left empty."""
    page.row += 1
    page.words("图里的数", bold=True)
    kinds, first = ("以前持有", "本年新增", "目标"), page.row + 1
    page.cells(("级", *kinds), is_heading=True)
    labels: list[dict[str, object]] = []
    for row in rows:
        told = f"{row['stock']:,} 家" if row["recorded"] else "没有登记"
        counts = (row["stock"] - row["new"], row["new"]) if row["recorded"] else ()
        page.native.write_string(page.row, 0, spreadsheet_text(f"{row['name']}\n{told}"), book.look(**_WORDS))
        for column, count in enumerate(counts, 1):
            page.native.write_number(page.row, column, count, book.look(**_NUMBER))
        if row["target"]:
            page.native.write_number(page.row, len(kinds), row["target"], book.look(**_NUMBER))
            labels.append({"value": f"{row['year']} 年目标 {row['target']:,g}"})
        else:
            labels.append({"delete": True})
        page.native.set_row(page.row, 34)
        page.row += 1
    last = page.row - 1
    bars, marks = (
        book.native.add_chart({"type": "column", "subtype": "stacked"}),
        book.native.add_chart({"type": "line"}),
    )
    for column, (kind, colour) in enumerate(zip(kinds, (_BLUE, _GREEN, _RED), strict=True), 1):
        series = {
            "name": kind,
            "categories": [page.name, first, 0, last, 0],
            "values": [page.name, first, column, last, column],
        }
        if column < len(kinds):
            bars.add_series({**series, "fill": {"color": colour}, "gap": 60})
        elif any(row["target"] for row in rows):
            mark = {"type": "long_dash", "size": 14, "fill": {"color": colour}, "border": {"color": colour}}
            told_beside = {"value": True, "position": "above", "custom": labels}
            marks.add_series({**series, "line": {"none": True}, "marker": mark, "data_labels": told_beside})
            bars.combine(marks)
    bars.set_y_axis({"name": "企业（家）", "major_gridlines": {"visible": False}, "num_format": "0", "min": 0})
    # Not aslant: a name is broken before its number.
    bars.set_x_axis({"num_font": {"rotation": 360, "size": 9}})
    _place(page, bars, "bottom", 400)


def _chart(book: Book, page: _Page, table: Table, start: int, column: int) -> None:
    """A chart of a number of a table below it, drawn by the spreadsheet itself from the cells."""
    count = min(len(table.rows), _BARS)
    chart = book.native.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [page.name, start, column],
            "categories": [page.name, start + 1, 0, start + count, 0],
            "values": [page.name, start + 1, column, start + count, column],
            "fill": {"color": _BLUE},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    # The first row of the table on top, and the numbers below the last all the same.
    chart.set_y_axis({"reverse": True})
    below = {"label_position": "high", "line": {"none": True}}
    chart.set_x_axis(
        {"name": "持有称号的企业（家）", "major_gridlines": {"visible": False}, "num_format": "0", **below}
    )
    _place(page, chart, None, 120 + 26 * count)


def _place(page: _Page, chart: Any, legend: str | None, height: int) -> None:
    chart.set_title({"name": page.name, "name_font": {"size": 12}})
    chart.set_legend({"position": legend} if legend else {"none": True})
    chart.set_size({"width": 900, "height": height})
    page.has_chart = True
    page.native.insert_chart(page.row + 1, 0, chart)


def _firms(book: Book, figures: Sequence[Figure]) -> None:
    columns = (
        SheetColumn("号", Look.WHOLE),
        SheetColumn("数字", widest=24),
        SheetColumn("序", Look.WHOLE),
        # As wide as a sheet of paper at a size that is read without a glass.
        *(SheetColumn(heading, widest=wide) for heading, wide in _WIDE),
    )
    page = book.page(_FIRMS, columns)
    for figure in figures:
        for place, one in enumerate(figure.members, 1):
            page.append((figure.number, figure.what, place, one.name, one.uscc, one.place, one.industry, one.note))
