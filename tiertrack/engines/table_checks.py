"""The checks of a table before it is screened: cells that cannot be read, values out of range, units in doubt.

All checks are columns of one row, so that they are evaluated in the same pass over the table as the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw
from attrs import frozen

from tiertrack.engines.column_types import is_out_of_range, read_columns
from tiertrack.errors import Fault
from tiertrack.facts.units import format_money
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column

if TYPE_CHECKING:
    from tiertrack.engines.text_cells import TextCells

# How far apart two years of one firm may be before a wrong unit is the likelier reason, around a thousand (千元 for 元)
# and ten thousand (万元 for 元).
_SLIPS = {1_000: (500, 2_000), 10_000: (5_000, 20_000)}


# Fetches the value of a column in a row of the table.
Fetch = Callable[[int, str], Any]


@frozen(eq=False)
class Flagged:
    """What some rows of a table have: a ``flag`` for each row, which stands in the column ``key``."""

    key: str
    flag: nw.Expr

    def count(self, found: Mapping[str, Any]) -> int:
        """The number of rows it is in."""
        return int(found[f"{self.key} count"] or 0)

    def first(self, found: Mapping[str, Any]) -> int:
        """The first row it is in."""
        return int(found[f"{self.key} first"])


@frozen(eq=False)
class Check(Flagged):
    """Values of a column beyond what the fact can be, and the column that shows them as they were written."""

    column: Column
    shown: str

    def fault(self, found: Mapping[str, Any], fetch: Fetch) -> Fault:
        """The fault, with the first row it is in."""
        row = self.first(found)
        place = f"第 {row} 行 列 {self.column.name}"
        return attrs.evolve(self.fault_of(self.count(found)), value=str(fetch(row, self.shown)), place=place)

    def fault_of(self, count: int) -> Fault:
        """The fault, where nothing but the number of rows is known."""
        if self.column.kind is Kind.DATE:
            what = f"“{self.column.label}”有 {count} 格日期不在 1949 年与 2199 年之间"
            return Fault("E115", what, "请核对年份；没有最后一日的请留空", None, f"列 {self.column.name}")
        what = f"“{self.column.label}”有 {count} 格超出范围"
        remedy = "请核对数值和单位；查不到的请留空，或用 --not-found 说明代表查不到的数"
        return Fault("E823", what, remedy, None, f"列 {self.column.name}")


@frozen(eq=False)
class Unreadable(Flagged):
    """Text of a column that the grammar of cells refuses."""

    column: Column
    cells: TextCells

    def fault(self, found: Mapping[str, Any], fetch: Fetch) -> Fault:
        """The fault of the first such text, in the words of every other door."""
        row = self.first(found)
        place = f"第 {row} 行 列 {self.column.name}（“{self.column.label}”有 {self.count(found)} 格读不出来）"
        return self.cells.fault(str(fetch(row, raw_name(self.column.name)))).at(place)


@frozen(eq=False)
class Suspicion(Flagged):
    """Two years of one amount that lie about a thousand or ten thousand times apart; the smaller is in doubt."""

    smaller: Column
    larger: Column
    times: int

    def text(self, found: Mapping[str, Any], fetch: Fetch) -> str:
        """What is in doubt, in words."""
        row = self.first(found)
        amounts = " 与 ".join(format_money(fetch(row, column.name)) for column in (self.smaller, self.larger))
        return (
            f"疑似单位写错：{self.count(found)} 家企业的{self.smaller.label}只有{self.larger.label}的"
            f"约 {self.times:,} 分之一，如第 {row} 行的 {amounts}；没有改动"
        )


def checks(
    columns: Iterable[Column], schema: Mapping[str, Any], cells: Mapping[str, TextCells]
) -> tuple[Check | Unreadable, ...]:
    """Every check of the columns of a table; ``cells`` is how those that were text were read."""
    found: list[Check | Unreadable] = []
    for column in columns:
        is_text, name = column.name in cells, column.name
        if is_text:
            key = unreadable_name(name)
            found.append(Unreadable(key, nw.col(key), column, cells[name]))
        shown = raw_name(name) if is_text else name
        found += [attrs.evolve(check, shown=shown) for check in range_checks([column], schema)]
    return tuple(found)


def range_checks(
    columns: Iterable[Column], schema: Mapping[str, Any], money_unit: str | None = None
) -> tuple[Check, ...]:
    """The checks that no value is out of range; raises BadFrame with every column whose type cannot be read."""
    named = {column.name: column for column in columns}
    values = read_columns(schema, named.values(), money_unit)
    return tuple(_beyond((named[name], value) for name, value in values.items()))


def range_checks_of_values(columns: Iterable[Column]) -> tuple[Check, ...]:
    """The same of columns that have been read."""
    return tuple(_beyond((column, nw.col(column.name)) for column in columns))


def _beyond(values: Iterable[tuple[Column, nw.Expr]]) -> Iterator[Check]:
    for column, value in values:
        flag = is_out_of_range(column, value)
        if flag is not None:
            yield Check(f"{column.name} beyond", flag, column, column.name)


def raw_name(name: str) -> str:
    """The column with the text a value was read from."""
    return f"{name} raw"


def unreadable_name(name: str) -> str:
    """The column that says whether that text could not be read."""
    return f"{name} unreadable"


def suspicions(columns: Iterable[Column]) -> tuple[Suspicion, ...]:
    """Every pair of years of an amount that is compared."""
    yearly: dict[str, list[Column]] = {}
    for column in columns:
        if column.kind is Kind.MONEY and column.year is not None and column.lowest == 0:
            yearly.setdefault(column.key, []).append(column)
    return tuple(
        Suspicion(f"{smaller.name} {larger.name} {times}", _slipped(smaller, larger, *around), smaller, larger, times)
        for years in yearly.values()
        for pair in combinations(years, 2)
        for smaller, larger in (pair, pair[::-1])
        for times, around in _SLIPS.items()
    )


def _slipped(smaller: Column, larger: Column, least: int, most: int) -> nw.Expr:
    small, large = nw.col(smaller.name), nw.col(larger.name)
    ratio = large.cast(nw.Float64) / small.cast(nw.Float64)
    return (small > 0) & (ratio >= least) & (ratio <= most)
