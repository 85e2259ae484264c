"""The sheet of a workbook that says which names of enterprises are to be read as they stand."""

from __future__ import annotations

from collections.abc import Iterable

from tiertrack.intake.literal_names import LITERAL, NAME, reads_as_it_stands
from tiertrack.render.workbook.book import Book
from tiertrack.render.workbook.sheet_columns import SheetColumn


def write_literal_names(book: Book, names: Iterable[str | None]) -> None:
    """Writes those of some names that a list would read otherwise, on a sheet that is hidden; none where all are read
    as they stand."""
    odd = [name for name in dict.fromkeys(names) if name and not reads_as_it_stands(name)]
    if odd:
        page = book.page(LITERAL, [SheetColumn(NAME)])
        for name in odd:
            page.append([name])
        page.native.hide()
