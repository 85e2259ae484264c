"""The rights of intellectual property that sources list of a firm, one a row, as a sheet of a workbook has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tiertrack.facts.intellectual_property import NO_END, NO_TERM, RIGHT_ATTRIBUTES, IpRight
from tiertrack.intake import template_sheets as sheets
from tiertrack.render.workbook.sheet_columns import CellValue, SheetColumn, fact_cell, fact_column


def right_columns(notes: Mapping[str, str]) -> list[SheetColumn]:
    """The columns beside those that name the firm, with notes by their headings and, of attributes, their keys."""
    return [
        SheetColumn(sheets.SOURCE, note=notes.get(sheets.SOURCE), narrowest=14),
        SheetColumn(sheets.RIGHT, note=notes.get(sheets.RIGHT), narrowest=26),
        SheetColumn(sheets.NUMBER, note=notes.get(sheets.NUMBER), narrowest=18),
        *(fact_column(fact, note=notes.get(key)) for key, fact in RIGHT_ATTRIBUTES.items()),
    ]


def right_rows(
    by_source: Mapping[str | None, Sequence[IpRight]] | Mapping[str, Sequence[IpRight]],
) -> Iterator[list[CellValue]]:
    """The cells under these columns: a row a right of each source, and one for a source that says there is none."""
    for source, rights in by_source.items():
        if not rights:
            yield [source, sheets.NO_RIGHT]
        for right in rights:
            yield [source, right.name, right.number, *_attributes(right)]


def _attributes(right: IpRight) -> Iterator[CellValue]:
    for key, fact in RIGHT_ATTRIBUTES.items():
        value = right.values.get(key)
        endless = key == "through" and right.through == NO_END
        yield NO_TERM if endless else None if value is None else fact_cell(fact, value)
