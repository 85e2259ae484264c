"""What sessions on SQLite and PostgreSQL do alike; what is quick differs, and stands in a module for each.

Events go straight to the driver: what SQLAlchemy does with each value would take longer than writing a million of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache
from operator import itemgetter
from types import NoneType
from typing import Any, Self

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Executable,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from tiertrack.errors import StaleStanding
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, Row
from tiertrack.store.engine import database_errors, is_no_table
from tiertrack.store.row_digests import columns_in_plain
from tiertrack.store.schema import in_schema
from tiertrack.store.seals import IN_ORDER, VERSION_AT, Seal
from tiertrack.store.session import GRANTS, Apart, LastSeal
from tiertrack.store.streams import stale
from tiertrack.store.tables import (
    LASTING,
    SEALED,
    enterprise_names,
    enterprises,
    import_withdrawals,
    imports,
    seals,
    title_events,
)
from tiertrack.store.transactions import Transaction

# How many rows are in memory at a time while all are walked through.
_AT_A_TIME = 2000


class SqlSession:
    """What both kinds of database do alike; ``Session`` describes the methods."""

    def __init__(self, transaction: Transaction, schema: str | None) -> None:
        self.transaction = transaction
        self._connection = transaction.connection
        self._in_schema = in_schema(schema, self._connection.get_execution_options())
        # What stands in front of the name of a table in a statement for the driver.
        self._at = "" if schema is None else f"{self._connection.dialect.identifier_preparer.quote(schema)}."
        # The units whose rows are set aside.
        self._aside: tuple[str, ...] = ()

    def without(self, units: Collection[str]) -> Self:
        # Of one transaction: what it keeps in memory is shared.
        same = copy(self)
        same._aside = tuple(sorted(units))
        return same

    def _beside(self, before: str, row: str = "") -> str:
        """The condition that an event is not set aside, after a word that leads to it; nothing where none is."""
        if not self._aside:
            return ""
        units = ", ".join(f"'{unit}'" for unit in self._aside)
        return f" {before} {row}unit NOT IN ({units})"

    def _execute(self, statement: Executable, values: Any = None, **options: Any) -> CursorResult[Any]:
        return self._connection.execute(statement, values, execution_options={**self._in_schema, **options})

    # Any table.

    def find(self, table: Table, **columns: object) -> Sequence[Row]:
        if [] in columns.values():
            return ()
        shape = tuple((name, type(value)) for name, value in columns.items())
        values = {name: self._given(value) for name, value in columns.items() if value is not None}
        return _rows(self._execute(self._query(table, shape, self._aside), values))

    @classmethod
    @cache
    def _query(cls, table: Table, shape: tuple[tuple[str, type], ...], aside: tuple[str, ...]) -> Select[Any]:
        """The same statement each time the same is asked, so that it is compiled once."""
        conditions = (cls._condition(table.c[name], kind) for name, kind in shape)
        return select(*_asked_for(table)).where(*conditions, *not_of(table, aside)).order_by(table.c.id)

    @classmethod
    def _condition(cls, column: Any, kind: type) -> Any:
        if kind is NoneType:
            return column.is_(None)
        return cls._among(column) if kind is list else column == bindparam(column.name, type_=column.type)

    @staticmethod
    def _given(value: object) -> object:
        """A value as the driver takes it."""
        return value

    @staticmethod
    def _among(column: Any) -> Any:
        """The condition that a column has one of the values of the parameter of its name."""
        raise NotImplementedError

    def scan(self, table: Table) -> Iterator[Row]:
        query = select(*_asked_for(table)).where(*not_of(table, self._aside)).order_by(table.c.id)
        return (row._asdict() for row in self._execute(query, yield_per=_AT_A_TIME))

    def values(self, table: Table, name: str) -> Sequence[Any]:
        return [row[0] for row in self._execute(select(table.c[name]).distinct())]

    def names_containing(self, fragment: str, limit: int) -> Sequence[Row]:
        names = enterprise_names
        like = names.c.normalised.contains(fragment, autoescape=True)
        query = select(names).where(like, *not_of(names, self._aside)).limit(limit)
        return _rows(self._execute(query))

    def stands_at(self, revision: str, table: str) -> bool:
        """Whether a version table says so now; where it does not, this transaction is over."""
        there = False
        try:
            said = self._run(f"SELECT version_num FROM {self._at}{table}")
            there = revision in {version for (version,) in said}
        except DBAPIError as error:
            # The table itself may be gone; anything else is told.
            if not is_no_table(error):
                raise
        finally:
            if not there:
                self.transaction.close()
        return there

    # Events and seals.

    # Where a value goes in a statement for the driver, and what makes a column one of the values of a list.
    _mark: str
    _mark_of_instant: str
    _mark_of_day: str
    _in: str

    def _run(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows a statement gives when it goes straight to the driver."""
        raise NotImplementedError

    def _each(self, statement: str, values: Sequence[object]) -> Iterable[Any]:
        """The same rows, of which no more need be held at once than whoever asks keeps."""
        return self._run(statement, values)

    @property
    def _events(self) -> str:
        return f"{self._at}{title_events.name}"

    @property
    def _seals(self) -> str:
        return f"{self._at}{seals.name}"

    def _select_events(self) -> str:
        return f"SELECT {self._written_events()} FROM {self._events} e"

    @classmethod
    @cache
    def _written_events(cls) -> str:
        return ", ".join(map(cls._written, EVENT_COLUMNS))

    @classmethod
    def _written(cls, column: str) -> str:
        """How a column of an event is read as what was hashed."""
        return cls._instant("e") if column == "recorded_at" else f"e.{column}"

    @staticmethod
    def _instant(table: str) -> str:
        """How the instant of a row is read as text."""
        return f"{table}.recorded_at"

    def events(self, enterprises: Sequence[int]) -> Sequence[EventRow]:
        query = f"{self._select_events()} WHERE enterprise_id {self._in}{self._beside('AND')}"
        # The database would take longer to put rows this wide in order.
        return sorted(map(EventRow._make, self._each(query, [self._given(list(enterprises))])), key=_key)

    def with_events(self) -> Sequence[int]:
        some = f"{self._events}{self._beside('WHERE')}"
        return [row[0] for row in self._run(f"SELECT DISTINCT enterprise_id FROM {some} ORDER BY enterprise_id")]

    def enrolled(self, known_at: str | None) -> Sequence[int]:
        known, values = (f" WHERE recorded_at <= {self._mark_of_instant}", [known_at]) if known_at else ("", [])
        some = f"{self._at}{enterprises.name}{known}{self._beside('AND' if known_at else 'WHERE')}"
        return [row[0] for row in self._run(f"SELECT id FROM {some} ORDER BY id", values)]

    def concerned(self, titles: Sequence[str]) -> Sequence[int]:
        return self._owners(f"title {self._in}", [self._given([*titles])])

    def granted(self, title: str, through: str) -> Sequence[int]:
        ends = f"(valid_through IS NULL OR valid_through >= {self._mark_of_day})"
        return self._owners(
            f"title = {self._mark} AND event {self._in} AND {ends}", [title, self._given(GRANTS), through]
        )

    def _owners(self, condition: str, values: Sequence[object]) -> Sequence[int]:
        """The enterprises that have an event like this."""
        some = f"{self._events} WHERE {condition}{self._beside('AND')}"
        query = f"SELECT DISTINCT enterprise_id FROM {some} ORDER BY enterprise_id"
        return [row[0] for row in self._run(query, values)]

    def told_of_in(self, unit: str) -> Sequence[int]:
        return self._owners(f"unit = {self._mark}", [unit])

    def apart(self) -> Apart:
        # Both in one statement, as each session begins with it. In these very words: there is an index on just these
        # rows.
        joined = f"SELECT enterprise_id, NULL, NULL FROM {self._events} WHERE event = 'joined'"
        taken_back = f"{self._at}{import_withdrawals.name} w JOIN {self._at}{imports.name} i ON i.id = w.import_id"
        withdrawn = f"SELECT NULL, i.unit, {self._instant('w')} FROM {taken_back}"
        rows = self._run(f"{joined} UNION ALL {withdrawn}")
        units = {unit: at for _record, unit, at in rows if unit is not None}
        return Apart([record for record, unit, _at in rows if unit is None], units)

    def add_events(self, rows: Iterable[EventRow]) -> None:
        written: list[EventRow] = []
        try:
            self._write_events(rows, written)
        except IntegrityError as error:
            if _is_clash(error):
                raise self._stale(written) from None
            raise

    def _write_events(self, rows: Iterable[EventRow], written: list[EventRow]) -> None:
        """Writes the rows and leaves them in ``written``."""
        raise NotImplementedError

    def _stale(self, rows: Sequence[EventRow]) -> StaleStanding:
        """Which of the streams has moved on; this transaction is past answering, and is undone."""
        first = {(row.enterprise_id, row.title): row.version for row in reversed(rows)}
        event = title_events.c
        query = (
            select(event.enterprise_id, event.title, func.max(event.version))
            .where(self._among(event.enterprise_id))
            .group_by(event.enterprise_id, event.title)
        )
        owners = self._given([row.enterprise_id for row in rows])
        self.transaction.undo()
        for enterprise, title, actual in map(tuple, self._execute(query, {"enterprise_id": owners})):
            if actual >= first.get((enterprise, title), actual + 1):
                return stale(title, first[enterprise, title] - 1, actual)
        return stale(rows[0].title, rows[0].version - 1, rows[0].version)

    def take_turn(self) -> None:
        """Nothing to wait for where only one transaction writes at a time."""

    def last_seal(self) -> LastSeal | None:
        return next(map(LastSeal._make, self._run(self._select_last_seal())), None)

    def _select_last_seal(self) -> str:
        in_order = f"substr(o.unit, {VERSION_AT + 1}, 1) = '{IN_ORDER}'"
        latest = f"SELECT {self._instant('o')} FROM {self._seals} o WHERE {in_order} ORDER BY o.id DESC LIMIT 1"
        withdrawals = f"SELECT count(*) FROM {self._at}{import_withdrawals.name}"
        columns = f"s.id, s.digest, ({latest}), s.form, ({withdrawals})"
        return f"SELECT {columns} FROM {self._seals} s ORDER BY s.id DESC LIMIT 1"

    def has_waiting(self) -> bool:
        each = (f"EXISTS (SELECT 1 FROM {self._at}{table.name} WHERE unit IS NULL)" for table in SEALED)
        return bool(self._run(f"SELECT 1 WHERE {' OR '.join(each)}"))

    def digests(self, unit: str, first: int) -> Iterator[tuple[int, str]]:
        query = f"SELECT id, digest FROM {self._events} WHERE id >= {first} AND unit = '{unit}' ORDER BY id"
        return self._walk(query)

    def add_seal(self, seal: Seal) -> None:
        marks = (self._mark_of_instant if name == "recorded_at" else self._mark for name in Seal._fields)
        statement = f"INSERT INTO {self._seals} ({', '.join(Seal._fields)}) VALUES ({', '.join(marks)})"
        self._run(statement, seal)

    def streams(self) -> Iterator[EventRow]:
        return map(EventRow._make, self._walk(f"{self._select_events()} ORDER BY enterprise_id, title, version"))

    def seals(self) -> Iterator[Seal]:
        columns = ", ".join(self._instant("s") if name == "recorded_at" else f"s.{name}" for name in Seal._fields)
        return map(Seal._make, self._walk(f"SELECT {columns} FROM {self._seals} s ORDER BY s.id"))

    def sealed_events(self) -> Iterator[tuple[int, int, str]]:
        return self._walk(
            f"SELECT s.id, e.id, e.digest FROM {self._events} e JOIN {self._seals} s ON s.unit = e.unit"
            " ORDER BY s.id, e.id"
        )

    def sealed_rows(self, table: Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        columns = columns_in_plain(table, self._connection.dialect.name, names)
        return self._walk(
            f"SELECT s.id, {', '.join(columns)} FROM {self._at}{table.name} t JOIN {self._seals} s"
            " ON s.unit = t.unit ORDER BY s.id, t.id"
        )

    def rows(self, table: Table, names: Sequence[str], ends: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
        columns = ", ".join(columns_in_plain(table, self._connection.dialect.name, names))
        first, last = map(int, ends)
        return self._walk(
            f"SELECT {columns} FROM {self._at}{table.name} t WHERE t.id BETWEEN {first} AND {last} ORDER BY t.id"
        )

    def unsealed_events(self) -> Iterator[tuple[int, str, int]]:
        return self._walk(
            f"SELECT enterprise_id, title, version FROM {self._events}"
            f" WHERE unit NOT IN (SELECT unit FROM {self._seals})"
        )

    def unsealed_rows(self, table: Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        columns = columns_in_plain(table, self._connection.dialect.name, names)
        return self._walk(
            f"SELECT {', '.join(columns)} FROM {self._at}{table.name} t"
            f" WHERE t.unit IS NULL OR t.unit NOT IN (SELECT unit FROM {self._seals}) ORDER BY t.id"
        )

    def _walk(self, query: str) -> Iterator[Any]:
        options = {"yield_per": _AT_A_TIME}
        return iter(self._connection.exec_driver_sql(query, execution_options=options))

    # The transaction.

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        failed: BaseException | None = None
        try:
            with self._connection.begin_nested():
                try:
                    yield
                except BaseException as error:
                    failed = error
                    raise
        except DBAPIError:
            # Where it has no room left SQLite undoes the whole transaction, and there is no savepoint to go back to.
            if failed is not None:
                raise failed from None
            raise

    def commit(self) -> None:
        with database_errors(self._connection.engine.url):
            self.transaction.commit()

    def close(self, error: BaseException | None) -> None:
        with database_errors(self._connection.engine.url):
            self.transaction.close()
            if isinstance(error, SQLAlchemyError):
                raise error

    @property
    def _into_events(self) -> str:
        return f"INSERT INTO {self._events} ({', '.join(EVENT_COLUMNS)}) VALUES"


_key = itemgetter(0)


def not_of(table: Table, units: Sequence[str]) -> list[ColumnElement[bool]]:
    """The condition that a row of a table is not of these units, where there are any and it can be."""
    if not units or table is seals or table in LASTING:
        return []
    # A row of before that waits for its seal has none.
    return [or_(table.c.unit.is_(None), table.c.unit.not_in(units))]


@cache
def _asked_for(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a row that anybody but a check asks for."""
    apart = ("unit", "checksum") if "checksum" in table.c else ()
    return tuple(column for column in table.c if column.name not in apart)


def _rows(result: CursorResult[Any]) -> Sequence[Row]:
    # By the million this takes a third of what ``_asdict`` of each row would.
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def _is_clash(error: IntegrityError) -> bool:
    """Whether it concerns the version of a stream: SQLite names the columns, PostgreSQL the constraint."""
    reason = str(error.orig)
    (rule,) = (one.name for one in title_events.constraints if isinstance(one, UniqueConstraint))
    return f"{title_events.name}.version" in reason or str(rule) in reason
