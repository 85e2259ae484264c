"""The protocol of a transaction on the register's rows, wherever they are kept; all else is written once, above it.

Rows are of two kinds: the events with their seals, read and written by the million, and those of all other tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol, Self

from sqlalchemy import Table

from tiertrack.law.event_kinds import EventKind
from tiertrack.store.codec import EventRow, Row
from tiertrack.store.seals import Seal
from tiertrack.store.transactions import Transaction

# The kinds of events that give a title.
GRANTS = [kind.value for kind in EventKind if kind.grants]


class Apart(NamedTuple):
    """The records ever joined to another, and the units of imports taken back, each with the instant of that."""

    joined: Sequence[int]
    withdrawn: Mapping[str, str]


class LastSeal(NamedTuple):
    """Key and digest of the newest seal, the instant of the newest of a unit whose instant was set as it ended, the
    form of the newest, and how many imports were taken back by now."""

    id: int
    digest: str
    in_order: str | None
    form: int | None
    withdrawals: int


class Session(Protocol):
    """One transaction: a snapshot to read from, or a unit of work that no other transaction sees before ``commit``.

    Rows come in the order of their keys. Writing raises StoreError or a driver's error where a rule of the tables is
    broken, StaleStanding where another writer has written the same version of a stream.

    What asks for rows by what they say passes over those of the units set aside (``without``); what adds to a stream,
    or walks through all that is on record, sees every row.
    """

    @property
    def transaction(self) -> Transaction | None:
        """That of the database; None in memory."""

    def apart(self) -> Apart:
        """The records that were ever joined to another as one enterprise's, and the units of the imports that were
        taken back: what whoever reads has to know first."""

    def without(self, units: Collection[str]) -> Self:
        """The same transaction, with the rows of these units set aside."""

    def find(self, table: Table, **columns: object) -> Sequence[Row]:
        """The rows whose columns have these values; a list of values stands for any of them, an empty one for none."""

    def scan(self, table: Table) -> Iterator[Row]:
        """Every row."""

    def values(self, table: Table, name: str) -> Sequence[Any]:
        """The different values of a column, in no order."""

    def names_containing(self, fragment: str, limit: int) -> Sequence[Row]:
        """Some rows of ``enterprise_names`` whose normalised name has ``fragment`` in it, at most ``limit``."""

    def insert(self, table: Table, rows: Sequence[Row]) -> Sequence[int]:
        """Adds rows with the same columns, few or many, and returns the key of each; one without is given the next."""

    def take_keys(self, table: Table, count: int) -> Sequence[int]:
        """New keys, ascending, given to no other transaction."""

    def events(self, enterprises: Sequence[int]) -> Sequence[EventRow]:
        """The events of these enterprises."""

    def streams_of(
        self, enterprises: Sequence[int], titles: Sequence[str], count: int
    ) -> tuple[Sequence[EventRow], Sequence[int]]:
        """The events of these streams in any order, those set aside too, and keys for so many more."""

    def with_events(self) -> Sequence[int]:
        """The enterprises that have any events."""

    def enrolled(self, known_at: str | None) -> Sequence[int]:
        """The key of every record of an enterprise added by an instant; of all of them unless given."""

    def concerned(self, titles: Sequence[str]) -> Sequence[int]:
        """The enterprises that have any event of these titles."""

    def granted(self, title: str, through: str) -> Sequence[int]:
        """The enterprises that were ever given a title for a validity that ends on a day or later, or has no end."""

    def told_of_in(self, unit: str) -> Sequence[int]:
        """The enterprises that a unit has written events of."""

    def add_events(self, rows: Iterable[EventRow]) -> None:
        """Adds events, few or many, which may be in the making while the first are written."""

    def take_turn(self) -> None:
        """Waits until no other transaction has the turn, and has it until this one ends."""

    def last_seal(self) -> LastSeal | None:
        """The newest seal, None where there is none.

        Until this transaction ends, no other can ask in order to end: everything committed before is seen from now on,
        and nothing is committed between.
        """

    def has_waiting(self) -> bool:
        """Whether any row of another table than the events' has no unit."""

    def restamp(self, instant: str) -> None:
        """Puts every row but the events that this transaction added at an instant."""

    def restamp_events(self, digests: Sequence[tuple[int, str]], instant: str) -> None:
        """Puts events that this transaction added, by their keys, at an instant, each with its digest."""

    def digests(self, unit: str, first: int) -> Iterator[tuple[int, str]]:
        """Keys and digests of the events of a unit in the order written; none has a smaller key than ``first``."""

    def add_seal(self, seal: Seal) -> None:
        """Adds the next seal."""

    def streams(self) -> Iterator[EventRow]:
        """Every event as it is stored, stream by stream and version by version, a few in memory at a time."""

    def seals(self) -> Iterator[Seal]:
        """Every seal as it is stored, in their order."""

    def sealed_events(self) -> Iterator[tuple[int, int, str]]:
        """Seal, key and digest of every event whose unit has a seal, in the order of the seals and then as written."""

    def sealed_rows(self, table: Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The seal and some columns of every row of another table whose unit has a seal, as they are stored: days and
        instants are texts, truths numbers. In the order of the seals and then of the keys."""

    def rows(self, table: Table, names: Sequence[str], ends: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
        """Some columns, as they are stored, of the rows of a table from one key to another, in their order."""

    def unsealed_events(self) -> Iterator[tuple[int, str, int]]:
        """Enterprise, title and version of every event whose unit has no seal."""

    def unsealed_rows(self, table: Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Some columns, as they are stored, of every row of another table that has no unit or one without a seal."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A part of the transaction that leaves nothing behind when it raises."""

    def commit(self) -> None:
        """Makes everything so far lasting, and begins anew."""

    def close(self, error: BaseException | None) -> None:
        """Ends the transaction, undoing what was not committed; ``error``, which ended it early, is raised as ours."""
