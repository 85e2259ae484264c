"""Screening a data frame: Polars, DuckDB, Arrow, PySpark or pandas."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import attrs
from attrs import frozen

from tiertrack.errors import BadFrame, Fault
from tiertrack.extras import require
from tiertrack.facts.asked import ActLike, RegionLike, TitleLike
from tiertrack.facts.units import money_unit_named
from tiertrack.logic.quantity import Kind
from tiertrack.rules.rulebook import Rulebook
from tiertrack.screening.question import Question, ask
from tiertrack.screening.results import Screening
from tiertrack.screening.strictness import Strictness
from tiertrack.temporal import DayLike

if TYPE_CHECKING:
    from tiertrack.engines.frame_cells import Sourced
    from tiertrack.engines.frame_words import FrameWords
    from tiertrack.screening.frame_headings import FrameHeadings
    from tiertrack.screening.native_frames import OpenedFrame


class NativeFrame(Protocol):
    """What every kind of frame has that can be screened."""

    @property
    def columns(self) -> Any:
        """The names of its columns, or the columns themselves."""

    def join(self, *args: Any, **kwargs: Any) -> Any:
        """Its rows beside those of another frame."""


# Those of a kind are answered in the same kind; a checker that lacks a library could tell none of its overloads apart.
_Frame = TypeVar("_Frame", bound=NativeFrame)


def screen(
    frame: _Frame,
    tier: TitleLike,
    act: ActLike,
    on: DayLike,
    region: RegionLike | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
    money_unit: str | None = None,
    *,
    keep: str | Iterable[Any] = (),
    strict: Strictness | None = None,
) -> _Frame:
    """Whether each enterprise of a frame meets the standard in force on a day.

    A row is an enterprise. Headings are read as in files: 企业名称, 2025年营业收入（万元）, or the keys ``name``,
    ``revenue:2025``, ``title:srdi_sme``. A column that is missing, and a null, is unknown; one whose name is nearly
    known, or lacks its year, is told by a ``UserWarning``, and ``summarise`` tells of all that are not read.

    Text is read as in files. Numbers of floating point are taken where every one is whole or, where the heading or
    ``money_unit`` names the unit of amounts, exact to the fen. A lazy frame (Polars, DuckDB, PySpark) cannot be looked
    at beforehand: there text is taken for shares and days (as 2026-06-30) alone, amounts with a unit are rounded to the
    fen, and what is out of range is unknown.

    Args:
        frame: A frame of Polars, DuckDB, Arrow, PySpark or pandas.
        tier: The title asked about, or its key or name.
        act: Its recognition or its review, or the key or name of it.
        on: The day asked about.
        region: Where every row is judged, or its code or name; each row's own region unless given.
        variant: The key of one of several standards that stand side by side.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        money_unit: The unit of amounts whose heading gives none, as 万元; whole fen unless given.
        keep: Columns of the frame, by their names, that the result is to have as they are.
        strict: What the frame may not have: ``"unknown"`` no column that means nothing and is not kept, ``"absent"``
            no column less than the standard reads, ``"all"`` neither.

    Returns:
        A frame of the same kind, a row for each row (of pandas under its index), with the identifying columns, those
        kept, ``truth`` (true, false, null), ``missing`` (how many unknown facts could still decide) and a column for
        every criterion.

    Raises:
        NoEditionInForce: No standard is encoded for that title, act, day and region.
        UnknownEdition: There is no such variant.
        EditionOverlap: Two editions of one variant are in force at once.
        BadFrame: Columns that cannot be used; every fault is named.
        BadInput: A word that names no title, act or region, or no day.
        BadInput: A library for this kind of frame is not installed (E826), or ``strict`` is none of its words.

    Examples:
        >>> import datetime as dt
        >>> import polars as pl
        >>> from tiertrack import Act, Tier, screen
        >>> firms = pl.DataFrame({"企业名称": ["甲公司"], "列入经营异常名录": ["是"], "经理": ["李"]})
        >>> screen(firms, Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30), keep=["经理"])["经理", "truth"].row(0)
        ('李', False)
    """
    question = ask(tier, act, on, region, variant, rulebook)
    answered = _answered(frame, question, money_unit, keep, strict)
    screened: _Frame = answered.opened.given_back(answered.answer, answered.headings.kept)
    return screened


def summarise(
    frame: NativeFrame,
    tier: TitleLike,
    act: ActLike,
    on: DayLike,
    region: RegionLike | None = None,
    variant: str | None = None,
    rulebook: Rulebook | None = None,
    money_unit: str | None = None,
    *,
    strict: Strictness | None = None,
) -> Screening:
    """The numbers of enterprises of a frame that meet a standard, fail it and leave it open, and by each criterion.

    Args:
        frame: A frame as for ``screen``, and so are the other arguments.
        tier: The title asked about.
        act: Its recognition or its review.
        on: The day asked about.
        region: Where every row is judged; each row's own region unless given.
        variant: The key of one of several standards that stand side by side.
        rulebook: The editions to choose from; those of ``load_rulebook()`` unless given.
        money_unit: The unit of amounts whose heading gives none, as 万元; whole fen unless given.
        strict: What the frame may not have.

    Returns:
        The numbers, the first rows that meet the standard, and the columns that were ``absent`` and ``unread``, with
        the known headings nearest to them.

    Raises:
        NoEditionInForce: As for ``screen``, and so are the others.
        UnknownEdition: There is no such variant.
        EditionOverlap: Two editions of one variant are in force at once.
        BadFrame: Columns that cannot be used; every fault is named.
        BadInput: A library for this kind of frame is not installed (E826), or ``strict`` is none of its words.

    Examples:
        >>> import datetime as dt
        >>> import polars as pl
        >>> from tiertrack import Act, Tier, summarise
        >>> firms = pl.DataFrame({"企业名称": ["甲公司", "乙公司"], "列入经营异常名录": [True, None], "电话": [1, 2]})
        >>> found = summarise(firms, Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30))
        >>> found.failed, found.open, found.unread[0].heading
        (1, 1, '电话')
    """
    question = ask(tier, act, on, region, variant, rulebook)
    answered = _answered(frame, question, money_unit, (), strict)
    from tiertrack.screening.answer_counts import counted

    headings = answered.headings
    return counted(answered.question, answered.answer, absent=headings.absent, unread=headings.unread)


@frozen(eq=False)
class _Answered:
    """A frame with the question as it is put to it, what its headings mean, and the answer for its rows as narwhals has
    it."""

    question: Question
    opened: OpenedFrame
    headings: FrameHeadings
    answer: Any


def _answered(
    frame: Any, question: Question, money_unit: str | None, keep: str | Iterable[Any], strict: Strictness | None
) -> _Answered:
    require("frame", "narwhals")
    from tiertrack.engines.column_types import names_of
    from tiertrack.engines.frame import screen as screen_frame
    from tiertrack.engines.frame_cells import read_cells
    from tiertrack.screening.frame_headings import frame_headings, named_columns, refuse_taken
    from tiertrack.screening.native_frames import opened_frame

    opened, unit = opened_frame(frame), money_unit_named(money_unit)
    question = question.of_table(named_columns(opened.headings))
    found = frame_headings(opened.headings, question, keep, strict)
    if found.misspelt:
        told = "；".join(f"没有读列 {column.heading}，{column.remedy}" for column in found.misspelt)
        warnings.warn(told, UserWarning, stacklevel=3)
    beside, sources = opened.beside(found.kept), found.sources(opened, question, unit)
    taken = opened.taken([index for index, _heading in found.read])

    def answer_of(worded: Collection[str]) -> Any:
        cells = read_cells(taken, sources, opened.words, beside, question.on, worded)
        return screen_frame(cells, question.governing, question.on, [*beside])

    try:
        try:
            answer = answer_of(())
        except BadFrame as error:
            if not (worded := _worded(error, sources)):
                raise
            answer = answer_of(worded)
    except BadFrame as error:
        written = {f"列 {heading.name}": f"列 {heading.text}" for _index, heading in found.read}
        raise BadFrame(*(_placed(fault, written, opened.words) for fault in error.faults)) from None
    refuse_taken(names_of(answer), opened.headings, found.kept)
    return _Answered(question, opened, found, answer)


def _worded(error: BadFrame, sources: Iterable[Sourced]) -> list[str]:
    """The columns of choices that are refused because they do not hold keys alone, but perhaps the words for them."""
    refused = {fault.place for fault in error.faults if fault.code == "E823"}
    columns = (one.column for one in sources)
    return [one.name for one in columns if one.kind is Kind.CHOICE and f"列 {one.name}" in refused]


def _placed(fault: Fault, written: dict[str, str], words: FrameWords) -> Fault:
    """A fault where it is in the frame, by the heading the host wrote, with what to do about it there."""
    remedy = words.remedy_beyond() if fault.code == "E823" else fault.remedy
    return attrs.evolve(fault, remedy=remedy, place=written.get(fault.place or "", fault.place))
