"""The product a certificate prints, the old name a title was given by, and the board of a listing.

Events of before have none of them, and keep their digests: a digest covers these columns only where they have a value.
Written by hand and never edited once released; it imports nothing of ours: what it needs of the digests is frozen here.

Going down removes what the second revision cannot hold: events about one product, which without it would be about the
title as a whole; old names and boards; reasons of delisting, which become 其他. Streams and seals from the first of
these on are then chained anew, so their digests are no longer those noted down before. Where there is nothing of the
kind, nothing is chained anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")

_CHECKS = {
    "product": "product <> ''",
    "named": "named <> ''",
    "board": "board IN ('main', 'star', 'chinext', 'bse')",
}


def _batch(table: str) -> Any:
    """Alters a table; SQLite has to build it anew."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(table, recreate="always" if on_sqlite else "never")


def upgrade() -> None:
    with _batch("title_events") as table:
        table.add_column(sa.Column("product", sa.Text()))
        table.add_column(sa.Column("named", sa.Text()))
        table.add_column(sa.Column("board", sa.String(10)))
        for name, check in _CHECKS.items():
            table.create_check_constraint(op.f(f"ck_title_events_{name}"), check)


_DELISTING = ("financial", "trading", "regulatory", "grave_violation", "voluntary")

# The columns of an event as the second revision hashed them, in that order; after them what chained them.
_HASHED = (
    *("id", "enterprise_id", "title", "version", "event", "effective_on", "starts_on", "valid_through", "derived"),
    *("document", "batch", "reason", "until_on", "update_year", "stage", "value", "told_by"),
    *("edition_key", "edition_digest", "findings", "corrects", "recorded_at", "unit"),
)
_DAYS = ("effective_on", "starts_on", "valid_through", "until_on")
_EVENTS = sa.table(
    "title_events",
    *(sa.column(name) for name in _HASHED if name not in (*_DAYS, "derived", "recorded_at")),
    *(sa.column(name, sa.Date()) for name in _DAYS),
    sa.column("derived", sa.Boolean()),
    sa.column("recorded_at", INSTANT),
    *(sa.column(name) for name in ("digest", "product", "named", "board")),
)
_SEALS = sa.table(
    "seals",
    *(sa.column(name) for name in ("id", "unit", "events", "digest")),
    sa.column("recorded_at", INSTANT),
)


def downgrade() -> None:
    if _remove_what_does_not_fit():
        _chain_events()
        _chain_seals()
    with _batch("title_events") as table:
        for name in _CHECKS:
            table.drop_constraint(op.f(f"ck_title_events_{name}"), type_="check")
            table.drop_column(name)


def _remove_what_does_not_fit() -> bool:
    """Whether anything had to go."""
    connection, said = op.get_bind(), _EVENTS.c
    gone = connection.execute(sa.delete(_EVENTS).where(said.product.is_not(None))).rowcount
    spoken = sa.or_(said.named.is_not(None), said.board.is_not(None))
    less = connection.execute(sa.update(_EVENTS).where(spoken).values(named=None, board=None)).rowcount
    ended = sa.update(_EVENTS).where(said.reason.in_(_DELISTING)).values(reason="other")
    return gone + less + connection.execute(ended).rowcount > 0


def _chain_events() -> None:
    connection, said = op.get_bind(), _EVENTS.c
    columns = (said[name] for name in (*_HASHED, "digest"))
    order = (said.enterprise_id, said.title, said.version)
    rows = [row._asdict() for row in connection.execute(sa.select(*columns).order_by(*order))]
    changes = []
    for _stream, found in groupby(rows, key=lambda row: (row["enterprise_id"], row["title"])):
        previous: str | None = None
        for row in found:
            previous = _digest([previous, *(_plain(name, row[name]) for name in _HASHED)])
            if previous != row["digest"]:
                changes.append({"key": row["id"], "new_digest": previous})
    if changes:
        update = sa.update(_EVENTS).where(said.id == sa.bindparam("key")).values(digest=sa.bindparam("new_digest"))
        connection.execute(update, changes)


def _chain_seals() -> None:
    """Every seal over what is left of its unit; one over nothing goes, and the later ones take its place."""
    connection = op.get_bind()
    digests: dict[str, list[str]] = {}
    for unit, digest in connection.execute(sa.select(_EVENTS.c.unit, _EVENTS.c.digest).order_by(_EVENTS.c.id)):
        digests.setdefault(unit, []).append(digest)
    seals = connection.execute(sa.select(_SEALS.c.unit, _SEALS.c.recorded_at).order_by(_SEALS.c.id)).all()
    connection.execute(sa.delete(_SEALS))
    kept: list[dict[str, Any]] = []
    for unit, instant in (seal for seal in seals if seal[0] in digests):
        found, previous = digests[unit], kept[-1]["digest"] if kept else None
        body = hashlib.sha256("".join(found).encode()).hexdigest()
        place, when = len(kept) + 1, _text(instant)
        digest = _digest([previous, place, unit, len(found), when, body])
        kept.append({"id": place, "unit": unit, "events": len(found), "digest": digest, "recorded_at": instant})
    if kept:
        connection.execute(sa.insert(_SEALS), kept)


def _plain(name: str, value: Any) -> Any:
    """A value as it is hashed."""
    if value is None:
        return None
    if name == "recorded_at":
        return _text(value)
    if name == "derived":
        return int(value)
    return value.isoformat() if name in _DAYS else value


def _digest(parts: list[Any]) -> str:
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _text(instant: dt.datetime | str) -> str:
    if isinstance(instant, str):
        instant = dt.datetime.fromisoformat(instant)
    return instant.astimezone(dt.UTC).isoformat(timespec="microseconds")
