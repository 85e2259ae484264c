"""Places for the typed tables of screenings: derived data that can be worked out again, no rows of the register.

On PostgreSQL they are unlogged: after a crash they are empty, and are filled again by the next screening. Written by
hand and never edited once released; it imports nothing of ours, so that it still means the same in years.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "tiertrack_0008"
down_revision = "tiertrack_0007"
branch_labels = None
depends_on = None

_TABLES = "tiertrack_typed_tables"
_ROWS = tuple(f"tiertrack_typed_rows_{place}" for place in range(1, 5))

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str, key: sa.Column[Any], *columns: sa.Column[Any]) -> None:
    is_postgresql = op.get_context().dialect.name == "postgresql"
    op.create_table(
        name,
        key,
        *columns,
        sa.PrimaryKeyConstraint(key.name, name=op.f(f"pk_{name}")),
        prefixes=["UNLOGGED"] if is_postgresql else [],
    )


def _columns(kind: str, type_: Any, count: int) -> list[sa.Column[Any]]:
    return [sa.Column(f"{kind}_{slot}", type_) for slot in range(1, count + 1)]


def upgrade() -> None:
    _table(
        _TABLES,
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("seal", KEY, nullable=False),
        sa.Column("seal_digest", sa.String(64)),
        sa.Column("event", KEY, nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("checksum", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("writer", sa.String(32)),
        sa.Column("written", sa.Integer(), nullable=False),
    )
    for name in _ROWS:
        _table(
            name,
            sa.Column("enterprise_id", KEY, nullable=False, autoincrement=False),
            *_columns("number", sa.BigInteger(), 64),
            *_columns("truth", sa.Boolean(create_constraint=False), 48),
            *_columns("text", sa.Text(), 16),
        )


def downgrade() -> None:
    for name in (*_ROWS, _TABLES):
        op.drop_table(name)
