"""How a table was read, and which of its columns were not, as Chinese text and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tiertrack.facts.headings import Unread
from tiertrack.intake.sheet import LeftOut
from tiertrack.intake.title_list import ListReading
from tiertrack.register_reports import NOTES_KEPT
from tiertrack.render.members import members_of

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


def reading_lines(reading: ListReading) -> Iterator[str]:
    """The reading of a file, where it was more than a table with its headings in the first row."""
    if reading.table:
        yield "读出的表："
        yield from ("    " + "　|　".join(row) for row in reading.table)
        yield f"请核对；无误的，再导入时加 confirm={reading.confirm}"
    usual = not reading.left_out and reading.notes[1:] == () and reading.notes[:1] in ((), ("标题在第 1 行",))
    if not usual:
        yield f"读法：{'；'.join(reading.notes)}。"
    if reading.left_out:
        yield f"没有读入的 {len(reading.left_out)} 处："
        yield from _left_out_lines(reading.left_out)
    yield from (f"请核对：{doubt}" for doubt in reading.doubts)


def _left_out_lines(left_out: Sequence[LeftOut]) -> Iterator[str]:
    for one in left_out[:NOTES_KEPT]:
        yield f"    {one.place}　{one.reason}{f'：{one.text}' if one.text else ''}"
    if len(left_out) > NOTES_KEPT:
        yield f"    另有 {len(left_out) - NOTES_KEPT} 处，见 to_json"


def reading_data(reading: ListReading) -> dict[str, Any]:
    """The same as plain data."""
    return members_of(reading)
