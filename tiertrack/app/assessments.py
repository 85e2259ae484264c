"""Questions about a dossier that need no register."""

from __future__ import annotations

from tiertrack.district.loading import load_rulebook
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.climb import Climb
from tiertrack.ladder.climb import climb as climb_ladder
from tiertrack.ladder.order import ladder_version
from tiertrack.law.scope import Act, Region, Title
from tiertrack.rulebooks.gaps import gap_explained
from tiertrack.rules.assessment import Alternatives, Assessment, assess_one
from tiertrack.rules.assessment import assess_each as assess_side_by_side
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

__all__ = ["assess", "assess_each", "climb"]


def assess(
    dossier: Dossier,
    tier: Title,
    act: Act,
    asof: AsOf,
    region: Region | None = None,
    rulebook: Rulebook | None = None,
    variant: str | None = None,
) -> Assessment:
    """Whether a dossier meets the standard in force for a title and act on a day; the dossier's region unless given.

    ``variant`` is needed where several standards stand side by side, as the boards of a listing. Raises
    NoEditionInForce, UnknownEdition where there is no such variant, or EditionOverlap.
    """
    rules, where = rulebook or load_rulebook(), region or dossier.where
    with gap_explained(tier, act, asof.on, variant):
        return assess_one(rules, tier, act, dossier, asof, where, variant)


def assess_each(
    dossier: Dossier,
    tier: Title,
    act: Act,
    asof: AsOf,
    region: Region | None = None,
    rulebook: Rulebook | None = None,
) -> Alternatives:
    """``assess`` by every standard of a title in force side by side; a single one where there is but one.

    Raises NoEditionInForce or EditionOverlap.
    """
    rules, where = rulebook or load_rulebook(), region or dossier.where
    with gap_explained(tier, act, asof.on):
        return assess_side_by_side(rules, tier, act, dossier, asof, where)


def climb(
    dossier: Dossier,
    asof: AsOf,
    region: Region | None = None,
    rulebook: Rulebook | None = None,
    order: str | None = None,
) -> Climb:
    """The whole ladder of one enterprise on a day, in the order in force there or in that of the key ``order``.

    Raises BadInput where no order has the key.
    """
    version = None if order is None else ladder_version(order)
    return climb_ladder(dossier, asof, rulebook or load_rulebook(), region, version)
