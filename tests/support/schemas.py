"""A part of a PostgreSQL server that a test has to itself, empty or a register that is ready.

Of what a test takes, most would be the migration: so it is migrated once and its statements are run again.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Engine, event, inspect, text

from tiertrack.errors import StoreError
from tiertrack.store.migrate import current, downgrade, upgrade
from tiertrack.store.tables import PREFIX


@contextmanager
def schema_of(admin: Engine, statements: str = "") -> Iterator[str]:
    """The address of a PostgreSQL schema, which every connection to it works in: empty but for what ``statements``
    make."""
    schema = f"t_{uuid.uuid4().hex}"
    made = f"BEGIN; CREATE SCHEMA {schema}; SET LOCAL search_path TO {schema}; {statements}; COMMIT"
    with closing(admin.raw_connection()) as connection:
        connection.cursor().execute(made)
    url = admin.url.update_query_dict({"options": f"-csearch_path={schema}"})
    yield url.render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def revision_of(url: str) -> str | None:
    """The revision a database stands at, None before its first."""
    return current(url)


def migration_of(admin: Engine) -> str:
    """The statements that bring an empty schema to the newest revision, taken down while one is migrated."""
    statements: list[str] = []

    def take_down(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("SELECT"):
            statements.append(statement)

    with schema_of(admin) as url:
        event.listen(Engine, "before_cursor_execute", take_down)
        upgrade(url)
        event.remove(Engine, "before_cursor_execute", take_down)
    return ";\n".join(statements)


def take_down(url: str, revision: str) -> int:
    """Takes a database back to a revision, whatever gets lost; how many rows did."""
    try:
        downgrade(url, revision)
    except StoreError as refused:
        (fault,) = refused.faults
        assert fault.code == "E665"
        lost = int(re.findall(r"lose_rows=(\d+)", fault.remedy)[0])
        downgrade(url, revision, lose_rows=lost)
        return lost
    return 0


def all_rows(engine: Engine, table: str) -> list[dict[str, object]]:
    """Everything a table holds, in the order it was written; of an older register, whose tables have no prefix, too."""
    with engine.connect() as connection:
        table = table if inspect(connection).has_table(table) else f"{PREFIX}{table}"
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()]
