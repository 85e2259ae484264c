"""The checks of a table before it is screened: cells that cannot be read, values out of range, values in doubt.

All checks are columns of one row, so that they are evaluated in the same pass over the table as the answer.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw
from attrs import frozen

from tiertrack.engines.column_types import is_out_of_range, read_columns
from tiertrack.errors import Fault
from tiertrack.facts.plausibility import Case, Doubt, doubts
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column, Origin

if TYPE_CHECKING:
    from tiertrack.engines.text_cells import TextCells

# Fetches the value of a column in a row of the table.
Fetch = Callable[[int, str], Any]


@frozen(eq=False)
class Flagged:
    """What some rows of a table have: a ``flag`` for each row, which stands in the column ``key``."""

    key: str
    flag: Any

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
        remedy = "请核对数值和单位；查不到的请留空，或用 not_found= 说明代表查不到的数"
        return Fault("E823", what, remedy, None, f"列 {self.column.name}")


@frozen(eq=False)
class Unreadable(Flagged):
    """Text of a column that the grammar of cells refuses."""

    column: Column
    cells: TextCells

    def fault(self, found: Mapping[str, Any], fetch: Fetch) -> Fault:
        """The fault of the first such text, in the words of every other door."""
        row = self.first(found)
        text = str(fetch(row, raw_name(self.column.name)))
        return unreadable_fault(self.column, self.cells, self.count(found), row, text)


def unreadable_fault(column: Column, cells: TextCells, count: int, row: int, text: str) -> Fault:
    """The fault of so many cells of a column, of which one in some row has this text."""
    return cells.fault(text).at(f"第 {row} 行 列 {column.name}（“{column.label}”有 {count} 格读不出来）")


@frozen(eq=False)
class SuspicionCase(Flagged):
    """One way in which firms are in doubt, to be told in words."""

    doubt: Doubt
    case: Case

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that are in doubt."""
        return self.doubt.reads

    def shown(self, name: str) -> str:
        """The name of the value of a column in the first row this is in."""
        return f"{self.key} {name}"

    def text(self, found: Mapping[str, Any]) -> str:
        """What is in doubt, in words."""
        values = [found[self.shown(name)] for name in self.reads]
        return self.doubt.text(self.case, self.count(found), f"第 {self.first(found)} 行", values)


@frozen(eq=False)
class Suspicion(Flagged):
    """Something hardly true of some firms; which of its cases it is of each is asked only where there are any."""

    doubt: Doubt

    @property
    def cases(self) -> tuple[SuspicionCase, ...]:
        """Every way in which it shows."""
        columns = [nw.col(name) for name in self.doubt.reads]
        cases = enumerate(self.doubt.cases)
        return tuple(
            SuspicionCase(f"{self.key} case {place}", case.holds(*columns), self.doubt, case) for place, case in cases
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


@functools.lru_cache(maxsize=64)
def range_checks_of_values(columns: tuple[Column, ...], library: Any) -> tuple[Check, ...]:
    """The same of columns that have been read, in expressions of narwhals or Polars; made once for the same columns."""
    return tuple(_beyond(((column, library.col(column.name)) for column in columns), library))


def _beyond(values: Iterable[tuple[Column, Any]], library: Any = nw) -> Iterator[Check]:
    for column, value in values:
        flag = is_out_of_range(column, value, library)
        if flag is not None:
            yield Check(f"{column.name} beyond", flag, column, column.name)


def raw_name(name: str) -> str:
    """The column with the text a value was read from."""
    return f"{name} raw"


def unreadable_name(name: str) -> str:
    """The column that says whether that text could not be read."""
    return f"{name} unreadable"


def suspicions(columns: Iterable[Column], on: dt.date) -> tuple[Suspicion, ...]:
    """Everything that can be doubted of the values of some columns, as of a day."""
    names = {column.name for column in columns if column.origin is Origin.OBSERVATION}
    return tuple(
        Suspicion(f"doubt {place}", doubt.holds(*(nw.col(name) for name in doubt.reads)), doubt)
        for place, doubt in enumerate(doubts(names, on))
    )
