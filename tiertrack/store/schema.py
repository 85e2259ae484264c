"""The schema of PostgreSQL that the register's tables are in, where it is not the one in use anyway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text

# SQLAlchemy's option that says which schema the tables are in that name none.
_OPTION = "schema_translate_map"


def schema_in_use(bind: Engine | Connection) -> str | None:
    """The schema that tables are looked for in which name none; None for the database's own choice."""
    found: str | None = (bind.get_execution_options().get(_OPTION) or {}).get(None)
    return found


def in_schema(schema: str | None, options: Any = None) -> dict[str, Any]:
    """The options by which a statement on tables that name no schema is about those of a schema."""
    if schema is None:
        return {}
    return {_OPTION: {**((options or {}).get(_OPTION) or {}), None: schema}}


@contextmanager
def using_schema(connection: Connection, schema: str | None) -> Iterator[None]:
    """Makes a schema the one that tables are looked for in which name none, for as long as the context."""
    before = connection.get_execution_options()
    connection.execution_options(**in_schema(schema, before))
    try:
        yield
    finally:
        if schema is not None:
            connection.execution_options(**{_OPTION: before.get(_OPTION) or {}})


@contextmanager
def working_schema(connection: Connection, schema: str | None) -> Iterator[None]:
    """Makes a schema of PostgreSQL the one in use, for revisions, which name none."""
    if schema is None:
        yield
        return
    before = connection.scalar(text("SELECT current_setting('search_path')"))
    quoted = connection.dialect.identifier_preparer.quote(schema)
    setting = text("SELECT set_config('search_path', :path, true)")
    connection.execute(setting, {"path": quoted})
    yield
    # Where it raises, the setting is undone with everything else.
    connection.execute(setting, {"path": before})
