"""Policy content only. ``national_rulebook()`` is every edition this package knows."""

from __future__ import annotations

import functools
from importlib import import_module

from tiertrack.law.titles import instrument_modules
from tiertrack.rules.rulebook import Rulebook

__all__ = ["national_rulebook"]

# The modules of the rungs, of what provinces amend, and of earlier standards of titles that another module defines. The
# others of the titles beside the ladder are known by their titles.
_MODULES = (
    "local.local_default_achievement",
    "local.local_default_hard_tech",
    "local.gd_2024_5_srdi_sme",
    "local.sx_2026_srdi_sme",
    "national.miit_2022_63_innovative_sme",
    "national.miit_2022_63_srdi_sme",
    "national.miit_2018_381_little_giant",
    "national.miit_2020_159_little_giant",
    "national.miit_2021_79_little_giant",
    "local.sd_2022_srdi_sme",
    "local.sc_2022_srdi_sme",
    "local.zj_2026_high_tech",
    "national.miit_2022_63_little_giant",
    "national.miit_2026_2_srdi_sme",
    "national.miit_2026_2_little_giant",
    "national.miit_2016_105_champion",
    "national.miit_2023_138_champion",
    "exchanges.csrc_main_ipo",
    "exchanges.exchange_main",
    "exchanges.exchange_star",
    "exchanges.csrc_chinext_ipo",
    "exchanges.exchange_chinext",
    "exchanges.exchange_bse",
    "national.most_2008_172_high_tech",
    *("exchanges.delisting_main", "exchanges.delisting_star", "exchanges.delisting_chinext", "exchanges.delisting_bse"),
)


@functools.cache
def national_rulebook() -> Rulebook:
    """The rulebook of every edition that is shipped; made once, when it is first needed.

    Returns:
        The editions of the State, the exchanges and the provinces, and the defaults a district may replace.

    Examples:
        >>> from tiertrack import national_rulebook
        >>> national_rulebook().edition("srdi_sme/recognition/2026").tier.label
        '专精特新中小企业'
    """
    names = (*(f"{__name__}.{name}" for name in _MODULES), *instrument_modules())
    editions = [edition for name in names for edition in getattr(import_module(name), "各版本", ())]
    return Rulebook(tuple(editions)).in_order()
