"""The page of each region that has something of its own, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.law.regions import Region
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.render.policy.diff_text import change_lines
from tiertrack.rules.regional import RegionalStandards, regional_standards
from tiertrack.rules.rulebook import period_text

PROJECTED = "规则集中各地自己的版本、称号和程序，与 tiertrack policy regions 相同"


def region_pages(book: Book) -> Iterator[Page]:
    """The list of regions, and each."""
    found = {region: _of(book, region) for region in regions_of(book)}
    yield book.page(addresses.REGIONS, "regions.html", PROJECTED, regions=list(found.items()))
    for region, own in found.items():
        yield book.page(
            addresses.region_address(region),
            "region.html",
            PROJECTED,
            region=region,
            own=own,
            period=period_text,
            change_lines=change_lines,
        )


def regions_of(book: Book) -> tuple[Region, ...]:
    """Every region with something of its own, documents that were not read included, by its code."""
    unread = (one.region for one in book.regional.unread)
    return tuple(sorted({*book.regional.regions, *unread}, key=lambda region: region.code))


def _of(book: Book, region: Region) -> RegionalStandards:
    return regional_standards(book.rulebook, None, region)
