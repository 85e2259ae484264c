"""Reading a published list of titles from CSV or XLSX, one act upon one enterprise a row.

A heading is a key or a Chinese name of ``COLUMNS``, in any order. What is the same for the whole list (its document,
its day, its title, its act, its batch) may be given once instead; a cell outweighs it. A title may have its former
name; the status of a listing may be an exchange's own code instead of an act. A list is read as a stream, and every
fault of the file is gathered, so its reader commits nothing before the last row has been seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from tiertrack.errors import BadFile, BadInput, Fault
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.line_text import one_line
from tiertrack.intake.exchange_status import LISTED, exchange_named, exchange_status
from tiertrack.intake.shared_cells import (
    credit_code_in,
    name_in,
    region_code_in,
    stock_code_in,
    text_in,
    text_or_number_in,
)
from tiertrack.intake.sheet import Cell, SheetRow, open_sheet
from tiertrack.intake.title_cells import (
    board_named,
    day_in,
    event_kind,
    former_names_in,
    listed_title,
    numbered_document,
    plausible_day,
    product_in,
    status_code_in,
)
from tiertrack.intake.title_columns import COLUMNS, IDENTIFYING, TitleColumns
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board, Exchange
from tiertrack.law.titles import TITLES
from tiertrack.titles.events import ENTERPRISE, Event


def _of_text(read: Callable[[str], Any]) -> Callable[[Cell], Any]:
    return lambda cell: read(text_in(cell))


# How the cells of each column are read.
_READ: Mapping[str, Callable[[Cell], Any]] = {
    "name": name_in,
    "uscc": credit_code_in,
    "stock_code": stock_code_in,
    "title": _of_text(listed_title),
    "event": _of_text(event_kind),
    "on": day_in,
    "through": day_in,
    "batch": text_or_number_in,
    "document": _of_text(numbered_document),
    "former_names": former_names_in,
    "region": region_code_in,
    "product": product_in,
    "exchange": _of_text(exchange_named),
    "status": status_code_in,
    "board": _of_text(board_named),
}


@frozen
class TitleRow:
    """One row: its place in words, its number, the enterprise with its former names, and the event."""

    place: str
    line: int
    identity: Identity
    former_names: tuple[str, ...]
    event: Event


def read_title_list(
    path: Path,
    *,
    title: str | None = None,
    kind: EventKind | str | None = None,
    on: dt.date | None = None,
    document: str | None = None,
    batch: str | None = None,
    told_by: str | None = None,
) -> TitleList:
    """A published list of titles, to be read row by row when it is imported.

    What is given here holds for every row whose own cell is empty.

    Args:
        path: A CSV or XLSX file of one act upon one enterprise a row; it is not opened yet.
        title: The title, by its key or its Chinese name.
        kind: The act, by its key or its Chinese name.
        on: The day the act takes effect.
        document: The document the list is published in.
        batch: The batch of the list.
        told_by: The source of the list; the file's name unless given.

    Returns:
        The list, for ``Registry.import_titles``.

    Raises:
        BadFile: Something given here is wrong; every fault is named.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import read_title_list
        >>> [row.identity.name for row in read_title_list(Path("titles.csv")).rows()][:1]
        ['重庆虚构甲某机械有限公司']
    """
    faults: list[Fault] = []
    whole: dict[str, Any] = {}
    stated: dict[str, tuple[Callable[[Any], Any], Any]] = {
        "told_by": (one_line, told_by or path.name),
        "batch": (one_line, batch),
        "title": (listed_title, title),
        "event": (event_kind, kind.value if isinstance(kind, EventKind) else kind),
        "on": (plausible_day, on),
        "document": (numbered_document, document),
    }
    for key, (read, value) in stated.items():
        try:
            whole[key] = None if value is None else read(value) or None
        except BadInput as error:
            faults.extend(error.at(f"{path.name} 全表的{COLUMNS.get(key, '出处')}").faults)
    if faults:
        raise BadFile(*faults)
    return TitleList(path, whole)


class TitleList:
    """A list in a file: ``rows()`` reads it, ``faults`` holds all that was wrong with what has been read so far."""

    def __init__(self, path: Path, whole: Mapping[str, Any]) -> None:
        self._path = path
        self._whole = whole
        self.faults: list[Fault] = []

    def rows(self) -> Iterator[TitleRow]:
        """The rows without a fault, as they are read; a faulty row is left out and its faults go to ``faults``.

        Each call reads the file anew. Raises BadFile where the file is no table, or has none of the headings.
        """
        self.faults.clear()
        with open_sheet(self._path) as sheet:
            columns = TitleColumns(sheet, self._path.name)
            self.faults += [*columns.faults, *sheet.faults]
            for row in sheet.rows:
                reader = _RowReader(row, columns, self._whole)
                read = reader.read()
                self.faults += reader.faults
                if read is not None:
                    yield read


class _RowReader:
    """Reads one row, gathering its faults."""

    def __init__(self, row: SheetRow, columns: TitleColumns, whole: Mapping[str, Any]) -> None:
        self.faults: list[Fault] = []
        self._row = row
        self._columns = columns
        self._whole = whole
        self._refused: set[str] = set()

    def read(self) -> TitleRow | None:
        """The row; None where it has faults."""
        if self._row.fault is not None:
            self.faults.append(self._row.fault)
            return None
        self.faults.extend(self._columns.unnamed(self._row))
        identity = self._identity()
        former_names = self._cell("former_names") or ()
        event = self._status_event() if self._is_of_an_exchange else self._event(identity, former_names)
        if self.faults or event is None:
            return None
        return TitleRow(self._row.place, self._row.line, identity, former_names, event)

    def _cell(self, key: str) -> Any:
        """The value of a cell; None where it is blank, not there, or refused."""
        cell = self._columns.cell(self._row, key)
        if cell is None:
            return None
        try:
            return _READ[key](cell)
        except BadInput as error:
            self.faults.extend(error.at(cell.place).faults)
            self._refused.add(key)
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

    def _identity(self) -> Identity:
        identity = Identity(**{key: self._cell(key) for key in (*IDENTIFYING, "region")})
        readable = any(key in self._columns for key in IDENTIFYING) and self._refused.isdisjoint(IDENTIFYING)
        if readable and not identity.identifiers:
            self._fault("E464", "这一行没有企业名称、信用代码或证券代码", "请至少写一项")
        return identity

    def _event(self, identity: Identity, former_names: tuple[str, ...]) -> Event | None:
        kind = self._needed("event")
        if kind is EventKind.RENAMED:
            # It happens to the enterprise, whatever titles it holds.
            self._refuse_half_renamed(identity.name, former_names)
            on, document = self._needed("on"), self._needed("document")
            return self._made(title=ENTERPRISE, kind=kind, on=on, document=document, value=identity.name)
        named = self._needed("title")
        members = {key: self._needed(key) for key in ("on", "document")}
        members |= {
            "through": self._cell("through"),
            "batch": self._optional("batch"),
            "product": self._cell("product"),
        }
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
                kind, members["through"] = EventKind.POOLED, None
        return self._made(title=named.title, kind=kind, board=board, **members)

    def _status_event(self) -> Event | None:
        """What an exchange shows of a listing; its page is no document with a number, so none is asked for."""
        for key in ("event", "through", "product"):
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
            # A document or a new name that is not there, or was refused, has been reported already.
            faults = [fault for fault in error.at(self._row.place).faults if fault.code not in ("E322", "E329")]
            self.faults.extend(faults)
            return None

    def _refuse_half_renamed(self, name: str | None, former_names: tuple[str, ...]) -> None:
        if name is None and "name" not in self._refused:
            self._fault("E471", "更名没有写新名称", "请在“企业名称”写更名后的名称")
        if not former_names and "former_names" not in self._refused:
            self._fault("E471", "更名没有写原来的名称", "请在“曾用名”写更名前的名称")
        if name is not None and normalise_name(name) in map(normalise_name, former_names):
            self._fault("E471", "更名前后的名称相同", "请核对“企业名称”与“曾用名”", name)
