"""The cells of a table of facts, whatever is made of them: how each column is read, and which firm a row is about."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from tiertrack.errors import BadDossier, BadFile, BadIdentifier, BadQuantity, Fault
from tiertrack.facts.datum import is_year
from tiertrack.facts.headings import BESIDE_FACTS, Heading, Headings, known_heading, units_of
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.industry_reading import normalise_industry
from tiertrack.facts.line_text import name_line, one_line
from tiertrack.facts.not_found import NO_VALUE, Codes, NotFound, blanks_of
from tiertrack.facts.parsing import CellGrammar
from tiertrack.facts.units import folded, is_bare_number, money_unit_named
from tiertrack.intake.list_rows import (
    NAMELESS,
    Places,
    doubtful_beside_a_code,
    doubtful_name,
    is_nothing,
    names_a_firm,
    passed_over,
)
from tiertrack.intake.name_marks import is_plainly_a_firm, marked_name
from tiertrack.intake.shared_cells import (
    credit_code_in,
    day_text_in,
    marked_name_in,
    readable_text_in,
    region_code_in,
    stock_code_in,
    words_in,
)
from tiertrack.intake.sheet import Cell, CellKind, LeftOut, Sheet, SheetRow, Wanted
from tiertrack.intake.sheet_file import HandedIn, open_sheet
from tiertrack.intake.template_sheets import FAULTS
from tiertrack.intake.title_list import ListReading
from tiertrack.law.region_reading import NOT_YET
from tiertrack.logic.quantity import Kind

# What stands beside the facts, and how a cell of it is read.
READ: Mapping[str, Callable[[Cell], str]] = {
    "name": lambda cell: marked_name_in(cell).name,
    "short_name": lambda cell: name_line(words_in(cell)),
    "uscc": credit_code_in,
    "stock_code": stock_code_in,
    "region": region_code_in,
    "industry": lambda cell: normalise_industry(readable_text_in(cell)),
    "fiscal_year": readable_text_in,
    # A line break within a cell is one within a line of text; its blanks are the source's own.
    "source": lambda cell: one_line(re.sub(r"\s*[\t-\r]\s*", " ", readable_text_in(cell))),
}


@contextlib.contextmanager
def open_fact_sheet(file: HandedIn, sheet: str | None = None) -> Iterator[Sheet]:
    """The table in a file, for a list of facts and for a screening alike; ``sheet`` is its name where a workbook has
    several."""
    with open_sheet(file, Wanted(is_heading, sheet)) as opened:
        yield opened


def is_heading(text: str) -> bool:
    """Whether a text is the heading of a column that a table of facts may have."""
    try:
        return known_heading(text) is not None
    except BadDossier:
        # What it gives of year or unit is wrong, but it names a fact.
        return True


class FirmRows:
    """The rows of a sheet that are about firms: sections, totals, notes and blanks are left out, and noted with it.

    A row whose name may be none has that for its fault. A row without a name is left out only where it says nothing.
    Names that are ``literal`` are those of firms, whatever they look like.
    """

    def __init__(
        self, sheet: Sheet, headings: Headings, notes: Iterable[str] = (), literal: frozenset[str] = frozenset()
    ) -> None:
        columns = headings.columns
        self._sheet = sheet
        self._notes = (*sheet.notes, f"标题在第 {sheet.line} 行", *notes)
        self._headings = [heading.text for heading in sheet.headings]
        self._facts = frozenset(index for index, heading in columns.items() if heading.key not in BESIDE_FACTS)
        self.names: tuple[int, ...] = tuple(
            index for index, heading in columns.items() if heading.key in ("name", "short_name")
        )
        self._full_name = next((index for index, heading in columns.items() if heading.key == "name"), None)
        codes = tuple(index for index, heading in columns.items() if heading.key in ("uscc", "stock_code"))
        others = (index for index in columns if index not in self._facts and index not in (*self.names, *codes))
        self._places = Places(self.names, codes, tuple(others))
        self._literal = literal
        self._left: set[int] = set()

    def among(self, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        """Those of some rows: one that has nothing but what was wrong with it before it was emptied is none."""
        faults = {index for index, heading in enumerate(self._headings) if heading == FAULTS}
        for row in rows:
            if row.fault is None and self._full_name is not None:
                text, kind = row.cells.said(self._full_name)
                if kind is CellKind.TEXT and (is_plainly_a_firm(text) or text in self._literal):
                    yield row
                    continue
            if row.fault is None and any(names_a_firm(row.cells.said(index)[0]) for index in self.names):
                yield self._undoubted(row)
                continue
            if row.fault is None and not any(
                text for index, text in enumerate(row.cells.texts()) if index not in faults
            ):
                continue
            said = ["" if index in self._facts else text for index, text in enumerate(row.cells.texts())]
            over = passed_over(said, self._headings, self._places)
            if over is None or (over.reason == NAMELESS and self._says_anything(row)):
                yield row if row.fault is not None else self._undoubted(row)
            else:
                told = " ".join(" ".join(text.split()) for text in row.cells.texts() if text)
                self._sheet.left_out.append(LeftOut(row.place, told[:_LONGEST_SAID], over.reason))
                self._left.add(row.line)

    def _undoubted(self, row: SheetRow) -> SheetRow:
        """The row, with a fault where what stands for a name may be none, or has more in it than a name."""
        if self._full_name is None:
            return row
        text, kind = row.cells.said(self._full_name)
        if not text or kind is not CellKind.TEXT or is_nothing(text):
            return row
        has_code = any(text and not is_nothing(text) for text, _kind in map(row.cells.said, self._places.codes))
        doubtful = doubtful_beside_a_code if has_code else doubtful_name
        try:
            doubt = doubtful(marked_name(text).name)
        except BadDossier:
            # Whoever reads the cell is told what is wrong with it.
            return row
        return row if doubt is None else evolve(row, fault=doubt.at(row.place))

    def _says_anything(self, row: SheetRow) -> bool:
        return any(
            text and text not in NO_VALUE for index, text in enumerate(row.cells.texts()) if index in self._facts
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of the sheet as a whole, once its rows are read."""
        return tuple(self._sheet.merge_faults(self._left))

    @property
    def reading(self) -> ListReading:
        """How the sheet was read, once its rows are."""
        return ListReading(self._notes, tuple(self._sheet.left_out))


_LONGEST_SAID = 80


def unit_of_table(money_unit: str | None, place: str) -> str | None:
    """The unit of amounts that have none in heading and cell, written in full; raises BadFile for what is no unit."""
    try:
        return money_unit_named(money_unit)
    except BadQuantity as error:
        raise BadFile(*error.at(place).faults) from None


@frozen(slots=False)
class FactColumn:
    """A column of a table: its place, its heading, the grammar of its cells where it holds a fact, and the codes that
    say that a value was not found. In one of names those that are ``literal`` are read as they stand."""

    index: int
    heading: Heading
    grammar: CellGrammar | None = None
    codes: Codes = field(factory=Codes)
    blanks: frozenset[str] = NO_VALUE
    literal: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        index: int,
        heading: Heading,
        money_unit: str | None,
        not_found: NotFound,
        literal: frozenset[str] = frozenset(),
    ) -> FactColumn:
        """The column under a heading; ``money_unit`` is that of amounts which have none in heading and cell, and
        ``literal`` are names to be read as they stand."""
        fact = heading.fact
        grammar = None if fact is None else CellGrammar(fact, heading.text, heading.unit, money_unit)
        blanks = blanks_of(heading)
        if heading.key != "name":
            return cls(index, heading, grammar, not_found.codes_of(heading, grammar), blanks)
        return cls(index, heading, grammar, not_found.codes_of(heading, grammar), blanks - literal, literal)

    def says_nothing(self, text: str) -> bool:
        """Whether a cell is empty, or as good as that."""
        return not text or text in self.blanks

    def said(self, text: str, kind: CellKind) -> str | None:
        """What a cell says as ``text`` gives it, where what it says and what it is are enough to tell; else None. Most
        cells are such, and need not be made."""
        if self.is_plain and kind is CellKind.TEXT:
            return text
        return text if kind is CellKind.NUMBER and self.is_plain and not self._drops_units else None

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether a cell that is text says what it says, a day or a code apart."""
        return self.grammar is not None and self.grammar.fact.kind is not Kind.DATE and not self.codes

    @functools.cached_property
    def _drops_units(self) -> bool:
        return self.grammar is not None and self.grammar.fact.kind not in (Kind.MONEY, Kind.SHARE)

    def text(self, cell: Cell, year: int | None = None) -> str | None:
        """What a cell says in a row about a year, None where it is empty or says that nothing was found.

        Raises TiertrackError, not placed, for a cell that cannot say it, as a formula or a number in place of a day.
        """
        if self.says_nothing(cell.text) or (self.codes and self.codes.stand_in(cell.text, self.grammar)):
            return None
        if cell.text in self.literal:
            return name_line(words_in(cell))
        if self.heading.key == "region":
            return _region_in(cell, year)
        if self.grammar is None:
            return READ[self.heading.key](cell) if self.heading.key in READ else readable_text_in(cell)
        if self.grammar.fact.kind is Kind.DATE:
            return day_text_in(cell)
        return self._without_own_unit(cell) if cell.kind is CellKind.NUMBER else readable_text_in(cell)

    def has_former_names(self, cell: Cell) -> bool:
        """Whether a cell that names a firm says what it was called before."""
        return cell.text not in self.literal and bool(marked_name(cell.text).former_names)

    def _without_own_unit(self, cell: Cell) -> str:
        """A number without the unit its format shows beside it, where that is what the fact is counted in: only amounts
        and shares have several."""
        fact = self.heading.fact
        if fact is None or not self._drops_units:
            return cell.text
        bare = next((cell.text.removesuffix(unit) for unit in units_of(fact) if cell.text.endswith(unit)), cell.text)
        return bare if is_bare_number(bare) else cell.text


def _region_in(cell: Cell, year: int | None) -> str:
    """The region by what it was called at the end of the year, or is called since: a table of an earlier year may well
    say where the enterprise is now. Raises BadIdentifier."""
    try:
        return region_code_in(cell, None if year is None else dt.date(year, 12, 31))
    except BadIdentifier as error:
        if all(fault.code == NOT_YET for fault in error.faults):
            return region_code_in(cell)
        raise


def year_in(text: str) -> int:
    """The year a row is about; raises BadQuantity."""
    plain = re.sub(r"年度?$", "", folded(text))
    if not is_year(plain):
        raise BadQuantity(Fault("E435", "年度须为四位数字", "请写如 2025", text))
    return int(plain)


def nameless(place: str) -> Fault:
    """The fault of a row that does not say which firm it is about."""
    return Fault("E432", "这一行没有企业名称、信用代码或证券代码", "请至少写一项", None, place)


def no_identifying_column(place: str) -> Fault:
    """The fault of a table that says nowhere which firms it is about."""
    remedy = "请加上企业名称、统一社会信用代码或证券代码一列；标题上方的大标题请删去"
    return Fault("E426", "没有能认出企业的列", remedy, None, place)


@frozen(eq=False)
class Firms:
    """The firms of one table by number, in the order they come: rows that share a code are about one firm, and rows
    that share a name unless each has a code of its own."""

    _numbers: dict[tuple[str, str], int] = field(factory=dict)
    _codes: dict[int, str] = field(factory=dict)

    def number(self, identity: Identity) -> int:
        """The number of the firm a row is about."""
        named = {"uscc": identity.uscc, "stock": identity.stock_code, "name": identity.name or identity.short_name}
        keys = [(kind, normalise_name(text)) for kind, text in named.items() if text]
        known = (self._numbers[key] for key in keys if key in self._numbers)
        number = next((one for one in known if not self._is_another(one, identity.uscc)), len(self._codes))
        for key in keys:
            self._numbers.setdefault(key, number)
        self._codes[number] = self._codes.get(number) or identity.uscc or ""
        return number

    def _is_another(self, number: int, code: str | None) -> bool:
        return bool(code and self._codes[number] and self._codes[number] != code)
