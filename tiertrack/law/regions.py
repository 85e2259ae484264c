"""Administrative regions by their codes and names."""

from __future__ import annotations

import functools
import re

from attrs import field, frozen

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.shipped import seed_rows


@frozen
class Region:
    """An administrative region by its six digits (GB/T 2260). Codes not in our list are accepted, nameless."""

    code: str = field()

    @code.validator
    def _six_digits(self, _attribute: object, code: str) -> None:
        if not re.fullmatch(r"[1-9][0-9]{5}", code):
            raise BadIdentifier(
                Fault("E203", "行政区划代码须为六位数字", "请写六位代码，如巴南区 500113、重庆市 500000", code)
            )

    @property
    def label(self) -> str:
        """The Chinese name, or the code itself where it is not in our list."""
        return _region_names().get(self.code, self.code)

    @property
    def is_listed(self) -> bool:
        """Whether its name is known."""
        return self.code in _region_names()

    @property
    def narrowness(self) -> int:
        """How many digits name it: two a province, four a city, six a district; more is more local."""
        return 2 if self.code.endswith("0000") else 4 if self.code.endswith("00") else 6

    @property
    def province(self) -> str:
        """The two digits of its province."""
        return self.code[:2]

    def contains(self, other: Region) -> bool:
        """Whether ``other`` is this region or lies within it."""
        return other.code.startswith(self.code[: self.narrowness])


@functools.cache
def _region_names() -> dict[str, str]:
    return {row["code"]: row["name"] for name in ("provinces.csv", "regions.csv") for row in seed_rows(name)}


@functools.cache
def listed_provinces() -> tuple[str, ...]:
    """The names of the provinces whose districts are listed, which stand before a district's name or a title's."""
    return tuple(row["name"] for row in seed_rows("regions.csv") if Region(row["code"]).narrowness == 2)
