"""The page of each document, and the list of all: its days, how far it was seen, and everything that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.facts.fact_notes import fact_notes
from tiertrack.law.instrument import Citation, Instrument
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.page_frame import Book, Page, cited_by
from tiertrack.rules.fact_sheet import fact_label
from tiertrack.rules.rulebook import period_text

PROJECTED = "规范性文件的登记（tiertrack/law/）和规则集各条的出处"


def instrument_pages(book: Book) -> Iterator[Page]:
    """The list of documents, and each."""
    ordered = sorted(book.instruments.values(), key=lambda one: (str(one.in_force or one.issued or ""), one.key))
    used = dict.fromkeys(book.instruments, 0)
    for edition in book.rulebook.editions:
        for key in {citation.provision.instrument.key for citation in cited_by(edition)}:
            used[key] += 1
    listed = [(one, dates_of(one), used[one.key]) for one in reversed(ordered)]
    yield book.page(addresses.INSTRUMENTS, "instruments.html", PROJECTED, instruments=listed)
    for instrument in ordered:
        yield _page(book, instrument)


def dates_of(instrument: Instrument) -> list[tuple[str, str]]:
    """The days of a document, each by its word."""
    days = (
        ("公布", instrument.issued),
        ("施行", instrument.in_force),
        ("被替代", instrument.superseded),
        ("核对", instrument.verified_on),
    )
    return [(word, str(day)) for word, day in days if day is not None]


def _page(book: Book, instrument: Instrument) -> Page:
    def is_of(citation: Citation | None) -> bool:
        return citation is not None and citation.provision.instrument.key == instrument.key

    ordered = book.rulebook.in_order().editions
    standing = [one for one in ordered if any(map(is_of, (one.citation, *one.amended_by)))]
    clauses: dict[tuple[str, str, str], list[Citation]] = {}
    for edition in ordered:
        for criterion in (*edition.criteria, *edition.grading):
            for citation in filter(is_of, (criterion.citation, *criterion.amended_by)):
                found = clauses.setdefault((criterion.key, criterion.label, criterion.gist), [])
                if citation not in found:
                    found.append(citation)
    procedures = [
        (key, TITLES[key])
        for key in TITLES
        if is_of(title_definition(key).procedure.citation)
        or any(is_of(one.citation) for one in title_definition(key).procedure.local)
    ]
    notes = [
        (key, fact_label(key), note)
        for key, found in fact_notes().items()
        for note in found
        if note.citation is not None and is_of(note.citation)
    ]
    return book.page(
        addresses.instrument_address(instrument.key),
        "instrument.html",
        PROJECTED,
        instrument=instrument,
        dates=dates_of(instrument),
        editions=standing,
        clauses=list(clauses.items()),
        procedures=procedures,
        notes=notes,
        period=period_text,
    )
