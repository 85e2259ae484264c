"""The register: enterprises with their names, codes and traits; observations, attestations and events with their seals;
rows of lists that wait for a decision; achievements.

The first revision whose tables begin with ``tiertrack_``, so that they can stand in another program's database; those
before it, in the folder ``unprefixed``, bring an older register here. Written by hand and never edited once released;
it imports nothing of ours, so that it still means the same in years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "tiertrack_0006"
down_revision = None
branch_labels = ("tiertrack",)
depends_on = None

_PREFIX = "tiertrack_"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def _column(name: str, kind: Any, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _table(
    name: str,
    *columns: sa.Column[Any],
    owners: Mapping[str, str] | None = None,
    checks: Mapping[str, str] | None = None,
    unique: Sequence[str] = (),
    indexes: Sequence[Sequence[str]] = (),
    recorded: bool = True,
) -> None:
    """A table with a key, the instant each row was recorded, and what its rows belong to."""
    table = f"{_PREFIX}{name}"
    op.create_table(
        table,
        _column("id", KEY),
        *(_column(owner, KEY) for owner in owners or {}),
        *columns,
        *((_column("recorded_at", INSTANT),) if recorded else ()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([owner], [f"{_PREFIX}{other}.id"], name=op.f(f"fk_{table}_{owner}"))
            for owner, other in (owners or {}).items()
        ),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{rule_name}")) for rule_name, rule in (checks or {}).items()),
        *((sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}")),) if unique else ()),
    )
    for indexed in indexes:
        op.create_index(op.f(f"ix_{table}_{'_'.join(indexed)}"), table, list(indexed))


_KINDS = (
    "event IN ('pooled', 'applied', 'returned', 'recommended', 'advanced', 'publicised', 'recognised', 'rejected',"
    " 'withdrawn', 'review_applied', 'review_passed', 'review_failed', 'not_listed', 'relinquished', 'updated',"
    " 'update_missed', 'revoked', 'renamed', 'converted', 'restructured', 'merged', 'divided', 'moved',"
    " 'relocated', 'absent', 'change_reported', 'voided', 'joined')"
)

_OF_ENTERPRISE = {"enterprise_id": "enterprises"}
_OF_ACHIEVEMENT = {"achievement_id": "achievements"}

_WRITTEN = "name <> '' AND normalised <> ''"
_ONE_VALUE = (
    "(numerator IS NOT NULL AND denominator IS NOT NULL AND denominator > 0 AND choice IS NULL)"
    " OR (numerator IS NULL AND denominator IS NULL AND choice IS NOT NULL)"
)


def _observation() -> tuple[sa.Column[Any], ...]:
    return (
        _column("fact", sa.String(60)),
        _column("fiscal_year", sa.Integer(), nullable=True),
        _column("numerator", sa.BigInteger(), nullable=True),
        _column("denominator", sa.BigInteger(), nullable=True),
        _column("choice", sa.String(60), nullable=True),
        _column("source", sa.Text(), nullable=True),
    )


def upgrade() -> None:
    _enterprises()
    _events()
    _matching()
    _achievements()


def _enterprises() -> None:
    _table("enterprises")
    _table(
        "enterprise_names",
        _column("kind", sa.String(10)),
        _column("name", sa.Text()),
        _column("normalised", sa.Text()),
        _column("stem", sa.Text(), nullable=True),
        _column("valid_from", sa.Date(), nullable=True),
        _column("valid_through", sa.Date(), nullable=True),
        owners=_OF_ENTERPRISE,
        checks={
            "kind": "kind IN ('full', 'short', 'former')",
            "written": _WRITTEN,
            "period": "valid_through >= valid_from",
        },
        indexes=[["normalised"], ["stem"], ["enterprise_id"]],
    )
    _table(
        "enterprise_codes",
        _column("kind", sa.String(10)),
        _column("code", sa.String(18)),
        owners=_OF_ENTERPRISE,
        checks={"kind": "kind IN ('uscc', 'stock_code')"},
        unique=["kind", "code"],
        indexes=[["enterprise_id"]],
    )
    _table(
        "enterprise_traits",
        _column("kind", sa.String(10)),
        _column("value", sa.String(10)),
        _column("valid_from", sa.Date(), nullable=True),
        owners=_OF_ENTERPRISE,
        checks={"kind": "kind IN ('region', 'industry')"},
        indexes=[["enterprise_id"]],
    )
    _table(
        "fact_observations",
        *_observation(),
        owners=_OF_ENTERPRISE,
        checks={"one_value": _ONE_VALUE},
        indexes=[["enterprise_id", "fact", "fiscal_year"]],
    )
    _table(
        "attestations",
        _column("judgement", sa.String(60)),
        _column("holds", sa.Boolean()),
        _column("attested_by", sa.Text()),
        _column("attested_on", sa.Date()),
        owners=_OF_ENTERPRISE,
        checks={"authority": "attested_by <> ''"},
        indexes=[["enterprise_id"]],
    )


def _events() -> None:
    _table(
        "title_events",
        _column("title", sa.String(60)),
        _column("event", sa.String(20)),
        _column("effective_on", sa.Date()),
        _column("document", sa.Text(), nullable=True),
        _column("starts_on", sa.Date(), nullable=True),
        _column("valid_through", sa.Date(), nullable=True),
        _column("derived", sa.Boolean()),
        _column("batch", sa.Text(), nullable=True),
        _column("reason", sa.String(20), nullable=True),
        _column("until_on", sa.Date(), nullable=True),
        _column("update_year", sa.Integer(), nullable=True),
        _column("stage", sa.Text(), nullable=True),
        _column("value", sa.Text(), nullable=True),
        _column("told_by", sa.Text(), nullable=True),
        _column("edition_key", sa.Text(), nullable=True),
        _column("edition_digest", sa.Text(), nullable=True),
        _column("findings", sa.Text(), nullable=True),
        _column("product", sa.Text(), nullable=True),
        _column("named", sa.Text(), nullable=True),
        _column("board", sa.String(10), nullable=True),
        _column("recorded_at", INSTANT),
        _column("version", sa.Integer()),
        _column("corrects", sa.Integer(), nullable=True),
        _column("unit", sa.String(32)),
        _column("digest", sa.String(64)),
        owners=_OF_ENTERPRISE,
        checks={
            "event": _KINDS,
            "version": "version > 0",
            "period": "valid_through >= coalesce(starts_on, effective_on)",
            "document": "document <> ''",
            "corrects": "corrects > 0 AND corrects < version",
            "product": "product <> ''",
            "named": "named <> ''",
            "board": "board IN ('main', 'star', 'chinext', 'bse')",
        },
        unique=["enterprise_id", "title", "version"],
        recorded=False,
    )
    joined = sa.text("event = 'joined'")
    table = f"{_PREFIX}title_events"
    op.create_index(op.f(f"ix_{table}_joined"), table, ["event"], sqlite_where=joined, postgresql_where=joined)
    _table(
        "seals",
        _column("unit", sa.String(32)),
        _column("events", sa.Integer()),
        _column("digest", sa.String(64)),
        checks={"events": "events > 0"},
        unique=["unit"],
    )


def _matching() -> None:
    _table(
        "match_proposals",
        _column("fingerprint", sa.String(64)),
        _column("source", sa.Text()),
        _column("place", sa.Text()),
        _column("row", sa.Text()),
        _column("candidates", sa.Text()),
        _column("normalised", sa.Text(), nullable=True),
        _column("stem", sa.Text(), nullable=True),
        unique=["fingerprint"],
        indexes=[["normalised"], ["stem"]],
    )
    _table(
        "match_decisions",
        _column("decision", sa.String(10)),
        _column("told_by", sa.Text(), nullable=True),
        owners={"proposal_id": "match_proposals", **_OF_ENTERPRISE},
        checks={"decision": "decision IN ('same', 'new')"},
        unique=["proposal_id"],
    )


def _achievements() -> None:
    _table("achievements")
    _table(
        "achievement_names",
        _column("name", sa.Text()),
        _column("normalised", sa.Text()),
        _column("unit", sa.Text(), nullable=True),
        _column("completed_in", sa.Integer(), nullable=True),
        owners=_OF_ACHIEVEMENT,
        checks={"written": _WRITTEN},
        indexes=[["normalised"], ["achievement_id"]],
    )
    _table(
        "achievement_registrations",
        _column("number", sa.Text()),
        owners=_OF_ACHIEVEMENT,
        checks={"written": "number <> ''"},
        unique=["number"],
        indexes=[["achievement_id"]],
    )
    _table(
        "achievement_statements",
        _column("member", sa.String(30)),
        _column("content", sa.Text()),
        owners=_OF_ACHIEVEMENT,
        indexes=[["achievement_id"]],
    )
    _table(
        "achievement_observations",
        *_observation(),
        owners=_OF_ACHIEVEMENT,
        checks={"one_value": _ONE_VALUE},
        indexes=[["achievement_id"]],
    )
    _table(
        "achievement_relations",
        _column("role", sa.String(20)),
        _column("since", sa.Date(), nullable=True),
        _column("produced_on", sa.Date(), nullable=True),
        _column("stands", sa.Boolean()),
        owners={**_OF_ACHIEVEMENT, **_OF_ENTERPRISE},
        checks={"role": "role IN ('completer', 'transferee', 'shares', 'licensee', 'producer')"},
        indexes=[["achievement_id"], ["enterprise_id"]],
    )


def downgrade() -> None:
    for name in (
        *("achievement_relations", "achievement_observations", "achievement_statements", "achievement_registrations"),
        *("achievement_names", "achievements", "match_decisions", "match_proposals", "seals", "title_events"),
        *("attestations", "fact_observations", "enterprise_traits", "enterprise_codes", "enterprise_names"),
        "enterprises",
    ):
        op.drop_table(f"{_PREFIX}{name}")
