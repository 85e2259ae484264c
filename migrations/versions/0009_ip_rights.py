"""The rights of intellectual property that a source listed of an enterprise.

Going down loses them: the seals from the first on that covers any are made anew over what is left, signed where the
environment names a key and not signed otherwise, so their digests are no longer those noted down before. Written by
hand and never edited once released. What it needs of ours is how rows are hashed and kept, which never changes either;
which tables there are at this revision it says itself.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "tiertrack_0009"
down_revision = "tiertrack_0008"
branch_labels = None
depends_on = None

_PREFIX = "tiertrack_"
_TABLE, _OWNER = f"{_PREFIX}ip_rights", "enterprise_id"
# What is sealed beside events when the rights are gone, in the order a seal takes it.
_SEALED = (
    *("enterprises", "enterprise_names", "enterprise_codes", "enterprise_traits", "fact_observations"),
    *("attestations", "match_proposals", "match_decisions", "achievements", "achievement_names"),
    *("achievement_registrations", "achievement_statements", "achievement_observations", "achievement_relations"),
)

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def _flags(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Boolean()) for name in names]


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", KEY, nullable=False),
        sa.Column(_OWNER, KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("kind", sa.String(20)),
        sa.Column("acquired", sa.String(20)),
        *(sa.Column(name, sa.Date()) for name in ("transferred_on", "granted_on", "through")),
        sa.Column("holder_rank", sa.BigInteger()),
        *_flags("main_product", "applied", "main_business", "industrialisable", "strategic_emerging"),
        *_flags("foreign_family", "foreign_examined", "foreign_income"),
        sa.Column("pledge", sa.BigInteger()),
        *_flags("awarded"),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("unit", sa.String(32)),
        sa.Column("checksum", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], [f"{_PREFIX}enterprises.id"], name=op.f(f"fk_{_TABLE}_enterprise_id")
        ),
        sa.CheckConstraint(
            "(place = 0 AND name IS NULL) OR (place > 0 AND name <> '')", name=op.f(f"ck_{_TABLE}_listed")
        ),
    )
    op.create_index(op.f(f"ix_{_TABLE}_{_OWNER}"), _TABLE, [_OWNER])
    if context.get_context().dialect.name == "postgresql" and not context.is_offline_mode():
        from tiertrack.store.hardening import keep_as_others

        keep_as_others(op.get_bind(), _TABLE)


def downgrade() -> None:
    from tiertrack.store.seals_anew import seal_without

    seal_without(op.get_bind(), [_TABLE.removeprefix(_PREFIX)], _SEALED)
    if context.get_context().dialect.name == "postgresql":
        # The triggers of a hardened register go with their function, which would stay behind.
        op.execute(f"DROP FUNCTION IF EXISTS {_PREFIX}keeps_ip_rights() CASCADE")
    op.drop_table(_TABLE)
