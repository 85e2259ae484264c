"""Streams of every kind of event, chained and sealed; days of traits, stems of names, and rows whose firm is in doubt.

The title events of before keep their keys, versions and instants. Each learns which version it puts right, and all of
them are chained and sealed together as one unit of work. Written by hand and never edited once released; it imports
nothing of ours: what it needs of the digests is frozen here.

Going down removes what the first revision cannot hold: every event but recognitions and passed reviews, among these the
ones without a document, and whatever was voided or put right by something voided, lest it should count again; batches,
reasons and who told us; digests and seals; stems; days of traits; proposals of matches and what was decided on them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")

_KINDS = (
    "event IN ('pooled', 'applied', 'returned', 'recommended', 'advanced', 'publicised', 'recognised', 'rejected',"
    " 'withdrawn', 'review_applied', 'review_passed', 'review_failed', 'not_listed', 'relinquished', 'updated',"
    " 'update_missed', 'revoked', 'renamed', 'converted', 'restructured', 'merged', 'divided', 'moved',"
    " 'relocated', 'absent', 'change_reported', 'voided')"
)


def _batch(table: str, recreate: bool = False) -> Any:
    """Alters a table; SQLite has to build it anew for all but new columns."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(table, recreate="always" if recreate and on_sqlite else "never")


def upgrade() -> None:
    with _batch("enterprise_names") as table:
        table.add_column(sa.Column("stem", sa.Text()))
    op.create_index("ix_enterprise_names_stem", "enterprise_names", ["stem"])
    with _batch("enterprise_traits") as table:
        table.add_column(sa.Column("valid_from", sa.Date()))
    _create_matching()
    _create_seals()
    _widen_events()
    _chain()
    with _batch("title_events", recreate=True) as table:
        table.alter_column("unit", existing_type=sa.String(32), nullable=False)
        table.alter_column("digest", existing_type=sa.String(64), nullable=False)


def _create_matching() -> None:
    op.create_table(
        "match_proposals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_match_proposals"),
        sa.UniqueConstraint("fingerprint", name="uq_match_proposals_fingerprint"),
    )
    op.create_table(
        "match_decisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("enterprise_id", KEY, nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("told_by", sa.Text()),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_match_decisions"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["match_proposals.id"], name="fk_match_decisions_proposal_id_match_proposals"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name="fk_match_decisions_enterprise_id_enterprises"
        ),
        sa.CheckConstraint("decision IN ('same', 'new')", name=op.f("ck_match_decisions_decision")),
        sa.UniqueConstraint("proposal_id", name="uq_match_decisions_proposal_id"),
    )


def _create_seals() -> None:
    op.create_table(
        "seals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seals"),
        sa.CheckConstraint("events > 0", name=op.f("ck_seals_events")),
        sa.UniqueConstraint("unit", name="uq_seals_unit"),
    )


def _widen_events() -> None:
    with _batch("title_events", recreate=True) as table:
        for name, kind in (
            ("batch", sa.Text()),
            ("reason", sa.String(20)),
            ("until_on", sa.Date()),
            ("update_year", sa.Integer()),
            ("stage", sa.Text()),
            ("value", sa.Text()),
            ("told_by", sa.Text()),
            ("corrects", sa.Integer()),
            ("unit", sa.String(32)),
            ("digest", sa.String(64)),
        ):
            table.add_column(sa.Column(name, kind))
        table.alter_column("starts_on", existing_type=sa.Date(), nullable=True)
        table.alter_column("document", existing_type=sa.Text(), nullable=True)
        for name in ("event", "period"):
            table.drop_constraint(op.f(f"ck_title_events_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_title_events_event"), _KINDS)
        table.create_check_constraint(
            op.f("ck_title_events_period"), "valid_through >= coalesce(starts_on, effective_on)"
        )
        table.create_check_constraint(op.f("ck_title_events_corrects"), "corrects > 0 AND corrects < version")


# The columns of an event as the first revision had them, in the order in which they are read.
_OLD = (
    *("id", "enterprise_id", "title", "version", "event", "effective_on", "starts_on", "valid_through", "derived"),
    *("document", "edition_key", "edition_digest", "findings", "recorded_at"),
)
_EVENTS = sa.table(
    "title_events",
    *(sa.column(name) for name in ("id", "enterprise_id", "title", "version", "event", "document", "edition_key")),
    *(sa.column(name, sa.Date()) for name in ("effective_on", "starts_on", "valid_through")),
    *(sa.column(name) for name in ("edition_digest", "findings", "corrects", "unit", "digest")),
    sa.column("derived", sa.Boolean()),
    sa.column("recorded_at", INSTANT),
)
_SEALS = sa.table(
    "seals",
    *(sa.column(name) for name in ("id", "unit", "events", "digest")),
    sa.column("recorded_at", INSTANT),
)


def _chain() -> None:
    """Gives the events of before what they put right, their digests and one seal over all of them."""
    connection, unit = op.get_bind(), uuid.uuid4().hex
    columns = (_EVENTS.c[name] for name in _OLD)
    order = (_EVENTS.c.enterprise_id, _EVENTS.c.title, _EVENTS.c.version)
    rows = [row._asdict() for row in connection.execute(sa.select(*columns).order_by(*order))]
    if not rows:
        return
    changes = list(_chained(rows, unit))
    update = (
        sa.update(_EVENTS)
        .where(_EVENTS.c.id == sa.bindparam("key"))
        .values({name: sa.bindparam(f"new_{name}") for name in ("corrects", "unit", "digest")})
    )
    connection.execute(update, changes)
    digests = [change["new_digest"] for change in sorted(changes, key=lambda change: change["key"])]
    now = dt.datetime.now(dt.UTC)
    body = hashlib.sha256("".join(digests).encode()).hexdigest()
    seal = {"id": 1, "unit": unit, "events": len(rows), "digest": _digest([None, 1, unit, len(rows), _text(now), body])}
    instant = _text(now) if connection.dialect.name == "sqlite" else now
    connection.execute(sa.insert(_SEALS), [{**seal, "recorded_at": instant}])


def _chained(rows: list[dict[str, Any]], unit: str) -> Iterator[dict[str, Any]]:
    """The new columns of each event; the events come stream by stream."""
    stream: list[dict[str, Any]] = []
    previous: str | None = None
    for row in rows:
        if stream and (row["enterprise_id"], row["title"]) != (stream[-1]["enterprise_id"], stream[-1]["title"]):
            stream, previous = [], None
        corrects = next((one["version"] for one in reversed(stream) if _same_act(row, one)), None)
        previous = _digest([previous, *_written(row), corrects, _text(row["recorded_at"]), unit])
        stream.append(row)
        yield {"key": row["id"], "new_corrects": corrects, "new_unit": unit, "new_digest": previous}


def _same_act(row: dict[str, Any], other: dict[str, Any]) -> bool:
    if row["event"] != other["event"]:
        return False
    return bool(row["document"] == other["document"] or row["starts_on"] == other["starts_on"])


def _written(row: dict[str, Any]) -> list[Any]:
    """What is hashed of an event of before, up to its findings; it has none of the columns added now."""
    return [
        *(row["id"], row["enterprise_id"], row["title"], row["version"], row["event"]),
        *(row["effective_on"].isoformat(), row["starts_on"].isoformat()),
        *(row["valid_through"] and row["valid_through"].isoformat(), int(row["derived"]), row["document"]),
        *[None] * 7,
        *(row["edition_key"], row["edition_digest"], row["findings"]),
    ]


def _digest(parts: list[Any]) -> str:
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _text(instant: dt.datetime | str) -> str:
    if isinstance(instant, str):
        instant = dt.datetime.fromisoformat(instant)
    return instant.astimezone(dt.UTC).isoformat(timespec="microseconds")


def downgrade() -> None:
    _remove_what_does_not_fit()
    op.execute("UPDATE title_events SET starts_on = effective_on WHERE starts_on IS NULL")
    with _batch("title_events", recreate=True) as table:
        for name in ("event", "period", "corrects"):
            table.drop_constraint(op.f(f"ck_title_events_{name}"), type_="check")
        for name in ("batch", "reason", "until_on", "update_year", "stage", "value", "told_by"):
            table.drop_column(name)
        for name in ("corrects", "unit", "digest"):
            table.drop_column(name)
        table.alter_column("starts_on", existing_type=sa.Date(), nullable=False)
        table.alter_column("document", existing_type=sa.Text(), nullable=False)
        table.create_check_constraint(op.f("ck_title_events_event"), "event IN ('recognised', 'review_passed')")
        table.create_check_constraint(op.f("ck_title_events_period"), "valid_through >= starts_on")
    for table_name in ("match_decisions", "match_proposals", "seals"):
        op.drop_table(table_name)
    with _batch("enterprise_traits", recreate=True) as table:
        table.drop_column("valid_from")
    op.drop_index("ix_enterprise_names_stem", "enterprise_names")
    with _batch("enterprise_names", recreate=True) as table:
        table.drop_column("stem")


def _remove_what_does_not_fit() -> None:
    connection, columns = op.get_bind(), (_EVENTS.c.enterprise_id, _EVENTS.c.title, _EVENTS.c.version)
    rows = connection.execute(sa.select(_EVENTS.c.id, *columns, _EVENTS.c.event, _EVENTS.c.corrects)).all()
    gone = [{"key": key} for key in set(_taken_back(rows))]
    if gone:
        connection.execute(sa.delete(_EVENTS).where(_EVENTS.c.id == sa.bindparam("key")), gone)
    op.execute("DELETE FROM title_events WHERE event NOT IN ('recognised', 'review_passed') OR document IS NULL")


def _taken_back(rows: Sequence[Any]) -> Iterator[int]:
    """The keys of what was voided, of what that had put right, and so on back."""
    placed = {(row.enterprise_id, row.title, row.version): row for row in rows}
    for row in rows:
        back = row if row.event == "voided" else None
        while back is not None and back.corrects is not None:
            back = placed.get((back.enterprise_id, back.title, back.corrects))
            if back is not None:
                yield back.id
