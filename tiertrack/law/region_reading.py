"""Reading a region as people write it, as of a day: by code, by name with what it lies in before it, or by an alias.

What had another name or code by then is said with what it became, what more than one place is called with all of them.
Without a day the table of today is asked first, and then whatever there was.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable

from tiertrack.enumeration import first_few
from tiertrack.errors import BadIdentifier, Fault
from tiertrack.law.region_table import (
    Spell,
    aliases,
    predecessors_of,
    shortened,
    spell_nearest,
    spell_on,
    spells,
    spells_called,
    spells_named,
    spells_of,
    successors_of,
    zones,
)
from tiertrack.law.regions import Region

_CODE = r"[1-9][0-9]{5}"
# 巴南区（500113）, as regions are shown.
_NAME_AND_CODE = re.compile(rf"(?P<name>.*?)\(?(?P<code>{_CODE})\)?")
_BETWEEN = re.compile(r"[\s/·,，、>|-]|市辖区(?=.)|(?:省|自治区)直辖县级行政区划(?=.)")

# For so long a name goes on being written for a place that has another by now.
_YEARS_REMEMBERED = 5
# For so long the papers of a place that was abolished go on being issued as they were drawn up: the code stands for
# the very area that was meant.
_WOUND_UP_IN = dt.timedelta(days=92)

# The fault of a region that came to be only later.
NOT_YET = "E211"


def read_region(text: str, on: dt.date | None = None) -> Region:
    """The region that a text names.

    Args:
        text: Its code, its name (浙江省杭州市西湖区, 巴南区), or what it is called instead (两江, 广西).
        on: The day the text is of; without one, any code or name that there was is taken.

    Returns:
        The region; a former name gives the one that took over all of its area. One that was abolished within the
        three months before is read as what it was, for it stands for the area that was meant.

    Raises:
        BadIdentifier: There is no such region (E203, E208), there are several (E209), it was abolished by then (E210)
            or not yet there (E211).
    """
    return _read(text, on)


@functools.lru_cache(maxsize=4096)
def _read(text: str, on: dt.date | None) -> Region:
    plain = _plain(text)
    match = _NAME_AND_CODE.fullmatch(plain)
    if match is None:
        return _by_name(plain, text, on)
    found = _by_code(match["code"], text, on)
    if match["name"] and found.code not in {spell.code for spell in _meant(match["name"])}:
        what = f"代码 {found.code} 是{full_name(found.code, on)}，与所写的名称不一致"
        raise _bad("E209", what, "请核对名称与代码，只写其中一个", text)
    return found


def names_no_region(text: str) -> bool:
    """Whether a text has neither the name nor the code of any region there ever was: known at once, where reading it
    would look through all names for those that are near, to tell them."""
    plain = _plain(text)
    return _NAME_AND_CODE.fullmatch(plain) is None and not _meant(plain)


def _plain(text: str) -> str:
    """A text without what people write between the names of places that lie in each other."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text))


@functools.lru_cache(maxsize=4096)
def is_zone(text: str) -> bool:
    """Whether a text that names a region does so by a development zone, of which only its district is a region."""
    plain = _plain(text)
    return any(zone in plain for zone in zones())


def full_name(code: str, on: dt.date | None = None) -> str:
    """The name of a region on a day with its province and city before it."""
    wider = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    found = (spell_nearest(one, on) for one in wider)
    return "".join(spell.name for spell in found if spell)


# By code.


def _by_code(code: str, text: str, on: dt.date | None) -> Region:
    known = spells_of(code)
    if not known:
        near = difflib.get_close_matches(code, [one for one in spells() if one[:2] == code[:2] and spell_on(one, on)])
        raise _bad("E208", f"没有行政区划代码 {code}", _choose(near, on) if near else "请核对六位代码", text)
    if on is not None and spell_on(code, on) is None and not any(_is_winding_up(spell, on) for spell in known):
        nearest = spell_nearest(code, on)
        assert nearest is not None
        if nearest.since > on.isoformat():
            raise _not_yet(nearest, text, on)
        raise _abolished([nearest], text, on)
    return Region(code)


# By name.


def _by_name(plain: str, text: str, on: dt.date | None) -> Region:
    meant = _meant(plain)
    there = _exact(plain, [spell for spell in meant if spell.is_on(on)])
    gone = [spell for spell in meant if spell.through and (on is None or spell.through < on.isoformat())]
    if there:
        codes = {spell.code: None for spell in there}
        for spell in _exact(plain, [spell for spell in gone if _is_remembered(spell, on)]):
            codes |= dict.fromkeys(successors_of(spell, on))
        # 河北 alone is the province: nobody calls a district of another place so.
        provinces = [code for code in codes if code.endswith("0000")]
        if len(codes) > 1 and len(provinces) != 1:
            raise _bad("E209", "这个地区名称不止一处", _choose(codes, on), text)
        return Region(provinces[0] if provinces else there[0].code)
    winding_up = {spell.code for spell in gone if on is not None and _is_winding_up(spell, on)}
    if len(winding_up) == 1:
        return Region(*winding_up)
    if gone:
        return _former(_exact(plain, gone), text, on)
    if meant:
        raise _not_yet(min(meant, key=lambda spell: spell.since), text, on)
    names = [*spells_named(), *aliases()]
    near = _official(difflib.get_close_matches(plain, dict.fromkeys(names), n=3, cutoff=0.7), on)
    remedy = f"是否想写 {'、'.join(near)}；" if near else ""
    raise _bad("E203", "地区读不出来，没有这个名称", f"{remedy}请写全称或六位代码，如巴南区 500113", text)


def _official(near: list[str], on: dt.date | None) -> list[str]:
    """The names for names and aliases that are near: those of the places of that day that are called so, or else
    themselves."""
    found: dict[str, None] = {}
    for name in near:
        found |= dict.fromkeys(spell.name for spell in _meant(name) if spell.is_on(on)) or {name: None}
    return list(found)


def _former(gone: list[Spell], text: str, on: dt.date | None) -> Region:
    """The region of a name that no place has any more."""
    last = max(spell.through for spell in gone)
    gone = [spell for spell in gone if _years_between(spell.through, last) <= _YEARS_REMEMBERED]
    codes = dict.fromkeys(
        code for spell in gone for code in ((spell.code,) if on is None else successors_of(spell, on))
    )
    if len(codes) == 1:
        return Region(next(iter(codes)))
    if on is None:
        raise _bad("E209", "这个地区名称不止一处", _choose(codes, on), text)
    raise _abolished(gone, text, on)


def _meant(plain: str) -> list[Spell]:
    """Every spell that a text names: by a name or alias, with or without what it lies in before it."""
    found: dict[Spell, None] = {}
    for start in range(len(plain)):
        head, name = plain[:start], plain[start:]
        for spell in (*spells_named().get(name, ()), *spells_called().get(name, ())):
            if not head or head in _heads(spell.code):
                found[spell] = None
    return list(found)


@functools.cache
def _heads(code: str) -> frozenset[str]:
    """What may stand before the name of a region: its province, its city, or both, at any time."""
    province, city = (
        {form for spell in spells().get(wider, ()) for form in (spell.name, shortened(spell.name))}
        | {alias for alias, codes in aliases().items() if wider in codes}
        if wider != code
        else set()
        for wider in (f"{code[:2]}0000", f"{code[:4]}00")
    )
    return frozenset({*province, *city, *(first + second for first in province for second in city)})


def _exact(plain: str, found: list[Spell]) -> list[Spell]:
    """Those whose full name the text ends with, the longest where there are several; or else all."""
    full = [spell for spell in found if plain.endswith(spell.name)]
    longest = max((len(spell.name) for spell in full), default=0)
    return [spell for spell in full if len(spell.name) == longest] or found


def _is_winding_up(spell: Spell, on: dt.date) -> bool:
    """Whether a place was abolished so shortly before that it is still written of."""
    return bool(spell.through) and dt.timedelta() < on - dt.date.fromisoformat(spell.through) <= _WOUND_UP_IN


def _is_remembered(spell: Spell, on: dt.date | None) -> bool:
    """Whether a name that was given up by then may still be meant."""
    day = _last_change() if on is None else on.isoformat()
    return _years_between(spell.through, day) <= _YEARS_REMEMBERED


def _years_between(first: str, last: str) -> int:
    return int(last[:4]) - int(first[:4])


@functools.cache
def _last_change() -> str:
    return max(spell.through for found in spells().values() for spell in found)


# Faults.


def _abolished(gone: Iterable[Spell], text: str, on: dt.date | None) -> BadIdentifier:
    spells_gone = list(gone)
    after = dict.fromkeys(code for spell in spells_gone for code in successors_of(spell, on))
    when = first_few((f"{spell.code} {spell.name}至 {spell.through} 止" for spell in spells_gone), "处")
    remedy = f"其地域今属 {_named(after, on)}，请照实写其中一处" if after else "请写当时的地区"
    return _bad("E210", f"这个地区到 {on} 已经停用（{when}）", remedy, text)


def _not_yet(spell: Spell, text: str, on: dt.date | None) -> BadIdentifier:
    before = dict.fromkeys(one.code for one in predecessors_of(spell) if one.is_on(on))
    remedy = f"当时是 {_named(before, on)}，请照实写其中一处" if before else "请写当时的地区，或核对日期"
    return _bad("E211", f"{spell.code} {spell.name}自 {spell.since} 起才有，{on} 还没有", remedy, text)


def _choose(codes: Iterable[str], on: dt.date | None) -> str:
    return f"请写明是哪一处：{_named(codes, on)}"


def _named(codes: Iterable[str], on: dt.date | None) -> str:
    return first_few((f"{full_name(code, on)}（{code}）" for code in codes), "处")


def _bad(code: str, what: str, remedy: str, text: str) -> BadIdentifier:
    return BadIdentifier(Fault(code, what, remedy, text))
