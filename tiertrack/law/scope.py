"""What a standard is for: a title (a rung of the ladder or one beside it), a variant of it, an act, and a region."""

from __future__ import annotations

import enum
import functools
import re

from attrs import field, frozen

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.shipped import seed_rows

__all__ = ["OF_PRODUCTS", "TITLED", "Act", "Adjacent", "Basis", "Region", "Tier", "Title", "Variant"]


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

    @property
    def is_local(self) -> bool:
        """Whether no standard, list or certificate of it holds nationwide, so that districts say what it takes."""
        return self in (Tier.ACHIEVEMENT, Tier.HARD_TECH)


_TIER_NAMES = {
    Tier.ACHIEVEMENT: "高价值科技成果",
    Tier.INNOVATIVE_SME: "创新型中小企业",
    Tier.HARD_TECH: "硬科技企业",
    Tier.SRDI_SME: "专精特新中小企业",
    Tier.LITTLE_GIANT: "专精特新“小巨人”企业",
    Tier.CHAMPION: "制造业单项冠军企业",
    Tier.LISTED: "上市企业",
}


class Adjacent(enum.Enum):
    """A title beside the ladder: tracked with it, and often a direct route or evidence for a rung."""

    TECH_SME = "tech_sme"
    HIGH_TECH_ENTERPRISE = "high_tech_enterprise"
    KEY_LITTLE_GIANT = "key_little_giant"
    GAZELLE_CQ = "gazelle_cq"
    TECH_ENTERPRISE_CQ = "tech_enterprise_cq"
    ABOVE_SCALE = "above_scale"
    CHAMPION_CQ = "champion_cq"
    GREEN_FACTORY = "green_factory"
    SMART_FACTORY = "smart_factory"
    DIGITAL_WORKSHOP = "digital_workshop"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _ADJACENT_NAMES[self]

    @property
    def is_local(self) -> bool:
        """As of a rung: none of these is left to the districts."""
        return False


_ADJACENT_NAMES = {
    Adjacent.TECH_SME: "科技型中小企业",
    Adjacent.HIGH_TECH_ENTERPRISE: "高新技术企业",
    Adjacent.KEY_LITTLE_GIANT: "重点“小巨人”企业",
    Adjacent.GAZELLE_CQ: "重庆市瞪羚企业",
    Adjacent.TECH_ENTERPRISE_CQ: "重庆市科技型企业",
    Adjacent.ABOVE_SCALE: "规模以上工业企业",
    Adjacent.CHAMPION_CQ: "重庆市制造业单项冠军企业",
    Adjacent.GREEN_FACTORY: "绿色工厂",
    Adjacent.SMART_FACTORY: "智能工厂",
    Adjacent.DIGITAL_WORKSHOP: "数字化车间",
}

Title = Tier | Adjacent

# Every title by its key, the rungs first.
TITLED: dict[str, Title] = {title.value: title for title in (*Tier, *Adjacent)}

# The titles whose certificate prints a product: an enterprise may hold one for each of several products.
OF_PRODUCTS = (Tier.CHAMPION.value, Adjacent.CHAMPION_CQ.value)


@frozen
class Variant:
    """One of several standards of one title that stand side by side, as the boards of the stock exchanges.

    ``kind`` is what such variants are called (板块, 画像, 类别).
    """

    key: str
    label: str
    kind: str


class Basis(enum.Enum):
    """Whose word a standard is."""

    NATIONAL_RECOGNITION = "national_recognition"
    NATIONAL_GUIDELINE = "national_guideline"
    MUNICIPAL = "municipal"
    DISTRICT_LOCAL = "district_local"
    DEFAULT_LOCAL = "default_local"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _BASIS_NAMES[self]

    @property
    def is_national(self) -> bool:
        """Whether it holds for the whole country and no district may put another in its place."""
        return self in (Basis.NATIONAL_RECOGNITION, Basis.NATIONAL_GUIDELINE)


_BASIS_NAMES = {
    Basis.NATIONAL_RECOGNITION: "国家认定标准",
    Basis.NATIONAL_GUIDELINE: "国家指引或交易所规则",
    Basis.MUNICIPAL: "市级标准",
    Basis.DISTRICT_LOCAL: "区县口径",
    Basis.DEFAULT_LOCAL: "本地缺省口径",
}


class Act(enum.Enum):
    """What is asked of the authority: 认定 (also 评价, 公告), or 复核 of a title already held."""

    RECOGNITION = "recognition"
    REVIEW = "review"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {Act.RECOGNITION: "认定", Act.REVIEW: "复核"}[self]

    @property
    def local_label(self) -> str:
        """What it is called where no authority recognises the title: nothing, or 复评."""
        return {Act.RECOGNITION: "", Act.REVIEW: "复评"}[self]


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
