"""Real workbooks and documents of the formats that notices come in, made by other libraries than those that read."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import odfdo
import xlwt
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

Rows = Sequence[Sequence[object]]
Sheets = Mapping[str, Rows]
FONT = "STSong-Light"


def xls(
    path: Path, sheets: dict[str, Rows], hidden_rows: Sequence[int] = (), hidden_sheets: Sequence[str] = ()
) -> Path:
    """A workbook as Excel 97 kept it; ``hidden_rows`` are rows of every sheet, counted from one."""
    book = xlwt.Workbook()
    day, percent = xlwt.easyxf(num_format_str="YYYY-MM-DD"), xlwt.easyxf(num_format_str="0.0%")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        sheet.visibility = 1 if title in hidden_sheets else 0
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                style = day if isinstance(value, dt.date) else percent if isinstance(value, float) else None
                if value is not None:
                    sheet.write(line, column, value, *([style] if style else []))
        for line in hidden_rows:
            sheet.row(line - 1).hidden = True
    book.save(str(path))
    return path


def ods(
    path: Path, sheets: dict[str, Rows], hidden_rows: Sequence[int] = (), hidden_sheets: Sequence[str] = ()
) -> Path:
    """The same in the format of LibreOffice."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    hidden = odfdo.Style("table", name="hidden")
    hidden.set_properties({"table:display": "false"}, area="table")
    document.insert_style(hidden, automatic=True)
    for title, rows in sheets.items():
        table = odfdo.Table(title)
        table.set_values([list(row) for row in rows])
        for line in hidden_rows:
            row = table.get_row(line - 1)
            row.set_attribute("table:visibility", "collapse")
            table.set_row(line - 1, row)
        if title in hidden_sheets:
            table.style = "hidden"
        document.body.append(table)
    content = io.BytesIO()
    document.save(content)
    path.write_bytes(content.getvalue())
    return path


def pdf(path: Path, *parts: Rows | str | None) -> Path:
    """A PDF of tables and paragraphs; None begins a new page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    words = ParagraphStyle("words", fontName=FONT, fontSize=10)
    found: list[Flowable] = []
    for part in parts:
        if part is None:
            found.append(PageBreak())
        elif isinstance(part, str):
            found.append(Paragraph(part, words))
        else:
            cells = [["" if value is None else str(value) for value in row] for row in part]
            style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTNAME", (0, 0), (-1, -1), FONT)]
            found.append(Table(cells, style=style, repeatRows=1))

    def numbered(canvas: Canvas, _document: object) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 20, f"— {canvas.getPageNumber()} —")

    SimpleDocTemplate(str(path), pagesize=A4).build(found, onFirstPage=numbered, onLaterPages=numbered)
    return path


def word(path: Path, *parts: Rows | str) -> Path:
    """A Word document of tables and paragraphs."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=len(part[0]))
        for row in part:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = "" if value is None else str(value)
    document.save(str(path))
    return path


def locked_pdf(path: Path, rows: Rows) -> Path:
    """A PDF that opens with a password."""
    encryption = StandardEncryption("secret", canPrint=0)
    SimpleDocTemplate(str(path), pagesize=A4, encrypt=encryption).build([Table([list(map(str, row)) for row in rows])])
    return path
