"""What keeps the rows of a register on PostgreSQL from being changed by any SQL, also that of whoever owns the tables.

Triggers refuse to change, delete or empty. Let through is what recording itself does: the instant and, of an event, the
digest of rows whose unit has no seal yet; the unit of rows of before, as they are sealed; and, to the owner of the
table, who brings a register to a new revision, the keys that names are found by, which follow from the names and which
no seal covers. A seal is let in that follows the last, for one that does not would spoil the chain for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table, text

from tiertrack.errors import BadInput, Fault
from tiertrack.store.engine import shown
from tiertrack.store.location import Bind
from tiertrack.store.migrate import database
from tiertrack.store.name_keys import KEYS
from tiertrack.store.tables import PREFIX, SEALED, seals, title_events

# What the functions and triggers are called; the revisions drop them by this name when they go down.
KEEPING = f"{PREFIX}keeps"
KEEPING_ROWS = f"{KEEPING}_rows"

_TOLD = "登记库的行只增不改：{what}，已拒绝"


def harden(bind: Bind, schema: str | None = None) -> None:
    """Installs the triggers, anew where they are there already, in one transaction.

    Raises BadInput for a database that is no PostgreSQL (E678), and what opening one raises.
    """
    with database(bind, schema) as connection:
        if connection.dialect.name != "postgresql":
            what = "只有 PostgreSQL 的登记库能加上只增不改的触发器"
            remedy = "SQLite 的文件谁能写就能改：请用密钥签名，常做检查点，并管好文件的权限"
            raise BadInput(Fault("E678", what, remedy, shown(connection.engine.url)))
        for statement in _statements(connection):
            connection.exec_driver_sql(statement)


def keep_as_others(connection: Connection, name: str) -> None:
    """Installs the triggers on a table that a revision has just made, where the register's other tables have them."""
    kept = text("SELECT to_regproc(:function) IS NOT NULL")
    if connection.scalar(kept, {"function": f"{KEEPING}_{seals.name.removeprefix(PREFIX)}"}):
        for statement in _statements(connection, [table for table in SEALED if table.name == name]):
            connection.exec_driver_sql(statement)


def _statements(connection: Connection, tables: Sequence[Table] = (*SEALED, title_events, seals)) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    at = f"{quote(str(connection.scalar(text('SELECT current_schema()'))))}."
    for table in tables:
        function, name = f"{at}{KEEPING}_{table.name.removeprefix(PREFIX)}", f"{at}{table.name}"
        yield _function(function, table, at)
        # No percent sign is in any of these, so a driver takes them as they are.
        by_row = "INSERT OR UPDATE OR DELETE" if table is seals else "UPDATE OR DELETE"
        for trigger, events in (("rows", by_row), ("all", "TRUNCATE")):
            yield f"DROP TRIGGER IF EXISTS {KEEPING}_{trigger} ON {name}"
            each = "ROW" if trigger == "rows" else "STATEMENT"
            yield (
                f"CREATE TRIGGER {KEEPING}_{trigger} BEFORE {events} ON {name}"
                f" FOR EACH {each} EXECUTE FUNCTION {function}()"
            )


# Whether whoever changes a row has the rights of the owner of its table.
_IS_OWNER = "pg_has_role(current_user, (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID), 'USAGE')"


def _function(function: str, table: Table, at: str) -> str:
    """The function that lets through what recording does to a table."""
    cases = "".join(
        f" IF {condition} THEN kept := NEW;"
        f" {' '.join(f'kept.{column} := OLD.{column};' for column in columns)}"
        f" IF kept IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF; END IF;"
        for condition, columns in _let_through(table, at)
    )
    refusal = _TOLD.format(what=f"{table.name} 不能改、不能删")
    return (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE kept record; BEGIN"
        f"{_next_alone(at) if table is seals else ''} IF TG_OP = 'UPDATE' THEN{cases} END IF; {_raised(refusal)} END $$"
    )


def _next_alone(at: str) -> str:
    """What lets in a seal that is the next and no earlier than the last; they are written one after the other."""
    refusal = _TOLD.format(what="新的封印须接着最后一道封印，时刻也不早于它")
    return (
        f" IF TG_OP = 'INSERT' THEN SELECT s.id, s.recorded_at INTO kept FROM {at}{seals.name} s"
        f" ORDER BY s.id DESC LIMIT 1; IF NEW.id = coalesce(kept.id, 0) + 1"
        f" AND NEW.recorded_at >= coalesce(kept.recorded_at, NEW.recorded_at) AND isfinite(NEW.recorded_at)"
        f" THEN RETURN NEW; END IF; {_raised(refusal)} END IF;"
    )


def _raised(refusal: str) -> str:
    return f"RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';"


def _let_through(table: Table, at: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Under which condition which columns may become others, the rest staying as it is."""
    if table is seals:
        return
    unsealed = f"NOT EXISTS (SELECT 1 FROM {at}{seals.name} s WHERE s.unit = OLD.unit)"
    if table is title_events:
        yield unsealed, ("recorded_at", "digest")
        return
    yield f"OLD.unit IS NOT NULL AND {unsealed}", ("recorded_at",)
    yield "OLD.unit IS NULL", ("unit", "checksum")
    if table in KEYS:
        yield _IS_OWNER, tuple(KEYS[table])
