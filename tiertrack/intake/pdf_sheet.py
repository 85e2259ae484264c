"""The tables of a PDF: those with ruled lines and text; a scan has none."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import IO, Any

from tiertrack.intake.archives import damaged_document, library, locked, reading, refuse_large, too_large
from tiertrack.intake.page_tables import Part, is_page_number, table_of_parts, unwrapped
from tiertrack.intake.sheet import Format, Table, Wanted

_MARK = b"%PDF-"
_MOST_PAGES = 1_000


@contextlib.contextmanager
def _pdf(file: IO[bytes], name: str) -> Iterator[Callable[[Wanted], Table]]:
    if file.read(len(_MARK)) != _MARK:
        raise damaged_document(name)
    refuse_large(file, name)
    pdfplumber = library("pdfplumber", "PDF", "documents", name)
    with _quiet():
        try:
            document = pdfplumber.open(file)
        except Exception as error:
            # Its errors wrap those of the library below it, whose kinds are no part of its interface.
            raise (locked if "Password" in repr(error) else damaged_document)(name) from None
        try:
            with reading(name, damaged_document):
                if len(document.pages) > _MOST_PAGES:
                    raise too_large(f"{len(document.pages)} 页", name)
                parts = list(_parts(document))
        finally:
            # What breaks the pages breaks the closing of them as well.
            with contextlib.suppress(Exception):
                document.close()
    yield lambda wanted: table_of_parts(parts, wanted, name)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What is odd in a document is no concern of whoever reads our output."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


FORMAT = Format((".pdf",), (_MARK,), _pdf, page=True)


def _parts(document: Any) -> Iterator[Part]:
    """Each table of each page, and whether a text stands between it and the one before."""
    below = True
    for page in document.pages:
        tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
        # A line of text may lean a little over a line of the table.
        words = [(word["text"], (word["top"] + word["bottom"]) / 2) for word in page.extract_words()]
        top = 0.0
        for table in tables:
            _left, upper, _right, lower = table.bbox
            between = [text for text, height in words if top <= height <= upper]
            apart = below or not is_page_number("".join(between))
            rows = tuple(tuple(map(unwrapped, row)) for row in table.extract())
            yield Part(rows, apart)
            top, below = lower, False
        rest = "".join(text for text, height in words if top <= height)
        below = below or not is_page_number(rest)
        page.close()
