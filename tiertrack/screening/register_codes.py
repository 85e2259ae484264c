"""Credit codes of the register, those that are kept although they do not pass their check marked as such."""

from __future__ import annotations

import operator
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, case, func, literal

from tiertrack.facts.credit_code import ATTESTED_MARK, CHARACTERS, WEIGHTS
from tiertrack.screening.work_tables import WorkTables


def marked(work: WorkTables, code: ColumnElement[Any]) -> ColumnElement[Any]:
    """A code as the engines read it: followed by the mark where its check character does not fit."""
    place_in = func.strpos if work.is_postgresql else func.instr
    alphabet = _literal(CHARACTERS, Text())
    # The places are counted from one, which the sum of the weights makes up for.
    weights = (*WEIGHTS, 1)
    places = [
        place_in(alphabet, func.substr(code, place, 1), type_=Integer()) * _literal(weight, Integer())
        for place, weight in enumerate(weights, 1)
    ]
    fits = (reduce(operator.add, places) - sum(weights)) % len(CHARACTERS) == 0
    return case((fits, code), else_=code + _literal(ATTESTED_MARK, Text()))


def _literal(value: Any, type_: Any) -> ColumnElement[Any]:
    return literal(value, type_, literal_execute=True)
