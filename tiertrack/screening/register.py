"""The enterprises of a register, screened inside the database: every one by the standard that governs it.

The register is brought into a typed table, and one statement answers for all of it. Both are gone once the answers have
been read, unless these are kept as a table of their own. A register in memory has no database to ask; there
``tiertrack.assess`` answers for one enterprise after the other.
"""

from __future__ import annotations

import csv
import datetime as dt
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from fractions import Fraction
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve, field, frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    Table,
    case,
    exists,
    func,
    make_url,
    select,
)

from tiertrack.batches import batches
from tiertrack.engines.sql import answered_by_sql, sql_plan
from tiertrack.ladder.distance import WITHIN
from tiertrack.law.titles import TITLES
from tiertrack.logic.quantity import Kind
from tiertrack.output_file import Existing, written_whole
from tiertrack.ports import Clock, SystemClock
from tiertrack.progress import Progress, silent
from tiertrack.rules.applicability import Governed
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.reads import IDENTIFYING, RIGHTS_PREFIX
from tiertrack.screening.answer_file import CSV_ENCODING, ENDINGS, parquet_of
from tiertrack.screening.answer_form import PLAIN, AnswerForm, column_of_title
from tiertrack.screening.answer_rows import AnswerRows
from tiertrack.screening.joined_rows import reader
from tiertrack.screening.kept_answers import keep, refuse_taken
from tiertrack.screening.near import RIGHTS, near_misses
from tiertrack.screening.question import Question, ask_by
from tiertrack.screening.register_answers import answers_table, judgings
from tiertrack.screening.register_counts import summary_of, summary_of_table
from tiertrack.screening.register_doubts import doubted
from tiertrack.screening.register_rights import counts_of
from tiertrack.screening.register_table import TypedTable, register_table
from tiertrack.screening.results import (
    Cell,
    Impact,
    NearMisses,
    Screening,
    cost_flags,
)
from tiertrack.screening.snapshot import Part, allow_writing, snapshot
from tiertrack.screening.typed_keeping import Upkeep
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables
from tiertrack.store.engine import shown
from tiertrack.store.location import Bind
from tiertrack.store.tables import enterprises, title_events
from tiertrack.store.transactions import Transaction
from tiertrack.temporal import AsOf, known_instant


@frozen
class RegisterSource:
    """The enterprises of the register at ``bind``, as known at an instant: the first ``limit``, from the one enrolled
    ``after`` that with a key on where it is given, or about ``sample``.

    Its answers raise BadFrame for values that cannot be answered from, BadInput for a register in memory, and
    StoreError. ``progress`` hears of each step; ``upkeep`` says whether the next question may begin from what this one
    worked out.
    """

    bind: Bind = field(repr=lambda bind: shown(bind) if isinstance(bind, str) else type(bind).__name__)
    known_at: dt.datetime | None = field(default=None, converter=known_instant)
    limit: int | None = None
    sample: int | None = None
    clock: Clock = field(factory=SystemClock)
    schema: str | None = None
    upkeep: Upkeep = Upkeep.KEPT
    after: int | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The file of a database that is one."""
        bind = self.bind
        url = make_url(bind) if isinstance(bind, str) else bind.engine.url
        return (Path(url.database),) if url.get_backend_name() == "sqlite" and url.database else ()

    def screen(
        self,
        question: Question,
        into: str | None = None,
        progress: Progress = silent,
        existing: Existing = Existing.KEPT,
        form: AnswerForm = PLAIN,
    ) -> Screening:
        """The numbers of enterprises with each answer; all answers go ``into`` a file, or a table of the database.

        A file has the identifying columns, ``truth``, ``missing``, the range of points of a scorecard, and every
        criterion; a table has ``enterprise_id`` before them, and a row in ``tiertrack_screenings`` that says what it
        answers. A table of that name is replaced where a screening made it, and refused otherwise (BadInput). Either
        all of it is there in the end, or nothing has changed. A file that is there is ``existing``; a ``form`` is of a
        file alone.
        """
        file = Path(into) if into is not None and Path(into).suffix.lower() in ENDINGS else None
        table = into if file is None else None
        with snapshot(self.bind, self.schema, table) as transaction:
            connection = transaction.connection
            part = self.part(connection)
            if table is not None:
                refuse_taken(connection, table)
            if into is None and connection.dialect.name == "postgresql":
                return self._counted(transaction, question, part, progress)
            if file is not None and form.holders is not None:
                question = question.telling(_titles_on_record(connection, question))
            with self._answers(transaction, question, part, progress) as (question, answers, notes):
                found = evolve(summary_of_table(connection, question, answers), into=into, suspicions=notes)
                if table is not None:
                    progress("写入结果表")
                    allow_writing(transaction)
                    keep(connection, table, answers, question, part, self.known_at, self.clock.now())
                if file is not None:
                    progress("写出结果")
                    with written_whole(file, existing, self.files, ENDINGS) as target:
                        _write(AnswerRows(connection, question, form, answers), target, file.suffix.lower())
                    found = evolve(found, left_out=_left_out(connection, question, form, answers))
            if table is not None:
                transaction.commit()
        return found

    def near(self, question: Question, within: Fraction = WITHIN, progress: Progress = silent) -> NearMisses:
        """The enterprises that fail, but no limit by more than a share of it."""
        with (
            snapshot(self.bind, self.schema) as transaction,
            self.typed_rows(transaction, question, self.part(transaction.connection), progress) as typed,
        ):
            connection, asof = transaction.connection, AsOf(question.on, self.known_at)
            regions = {*connection.scalars(select(typed.rows.c.region).distinct())}

            def candidates(governed: Governed, eased: Governed) -> Iterable[Mapping[str, Any]]:
                if not any(map(governed.has, regions)):
                    # To make two answers ready takes longer than to see that nobody is there.
                    return ()
                progress("找出差一点的企业")
                query = _candidates(typed.rows, governed, eased, question.on)
                return dossier_rows(connection, query, governed.edition, asof)

            return near_misses(put_to(question, connection, typed), within, candidates, suspicions=typed.notes)

    def impact(self, before: Edition, after: Edition, on: dt.date, progress: Progress = silent) -> Impact:
        """What becomes of the enterprises when one edition follows the other."""
        question = ask_by(before, after, on=on)
        with (
            snapshot(self.bind, self.schema) as transaction,
            self.typed_rows(transaction, question, self.part(transaction.connection), progress) as typed,
        ):
            connection = transaction.connection
            progress("比较两个版本")
            first, second = (answered_rows(typed.rows, governed, on) for governed in question.governing)
            cells = connection.execute(_cells(first, second, after)).mappings()
            found = tuple(Cell.of_row(_plain(row), after) for row in cells)
            return Impact(before, after, on, found, suspicions=typed.notes)

    def part(self, connection: Connection) -> Part:
        """The part of the enterprises that is asked about."""
        if self.sample is None:
            return Part(self.limit, after=self.after)
        total = connection.scalar(select(func.count()).select_from(enterprises)) or 0
        most = self.sample if self.limit is None else min(self.sample, self.limit)
        return Part(most, max(total // self.sample, 1))

    def typed_rows(
        self, transaction: Transaction, question: Question, part: Part, progress: Progress
    ) -> AbstractContextManager[TypedTable]:
        """The typed rows of the enterprises of a part, with what a question reads, and who holds the title itself: that
        is what is asked for next."""
        asof, counts = AsOf(question.on, self.known_at), counts_of(question.editions)
        columns = question.telling(dict.fromkeys((*question.told, question.title.value))).columns
        return register_table(transaction, columns, asof, part, progress, self.upkeep, counts)

    def _counted(self, transaction: Transaction, question: Question, part: Part, progress: Progress) -> Screening:
        """The numbers alone, for which PostgreSQL need not write the answers down."""
        connection = transaction.connection
        with self.typed_rows(transaction, question, part, progress) as typed:
            progress("按标准判断")
            question = put_to(question, connection, typed)
            rows = [*map(select, typed.parts)]
            found = summary_of(connection, question, judgings(connection, rows, question.governing, question.on))
            return evolve(found, suspicions=(*typed.notes, *doubted(connection, typed.parts)))

    @contextmanager
    def _answers(
        self, transaction: Transaction, question: Question, part: Part, progress: Progress
    ) -> Iterator[tuple[Question, Table, tuple[str, ...]]]:
        """The question as these rows put it and a table of the answers by the key of the enterprise, for as long as the
        transaction, and what is to be said of what they were answered from."""
        connection = transaction.connection
        with self.typed_rows(transaction, question, part, progress) as typed:
            progress("按标准判断")
            question = put_to(question, connection, typed)
            titles = [column_of_title(title) for title in question.told]
            work = WorkTables(connection)
            rows = [*map(select, typed.parts)]
            answers = answers_table(work, "answers", rows, question.governing, question.on, titles)
            notes = (*typed.notes, *doubted(connection, typed.parts))
            if connection.dialect.name == "sqlite":
                # All rows have been read: from here on no writer has to wait.
                transaction.commit()
            yield question, answers, notes
            work.drop_all()


def put_to(question: Question, connection: Connection, typed: TypedTable) -> Question:
    """The question as it is put to these rows: of a day that settles the matter earlier only where there is any."""
    settling = {one.settled_on for one in question.governing if one.settled_on is not None}
    said = {
        key
        for key in settling
        if any(connection.scalar(select(exists().where(part.c[key].is_not(None)))) for part in typed.parts)
    }
    return question.of_table(said)


# A screening.


def _titles_on_record(connection: Connection, question: Question) -> tuple[str, ...]:
    """The titles that any enterprise may hold, and the one asked about."""
    known = {question.title.value, *connection.scalars(select(title_events.c.title).distinct())}
    return tuple(title for title in TITLES if title in known)


def _left_out(connection: Connection, question: Question, form: AnswerForm, answers: Table) -> int | None:
    """The number of enterprises that are not written because they hold the title; None where none are left out."""
    if not form.leaves_out:
        return None
    held = answers.c[column_of_title(question.title.value)]
    return int(connection.scalar(select(func.count()).select_from(answers).where(held)) or 0)


def _counts(flags: Mapping[str, ColumnElement[bool]]) -> Iterator[ColumnElement[int]]:
    """The number of rows with each flag."""
    for name, flag in flags.items():
        yield func.coalesce(func.sum(case((flag, 1), else_=0)), 0).label(name)


def _is_unknown(truth: ColumnElement[Any]) -> ColumnElement[bool]:
    return truth.is_(None)


def _write(answers: AnswerRows, into: Path, ending: str) -> None:
    """All answers as a file."""
    if ending == ".csv":
        _write_rows(into, *answers.of_csv(), CSV_ENCODING)
        return
    with TemporaryDirectory() as folder:
        sheet = Path(folder) / "rows.csv"
        _write_rows(sheet, *answers.of_parquet(), "utf-8")
        parquet_of(sheet, into, answers.types)


def _write_rows(into: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]], encoding: str) -> None:
    with into.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        for row in rows:
            writer.writerow(row)


# Near misses and impact.


def answered_rows(rows: FromClause, governed: Governed, on: dt.date) -> FromClause:
    """The answers for typed rows by one edition, by the key of the enterprise."""
    return answered_by_sql(
        select(rows), sql_plan((governed,), on, rows.c.keys()), [KEY_COLUMN, *IDENTIFYING]
    ).subquery()


def failures(answers: FromClause, edition: Edition) -> ColumnElement[int]:
    """The number of criteria that fail."""
    return reduce(operator.add, [case((~answers.c[criterion.key], 1), else_=0) for criterion in edition.criteria])


def _candidates(rows: FromClause, governed: Governed, eased: Governed, on: dt.date) -> Any:
    """The typed rows that fall short, but not once every limit is eased."""
    answers, by_eased = (answered_rows(rows, one, on) for one in (governed, eased))
    query = select(rows).join(answers, answers.c[KEY_COLUMN] == rows.c[KEY_COLUMN]).where(~answers.c.truth)
    query = query.join(by_eased, by_eased.c[KEY_COLUMN] == rows.c[KEY_COLUMN])
    return query.where(func.coalesce(by_eased.c.truth, True))


def _fractions(rows: Iterable[RowMapping], edition: Edition | None, on: dt.date) -> Iterator[dict[str, Any]]:
    """The rows with each share as one fraction."""
    shares = [column for column in columns_of((edition,) if edition else (), on) if column.kind is Kind.SHARE]
    for found in rows:
        row = dict(found)
        for share in shares:
            if row[share.name] is not None:
                row[share.name] = Fraction(row[share.name], row[share.denominator])
        yield row


# Of how many enterprises the rights are read at a time.
_LISTED_AT_A_TIME = 100


def dossier_rows(
    connection: Connection, query: Select[Any], edition: Edition | None, asof: AsOf
) -> Iterator[dict[str, Any]]:
    """Typed rows as dossiers are made of them: with each share as one fraction, and with the rights that are listed."""
    rows = _fractions(connection.execute(query).mappings(), edition, asof.on)
    listed = any(name.startswith(RIGHTS_PREFIX) for name in query.selected_columns.keys())  # noqa: SIM118
    return _with_rights(connection, rows, asof) if listed else rows


def _with_rights(connection: Connection, rows: Iterable[dict[str, Any]], asof: AsOf) -> Iterator[dict[str, Any]]:
    """The rows with the rights that are listed of each enterprise, so that it is explained as its dossier would be."""
    with reader(connection) as register:
        for some in batches(rows, _LISTED_AT_A_TIME):
            listed = register.rights([row[KEY_COLUMN] for row in some], asof)
            yield from ({**row, RIGHTS: listed.get(row[KEY_COLUMN])} for row in some)


def _cells(before: FromClause, after: FromClause, edition: Edition) -> Any:
    """The enterprises by both answers, region and industry, with the numbers of the clauses of the new edition."""
    section = func.substr(after.c.industry, 1, 1)
    keys = [before.c.truth.label("before"), after.c.truth.label("after"), after.c.region, section.label("section")]
    flags = cost_flags(edition, after.c.__getitem__, _is_unknown, failures(after, edition) == 1)
    numbers = [func.count().label("count"), *_counts(flags)]
    places = [before.c.truth, after.c.truth, after.c.region, section]
    joined = before.join(after, before.c[KEY_COLUMN] == after.c[KEY_COLUMN])
    return select(*keys, *numbers).select_from(joined).group_by(*places)


def _plain(row: Any) -> dict[str, Any]:
    """A row of numbers with its truths as such, which SQLite has as 1 and 0."""
    plain = {name: value if value is None or isinstance(value, str) else int(value) for name, value in row.items()}
    return plain | {name: None if plain[name] is None else bool(plain[name]) for name in ("before", "after")}
