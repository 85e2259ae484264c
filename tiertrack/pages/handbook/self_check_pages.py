"""The self-checks of a handbook: of the editions in force on the day it is asked to have them of."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.engines.javascript.policy_program import PolicyProgram
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.pages.selfcheck.selfcheck_page import page_of


def self_check_pages(book: Book) -> Iterator[Page]:
    """A self-check for each edition in force on that day."""
    for edition in book.rulebook.editions:
        address = book.self_check(edition)
        if address is not None and book.checked_on is not None:
            yield Page(address, page_of(PolicyProgram(edition, book.checked_on)))
