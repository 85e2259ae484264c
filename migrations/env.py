"""Runs migrations on the connection that ``tiertrack.store.migrate`` has opened, inside its transaction."""

from __future__ import annotations

from alembic import context

from tiertrack.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    compare_type=True,
    # Alembic takes SQLite's DDL for untransactional, as it is in the driver's default mode; ours is not.
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
