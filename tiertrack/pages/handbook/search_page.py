"""The page that finds a word in the handbook, by a script and an index that it brings along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tiertrack.facts.fact_notes import fact_notes
from tiertrack.facts.vocabulary import FACTS
from tiertrack.law.title_names import old_names_of
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.pages.environment import data_block
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.day_pages import days_of
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.pages.handbook.region_pages import regions_of
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import period_text
from tiertrack.shipped import seed_rows
from tiertrack.temporal import FIRST_DAY

PROJECTED = "手册的各页"
SCRIPT = "handbook_search.js"

# A kind, what is found, what is said of it, where it is, further words it is found by, and the edition it is of: what
# several editions say alike is shown once.
Entry = tuple[str, str, str, str, str, str]


def search_page(book: Book) -> Iterator[Page]:
    """The page."""
    days = days_of(book.rulebook)
    index: dict[str, Any] = {
        "entries": list(entries(book)),
        "words": {row["word"]: row["finds"].split() for row in seed_rows("search_words.csv")},
        "days": [day.isoformat() for day in days.pages],
        "up": addresses.way_up(addresses.SEARCH),
    }
    yield book.page(addresses.SEARCH, "search.html", PROJECTED, scripts=(SCRIPT,), index=data_block(index))


def entries(book: Book) -> Iterator[Entry]:
    """Everything that is found by a word."""
    for key, label in TITLES.items():
        title = title_definition(key)
        words = (key, *title.aliases, *title.short_names, *(old.label for old in old_names_of(key)))
        yield "称号", label, title.procedure.authority.label, addresses.title_address(key), " ".join(words), ""
    # Whoever asks without a year means the standard of today first.
    for edition in sorted(book.rulebook.in_order().editions, key=_first_day, reverse=True):
        where = addresses.edition_address(edition)
        words = (edition.key, edition.citations, *(note.gist for note in edition.notes))
        yield "版本", edition.name, period_text(edition), where, " ".join(map(str, words)), ""
        for criterion in edition.criteria:
            yield "条件", criterion.label, criterion.gist, f"{where}#{criterion.key}", criterion.key, edition.name
        if edition.materials:
            materials = "、".join(material.name for material in edition.materials)
            yield "材料", "佐证材料", materials, f"{where}#materials", "", edition.name
    for key, fact in FACTS.items():
        notes = " ".join(note.text for note in fact_notes().get(key, ()))
        yield "事实", fact.label, "怎样填，哪些版本看它", addresses.fact_address(key), f"{key} {notes}", ""
    for instrument in book.instruments.values():
        where = addresses.instrument_address(instrument.key)
        yield "文件", instrument.number or instrument.title, instrument.title, where, instrument.key, ""
    for region in regions_of(book):
        yield "各地", region.label, "与全国不同的", addresses.region_address(region), region.code, ""
    for feature in book.features:
        where = addresses.feature_address(feature.path)
        for scenario in feature.scenarios:
            yield "场景", scenario.title, feature.title, f"{where}#{scenario.anchor}", scenario.rule, ""


def _first_day(edition: Edition) -> dt.date:
    return edition.period.start or FIRST_DAY
