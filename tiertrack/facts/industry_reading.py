"""Reading an industry as people write it: a code of GB/T 4754-2017 (with its first amendment), with or without the
letter of its section, with its name beside it, or the name alone.

A code of the 2011 edition that is gone is refused with what it became. One that means something else now cannot be told
from a code of today, unless its old name stands beside it.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.facts.industry import SECTIONS, section_of
from tiertrack.facts.units import folded
from tiertrack.shipped import seed_rows, seed_text

_FIRST = re.compile(r"(?P<letter>[A-Z]?)(?P<digits>[0-9]*)[-:、.]?(?P<name>.*)")
_LAST = re.compile(r"(?P<name>.+?)[-:、.(]*(?P<letter>[A-Z]?)(?P<digits>[0-9]+|(?<=[A-Z]))\)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHOWN = 6


def normalise_industry(text: str) -> str:
    """A code as a capital letter and up to four digits.

    Raises BadIdentifier where it cannot be read or letter and digits do not agree (E206), is of the 2011 edition
    (E214), has the name of another beside it (E215), does not exist (E216), or where a name has several (E217).
    """
    return _read(text)


@functools.lru_cache(maxsize=4096)
def _read(text: str) -> str:
    plain = folded(text).upper()
    match = _FIRST.fullmatch(plain)
    if match is None or not (match["letter"] or match["digits"]):
        match = _LAST.fullmatch(plain)
    if match is None:
        return _by_name(plain, text)
    if match["name"] and not _HAN.search(match["name"]):
        raise _unreadable(text)
    code = _by_code(match["letter"], match["digits"], text)
    if match["name"] and _key(match["name"]) != _key(industry_names()[code]):
        _refuse_name(code, match["name"], text)
    return code


@functools.cache
def industry_names() -> dict[str, str]:
    """The name of every code, from the letter of a section down to four digits."""
    lines = seed_text("industries.csv").splitlines()[1:]
    return dict(line.split(",", 1) for line in lines)


def industry_codes() -> tuple[str, ...]:
    """Every code there is."""
    return tuple(industry_names())


# By code.


def _by_code(letter: str, digits: str, text: str) -> str:
    if not digits and letter in dict(SECTIONS):
        return letter
    section = section_of(digits[:2]) if 2 <= len(digits) <= 4 else None
    if section is None or letter not in ("", section):
        raise _unreadable(text)
    code = section + digits
    if code in industry_names():
        return code
    if (old := _codes_of_2011().get(digits)) is not None:
        raise _gone(digits, *old, text)
    near = difflib.get_close_matches(code, [one for one in industry_codes() if one[:3] == code[:3]], n=_SHOWN)
    remedy = f"是否想写 {_named(near or [code[:3]])}"
    raise _bad("E216", f"国民经济行业分类（GB/T 4754-2017）没有 {code}", remedy, text)


def _refuse_name(code: str, name: str, text: str) -> None:
    """Refuses a code with another name beside it; a name of 2011 that still means the same is none."""
    old, became = _codes_of_2011().get(code[1:], ("", ()))
    if _key(old) == _key(name):
        if became == (code,):
            return
        raise _gone(code[1:], old, became, text)
    what = f"代码与名称不一致，{code} 是{industry_names()[code]}"
    found = _codes_called(name)
    remedy = f"{name}是 {_named(found)}；" if found else ""
    raise _bad("E215", what, f"{remedy}请核对，或只写代码", text)


# By name.


def _by_name(name: str, text: str) -> str:
    found = sorted(_codes_called(name), key=len)
    if found and all(code.startswith(found[0]) for code in found):
        # The whole group is called so, whatever of it is meant.
        return found[0]
    if found:
        raise _bad("E217", "这个行业名称有几个代码", f"请写代码：{_named(found)}", text)
    for digits, (old, became) in _codes_of_2011().items():
        if _key(old) == _key(name):
            raise _gone(digits, old, became, text)
    raise _unreadable(text)


def _codes_called(name: str) -> tuple[str, ...]:
    return _codes_by_name().get(_key(name), ())


@functools.cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, name in industry_names().items():
        found[_key(name)] = (*found.get(_key(name), ()), code)
    return found


def _key(name: str) -> str:
    return re.sub(r"[、,，()]", "", folded(name)).removesuffix("业")


@functools.cache
def _codes_of_2011() -> dict[str, tuple[str, tuple[str, ...]]]:
    """The name a code had in 2011 and what became of it, where that changed."""
    return {row["code"]: (row["name"], tuple(row["became"].split("|"))) for row in seed_rows("industries_2011.csv")}


# Faults.


def _named(codes: Iterable[str]) -> str:
    return "、".join(f"{code} {industry_names()[code]}" for code in codes)


def _gone(digits: str, old: str, became: tuple[str, ...], text: str) -> BadIdentifier:
    what = f"{digits} {old} 是国民经济行业分类 2011 年版的，2017 年版改了"
    return _bad("E214", what, f"现为 {_named(became)}，请核对后写现在的代码", text)


def _unreadable(text: str) -> BadIdentifier:
    key = _key(text)
    # A code is near to no name.
    near = [] if key.isascii() else difflib.get_close_matches(key, _codes_by_name(), n=3, cutoff=0.6)
    hint = f"是否想写 {_named(code for name in near for code in _codes_by_name()[name][:1])}；" if near else ""
    what = "行业代码读不出来，须为国民经济行业分类（GB/T 4754-2017）的门类字母加二至四位数字"
    return _bad("E206", what, f"{hint}请写如 C3484、I65 或 C", text)


def _bad(code: str, what: str, remedy: str, text: str) -> BadIdentifier:
    return BadIdentifier(Fault(code, what, remedy, text))
