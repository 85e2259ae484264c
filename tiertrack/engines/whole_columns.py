"""What a plan reads of codes, worked out of whole columns of an eager frame of Polars.

Inside a plan Polars hands a column over piece by piece, and each piece is a question of its own: for the legal form of
the bearers of credit codes that takes twice as long as to look at the column once. Industries are looked up beforehand
in any case, so that what is found then need not be found again.
"""

from __future__ import annotations

import functools

import attrs
import polars as pl

from tiertrack.engines.credit_codes import legal_forms
from tiertrack.engines.industry_columns import PLACE, size_groups_of
from tiertrack.engines.plan import LEGAL_FORM, SIZE_GROUP_COLUMN, Plan


def worked_out(frame: pl.DataFrame, steps: Plan) -> tuple[pl.DataFrame, Plan]:
    """The frame with what the first stage would make of codes, and the plan without that."""
    first, made = steps.stages[0], dict[str, pl.Series]()
    if LEGAL_FORM in first:
        made[LEGAL_FORM] = legal_forms(frame["uscc"])
    if SIZE_GROUP_COLUMN in first and PLACE in frame.columns:
        made[SIZE_GROUP_COLUMN] = size_groups_of(frame[PLACE])
    return (frame.with_columns(**made), _less(steps, frozenset(made))) if made else (frame, steps)


@functools.lru_cache(maxsize=64)
def _less(steps: Plan, made: frozenset[str]) -> Plan:
    first, *others = steps.stages
    left = {name: value for name, value in first.items() if name not in made}
    return attrs.evolve(steps, stages=(left, *others) if left else tuple(others))
