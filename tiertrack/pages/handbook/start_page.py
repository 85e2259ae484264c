"""The first page: the ladder as a picture, the titles with their editions, the days, the editions along the years."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.ladder.order import ladder_versions
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES, Adjacent, acts_of, title_of
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.day_pages import days_of
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.pages.handbook.pictures import FIRST_YEAR, ladder_picture, timeline_picture
from tiertrack.rules.edition import Edition

PROJECTED = "梯度次序（seeds/ladder_versions.csv）和规则集的各版本"


def start_page(book: Book) -> Iterator[Page]:
    """The first page."""
    days = days_of(book.rulebook)
    editions = book.rulebook.in_order().editions
    of_rungs = [one for one in editions if isinstance(one.tier, Tier) and one.region is None]
    default = next(version for version in ladder_versions() if version.is_default)
    yield book.page(
        addresses.START,
        "start.html",
        PROJECTED,
        ladder=ladder_picture(default),
        version_of_ladder=default,
        other_ladders=[version for version in ladder_versions() if version is not default],
        timeline=timeline_picture(of_rungs, days.last_year, "梯度七级的版本，自 2016 年起", _named),
        rungs=[(tier, [(act, _of(editions, tier.value, act.value)) for act in acts_of(tier)]) for tier in Tier],
        beside=[(title.key, title.label, _counted(editions, title.key)) for title in Adjacent],
        years=range(FIRST_YEAR, days.last_year + 1),
        changes=days.changes,
        counts={
            "editions": len(editions),
            "titles": len(TITLES),
            "days": len(days.pages),
            "scenarios": sum(len(scenario.examples) for one in book.features for scenario in one.scenarios),
        },
        results=book.results,
        doubts=book.doubts,
        title_of=title_of,
    )


def _named(edition: Edition) -> str:
    """What a line of the years is called: of a title with several standards the one, as 科创板."""
    return edition.variant.label if edition.variant else edition.tier.label


def _of(editions: tuple[Edition, ...], title: str, act: str) -> list[Edition]:
    """The national editions of a title for an act, the newest first."""
    found = [one for one in editions if (one.tier.value, one.act.value, one.region) == (title, act, None)]
    return sorted(found, key=lambda one: str(one.period.start or ""), reverse=True)


def _counted(editions: tuple[Edition, ...], title: str) -> int:
    return sum(one.tier.value == title for one in editions)
