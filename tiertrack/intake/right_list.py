"""A list of rights, a right a row: every fault of the file is found and reported together.

What a source lists of an enterprise is all it knows of, so the rows of one enterprise and one source are one list.
无 in the place of a name says that there is no right at all. An empty cell is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

from attrs import evolve, field, frozen

from tiertrack.errors import BadDossier, Fault, TiertrackError
from tiertrack.facts.headings import Headings, Unread, column_place, read_headings
from tiertrack.facts.identity import Identity
from tiertrack.facts.intellectual_property import (
    NO_END,
    NO_TERM,
    RIGHT_ATTRIBUTES,
    Acquisition,
    IpRight,
    contradictions,
    repeated,
)
from tiertrack.facts.line_text import LONGEST_NAME, one_line
from tiertrack.facts.not_found import told_blanks
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.right_headings import (
    NUMBER,
    RIGHT,
    RIGHT_HEADINGS,
    is_right_heading,
    known_right_heading,
    near_right_headings,
)
from tiertrack.intake.fact_cells import FactColumn, FirmRows, Firms, nameless, no_identifying_column, unit_of_table
from tiertrack.intake.fact_list import FactReading, FactRow, no_source, unread_faults
from tiertrack.intake.money_unit_above import unit_with_what_is_above
from tiertrack.intake.shared_cells import day_text_in, words_in
from tiertrack.intake.sheet import Cell, SheetRow, Wanted
from tiertrack.intake.sheet_file import HandedIn, open_sheet
from tiertrack.intake.title_list import ListReading
from tiertrack.logic.finding import Value

_Found = TypeVar("_Found")

# What has no last day.
_ENDLESS: Final = (NO_TERM, "长期有效", "永久", "无期限")

# In the place of a right's name: there is none at all.
_NONE: Final = ("无", "没有", "经查没有")

# What a column of yes and no says that is called after a transfer.
_TRANSFERRED = {"是": Acquisition.TRANSFER, "否": Acquisition.ORIGINAL}
_HOW = RIGHT_HEADINGS["acquired"][:2]


@frozen
class FirmRights:
    """The rights that a source lists of an enterprise: the row that names it first, and the source."""

    row: FactRow
    source: str
    rights: tuple[IpRight, ...]


@frozen
class RightList:
    """What a list says of each enterprise and source, the columns that are not read, and how its file was read."""

    firms: tuple[FirmRights, ...]
    unread: tuple[Unread, ...] = ()
    reading: ListReading = ListReading()


def read_right_list(file: HandedIn, how: FactReading) -> RightList:
    """The rights in a file of any format that ``open_sheet`` reads; of rows that name no source, and where none is
    given, the source is the file.

    Raises BadFile where it is no table at all, BadDossier with every fault, and BadInput for codes of columns it does
    not have.
    """
    money_unit = unit_of_table(how.money_unit, file.name)
    with open_sheet(file, Wanted(is_right_heading, how.sheet)) as sheet:
        rows = tuple(sheet.rows)
        used = {index for row in rows for index, text in enumerate(row.cells.texts()) if text}
        where = sheet.headings[0].row
        texts = [heading.text for heading in sheet.headings]
        headings = read_headings(texts, where, used, known_right_heading, near_right_headings)
        amounts = unit_with_what_is_above(money_unit, headings.columns.values(), sheet.left_out)
        how.not_found.refuse_absent([*headings.columns.values()], where)
        faults = [heading.fault for heading in sheet.headings if heading.fault is not None]
        faults += (*unread_faults(headings.unread, where), *headings.faults, *amounts.faults)
        faults += _absent(headings, where)
        columns = [
            FactColumn.of(index, one, amounts.unit, how.not_found, how.literal)
            for index, one in headings.columns.items()
        ]
        reader = _Reader(columns, how, f"知识产权清单 {file.name}")
        firms = FirmRows(sheet, headings, amounts.notes, how.literal)
        for row in firms.among(rows):
            reader.take(row)
        faults = [*firms.faults, *faults, *reader.all_faults()]
        if faults:
            raise BadDossier(*faults)
        notes = (*firms.reading.notes, *told_blanks(reader.blanks))
        return RightList(tuple(reader.found()), headings.unread, evolve(firms.reading, notes=notes))


def _absent(headings: Headings, where: str) -> Iterator[Fault]:
    if not headings.identifies:
        yield no_identifying_column(where)
    if all(heading.key != RIGHT for heading in headings.columns.values()):
        yield Fault("E445", "没有知识产权名称的列", "请加上“知识产权名称”一列，一行写一项", None, where)


@frozen
class _Listed:
    """What the rows of one enterprise and one source say: the first of them, each right with its place, and the places
    that say there is none."""

    row: FactRow
    source: str
    rights: list[tuple[str, IpRight]] = field(factory=list)
    none: list[str] = field(factory=list)


class _Reader:
    """Reads one table row by row, gathering the faults of all."""

    def __init__(self, columns: Sequence[FactColumn], how: FactReading, origin: str) -> None:
        self._beside = [one for one in columns if one.heading.key not in (RIGHT, NUMBER, *RIGHT_ATTRIBUTES)]
        self._columns = {one.heading.key: one for one in columns}
        self._attributes = [one for one in columns if one.heading.key in RIGHT_ATTRIBUTES]
        self._how, self._origin = how, origin
        self._firms = Firms()
        self._listed: dict[tuple[int, str], _Listed] = {}
        self._faults: list[Fault] = []
        # How many cells were as good as empty.
        self.blanks = 0

    def all_faults(self) -> Iterator[Fault]:
        """The faults of all rows, and of what each enterprise lists."""
        yield from self._faults
        for listed in self._listed.values():
            yield from repeated(listed.rights)
            for place in listed.none if listed.rights else ():
                remedy = "没有的只留这一行；有的，请删去这一行"
                yield Fault("E446", "写了没有知识产权，别的行又列了", remedy, listed.row.identity.name, place)

    def found(self) -> Iterator[FirmRights]:
        """What each enterprise lists."""
        for listed in self._listed.values():
            yield FirmRights(listed.row, listed.source, tuple(right for _place, right in listed.rights))

    def take(self, row: SheetRow) -> None:
        """Reads a row."""
        if row.fault is not None:
            self._faults.append(row.fault)
            return
        said = [(one, row.cells.said(one.index)[0]) for one in self._columns.values()]
        self.blanks += sum(text != "" and one.says_nothing(text) for one, text in said)
        faults: list[Fault] = []
        texts = {one.heading.key: _read(faults, row, one, one.text) for one in self._beside}
        identity = Identity(*(texts.get(key) for key in ("name", "short_name", "uscc", "stock_code")))
        if not faults and not identity.identifiers:
            faults.append(nameless(row.place))
        source = texts.get("source") or self._how.source
        if source is None and self._how.refuses_unsourced:
            faults.append(no_source(row.place))
        is_none, right = self._right(row, faults)
        self._faults += faults
        if faults:
            return
        source = source or self._origin
        place = self._firms.number(identity), source
        listed = self._listed.setdefault(place, _Listed(FactRow(row.line, row.place, identity), source))
        if is_none:
            listed.none.append(row.place)
        elif right is not None:
            listed.rights.append((row.place, right))

    def _right(self, row: SheetRow, faults: list[Fault]) -> tuple[bool, IpRight | None]:
        """Whether a row says that there is no right, and else the right it states, None where it is wrong."""
        name, number = (self._text(row, key, faults) for key in (RIGHT, NUMBER))
        values: dict[str, Value] = {}
        for column in self._attributes:
            values |= _read(faults, row, column, partial(_values, column)) or {}
        if name in _NONE and number is None and not values:
            return True, None
        if name is None:
            remedy = "请写名称，编号写在编号一列；一项也没有的，名称写“无”"
            faults.append(Fault("E330", "知识产权没有名称", remedy, None, self._place(row, RIGHT)))
            return False, None
        right = IpRight.of(name, number, values)
        for fault in contradictions({key: getattr(right, key) for key in RIGHT_ATTRIBUTES}):
            faults.append(evolve(fault, place=self._place(row, str(fault.place))))
        return False, right

    def _text(self, row: SheetRow, key: str, faults: list[Fault]) -> str | None:
        """The text of a column that must be text: of a number a spreadsheet would have lost digits."""
        column = self._columns.get(key)
        if column is None or column.says_nothing(row.cells.said(column.index)[0]):
            return None
        return _read(faults, row, column, lambda cell: one_line(words_in(cell), LONGEST_NAME) or None)

    def _place(self, row: SheetRow, key: str) -> str:
        column = self._columns.get(key)
        return row.place if column is None else column_place(row.place, column.heading.text)


def _values(column: FactColumn, cell: Cell) -> dict[str, Value]:
    """What a cell says of a right; nothing where it is empty."""
    key, grammar, text = column.heading.key, column.grammar, column.text(cell)
    if text is None or grammar is None:
        return {}
    if key == "through" and text in _ENDLESS:
        return {key: NO_END.toordinal()}
    if key == "acquired" and column.heading.text not in _HOW:
        if text in _TRANSFERRED:
            return {key: _TRANSFERRED[text].value}
        with suppress(TiertrackError):
            return {"transferred_on": parse_value(RIGHT_ATTRIBUTES["transferred_on"], day_text_in(cell))}
    return {key: grammar.value(text)}


def _read(faults: list[Fault], row: SheetRow, column: FactColumn, read: Callable[[Cell], _Found]) -> _Found | None:
    """What a cell says; None where, with its faults kept, it cannot be read."""
    try:
        return read(row.cells[column.index])
    except TiertrackError as error:
        faults += error.at(column_place(row.place, column.heading.text)).faults
        return None
