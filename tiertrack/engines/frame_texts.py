"""The columns of text of a frame, read by the one grammar of cells that files are read by.

Needs Polars, whatever the frame is of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import narwhals as nw
import polars as pl
from attrs import frozen

from tiertrack.engines.table_checks import raw_name, unreadable_name
from tiertrack.engines.table_files import TextColumn, read_texts, text_column
from tiertrack.engines.text_cells import TextCells, where
from tiertrack.errors import Fault
from tiertrack.facts.headings import Heading
from tiertrack.facts.not_found import NotFound
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column


@frozen(eq=False)
class FrameText:
    """A column of text: what it is, its heading, its cells, the unit of amounts that have none in heading and cell, and
    the name its values are to have."""

    column: Column
    heading: Heading
    cells: nw.Series[Any]
    money_unit: str | None
    name: str


def read_frame_texts(
    texts: Sequence[FrameText], on: dt.date, implementation: nw.Implementation
) -> Iterator[nw.Series[Any] | Fault]:
    """The values of each column, as a series of the library the frame is of, or what is wrong with its first cell that
    cannot be read."""
    sources = [f"text {place}" for place, _text in enumerate(texts)]
    columns = [_text_column(text, source, on) for text, source in zip(texts, sources, strict=True)]
    frame = pl.DataFrame({source: _in_polars(text.cells) for text, source in zip(texts, sources, strict=True)})
    read = read_texts(frame.lazy(), columns, []).collect()
    for text, column in zip(texts, columns, strict=True):
        wrong = read[unreadable_name(column.column.name)]
        if count := int(wrong.sum()):
            row = int(wrong.arg_max() or 0)
            yield _fault(text, column.cells, count, row, read[raw_name(column.column.name)][row])
        else:
            yield _back(read[column.column.name], text.name, implementation)


def _text_column(text: FrameText, source: str, on: dt.date) -> TextColumn:
    found = text_column(text.column, source, text.heading, text.money_unit, NotFound(), on)
    cells = found.cells
    if text.column.kind is Kind.SHARE and text.heading.unit is None:
        cells = attrs.evolve(cells, rarer=(_decimal_share,))
    return attrs.evolve(found, cells=cells)


def _decimal_share(text: pl.Expr) -> pl.Expr:
    """A share without a sign: in a frame a decimal is a part of one, in text as in numbers."""
    return where(text, r"^(?:0?\.[0-9]{1,15}|0|1(?:\.0{1,15})?)$").cast(pl.Float64)


def _fault(text: FrameText, cells: TextCells, count: int, row: int, cell: str) -> Fault:
    fault = cells.fault(cell)
    what = f"{fault.what}（“{text.column.label}”有 {count} 格读不出来，第一格在第 {row + 1} 行）"
    return attrs.evolve(fault, what=what, place=f"列 {text.heading.text}")


def _in_polars(cells: nw.Series[Any]) -> pl.Series:
    if cells.implementation.is_polars():
        native: pl.Series = cells.to_native()
        return native
    return pl.Series(cells.to_arrow())


def _back(values: pl.Series, name: str, implementation: nw.Implementation) -> nw.Series[Any]:
    values = values.rename(name)
    found: nw.Series[Any] = nw.from_native(values, series_only=True)
    if implementation.is_polars():
        return found
    if implementation.is_pyarrow():
        import pyarrow

        in_arrow: nw.Series[Any] = nw.from_native(pyarrow.chunked_array([values.to_arrow()]), series_only=True)
        return in_arrow.alias(name)
    backend: Any = implementation
    return nw.new_series(name, values.to_list(), found.dtype, backend=backend)
