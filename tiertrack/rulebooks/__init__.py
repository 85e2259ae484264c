"""Ring 4: policy content only. ``national_rulebook()`` is every edition this package knows."""

from __future__ import annotations

import functools
from importlib import import_module

from tiertrack.law.titles import instrument_modules
from tiertrack.rules.rulebook import Rulebook

__all__ = ["national_rulebook"]


@functools.cache
def national_rulebook() -> Rulebook:
    """Every encoded edition; the modules are imported on first use."""
    from tiertrack.rulebooks.exchanges import exchange_bse, exchange_chinext, exchange_main, exchange_star
    from tiertrack.rulebooks.local import (
        local_default_achievement,
        local_default_hard_tech,
    )
    from tiertrack.rulebooks.national import (
        miit_2016_105_champion,
        miit_2022_63_innovative_sme,
        miit_2022_63_little_giant,
        miit_2022_63_srdi_sme,
        miit_2023_138_champion,
        miit_2026_2_little_giant,
        miit_2026_2_srdi_sme,
    )

    modules = (
        local_default_achievement,
        local_default_hard_tech,
        miit_2022_63_innovative_sme,
        miit_2022_63_srdi_sme,
        miit_2022_63_little_giant,
        miit_2026_2_srdi_sme,
        miit_2026_2_little_giant,
        miit_2016_105_champion,
        miit_2023_138_champion,
        exchange_main,
        exchange_star,
        exchange_chinext,
        exchange_bse,
    )
    beside = map(import_module, instrument_modules())
    editions = [edition for module in (*modules, *beside) for edition in getattr(module, "各版本", ())]
    return Rulebook(tuple(editions)).in_order()
