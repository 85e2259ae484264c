"""What a standard is for: a title (a rung of the ladder or one beside it), a variant of it, an act, and a region."""

from __future__ import annotations

import functools
import re

from attrs import field, frozen

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.labels import Labelled
from tiertrack.shipped import seed_rows

__all__ = ["OF_PRODUCTS", "TITLED", "Act", "Adjacent", "Basis", "Region", "Tier", "Title", "Variant"]


class Tier(Labelled):
    """A rung of the ladder; the value is its key in files and on the command line."""

    ACHIEVEMENT = "achievement", "高价值科技成果"
    INNOVATIVE_SME = "innovative_sme", "创新型中小企业"
    HARD_TECH = "hard_tech", "硬科技企业"
    SRDI_SME = "srdi_sme", "专精特新中小企业"
    LITTLE_GIANT = "little_giant", "专精特新“小巨人”企业"
    CHAMPION = "champion", "制造业单项冠军企业"
    LISTED = "listed", "上市企业"

    @property
    def is_local(self) -> bool:
        """Whether no standard, list or certificate of it holds nationwide, so that districts say what it takes."""
        return self in (Tier.ACHIEVEMENT, Tier.HARD_TECH)


class Adjacent(Labelled):
    """A title beside the ladder: tracked with it, and often a direct route or evidence for a rung."""

    TECH_SME = "tech_sme", "科技型中小企业"
    HIGH_TECH_ENTERPRISE = "high_tech_enterprise", "高新技术企业"
    KEY_LITTLE_GIANT = "key_little_giant", "重点“小巨人”企业"
    GAZELLE_CQ = "gazelle_cq", "重庆市瞪羚企业"
    TECH_ENTERPRISE_CQ = "tech_enterprise_cq", "重庆市科技型企业"
    ABOVE_SCALE = "above_scale", "规模以上工业企业"
    CHAMPION_CQ = "champion_cq", "重庆市制造业单项冠军企业"
    GREEN_FACTORY = "green_factory", "绿色工厂"
    SMART_FACTORY = "smart_factory", "智能工厂"
    DIGITAL_WORKSHOP = "digital_workshop", "数字化车间"

    @property
    def is_local(self) -> bool:
        """As of a rung: none of these is left to the districts."""
        return False


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


class Basis(Labelled):
    """Whose word a standard is."""

    NATIONAL_RECOGNITION = "national_recognition", "国家认定标准"
    NATIONAL_GUIDELINE = "national_guideline", "国家指引或交易所规则"
    MUNICIPAL = "municipal", "市级标准"
    DISTRICT_LOCAL = "district_local", "区县口径"
    DEFAULT_LOCAL = "default_local", "本地缺省口径"

    @property
    def is_national(self) -> bool:
        """Whether it holds for the whole country and no district may put another in its place."""
        return self in (Basis.NATIONAL_RECOGNITION, Basis.NATIONAL_GUIDELINE)


class Act(Labelled):
    """What is asked of the authority: 认定 (also 评价, 公告), or 复核 of a title already held."""

    RECOGNITION = "recognition", "认定"
    REVIEW = "review", "复核"

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
