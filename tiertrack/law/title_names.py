"""Reading a title by its name: its key, its label, what it is called today or was called once, with or without the
level that confers it; and words that are taken for a title and name none.

A title keeps its rung whatever its name was; the name printed is kept with what happened. One of the old names gave no
title at all: 培育企业 were only on their way to one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from tiertrack.labels import plain_word
from tiertrack.law.instruments import 发行上市规则
from tiertrack.law.region_table import shortened
from tiertrack.law.regions import listed_provinces
from tiertrack.law.title_definition import Level, OldName, TitleDefinition
from tiertrack.law.titles import TITLES, held_per_product, kept_with_the_titles, looked_further, title_definition


@frozen
class NamedTitle:
    """The key of a title, and the old name it was called by, where it was."""

    title: str
    old: OldName | None = None


def named_title(word: str) -> NamedTitle | None:
    """The title of a key, a label, an alias or an old name, without regard to quotation marks, blanks, capitals and the
    ending 企业; None for any other word."""
    if word in TITLES:
        return NamedTitle(word)
    folded = _folded(word)
    found = _names().get(folded) or (_names().get(folded) if looked_further() else None)
    return found or (NamedTitle(there[0]) if len(there := of_places(word)) == 1 else None)


def key_of_title(word: str) -> str:
    """The key of the title a word names today; any other word as it is."""
    if word in TITLES:
        return word
    found = named_title(word)
    return word if found is None or found.old is not None else found.title


def titles_in(text: str) -> frozenset[str]:
    """The keys of the titles that a text speaks of by any of their names, as a heading does; of names that begin at one
    place the longest counts. A name that titles of several levels share speaks of each of them."""
    pattern, named = _spoken_of()
    plain = re.sub("高新(?:技术)?产业", "", plain_word(text))
    return frozenset(key for found in pattern.finditer(plain) for key in named[found[0]])


def old_name(word: str) -> OldName | None:
    """The old name a word is."""
    found = named_title(word)
    return found.old if found else None


def old_names_of(title: str) -> tuple[OldName, ...]:
    """The names a title had before."""
    return title_definition(title).old_names if title in TITLES else ()


def of_another_level(word: str) -> tuple[str, str] | None:
    """The level that stands before a word, and the key of the title it names without it; None where it names none."""
    return None if of_places(word) else _with_level(word)


def _with_level(word: str) -> tuple[str, str] | None:
    folded = _folded(word)
    # 重庆 stands before the rest of 重庆市 as well.
    for level in (*(one for one in _levels() if folded.startswith(one)), ""):
        title = _names().get(folded.removeprefix(level))
        if title is not None and title.old is None:
            return level, title.title
    return None


def namesakes(title: str) -> tuple[str, ...]:
    """The keys of the titles that share a name with one where the level or the region is left out: the national one,
    and those of regions called after it."""
    own = _stem(title_definition(title))
    return tuple(key for key in TITLES if key != title and _stem(title_definition(key)) == own)


def nationwide_like(title: TitleDefinition) -> tuple[str, ...]:
    """The keys of the titles of the whole country whose name begins with that of one of a place."""
    own = _stem(title)
    whole = (title_definition(key) for key in TITLES if title_definition(key).region is None)
    return tuple(one.key for one in whole if _stem(one).startswith(own))


def of_places(word: str) -> tuple[str, ...]:
    """The keys of the titles that places call after a national one, where their level or one of the places stands
    before its name: 省级单项冠军 is the title of several, 河北省单项冠军 of one."""
    found = _with_level(word)
    if found is None:
        return ()
    level, title = found
    return tuple(key for key in namesakes(title) if level in _level_words(title_definition(key)))


def names_of(title: TitleDefinition) -> tuple[str, ...]:
    """The words that name a title and no other, folded: its key, label, aliases, short and old names."""
    former = (word for old in title.old_names for word in (old.label, *old.also))
    return tuple(dict.fromkeys(map(_folded, (title.key, title.label, *title.aliases, *title.short_names, *former))))


@functools.lru_cache(maxsize=1024)
def _folded(word: str) -> str:
    """A word without quotation marks, blanks, capitals and the ending 企业."""
    return plain_word(word).removesuffix("企业")


@kept_with_the_titles
def _names() -> Mapping[str, NamedTitle]:
    """What names a title by itself, and what does where the level or the region is left out or written before it.

    Of titles that share a shorter name, the one of the whole country has it: 制造业单项冠军 without a level is the
    national title. One that only regions share names none of theirs.
    """
    titles = [title_definition(key) for key in TITLES]
    shared: dict[str, list[TitleDefinition]] = {}
    for title in titles:
        for word in _shorter(title):
            shared.setdefault(word, []).append(title)
    names = {word: NamedTitle(owner.key) for word, owners in shared.items() if (owner := _owner(owners))}
    for title in titles:
        names |= {word: NamedTitle(title.key) for word in map(_folded, _called(title))}
        for old in title.old_names:
            for word in map(_folded, (old.label, *old.also)):
                names |= {level + word: NamedTitle(title.key, old) for level in ("", *_level_words(title))}
    return names


def _called(title: TitleDefinition) -> tuple[str, ...]:
    """What a title is called today."""
    return title.key, title.label, *title.aliases, *title.short_names


def title_words() -> Mapping[str, str]:
    """Every word a title is called by today, with the title's Chinese name."""
    return {word: title.label for title in map(title_definition, TITLES) for word in _called(title)}


# A name as short as these is said of other things as well, if nothing follows that makes it a title.
_SHORT = 4
_MADE_A_TITLE = "(?=企业|公司|名|认定|复核|资格|称号|培育|[)(、及和与,;。]|$)"


@kept_with_the_titles
def _spoken_of() -> tuple[re.Pattern[str], Mapping[str, frozenset[str]]]:
    """Every name of a title as it stands in a text, and whose it is."""
    titles = [title_definition(key) for key in TITLES]
    # What people say for short is looked for in what they ask, not in what documents print.
    said = {_folded(word) for title in titles for word in title.short_names}
    named = {word: frozenset({found.title}) for word, found in _names().items() if word not in said}
    for title in titles:
        for word in _shorter(title):
            named[word] = named.get(word, frozenset()) | {title.key}
    words = sorted((word for word in named if not word.isascii()), key=len, reverse=True)
    spoken = "|".join(re.escape(word) + (_MADE_A_TITLE if len(word) <= _SHORT else "") for word in words)
    return re.compile(spoken), named


def _owner(titles: Iterable[TitleDefinition]) -> TitleDefinition | None:
    found = list(dict.fromkeys(titles))
    nationwide = [title for title in found if title.region is None]
    return (nationwide or found)[0] if len(nationwide) == 1 or len(found) == 1 else None


def _shorter(title: TitleDefinition) -> Iterator[str]:
    for name in dict.fromkeys((_stem(title), *map(_folded, title.aliases))):
        yield name
        if not name.startswith(_levels()):
            yield from (level + name for level in _level_words(title))


def _stem(title: TitleDefinition) -> str:
    """The name of a title without the region it is of."""
    label = _folded(title.label)
    return label.removeprefix(title.region.label) if title.region else label


def _level_words(title: TitleDefinition) -> tuple[str, ...]:
    """What may stand before a title's name: its level, or the region whose title it is."""
    if title.level is None:
        return ()
    if title.region is not None:
        places = _in_full_and_short(title.region.label) if title.region.is_listed else ()
        return title.level.label, *places
    # What every province confers is called by its level or its name, and in a municipality 市级.
    if title.level is Level.PROVINCIAL:
        places = tuple(word for name in listed_provinces() for word in _in_full_and_short(name))
        return title.level.label, Level.MUNICIPAL.label, *places
    return (title.level.label,)


def _in_full_and_short(place: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((place, shortened(place))))


@kept_with_the_titles
def _levels() -> tuple[str, ...]:
    """Everything that may stand before the name of some title."""
    return tuple(dict.fromkeys(word for key in TITLES for word in _level_words(title_definition(key))))


_SHARE_MARKETS = re.compile(r"新三板|四板|挂牌|全国股转|区域性股权|股权交易|股份转让中心|OTC", re.I)
_NO_LISTING = 发行上市规则.clause("统计口径", None, "只含境内外证券交易所公开发行并上市")


def no_listing(word: str) -> str | None:
    """What to do about a word that names a share market which is no exchange; None for any other word, and for the name
    of a title of such a market that documents print."""
    if not _SHARE_MARKETS.search(_folded(word)):
        return None
    found = named_title(word)
    if found is not None and _folded(word) not in map(_folded, title_definition(found.title).short_names):
        return None
    return (
        "新三板挂牌、区域性股权市场挂牌不算上市；新三板挂牌、新三板创新层请作为上市进程的环节登记，"
        f"区域性股权市场的请删去〔{_NO_LISTING}〕"
    )


def no_product() -> str:
    """What to do about a product of a title whose certificates print none."""
    return f"只有 {'、'.join(TITLES[key] for key in TITLES if held_per_product(key))} 写产品，请去掉"
