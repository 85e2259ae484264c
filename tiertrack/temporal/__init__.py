"""Half-open periods, dated timelines, the two clocks and the fiscal year."""

from tiertrack.temporal.asof import AsOf, AsOfLike, as_of, known_instant
from tiertrack.temporal.days import BEIJING, FIRST_DAY, LAST_DAY, DayLike, as_day, day_ended, end_of_day, reckoned
from tiertrack.temporal.period import Period
from tiertrack.temporal.span import Span
from tiertrack.temporal.timeline import Timeline
from tiertrack.temporal.years import (
    months_after,
    spans_of_years,
    years_after,
    years_before,
    years_before_end_of_last_year,
)

__all__ = [
    "BEIJING",
    "FIRST_DAY",
    "LAST_DAY",
    "AsOf",
    "AsOfLike",
    "DayLike",
    "Period",
    "Span",
    "Timeline",
    "as_day",
    "as_of",
    "day_ended",
    "end_of_day",
    "known_instant",
    "months_after",
    "reckoned",
    "spans_of_years",
    "years_after",
    "years_before",
    "years_before_end_of_last_year",
]
