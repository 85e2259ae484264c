"""The columns of a list of titles: their keys and Chinese names, and where a sheet has them.

A heading that is none of them is a remark, kept with the event; one that is nearly one of them is a fault, for what
it holds must not be lost by a slip of the pen.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Collection, Iterator

from tiertrack.enumeration import first_few
from tiertrack.errors import BadFile, Fault
from tiertrack.facts.units import folded_word
from tiertrack.intake.list_rows import Places, is_nothing
from tiertrack.intake.sheet import Cell, Sheet, SheetRow
from tiertrack.titles.remarks import LOOKED_AFTER

COLUMNS = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "stock_code": "证券代码",
    "title": "称号",
    "event": "事项",
    "on": "日期",
    "starts": "有效期起",
    "through": "有效期至",
    "validity": "有效期",
    "batch": "批次",
    "document": "文件",
    "former_names": "曾用名",
    "region": "所在地",
    "product": "产品",
    "exchange": "交易所",
    "status": "状态码",
    "board": "板块",
    "year": "年度",
    "stage": "环节",
    "reason": "事由",
    "until": "禁报至",
    "value": "内容",
}
# Of interest to some kinds of events alone; to the others they are remarks.
PARTICULARS = ("year", "stage", "reason", "until", "value")
# What notices write instead.
ALSO: dict[str, tuple[str, ...]] = {
    "name": (
        *("单位名称", "公司名称", "申报单位", "申报企业", "企业全称", "公司全称", "单位全称", "企业(单位)名称", "单位"),
        *("申报单位名称", "申报企业名称", "认定企业", "入选企业", "企业", "公司", "名称", "现名称", "现企业名称"),
        *("变更后名称", "变更后企业名称", "更名后名称", "更名后企业名称"),
    ),
    "uscc": ("信用代码", "社会信用代码", "统一信用代码", "社会统一信用代码", "统一社会信用代码证号"),
    "stock_code": ("股票代码",),
    "title": ("称号名称",),
    "on": ("认定日期", "认定时间", "公布日期", "公布时间", "公告日期", "发布日期", "发文日期"),
    "starts": ("有效期开始", "有效期起始", "有效期起始日", "有效期起始日期", "有效期始", "有效期自", "有效期从"),
    "through": (
        *("有效期止", "有效期到", "有效期截止", "有效期截止日", "有效期截止日期", "有效期终止日", "有效期届满日"),
        *("有效期结束日期", "证书有效期至", "到期日", "到期日期"),
    ),
    "validity": ("有效期限", "有效期间", "证书有效期", "有效期起止"),
    "batch": ("认定批次", "所属批次"),
    "document": ("文号", "文件号", "发文字号", "文件文号", "认定文号", "公告文号", "认定文件", "依据文件"),
    "former_names": (
        *("原名", "原名称", "企业原名", "企业原名称", "原企业名称", "曾用名称", "旧名", "更名前名称", "更名前企业名称"),
        *("变更前名称", "变更前企业名称"),
    ),
    "region": (
        *("区县", "所属区县", "所在区县", "所属地区", "所在地区", "地区", "属地", "区域", "所属区域", "区(县)"),
        *("所属区(县)", "所在区(县)", "县区", "区市县", "县(市、区)", "区县名称", "行政区划", "推荐区县"),
    ),
    "product": ("产品名称",),
    "status": ("状态",),
    "year": ("更新年度", "所属年度"),
    "reason": ("撤销事由", "取消事由"),
    "until": ("禁报期至",),
    "value": ("迁往地区", "迁入地区", "对方企业"),
}
# Where both stand in a list, these are the wider ones.
_WIDER = (
    "地市",
    "所属地市",
    "所在地市",
    "所在市",
    "所属市",
    "市州",
    "所属市州",
    "设区市",
    "省份",
    "所属省份",
    "所在省份",
)
# What notices write beside: known to be no slip for one of the above.
_BESIDE = (
    *("序号", "编号", "备注", "说明", "证书编号", "证书号", "联系人", "联系电话", "联系方式", "电话", "手机", "邮箱"),
    *(
        "法定代表人",
        "法人",
        "法人代表",
        "地址",
        "注册地址",
        "企业地址",
        "通讯地址",
        "邮编",
        "所属行业",
        "行业",
        "行业代码",
    ),
    *("所属园区", "所在园区", "园区", "所属街镇", "街镇", "所属乡镇", "企业简称", "公司简称", "简称", "证券简称"),
    *("推荐单位", "推荐部门", "主导产品", "主营产品", "主营业务", "细分领域", "企业类型", "类型", "类别", "认定类型"),
    *("成立时间", "成立日期", "注册资本", "得分", "排名", "名次"),
    *(heading for headings in LOOKED_AFTER.values() for heading in headings),
)
IDENTIFYING = ("name", "uscc", "stock_code")
# The number of a row is nothing of the enterprise: it may be a formula.
_RUNNING = ("序号", "编号")

_KEY_OF = {
    **{key: key for key in COLUMNS},
    **{name: key for key, name in COLUMNS.items()},
    **{name: key for key, names in ALSO.items() for name in names},
    **dict.fromkeys(_WIDER, "region"),
}
_NAMES = [name for name in _KEY_OF if not name.isascii()]
_NEAR = 0.75


def _plain(heading: str) -> str:
    """A heading as it is compared: without a mark, and without an instruction in brackets where that is not known."""
    plain = folded_word(heading).strip("*:")
    return plain if plain in _KEY_OF or plain in _BESIDE else re.sub(r"\([^()]*\)$", "", plain)


def is_heading(text: str) -> bool:
    """Whether a text is the heading of a column that a list may have."""
    plain = _plain(text)
    return plain in _KEY_OF or plain in _BESIDE


def column_of(text: str) -> str | None:
    """The key of the column of a list that a heading names; None where it names none."""
    return _key(text)


class TitleColumns:
    """The columns of a list by their keys; ``faults`` is what is wrong with its headings, ``notes`` what is said of
    those that are kept as remarks without being known."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.headings: tuple[str, ...] = tuple(heading.text for heading in sheet.headings)
        self._name = name
        self._index_of: dict[str, int] = {}
        self._remarks: dict[int, str] = {}
        self._unnamed = {index for index, heading in enumerate(sheet.headings) if not heading.text}
        self._reported: set[str] = set()
        self._running = next((index for index, text in enumerate(self.headings) if _plain(text) == _RUNNING[0]), None)
        self._are_numbered = False
        narrower = any(_key(text) == "region" and _plain(text) not in _WIDER for text in self.headings)
        for index, heading in enumerate(sheet.headings):
            if heading.text:
                self._take(index, heading, narrower)
        if not self._index_of:
            headings = first_few((heading.text for heading in sheet.headings if heading.text), "列")
            remedy = f"可用的有 {'、'.join(COLUMNS.values())}"
            raise BadFile(Fault("E460", "没有一行有认识的标题", remedy, headings, sheet.headings[0].row))
        if not any(key in self for key in IDENTIFYING):
            remedy = "请加上企业名称、统一社会信用代码或证券代码一列"
            self.faults.append(Fault("E462", "没有能认出企业的列", remedy, None, sheet.headings[0].row))

    @functools.cached_property
    def _particulars(self) -> dict[str, int]:
        return {key: self._index_of[key] for key in PARTICULARS if key in self}

    def __contains__(self, key: str) -> bool:
        return key in self._index_of

    @functools.cached_property
    def places(self) -> Places:
        """Which columns say what, for telling rows that are about no enterprise."""
        at = self._index_of
        others = tuple(index for key, index in at.items() if key not in IDENTIFYING)
        codes = tuple(at[key] for key in IDENTIFYING[1:] if key in at)
        return Places((at["name"],) if "name" in at else (), codes, others)

    def cell(self, row: SheetRow, key: str) -> Cell | None:
        """The cell of a column; None where there is no such column, or the cell is blank or stands for nothing."""
        index = self._index_of.get(key)
        if index is None:
            return None
        text = row.cells[index].text
        return None if not text or is_nothing(text) else row.cells[index]

    def remarks(self, row: SheetRow, taken: Collection[str]) -> Iterator[tuple[str, Cell]]:
        """The cells of the row that are remarks, with their headings: those of other columns, and particulars that
        are not ``taken``."""
        held = self._remarks
        if self._particulars:
            idle = {index: self.headings[index] for key, index in self._particulars.items() if key not in taken}
            held = dict(sorted({**held, **idle}.items()))
        for index, heading in held.items():
            cell = row.cells[index]
            if cell.text and not (cell.fault is not None and _plain(heading) in _RUNNING):
                yield heading, cell

    def lacks_its_number(self, row: SheetRow) -> bool:
        """Whether a row has no running number where one before it had."""
        if self._running is None:
            return False
        cell = row.cells[self._running]
        numbered = bool(cell.text) or cell.fault is not None
        self._are_numbered |= numbered
        return self._are_numbered and not numbered

    def unnamed(self, row: SheetRow) -> Iterator[Fault]:
        """A fault for each column that has no heading and is used in this row for the first time."""
        for index in sorted(self._unnamed):
            if row.cells[index].text:
                self._unnamed.remove(index)
                remedy = "请写上标题，不需要的列请删去"
                yield Fault("E460", "这一列没有标题", remedy, row.cells[index].text, row.cells[index].place)

    def once(self, fault: Fault) -> Iterator[Fault]:
        """A fault of the whole list, which each of its rows would tell."""
        if str(fault) not in self._reported:
            self._reported.add(str(fault))
            yield fault

    def absent(self, key: str) -> Iterator[Fault]:
        """The fault of a column that is needed and not there, once for the list, not for each of the rows."""
        if key not in self._reported:
            self._reported.add(key)
            what = f"没有“{COLUMNS[key]}”一列，也没有为全表说明"
            remedy = f"请加上“{COLUMNS[key]}”一列，或用选项为全表写明"
            yield Fault("E463", what, remedy, None, self._name)

    def _take(self, index: int, heading: Cell, narrower: bool) -> None:
        plain, key = _plain(heading.text), _key(heading.text)
        if heading.fault is not None:
            self.faults.append(heading.fault)
        elif key is None or (narrower and plain in _WIDER):
            self._take_remark(index, heading)
        elif key in self:
            what = f"“{COLUMNS[key]}”写了两列"
            self.faults.append(Fault("E461", what, "请只留一列", heading.text, heading.place))
        else:
            self._index_of[key] = index

    def _take_remark(self, index: int, heading: Cell) -> None:
        plain, text = _plain(heading.text), " ".join(heading.text.split())
        known = plain in _BESIDE or plain in _WIDER
        if not known and (near := _near(plain, _NEAR)):
            remedy = f"是否想写 {'、'.join(near)}；确是别的内容的，请换一个标题，如 备注"
            self.faults.append(Fault("E460", "不认识这个标题", remedy, heading.text, heading.place))
            return
        if not known:
            near = _near(plain, 0.5)
            self.notes.append(f"不认识标题“{text}”，作备注留存" + (f"；是否想写 {near[0]}" if near else ""))
        self._remarks[index] = f"{text}（{heading.letter} 列）" if text in self._remarks.values() else text


def _near(plain: str, cutoff: float) -> list[str]:
    """The columns whose names, or what notices write instead, are near a heading."""
    found = difflib.get_close_matches(plain, _NAMES, n=8, cutoff=cutoff)
    return list(dict.fromkeys(COLUMNS[_KEY_OF[name]] for name in found))[:3]


def _key(heading: str) -> str | None:
    return _KEY_OF.get(_plain(heading))
