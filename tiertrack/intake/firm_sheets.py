"""The sheets beside the facts of a template: judgements and titles, one a row, each of a firm that is named again.

Every fault of a sheet is gathered, placed at its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import field, frozen

from tiertrack.errors import BadDossier, Fault, TiertrackError
from tiertrack.facts.dossier_parts import Attestation, judgement_called, title_called
from tiertrack.facts.headings import Unread
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.line_text import name_line, one_line
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.units import folded
from tiertrack.facts.vocabulary import Fact
from tiertrack.intake import template_sheets as sheets
from tiertrack.intake.fact_cells import nameless
from tiertrack.intake.list_rows import is_nothing
from tiertrack.intake.shared_cells import (
    credit_code_in,
    marked_name_in,
    readable_text_in,
    text_or_number_in,
    words_in,
)
from tiertrack.intake.sheet import Cell, Sheet, SheetRow
from tiertrack.intake.template_layout import stem
from tiertrack.intake.title_cells import day_in
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.event_words import event_kind_named
from tiertrack.logic.quantity import Kind
from tiertrack.titles.events import Event

_T = TypeVar("_T")
_Read = Callable[[Cell], Any]


# In the place of a firm's number, where there is a fault and what is said of it only has to be looked at.
NOBODY = -1


@frozen(eq=False)
class NamedFirms:
    """The firms of the sheet of facts by number, for the other sheets to find them in. Of those in ``unread`` the rows
    could not be read, of ``anybody`` where that whole sheet could not, which is told there; ``hidden`` is what its
    rows say that are not read because nobody sees them. Names that are ``literal`` are read as they stand."""

    literal: frozenset[str] = frozenset()
    codes: dict[str, int] = field(factory=dict)
    names: dict[str, set[int]] = field(factory=dict)
    unread: set[str] = field(factory=set)
    hidden: set[str] = field(factory=set)
    anybody: bool = False

    def add(self, number: int, identity: Identity) -> None:
        """Takes note of a firm under what it is named by."""
        if identity.uscc:
            self.codes[identity.uscc] = number
        if identity.name:
            self.names.setdefault(normalise_name(identity.name), set()).add(number)

    def find(self, named: Identity, place: str) -> int:
        """The number of the firm a row is about, ``NOBODY`` where its own row could not be read. Raises BadDossier
        where there is none, or where it may be one of several."""
        if self.anybody or any(normalise_name(word) in self.unread for word in named.identifiers):
            return NOBODY
        by_name = self.names.get(normalise_name(named.name), set()) if named.name else set[int]()
        by_code = {self.codes[named.uscc]} if named.uscc in self.codes else set[int]()
        found = by_code & by_name if named.uscc and named.name and by_name else by_code or by_name
        if len(found) == 1:
            return next(iter(found))
        told = " ".join(named.identifiers)
        if found:
            what, remedy = f"“{sheets.FIRMS}”里有 {len(found)} 家叫这个名称", "请写上它的统一社会信用代码"
        elif by_code or by_name:
            what, remedy = f"名称和信用代码在“{sheets.FIRMS}”里不是同一家", "请核对，照那里的名称和代码写"
        elif any(word in text for word in named.identifiers for text in self.hidden):
            what, remedy = f"这家企业在“{sheets.FIRMS}”里的一行是隐藏的，没有读", "请取消隐藏或筛选；不要的，请都删去"
        else:
            what, remedy = f"“{sheets.FIRMS}”里没有这家企业", "请照那里的名称写，或先在那里加上一行"
        raise BadDossier(Fault("E357", what, remedy, told, place))


@frozen
class Stated:
    """What a row states of a firm: its place, the firm's number, and the thing itself."""

    place: str
    firm: int
    said: Any


class FirmSheet:
    """One sheet, of which ``faults`` gathers what is wrong; ``needed`` are the columns it cannot do without, and
    ``others`` those it has besides. What else it has is ``unread``."""

    def __init__(self, sheet: Sheet, firms: NamedFirms, needed: Iterable[str], others: Iterable[str] = ()) -> None:
        self.faults: list[Fault] = []
        self._sheet = sheet
        self._firms = firms
        self._index = {stem(heading.text): index for index, heading in reversed([*enumerate(sheet.headings)])}
        self.headings: tuple[Cell, ...] = sheet.headings
        known = {folded(name) for name in (*sheets.IDENTIFYING, *needed, *others, sheets.FAULTS)}
        told = (heading.text for heading in sheet.headings if heading.text)
        self.unread: tuple[Unread, ...] = tuple(Unread(text) for text in told if stem(text) not in known)
        absent = [name for name in needed if folded(name) not in self._index]
        if all(folded(name) not in self._index for name in sheets.IDENTIFYING):
            absent.insert(0, sheets.NAME)
        where = sheet.headings[0].row
        self.faults += [
            Fault("E358", f"这张表没有“{name}”一列", "请照填报表原来的标题写", None, where) for name in absent
        ]
        self.is_whole: bool = not absent

    def rows(self) -> Iterator[tuple[SheetRow, int]]:
        """The rows that say anything, with the firm each is about; a row of which nobody can say so is a fault."""
        if not self.is_whole:
            return
        told = self._index.get(sheets.FAULTS)
        for row in self._sheet.rows:
            if not any(text for index, text in enumerate(row.cells.texts()) if index != told):
                continue
            if row.fault is not None:
                self.faults.append(row.fault)
                continue
            name = self._name(row)
            uscc = self.read(row, sheets.CREDIT_CODE, credit_code_in)
            identity = Identity(name, uscc=uscc)
            number = self.kept(row.place, lambda: self._firm(row, identity))  # noqa: B023
            yield row, NOBODY if number is None else number
        self.faults += self._sheet.faults

    def _name(self, row: SheetRow) -> str | None:
        index = self._index.get(stem(sheets.NAME))
        if index is not None and row.cells.said(index)[0] in self._firms.literal:
            return self.kept(row.place, lambda: name_line(words_in(row.cells[index])))
        name: str | None = self.read(row, sheets.NAME, lambda cell: marked_name_in(cell).name)
        return name

    def _firm(self, row: SheetRow, identity: Identity) -> int:
        if identity.identifiers:
            return self._firms.find(identity, row.place)
        if any(self.cell(row, name) is not None for name in sheets.IDENTIFYING):
            # What is wrong with them is told already.
            return NOBODY
        raise BadDossier(nameless(row.place))

    def cell(self, row: SheetRow, heading: str) -> Cell | None:
        """The cell under a heading; None where there is none, or it is blank or stands for nothing."""
        index = self._index.get(stem(heading))
        if index is None:
            return None
        cell = row.cells[index]
        return None if not cell.text or is_nothing(cell.text) else cell

    def read(self, row: SheetRow, heading: str, read: _Read) -> Any:
        """What a cell says; None where it is blank or, with its fault kept, cannot be read."""
        cell = self.cell(row, heading)
        return None if cell is None else self.kept(cell.place, lambda: read(cell))

    def needed(self, row: SheetRow, heading: str, read: _Read) -> Any:
        """The same, with a fault for a blank cell."""
        if self.cell(row, heading) is None:
            index = self._index.get(stem(heading))
            place = row.place if index is None else row.cells[index].place
            self.faults.append(Fault("E359", "这一行没有写这一格", "请补上，或删去这一行", None, place))
            return None
        return self.read(row, heading, read)

    def kept(self, place: str, read: Callable[[], _T]) -> _T | None:
        """What ``read`` gives; None where, with its faults kept, something is wrong. ``place`` is put before a fault
        that has none."""
        try:
            return read()
        except TiertrackError as error:
            self.faults += [fault if _is_placed(fault, place) else fault.at(place) for fault in error.faults]
            return None


def _is_placed(fault: Fault, place: str) -> bool:
    return fault.place is not None and fault.place.startswith(place)


def _words(cell: Cell) -> str:
    return one_line(text_or_number_in(cell))


def _whether(cell: Cell) -> bool:
    return bool(parse_value(_WHETHER, readable_text_in(cell)))


_WHETHER = Fact("value", sheets.HOLDS, Kind.JUDGEMENT)


def _situation(cell: Cell) -> EventKind:
    """How a firm stands with a title, in the template's own word or in one for the event; raises BadDossier."""
    word = _words(cell)
    kind = sheets.SITUATIONS.get(word) or event_kind_named(word)
    if kind is None or kind not in sheets.SITUATIONS.values():
        raise BadDossier(Fault("E365", "称号没有这种情况", f"请写 {'、'.join(sheets.SITUATIONS)} 之一", word))
    return kind


# The sheets.


def judgements_in(sheet: FirmSheet, clauses: Callable[[], Mapping[str, str]]) -> Iterator[Stated]:
    """The judgements of a sheet; ``clauses`` gives those that the template has names of its own for, by them."""

    def judgement(cell: Cell) -> str:
        word = _words(cell)
        return clauses().get(folded(word)) or judgement_called(word)

    for row, firm in sheet.rows():
        key = sheet.needed(row, sheets.JUDGED, judgement)
        value = sheet.needed(row, sheets.HOLDS, _whether)
        by = sheet.needed(row, sheets.AUTHORITY, _words)
        on = sheet.needed(row, sheets.JUDGED_ON, day_in)
        if None not in (key, value, by, on):
            made = sheet.kept(row.place, lambda: Attestation(key, value, by, on))  # noqa: B023
            if made is not None:
                yield Stated(row.place, firm, made)


def titles_in(sheet: FirmSheet, document: str) -> Iterator[Stated]:
    """The titles of a sheet as events; ``document`` stands for that of a grant which names none."""
    for row, firm in sheet.rows():
        named = sheet.needed(row, sheets.HELD, lambda cell: title_called(_words(cell)))
        kind = sheet.needed(row, sheets.SITUATION, _situation)
        days = {key: sheet.read(row, name, day_in) for key, name in _DAYS.items()}
        texts = {key: sheet.read(row, name, _words) for key, name in _TEXTS.items()}
        if kind is not None and kind.grants:
            days["on"] = days["on"] or days["starts"]
        # The first day of what is held will do; what cannot be read is told already.
        may_be_held = kind is None or kind.grants
        if sheet.cell(row, sheets.ON) is None and not (may_be_held and sheet.cell(row, sheets.STARTS) is not None):
            sheet.needed(row, sheets.ON, day_in)
        if named is None or kind is None or days["on"] is None:
            continue
        if kind.gazetted:
            texts["document"] = texts["document"] or document
        old = named.old.label if named.old is not None else None
        event = sheet.kept(row.place, lambda: Event(title=named.title, kind=kind, named=old, **days, **texts))  # noqa: B023
        if event is not None:
            yield Stated(row.place, firm, event)


_DAYS = {"on": sheets.ON, "starts": sheets.STARTS, "through": sheets.THROUGH}
_TEXTS = {"product": sheets.PRODUCT, "batch": sheets.BATCH, "document": sheets.DOCUMENT}

# The columns of the sheets: those each cannot do without, and those of titles besides.
JUDGED = (sheets.JUDGED, sheets.HOLDS, sheets.AUTHORITY, sheets.JUDGED_ON)
TITLED, OF_TITLES = (sheets.HELD, sheets.SITUATION), (*_DAYS.values(), *_TEXTS.values())
