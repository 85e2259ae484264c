"""The explained answer: one dossier held against one edition as of a day, with what is needed to replay it."""

from __future__ import annotations

import functools

from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.facts.dossier import Dossier
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.logic.finding import Finding, Observed, Score
from tiertrack.logic.truth import Truth
from tiertrack.notebook import ShownInNotebooks
from tiertrack.plotted import Plotted
from tiertrack.rules.criterion import Judged
from tiertrack.rules.digest import kept_digest
from tiertrack.rules.edition import Edition
from tiertrack.rules.grading import Grade, Grading
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf


@frozen
class Assessment(ShownInNotebooks, Plotted):
    """The answer, kept with edition, dossier and both clocks; ``finding`` is the conjunction of all criteria.

    ``given`` is the dossier as it was known, ``dossier`` the same as the edition reads it, its rights counted.
    """

    edition: Edition
    given: Dossier
    asof: AsOf
    # It follows from the others.
    finding: Finding = field(hash=False)

    def __repr__(self) -> str:
        return told(
            self,
            self.edition.tier.value,
            self.edition.variant_key,
            self.edition.act.value,
            self.asof.on,
            said=_said(self),
        )

    @functools.cached_property
    def dossier(self) -> Dossier:
        """The dossier as the edition reads it; made when it is asked for, since the answer itself does not need it."""
        return self.edition.as_read(self.given, self.asof.on)

    @property
    def truth(self) -> Truth:
        """TRUE 符合, FALSE 不符合, UNKNOWN 待补充."""
        return self.finding.truth

    @functools.cached_property
    def criteria(self) -> tuple[Judged, ...]:
        """Every criterion in the order of the standard."""
        return tuple(map(Judged, self.edition.criteria, self.finding.findings))

    @property
    def failed(self) -> tuple[Judged, ...]:
        """The criteria that fail; where they only cannot all be met, those left open."""
        found = self._criteria_found(Truth.FALSE)
        return found if found or not self.finding.is_clash else self._criteria_found(Truth.UNKNOWN)

    def _criteria_found(self, truth: Truth) -> tuple[Judged, ...]:
        each = zip(self.criteria, self.finding.findings, strict=True)
        return tuple([judged for judged, finding in each if finding.truth is truth])

    @functools.cached_property
    def missing(self) -> tuple[Observed, ...]:
        """The unknown facts that could still decide the answer."""
        if self.truth is not Truth.UNKNOWN:
            return ()
        # A conjunction that is open lacks what its parts do.
        return tuple({seen.key: seen for judged in self.criteria for seen in judged.missing}.values())

    @functools.cached_property
    def moot(self) -> tuple[Observed, ...]:
        """The unknown facts that no longer matter."""
        return self.finding.moot

    @property
    def score(self) -> Score | None:
        """The points of the standard's scorecard, where it has one."""
        if not self.edition.has_scorecard:
            return None
        found = self.finding.search(lambda finding: finding.score is not None)
        return next((finding.score for finding in found), None)

    @property
    def grading(self) -> Grading | None:
        """The grades by its edition; None where that has none."""
        return Alternatives((self,)).grading

    @functools.cached_property
    def dossier_digest(self) -> str:
        """The fingerprint of the dossier as it was known."""
        return kept_digest(self.given)


@frozen
class Alternatives(ShownInNotebooks):
    """The answers by every standard of a title that stands side by side with others, as the boards of the exchanges;
    one met is enough. ``assessments`` holds at least one."""

    assessments: tuple[Assessment, ...]

    def __repr__(self) -> str:
        return told(self, *_asked(self), said=f"{self.truth.word}, {len(self.assessments)} 套标准")

    @property
    def truth(self) -> Truth:
        """TRUE where one of them is met, FALSE where none is, UNKNOWN otherwise."""
        return Truth.any(assessment.truth for assessment in self.assessments)

    @property
    def missing(self) -> tuple[Observed, ...]:
        """The unknown facts that could still decide; none once one standard is met."""
        if self.truth is not Truth.UNKNOWN:
            return ()
        return tuple({fact.key: fact for assessment in self.assessments for fact in assessment.missing}.values())

    @property
    def met(self) -> tuple[Assessment, ...]:
        """The answers that are TRUE."""
        return tuple(assessment for assessment in self.assessments if assessment.truth is Truth.TRUE)

    @property
    def grading(self) -> Grading | None:
        """The grades by the editions of these answers, which stand in the order of their grades, best first; None where
        no edition has any."""
        possible: list[Grade] = []
        weighed: list[Judged] = []
        missing: dict[str, Observed] = {}
        settled = False
        graded = [(assessment, grade) for assessment in self.assessments for grade in assessment.edition.grades]
        for assessment, grade in graded:
            beyond = grade.weigh(assessment.dossier, assessment.asof.on)
            weighed += [beyond] if beyond else []
            findings = [assessment.finding, *([beyond.finding] if beyond else [])]
            truth = Truth.all(finding.truth for finding in findings)
            if settled or not truth.possibly:
                continue
            possible.append(grade)
            settled = truth is Truth.TRUE
            if not settled:
                missing |= {fact.key: fact for finding in findings for fact in finding.missing}
        return Grading(tuple(possible), settled, tuple(weighed), tuple(missing.values())) if graded else None


def _asked(answers: Alternatives) -> tuple[object, ...]:
    first = answers.assessments[0]
    return first.edition.tier.value, first.edition.act.value, first.asof.on


def _said(assessment: Assessment) -> str:
    """The verdict, how many criteria fail, and how much is missing."""
    failed = sum(judged.truth is Truth.FALSE for judged in assessment.criteria)
    told = [f"{failed} 未满足"] if failed else []
    told += [f"尚缺 {len(assessment.missing)}"] if assessment.missing else []
    return ", ".join([assessment.truth.word, *told])


def assess(edition: Edition, dossier: Dossier, asof: AsOf) -> Assessment:
    """Hold a dossier, as it was known, against an edition on a day."""
    known = dossier.known(asof)
    return Assessment(edition, known, asof, edition.explain(known, asof.on))


def assess_one(
    rulebook: Rulebook,
    title: Title,
    act: Act,
    dossier: Dossier,
    asof: AsOf,
    region: Region | None = None,
    variant: str | None = None,
) -> Assessment:
    """``assess`` by the one edition that governs a dossier, of a variant where the title has several.

    Raises what ``Rulebook.select`` and ``Rulebook.settled`` do.
    """
    edition = rulebook.select(title, act, asof.on, region, variant)
    return assess(rulebook.settled(edition, dossier.known(asof), asof.on, region), dossier, asof)


def assess_each(
    rulebook: Rulebook,
    title: Title,
    act: Act,
    dossier: Dossier,
    asof: AsOf,
    region: Region | None = None,
    variant: str | None = None,
) -> Alternatives:
    """``assess`` by every edition that governs a dossier side by side, or by that of one variant alone.

    Raises what ``Rulebook.alternatives`` or, for a variant, ``assess_one`` does.
    """
    if variant is not None:
        return Alternatives((assess_one(rulebook, title, act, dossier, asof, region, variant),))
    editions = rulebook.alternatives(title, act, dossier.known(asof), asof.on, region)
    return Alternatives(tuple(assess(edition, dossier, asof) for edition in editions))
