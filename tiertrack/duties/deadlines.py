"""Dated deadlines and windows: by which day something is due, for a title, a year and a region.

The days are data (``seeds/deadlines``), because a yearly notice or a local rule moves them. Where several rows speak, a
notice for that very year goes before any standing rule, and among either the more local before the wider:
当年地方通知 > 当年国家通知 > 地方细则 > 国家办法. A window is known only for the years whose notice is encoded; none is
ever extrapolated.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, TypeVar

from attrs import frozen

from tiertrack.errors import BadFile, BadInput, Fault
from tiertrack.intake.seed_rows import (
    Row,
    bad_cell,
    cells_of,
    member_in,
    one_of,
    read_rows,
    region_in,
    required,
    titles_in,
    year_in,
)
from tiertrack.labels import Labelled
from tiertrack.law.instrument import Confidence
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES
from tiertrack.shipped import seed_rows
from tiertrack.titles.events import no_such_title


class DeadlineKind(Labelled):
    """What the days are for; the value is its key in files."""

    YEARLY_UPDATE = "yearly_update", "年度更新"
    APPLICATION_WINDOW = "application_window", "申报窗口"
    REVIEW_WINDOW = "review_window", "复核窗口"
    MONTHLY_REPORT = "monthly_report", "每月报数"

    @property
    def is_window(self) -> bool:
        """Whether a notice opens it for a while in one year, rather than that it comes again."""
        return self.value.endswith("_window")


@frozen(kw_only=True)
class _OfAYear:
    """What a rule sets for one title in one year; ``region`` is the one whose rule it is, None for a nation-wide
    one."""

    title: str
    year: int
    region: Region | None
    source: str
    confidence: Confidence
    note: str

    @property
    def citation(self) -> str:
        """The source, and how it was seen unless it was the original."""
        return self.source if self.confidence is Confidence.ORIGINAL else f"{self.source}〔{self.confidence.value}〕"


@frozen(kw_only=True)
class Deadline(_OfAYear):
    """The last day of something due, for one title in one year.

    ``opens`` is the first day, None where the source names none; ``due`` the last day, which may lie in the next year;
    ``consequence`` what follows when it is missed, empty where no source says; ``dated_by`` is the region from whose
    notice the days are taken though the rule is of a wider one, None where they are its own.
    """

    kind: DeadlineKind
    opens: dt.date | None
    due: dt.date
    consequence: str
    dated_by: Region | None = None

    def caution_in(self, region: Region | None) -> str:
        """What has to be said beside the days to whoever is in a region: from which other place they are taken; empty
        where they are its own."""
        if self.dated_by is None or (region is not None and self.dated_by.contains(region)):
            return ""
        return f"参照{self.dated_by.label}，以{_own_place(region)}通知为准"


@functools.lru_cache(maxsize=1024)
def _own_place(region: Region | None) -> str:
    """What officers call the province they are in."""
    label = "" if region is None else Region(f"{region.province}0000").label
    return next((f"本{kind}" for kind in ("省", "自治区", "特别行政区") if label.endswith(kind)), "本市")


@frozen(kw_only=True)
class Exemption(_OfAYear):
    """A year in which a title given on or after ``recognised_from`` of that year need not be updated."""

    recognised_from: dt.date


@frozen
class _DayOfYear:
    """A month and a day, in the year asked about or (``offset``) so many years later."""

    month: int
    day: int
    offset: int = 0

    def of(self, year: int) -> dt.date:
        return dt.date(year + self.offset, self.month, self.day)


@frozen(kw_only=True)
class _Rule:
    """The scope of a row of either kind, with its source; ``place`` is its file and line."""

    titles: tuple[str, ...]
    region: Region | None
    first_year: int | None
    last_year: int | None
    source: str
    confidence: Confidence
    note: str
    place: str

    @property
    def names_one_year(self) -> bool:
        """Whether it holds for a single year, as by a yearly notice, rather than as a standing rule."""
        return self.first_year is not None and self.first_year == self.last_year

    @property
    def years_text(self) -> str:
        """The years it holds for in words, as 2024 年起."""
        if self.names_one_year:
            return f"{self.first_year} 年"
        first = f"{self.first_year} 年起" if self.first_year else ""
        return f"{first}{f'至 {self.last_year} 年' if self.last_year else ''}"

    @property
    def priority(self) -> tuple[bool, int]:
        """The greatest governs: first a notice of the year, then the more local."""
        return self.names_one_year, self.region.narrowness if self.region else 0

    def is_of(self, region: Region | None) -> bool:
        """Whether the row is for this place; None is a place known no nearer than the nation."""
        return self.region is None or (region is not None and self.region.contains(region))

    def covers(self, title: str, year: int, region: Region | None) -> bool:
        """Whether the row is for this title, year and place."""
        return self.is_of(region) and title in self.titles and self.holds_in(year)

    def holds_in(self, year: int) -> bool:
        """Whether the row is for this year."""
        return (self.first_year or year) <= year <= (self.last_year or year)

    def meets(self, other: _Rule) -> bool:
        """Whether both cover one title in one region and some year with the same priority."""
        return (
            (self.region, self.names_one_year) == (other.region, other.names_one_year)
            and not set(self.titles).isdisjoint(other.titles)
            and (self.first_year or dt.MINYEAR) <= (other.last_year or dt.MAXYEAR)
            and (other.first_year or dt.MINYEAR) <= (self.last_year or dt.MAXYEAR)
        )

    def of_year(self, title: str, year: int) -> dict[str, Any]:
        """The members that what it sets for a title in a year has in common."""
        origin = {"source": self.source, "confidence": self.confidence, "note": self.note}
        return {"title": title, "year": year, "region": self.region, **origin}


@frozen(kw_only=True)
class DeadlineRule(_Rule):
    """A row of deadlines: its titles, years and region, and the days it sets in each year."""

    kind: DeadlineKind
    opens: _DayOfYear | None
    due: _DayOfYear
    consequence: str
    dated_by: Region | None

    @property
    def days_text(self) -> str:
        """Its days in words, as 每月 25 日前."""
        if self.kind is DeadlineKind.MONTHLY_REPORT:
            return f"每月 {self.due.day} 日前"
        last = f"{'次年 ' if self.due.offset else ''}{self.due.month:02}-{self.due.day:02}"
        return f"{self.opens.month:02}-{self.opens.day:02} 至 {last}" if self.opens else f"{last} 前"

    def in_year(self, title: str, year: int) -> Deadline:
        """The days it sets for a title in a year."""
        return Deadline(
            kind=self.kind,
            opens=self.opens.of(year) if self.opens else None,
            due=self.due.of(year),
            consequence=self.consequence,
            dated_by=self.dated_by,
            **self.of_year(title, year),
        )


@frozen(kw_only=True)
class ExemptionRule(_Rule):
    """A row of exemptions: its titles, years and region, and from which day of the year."""

    recognised_from: _DayOfYear

    def in_year(self, title: str, year: int) -> Exemption:
        """The exemption it gives a title in a year."""
        return Exemption(recognised_from=self.recognised_from.of(year), **self.of_year(title, year))


_Read = TypeVar("_Read", bound=_Rule)


@functools.cache
def deadline_rules() -> tuple[DeadlineRule, ...]:
    """Every encoded row. Raises BadFile, naming file and line, where a row cannot be right."""
    names = ("deadlines/updates.csv", "deadlines/windows.csv")
    return _without_overlaps([rule for name in names for rule in read_deadlines(seed_rows(name), name)])


@functools.cache
def exemption_rules() -> tuple[ExemptionRule, ...]:
    """Every encoded exemption. Raises BadFile, naming file and line, where a row cannot be right."""
    name = "deadlines/exemptions.csv"
    return read_exemptions(seed_rows(name), name)


def deadlines(
    kind: DeadlineKind, title: str, year: int, region: Region | None, rules: Iterable[DeadlineRule] | None = None
) -> tuple[Deadline, ...]:
    """The days that govern a title in a year and a region, earliest first; empty where none is encoded.

    A yearly update has one day at most, windows may be several, a monthly report has one a month. ``rules`` are the
    shipped rows unless given. Raises BadInput for a title that is not known.
    """
    _refuse_unknown(title)
    return _shipped(kind, title, year, region) if rules is None else _deadlines(kind, title, year, region, rules)


def _deadlines(
    kind: DeadlineKind, title: str, year: int, region: Region | None, rules: Iterable[DeadlineRule]
) -> tuple[Deadline, ...]:
    governing = _governing([rule for rule in rules if rule.kind is kind], title, year, region)
    return tuple(sorted((rule.in_year(title, year) for rule in governing), key=lambda deadline: deadline.due))


# Of many enterprises most are in a few regions, and the calendar asks the same of each.
@functools.lru_cache(maxsize=16_384)
def _shipped(kind: DeadlineKind, title: str, year: int, region: Region | None) -> tuple[Deadline, ...]:
    return _deadlines(kind, title, year, region, deadline_rules())


def regional_deadlines(region: Region | None, titles: Container[str]) -> tuple[DeadlineRule, ...]:
    """The rows that a region, or any (None), has of its own for any of these titles, each once: of a report of every
    month the first."""
    found: dict[tuple[object, ...], DeadlineRule] = {}
    for rule in deadline_rules():
        place = rule.region
        if place is None or not any(title in titles for title in rule.titles):
            continue
        if region is None or place.contains(region) or region.contains(place):
            month = None if rule.kind is DeadlineKind.MONTHLY_REPORT else rule.due
            found.setdefault((place, rule.kind, rule.titles, rule.years_text, month, rule.source), rule)
    return tuple(found.values())


def next_window(
    kind: DeadlineKind, title: str, region: Region | None, on: dt.date, rules: Iterable[DeadlineRule] | None = None
) -> Deadline | None:
    """The window open on a day, or else the next to open; None where no encoded year has one.

    None means that no notice is encoded, not that there will be no window. Raises BadInput for a title that is not
    known, ValueError for a kind that is no window.
    """
    if not kind.is_window:
        raise ValueError(f"{kind.label}没有窗口")
    _refuse_unknown(title)
    return _next(kind, title, region, on, deadline_rules() if rules is None else tuple(rules))


def _next(
    kind: DeadlineKind, title: str, region: Region | None, on: dt.date, rules: tuple[DeadlineRule, ...]
) -> Deadline | None:
    years = {rule.first_year for rule in rules if rule.kind is kind and title in rule.titles and rule.first_year}
    ahead = [
        deadline for year in years for deadline in _deadlines(kind, title, year, region, rules) if deadline.due >= on
    ]
    return min(ahead, key=lambda deadline: (max(deadline.opens or on, on), deadline.due), default=None)


@functools.lru_cache(maxsize=4096)
def next_windows(kind: DeadlineKind, region: Region | None, on: dt.date) -> Mapping[str, Deadline]:
    """``next_window`` of every title that has one, by the title."""
    rules = deadline_rules()
    titles = dict.fromkeys(title for rule in rules if rule.kind is kind for title in rule.titles)
    found = ((title, _next(kind, title, region, on, rules)) for title in titles)
    return {title: window for title, window in found if window is not None}


@functools.lru_cache(maxsize=4096)
def reported_monthly(region: Region | None) -> frozenset[str]:
    """The titles of which a region wants a report every month in some year."""
    rules = [rule for rule in deadline_rules() if rule.kind is DeadlineKind.MONTHLY_REPORT]
    return frozenset(title for rule in rules if rule.is_of(region) for title in rule.titles)


def update_exemption(
    title: str, year: int, region: Region | None, recognised_on: dt.date, rules: Iterable[ExemptionRule] | None = None
) -> Exemption | None:
    """Why a title given on ``recognised_on`` need not be updated in a year; None where nothing exempts it.

    Raises BadInput for a title that is not known.
    """
    _refuse_unknown(title)
    found = _exempting(title, year, region) if rules is None else _exemptions(title, year, region, rules)
    return next(
        (window for window in found if recognised_on.year == year and window.recognised_from <= recognised_on), None
    )


def _exemptions(title: str, year: int, region: Region | None, rules: Iterable[ExemptionRule]) -> tuple[Exemption, ...]:
    return tuple(rule.in_year(title, year) for rule in _governing(rules, title, year, region))


@functools.lru_cache(maxsize=16_384)
def _exempting(title: str, year: int, region: Region | None) -> tuple[Exemption, ...]:
    return _exemptions(title, year, region, exemption_rules())


def _governing(rules: Iterable[_Read], title: str, year: int, region: Region | None) -> list[_Read]:
    """The rows of the greatest priority among those that apply."""
    found = [rule for rule in rules if rule.covers(title, year, region)]
    foremost = max((rule.priority for rule in found), default=None)
    return [rule for rule in found if rule.priority == foremost]


def _refuse_unknown(title: str) -> None:
    if title not in TITLES:
        raise BadInput(no_such_title(title))


# Reading the rows


_SCOPE = ("titles", "region", "year_from", "year_through")
_ORIGIN = ("source", "confidence", "note")
_DEADLINE_COLUMNS = ("duty", *_SCOPE, "opens", "due", "year_offset", "consequence", *_ORIGIN)
# Where the days of a wider rule are taken from the notice of one place, which; a table without any needs no column.
_DATED_BY = "dated_by"
_EXEMPTION_COLUMNS = (*_SCOPE, "recognised_from", *_ORIGIN)
_COMMON_YEAR = 2001


def read_deadlines(rows: Iterable[Row], file: str = "deadlines.csv") -> tuple[DeadlineRule, ...]:
    """The rows of a table of deadlines, the heading being its first line.

    Raises BadFile with every row that cannot be right, each named by file and line, and with any two that set days for
    one title, year and region with the same priority (windows may, on different days).
    """
    return _without_overlaps([rule for read in read_rows(rows, file, _deadline_rules) for rule in read])


def read_exemptions(rows: Iterable[Row], file: str = "exemptions.csv") -> tuple[ExemptionRule, ...]:
    """The rows of a table of exemptions; raises BadFile as :func:`read_deadlines` does."""
    return _without_overlaps(read_rows(rows, file, _exemption_rule))


def _deadline_rules(row: Row, place: str) -> tuple[DeadlineRule, ...]:
    """The rule of a row, or of one whose last day comes every month (``*-25``) one for each."""
    if row.get("duty") != DeadlineKind.MONTHLY_REPORT.value:
        return (_deadline_rule(row, place),)
    if not row["due"].startswith("*-"):
        raise bad_cell("due", "每月报数须写每月的哪一日", "请写成 *-25 的样子", row["due"])
    return tuple(_deadline_rule({**row, "due": f"{month:02}{row['due'][1:]}"}, place) for month in range(1, 13))


def _deadline_rule(row: Row, place: str) -> DeadlineRule:
    cells = cells_of({_DATED_BY: "", **row}, (*_DEADLINE_COLUMNS, _DATED_BY))
    kind, scope = member_in(cells, "duty", DeadlineKind), _scope(cells, place)
    first, last = scope["first_year"], scope["last_year"]
    if kind.is_window and (first is None or first != last):
        remedy = "请一年写一行，year_from 与 year_through 写同一年"
        raise bad_cell("year_through", "窗口逐年由通知定，不能写成一段或一直有效", remedy, cells["year_through"])
    offset = one_of(cells, "year_offset", {"": 0, "0": 0, "1": 1})
    opens = _day_of_year(cells, "opens", 0) if cells["opens"] else None
    due = _day_of_year(cells, "due", offset)
    if opens and opens.of(_COMMON_YEAR) > due.of(_COMMON_YEAR):
        raise bad_cell("due", "最后一日早于第一日", "请核对两日；最后一日在次年的，year_offset 写 1", cells["due"])
    scope["dated_by"] = region_in(cells, _DATED_BY)
    return DeadlineRule(kind=kind, opens=opens, due=due, consequence=cells["consequence"], **scope)


def _exemption_rule(row: Row, place: str) -> ExemptionRule:
    cells = cells_of(row, _EXEMPTION_COLUMNS)
    return ExemptionRule(recognised_from=_day_of_year(cells, "recognised_from", 0), **_scope(cells, place))


def _scope(cells: Row, place: str) -> dict[str, Any]:
    """The members a row of either kind has."""
    first, last = _years(cells)
    return {
        "titles": titles_in(cells),
        "region": region_in(cells),
        "first_year": first,
        "last_year": last,
        "source": required(cells, "source", "没有写出处", "请写文号或通知的名称"),
        "confidence": member_in(cells, "confidence", Confidence),
        "note": cells["note"],
        "place": place,
    }


def _years(cells: Row) -> tuple[int | None, int | None]:
    first, last = year_in(cells, "year_from"), year_in(cells, "year_through")
    if first is None and last is None:
        raise bad_cell("year_from", "没有写年度", "请写起始年度、终止年度，或两个都写", None)
    if first and last and last < first:
        raise bad_cell("year_through", "终止年度早于起始年度", "请核对两个年度", cells["year_through"])
    return first, last


def _day_of_year(cells: Row, column: str, offset: int) -> _DayOfYear:
    text = cells[column]
    try:
        if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        # 29 February is refused: a day that not every year has cannot be a day of the year.
        day = dt.date.fromisoformat(f"{_COMMON_YEAR}-{text}")
    except ValueError:
        raise bad_cell(column, "没有这样的月日", "请写成 05-31 的样子", text) from None
    return _DayOfYear(day.month, day.day, offset)


def _without_overlaps(rules: Sequence[_Read]) -> tuple[_Read, ...]:
    faults = [_overlap(rule, other) for rule, other in combinations(rules, 2) if _clash(rule, other)]
    if faults:
        raise BadFile(*faults)
    return tuple(rules)


def _clash(rule: _Rule, other: _Rule) -> bool:
    if not rule.meets(other):
        return False
    if isinstance(rule, DeadlineRule) and isinstance(other, DeadlineRule):
        several = rule.kind is not DeadlineKind.YEARLY_UPDATE and rule.due != other.due
        return rule.kind is other.kind and not several
    return True


def _overlap(rule: _Rule, other: _Rule) -> Fault:
    what = f"与 {rule.place} 说的是同一称号、同一地区、同样的年度"
    return Fault("E492", what, "请只留一行，或把年度分开", "|".join(other.titles), other.place)
