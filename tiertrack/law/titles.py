"""The register of titles: every title there is, by its key, each defined by the instrument that confers it.

A title is a word of the vocabulary, as a fact is. What an event on record means may not depend on by whose rules an
enterprise is judged today, so titles are registered once for the whole process, while editions travel with the rulebook
they belong to. The seven rungs are defined together (``tier_titles``); every other title by the module of its
instrument, as ``各称号``, of this package or of a district's.

This package's own are named in ``seeds/title_index.csv``, so that keys and labels are known without a rulebook; the
module of a title is imported when its definition is first needed. A district's are registered when its rules are
loaded; whoever can load some on request (``further_titles``) is asked once, when a word is first found to name none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from importlib import import_module
from typing import TypeVar

from tiertrack.errors import BrokenRulebook
from tiertrack.law.procedure import Procedure
from tiertrack.law.tiers import Tier
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.shipped import seed_rows

_Value = TypeVar("_Value")

_INDEX = {row["key"]: row for row in seed_rows("title_index.csv")}

_RUNGS = {tier.value: tier for tier in Tier}

# The Chinese name of every title by its key, the rungs first. Only registering a title adds to it.
TITLES: dict[str, str] = {
    **{key: tier.label for key, tier in _RUNGS.items()},
    **{key: row["label"] for key, row in _INDEX.items()},
}

_defined: dict[str, TitleDefinition] = {}
_further: list[Callable[[], object]] = []
_forgetting: list[Callable[[], object]] = []


def title_definition(key: str) -> TitleDefinition:
    """The title with this key; raises KeyError where there is none."""
    return _defined.get(key) or _shipped(key)


def _shipped(key: str) -> TitleDefinition:
    """A title of this package, whose module is imported now."""
    if key in _INDEX:
        found: Iterable[TitleDefinition] = import_module(_INDEX[key]["module"]).各称号
    else:
        found = import_module("tiertrack.law.tier_titles").TIER_TITLES
    _defined.update((one.key, one) for one in found)
    return _defined[key]


def instrument_modules() -> tuple[str, ...]:
    """The names of the modules that define the titles beside the ladder of this package."""
    return tuple(dict.fromkeys(row["module"] for row in _INDEX.values()))


def is_title(key: str) -> bool:
    """Whether there is a title with this key, one of an installed rulebook that was not needed before included."""
    return key in TITLES or (looked_further() and key in TITLES)


def further_titles(load: Callable[[], object]) -> None:
    """Asks ``load`` for the titles it can register once a word turns out to name no title yet."""
    _further.append(load)


def looked_further() -> bool:
    """Whether somebody was left to be asked for further titles; now nobody is."""
    if not _further:
        return False
    while _further:
        load = _further.pop()
        try:
            load()
        except BrokenRulebook:
            # Whoever asks for that rulebook is told what is wrong with it; its titles are known to nobody.
            continue
    return True


@contextmanager
def registered(titles: Iterable[TitleDefinition]) -> Iterator[None]:
    """Registers titles that were found sound; takes them back where what rests on them is not, so that it raises."""
    new = {one.key: one for one in titles}
    before = {key: _defined.get(key) for key in new}
    _put(new)
    try:
        yield
    except BaseException:
        _put(before)
        raise


def withdraw(keys: Iterable[str]) -> None:
    """Takes back titles that were registered; raises KeyError for one that was not, or is of this package."""
    found = tuple(keys)
    for key in found:
        if title_definition(key).origin is None:
            raise KeyError(key)
    _put(dict.fromkeys(found))


def _put(titles: Mapping[str, TitleDefinition | None]) -> None:
    for key, one in titles.items():
        if one is None:
            _defined.pop(key, None)
            TITLES.pop(key, None)
        else:
            _defined[key] = one
            TITLES[key] = one.label
    for forget in _forgetting:
        forget()


def on_change(forget: Callable[[], object]) -> None:
    """Has ``forget`` called whenever titles are registered or taken back, by those who keep what follows from them."""
    _forgetting.append(forget)


class _ByTitle(Mapping[str, _Value]):
    """What ``of`` gives for each title by its key."""

    def __init__(self, of: Callable[[str], _Value]) -> None:
        self._of = of

    def __getitem__(self, key: str) -> _Value:
        return self._of(key)

    def __contains__(self, key: object) -> bool:
        return key in TITLES

    def __iter__(self) -> Iterator[str]:
        return iter(TITLES)

    def __len__(self) -> int:
        return len(TITLES)


def _rung_or_definition(key: str) -> Tier | TitleDefinition:
    return _RUNGS.get(key) or title_definition(key)


Title = Tier | TitleDefinition

# Every title by its key: a rung of the ladder as its member, any other as its definition.
TITLED: Mapping[str, Title] = _ByTitle(_rung_or_definition)

# The procedure of every title by its key.
PROCEDURES: Mapping[str, Procedure] = _ByTitle(lambda key: title_definition(key).procedure)


class _OfProducts(Set[str]):
    def __contains__(self, key: object) -> bool:
        return key in TITLES and title_definition(str(key)).held_per_product

    def __iter__(self) -> Iterator[str]:
        return (key for key in TITLES if key in self)

    def __len__(self) -> int:
        return sum(1 for _key in self)


# The titles whose certificate prints a product: an enterprise may hold one for each of several products.
OF_PRODUCTS: Set[str] = _OfProducts()


class _Adjacents(type):
    """What makes ``Adjacent`` the list of its members."""

    def __getattr__(cls, name: str) -> TitleDefinition:
        key = name.lower()
        if name != key.upper() or key not in cls._keys():
            raise AttributeError(f"没有这个称号：{name}")
        return title_definition(key)

    def __call__(cls, key: str) -> TitleDefinition:
        if key not in cls._keys():
            raise ValueError(f"没有这个称号：{key}")
        return title_definition(key)

    def __iter__(cls) -> Iterator[TitleDefinition]:
        return map(title_definition, cls._keys())

    def __len__(cls) -> int:
        return len(cls._keys())

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, TitleDefinition) and one.key in cls._keys()

    def _keys(cls) -> list[str]:
        return [key for key in TITLES if key not in _RUNGS]


class Adjacent(metaclass=_Adjacents):
    """The titles beside the ladder, tracked with it, and often a direct route or evidence for a rung.

    Each is a TitleDefinition, found as ``Adjacent.GAZELLE_CQ`` or ``Adjacent("gazelle_cq")``.
    """
