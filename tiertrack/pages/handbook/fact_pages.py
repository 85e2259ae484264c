"""The page of each fact, and the list of all: how it is written and filled in, and what every edition asks of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tiertrack.facts.fact_notes import UNDEFINED, fact_notes
from tiertrack.facts.vocabulary import FACTS
from tiertrack.law.titles import TITLES
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.render.policy.edition_text import where_text
from tiertrack.render.policy.fact_limits import limits_on, written_as
from tiertrack.rules.edition import Edition
from tiertrack.rules.fact_sheet import AskedFact, fact_label, fact_sheet_of
from tiertrack.rules.rulebook import period_text
from tiertrack.rules.succession import before

PROJECTED = "词汇表、填报口径（seeds/fact_notes.csv）和规则集各版本的条件"

_Asking = list[tuple[Edition, AskedFact]]


def fact_pages(book: Book) -> Iterator[Page]:
    """The list of facts, and each, those that are only read beside them included."""
    asking: dict[str, _Asking] = {key: [] for key in FACTS}
    for edition in book.rulebook.in_order().editions:
        for asked in fact_sheet_of(edition).facts:
            asking.setdefault(asked.key, []).append((edition, asked))
    listed = [(key, fact_label(key), _written(key), len(found)) for key, found in asking.items()]
    yield book.page(addresses.FACTS, "facts.html", PROJECTED, facts=listed)
    for key, found in asking.items():
        yield _page(book, key, found)


def _written(key: str) -> str:
    return written_as(FACTS[key]) if key in FACTS else ""


def _page(book: Book, key: str, asking: _Asking) -> Page:
    notes = [
        {
            "text": note.text,
            "citation": note.citation,
            "of": "、".join(dict.fromkeys(map(_standard_name(book), note.standards))),
        }
        for note in fact_notes().get(key, ())
    ]
    return book.page(
        addresses.fact_address(key),
        "fact.html",
        PROJECTED,
        key=key,
        label=fact_label(key),
        written=_written(key),
        notes=notes,
        undefined=UNDEFINED if not any(note["citation"] for note in notes) else "",
        rows=list(_rows(book, key, asking)),
        period=period_text,
        where=where_text,
    )


def _standard_name(book: Book) -> Any:
    def name(standard: str) -> str:
        document, _colon, title = standard.partition(":")
        number = book.instruments[document].number if document in book.instruments else document
        return f"{number}（{TITLES[title]}）" if title in TITLES else number

    return name


def _rows(book: Book, key: str, asking: _Asking) -> Iterator[Mapping[str, Any]]:
    """What each edition asks of a fact, and whether the one before asked the same."""
    told: dict[str, tuple[str, ...]] = {}
    for edition, asked in asking:
        limits = [(criterion, list(limits_on(criterion.test, key))) for criterion in asked.criteria]
        told[edition.key] = tuple(limit for _criterion, found in limits for limit in found)
        previous = before(book.rulebook, edition)
        if previous is None:
            change = "第一版"
        elif previous.key not in told:
            change = "上一版不看"
        else:
            change = "与上一版相同" if told[previous.key] == told[edition.key] else "与上一版不同"
        yield {"edition": edition, "limits": limits, "change": change, "differs": change == "与上一版不同"}
