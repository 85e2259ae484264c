"""The two clocks of every question: the day something is true, and the instant by which we had learned it."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen


@frozen
class AsOf:
    """``on`` is the day in the world; ``known_at`` an aware instant, or None for all that is known."""

    on: dt.date
    known_at: dt.datetime | None = field(default=None)

    @known_at.validator
    def _aware(self, _attribute: object, instant: dt.datetime | None) -> None:
        if instant is not None and instant.tzinfo is None:
            raise ValueError(f"时刻 {instant} 没有写明时区")

    def knew(self, recorded_at: dt.datetime | None) -> bool:
        """Whether something recorded at that instant was known; what carries no instant always was."""
        return self.known_at is None or recorded_at is None or recorded_at <= self.known_at
