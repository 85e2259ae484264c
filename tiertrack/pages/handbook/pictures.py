"""Pictures as plain shapes with their texts, which a template writes as SVG: the ladder as stairs, and editions along
the years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from attrs import frozen

from tiertrack.ladder.order import LadderVersion
from tiertrack.law.titles import title_definition
from tiertrack.pages.handbook.addresses import edition_address, title_address
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import period_text

# The line of years begins where the handbook does.
FIRST_YEAR = 2016
SINCE = dt.date(FIRST_YEAR, 1, 1)


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


_LEFT, _YEAR, _ROW = 230, 84, 32


def timeline_picture(editions: Sequence[Edition], until: int, title: str) -> Picture:
    """Editions as bars along the years from 2016 to the end of ``until``; a line for each title, variant, act and
    place."""
    rows: dict[tuple[str, str], list[Edition]] = {}
    for edition in editions:
        if edition.period.end is None or edition.period.end > SINCE:
            place = f"（{edition.region.label}）" if edition.region else ""
            rows.setdefault((f"{edition.label}{place}", edition.act_label or "标准"), []).append(edition)
    boxes, labels = [], []
    for number, ((name, act), found) in enumerate(rows.items()):
        y = 34 + number * _ROW
        labels.append(Label(_LEFT - 10, y + 16, f"{_short(name)} {act}", "end"))
        boxes += [_bar(edition, y, until) for edition in sorted(found, key=lambda one: one.period.start or SINCE)]
    height = 44 + len(rows) * _ROW
    years = range(FIRST_YEAR, until + 2)
    lines = tuple((_x(dt.date(year, 1, 1)), 26, _x(dt.date(year, 1, 1)), height - 8) for year in years)
    labels += [Label(_x(dt.date(year, 1, 1)) + 4, 20, str(year)) for year in years[:-1]]
    return Picture(_x(dt.date(until + 1, 1, 1)) + 10, height, title, tuple(boxes), tuple(labels), lines)


def _bar(edition: Edition, y: int, until: int) -> Box:
    start = _x(max(edition.period.start or SINCE, SINCE))
    end = _x(min(edition.period.end or dt.date(until + 1, 1, 1), dt.date(until + 1, 1, 1)))
    year = edition.key.rpartition("/")[2].partition("@")[0]
    width = max(end - start - 2, 4)
    lines = (year,) if width > 36 else ()
    about = f"{edition.name}　{period_text(edition)}　{edition.citation.provision}"
    return Box(start + 1, y, width, _ROW - 8, lines, edition_address(edition), about, edition.act.value)


def _x(day: dt.date) -> int:
    first = dt.date(day.year, 1, 1)
    days = (dt.date(day.year + 1, 1, 1) - first).days
    return _LEFT + (day.year - FIRST_YEAR) * _YEAR + (day - first).days * _YEAR // days


def _short(name: str) -> str:
    return name if len(name) <= 14 else f"{name[:13]}…"


def last_year(days: Iterable[dt.date]) -> int:
    """The year the line ends with: that of the last day on which something changes."""
    return max((day.year for day in days), default=FIRST_YEAR)
