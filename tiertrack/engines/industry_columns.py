"""Industries a column of Polars at a time: the place of each among all codes there are, and what follows from it."""

from __future__ import annotations

import functools

import polars as pl
from polars import QueryOptFlags

from tiertrack.facts.industry import EITHER_GROUP_OF, size_groups
from tiertrack.facts.industry_reading import industry_codes

# The column with the places.
PLACE = "place among industries"


def places_of(industries: pl.Series) -> pl.Series | None:
    """The place of each industry among all codes; None where any text is no code as it stands."""
    texts = industries.alias(PLACE).to_frame().lazy()
    places = texts.select(_place()).collect(optimizations=QueryOptFlags.none())[PLACE]
    return places if places.null_count() == industries.null_count() else None


def may_be_either(places: pl.Series) -> bool:
    """Whether any industry in such places may be of either of two groups of the size standard."""
    return any((places == place).any() for place in _either())


def size_groups_of(places: pl.Series) -> pl.Series:
    """The group of the size standard of the industry in each place."""
    return _groups().gather(places)


@functools.cache
def _place() -> pl.Expr:
    # Made once: Polars takes longer to hear of so many codes than to look a thousand up.
    return pl.col(PLACE).cast(pl.Enum(list(industry_codes())), strict=False).to_physical()


@functools.cache
def _either() -> tuple[int, ...]:
    return tuple(map(industry_codes().index, EITHER_GROUP_OF))


@functools.cache
def _groups() -> pl.Series:
    """The group of each code, in the order of the codes."""
    groups = size_groups()
    every = pl.Enum(list(dict.fromkeys(groups.values())))
    return pl.Series([groups.get(code) for code in industry_codes()], dtype=every)
