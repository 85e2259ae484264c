"""The numbers of the answers of a database, with the first enterprises that meet the standard: from a table of the
answers, or by the very statements that judge, in which PostgreSQL's workers share the counting too."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Table,
    case,
    cast,
    func,
    literal,
    null,
    select,
)

from tiertrack.engines.sql import fenced
from tiertrack.screening.answer_form import column_of_title
from tiertrack.screening.question import Question
from tiertrack.screening.register_answers import Judging
from tiertrack.screening.results import SHOWN, Screening, first_name, flag_counts
from tiertrack.screening.work_tables import KEY_COLUMN


def summary_of_table(connection: Connection, question: Question, answers: Table) -> Screening:
    """The numbers of the answers in a table."""
    total, *found = connection.execute(select(func.count(), *_two_counts(question, answers))).one()
    counts = flag_counts(question, total, found[::2], found[1::2]) | _first_failures(connection, question, answers)
    met = _shown(question, answers).where(answers.c.truth).order_by(answers.c[KEY_COLUMN]).limit(SHOWN)
    return Screening.of_counts(question, counts, rows=tuple(map(dict, connection.execute(met).mappings())))


def _two_counts(question: Question, answers: FromClause) -> list[ColumnElement[int]]:
    """How many answers of each kind are known, and how many of those are met: a flag for every row takes longer."""
    names = ("truth", *question.criteria)
    return [number for name in names for number in (func.count(answers.c[name]), func.count().filter(answers.c[name]))]


def _first_failures(connection: Connection, question: Question, answers: FromClause) -> dict[str, int]:
    """The number of enterprises that fail each criterion and none before it."""
    if not question.in_turn:
        return {}
    place = _place(question, answers).label("place")
    query = select(place, func.count()).where(~answers.c.truth).group_by(place)
    return _firsts(question, {place: int(count) for place, count in connection.execute(query)})


def _place(question: Question, answers: FromClause) -> ColumnElement[Any]:
    """The place of the first criterion that a row fails."""
    # One flat choice: SQLite parses no deep ones.
    return case(*((~answers.c[key], number) for number, key in enumerate(question.in_turn)))


def _firsts(question: Question, found: Mapping[Any, int]) -> dict[str, int]:
    return {first_name(key): found.get(number, 0) for number, key in enumerate(question.in_turn)}


def _shown(question: Question, answers: FromClause) -> Select[Any]:
    """The answers as they are shown: without the key, and what is told beside of titles."""
    beside = (KEY_COLUMN, *map(column_of_title, question.told))
    return select(*(column for column in answers.c if column.name not in beside))


# By the statements that judge.

# So many stretches of keys there are, of which it is told whether anybody in them meets the standard: a bit each.
_STRETCHES = 62


def summary_of(connection: Connection, question: Question, judged: Iterable[Judging]) -> Screening:
    """The numbers of the answers that statements give, each enterprise in one of them; nothing is written down."""
    totals: list[int] | None = None
    met: list[tuple[int, dict[str, Any]]] = []
    for one in judged:
        key = one.rows.selected_columns[KEY_COLUMN]
        wide = (connection.scalar(one.rows.with_only_columns(func.max(key))) or 0) // _STRETCHES + 1
        # Nothing is evaluated for each of the numbers once more.
        answers = _with_place(question, one.statement().subquery())
        place, where = answers.c[_PLACE], answers.c[KEY_COLUMN] // _whole(wide)
        firsts = [func.count().filter(place == _whole(number)) for number in range(len(question.in_turn))]
        there = func.bit_or(cast(_whole(1), BigInteger).bitwise_lshift(cast(where, Integer))).filter(answers.c.truth)
        numbers = [func.count(), *_two_counts(question, answers), *firsts]
        stretches, *found = connection.execute(select(there, *numbers)).one()
        totals = found if totals is None else [*map(operator.add, totals, found)]
        met += _first_met(connection, question, one, wide, stretches or 0)
    if totals is None:
        raise ValueError("没有要判断的表")
    total, *found = totals
    known = 2 * (len(question.criteria) + 1)
    counts = flag_counts(question, total, found[:known:2], found[1:known:2])
    counts |= _firsts(question, dict(enumerate(found[known:])))
    rows = tuple(row for _key, row in sorted(met, key=itemgetter(0))[:SHOWN])
    return Screening.of_counts(question, counts, rows=rows)


# The name of the place of the first criterion that a row fails.
_PLACE = "place"


def _with_place(question: Question, answers: FromClause) -> FromClause:
    place = case((~answers.c.truth, _place(question, answers))) if question.in_turn else cast(null(), Integer)
    return fenced(select(*answers.c, place.label(_PLACE)))


def _first_met(
    connection: Connection, question: Question, judged: Judging, wide: int, stretches: int
) -> list[tuple[int, dict[str, Any]]]:
    """The first of those that meet the standard, by their keys: no other stretch is judged again than where they
    are."""
    found: list[tuple[int, dict[str, Any]]] = []
    key = judged.rows.selected_columns[KEY_COLUMN]
    for number in range(_STRETCHES):
        if stretches >> number & 1 and len(found) < SHOWN:
            among = key.between(_whole(number * wide), _whole((number + 1) * wide - 1))
            answers = judged.statement(among).subquery()
            of_them = answers.c[KEY_COLUMN]
            query = _shown(question, answers).add_columns(of_them).where(answers.c.truth).order_by(of_them).limit(SHOWN)
            rows = [dict(row) for row in connection.execute(query).mappings()]
            found += [(row.pop(KEY_COLUMN), row) for row in rows]
    return found


def _whole(number: int) -> ColumnElement[int]:
    return literal(number, BigInteger(), literal_execute=True)
