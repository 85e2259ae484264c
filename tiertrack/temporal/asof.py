"""The two clocks of every question: the day something is true, and the instant by which we had learned it."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from tiertrack.errors import BadQuantity, Fault
from tiertrack.temporal.days import DayLike, as_day, end_of_day, reckoned


def known_instant(known_at: DayLike | None) -> dt.datetime | None:
    """The instant by which something was known: of a day alone its end in Beijing. Raises BadQuantity."""
    if known_at is None or isinstance(known_at, dt.datetime):
        return known_at
    return end_of_day(reckoned(as_day(known_at)))


@frozen
class AsOf:
    """``on`` is the day in the world; ``known_at`` an aware instant, or None for all that is known.

    A day may be its text in ISO 8601. One given for ``known_at`` is its end in Beijing: all that was learned on it was
    known. Raises BadQuantity for what is no day, and for a day or an instant outside the calendar that is reckoned
    with, and for an instant without a time zone.
    """

    on: dt.date = field(converter=as_day)
    known_at: dt.datetime | None = field(default=None, converter=known_instant)

    @on.validator
    def _reckoned(self, _attribute: object, day: dt.date) -> None:
        # The last day of all stands for “whenever” on the inside.
        if day != dt.date.max:
            reckoned(day)

    @known_at.validator
    def _aware(self, _attribute: object, instant: dt.datetime | None) -> None:
        if instant is None:
            return
        if instant.tzinfo is None:
            remedy = '请给带时区的时刻，如 datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))'
            raise BadQuantity(Fault("E317", "时刻没有写明时区", remedy, instant.isoformat(), "known_at"))
        reckoned(instant.date())

    def knew(self, recorded_at: dt.datetime | None) -> bool:
        """Whether something recorded at that instant was known; what carries no instant always was."""
        return self.known_at is None or recorded_at is None or recorded_at <= self.known_at


# The day and the instant of a question, or the day alone.
AsOfLike = AsOf | DayLike


def as_of(given: AsOfLike) -> AsOf:
    """The two clocks of a question; a day alone asks with all that is known. Raises BadQuantity."""
    return given if isinstance(given, AsOf) else AsOf(given)
