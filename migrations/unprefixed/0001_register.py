"""The register: enterprises with their names, codes and traits; observations, attestations and title events.

Written by hand and never edited once released; it imports nothing of ours, so that it still means the same in years.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "enterprises",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enterprises"),
    )
    _names_and_codes()
    _observations()
    _title_events()


def _belonging(table: str, *rest: sa.schema.SchemaItem) -> None:
    """A table whose rows belong to an enterprise."""
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("enterprise_id", KEY, nullable=False),
        *rest,
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=f"fk_{table}_enterprise_id_enterprises"),
    )


def _names_and_codes() -> None:
    _belonging(
        "enterprise_names",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_through", sa.Date()),
        sa.CheckConstraint("kind IN ('full', 'short', 'former')", name=op.f("ck_enterprise_names_kind")),
        sa.CheckConstraint("name <> '' AND normalised <> ''", name=op.f("ck_enterprise_names_written")),
        sa.CheckConstraint("valid_through >= valid_from", name=op.f("ck_enterprise_names_period")),
    )
    op.create_index("ix_enterprise_names_normalised", "enterprise_names", ["normalised"])
    op.create_index("ix_enterprise_names_enterprise_id", "enterprise_names", ["enterprise_id"])
    _belonging(
        "enterprise_codes",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code", sa.String(18), nullable=False),
        sa.CheckConstraint("kind IN ('uscc', 'stock_code')", name=op.f("ck_enterprise_codes_kind")),
        sa.UniqueConstraint("kind", "code", name="uq_enterprise_codes_kind_code"),
    )
    op.create_index("ix_enterprise_codes_enterprise_id", "enterprise_codes", ["enterprise_id"])
    _belonging(
        "enterprise_traits",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("value", sa.String(10), nullable=False),
        sa.CheckConstraint("kind IN ('region', 'industry')", name=op.f("ck_enterprise_traits_kind")),
    )
    op.create_index("ix_enterprise_traits_enterprise_id", "enterprise_traits", ["enterprise_id"])


def _observations() -> None:
    _belonging(
        "fact_observations",
        sa.Column("fact", sa.String(60), nullable=False),
        sa.Column("fiscal_year", sa.Integer()),
        sa.Column("numerator", sa.BigInteger()),
        sa.Column("denominator", sa.BigInteger()),
        sa.Column("choice", sa.String(60)),
        sa.Column("source", sa.Text()),
        sa.CheckConstraint(
            "(numerator IS NOT NULL AND denominator IS NOT NULL AND denominator > 0 AND choice IS NULL)"
            " OR (numerator IS NULL AND denominator IS NULL AND choice IS NOT NULL)",
            name=op.f("ck_fact_observations_one_value"),
        ),
    )
    op.create_index(
        "ix_fact_observations_enterprise_id_fact_fiscal_year",
        "fact_observations",
        ["enterprise_id", "fact", "fiscal_year"],
    )
    _belonging(
        "attestations",
        sa.Column("judgement", sa.String(60), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("attested_by", sa.Text(), nullable=False),
        sa.Column("attested_on", sa.Date(), nullable=False),
        sa.CheckConstraint("attested_by <> ''", name=op.f("ck_attestations_authority")),
    )
    op.create_index("ix_attestations_enterprise_id", "attestations", ["enterprise_id"])


def _title_events() -> None:
    _belonging(
        "title_events",
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("valid_through", sa.Date()),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("edition_key", sa.Text()),
        sa.Column("edition_digest", sa.Text()),
        sa.Column("findings", sa.Text()),
        sa.CheckConstraint("event IN ('recognised', 'review_passed')", name=op.f("ck_title_events_event")),
        sa.CheckConstraint("version > 0", name=op.f("ck_title_events_version")),
        sa.CheckConstraint("valid_through >= starts_on", name=op.f("ck_title_events_period")),
        sa.CheckConstraint("document <> ''", name=op.f("ck_title_events_document")),
        sa.UniqueConstraint("enterprise_id", "title", "version", name="uq_title_events_enterprise_id_title_version"),
    )


def downgrade() -> None:
    for table in (
        "title_events",
        "attestations",
        "fact_observations",
        "enterprise_traits",
        "enterprise_codes",
        "enterprise_names",
        "enterprises",
    ):
        op.drop_table(table)
