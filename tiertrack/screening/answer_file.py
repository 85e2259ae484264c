"""Answers as a Parquet file, and as a CSV file that people open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tiertrack.extras import require
from tiertrack.law.titles import TITLES
from tiertrack.outgoing import AS_TEXT, FORMULA, NUMBER
from tiertrack.screening.answer_form import HELD, AnswerForm, headings, truths, words_of
from tiertrack.screening.question import Question

if TYPE_CHECKING:
    import polars as pl

ENDINGS = (".parquet", ".csv")
# Spreadsheets take a CSV for UTF-8 only where it says so.
CSV_ENCODING = "utf-8-sig"


def sunk(
    answer: pl.LazyFrame,
    public: Sequence[str],
    target: Path,
    ending: str,
    question: Question,
    form: AnswerForm,
    told: Mapping[str, str],
) -> pl.LazyFrame:
    """The frame that, once collected, has written the ``public`` columns of the answers to a file of that ending, in a
    form; ``told`` are the columns of the titles that are held, by these."""
    import polars as pl
    import polars.selectors as cs

    names = [*public]
    if form.holders is not None:
        answer = answer.with_columns(_held(told).alias(HELD))
        names.insert(names.index("industry") + 1 if "industry" in names else 0, HELD)
    if form.leaves_out and (holds := told.get(question.title.value)) is not None:
        answer = answer.filter(~pl.col(holds).fill_null(False))
    answer = answer.select(names)
    if ending != ".csv":
        return answer.sink_parquet(target, lazy=True)
    formula = cs.string().str.contains(FORMULA) & ~cs.string().str.contains(NUMBER)
    harmless = pl.when(formula).then(pl.lit(AS_TEXT) + cs.string()).otherwise(cs.string()).name.keep()
    answer = answer.with_columns(harmless)
    if form.is_worded(ending):
        words = (_worded(pl.col(name), words_of(question)).alias(name) for name in truths(names, question))
        answer = answer.with_columns(*words).rename(headings(names, question))
    return answer.sink_csv(target, include_bom=True, lazy=True)


def _held(told: Mapping[str, str]) -> pl.Expr:
    """The titles held in words, null where none is."""
    import polars as pl

    nothing = pl.lit(None, pl.String)
    labels = [pl.when(pl.col(name)).then(pl.lit(TITLES[title])).otherwise(nothing) for title, name in told.items()]
    held = pl.concat_str(labels, separator="、", ignore_nulls=True) if labels else nothing
    return pl.when(held != "").then(held)


def _worded(truth: pl.Expr, told: Mapping[bool | None, str]) -> pl.Expr:
    import polars as pl

    met, failed, still_open = (pl.lit(told[value]) for value in (True, False, None))
    return pl.when(truth).then(met).when(~truth).then(failed).otherwise(still_open)


def parquet_of(sheet: Path, into: Path, types: dict[str, type]) -> None:
    """A CSV that this package wrote as a Parquet file; raises BadInput where Polars is not installed."""
    require("frame", "polars")
    import polars as pl

    kinds = {bool: pl.Boolean, int: pl.Int64}
    schema = {name: kinds.get(kind, pl.String) for name, kind in types.items()}
    pl.scan_csv(sheet, schema=schema).sink_parquet(into)
