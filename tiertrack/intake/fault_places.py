"""Where in a workbook a fault is: its sheet, row and column, from the place that is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from tiertrack.errors import Fault

# As sheets tell their places: 表.xlsx 工作表“企业”第 3 行 D 列“行业”, or … 第 3 行 行业 列, or the row alone.
_PLACE = re.compile(
    r"工作表“(?P<sheet>[^”]*(?:”(?!\s*第 \d+ 行)[^”]*)*)”\s*第 (?P<line>\d+) 行"
    r"(?:\s+(?:(?P<letter>[A-Z]{1,3}) 列“(?P<titled>.*)”|(?P<heading>.+?) 列))?"
)


@frozen
class CellFault:
    """A fault in a row of a sheet, and what stands above its cell: a column's letter, or its heading; neither where it
    is about the row."""

    fault: Fault
    sheet: str
    line: int
    letter: str | None = None
    heading: str | None = None

    @property
    def told(self) -> str:
        """The fault as it is told beside its row."""
        column = self.heading or ""
        return str(Fault(self.fault.code, self.fault.what, self.fault.remedy, self.fault.value, column or None))


def in_cells(faults: Iterable[Fault]) -> tuple[CellFault, ...]:
    """The faults that are in a row of a sheet, with where each is; others are about the file."""
    found = ((fault, _PLACE.search(fault.place or "")) for fault in faults)
    return tuple(
        CellFault(fault, at["sheet"], int(at["line"]), at["letter"], at["titled"] or at["heading"])
        for fault, at in found
        if at is not None
    )
