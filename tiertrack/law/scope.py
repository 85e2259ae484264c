"""What a standard is for: a tier of the ladder, an act, and a region."""

from __future__ import annotations

import enum
import functools
import re

from attrs import field, frozen

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.shipped import seed_rows

__all__ = ["Act", "Region", "Tier"]


class Tier(enum.Enum):
    """A rung of the ladder; the value is its key in files and on the command line."""

    ACHIEVEMENT = "achievement"
    INNOVATIVE_SME = "innovative_sme"
    HARD_TECH = "hard_tech"
    SRDI_SME = "srdi_sme"
    LITTLE_GIANT = "little_giant"
    CHAMPION = "champion"
    LISTED = "listed"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _TIER_NAMES[self]


_TIER_NAMES = {
    Tier.ACHIEVEMENT: "高价值科技成果",
    Tier.INNOVATIVE_SME: "创新型中小企业",
    Tier.HARD_TECH: "硬科技企业",
    Tier.SRDI_SME: "专精特新中小企业",
    Tier.LITTLE_GIANT: "专精特新“小巨人”企业",
    Tier.CHAMPION: "制造业单项冠军企业",
    Tier.LISTED: "上市企业",
}


class Act(enum.Enum):
    """What is asked of the authority: 认定 (also 评价, 公告), or 复核 of a title already held."""

    RECOGNITION = "recognition"
    REVIEW = "review"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {Act.RECOGNITION: "认定", Act.REVIEW: "复核"}[self]


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
    return {row["code"]: row["name"] for row in seed_rows("regions.csv")}
