"""Screening a data frame: Polars, DuckDB, Arrow, PySpark or pandas."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import Any

from tiertrack.extras import require
from tiertrack.facts.units import money_unit_named
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.question import ask
from tiertrack.screening.results import unread_columns


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
    """Whether each enterprise of a frame meets the standard in force on a day.

    A row is an enterprise. Columns are ``name``, ``uscc``, ``region`` and ``industry``; facts as ``revenue:2025`` or by
    their key, titles as ``title:srdi_sme``, judgements by their key. A column that is missing, and a null, is unknown;
    one whose name is nearly known is told by a ``UserWarning``. Days may be text, as in files; a lazy frame and
    PySpark, which cannot be looked at beforehand, read them as 2026-06-30 alone.

    Args:
        frame: A frame of Polars, DuckDB, Arrow, PySpark or pandas.
        tier: The title asked about.
        act: Its recognition or its review.
        on: The day asked about.
        region: Where every row is judged; each row's own region unless given.
        variant: The key of one of several standards that stand side by side.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        money_unit: The unit of amounts, as 万元; whole fen unless given.

    Returns:
        A frame of the same kind with the identifying columns, ``truth`` (true, false, null), ``missing`` (how many
        unknown facts could still decide) and a column for every criterion.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act, day and region.
        UnknownEdition: There is no such variant.
        EditionOverlap: Two editions of one variant are in force at once.
        BadFrame: Columns that cannot be used; every fault is named.

    Examples:
        >>> import datetime as dt
        >>> import polars as pl
        >>> from tiertrack import Act, Tier, screen
        >>> firms = pl.DataFrame({"name": ["甲公司"], "region": ["500113"], "abnormal_list": [True]})
        >>> screen(firms, Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30))["truth"].to_list()
        [False]
    """
    require("frame", "narwhals")
    import narwhals as nw

    from tiertrack.engines.frame import screen as screen_frame

    question = ask(tier, act, on, region, variant, rulebook)
    names = nw.from_native(frame).collect_schema().names()
    if misspelt := [column for column in unread_columns(names, question) if column.is_misspelt]:
        told = "；".join(f"没有读列 {column.heading}，{column.remedy}" for column in misspelt)
        warnings.warn(told, UserWarning, stacklevel=2)
    return screen_frame(frame, question.governing, on, money_unit_named(money_unit))
