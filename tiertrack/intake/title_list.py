"""Reading a published list of titles from CSV or XLSX, one act upon one enterprise a row.

A heading is a key or a Chinese name of ``COLUMNS``, in any order. What is the same for the whole list (its document,
its day, its title, its act, its batch) may be given once instead; a cell outweighs it. A title may have its former
name; the status of a listing may be an exchange's own code instead of an act. A list is read as a stream, and every
fault of the file is gathered, so its reader commits nothing before the last row has been seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from tiertrack.errors import BadDossier, BadFile, BadInput, Fault
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.intake.exchange_status import LISTED, ExchangeStatus, exchange_named, exchange_status
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
    former_names_in,
    numbered_document,
    plausible_day,
    product_in,
    status_code_in,
)
from tiertrack.intake.title_columns import COLUMNS, IDENTIFYING, TitleColumns
from tiertrack.intake.title_words import event_kind, listed_title
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board, Exchange
from tiertrack.law.title_names import NamedTitle
from tiertrack.law.titles import TITLES
from tiertrack.titles.events import ENTERPRISE, Event

_T = TypeVar("_T")
_S = TypeVar("_S")


@frozen
class TitleRow:
    """One row: its place in words, its number, the enterprise with its former names, and the event."""

    place: str
    line: int
    identity: Identity
    former_names: tuple[str, ...]
    event: Event


@frozen(kw_only=True)
class _Whole:
    """The values of every row that has none of its own."""

    title: NamedTitle | None
    kind: EventKind | None
    on: dt.date | None
    document: str | None
    batch: str | None
    told_by: str


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

    def given(read: Callable[[_S], _T], value: _S | None, column: str) -> _T | None:
        try:
            return None if value is None else read(value)
        except BadInput as error:
            faults.extend(error.at(f"{path.name} 全表的{COLUMNS[column]}").faults)
            return None

    whole = _Whole(
        title=given(listed_title, title, "title"),
        kind=given(event_kind, kind.value if isinstance(kind, EventKind) else kind, "event"),
        on=given(plausible_day, on, "on"),
        document=given(numbered_document, document, "document"),
        batch=batch.strip() or None if batch else None,
        told_by=told_by or path.name,
    )
    if faults:
        raise BadFile(*faults)
    return TitleList(path, whole)


class TitleList:
    """A list in a file: ``rows()`` reads it, ``faults`` holds all that was wrong with what has been read so far."""

    def __init__(self, path: Path, whole: _Whole) -> None:
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

    def __init__(self, row: SheetRow, columns: TitleColumns, whole: _Whole) -> None:
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
        former_names = self._cell("former_names", former_names_in) or ()
        event = self._event(identity, former_names)
        if self.faults or event is None:
            return None
        return TitleRow(self._row.place, self._row.line, identity, former_names, event)

    def _cell(self, key: str, read: Callable[[Cell], _T]) -> _T | None:
        """What ``read`` makes of a cell; None where it is blank, not there, or refused."""
        cell = self._columns.cell(self._row, key)
        if cell is None:
            return None
        try:
            if cell.fault is None:
                return read(cell)
            self.faults.append(cell.fault)
        except BadInput as error:
            self.faults.extend(error.at(cell.place).faults)
        self._refused.add(key)
        return None

    def _needed(self, key: str, read: Callable[[Cell], _T], whole: _T | None) -> _T | None:
        """The same, or the value of the whole list; a fault where there is neither."""
        value = self._cell(key, read)
        if value is not None or key in self._refused:
            return value
        if whole is None and key in self._columns:
            self._fault("E470", f"没有写“{COLUMNS[key]}”", "请补上这一格，或用选项为全表写明")
        elif whole is None:
            self.faults.extend(self._columns.absent(key))
        return whole

    def _fault(self, code: str, what: str, remedy: str, value: str | None = None) -> None:
        self.faults.append(Fault(code, what, remedy, value, self._row.place))

    def _identity(self) -> Identity:
        identity = Identity(
            name=self._cell("name", name_in),
            uscc=self._cell("uscc", credit_code_in),
            stock_code=self._cell("stock_code", stock_code_in),
            region=self._cell("region", region_code_in),
        )
        readable = any(key in self._columns for key in IDENTIFYING) and self._refused.isdisjoint(IDENTIFYING)
        if readable and not identity.identifiers:
            self._fault("E464", "这一行没有企业名称、信用代码或证券代码", "请至少写一项")
        return identity

    def _event(self, identity: Identity, former_names: tuple[str, ...]) -> Event | None:
        if self._is_of_an_exchange:
            return self._status_event()
        kind = self._needed("event", lambda cell: event_kind(text_in(cell)), self._whole.kind)
        if kind is EventKind.RENAMED:
            return self._renaming(identity, former_names)
        named = self._needed("title", lambda cell: listed_title(text_in(cell)), self._whole.title)
        on = self._needed("on", day_in, self._whole.on)
        document = self._needed("document", lambda cell: numbered_document(text_in(cell)), self._whole.document)
        through = self._cell("through", day_in)
        batch = self._cell("batch", text_or_number_in) or self._whole.batch
        product = self._cell("product", product_in)
        exchange = self._cell("exchange", lambda cell: exchange_named(text_in(cell)))
        if exchange is not None and named is not None and named.title != LISTED:
            self._fault("E478", f"{TITLES[named.title]}与交易所无关", "请核对“称号”，或去掉交易所", exchange.label)
        board = self._board(exchange)
        if named is None or kind is None or on is None:
            return None
        old = named.old
        if old is not None and not old.conferred and kind is EventKind.RECOGNISED:
            kind, through = EventKind.POOLED, None
        return self._made(
            title=named.title,
            kind=kind,
            on=on,
            document=document,
            through=through,
            batch=batch,
            product=product,
            named=old.label if old else None,
            board=board or (old.board if old else None),
        )

    def _renaming(self, identity: Identity, former_names: tuple[str, ...]) -> Event | None:
        """A change of name, which happens to the enterprise, whatever titles it holds."""
        self._refuse_half_renamed(identity.name, former_names)
        on = self._needed("on", day_in, self._whole.on)
        document = self._needed("document", lambda cell: numbered_document(text_in(cell)), self._whole.document)
        if on is None:
            return None
        made = {"title": ENTERPRISE, "kind": EventKind.RENAMED, "on": on, "document": document}
        return self._made(**made, value=identity.name)

    def _status_event(self) -> Event | None:
        """What an exchange shows of a listing; its page is no document with a number, so none is asked for."""
        for key in ("event", "through", "product"):
            if (cell := self._columns.cell(self._row, key)) is not None:
                remedy = f"有状态码的不写{COLUMNS[key]}，请只留一个"
                self._fault("E478", f"同一行写了{COLUMNS[key]}，又写了交易所的状态码", remedy, cell.text)
        named = self._cell("title", lambda cell: listed_title(text_in(cell))) or self._whole.title
        if named is not None and named.title != LISTED:
            self._fault("E478", f"交易所的状态码说的是{TITLES[LISTED]}", "请核对“称号”", TITLES[named.title])
        exchange = self._needed("exchange", lambda cell: exchange_named(text_in(cell)), None)
        code = self._needed("status", status_code_in, None)
        on = self._needed("on", day_in, self._whole.on)
        document = self._cell("document", lambda cell: numbered_document(text_in(cell))) or self._whole.document
        batch = self._cell("batch", text_or_number_in) or self._whole.batch
        board = self._board(exchange)
        status = self._status(exchange, code) if exchange is not None and code is not None else None
        if status is None or on is None:
            return None
        return self._made(
            title=LISTED,
            kind=status.kind,
            on=on,
            document=document,
            batch=batch,
            stage=status.stage,
            value=str(status),
            board=board,
        )

    @property
    def _is_of_an_exchange(self) -> bool:
        """Whether its event is a status code, or it names an exchange and no act."""
        if self._columns.cell(self._row, "status") is not None:
            return True
        acts = self._whole.kind is not None or self._columns.cell(self._row, "event") is not None
        return not acts and self._columns.cell(self._row, "exchange") is not None

    def _board(self, exchange: Exchange | None) -> Board | None:
        """The board a row names, or the only one of its exchange."""
        board = self._cell("board", lambda cell: board_named(text_in(cell)))
        if exchange is None:
            return board
        if board is not None and exchange not in board.exchanges:
            self._fault("E478", f"{exchange.label}没有{board.label}", "请核对“交易所”与“板块”", board.label)
        return Board.BSE if board is None and exchange is Exchange.BSE else board

    def _status(self, exchange: Exchange, code: str) -> ExchangeStatus | None:
        try:
            return exchange_status(exchange, code)
        except BadDossier as error:
            self.faults.extend(error.at(self._row.place).faults)
            return None

    def _made(self, **members: Any) -> Event | None:
        """The event of these parts; None where they contradict each other."""
        try:
            return Event(**members, told_by=self._whole.told_by)
        except BadDossier as error:
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
