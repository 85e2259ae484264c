"""How an enterprise holds the first rung: through an achievement it carried into production.

The rung is the achievement's, not the enterprise's: an achievement in the district's pool (入库) lifts every enterprise
that makes something of it.
"""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.achievement_dossier import achievement_dossier
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.order import LadderVersion
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Title
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import Assessment, assess_one
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.standing import Standing


@frozen
class Carried:
    """An achievement that an enterprise has, or may have, carried into production by a day.

    ``since`` is the day it did, ``produced`` whether it had by then, ``listed`` whether the achievement is in the pool,
    and ``assessment`` the answer by the standard of the day (None where there is none).
    """

    achievement: Achievement
    since: dt.date | None
    produced: Truth
    listed: Truth
    assessment: Assessment | None

    __repr__ = briefly

    @property
    def lifts(self) -> Truth:
        """Whether it lifts the enterprise: in production there, and in the pool.

        Where a file does not say whether it is in the pool, it is enough that it meets the standard.
        """
        if self.listed is not Truth.UNKNOWN or self.achievement.on_record:
            return self.produced & self.listed
        return self.produced & (self.assessment.truth if self.assessment else Truth.UNKNOWN)


@frozen
class FirstRung:
    """Whether the first rung is held, and through which achievements it is or may be."""

    held: Truth
    carried: tuple[Carried, ...]

    __repr__ = briefly

    @property
    def through(self) -> dt.date | None:
        """The last day the pool keeps any of those that lift; None where it sets none."""
        lifting = (carried.achievement for carried in self.carried if carried.lifts is Truth.TRUE)
        days = (period.last for achievement in lifting for period in achievement.listings or ())
        return max((day for day in days if day is not None), default=None)


def first_rung(dossier: Dossier, on: dt.date, rulebook: Rulebook, region: Region | None = None) -> FirstRung:
    """The first rung of an enterprise on a day, from its achievements and from a title on record.

    A title known to be held is enough. One not known to be held does not matter where the achievements are known.
    """
    titled = Truth.of(dossier.holds_title(Tier.ACHIEVEMENT.value, on))
    if dossier.achievements is None:
        return FirstRung(titled, ())
    carried = tuple(_carried(achievement, dossier, on, rulebook, region) for achievement in dossier.achievements)
    lifted = Truth.any(achievement.lifts for achievement in carried)
    held = lifted if titled is Truth.UNKNOWN else titled | lifted
    return FirstRung(held, tuple(achievement for achievement in carried if achievement.produced.possibly))


def highest_held(version: LadderVersion, standing: Standing, carried: FirstRung | None) -> Title | None:
    """The highest rung an enterprise holds, the first one through an achievement too; None where it holds none."""
    highest = version.highest(standing)
    lifted = carried is not None and carried.held is Truth.TRUE and Tier.ACHIEVEMENT in version.rungs
    return Tier.ACHIEVEMENT if highest is None and lifted else highest


def _carried(
    achievement: Achievement, dossier: Dossier, on: dt.date, rulebook: Rulebook, region: Region | None
) -> Carried:
    days = [relation.in_production_since for relation in achievement.relations_with(dossier.name, dossier.uscc) or ()]
    subject = achievement_dossier(achievement, on)
    where = region or subject.where or dossier.where
    return Carried(
        achievement,
        min((day for day in days if day is not None), default=None),
        Truth.of(achievement.produced_by(dossier.name, dossier.uscc, on)),
        Truth.of(achievement.listed(on)),
        assessed(subject, on, rulebook, where),
    )


def assessed(subject: Dossier, on: dt.date, rulebook: Rulebook, region: Region | None) -> Assessment | None:
    """The answer by the standard of a day for an achievement's dossier; None where there is none."""
    try:
        return assess_one(rulebook, Tier.ACHIEVEMENT, Act.RECOGNITION, subject, AsOf(on), region)
    except NoEditionInForce:
        return None
