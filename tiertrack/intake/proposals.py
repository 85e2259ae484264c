"""A row of a list whose enterprise is not settled: kept with its candidates until a person confirms which it is."""

from __future__ import annotations

import hashlib
import json

import attrs
from attrs import frozen

from tiertrack.facts.identity import Identity
from tiertrack.intake.matching import Candidate, Resemblance
from tiertrack.intake.title_rows import TitleRow
from tiertrack.titles.event_members import from_plain, to_plain
from tiertrack.titles.events import MEMBERS, Event


@frozen
class Proposal:
    """A row of a list (``source``, ``place``), the enterprises it may be about, and that it was settled on, if any.

    ``key`` is its number in the register; 0 while it is not yet kept.
    """

    key: int
    row: TitleRow
    candidates: tuple[Candidate, ...]
    settled: int | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same row of the same list, wherever it stands in it."""
        return row_fingerprint(self.row)


def row_fingerprint(row: TitleRow) -> str:
    """The fingerprint of a row: of its enterprise and its event, not of its place in the list."""
    members = json.loads(row_to_json(row))
    for beside in ("place", "line", "remarks"):
        members.pop(beside, None)
    return hashlib.sha256(json.dumps(members, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def row_to_json(row: TitleRow) -> str:
    """The row as text that lasts."""
    members = attrs.asdict(row, filter=lambda member, _value: member.name != "event")
    return json.dumps({**members, "event": to_plain(MEMBERS, row.event)}, ensure_ascii=False, sort_keys=True)


def candidates_to_json(candidates: tuple[Candidate, ...]) -> str:
    """The candidates as text that lasts."""
    return json.dumps(
        [attrs.asdict(candidate) | {"why": candidate.why.value} for candidate in candidates], ensure_ascii=False
    )


def proposal_from_parts(key: int, row: str, candidates: str, settled: int | None) -> Proposal:
    """The proposal of what was kept of it."""
    members = json.loads(row)
    kept = TitleRow(
        place=members["place"],
        line=members["line"],
        identity=Identity(**members["identity"]),
        former_names=tuple(members["former_names"]),
        event=Event(**from_plain(MEMBERS, members["event"])),
        # Rows kept before remarks were have none.
        remarks=tuple((heading, text) for heading, text in members.get("remarks", ())),
    )
    found = (Candidate(**(members | {"why": Resemblance(members["why"])})) for members in json.loads(candidates))
    return Proposal(key, kept, tuple(found), settled)
