"""Which revision a register stands at, and where that is written: in a table of its own, or in its host's."""

from __future__ import annotations

import re
from functools import cache

from attrs import frozen
from sqlalchemy import Connection, column, inspect, select, table

from tiertrack.shipped import shipped
from tiertrack.store.tables import PREFIX

# In front of every revision of ours, which may stand beside those of another program.
LABEL = PREFIX

# The register's own; a program that runs our revisions along with its own keeps them all in the usual one.
VERSION_TABLE = f"{PREFIX}alembic_version"
USUAL_TABLE = "alembic_version"

# The revisions of before, whose tables had no prefix.
UNPREFIXED = ("0001", "0002", "0003", "0004", "0005")
TABLES_OF_BEFORE = {"enterprises", "enterprise_names", "fact_observations", "title_events"}


_REVISION, _BEFORE = (re.compile(rf'^{name} = "(\w+)"$', re.M) for name in ("revision", "down_revision"))


@cache
def newest_revision() -> str:
    """The revision this software needs: the one that comes before no other.

    It is read off the files: to let Alembic read them takes longer than most questions to a register.
    """
    files = [file.read_text(encoding="utf-8") for file in sorted((shipped("migrations") / "versions").glob("*.py"))]
    revisions, before = ({*map(str, named.findall("".join(files)))} for named in (_REVISION, _BEFORE))
    (newest,) = revisions - before
    return newest


@frozen
class Standpoint:
    """A revision, and the version table that says so; both None where there is no register."""

    revision: str | None = None
    table: str | None = None

    @property
    def is_unprefixed(self) -> bool:
        """Whether it is a register of before, whose tables have no prefix."""
        return self.table == USUAL_TABLE and self.revision in UNPREFIXED


def standpoint(connection: Connection, schema: str | None) -> Standpoint:
    """Where the register stands."""
    there = inspect(connection)
    if there.has_table(VERSION_TABLE, schema) and (found := _versions(connection, VERSION_TABLE, schema)):
        return Standpoint(found[0], VERSION_TABLE)
    if not there.has_table(USUAL_TABLE, schema):
        return Standpoint()
    found = _versions(connection, USUAL_TABLE, schema)
    if ours := [one for one in found if one.startswith(LABEL)]:
        return Standpoint(ours[0], USUAL_TABLE)
    if len(found) == 1 and found[0] in UNPREFIXED and set(there.get_table_names(schema)) >= TABLES_OF_BEFORE:
        return Standpoint(found[0], USUAL_TABLE)
    return Standpoint()


def _versions(connection: Connection, name: str, schema: str | None) -> list[str]:
    return list(connection.scalars(select(column("version_num")).select_from(table(name, schema=schema))))
