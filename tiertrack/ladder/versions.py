"""The order of the rungs as dated data: it is a matter of local plans, not of the statutory prerequisites."""

from __future__ import annotations

import datetime as dt
import functools

from attrs import frozen

from tiertrack.law.scope import Region, Tier
from tiertrack.shipped import seed_rows
from tiertrack.temporal import Period

__all__ = ["LadderVersion", "ladder_versions", "select_ladder"]


@frozen
class LadderVersion:
    """One published order of the rungs, lowest first, with the region and days it is for and where it was published."""

    key: str
    region: Region
    period: Period
    rungs: tuple[Tier, ...]
    source: str
    is_default: bool


@functools.cache
def ladder_versions() -> tuple[LadderVersion, ...]:
    """Every encoded order."""
    return tuple(_version(row) for row in seed_rows("ladder_versions.csv"))


def select_ladder(on: dt.date, region: Region | None) -> LadderVersion:
    """The order in force on a day in a region, the most local first; elsewhere and earlier the default order."""
    found = [one for one in ladder_versions() if region and one.region.contains(region) and on in one.period]
    if found:
        return max(found, key=lambda one: one.region.narrowness)
    return next(one for one in ladder_versions() if one.is_default)


def _version(row: dict[str, str]) -> LadderVersion:
    last = dt.date.fromisoformat(row["through"]) if row["through"] else None
    return LadderVersion(
        key=row["key"],
        region=Region(row["region"]),
        period=Period.through(dt.date.fromisoformat(row["from"]), last),
        rungs=tuple(map(Tier, row["rungs"].split("|"))),
        source=row["source"],
        is_default=row["default"] == "是",
    )
