"""Grades among those who meet a standard: shown with an answer, never part of it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Self

import attrs
from attrs import frozen

from tiertrack.facts.dossier import Dossier
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.finding import Finding
from tiertrack.logic.quantity import Parameter
from tiertrack.rules.binding import Binding, bind
from tiertrack.rules.criterion import Criterion

__all__ = ["Grade"]


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
        """What came of the criterion beyond the edition; None where there is none."""
        if self.beyond is None:
            return None
        return _program(self.beyond).explain(_binding(self.beyond, on).values(dossier), on.year)

    def with_parameters(self, limits: Mapping[str, Parameter]) -> Self:
        """The grade with parameters set."""
        return attrs.evolve(self, beyond=self.beyond.with_parameters(limits)) if self.beyond else self


@functools.lru_cache(maxsize=256)
def _program(criterion: Criterion) -> Program:
    return compile_test(criterion.test)


@functools.lru_cache(maxsize=256)
def _binding(criterion: Criterion, on: dt.date) -> Binding:
    return bind(_program(criterion).symbols, on)
