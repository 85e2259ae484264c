"""Questions about a dossier that need no register."""

from __future__ import annotations

from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.climb import Climb
from tiertrack.ladder.climb import climb as climb_ladder
from tiertrack.law.scope import Act, Region, Tier
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assess import Assessment
from tiertrack.rules.assess import assess as assess_by
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

__all__ = ["assess", "climb"]


def assess(
    dossier: Dossier,
    tier: Tier,
    act: Act,
    asof: AsOf,
    region: Region | None = None,
    rulebook: Rulebook | None = None,
) -> Assessment:
    """Whether a dossier meets the standard in force for a tier and act on a day; the dossier's region unless given.

    Raises NoEditionInForce or EditionOverlap.
    """
    edition = (rulebook or national_rulebook()).select(tier, act, asof.on, region or dossier.where)
    return assess_by(edition, dossier, asof)


def climb(dossier: Dossier, asof: AsOf, region: Region | None = None, rulebook: Rulebook | None = None) -> Climb:
    """The whole ladder of one enterprise on a day."""
    return climb_ladder(dossier, asof, rulebook or national_rulebook(), region)
