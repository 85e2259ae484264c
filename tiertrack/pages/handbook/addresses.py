"""The addresses of the pages: those of the keys, safe as the name of a file and within a link, whatever the key."""

from __future__ import annotations

import datetime as dt
import re

from tiertrack.law.regions import Region
from tiertrack.rules.edition import Edition

START = "index.html"
EDITIONS = "editions/index.html"
TITLES = "titles/index.html"
FACTS = "facts/index.html"
INSTRUMENTS = "instruments/index.html"
REGIONS = "regions/index.html"
DAYS = "on/index.html"
FEATURES = "features/index.html"
SEARCH = "search/index.html"

# Windows takes no colon in the name of a file; a title's key has no hyphen, so what stands before the first one is it.
_PLAIN = re.compile(r"[^A-Za-z0-9_@.-]")


def edition_address(edition: Edition) -> str:
    """Where an edition is, by its key: ``listed:main/recognition/2024`` at
    ``editions/listed-main/recognition/2024/index.html``."""
    return f"editions/{'/'.join(map(_segment, edition.key.split('/')))}/index.html"


def self_check_address(edition: Edition) -> str:
    """Where the self-check of an edition is: beside its page."""
    return edition_address(edition).removesuffix("index.html") + "selfcheck.html"


def title_address(key: str) -> str:
    """Where a title is."""
    return f"titles/{_segment(key)}/index.html"


def fact_address(key: str) -> str:
    """Where a fact is."""
    return f"facts/{_segment(key)}/index.html"


def instrument_address(key: str) -> str:
    """Where a document is."""
    return f"instruments/{_segment(key)}/index.html"


def region_address(region: Region) -> str:
    """Where a region is."""
    return f"regions/{region.code}/index.html"


def day_address(day: dt.date) -> str:
    """Where a day is, as ``on/2026-06-30/index.html``."""
    return f"on/{day.isoformat()}/index.html"


def year_address(year: int) -> str:
    """Where the calendar of a year is."""
    return f"on/{year}/index.html"


def feature_address(path: str) -> str:
    """Where a feature is, by its path: ``little_giant/miit-2022-63.feature`` at
    ``features/little_giant/miit-2022-63/index.html``."""
    return f"features/{'/'.join(map(_segment, path.removesuffix('.feature').split('/')))}/index.html"


def _segment(key: str) -> str:
    named = _PLAIN.sub(lambda sign: "-" if sign[0] == ":" else f"~{ord(sign[0]):x}", key)
    # A segment of dots alone leads to another folder.
    return named.replace(".", "~2e") if not named.strip(".") else named


def way_up(address: str) -> str:
    """What leads from a page to the folder the handbook is in: "" or ``../../``."""
    return "../" * address.count("/")
