"""Grades among the enterprises that meet a standard: shown with an answer, never part of it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Self

import attrs
from attrs import frozen

from tiertrack.facts.dossier import Dossier
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.finding import Finding, Observed
from tiertrack.logic.quantity import Parameter
from tiertrack.logic.truth import Truth
from tiertrack.rules.binding import Binding, bind
from tiertrack.rules.criterion import Criterion, Judged

if TYPE_CHECKING:
    from tiertrack.rules.assessment import Assessment


@frozen(eq=False)
class Grade:
    """A grade (``mark``) of a ``series``, as B of 硬科技.

    It is reached by meeting the edition it stands in and, where there is one, the criterion ``beyond`` it.
    """

    series: str
    mark: str
    beyond: Criterion | None = None

    @property
    def label(self) -> str:
        """The series and the mark, as 硬科技 B."""
        return f"{self.series} {self.mark}"

    def explain(self, dossier: Dossier, on: dt.date) -> Finding | None:
        """The finding of the criterion beyond the edition; None where there is none."""
        if self.beyond is None:
            return None
        return _program(self.beyond).explain(_binding(self.beyond, on).values(dossier), on.year)

    def with_parameters(self, limits: Mapping[str, Parameter]) -> Self:
        """The grade with parameters set."""
        return attrs.evolve(self, beyond=self.beyond.with_parameters(limits)) if self.beyond else self


@frozen(eq=False)
class Grading:
    """The grades an answer may reach, best first.

    ``settled`` says that some grade is certain, so that of several possible ones the last is the least there will be;
    ``weighed`` are the criteria that only grade, with their findings; ``missing`` the unknown facts that could still
    tell the possible grades apart.
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
    outcomes = [outcome for assessment in assessments for outcome in _weighed(assessment)]
    if not outcomes:
        return None
    open_to = [outcome for outcome in outcomes if outcome.truth.possibly]
    first = next((place for place, outcome in enumerate(open_to) if outcome.truth is Truth.TRUE), None)
    possible = open_to if first is None else open_to[: first + 1]
    missing = {fact.key: fact for outcome in possible for fact in outcome.missing}
    return Grading(
        tuple(outcome.grade for outcome in possible),
        first is not None,
        tuple(outcome.beyond for outcome in outcomes if outcome.beyond is not None),
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


@functools.lru_cache(maxsize=256)
def _program(criterion: Criterion) -> Program:
    return compile_test(criterion.test)


@functools.lru_cache(maxsize=256)
def _binding(criterion: Criterion, on: dt.date) -> Binding:
    return bind(_program(criterion).symbols, on)
