"""The enterprises that fall short by little: by one criterion, or of every limit by no more than a share of it.

Columns find the candidates among however many there are; each of those is then explained like any dossier, so that the
shortfalls are told in the units and words of an assessment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from tiertrack.ladder.distance import closings
from tiertrack.logic.truth import Truth
from tiertrack.rules.applicability import Governed
from tiertrack.rules.assessment import Alternatives, assess
from tiertrack.rules.edition import Edition
from tiertrack.screening.file_table import Reading, open_for
from tiertrack.screening.near_result import Near, NearMisses
from tiertrack.screening.question import Question, ask_by
from tiertrack.screening.relaxed_editions import relaxed
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    import polars as pl

    from tiertrack.rules.reads import Input

__all__ = ["near_file", "near_misses"]


def near_file(
    path: Path,
    question: Question,
    within: Fraction | None = None,
    reading: Reading | None = None,
    progress: Callable[[int | str], None] | None = None,
) -> NearMisses:
    """The enterprises of a file that fail one criterion only or, with ``within``, no limit by more than that share.

    Raises BadFile, or BadFrame with every fault.
    """
    import narwhals as nw

    from tiertrack.engines.frame import answered, answered_twice

    opened = open_for(path, question, reading or Reading(), progress)
    frame = nw.from_native(opened.frame)
    found: list[Near] = []
    suspicions: tuple[str, ...] = ()
    for one in question.governing:
        if one.edition is None:
            continue
        columns = ask_by(one.edition, question.on).columns
        if within is None:
            beside = (*opened.beside, *(column.name for column in columns))
            answer = answered(frame, (one,), question.on, beside=beside)
            candidates = answer.to_native().filter(_fails_one(one.edition))
        else:
            eased = _eased(one, within)
            answer = answered_twice(frame, one, eased, question.on, opened.beside)
            candidates = answer.to_native().filter(_nearly())
        collected = opened.collect(answer.to_native(), {}, [candidates])
        suspicions = collected.suspicions
        rows = collected.tables[0].iter_rows(named=True)
        found += near_misses(rows, columns, one.edition, question.on, within)
    ordered = tuple(sorted(found, key=lambda each: each.order))
    return NearMisses(question.editions, question.on, ordered, opened.absent, suspicions)


def _eased(governed: Governed, within: Fraction) -> Governed:
    return attrs.evolve(governed, edition=governed.edition and relaxed(governed.edition, within))


def _fails_one(edition: Edition) -> pl.Expr:
    import polars as pl

    return pl.sum_horizontal([(~pl.col(one.key)).fill_null(False) for one in edition.criteria]) == 1


def _nearly() -> pl.Expr:
    """Fails, but not once every limit is eased."""
    import polars as pl

    return ~pl.col("before") & pl.col("truth").fill_null(True)


def near_misses(
    rows: Iterable[Mapping[str, Any]],
    columns: Iterable[Input],
    edition: Edition,
    on: dt.date,
    within: Fraction | None = None,
) -> Iterator[Near]:
    """The rows that fall short by little, each explained; with ``within`` none that is farther from some limit."""
    from tiertrack.screening.row_dossier import dossier_of_row

    read = tuple(columns)
    for row in rows:
        assessment = assess(edition, dossier_of_row(row, read, on), AsOf(on))
        (closing,) = closings(Alternatives((assessment,)))
        if within is None or all(gap.distance is not None and gap.distance <= within for gap in closing.gaps):
            yield Near(closing, sum(one.truth is Truth.UNKNOWN for one in assessment.criteria))
