"""Screening a table in a file: one pass that reads, checks, answers and writes; nothing half-written is left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tiertrack.errors import BadFile, Fault
from tiertrack.extras import require
from tiertrack.screening.file_table import Reading, open_for
from tiertrack.screening.question import Question
from tiertrack.screening.results import Clause, Screened

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SHOWN", "parquet_of", "screen_file", "written_beside"]

# How many rows that meet a standard are kept to be shown.
SHOWN = 20


def screen_file(
    path: Path,
    question: Question,
    into: Path | None = None,
    reading: Reading | None = None,
    progress: Callable[[int | str], None] | None = None,
) -> Screened:
    """Answers a question for every row of a Parquet or CSV file, which may be larger than memory.

    The answers go ``into`` a Parquet or CSV file: the identifying columns, ``truth``, ``missing`` and every criterion.
    ``progress`` is told how many more rows were read. Raises BadFile, or BadFrame with every fault; then nothing is
    written.
    """
    import narwhals as nw
    import polars as pl

    from tiertrack.engines.frame import answered

    opened = open_for(path, question, reading or Reading(), progress)
    asked = answered(nw.from_native(opened.frame), question.governing, question.on, beside=opened.beside)
    answer = asked.to_native()
    public = [name for name in asked.collect_schema().names() if name not in opened.beside]
    rows = pl.struct(public).filter(pl.col("truth")).head(SHOWN).implode()
    with written_beside(into) as target:
        sinks = [] if target is None else [_sunk(answer.select(public), target)]
        found = opened.collect(answer, {**_counts(question), "rows": rows}, sinks)
    return Screened(
        question.editions,
        question.on,
        found.numbers["met"],
        found.numbers["failed"],
        found.numbers["open"],
        tuple(
            Clause(key, title, *(found.numbers[f"{key} {name}"] for name in ("met", "failed", "open")))
            for key, title in question.criteria.items()
        ),
        opened.absent,
        found.suspicions,
        tuple(found.numbers["rows"]),
        None if into is None else str(into),
    )


def _counts(question: Question) -> dict[str, pl.Expr]:
    import polars as pl

    counts = {"met": pl.col("truth"), "failed": ~pl.col("truth"), "open": pl.col("truth").is_null()}
    for key in question.criteria:
        counts |= {f"{key} met": pl.col(key), f"{key} failed": ~pl.col(key), f"{key} open": pl.col(key).is_null()}
    return {name: flag.sum() for name, flag in counts.items()}


def _sunk(answer: pl.LazyFrame, target: Path) -> pl.LazyFrame:
    if ".csv." in target.name:
        return answer.sink_csv(target, lazy=True)
    return answer.sink_parquet(target, lazy=True)


@contextmanager
def written_beside(into: Path | None) -> Iterator[Path | None]:
    """A file beside the one asked for, which takes its place when all went well and is gone when not."""
    if into is None:
        yield None
        return
    if into.suffix.lower() not in (".parquet", ".csv"):
        raise BadFile(Fault("E828", "不知道写成什么文件", "请写以 .parquet 或 .csv 结尾的文件名", str(into)))
    target = into.with_name(f".{into.name}.{os.getpid()}.part")
    try:
        yield target
        target.replace(into)
    except OSError as error:
        raise BadFile(Fault("E825", f"文件写不了：{error.strerror}", "请核对路径和写入权限", str(into))) from None
    finally:
        target.unlink(missing_ok=True)


def parquet_of(sheet: Path, into: Path, types: dict[str, type]) -> None:
    """A CSV of our own making as a Parquet file; raises BadInput where Polars is not installed."""
    require("frame", "polars")
    import polars as pl

    kinds = {bool: pl.Boolean, int: pl.Int64}
    schema = {name: kinds.get(kind, pl.String) for name, kind in types.items()}
    pl.scan_csv(sheet, schema=schema).sink_parquet(into)
