"""Opening a register wherever it is kept: SQLite, PostgreSQL or, for as long as it is open, memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection

from tiertrack.enterprise import Reference
from tiertrack.errors import DatabaseUnavailable, Fault, TiertrackError
from tiertrack.input_file import PathLike
from tiertrack.ports import Clock
from tiertrack.register_reports import Checkpoint, Proof, VerifyReport
from tiertrack.store.engine import database_errors, is_psycopg
from tiertrack.store.integrity import HeldAgainst, verify
from tiertrack.store.location import Bind, Location, located
from tiertrack.store.memory import MemoryRows
from tiertrack.store.proofs import checkpoint, prove
from tiertrack.store.reader import Reader
from tiertrack.store.revision_check import require_newest
from tiertrack.store.session import Session
from tiertrack.store.signing import SealKey, public_keys
from tiertrack.store.sqlite_session import SqliteSession
from tiertrack.store.transactions import Transaction
from tiertrack.store.version_table import newest_revision
from tiertrack.store.writer import StoredRegister

if TYPE_CHECKING:
    from tiertrack.store.postgres_session import PostgresSession

# The address of a register in memory.
MEMORY = "memory:"


class Database:
    """An open register at the newest revision; ``reading()`` and ``writing(clock)`` give units of work on it."""

    # The key that seals are signed with, where there is one.
    key: SealKey | None = None

    def __init__(
        self,
        snapshot: Callable[[], Session],
        transaction: Callable[[], Session],
        close: Callable[[], None],
        bind: Bind = MEMORY,
        schema: str | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._transaction = transaction
        self._close = close
        # What opens it once more, for questions that the database itself answers.
        self.bind = bind
        self.schema = schema

    @classmethod
    def open(cls, bind: Bind, schema: str | None = None, key: SealKey | None = None) -> Self:
        """The register at an address (``memory:`` is a new one each time), or in a database of another program.

        Raises DatabaseUnavailable, RevisionMismatch, or BadInput for what opens no database.
        """
        opened = cls._opened(bind, schema)
        opened.key = key
        return opened

    @classmethod
    def _opened(cls, bind: Bind, schema: str | None) -> Self:
        if isinstance(bind, str) and bind == MEMORY:
            if schema is not None:
                raise DatabaseUnavailable(Fault("E629", "内存里的登记库没有 schema", "请去掉 schema", str(schema)))
            rows = MemoryRows()
            return cls(rows.snapshot, rows.transaction, rows.forget)
        location = located(bind, schema)
        try:
            table = require_newest(location)
        except TiertrackError:
            location.close()
            raise
        return cls(partial(_reading, location), partial(_writing, location, table), location.close, bind, schema)

    @property
    def is_guest(self) -> bool:
        """Whether it works in a transaction that another program began and will end."""
        return isinstance(self.bind, Connection)

    def reading(self) -> Reader:
        """A snapshot to read from, as a context manager."""
        return Reader(self._snapshot)

    def writing(self, clock: Clock) -> StoredRegister:
        """A unit of work, as a context manager; everything in it is recorded at one instant of ``clock``."""
        return StoredRegister(self._transaction, clock, self.key)

    def verify(
        self, seal: str | None = None, keys: Sequence[PathLike] = (), checkpoint: Checkpoint | None = None
    ) -> VerifyReport:
        """Whether everything is as it was written, and what was noted down or signed of it still holds."""
        return verify(self._snapshot, HeldAgainst(seal, public_keys(keys) if keys else None, checkpoint))

    def checkpoint(self, clock: Clock) -> Checkpoint:
        """What the register is now, in a few digits."""
        return checkpoint(self._snapshot, clock, self.key)

    def prove(self, enterprise: Reference, title: str, version: int, clock: Clock) -> Proof:
        """That an event is on record, with a checkpoint of now."""
        return prove(self._snapshot, (enterprise, title, version), clock, self.key)

    def close(self) -> None:
        """Closes the connections kept for reuse; a register in memory is forgotten."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_leaving: object) -> None:
        self.close()


def _reading(location: Location) -> Session:
    """A snapshot to read from."""
    return _session(location, location.reading())


def _writing(location: Location, table: str) -> Session:
    """A transaction to write in; raises RevisionMismatch where the database has been migrated since it was opened,
    which ``table`` tells."""
    while True:
        with database_errors(location.url):
            session = _session(location, location.writing())
            if session.stands_at(newest_revision(), table):
                return session
        require_newest(location)


def _session(location: Location, transaction: Transaction) -> SqliteSession | PostgresSession:
    if transaction.connection.dialect.name == "sqlite":
        return SqliteSession(transaction, location.schema)
    # To read these takes a while, which a register in SQLite need not wait for.
    from tiertrack.store.postgres_portable_session import PortablePostgresSession
    from tiertrack.store.postgres_session import PostgresSession

    kind = PostgresSession if is_psycopg(transaction.connection) else PortablePostgresSession
    return kind(transaction, location.schema)
