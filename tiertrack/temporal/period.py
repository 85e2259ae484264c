"""Half-open periods of days: the first day belongs to the period, the day it ends on does not."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from tiertrack.errors import BadQuantity, Fault
from tiertrack.temporal.days import DayLike, as_day

_DAY = dt.timedelta(days=1)


def _bound(given: DayLike | None) -> dt.date | None:
    # Nearly all are days already, and folding the events of a title makes many periods.
    return given if given is None or type(given) is dt.date else as_day(given)


@frozen
class Period:
    """The days from ``start`` up to but not including ``end``; open where a bound is None.

    A day may be its text in ISO 8601. Raises BadQuantity for what is no day, and where there is no day in between.
    """

    start: dt.date | None = field(default=None, converter=_bound)
    end: dt.date | None = field(default=None, converter=_bound)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            given = f"{self.start} 至 {self.end}"
            raise BadQuantity(Fault("E323", "期间的终点须晚于起点", "请核对两个日期，终点是期间之后的第一日", given))

    @classmethod
    def through(cls, start: dt.date | None, last: dt.date | None) -> Period:
        """The period whose last day is ``last``, as a certificate prints it; open where that is the calendar's own."""
        return cls(start, None if last in (None, dt.date.max) else last + _DAY)

    @property
    def last(self) -> dt.date | None:
        """The last day that belongs to the period; None where it is open."""
        return None if self.end is None else self.end - _DAY

    def __contains__(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether some day belongs to both."""
        return _before(self.start, other.end) and _before(other.start, self.end)


def _before(start: dt.date | None, end: dt.date | None) -> bool:
    return start is None or end is None or start < end
