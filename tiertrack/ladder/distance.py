"""The distance to a standard that is not met: the facts to be found out first, then the failures, nearest first.

How far a failure is from its limit is a pure share of that limit (of 500 万元, 400 万元 is a fifth away), so that
amounts, shares, counts, ranks and years can be put in one order. Of a conjunction the farthest part counts, of an
alternative the nearest branch. What is no matter of degree, as a title not held, has no distance and comes last.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding, Observed, Score
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.quantity import Kind
from tiertrack.logic.shortfall import shortfall_of, term_value
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.binding import cutoff_day
from tiertrack.rules.criterion import Judged

# How far from a limit an enterprise is still near it, unless said otherwise: a fifth of the limit.
WITHIN = Fraction(1, 5)

_DAYS_A_YEAR = 365


@frozen
class Gap:
    """A criterion that fails and how far it is from holding; ``distance`` is None where that is no matter of degree."""

    judged: Judged
    distance: Fraction | None

    __repr__ = briefly


@frozen
class Closing:
    """What one standard still takes: the facts that could still decide it, then its failures, nearest first."""

    assessment: Assessment
    missing: tuple[Observed, ...]
    gaps: tuple[Gap, ...]

    __repr__ = briefly

    @property
    def cost(self) -> tuple[int, Fraction, int]:
        """The order of standards: failures not a matter of degree (that not all can be met is one), the farthest other
        one, missing facts."""
        distances = [gap.distance for gap in self.gaps]
        known = [distance for distance in distances if distance is not None]
        never = distances.count(None) + self.assessment.finding.is_clash
        return never, max(known, default=Fraction(0)), len(self.missing)


def closings(answers: Alternatives) -> tuple[Closing, ...]:
    """What each standard still takes, the one that takes least first."""
    return tuple(sorted(map(closing_of, answers.assessments), key=lambda closing: closing.cost))


def closing_of(assessment: Assessment) -> Closing:
    """What the standard of an assessment still takes."""
    # A standard that fails already is not decided by a fact, but an enterprise that is to meet it needs the fact.
    missing = {seen.key: seen for criterion in assessment.criteria for seen in criterion.missing}
    return Closing(assessment, tuple(missing.values()), gaps(assessment))


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """The failures of a standard, nearest first."""
    failed = (criterion for criterion in assessment.criteria if criterion.truth is Truth.FALSE)
    found = [Gap(judged, distance(judged.finding, assessment.asof.on)) for judged in failed]
    nearest = sorted(found, key=lambda gap: (gap.distance is None, gap.distance or Fraction(0)))
    # Of indicators any one is enough, the nearest.
    return tuple(nearest if assessment.edition.act.is_applied_for else nearest[:1])


def distance(finding: Finding, on: dt.date) -> Fraction | None:
    """How far a failed test is from holding, as a share of its limit; 0 where it does not fail, None where that is no
    matter of degree."""
    if finding.truth is not Truth.FALSE:
        return Fraction(0)
    if finding.score is not None:
        return _points_short(finding.score)
    match finding.test:
        case expr.AnyOf():
            branches = [distance(part, on) for part in finding.findings]
            return min((branch for branch in branches if branch is not None), default=None)
        case expr.AllOf() if finding.is_clash:
            return None
        case expr.AllOf() | expr.Switch():
            return _farthest([distance(part, on) for part in finding.findings])
        case expr.AtLeast(count):
            parts = [distance(part, on) for part in finding.findings]
            nearest = sorted(parts, key=lambda part: (part is None, part or Fraction(0)))
            return _farthest(nearest[:count])
        case expr.Threshold(expr.Tenure() as term, _comparator, limit):
            cutoff = cutoff_day(Cutoff.reaching(limit, term.anchor), term.counted_to(on)).toordinal()
            days = max(int(limit.magnitude), 1) * (1 if limit.kind is Kind.DAYS else _DAYS_A_YEAR)
            return Fraction(abs(int(finding.values[0] or 0) - cutoff), days)
        case expr.TopRank(_ref, within) if within is not None and finding.values[0]:
            return Fraction(int(finding.values[0]) - int(within.magnitude), int(within.magnitude))
        case expr.Threshold():
            return _of_limit(finding, finding.test.limit.magnitude)
        case _:
            return None


def _farthest(distances: list[Fraction | None]) -> Fraction | None:
    known = [distance for distance in distances if distance is not None]
    return max(known, default=Fraction(0)) if len(known) == len(distances) else None


def _points_short(score: Score) -> Fraction:
    """A scorecard is as far as its total, or as the section farthest from its own minimum."""
    lacking = [Fraction(score.passing - score.high, score.passing)]
    for section, lines in score.sections:
        if section.minimum is not None and section.minimum.magnitude:
            least = Fraction(section.minimum.magnitude)
            lacking.append((least - sum(line.high for line in lines)) / least)
    return max(Fraction(0), *lacking)


def _of_limit(finding: Finding, limit: int | Fraction) -> Fraction | None:
    value = term_value(finding)
    if value is not None:
        # Nothing is a share of nothing. Of many it is asked: all is worked out before it becomes a fraction.
        whole = abs(limit.numerator) * value.denominator
        part = abs(limit.numerator * value.denominator - value.numerator * limit.denominator)
        return Fraction(part, whole) if whole else None
    # A compound rate has no exact value; how much the newest year would have to change has.
    shortfall = shortfall_of(finding)
    newest = finding.values[0]
    if shortfall is None or shortfall.change is None or not isinstance(newest, int) or not newest:
        return None
    return abs(Fraction(shortfall.change.magnitude, newest))
