"""Achievements in the register: matched with those on record, kept member by member, read back as they were known.

A statement is one member of an achievement in the form of a file; the newest statement of a member counts.
Facts are observations, as of an enterprise, and the relations with enterprises rows of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from tiertrack.errors import Fault, StoreError
from tiertrack.facts.achievement import Achievement, Party, Relation, Role
from tiertrack.facts.achievement_file import MEMBER, achievement_from, achievement_members
from tiertrack.facts.construction import changed, unchecked
from tiertrack.facts.identity import normalise_name
from tiertrack.register_reports import Change
from tiertrack.store.codec import Row, datum_from_row
from tiertrack.store.session import Session
from tiertrack.store.tables import (
    achievement_names,
    achievement_observations,
    achievement_registrations,
    achievement_relations,
    achievement_statements,
)
from tiertrack.temporal import AsOf

# Kept in tables of their own.
_APART = (MEMBER, "registration", "relations", "facts", "facts_order", "on_record")
# Marks a list of relations that is complete; the relations themselves are rows.
_COMPLETE = "relations"

# The names and codes of enterprises, by their records.
Named = Callable[[Collection[int]], Mapping[int, Party]]


# Identity.


def find_achievement(session: Session, identifier: str) -> int:
    """The key of the achievement with this registration number or name; ``RegisterReader`` says more."""
    by_number = session.find(achievement_registrations, number=identifier.strip())
    rows = by_number or session.find(achievement_names, normalised=normalise_name(identifier))
    found = {row["achievement_id"] for row in rows}
    if len(found) > 1:
        raise StoreError(Fault("E614", f"登记库里有 {len(found)} 项成果叫这个名称", "请改用登记号", identifier))
    for key in found:
        return int(key)
    remedy = "请核对名称或登记号，或先用 tiertrack import 导入成果档案"
    raise StoreError(Fault("E613", "登记库里没有这项成果", remedy, identifier))


def matching_achievement(session: Session, achievement: Achievement) -> int | None:
    """The key of the achievement on record that this is, None where it is a new one; ``RegisterReader`` says more."""
    number = achievement.registration
    for row in session.find(achievement_registrations, number=number) if number else ():
        return int(row["achievement_id"])
    rows = session.find(achievement_names, normalised=normalise_name(achievement.name))
    found = {int(row["achievement_id"]) for row in rows if _may_be(achievement, row)}
    if number:
        numbered = session.find(achievement_registrations, achievement_id=sorted(found))
        found -= {int(row["achievement_id"]) for row in numbered}
    if len(found) > 1:
        what = f"登记库里有 {len(found)} 项成果对得上"
        raise StoreError(Fault("E614", what, "请写登记号，或写明完成单位和完成年份", achievement.name))
    return next(iter(found), None)


def _may_be(achievement: Achievement, row: Row) -> bool:
    unit = normalise_name(achievement.unit) if achievement.unit else None
    pairs = ((unit, _completing(row)), (achievement.completed_in, row["completed_in"]))
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _completing(row: Row) -> str | None:
    """The key of the unit that completed an achievement; kept by an older software, it is brought to that of today."""
    return row["completed_by"] and normalise_name(row["completed_by"])


# The rows to add of an achievement; none where it is on record already.


def identity_rows(session: Session, key: int, achievement: Achievement) -> Iterator[tuple[Any, Row]]:
    """The tables and rows of a name and a number not yet on record; raises StoreError where the number is another's."""
    unit = normalise_name(achievement.unit) if achievement.unit else None
    stated = {
        "completed_by": unit,
        "completed_in": achievement.completed_in,
        "normalised": normalise_name(achievement.name),
    }
    if not any(_covers(row, stated) for row in session.find(achievement_names, achievement_id=key)[-1:]):
        yield achievement_names, {"achievement_id": key, "name": achievement.name, **stated}
    number = achievement.registration
    if number and not session.find(achievement_registrations, number=number):
        yield achievement_registrations, {"achievement_id": key, "number": number}


def _covers(row: Row, stated: dict[str, Any]) -> bool:
    known = {**row, "completed_by": _completing(row)}
    return all(value is None or known[name] == value for name, value in stated.items())


def statement_rows(session: Session, key: int, achievement: Achievement) -> Iterator[tuple[Change, Row]]:
    """The row of each statement, and whether it is new."""
    last = {row["member"]: row["content"] for row in session.find(achievement_statements, achievement_id=key)}
    members = achievement_members(achievement)
    stated = {member: value for member, value in members.items() if member not in _APART}
    if achievement.relations is not None:
        stated[_COMPLETE] = []
    for member, value in stated.items():
        content = json.dumps(value, ensure_ascii=False, sort_keys=True)
        yield Change.of(last.get(member), content), {"achievement_id": key, "member": member, "content": content}


def relation_row(key: int, enterprise: int, relation: Relation) -> Row:
    """The row of the relation of an enterprise to an achievement."""
    days = {"since": relation.since, "produced_on": relation.produced_on}
    return {**_relation(key, enterprise, relation.role), **days, "stands": True}


def withdrawn_row(key: int, enterprise: int, role: Role) -> Row:
    """The row that withdraws the relation of an enterprise to an achievement."""
    return {**_relation(key, enterprise, role), "since": None, "produced_on": None, "stands": False}


def last_relation(session: Session, key: int, records: Sequence[int], role: Role) -> Row | None:
    """The last row on record of an achievement, the records of an enterprise, and a role."""
    rows = session.find(achievement_relations, achievement_id=key, enterprise_id=[*records], role=role.value)
    return next(reversed(rows), None)


def _relation(key: int, enterprise: int, role: Role) -> dict[str, Any]:
    return {"achievement_id": key, "enterprise_id": enterprise, "role": role.value}


# Reading.


def stored_achievement(session: Session, key: int, asof: AsOf, named: Named) -> Achievement:
    """An achievement as it was known; ``named`` gives the names and codes of enterprises."""
    return _stored(session, [key], asof, named)[key]


def _stored(session: Session, keys: Sequence[int], asof: AsOf, named: Named) -> Mapping[int, Achievement]:
    """Several achievements as they were known, in a few queries for all of them."""
    known = {table: _by_achievement(session, table, keys, asof) for table in _STATED}
    parties = named({row["enterprise_id"] for rows in known[achievement_relations].values() for row in rows})
    return {key: _achievement(key, {table: rows[key] for table, rows in known.items()}, parties) for key in keys}


_STATED = (
    achievement_names,
    achievement_registrations,
    achievement_statements,
    achievement_observations,
    achievement_relations,
)


def _by_achievement(session: Session, table: Table, keys: Sequence[int], asof: AsOf) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = {key: [] for key in keys}
    for row in _known(session.find(table, achievement_id=[*keys]), asof):
        found[row["achievement_id"]].append(row)
    return found


def _achievement(key: int, known: Mapping[Table, list[Row]], parties: Mapping[int, Party]) -> Achievement:
    names, numbers = known[achievement_names], known[achievement_registrations]
    stated = {row["member"]: row["content"] for row in known[achievement_statements]}
    whole = stated.pop(_COMPLETE, None) is not None
    content = {
        MEMBER: names[-1]["name"] if names else str(key),
        "registration": numbers[-1]["number"] if numbers else None,
        **{member: json.loads(text) for member, text in stated.items()},
    }
    data = tuple(map(datum_from_row, known[achievement_observations]))
    relations = tuple(_standing_relations(known[achievement_relations], parties))
    return changed(
        achievement_from(content, f"登记库 {content[MEMBER]}"),
        relations=relations if whole or relations else None,
        data=data,
        on_record=True,
    )


def _standing_relations(rows: Iterable[Row], parties: Mapping[int, Party]) -> Iterator[Relation]:
    # Records that were joined are one party, whose last row counts.
    last = {(parties[row["enterprise_id"]], row["role"]): row for row in rows}
    for (party, role), row in last.items():
        if row["stands"]:
            yield unchecked(Relation, party, Role(role), row["since"], row["produced_on"])


def produced_by(
    session: Session, families: Mapping[int, Sequence[int]], asof: AsOf, named: Named
) -> Mapping[int, tuple[Achievement, ...]]:
    """The achievements that enterprises, each with its records, have to do with, as known; one of which none is on
    record is not there, which leaves it open."""
    heads = {record: head for head, records in families.items() for record in records}
    last: dict[int, dict[tuple[int, str], Row]] = {}
    for row in _known(session.find(achievement_relations, enterprise_id=[*heads]), asof):
        last.setdefault(heads[row["enterprise_id"]], {})[row["achievement_id"], row["role"]] = row
    keys = {
        head: [*dict.fromkeys(key for (key, _role), row in rows.items() if row["stands"])]
        for head, rows in last.items()
    }
    stored = _stored(session, sorted({key for own in keys.values() for key in own}), asof, named) if last else {}
    return {head: tuple(stored[key] for key in own) for head, own in keys.items() if own}


def all_known(session: Session) -> tuple[str, ...]:
    """The last name of every achievement, in the order they came."""
    return tuple({row["achievement_id"]: row["name"] for row in session.scan(achievement_names)}.values())


def _known(rows: Iterable[Row], asof: AsOf) -> list[Row]:
    return [row for row in rows if asof.knew(row["recorded_at"])]
