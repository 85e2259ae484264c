"""Records joined as one enterprise's, and the names by which rows that wait for a decision are found.

That two records are one enterprise's is an event of the enterprise itself, so it stands in the chains. Names are
compared by a key that is worked out anew once every revision has been applied. Written by hand and never edited once
released; it imports nothing of ours: what it needs of the digests is frozen here.

Going down removes what the fourth revision cannot hold: what joined records, with what took that back, and rows of
facts that wait for a decision. Streams and seals from the first of these events on are then chained anew, so their
digests are no longer those noted down before; where there is none, nothing is chained anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")

_KINDS_BEFORE = (
    *("pooled", "applied", "returned", "recommended", "advanced", "publicised", "recognised", "rejected"),
    *("withdrawn", "review_applied", "review_passed", "review_failed", "not_listed", "relinquished", "updated"),
    *("update_missed", "revoked", "renamed", "converted", "restructured", "merged", "divided", "moved"),
    *("relocated", "absent", "change_reported", "voided"),
)
_CHECK = "ck_title_events_event"
_JOINED = "ix_title_events_joined"


def _batch(table: str) -> Any:
    """Alters a table; SQLite has to build it anew."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(table, recreate="always" if on_sqlite else "never")


def _take_kinds(kinds: tuple[str, ...]) -> None:
    with _batch("title_events") as table:
        table.drop_constraint(op.f(_CHECK), type_="check")
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        table.create_check_constraint(op.f(_CHECK), f"event IN ({listed})")


def upgrade() -> None:
    _take_kinds((*_KINDS_BEFORE, "joined"))
    joined = sa.text("event = 'joined'")
    op.create_index(_JOINED, "title_events", ["event"], sqlite_where=joined, postgresql_where=joined)
    with _batch("match_proposals") as table:
        table.add_column(sa.Column("normalised", sa.Text()))
        table.add_column(sa.Column("stem", sa.Text()))
    for name in ("normalised", "stem"):
        op.create_index(f"ix_match_proposals_{name}", "match_proposals", [name])


# The columns of an event as they are hashed, in that order; the last three by name and only where they have a value.
_HASHED = (
    *("id", "enterprise_id", "title", "version", "event", "effective_on", "starts_on", "valid_through", "derived"),
    *("document", "batch", "reason", "until_on", "update_year", "stage", "value", "told_by"),
    *("edition_key", "edition_digest", "findings", "corrects", "recorded_at", "unit"),
)
_LATER = ("product", "named", "board")
_DAYS = ("effective_on", "starts_on", "valid_through", "until_on")
_EVENTS = sa.table(
    "title_events",
    *(sa.column(name) for name in _HASHED if name not in (*_DAYS, "derived", "recorded_at")),
    *(sa.column(name, sa.Date()) for name in _DAYS),
    sa.column("derived", sa.Boolean()),
    sa.column("recorded_at", INSTANT),
    *(sa.column(name) for name in ("digest", *_LATER)),
)
_SEALS = sa.table(
    "seals",
    *(sa.column(name) for name in ("id", "unit", "events", "digest")),
    sa.column("recorded_at", INSTANT),
)
_PROPOSALS = sa.table("match_proposals", *(sa.column(name) for name in ("id", "row")))
_DECISIONS = sa.table("match_decisions", sa.column("proposal_id"))


def downgrade() -> None:
    _remove_facts()
    if _remove_joined():
        _chain_events()
        _chain_seals()
    for name in ("normalised", "stem"):
        op.drop_index(f"ix_match_proposals_{name}", "match_proposals")
    with _batch("match_proposals") as table:
        table.drop_column("normalised")
        table.drop_column("stem")
    op.drop_index(_JOINED, "title_events")
    _take_kinds(_KINDS_BEFORE)


def _remove_facts() -> None:
    """Rows of facts have no event, without which the fourth revision cannot read a row that waits."""
    connection, kept = op.get_bind(), _PROPOSALS.c
    rows = connection.execute(sa.select(kept.id, kept.row)).all()
    gone = [key for key, row in rows if "event" not in json.loads(row)]
    for key in gone:
        connection.execute(sa.delete(_DECISIONS).where(_DECISIONS.c.proposal_id == key))
        connection.execute(sa.delete(_PROPOSALS).where(kept.id == key))


def _remove_joined() -> bool:
    """Whether anything had to go."""
    connection, said = op.get_bind(), _EVENTS.c
    place = sa.select(said.id, said.enterprise_id, said.title, said.version)
    joined = connection.execute(place.where(said.event == "joined")).all()
    for key, enterprise, title, version in joined:
        undoing = sa.and_(said.enterprise_id == enterprise, said.title == title, said.corrects == version)
        connection.execute(sa.delete(_EVENTS).where(sa.or_(said.id == key, undoing)))
    return bool(joined)


def _chain_events() -> None:
    connection, said = op.get_bind(), _EVENTS.c
    columns = (said[name] for name in (*_HASHED, *_LATER, "digest"))
    order = (said.enterprise_id, said.title, said.version)
    rows = [row._asdict() for row in connection.execute(sa.select(*columns).order_by(*order))]
    changes = []
    for _stream, found in groupby(rows, key=lambda row: (row["enterprise_id"], row["title"])):
        previous: str | None = None
        for row in found:
            later = {name: row[name] for name in _LATER if row[name] is not None}
            covered = [previous, *(_plain(name, row[name]) for name in _HASHED)]
            previous = _digest([*covered, later] if later else covered)
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
