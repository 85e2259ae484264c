"""Editions one after another: which one another followed, and the days on which the standards change."""

from __future__ import annotations

import datetime as dt

from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import FIRST_DAY


def before(rulebook: Rulebook, edition: Edition) -> Edition | None:
    """The edition that another one followed: the last of the same title, variant, act and region that began earlier;
    None where it is the first."""
    mine = (
        one
        for one in rulebook.editions
        if (one.tier, one.act, one.variant, one.region) == (edition.tier, edition.act, edition.variant, edition.region)
        and _first(one) < _first(edition)
    )
    return max(mine, key=_first, default=None)


def _first(edition: Edition) -> dt.date:
    return edition.period.start or FIRST_DAY


def change_days(rulebook: Rulebook, since: dt.date) -> tuple[dt.date, ...]:
    """The days from ``since`` on with which an edition begins or is no longer in force, in their order."""
    days = {day for edition in rulebook.editions for day in (edition.period.start, edition.period.end)}
    return tuple(sorted(day for day in days if day is not None and day >= since))
