"""Opening a register wherever it is kept: SQLite, PostgreSQL or, for as long as it is open, memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Self

from tiertrack.errors import TiertrackError
from tiertrack.ports import Clock
from tiertrack.register_reports import VerifyReport
from tiertrack.store.engine import register_engine
from tiertrack.store.integrity import verify
from tiertrack.store.memory import MemoryRows
from tiertrack.store.migrate import require_newest
from tiertrack.store.reader import Reader
from tiertrack.store.session import Session
from tiertrack.store.sql_session import reading_session, writing_session
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
        return cls(partial(reading_session, engine), partial(writing_session, engine), engine.dispose)

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
