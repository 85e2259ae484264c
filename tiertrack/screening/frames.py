"""Screening a data frame: Polars, DuckDB, Arrow, PySpark or pandas."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tiertrack.extras import require
from tiertrack.law.scope import Act, Region, Title
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.question import ask

__all__ = ["screen"]


def screen(
    frame: Any,
    tier: Title,
    act: Act,
    on: dt.date,
    region: Region | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
    money_unit: str | None = None,
) -> Any:
    """Whether each enterprise of a frame meets the standard in force on a day: a frame of the kind given.

    A row is an enterprise, judged by the standard of its own region unless ``region`` says. Columns: ``name``,
    ``uscc``, ``region``, ``industry``; facts as ``revenue:2025`` or by their key, titles as ``title:srdi_sme``,
    judgements by their key; amounts in whole fen unless ``money_unit`` (元, 万元, 亿元) says. The answer has the
    identifying columns, ``truth`` (true, false, null), ``missing`` (how many unknown facts could still decide) and
    every criterion.

    Raises NoEditionInForce, UnknownEdition, EditionOverlap, or BadFrame with every fault of the columns.
    """
    require("frame", "narwhals")
    from tiertrack.engines.frame import screen as screen_frame

    return screen_frame(frame, ask(tier, act, on, region, variant, rulebook).governing, on, money_unit)
