"""Full years are counted back as the law counts them; 截至上年末 is the end of 31 December."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiertrack.temporal import years_after, years_before, years_before_end_of_last_year

days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
counts = st.integers(0, 30)


@pytest.mark.parametrize("day", ["2026-01-01", "2026-06-30", "2026-12-31"])
def test_three_years_at_the_end_of_last_year_reach_back_to_the_first_day_of_the_third(day: str) -> None:
    latest = years_before_end_of_last_year(dt.date.fromisoformat(day), 3)
    assert latest == dt.date(2023, 1, 1)
    assert dt.date(2023, 1, 1) <= latest
    assert dt.date(2023, 1, 2) > latest


@given(days, counts)
def test_the_day_of_the_year_does_not_move_the_end_of_last_year(day: dt.date, count: int) -> None:
    assert years_before_end_of_last_year(day, count) == dt.date(day.year - count, 1, 1)


@pytest.mark.parametrize(
    ("day", "count", "latest"),
    [
        ("2026-06-30", 3, "2023-06-30"),
        ("2024-02-29", 4, "2020-02-29"),
        ("2024-02-29", 1, "2023-02-28"),
        ("2023-02-28", 3, "2020-02-29"),
        ("2024-02-28", 4, "2020-02-28"),
        ("2025-02-28", 1, "2024-02-29"),
        ("2023-03-01", 3, "2020-03-01"),
        ("2026-06-30", 0, "2026-06-30"),
    ],
)
def test_years_before_a_day_keep_its_date_except_on_a_leap_day(day: str, count: int, latest: str) -> None:
    assert years_before(dt.date.fromisoformat(day), count) == dt.date.fromisoformat(latest)


@given(days, counts)
def test_years_before_a_day_are_the_last_that_are_full_on_it(day: dt.date, count: int) -> None:
    latest = years_before(day, count)
    assert years_after(latest, count) <= day < years_after(latest + dt.timedelta(days=1), count)


@given(days, counts)
def test_a_later_day_never_asks_for_an_earlier_start(day: dt.date, count: int) -> None:
    assert years_before(day, count) <= years_before(day + dt.timedelta(days=1), count)
    assert years_before(day, count + 1) < years_before(day, count)
