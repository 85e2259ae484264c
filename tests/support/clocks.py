"""A clock that stands where it is put."""

from __future__ import annotations

import datetime as dt

import attrs

__all__ = ["SetClock"]


@attrs.define
class SetClock:
    """Shows the instant it was put at."""

    instant: dt.datetime = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.instant
