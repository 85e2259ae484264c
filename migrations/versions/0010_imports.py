"""Imports on record, and that one was taken back as a unit; what it wrote stays, and is passed over.

A code, a registration number or a row of a list that came with an import which was taken back may come again with
another, so that each is unique within a unit of work alone; whoever adds one takes its turn.

Going down loses which imports there were: the seals from the first on that covers any are made anew over what is left,
signed where the environment names a key and not signed otherwise, so their digests are no longer those noted down
before. Written by hand and never edited once released. What it needs of ours is how rows are hashed and kept, which
never changes either; which tables there are at this revision it says itself.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "tiertrack_0010"
down_revision = "tiertrack_0009"
branch_labels = None
depends_on = None

_PREFIX = "tiertrack_"
_GONE = ("imports", "import_withdrawals")
_IMPORTS, _WITHDRAWALS = (f"{_PREFIX}{name}" for name in _GONE)
# What is sealed beside events when the imports are gone, in the order a seal takes it.
_SEALED = (
    *("enterprises", "enterprise_names", "enterprise_codes", "enterprise_traits", "fact_observations"),
    *("attestations", "match_proposals", "match_decisions", "achievements", "achievement_names"),
    *("achievement_registrations", "achievement_statements", "achievement_observations", "achievement_relations"),
    "ip_rights",
)

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")

# What was unique in the whole register, by the table.
_UNIQUE = {
    "enterprise_codes": ("kind", "code"),
    "match_proposals": ("fingerprint",),
    "achievement_registrations": ("number",),
}


def upgrade() -> None:
    _table(
        _IMPORTS,
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rests_on", sa.Text()),
        sa.CheckConstraint(
            "kind IN ('facts', 'titles', 'rights', 'dossier', 'achievement', 'template', 'ledger')",
            name=op.f(f"ck_{_IMPORTS}_kind"),
        ),
        sa.CheckConstraint("file <> ''", name=op.f(f"ck_{_IMPORTS}_file")),
    )
    _table(
        _WITHDRAWALS,
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["import_id"], [f"{_IMPORTS}.id"], name=op.f(f"fk_{_WITHDRAWALS}_import_id")),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{_WITHDRAWALS}_reason")),
        sa.UniqueConstraint("import_id", name=op.f(f"uq_{_WITHDRAWALS}_import_id")),
    )
    for name, columns in _UNIQUE.items():
        _make_unique(f"{_PREFIX}{name}", columns, (*columns, "unit"))
    if context.get_context().dialect.name == "postgresql" and not context.is_offline_mode():
        from tiertrack.store.hardening import keep_as_others

        for name in (_IMPORTS, _WITHDRAWALS):
            keep_as_others(op.get_bind(), name)


def downgrade() -> None:
    from tiertrack.store.seals_anew import seal_without

    seal_without(op.get_bind(), _GONE, _SEALED)
    for name, columns in _UNIQUE.items():
        table = f"{_PREFIX}{name}"
        _make_unique(table, (*columns, "unit"), () if _are_doubled(table, columns) else columns)
    _let_rows_be_dropped()
    op.drop_table(_WITHDRAWALS)
    op.drop_table(_IMPORTS)


def _table(name: str, *columns_and_rules: Any) -> None:
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        *columns_and_rules,
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("unit", sa.String(32)),
        sa.Column("checksum", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _let_rows_be_dropped() -> None:
    """Drops the triggers of a hardened register with their functions, which would stay behind."""
    if context.get_context().dialect.name == "postgresql":
        for name in _GONE:
            op.execute(f"DROP FUNCTION IF EXISTS {_PREFIX}keeps_{name}() CASCADE")


def _are_doubled(table: str, columns: tuple[str, ...]) -> bool:
    """Whether what is to be unique stands in several rows: only where an import was taken back, and then the register
    goes down to nothing or not at all."""
    if context.is_offline_mode():
        return False
    named = ", ".join(columns)
    found = f"SELECT 1 FROM {table} GROUP BY {named} HAVING count(*) > 1 LIMIT 1"
    return op.get_bind().exec_driver_sql(found).first() is not None


def _make_unique(table: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Makes other columns of a table unique together than before, or none."""
    gone, made = (op.f(f"uq_{table}_{'_'.join(columns)}") for columns in (before, after))
    if context.get_context().dialect.name != "sqlite":
        op.drop_constraint(gone, table, type_="unique")
        if after:
            op.create_unique_constraint(made, table, list(after))
        return
    # SQLite cannot change a rule of a table: it is made anew, in its own words but for that rule.
    connection = op.get_bind()
    kept = sa.text("SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    found = connection.execute(kept, {"table": table}).all()
    (words,) = (row.sql for row in found if row.type == "table")
    old = f"CONSTRAINT {gone} UNIQUE ({', '.join(before)})"
    new = f", CONSTRAINT {made} UNIQUE ({', '.join(after)})" if after else ""
    anew = re.sub(rf",\s*{re.escape(old)}", new, words).replace(
        f"CREATE TABLE {table} ", f"CREATE TABLE {table}_new ", 1
    )
    anew = anew.replace(f'CREATE TABLE "{table}" ', f"CREATE TABLE {table}_new ", 1)
    if old in anew or f"{table}_new" not in anew:
        raise ValueError(words)
    connection.exec_driver_sql(anew)
    columns = ", ".join(column["name"] for column in sa.inspect(connection).get_columns(table))
    connection.exec_driver_sql(f"INSERT INTO {table}_new ({columns}) SELECT {columns} FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    for row in found:
        if row.type == "index":
            connection.exec_driver_sql(row.sql)
