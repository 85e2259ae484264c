"""Tables as ODS workbooks, read as a stream: what is the same in many rows or cells is written once in the file."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from attrs import field, frozen

from tiertrack.intake.archives import ZIP, library, opened_archive, reading, too_large
from tiertrack.intake.sheet import HIDDEN_SHEET, CellKind, Format, LeftOut, Merged, Record, Table, Wanted, letter
from tiertrack.intake.shown_numbers import number_beside_text
from tiertrack.intake.workbook_choice import the_sheet

_CONTENT = "content.xml"
_LAST_ROW, _LAST_COLUMN, _MOST_CELLS = 1_048_576, 16_384, 20_000_000

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


def _q(name: str) -> str:
    """A name as the parser gives it."""
    prefix, local = name.split(":")
    return f"{{{_NAMES[prefix]}}}{local}"


@contextlib.contextmanager
def _ods(file: IO[bytes], name: str) -> Iterator[Callable[[Wanted], Table]]:
    archive = opened_archive(file, name)
    parser = library("defusedxml.ElementTree", "ODS", "excel", name)
    found: list[_Filled] = []
    with reading(name):
        for sheet in _sheets(archive, parser):
            if any(True for _row in _records(sheet.rows, name, sheet.merged)):
                found.append(_Filled(sheet.name, sheet.hidden, tuple(sheet.merged)))
    yield lambda wanted: _table(archive, parser, found, name, wanted)


def _table(archive: zipfile.ZipFile, parser: Any, found: Sequence[_Filled], name: str, wanted: Wanted) -> Table:
    offered = [sheet for sheet in found if not sheet.hidden or sheet.name == wanted.sheet]
    chosen = offered[the_sheet([sheet.name for sheet in offered], wanted, name)]
    return Table(
        _read(archive, parser, chosen.name, name),
        f"{name} 工作表“{chosen.name}”",
        ragged=True,
        merged=chosen.merged,
        notes=(f"工作表“{chosen.name}”",) if len(found) > 1 else (),
        left_out=tuple(
            LeftOut(f"{name} 工作表“{sheet.name}”", "", HIDDEN_SHEET) for sheet in found if sheet not in offered
        ),
        names=tuple(sheet.name for sheet in found),
    )


FORMAT = Format((".ods", ".ots"), ZIP, _ods, _CONTENT)


@frozen
class _Filled:
    name: str
    hidden: bool
    merged: tuple[Merged, ...]


@frozen
class _Streamed:
    """A sheet as it comes by: its rows as elements, and the merged areas met so far."""

    name: str
    hidden: bool
    rows: Iterator[Any]
    merged: list[Merged] = field(factory=list)


def _read(archive: zipfile.ZipFile, parser: Any, wanted: str, name: str) -> Iterator[Record]:
    # Whoever lets go of the sheets closes what their rows are still to be read from.
    streamed = _sheets(archive, parser)
    with reading(name):
        sheet = next(sheet for sheet in streamed if sheet.name == wanted)
    records = _records(sheet.rows, name, [])
    while True:
        with reading(name):
            record = next(records, None)
        if record is None:
            return
        yield record


def _sheets(archive: zipfile.ZipFile, parser: Any) -> Iterator[_Streamed]:
    """The sheets in their order; each must be read, or left, before the next is asked for."""
    unseen: set[str] = set()
    with archive.open(_CONTENT) as content:
        events = parser.iterparse(content, events=("start", "end"), forbid_dtd=True)
        for event, element in events:
            if event == "end" and element.tag == _q("style:style"):
                shown = element.find(_q("style:table-properties"))
                if shown is not None and shown.get(_q("table:display")) == "false":
                    unseen.add(element.get(_q("style:name")))
            if event == "start" and element.tag == _q("table:table"):
                rows = _rows(events, element)
                hidden = element.get(_q("table:style-name")) in unseen
                yield _Streamed(element.get(_q("table:name"), ""), hidden, rows)
                for _row in rows:
                    pass


def _rows(events: Iterator[tuple[str, Any]], table: Any) -> Iterator[Any]:
    for event, element in events:
        if event == "end" and element.tag == _q("table:table-row"):
            yield element
            # What was read is let go, so that memory does not grow with the sheet.
            table.clear()
        elif event == "end" and element is table:
            element.clear()
            return


def _records(rows: Iterator[Any], name: str, merged: list[Merged]) -> Iterator[Record]:
    line, counted = 0, 0
    for row in rows:
        cells = _cells(row, name, line + 1, merged)
        times = _times(row, "table:number-rows-repeated")
        counted += len(cells) * times
        if cells and (line + times > _LAST_ROW or counted > _MOST_CELLS):
            raise too_large(f"{line + times} 行", name)
        hidden = row.get(_q("table:visibility"), "visible") != "visible"
        for number in range(times if cells else 0):
            yield Record(line + 1 + number, cells, hidden)
        line += times


def _cells(row: Any, name: str, line: int, merged: list[Merged]) -> Sequence[tuple[str, CellKind]]:
    """The cells up to the last that is not blank."""
    cells: list[tuple[str, CellKind]] = []
    column = 0
    for element in row:
        if element.tag not in (_q("table:table-cell"), _q("table:covered-table-cell")):
            continue
        times = _times(element, "table:number-columns-repeated")
        wide, high = (_times(element, f"table:number-{what}-spanned") for what in ("columns", "rows"))
        if wide > 1 or high > 1:
            area = f"{letter(column)}{line}:{letter(column + wide - 1)}{line + high - 1}"
            merged.append(Merged(area, line, line + high - 1))
        cell = _cell(element)
        if cell[0]:
            if column + times > _LAST_COLUMN:
                raise too_large(f"{column + times} 列", name)
            cells += [("", CellKind.TEXT)] * (column - len(cells)) + [cell] * times
        column += times
    return cells


def _times(element: Any, attribute: str) -> int:
    return max(int(element.get(_q(attribute), "1")), 1)


def _cell(element: Any) -> tuple[str, CellKind]:
    if (formula := element.get(_q("table:formula"))) is not None:
        return formula, CellKind.FORMULA
    text = "\n".join(_text(paragraph) for paragraph in element.findall(_q("text:p"))).strip()
    if element.get(_q("calcext:value-type")) == "error":
        return text, CellKind.ERROR
    match element.get(_q("office:value-type")):
        case "float" | "currency":
            return number_beside_text(Decimal(element.get(_q("office:value"))), text), CellKind.NUMBER
        case "percentage":
            return number_beside_text(Decimal(element.get(_q("office:value"))), text, 100), CellKind.NUMBER
        case "date":
            day, _t, time = element.get(_q("office:date-value")).partition("T")
            return day if not time.strip("0:.") else f"{day} {time}", CellKind.DATE
        case "boolean":
            return element.get(_q("office:boolean-value")).capitalize(), CellKind.YES_NO
        case _:
            return text, CellKind.TEXT


def _text(paragraph: Any) -> str:
    """The text of a paragraph, whose blanks and breaks are elements; a note beside the cell is no part of it."""
    said = paragraph.text or ""
    for part in paragraph:
        if part.tag == _q("text:s"):
            said += " " * _times(part, "text:c")
        elif part.tag in (_q("text:line-break"), _q("text:tab")):
            said += "\n" if part.tag == _q("text:line-break") else "\t"
        elif part.tag != _q("office:annotation"):
            said += _text(part)
        said += part.tail or ""
    return said
