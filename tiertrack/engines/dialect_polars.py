"""The dialect of Polars: its own expressions, in the forms it is quickest with.

Polars is what millions of rows are screened with. Through narwhals it would answer the same, but planning would take
longer than answering a hundred thousand rows, and its look-up of texts is out of reach.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

import polars as pl
from attrs import frozen

from tiertrack.engines.credit_codes import FORM, legal_forms
from tiertrack.engines.dialect import Expression
from tiertrack.engines.dialect_narwhals import NarwhalsDialect
from tiertrack.temporal import FIRST_DAY, LAST_DAY, spans_of_years

# More texts than this are looked up, fewer compared one after the other: each is quicker there.
_FEW = 8
_PAIR = 2
# The most an unsigned number of eight bits holds.
_MOST = 255


@frozen
class PolarsDialect(NarwhalsDialect):
    """See :class:`tiertrack.engines.dialect.Dialect`."""

    library: ClassVar[Any] = pl

    def is_one_of(self, value: Expression, values: Sequence[object]) -> Expression:
        return value.is_in(values) if len(values) > _FEW else super().is_one_of(value, values)

    # What is folded of many is folded at once: one in another in another, each would be looked through again for the
    # type of the next, which takes longer than to work them out for ten thousand rows.

    def all(self, truths: Sequence[Expression]) -> Expression:
        return pl.all_horizontal(truths) if len(truths) > _PAIR else super().all(truths)

    def any(self, truths: Sequence[Expression]) -> Expression:
        return pl.any_horizontal(truths) if len(truths) > _PAIR else super().any(truths)

    def count(self, truths: Sequence[Expression]) -> Expression:
        # In the narrowest numbers, widened at the end; choices, because casting a truth takes three times as long.
        narrow = pl.UInt8 if len(truths) <= _MOST else pl.Int16
        one, none = (pl.lit(value, dtype=narrow) for value in (1, 0))
        return pl.sum_horizontal(pl.when(truth).then(one).otherwise(none) for truth in truths).cast(pl.Int64)

    def years_before(self, value: Expression, years: int) -> Expression:
        # To look a day up among all days is far quicker than to reckon with months.
        days = _days_back(years)

        def back(these: pl.Series) -> pl.Series:
            places = these.to_physical() - (FIRST_DAY - _EPOCH).days
            return days.gather(places.clip(0, len(days) - 1))

        return value.map_batches(back, return_dtype=pl.Date, is_elementwise=True)

    def legal_form(self, name: str) -> Expression:
        return pl.col(name).map_batches(legal_forms, return_dtype=FORM, is_elementwise=True)

    def by_prefix(
        self, name: str, prefixes: Mapping[str, str], whole: Mapping[str, str], codes: Callable[[], Mapping[str, str]]
    ) -> Expression:
        # The place of a code among all codes, and the text at that place; a text that is no code has none.
        places, texts = _table(codes)
        return pl.lit(texts).gather(pl.col(name).cast(places, strict=False).to_physical())


_EPOCH = dt.date(1970, 1, 1)


@functools.cache
def _days_back(years: int) -> pl.Series:
    """For each day of the calendar, the latest start with so many full years behind it."""
    found: list[int] = []
    for (since, days), (until, _days) in pairwise((*spans_of_years(years), (LAST_DAY + dt.timedelta(days=1), 0))):
        found.extend(range((since - _EPOCH).days - days, (until - _EPOCH).days - days))
    return pl.Series(found, dtype=pl.Int32).cast(pl.Date)


@functools.cache
def _table(codes: Callable[[], Mapping[str, str]]) -> tuple[pl.Enum, pl.Series]:
    found = codes()
    texts = pl.Enum(list(dict.fromkeys(found.values())))
    return pl.Enum(list(found)), pl.Series(list(found.values()), dtype=texts)
