"""Names of its own for everything the register keeps, so that it can stand in another program's database.

Tables, constraints, indexes and sequences are named after ``tiertrack_…``; no row changes. Written by hand and never
edited once released; it imports nothing of ours.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PREFIX = "tiertrack_"

# By table, the endings of the names of its constraints and indexes, behind the kind and the name of the table.
_NAMED = {
    "enterprises": "pk",
    "enterprise_names": "pk ck_kind ck_period ck_written fk_enterprise_id ix_enterprise_id ix_normalised ix_stem",
    "enterprise_codes": "pk ck_kind fk_enterprise_id uq_kind_code ix_enterprise_id",
    "enterprise_traits": "pk ck_kind fk_enterprise_id ix_enterprise_id",
    "fact_observations": "pk ck_one_value fk_enterprise_id ix_enterprise_id_fact_fiscal_year",
    "attestations": "pk ck_authority fk_enterprise_id ix_enterprise_id",
    "title_events": "pk ck_board ck_corrects ck_document ck_event ck_named ck_period ck_product ck_version"
    " fk_enterprise_id uq_enterprise_id_title_version ix_joined",
    "seals": "pk ck_events uq_unit",
    "match_proposals": "pk uq_fingerprint ix_normalised ix_stem",
    "match_decisions": "pk ck_decision fk_enterprise_id fk_proposal_id uq_proposal_id",
    "achievements": "pk",
    "achievement_names": "pk ck_written fk_achievement_id ix_achievement_id ix_normalised",
    "achievement_registrations": "pk ck_written fk_achievement_id uq_number ix_achievement_id",
    "achievement_statements": "pk fk_achievement_id ix_achievement_id",
    "achievement_observations": "pk ck_one_value fk_achievement_id ix_achievement_id",
    "achievement_relations": "pk ck_role fk_achievement_id fk_enterprise_id ix_achievement_id ix_enterprise_id",
}

# What a foreign key points to stood at the end of its name, which would now be too long for PostgreSQL.
_OWNERS = {
    "fk_enterprise_id": "fk_enterprise_id_enterprises",
    "fk_achievement_id": "fk_achievement_id_achievements",
    "fk_proposal_id": "fk_proposal_id_match_proposals",
}

# Where screenings of before said what they kept; made when the first answers were, so it may not be there.
_SCREENINGS = "screenings"


def upgrade() -> None:
    for table, names in _NAMED.items():
        _rename(table, f"{_PREFIX}{table}", {_before(one, table): _after(one, table) for one in names.split()})
    _rename_screenings(_SCREENINGS, f"{_PREFIX}{_SCREENINGS}")


def downgrade() -> None:
    for table, names in _NAMED.items():
        _rename(f"{_PREFIX}{table}", table, {_after(one, table): _before(one, table) for one in names.split()})
    _rename_screenings(f"{_PREFIX}{_SCREENINGS}", _SCREENINGS)


def _before(ending: str, table: str) -> str:
    kind, _, rest = _OWNERS.get(ending, ending).partition("_")
    return "_".join(filter(None, (kind, table, rest)))


def _after(ending: str, table: str) -> str:
    kind, _, rest = ending.partition("_")
    return "_".join(filter(None, (kind, f"{_PREFIX}{table}", rest)))


def _rename(table: str, renamed: str, names: dict[str, str]) -> None:
    op.rename_table(table, renamed)
    if op.get_context().dialect.name == "sqlite":
        _make_anew(renamed, names)
        return
    op.execute(f"ALTER SEQUENCE {table}_id_seq RENAME TO {renamed}_id_seq")
    for old, new in names.items():
        if old.startswith("ix_"):
            op.execute(f"ALTER INDEX {old} RENAME TO {new}")
        else:
            op.execute(f"ALTER TABLE {renamed} RENAME CONSTRAINT {old} TO {new}")


def _make_anew(table: str, names: dict[str, str]) -> None:
    """SQLite keeps the names of constraints in the statement that made their table, and has no way to change them."""
    statements = {
        kind: [_in_new_names(statement, names) for statement in found]
        for kind, found in (("table", _made(table, "table")), ("index", _made(table, "index")))
    }
    (create,) = statements["table"]
    op.execute(re.sub(rf'^CREATE TABLE "?{table}"?', "CREATE TABLE tiertrack_anew", create))
    op.execute(f"INSERT INTO tiertrack_anew SELECT * FROM {table}")
    op.drop_table(table)
    op.rename_table("tiertrack_anew", table)
    for create in statements["index"]:
        op.execute(create)


def _made(table: str, kind: str) -> list[str]:
    """The statements that made a table, or its indexes."""
    query = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :kind AND sql IS NOT NULL")
    return list(op.get_bind().scalars(query, {"table": table, "kind": kind}))


def _in_new_names(statement: str, names: dict[str, str]) -> str:
    return re.sub("|".join(rf"\b{name}\b" for name in names), lambda found: names[found[0]], statement)


def _rename_screenings(table: str, renamed: str) -> None:
    if op.get_context().dialect.name != "sqlite":
        op.execute(_RENAMING_SCREENINGS.format(table=table, renamed=renamed))
        return
    there = sa.inspect(op.get_bind())
    if there.has_table(table) and {"editions", "software"} <= {column["name"] for column in there.get_columns(table)}:
        op.rename_table(table, renamed)


# Another program's table of that name has no such columns, and stays as it is.
_RENAMING_SCREENINGS = """
DO $$ BEGIN
  IF (SELECT count(*) FROM pg_attribute
      WHERE attrelid = to_regclass('{table}') AND attname IN ('editions', 'software')) = 2
  THEN
    ALTER TABLE {table} RENAME TO {renamed};
    ALTER TABLE {renamed} RENAME CONSTRAINT {table}_pkey TO {renamed}_pkey;
  END IF;
END $$
"""
