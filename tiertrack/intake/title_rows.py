"""Reading one row of a list of titles: who it is about, what happened, and the remarks beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.line_text import one_line
from tiertrack.intake.acts_said import acts_in, acts_of_result, tells_the_result
from tiertrack.intake.exchange_status import LISTED, exchange_status
from tiertrack.intake.list_rows import Section, doubtful_beside_a_code, doubtful_name, is_ditto
from tiertrack.intake.name_marks import MarkedName
from tiertrack.intake.shared_cells import region_code_in, remark_in, text_in
from tiertrack.intake.sheet import SheetRow
from tiertrack.intake.title_acts import PUBLISHED, ActSaid, act_said, needs, particulars_of
from tiertrack.intake.title_cells import day_in, key_of_title, numbered_document
from tiertrack.intake.title_columns import COLUMNS, IDENTIFYING, TitleColumns
from tiertrack.intake.title_readers import READ
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board, Exchange
from tiertrack.law.region_reading import is_zone
from tiertrack.law.title_names import titles_in
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.titles.events import ENTERPRISE, Event, event_word


@frozen
class TitleRow:
    """One row: its place in words, its number, the enterprise with its former names, the event, and the remarks: what
    stands in the other columns, by their headings."""

    place: str
    line: int
    identity: Identity
    former_names: tuple[str, ...]
    event: Event
    remarks: tuple[tuple[str, str], ...] = ()

    __repr__ = briefly


class RowReader:
    """Reads one row below a section, gathering its faults."""

    def __init__(
        self, row: SheetRow, columns: TitleColumns, whole: Mapping[str, Any], section: Section | None = None
    ) -> None:
        self.faults: list[Fault] = []
        self._row = row
        self._columns = columns
        self._whole = whole
        self._section = section
        self._refused: set[str] = set()
        # The particulars that were read for the act.
        self._taken: set[str] = set()

    def read(self) -> TitleRow | None:
        """The row; None where it has faults."""
        if self._row.fault is not None:
            self.faults.append(self._row.fault)
            return None
        self.faults.extend(self._columns.unnamed(self._row))
        named: MarkedName = self._cell("name") or MarkedName("")
        identity = self._identity(named.name or None)
        former_names = tuple(dict.fromkeys((*named.former_names, *(self._cell("former_names") or ()))))
        event = self._status_event() if self._is_of_an_exchange else self._event(identity, former_names)
        remarks = tuple(self._remarks(named, event))
        if event is not None:
            self._refuse_another_section(event)
            self._refuse_contrary_remarks(event, remarks)
        if self.faults or event is None:
            return None
        if event.kind is EventKind.CONVERTED and event.value is not None and identity.name is not None:
            # Called so from that day on: what the row calls it is its former name.
            former_names = tuple(dict.fromkeys((identity.name, *former_names)))
            identity = evolve(identity, name=event.value)
        return TitleRow(self._row.place, self._row.line, identity, former_names, event, remarks)

    def _cell(self, key: str) -> Any:
        """The value of a cell; None where it is blank, not there, or refused."""
        cell = self._columns.cell(self._row, key)
        if cell is None:
            return None
        try:
            if is_ditto(cell.text):
                raise BadInput(Fault("E420", "格内只写了“同上”", "请照上一行写全", cell.text))
            return region_code_in(cell, self._day()) if key == "region" else READ[key](cell)
        except BadInput as error:
            self.faults.extend(error.at(cell.place).faults)
            self._refused.add(key)
            return None

    def _day(self) -> dt.date | None:
        """The day of the row, None where it cannot be read; that is said when its event is read."""
        cell = self._columns.cell(self._row, "on")
        try:
            return self._whole["on"] if cell is None else day_in(cell)
        except BadInput:
            return None

    def _optional(self, key: str) -> Any:
        """The same, or the value of the whole list."""
        return self._cell(key) or self._whole[key]

    def _needed(self, key: str) -> Any:
        """The same; a fault where there is neither."""
        value = self._cell(key)
        if value is not None or key in self._refused:
            return value
        whole = self._whole.get(key)
        if whole is None and key in self._columns:
            self._fault("E470", f"没有写“{COLUMNS[key]}”", "请补上这一格，或用选项为全表写明")
        elif whole is None:
            self.faults.extend(self._columns.absent(key))
        return whole

    def _fault(self, code: str, what: str, remedy: str, value: str | None = None) -> None:
        self.faults.append(Fault(code, what, remedy, value, self._row.place))

    def _identity(self, name: str | None) -> Identity:
        has_code = any(self._columns.cell(self._row, key) for key in IDENTIFYING[1:])
        doubtful = doubtful_beside_a_code if has_code else doubtful_name
        if name is not None and (doubt := doubtful(name)) is not None:
            self.faults.append(doubt.at(self._row.place))
            self._refused.add("name")
        elif self._columns.lacks_its_number(self._row) and name is not None and not has_code:
            remedy = "是企业的请补上序号，或加上统一社会信用代码；是说明的，请删去这一行"
            self._fault("E415", "别的行有序号，这一行没有，分不清是不是一家企业", remedy, name)
            self._refused.add("name")
        uscc, stock_code = self._cell("uscc"), self._cell("stock_code")
        identity = Identity(name, uscc=uscc, stock_code=stock_code, region=self._region())
        readable = any(key in self._columns for key in IDENTIFYING) and self._refused.isdisjoint(IDENTIFYING)
        if readable and not identity.identifiers:
            self._fault("E464", "这一行没有企业名称、信用代码或证券代码", "请至少写一项")
        return identity

    def _region(self) -> str | None:
        """The place in the row's own column; where there is no such column, that of the section it stands in."""
        if "region" in self._columns:
            region: str | None = self._cell("region")
            return region
        return self._section.region if self._section is not None else None

    def _place(self) -> str | None:
        """The place as it is written."""
        if "region" in self._columns:
            cell = self._columns.cell(self._row, "region")
            return None if cell is None else cell.text
        return self._section.text if self._section is not None and self._section.region is not None else None

    def _remarks(self, named: MarkedName, event: Event | None) -> Iterator[tuple[str, str]]:
        """What stands in the other columns, the marks beside the name, and a zone that is more than its district."""
        taken = self._taken if event is None else particulars_of(event.kind) | self._taken
        if named.marks:
            yield "名称上的标记", "".join(named.marks)
        if (place := self._place()) is not None and is_zone(place):
            yield COLUMNS["region"], place
        for heading, cell in self._columns.remarks(self._row, taken):
            try:
                yield heading, remark_in(cell)
            except BadInput as error:
                self.faults.extend(error.at(cell.place).faults)

    def _refuse_another_section(self, event: Event) -> None:
        """A row stands in a section of what it is; what is said for the whole list may not be true of a part of it."""
        section = self._section
        if section is None or event.title == ENTERPRISE:
            return
        said = None
        if section.titles and event.title not in section.titles:
            said = TITLES[event.title]
        elif section.acts is not None and event.kind not in section.acts:
            said = event_word(event)
        if said is not None:
            remedy = "请在表里加“称号”或“事项”一列逐行写明，或把各小节分成几份文件"
            self._fault("E419", f"这一行在小节“{section.text}”里，却按“{said}”读", remedy)

    def _refuse_contrary_remarks(self, event: Event, remarks: tuple[tuple[str, str], ...]) -> None:
        """A remark of nothing but an act, and what a column of results says, is what happened, and outdoes what is
        said for the whole list."""
        for heading, text in remarks:
            result = tells_the_result(heading)
            acts = acts_of_result(text) if result else acts_in(text) if len(text) <= _LONGEST_ACT else None
            titles = titles_in(text) if result and event.title != ENTERPRISE else frozenset()
            if acts is not None and event.kind not in acts and self._columns.cell(self._row, "event") is None:
                remedy = f"请把“{heading}”的标题改为“事项”，或逐行核对"
                self._fault("E419", f"“{heading}”写的是别的事项，却按“{event_word(event)}”读", remedy, text)
            elif titles and event.title not in titles and self._columns.cell(self._row, "title") is None:
                remedy = f"请把“{heading}”的标题改为“称号”，或逐行核对"
                self._fault("E419", f"“{heading}”写的是别的称号，却按“{TITLES[event.title]}”读", remedy, text)

    def _event(self, identity: Identity, former_names: tuple[str, ...]) -> Event | None:
        said = self._act()
        kind = None if said is None else said.kind
        if kind is EventKind.RENAMED:
            # It happens to the enterprise, whatever titles it holds.
            self._refuse_half_renamed(identity.name, former_names)
            on, document = self._needed("on"), self._document(kind)
            return self._made(title=ENTERPRISE, kind=kind, on=on, document=document, value=identity.name)
        named = None if kind is not None and kind.of_enterprise else self._needed("title")
        members: dict[str, Any] = {"on": self._needed("on"), "document": self._document(kind)}
        members |= {"batch": self._optional("batch")} | self._particulars(kind)
        if kind is not None and kind.of_enterprise:
            return self._made(title=ENTERPRISE, kind=kind, **members)
        members |= self._validity(kind)
        members |= {"product": self._cell("product"), "stage": None if said is None else said.stage}
        exchange = self._cell("exchange")
        if exchange is not None and named is not None and named.title != LISTED:
            self._fault("E478", f"{TITLES[named.title]}与交易所无关", "请核对“称号”，或去掉交易所", exchange.label)
        board = self._board(exchange)
        if named is None:
            return None
        if old := named.old:
            board = board or old.board
            members["named"] = old.label
            if not old.conferred and kind is EventKind.RECOGNISED:
                kind = EventKind.POOLED
                members["starts"] = members["through"] = None
        return self._made(title=named.title, kind=kind, board=board, **members)

    def _act(self) -> ActSaid | None:
        """What happened: by the word of the row as the procedure of its title understands it, else of its step, else
        what is said for the whole list."""
        title = self._title_key()
        for key in ("event", "stage"):
            cell = self._columns.cell(self._row, key)
            if cell is None or (key == "stage" and self._whole["event"] is not None):
                continue
            self._taken.add(key)
            try:
                return self._with_its_step(act_said(one_line(text_in(cell)), title), title)
            except BadInput as error:
                self.faults.extend(error.at(cell.place).faults)
                return None
        whole: ActSaid | None = self._needed("event")
        return None if whole is None else self._with_its_step(whole, title)

    def _with_its_step(self, said: ActSaid, title: str | None) -> ActSaid:
        """What happened with the step its row names beside."""
        cell = self._columns.cell(self._row, "stage")
        if cell is None or "stage" in self._taken or said.stage is not None or title not in TITLES:
            return said
        step = title_definition(title).procedure.step_named(cell.text)
        if step is not None and step.kind is said.kind:
            self._taken.add("stage")
            return ActSaid(said.kind, step.key)
        return said

    def _title_key(self) -> str | None:
        """The key of the title of the row, None where it cannot be read; that is said when its event is read."""
        cell = self._columns.cell(self._row, "title")
        try:
            if cell is not None:
                return key_of_title(text_in(cell))
        except BadInput:
            return None
        named = self._whole["title"]
        return None if named is None else str(named.title)

    def _document(self, kind: EventKind | None) -> str | None:
        """The document of a row: what is published has one with a number, a step of a procedure may have one."""
        if kind is not None and kind not in PUBLISHED:
            found: str | None = self._optional("document")
            return found
        document, cell = self._needed("document"), self._columns.cell(self._row, "document")
        try:
            return None if document is None else numbered_document(document)
        except BadInput as error:
            faults = error.at(self._row.place if cell is None else cell.place).faults
            self.faults.extend(faults if cell else (told for fault in faults for told in self._columns.once(fault)))
            self._refused.add("document")
            return None

    def _particulars(self, kind: EventKind | None) -> dict[str, Any]:
        """What the kind of event needs or may have beside: a year, a reason, the end of a bar, where to."""
        if kind is None:
            return {}
        return {
            key: self._needed(key) if needs(kind, key) else self._cell(key) or self._whole.get(key)
            for key in particulars_of(kind)
        }

    def _validity(self, kind: EventKind | None) -> dict[str, dt.date | None]:
        """The days of the validity: of the row's cells, or of the whole list for what grants one."""
        first, last = self._cell("validity") or (None, None)
        days = {"starts": self._cell("starts"), "through": self._cell("through")}
        for key, day in (("starts", first), ("through", last)):
            if None not in (day, days[key]) and day != days[key]:
                what = f"“{COLUMNS['validity']}”与“{COLUMNS[key]}”不一致"
                self._fault("E484", what, "请核对，只留一处", str(day))
            days[key] = days[key] or day
            if days[key] is None and key not in self._refused and kind is not None and kind.grants:
                days[key] = self._whole.get(key)
        return days

    def _status_event(self) -> Event | None:
        """What an exchange shows of a listing; its page is no document with a number, so none is asked for."""
        for key in ("event", "starts", "through", "validity", "product"):
            if (cell := self._columns.cell(self._row, key)) is not None:
                remedy = f"有状态码的不写{COLUMNS[key]}，请只留一个"
                self._fault("E478", f"同一行写了{COLUMNS[key]}，又写了交易所的状态码", remedy, cell.text)
        named = self._optional("title")
        if named is not None and named.title != LISTED:
            self._fault("E478", f"交易所的状态码说的是{TITLES[LISTED]}", "请核对“称号”", TITLES[named.title])
        exchange, code = self._needed("exchange"), self._needed("status")
        members = {"on": self._needed("on"), "document": self._optional("document"), "batch": self._optional("batch")}
        members["board"] = self._board(exchange)
        if exchange is None or code is None:
            return None
        try:
            status = exchange_status(exchange, code)
        except BadInput as error:
            self.faults.extend(error.at(self._row.place).faults)
            return None
        return self._made(title=LISTED, kind=status.kind, stage=status.stage, value=str(status), **members)

    @property
    def _is_of_an_exchange(self) -> bool:
        """Whether its event is a status code, or it names an exchange and no act."""
        if self._columns.cell(self._row, "status") is not None:
            return True
        acts = self._whole["event"] is not None or self._columns.cell(self._row, "event") is not None
        return not acts and self._columns.cell(self._row, "exchange") is not None

    def _board(self, exchange: Exchange | None) -> Board | None:
        """The board a row names, or the only one of its exchange."""
        board: Board | None = self._cell("board")
        if exchange is None:
            return board
        if board is not None and exchange not in board.exchanges:
            self._fault("E478", f"{exchange.label}没有{board.label}", "请核对“交易所”与“板块”", board.label)
        return Board.BSE if board is None and exchange is Exchange.BSE else board

    def _made(self, **members: Any) -> Event | None:
        """The event of these members; None where it has no act or no day, or they contradict each other."""
        if members["kind"] is None or members["on"] is None:
            return None
        try:
            return Event(**members, told_by=self._whole["told_by"])
        except BadInput as error:
            # A document, a year or a new name that is not there, or was refused, has been reported already.
            told = ("E322", "E328", "E329")
            self.faults.extend(fault for fault in error.at(self._row.place).faults if fault.code not in told)
            return None

    def _refuse_half_renamed(self, name: str | None, former_names: tuple[str, ...]) -> None:
        if name is None and "name" not in self._refused:
            self._fault("E471", "更名没有写新名称", "请在“企业名称”写更名后的名称")
        if not former_names and "former_names" not in self._refused:
            self._fault("E471", "更名没有写原来的名称", "请在“曾用名”写更名前的名称")
        if name is not None and normalise_name(name) in map(normalise_name, former_names):
            self._fault("E471", "更名前后的名称相同", "请核对“企业名称”与“曾用名”", name)


# A remark that is longer speaks of more than an act.
_LONGEST_ACT = 6
