"""The queries of an import of a published list, for a thousand rows at a time, and its proposals as rows.

A row that is not taken is said so by an event of an enterprise it may be about: the first one it was proposed for.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from tiertrack.batches import batches
from tiertrack.facts.identity import normalise_name, simplified_name
from tiertrack.intake.matching import KnownName, Lookup, stem
from tiertrack.intake.proposals import Proposal, candidates_to_json, proposal_from_parts, row_to_json
from tiertrack.law.event_kinds import EventKind
from tiertrack.store.codec import Row, event_from_row
from tiertrack.store.joins import Joins
from tiertrack.store.session import Session
from tiertrack.store.tables import enterprise_codes, enterprise_names, match_decisions, match_proposals
from tiertrack.titles.dismissal import Dismissal

# How many enterprises are looked at at a time.
_CHUNK = 1000


def looked_up(session: Session, names: Collection[str], codes: Collection[str], joins: Joins) -> Lookup:
    """What is known of these names (written alike, in simplified characters as well, or of one stem) and of these
    codes."""
    names = {*names, *map(simplified_name, names)}
    alike = session.find(enterprise_names, normalised=sorted({normalise_name(name) for name in names}))
    related = session.find(enterprise_names, stem=sorted({stem(name) for name in names} - {""}))
    by_code = {row["code"]: row["enterprise_id"] for row in session.find(enterprise_codes, code=sorted(codes))}
    owners = sorted({row["enterprise_id"] for row in (*alike, *related)} | set(by_code.values()))
    known = _known_names(session.find(enterprise_names, enterprise_id=owners), joins)
    coded = session.find(enterprise_codes, enterprise_id=owners, kind="uscc")
    # Of an enterprise of several records the head's own code counts.
    heads_last = sorted(coded, key=lambda row: joins.head(row["enterprise_id"]) == row["enterprise_id"])
    return Lookup(
        codes={code: joins.head(owner) for code, owner in by_code.items()},
        names=_grouped((row["normalised"], known[row["id"]]) for row in alike),
        stems=_grouped((row["stem"], known[row["id"]]) for row in related),
        credit_codes={joins.head(row["enterprise_id"]): row["code"] for row in heads_last},
    )


def _known_names(rows: Iterable[Row], joins: Joins) -> dict[int, KnownName]:
    """Each name with the days it was borne: a full name ends where the next one with a day of its own begins, at once
    where that was put right from the same day."""
    by_owner: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_owner[row["enterprise_id"]].append(row)
    return {
        row["id"]: KnownName(joins.head(owner), row["name"], row["valid_from"], _given_up(row, owned))
        for owner, owned in by_owner.items()
        for row in owned
    }


def _given_up(row: Row, owned: Iterable[Row]) -> dt.date | None:
    if row["kind"] == "short":
        return None
    since = row["valid_from"] or dt.date.min
    others = (other for other in owned if other["kind"] == "full" and other["normalised"] != row["normalised"])
    days = ((other["valid_from"], other["id"]) for other in others)
    later = (day for day, key in days if day is not None and (day > since or (day == since and key > row["id"])))
    return min(later, default=None)


def _grouped(pairs: Iterable[tuple[str, KnownName]]) -> dict[str, tuple[KnownName, ...]]:
    grouped: dict[str, list[KnownName]] = defaultdict(list)
    for key, name in pairs:
        grouped[key].append(name)
    return {key: tuple(names) for key, names in grouped.items()}


def kept_proposals(session: Session, names: Collection[str] | None = None) -> Iterator[Proposal]:
    """Every proposal in order of arrival, with what was said of it; only those called alike where ``names`` are
    given."""
    if names is None:
        rows: Sequence[Row] = [*session.scan(match_proposals)]
        decisions: Iterable[Row] = session.scan(match_decisions)
    else:
        # Whoever is called alike has the same trade name, where there is one.
        alike = session.find(
            match_proposals, normalised=sorted({normalise_name(name) for name in names if not stem(name)})
        )
        related = session.find(match_proposals, stem=sorted({stem(name) for name in names} - {""}))
        rows = [row for _key, row in sorted({row["id"]: row for row in (*alike, *related)}.items())]
        decisions = session.find(match_decisions, proposal_id=[row["id"] for row in rows])
    yield from _proposals(session, rows, decisions)


def _proposals(session: Session, rows: Sequence[Row], decisions: Iterable[Row]) -> Iterator[Proposal]:
    on = {row["proposal_id"]: row["enterprise_id"] for row in decisions}
    # A row that was settled anew was kept once more, for that decision alone.
    first = {row["fingerprint"]: row for row in reversed(rows)}
    settled = {first[row["fingerprint"]]["id"]: on[row["id"]] for row in rows if row["id"] in on}
    kept = [row for row in rows if first[row["fingerprint"]] is row]
    dismissed = _dismissed(session, [row for row in kept if row["id"] not in settled])
    for row in kept:
        key = row["id"]
        said = settled.get(key), dismissed.get(key), row["recorded_at"]
        yield proposal_from_parts(key, row["row"], row["candidates"], *said)


def _dismissed(session: Session, rows: Iterable[Row]) -> dict[int, str]:
    """Of the rows that were not taken, why."""
    found: dict[int, str] = {}
    for records in batches(sorted({record for row in rows for record in _told_of(session, row)}), _CHUNK):
        for event in session.events(records):
            if event.event == EventKind.VOIDED.value and (said := Dismissal.of(event_from_row(event))) is not None:
                found[said.proposal] = said.why
    return found


def dismissing_record(session: Session, proposal: int) -> int | None:
    """The record of which an event says that a proposal is not taken; None where it was proposed for none."""
    (row,) = session.find(match_proposals, id=proposal)
    return next(iter(_told_of(session, row)), None)


def _told_of(session: Session, row: Row) -> Sequence[int]:
    """The records of which an event may say that a row is not taken: the first it was proposed for, or, where only
    provisional numbers were kept of those, whatever is called alike."""
    kept = [candidate["enterprise"] for candidate in json.loads(row["candidates"])]
    known = next((record for record in kept if record > 0), None)
    if known is not None:
        return (known,)
    key = {"stem": row["stem"]} if row["stem"] else {"normalised": row["normalised"]}
    return sorted({name["enterprise_id"] for name in session.find(enterprise_names, **key)})


def already_proposed(session: Session, proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Those of some rows that were kept before, with what was said of them."""
    rows = session.find(match_proposals, fingerprint=sorted({proposal.fingerprint for proposal in proposals}))
    return tuple(_proposals(session, rows, session.find(match_decisions, proposal_id=[row["id"] for row in rows])))


def proposal_rows(proposals: Iterable[Proposal]) -> list[Row]:
    """The rows of proposals."""
    wanted = {proposal.fingerprint: proposal for proposal in proposals}
    return [
        {
            "fingerprint": fingerprint,
            "source": proposal.source,
            "place": proposal.row.place,
            "normalised": normalise_name(proposal.written),
            "stem": stem(proposal.written),
            "row": row_to_json(proposal.row),
            "candidates": candidates_to_json(proposal.candidates),
        }
        for fingerprint, proposal in wanted.items()
    ]
