"""A register in memory, for tests and trials: the same answers as in a database, gone when it is closed.

A unit of work keeps its rows to itself until it commits; a reader sees what was committed when it began. Uniqueness and
references are kept as the tables say; the other checks of a database are left to the makers of the rows.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache
from itertools import product
from operator import attrgetter, itemgetter
from typing import Any, Final, Self

from sqlalchemy import Table, UniqueConstraint

from tiertrack.errors import Fault, StoreError
from tiertrack.store.codec import EventRow, Row
from tiertrack.store.row_digests import plain_values
from tiertrack.store.seals import Seal, is_in_order
from tiertrack.store.session import GRANTS, Apart, LastSeal, Session
from tiertrack.store.streams import stale
from tiertrack.store.tables import (
    LASTING,
    METADATA,
    enterprise_names,
    enterprises,
    import_withdrawals,
    imports,
    seals,
    title_events,
)
from tiertrack.store.transactions import Transaction
from tiertrack.store.types import instant_text


class _Rows:
    """Rows of one table in the order added, found by any set of columns without looking at every one."""

    def __init__(self, column: Callable[..., Callable[[Any], Any]]) -> None:
        self.rows: list[Any] = []
        self._column = column
        self._places: dict[tuple[str, ...], dict[Any, list[int]]] = {}
        self._placed: dict[tuple[str, ...], int] = {}

    def find(self, columns: dict[str, object], limit: int | None = None) -> list[Any]:
        """The rows among the first ``limit`` whose columns have these values; a list stands for any of its own."""
        index = self._index(tuple(columns))
        values = (dict.fromkeys(value) if isinstance(value, list) else (value,) for value in columns.values())
        keys = (key if len(key) > 1 else key[0] for key in product(*values))
        places = (place for key in keys for place in index.get(key, ()))
        return [self.rows[place] for place in places if limit is None or place < limit]

    def _index(self, names: tuple[str, ...]) -> dict[Any, list[int]]:
        index = self._places.setdefault(names, defaultdict(list))
        column = self._column(*names)
        for place in range(self._placed.get(names, 0), len(self.rows)):
            index[column(self.rows[place])].append(place)
        self._placed[names] = len(self.rows)
        return index

    def cut(self, length: int) -> None:
        """Takes back what was added after the first ``length`` rows."""
        del self.rows[length:]
        self._places.clear()
        self._placed.clear()


def _new_rows() -> dict[str, _Rows]:
    return {name: _Rows(attrgetter if name == title_events.name else itemgetter) for name in METADATA.tables}


@cache
def _references(table: Table) -> tuple[tuple[str, Table], ...]:
    """The columns that point to a row of another table, and which table."""
    return tuple((column.name, key.column.table) for column in table.c for key in column.foreign_keys)


@cache
def _unique(table: Table) -> tuple[tuple[str, ...], ...]:
    """The columns whose values together may stand in one row only."""
    rules = (rule for rule in table.constraints if isinstance(rule, UniqueConstraint))
    return tuple(tuple(column.name for column in rule.columns) for rule in rules)


class MemoryRows:
    """The committed rows of a register in memory, and the keys given out."""

    def __init__(self) -> None:
        self.lock: Final = threading.RLock()
        self.turn: Final = threading.RLock()
        self.forget()

    def forget(self) -> None:
        """Begins anew, without rows."""
        self.tables: dict[str, _Rows] = _new_rows()
        self.keys: dict[str, int] = defaultdict(int)

    def snapshot(self) -> Session:
        """A session that sees what is committed now."""
        with self.lock:
            return _MemorySession(self, {name: len(table.rows) for name, table in self.tables.items()})

    def transaction(self) -> Session:
        """A session to write in."""
        return _MemorySession(self)


class _MemorySession:
    """A transaction on rows in memory; ``Session`` describes the methods."""

    transaction: Transaction | None = None

    def __init__(self, committed: MemoryRows, seen: dict[str, int] | None = None) -> None:
        self._committed = committed
        # How many rows of each table a reader sees; a writer sees what others commit while it is at work.
        self._seen = seen or {}
        self._own = _new_rows()
        self._held: list[threading.RLock] = []
        self._aside: frozenset[str] = frozenset()

    def apart(self) -> Apart:
        joined = sorted({row.enterprise_id for row in self._find(title_events, {"event": "joined"})})
        units = {row["id"]: row["unit"] for row in self._all(imports)}
        gone = {units[row["import_id"]]: instant_text(row["recorded_at"]) for row in self._all(import_withdrawals)}
        return Apart(joined, gone)

    def without(self, units: Collection[str]) -> Self:
        same = copy(self)
        same._aside = frozenset(units)
        return same

    def _seen_of(self, table: Table, rows: list[Any]) -> list[Any]:
        """These rows without those set aside."""
        if not self._aside or table is seals or table in LASTING:
            return rows
        if table is title_events:
            return [row for row in rows if row.unit not in self._aside]
        return [row for row in rows if row["unit"] not in self._aside]

    def _hold(self, lock: threading.RLock) -> None:
        """Waits for a lock and has it until this transaction ends."""
        if lock not in self._held:
            lock.acquire()
            self._held.append(lock)

    def _find(self, table: Table, columns: dict[str, object]) -> list[Any]:
        with self._committed.lock:
            committed = self._committed.tables[table.name].find(columns, self._seen.get(table.name))
        return committed + self._own[table.name].find(columns)

    def _all(self, table: Table) -> list[Any]:
        return self._committed.tables[table.name].rows[: self._seen.get(table.name)] + self._own[table.name].rows

    def find(self, table: Table, **columns: object) -> Sequence[Row]:
        return sorted(self._seen_of(table, self._find(table, columns)), key=_key)

    def scan(self, table: Table) -> Iterator[Row]:
        return iter(sorted(self._seen_of(table, self._all(table)), key=_key))

    def values(self, table: Table, name: str) -> Sequence[Any]:
        return [*{row[name] for row in self._all(table)}]

    def names_containing(self, fragment: str, limit: int) -> Sequence[Row]:
        names = self._seen_of(enterprise_names, self._all(enterprise_names))
        return [row for row in names if fragment in row["normalised"]][:limit]

    def insert(self, table: Table, rows: Sequence[Row]) -> Sequence[int]:
        keys = iter(self.take_keys(table, sum("id" not in row for row in rows)))
        given: list[int] = []
        empty = dict.fromkeys(table.c.keys())
        for row in rows:
            added = {**empty, **row}
            added["id"] = row["id"] if "id" in row else next(keys)
            for name, owners in _references(table):
                self._refuse_missing(owners, added[name])
            _refuse_taken(table, added, self._find)
            self._own[table.name].rows.append(added)
            given.append(added["id"])
        return given

    def _refuse_missing(self, table: Table, key: int) -> None:
        if not self._find(table, {"id": key}):
            raise _conflict()

    def take_keys(self, table: Table, count: int) -> Sequence[int]:
        with self._committed.lock:
            start = self._committed.keys[table.name] + 1
            self._committed.keys[table.name] += count
        return range(start, start + count)

    def events(self, enterprises: Sequence[int]) -> Sequence[EventRow]:
        return sorted(self._events_where(enterprise_id=list(enterprises)))

    def _events_where(self, **columns: object) -> list[Any]:
        return self._seen_of(title_events, self._find(title_events, columns))

    def streams_of(
        self, enterprises: Sequence[int], titles: Sequence[str], count: int
    ) -> tuple[Sequence[EventRow], Sequence[int]]:
        found = self._find(title_events, {"enterprise_id": list(enterprises), "title": list(titles)})
        return found, self.take_keys(title_events, count)

    def with_events(self) -> Sequence[int]:
        return sorted({row.enterprise_id for row in self._seen_of(title_events, self._all(title_events))})

    def enrolled(self, known_at: str | None) -> Sequence[int]:
        rows = self._seen_of(enterprises, self._all(enterprises))
        known = (row for row in rows if not known_at or instant_text(row["recorded_at"]) <= known_at)
        return sorted(row["id"] for row in known)

    def concerned(self, titles: Sequence[str]) -> Sequence[int]:
        return sorted({row.enterprise_id for row in self._events_where(title=[*titles])})

    def told_of_in(self, unit: str) -> Sequence[int]:
        return sorted({row.enterprise_id for row in self._events_where(unit=unit)})

    def granted(self, title: str, through: str) -> Sequence[int]:
        given = self._events_where(title=title, event=GRANTS)
        running = (row for row in given if row.valid_through is None or row.valid_through >= through)
        return sorted({row.enterprise_id for row in running})

    def add_events(self, rows: Iterable[EventRow]) -> None:
        added = list(rows)
        for enterprise in {row.enterprise_id for row in added}:
            self._refuse_missing(enterprises, enterprise)
        self._own[title_events.name].rows += added

    def take_turn(self) -> None:
        self._hold(self._committed.turn)

    def last_seal(self) -> LastSeal | None:
        self._hold(self._committed.lock)
        newest_first = self._all(seals)[::-1]
        in_order = (instant_text(seal["recorded_at"]) for seal in newest_first if is_in_order(seal["unit"]))
        for last in newest_first:
            withdrawals = len(self._all(import_withdrawals))
            return LastSeal(last["id"], last["digest"], next(in_order, None), last["form"], withdrawals)
        return None

    def has_waiting(self) -> bool:
        # No row of before ever comes into memory.
        return False

    def restamp(self, instant: str) -> None:
        moment = dt.datetime.fromisoformat(instant)
        for name, own in self._own.items():
            for row in own.rows if name != title_events.name else ():
                row["recorded_at"] = moment

    def restamp_events(self, digests: Sequence[tuple[int, str]], instant: str) -> None:
        changed, own = dict(digests), self._own[title_events.name].rows
        for place, row in enumerate(own):
            if row.id in changed:
                own[place] = row._replace(recorded_at=instant, digest=changed[row.id])

    def digests(self, unit: str, first: int) -> Iterator[tuple[int, str]]:
        found = sorted(self._find(title_events, {"unit": unit}))
        return ((row.id, row.digest) for row in found if row.id >= first)

    def add_seal(self, seal: Seal) -> None:
        self.insert(seals, [{**seal._asdict(), "recorded_at": dt.datetime.fromisoformat(seal.recorded_at)}])

    def streams(self) -> Iterator[EventRow]:
        return iter(sorted(self._all(title_events), key=lambda row: row[1:4]))

    def seals(self) -> Iterator[Seal]:
        return (Seal._make(plain_values(seals, Seal._fields, row)) for row in self.scan(seals))

    def sealed_events(self) -> Iterator[tuple[int, int, str]]:
        places = self._places_of_seals()
        events = ((places[row.unit], row.id, row.digest) for row in self._all(title_events) if row.unit in places)
        return iter(sorted(events))

    def sealed_rows(self, table: Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        places = self._places_of_seals()
        rows = ((places[row["unit"]], row) for row in self.scan(table) if row["unit"] in places)
        return ((seal, *plain_values(table, names, row)) for seal, row in sorted(rows, key=itemgetter(0)))

    def rows(self, table: Table, names: Sequence[str], ends: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
        first, last = ends
        kept = sorted(self._all(table), key=_key)
        return (plain_values(table, names, row) for row in kept if first <= row["id"] <= last)

    def unsealed_events(self) -> Iterator[tuple[int, str, int]]:
        places = self._places_of_seals()
        return (row[1:4] for row in self._all(title_events) if row.unit not in places)

    def unsealed_rows(self, table: Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        places = self._places_of_seals()
        return (plain_values(table, names, row) for row in self.scan(table) if row["unit"] not in places)

    def _places_of_seals(self) -> dict[str, int]:
        return {seal["unit"]: seal["id"] for seal in self._all(seals)}

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        before = {name: len(table.rows) for name, table in self._own.items()}
        try:
            yield
        except BaseException:
            for name, length in before.items():
                self._own[name].cut(length)
            raise

    def commit(self) -> None:
        with self._committed.lock:
            self._refuse_stale()
            for name, table in METADATA.tables.items():
                for row in self._own[name].rows if table is not title_events else ():
                    _refuse_taken(table, row, self._find_committed)
            for name, own in self._own.items():
                self._committed.tables[name].rows += own.rows
            self._forget()
        self._let_go()

    def _find_committed(self, table: Table, columns: dict[str, object]) -> list[Any]:
        return self._committed.tables[table.name].find(columns)

    def _refuse_stale(self) -> None:
        """Raises StaleStanding where another writer has committed a version of a stream that is written here too."""
        for row in self._own[title_events.name].rows:
            columns: dict[str, object] = {"enterprise_id": row.enterprise_id, "title": row.title}
            actual = max((stored.version for stored in self._find_committed(title_events, columns)), default=0)
            if actual >= row.version:
                raise stale(row.title, row.version - 1, actual)

    def _let_go(self) -> None:
        while self._held:
            self._held.pop().release()

    def _forget(self) -> None:
        """Forgets its own rows, which whoever sets some aside shares."""
        for own in self._own.values():
            own.cut(0)

    def close(self, _error: BaseException | None) -> None:
        self._forget()
        self._let_go()


_key = itemgetter("id")


def _refuse_taken(table: Table, row: Row, find: Callable[[Table, dict[str, object]], list[Any]]) -> None:
    if any(find(table, {name: row[name] for name in names}) for names in _unique(table)):
        raise _conflict()


def _conflict() -> StoreError:
    remedy = "请重做一次；仍不行请核对名称与代码"
    return StoreError(Fault("E604", "登记库里已有相抵触的记录，可能刚由别人写入，本次没有写入", remedy, "memory:"))
