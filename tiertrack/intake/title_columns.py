"""The columns of a list of titles: their keys and Chinese names, and where a sheet has them."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.errors import BadFile, Fault
from tiertrack.facts.units import folded_word
from tiertrack.facts.vocabulary import nearest
from tiertrack.intake.sheet import Cell, Sheet, SheetRow

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
# 序号 numbers the rows of nearly every published list and states nothing of the enterprise.
_UNREAD = "序号"
_ALSO = {"信用代码": "uscc", "股票代码": "stock_code", "产品名称": "product", "状态": "status", _UNREAD: _UNREAD}
IDENTIFYING = ("name", "uscc", "stock_code")

_KEY_OF = {**{key: key for key in COLUMNS}, **{name: key for key, name in COLUMNS.items()}, **_ALSO}


class TitleColumns:
    """The columns of a list by their keys; ``faults`` is what is wrong with its headings."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.faults: list[Fault] = []
        self._name = name
        self._index_of: dict[str, int] = {}
        self._unnamed = {index for index, heading in enumerate(sheet.headings) if not heading.text}
        self._reported: set[str] = set()
        for index, heading in enumerate(sheet.headings):
            if heading.text:
                self._take(index, heading)
        if not self._index_of:
            headings = "、".join(heading.text for heading in sheet.headings if heading.text)
            remedy = f"第一行须是标题，上方的大标题请删去；可用的有 {'、'.join(COLUMNS.values())}"
            raise BadFile(Fault("E460", "第一行没有一个认识的标题", remedy, headings, sheet.headings[0].row))
        if not any(key in self for key in IDENTIFYING):
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
        """The fault of a column that is needed and not there, once for the list, not for each of the rows."""
        if key not in self._reported:
            self._reported.add(key)
            what = f"没有“{COLUMNS[key]}”一列，也没有为全表说明"
            remedy = f"请加上“{COLUMNS[key]}”一列，或用选项为全表写明"
            yield Fault("E463", what, remedy, None, self._name)

    def _take(self, index: int, heading: Cell) -> None:
        key = _KEY_OF.get(folded_word(heading.text))
        if heading.fault is not None:
            self.faults.append(heading.fault)
        elif key is None:
            known = [*COLUMNS, *COLUMNS.values()]
            remedy = f"{nearest(folded_word(heading.text), known)}；不需要的列请删去"
            self.faults.append(Fault("E460", "不认识这个标题", remedy, heading.text, heading.place))
        elif key in self:
            what = f"“{COLUMNS.get(key, key)}”写了两列"
            self.faults.append(Fault("E461", what, "请只留一列", heading.text, heading.place))
        else:
            self._index_of[key] = index
