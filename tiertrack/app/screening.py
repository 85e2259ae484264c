"""Screening a table in a file: one pass that reads, checks, answers and writes; nothing half-written is left behind."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from tiertrack.app.rulebooks import load_rulebook
from tiertrack.errors import BadFile, BadFrame, Fault
from tiertrack.law.scope import Act, Region, Title
from tiertrack.logic import expr
from tiertrack.rules.governing import Governed, governed
from tiertrack.rules.rulebook import Rulebook

if TYPE_CHECKING:
    import polars as pl

    from tiertrack.engines.inputs import Input
    from tiertrack.engines.table_files import Table

__all__ = ["Absent", "Clause", "Options", "Question", "Screened", "ask", "screen_file"]

# How many rows a screening keeps in memory to show, where nobody says.
SHOWN = 20


@frozen
class Options:
    """How a file is read: the unit of amounts that give none, numbers that stand for an unknown one, whether every
    column must be there, and of which rows: the first ``limit`` or ``sample`` spread evenly."""

    money_unit: str | None = None
    not_found: tuple[int, ...] = ()
    strict: bool = False
    limit: int | None = None
    sample: int | None = None


@frozen(eq=False)
class Question:
    """By which editions whom is asked about, on which day."""

    title: Title
    act: Act
    on: dt.date
    governing: tuple[Governed, ...]

    @property
    def columns(self) -> tuple[Input, ...]:
        """What is read to answer."""
        from tiertrack.engines.inputs import inputs

        return inputs([one.edition for one in self.governing if one.edition], self.on)

    @property
    def criteria(self) -> dict[str, str]:
        """What each column of a criterion is about."""
        from tiertrack.engines.question import criterion_columns

        return criterion_columns(self.governing)


@frozen
class Absent:
    """A column that is not there, and the criteria that read it."""

    column: Input
    criteria: tuple[str, ...]


@frozen
class Clause:
    """How many rows meet a criterion, fail it, or leave it open."""

    key: str
    title: str
    met: int
    failed: int
    open: int


@frozen(eq=False)
class Screened:
    """What came of a screening: how many rows have each answer, how the criteria came out, what was not there or looks
    doubtful, and the first rows that meet the standard."""

    question: Question
    met: int
    failed: int
    open: int
    clauses: tuple[Clause, ...]
    absent: tuple[Absent, ...] = ()
    suspicions: tuple[str, ...] = ()
    rows: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    into: str | None = None

    @property
    def total(self) -> int:
        """How many rows there were."""
        return self.met + self.failed + self.open


def ask(
    title: Title,
    act: Act,
    on: dt.date,
    region: Region | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
) -> Question:
    """The question whether enterprises meet a standard on a day; each is judged where it is, unless ``region`` says.

    Raises NoEditionInForce, UnknownEdition or EditionOverlap.
    """
    return Question(title, act, on, governed(rulebook or load_rulebook(), title, act, on, region, variant))


def screen_file(
    path: Path,
    question: Question,
    into: Path | None = None,
    options: Options | None = None,
    progress: Callable[[int], None] | None = None,
) -> Screened:
    """Answers a question for every row of a Parquet or CSV file, which may be larger than memory.

    The answers go ``into`` a Parquet or CSV file: the identifying columns, ``truth``, ``missing`` and every criterion.
    ``progress`` is told how many more rows were read. Raises BadFile or BadFrame with every fault, and then writes
    nothing.
    """
    from tiertrack.engines.table_files import open_table

    said = options or Options()
    table = open_table(path, question.columns, said.money_unit, said.not_found)
    absent = tuple(Absent(one, _readers(question, one)) for one in table.absent)
    if said.strict and absent:
        raise BadFrame(*(_absent_fault(one, path.name) for one in absent))
    with _written(into) as target:
        return _passed(_chosen(table, said), question, table, absent, target, into, progress)


def _absent_fault(absent: Absent, place: str) -> Fault:
    remedy = f"请加上列 {absent.column.name}；读它的条件是 {'、'.join(absent.criteria)}"
    return Fault("E824", f"没有“{absent.column.label}”一列", remedy, None, place)


def _readers(question: Question, column: Input) -> tuple[str, ...]:
    """The criteria that read a column."""
    from tiertrack.engines.inputs import input_of
    from tiertrack.logic.lower import slot

    found = []
    for governing in question.governing:
        for one in governing.edition.criteria if governing.edition else ():
            refs = expr.refs(one.test)
            if any(input_of(slot(ref), question.on).name == column.name for ref in refs):
                found.append(one.key)
    return tuple(dict.fromkeys(found))


def _chosen(table: Table, options: Options) -> pl.LazyFrame:
    """The rows asked for; a sample is spread evenly, the same every time."""
    import polars as pl

    frame = table.frame
    if options.sample is not None:
        total = int(frame.select(pl.len()).collect().item())
        place = pl.int_range(pl.len(), dtype=pl.Int64)
        frame = frame.filter((place * options.sample) % max(total, 1) < options.sample)
    return frame if options.limit is None else frame.head(options.limit)


@contextmanager
def _written(into: Path | None) -> Iterator[Path | None]:
    """A file beside the one asked for, which takes its place when all went well and is gone when not."""
    if into is None:
        yield None
        return
    if into.suffix.lower() not in (".parquet", ".csv"):
        raise BadFile(Fault("E825", "不知道写成什么文件", "请写以 .parquet 或 .csv 结尾的文件名", str(into)))
    target = into.with_name(f".{into.name}.{os.getpid()}.part")
    try:
        yield target
        target.replace(into)
    except OSError as error:
        raise BadFile(Fault("E825", f"文件写不了：{error.strerror}", "请核对路径和写入权限", str(into))) from None
    finally:
        target.unlink(missing_ok=True)


def _passed(
    frame: pl.LazyFrame,
    question: Question,
    table: Table,
    absent: tuple[Absent, ...],
    target: Path | None,
    into: Path | None,
    progress: Callable[[int], None] | None,
) -> Screened:
    """One pass over the rows: what is wrong, what is doubtful, the answers, and how many there are of each."""
    import narwhals as nw
    import polars as pl

    from tiertrack.engines.checks import checks, counted, suspicions
    from tiertrack.engines.frame import answered
    from tiertrack.engines.table_files import ROW

    opened = nw.from_native(frame if progress is None else _watched(frame, progress))
    wrong, doubtful = checks(table.columns, dict(opened.collect_schema()), table.text), suspicions(table.columns)
    flags = {one.key: one.flag for one in wrong} | {one.key: one.flag for one in doubtful}
    beside = [ROW, *flags]
    flagged = opened.with_columns(**flags)
    answer = answered(flagged, question.governing, question.on, beside=beside).to_native()
    public = [name for name in answer.collect_schema().names() if name not in beside]
    first = pl.struct(public).filter(pl.col("truth")).head(SHOWN).implode().alias("rows")
    summary = answer.select(**counted([*wrong, *doubtful], ROW), **_counts(question), rows=first)
    work = [summary, *([] if target is None else [_sunk(answer.select(public), target)])]
    with _told(table.place):
        found = pl.collect_all(work, engine="streaming")[0].row(0, named=True)
    faults = tuple(one.fault(found, lambda row, name: _cell(frame, row, name)) for one in wrong if one.count(found))
    if faults:
        raise BadFrame(*faults)
    told = tuple(one.told(found, lambda row, name: _cell(frame, row, name)) for one in doubtful if one.count(found))
    return Screened(
        question,
        found["met"],
        found["failed"],
        found["open"],
        tuple(
            Clause(key, title, *(found[f"{key} {name}"] for name in ("met", "failed", "open")))
            for key, title in question.criteria.items()
        ),
        absent,
        told,
        tuple(found["rows"]),
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


def _watched(frame: pl.LazyFrame, progress: Callable[[int], None]) -> pl.LazyFrame:
    def seen(rows: pl.DataFrame) -> pl.DataFrame:
        progress(rows.height)
        return rows

    return frame.map_batches(seen, streamable=True)


def _cell(frame: pl.LazyFrame, row: int, name: str) -> Any:
    """The value of a column in a row of the file."""
    import polars as pl

    from tiertrack.engines.table_files import ROW

    return frame.filter(pl.col(ROW) == row).select(name).collect().item()


@contextmanager
def _told(place: str) -> Iterator[None]:
    """What Polars cannot read on the way, told in our words."""
    import polars as pl

    try:
        yield
    except pl.exceptions.PolarsError as error:
        reason = str(error).partition("\n")[0]
        raise BadFile(Fault("E820", f"读不下去：{reason}", "请核对文件是否完整、各行的格数是否一致", place)) from None
