"""The peer of the bench of data frames: srdi_sme/recognition/2026 in OpenFisca-core, over arrays of a whole population.

OpenFisca has no unknown: a fact is a variable with its value and one that says whether it is known, a truth is a number
(0 not met, 1 open, 2 met), so that Kleene's connectives are the smaller and the larger of two. Its amounts are
floating-point numbers of 32 bits, too coarse for the last fen. The group of an industry is handed over as a number, and
what is missing is not counted: both in its favour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.periods import ETERNITY
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from tests.bench.by_hand import WAN
from tests.bench.by_hand_frames import GROUP, GROUPS, LIMITS, REGISTERED

Array = Any
Formula = Callable[[Callable[[str], Array]], Array]

FIRM = build_entity(key="firm", plural="firms", label="企业", is_person=True)
PERIOD = "2026"

AMOUNTS = (
    *("revenue:2025", "revenue:2024", "main_revenue:2025", "rd_expense:2025", "rd_expense:2024"),
    *("total_assets:2025", "total_liabilities:2025", "equity_financing:2025", "equity_financing:2024"),
    "development_score:2026",
)
COUNTS = (
    "employees:2025",
    "class1_ip",
    "national_award_rank",
    "provincial_award_rank",
    "since",
    "group",
    "institution",
)
FLAGS = (
    *("abnormal_list", "dishonest_list", "prohibited_product", "major_incident", "market_standing", "uscc"),
    *("title:innovative_sme", "title:tech_sme"),
)


def inputs_of(frame: pl.DataFrame) -> dict[str, Array]:
    """The columns as arrays: values with 0 where unknown, and whether they are known."""
    ready = frame.with_columns(
        since=pl.col("segment_since").cast(pl.Int32),
        group=GROUP.to_physical().cast(pl.Int32),
        institution=pl.col("rd_institution").is_in(["provincial", "national"]).cast(pl.Int32),
        uscc=REGISTERED,
    )
    found: dict[str, Array] = {}
    for name in (*AMOUNTS, *COUNTS, *FLAGS):
        column = ready[name]
        found[_value(name)] = column.fill_null(False if name in FLAGS else 0).to_numpy()
        found[_known(name)] = column.is_not_null().to_numpy()
    return found


def screened(arrays: dict[str, Array]) -> dict[str, Array]:
    """Every criterion and the truth of all, as numbers."""
    count = len(next(iter(arrays.values())))
    simulation = SimulationBuilder().build_default_simulation(SYSTEM, count=count)
    for name, values in arrays.items():
        simulation.set_input(name, PERIOD, values)
    return {key: simulation.calculate(key, PERIOD) for key in (*CRITERIA, "truth")}


def _value(name: str) -> str:
    return name.replace(":", "_")


def _known(name: str) -> str:
    return f"{_value(name)}_known"


def _told(fact: Callable[[str], Array], holds: Array, *names: str) -> Array:
    """Met or not where everything read is known, open elsewhere."""
    known = fact(_known(names[0]))
    for name in names[1:]:
        known = known & fact(_known(name))
    return np.where(known, np.where(holds, 2, 0), 1)


def _is(name: str) -> Formula:
    return lambda fact: _told(fact, fact(_value(name)), name)


def _is_not(name: str) -> Formula:
    return lambda fact: 2 - _is(name)(fact)


def _at_least(name: str, limit: float) -> Formula:
    return lambda fact: _told(fact, fact(_value(name)) >= limit, name)


def _below(name: str, limit: float) -> Formula:
    return lambda fact: _told(fact, fact(_value(name)) < limit, name)


def _top_three(name: str) -> Formula:
    return lambda fact: _told(fact, (fact(_value(name)) >= 1) & (fact(_value(name)) <= 3), name)


def _share(part: str, whole: str, percent: int, sign: int = 1) -> Formula:
    """A share at least so large, or with ``sign`` -1 at most."""

    def formula(fact: Callable[[str], Array]) -> Array:
        share = sign * (fact(_value(part)) * 100 - fact(_value(whole)) * percent) >= 0
        return np.where(fact(_value(whole)) > 0, _told(fact, share, part, whole), 1)

    return formula


def _any(*formulas: Formula) -> Formula:
    return lambda fact: np.maximum.reduce([one(fact) for one in formulas])


def _all(*formulas: Formula) -> Formula:
    return lambda fact: np.minimum.reduce([one(fact) for one in formulas])


def _not_large(fact: Callable[[str], Array]) -> Array:
    names, units = ("employees:2025", "revenue:2025", "total_assets:2025"), (1, WAN, WAN)
    tests, conditions = [], []
    for group, limits in LIMITS.items():
        parts = [_below(name, limit * unit) for name, limit, unit in zip(names, limits, units, strict=True) if limit]
        conditions.append((fact("group") == GROUPS.index(group)) & fact("group_known"))
        tests.append(_any(*parts)(fact))
    return np.select(conditions, tests, 1)


def _invested(fact: Callable[[str], Array]) -> Array:
    names = ("equity_financing:2025", "equity_financing:2024")
    total = fact(_value(names[0])) + fact(_value(names[1]))
    return _told(fact, total >= 2000 * WAN, *names)


def _spent(year: int) -> Formula:
    spent = f"rd_expense:{year}"
    return _all(_at_least(spent, 100 * WAN), _share(spent, f"revenue:{year}", 3))


CRITERIA: dict[str, Formula] = {
    "B1": _is("uscc"),
    "B2": _not_large,
    "B4a": _is_not("abnormal_list"),
    "B4b": _is_not("dishonest_list"),
    "B5": _is_not("prohibited_product"),
    "B6": _is_not("major_incident"),
    "S1a": _any(_is("title:innovative_sme"), _is("title:tech_sme")),
    "S1b": _below("since", (dt.date(2023, 1, 2) - dt.date(1970, 1, 1)).days),
    "S2a": _any(_at_least("revenue:2025", 1500 * WAN), _invested),
    "S2b": _share("main_revenue:2025", "revenue:2025", 80),
    "S2c": _share("total_liabilities:2025", "total_assets:2025", 80, -1),
    "S3": _all(_spent(2025), _spent(2024)),
    "S4": _any(
        _at_least("class1_ip", 1),
        _top_three("national_award_rank"),
        _top_three("provincial_award_rank"),
        _at_least("institution", 1),
    ),
    "S5": _is("market_standing"),
    "S6": _at_least("development_score:2026", 50),
}


def _variable(name: str, kind: type, formula: Formula | None = None) -> type[Variable]:
    body: dict[str, Any] = {"value_type": kind, "entity": FIRM, "definition_period": ETERNITY, "label": name}
    if formula is not None:
        body["formula"] = lambda firm, period: formula(lambda of: firm(of, period))
    return type(name, (Variable,), body)


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([FIRM])
    kinds = dict.fromkeys(AMOUNTS, float) | dict.fromkeys(COUNTS, int) | dict.fromkeys(FLAGS, bool)
    for name, kind in kinds.items():
        system.add_variable(_variable(_value(name), kind))
        system.add_variable(_variable(_known(name), bool))
    for key, formula in CRITERIA.items():
        system.add_variable(_variable(key, int, formula))
    every: Formula = lambda fact: np.minimum.reduce([fact(key) for key in CRITERIA])  # noqa: E731
    system.add_variable(_variable("truth", int, every))
    return system


SYSTEM = _system()

# What its numbers are as truths cast to numbers, with -1 for unknown.
AS_TOLD = np.array([0, -1, 1])
