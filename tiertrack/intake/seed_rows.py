"""Reading the rows of a seed table: each by itself, and every fault reported, placed by file, line and column."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from tiertrack.errors import BadFile, Fault, TiertrackError
from tiertrack.facts.vocabulary import nearest
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES

Row = Mapping[str, str]

_Read = TypeVar("_Read")
_Known = TypeVar("_Known")
_Member = TypeVar("_Member", bound=enum.Enum)


def read_rows(rows: Iterable[Row], file: str, read: Callable[[Row, str], _Read]) -> list[_Read]:
    """What ``read`` makes of each row and its place, the heading being the first line.

    Raises BadFile with the faults of every row that cannot be right.
    """
    found: list[_Read] = []
    faults: list[Fault] = []
    for line, row in enumerate(rows, start=2):
        place = f"{file} 第 {line} 行"
        try:
            found.append(read(row, place))
        except TiertrackError as error:
            faults.extend(error.at(place).faults)
    if faults:
        raise BadFile(*faults)
    return found


def cells_of(row: Row, columns: Sequence[str]) -> dict[str, str]:
    """The cells of a row without blanks around them; raises BadFile where there are others than the columns."""
    # A row with too few cells reads as None in the last columns, one with too many has a column named None.
    missing = [column for column in columns if row.get(column) is None]
    extra = [str(column) for column in row if column not in columns]
    if missing or extra:
        seen = "、".join([*(f"缺 {column}" for column in missing), *(f"多出 {column}" for column in extra)])
        raise BadFile(Fault("E491", "列与规定的不一致", f"请照 {'、'.join(columns)} 写，文字里的逗号用全角", seen))
    return {column: row[column].strip() for column in columns}


def one_of(cells: Row, column: str, known: Mapping[str, _Known]) -> _Known:
    """What a cell stands for; raises BadFile naming the nearest it could be."""
    try:
        return known[cells[column]]
    except KeyError:
        raise bad_cell(column, "没有这个写法", nearest(cells[column], filter(None, known)), cells[column]) from None


def member_in(cells: Row, column: str, kind: type[_Member]) -> _Member:
    """The member of an enumeration whose value a cell holds; raises BadFile naming the nearest it could be."""
    return one_of(cells, column, {member.value: member for member in kind})


def year_in(cells: Row, column: str) -> int | None:
    """The year in a cell, None where it is empty; raises BadFile."""
    text = cells[column]
    if text and not re.fullmatch(r"[12][0-9]{3}", text):
        raise bad_cell(column, "年度须为四位数字", "请写成 2026 的样子，或留空", text)
    return int(text) if text else None


def region_in(cells: Row, column: str = "region") -> Region | None:
    """The region in a cell, None where it names none; raises BadIdentifier for a code that cannot be one."""
    try:
        return Region(cells[column]) if cells[column] else None
    except TiertrackError as error:
        raise error.at(column) from None


def titles_in(cells: Row) -> tuple[str, ...]:
    """The titles of a row, each written once; raises BadFile."""
    titles = tuple(cells["titles"].split("|"))
    for title in titles:
        if title not in TITLES:
            raise bad_cell("titles", "没有这个称号", nearest(title, TITLES), title)
    if len(set(titles)) < len(titles):
        raise bad_cell("titles", "称号写重了", "请每个称号只写一次", cells["titles"])
    return titles


def required(cells: Row, column: str, what: str, remedy: str) -> str:
    """A cell that must not be empty; raises BadFile saying ``what`` is wrong where it is."""
    if not cells[column]:
        raise bad_cell(column, what, remedy, None)
    return cells[column]


def bad_cell(column: str, what: str, remedy: str, value: str | None) -> BadFile:
    """The error for a cell that cannot be right."""
    return BadFile(Fault("E494", what, remedy, value, column))
