"""Opening a register wherever it is kept: SQLite, PostgreSQL or, for as long as it is open, memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Self

from sqlalchemy import Engine

from tiertrack.errors import TiertrackError
from tiertrack.ports import Clock
from tiertrack.register_reports import VerifyReport
from tiertrack.store.engine import WRITING, database_errors, register_engine
from tiertrack.store.integrity import verify
from tiertrack.store.memory import MemoryRows
from tiertrack.store.migrate import newest_revision, require_newest
from tiertrack.store.postgres_session import PostgresSession
from tiertrack.store.reader import Reader
from tiertrack.store.session import Session
from tiertrack.store.sqlite_session import SqliteSession
from tiertrack.store.writer import StoredRegister

# The address of a register in memory.
MEMORY = "memory:"


class Database:
    """An open register at the newest revision; ``reading()`` and ``writing(clock)`` give units of work on it."""

    def __init__(
        self, snapshot: Callable[[], Session], transaction: Callable[[], Session], close: Callable[[], None]
    ) -> None:
        self._snapshot = snapshot
        self._transaction = transaction
        self._close = close

    @classmethod
    def open(cls, url: str) -> Self:
        """The register at ``url``; ``memory:`` is a new one each time.

        Raises DatabaseUnavailable or RevisionMismatch.
        """
        if url == MEMORY:
            rows = MemoryRows()
            return cls(rows.snapshot, rows.transaction, rows.forget)
        engine = register_engine(url)
        try:
            require_newest(engine)
        except TiertrackError:
            engine.dispose()
            raise
        return cls(partial(_reading, engine), partial(_writing, engine), engine.dispose)

    def reading(self) -> Reader:
        """A snapshot to read from, as a context manager."""
        return Reader(self._snapshot)

    def writing(self, clock: Clock) -> StoredRegister:
        """A unit of work, as a context manager; everything in it is recorded at one instant of ``clock``."""
        return StoredRegister(self._transaction, clock)

    def verify(self, seal: str | None = None) -> VerifyReport:
        """Whether every event is as it was written; with ``seal``, also whether that seal is still in the chain."""
        return verify(self._snapshot, seal)

    def close(self) -> None:
        """Closes the connections kept for reuse; a register in memory is forgotten."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_leaving: object) -> None:
        self.close()


def _reading(engine: Engine) -> Session:
    """A snapshot to read from."""
    if engine.dialect.name == "postgresql":
        return PostgresSession(engine, {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
    return SqliteSession(engine, {})


def _writing(engine: Engine) -> Session:
    """A transaction to write in; raises RevisionMismatch where the database has been migrated since it was opened."""
    kind = PostgresSession if engine.dialect.name == "postgresql" else SqliteSession
    while True:
        session = kind(engine, {WRITING: True})
        with database_errors(engine.url):
            if session.stands_at(newest_revision()):
                return session
        require_newest(engine)
