"""Shares below one percent in a column of percents: read as they are written, and said, for many mean a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from tiertrack.intake.fact_cells import FactColumn
from tiertrack.intake.sheet import SheetRow

# With the sign of percent, as a cell of that format has it, there is nothing to mistake.
_BELOW_ONE = re.compile(r"0?\.[0-9]*[1-9][0-9]*")


def told_small_shares(columns: Iterable[FactColumn], rows: Sequence[SheetRow]) -> Iterator[str]:
    """What is to be said of each column of percents with bare numbers below one: how many, and the first of them."""
    for column in columns:
        if column.heading.unit != "%":
            continue
        found = [row for row in rows if row.fault is None and _BELOW_ONE.fullmatch(row.cells.said(column.index)[0])]
        if found:
            text = found[0].cells.said(column.index)[0]
            meant = f"{(Decimal(text) * 100).normalize():f}"
            yield (
                f"“{column.heading.text}”有 {len(found)} 格不到 1%，照写的读，如 {found[0].place}的 {text} "
                f"读作 {Decimal(text)}%；本意是 {meant}% 的，请写 {meant} 或 {meant}%"
            )
