"""A report as a document of Word: one page for the director, then the tables, then the firms behind each number, last
what is published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiertrack.extras import require
from tiertrack.outgoing import visible
from tiertrack.render.document_parts import SANS, SERIF, plain, typeface
from tiertrack.render.report.report import Report
from tiertrack.render.report.report_sections import report_sheet
from tiertrack.render.report.report_sheet import Cell, Figure, ReportSheet, Section, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_WIDTH, _MARGIN = 180, 15
_SMALL, _TABLE, _BODY = 8, 9, 10.5
# How many lines of a column are looked at for its width, and how wide one is at most to each of the others.
_MEASURED, _WIDEST, _NARROWEST = 60, 56, 7
# How wide a letter of a table is, in millimetres, and how small the mark beside a number.
_LETTER, _SMALLER = 1.75, 0.7


def write_document(report: Report, target: Path) -> None:
    """Writes the report; raises BadInput where python-docx (extra ``word``) is not installed."""
    require("word", "docx")
    from docx import Document

    sheet, document = report_sheet(report), Document()
    _lay_out(document, sheet)
    _heading(document, sheet.title, 18, 0)
    _add(document, sheet.subtitle, _TABLE)
    _add(document, sheet.lead)
    if sheet.keys:
        labels, figures = tuple(label for label, _figure in sheet.keys), tuple(figure for _label, figure in sheet.keys)
        _table(document, Table(labels, (figures,)), 11)
    for place, section in enumerate(sheet.sections):
        # The first is for the director, on one page with what is counted how.
        _section(document, section, place == 1, () if place else (sheet.scope,))
    _appendix(document, sheet)
    if sheet.published:
        _section(document, sheet.published, True)
    with target.open("wb") as file:
        document.save(file)


def _lay_out(document: Document, sheet: ReportSheet) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    normal = document.styles["Normal"]
    typeface(normal, SERIF)
    normal.font.size = Pt(_BODY)
    normal.paragraph_format.space_after = Pt(3)
    about = document.core_properties
    about.title, about.author, about.comments = plain(f"{sheet.title}　{sheet.subtitle}"), "", ""


def _section(document: Document, section: Section, on_new_page: bool, beside: Sequence[str] = ()) -> None:
    from docx.shared import Pt

    heading = _heading(document, section.heading, 13, 12)
    heading.paragraph_format.page_break_before = on_new_page
    if section.total:
        total = _add(document, "共 ", _TABLE)
        _number(total, section.total, _TABLE)
        total.add_run(f" {section.total.unit}").font.size = Pt(_TABLE)
    for table in section.tables:
        if table.title:
            above = _add(document, table.title, _TABLE)
            above.runs[0].font.bold = above.paragraph_format.keep_with_next = True
            above.paragraph_format.space_before = Pt(6)
        _table(document, table, _TABLE)
    for order, remark in enumerate((*section.remarks, *beside)):
        below = _add(document, remark, _SMALL)
        below.paragraph_format.space_before = Pt(0 if order else 4)


def _heading(document: Document, text: str, size: float, above: float) -> Paragraph:
    from docx.shared import Pt, RGBColor

    paragraph: Paragraph = document.add_heading(level=1)
    run = paragraph.add_run(plain(text))
    typeface(run, SANS)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), True, RGBColor(0x1C, 0x27, 0x33)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(above), Pt(4)
    return paragraph


def _add(document: Document, text: str, size: float = _BODY) -> Paragraph:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.add_run(plain(visible(text))).font.size = Pt(size)
    return paragraph


def _table(document: Document, table: Table, size: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    made = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    made.autofit = False
    # Each access to the cells of a table reads all of them.
    headings = tuple(map("\n".join, table.heading_lines))
    rows: list[tuple[tuple[Cell, ...], Any]] = [(headings, made.rows[0])]
    rows += [(row, made.add_row()) for row in table.rows]
    widths = [Mm(width) for width in _widths(table)]
    for place, (row, line) in enumerate(rows):
        for index, (value, cell) in enumerate(zip(row, line.cells, strict=True)):
            cell.width = widths[index]
            paragraph = cell.paragraphs[0]
            _fill(paragraph, value, size, place == 0)
            if index in table.numbers or size > _BODY:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if index in table.numbers else WD_ALIGN_PARAGRAPH.CENTER
        _mark(line, "w:cantSplit")
    _mark(made.rows[0], "w:tblHeader")
    # Word goes by the cells, LibreOffice by the columns.
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width


def _mark(row: Any, mark: str) -> None:
    """Marks a row: ``w:tblHeader`` stands again at the top of each page, ``w:cantSplit`` stands on one."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _fill(paragraph: Paragraph, value: Cell, size: float, is_heading: bool) -> None:
    from docx.shared import Pt

    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(1)
    if isinstance(value, Figure):
        _number(paragraph, value, size)
        return
    run = paragraph.add_run(plain(visible(value)))
    run.font.size, run.font.bold = Pt(size), is_heading
    if is_heading:
        typeface(run, SANS)


def _number(paragraph: Paragraph, figure: Figure, size: float) -> None:
    """A number and, small beside it, where in the appendix its firms are."""
    from docx.shared import Pt

    paragraph.add_run(f"{figure.value:,}").font.size = Pt(size)
    if figure.number:
        mark = paragraph.add_run(f"〔{figure.number}〕")
        mark.font.size = Pt(size * _SMALLER)


def _wide(value: Cell) -> int:
    """How wide a cell has to be, in letters."""
    from tiertrack.render.workbook.book import display_width

    if isinstance(value, Figure):
        return len(f"{value.value:,}") + (len(f"{value.number}") + 4 if value.number else 0)
    return max(map(display_width, visible(value).split("\n")))


def _widths(table: Table) -> list[float]:
    """How wide each column is in millimetres, by what stands in it; numbers never go on in a second line."""
    from tiertrack.render.workbook.book import display_width

    wide: list[float] = []
    for index, lines in enumerate(table.heading_lines):
        longest = max((_wide(row[index]) for row in table.rows[:_MEASURED]), default=0)
        wide.append(max(min(longest, _WIDEST), *map(display_width, lines), _NARROWEST) + 3)
    kept = [width * _LETTER if index in table.numbers else 0 for index, width in enumerate(wide)]
    left = max(_WIDTH - sum(kept), _WIDTH / 4)
    others = sum(width for index, width in enumerate(wide) if index not in table.numbers)
    if not others:
        return [_WIDTH / len(wide)] * len(wide)
    return [kept[index] or left * width / others for index, width in enumerate(wide)]


def _appendix(document: Document, sheet: ReportSheet) -> None:
    from docx.shared import Pt

    if not sheet.figures:
        return
    heading = _heading(document, "附　数字后面的企业", 13, 0)
    heading.paragraph_format.page_break_before = True
    _add(document, "号码与表里数字后面的相同。", _TABLE)
    for figure in sheet.figures:
        above = _add(document, f"〔{figure.number}〕{figure.what}　{figure.value:,} {figure.unit}", _TABLE)
        above.runs[0].font.bold = True
        above.paragraph_format.keep_with_next = True
        above.paragraph_format.space_before = Pt(5)
        # One paragraph: of a whole register there are tens of thousands, and each by itself takes long to write.
        firms = (f"{place}．{member.line}" for place, member in enumerate(figure.members, 1))
        _add(document, "；".join(firms) + "。", _SMALL)
