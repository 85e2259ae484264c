"""The tables of a Word document: what stands in it once its marked changes are accepted."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from tiertrack.intake.archives import ZIP, damaged_document, library, opened_archive, reading, too_large
from tiertrack.intake.page_tables import Part, table_of_parts, unwrapped
from tiertrack.intake.sheet import Format, Merged, Table, Wanted, letter

# A document is held in memory as a tree, many times the size of its text.
_LARGEST_PART = 16 * 1024 * 1024


@contextlib.contextmanager
def _docx(file: IO[bytes], name: str) -> Iterator[Callable[[Wanted], Table]]:
    archive = opened_archive(file, name)
    parts = [member.file_size for member in archive.infolist() if member.filename.endswith(".xml")]
    if (size := max(parts, default=0)) > _LARGEST_PART:
        raise too_large(f"解压后 {size} 字节", name)
    docx = library("docx", "Word 文档", "documents", name)
    with reading(name, damaged_document):
        tables = list(_parts(docx.Document(file), docx.oxml.ns.qn))
    yield lambda wanted: table_of_parts(tables, wanted, name)


FORMAT = Format((".docx",), ZIP, _docx, "word", page=True)


def _parts(document: Any, qn: Any) -> Iterator[Part]:
    apart = True
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:tbl"):
            yield _part(element, apart, qn)
            apart = False
        elif _text(element, qn).strip():
            apart = True


def _part(table: Any, apart: bool, qn: Any) -> Part:
    rows: list[tuple[str, ...]] = []
    hidden: set[int] = set()
    merged: list[Merged] = []
    for line, row in enumerate(table.iterchildren(qn("w:tr")), 1):
        rows.append(tuple(_cells(row, line, merged, qn)))
        # A row that was deleted, and is kept to show that it was, is no row any more.
        if any(row.find(f"{qn('w:trPr')}/{qn(mark)}") is not None for mark in ("w:hidden", "w:del")):
            hidden.add(line)
    return Part(tuple(rows), apart, frozenset(hidden), tuple(merged))


def _cells(row: Any, line: int, merged: list[Merged], qn: Any) -> Iterator[str]:
    """The texts of a row; of merged cells the first has the text, and the others are blank."""
    column = 0
    for cell in row.iter(qn("w:tc")):
        if cell.getparent().tag == qn("w:tc"):
            continue
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        wide = int(span.get(qn("w:val"))) if span is not None else 1
        down = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if wide > 1 or down is not None:
            merged.append(Merged(f"{letter(column)}{line}:{letter(column + wide - 1)}{line}", line, line))
        yield _text(cell, qn)
        yield from [""] * (wide - 1)
        column += wide


def _text(element: Any, qn: Any) -> str:
    """The text of an element, what was put in while changes were marked among it; what was deleted is of another
    kind."""
    lines: list[str] = []
    for paragraph in element.iter(qn("w:p")):
        said = ""
        for part in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
            said += (part.text or "") if part.tag == qn("w:t") else "\n" if part.tag == qn("w:br") else " "
        lines.append(said)
    return unwrapped("\n".join(lines))
