"""Registers of before, whose tables had no prefix: brought to the first revision with one, and back.

They wrote their revision in the table that Alembic uses unless told otherwise, where it may be another program's.
"""

from __future__ import annotations

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, inspect, text

from tiertrack.errors import DatabaseUnavailable, Fault
from tiertrack.shipped import shipped
from tiertrack.store.version_table import LABEL, TABLES_OF_BEFORE, USUAL_TABLE, VERSION_TABLE

# What the first revision with a prefix is called among those of before, and what it is called now.
_WITH_PREFIX = "0006"
FIRST = f"{LABEL}{_WITH_PREFIX}"


def move_out(connection: Connection, revision: str) -> None:
    """Brings a register from a revision of before to the first with a prefix."""
    for script in reversed(_between(revision, _WITH_PREFIX)):
        with Operations.context(MigrationContext.configure(connection)):
            script.module.upgrade()
    _drop(connection, USUAL_TABLE)
    _write(connection, VERSION_TABLE, FIRST)


def move_back(connection: Connection, revision: str) -> None:
    """Takes a register from the first revision with a prefix back to one of before.

    Raises DatabaseUnavailable where another program's tables are called what its own were.
    """
    taken = sorted({USUAL_TABLE, *TABLES_OF_BEFORE} & set(inspect(connection).get_table_names()))
    if taken:
        what = f"更早的版本里登记库的表没有前缀，而这里已有别的程序的表叫这些名字：{'、'.join(taken)}"
        raise DatabaseUnavailable(Fault("E631", what, f"最早可降到 {FIRST}，或 base（一个表也不留）", revision))
    _drop(connection, VERSION_TABLE)
    take_back(connection, _WITH_PREFIX, revision)


def take_back(connection: Connection, revision: str, below: str) -> None:
    """Takes a register from one revision of before to an earlier one, or to ``base``."""
    for script in _between(below, revision):
        with Operations.context(MigrationContext.configure(connection)):
            script.module.downgrade()
    if inspect(connection).has_table(USUAL_TABLE):
        _drop(connection, USUAL_TABLE)
    if below != "base":
        _write(connection, USUAL_TABLE, below)


def _between(lower: str, upper: str) -> list[Script]:
    """The revisions above the one up to the other, the newest first."""
    config = Config()
    # The parser takes % for the start of a placeholder.
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("version_locations", str(shipped("migrations") / "unprefixed").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return [script for script in ScriptDirectory.from_config(config).iterate_revisions(upper, lower) if script]


def _drop(connection: Connection, table: str) -> None:
    connection.execute(text(f"DROP TABLE {table}"))


def _write(connection: Connection, table: str, revision: str) -> None:
    connection.execute(text(f"CREATE TABLE {table} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text(f"INSERT INTO {table} VALUES (:revision)"), {"revision": revision})
