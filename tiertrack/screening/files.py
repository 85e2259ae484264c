"""The enterprises of a Parquet or CSV file: read, checked, answered and written in one pass."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from tiertrack.errors import BadFile, Fault
from tiertrack.extras import require
from tiertrack.progress import Progress, silent
from tiertrack.rules.applicability import Governed
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import columns_of
from tiertrack.screening.file_table import Reading, open_for
from tiertrack.screening.near import near_misses
from tiertrack.screening.question import Question, ask_by
from tiertrack.screening.results import Cell, Clause, Impact, NearMisses, Screening

if TYPE_CHECKING:
    import polars as pl

# The number of rows that meet a standard which are kept to be shown.
SHOWN = 20


@frozen
class FileSource:
    """The enterprises of a Parquet or CSV file, which may be larger than memory.

    Raises BadInput where the libraries to read it are not installed; its answers raise BadFile, or BadFrame with every
    fault.
    """

    path: Path
    reading: Reading = field(factory=Reading)

    def __attrs_post_init__(self) -> None:
        require("frame", "polars", "narwhals")

    def screen(self, question: Question, into: str | None = None, progress: Progress = silent) -> Screening:
        """The numbers of enterprises with each answer; ``progress`` hears of the rows read.

        All answers go ``into`` a Parquet or CSV file: the identifying columns, ``truth``, ``missing`` and every
        criterion. Where anything is wrong, nothing is written.
        """
        import narwhals as nw
        import polars as pl

        from tiertrack.engines.frame import answered

        opened = open_for(self.path, question, self.reading, progress)
        frame = answered(nw.from_native(opened.frame), question.governing, question.on, beside=opened.beside)
        answer = frame.to_native()
        public = [name for name in frame.collect_schema().names() if name not in opened.beside]
        rows = pl.struct(public).filter(pl.col("truth")).head(SHOWN).implode()
        path = None if into is None else Path(into)
        with written_beside(path) as target:
            sinks = [] if target is None else [_sunk(answer.select(public), target)]
            found = opened.collect(answer, {**_counts(question), "rows": rows}, sinks)
        number = found.numbers
        return Screening(
            question.editions,
            question.on,
            number["met"],
            number["failed"],
            number["open"],
            tuple(
                Clause(key, title, *(number[f"{key} {name}"] for name in ("met", "failed", "open")))
                for key, title in question.criteria.items()
            ),
            opened.absent,
            found.suspicions,
            tuple(number["rows"]),
            None if path is None else str(path),
        )

    def near(self, question: Question, within: Fraction | None = None, progress: Progress = silent) -> NearMisses:
        """The enterprises that fail one criterion only or, with ``within``, no limit by more than that share."""
        import narwhals as nw

        from tiertrack.engines.frame import answered, answered_twice

        opened = open_for(self.path, question, self.reading, progress)
        frame = nw.from_native(opened.frame)
        suspicions: tuple[str, ...] = ()

        def candidates(governed: Governed, edition: Edition, eased: Governed | None) -> Iterable[Mapping[str, Any]]:
            nonlocal suspicions
            if eased is None:
                beside = (*opened.beside, *(one.name for one in columns_of((edition,), question.on)))
                answer = answered(frame, (governed,), question.on, beside=beside).to_native()
                wanted = answer.filter(_fails_one(edition))
            else:
                answer = answered_twice(frame, governed, eased, question.on, opened.beside).to_native()
                wanted = answer.filter(_fails_narrowly())
            collected = opened.collect(answer, {}, [wanted])
            suspicions = collected.suspicions
            return collected.tables[0].iter_rows(named=True)

        found = near_misses(question, within, candidates)
        return NearMisses(question.editions, question.on, found, opened.absent, suspicions)

    def impact(self, before: Edition, after: Edition, on: dt.date, progress: Progress = silent) -> Impact:
        """What becomes of the enterprises when one edition follows the other."""
        import narwhals as nw
        import polars as pl

        from tiertrack.engines.frame import answered_twice

        question = ask_by(before, after, on=on)
        first, second = question.governing
        opened = open_for(self.path, question, self.reading, progress)
        answer = answered_twice(nw.from_native(opened.frame), first, second, on, opened.beside).to_native()
        keys = ["before", "after", "region", "section"]
        cells = answer.rename({"truth": "after"}).with_columns(section=pl.col("industry").str.slice(0, 1))
        found = opened.collect(answer, {}, [cells.group_by(keys).agg(**_clause_counts(after)).sort(keys)])
        places = tuple(Cell.of_row(row, after) for row in found.tables[0].to_dicts())
        return Impact(before, after, on, places, opened.absent, found.suspicions)


def _counts(question: Question) -> dict[str, pl.Expr]:
    import polars as pl

    counts = {"met": pl.col("truth"), "failed": ~pl.col("truth"), "open": pl.col("truth").is_null()}
    for key in question.criteria:
        counts |= {f"{key} met": pl.col(key), f"{key} failed": ~pl.col(key), f"{key} open": pl.col(key).is_null()}
    return {name: flag.sum() for name, flag in counts.items()}


def _clause_counts(edition: Edition) -> dict[str, pl.Expr]:
    """The number of enterprises and, of each criterion, of those that fail it, that fail nothing else, and that leave
    it open."""
    import polars as pl

    failures = _failures(edition)
    numbers = {"count": pl.len()}
    for one in edition.criteria:
        numbers[f"{one.key} failed"] = (~pl.col(one.key)).sum()
        numbers[f"{one.key} alone"] = (~pl.col(one.key) & (failures == 1)).sum()
        numbers[f"{one.key} open"] = pl.col(one.key).is_null().sum()
    return numbers


def _failures(edition: Edition) -> pl.Expr:
    import polars as pl

    return pl.sum_horizontal([(~pl.col(one.key)).fill_null(False) for one in edition.criteria])


def _fails_one(edition: Edition) -> pl.Expr:
    return _failures(edition) == 1


def _fails_narrowly() -> pl.Expr:
    """Fails, but not once every limit is eased."""
    import polars as pl

    return ~pl.col("before") & pl.col("truth").fill_null(True)


# Writing.


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
    """A CSV that this package wrote as a Parquet file; raises BadInput where Polars is not installed."""
    require("frame", "polars")
    import polars as pl

    kinds = {bool: pl.Boolean, int: pl.Int64}
    schema = {name: kinds.get(kind, pl.String) for name, kind in types.items()}
    pl.scan_csv(sheet, schema=schema).sink_parquet(into)
