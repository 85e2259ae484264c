"""The columns of a table that are not read, as Chinese text and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tiertrack.facts.headings import Unread

# A table of a bank may have hundreds of columns of its own.
_SHOWN = 20


def unread_lines(unread: Sequence[Unread]) -> Iterator[str]:
    """A line for each heading that is nearly a known one, and one for all others that are left out for one reason."""
    reasons: dict[str, list[str]] = {}
    for column in unread:
        if column.nearest:
            near = "、".join(column.nearest)
            yield f"⚠ 没有读“{column.heading}”一列：{column.why}，是否想写 {near}"
        else:
            reasons.setdefault(column.why, []).append(column.heading)
    for why, headings in reasons.items():
        more = "等" if len(headings) > _SHOWN else ""
        yield f"⚠ 没有读 {len(headings)} 列（{why}）：{'、'.join(headings[:_SHOWN])}{more}"


def unread_data(unread: Sequence[Unread]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [{"heading": column.heading, "nearest": list(column.nearest), "why": column.why} for column in unread]
