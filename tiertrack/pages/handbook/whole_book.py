"""Every page of a handbook, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.pages.handbook.day_pages import day_pages
from tiertrack.pages.handbook.edition_pages import edition_pages
from tiertrack.pages.handbook.fact_pages import fact_pages
from tiertrack.pages.handbook.feature_pages import feature_pages
from tiertrack.pages.handbook.instrument_pages import instrument_pages
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.pages.handbook.region_pages import region_pages
from tiertrack.pages.handbook.search_page import search_page
from tiertrack.pages.handbook.self_check_pages import self_check_pages
from tiertrack.pages.handbook.start_page import start_page
from tiertrack.pages.handbook.title_pages import title_pages

PARTS = (
    start_page,
    edition_pages,
    title_pages,
    fact_pages,
    instrument_pages,
    region_pages,
    day_pages,
    feature_pages,
    search_page,
    self_check_pages,
)


def pages_of(book: Book) -> Iterator[Page]:
    """Every page of a handbook; no two have the same address.

    Raises BadInput where the library for templates is not installed.
    """
    for part in PARTS:
        yield from part(book)
