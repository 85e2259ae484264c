"""What a change of the standard does to the enterprises of a table, worked out in one pass over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiertrack.rules.edition import Edition
from tiertrack.screening.file_table import Reading, open_for
from tiertrack.screening.impact_result import Cell, Impact
from tiertrack.screening.question import ask_between

if TYPE_CHECKING:
    import polars as pl

__all__ = ["cell_of", "impact_file"]


def impact_file(
    path: Path,
    before: Edition,
    after: Edition,
    on: dt.date,
    reading: Reading | None = None,
    progress: Callable[[int | str], None] | None = None,
) -> Impact:
    """The answers by both editions for every row of a Parquet or CSV file.

    Raises BadFile, or BadFrame with every fault.
    """
    import narwhals as nw
    import polars as pl

    from tiertrack.engines.frame import answered_twice

    question = ask_between(on, before, after)
    first, second = question.governing
    opened = open_for(path, question, reading or Reading(), progress)
    answer = answered_twice(nw.from_native(opened.frame), first, second, on, opened.beside).to_native()
    keys = ["before", "after", "region", "section"]
    cells = answer.rename({"truth": "after"}).with_columns(section=pl.col("industry").str.slice(0, 1))
    grouped = cells.group_by(keys).agg(**_numbers([one.key for one in after.criteria]))
    found = opened.collect(answer, {}, [grouped.sort(keys)])
    rows = found.tables[0].to_dicts()
    return Impact(before, after, on, tuple(cell_of(row, after) for row in rows), opened.absent, found.suspicions)


def _numbers(criteria: list[str]) -> dict[str, pl.Expr]:
    """How many there are, and for each criterion how many fail it, fail nothing else, and leave it open."""
    import polars as pl

    failures = pl.sum_horizontal([(~pl.col(key)).fill_null(False) for key in criteria])
    numbers = {"count": pl.len()}
    for key in criteria:
        numbers[f"{key} failed"] = (~pl.col(key)).sum()
        numbers[f"{key} alone"] = (~pl.col(key) & (failures == 1)).sum()
        numbers[f"{key} open"] = pl.col(key).is_null().sum()
    return numbers


def cell_of(row: Mapping[str, Any], after: Edition) -> Cell:
    """The cell a row of such numbers stands for."""
    clauses = {
        one.key: (row[f"{one.key} failed"], row[f"{one.key} alone"], row[f"{one.key} open"]) for one in after.criteria
    }
    return Cell(row["before"], row["after"], row["region"], row["section"], row["count"], clauses)
