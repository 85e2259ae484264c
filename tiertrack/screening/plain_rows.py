"""Many lines of a text as columns of text, and which of their rows are plainly about a firm."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import polars as pl

from tiertrack.engines.table_files import ROW
from tiertrack.intake.name_marks import SECOND_FIRM
from tiertrack.intake.organisation_names import NO_BEGINNING
from tiertrack.intake.text_lines import Stretch

# Names as nearly all are written: they begin with a Chinese character and end as those of enterprises do, and two
# characters before that can be no part of such an ending. Any other name is looked at by the reader of rows.
_OWN = "[\u4e00-\u9fffA-Za-z0-9--[有限责任股份分]]"
_ANY = "[\u4e00-\u9fffA-Za-z0-9（）()]"
_FIRM = rf"^[\u4e00-\u9fff--[有限责任股份分]]{_ANY}{{0,28}}{_OWN}{_ANY}{{0,28}}(?:公司|厂|合作社)$"
# What calls for a closer look all the same, beside a second firm: a count, and what no name begins with.
_ODD = f"家|^{NO_BEGINNING}"


def cell_name(index: int) -> str:
    """The name of the column of texts at a place."""
    return f"cell {index}"


def columns_of(stretch: Stretch, width: int) -> pl.DataFrame | None:
    """The texts of the cells under ``cell_name``, beside the number of the row; None where not every line is a row with
    so many cells."""
    found = _quoted(stretch, width) if stretch.quoted else _divided(stretch, width)
    return None if found is None else found.with_row_index(ROW, stretch.line).cast({ROW: pl.Int64})


def _divided(stretch: Stretch, width: int) -> pl.DataFrame | None:
    rows = stretch.text.count(b"\n")
    if stretch.text.count(stretch.separator.encode()) != rows * (width - 1):
        return None
    try:
        # It refuses a line with more cells than there are columns; so none can have fewer.
        return pl.read_csv(
            stretch.text,
            has_header=False,
            separator=stretch.separator,
            quote_char=None,
            schema={cell_name(index): pl.String for index in range(width)},
        )
    except pl.exceptions.PolarsError:
        return None


def _quoted(stretch: Stretch, width: int) -> pl.DataFrame | None:
    reader = csv.reader(io.StringIO(stretch.text.decode(), newline=""), delimiter=stretch.separator, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    if len(rows) != reader.line_num or any(len(row) != width for row in rows):
        return None
    columns = zip(*rows, strict=True)
    return pl.DataFrame([pl.Series(cell_name(index), column, pl.String) for index, column in enumerate(columns)])


def plainly_firms(names: Sequence[str]) -> pl.Expr:
    """Whether a row is about a firm, as the columns with its ``names`` say beyond doubt: one does, and none anything
    else."""
    texts = [pl.col(name).str.strip_chars().fill_null("") for name in names]
    firms = [text.str.contains(_FIRM) & ~text.str.contains(_ODD) & ~may_be_joined(text) for text in texts]
    sound = [(text == "") | firm for text, firm in zip(texts, firms, strict=True)]
    return pl.any_horizontal(firms) & pl.all_horizontal(sound) if names else pl.lit(value=False)


def may_be_joined(text: pl.Expr) -> pl.Expr:
    """Whether a name may be that of two firms, as the reader of names asks of one: a form of a firm is followed by
    anything, or the name begins anew."""
    begins_again = text.str.slice(2).str.contains(text.str.slice(0, 2), literal=True)
    return text.str.contains(SECOND_FIRM) | begins_again
