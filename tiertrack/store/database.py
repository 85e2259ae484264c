"""Opening a register wherever it is kept: SQLite, PostgreSQL or, for as long as it is open, memory."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol, Self

from sqlalchemy import Engine

from tiertrack.errors import TiertrackError
from tiertrack.ports import Clock, RegisterReader, UnitOfWork
from tiertrack.register_reports import VerifyReport
from tiertrack.store.engine import register_engine
from tiertrack.store.integrity import verify
from tiertrack.store.memory import MemoryDatabase
from tiertrack.store.migrate import require_newest
from tiertrack.store.reader import Reader
from tiertrack.store.sql_session import reading_session, writing_session
from tiertrack.store.writer import StoredRegister

# The address of a register in memory.
MEMORY = "memory:"


class Database:
    """A database at the newest revision; ``reading()`` and ``writing(clock)`` give units of work on it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """The register at ``url``; raises DatabaseUnavailable or RevisionMismatch."""
        engine = register_engine(url)
        try:
            require_newest(engine)
        except TiertrackError:
            engine.dispose()
            raise
        return cls(engine)

    def reading(self) -> Reader:
        """A snapshot to read from, as a context manager."""
        return Reader(partial(reading_session, self._engine))

    def writing(self, clock: Clock) -> StoredRegister:
        """A unit of work, as a context manager; everything in it is recorded at one instant of ``clock``."""
        return StoredRegister(partial(writing_session, self._engine), clock)

    def verify(self, seal: str | None = None) -> VerifyReport:
        """Whether every event is as it was written; with ``seal``, also whether that seal is still in the chain."""
        return verify(partial(reading_session, self._engine), seal)

    def close(self) -> None:
        """Closes the connections kept for reuse."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_leaving: object) -> None:
        self.close()


class AnyDatabase(Protocol):
    """An open register, wherever it is kept."""

    def reading(self) -> AbstractContextManager[RegisterReader]:
        """A snapshot to read from, as a context manager."""
        ...

    def writing(self, clock: Clock) -> UnitOfWork:
        """A unit of work, as a context manager; everything in it is recorded at one instant of ``clock``."""
        ...

    def verify(self, seal: str | None = None) -> VerifyReport:
        """Whether every event is as it was written; with ``seal``, also whether that seal is still in the chain."""
        ...

    def close(self) -> None:
        """Closes what was kept open; a register in memory is forgotten."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_leaving: object) -> None: ...


def open_database(url: str) -> AnyDatabase:
    """The register at ``url``; ``memory:`` is a new one each time. Raises DatabaseUnavailable or RevisionMismatch."""
    return MemoryDatabase() if url == MEMORY else Database.open(url)
