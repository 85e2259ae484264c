"""A notice as plain text, as a page for the browser and the printer, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from tiertrack.render.notice.notice import COLUMNS, Notice
from tiertrack.render.notice.notice_wording import type_of
from tiertrack.render.notice.page_room import COLUMN_WIDTHS, MARGIN, SHEET_WIDTH, WIDTH


def notice_text(notice: Notice) -> str:
    """The notice in plain text, each condition in three lines."""
    lines = [notice.letterhead, ""] if notice.letterhead else []
    lines += [notice.heading, "", f"{notice.firm}：", "", "结论", f"    {notice.verdict}"]
    if notice.unmet:
        lines += ["", notice.unmet_heading]
    for number, unmet in enumerate(notice.unmet, 1):
        told = (unmet.requirement, "；".join(unmet.yours), "；".join(unmet.lacking))
        lines += [
            f"{f'{number}. ' if place == 0 else '   '}{column}：{text}"
            for place, (column, text) in enumerate(zip(COLUMNS, told, strict=True))
        ]
    lines += [notice.unmet_rest] if notice.unmet_rest else []
    for heading, said in notice.sections:
        lines += ["", heading, *(f"    {line}" for line in said)]
    return "\n".join([*lines, "", *filter(None, (notice.letterhead, notice.day))])


def notice_data(notice: Notice) -> dict[str, Any]:
    """The members of a notice."""
    return {
        "heading": notice.heading,
        "firm": notice.firm,
        "on": notice.on.isoformat(),
        "dated": (notice.dated or notice.on).isoformat(),
        "truth": notice.truth.value,
        "conclusion": notice.conclusion,
        "unmet": [
            {"requirement": unmet.requirement, "yours": list(unmet.yours), "lacking": list(unmet.lacking)}
            for unmet in notice.unmet
        ],
        "more_unmet": notice.more_unmet,
        "wanted": list(notice.wanted),
        "more_wanted": notice.more_wanted,
        "materials": list(notice.materials),
        "more_materials": notice.more_materials,
        "definitions": list(notice.definitions),
        "more_definitions": notice.more_definitions,
        "judged": list(notice.judged),
        "window": notice.window or None,
        "bases": list(notice.bases),
        "letterhead": notice.letterhead or None,
        "contact": notice.contact or None,
    }


# Margins and sizes are those the room on the page is reckoned from.
_STYLE = """
@page {{ size: A4; margin: {margin}mm {side:g}mm; }}
body {{ font: {body}pt/1.35 "SimSun", "宋体", "Songti SC", "Noto Serif CJK SC", serif; color: #000;
  max-width: {width}mm; margin: {margin}mm auto; }}
@media print {{ body {{ margin: 0; }} }}
.letterhead {{ text-align: center; color: #c00000; font-size: 20pt; line-height: 1.2; font-weight: bold;
  letter-spacing: .1em; border-bottom: 2px solid #c00000; padding-bottom: 2mm; margin-bottom: 4mm; }}
h1 {{ font-size: 16pt; line-height: 1.3; text-align: center; margin: 0 0 3mm; }}
h2 {{ font-size: {body}pt; margin: 2.5mm 0 .5mm; break-after: avoid; }}
p {{ margin: 0 0 .8mm; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: calc(100% - 2px); font-size: {table}pt; line-height: 1.3;
  table-layout: fixed; margin: 1mm 1px; }}
th, td {{ border: 1px solid #444; padding: .4mm 1.8mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }}
th {{ background: #eee; }}
td {{ white-space: pre-line; }}
tr {{ break-inside: avoid; }}
.signed {{ text-align: right; margin-top: 4mm; }}
"""


def notice_page(notice: Notice) -> str:
    """The notice as a page that prints on one sheet of A4: everything escaped, without a script and without anything
    from elsewhere."""
    parts = [f'<div class="letterhead">{escape(notice.letterhead)}</div>'] if notice.letterhead else []
    parts += [f"<h1>{escape(notice.heading)}</h1>", _paragraph(f"{notice.firm}："), "<h2>结论</h2>"]
    parts.append(_paragraph(notice.verdict))
    if notice.unmet:
        rows = (_row("td", unmet.cells) for unmet in notice.unmet)
        widths = "".join(f'<col style="width:{100 * width / WIDTH:.1f}%">' for width in COLUMN_WIDTHS)
        parts += [
            f"<h2>{escape(notice.unmet_heading)}</h2>",
            f"<table><colgroup>{widths}</colgroup>{_row('th', COLUMNS)}",
            *rows,
            "</table>",
        ]
    parts += [_paragraph(notice.unmet_rest)] if notice.unmet_rest else []
    for heading, lines in notice.sections:
        parts += [f"<h2>{escape(heading)}</h2>", *map(_paragraph, lines)]
    signed = "<br>".join(map(escape, filter(None, (notice.letterhead, notice.day))))
    parts.append(f'<p class="signed">{signed}</p>')
    body, title, size = "\n".join(parts), escape(f"{notice.heading}　{notice.firm}"), type_of(notice)
    side = (SHEET_WIDTH - WIDTH) / 2
    style = _STYLE.format(margin=MARGIN, side=side, width=WIDTH, body=size.body, table=size.table)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
