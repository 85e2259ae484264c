"""The register of titles: every title there is, by its key, each defined by the instrument that confers it.

A title is a word of the vocabulary, as a fact is. What an event on record means may not depend on by whose rules an
enterprise is judged today, so titles are registered once for the whole process, while editions travel with the rulebook
they belong to. The seven rungs are defined together (``tier_titles``); every other title by the module of its
instrument, as ``各称号``, of this package or of a district's.

This package's own are named in ``seeds/title_index.csv``, so that keys and labels are known without a rulebook; the
module of a title is imported when its definition is first needed. A district's are registered when its rules are
loaded; a source that can load some on request (``further_titles``) is asked once, when a word first names none.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import ParamSpec, TypeVar, cast

from tiertrack.errors import BrokenRulebook
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.shipped import seed_rows

# A title: a rung of the ladder as its member, any other as its definition.
Title = Tier | TitleDefinition

_Asked = ParamSpec("_Asked")
_Derived = TypeVar("_Derived")

_RUNGS = {tier.value: tier for tier in Tier}
_INDEX = {row["key"]: row for row in seed_rows("title_index.csv")}

# The Chinese name of every title by its key, the rungs first. Only registering a title adds to it.
TITLES: dict[str, str] = {
    **{key: tier.label for key, tier in _RUNGS.items()},
    **{key: row["label"] for key, row in _INDEX.items()},
}

_defined: dict[str, TitleDefinition] = {}
_further: list[Callable[[], object]] = []
_forgetting: list[Callable[[], object]] = []


def kept_with_the_titles(derive: Callable[_Asked, _Derived]) -> Callable[_Asked, _Derived]:
    """Keeps what a function derives from the titles until titles are registered or taken back."""
    kept = functools.cache(derive)
    _forgetting.append(kept.cache_clear)
    return cast(Callable[_Asked, _Derived], kept)


@kept_with_the_titles
def title_definition(key: str) -> TitleDefinition:
    """The title with this key; raises KeyError where there is none."""
    return _defined.get(key) or _shipped(key)


def _shipped(key: str) -> TitleDefinition:
    """A title of this package, whose module is imported now."""
    if key in _INDEX:
        found: Iterable[TitleDefinition] = import_module(_INDEX[key]["module"]).各称号
    else:
        found = import_module("tiertrack.law.tier_titles").TIER_TITLES
    _defined.update((title.key, title) for title in found)
    return _defined[key]


def title_of(key: str) -> Title:
    """The rung with this key, or the definition of another title; raises KeyError where there is none."""
    return _RUNGS.get(key) or title_definition(key)


def acts_of(title: Title) -> tuple[Act, ...]:
    """What may be asked of a title: 退市 only of a listing."""
    return tuple(act for act in Act if act.is_applied_for or title is Tier.LISTED)


def held_per_product(key: str) -> bool:
    """Whether the certificates of the title with this key print a product; no where there is no such title."""
    return key in TITLES and title_definition(key).held_per_product


def instrument_modules() -> tuple[str, ...]:
    """The names of the modules that define the titles beside the ladder of this package."""
    return tuple(dict.fromkeys(row["module"] for row in _INDEX.values()))


def further_titles(load: Callable[[], object]) -> None:
    """Asks ``load`` for the titles it can register once a word turns out to name no title yet."""
    _further.append(load)


def looked_further() -> bool:
    """Whether any source of further titles was left to be asked; now none is."""
    if not _further:
        return False
    while _further:
        load = _further.pop()
        try:
            load()
        except BrokenRulebook:
            # A question to that rulebook says what is wrong with it; until then its titles are unknown.
            continue
    return True


@contextmanager
def registered(titles: Iterable[TitleDefinition]) -> Iterator[None]:
    """Registers titles that were found sound; takes them back where what rests on them is not, so that it raises."""
    new = {title.key: title for title in titles}
    before = {key: _defined.get(key) for key in new}
    put_titles(new)
    try:
        yield
    except BaseException:
        put_titles(before)
        raise


def put_titles(titles: Mapping[str, TitleDefinition | None]) -> None:
    """Registers titles by their keys, and takes back those without a definition."""
    for key, title in titles.items():
        if title is None:
            _defined.pop(key, None)
            TITLES.pop(key, None)
        else:
            _defined[key] = title
            TITLES[key] = title.label
    for forget in _forgetting:
        forget()


def _beside() -> list[str]:
    return [key for key in TITLES if key not in _RUNGS]


class _Adjacents(type):
    """What makes ``Adjacent`` the list of its members."""

    def __getattr__(cls, name: str) -> TitleDefinition:
        if not name.isupper() or name.lower() not in _beside():
            raise AttributeError(f"没有这个称号：{name}")
        return title_definition(name.lower())

    def __call__(cls, key: str) -> TitleDefinition:
        if key not in _beside():
            raise ValueError(f"没有这个称号：{key}")
        return title_definition(key)

    def __iter__(cls) -> Iterator[TitleDefinition]:
        return map(title_definition, _beside())

    def __instancecheck__(cls, title: object) -> bool:
        return isinstance(title, TitleDefinition) and title.key in _beside()


class Adjacent(metaclass=_Adjacents):
    """The titles beside the ladder, tracked with it, and often a direct route or evidence for a rung.

    Each is a TitleDefinition, found as ``Adjacent.GAZELLE_CQ`` or ``Adjacent("gazelle_cq")``.
    """
