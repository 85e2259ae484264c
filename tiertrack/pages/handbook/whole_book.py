"""Every page of a handbook, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tiertrack.pages.handbook import addresses
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


def _editions(book: Book) -> Iterator[Page]:
    """The pages of the editions, and their self-checks beside them."""
    yield from edition_pages(book)
    yield from self_check_pages(book)


# By what the addresses of their pages begin with.
_PARTS: Mapping[str, Callable[[Book], Iterator[Page]]] = {
    addresses.START: start_page,
    "editions": _editions,
    "titles": title_pages,
    "facts": fact_pages,
    "instruments": instrument_pages,
    "regions": region_pages,
    "on": day_pages,
    "features": feature_pages,
    "search": search_page,
}
PARTS = tuple(_PARTS.values())


def part_at(address: str, book: Book) -> Iterator[Page]:
    """The pages of the part of a handbook that an address is in; none where it is in no part.

    Raises BadInput as ``pages_of`` does.
    """
    part = _PARTS.get(address.partition("/")[0])
    return iter(()) if part is None else part(book)


def pages_of(book: Book) -> Iterator[Page]:
    """Every page of a handbook; no two have the same address.

    Raises BadInput where the library for templates is not installed.
    """
    for part in PARTS:
        yield from part(book)
