"""The rungs of the ladder."""

from __future__ import annotations

from tiertrack.labels import Labelled


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
