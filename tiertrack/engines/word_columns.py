"""Columns of Polars whose texts are kept once each, as the texts they stand for: so the grammar of files reads them."""

from __future__ import annotations

from typing import TypeVar

import polars as pl
import polars.selectors as cs

_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)


def in_words(frame: _Frame) -> _Frame:
    """A frame with text in the place of categories and of choices; raises PolarsError where a lazy one has no rows that
    could be read."""
    if any(dtype in (pl.Categorical, pl.Enum) for dtype in frame.collect_schema().dtypes()):
        return frame.with_columns(cs.categorical().cast(pl.String), cs.enum().cast(pl.String))
    return frame
