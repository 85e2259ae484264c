"""A table in a file, opened for a question: its columns found, its values checked in the same pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from attrs import field, frozen

from tiertrack.engines.table_checks import Check, Flagged, Suspicion, Unreadable, checks, suspicions
from tiertrack.engines.table_files import ROW, Table, open_table
from tiertrack.errors import BadFile, BadFrame, Fault
from tiertrack.facts.not_found import NotFound
from tiertrack.facts.units import money_unit_named
from tiertrack.foreign_errors import reason_of
from tiertrack.intake.sheet_file import formats
from tiertrack.intake.title_list import ListReading
from tiertrack.progress import Progress, silent
from tiertrack.rules.applicability import places
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.screening.question import Question
from tiertrack.screening.results import Absent, absent_columns
from tiertrack.screening.sheet_table import sheet_table


def _not_found(codes: NotFound | Iterable[str | int] | Mapping[str, object]) -> NotFound:
    return codes if isinstance(codes, NotFound) else NotFound.of(codes)


@frozen
class Reading:
    """How a file is read: the unit of amounts that give none, the codes for values that were not found, whether every
    column must be there, which firms (the first ``limit``, or ``sample`` of them spread evenly), and which ``sheet`` of
    a workbook."""

    money_unit: str | None = field(default=None, converter=money_unit_named)
    not_found: NotFound = field(factory=NotFound, converter=_not_found)
    strict: bool = False
    limit: int | None = None
    sample: int | None = None
    sheet: str | None = None


@frozen(eq=False)
class Collected:
    """The results of a pass over a table: the row of numbers asked for, the tables, and the doubts in words."""

    numbers: Mapping[str, Any]
    tables: tuple[pl.DataFrame, ...]
    suspicions: tuple[str, ...]


@frozen(eq=False)
class OpenedTable:
    """A table with the ``question`` as it is put to it; its ``frame`` has a column for each check, and one for the
    number of the row. Where standards tell places apart, ``regions`` are those that occur."""

    question: Question
    table: Table
    frame: pl.LazyFrame
    absent: tuple[Absent, ...]
    checks: tuple[Check | Unreadable, ...]
    doubts: tuple[Suspicion, ...]
    reading: ListReading = ListReading()
    regions: frozenset[str | None] = frozenset()

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
        # A table of names alone has nothing to be checked, and still a summary.
        summary = answer.select(pl.len(), **counted([*self.checks, *self.doubts]), **numbers)
        with _polars_faults(self.table.place):
            first, *others = pl.collect_all([summary, *tables], engine="streaming")
        found = first.row(0, named=True)
        faults = [check.fault(found, self._cell) for check in self.checks if check.count(found)]
        if faults := [*self.table.faults, *faults]:
            raise BadFrame(*faults)
        return Collected(found, tuple(others), tuple(self._suspicions(found)))

    def _suspicions(self, found: Mapping[str, Any]) -> Iterator[str]:
        """What is in doubt, in words: of the few rows that have anything, in one further pass."""
        cases = [case for doubt in self.doubts if doubt.count(found) for case in doubt.cases]
        if not cases:
            return
        rows = self.frame.filter(pl.any_horizontal([doubt.key for doubt in self.doubts if doubt.count(found)]))
        flagged = nw.from_native(rows).with_columns(**{case.key: case.flag for case in cases}).to_native()
        firsts = {
            case.shown(name): pl.col(name).filter(pl.col(case.key)).first() for case in cases for name in case.reads
        }
        counts = flagged.select(**counted(cases), **firsts).collect(engine="streaming").row(0, named=True)
        yield from (case.text(counts) for case in cases if case.count(counts))

    def _cell(self, row: int, name: str) -> Any:

        return self.table.frame.filter(pl.col(ROW) == row).select(name).collect().item()


def open_for(path: Path, question: Question, reading: Reading, progress: Progress) -> OpenedTable:
    """A file opened for a question; ``progress`` hears of the rows read.

    Raises BadFile, or BadFrame with every fault of the headings and types.
    """
    table, how = _table(path, question, reading, progress)
    question = question.of_table({column.name for column in table.columns})
    absent = absent_columns(question, {*IDENTIFYING, *(column.name for column in table.columns)})
    if reading.strict and absent:
        raise BadFrame(*(column.fault(path.name) for column in absent))
    regions = _regions(table) if places(question.governing) else frozenset()
    watched = _watched(table.frame, progress) if _is_parquet(path) and progress is not silent else table.frame
    frame = nw.from_native(_chosen(watched, reading))
    wrong = checks(table.columns, dict(frame.collect_schema()), table.cells)
    doubts = suspicions((*table.columns, *table.further), question.on)
    flags = {flagged.key: flagged.flag for flagged in (*wrong, *doubts)}
    flagged = frame.with_columns(**flags) if flags else frame
    return OpenedTable(question, table, flagged.to_native(), absent, wrong, doubts, how, regions)


def _is_parquet(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in (".parquet", ".pq")


def _regions(table: Table) -> frozenset[str | None]:
    """The regions that occur in a table; None where one is not known."""
    if "region" not in table.frame.collect_schema().names():
        return frozenset((None,))
    with _polars_faults(table.place):
        found = table.frame.select(pl.col("region").cast(pl.String).unique()).collect(engine="streaming")
    return frozenset(found["region"])


def _table(path: Path, question: Question, reading: Reading, progress: Progress) -> tuple[Table, ListReading]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise BadFile(Fault("E401", "没有这个文件", "请核对路径和读取权限", str(path)))
    if _is_parquet(path):
        if reading.sheet is not None:
            raise BadFile(
                Fault("E407", "没有这个工作表", "这个文件不分工作表，请去掉 sheet=", reading.sheet, path.name)
            )
        table = open_table(path, question.columns, reading.money_unit, reading.not_found, question.on)
        return table, ListReading()
    endings = [ending for known in formats() if not known.page for ending in known.endings]
    if suffix in endings:
        how = reading.money_unit, reading.not_found, reading.sheet, question.on
        return sheet_table(path, question.columns, *how, progress)
    remedy = f"请用 {'、'.join(endings)} 或 .parquet 文件，或放 .parquet 的目录"
    raise BadFile(Fault("E827", "不是能筛查的文件", remedy, str(path)))


def counted(flagged: Iterable[Flagged]) -> dict[str, pl.Expr]:
    """In how many rows each is, and the first of them; the flags stand under the keys."""
    found: dict[str, pl.Expr] = {}
    for flag in flagged:
        found[f"{flag.key} count"] = pl.col(flag.key).sum()
        found[f"{flag.key} first"] = pl.col(ROW).filter(pl.col(flag.key)).min()
    return found


def _chosen(frame: pl.LazyFrame, reading: Reading) -> pl.LazyFrame:
    """The firms asked for; a sample is spread evenly, the same every time."""
    if reading.sample is not None:
        total = frame.select(pl.len()).collect().item()
        place = pl.col("place").cast(pl.Int64)
        wanted = (place * reading.sample) % max(int(total), 1) < reading.sample
        frame = frame.with_row_index("place").filter(wanted).drop("place")
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
        what = f"读到一半读不下去：{reason_of(error)}"
        raise BadFile(Fault("E820", what, "请核对文件是否完整", place=place)) from None
