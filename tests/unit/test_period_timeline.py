"""Periods hold their first day and not the day they end on; a timeline has one value a day; instants have a zone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import day
from tiertrack.errors import BadQuantity
from tiertrack.temporal import AsOf, Period, Timeline, end_of_day

DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2020, 1, 1), dt.date(2020, 2, 15))
bounds = st.none() | days
periods = st.tuples(bounds, bounds).filter(lambda two: None in two or two[0] < two[1]).map(lambda two: Period(*two))


def test_the_first_day_belongs_to_a_period_and_the_day_it_ends_on_does_not() -> None:
    period = Period(day("2022-08-01"), day("2026-04-01"))
    assert [day(text) in period for text in ("2022-07-31", "2022-08-01", "2026-03-31", "2026-04-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert period.last == day("2026-03-31")


def test_a_certificate_prints_the_last_day_that_counts() -> None:
    period = Period.through(day("2024-07-01"), day("2027-06-30"))
    assert period.end == day("2027-07-01")
    assert day("2027-06-30") in period
    assert day("2027-07-01") not in period


def test_a_period_through_the_end_of_the_calendar_is_open() -> None:
    period = Period.through(day("2024-07-01"), dt.date.max)
    assert period == Period(day("2024-07-01"))
    assert dt.date.max in period


@pytest.mark.parametrize("day", [dt.date.min, dt.date(2026, 1, 1), dt.date.max])
def test_an_open_bound_has_no_end(day: dt.date) -> None:
    assert day in Period()
    assert Period().last is None
    assert (day in Period(start=dt.date(2026, 1, 1))) is (day >= dt.date(2026, 1, 1))
    assert (day in Period(end=dt.date(2026, 1, 1))) is (day < dt.date(2026, 1, 1))


@pytest.mark.parametrize("end", ["2026-01-01", "2025-12-31"])
def test_a_period_has_at_least_one_day(end: str) -> None:
    with pytest.raises(BadQuantity, match=r"\[E323\] 期间的终点须晚于起点（收到：2026-01-01 至 .*）。请核对两个日期"):
        Period(day("2026-01-01"), day(end))


def test_the_bounds_of_a_period_are_days_or_their_texts() -> None:
    assert Period("2026-01-01", "2026-07-01") == Period(day("2026-01-01"), day("2026-07-01"))
    for odd in ("去年", 2025, dt.datetime(2026, 1, 1, 9)):
        with pytest.raises(BadQuantity, match="E109"):
            Period(odd)  # type: ignore[arg-type]


@given(periods, periods)
def test_two_periods_overlap_where_some_day_belongs_to_both(one: Period, other: Period) -> None:
    first = dt.date(2019, 12, 1)
    shared = any(first + DAY * count in one and first + DAY * count in other for count in range(120))
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


def test_periods_that_meet_do_not_overlap() -> None:
    before, after = Period.through(None, day("2026-03-31")), Period(day("2026-04-01"))
    assert not before.overlaps(after)
    assert Period.through(None, day("2026-04-01")).overlaps(after)


@given(st.lists(periods, max_size=4))
def test_a_timeline_refuses_exactly_the_periods_that_overlap(several: list[Period]) -> None:
    entries = [(period, index) for index, period in enumerate(several)]
    clash = any(one.overlaps(other) for index, one in enumerate(several) for other in several[:index])
    if clash:
        with pytest.raises(ValueError, match="期间重叠"):
            Timeline(entries)
    else:
        timeline = Timeline(entries)
        for day in (dt.date(2020, 1, 1) + DAY * count for count in range(46)):
            assert timeline.on(day) == next((index for period, index in entries if day in period), None)


def test_a_timeline_runs_in_order_of_time_and_has_gaps() -> None:
    later, earlier = (Period(day("2024-01-01")), "后"), (Period.through(None, day("2022-12-31")), "先")
    timeline = Timeline([later, earlier])
    assert list(timeline) == [earlier, later]
    assert timeline.on(day("2022-12-31")) == "先"
    assert timeline.on(day("2023-06-30")) is None
    assert timeline.on(day("2024-01-01")) == "后"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(BadQuantity, match=r"\[E317\] known_at：时刻没有写明时区（收到：2026-06-30T12:00:00）"):
        AsOf(day("2026-06-30"), dt.datetime(2026, 6, 30, 12))


@pytest.mark.parametrize("odd", [dt.date(1948, 12, 31), dt.date(2200, 1, 1), dt.date(9999, 12, 30)])
def test_a_question_is_about_a_day_of_the_calendar_and_what_was_known_by_one(odd: dt.date) -> None:
    with pytest.raises(BadQuantity, match="E115"):
        AsOf(odd)
    with pytest.raises(BadQuantity, match="E115"):
        AsOf(day("2026-06-30"), odd)
    with pytest.raises(BadQuantity, match="E115"):
        AsOf(day("2026-06-30"), dt.datetime.combine(odd, dt.time(), dt.UTC))


def test_by_a_day_everything_that_was_learned_on_it_in_beijing_was_known() -> None:
    asof = AsOf(day("2026-06-30"), day("2026-04-30"))
    assert asof.knew(dt.datetime(2026, 4, 30, 15, 59, 59, tzinfo=dt.UTC))
    assert not asof.knew(dt.datetime(2026, 4, 30, 16, tzinfo=dt.UTC))
    assert asof == AsOf(day("2026-06-30"), end_of_day(day("2026-04-30")))


def test_what_was_recorded_by_an_instant_was_known_then() -> None:
    noon = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
    asof = AsOf(day("2026-06-30"), noon)
    assert asof.knew(noon)
    assert asof.knew(None)
    assert not asof.knew(noon + dt.timedelta(microseconds=1))
    assert asof.knew(dt.datetime(2026, 6, 30, 20, tzinfo=dt.timezone(dt.timedelta(hours=8))))
    assert AsOf(day("2026-06-30")).knew(dt.datetime.max.replace(tzinfo=dt.UTC))
