"""Tables read off pages (PDF, Word): what goes on over a page break is one table, and a person has to look at it.

A table goes on where nothing but page numbers stands between its parts and both have as many columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from tiertrack.errors import BadFile, Fault
from tiertrack.intake.sheet import CellKind, LeftOut, Merged, Record, Table, Wanted
from tiertrack.intake.sheet_choice import the_sheet

_MOST_ROWS = 20_000


@frozen
class Part:
    """The rows of a table, or of the part of one that stands on a page; whether a text stands between it and the part
    before; the rows that are hidden and the merged areas, numbered from its own first row."""

    rows: tuple[tuple[str, ...], ...]
    apart: bool
    hidden: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()


def table_of_parts(parts: Iterable[Part], wanted: Wanted, name: str) -> Table:
    """The table that is meant, of the parts in reading order; raises BadFile where there is none, or no telling."""
    tables: list[list[Part]] = []
    for part in parts:
        if not any(map(any, part.rows)):
            continue
        if tables and not part.apart and _width(part.rows) == _width(tables[-1][0].rows):
            tables[-1].append(part)
        else:
            tables.append([part])
    if not tables:
        remedy = "扫描件和没有框线的表读不出来，请另存为 .xlsx 或“CSV UTF-8”后再试"
        raise BadFile(Fault("E410", "文档里没有读得出的表", remedy, place=name))
    names = [f"表{number}" for number in range(1, len(tables) + 1)]
    index = the_sheet(names, wanted, name)
    chosen = tables[index]
    rows = [row for part in chosen for row in part.rows]
    if len(rows) > _MOST_ROWS:
        remedy = f"文档里的表至多读 {_MOST_ROWS} 行，请另存为 .xlsx 后再试"
        raise BadFile(Fault("E483", "文档里的表太长", remedy, f"{len(rows)} 行", name))
    hidden, merged = _renumbered(chosen)
    records = (
        Record(line, [(text, CellKind.TEXT) for text in row], line in hidden)
        for line, row in enumerate(rows, 1)
        if any(row)
    )
    others = [f"{other}（{_said(table)}）" for other, table in zip(names, tables, strict=True) if table is not chosen]
    return Table(
        records,
        f"{name} {names[index]} ",
        ragged=True,
        merged=merged,
        notes=(f"从文档读出的{names[index]}",),
        left_out=tuple(LeftOut(f"{name} {other}", "", "没有要读的表") for other in others),
        to_confirm=tuple(rows),
    )


def _width(rows: Sequence[Sequence[str]]) -> int:
    return max(map(len, rows))


def _said(table: Sequence[Part]) -> str:
    return " ".join(filter(None, next(row for part in table for row in part.rows if any(row))))[:40]


def _renumbered(parts: Sequence[Part]) -> tuple[frozenset[int], tuple[Merged, ...]]:
    """The hidden rows and the merged areas, numbered from the first row of all the parts."""
    hidden: set[int] = set()
    merged: list[Merged] = []
    before = 0
    for part in parts:
        hidden |= {before + line for line in part.hidden}
        merged += [Merged(area.area, before + area.first, before + area.last) for area in part.merged]
        before += len(part.rows)
    return frozenset(hidden), tuple(merged)


_BREAK = re.compile(r"\s*\n\s*")
_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef（）、，。：；《》“”〔〕]")


def unwrapped(text: str | None) -> str:
    """The text of a cell as it was before it was broken into lines: a blank comes back only between Latin words."""
    parts = [part for part in _BREAK.split((text or "").strip()) if part]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        wide = _WIDE.match(joined[-1]) or _WIDE.match(part[0])
        joined += part if wide else f" {part}"
    return joined


def is_page_number(text: str) -> bool:
    """Whether a text beside a table is no more than the number of its page."""
    return not re.sub(r"[\s\d—–\-－·/第共页]", "", text)
