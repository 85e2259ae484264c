"""Values that hold one after another: a timeline refuses two values for one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Generic, TypeVar

from tiertrack.temporal.period import Period

_Held = TypeVar("_Held")


class Timeline(Generic[_Held]):
    """Dated values in order of time; raises ValueError where two periods overlap."""

    def __init__(self, entries: Iterable[tuple[Period, _Held]]) -> None:
        self._entries = sorted(entries, key=lambda entry: entry[0].start or dt.date.min)
        for (earlier, _), (later, _) in pairwise(self._entries):
            if earlier.overlaps(later):
                raise ValueError(f"期间重叠：{earlier.start}—{earlier.last} 与 {later.start}—{later.last}")

    def __iter__(self) -> Iterator[tuple[Period, _Held]]:
        return iter(self._entries)

    def on(self, day: dt.date) -> _Held | None:
        """The value that holds on ``day``, None where there is none."""
        return next((held for period, held in self._entries if day in period), None)
