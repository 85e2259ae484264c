"""One observation of one fact, with its source and the instant it was recorded."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.logic.finding import Value


def value_key(key: str, year: int | None) -> str:
    """The key of a value: ``revenue:2025`` for a yearly fact, else the fact's own."""
    return key if year is None else f"{key}:{year}"


@frozen
class Datum:
    """One observation of one fact. A later one from the same source corrects it; another source stands beside it."""

    key: str
    year: int | None
    value: Value
    source: str | None = None
    recorded_at: dt.datetime | None = None

    __repr__ = briefly
