"""Where an enterprise stands on the ladder as of a day: what it holds, what it meets, and what the next rung lacks.

The order of the rungs is one thing, the law another: what a standard asks of titles held (a prerequisite, or a title
that excludes it) is read from the standard itself and kept apart from the order.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterator

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.distance import Closing, closings
from tiertrack.ladder.eligibility import asks_only_of_titles
from tiertrack.ladder.first_rung import Carried, first_rung
from tiertrack.ladder.order import LadderVersion, select_ladder
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Title
from tiertrack.logic.expr import Not
from tiertrack.logic.truth import Truth
from tiertrack.notebook import ShownInNotebooks
from tiertrack.plotted import Plotted
from tiertrack.rules.assessment import Alternatives, assess_each
from tiertrack.rules.criterion import Judged
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf


@frozen
class Rung:
    """One rung: whether its title is held (UNKNOWN where nothing is on record) and until when, and the answers by its
    standards.

    ``label`` is what the order in force calls it; ``answers`` is None where no standard is encoded for the day, and
    ``reason`` then says why. The first rung is held through achievements (``carried``) where any are known, and the
    answers are then about these.
    """

    tier: Title
    label: str
    held: Truth
    through: dt.date | None
    answers: Alternatives | None
    reason: str = ""
    carried: tuple[Carried, ...] = ()

    def __repr__(self) -> str:
        return told(
            self,
            self.tier.value,
            said=f"持有 {self.held.word}, 标准 {self.answers.truth.word if self.answers else self.reason}",
        )

    @property
    def is_about_another(self) -> bool:
        """Whether its standard judges achievements, and the enterprise is known to have carried none into production:
        there is nothing of its own to be judged."""
        return self.tier is Tier.ACHIEVEMENT and not self.carried

    @property
    def prerequisites(self) -> tuple[Judged, ...]:
        """What its standards ask to be held already."""
        return tuple(judged for judged in self._of_titles() if not isinstance(judged.criterion.test, Not))

    @property
    def exclusions(self) -> tuple[Judged, ...]:
        """What its standards ask not to be held."""
        return tuple(judged for judged in self._of_titles() if isinstance(judged.criterion.test, Not))

    def _of_titles(self) -> Iterator[Judged]:
        for answer in self.answers.assessments if self.answers else ():
            yield from (judged for judged in answer.criteria if asks_only_of_titles(judged.criterion))

    @functools.cached_property
    def closings(self) -> tuple[Closing, ...]:
        """What each of its standards still takes, the one that takes least first; nothing once one of them is met."""
        return closings(self.answers) if self.answers and self.answers.truth is not Truth.TRUE else ()


@frozen
class Climb(ShownInNotebooks, Plotted):
    """The whole ladder of one enterprise on a day; ``next`` is the first rung above the highest one held whose standard
    is about the enterprise."""

    dossier: Dossier
    asof: AsOf
    version: LadderVersion
    rungs: tuple[Rung, ...]

    def __repr__(self) -> str:
        return told(
            self, self.dossier.name, self.asof.on, said=f"下一级 {self.next.tier.value}" if self.next else "最高一级"
        )

    @property
    def highest(self) -> Rung | None:
        """The highest rung held; None where none is known to be."""
        return next((rung for rung in reversed(self.rungs) if rung.held is Truth.TRUE), None)

    @property
    def next(self) -> Rung | None:
        """The first rung above the highest held whose standard is about the enterprise; None at the top."""
        return next((rung for rung in self._above if not rung.is_about_another), None)

    @property
    def passed_over(self) -> tuple[Rung, ...]:
        """The rungs below ``next`` and above the highest held, whose standards are about something else."""
        return tuple(itertools.takewhile(lambda rung: rung.is_about_another, self._above))

    @property
    def _above(self) -> tuple[Rung, ...]:
        return self.rungs[self.rungs.index(self.highest) + 1 :] if self.highest else self.rungs


def climb(
    dossier: Dossier,
    asof: AsOf,
    rulebook: Rulebook,
    region: Region | None = None,
    version: LadderVersion | None = None,
) -> Climb:
    """Assess every rung for recognition on a day, in the order of the ladder in force there, or of ``version``."""
    where = region or dossier.where
    order = version or select_ladder(asof.on, where)
    known = dossier.known(asof)
    rungs = tuple(_rung(tier, order, known, asof, rulebook, where) for tier in order.rungs)
    return Climb(known, asof, order, rungs)


def _rung(
    tier: Title, order: LadderVersion, dossier: Dossier, asof: AsOf, rulebook: Rulebook, region: Region | None
) -> Rung:
    rung = _titled(tier, order, dossier, asof, rulebook, region)
    if tier is Tier.ACHIEVEMENT and dossier.achievements is not None:
        return _first(rung, dossier, asof, rulebook, region)
    return rung


def _first(titled: Rung, dossier: Dossier, asof: AsOf, rulebook: Rulebook, region: Region | None) -> Rung:
    """The first rung of an enterprise whose achievements are known; ``titled`` is the rung by its titles alone."""
    found = first_rung(dossier, asof.on, rulebook, region)
    through = titled.through if titled.held is Truth.TRUE else found.through
    assessments = tuple(carried.assessment for carried in found.carried if carried.assessment is not None)
    answers = Alternatives(assessments) if assessments else None
    reason = titled.reason if found.carried else "没有落地的成果"
    return Rung(titled.tier, titled.label, found.held, through, answers, "" if answers else reason, found.carried)


def _titled(
    tier: Title, order: LadderVersion, dossier: Dossier, asof: AsOf, rulebook: Rulebook, region: Region | None
) -> Rung:
    held = Truth.of(dossier.holds_title(tier.value, asof.on))
    periods = [title.period for title in dossier.titles if title.title == tier.value and asof.on in title.period]
    through = max((period.last for period in periods if period.last), default=None)
    try:
        answers = assess_each(rulebook, tier, Act.RECOGNITION, dossier, asof, region, order.variants.get(tier))
    except NoEditionInForce as error:
        return Rung(tier, order.label(tier), held, through, None, error.faults[0].remedy)
    return Rung(tier, order.label(tier), held, through, answers)
