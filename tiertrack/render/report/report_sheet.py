"""A report as it is drawn: its sections with their tables, each number with its place in the list of firms behind it.

The page, Word, the workbook and the plain text are all drawn from this.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from attrs import evolve, field, frozen

from tiertrack.brevity import briefly
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.render.phrases import NOT_ANNOUNCED, industry_text, place_text
from tiertrack.render.report.report import Report, ReportedFirm
from tiertrack.titles.self_reports import SELF_REPORTED


@frozen(eq=False)
class Member:
    """A firm behind a number: how it is named, and what is to be said of it there."""

    name: str
    uscc: str
    place: str
    industry: str
    note: str = ""

    __repr__ = briefly

    @property
    def line(self) -> str:
        """The firm in one line of a list."""
        return "　".join(filter(None, (self.name, self.note)))


@frozen(eq=False)
class Figure:
    """A number of a report with the firms behind it; ``number`` is its place among all that have any, 0 where there are
    none."""

    value: int
    number: int
    what: str
    unit: str
    members: tuple[Member, ...]

    __repr__ = briefly


Cell: TypeAlias = str | Figure


@frozen(eq=False)
class Table:
    """A table of a report; ``numbers`` are the columns that stand to the right, ``title`` is what stands above it where
    a section has several."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()
    title: str = ""

    __repr__ = briefly

    @property
    def heading_lines(self) -> tuple[tuple[str, ...], ...]:
        """The parts of each heading, none of which is to be broken: of a short one all of it."""
        return tuple(map(_parts, self.headings))


@frozen(eq=False)
class Section:
    """A section of a report by its key: its heading, how many there are in all where that is a number by itself, its
    tables, and remarks below them."""

    key: str
    heading: str
    tables: tuple[Table, ...]
    remarks: tuple[str, ...] = ()
    total: Figure | None = None

    __repr__ = briefly


@frozen(eq=False)
class ReportSheet:
    """A report as it is drawn: what it is called, of which day and place, the first sentence, the key numbers, the
    sections, what is published beside all that, what is counted how, and every number with firms behind it in the order
    of their places."""

    title: str
    subtitle: str
    lead: str
    keys: tuple[tuple[str, Figure], ...]
    sections: tuple[Section, ...]
    published: Section | None
    scope: str
    figures: tuple[Figure, ...]

    __repr__ = briefly


# Before these a long heading may go on in a further line.
_WORDS = re.compile("(?=“小巨人”|中小企业$|单项冠军|(?<!中小)企业$|梯度称号|还缺资料|不符$|到期$)")
_SHORT = 4


def _parts(heading: str) -> tuple[str, ...]:
    return tuple(filter(None, _WORDS.split(heading))) if len(heading) > _SHORT else (heading,)


# What a firm is noted for.
Noted: TypeAlias = tuple[ReportedFirm, str]


# What is said of a firm that has a title by nothing but its own word.
OWN_WORD = f"{SELF_REPORTED}，{NOT_ANNOUNCED}"


class Numbering:
    """Gives the numbers of one report their places."""

    def __init__(self, report: Report) -> None:
        self.figures: list[Figure] = []
        self._report = report
        self._plain: dict[int, Member] = {}
        on = report.asof.on
        self._place: Callable[[str], str] = functools.cache(lambda code: place_text(code, on))
        self._industry: Callable[[str], str] = functools.cache(industry_text)

    def of(self, what: str, firms: Iterable[ReportedFirm], value: int | None = None, unit: str = "家") -> Figure:
        """A number, of so many as there are firms unless it is said to be another."""
        return self._figure(what, tuple(map(self._member, firms)), value, unit)

    def noted(self, what: str, firms: Iterable[Noted], value: int | None = None, unit: str = "家") -> Figure:
        """A number with something said of each firm."""
        members = ((self._member(firm), note) for firm, note in firms)
        noted = (evolve(one, note=note) if note else one for one, note in members)
        return self._figure(what, tuple(noted), value, unit)

    def counted(self, what: str, firms: Iterable[ReportedFirm], of: tuple[str, MeasureKind]) -> Figure:
        """A number of a title, whoever belongs to it by nothing but its own word noted."""
        own_word = {firm.id: OWN_WORD for firm in self._report.self_reported.get(of, ())}
        return self.noted(what, ((firm, own_word.get(firm.id, "")) for firm in firms))

    def _figure(self, what: str, members: tuple[Member, ...], value: int | None, unit: str) -> Figure:
        count = len(members) if value is None else value
        if not members:
            return Figure(count, 0, what, unit, ())
        made = Figure(count, len(self.figures) + 1, what, unit, members)
        self.figures.append(made)
        return made

    def _member(self, firm: ReportedFirm) -> Member:
        made = self._plain.get(firm.id)
        if made is None:
            where = self._place(firm.place) if firm.place else ""
            made = self._plain[firm.id] = Member(
                firm.name,
                shown_credit_code(firm.uscc) if firm.uscc else "",
                "　".join(filter(None, (where, firm.town))),
                self._industry(firm.industry) if firm.industry else "",
            )
        return made


@frozen(eq=False)
class TableRows:
    """Rows in the making of a table whose first column is words and whose others are numbers."""

    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(factory=list)

    @property
    def table(self) -> Table:
        """The table."""
        return Table(self.headings, tuple(self.rows), frozenset(range(1, len(self.headings))))
