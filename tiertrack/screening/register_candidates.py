"""The candidates for a title in a register: the database leaves out who holds it and who is far away, and only those
who are left are explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, not_, or_, select, true
from sqlalchemy import Select as SqlSelect

from tiertrack.ladder.distance import WITHIN
from tiertrack.ladder.effort import waived
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.progress import Progress, silent
from tiertrack.rules.applicability import Governed
from tiertrack.rules.edition import Edition
from tiertrack.screening.answer_form import column_of_title
from tiertrack.screening.candidates import Candidates, candidates
from tiertrack.screening.near import relaxed
from tiertrack.screening.question import Question
from tiertrack.screening.register import RegisterSource, answered_rows, dossier_rows, failures, put_to
from tiertrack.screening.snapshot import snapshot
from tiertrack.screening.work_tables import KEY_COLUMN
from tiertrack.temporal import AsOf


def register_candidates(
    source: RegisterSource,
    question: Question,
    region: Region | None = None,
    within: Fraction = WITHIN,
    progress: Progress = silent,
) -> Candidates:
    """The candidates among the enterprises of a register, of those in a region where one is named.

    Of a recognition those are asked about who are not known to hold the title on the day, of a review those who hold
    it. Raises what the answers of the source do, and BadQuantity for a share that is none.
    """
    question = question.telling([question.title.value])
    with (
        snapshot(source.bind, source.schema) as transaction,
        source.typed_rows(transaction, question, source.part(transaction.connection), progress) as typed,
    ):
        connection, rows = transaction.connection, typed.rows
        question = put_to(question, connection, typed)
        held = func.coalesce(rows.c[column_of_title(question.title.value)], False)
        asked = held if question.act is Act.REVIEW else not_(held)
        there = true() if region is None else lies_in(rows.c.region, region)
        total, left = _counts(connection, rows, there, asked)
        progress("找出候选企业")
        found = candidates(
            _of_each(connection, rows, question, and_(there, asked), within, source.known_at),
            question.on,
            within,
            KEY_COLUMN,
        )
        return Candidates(
            *(question.title.label, question.act, question.editions, question.on, found),
            *(total, total - left, within, typed.notes),
        )


def _counts(connection: Connection, rows: FromClause, there: Any, asked: Any) -> tuple[int, int]:
    """How many enterprises there are, and of how many the question is asked."""
    query = select(func.count(), func.count().filter(asked)).select_from(rows).where(there)
    total, left = connection.execute(query).one()
    return int(total), int(left)


def _of_each(
    connection: Connection,
    rows: FromClause,
    question: Question,
    asked: ColumnElement[bool],
    within: Fraction,
    known_at: dt.datetime | None,
) -> Iterator[tuple[Edition, Iterator[Mapping[str, Any]]]]:
    """The rows each edition governs, with its answer, that may be candidates."""
    for governed in question.governing:
        if (edition := governed.edition) is not None:
            query = _possible(rows, governed, edition, within, question.on).where(asked)
            yield edition, dossier_rows(connection, query, edition, AsOf(question.on, known_at))


def _possible(rows: FromClause, governed: Governed, edition: Edition, within: Fraction, on: dt.date) -> SqlSelect[Any]:
    """Those that an edition governs and do not fail it, fail one criterion alone, or do not fail it once every limit is
    eased and what no effort cures is waived."""
    answers = answered_rows(rows, governed, on)
    eased = answered_rows(rows, attrs.evolve(governed, edition=relaxed(waived(edition), within)), on)
    key = rows.c[KEY_COLUMN]
    query = select(rows, answers.c.truth).join(answers, answers.c[KEY_COLUMN] == key)
    query = query.join(eased, eased.c[KEY_COLUMN] == key)
    near = or_(
        func.coalesce(answers.c.truth, True), failures(answers, edition) == 1, func.coalesce(eased.c.truth, True)
    )
    # Where there are others beside it, the answer says which edition it is by.
    return query.where(near if "edition" not in answers.c else and_(near, answers.c.edition.is_not(None)))


def lies_in(code: ColumnElement[str], region: Region) -> ColumnElement[bool]:
    """Whether a code is that of a region or of one within it."""
    narrow = region.code[: region.narrowness]
    inside = func.substr(code, 1, len(narrow)) == narrow
    return or_(inside, code.in_(region.codes_elsewhere)) if region.codes_elsewhere else inside
