"""Test vectors of a program: enterprises with the scalar evaluator's answers, for engines in any language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from operator import itemgetter
from typing import Any

from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.engines.boundary_rows import Row, dossier_of, population
from tiertrack.engines.javascript.policy_program import PolicyProgram
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import Assessment, assess
from tiertrack.rules.edition import columns_of
from tiertrack.rules.reads import Column
from tiertrack.temporal import AsOf

# Of so many enterprises around the limits those are kept that show something new; so often it is tried to make one that
# meets everything.
_LOOKED_AT, _ATTEMPTS = 60, 400
# The most vectors of one program.
_MOST = 12


@frozen
class RuleVector:
    """What one enterprise answers, as a program takes it (a fact that is not known is left out), and what follows."""

    answers: Mapping[str, str | bool] = field(hash=False)
    assessment: Assessment

    def __repr__(self) -> str:
        return told(self, len(self.answers), said=self.assessment.truth.word)


@frozen
class PolicyVectors:
    """A few enterprises for a program, by which whoever judges by it can be checked."""

    program: PolicyProgram
    vectors: tuple[RuleVector, ...]

    def __repr__(self) -> str:
        return told(self, self.program.edition.key, self.program.on, said=f"{len(self.vectors)} 家")


def vectors_of(program: PolicyProgram) -> PolicyVectors:
    """The vectors of a program, always the same: one who answers nothing, and of enterprises on and around the limits,
    met, not met and left open in turn, those who are the first to show something: a criterion met, not met or left
    open, a fact missing or moot."""
    edition, on = program.edition, program.on
    columns = columns_of((edition,), on)
    rows = population([edition], columns, on, _LOOKED_AT, seed=len(edition.key), attempts=_ATTEMPTS)
    nobody: Row = {**dict.fromkeys(column.name for column in columns), **_NOBODY}
    every = [RuleVector(answers_of(row, columns), _assessed(program, row, columns)) for row in (nobody, *rows)]
    return PolicyVectors(program, tuple(_telling(_in_turn(every))))


_NOBODY: Row = {"name": "没有资料的企业", "uscc": None, "region": None, "industry": None}


def _assessed(program: PolicyProgram, row: Row, columns: Iterable[Column]) -> Assessment:
    return assess(program.edition, dossier_of(row, columns, program.on), AsOf(program.on))


def _in_turn(vectors: Iterable[RuleVector]) -> list[RuleVector]:
    """The first of each truth, then the second, and so on."""
    places: Counter[Truth] = Counter()
    found = []
    for vector in vectors:
        found.append((places[vector.assessment.truth], vector))
        places[vector.assessment.truth] += 1
    return [vector for _place, vector in sorted(found, key=itemgetter(0))]


def _telling(vectors: Iterable[RuleVector]) -> Iterator[RuleVector]:
    """Those that show something which none before them does."""
    shown: set[object] = set()
    kept = 0
    for vector in vectors:
        shows = {*_shown(vector.assessment)}
        if kept < _MOST and not shows <= shown:
            kept += 1
            shown |= shows
            yield vector


def _shown(answer: Assessment) -> Iterator[object]:
    """What an answer is an example of."""
    yield answer.truth, bool(answer.missing)
    yield from ((judged.criterion.key, judged.truth) for judged in answer.criteria)
    yield from (("missing", fact.key) for fact in answer.missing)
    yield from (("moot", fact.key) for fact in answer.moot)


def answers_of(row: Row, columns: Iterable[Column]) -> dict[str, str | bool]:
    """The answers that a row of columns gives, in the form a program takes."""
    found = ((column.name, written_answer(row.get(column.name))) for column in columns)
    return {name: answer for name, answer in found if answer is not None}


def written_answer(value: Any) -> str | bool | None:
    """A value as a program takes it: numbers in digits, days in ISO 8601; None for an unknown one."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, bool | str):
        return value
    return str(Fraction(value))
