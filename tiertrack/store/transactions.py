"""The transaction a session works in: one of its own, or part of one that another program began and will end."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Connection


class Transaction(Protocol):
    """A transaction on the register's tables, or the part of another program's that is the register's."""

    connection: Connection

    @property
    def is_own(self) -> bool:
        """Whether the register began it, and can end it."""

    def commit(self) -> None:
        """Makes everything so far lasting, as far as it is for the register to say, and begins anew."""

    def undo(self) -> None:
        """Undoes everything since the last commit."""

    def close(self) -> None:
        """Ends it, undoing what was not committed."""


class OwnTransaction:
    """A transaction on a connection taken from an engine, and given back in the end."""

    is_own = True

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def commit(self) -> None:
        self.connection.commit()

    def undo(self) -> None:
        self.connection.rollback()

    def close(self) -> None:
        self.connection.close()


class PartOfTransaction:
    """A savepoint in a transaction that another program began and will end."""

    is_own = False

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._savepoint = connection.begin_nested()

    def commit(self) -> None:
        self._savepoint.commit()
        self._savepoint = self.connection.begin_nested()

    def undo(self) -> None:
        self.close()
        self._savepoint = self.connection.begin_nested()

    def close(self) -> None:
        # Where the whole transaction has failed or is over, there is no savepoint left to go back to.
        if self._savepoint.is_active:
            self._savepoint.rollback()


class ReadingTransaction:
    """Reading within a transaction of another program, which has nothing to end."""

    is_own = False

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def commit(self) -> None:
        """Nothing was written."""

    def undo(self) -> None:
        """Nothing was written."""

    def close(self) -> None:
        """The connection is the other program's."""
