"""The imports on record as rows: what each of them wrote, what of others leans on that, and that one was taken back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Table

from tiertrack.import_reports import Import, ImportKind, Referring, Withdrawal, Written
from tiertrack.store.codec import Row, event_from_row
from tiertrack.store.joins import Joins
from tiertrack.store.row_places import table_label
from tiertrack.store.seals import ranges_of
from tiertrack.store.session import Session
from tiertrack.store.tables import (
    LASTING,
    PREFIX,
    SEALED,
    achievements,
    enterprises,
    import_withdrawals,
    imports,
    match_proposals,
    seals,
)
from tiertrack.titles.history import TakenBack

_ENTERPRISE, _ACHIEVEMENT, _PROPOSAL = "enterprise_id", "achievement_id", "proposal_id"
# The tables whose rows are about an enterprise, an achievement or a row that waits, by the column that says which.
_ABOUT: Mapping[str, tuple[Table, ...]] = {
    column: tuple(table for table in SEALED if column in table.c) for column in (_ENTERPRISE, _ACHIEVEMENT, _PROPOSAL)
}


def kept_imports(session: Session) -> tuple[Import, ...]:
    """Every import on record, in their order."""
    gone = {row["import_id"]: Withdrawal(row["recorded_at"], row["reason"]) for row in session.scan(import_withdrawals)}
    return tuple(_import(row, gone.get(row["id"])) for row in session.scan(imports))


def _import(row: Row, withdrawn: Withdrawal | None) -> Import:
    return Import(
        row["id"],
        row["recorded_at"],
        row["file"],
        ImportKind(row["kind"]),
        row["source"],
        row["firms"],
        row["rows"],
        tuple(json.loads(row["rests_on"] or "[]")),
        withdrawn,
    )


def unit_of(session: Session, number: int) -> str:
    """The unit of work that an import was."""
    ((_key, unit),) = session.rows(imports, ("id", "unit"), (number, number))
    return str(unit)


def written_by(session: Session, number: int) -> Written:
    """What an import wrote."""
    unit = unit_of(session, number)
    (seal,) = session.find(seals, unit=unit)
    ranges = ranges_of(seal["rows"])
    firms = {*session.told_of_in(unit)} if seal["events"] else set[int]()
    first: dict[Table, frozenset[int]] = {}
    rows = seal["events"]
    for table in SEALED:
        count, *ends = ranges.get(table.name.removeprefix(PREFIX), (0, 0, 0))
        if not count or table in LASTING:
            continue
        rows += count
        owner = _ENTERPRISE if _ENTERPRISE in table.c else "id"
        keys = [key for of, key in session.rows(table, ("unit", owner), (ends[0], ends[1])) if of == unit]
        if owner == _ENTERPRISE:
            firms.update(keys)
        first[table] = frozenset(keys)
    fresh = first.get(enterprises, frozenset())
    return Written(
        tuple(sorted(firms | fresh)),
        fresh,
        first.get(achievements, frozenset()),
        first.get(match_proposals, frozenset()),
        rows,
    )


def referring(session: Session, written: Written, joins: Joins) -> Iterator[Referring]:
    """What others have written about what an import was the first to name, as read without it."""
    named = {_ENTERPRISE: written.fresh, _ACHIEVEMENT: written.achievements, _PROPOSAL: written.proposals}
    for column, keys in named.items():
        about = column.removesuffix("_id")
        for table in _ABOUT[column] if keys else ():
            owners = {row[column] for row in session.find(table, **{column: sorted(keys)})}
            yield from (Referring(about, key, table_label(table)) for key in sorted(owners))
    if written.fresh:
        told = {row.enterprise_id for row in session.events(sorted(written.fresh))}
        joined = {joining.record for _event, joining in joins.joined.values()} & written.fresh
        yield from (Referring("enterprise", key, "事项") for key in sorted(told))
        yield from (Referring("enterprise", key, "并入它的另一份登记") for key in sorted(joined))
        yield from _proposed_for(session, written.fresh)


def _proposed_for(session: Session, fresh: Collection[int]) -> Iterator[Referring]:
    for row in session.scan(match_proposals):
        named = {candidate["enterprise"] for candidate in json.loads(row["candidates"])}
        yield from (Referring("enterprise", key, f"待确认 {row['id']}") for key in sorted(named & set(fresh)))


def resting_on(session: Session, instants: Collection[dt.datetime]) -> str | None:
    """Which imports on record were known from one of these instants, as the row of another keeps it; None where none
    was."""
    if not instants:
        return None
    found = [one.number for one in kept_imports(session) if one.at in instants and not one.withdrawn]
    return json.dumps(found) if found else None


def taken_back(session: Session, records: Sequence[int], gone: Collection[str]) -> Iterator[TakenBack]:
    """The events of some records that came with imports that were taken back, by their units."""
    rows = [row for row in session.events(records) if row.unit in gone]
    if rows:
        kept = {one.number: one for one in kept_imports(session)}
        number = {unit: key for key, unit in session.rows(imports, ("id", "unit"), (min(kept), max(kept)))}
        for row in rows:
            withdrawal = kept[number[row.unit]].withdrawn
            if withdrawal is not None:
                yield TakenBack(event_from_row(row), number[row.unit], withdrawal.at, withdrawal.reason)
