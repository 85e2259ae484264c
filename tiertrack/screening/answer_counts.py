"""The numbers of answers that an engine behind narwhals has given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from tiertrack.screening.question import Question
from tiertrack.screening.results import SHOWN, Screening, answer_flags, first_failure, first_name

_FIRST = "first failure"


def counted(question: Question, answer: Any, **others: Any) -> Screening:
    """The screening that a frame of answers comes to, with its first rows that meet the standard."""
    names = answer.collect_schema().names()
    # By place: Spark takes the point in the key of a criterion for the way into a nested column.
    places = {name: f"column {place}" for place, name in enumerate(names)}
    plain = _renamed(answer, [*places.values()])
    flags = answer_flags(question, lambda name: nw.col(places[name]), nw.Expr.is_null)
    flags |= {first_name(key): nw.col(_FIRST) == place for place, key in enumerate(question.in_turn)}
    told = plain.with_columns(_first_failure(question, places).alias(_FIRST))
    sums = _collected(told.select(**{name: flag.cast(nw.Int64).sum() for name, flag in flags.items()}))
    counts = {name: int(number or 0) for name, number in zip(flags, sums.row(0), strict=True)}
    met = _collected(plain.filter(nw.col(places["truth"])).head(SHOWN))
    rows = tuple(dict(zip(names, row, strict=True)) for row in met.rows())
    return Screening.of_counts(question, counts, rows=rows, **others)


def _first_failure(question: Question, places: dict[str, str]) -> Any:
    def failed(key: str) -> nw.Expr:
        # Where a condition is null, Arrow would make the choice null.
        return nw.coalesce(~nw.col(places[key]), nw.lit(False, dtype=nw.Boolean))

    def choose(condition: nw.Expr, place: int, otherwise: nw.Expr) -> nw.Expr:
        return nw.when(condition).then(nw.lit(place, dtype=nw.Int64)).otherwise(otherwise)

    return first_failure(question, failed, choose, nw.lit(None, dtype=nw.Int64))


def _renamed(frame: Any, names: Sequence[str]) -> Any:
    if frame.implementation.is_spark_like():
        return nw.from_native(frame.to_native().toDF(*names))
    return frame.rename(dict(zip(frame.collect_schema().names(), names, strict=True)))


def _collected(frame: Any) -> Any:
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame
