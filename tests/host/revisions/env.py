"""The bank's own environment of Alembic, as ``alembic init`` writes it."""

from __future__ import annotations

from alembic import context
from sqlalchemy import engine_from_config, pool

from tests.host.service import Base

section = {"sqlalchemy.url": context.config.get_main_option("sqlalchemy.url") or ""}
with engine_from_config(section, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
