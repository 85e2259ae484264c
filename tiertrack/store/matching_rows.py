"""The queries of an import of a published list, for a thousand rows at a time, and its proposals as rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from tiertrack.facts.identity import normalise_name
from tiertrack.intake.matching import KnownName, Lookup, stem
from tiertrack.intake.proposals import Proposal, candidates_to_json, proposal_from_parts, row_to_json
from tiertrack.store.codec import Row
from tiertrack.store.joins import Joins
from tiertrack.store.session import Session
from tiertrack.store.tables import enterprise_codes, enterprise_names, match_decisions, match_proposals


def looked_up(session: Session, names: Collection[str], codes: Collection[str], joins: Joins) -> Lookup:
    """What is known of these names (written alike, or of one stem) and of these codes."""
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
    """Each name with the days it was borne: a full name ends where the next one with a day of its own begins."""
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
    days = (other["valid_from"] for other in others)
    return min((day for day in days if day is not None and day > since), default=None)


def _grouped(pairs: Iterable[tuple[str, KnownName]]) -> dict[str, tuple[KnownName, ...]]:
    grouped: dict[str, list[KnownName]] = defaultdict(list)
    for key, name in pairs:
        grouped[key].append(name)
    return {key: tuple(names) for key, names in grouped.items()}


def kept_proposals(session: Session, names: Collection[str] | None = None) -> Iterator[Proposal]:
    """Every proposal in order of arrival, with the enterprise it was settled on; only those called alike where
    ``names`` are given."""
    rows: Iterable[Row] = session.scan(match_proposals)
    if names is not None:
        # Whoever is called alike has the same trade name, where there is one.
        alike = session.find(
            match_proposals, normalised=sorted({normalise_name(name) for name in names if not stem(name)})
        )
        related = session.find(match_proposals, stem=sorted({stem(name) for name in names} - {""}))
        rows = [row for _key, row in sorted({row["id"]: row for row in (*alike, *related)}.items())]
        keys = [row["id"] for row in rows]
        decisions: Iterable[Row] = session.find(match_decisions, proposal_id=keys)
    else:
        decisions = session.scan(match_decisions)
    settled = {row["proposal_id"]: row["enterprise_id"] for row in decisions}
    for row in rows:
        yield proposal_from_parts(row["id"], row["row"], row["candidates"], settled.get(row["id"]))


def new_proposals(session: Session, proposals: Iterable[Proposal]) -> list[Row]:
    """The rows of the proposals not yet kept."""
    wanted = {proposal.fingerprint: proposal for proposal in proposals}
    for row in session.find(match_proposals, fingerprint=sorted(wanted)):
        del wanted[row["fingerprint"]]
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
