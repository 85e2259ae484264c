"""Achievements: what they are called and registered as, what was said and observed of them, and whom they belong with.

Written by hand and never edited once released; it imports nothing of ours. Going down removes all of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "achievements",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_achievements"),
    )
    _identities()
    _statements()
    _relations()


def _belonging(table: str, *rest: sa.schema.SchemaItem) -> None:
    """A table whose rows belong to an achievement."""
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("achievement_id", KEY, nullable=False),
        *rest,
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievements.id"], name=f"fk_{table}_achievement_id_achievements"
        ),
    )
    op.create_index(f"ix_{table}_achievement_id", table, ["achievement_id"])


def _identities() -> None:
    _belonging(
        "achievement_names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text()),
        sa.Column("completed_in", sa.Integer()),
        sa.CheckConstraint("name <> '' AND normalised <> ''", name=op.f("ck_achievement_names_written")),
    )
    op.create_index("ix_achievement_names_normalised", "achievement_names", ["normalised"])
    _belonging(
        "achievement_registrations",
        sa.Column("number", sa.Text(), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_achievement_registrations_written")),
        sa.UniqueConstraint("number", name="uq_achievement_registrations_number"),
    )


def _statements() -> None:
    _belonging(
        "achievement_statements",
        sa.Column("member", sa.String(30), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
    )
    _belonging(
        "achievement_observations",
        sa.Column("fact", sa.String(60), nullable=False),
        sa.Column("fiscal_year", sa.Integer()),
        sa.Column("numerator", sa.BigInteger()),
        sa.Column("denominator", sa.BigInteger()),
        sa.Column("choice", sa.String(60)),
        sa.Column("source", sa.Text()),
        sa.CheckConstraint(
            "(numerator IS NOT NULL AND denominator IS NOT NULL AND denominator > 0 AND choice IS NULL)"
            " OR (numerator IS NULL AND denominator IS NULL AND choice IS NOT NULL)",
            name=op.f("ck_achievement_observations_one_value"),
        ),
    )


def _relations() -> None:
    _belonging(
        "achievement_relations",
        sa.Column("enterprise_id", KEY, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("produced_on", sa.Date()),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name="fk_achievement_relations_enterprise_id_enterprises"
        ),
        sa.CheckConstraint(
            "role IN ('completer', 'transferee', 'shares', 'licensee', 'producer')",
            name=op.f("ck_achievement_relations_role"),
        ),
    )
    op.create_index("ix_achievement_relations_enterprise_id", "achievement_relations", ["enterprise_id"])


def downgrade() -> None:
    for table in (
        "achievement_relations",
        "achievement_observations",
        "achievement_statements",
        "achievement_registrations",
        "achievement_names",
        "achievements",
    ):
        op.drop_table(table)
