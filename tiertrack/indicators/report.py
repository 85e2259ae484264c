"""Published figures and planned targets beside the register's own counts, with the distance to each target.

A target is compared with the register's count only where both are the same thing, counted the same way; otherwise the
reason is given and nothing is subtracted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from tiertrack.brevity import briefly, told
from tiertrack.indicators.agreement import Checked, checked, doubted
from tiertrack.indicators.catalogue import Catalogue, Check, Measure, MeasureKind, Observation, Target, Word
from tiertrack.indicators.tally import Count, Tally
from tiertrack.law.regions import Region


@frozen
class OwnCount:
    """The register's own count for a measure.

    ``number`` is None where it cannot be counted, for the reason ``why_not`` gives; ``unplaced`` are further
    enterprises of which it is not known whether they are in the region. ``self_reported`` are those of the number of
    which nothing but their own word is known.
    """

    number: int | None
    unplaced: int = 0
    why_not: str = ""
    self_reported: int = 0

    __repr__ = briefly


@frozen
class Shown:
    """A printed number, with the checks in which it disagrees with others."""

    observation: Observation
    doubts: tuple[Check, ...]

    __repr__ = briefly


@frozen
class Compared:
    """A target beside the register's count: how many are lacking, or why the two are not to be compared.

    Neither where the register was not asked. ``rivals`` are other targets for the same measure and year.
    """

    target: Target
    lacking: int | None
    why_not: str
    rivals: tuple[Target, ...]

    __repr__ = briefly


@frozen
class Reported:
    """One measure in one region; ``own`` is None where the register was not asked. ``nationwide`` are the numbers of
    the whole country, for comparison."""

    measure: Measure
    own: OwnCount | None
    observations: tuple[Shown, ...]
    targets: tuple[Compared, ...]
    nationwide: tuple[Shown, ...] = ()

    __repr__ = briefly

    @property
    def is_informative(self) -> bool:
        """Whether there is any number or target, or anything the register counts."""
        counted = self.own is not None and (self.own.number is not None or self.own.unplaced > 0)
        return counted or bool(self.observations or self.targets)


@frozen
class RegionReport:
    """Every measure of a region with a number, a target or a count, and the checks on its printed numbers."""

    region: Region
    measures: tuple[Reported, ...]
    checks: tuple[Checked, ...]

    def __repr__(self) -> str:
        return told(self, self.region.code, said=f"{len(self.measures)} 项指标")


def region_report(
    catalogue: Catalogue, region: Region, on: dt.date, tallies: Mapping[str, Tally] | None
) -> RegionReport:
    """The report of a region on a day; ``tallies`` are the register's counts by title, None where it was not asked."""
    checks = catalogue.checks_of(region)
    found = []
    for measure in catalogue.measures.values():
        own = own_count(measure, tallies) if tallies is not None else None
        targets = catalogue.aimed_at(measure, region)
        shown, nationwide = (
            tuple(
                Shown(observation, doubted(observation, checks)) for observation in catalogue.observed(measure, place)
            )
            for place in (region, None)
        )
        aims = tuple(compared(target, own, on, targets) for target in targets)
        found.append(Reported(measure, own, shown, aims, nationwide))
    return RegionReport(
        region, tuple(reported for reported in found if reported.is_informative), tuple(map(checked, checks))
    )


def own_count(measure: Measure, tallies: Mapping[str, Tally]) -> OwnCount:
    """The register's own count for a measure, by the measure's kind."""
    if measure.title is None:
        return OwnCount(None, why_not=measure.not_counted)
    tally = tallies.get(measure.title, Tally())
    unplaced = _of_kind(tally.unplaced, measure.kind)
    if not tally.there.recorded:
        return OwnCount(None, unplaced, "登记库里没有这一称号在本地区的记录，没有记录不是零")
    own_word = _of_kind(tally.self_reported, measure.kind)
    return OwnCount(_of_kind(tally.there, measure.kind), unplaced, self_reported=own_word)


def _of_kind(count: Count, kind: MeasureKind) -> int:
    match kind:
        case MeasureKind.STOCK:
            return count.stock
        case MeasureKind.FLOW:
            return count.new
        case MeasureKind.CUMULATIVE:
            return count.ever
        case _:
            raise ValueError(f"登记库不数{kind.label}")


def compared(target: Target, own: OwnCount | None, on: dt.date, side: tuple[Target, ...] = ()) -> Compared:
    """A target beside the register's own count on a day and the other targets at its side."""
    rivals = tuple(rival for rival in side if rival is not target and rival.year == target.year)
    if own is None:
        return Compared(target, None, "", rivals)
    why_not = _why_not(target, own, on)
    if why_not or own.number is None or target.amount is None:
        return Compared(target, None, why_not, rivals)
    return Compared(target, target.word.lacking(target.amount.number, own.number), "", rivals)


def _why_not(target: Target, own: OwnCount, on: dt.date) -> str:
    """Why a target and the register's count are not to be compared; empty where they are."""
    if target.measure.title is None:
        return own.why_not
    if target.amount is None:
        return "目标的数值没有读到"
    dated = target.source.dated
    if dated is not None and dated.period.start is not None and on < dated.period.start:
        return f"这一天文件还没有印发（{dated.text}）"
    return (_other_flow(target, on.year) if target.word.is_of_flow else "") or own.why_not


def _other_flow(target: Target, year: int) -> str:
    """Why a target of flow is not about what the register counts as new in a year; empty where it is."""
    if target.word is not Word.CULTIVATE:
        return f"口径不同：“{target.word.value}”可以是净增，登记库数的是当年新认定"
    if target.since is None or target.year is None:
        return "口径不同：目标是几年的合计而起算年度没有写明，登记库数的是当年新认定"
    if target.since != target.year:
        return f"口径不同：目标是 {target.since}—{target.year} 年的合计，登记库数的是当年新认定"
    return "" if target.year == year else f"口径不同：目标是 {target.year} 年的，登记库数的是 {year} 年新认定"
