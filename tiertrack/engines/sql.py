"""Editions over rows of a database: one statement that SQLite and PostgreSQL answer alike, without a row leaving.

What is read from must have the columns of :mod:`tiertrack.rules.reads`: whole numbers (money in fen, points in
hundredths, days as ordinals), truths and keys of choices; a share is two columns, the second with ``/d`` to its name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, FromClause, Select, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from tiertrack.engines.dialect_sqlalchemy import SqlWords
from tiertrack.engines.plan import Question, question
from tiertrack.logic.kernel import Slot
from tiertrack.rules.applicability import Governed
from tiertrack.rules.reads import input_of

__all__ = ["answered_by_sql", "denominator", "sql_question"]


def denominator(name: str) -> str:
    """The column of a share's denominator, given that of its numerator."""
    return f"{name}/d"


def sql_question(governing: Sequence[Governed], on: dt.date) -> Question:
    """The question in SQLAlchemy's expressions over those columns."""
    words = SqlWords()

    def reading(slot: Slot) -> ColumnElement[Any]:
        name = input_of(slot, on).name
        return words.column(denominator(name) if slot.side == "denominator" else name)

    return question(governing, on, words, reading)


def answered_by_sql(rows: Select[Any], asked: Question, kept: Iterable[str]) -> Select[Any]:
    """The rows put through the stages of a question, with the columns ``kept`` before the answer.

    What the rows are selected from should have their columns already, as a table has: here they are read many times.
    """
    *before, answer = asked.stages
    source: FromClause = rows.subquery()
    for stage in before:
        source = _fenced(select(literal_column("*"), *_named(stage)).select_from(source))
    words = SqlWords()
    return select(*(words.column(name).label(name) for name in kept), *_named(answer)).select_from(source)


def _named(stage: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    return [expression.label(name) for name, expression in stage.items()]


# Written as text, it is a number of the right width as soon as it is read. A bare 0 would still have to be widened, and
# PostgreSQL's workers share nothing beneath an OFFSET of which it is not known at once that it leaves out no row.
_NOTHING: ColumnElement[int] = literal_column("'0'")


def _fenced(source: Select[Any]) -> CTE:
    """A query no planner merges into what reads it, where everything would be worked out for each of its readers.

    An OFFSET of nothing is such a fence on both databases. It is named beforehand, since one written inside another
    inside another is soon too deep for SQLite's parser.
    """
    return source.offset(_NOTHING).cte()
