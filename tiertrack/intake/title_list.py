"""Reading a published list of titles from CSV or XLSX, one act upon one enterprise a row.

A heading is a key or a Chinese name of ``COLUMNS``, in any order. What is the same for the whole list (its document,
its day, its title, its act, its batch) may be said once instead; a cell outweighs it. A title may be named as it was
called once; what an exchange shows of a listing may be said by its own code instead of an act. A list is read as a
stream, and every fault of the file is gathered, so whoever reads it writes nothing for good before the last row has
been seen.

A credit code or a stock code that a spreadsheet took for a number has lost digits, and nobody can tell which: it is
refused, never repaired.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from tiertrack.errors import BadDossier, BadFile, BadIdentifier, BadInput, BadQuantity, Fault
from tiertrack.facts.credit_code import check_character, normalise_credit_code
from tiertrack.facts.identity import Identity, normalise_name, normalise_region, normalise_stock_code
from tiertrack.facts.units import parse_date
from tiertrack.facts.vocabulary import TITLES, nearest
from tiertrack.intake.exchange_status import LISTED, ExchangeStatus, exchange_named, exchange_status
from tiertrack.intake.sheet import Cell, CellKind, Sheet, SheetRow, open_sheet
from tiertrack.law.exchanges import Board, Exchange
from tiertrack.law.title_names import NamedTitle, named_title, no_listing, of_another_level
from tiertrack.titles.events import ENTERPRISE, Event, EventKind

__all__ = ["COLUMNS", "KINDS", "TitleList", "TitleRow", "read_title_list"]

_T = TypeVar("_T")
_S = TypeVar("_S")

COLUMNS = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "stock_code": "证券代码",
    "title": "称号",
    "event": "事项",
    "on": "日期",
    "through": "有效期至",
    "batch": "批次",
    "document": "文件",
    "former_names": "曾用名",
    "region": "所在地",
    "product": "产品",
    "exchange": "交易所",
    "status": "状态码",
    "board": "板块",
}
# 序号 numbers the rows of nearly every published list and says nothing of the enterprise.
_UNREAD = "序号"
_ALSO = {"信用代码": "uscc", "股票代码": "stock_code", "产品名称": "product", "状态": "status", _UNREAD: _UNREAD}
_IDENTIFYING = ("name", "uscc", "stock_code")

# What a list may say happened.
KINDS = (
    EventKind.POOLED,
    EventKind.PUBLICISED,
    EventKind.RECOGNISED,
    EventKind.REVIEW_PASSED,
    EventKind.REVIEW_FAILED,
    EventKind.REVOKED,
    EventKind.RENAMED,
)

_LONGEST_NAME = 200
_LONGEST_PRODUCT = 200
_FIRST_DAY, _LAST_DAY = dt.date(1990, 1, 1), dt.date(2200, 12, 31)


@frozen
class TitleRow:
    """One row: where it is in words, its number, who it is about (and was called before), and what happened."""

    place: str
    line: int
    identity: Identity
    former_names: tuple[str, ...]
    event: Event


@frozen(kw_only=True)
class _Whole:
    """What is said once for every row that does not say it itself."""

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

    def said(read: Callable[[_S], _T], value: _S | None, column: str) -> _T | None:
        try:
            return None if value is None else read(value)
        except BadInput as error:
            faults.extend(error.at(f"{path.name} 全表的{COLUMNS[column]}").faults)
            return None

    whole = _Whole(
        title=said(_title_said, title, "title"),
        kind=said(_kind, kind.value if isinstance(kind, EventKind) else kind, "event"),
        on=said(_within_range, on, "on"),
        document=said(_numbered, document, "document"),
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
            columns = _Columns(sheet, self._path.name)
            self.faults += [*columns.faults, *sheet.faults]
            for row in sheet.rows:
                reader = _RowReader(row, columns, self._whole)
                read = reader.read()
                self.faults += reader.faults
                if read is not None:
                    yield read


# Headings.


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


_KEY_OF = {**{key: key for key in COLUMNS}, **{name: key for key, name in COLUMNS.items()}, **_ALSO}


class _Columns:
    """Which column says what, and what is wrong with the headings."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.faults: list[Fault] = []
        self._name = name
        self._index_of: dict[str, int] = {}
        self._unnamed = {index for index, heading in enumerate(sheet.headings) if not heading.text}
        self._told: set[str] = set()
        for index, heading in enumerate(sheet.headings):
            if heading.text:
                self._take(index, heading)
        if not self._index_of:
            headings = "、".join(heading.text for heading in sheet.headings if heading.text)
            remedy = f"第一行须是标题，上方的大标题请删去；可用的有 {'、'.join(COLUMNS.values())}"
            raise BadFile(Fault("E460", "第一行没有一个认识的标题", remedy, headings, sheet.headings[0].row))
        if not any(key in self for key in _IDENTIFYING):
            remedy = "请加上企业名称、统一社会信用代码或证券代码一列"
            self.faults.append(Fault("E462", "没有能认出企业的列", remedy, None, sheet.headings[0].row))

    def __contains__(self, key: str) -> bool:
        return key in self._index_of

    def cell(self, row: SheetRow, key: str) -> Cell | None:
        """The cell of a column; None where there is no such column or the cell is blank."""
        index = self._index_of.get(key)
        return None if index is None or not row.cells[index].text else row.cells[index]

    def unnamed(self, row: SheetRow) -> Iterator[Fault]:
        """A fault for each column that has no heading and is used in this row for the first time."""
        for index in sorted(self._unnamed):
            if row.cells[index].text:
                self._unnamed.remove(index)
                remedy = "请在第一行写上标题，不需要的列请删去"
                yield Fault("E460", "这一列没有标题", remedy, row.cells[index].text, row.cells[index].place)

    def absent(self, key: str) -> Iterator[Fault]:
        """The fault of a column that is needed and not there, told once, not for each of the rows."""
        if key not in self._told:
            self._told.add(key)
            what = f"没有“{COLUMNS[key]}”一列，也没有为全表说明"
            remedy = f"请加上“{COLUMNS[key]}”一列，或用选项为全表写明"
            yield Fault("E463", what, remedy, None, self._name)

    def _take(self, index: int, heading: Cell) -> None:
        key = _KEY_OF.get(_folded(heading.text))
        if heading.fault is not None:
            self.faults.append(heading.fault)
        elif key is None:
            known = [*COLUMNS, *COLUMNS.values()]
            remedy = f"{nearest(_folded(heading.text), known)}；不需要的列请删去"
            self.faults.append(Fault("E460", "不认识这个标题", remedy, heading.text, heading.place))
        elif key in self:
            what = f"“{COLUMNS.get(key, key)}”写了两列"
            self.faults.append(Fault("E461", what, "请只留一列", heading.text, heading.place))
        else:
            self._index_of[key] = index


# Rows.


class _RowReader:
    """Reads one row, gathering its faults."""

    def __init__(self, row: SheetRow, columns: _Columns, whole: _Whole) -> None:
        self.faults: list[Fault] = []
        self._row = row
        self._columns = columns
        self._whole = whole
        self._refused: set[str] = set()

    def read(self) -> TitleRow | None:
        """What the row says; None where it has faults."""
        if self._row.fault is not None:
            self.faults.append(self._row.fault)
            return None
        self.faults.extend(self._columns.unnamed(self._row))
        identity = self._identity()
        former_names = self._cell("former_names", _former_names) or ()
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
        """The same, or what is said for the whole list; a fault where neither says it."""
        said = self._cell(key, read)
        if said is not None or key in self._refused:
            return said
        if whole is None and key in self._columns:
            self._fault("E470", f"没有写“{COLUMNS[key]}”", "请补上这一格，或用选项为全表写明")
        elif whole is None:
            self.faults.extend(self._columns.absent(key))
        return whole

    def _fault(self, code: str, what: str, remedy: str, value: str | None = None) -> None:
        self.faults.append(Fault(code, what, remedy, value, self._row.place))

    def _identity(self) -> Identity:
        identity = Identity(
            name=self._cell("name", _name),
            uscc=self._cell("uscc", _credit_code),
            stock_code=self._cell("stock_code", _stock_code),
            region=self._cell("region", _region),
        )
        told = any(key in self._columns for key in _IDENTIFYING) and self._refused.isdisjoint(_IDENTIFYING)
        if told and not identity.identifiers:
            self._fault("E464", "这一行没有企业名称、信用代码或证券代码", "请至少写一项")
        return identity

    def _event(self, identity: Identity, former_names: tuple[str, ...]) -> Event | None:
        if self._is_of_an_exchange:
            return self._status_event()
        kind = self._needed("event", lambda cell: _kind(_text(cell)), self._whole.kind)
        if kind is EventKind.RENAMED:
            return self._renaming(identity, former_names)
        said = self._needed("title", lambda cell: _title_said(_text(cell)), self._whole.title)
        on = self._needed("on", _day, self._whole.on)
        document = self._needed("document", lambda cell: _numbered(_text(cell)), self._whole.document)
        through = self._cell("through", _day)
        batch = self._cell("batch", _text_or_number) or self._whole.batch
        product = self._cell("product", _product)
        exchange = self._cell("exchange", lambda cell: exchange_named(_text(cell)))
        if exchange is not None and said is not None and said.title != LISTED:
            self._fault("E478", f"{TITLES[said.title]}与交易所无关", "请核对“称号”，或去掉交易所", exchange.label)
        board = self._board(exchange)
        if said is None or kind is None or on is None:
            return None
        old = said.old
        if old is not None and not old.conferred and kind is EventKind.RECOGNISED:
            kind, through = EventKind.POOLED, None
        return self._made(
            title=said.title,
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
        on = self._needed("on", _day, self._whole.on)
        document = self._needed("document", lambda cell: _numbered(_text(cell)), self._whole.document)
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
        said = self._cell("title", lambda cell: _title_said(_text(cell))) or self._whole.title
        if said is not None and said.title != LISTED:
            self._fault("E478", f"交易所的状态码说的是{TITLES[LISTED]}", "请核对“称号”", TITLES[said.title])
        exchange = self._needed("exchange", lambda cell: exchange_named(_text(cell)), None)
        code = self._needed("status", _status_code, None)
        on = self._needed("on", _day, self._whole.on)
        document = self._cell("document", lambda cell: _numbered(_text(cell))) or self._whole.document
        batch = self._cell("batch", _text_or_number) or self._whole.batch
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
        """Whether the row says by a code what happened, or names an exchange and nothing else that did."""
        if self._columns.cell(self._row, "status") is not None:
            return True
        acts = self._whole.kind is not None or self._columns.cell(self._row, "event") is not None
        return not acts and self._columns.cell(self._row, "exchange") is not None

    def _board(self, exchange: Exchange | None) -> Board | None:
        """The board a row names, or the only one of its exchange."""
        board = self._cell("board", lambda cell: _board(_text(cell)))
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

    def _made(self, **said: Any) -> Event | None:
        """The event of these parts; None where they contradict each other."""
        try:
            return Event(**said, told_by=self._whole.told_by)
        except BadDossier as error:
            # A document or a new name that is not there, or was refused, has been told already.
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


# Cells.


def _text(cell: Cell) -> str:
    """The text of a cell that must be text; raises BadDossier."""
    if cell.kind is not CellKind.TEXT:
        remedy = "请把这一列设为文本，照文件重新填写"
        raise BadDossier(Fault("E473", f"格内是{cell.kind.value}，这一列须为文字", remedy, cell.text))
    if any(unicodedata.category(character) == "Cc" for character in cell.text):
        raise BadDossier(Fault("E474", "格内有换行或不可见的控制字符", "请删去后重新填写", repr(cell.text)))
    return cell.text


def _text_or_number(cell: Cell) -> str:
    return cell.text if cell.kind is CellKind.NUMBER else _text(cell)


def _name(cell: Cell) -> str:
    return _short(_text(cell))


def _short(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        raise BadDossier(Fault("E472", f"名称超过 {_LONGEST_NAME} 字", "请只写企业名称", name))
    return name


def _former_names(cell: Cell) -> tuple[str, ...]:
    text = _text(cell)
    # No registered name has these; taken as one name, the list would name an enterprise that never was.
    if re.search("[、；;，,]", text):
        raise BadDossier(Fault("E480", "几个曾用名没有用 | 隔开", "请写成 甲公司|乙公司", text))
    names = (_short(name.strip()) for name in re.split(r"[|｜]", text) if name.strip())
    return tuple(dict.fromkeys(names))


_SCIENTIFIC = r"[0-9](\.[0-9]+)?E\+?[0-9]+"


def _credit_code(cell: Cell) -> str:
    plain = _folded(cell.text).upper()
    # A spreadsheet keeps fifteen digits of a number and writes zeros for the rest.
    rounded = re.fullmatch(r"[0-9]{15}000", plain) and check_character(plain[:17]) != plain[17]
    if cell.kind is CellKind.NUMBER or re.fullmatch(_SCIENTIFIC, plain) or rounded:
        remedy = "后几位已经丢失，请先把这一列设为文本，再照营业执照重新填写"
        raise BadIdentifier(Fault("E465", "信用代码被表格软件当成了数字", remedy, cell.text))
    return normalise_credit_code(_text(cell))


def _stock_code(cell: Cell) -> str:
    if cell.kind is CellKind.NUMBER and not re.fullmatch(r"[1-9][0-9]{5}", cell.text):
        remedy = "开头的 0 已经丢失，请先把这一列设为文本，再填六位代码，如 001696"
        raise BadIdentifier(Fault("E465", "证券代码被表格软件当成了数字", remedy, cell.text))
    return normalise_stock_code(_text_or_number(cell))


def _product(cell: Cell) -> str:
    product = " ".join(_text_or_number(cell).split())
    if len(product) > _LONGEST_PRODUCT:
        raise BadDossier(Fault("E472", f"产品超过 {_LONGEST_PRODUCT} 字", "请只写证书上的产品名称", product))
    return product


def _status_code(cell: Cell) -> str:
    if cell.kind is CellKind.DATE:
        remedy = "请先把这一列设为文本，再填状态码，如 3-1"
        raise BadDossier(Fault("E465", "状态码被表格软件当成了日期", remedy, cell.text))
    return _text_or_number(cell)


_BOARDS = {word: board for board in Board for word in (board.value, board.label)}


def _board(word: str) -> Board:
    board = _BOARDS.get(_folded(word))
    if board is None:
        remedy = f"可用的有 {'、'.join(one.label for one in Board)}"
        raise BadDossier(Fault("E479", "没有这个板块", remedy, word))
    return board


# A list names few regions many times, and each is looked up in a file.
_region_code = functools.lru_cache(maxsize=1024)(normalise_region)


def _region(cell: Cell) -> str:
    return _region_code(_text_or_number(cell))


def _day(cell: Cell) -> dt.date:
    if cell.kind is CellKind.NUMBER:
        remedy = "请把这一列设为日期，或写成 2024-07-01"
        raise BadQuantity(Fault("E469", "格内是数字，不是日期", remedy, cell.text))
    text = cell.text if cell.kind is CellKind.DATE else _text(cell)
    match = re.fullmatch(r"([0-9]{4})([/.年])([0-9]{1,2})([/.月])([0-9]{1,2})(日?)", _folded(text))
    if match and match.group(2, 4, 6) in {("/", "/", ""), (".", ".", ""), ("年", "月", "日")}:
        year, month, day = match.group(1, 3, 5)
        text = f"{year}-{month:0>2}-{day:0>2}"
    return _within_range(parse_date(text))


def _within_range(day: dt.date) -> dt.date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise BadQuantity(Fault("E481", "日期不在 1990 年与 2200 年之间", "请核对年份", day.isoformat()))
    return day


def _numbered(document: str) -> str:
    """A document that has its number; raises BadDossier."""
    if not re.search(r"[0-9]号", _folded(document)):
        remedy = "请写明文号，如 渝经信中小〔2024〕5号 或 2024年第12号公告"
        raise BadDossier(Fault("E468", "文件没有文号", remedy, document))
    return document.strip()


_KIND_OF = {
    **{kind.value: kind for kind in KINDS},
    **{kind.label: kind for kind in KINDS},
    "公告": EventKind.RECOGNISED,
    "取消": EventKind.REVOKED,
    "发行上市": EventKind.RECOGNISED,
    "退市": EventKind.REVOKED,
}


def _kind(word: str) -> EventKind:
    kind = _KIND_OF.get(_folded(word))
    if kind is None:
        _refuse_share_market(word)
        remedy = nearest(_folded(word), [name.label for name in KINDS])
        raise BadDossier(Fault("E467", "名单里没有这种事项", remedy, word))
    return kind


def _title_said(word: str) -> NamedTitle:
    """The title of a key, a name or an old name; raises BadDossier.

    The same words with another level may be another title, or none: a 市级小巨人 is not the 小巨人 of the national
    list.
    """
    found = named_title(word)
    if found is not None:
        return found
    _refuse_share_market(word)
    of_another = of_another_level(word)
    if of_another is None:
        raise BadDossier(Fault("E466", "没有这个称号", nearest(word, TITLES.values()), word))
    level, title = of_another
    remedy = f"请核对文件；确指“{TITLES[title]}”的，请去掉“{level}”"
    raise BadDossier(Fault("E466", f"没有{level}的这个称号", remedy, word))


def _refuse_share_market(word: str) -> None:
    remedy = no_listing(word)
    if remedy is not None:
        raise BadDossier(Fault("E482", f"这不是{TITLES[LISTED]}", remedy, word))
