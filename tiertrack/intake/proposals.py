"""A row of a list whose enterprise is not settled: kept with its candidates until a person confirms which it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import attrs
from attrs import frozen

from tiertrack.facts.identity import Identity
from tiertrack.intake.matching import Candidate, Resemblance
from tiertrack.intake.title_list import TitleRow
from tiertrack.law.exchanges import Board
from tiertrack.titles.events import Event, EventKind, Reason

__all__ = ["Proposal", "candidates_to_json", "proposal_from_parts", "row_fingerprint", "row_to_json"]


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
    members.pop("place")
    members.pop("line")
    return hashlib.sha256(json.dumps(members, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def row_to_json(row: TitleRow) -> str:
    """The row as text that lasts."""
    members = attrs.asdict(row, value_serializer=_plain)
    for name in _SAID_LATER:
        if members["event"][name] is None:
            del members["event"][name]
    return json.dumps(members, ensure_ascii=False, sort_keys=True)


# Rows kept before events had these are the same rows now.
_SAID_LATER = ("product", "named", "board")


def candidates_to_json(candidates: tuple[Candidate, ...]) -> str:
    """The candidates as text that lasts."""
    return json.dumps([attrs.asdict(one, value_serializer=_plain) for one in candidates], ensure_ascii=False)


def proposal_from_parts(key: int, row: str, candidates: str, settled: int | None) -> Proposal:
    """The proposal of what was kept of it."""
    found = (Candidate(**(one | {"why": Resemblance(one["why"])})) for one in json.loads(candidates))
    return Proposal(key, _row(json.loads(row)), tuple(found), settled)


def _plain(_instance: object, _attribute: object, value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, EventKind | Reason | Board | Resemblance) else value


def _row(members: dict[str, Any]) -> TitleRow:
    event = members["event"]
    days = {name: dt.date.fromisoformat(event[name]) for name in ("on", "starts", "through", "until") if event[name]}
    reason = Reason(event["reason"]) if event["reason"] else None
    board = Board(event["board"]) if event.get("board") else None
    return TitleRow(
        place=members["place"],
        line=members["line"],
        identity=Identity(**members["identity"]),
        former_names=tuple(members["former_names"]),
        event=Event(**(event | days | {"kind": EventKind(event["kind"]), "reason": reason, "board": board})),
    )
