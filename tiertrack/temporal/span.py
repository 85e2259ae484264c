"""A while ahead: so many days, or so many months by the calendar."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen, validators

from tiertrack.errors import BadQuantity, Fault
from tiertrack.temporal.days import LAST_DAY
from tiertrack.temporal.years import months_after


@frozen
class Span:
    """So many ``days``, and before them so many ``months`` by the calendar; neither is negative."""

    days: int = field(default=0, validator=validators.ge(0))
    months: int = field(default=0, validator=validators.ge(0))

    @classmethod
    def of(cls, length: dt.timedelta) -> Span:
        """The span of so many whole days; raises BadQuantity where they are negative."""
        if length.days < 0:
            raise BadQuantity(Fault("E711", "时间跨度为负，只往后看", "请写往后多久，如 90 天", f"{length.days} 天"))
        return cls(days=length.days)

    def after(self, day: dt.date) -> dt.date:
        """The day it reaches to from ``day``, no later than the last of the calendar reckoned with."""
        if self.months > 12 * (LAST_DAY.year - day.year):
            return LAST_DAY
        reached = months_after(day, self.months) if self.months else day
        return LAST_DAY if self.days > (LAST_DAY - reached).days else reached + dt.timedelta(days=self.days)
