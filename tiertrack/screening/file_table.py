"""A table in a file, opened for a question: its columns found, its cells checked in the same pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from attrs import frozen

from tiertrack.engines.table_checks import Check, Flagged, Suspicion, Unreadable, checks, suspicions
from tiertrack.engines.table_files import ROW, Table, open_table
from tiertrack.errors import BadFile, BadFrame, Fault
from tiertrack.progress import Progress, silent
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.screening.question import Question
from tiertrack.screening.results import Absent, absent_columns


@frozen
class Reading:
    """How a file is read: the unit of amounts that give none, numbers that stand for an unknown one, whether every
    column must be there, and which rows: the first ``limit``, or ``sample`` of them spread evenly."""

    money_unit: str | None = None
    not_found: tuple[int, ...] = ()
    strict: bool = False
    limit: int | None = None
    sample: int | None = None


@frozen(eq=False)
class Collected:
    """The results of a pass over a table: the row of numbers asked for, the tables, and the doubts in words."""

    numbers: Mapping[str, Any]
    tables: tuple[pl.DataFrame, ...]
    suspicions: tuple[str, ...]


@frozen(eq=False)
class OpenedTable:
    """A table whose ``frame`` has a column for each check, and one for the number of the row."""

    table: Table
    frame: pl.LazyFrame
    absent: tuple[Absent, ...]
    checks: tuple[Check | Unreadable, ...]
    doubts: tuple[Suspicion, ...]

    @property
    def beside(self) -> tuple[str, ...]:
        """The columns that are no part of an answer."""

        return (ROW, *(flagged.key for flagged in (*self.checks, *self.doubts)))

    def collect(
        self, answer: pl.LazyFrame, numbers: Mapping[str, pl.Expr], tables: Sequence[pl.LazyFrame] = ()
    ) -> Collected:
        """Numbers of an answer and tables made of it, in one pass; ``answer`` still has the columns ``beside``.

        Raises BadFrame with every fault of the table, BadFile where it cannot be read to its end.
        """
        summary = answer.select(**counted([*self.checks, *self.doubts]), **numbers)
        with _polars_faults(self.table.place):
            first, *others = pl.collect_all([summary, *tables], engine="streaming")
        found = first.row(0, named=True)
        if faults := tuple(check.fault(found, self._cell) for check in self.checks if check.count(found)):
            raise BadFrame(*faults)
        doubts = tuple(doubt.text(found, self._cell) for doubt in self.doubts if doubt.count(found))
        return Collected(found, tuple(others), doubts)

    def _cell(self, row: int, name: str) -> Any:

        return self.table.frame.filter(pl.col(ROW) == row).select(name).collect().item()


def open_for(path: Path, question: Question, reading: Reading, progress: Progress) -> OpenedTable:
    """A Parquet or CSV file opened for a question; ``progress`` hears of the rows read.

    Raises BadFile, or BadFrame with every fault of the headings and types.
    """
    table = open_table(path, question.columns, reading.money_unit, reading.not_found, question.on)
    absent = absent_columns(question, {*IDENTIFYING, *(column.name for column in table.columns)})
    if reading.strict and absent:
        raise BadFrame(*(column.fault(path.name) for column in absent))
    rows = _chosen(table.frame, reading)
    frame = nw.from_native(rows if progress is silent else _watched(rows, progress))
    wrong, doubts = checks(table.columns, dict(frame.collect_schema()), table.cells), suspicions(table.columns)
    flags = {flagged.key: flagged.flag for flagged in (*wrong, *doubts)}
    return OpenedTable(table, frame.with_columns(**flags).to_native(), absent, wrong, doubts)


def counted(flagged: Iterable[Flagged]) -> dict[str, pl.Expr]:
    """In how many rows each is, and the first of them; the flags stand under the keys."""
    found: dict[str, pl.Expr] = {}
    for flag in flagged:
        found[f"{flag.key} count"] = pl.col(flag.key).sum()
        found[f"{flag.key} first"] = pl.col(ROW).filter(pl.col(flag.key)).min()
    return found


def _chosen(frame: pl.LazyFrame, reading: Reading) -> pl.LazyFrame:
    """The rows asked for; a sample is spread evenly, the same every time."""
    if reading.sample is not None:
        total, first = frame.select(pl.len(), pl.col(ROW).min()).collect().row(0)
        place = pl.col(ROW) - (first or 0)
        frame = frame.filter((place * reading.sample) % max(int(total), 1) < reading.sample)
    return frame if reading.limit is None else frame.head(reading.limit)


def _watched(frame: pl.LazyFrame, progress: Progress) -> pl.LazyFrame:
    def seen(rows: pl.DataFrame) -> pl.DataFrame:
        progress(rows.height)
        return rows

    return frame.map_batches(seen, streamable=True)


@contextmanager
def _polars_faults(place: str) -> Iterator[None]:
    """The faults Polars meets on the way, as those of a file."""

    try:
        yield
    except pl.exceptions.PolarsError as error:
        reason = str(error).partition("\n")[0]
        remedy = "请核对文件是否完整、各行的格数是否一致、CSV 是否为 UTF-8"
        raise BadFile(Fault("E820", "读到一半读不下去", remedy, reason, place)) from None
