"""Members that several answers have in common, as plain data for JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import attrs

from tiertrack.logic.finding import Observed
from tiertrack.rules.edition import Edition
from tiertrack.temporal import AsOf


def iso(day: dt.date | None) -> str | None:
    """A day or an instant as JSON has it."""
    return day.isoformat() if day else None


def moment_members(asof: AsOf) -> dict[str, str | None]:
    """The day asked about and the instant it was known at."""
    return {"on": asof.on.isoformat(), "known_at": iso(asof.known_at)}


def edition_members(edition: Edition, on: dt.date | None = None) -> dict[str, str]:
    """An edition by its key, digest and citation: the documents there were on a day, or all of them."""
    cited = edition.citations if on is None else edition.citations_on(on)
    return {"key": edition.key, "digest": edition.digest, "citation": cited}


def members_of(value: Any) -> dict[str, Any]:
    """The members of an attrs value by their names, with a list wherever it has a tuple."""
    return {member: _plain(part) for member, part in attrs.asdict(value).items()}


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {member: _plain(part) for member, part in data.items()}
    if isinstance(data, dt.date):
        return data.isoformat()
    return [_plain(part) for part in data] if isinstance(data, tuple | list) else data


def fact_keys(facts: Iterable[Observed]) -> list[str]:
    """The keys of facts with their years."""
    return [fact.key for fact in facts]
