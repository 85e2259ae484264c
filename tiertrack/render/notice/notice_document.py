"""A notice as a document of Word, one page of A4."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiertrack.extras import require
from tiertrack.render.document_parts import SANS, SERIF, plain, typeface
from tiertrack.render.notice.notice import COLUMNS, Notice
from tiertrack.render.notice.notice_wording import type_of
from tiertrack.render.notice.page_room import COLUMN_WIDTHS, MARGIN, SHEET_HEIGHT, SHEET_WIDTH, WIDTH, Type

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_RED = (0xC0, 0, 0)


def write_document(notice: Notice, target: Path) -> None:
    """Writes the notice; raises BadInput where python-docx (extra ``word``) is not installed."""
    require("word", "docx")
    from docx import Document
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt, RGBColor

    document, size = Document(), type_of(notice)
    _lay_out(document, notice, size)
    if notice.letterhead:
        line = _add(document, notice.letterhead, size=20, font=SANS)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.runs[0].font.color.rgb = RGBColor(*_RED)
        line.paragraph_format.space_after = Pt(6)
    subject = _add(document, notice.heading, size=16, font=SANS)
    subject.alignment = WD_ALIGN_PARAGRAPH.CENTER
    subject.paragraph_format.space_after = Pt(5)
    _add(document, f"{notice.firm}：")
    _section(document, "结论", (notice.verdict,))
    if notice.unmet:
        _section(document, notice.unmet_heading, ())
        table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
        table.autofit = False
        for cell, heading in zip(table.rows[0].cells, COLUMNS, strict=True):
            _fill(cell, heading, size, SANS)
        for unmet in notice.unmet:
            for cell, text in zip(table.add_row().cells, unmet.cells, strict=True):
                _fill(cell, text, size, SERIF)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        # Word goes by the cells, LibreOffice by the columns.
        for column, width in zip(table.columns, COLUMN_WIDTHS, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
    if notice.unmet_rest:
        _add(document, notice.unmet_rest)
    for title, lines in notice.sections:
        _section(document, title, lines)
    for place, text in enumerate(filter(None, (notice.letterhead, notice.day))):
        signed = _add(document, text)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.space_before = Pt(0 if place else 8)
    with target.open("wb") as file:
        document.save(file)


def _lay_out(document: Document, notice: Notice, size: Type) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(SHEET_WIDTH), Mm(SHEET_HEIGHT)
    section.left_margin = section.right_margin = Mm((SHEET_WIDTH - WIDTH) / 2)
    section.top_margin = section.bottom_margin = Mm(MARGIN)
    normal = document.styles["Normal"]
    typeface(normal, SERIF)
    normal.font.size = Pt(size.body)
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.line_spacing = 1.1
    about = document.core_properties
    about.title, about.author, about.comments = plain(notice.heading), plain(notice.letterhead), ""


def _section(document: Document, heading: str, lines: tuple[str, ...]) -> None:
    from docx.shared import Pt

    above = _add(document, heading, font=SANS)
    above.paragraph_format.space_before = Pt(5)
    above.paragraph_format.keep_with_next = True
    for line in lines:
        _add(document, line)


def _add(document: Document, text: str, size: float | None = None, font: str | None = None) -> Paragraph:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    run = paragraph.add_run(plain(text))
    if size is not None:
        run.font.size = Pt(size)
    if font is not None:
        typeface(run, font)
        run.font.bold = True
    return paragraph


def _fill(cell: Any, text: str, size: Type, font: str) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(1)
    layout.line_spacing = 1
    run = paragraph.add_run(plain(text))
    run.font.size = Pt(size.table)
    run.font.bold = font is SANS
    typeface(run, font)
