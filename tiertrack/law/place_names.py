"""The places a name begins with: a province, a city in it, a district in that, in full or as people say it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from tiertrack.law.region_table import shortened, spells
from tiertrack.law.regions import Region

_COUNTY = 6


def place_stripped(name: str) -> str:
    """What is left of a name without the places it begins with.

    A place may follow another that it lies in: 广东省深圳市南山区 and 广东深圳 are both gone, of 重庆大同 only 重庆 is.
    """
    rest, outer = name, frozenset[str]()
    while found := _first_place(rest, outer):
        rest, outer = rest[len(found) :], _within(found, outer)
    return rest


def _first_place(text: str, outer: frozenset[str]) -> str:
    beginning = _beginnings().get(text[:2], ())
    return next((place for place in beginning if text.startswith(place) and _counts(place, text, outer)), "")


def _counts(place: str, text: str, outer: frozenset[str]) -> bool:
    if outer:
        return bool(_within(place, outer))
    found = _places()[place]
    if any(full or Region(code).narrowness < _COUNTY for code, full in found.items()):
        return True
    # Many a trade name is what some counties are called for short.
    return len(found) == 1 and len(text) - len(place) > 2


@functools.lru_cache(maxsize=4096)
def _within(place: str, outer: frozenset[str]) -> frozenset[str]:
    """The codes a place of this name has inside one of others; any it has where there are none."""
    inside = _places()[place]
    if not outer:
        return frozenset(inside)
    return frozenset(code for code in inside for one in outer - {code} if Region(one).contains(Region(code)))


@functools.cache
def _places() -> Mapping[str, Mapping[str, bool]]:
    """The codes of each name, and of each whether it is the full name of the place."""
    found: dict[str, dict[str, bool]] = {}
    for code, name, is_current in _listed():
        found.setdefault(name, {})[code] = True
        if is_current or Region(code).narrowness < _COUNTY:
            found.setdefault(shortened(name), {}).setdefault(code, False)
    return {name: codes for name, codes in found.items() if len(name) > 1}


@functools.cache
def _beginnings() -> Mapping[str, tuple[str, ...]]:
    """The names by the two characters they begin with, longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(_places(), key=len, reverse=True):
        found.setdefault(name[:2], []).append(name)
    return {beginning: tuple(names) for beginning, names in found.items()}


def _listed() -> Iterator[tuple[str, str, bool]]:
    """The code and the name of every place there is or was, and whether it is still called so."""
    for code, known in spells().items():
        for spell in known:
            yield code, spell.name, not spell.through
