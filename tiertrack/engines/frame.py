"""Editions over a data frame of any kind narwhals knows: Polars, DuckDB, Arrow and PySpark; pandas through Arrow.

The frame comes back with its identifying columns, ``truth`` (true, false, null), ``missing`` and one nullable boolean
column for each criterion. A column that is not there is unknown throughout. A number out of range is refused by name;
in a lazy frame it is unknown, so that no answer is ever wrong.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import attrs
import narwhals as nw

from tiertrack.engines.column_types import collected, evaluated, extremes, library_of, names_of, read, typed
from tiertrack.engines.dialect import Dialect, Expression
from tiertrack.engines.dialect_narwhals import NarwhalsDialect
from tiertrack.engines.identity_cells import Identified, identified
from tiertrack.engines.plan import Plan, plan
from tiertrack.engines.row_places import governing_of, parted
from tiertrack.engines.table_checks import Check, range_checks, range_checks_of_values
from tiertrack.errors import BadFrame
from tiertrack.facts.industry import SIZE_GROUPS
from tiertrack.facts.vocabulary import SIZE_GROUP
from tiertrack.logic import expr
from tiertrack.logic.kernel import Slot
from tiertrack.rules.applicability import Governed, Place, editions, places
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.reads import IDENTIFYING, SHARE_PARTS, Column, column_of


def screen(
    frame: nw.LazyFrame[Any] | nw.DataFrame[Any], governing: Sequence[Governed], on: dt.date, beside: Sequence[str] = ()
) -> Any:
    """The answers by the editions that govern on a day, with further columns of the frame ``beside`` the identifying
    ones; amounts are whole fen.

    Raises BadFrame for columns of a type that cannot be read and, in an eager frame, for values out of range.
    """
    if isinstance(frame, nw.LazyFrame):
        return answered(frame, governing, on, beside=beside)
    wanted = _wanted(frame, governing, on)
    told = identified(frame, on, _telling(governing, wanted))
    frame, governing = told.frame, _asked_of(tuple(governing), told)
    # What was found to be in range needs no looking after.
    names = {*frame.columns}
    there = [column for column in wanted if column.name in names]
    values = read(frame, wanted, beside=told.beside)
    _refuse_out_of_range(values, there)
    return _judged_by_place(values, wanted, governing, on, _kept(frame, wanted, beside))


def _wanted(frame: Any, governing: Sequence[Governed], on: dt.date) -> tuple[Column, ...]:
    """The columns to be read; of those a table is complete without, the ones that are there."""
    there, columns = names_of(frame), columns_of(editions(governing), on)
    return tuple(column for column in columns if not column.is_optional or column.name in there)


def _judged(wanted: Iterable[Column]) -> frozenset[str]:
    """The columns of criteria judged as a whole."""
    return frozenset(column.name for column in wanted if column.is_optional)


def _asked_of(governing: tuple[Governed, ...], told: Identified) -> tuple[Governed, ...]:
    """The editions without what they say of industries in either of two groups, where none is in the frame: an eager
    engine would work it out for every row."""
    return governing if told.may_be_either else _of_single_groups(governing)


@functools.lru_cache(maxsize=64)
def _of_single_groups(governing: tuple[Governed, ...]) -> tuple[Governed, ...]:
    def single(node: Any) -> Any:
        if isinstance(node, expr.Switch) and node.ref == SIZE_GROUP.ref:
            return attrs.evolve(node, cases=tuple(case for case in node.cases if case[0] in SIZE_GROUPS))
        return node

    def asked(edition: Edition) -> Edition:
        criteria = (attrs.evolve(one, test=expr.replaced(one.test, single)) for one in edition.criteria)
        return attrs.evolve(edition, criteria=tuple(criteria))

    return tuple(attrs.evolve(one, edition=one.edition and asked(one.edition)) for one in governing)


def _telling(governing: Sequence[Governed], wanted: Iterable[Column]) -> set[str]:
    """The identifying columns the answer depends on."""
    regional = any(not governed.is_everyone for governed in governing)
    return {column.name for column in wanted} | ({"region"} if regional else set())


def _kept(frame: Any, wanted: Iterable[Column], beside: Sequence[str] = ()) -> list[str]:
    there = {*names_of(frame), *(column.name for column in wanted)}
    return [name for name in dict.fromkeys((*IDENTIFYING, *beside)) if name in there]


def _refuse_out_of_range(values: nw.DataFrame[Any], wanted: Sequence[Column]) -> None:
    """To tell whether any value of a column is beyond its limits takes less time than to count them: only where one
    is are those counted."""
    if not (look := _look(tuple(wanted), library_of(values))):
        return
    found = evaluated(values, {check.key: finds for check, finds in look}).row(0)
    if doubtful := [check for (check, _finds), is_found in zip(look, found, strict=True) if is_found]:
        counts = evaluated(values, {check.key: check.flag.sum() for check in doubtful}).row(0)
        raise BadFrame(*(check.fault_of(count) for check, count in zip(doubtful, counts, strict=True)))


@functools.lru_cache(maxsize=64)
def _look(columns: tuple[Column, ...], library: Any) -> tuple[tuple[Check, Any], ...]:
    """The checks of columns, each with the one value that tells whether it finds any."""
    return tuple((check, _finds(check, library)) for check in range_checks_of_values(columns, library))


def _finds(check: Check, library: Any) -> Any:
    limits, cells = extremes(check.column), library.col(check.column.name)
    if limits is None:
        return check.flag.any()
    if library is nw:
        # Of Arrow to find the extremes takes half the time of comparing all.
        return (cells.min() < limits[0]) | (cells.max() > limits[1])
    # Read without its sign, a negative number is larger than any other: so one comparison tells that there is none.
    return (cells.reinterpret(signed=False) > limits[1]).any() if limits[0] == 0 else check.flag.any()


def answered(
    frame: nw.LazyFrame[Any] | nw.DataFrame[Any],
    governing: Sequence[Governed],
    on: dt.date,
    money_unit: str | None = None,
    beside: Sequence[str] = (),
    regions: Collection[str | None] = (),
) -> Any:
    """The same of a frame narwhals has opened, with further columns kept ``beside`` the identifying ones: of the frame
    as it was, or of those the editions read as they were read. Only these ``regions`` occur in it, where that is
    known."""
    wanted = _wanted(frame, governing, on)
    values, kept = typed(frame, wanted, money_unit), _kept(frame, wanted, beside)
    there = [place for place in places(governing) if regions and any(map(place.has, regions))]
    if not there:
        return _judged_by(values, wanted, governing, on, kept)
    return staged(values, _plan_of(there, values, wanted, governing, on), kept)


def read_and_checked(
    frame: nw.LazyFrame[Any], governing: Sequence[Governed], on: dt.date, money_unit: str | None, beyond: str
) -> Any:
    """What the editions read of a frame, with a column ``beyond`` that is TRUE where a value of a row is out of
    range."""
    wanted, schema = _wanted(frame, governing, on), frame.collect_schema()
    flags = [check.flag for check in range_checks(wanted, schema, money_unit)]
    # A table of names alone has nothing that could be out of range.
    flag = dialect_of(frame.implementation).any(flags) if flags else nw.lit(False)
    return read(frame, wanted, money_unit, {beyond: flag})


def answered_if_sound(values: nw.LazyFrame[Any], governing: Sequence[Governed], on: dt.date) -> Any:
    """The answers for what was read, good for nothing where any value is out of range: nothing is held against its
    limits once more, and what is multiplied may be beyond 64 bits."""
    wanted = _wanted(values, governing, on)
    return _judged_by(values, wanted, governing, on, _kept(values, wanted))


def _judged_by(
    values: Any, wanted: Sequence[Column], governing: Sequence[Governed], on: dt.date, kept: Sequence[str]
) -> Any:
    return staged(values, _plan(tuple(governing), on, values.implementation, _judged(wanted)), kept)


# The number of rows that Polars judges in the time it takes to make a second answer ready.
_LEAST = 150_000
_NUMBER = "number of rows"


def _judged_by_place(
    values: nw.DataFrame[Any], wanted: Sequence[Column], governing: Sequence[Governed], on: dt.date, kept: Sequence[str]
) -> Any:
    """The answers by the standards of those places where any row is."""
    every = places(governing)
    if not every:
        return _judged_by(values, wanted, governing, on, kept)
    numbers = dict(values.group_by("region").agg(**{_NUMBER: nw.len()}).rows())
    found = parted(every, numbers, _LEAST)

    def answer(rows: nw.DataFrame[Any], asked: Sequence[Place]) -> Any:
        return staged(rows, _plan_of(asked, rows, wanted, governing, on), kept)

    # Where most of them are need not be looked for: all are judged as if they were there, and the others again.
    answers = answer(values, found.most)
    if not found.others:
        return answers
    apart = _is_any_of(values["region"], [code for code in numbers if any(place.has(code) for place in found.others)])
    again, rows = answer(values.filter(apart), found.others), apart.arg_true()
    judged = (name for name in answers.columns if name not in kept)
    return answers.with_columns(*(answers[name].scatter(rows, again[name]) for name in judged))


def _is_any_of(column: nw.Series[Any], codes: Sequence[str | None]) -> nw.Series[Any]:
    known = column.is_in([code for code in codes if code is not None]).fill_null(value=False)
    return known | column.is_null() if None in codes else known


def _plan_of(
    asked: Sequence[Place], rows: Any, wanted: Sequence[Column], among: Sequence[Governed], on: dt.date
) -> Plan:
    return _plan(governing_of(asked), on, rows.implementation, _judged(wanted), tuple(among))


def answered_twice(
    frame: nw.LazyFrame[Any] | nw.DataFrame[Any],
    before: Governed,
    after: Governed,
    on: dt.date,
    beside: Sequence[str] = (),
) -> Any:
    """The answers by two editions for the same rows: ``before`` the truth by the first, then the answer by the
    second."""
    wanted = _wanted(frame, (before, after), on)
    judged = _judged(wanted)
    kept = list(dict.fromkeys((*IDENTIFYING, *beside, *(column.name for column in wanted))))
    answers = staged(typed(frame, wanted), _plan((before,), on, frame.implementation, judged), kept)
    first = answers.select(*kept, before=nw.col("truth"))
    return staged(first, _plan((after,), on, frame.implementation, judged), [*kept, "before"])


def staged(frame: Any, steps: Plan, kept: Iterable[str]) -> Any:
    """The frame put through the stages of a plan, with the columns ``kept`` before the answer."""
    if not frame.implementation.is_polars():
        return _through(frame, steps, kept)
    native = frame.to_native()
    if isinstance(frame, nw.LazyFrame):
        return nw.from_native(_through(native, steps, kept))
    from tiertrack.engines.whole_columns import worked_out

    native, steps = worked_out(native, steps)
    # What a lazy frame evaluates once, an eager one would evaluate for every column.
    return nw.from_native(collected(_through(native.lazy(), steps, kept), len(frame)))


def _through(frame: Any, steps: Plan, kept: Iterable[str]) -> Any:
    *before, answer = steps.stages
    for stage in before:
        frame = frame.with_columns(**stage)
    return frame.select(*kept, **answer)


@functools.lru_cache(maxsize=64)
def _plan(
    governing: tuple[Governed, ...],
    on: dt.date,
    engine: nw.Implementation,
    judged: frozenset[str],
    among: tuple[Governed, ...] = (),
) -> Plan:
    """The plan in the engine's expressions over typed columns; made once for the same question asked again."""
    dialect = dialect_of(engine, len(governing))

    def reader(slot: Slot) -> Expression | int:
        column = column_of(slot, on)
        if column.is_optional and column.name not in judged:
            return None
        return SHARE_PARTS if slot.side == "denominator" else dialect.column(column.name)

    return plan(governing, on, dialect, reader, among=among)


def dialect_of(engine: nw.Implementation, editions: int = 1) -> Dialect:
    """The dialect of Polars itself, that of Spark, or that of narwhals for any other engine, for an answer by so many
    ``editions`` side by side."""
    if engine.is_polars():
        from tiertrack.engines.dialect_polars import PolarsDialect

        return PolarsDialect(engine)
    if engine.is_spark_like():
        from tiertrack.engines.dialect_spark import SparkDialect

        return SparkDialect(engine, editions)
    return NarwhalsDialect(engine)
