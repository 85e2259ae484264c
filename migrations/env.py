"""Runs the revisions: on the connection that ``tiertrack.migrations`` has opened, on one to ``sqlalchemy.url``, or as a
script for PostgreSQL."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from tiertrack.store.migrate import database, prepared
from tiertrack.store.tables import METADATA
from tiertrack.store.typed_tables import DERIVED
from tiertrack.store.version_table import VERSION_TABLE


def run(connection: Connection) -> None:
    with prepared(connection, context.config):
        context.configure(
            connection=connection,
            target_metadata=[METADATA, DERIVED],
            version_table=VERSION_TABLE,
            compare_type=True,
            # Alembic takes SQLite's DDL for untransactional, as it is in the driver's default mode; ours is not.
            transactional_ddl=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()


def write(schema: str | None) -> None:
    context.configure(dialect_name="postgresql", version_table=VERSION_TABLE, transactional_ddl=True)
    with context.begin_transaction():
        if schema is not None:
            quoted = context.get_context().dialect.identifier_preparer.quote(schema)
            context.execute(f"SET LOCAL search_path TO {quoted}")
        context.run_migrations()


given = context.config.attributes
if context.is_offline_mode():
    write(given.get("schema"))
elif "connection" in given:
    run(given["connection"])
else:
    with database(str(context.config.get_main_option("sqlalchemy.url"))) as opened:
        run(opened)
