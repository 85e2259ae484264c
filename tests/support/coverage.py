"""Which days no edition covers: for each title, act and variant the stretches of a span without a standard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.law.scope import Act, Variant
from tiertrack.law.titles import TITLES, Title, acts_of, title_of
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import Period


@frozen
class Uncovered:
    """A stretch of days on which a title (a variant of it, where it has several) has no standard for an act."""

    title: Title
    act: Act
    variant: Variant | None
    period: Period


def uncovered(rulebook: Rulebook, span: Period) -> Iterator[Uncovered]:
    """Every stretch within ``span`` that the rulebook leaves without a standard, in the order of the ladder.

    A title that has standards for the whole country is measured by those; what a place adds for itself leaves no gap.
    """
    for title in map(title_of, TITLES):
        for act in acts_of(title):
            known = [edition for edition in rulebook.editions if edition.tier == title and edition.act is act]
            nationwide = [edition for edition in known if edition.region is None]
            yield from _gaps(title, act, nationwide or known, span)


def _gaps(title: Title, act: Act, editions: list[Edition], span: Period) -> Iterator[Uncovered]:
    variants = list(dict.fromkeys(edition.variant for edition in editions)) or [None]
    for variant in variants:
        periods = [edition.period for edition in editions if edition.variant == variant]
        for period in _without(span, periods):
            yield Uncovered(title, act, variant, period)


def _without(span: Period, periods: Iterable[Period]) -> Iterator[Period]:
    reached = span.start or dt.date.min
    for period in sorted(periods, key=lambda period: period.start or dt.date.min):
        if not period.overlaps(span):
            continue
        start = period.start or dt.date.min
        if reached < start:
            yield Period(reached, start)
        reached = max(reached, period.end or dt.date.max)
    end = span.end or dt.date.max
    if reached < end:
        yield Period(reached, end)
