"""Where an enterprise stands on the ladder as of a day: what it holds, what it meets, and what the next rung lacks."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from tiertrack.errors import NoEditionInForce
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.first_rung import Carried, first_rung
from tiertrack.ladder.versions import LadderVersion, select_ladder
from tiertrack.law.scope import Act, Region, Tier
from tiertrack.logic.truth import Truth
from tiertrack.rules.assess import Alternatives, assess
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

__all__ = ["Climb", "Rung", "climb"]


@frozen(eq=False)
class Rung:
    """One rung: whether its title is held (UNKNOWN where nothing is said of it) and until when, and the answers by its
    standards.

    ``answers`` is None where no standard is encoded for the day, and ``reason`` then says so. The first rung is held
    through achievements (``carried``) where any are known, and the answers are then about these.
    """

    tier: Tier
    held: Truth
    through: dt.date | None
    answers: Alternatives | None
    reason: str = ""
    carried: tuple[Carried, ...] = ()


@frozen(eq=False)
class Climb:
    """The whole ladder of one enterprise on a day; ``next`` is the first rung above the highest one held."""

    dossier: Dossier
    asof: AsOf
    version: LadderVersion
    rungs: tuple[Rung, ...]

    @property
    def next(self) -> Rung | None:
        """The first rung above the highest held; None at the top."""
        held = [index for index, rung in enumerate(self.rungs) if rung.held is Truth.TRUE]
        above = self.rungs[held[-1] + 1 :] if held else self.rungs
        return above[0] if above else None


def climb(dossier: Dossier, asof: AsOf, rulebook: Rulebook, region: Region | None = None) -> Climb:
    """Assess every rung for recognition on a day, in the order of the ladder in force there."""
    where = region or dossier.where
    version = select_ladder(asof.on, where)
    rungs = tuple(_rung(tier, dossier, asof, rulebook, where) for tier in version.rungs)
    return Climb(dossier, asof, version, rungs)


def _rung(tier: Tier, dossier: Dossier, asof: AsOf, rulebook: Rulebook, region: Region | None) -> Rung:
    if tier is Tier.ACHIEVEMENT and dossier.achievements is not None:
        return _first(dossier, asof, rulebook, region)
    return _titled(tier, dossier, asof, rulebook, region)


def _first(dossier: Dossier, asof: AsOf, rulebook: Rulebook, region: Region | None) -> Rung:
    """The first rung of an enterprise whose achievements are known."""
    told = _titled(Tier.ACHIEVEMENT, dossier, asof, rulebook, region)
    found = first_rung(dossier, asof.on, rulebook, region)
    through = told.through if told.held is Truth.TRUE else found.through
    assessments = tuple(one.assessment for one in found.carried if one.assessment is not None)
    answers = Alternatives(assessments) if assessments else None
    reason = told.reason if found.carried else "没有落地的成果"
    return Rung(Tier.ACHIEVEMENT, found.held, through, answers, "" if answers else reason, found.carried)


def _titled(tier: Tier, dossier: Dossier, asof: AsOf, rulebook: Rulebook, region: Region | None) -> Rung:
    held = Truth.of(dossier.holds_title(tier.value, asof.on))
    periods = [one.period for one in dossier.titles if one.title == tier.value and asof.on in one.period]
    through = max((period.last for period in periods if period.last), default=None)
    try:
        editions = rulebook.variants(tier, Act.RECOGNITION, asof.on, region)
    except NoEditionInForce as error:
        return Rung(tier, held, through, None, error.faults[0].remedy)
    settled = (rulebook.settled(one, dossier, asof.on, region) for one in editions)
    return Rung(tier, held, through, Alternatives(tuple(assess(one, dossier, asof) for one in settled)))
