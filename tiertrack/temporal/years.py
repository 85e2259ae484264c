"""Counting years and months from a day, as the law does."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from collections.abc import Sequence

import pendulum

from tiertrack.temporal.days import FIRST_DAY, LAST_DAY


def years_before(day: dt.date, years: int) -> dt.date:
    """The latest start with ``years`` full years behind it on ``day``.

    民法典 第二百零二条: where the last month has no such day, a term ends on the month's last day. So one from 29
    February is full on 28 February, and that day reaches back to 29 February where there was one.
    """
    if (day.month, day.day) == (2, 28) and calendar.isleap(day.year - years) and not calendar.isleap(day.year):
        return dt.date(day.year - years, 2, 29)
    found = pendulum.date(day.year, day.month, day.day).subtract(years=years)
    return dt.date(found.year, found.month, found.day)


def years_before_end_of_last_year(day: dt.date, years: int) -> dt.date:
    """The latest start with ``years`` full years behind it at the end of 31 December of the year before ``day``.

    That moment is the first instant of the year of ``day``, so three years for 2026 reach back to 2023-01-01.
    """
    return dt.date(day.year - years, 1, 1)


# What is counted from a list's day is counted for each of its hundreds of firms.
@functools.lru_cache(maxsize=4096)
def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; 29 February becomes 28 February where that year has none."""
    found = pendulum.date(day.year, day.month, day.day).add(years=years)
    return dt.date(found.year, found.month, found.day)


@functools.lru_cache(maxsize=4096)
def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many calendar months on, the month's last day where it is shorter."""
    found = pendulum.date(day.year, day.month, day.day).add(months=months)
    return dt.date(found.year, found.month, found.day)


def spans_of_years(years: int) -> Sequence[tuple[dt.date, int]]:
    """From which day on the latest start with ``years`` full years behind it lies how many days back, for engines that
    take days from a day and know no calendar; the first day of the calendar begins the first."""
    edges = (dt.date(year, *part) for year in range(FIRST_DAY.year, LAST_DAY.year + 1) for part in _edges(year))
    found = [(FIRST_DAY, (FIRST_DAY - years_before(FIRST_DAY, years)).days)]
    for day in edges:
        days = (day - years_before(day, years)).days
        if days != found[-1][1]:
            found.append((day, days))
    return tuple(found)


def _edges(year: int) -> Sequence[tuple[int, int]]:
    """The only days of a year on which that can change."""
    return ((2, 28), (2, 29), (3, 1)) if calendar.isleap(year) else ((2, 28), (3, 1))
