"""The report of a register on a day: every number is the firms that are behind it."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Mapping

from attrs import field, frozen

from tiertrack.brevity import briefly, told
from tiertrack.duties.duty import DutyKind
from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.indicators.report import Compared, RegionReport
from tiertrack.labels import Labelled
from tiertrack.law.regions import Region
from tiertrack.law.titles import Title
from tiertrack.plotted import Plotted
from tiertrack.register_reports import Renamed
from tiertrack.screening.candidates import Readiness
from tiertrack.screening.readiness import Ready
from tiertrack.temporal import AsOf


@frozen
class ReportedFirm:
    """An enterprise on record as a report names it: ``place`` is its code of region, ``town`` its 镇街 where a list
    said one."""

    id: int
    name: str
    uscc: str | None
    place: str | None
    industry: str | None
    town: str | None

    def __repr__(self) -> str:
        return told(self, self.id, self.name)


Firms = tuple[ReportedFirm, ...]


@frozen
class RungCount:
    """A rung of the ladder, by what it is called there: who holds it on the day (``stock``), who was newly recognised
    in the year (``new``), who held it in the year or at the end of the one before and does not any more (``ended``);
    and the ``targets`` that plans set for the number of its holders, or of new ones, from this year on."""

    title: Title
    label: str
    stock: Firms
    new: Firms
    ended: Firms
    targets: tuple[Compared, ...] = ()

    __repr__ = briefly


@frozen
class FirmGroup:
    """The firms of one 镇街, district or industry, ``key`` empty where none is known: all, those that hold a rung, and
    the holders of each rung by the key of its title."""

    key: str
    firms: Firms
    holders: Firms
    by_rung: Mapping[str, Firms] = field(hash=False)

    __repr__ = briefly


@frozen
class DueGroup:
    """The firms that have the same to do by the same day; one that has it about two products is there twice."""

    due: dt.date
    opens: dt.date | None
    kind: DutyKind
    title: str
    what: str
    firms: Firms

    __repr__ = briefly


# What those one step away are called of whom every fact is known, and those of whom some are still missing.
NEAR_WHOLE, NEAR_LACKING = "差一步", "差一步还缺资料"
Readied = tuple[tuple[ReportedFirm, Ready], ...]


@frozen
class TitleReadiness:
    """How far the firms that do not hold a rung are from it; those farther away than any group are not there."""

    title: Title
    label: str
    found: Readied

    __repr__ = briefly

    @property
    def groups(self) -> tuple[tuple[str, Readied], ...]:
        """Each group by what it is called, the nearest first."""
        near = ((NEAR_WHOLE, self.near_whole), (NEAR_LACKING, self.near_lacking))
        each = (near if one is Readiness.NEAR else ((one.label, self.of(one)),) for one in Readiness)
        return tuple(itertools.chain.from_iterable(each))

    @property
    def near_whole(self) -> Readied:
        """Those one step away of whom every fact is known."""
        return tuple(one for one in self.of(Readiness.NEAR) if not one[1].missing)

    @property
    def near_lacking(self) -> Readied:
        """Those one step away, as far as is known, of whom facts are still missing."""
        return tuple(one for one in self.of(Readiness.NEAR) if one[1].missing)

    def of(self, readiness: Readiness) -> Readied:
        """Those of one group: who fails by least first, the others in the order they were enrolled."""
        group = [one for one in self.found if one[1].readiness is readiness]
        return tuple(sorted(group, key=lambda one: one[1].order))


class ChangeKind(Labelled):
    """What became of a title since a day; the value is its key in JSON."""

    GAINED = "gained", "新获得"
    REVIEWED = "reviewed", "复核通过"
    LAPSED = "lapsed", "失效"
    LOST = "lost", "取消"


@frozen
class HolderChange:
    """What became of a title of one firm since a day, on a day and by a document where these are known; of one it
    gained, whether that is by nothing but its own word."""

    kind: ChangeKind
    title: str
    firm: ReportedFirm
    on: dt.date | None
    document: str | None
    is_self_reported: bool = False

    __repr__ = briefly


@frozen
class Report(Plotted):
    """The report of a register on a day, of a region or of all of it (None).

    ``firms`` are all on record there, ``unplaced`` how many further ones have events but no place that tells whether
    they are. ``rungs`` are those of enterprises, the lowest first; ``places`` the groups by 镇街 or, where the region
    is no district, by district. ``readiness`` says of each rung who may go for it, ``not_asked`` names those without a
    standard. ``due`` is what falls due through ``until``; ``windows_left_out`` are further windows to apply in, for
    firms that fail the standard. ``renamed`` are the renamings from ``renamed_from`` on; ``changes`` what changed since
    ``since``, None where no such day was given. ``indicators`` are those of the region, ``counted`` the firms behind
    the register's own counts of each title, ``self_reported`` those of them there by nothing but their own word.
    """

    asof: AsOf
    region: Region | None
    firms: Firms
    unplaced: int
    rungs: tuple[RungCount, ...]
    places: tuple[FirmGroup, ...]
    industries: tuple[FirmGroup, ...]
    readiness: tuple[TitleReadiness, ...]
    not_asked: tuple[str, ...]
    until: dt.date
    due: tuple[DueGroup, ...]
    windows_left_out: int
    renamed_from: dt.date
    renamed: tuple[Renamed, ...]
    since: dt.date | None = None
    changes: tuple[HolderChange, ...] | None = None
    indicators: RegionReport | None = None
    counted: Mapping[tuple[str, MeasureKind], Firms] = field(factory=dict, hash=False)
    self_reported: Mapping[tuple[str, MeasureKind], Firms] = field(factory=dict, hash=False)

    def is_on_record(self, rung: RungCount) -> bool:
        """Whether the register has anything of a rung there: no record of it is not zero holders."""
        return bool(rung.stock) or (rung.title.value, MeasureKind.CUMULATIVE) in self.counted

    def __repr__(self) -> str:
        return told(self, self.region and self.region.code, self.asof.on, said=f"{len(self.firms)} 家")

    def far(self, of: TitleReadiness) -> Firms:
        """Those that do not hold a rung and are farther away from it than any group."""
        held = (rung.stock for rung in self.rungs if rung.title is of.title)
        near = {firm.id for firms in held for firm in firms} | {firm.id for firm, _ready in of.found}
        return tuple(firm for firm in self.firms if firm.id not in near)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record there."""
        return not self.firms and not self.unplaced

    @functools.cached_property
    def holders(self) -> Firms:
        """The firms that hold any rung on the day, in the order they were enrolled."""
        held = {firm.id: firm for rung in self.rungs for firm in rung.stock}
        return tuple(held[key] for key in sorted(held))

    @functools.cached_property
    def by_id(self) -> Mapping[int, ReportedFirm]:
        """Every firm by its id."""
        return {firm.id: firm for firm in self.firms}
