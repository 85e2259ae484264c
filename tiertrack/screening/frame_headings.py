"""What the columns of a frame mean for a question, by the one reader of headings; what is unread, what is kept."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, get_args

from attrs import evolve, frozen

from tiertrack.engines.frame_cells import Sourced
from tiertrack.errors import BadDossier, BadFrame, BadInput, Fault
from tiertrack.facts.headings import Heading, Headings, Unread, known_heading, read_headings
from tiertrack.facts.vocabulary import nearest
from tiertrack.given import unfit
from tiertrack.law.titles import TITLES
from tiertrack.rules.reads import IDENTIFYING, with_identity
from tiertrack.screening.native_frames import OpenedFrame
from tiertrack.screening.question import Question
from tiertrack.screening.results import Absent, absent_columns, unread_columns
from tiertrack.screening.strictness import Strictness

_PLACE = "数据框"
NO_YEAR = "按年度填报，列名里没有写是哪一年"


@frozen
class FrameHeadings:
    """The columns of a frame that are read and those that are kept, by their places, and what is not read or absent."""

    read: tuple[tuple[int, Heading], ...]
    kept: tuple[int, ...]
    unread: tuple[Unread, ...]
    absent: tuple[Absent, ...]

    def sources(self, opened: OpenedFrame, question: Question, money_unit: str | None) -> list[Sourced]:
        """The columns that are read, as they stand in the frame."""
        asked = with_identity(question.columns)
        return [Sourced(asked[heading.name], heading, opened.source(index), money_unit) for index, heading in self.read]

    @functools.cached_property
    def misspelt(self) -> tuple[Unread, ...]:
        """The columns that were likely meant to be read."""
        return tuple(column for column in self.unread if column.is_misspelt or column.why == NO_YEAR)


def frame_headings(
    headings: Sequence[Any], question: Question, keep: str | Iterable[Any], strict: Strictness | None
) -> FrameHeadings:
    """The columns of a frame by the names the host gave them.

    Raises BadFrame with every fault of the headings, columns ``keep`` names that are not there, and what ``strict``
    does not take; BadInput where ``strict`` is none of its words.
    """
    if strict not in (None, *get_args(Strictness)):
        remedy = "请写 unknown（不认识的列）、absent（缺的列）或 all（两样）"
        raise BadInput(Fault("E714", "strict 没有这种写法", remedy, str(strict)))
    if not isinstance(keep, Iterable):
        raise unfit("列名", '列名的列表，如 ["经理"]', keep, "keep")
    wanted = [keep] if isinstance(keep, str) else [*keep]
    kept = tuple(
        index
        for index in dict.fromkeys(headings.index(name) for name in wanted if name in headings)
        # What identifies the enterprise is in the answer anyway.
        if headings[index] not in IDENTIFYING
    )
    meant = _meant(_texts(headings), tuple(map(str, headings)), kept, question, _titles())
    faults = [*meant.faults, *(_not_there(name, headings) for name in wanted if name not in headings)]
    if strict in ("unknown", "all"):
        faults += [_unknown(column) for column in meant.found.unread if _means_nothing(column)]
    if strict in ("absent", "all"):
        faults += [column.fault(_PLACE) for column in meant.found.absent]
    if faults:
        raise BadFrame(*faults)
    return meant.found


@frozen
class _Meant:
    """What the columns of a frame mean, whatever ``strict`` says of them, and what is wrong with their headings."""

    found: FrameHeadings
    faults: tuple[Fault, ...]


# To compare a heading nobody knows with all there are takes as long as to screen thousands of firms.
@functools.lru_cache(maxsize=64)
def _meant(
    texts: tuple[str, ...], shown: tuple[str, ...], kept: tuple[int, ...], question: Question, titles: _Titles
) -> _Meant:
    """The same for frames with the same headings, made once; ``shown`` are those that are no text as well."""
    found, asked = _headings_of(texts, titles), with_identity(question.columns)
    read = tuple((index, heading) for index, heading in found.columns.items() if heading.name in asked)
    taken = {*kept, *(index for index, _heading in read)}
    left = [text for index, text in enumerate(shown) if index not in taken]
    unread = tuple(_with_year(column, question) for column in unread_columns(left, question))
    absent = absent_columns(question, {heading.name for _index, heading in read} | {*IDENTIFYING})
    faults = tuple(_in_words(fault) for fault in _told(found, texts, asked))
    return _Meant(FrameHeadings(read, kept, unread, absent), faults)


# Titles may be registered at any time.
_Titles = tuple[tuple[str, str], ...]


def _titles() -> _Titles:
    return tuple(TITLES.items())


def _texts(headings: Sequence[Any]) -> tuple[str, ...]:
    """The headings that are text; nothing stands for any other."""
    return tuple(text if isinstance(text, str) else "" for text in headings)


@functools.lru_cache(maxsize=64)
def _headings_of(texts: tuple[str, ...], titles: _Titles) -> Headings:
    return read_headings((text or "?" for text in texts), _PLACE)


def named_columns(headings: Sequence[Any]) -> frozenset[str]:
    """The columns that the headings of a frame name, whatever a question needs of them."""
    return frozenset(heading.name for heading in _headings_of(_texts(headings), _titles()).columns.values())


def refuse_taken(answer: Iterable[str], headings: Sequence[Any], kept: Sequence[int]) -> None:
    """Raises BadFrame where a column that is kept is named as one of the answer."""
    there = {*answer}
    if faults := [_clash(headings[index]) for index in kept if headings[index] in there]:
        raise BadFrame(*faults)


def _told(found: Headings, texts: Sequence[str], asked: Collection[str]) -> Iterator[Fault]:
    """The faults of the headings; a year that is lacking is one only where rows say it, since a row is a firm."""
    yield from (fault for fault in found.faults if fault.code != "E425")
    if found.gives_year:
        keys = {name.partition(":")[0] for name in asked}
        for index, heading in found.columns.items():
            if heading.wants_year and heading.key in keys:
                remedy = f"数据框一行是一家企业：请把各年并到一行（如 pivot），列名写成 2025年{heading.text}"
                what = f"“{texts[index]}”按年度填报，没有写是哪一年"
                yield Fault("E425", what, remedy, None, f"{_PLACE} 列 {texts[index]}")


def _in_words(fault: Fault) -> Fault:
    return evolve(fault, remedy=fault.remedy.replace("标题", "列名"))


def _with_year(column: Unread, question: Question) -> Unread:
    """A column of a yearly fact the question reads, without its year."""
    try:
        heading = known_heading(column.heading)
    except BadDossier:
        return column
    if heading is None or not heading.wants_year:
        return column
    labels = tuple(one.label for one in question.columns if one.key == heading.key)
    return Unread(column.heading, labels, NO_YEAR) if labels else column


def _means_nothing(column: Unread) -> bool:
    return column.why in (Unread("").why, NO_YEAR)


def _unknown(column: Unread) -> Fault:
    near = f"{column.remedy}；" if column.nearest else ""
    remedy = f"{near}要带到结果里的请写 keep=[…]，不需要的请去掉"
    return Fault("E852", f"数据框有读不了的列：{column.why}", remedy, column.heading, _PLACE)


def _not_there(name: Any, headings: Sequence[Any]) -> Fault:
    return Fault("E849", "数据框没有要带出的这一列", nearest(str(name), map(str, headings)), str(name), "keep")


def _clash(name: Any) -> Fault:
    remedy = "请先把这一列改名"
    return Fault("E849", "要带出的列与结果里的列同名", remedy, str(name), "keep")
