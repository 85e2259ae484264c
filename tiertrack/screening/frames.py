"""Screening a data frame: Polars, DuckDB, Arrow, PySpark or pandas."""

from __future__ import annotations

import warnings
from typing import Any, Protocol, TypeVar

from tiertrack.extras import require
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike
from tiertrack.facts.units import money_unit_named
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.question import ask
from tiertrack.screening.results import unread_columns
from tiertrack.temporal import DayLike


class NativeFrame(Protocol):
    """What every kind of frame has that can be screened."""

    @property
    def columns(self) -> Any:
        """The names of its columns, or the columns themselves."""

    def join(self, *args: Any, **kwargs: Any) -> Any:
        """Its rows beside those of another frame."""


# Those of a kind are answered in the same kind; a checker that lacks a library could tell none of its overloads apart.
_Frame = TypeVar("_Frame", bound=NativeFrame)


def screen(
    frame: _Frame,
    tier: TitleLike,
    act: ActLike,
    on: DayLike,
    region: RegionLike | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
    money_unit: str | None = None,
) -> _Frame:
    """Whether each enterprise of a frame meets the standard in force on a day.

    A row is an enterprise. Columns are ``name``, ``uscc``, ``region`` and ``industry``; facts as ``revenue:2025`` or by
    their key, titles as ``title:srdi_sme``, judgements by their key. A column that is missing, and a null, is unknown;
    one whose name is nearly known is told by a ``UserWarning``. Days may be text, as in files; a lazy frame and
    PySpark, which cannot be looked at beforehand, read them as 2026-06-30 alone.

    Args:
        frame: A frame of Polars, DuckDB, Arrow, PySpark or pandas.
        tier: The title asked about, or its key or name.
        act: Its recognition or its review, or the key or name of it.
        on: The day asked about.
        region: Where every row is judged, or its code or name; each row's own region unless given.
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
        BadInput: A word that names no title, act or region, or no day.

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
    # The library has an overload of its own for each kind.
    given: Any = frame
    names = nw.from_native(given).collect_schema().names()
    if misspelt := [column for column in unread_columns(names, question) if column.is_misspelt]:
        told = "；".join(f"没有读列 {column.heading}，{column.remedy}" for column in misspelt)
        warnings.warn(told, UserWarning, stacklevel=2)
    screened: _Frame = screen_frame(given, question.governing, question.on, money_unit_named(money_unit))
    return screened
