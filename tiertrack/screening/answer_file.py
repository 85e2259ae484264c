"""Answers as a Parquet file, and as a CSV file that people open in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tiertrack.extras import require
from tiertrack.outgoing import AS_TEXT, FORMULA, NUMBER

if TYPE_CHECKING:
    import polars as pl

ENDINGS = (".parquet", ".csv")
# Spreadsheets take a CSV for UTF-8 only where it says so.
CSV_ENCODING = "utf-8-sig"


def sunk(answer: pl.LazyFrame, target: Path, ending: str) -> pl.LazyFrame:
    """The frame that, once collected, has written the answers to a file of that ending."""
    import polars as pl
    import polars.selectors as cs

    if ending == ".csv":
        formula = cs.string().str.contains(FORMULA) & ~cs.string().str.contains(NUMBER)
        harmless = pl.when(formula).then(pl.lit(AS_TEXT) + cs.string()).otherwise(cs.string()).name.keep()
        return answer.with_columns(harmless).sink_csv(target, include_bom=True, lazy=True)
    return answer.sink_parquet(target, lazy=True)


def parquet_of(sheet: Path, into: Path, types: dict[str, type]) -> None:
    """A CSV that this package wrote as a Parquet file; raises BadInput where Polars is not installed."""
    require("frame", "polars")
    import polars as pl

    kinds = {bool: pl.Boolean, int: pl.Int64}
    schema = {name: kinds.get(kind, pl.String) for name, kind in types.items()}
    pl.scan_csv(sheet, schema=schema).sink_parquet(into)
