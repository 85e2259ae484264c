"""Questions about a dossier that need no register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from tiertrack.app.rulebooks import load_rulebook
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.climb import Climb
from tiertrack.ladder.climb import climb as climb_ladder
from tiertrack.ladder.versions import ladder_version
from tiertrack.law.scope import Act, Region, Title
from tiertrack.rulebooks.gaps import GAPS
from tiertrack.rules.assess import Alternatives, Assessment, assess_one
from tiertrack.rules.assess import assess_each as assess_side_by_side
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

__all__ = ["assess", "assess_each", "climb", "gap_told"]


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
    with gap_told(tier, act, asof.on, variant):
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
    with gap_told(tier, act, asof.on):
        return assess_side_by_side(rules, tier, act, dossier, asof, where)


@contextmanager
def gap_told(title: Title, act: Act, on: dt.date, variant: str | None = None) -> Iterator[None]:
    """Adds to the refusal of a day without a standard why there is none, where that is documented."""
    try:
        yield
    except NoEditionInForce as error:
        gaps = (one for one in GAPS if (one.title, one.act) == (title, act) and on in one.period)
        reasons = dict.fromkeys(one.reason for one in gaps if variant in (None, one.variant))
        if not reasons:
            raise
        first, *rest = error.faults
        raise NoEditionInForce(attrs.evolve(first, what=f"{first.what}（{'；'.join(reasons)}）"), *rest) from None


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
