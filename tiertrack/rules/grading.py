"""Grades among the enterprises that meet a standard: shown with an answer, never part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Self

import attrs
from attrs import frozen

from tiertrack.brevity import briefly, told
from tiertrack.facts.dossier import Dossier
from tiertrack.logic.finding import Observed
from tiertrack.logic.quantity import Parameter
from tiertrack.rules.authority import by_authority
from tiertrack.rules.binding import bind, compiled
from tiertrack.rules.criterion import Criterion, Judged


@frozen
class Grade:
    """A grade (``mark``) of a ``series``, as B of 硬科技.

    It is reached by meeting the edition it stands in and, where there is one, the criterion ``beyond`` it.
    """

    series: str
    mark: str
    beyond: Criterion | None = None

    def __repr__(self) -> str:
        return told(self, self.label)

    @property
    def label(self) -> str:
        """The series and the mark, as 硬科技 B."""
        return f"{self.series} {self.mark}"

    def weigh(self, dossier: Dossier, on: dt.date) -> Judged | None:
        """The criterion beyond the edition with its finding; None where there is none."""
        if self.beyond is None:
            return None
        program = compiled(self.beyond.test)
        finding = program.explain(bind(program.symbols, on).values(dossier), on.year)
        return Judged(self.beyond, by_authority(finding, self.beyond.authority, dossier, on))

    def with_parameters(self, limits: Mapping[str, Parameter]) -> Self:
        """The grade with parameters set."""
        return attrs.evolve(self, beyond=self.beyond.with_parameters(limits)) if self.beyond else self


@frozen
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

    __repr__ = briefly

    @property
    def grade(self) -> Grade | None:
        """The grade reached; None where there is none or it is not yet known which."""
        return self.possible[0] if self.settled and len(self.possible) == 1 else None
