"""Reading the workbook of everything on record (台账) again: each of the sheets it is known by, every fault at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from tiertrack.errors import BadDossier, BadFile, BadInput, BadQuantity, Fault, TiertrackError
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier_parts import Attestation
from tiertrack.facts.headings import Unread, known_heading
from tiertrack.facts.identity import Identity
from tiertrack.facts.line_text import name_line
from tiertrack.facts.not_found import NotFound
from tiertrack.facts.units import parse_date
from tiertrack.facts.vocabulary import is_judgement
from tiertrack.intake import ledger_pages as pages
from tiertrack.intake.fact_list import FactList, FactReading, FactRow, sound
from tiertrack.intake.literal_names import LITERAL, literal_names, without_literal
from tiertrack.intake.right_list import FirmRights, RightList, read_right_list
from tiertrack.intake.shared_cells import credit_code_in, day_text_in, remark_in, text_in, text_or_number_in
from tiertrack.intake.sheet import Cell, Sheet, SheetRow, Wanted
from tiertrack.intake.sheet_file import SheetFile, open_sheet
from tiertrack.intake.title_cells import board_named
from tiertrack.intake.title_rows import TitleRow
from tiertrack.intake.workbook_choice import sheet_names
from tiertrack.law.event_kinds import EventKind
from tiertrack.titles.events import Event, Reason, as_stream, is_stream, no_such_title, recordable_kind

_Read = TypeVar("_Read")


@frozen
class JudgedRow:
    """A judgement of the workbook: where it stands, of whom, and what was judged."""

    place: str
    identity: Identity
    made: Attestation


@frozen
class Ledger:
    """What a workbook of everything on record says: the enterprises, their values, the events and the titles held (each
    a row, with the members of the event that it states), the judgements, the rights as each source lists them."""

    firms: tuple[FactRow, ...]
    values: FactList
    events: tuple[TitleRow, ...] = ()
    held: tuple[TitleRow, ...] = ()
    judged: tuple[JudgedRow, ...] = ()
    rights: tuple[FirmRights, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows all its sheets have."""
        listed = sum(max(len(one.rights), 1) for one in self.rights)
        return sum(map(len, (self.firms, self.values.rows, self.events, self.held, self.judged))) + listed


def is_ledger(path: Path) -> bool:
    """Whether a file is such a workbook, by its sheets; raises BadFile where it cannot be opened."""
    return sheet_names(path) >= pages.MARKING


def read_ledger(file: SheetFile, how: FactReading) -> Ledger:
    """What the workbook, which is open, says; what follows from other sheets, as what falls due, is not read.

    Raises BadFile where a sheet is none of a workbook like this, BadDossier with every fault of all sheets, placed.
    """
    faults: list[Fault] = []
    names, how = sheet_names(file.path), evolve(how, literal=literal_names(file))

    def read(name: str, take: Callable[[], _Read]) -> _Read | None:
        try:
            return take() if name in names else None
        except (BadDossier, BadFile, BadInput) as error:
            # A sheet that is empty but for its headings says nothing.
            if {fault.code for fault in error.faults} != {"E411"}:
                faults.extend(error.faults)
            return None

    firms = read(pages.FIRMS, lambda: sound(file, evolve(how, sheet=pages.FIRMS))) or FactList(())
    values = read(pages.VALUES, lambda: _values(file, how)) or FactList(())
    unread: list[Unread] = []
    remarks = read(pages.REMARKS, lambda: _rows(file, pages.REMARKS, _remark_row, unread)) or ()
    events = read(pages.EVENTS, lambda: _rows(file, pages.EVENTS, _event_row, unread)) or ()
    held = read(pages.TITLES_HELD, lambda: _rows(file, pages.TITLES_HELD, _held_row, unread)) or ()
    judged = read(pages.JUDGED, lambda: _rows(file, pages.JUDGED, _judged_row, unread)) or ()
    listed = read(pages.RIGHTS, lambda: _rights(file, how)) or RightList(())
    if faults:
        raise BadDossier(*faults)
    of_values = (one.on(pages.VALUES) for one in values.unread)
    unread += (*of_values, *_not_inferred(firms), *(one.on(pages.RIGHTS) for one in listed.unread))
    notes = (*values.reading.notes, *_sheets_unread(names))
    values = evolve(values, unread=tuple(unread), reading=evolve(values.reading, notes=notes))
    return Ledger(firms.rows, values, tuple(_remarked(events, remarks)), held, judged, listed.firms)


def _not_inferred(firms: FactList) -> Iterator[Unread]:
    return (column.on(pages.FIRMS) for column in firms.unread if column.heading not in pages.FOLLOWING)


def _sheets_unread(names: frozenset[str]) -> Iterator[str]:
    """What is said of what is not read."""
    yield pages.NOT_READ
    if others := names - {*pages.PAGES, LITERAL}:
        yield f"没有读的工作表：{'、'.join(sorted(others))}"


def _values(file: SheetFile, how: FactReading) -> FactList:
    """The values by year; those whose place of a source says that there is none have none."""
    found = sound(file, evolve(how, sheet=pages.VALUES))
    found = evolve(found, reading=without_literal(found.reading))
    return evolve(found, rows=tuple(evolve(row, data=tuple(map(_sourceless, row.data))) for row in found.rows))


def _rights(file: SheetFile, how: FactReading) -> RightList:
    """What sources list; a right that names no source is listed by the workbook itself."""
    source = None if how.refuses_unsourced else how.source or file.stem
    return read_right_list(file, evolve(how, sheet=pages.RIGHTS, not_found=NotFound(), source=source))


def _sourceless(datum: Datum) -> Datum:
    return evolve(datum, source=None) if datum.source == pages.NO_SOURCE else datum


# The sheets that are about events and judgements: by their headings.


@frozen
class _Cells:
    """The cells of a row by their headings, with the faults of what cannot be read of them."""

    row: SheetRow
    places: Mapping[str, int]
    faults: list[Fault] = field(factory=list)

    def read(self, heading: str, take: Callable[[Cell], Any] = text_in) -> Any:
        """What a cell says; None where it is empty, is not there or, its fault kept, cannot be read."""
        index = self.places.get(heading)
        if index is None or not self.row.cells.said(index)[0]:
            return None
        cell = self.row.cells[index]
        try:
            return take(cell)
        except TiertrackError as error:
            self.faults.extend(error.at(cell.place).faults)
            return None

    def needed(self, heading: str, take: Callable[[Cell], Any] = text_in) -> Any:
        """The same of a cell that must say something."""
        if not self.row.cells.said(self.places[heading])[0]:
            self.faults.append(Fault("E470", f"没有写“{heading}”", "请补上这一格", None, self.row.place))
        return self.read(heading, take)

    @property
    def identity(self) -> Identity:
        """Who the row is about."""
        name = self.read(pages.WHO["name"], lambda cell: name_line(text_in(cell)))
        uscc = self.read(pages.WHO["uscc"], credit_code_in)
        if name is None and uscc is None and not self.faults:
            fault = Fault("E464", "这一行没有企业名称、信用代码或证券代码", "请至少写一项", None, self.row.place)
            self.faults.append(fault)
        return Identity(name, uscc=uscc)


_Made = TypeVar("_Made")


def _rows(
    file: SheetFile, name: str, make: Callable[[_Cells], _Made | None], unread: list[Unread]
) -> tuple[_Made, ...]:
    """What is made of the rows of a sheet, its columns that are not read added to the ``unread``; raises BadDossier
    with every fault."""
    faults: list[Fault] = []
    made: list[_Made] = []
    known = _HEADINGS[name]
    with open_sheet(file, Wanted(known.__contains__, name)) as sheet:
        places = _places(sheet, name)
        told = ("".join(heading.text.split()) for heading in sheet.headings if heading.text)
        unread += (Unread(text).on(name) for text in told if text not in places and text not in pages.FOLLOWING)
        for row in sheet.rows:
            cells = _Cells(row, places)
            found = make(cells)
            faults += cells.faults
            if found is not None and not cells.faults:
                made.append(found)
    if faults:
        raise BadDossier(*faults)
    return tuple(made)


_HEADINGS: Mapping[str, frozenset[str]] = {
    pages.EVENTS: frozenset({*pages.WHO.values(), *pages.EVENT_HEADINGS.values(), pages.COUNTS_HEADING}),
    pages.TITLES_HELD: frozenset({*pages.WHO.values(), *(pages.EVENT_HEADINGS[one] for one in pages.HELD_MEMBERS)}),
    pages.JUDGED: frozenset({*pages.WHO.values(), *pages.JUDGED_HEADINGS.values()}),
    pages.REMARKS: frozenset(
        {*pages.WHO.values(), *pages.REMARK_HEADINGS, *(pages.EVENT_HEADINGS[one] for one in pages.REMARKED_MEMBERS)}
    ),
}
_NEEDED = frozenset(
    {pages.WHO["name"], "称号", "事项", "日期", *pages.JUDGED_HEADINGS.values(), *pages.REMARK_HEADINGS}
)


def _places(sheet: Sheet, name: str) -> Mapping[str, int]:
    """Where each heading stands; raises BadDossier for those that are not there, or there twice."""
    texts = ["".join(heading.text.split()) for heading in sheet.headings]
    known, where = _HEADINGS[name], sheet.headings[0].row
    remedy = "请照导出的台账补上这一列；不要改动标题"
    faults = [
        Fault("E746", f"没有“{heading}”一列", remedy, None, where)
        for heading in sorted(known & _NEEDED)
        if heading not in texts
    ]
    faults += [
        Fault("E747", f"“{heading}”写了两列", "请只留一列", None, where)
        for heading in known
        if texts.count(heading) > 1
    ]
    if faults:
        raise BadDossier(*faults)
    return {text: index for index, text in enumerate(texts) if text in known}


def _day(cell: Cell) -> dt.date:
    return parse_date(day_text_in(cell))


def _yes(cell: Cell) -> bool:
    text = text_or_number_in(cell)
    if text not in ("是", "否"):
        raise BadQuantity(Fault("E748", "台账里须写是或否的一格写了别的", "请写 是 或 否", text))
    return text == "是"


def _stream(cell: Cell) -> str:
    text = text_in(cell)
    key = as_stream(text)
    if not is_stream(key):
        raise BadDossier(evolve(no_such_title(text), place=None))
    return key


def _reason(cell: Cell) -> Reason:
    text = text_in(cell)
    reason = Reason.named(text)
    if reason is None:
        known = "、".join(one.label for one in Reason)
        raise BadDossier(Fault("E333", "没有这个事由", f"可用的有 {known}", text))
    return reason


def _year(cell: Cell) -> int:
    text = re.sub("年度?$", "", text_or_number_in(cell))
    if not re.fullmatch(r"[0-9]{4}", text):
        raise BadQuantity(Fault("E435", "年度须为四位数字", "请写如 2025", text))
    return int(text)


_READ: Mapping[str, Callable[[Cell], Any]] = {
    **dict.fromkeys(("on", "starts", "through", "until"), _day),
    **dict.fromkeys(("document", "batch", "product", "named", "stage", "value", "told_by"), text_or_number_in),
    "derived": _yes,
    "board": lambda cell: board_named(text_in(cell)),
    "reason": _reason,
    "year": _year,
}


def _event_row(cells: _Cells) -> TitleRow | None:
    """The event of a row; None where it is one that does not stand any more."""
    if cells.read(pages.COUNTS_HEADING, _yes) is False:
        return None
    return _titled(cells, [*pages.EVENT_HEADINGS])


def _held_row(cells: _Cells) -> TitleRow | None:
    """The act a title is held by; None where it rests on none."""
    if cells.read(pages.EVENT_HEADINGS["kind"]) is None:
        return None
    return _titled(cells, pages.HELD_MEMBERS)


def _titled(cells: _Cells, members: Sequence[str]) -> TitleRow | None:
    identity = cells.identity
    said: dict[str, Any] = {"title": cells.needed(pages.EVENT_HEADINGS["title"], _stream)}
    said["kind"] = cells.needed(
        pages.EVENT_HEADINGS["kind"], lambda cell: recordable_kind(text_in(cell), said["title"] or "")
    )
    for member in members:
        if member in _READ:
            take = cells.needed if member == "on" else cells.read
            said[member] = take(pages.EVENT_HEADINGS[member], _READ[member])
    if cells.faults or said["title"] is None:
        return None
    try:
        event = Event(**{**said, "derived": bool(said.get("derived"))})
    except TiertrackError as error:
        cells.faults.extend(error.at(cells.row.place).faults)
        return None
    return TitleRow(cells.row.place, cells.row.line, identity, (), event)


def _judged_row(cells: _Cells) -> JudgedRow | None:
    identity, headings = cells.identity, pages.JUDGED_HEADINGS
    said = (
        cells.needed(headings["key"], _judgement),
        cells.needed(headings["value"], _yes),
        cells.needed(headings["by"], lambda cell: name_line(text_in(cell), "机关")),
        cells.needed(headings["on"], _day),
    )
    return None if cells.faults else JudgedRow(cells.row.place, identity, Attestation(*said))


def _judgement(cell: Cell) -> str:
    text = text_in(cell)
    heading = known_heading(text)
    if heading is None or not is_judgement(heading.key):
        raise BadDossier(Fault("E302", f"不认识“{text}”", "请照导出的台账写认定事项的名称", text))
    return heading.key


# Remarks go with the events they stood beside.

# Who an event is of, its title, its kind, its day and its document.
_Beside = tuple[str, str, EventKind, dt.date, str]


def _beside(identity: Identity, title: str, kind: EventKind, on: dt.date, document: str | None) -> _Beside:
    return identity.uscc or identity.name or "", title, kind, on, document or ""


def _remark_row(cells: _Cells) -> tuple[_Beside, str, str] | None:
    identity, headings = cells.identity, pages.EVENT_HEADINGS
    title = cells.needed(headings["title"], _stream)
    kind = cells.needed(headings["kind"], lambda cell: recordable_kind(text_in(cell), title or ""))
    on, document = cells.needed(headings["on"], _day), cells.read(headings["document"], text_or_number_in)
    heading, text = (cells.needed(one, remark_in) for one in pages.REMARK_HEADINGS)
    return None if cells.faults else (_beside(identity, title, kind, on, document), heading, text)


def _remarked(rows: Sequence[TitleRow], remarks: Sequence[tuple[_Beside, str, str]]) -> Iterator[TitleRow]:
    """The rows with the remarks on their events."""
    said: dict[_Beside, list[tuple[str, str]]] = {}
    for beside, heading, text in remarks:
        said.setdefault(beside, []).append((heading, text))
    for row in rows:
        event = row.event
        beside = _beside(row.identity, event.title, event.kind, event.on, event.document)
        yield evolve(row, remarks=tuple(said[beside])) if beside in said else row
