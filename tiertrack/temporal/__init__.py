"""Half-open periods, dated timelines, the two clocks and the fiscal year."""

from tiertrack.temporal.asof import AsOf
from tiertrack.temporal.period import Period
from tiertrack.temporal.timeline import Timeline
from tiertrack.temporal.years import months_after, years_after, years_before, years_before_end_of_last_year

__all__ = [
    "AsOf",
    "Period",
    "Timeline",
    "months_after",
    "years_after",
    "years_before",
    "years_before_end_of_last_year",
]
