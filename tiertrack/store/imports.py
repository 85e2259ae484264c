"""The imports on record as rows: what each of them wrote, what of others leans on that, and that one was taken back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from sqlalchemy import Table

from tiertrack.import_reports import EVENT, JOINED, Import, ImportKind, Referring, Withdrawal, Written
from tiertrack.law.event_kinds import EventKind
from tiertrack.store.codec import EventRow, Row, event_from_row
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
    fact_observations,
    import_withdrawals,
    imports,
    match_decisions,
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
    rests_on = json.loads(row["rests_on"] or "[]")
    # What is no file has its own kind beside what it rests on.
    ((kind, numbers),) = rests_on.items() if isinstance(rests_on, dict) else [(row["kind"], rests_on)]
    told = row["file"], ImportKind(kind), row["source"], row["firms"], row["rows"]
    return Import(row["id"], row["recorded_at"], *told, tuple(numbers), withdrawn)


def import_row(session: Session, kind: ImportKind, rested: Collection[dt.datetime]) -> Row:
    """The columns of an import that say what kind it is, and on which imports on record, those known from one of these
    instants, it rests. What is no file is a list of titles to the rules of the table."""
    numbers = [one.number for one in kept_imports(session) if one.at in rested and not one.withdrawn] if rested else []
    if kind.is_file:
        return {"kind": kind.value, "rests_on": json.dumps(numbers) if numbers else None}
    return {"kind": ImportKind.TITLES.value, "rests_on": json.dumps({kind.value: numbers})}


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
    """What others have written about what an import was the first to name, as read without it; what was voided says
    nothing any more."""
    number = {one.at: one.number for one in kept_imports(session) if one.withdrawn is None}.get
    proposals = _with_kept_again(session, written.proposals)
    named = {_ENTERPRISE: written.fresh, _ACHIEVEMENT: written.achievements, _PROPOSAL: proposals.keys()}
    for column, keys in named.items():
        about = column.removesuffix("_id")
        for table in _ABOUT[column] if keys else ():
            for row in session.find(table, **{column: sorted(keys)}):
                by = number(row["recorded_at"])
                if table is not match_decisions or by is not None or _still_says(session, row["id"]):
                    key = proposals[row[column]] if column == _PROPOSAL else row[column]
                    yield Referring(about, key, table_label(table), by)
    if written.fresh:
        for event in _standing(session.events(sorted(written.fresh))):
            what = JOINED if event.event == EventKind.JOINED.value else EVENT
            at = dt.datetime.fromisoformat(event.recorded_at)
            yield Referring("enterprise", event.enterprise_id, what, number(at))
        joined = {joining.record for _event, joining in joins.joined.values()} & written.fresh
        yield from (Referring("enterprise", key, JOINED) for key in sorted(joined))
        yield from _proposed_for(session, written.fresh, number)


def _proposed_for(
    session: Session, fresh: Collection[int], number: Callable[[dt.datetime], int | None]
) -> Iterator[Referring]:
    for row in session.scan(match_proposals):
        named = {candidate["enterprise"] for candidate in json.loads(row["candidates"])}
        for key in sorted(named & set(fresh)):
            yield Referring("enterprise", key, f"待确认 {row['id']}", number(row["recorded_at"]))


def _with_kept_again(session: Session, proposals: Collection[int]) -> Mapping[int, int]:
    """The rows of lists that an import left waiting, and what was kept of them once more for a later decision: to each
    the one of the import."""
    if not proposals:
        return {}
    rows = session.rows(match_proposals, ("id", "fingerprint"), (min(proposals), max(proposals)))
    first = {fingerprint: key for key, fingerprint in rows if key in proposals}
    again = session.find(match_proposals, fingerprint=sorted(first))
    return {**{key: key for key in proposals}, **{row["id"]: first[row["fingerprint"]] for row in again}}


def _standing(rows: Sequence[EventRow]) -> list[EventRow]:
    """Of all the events of some records, those that were neither put right nor voided."""
    undone = {(row.enterprise_id, row.title, row.corrects) for row in rows if row.corrects is not None}
    return [
        row
        for row in rows
        if (row.enterprise_id, row.title, row.version) not in undone and row.event != EventKind.VOIDED.value
    ]


def _still_says(session: Session, decision: int) -> bool:
    """Whether anything stands of what was recorded when rows that waited were settled in a version that did not keep
    that as a unit to be taken back: an enterprise that is new, facts or an event."""
    ((_key, unit),) = session.rows(match_decisions, ("id", "unit"), (decision, decision))
    ranges = [ranges_of(seal["rows"]) for seal in session.find(seals, unit=unit)]
    lasting = {table.name.removeprefix(PREFIX) for table in (enterprises, fact_observations)}
    if not ranges or lasting & ranges[0].keys():
        return True
    return any(row.unit == unit for row in _standing(session.events(session.told_of_in(unit))))


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
