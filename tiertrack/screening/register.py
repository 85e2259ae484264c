"""The enterprises of a register, asked all at once inside the database."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import ColumnElement, Connection, FromClause, Table, case, func, select

from tiertrack.engines.sql import answered_by_sql, sql_question
from tiertrack.logic.quantity import Kind
from tiertrack.ports import SystemClock
from tiertrack.rules.applicability import Governed
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import inputs
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.files import SHOWN, parquet_of, written_beside
from tiertrack.screening.impact import cell_of
from tiertrack.screening.impact_result import Impact
from tiertrack.screening.kept_answers import refuse_taken
from tiertrack.screening.near import near_misses
from tiertrack.screening.near_result import Near, NearMisses
from tiertrack.screening.question import Question, ask_between, ask_by
from tiertrack.screening.register_answers import Asked, answered_table, keep_answers, needed_for, snapshot
from tiertrack.screening.register_scope import KEY_COLUMN, Part, denominator_of
from tiertrack.screening.register_table import BESIDE, register_table
from tiertrack.screening.relaxed_editions import relaxed
from tiertrack.screening.results import Clause, Screened
from tiertrack.screening.sources import Progress
from tiertrack.store.tables import enterprises
from tiertrack.temporal import AsOf

__all__ = ["RegisterOfMany"]

_AT_A_TIME = 2000
_FILES = (".parquet", ".csv")


@frozen
class RegisterOfMany:
    """The enterprises of the register at ``url``, as known at an instant: the first ``limit``, or about ``sample``.

    What is asked raises BadFrame for values that cannot be answered from, BadInput for a register in memory, and
    StoreError.
    """

    url: str
    known_at: dt.datetime | None = None
    limit: int | None = None
    sample: int | None = None
    rulebook: Rulebook | None = None

    def screen(self, question: Question, into: str | None, progress: Progress = None) -> Screened:
        """Who meets the standard; all answers go ``into`` a file, or a table of that name in the database."""
        doing, governing = progress or _silent, question.governing
        file = Path(into) if into is not None and Path(into).suffix.lower() in _FILES else None
        table = into if file is None else None
        with snapshot(self.url) as connection:
            asked = self._asked(connection, question)
            if table is not None:
                refuse_taken(connection, table)
            with answered_table(connection, asked, governing, doing) as answers:
                found = evolve(_summary(connection, question, answers), into=into)
                if table is not None:
                    keep_answers(connection, answers, table, asked, governing, doing, SystemClock())
                if file is not None:
                    doing("写出结果")
                    _write(connection, answers, file)
            if table is not None:
                connection.commit()
        return found

    def near(self, question: Question, within: Fraction | None, progress: Progress = None) -> NearMisses:
        """Who fails one criterion only or, with ``within``, no limit by more than that share."""
        doing = progress or _silent
        found: list[Near] = []
        with self._rows(question, doing) as (connection, rows):
            for one in question.governing:
                if one.edition is not None:
                    doing("找出差一点的企业")
                    candidates = _candidates(connection, rows, one, one.edition, question.on, within)
                    columns = ask_by(one.edition, question.on).columns
                    found += near_misses(candidates, columns, one.edition, question.on, within)
        return NearMisses(question.editions, question.on, tuple(sorted(found, key=lambda each: each.order)))

    def impact(self, before: Edition, after: Edition, on: dt.date, progress: Progress = None) -> Impact:
        """What becomes of them when one edition follows the other."""
        doing = progress or _silent
        question = ask_between(on, before, after)
        with self._rows(question, doing) as (connection, rows):
            doing("比较两个版本")
            first, second = (_answers(rows, (one,), on) for one in question.governing)
            cells = connection.execute(_cells(first, second, after)).mappings()
            return Impact(before, after, on, tuple(cell_of(_plain(row), after) for row in cells))

    def _asked(self, connection: Connection, question: Question) -> Asked:
        asof = AsOf(question.on, self.known_at)
        part = self._part(connection)
        return Asked(question.title, question.act, asof, question.region, question.variant, part)

    def _part(self, connection: Connection) -> Part:
        if self.sample is None:
            return Part(self.limit)
        total = connection.scalar(select(func.count()).select_from(enterprises)) or 0
        most = self.sample if self.limit is None else min(self.sample, self.limit)
        return Part(most, max(total // self.sample, 1))

    @contextmanager
    def _rows(self, question: Question, doing: Any) -> Iterator[tuple[Connection, Table]]:
        asof = AsOf(question.on, self.known_at)
        with snapshot(self.url) as connection:
            needed = needed_for(question.governing, question.on)
            with register_table(connection, needed, asof, self._part(connection), doing) as rows:
                yield connection, rows


def _silent(_doing: int | str) -> None:
    pass


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _ways(column: ColumnElement[Any], name: str) -> list[ColumnElement[int]]:
    """How many are TRUE, FALSE and unknown."""
    return [
        _counted(column).label(f"{name} met"),
        _counted(~column).label(f"{name} failed"),
        _counted(column.is_(None)).label(f"{name} open"),
    ]


def _summary(connection: Connection, question: Question, answers: Table) -> Screened:
    counts = [way for name in ("truth", *question.criteria) for way in _ways(answers.c[name], name)]
    number = connection.execute(select(*counts)).mappings().one()
    shown = [column for column in answers.c if column.name != KEY_COLUMN]
    met = select(*shown).where(answers.c.truth).order_by(answers.c[KEY_COLUMN]).limit(SHOWN)
    return Screened(
        question.editions,
        question.on,
        int(number["truth met"]),
        int(number["truth failed"]),
        int(number["truth open"]),
        tuple(
            Clause(key, title, *(int(number[f"{key} {way}"]) for way in ("met", "failed", "open")))
            for key, title in question.criteria.items()
        ),
        rows=tuple(dict(row) for row in connection.execute(met).mappings()),
    )


def _write(connection: Connection, answers: Table, into: Path) -> None:
    """All answers as a file, a few rows in memory at a time."""
    columns = [column for column in answers.c if column.name != KEY_COLUMN]
    query = select(*columns).order_by(answers.c[KEY_COLUMN])
    with written_beside(into) as target:
        if target is None:
            return
        sheet = target.with_suffix(".rows") if into.suffix.lower() == ".parquet" else target
        try:
            with sheet.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow([column.name for column in columns])
                for row in connection.execute(query, execution_options={"yield_per": _AT_A_TIME}):
                    writer.writerow([_cell(value) for value in row])
            if sheet is not target:
                parquet_of(sheet, target, {column.name: column.type.python_type for column in columns})
        finally:
            if sheet is not target:
                sheet.unlink(missing_ok=True)


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _answers(rows: Table, governing: Sequence[Governed], on: dt.date) -> FromClause:
    return answered_by_sql(select(rows), sql_question(governing, on), [KEY_COLUMN, *BESIDE]).subquery()


def _failures(answers: FromClause, edition: Edition) -> ColumnElement[int]:
    """How many criteria fail."""
    failures: ColumnElement[int] = case((~answers.c[edition.criteria[0].key], 1), else_=0)
    for one in edition.criteria[1:]:
        failures = failures + case((~answers.c[one.key], 1), else_=0)
    return failures


def _candidates(
    connection: Connection, rows: Table, governed: Governed, edition: Edition, on: dt.date, within: Fraction | None
) -> Iterator[dict[str, Any]]:
    """The typed rows of those who may fall short by little, as a dossier is made of them."""
    answers = _answers(rows, (governed,), on)
    query = select(rows).join(answers, answers.c[KEY_COLUMN] == rows.c[KEY_COLUMN]).where(~answers.c.truth)
    if within is None:
        query = query.where(_failures(answers, edition) == 1)
    else:
        eased = _answers(rows, (evolve(governed, edition=relaxed(edition, within)),), on)
        query = query.join(eased, eased.c[KEY_COLUMN] == rows.c[KEY_COLUMN])
        query = query.where(func.coalesce(eased.c.truth, True))
    shares = [one.name for one in inputs([edition], on) if one.kind is Kind.SHARE]
    for found in connection.execute(query).mappings():
        row = dict(found)
        for name in shares:
            if row[name] is not None:
                row[name] = Fraction(row[name], row[denominator_of(name)])
        yield row


def _cells(before: FromClause, after: FromClause, edition: Edition) -> Any:
    """The enterprises by both answers, region and industry, with how the clauses of the new edition came out."""
    section = func.substr(after.c.industry, 1, 1)
    keys = [before.c.truth.label("before"), after.c.truth.label("after"), after.c.region, section.label("section")]
    alone = _failures(after, edition) == 1
    numbers = [func.count().label("count")]
    for one in edition.criteria:
        column = after.c[one.key]
        numbers += [
            _counted(~column).label(f"{one.key} failed"),
            _counted(~column & alone).label(f"{one.key} alone"),
            _counted(column.is_(None)).label(f"{one.key} open"),
        ]
    places = [before.c.truth, after.c.truth, after.c.region, section]
    joined = before.join(after, before.c[KEY_COLUMN] == after.c[KEY_COLUMN])
    return select(*keys, *numbers).select_from(joined).group_by(*places)


def _plain(row: Any) -> dict[str, Any]:
    """A row of numbers with its truths as such, which SQLite has as 1 and 0."""
    truths = {name: None if row[name] is None else bool(row[name]) for name in ("before", "after")}
    return {**{name: value if isinstance(value, str) else _int(value) for name, value in row.items()}, **truths}


def _int(value: Any) -> Any:
    return None if value is None else int(value)
