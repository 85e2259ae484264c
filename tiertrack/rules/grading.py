"""Which grade the answers come to: the best one reached, or every one that may still be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from tiertrack.logic.finding import Observed
from tiertrack.logic.truth import Truth
from tiertrack.rules.assess import Assessment, Judged
from tiertrack.rules.grade import Grade

__all__ = ["Grading", "grading"]


@frozen(eq=False)
class Grading:
    """The grades that may come of an answer, best first.

    ``settled`` says that some grade is certain, so that of several possible ones the last is the least there will be;
    ``weighed`` are the criteria that only grade, as they came out; ``missing`` the unknown facts that could still tell
    the possible grades apart.
    """

    possible: tuple[Grade, ...]
    settled: bool
    weighed: tuple[Judged, ...]
    missing: tuple[Observed, ...]

    @property
    def grade(self) -> Grade | None:
        """The grade reached; None where there is none or it is not yet known which."""
        return self.possible[0] if self.settled and len(self.possible) == 1 else None


@frozen(eq=False)
class _Weighed:
    grade: Grade
    truth: Truth
    beyond: Judged | None
    missing: tuple[Observed, ...]


def grading(assessments: Sequence[Assessment]) -> Grading | None:
    """The grades by the editions of these answers, which stand in the order of their grades, best first; None where no
    edition has any."""
    weighed = [one for assessment in assessments for one in _weighed(assessment)]
    if not weighed:
        return None
    open_to = [one for one in weighed if one.truth.possibly]
    first = next((place for place, one in enumerate(open_to) if one.truth is Truth.TRUE), None)
    possible = open_to if first is None else open_to[: first + 1]
    missing = {fact.key: fact for one in possible for fact in one.missing}
    return Grading(
        tuple(one.grade for one in possible),
        first is not None,
        tuple(one.beyond for one in weighed if one.beyond is not None),
        tuple(missing.values()),
    )


def _weighed(assessment: Assessment) -> Iterator[_Weighed]:
    for grade in assessment.edition.grades:
        finding = grade.explain(assessment.dossier, assessment.asof.on)
        if finding is None or grade.beyond is None:
            yield _Weighed(grade, assessment.truth, None, assessment.missing)
            continue
        truth = Truth.all((assessment.truth, finding.truth))
        missing = (*assessment.missing, *finding.missing) if truth is Truth.UNKNOWN else ()
        yield _Weighed(grade, truth, Judged(grade.beyond, finding), missing)
