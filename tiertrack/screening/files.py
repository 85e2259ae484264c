"""The enterprises of a file: read, checked, answered and written in one pass.

Needs the libraries of the extra ``frame``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl
from attrs import field, frozen

from tiertrack.engines.frame import answered, answered_twice
from tiertrack.ladder.distance import WITHIN
from tiertrack.output_file import Existing, written_whole
from tiertrack.progress import Progress, silent
from tiertrack.rules.applicability import Governed
from tiertrack.rules.edition import Edition
from tiertrack.screening.answer_file import ENDINGS, sunk
from tiertrack.screening.answer_form import PLAIN, AnswerForm, column_of_title, rungs
from tiertrack.screening.file_table import Reading, open_for
from tiertrack.screening.near import near_misses
from tiertrack.screening.question import Question, ask_by
from tiertrack.screening.results import (
    SHOWN,
    Cell,
    Impact,
    NearMisses,
    Screening,
    answer_flags,
    cost_flags,
    first_failure,
    first_name,
)


@frozen
class FileSource:
    """The enterprises of a Parquet file, which may be larger than memory, or of a table people hand in.

    Its answers raise BadFile, or BadFrame with every fault; ``progress`` hears of the rows read.
    """

    path: Path
    reading: Reading = field(factory=Reading)

    @property
    def files(self) -> tuple[Path, ...]:
        """The file itself."""
        return (self.path,)

    def screen(
        self,
        question: Question,
        into: str | None = None,
        progress: Progress = silent,
        existing: Existing = Existing.KEPT,
        form: AnswerForm = PLAIN,
    ) -> Screening:
        """The numbers of enterprises with each answer.

        All answers go ``into`` a Parquet or CSV file: the identifying columns, ``truth``, ``missing`` and every
        criterion. Where anything is wrong, nothing is written; a file that is there is ``existing``, what is
        written has a ``form``.
        """
        if into is not None and form.holders is not None:
            question = question.telling(rungs(question))
        opened = open_for(self.path, question, self.reading, progress)
        question = opened.question
        told = {title: column_of_title(title) for title in question.told}
        beside = (*opened.beside, *told.values())
        frame = answered(
            nw.from_native(opened.frame), question.governing, question.on, beside=beside, regions=opened.regions
        )
        answer = frame.to_native()
        there = frame.collect_schema().names()
        public = [name for name in there if name not in beside]
        told = {title: name for title, name in told.items() if name in there}
        numbers = {name: flag.sum() for name, flag in answer_flags(question, pl.col, pl.Expr.is_null).items()}
        numbers |= {first_name(key): (pl.col(_FIRST) == place).sum() for place, key in enumerate(question.in_turn)}
        numbers["rows"] = pl.struct(public).filter(pl.col("truth")).head(SHOWN).implode()
        holds = told.get(question.title.value)
        if form.leaves_out and holds is not None:
            numbers[_LEFT_OUT] = pl.col(holds).sum()
        with contextlib.ExitStack() as written:
            sinks = []
            if into is not None:
                target = written.enter_context(written_whole(Path(into), existing, self.files, ENDINGS))
                sinks = [sunk(answer, public, target, Path(into).suffix.lower(), question, form, told)]
            found = opened.collect(answer.with_columns(_first_failure(question).alias(_FIRST)), numbers, sinks)
        return Screening.of_counts(
            question,
            found.numbers,
            absent=opened.absent,
            suspicions=found.suspicions,
            unread=opened.table.unread,
            reading=opened.reading,
            rows=tuple(found.numbers["rows"]),
            into=into,
            left_out=found.numbers.get(_LEFT_OUT, 0 if into is not None and form.leaves_out else None),
        )

    def near(self, question: Question, within: Fraction = WITHIN, progress: Progress = silent) -> NearMisses:
        """The enterprises that fail, but no limit by more than a share of it."""
        opened = open_for(self.path, question, self.reading, progress)
        question = opened.question
        frame = nw.from_native(opened.frame)
        suspicions: tuple[str, ...] = ()

        def candidates(governed: Governed, eased: Governed) -> Iterable[Mapping[str, Any]]:
            nonlocal suspicions
            answer = answered_twice(frame, governed, eased, question.on, opened.beside).to_native()
            # Fails, but not once every limit is eased.
            wanted = answer.filter(~pl.col("before") & pl.col("truth").fill_null(True))
            collected = opened.collect(answer, {}, [wanted])
            suspicions = collected.suspicions
            return collected.tables[0].iter_rows(named=True)

        found = near_misses(
            *(question, within, candidates),
            absent=opened.absent,
            unread=opened.table.unread,
            reading=opened.reading,
        )
        # They are known once the candidates have been read.
        return attrs.evolve(found, suspicions=suspicions)

    def impact(self, before: Edition, after: Edition, on: dt.date, progress: Progress = silent) -> Impact:
        """What becomes of the enterprises when one edition follows the other."""
        question = ask_by(before, after, on=on)
        first, second = question.governing
        opened = open_for(self.path, question, self.reading, progress)
        answer = answered_twice(nw.from_native(opened.frame), first, second, on, opened.beside).to_native()
        keys = ["before", "after", "region", "section"]
        cells = answer.rename({"truth": "after"}).with_columns(section=pl.col("industry").str.slice(0, 1))
        flags = cost_flags(after, pl.col, pl.Expr.is_null, _failures(after) == 1)
        numbers = {"count": pl.len(), **{name: flag.sum() for name, flag in flags.items()}}
        found = opened.collect(answer, {}, [cells.group_by(keys).agg(**numbers).sort(keys)])
        places = tuple(Cell.of_row(row, after) for row in found.tables[0].to_dicts())
        return Impact(before, after, on, places, opened.absent, found.suspicions, opened.table.unread, opened.reading)


_FIRST = "first failure"
_LEFT_OUT = "left out"


def _first_failure(question: Question) -> pl.Expr:
    def choose(failed: pl.Expr, place: int, otherwise: pl.Expr) -> pl.Expr:
        return pl.when(failed).then(pl.lit(place, pl.Int16)).otherwise(otherwise)

    found: pl.Expr = first_failure(question, lambda key: ~pl.col(key), choose, pl.lit(None, pl.Int16))
    return found


def _failures(edition: Edition) -> pl.Expr:
    """The number of criteria that fail."""
    return pl.sum_horizontal([(~pl.col(criterion.key)).fill_null(False) for criterion in edition.criteria])
