"""The register's tables. Rows are only ever added: a correction is a new row, and the newest of a source counts.

An enterprise has a key of its own; what it is called and its codes are learned over time, so they are rows beside it,
never columns to overwrite. Numbers are whole: a fraction is a numerator over a denominator, because SQLite would keep
``Numeric`` as a float.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES
from tiertrack.logic.quantity import Kind
from tiertrack.store.types import KEY, UtcInstant
from tiertrack.titles.event_members import Kept, Member
from tiertrack.titles.events import RECORDED_MEMBERS

# The tables may stand among those of another program, so the name of each says whose it is.
PREFIX = "tiertrack_"

# Every constraint has a name, or a later migration could not name it and SQLite would drop it unseen.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("id", KEY, primary_key=True)


def _enterprise() -> Column[int]:
    return Column("enterprise_id", KEY, ForeignKey(f"{PREFIX}enterprises.id"), nullable=False)


def _achievement() -> Column[int]:
    return Column("achievement_id", KEY, ForeignKey(f"{PREFIX}achievements.id"), nullable=False)


def _recorded_at() -> Column[object]:
    return Column("recorded_at", UtcInstant, nullable=False)


def _table(name: str, *columns_and_rules: SchemaItem) -> Table:
    """A table of rows with a key, the instant each was recorded, and the unit of work whose seal covers it.

    A row's checksum is there to name a row: where a seal does not fit, it tells which one is not as it was.
    """
    sealed = Column("unit", String(32)), Column("checksum", BigInteger)
    columns = (one for one in columns_and_rules if isinstance(one, Column))
    rules = (one for one in columns_and_rules if not isinstance(one, Column))
    return Table(f"{PREFIX}{name}", METADATA, _key(), *columns, _recorded_at(), *sealed, *rules)


def _observation() -> tuple[SchemaItem, ...]:
    """The columns of a value that a source stated."""
    return (
        Column("fact", String(60), nullable=False),
        Column("fiscal_year", Integer),
        Column("numerator", BigInteger),
        Column("denominator", BigInteger),
        Column("choice", String(60)),
        Column("source", Text),
        CheckConstraint(_ONE_VALUE, name="one_value"),
    )


_ONE_VALUE = (
    "(numerator IS NOT NULL AND denominator IS NOT NULL AND denominator > 0 AND choice IS NULL)"
    " OR (numerator IS NULL AND denominator IS NULL AND choice IS NOT NULL)"
)


enterprises: Final = _table("enterprises")

enterprise_names: Final = _table(
    "enterprise_names",
    _enterprise(),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("normalised", Text, nullable=False),
    Column("stem", Text),
    Column("valid_from", Date),
    Column("valid_through", Date),
    CheckConstraint("kind IN ('full', 'short', 'former')", name="kind"),
    CheckConstraint("name <> '' AND normalised <> ''", name="written"),
    CheckConstraint("valid_through >= valid_from", name="period"),
    Index(None, "normalised"),
    Index(None, "stem"),
    Index(None, "enterprise_id"),
)

# A firm may be given another credit code, and may list A and B shares; a code belongs to one firm for ever. Only where
# the import that said so was taken back may it be another's, so that whoever adds one takes its turn and looks.
enterprise_codes: Final = _table(
    "enterprise_codes",
    _enterprise(),
    Column("kind", String(10), nullable=False),
    Column("code", String(18), nullable=False),
    CheckConstraint("kind IN ('uscc', 'stock_code')", name="kind"),
    UniqueConstraint("kind", "code", "unit"),
    Index(None, "enterprise_id"),
)

enterprise_traits: Final = _table(
    "enterprise_traits",
    _enterprise(),
    Column("kind", String(10), nullable=False),
    Column("value", String(10), nullable=False),
    Column("valid_from", Date),
    CheckConstraint("kind IN ('region', 'industry')", name="kind"),
    Index(None, "enterprise_id"),
)

fact_observations: Final = _table(
    "fact_observations",
    _enterprise(),
    *_observation(),
    Index(None, "enterprise_id", "fact", "fiscal_year"),
)

attestations: Final = _table(
    "attestations",
    _enterprise(),
    Column("judgement", String(60), nullable=False),
    Column("holds", Boolean(create_constraint=False), nullable=False),
    Column("attested_by", Text, nullable=False),
    Column("attested_on", Date, nullable=False),
    CheckConstraint("attested_by <> ''", name="authority"),
    Index(None, "enterprise_id"),
)


def _of_member(member: Member) -> Column[Any]:
    """The column of a member of an event; keys are of limited length."""
    limited = member.kept is Kept.CHOICE or member.name in _KEY_LENGTHS
    kept = String(_KEY_LENGTHS.get(member.name, 20)) if limited else _TYPES[member.kept]
    return Column(member.column, kept, nullable=member.optional)


_KEY_LENGTHS = {"title": 60, "board": 10}
_TYPES: Mapping[Kept, TypeEngine[Any]] = {
    Kept.TEXT: Text(),
    Kept.NUMBER: Integer(),
    Kept.YES_OR_NO: Boolean(create_constraint=False),
    Kept.DAY: Date(),
    Kept.INSTANT: UtcInstant(),
}

_JOINED = text("event = 'joined'")

# Everything that happened, to titles and to the enterprise itself (the stream ``enterprise``). Each row has a digest
# over its own columns and the digest of the row before it in its stream, and belongs to the unit of work that wrote it.
title_events: Final = Table(
    f"{PREFIX}title_events",
    METADATA,
    _key(),
    _enterprise(),
    *map(_of_member, RECORDED_MEMBERS),
    Column("unit", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint(
        "event IN ('pooled', 'applied', 'returned', 'recommended', 'advanced', 'publicised', 'recognised', 'rejected',"
        " 'withdrawn', 'review_applied', 'review_passed', 'review_failed', 'not_listed', 'relinquished', 'updated',"
        " 'update_missed', 'revoked', 'renamed', 'converted', 'restructured', 'merged', 'divided', 'moved',"
        " 'relocated', 'absent', 'change_reported', 'voided', 'joined')",
        name="event",
    ),
    CheckConstraint("version > 0", name="version"),
    CheckConstraint("valid_through >= coalesce(starts_on, effective_on)", name="period"),
    CheckConstraint("document <> ''", name="document"),
    CheckConstraint("corrects > 0 AND corrects < version", name="corrects"),
    CheckConstraint("product <> ''", name="product"),
    CheckConstraint("named <> ''", name="named"),
    CheckConstraint("board IN ('main', 'star', 'chinext', 'bse')", name="board"),
    UniqueConstraint("enterprise_id", "title", "version"),
    # Records joined as one enterprise's are few, and asked for whenever an enterprise is.
    Index(f"ix_{PREFIX}title_events_joined", "event", sqlite_where=_JOINED, postgresql_where=_JOINED),
)

# One row for each unit of work; each seal holds the one before it, so that they too form a chain. Those of before are
# over events alone and have no form; ``rows`` tells of each other table how many rows, and their first and last keys.
seals: Final = Table(
    f"{PREFIX}seals",
    METADATA,
    _key(),
    Column("unit", String(32), nullable=False),
    Column("events", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    _recorded_at(),
    Column("form", Integer),
    Column("rows", Text),
    Column("key_id", String(64)),
    Column("signature", String(128)),
    CheckConstraint("events >= 0", name="events"),
    UniqueConstraint("unit"),
)

# A row of a list that may or may not be an enterprise on record, as it was read, with its candidates; a person decides.
match_proposals: Final = _table(
    "match_proposals",
    Column("fingerprint", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("candidates", Text, nullable=False),
    Column("normalised", Text),
    Column("stem", Text),
    UniqueConstraint("fingerprint", "unit"),
    Index(None, "normalised"),
    Index(None, "stem"),
)

match_decisions: Final = _table(
    "match_decisions",
    Column("proposal_id", KEY, ForeignKey(f"{PREFIX}match_proposals.id"), nullable=False),
    _enterprise(),
    Column("decision", String(10), nullable=False),
    Column("told_by", Text),
    CheckConstraint("decision IN ('same', 'new')", name="decision"),
    UniqueConstraint("proposal_id"),
)

# An achievement has a key of its own, too. Its registration number is the surest sign of it; without one its name, the
# unit that completed it and the year.
achievements: Final = _table("achievements")

achievement_names: Final = _table(
    "achievement_names",
    _achievement(),
    Column("name", Text, nullable=False),
    Column("normalised", Text, nullable=False),
    Column("completed_by", Text),
    Column("completed_in", Integer),
    CheckConstraint("name <> '' AND normalised <> ''", name="written"),
    Index(None, "normalised"),
    Index(None, "achievement_id"),
)

achievement_registrations: Final = _table(
    "achievement_registrations",
    _achievement(),
    Column("number", Text, nullable=False),
    CheckConstraint("number <> ''", name="written"),
    UniqueConstraint("number", "unit"),
    Index(None, "achievement_id"),
)

# The statements on an achievement, member by member in the form of a file; the newest of a member counts.
achievement_statements: Final = _table(
    "achievement_statements",
    _achievement(),
    Column("member", String(30), nullable=False),
    Column("content", Text, nullable=False),
    Index(None, "achievement_id"),
)

achievement_observations: Final = _table(
    "achievement_observations",
    _achievement(),
    *_observation(),
    Index(None, "achievement_id"),
)

# Many to many; the newest row of an achievement, an enterprise and a role counts, and one that does not stand takes the
# earlier ones back.
achievement_relations: Final = _table(
    "achievement_relations",
    _achievement(),
    _enterprise(),
    Column("role", String(20), nullable=False),
    Column("since", Date),
    Column("produced_on", Date),
    Column("stands", Boolean(create_constraint=False), nullable=False),
    CheckConstraint("role IN ('completer', 'transferee', 'shares', 'licensee', 'producer')", name="role"),
    Index(None, "achievement_id"),
    Index(None, "enterprise_id"),
)

_OF_RIGHTS: Mapping[Kind, TypeEngine[Any]] = {
    Kind.CHOICE: String(20),
    Kind.DATE: Date(),
    Kind.FLAG: Boolean(create_constraint=False),
    Kind.MONEY: BigInteger(),
    Kind.RANK: BigInteger(),
}

# The rights a source listed of an enterprise, each by its place in the list. A list is stated whole: with the row at
# place 1 a new one of that source begins, and a row at place 0 says that there is no right at all.
ip_rights: Final = _table(
    "ip_rights",
    _enterprise(),
    Column("source", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("name", Text),
    Column("number", Text),
    *(Column(fact.key, _OF_RIGHTS[fact.kind]) for fact in RIGHT_ATTRIBUTES.values()),
    CheckConstraint("(place = 0 AND name IS NULL) OR (place > 0 AND name <> '')", name="listed"),
    Index(None, "enterprise_id"),
)

# A file that one unit of work brought in: what it was, whose words it was taken for, of how many enterprises and rows,
# and on which earlier imports it rests, where it said again what those had said. A review that was closed and rows that
# were settled are kept as lists of titles, what they are stands before the numbers they rest on. That one of them was
# taken back is a row of its own: from then on every reader passes over what its unit has written.
imports: Final = _table(
    "imports",
    Column("file", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("source", Text),
    Column("firms", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("rests_on", Text),
    CheckConstraint(
        "kind IN ('facts', 'titles', 'rights', 'dossier', 'achievement', 'template', 'ledger')", name="kind"
    ),
    CheckConstraint("file <> ''", name="file"),
)

import_withdrawals: Final = _table(
    "import_withdrawals",
    Column("import_id", KEY, ForeignKey(f"{PREFIX}imports.id"), nullable=False),
    Column("reason", Text),
    CheckConstraint("reason <> ''", name="reason"),
    UniqueConstraint("import_id"),
)

# What every reader sees: that something was brought in and taken back is not taken back with it.
LASTING: Final = frozenset({imports, import_withdrawals})

# The tables whose rows are sealed beside events, in the order a seal takes them; one made later goes to the end.
SEALED: Final = tuple(table for table in METADATA.tables.values() if "checksum" in table.c)
