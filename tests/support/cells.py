"""Cells with odd numbers, and what every engine should make of them."""

from __future__ import annotations

import math
from typing import Any

import narwhals as nw
import pyarrow as pa

from tiertrack.engines.column_types import is_out_of_range, read_columns
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column

REVENUE = Column("revenue:2025", "2025年营业收入", Kind.MONEY, "revenue", 2025)
SHARE = Column("market_share", "市场占有率", Kind.SHARE, "market_share", highest=1)


# 184467440737095517 yuan in fen are 84 more than 64 bits hold.
WHOLE = pa.array([1, 2**31, 184467440737095517, 2**63 - 1, -(2**63), None], pa.int64())
DECIMAL = pa.array([5.25, 5.005, -0.005, 9e12, 1e300, -math.inf, math.nan, None], pa.float64())
TEXT = pa.array(["3%", "0.03", "33.3333333%", "1e30%", "NaN", None], pa.string())
CASES = [
    (REVENUE, "元", WHOLE, [100, 2**31 * 100, "beyond", "beyond", "beyond", None]),
    (REVENUE, "亿元", WHOLE, [10**10, "beyond", "beyond", "beyond", "beyond", None]),
    (REVENUE, "元", pa.array([2**31 - 1, None], pa.int32()), [(2**31 - 1) * 100, None]),
    (REVENUE, "元", DECIMAL, [525, 501, 0, 9 * 10**14, "beyond", "beyond", None, None]),
    (SHARE, None, TEXT, [30_000_000, 30_000_000, 333_333_333, "beyond", None, None]),
]


def read(native: Any, column: Column, unit: str | None) -> list[Any]:
    """What an engine makes of the cells of a column."""
    frame = nw.from_native(native)
    value = read_columns(frame.collect_schema(), [column], unit)[column.name]
    beyond = is_out_of_range(column, value)
    assert beyond is not None
    found = frame.select(value=value, beyond=beyond)
    rows = (found.collect() if isinstance(found, nw.LazyFrame) else found).to_arrow().to_pylist()
    return ["beyond" if row["beyond"] else row["value"] for row in rows]
