"""Counting years and months from a day, as the law does."""

from __future__ import annotations

import datetime as dt

import pendulum


def years_before(day: dt.date, years: int) -> dt.date:
    """The latest start with ``years`` full years behind it on ``day``; 29 February falls back to the 28th."""
    found = pendulum.date(day.year, day.month, day.day).subtract(years=years)
    return dt.date(found.year, found.month, found.day)


def years_before_end_of_last_year(day: dt.date, years: int) -> dt.date:
    """The latest start with ``years`` full years behind it at the end of 31 December of the year before ``day``.

    That moment is the first instant of the year of ``day``, so three years for 2026 reach back to 2023-01-01.
    """
    return dt.date(day.year - years, 1, 1)


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; 29 February becomes 28 February where that year has none."""
    found = pendulum.date(day.year, day.month, day.day).add(years=years)
    return dt.date(found.year, found.month, found.day)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many calendar months on, the month's last day where it is shorter."""
    found = pendulum.date(day.year, day.month, day.day).add(months=months)
    return dt.date(found.year, found.month, found.day)
