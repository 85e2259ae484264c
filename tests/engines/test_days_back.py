"""Years are counted back from the days in a column as they are from a single day, whatever engine does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, select

from tests.support.scripts import in_process
from tiertrack.engines.dialect_narwhals import NarwhalsDialect
from tiertrack.engines.dialect_polars import PolarsDialect
from tiertrack.engines.dialect_sqlalchemy import SqlDialect
from tiertrack.temporal import FIRST_DAY, LAST_DAY, years_before

DAY = dt.timedelta(days=1)
DAYS = [
    *(dt.date(year, 3, 1) - DAY * back for year in (1952, 2023, 2024, 2025, 2100, 2101, 2196) for back in range(-1, 4)),
    *(dt.date(2025, month, 15) for month in range(1, 13)),
    *(FIRST_DAY, LAST_DAY),
]

Reader = Callable[[Sequence[dt.date], int], list[Any]]


def by_polars(days: Sequence[dt.date], years: int) -> list[Any]:
    return pl.DataFrame({"d": days}).select(PolarsDialect().years_before(pl.col("d"), years))["d"].to_list()


def by_arrow(days: Sequence[dt.date], years: int) -> list[Any]:
    frame = nw.from_native(pl.DataFrame({"d": days}).to_arrow())
    found = frame.select(r=NarwhalsDialect(frame.implementation).years_before(nw.col("d"), years))
    return pl.from_arrow(found.to_native())["r"].to_list()  # type: ignore[index]


def by_sqlite(days: Sequence[dt.date], years: int) -> list[Any]:
    table = Table("days", MetaData(), Column("d", Integer))
    with create_engine("sqlite://").begin() as connection:
        table.create(connection)
        connection.execute(table.insert(), [{"d": day.toordinal()} for day in days])
        found = connection.scalars(select(SqlDialect().years_before(table.c.d, years)))
        return [dt.date.fromordinal(day) for day in found]


# One who began on the last day of all is told which day would have been early enough.
_SINCE = {
    "kind": "limit",
    "text": "",
    "reads": [0],
    "lacks": {"about": "", "since": {"latest": True, "day": "c0", "less": 0}},
    "kernel": {"compare": [[1, "c0"], [-1, "s0"]], "strict": False},
}
_BEGAN = {"key": "began", "name": "", "kind": "date"}


def by_script(days: Sequence[dt.date], years: int) -> list[Any]:
    program = {
        **{"format": 1, "fold": "all", "together": [], "ways": {}},
        "facts": [_BEGAN, {**_BEGAN, "key": "decided"}],
        "slots": [{**_BEGAN, "fact": 0}],
        "cutoffs": [{"day": "1949-01-01", "decided": 1, "years": years}],
        "criteria": [{"key": "since", "authority": None, "test": _SINCE}],
    }
    answers = [{"began": "2999-12-31", "decided": day.isoformat()} for day in days]
    with in_process() as engine:
        told = [found["criteria"][0]["shortfall"] for found in engine.judged(program, answers)]
    return [dt.date.fromisoformat(text.split()[1]) for text in told]


@pytest.mark.parametrize("read", [by_polars, by_arrow, by_sqlite, by_script])
@pytest.mark.parametrize("years", [1, 3, 4])
def test_every_engine_counts_years_back_as_the_law_does(read: Reader, years: int) -> None:
    assert read(DAYS, years) == [years_before(day, years) for day in DAYS]
