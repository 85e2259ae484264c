"""The revision a register stands at: brought to the newest, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiertrack.store.migrate import Upgraded


def initialise(url: str) -> str:
    """Brings a database to the newest revision, making it a register where it is empty.

    Args:
        url: The address of a database, as ``sqlite:///tiertrack.db`` or ``postgresql+psycopg://…``.

    Returns:
        The revision it now stands at.

    Raises:
        RevisionMismatch: The database is newer than this software.
        DatabaseUnavailable: It cannot be reached, or holds something else than a register.

    Examples:
        >>> import tiertrack
        >>> tiertrack.initialise("sqlite:///another.db")
        'tiertrack_0010'
    """
    from tiertrack.store.migrate import upgrade

    return upgrade(url)


def brought_up(url: str) -> Upgraded:
    """``initialise``, and what it came to."""
    from tiertrack.store.migrate import upgraded

    return upgraded(url)


def harden(url: str) -> Upgraded:
    """``brought_up``, and keeps the rows from being changed by any SQL.

    Raises BadInput where it is no PostgreSQL, and what ``initialise`` raises.
    """
    from tiertrack.store import hardening

    done = brought_up(url)
    hardening.harden(url)
    return done


def downgrade(url: str, revision: str, lose_rows: int = 0) -> None:
    """Takes a database back to an earlier revision, wholly or not at all.

    Args:
        url: The address of a database, as ``sqlite:///tiertrack.db`` or ``postgresql+psycopg://…``.
        revision: The revision, as ``tiertrack_0010``; ``base`` removes everything, kept answers of screenings too.
        lose_rows: The number of rows that are known to get lost by it.

    Raises:
        StoreError: Another number of rows would get lost, which is told, or there is no such revision below.
        RevisionMismatch: The database is newer than this software.
        DatabaseUnavailable: It cannot be reached, or holds something else than a register.

    Examples:
        >>> import tiertrack
        >>> tiertrack.downgrade("sqlite:///another.db", "base")
    """
    from tiertrack.store import migrate

    migrate.downgrade(url, revision, lose_rows=lose_rows)
