"""Pictures as plain shapes with their texts, which a template writes as SVG: the ladder as stairs, and editions along
the years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from tiertrack.ladder.order import LadderVersion
from tiertrack.law.scope import Act
from tiertrack.law.titles import title_definition
from tiertrack.pages.handbook.addresses import edition_address, title_address
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import period_text

# The line of years begins where the handbook does.
FIRST_YEAR = 2016
SINCE = dt.date(FIRST_YEAR, 1, 1)

# Where no authority stands behind a standard, meeting it has no name of its own.
_NO_ACT = "标准"


@frozen
class Box:
    """A box with its lines of text, what it leads to, and what is told of it where somebody rests on it."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    address: str = ""
    about: str = ""
    kind: str = ""


@frozen
class Label:
    """A text, from its start, its middle or its end."""

    x: int
    y: int
    text: str
    anchor: str = "start"


@frozen
class Picture:
    """A picture: its size, what it shows in one sentence, and its shapes."""

    width: int
    height: int
    title: str
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...] = ()
    # From a point to another.
    lines: tuple[tuple[int, int, int, int], ...] = ()


_STEP, _RISE, _BOX = 140, 34, 64


def ladder_picture(version: LadderVersion) -> Picture:
    """The rungs as stairs, the first at the bottom left, each leading to its title."""
    rungs = version.rungs
    highest = (len(rungs) - 1) * _RISE
    boxes = []
    for number, tier in enumerate(rungs):
        authority = title_definition(tier.value).procedure.authority.label
        y = 10 + highest - number * _RISE
        lines = (*_broken(version.label(tier), 8), authority)
        boxes.append(
            Box(10 + number * _STEP, y, _STEP - 10, 10 + highest + _BOX + 30 - y, lines, title_address(tier.value))
        )
    width, height = 10 + len(rungs) * _STEP, highest + _BOX + 50
    return Picture(width, height, f"{version.name}的梯度，自下而上 {len(rungs)} 级", tuple(boxes))


def _broken(text: str, most: int) -> tuple[str, ...]:
    """A text in lines of at most so many characters, of about the same length; a quotation is not parted."""
    before, mark, quoted = text.partition("“")
    if len(text) > most and before and mark:
        return (before, mark + quoted)
    count = -(-len(text) // most)
    length = -(-len(text) // count)
    return tuple(text[start : start + length] for start in range(0, len(text), length))


# The picture fits a page of the handbook, unless the years become too many to be told apart.
_LEFT, _ROW, _WIDTH, _LEAST_YEAR = 200, 32, 1040, 60


def timeline_picture(editions: Sequence[Edition], until: int, title: str, named: Callable[[Edition], str]) -> Picture:
    """Editions as bars along the years from 2016 to the end of ``until``, those of one name and act on one line."""
    years = _Years(until)
    rows: dict[str, dict[Act, list[Edition]]] = {}
    for edition in editions:
        if edition.period.end is None or edition.period.end > SINCE:
            rows.setdefault(named(edition), {}).setdefault(edition.act, []).append(edition)
    lined = [(name, of_act[act]) for name, of_act in rows.items() for act in Act if act in of_act]
    boxes, labels = [], []
    for number, (name, found) in enumerate(lined):
        y = 34 + number * _ROW
        labels.append(Label(_LEFT - 10, y + 16, f"{_short(name)} {found[0].act_label or _NO_ACT}", "end"))
        boxes += [_bar(edition, y, years) for edition in sorted(found, key=lambda one: one.period.start or SINCE)]
    height = 44 + len(lined) * _ROW
    begins = [years.begin(year) for year in range(FIRST_YEAR, until + 2)]
    lines = tuple((x, 26, x, height - 8) for x in begins)
    labels += [Label(x + 4, 20, str(FIRST_YEAR + number)) for number, x in enumerate(begins[:-1])]
    return Picture(begins[-1] + 4, height, title, tuple(boxes), tuple(labels), lines)


@frozen
class _Years:
    """Where the days stand on the line of years."""

    until: int

    @property
    def _each(self) -> int:
        return max((_WIDTH - _LEFT) // (self.until + 1 - FIRST_YEAR), _LEAST_YEAR)

    def begin(self, year: int) -> int:
        """Where a year begins."""
        return _LEFT + (year - FIRST_YEAR) * self._each

    def place(self, day: dt.date | None) -> int:
        """Where a day is; one before the line at its begin, one after it, or none, at its end."""
        if day is None or day.year > self.until:
            return self.begin(self.until + 1)
        if day < SINCE:
            return self.begin(FIRST_YEAR)
        first = dt.date(day.year, 1, 1)
        days = (dt.date(day.year + 1, 1, 1) - first).days
        return self.begin(day.year) + (day - first).days * self._each // days


def _bar(edition: Edition, y: int, years: _Years) -> Box:
    start, end = years.place(edition.period.start or SINCE), years.place(edition.period.end)
    year = edition.key.rpartition("/")[2].partition("@")[0]
    width = max(end - start - 2, 4)
    lines = (year,) if width > 34 else ()
    about = f"{edition.name}　{period_text(edition)}　{edition.citation.provision}"
    return Box(start + 1, y, width, _ROW - 8, lines, edition_address(edition), about, edition.act.value)


def _short(name: str) -> str:
    return name if len(name) <= 11 else f"{name[:10]}…"


def last_year(days: Iterable[dt.date]) -> int:
    """The year the line ends with: that of the last day on which something changes."""
    return max((day.year for day in days), default=FIRST_YEAR)
