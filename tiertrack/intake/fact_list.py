"""A list of facts, a firm (and year) a row: every fault of the file is found and reported together.

Its headings are those of ``facts.headings``. An empty cell is unknown, and so is one with a code for 没查到; a column
that is not known is left out and said, unless its heading looks like a slip in writing one that is.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from attrs import evolve, field, frozen
from attrs.converters import optional

from tiertrack.errors import BadDossier, Fault, TiertrackError
from tiertrack.facts.datum import Datum, observed
from tiertrack.facts.headings import BESIDE_FACTS, NO_HEADING, Unread, column_place, read_headings
from tiertrack.facts.identity import Identity
from tiertrack.facts.line_text import one_line
from tiertrack.facts.not_found import NotFound, told_blanks
from tiertrack.facts.vocabulary import FACTS
from tiertrack.intake.fact_cells import (
    FactColumn,
    FirmRows,
    Firms,
    nameless,
    no_identifying_column,
    open_fact_sheet,
    unit_of_table,
    year_in,
)
from tiertrack.intake.factless import Factless, factless_fault
from tiertrack.intake.money_unit_above import UnitColumns, unit_with_what_is_above
from tiertrack.intake.sheet import SheetRow
from tiertrack.intake.sheet_file import HandedIn
from tiertrack.intake.small_shares import told_small_shares
from tiertrack.intake.title_list import ListReading
from tiertrack.titles.remarks import is_looked_after

_Read = TypeVar("_Read")

# The columns beside the facts themselves.
COLUMNS = {key: names[0] for key, names in BESIDE_FACTS.items()}


@frozen
class FactRow:
    """One row: its line in the file, where that is in words, the enterprise, its facts, and the cells as written."""

    line: int
    place: str
    identity: Identity
    data: tuple[Datum, ...] = ()
    cells: tuple[str, ...] = field(default=(), repr=False, eq=False)


@frozen
class FaultyRow:
    """A row that cannot be taken: its line in the file, its cells as written, what is wrong with it, and what a later
    row contradicts, which is told as a fault of that one."""

    line: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]
    contradicted: tuple[Fault, ...] = ()


@frozen
class FactList:
    """The rows of a list that can be taken and those that cannot, its headings, the columns that are not read, and how
    its file was read."""

    rows: tuple[FactRow, ...]
    headings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    faulty: tuple[FaultyRow, ...] = ()
    reading: ListReading = ListReading()

    def __iter__(self) -> Iterator[FactRow]:
        return iter(self.rows)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of the rows that cannot be taken."""
        return tuple(_once_a_column(fault for row in self.faulty for fault in row.faults))


class Unsourced(enum.Enum):
    """What becomes of values that name no source where none is given for all: they are taken, those of a dossier as of
    its file's name, or refused."""

    TAKEN = "taken"
    REFUSED = "refused"


@frozen
class FactReading:
    """How a list is read: the unit (元, 万元, 亿元) of amounts whose heading and cell give none, the source of rows
    that name none, the codes for values that were not found, which sheet of a workbook, what becomes of values without
    any source, and of a table without facts. Names that are ``literal`` are read as they stand in their cells."""

    money_unit: str | None = None
    source: str | None = field(default=None, converter=optional(one_line))
    not_found: NotFound = field(factory=NotFound)
    sheet: str | None = None
    unsourced: Unsourced = Unsourced.TAKEN
    factless: Factless = Factless.TAKEN
    literal: frozenset[str] = frozenset()

    @property
    def refuses_unsourced(self) -> bool:
        """Whether values that name no source are refused."""
        return self.unsourced is Unsourced.REFUSED and not self.source


def no_source(place: str) -> Fault:
    """The fault of values that name no source."""
    remedy = "请用 source 写明从哪里来，如 企业填报、2025 年度审计报告；出处不同的，各自写明"
    return Fault("E648", "数没有写出处", remedy, None, place)


def read_fact_list(path: Path, money_unit: str | None = None, source: str | None = None) -> FactList:
    """The rows of the list in a file of any format that ``open_sheet`` reads, all of them sound.

    Raises as ``fact_list_in``, and BadDossier with every fault of cells, placed.
    """
    return sound(path, FactReading(money_unit, source))


def sound(file: HandedIn, how: FactReading) -> FactList:
    """The same, read in some way."""
    found = fact_list_in(file, how)
    if faults := found.faults:
        raise BadDossier(*faults)
    return found


def fact_list_in(file: HandedIn, how: FactReading) -> FactList:
    """The rows that can be taken and those that cannot, each with its faults.

    Raises BadFile where it is no table at all, BadDossier with every fault of the table as a whole, and BadInput for
    codes of columns it does not have.
    """
    money_unit = unit_of_table(how.money_unit, file.name)
    with open_fact_sheet(file, how.sheet) as sheet:
        rows = tuple(sheet.rows)
        used = {index for row in rows for index, text in enumerate(row.cells.texts()) if text}
        where = sheet.headings[0].row
        texts = [heading.text for heading in sheet.headings]
        headings = read_headings(texts, where, used)
        amounts = unit_with_what_is_above(money_unit, headings.columns.values(), sheet.left_out)
        if how.factless is Factless.REFUSED and (fault := factless_fault(headings, file.name)) is not None:
            raise BadDossier(fault)
        how.not_found.refuse_absent([*headings.columns.values()], where)
        unread = [evolve(one, why=_A_REMARK) if is_looked_after(one.heading) else one for one in headings.unread]
        columns: list[FactColumn] = []
        for index, heading in headings.columns.items():
            if heading.fact is None and heading.key not in BESIDE_FACTS:
                unread.append(Unread(heading.text, why="称号和认定事项不是事实；称号请用 read_title_list 导入"))
            else:
                columns.append(FactColumn.of(index, heading, amounts.unit, how.not_found, how.literal))
        faults = [heading.fault for heading in sheet.headings if heading.fault is not None]
        faults += (*unread_faults(unread, where), *headings.faults, *amounts.faults)
        if not headings.identifies:
            faults.append(no_identifying_column(where))
        reader, firms = _Reader(columns, how), FirmRows(sheet, headings, amounts.notes, how.literal)
        units = UnitColumns.of(texts, headings.columns.values(), amounts.unit)
        for row in firms.among(rows):
            for index in units.headings:
                units.look(index, row.cells.said(index)[0], row.place)
            reader.take(row)
        faults = [*firms.faults, *faults, *units.faults]
        if faults:
            raise BadDossier(*faults, *_once_a_column(reader.faults))
        notes = (*firms.reading.notes, *told_blanks(reader.blanks), *reader.told_former_names)
        reading = evolve(firms.reading, notes=notes, doubts=(*told_small_shares(columns, rows),))
        return FactList(tuple(reader.sound), tuple(texts), tuple(unread), tuple(reader.faulty), reading)


_A_REMARK = "事实表不留备注，要留请用 read_title_list"


def unread_faults(unread: Iterable[Unread], where: str) -> Iterator[Fault]:
    """The faults of columns that are not read though they look as if they should be."""
    for left in unread:
        if left.is_misspelt or left.why == NO_HEADING:
            yield Fault("E421", left.why, left.remedy, None, column_place(where, left.heading))


def _once_a_column(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults; a column without a unit is one fault, not one for each of its rows."""
    without_unit: set[str | None] = set()
    for fault in faults:
        if fault.code != "E427" or fault.value not in without_unit:
            yield fault
        if fault.code == "E427":
            without_unit.add(fault.value)


class _Value(NamedTuple):
    """One value with the cell it came from, and the number of its row."""

    datum: Datum
    raw: str
    heading: str
    at: str
    row: int

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return column_place(self.at, self.heading)


@frozen
class _Taken:
    """A row as it was read, with its number, its firm, and its values beside the columns they stand in."""

    number: int
    row: SheetRow
    identity: Identity
    firm: int | None
    columns: tuple[FactColumn, ...] = ()
    data: tuple[Datum, ...] = ()

    @property
    def values(self) -> Iterator[_Value]:
        """Its values, each with the cell it came from."""
        for column, datum in zip(self.columns, self.data, strict=True):
            raw = self.row.cells.said(column.index)[0]
            yield _Value(datum, raw, column.heading.text, self.row.place, self.number)


class _Reader:
    """Reads one table row by row, gathering the faults of each."""

    def __init__(self, columns: Sequence[FactColumn], how: FactReading) -> None:
        years = [column for column in columns if column.heading.key == "fiscal_year"]
        self._years = years[0] if years else None
        self._beside = [column for column in columns if column.grammar is None and column not in years]
        self._names = [column for column in self._beside if column.heading.key == "name"]
        self._facts = [column for column in columns if column.grammar is not None]
        self._wanting_year = [column for column in self._facts if column.heading.wants_year]
        self._how = how
        self._firms = Firms()
        # How many cells were as good as empty.
        self.blanks = 0
        self._renamed: list[str] = []
        self._taken: list[_Taken] = []
        self._wrong: dict[int, list[Fault]] = {}
        self._contradicted: dict[int, list[Fault]] = {}
        self._said: dict[tuple[int | None, str, int | None], list[_Value]] = {}
        self._rows_of: dict[int | None, list[_Taken]] = {}

    @property
    def told_former_names(self) -> tuple[str, ...]:
        """What is said of former names beside names: a table of facts renames nobody."""
        if not self._renamed:
            return ()
        return (f"{self._renamed[0]}等 {len(self._renamed)} 行在名称后写了曾用名，事实表不登记曾用名，更名请用名单",)

    @property
    def faults(self) -> Iterator[Fault]:
        """The faults of all rows, in their order."""
        for number in sorted(self._wrong):
            yield from self._wrong[number]

    @property
    def faulty(self) -> Iterator[FaultyRow]:
        """The rows that cannot be taken."""
        for number in sorted(self._wrong.keys() | self._contradicted.keys()):
            row, faults = self._taken[number].row, self._wrong.get(number, ())
            yield FaultyRow(row.line, _texts(row), tuple(faults), tuple(self._contradicted.get(number, ())))

    @property
    def sound(self) -> Iterator[FactRow]:
        """The rows that can be taken, each value once."""
        said: set[tuple[int | None, Datum]] = set()
        for number, taken in enumerate(self._taken):
            if number in self._wrong or number in self._contradicted:
                continue
            data = taken.data
            if len(self._rows_of[taken.firm]) > 1:
                # One row says nothing twice.
                data = tuple(datum for datum in data if (taken.firm, datum) not in said)
                said.update((taken.firm, datum) for datum in data)
            yield FactRow(taken.row.line, taken.row.place, taken.identity, data, _texts(taken.row))

    def take(self, row: SheetRow) -> None:
        """Reads a row."""
        number = len(self._taken)
        if row.fault is not None:
            self._wrong[number] = [row.fault]
            self._taken.append(_Taken(number, row, Identity(), None))
            return
        cells = row.cells.texts()
        self.blanks += sum(1 for column in self._beside if (text := cells[column.index]) and column.says_nothing(text))
        faults: list[Fault] = []
        year = self._year(row, faults)
        texts = {column.heading.key: _placed(faults, row, column, year) for column in self._beside}
        identity = Identity(
            *(texts.get(key) for key in ("name", "short_name", "uscc", "stock_code", "region", "industry"))
        )
        if identity.name and any(one.has_former_names(row.cells[one.index]) for one in self._names):
            self._renamed.append(row.place)
        if not faults and not identity.identifiers:
            faults.append(nameless(row.place))
        source = texts.get("source") or self._how.source
        filled = [column for column in self._facts if cells[column.index]]
        columns, data = _read(filled, row, year, source, faults)
        self.blanks += sum(1 for column in filled if cells[column.index] in column.blanks)
        if filled and source is None and self._how.refuses_unsourced:
            faults.append(no_source(row.place))
        taken = _Taken(number, row, identity, self._firms.number(identity), columns, data)
        self._taken.append(taken)
        self._compare(taken, faults)
        if faults:
            self._wrong[number] = faults

    def _year(self, row: SheetRow, faults: list[Fault]) -> int | None:
        """The year of the row, None where it is wrong or has none; a fault where it is needed and absent."""
        text = None if self._years is None else _placed(faults, row, self._years)
        if self._years is not None and text is not None:
            return _kept(faults, column_place(row.place, self._years.heading.text), lambda: year_in(text))
        if any(not column.says_nothing(row.cells.said(column.index)[0]) for column in self._wanting_year):
            what = "这一行有按年度填报的数，没有写年度"
            faults.append(Fault("E433", what, "请在“年度”一列写四位年份", None, row.place))
        return None

    def _compare(self, taken: _Taken, faults: list[Fault]) -> None:
        """Two values of one fact that differ without two sources are a fault, and neither row can be taken. A row by
        itself says each thing once: only of a firm that has several is there anything to compare."""
        earlier = self._rows_of.setdefault(taken.firm, [])
        if len(earlier) == 1:
            for value in earlier[0].values:
                self._said[taken.firm, value.datum.key, value.datum.year] = [value]
        if earlier:
            for value in taken.values:
                self._compare_value(taken.firm, value, faults)
        earlier.append(taken)

    def _compare_value(self, firm: int | None, value: _Value, faults: list[Fault]) -> None:
        earlier = self._said.setdefault((firm, value.datum.key, value.datum.year), [])
        clash = next((other for other in earlier if _clash(value.datum, other.datum)), None)
        if clash is not None:
            faults.append(_contradiction(value, clash))
            self._contradicted.setdefault(clash.row, []).append(_contradiction(clash, value))
        elif all(other.datum != value.datum for other in earlier):
            earlier.append(value)


def _contradiction(value: _Value, other: _Value) -> Fault:
    label = FACTS[value.datum.key].label
    what = f"同一企业同一{'年度' if value.datum.year else '事实'}的“{label}”在 {other.place} 写作 {other.raw}"
    return Fault("E434", what, "请只留一个；来源不同的，请在“来源”一列分别写明", value.raw, value.place)


def _clash(datum: Datum, other: Datum) -> bool:
    return datum.value != other.value and (datum.source == other.source or None in (datum.source, other.source))


def _kept(faults: list[Fault], place: str, read: Callable[[], _Read]) -> _Read | None:
    """What ``read`` gives; None where, with its faults kept, it cannot be read."""
    try:
        return read()
    except TiertrackError as error:
        faults += error.at(place).faults
        return None


def _texts(row: SheetRow) -> tuple[str, ...]:
    return tuple(row.cells.texts())


def _placed(faults: list[Fault], row: SheetRow, column: FactColumn, year: int | None = None) -> str | None:
    place = column_place(row.place, column.heading.text)
    return _kept(faults, place, lambda: column.text(row.cells[column.index], year))


def _read(
    columns: Iterable[FactColumn], row: SheetRow, year: int | None, source: str | None, faults: list[Fault]
) -> tuple[tuple[FactColumn, ...], tuple[Datum, ...]]:
    """The values in a row that says something under these columns, and the columns they stand in."""
    found: list[FactColumn] = []
    data: list[Datum] = []
    for column in columns:
        text, kind = row.cells.said(column.index)
        if text in column.blanks:
            continue
        heading, grammar = column.heading, column.grammar
        assert grammar is not None
        try:
            said = column.said(text, kind)
            if said is None:
                said = column.text(row.cells[column.index])
            value = None if said is None else grammar.value(said)
        except TiertrackError as error:
            faults += error.at(column_place(row.place, heading.text)).faults
            continue
        when = (heading.year or year) if grammar.fact.yearly else None
        if value is not None and (when is not None or not grammar.fact.yearly):
            found.append(column)
            data.append(observed(heading.key, when, value, source))
    return tuple(found), tuple(data)
