"""Reviews that a region takes earlier than usual: in one year, of validities that end before a day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable

from attrs import frozen

from tiertrack.intake.seed_rows import (
    Row,
    bad_cell,
    cells_of,
    member_in,
    read_rows,
    region_in,
    required,
    titles_in,
    year_in,
)
from tiertrack.law.instrument import Confidence
from tiertrack.law.regions import Region
from tiertrack.shipped import seed_rows
from tiertrack.temporal import months_after

_COLUMNS = ("titles", "region", "year", "ending_before", "lead_months", "source", "confidence", "note")


@frozen(kw_only=True)
class EarlyReview:
    """What a region's notice of a year takes: validities that end before ``ending_before``, so many months ahead."""

    titles: tuple[str, ...]
    region: Region | None
    year: int
    ending_before: dt.date
    lead_months: int
    source: str
    confidence: Confidence
    note: str

    def opens(self, through: dt.date) -> dt.date:
        """The first day of the review of a validity: no earlier than the year of the notice."""
        return max(months_after(through, -self.lead_months), dt.date(self.year, 1, 1))

    @property
    def citation(self) -> str:
        """The source, how it was seen unless it was the original, and what else is known."""
        seen = "" if self.confidence is Confidence.ORIGINAL else f"〔{self.confidence.value}〕"
        return f"{self.source}{seen}{f'；{self.note}' if self.note else ''}"


@functools.cache
def early_reviews() -> tuple[EarlyReview, ...]:
    """Every encoded row. Raises BadFile, naming file and line, where a row cannot be right."""
    name = "deadlines/early_reviews.csv"
    return read_early_reviews(seed_rows(name), name)


def read_early_reviews(rows: Iterable[Row], file: str = "early_reviews.csv") -> tuple[EarlyReview, ...]:
    """The rows of a table of early reviews, the heading being its first line; raises BadFile with every row that cannot
    be right, each named by file and line."""
    return tuple(read_rows(rows, file, _early_review))


@functools.cache
def reviewed_early(year: int) -> frozenset[str]:
    """The titles whose reviews some region takes earlier than usual in a year."""
    return frozenset(title for one in early_reviews() if one.year == year for title in one.titles)


def early_review(title: str, region: Region | None, on: dt.date, through: dt.date) -> EarlyReview | None:
    """What takes the review of a validity already on a day, the most local first; None where the usual time holds."""
    found = [
        one
        for one in early_reviews()
        if title in one.titles
        and one.year == on.year
        and through < one.ending_before
        and (one.region is None or (region is not None and one.region.contains(region)))
    ]
    return max(found, key=lambda one: one.region.narrowness if one.region else 0, default=None)


def _early_review(row: Row, _place: str) -> EarlyReview:
    cells = cells_of(row, _COLUMNS)
    titles = titles_in(cells)
    year = year_in(cells, "year")
    if year is None:
        raise bad_cell("year", "没有写年度", "请写通知所属的年度", None)
    if not cells["lead_months"].isdecimal():
        raise bad_cell("lead_months", "提前几个月须为整数", "请写成 13 的样子", cells["lead_months"])
    try:
        ending_before = dt.date.fromisoformat(cells["ending_before"])
    except ValueError:
        raise bad_cell("ending_before", "没有这样的日期", "请写成 2027-04-01 的样子", cells["ending_before"]) from None
    return EarlyReview(
        titles=titles,
        region=region_in(cells),
        year=year,
        ending_before=ending_before,
        lead_months=int(cells["lead_months"]),
        source=required(cells, "source", "没有写出处", "请写文号或通知的名称"),
        confidence=member_in(cells, "confidence", Confidence),
        note=cells["note"],
    )
