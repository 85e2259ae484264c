"""The revisions of the register's tables, for a program that keeps the register in its own database.

``current``, ``upgrade`` and ``downgrade`` take what ``tiertrack.open`` takes: an address, an engine, or a connection in
a transaction that then is the caller's to commit. ``script`` is the SQL for whoever may change a database by hand. To
Alembic itself, ``script_location`` is the folder of the revisions, whose branch is called ``tiertrack``.

Examples:
    >>> from tiertrack import migrations
    >>> migrations.upgrade("sqlite:///another.db")
    'tiertrack_0010'
"""

from __future__ import annotations

from tiertrack.store.location import Bind

__all__ = ["current", "downgrade", "harden", "include_name", "script", "script_location", "upgrade", "version_location"]


def current(bind: Bind, *, schema: str | None = None) -> str | None:
    """The revision a register stands at.

    Args:
        bind: An address, an engine, or a connection.
        schema: The schema of PostgreSQL its tables are in; the one in use unless given.

    Returns:
        The revision, as ``tiertrack_0010`` (of a register of before, as ``0005``); None where there is no register.

    Raises:
        DatabaseUnavailable: The database cannot be reached, or there is no such schema.

    Examples:
        >>> from tiertrack import migrations
        >>> migrations.current("sqlite:///tiertrack.db")
        'tiertrack_0010'
    """
    from tiertrack.store import migrate

    return migrate.current(bind, schema)


def upgrade(bind: Bind, *, schema: str | None = None) -> str:
    """Brings a register to the newest revision, or makes one beside whatever else is in the database.

    Args:
        bind: An address, an engine, or a connection in a transaction, whose owner commits it.
        schema: The schema of PostgreSQL the tables are to be in, which is there already; the one in use unless given.

    Returns:
        The revision it now stands at.

    Raises:
        RevisionMismatch: The register is newer than this software.
        DatabaseUnavailable: The database cannot be reached, there is no such schema, or other tables of these names.

    Examples:
        >>> from sqlalchemy import create_engine
        >>> from tiertrack import migrations
        >>> with create_engine("sqlite:///host.db").begin() as connection:
        ...     migrations.upgrade(connection)
        'tiertrack_0010'
    """
    from tiertrack.store import migrate

    return migrate.upgrade(bind, schema=schema)


def downgrade(bind: Bind, revision: str, *, schema: str | None = None, lose_rows: int = 0) -> None:
    """Takes a register back to an earlier revision, wholly or not at all.

    Args:
        bind: An address, an engine, or a connection in a transaction, whose owner commits it.
        revision: The revision; ``base`` removes everything, kept answers of screenings too.
        schema: The schema of PostgreSQL its tables are in; the one in use unless given.
        lose_rows: The number of rows that are known to get lost by it.

    Raises:
        StoreError: Another number of rows would get lost, which is told, or there is no such revision below.
        RevisionMismatch: The register is newer than this software.
        DatabaseUnavailable: The database cannot be reached, or other tables are in the way.

    Examples:
        >>> from tiertrack import migrations
        >>> migrations.downgrade("sqlite:///another.db", "base")
    """
    from tiertrack.store import migrate

    migrate.downgrade(bind, revision, lose_rows=lose_rows, schema=schema)


def harden(bind: Bind, *, schema: str | None = None) -> None:
    """Keeps the rows of a register on PostgreSQL from being changed, deleted or emptied by any SQL, by triggers.

    Recording goes on as before, and so do revisions. Going down drops the triggers.

    Args:
        bind: An address, an engine, or a connection in a transaction, whose owner commits it.
        schema: The schema of PostgreSQL its tables are in; the one in use unless given.

    Raises:
        BadInput: The database is no PostgreSQL.
        DatabaseUnavailable: The database cannot be reached, or there is no such schema.

    Examples:
        >>> from tiertrack import BadInput, migrations
        >>> try:
        ...     migrations.harden("sqlite:///tiertrack.db")
        ... except BadInput as refused:
        ...     print(refused.faults[0].code)
        E678
    """
    from tiertrack.store import hardening

    hardening.harden(bind, schema)


def script(*, schema: str | None = None, start: str | None = None) -> str:
    """The SQL that makes a PostgreSQL database a register, or upgrades one, in one transaction.

    Args:
        schema: The schema the tables are to be in; the one in use unless given.
        start: The revision the register stands at; without it, the register is made.

    Returns:
        The statements.

    Raises:
        BadInput: There is no such revision, or it takes more than statements to leave it.

    Examples:
        >>> from tiertrack import migrations
        >>> migrations.script(schema="cultivation").splitlines()[0]
        'BEGIN;'
    """
    from tiertrack.store import migrate

    return migrate.script(schema, start)


def include_name(name: str | None, type_: str, parent_names: object = None) -> bool:
    """Leaves the register's tables out of what Alembic compares, so that ``alembic revision --autogenerate`` of the
    program whose guest it is does not take them for tables to be dropped.

    Args:
        name: The name of what is in the database.
        type_: What it is, as ``table``.
        parent_names: What it belongs to.

    Returns:
        Whether it is the other program's; for the option ``include_name`` of ``context.configure``.

    Examples:
        >>> from tiertrack import migrations
        >>> migrations.include_name("tiertrack_seals", "table"), migrations.include_name("loans", "table")
        (False, True)
    """
    from tiertrack.store import migrate

    return migrate.include_name(name, type_, parent_names)


def script_location() -> str:
    """The folder for Alembic's option ``script_location``, for its own commands on the register alone.

    Returns:
        The folder.

    Examples:
        >>> from alembic import command
        >>> from alembic.config import Config
        >>> from tiertrack import migrations
        >>> config = Config()
        >>> config.set_main_option("script_location", migrations.script_location())
        >>> config.set_main_option("sqlalchemy.url", "sqlite:///tiertrack.db")
        >>> command.upgrade(config, "head")
    """
    from tiertrack.store import migrate

    return migrate.script_location()


def version_location() -> str:
    """The folder to add to Alembic's option ``version_locations``, for a program that runs all revisions together.

    Its version table then tells of both; the register finds itself there.

    Returns:
        The folder.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import migrations
        >>> Path(migrations.version_location()).name
        'versions'
    """
    from tiertrack.store import migrate

    return migrate.version_location()
