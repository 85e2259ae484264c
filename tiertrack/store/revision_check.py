"""Refusing to work with a database that does not stand at the newest revision."""

from __future__ import annotations

from contextlib import closing

from tiertrack.errors import Fault, RevisionMismatch
from tiertrack.store.engine import database_errors, shown
from tiertrack.store.location import Location
from tiertrack.store.version_table import newest_revision, standpoint


def require_newest(location: Location) -> str:
    """Passes a database at the newest revision, and says which table tells that; raises RevisionMismatch saying which
    it is at and what to run."""
    with database_errors(location.url), closing(location.reading()) as transaction:
        found = standpoint(transaction.connection, location.schema)
        if found.revision == newest_revision() and found.table is not None:
            return found.table
        # Alembic reads the revision files for a refusal alone: to import it takes a fifth of a question to a register,
        # and a host may open the register for each of its requests.
        from tiertrack.store.migrate import refuse_foreign

        refuse_foreign(transaction.connection, location.schema)
    remedy = f'请运行 initialise("{shown(location.url)}")，或 tiertrack.migrations.upgrade'
    if location.schema is not None:
        remedy = f"请运行 tiertrack.migrations.upgrade(…, schema={location.schema!r})"
    at = "数据库还没有建表" if found.revision is None else f"数据库在版本 {found.revision}"
    what = f"{at}，本软件需要版本 {newest_revision()}"
    raise RevisionMismatch(Fault("E601", what, remedy, shown(location.url)))
