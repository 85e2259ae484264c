"""Counting over the whole register in one pass, a thousand enterprises at a time, so that memory stays the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tiertrack.app.firm_pass import with_events
from tiertrack.batches import batches
from tiertrack.indicators.catalogue import Catalogue
from tiertrack.indicators.report import RegionReport, region_report
from tiertrack.indicators.seed_tables import catalogue as shipped_catalogue
from tiertrack.indicators.tally import Tallies, Tally, parts
from tiertrack.law.regions import Region
from tiertrack.ports import RegisterReader
from tiertrack.temporal import AsOf

_CHUNK = 1000


def indicators(
    asof: AsOf,
    region: Region | None = None,
    register: RegisterReader | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[RegionReport, ...]:
    """Published figures and planned targets of a region, beside the counts of a register where one is given.

    Without a region, one report for each region of the catalogue; by the shipped catalogue unless another is given.
    Raises BadFile where the catalogue cannot be right.
    """
    known = shipped_catalogue() if catalogue is None else catalogue
    regions = known.regions if region is None else (region,)
    counted = {} if register is None else tallied(register, asof, regions)
    return tuple(region_report(known, place, asof.on, counted.get(place)) for place in regions)


def tallied(register: RegisterReader, asof: AsOf, regions: Sequence[Region]) -> Mapping[Region, Mapping[str, Tally]]:
    """The counts of each title in each region, by the regions of the enterprises on the day."""
    tallies = Tallies(regions)
    for keys in batches(register.with_events(asof.known_at), _CHUNK):
        for firm, events in with_events(register, keys, asof):
            tallies.add(Region(firm.region) if firm.region else None, parts(events, asof))
    return {region: tallies.of(region) for region in regions}
