"""Screening the register itself: every enterprise held against the standard in force, inside the database.

The register is brought into a typed table, and one statement answers for all of it. Both are gone once the answers have
been read, unless these are kept as a table of their own. A register in memory has no database to ask; there
``tiertrack.assess`` answers for one enterprise after the other.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import frozen
from sqlalchemy import BigInteger, Boolean, Column, Connection, Engine, Row, Table, Text, select, text
from sqlalchemy.exc import OperationalError

from tiertrack.district.loading import load_rulebook
from tiertrack.engines.plan import Question
from tiertrack.engines.sql import answered_by_sql, sql_question
from tiertrack.errors import BadInput, Fault
from tiertrack.law.scope import Act, Region, Title
from tiertrack.ports import Clock, SystemClock
from tiertrack.rules.applicability import Governed
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import LARGEST, LARGEST_COUNT, inputs
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.kept_answers import keep, refuse_taken
from tiertrack.screening.question import ask
from tiertrack.screening.register_scope import EVERYONE, KEY_COLUMN, Needed, Part
from tiertrack.screening.register_table import BESIDE, register_table
from tiertrack.screening.work_tables import Workplace
from tiertrack.store.database import MEMORY
from tiertrack.store.engine import WRITING, database_errors, register_engine
from tiertrack.store.migrate import require_newest
from tiertrack.store.types import KEY
from tiertrack.temporal import AsOf
from tiertrack.version import __version__

__all__ = [
    "Asked",
    "Kept",
    "Progress",
    "Screened",
    "answer_columns",
    "answered_table",
    "keep_answers",
    "keep_screening",
    "needed_for",
    "screen_register",
    "snapshot",
]

# Told what is being done, in a few words, before it is.
Progress = Callable[[str], None]

# How many rows are in memory at a time while all are read out.
_AT_A_TIME = 2000

# A sort of a million rows in so much memory is quick, and several of them at once are no burden. A row takes far longer
# to judge than to hand over, which the planner cannot know.
_POSTGRES_SETTINGS = ("SET LOCAL work_mem = '64MB'", "SET LOCAL parallel_tuple_cost = 0.01")
_SQLITE_MEMORY = "PRAGMA cache_size = -262144"
# SQLite stops to look whether anybody wants it to end after so many of its steps, some ten milliseconds.
_STEPS = 1_000_000


@frozen
class Asked:
    """What is asked of every enterprise: ``region`` as if everyone were there, ``variant`` for one of several standards
    side by side alone, ``part`` to ask only some."""

    title: Title
    act: Act
    asof: AsOf
    region: Region | None = None
    variant: str | None = None
    part: Part = EVERYONE

    def governing(self, rulebook: Rulebook) -> tuple[Governed, ...]:
        """The editions that answer, and whom each governs; raises NoEditionInForce, UnknownEdition, EditionOverlap."""
        return ask(self.title, self.act, self.asof.on, self.region, self.variant, rulebook).governing


@frozen(eq=False)
class Screened:
    """The answers: ``rows`` in order of enrolment, read while one goes through them, with ``columns`` as their names.

    These are name, credit code, region and industry, ``truth``, ``missing``, the range of points of a scorecard, and
    every criterion; True, False and None are 符合, 不符合 and 待补充.
    """

    asked: Asked
    governing: tuple[Governed, ...]
    columns: tuple[str, ...]
    rows: Iterator[Row[Any]]

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions anybody is judged by."""
        return _editions(self.governing)


@frozen
class Kept:
    """Answers kept as a table: its name, and how many rows it has."""

    table: str
    rows: int


def _silent(_doing: str) -> None:
    pass


@contextmanager
def screen_register(
    register: str | Engine, asked: Asked, rulebook: Rulebook | None = None, progress: Progress = _silent
) -> Iterator[Screened]:
    """The answers of every enterprise of the register, to be read within the ``with``.

    Nothing is left in the database. Raises NoEditionInForce, BadFrame for values that cannot be answered from,
    BadInput for a register in memory, and StoreError.
    """
    governing = asked.governing(rulebook or load_rulebook())
    with snapshot(register) as connection, answered_table(connection, asked, governing, progress) as answers:
        columns = [one for one in answers.c if one.name != KEY_COLUMN]
        query = select(*columns).order_by(answers.c[KEY_COLUMN])
        progress("读出结果")
        rows = connection.execute(query, execution_options={"yield_per": _AT_A_TIME})
        try:
            yield Screened(asked, governing, tuple(one.name for one in columns), iter(rows))
        finally:
            rows.close()


def keep_screening(
    register: str | Engine,
    asked: Asked,
    table: str,
    rulebook: Rulebook | None = None,
    progress: Progress = _silent,
    clock: Clock | None = None,
) -> Kept:
    """Keeps the answers as a table of the database: ``enterprise_id`` and the columns of ``Screened``.

    What they are answers to stands in a row of the table ``screenings``: day, ``known_at``, editions with their
    digests. A table of that name is replaced where a screening made it, and refused otherwise (BadInput). Either all of
    it is there in the end, or nothing has changed.
    """
    governing = asked.governing(rulebook or load_rulebook())
    with snapshot(register) as connection:
        refuse_taken(connection, table)
        with answered_table(connection, asked, governing, progress) as answers:
            kept = keep_answers(connection, answers, table, asked, governing, progress, clock or SystemClock())
        connection.commit()
    return kept


def keep_answers(
    connection: Connection,
    answers: Table,
    table: str,
    asked: Asked,
    governing: Sequence[Governed],
    progress: Progress,
    clock: Clock,
) -> Kept:
    """Keeps answers that are there already, once the transaction is committed; raises BadInput."""
    progress("写入结果表")
    if connection.dialect.name == "sqlite":
        connection.commit()
        connection.execution_options(**{WRITING: True})
    return Kept(table, keep(connection, table, answers, _said(asked, governing, clock)))


def needed_for(governing: Iterable[Governed], on: dt.date) -> tuple[Needed, ...]:
    """The columns editions read on a day, as ``register_table`` fills them."""
    found = inputs([one.edition for one in governing if one.edition], on)
    return tuple(
        Needed(one.name, one.label, one.kind, one.key, one.year, LARGEST.get(one.kind, LARGEST_COUNT)) for one in found
    )


@contextmanager
def snapshot(register: str | Engine) -> Iterator[Connection]:
    """A connection in a transaction that sees the register as it is now, undone unless it is committed.

    What takes long in it can be interrupted from the keyboard. Raises BadInput for a register in memory, StoreError.
    """
    if register == MEMORY:
        remedy = "请把登记库放在 SQLite 文件或 PostgreSQL 里，或逐家评估"
        raise BadInput(Fault("E846", "内存里的登记库没有数据库可以筛查", remedy, MEMORY))
    engine = register_engine(register) if isinstance(register, str) else register
    try:
        require_newest(engine)
        with database_errors(engine.url), engine.connect() as connection, _interruptible(connection):
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
                for setting in _POSTGRES_SETTINGS:
                    connection.execute(text(setting))
            yield connection
    finally:
        if engine is not register:
            engine.dispose()


@contextmanager
def _interruptible(connection: Connection) -> Iterator[None]:
    """SQLite would hear of nothing before its statement ends; PostgreSQL's driver sees to it itself."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute(_SQLITE_MEMORY)
    # Being called at all is enough: an interrupt is raised in whatever Python runs next.
    driver.set_progress_handler(lambda: 0, _STEPS)
    try:
        yield
    except OperationalError as error:
        if str(error.orig) == "interrupted":
            raise KeyboardInterrupt from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def answered_table(
    connection: Connection, asked: Asked, governing: Sequence[Governed], progress: Progress
) -> Iterator[Table]:
    """A table of the answers by the key of the enterprise, for as long as the transaction."""
    on = asked.asof.on
    with register_table(connection, needed_for(governing, on), asked.asof, asked.part, progress) as rows:
        if connection.dialect.name == "sqlite":
            # All that is needed has been read: from here on nobody who wants to write has to wait.
            connection.commit()
        progress("按标准判断")
        question = sql_question(governing, on)
        statement = answered_by_sql(select(rows), question, [KEY_COLUMN, *BESIDE])
        work = Workplace(connection)
        yield work.table("answers", answer_columns(question), statement)
        work.drop_all()


def answer_columns(question: Question) -> list[Column[Any]]:
    """The columns of a table of answers: the key of the enterprise, what stands beside its facts, the answer."""
    key: Column[Any] = Column(KEY_COLUMN, KEY, primary_key=True, autoincrement=False)
    return [key, *(Column(name, Text()) for name in BESIDE), *map(_column, question.answer)]


_NUMBERS = ("missing", "score_low", "score_high")


def _column(name: str) -> Column[Any]:
    if name in _NUMBERS:
        return Column(name, BigInteger())
    return Column(name, Text() if name == "edition" else Boolean(create_constraint=False))


def _editions(governing: Iterable[Governed]) -> tuple[Edition, ...]:
    return tuple(dict.fromkeys(one.edition for one in governing if one.edition))


def _said(asked: Asked, governing: Sequence[Governed], clock: Clock) -> dict[str, Any]:
    """What the answers are answers to."""
    editions = [{"key": one.key, "digest": one.digest} for one in _editions(governing)]
    return {
        "title": asked.title.value,
        "act": asked.act.value,
        "variant": asked.variant,
        "region": asked.region.code if asked.region else None,
        "on_day": asked.asof.on,
        "known_at": asked.asof.known_at,
        "first_of": asked.part.limit,
        "one_in": asked.part.one_in,
        "editions": json.dumps(editions),
        "software": __version__,
        "screened_at": clock.now(),
    }
