"""Every row belongs to the unit of work that wrote it, and its seal covers it, not events alone.

Rows that are there already are sealed as they are found, by one seal of their own that says so, on the day of the
upgrade; the seals and digests of before stay as they are. A script of SQL alone cannot work out digests: there the rows
wait for ``tiertrack init`` (``tiertrack.migrations.upgrade``), and until then a check says so.

Going down loses the seals over units without events; the seals after the first of those are chained anew as seals of
events alone, so their digests are no longer those noted down before. Written by hand and never edited once released.
What it needs of ours is how rows are hashed, which never changes either: published seals depend on it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "tiertrack_0007"
down_revision = "tiertrack_0006"
branch_labels = None
depends_on = None

_PREFIX = "tiertrack_"
_SEALED = (
    *("enterprises", "enterprise_names", "enterprise_codes", "enterprise_traits", "fact_observations"),
    *("attestations", "match_proposals", "match_decisions", "achievements", "achievement_names"),
    *("achievement_registrations", "achievement_statements", "achievement_observations", "achievement_relations"),
)
_NAMES, _SEALS = f"{_PREFIX}achievement_names", f"{_PREFIX}seals"
_CHECK = f"ck_{_SEALS}_events"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
_ADDED = (
    ("form", sa.Integer()),
    ("rows", sa.Text()),
    ("key_id", sa.String(64)),
    ("signature", sa.String(128)),
)


def upgrade() -> None:
    # The name is taken by the unit of work; what was meant is the unit that completed an achievement.
    op.execute(f"ALTER TABLE {_NAMES} RENAME COLUMN unit TO completed_by")
    for name in _SEALED:
        op.add_column(f"{_PREFIX}{name}", sa.Column("unit", sa.String(32)))
        op.add_column(f"{_PREFIX}{name}", sa.Column("checksum", sa.BigInteger()))
    _alter_seals(sealed_rows=True)
    if not context.is_offline_mode():
        from tiertrack.store.found_rows import seal_found

        seal_found(op.get_bind())


def downgrade() -> None:
    _let_rows_be_changed()
    _seal_events_alone()
    _alter_seals(sealed_rows=False)
    for name in _SEALED:
        op.drop_column(f"{_PREFIX}{name}", "checksum")
        op.drop_column(f"{_PREFIX}{name}", "unit")
    op.execute(f"ALTER TABLE {_NAMES} RENAME COLUMN completed_by TO unit")


def _let_rows_be_changed() -> None:
    """Drops the triggers of a hardened register, which would keep its rows, with their functions."""
    if context.get_context().dialect.name == "postgresql":
        for name in (*_SEALED, "title_events", "seals"):
            op.execute(f"DROP FUNCTION IF EXISTS {_PREFIX}keeps_{name}() CASCADE")


def _alter_seals(*, sealed_rows: bool) -> None:
    rule = "events >= 0" if sealed_rows else "events > 0"
    if context.get_context().dialect.name == "sqlite":
        _rebuild_seals(rule, _ADDED if sealed_rows else ())
        return
    op.drop_constraint(op.f(_CHECK), _SEALS, type_="check")
    op.create_check_constraint(op.f(_CHECK), _SEALS, rule)
    for name, kind in _ADDED:
        if sealed_rows:
            op.add_column(_SEALS, sa.Column(name, kind))
        else:
            op.drop_column(_SEALS, name)


def _rebuild_seals(rule: str, added: tuple[tuple[str, sa.types.TypeEngine[object]], ...]) -> None:
    """SQLite cannot change a rule of a table; nothing points to this one, so that it can be made anew."""
    made, kept = f"{_SEALS}_new", ("id", "unit", "events", "digest", "recorded_at")
    op.create_table(
        made,
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        *(sa.Column(name, kind) for name, kind in added),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_SEALS}")),
        sa.CheckConstraint(rule, name=op.f(_CHECK)),
        sa.UniqueConstraint("unit", name=op.f(f"uq_{_SEALS}_unit")),
    )
    op.execute(f"INSERT INTO {made} ({', '.join(kept)}) SELECT {', '.join(kept)} FROM {_SEALS}")
    op.drop_table(_SEALS)
    op.rename_table(made, _SEALS)


_UNITS = sa.table(
    _SEALS,
    *(sa.column(name) for name in ("id", "unit", "events", "digest", "form")),
    sa.column("recorded_at", INSTANT),
)
_EVENTS = sa.table(f"{_PREFIX}title_events", *(sa.column(name) for name in ("id", "unit", "digest")))


def _seal_events_alone() -> None:
    """Removes the seals over units without events, and makes those that stay after the first seal over rows what the
    revision below takes for seals."""
    connection, seal = op.get_bind(), _UNITS.c
    first = connection.scalar(sa.select(sa.func.min(seal.id)).where(seal.form.is_not(None)))
    if first is None:
        return
    connection.execute(sa.delete(_UNITS).where(seal.events == 0))
    before = sa.select(seal.digest).where(seal.id < first).order_by(seal.id.desc()).limit(1)
    previous = connection.scalar(before)
    sealed = (
        sa.select(seal.id, seal.unit, seal.events, seal.recorded_at, _EVENTS.c.digest)
        .join_from(_UNITS, _EVENTS, _EVENTS.c.unit == seal.unit)
        .where(seal.id >= first)
        .order_by(seal.id, _EVENTS.c.id)
    )
    changes = []
    rows = connection.execute(sealed)
    for place, ((key, unit, count, instant), found) in enumerate(groupby(rows, key=lambda row: row[:4]), start=first):
        body = hashlib.sha256()
        for row in found:
            body.update(row.digest.encode())
        previous = _digest([previous, place, unit, count, _text(instant), body.hexdigest()])
        changes.append({"key": key, "place": place, "new_digest": previous})
    if changes:
        # In this order no seal takes a place that another still has.
        change = sa.update(_UNITS).where(seal.id == sa.bindparam("key"))
        connection.execute(change.values(id=sa.bindparam("place"), digest=sa.bindparam("new_digest")), changes)


def _digest(parts: list[Any]) -> str:
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _text(instant: dt.datetime | str) -> str:
    if isinstance(instant, str):
        instant = dt.datetime.fromisoformat(instant)
    return instant.astimezone(dt.UTC).isoformat(timespec="microseconds")
