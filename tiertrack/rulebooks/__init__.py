"""Ring 4: policy content only. ``national_rulebook()`` is every edition this package knows."""

from __future__ import annotations

import functools

from tiertrack.rules.rulebook import Rulebook

__all__ = ["national_rulebook"]


@functools.cache
def national_rulebook() -> Rulebook:
    """Every encoded edition; the modules are imported on first use."""
    from tiertrack.rulebooks import (
        local_default_achievement,
        local_default_hard_tech,
        miit_2022_63_innovative_sme,
        miit_2022_63_little_giant,
        miit_2022_63_srdi_sme,
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
    )
    editions = [edition for module in modules for edition in module.各版本]
    return Rulebook(tuple(editions)).in_order()
