"""The table of administrative regions: every six-digit code since 1981 with its names, days and successors.

It is read when the first name or change is asked for. A change counts from the day of the document that approved it;
on that day both the old and the new are in the table. Development zones with a code of the statistics bureau have no
days.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.shipped import seed_rows, seed_text

# 林区 is the kind of one place only: 万柏林区 is called 万柏林.
_KIND = re.compile("(?:特别行政区|自治区|自治州|自治县|自治旗|地区|特区|(?<=神农架)林区|[省市区县旗盟])$")
# Of the peoples a name gives after the place, those with a region, a prefecture or a county of their own.
_PEOPLES = re.compile(
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各)族"
    "|蒙古|哈萨克|柯尔克孜|塔吉克|维吾尔)+$"
)


@frozen
class Spell:
    """A name that a code had over a time; its days, which order as texts do, are empty where there is no limit.

    ``successors`` are the codes that hold the area after it, none while the code goes on.
    """

    code: str
    name: str
    since: str
    through: str
    successors: tuple[str, ...]

    def is_on(self, day: dt.date | None) -> bool:
        """Whether it held on a day; without one, whether it holds still."""
        if day is None:
            return not self.through
        return self.since <= day.isoformat() and (not self.through or day.isoformat() <= self.through)


@functools.cache
def spells() -> dict[str, tuple[Spell, ...]]:
    """What every code was called, oldest first."""
    found: dict[str, tuple[Spell, ...]] = {}
    for line in _text().splitlines()[1:]:
        spell = _spell(line)
        found[spell.code] = (*found.get(spell.code, ()), spell)
    return found


@functools.lru_cache(maxsize=4096)
def spells_of(code: str) -> tuple[Spell, ...]:
    """What one code was called, oldest first; read without the rest of the table."""
    return tuple(map(_spell, _lines_of(code)))


def _lines_of(code: str) -> Iterator[str]:
    table = _text()
    start = table.find(f"\n{code},")
    while start >= 0:
        end = table.find("\n", start + 1)
        yield table[start + 1 : end]
        start = table.find(f"\n{code},", end)


def _spell(line: str) -> Spell:
    code, name, since, through, successors = line.split(",")
    return Spell(code, name, since, through, tuple(successors.split("|")) if successors else ())


def spell_on(code: str, day: dt.date | None) -> Spell | None:
    """What a code was on a day, the newer on the day of a change; None where it was not in use."""
    return _on(spells_of(code), day)


def _on(spells: tuple[Spell, ...], day: dt.date | None) -> Spell | None:
    return next((spell for spell in reversed(spells) if spell.is_on(day)), None)


@functools.lru_cache(maxsize=16)
def region_codes(day: dt.date | None) -> tuple[str, ...]:
    """Every code in use on a day; without one, every code there was."""
    return tuple(code for code, found in spells().items() if day is None or _on(found, day))


def spell_nearest(code: str, day: dt.date | None) -> Spell | None:
    """The same, or else what it was last before, or first after; None for a code there never was."""
    found = spells_of(code)
    before = (spell for spell in reversed(found) if day is None or spell.since <= day.isoformat())
    return spell_on(code, day) or next(before, found[0] if found else None)


@functools.cache
def provinces() -> tuple[tuple[str, str], ...]:
    """The code and name of every province of today; read without the rest of the table."""
    return tuple(re.findall(r"^([1-9][0-9]0000),([^,\n]+),[^,\n]*,,", _text(), re.MULTILINE))


@functools.cache
def _text() -> str:
    return seed_text("regions.csv")


# Names.


@functools.cache
def aliases() -> dict[str, tuple[str, ...]]:
    """What people write for a place instead of its name or the name without its ending, with the codes it may mean."""
    return {row["alias"]: tuple(row["codes"].split("|")) for row in seed_rows("region_aliases.csv")}


@functools.cache
def zones() -> tuple[str, ...]:
    """The names of development zones that have no code of their own."""
    return tuple(row["alias"] for row in seed_rows("region_aliases.csv") if row["kind"] == "zone")


def shortened(name: str) -> str:
    """A place as people say it: 重庆 of 重庆市, 延边 of 延边朝鲜族自治州; itself where too little would be left."""
    plain = _KIND.sub("", name)
    short = _PEOPLES.sub("", plain) or plain.removesuffix("族")
    return next((found for found in (short, plain) if len(found) > 1), name)


@functools.cache
def spells_named() -> dict[str, tuple[Spell, ...]]:
    """Every spell by its full name."""
    return _grouped((spell.name, spell) for found in spells().values() for spell in found)


@functools.cache
def spells_called() -> dict[str, tuple[Spell, ...]]:
    """Every spell by a shortened name or an alias."""
    short = ((shortened(spell.name), spell) for found in spells().values() for spell in found)
    other = ((alias, spell) for alias, codes in aliases().items() for code in codes for spell in spells()[code])
    return _grouped((*(pair for pair in short if pair[0] != pair[1].name), *other))


def _grouped(pairs: Iterable[tuple[str, Spell]]) -> dict[str, tuple[Spell, ...]]:
    found: dict[str, list[Spell]] = {}
    for name, spell in pairs:
        found.setdefault(name, []).append(spell)
    return {name: tuple(group) for name, group in found.items()}


# Changes.


def successors_of(spell: Spell, day: dt.date | None) -> tuple[str, ...]:
    """The codes in use on a day that hold the area of a spell that had ended; none where that is not known."""
    found: dict[str, None] = {}
    for code in spell.successors:
        after = spell_nearest(code, day)
        if after is not None and after.is_on(day):
            found[code] = None
        elif after is not None and after.through > spell.through:
            found.update(dict.fromkeys(successors_of(after, day)))
    return tuple(found)


def predecessors_of(spell: Spell) -> tuple[Spell, ...]:
    """The spells whose area, or part of it, a spell took over."""
    return _predecessors().get(spell.code, ())


@functools.cache
def _predecessors() -> dict[str, tuple[Spell, ...]]:
    return _grouped(
        tuple((after, spell) for found in spells().values() for spell in found for after in spell.successors)
    )


@functools.cache
def codes_of_same_area(code: str) -> frozenset[str]:
    """The codes one and the same place had, as 梁平县 that became 梁平区; of a code given to another place later none
    but itself."""
    found = {code}
    waiting = [code]
    while waiting:
        near = _renumbered().get(waiting.pop(), ())
        waiting += [one for one in near if one not in found]
        found.update(near)
    return frozenset(found)


@functools.cache
def _renumbered() -> dict[str, tuple[str, ...]]:
    """The codes next to a code of which one took over all of the other's area and nothing else."""
    found: dict[str, tuple[str, ...]] = {}
    for spell, *others in spells().values():
        if others or len(spell.successors) != 1:
            continue
        (code,) = spell.successors
        after = spells()[code][0]
        if len(_predecessors()[code]) == 1 and after.since >= spell.through:
            found[spell.code] = (*found.get(spell.code, ()), code)
            found[code] = (*found.get(code, ()), spell.code)
    return found


@functools.cache
def codes_gone_into(code: str) -> tuple[str, ...]:
    """The code itself and, one after the other, those that took over all of its area."""
    found = [code]
    while len(after := _only_spell(found[-1])) == 1 and after[0] not in found:
        found.append(after[0])
    return tuple(found)


def _only_spell(code: str) -> tuple[str, ...]:
    """The successors of a code that was never given to another place."""
    found = spells().get(code, ())
    return found[-1].successors if found and not any(spell.successors for spell in found[:-1]) else ()
