"""A row of a list whose enterprise is not settled: kept with its candidates until a person confirms which it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from fractions import Fraction
from typing import Any

import attrs
from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.facts.datum import Datum, observed
from tiertrack.facts.identity import Identity
from tiertrack.intake.fact_list import FactRow
from tiertrack.intake.matching import Candidate, Resemblance
from tiertrack.intake.title_rows import TitleRow
from tiertrack.logic.finding import Value
from tiertrack.titles.event_members import from_plain, to_plain
from tiertrack.titles.events import MEMBERS, Event

# A row of a list of titles, or of one of facts.
ListRow = TitleRow | FactRow


@frozen
class Proposal:
    """A row of a list (``source``, ``place``), the enterprises it may be about, and that it was settled on, if any; or
    why it was not taken (``dismissed``).

    ``key`` is its number in the register, where it has been kept ``since`` an instant; 0 and None while it is not.
    """

    key: int
    row: ListRow
    candidates: tuple[Candidate, ...]
    settled: int | None = None
    dismissed: str | None = None
    since: dt.datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has said yet what becomes of it."""
        return self.settled is None and self.dismissed is None

    __repr__ = briefly

    @property
    def fingerprint(self) -> str:
        """The same for the same row of the same list, wherever it stands in it."""
        return row_fingerprint(self.row)

    @property
    def written(self) -> str:
        """What the row calls its enterprise."""
        return self.row.identity.name or "、".join(self.row.identity.identifiers)

    @property
    def source(self) -> str:
        """Whoever told us what the row says."""
        if isinstance(self.row, TitleRow):
            return self.row.event.told_by or ""
        return next((datum.source for datum in self.row.data if datum.source), "")


def row_fingerprint(row: ListRow) -> str:
    """The fingerprint of a row: of its enterprise and what it says, not of its place in the list."""
    members = json.loads(row_to_json(row))
    for beside in ("place", "line", "remarks"):
        members.pop(beside, None)
    return hashlib.sha256(json.dumps(members, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def row_to_json(row: ListRow) -> str:
    """The row as text that lasts."""
    if isinstance(row, FactRow):
        told = {"identity": attrs.asdict(row.identity), "data": [_datum_to_plain(datum) for datum in row.data]}
        return json.dumps({"line": row.line, "place": row.place, **told}, ensure_ascii=False, sort_keys=True)
    members = attrs.asdict(row, filter=lambda member, _value: member.name != "event")
    return json.dumps({**members, "event": to_plain(MEMBERS, row.event)}, ensure_ascii=False, sort_keys=True)


def _datum_to_plain(datum: Datum) -> list[Any]:
    value = [datum.value.numerator, datum.value.denominator] if isinstance(datum.value, Fraction) else datum.value
    return [datum.key, datum.year, value, datum.source]


def _datum_from_plain(plain: list[Any]) -> Datum:
    key, year, kept, source = plain
    value: Value = Fraction(*kept) if isinstance(kept, list) else kept
    return observed(key, year, value, source)


def candidates_to_json(candidates: tuple[Candidate, ...]) -> str:
    """The candidates as text that lasts."""
    return json.dumps(
        [attrs.asdict(candidate) | {"why": candidate.why.value} for candidate in candidates], ensure_ascii=False
    )


def proposal_from_parts(
    key: int, row: str, candidates: str, settled: int | None, dismissed: str | None, since: dt.datetime
) -> Proposal:
    """The proposal of what was kept of it."""
    found = (Candidate(**(members | {"why": Resemblance(members["why"])})) for members in json.loads(candidates))
    return Proposal(key, _row_from(json.loads(row)), tuple(found), settled, dismissed, since)


def _row_from(members: dict[str, Any]) -> ListRow:
    place, line, identity = members["place"], members["line"], Identity(**members["identity"])
    if "event" not in members:
        return FactRow(line=line, place=place, identity=identity, data=tuple(map(_datum_from_plain, members["data"])))
    event = Event(**from_plain(MEMBERS, members["event"]))
    # Rows kept before remarks were have none.
    remarks = tuple((heading, text) for heading, text in members.get("remarks", ()))
    former = tuple(members["former_names"])
    return TitleRow(place=place, line=line, identity=identity, former_names=former, event=event, remarks=remarks)
