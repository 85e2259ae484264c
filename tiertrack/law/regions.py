"""Administrative regions by their codes and names."""

from __future__ import annotations

import datetime as dt
import functools
import re

from attrs import field, frozen

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.law.region_table import (
    codes_gone_into,
    codes_of_same_area,
    provinces,
    spell_nearest,
    spells,
    spells_of,
    successors_of,
)

_DIGITS = 6


@frozen
class Region:
    """An administrative region by its six digits (GB/T 2260, or the statistics bureau's for a development zone)."""

    code: str = field()

    @code.validator
    def _six_digits(self, _attribute: object, code: str) -> None:
        if not re.fullmatch(r"[1-9][0-9]{5}", code):
            raise BadIdentifier(
                Fault("E203", "行政区划代码须为六位数字", "请写六位代码，如巴南区 500113、重庆市 500000", code)
            )

    @property
    def label(self) -> str:
        """The Chinese name of today, or else the last; the code itself where there never was one."""
        return self.label_on(None)

    def label_on(self, on: dt.date | None) -> str:
        """The Chinese name on a day, or else the last before; the code itself where there never was one."""
        spell = spell_nearest(self.code, on)
        return spell.name if spell else self.code

    @property
    def is_listed(self) -> bool:
        """Whether its name is known."""
        return bool(spells_of(self.code))

    @property
    def narrowness(self) -> int:
        """How many digits name it: two a province, four a city, six a district; more is more local."""
        return len(_own_digits(self.code))

    @property
    def province(self) -> str:
        """The two digits of its province."""
        return self.code[:2]

    def contains(self, other: Region) -> bool:
        """Whether ``other`` is this region or lies within it, by the codes of today or those either had before."""
        return self._has(other.code) or _contains(self.code, other.code)

    def may_contain(self, other: Region) -> bool:
        """Whether ``other``, which was divided since, lies within it at least in part."""
        last = spell_nearest(other.code, None)
        return last is not None and any(self.contains(Region(code)) for code in successors_of(last, None))

    @property
    def codes_elsewhere(self) -> tuple[str, ...]:
        """The codes of what lies within it that do not begin with its own digits, being older or newer."""
        return _codes_elsewhere(self.code)

    def has(self, code: str | None) -> bool:
        """Whether a code is of what lies within it, as columns of codes are asked: what is no code lies nowhere."""
        return code is not None and len(code) == _DIGITS and (self._has(code) or code in self.codes_elsewhere)

    def _has(self, code: str) -> bool:
        return code.startswith(_own_digits(self.code))


def _own_digits(code: str) -> str:
    return code[: 2 if code.endswith("0000") else 4 if code.endswith("00") else 6]


@functools.lru_cache(maxsize=65_536)
def _contains(outer: str, inner: str) -> bool:
    return _begins(_inside(inner), _every_begin(outer))


def _begins(codes: frozenset[str], begins: tuple[str, ...]) -> bool:
    return any(code.startswith(begins) for code in codes)


@functools.cache
def _every_begin(outer: str) -> tuple[str, ...]:
    """What the codes of all that lies within it begin with, by whichever code it ever had."""
    return tuple(map(_own_digits, codes_of_same_area(outer)))


@functools.lru_cache(maxsize=65_536)
def _inside(inner: str) -> frozenset[str]:
    """Every code that what lies within it has, or went into."""
    return frozenset(code for same in codes_of_same_area(inner) for code in codes_gone_into(same))


@functools.cache
def _codes_elsewhere(outer: str) -> tuple[str, ...]:
    # Asked of every province that has a standard of its own.
    own, begins = _own_digits(outer), _every_begin(outer)
    return tuple(code for code in _changed() if not code.startswith(own) and _begins(_inside(code), begins))


@functools.cache
def _changed() -> tuple[str, ...]:
    """The codes of what came to be, or went into something else."""
    return tuple(code for code, found in spells().items() if found[-1].successors or found[0].since)


@functools.cache
def listed_provinces() -> tuple[str, ...]:
    """The names of the provinces, which stand before a district's name or a title's."""
    return tuple(name for _code, name in provinces())
