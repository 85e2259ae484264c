"""The typed table of the register: one row for each enterprise, one column for each fact, title, application and
judgement a question reads, with the values the dossier of that enterprise would have.

It is the one door to them. What an earlier screening worked out is begun from: only those enterprises are worked out
again that were told of since, by the very code that works out all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import attrs
from attrs import frozen
from sqlalchemy import Connection, FromClause, Table, exists, select, union_all
from sqlalchemy.exc import DBAPIError

from tiertrack.facts.vocabulary import CRITERION_PREFIX
from tiertrack.foreign_errors import quoted
from tiertrack.log import LOG
from tiertrack.progress import Progress
from tiertrack.rules.reads import Column
from tiertrack.screening.joined_rows import families
from tiertrack.screening.register_rights import Counts, count_columns
from tiertrack.screening.register_rows import register_rows
from tiertrack.screening.snapshot import Part, Scope
from tiertrack.screening.touched import Watermark, touched_since
from tiertrack.screening.typed_keeping import Keeping, Upkeep
from tiertrack.screening.typed_places import NAME, Asked, Place, places
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables
from tiertrack.store.tables import attestations, enterprises
from tiertrack.store.transactions import Transaction
from tiertrack.temporal import AsOf

_EVERYONE = Part()


@frozen
class TypedTable:
    """The rows of the typed table in one or several ``parts``, each enterprise in one of them, and what is to be said
    of how they came about: ``notes``, in words."""

    parts: tuple[FromClause, ...]
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> FromClause:
        """All rows; a statement over them takes longer than one over each part."""
        first, *others = (select(part) for part in self.parts)
        return self.parts[0] if not others else union_all(first, *others).subquery(NAME)


@contextmanager
def register_table(
    transaction: Transaction,
    columns: Iterable[Column],
    asof: AsOf,
    part: Part,
    progress: Progress,
    upkeep: Upkeep = Upkeep.KEPT,
    counts: Counts | None = None,
) -> Iterator[TypedTable]:
    """The typed table of every enterprise enrolled by then: ``enterprise_id``, the identifying columns, ``columns``
    and, where rights are listed, those of what the standards asked about count of them (``counts``).

    It can be read within the transaction until the context is left. Then it is kept for the next time, where nothing
    stands in the way and ``upkeep`` does not forbid it, and what was done in the transaction is lasting; where the
    context is left by an error, the transaction has to be undone. Raises BadFrame for values that cannot be answered
    from.
    """
    connection = transaction.connection
    work, counted = WorkTables(connection), counts or {}
    wanted = [*_recorded(connection, columns), *count_columns(connection, counted, asof.on)]
    asked, mark = Asked.of(wanted, asof.on), Watermark.of(connection)
    several = families(connection, asof)
    away = tuple(record for records in several.values() for record in records)
    scope = Scope.found(connection, asof, part, away)
    seen = places_taken(transaction) if asof.known_at is None else None
    kept, notes = _sound(connection, asked, seen or {}, progress)
    touched = None if kept is None else touched_since(work, kept.watermark)
    fresh: Table | None = None
    if kept is None:
        fresh = register_rows(work, scope, list(several), wanted, counted, progress)
        parts: tuple[FromClause, ...] = (fresh,)
    else:
        if touched is not None:
            progress("只重算有变动的企业")
            only = attrs.evolve(scope, only=touched)
            fresh = register_rows(work, only, list(several), wanted, counted, progress)
        parts = _begun_from(kept, asked, scope, touched, fresh)
    if kept is None and transaction.is_own and not work.is_postgresql:
        # All rows have been read: from here on no writer has to wait.
        transaction.commit()
    yield TypedTable(parts, notes)
    is_kept = False
    if upkeep is Upkeep.KEPT and fresh is not None and seen is not None and part == _EVERYONE and asked.slots:
        progress("留下算出的资料，下次只算变动")
        is_kept = Keeping(asked, mark, seen, kept, touched).keep(transaction, fresh)
    work.drop_all()
    if is_kept:
        transaction.commit()


def _recorded(connection: Connection, columns: Iterable[Column]) -> list[Column]:
    """The columns without those of criteria no authority has judged as a whole."""
    made = connection.scalars(
        select(attestations.c.judgement).where(attestations.c.judgement.startswith(CRITERION_PREFIX)).distinct()
    ).all()
    return [column for column in columns if not column.is_optional or column.key in made]


def places_taken(transaction: Transaction) -> Mapping[int, Place] | None:
    """The places that are taken; None where none can be: in a transaction of another program, for a role that may not
    read them, or where someone dropped them."""
    if not transaction.is_own:
        return None
    try:
        with transaction.connection.begin_nested():
            return places(transaction.connection)
    except DBAPIError as error:
        LOG.info("筛查用的表读不出来：%s", _reason(error))
        return None


def _sound(
    connection: Connection, asked: Asked, seen: Mapping[int, Place], progress: Progress
) -> tuple[Place | None, tuple[str, ...]]:
    """The place that has what is asked, where it can be begun from; else what is to be said of it, if anything."""
    digest = asked.digest
    kept = next((place for place in seen.values() if place.question == digest and place.writer is None), None)
    if kept is None:
        return None, ()
    progress("核对上次留下的资料")
    wrong = what_is_wrong(connection, kept, asked)
    if wrong is None:
        return kept, ()
    note = f"上次筛查留下的资料对不上（{wrong}），已全部由登记库重算"
    LOG.warning(note)
    return None, (note,)


def what_is_wrong(connection: Connection, kept: Place, asked: Asked) -> str | None:
    """Why a place cannot be begun from, in words; None where it can."""
    if not kept.watermark.is_passed_by(connection):
        return "登记库已不是那时的那一个"
    try:
        with connection.begin_nested():
            return kept.damage(connection, asked)
    except DBAPIError as error:
        return f"读不出来：{_reason(error)}"


def _reason(error: DBAPIError) -> str:
    return quoted(str(error.orig))


def _begun_from(
    place: Place, asked: Asked, scope: Scope, touched: Table | None, fresh: Table | None
) -> tuple[FromClause, ...]:
    """The rows of a place, and those worked out anew in the stead of the others of the same enterprises."""
    old = place.read(asked)
    key = old.c[KEY_COLUMN]
    query = select(old).where(*attrs.evolve(scope, away=()).of(enterprises, key))
    if touched is None or fresh is None:
        return (query.subquery(NAME),)
    others = query.where(~exists().where(touched.c[KEY_COLUMN] == key))
    return others.subquery(NAME), select(*map(fresh.c.__getitem__, old.c.keys())).subquery(NAME)
