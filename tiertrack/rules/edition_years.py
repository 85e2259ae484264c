"""The editions of a year: which were in force in it, on which of its days, and which is nearest where none was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from tiertrack.given import unfit
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition
from tiertrack.temporal import FIRST_DAY, LAST_DAY, Period

_DAY = dt.timedelta(days=1)


def as_year(given: int) -> int:
    """A year this library reckons with; raises BadInput for anything else."""
    if isinstance(given, bool) or not isinstance(given, int) or not FIRST_DAY.year <= given <= LAST_DAY.year:
        raise unfit("年份", f"{FIRST_DAY.year} 至 {LAST_DAY.year} 的一个年份，如 2026", given, "year")
    return given


def year_period(year: int) -> Period:
    """The days of a year."""
    return Period.through(dt.date(year, 1, 1), dt.date(year, 12, 31))


def stretches(
    editions: Sequence[Edition], year: int, in_force: Callable[[dt.date], Iterable[Edition]]
) -> list[tuple[Edition, Period]]:
    """The editions ``in_force`` in a year, each with those of its days on which it is, in order of time; ``editions``
    are all that may be."""
    whole = year_period(year)
    bounds = {day for edition in editions for day in (edition.period.start, edition.period.end) if day is not None}
    days = sorted({dt.date(year, 1, 1), *(day for day in bounds if day in whole)})
    found: list[tuple[Edition, Period]] = []
    for first, following in zip(days, [*days[1:], None], strict=True):
        last = dt.date(year, 12, 31) if following is None else following - _DAY
        for edition in in_force(first):
            earlier = next((one for one in found if one[0] is edition and one[1].last == first - _DAY), None)
            if earlier is not None:
                found.remove(earlier)
            start = first if earlier is None else earlier[1].start
            found.append((edition, Period.through(start, last)))
    order = [*editions]
    return sorted(found, key=lambda one: (one[1].start or dt.date.min, order.index(one[0])))


def nearest_to(editions: Sequence[Edition], year: int) -> Edition | None:
    """The edition in force in a year or, where none was, the one of the fewest years before or after it, the earlier of
    two; the last begun of several in force. None where there are none at all."""
    return min(editions, key=lambda edition: (_far(edition, year), -_first_year(edition)), default=None)


def unchanged_since(editions: Iterable[Edition], edition: Edition, criterion: Criterion) -> dt.date | None:
    """Since when a criterion of an edition has asked what it asks: the first day of the editions that lead up to this
    one without a day between them and have it the same. None for an edition without a first day."""
    line = (edition.tier, edition.act, edition.variant, edition.region)
    ended = {one.period.end: one for one in editions if (one.tier, one.act, one.variant, one.region) == line}
    start = edition.period.start
    while start is not None and (before := ended.get(start)) is not None:
        if not any(one.key == criterion.key and one.test == criterion.test for one in before.criteria):
            break
        start = before.period.start
    return start


def ahead_of_checking(edition: Edition, year: int) -> dt.date | None:
    """The day on which the documents of an edition were last checked, where ``year`` is later: they may be amended by
    then. None where it is not, and for documents that nobody has to check."""
    documents = (citation.provision.instrument for citation in (edition.citation, *edition.amended_by))
    checked = max((one.verified_on for one in documents if one.verified_on is not None), default=None)
    return checked if checked is not None and year > checked.year else None


def _far(edition: Edition, year: int) -> int:
    last = edition.period.last.year if edition.period.last else year
    return max(_first_year(edition) - year, year - last, 0)


def _first_year(edition: Edition) -> int:
    return edition.period.start.year if edition.period.start else 0
