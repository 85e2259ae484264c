"""Where an achievement is in the district's pool: in it, out of it, or converted by an enterprise that went on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.facts.achievement import Achievement
from tiertrack.labels import Labelled
from tiertrack.ladder.order import LadderVersion
from tiertrack.rules.assessment import Assessment
from tiertrack.temporal import AsOf, years_before
from tiertrack.titles.standing import Standing


class PoolStatus(Labelled):
    """The states of an achievement that was ever in the pool; the value is the key in JSON."""

    LISTED = "listed", "入库"
    REMOVED = "removed", "出库"
    CONVERTED = "converted", "已转化"


@frozen
class AchievementAccount:
    """The account of one achievement on a day: itself, its status (None where it never was in the pool or
    nothing is known of that), and the answer by the standard of the day (None where there is none)."""

    achievement: Achievement
    asof: AsOf
    status: PoolStatus | None
    assessment: Assessment | None

    __repr__ = briefly


def pool_status(
    achievement: Achievement, on: dt.date, producers: Iterable[Standing], version: LadderVersion
) -> PoolStatus | None:
    """The status on a day; ``producers`` are the enterprises that carried it into production, as of that day.

    It is converted once one of these has been on the third rung or above for twelve months; it stays in the register.
    """
    begun = [period for period in achievement.listings or () if period.start is None or period.start <= on]
    if not begun:
        return None
    if any(_went_on(standing, on, version) for standing in producers):
        return PoolStatus.CONVERTED
    return PoolStatus.LISTED if achievement.listed(on) else PoolStatus.REMOVED


# 第三级及以上：the rungs from this place on.
_THIRD = 2


def _went_on(standing: Standing, on: dt.date, version: LadderVersion) -> bool:
    """Whether an enterprise first came to the third rung or above at least twelve months ago."""
    spells = (spell for tier in version.rungs[_THIRD:] for spell in standing.track(tier.value).spells)
    starts = (spell.period.start for spell in spells)
    return any(start is None or start <= years_before(on, 1) for start in starts)
