"""A page for the first and the last day of every month since 2016 and for every day on which something changes, and the
calendars that lead there from any day: which standard applied to each title and act, and where."""

from __future__ import annotations

import bisect
import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from tiertrack.law.scope import Act
from tiertrack.law.titles import TITLES, Title, acts_of, title_of
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.pages.handbook.pictures import FIRST_YEAR, SINCE, last_year
from tiertrack.rulebooks.gaps import documented_gaps
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.rules.succession import change_days

PROJECTED = "规则集各版本适用的日子和地区，及没有标准的日子（tiertrack/rulebooks/gaps.py）"
_ONE_DAY = dt.timedelta(days=1)


@frozen
class Days:
    """The days of a handbook: those with which something changes, those that have a page, and the last year."""

    changes: tuple[dt.date, ...]
    pages: tuple[dt.date, ...]
    last_year: int

    def page_of(self, day: dt.date) -> dt.date:
        """The day whose page tells of a day: its own, or the nearest before, since which nothing has changed."""
        return self.pages[bisect.bisect_right(self.pages, day) - 1]

    def stretch(self, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day of the stretch around a day in which nothing changes; None where it began before
        2016, or goes on."""
        place = bisect.bisect_right(self.changes, day)
        first = self.changes[place - 1] if place else None
        return first, self.changes[place] - _ONE_DAY if place < len(self.changes) else None


def days_of(rulebook: Rulebook) -> Days:
    """The days of the handbook of a rulebook."""
    changes = change_days(rulebook, SINCE)
    until = last_year(changes)
    ends = {
        dt.date(year, month, day)
        for year in range(FIRST_YEAR, until + 1)
        for month in range(1, 13)
        for day in (1, calendar.monthrange(year, month)[1])
    }
    return Days(changes, tuple(sorted({*ends, *changes})), until)


def day_pages(book: Book) -> Iterator[Page]:
    """The years, the calendar of each, and the days."""
    days = days_of(book.rulebook)
    years = range(FIRST_YEAR, days.last_year + 1)
    turning = {day: _turning(book.rulebook, day) for day in days.changes}
    yield book.page(addresses.DAYS, "days.html", PROJECTED, years=years, changes=turning)
    for year in years:
        months = [calendar.Calendar().monthdatescalendar(year, month) for month in range(1, 13)]
        about = {"months": list(enumerate(months, 1)), "changes": turning, "days": days, "years": years}
        yield book.page(addresses.year_address(year), "year.html", PROJECTED, year=year, **about)
    rows: list[Mapping[str, Any]] = []
    known: tuple[dt.date | None, dt.date | None] | None = None
    for day in days.pages:
        stretch = days.stretch(day)
        if stretch != known:
            rows, known = list(_rows(book.rulebook, day)), stretch
        first, last = stretch
        yield book.page(
            addresses.day_address(day),
            "day.html",
            PROJECTED,
            day=day,
            rows=rows,
            first=first,
            last=last,
            turning=turning.get(day),
            earlier=_before(days.pages, day),
            later=_after(days.pages, day),
            change_before=_before(days.changes, day),
            change_after=_after(days.changes, day),
        )


def _before(days: Sequence[dt.date], day: dt.date) -> dt.date | None:
    place = bisect.bisect_left(days, day)
    return days[place - 1] if place else None


def _after(days: Sequence[dt.date], day: dt.date) -> dt.date | None:
    place = bisect.bisect_right(days, day)
    return days[place] if place < len(days) else None


def _turning(rulebook: Rulebook, day: dt.date) -> Mapping[str, list[Edition]]:
    """What begins with a day, and what ended with the day before."""
    ordered = rulebook.in_order().editions
    return {
        "begins": [one for one in ordered if one.period.start == day],
        "ended": [one for one in ordered if one.period.end == day],
    }


def _rows(rulebook: Rulebook, day: dt.date) -> Iterator[Mapping[str, Any]]:
    """For each title and act the editions in force, those of regions beside the national ones, or why there is none."""
    editions = rulebook.in_order().editions
    for key in TITLES:
        title = title_of(key)
        for act in acts_of(title):
            found = [one for one in editions if (one.tier, one.act) == (title, act) and day in one.period]
            national = [one for one in found if one.region is None]
            regional = [one for one in found if one.region is not None]
            why = "" if found else _why_none(title, act, day)
            if found or why:
                yield {"title": title, "act": act, "national": national, "regional": regional, "why": why}


def _why_none(title: Title, act: Act, day: dt.date) -> str:
    reasons = (gap.reason for gap in documented_gaps() if (gap.title, gap.act) == (title, act) and day in gap.period)
    return "；".join(dict.fromkeys(reasons))
