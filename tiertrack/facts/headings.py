"""The headings of a table of firms: what identifies them, facts by key or Chinese name, titles and judgements.

``revenue``, ``revenue:2025``, ``营业收入（万元）`` and ``2025年营业收入（万元）`` are all headings of one fact. Every
door that takes a table reads its headings here, so that a table means the same wherever it is handed in.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import evolve, frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.datum import is_year, value_key
from tiertrack.facts.units import MONEY_UNITS, folded, money_unit_of
from tiertrack.facts.vocabulary import (
    FACT_NAMED,
    FACTS,
    Fact,
    counting_rights,
    judgement_named,
)
from tiertrack.law.titles import TITLES
from tiertrack.logic.quantity import Kind

# What stands beside the facts: the name of each column, and what else tables call it.
BESIDE_FACTS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *(
            "企业名称",
            "名称",
            "单位名称",
            "公司名称",
            "企业全称",
            "公司全称",
            "单位全称",
            "申报单位",
            "申报企业",
            "企业",
        ),
        *("企业(单位)名称", "申报单位名称", "申报企业名称"),
    ),
    "short_name": ("简称", "证券简称", "企业简称", "公司简称"),
    "uscc": ("统一社会信用代码", "信用代码", "社会信用代码", "统一信用代码"),
    "stock_code": ("证券代码", "股票代码"),
    "region": (
        *("所在地", "区县", "所属区县", "所在区县", "所属地区", "所在地区", "地区", "属地", "区域", "所属区域"),
        *("区(县)", "所属区(县)", "所在区(县)", "县区", "区市县", "区县名称", "行政区划", "地市", "所属地市"),
    ),
    "industry": ("行业", "行业代码", "所属行业"),
    "fiscal_year": ("年度", "财务年度"),
    "source": ("来源", "数据来源"),
}
IDENTIFIERS = ("name", "short_name", "uscc", "stock_code")

# What may stand in the brackets of a heading beside the units of money.
_PLAIN_UNITS = {Kind.SHARE: ("%",), Kind.PEOPLE: ("人",), Kind.POINTS: ("分",), Kind.LEVEL: ("级",)}


@frozen
class Heading:
    """A heading that is understood: the key of what stands under it and, of a fact, the year and the unit it gives."""

    text: str
    key: str
    fact: Fact | None = None
    year: int | None = None
    unit: str | None = None

    @property
    def name(self) -> str:
        """The name of the column: ``revenue:2025`` for a yearly fact whose year the heading gives."""
        return value_key(self.key, self.year)

    @property
    def wants_year(self) -> bool:
        """Whether the year must come from the row."""
        return self.fact is not None and self.fact.yearly and self.year is None


# Why a column may be left out.
NO_HEADING, UNUSED = "这一列没有标题", "所问的标准不读这一列"


@frozen
class Unread:
    """A column that is not read: its heading, the known headings nearest to it, and why it is left out."""

    heading: str
    nearest: tuple[str, ...] = ()
    why: str = "不认识这个标题"

    __repr__ = briefly

    def on(self, sheet: str) -> Unread:
        """The same of a workbook, one of whose sheets it stands on."""
        return evolve(self, heading=f"“{sheet}”一页的{self.heading}")

    @property
    def is_misspelt(self) -> bool:
        """Whether the heading is all but one that is known, so that it is likelier a slip than a column of its own."""
        return any(_is_slip(_stem(self.heading), folded(known)) for known in self.nearest)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        near = "、".join(self.nearest)
        return f"是否想写 {near}" if near else "请用中文列名，如 营业收入；不需要的列请删去"


def known_heading(text: str) -> Heading | None:
    """What a heading stands for, None where it is not known.

    Raises BadDossier, not placed, where a fact is named with a year or a unit it cannot have.
    """
    plain = folded(text).strip("*:")
    if (key := _beside().get(plain)) is not None:
        return Heading(text, key)
    if (heading := _of_vocabulary(text)) is not None:
        return heading
    column = _column_of_no_fact(plain)
    return None if column is None else Heading(text, column)


@functools.lru_cache(maxsize=1024)
def _of_vocabulary(text: str) -> Heading | None:
    return heading_of_fact(text, FACT_NAMED)


def heading_of_fact(text: str, named: Mapping[str, Fact]) -> Heading | None:
    """What a heading stands for among facts, by their folded names; None where it names none of them. Raises as
    ``known_heading``."""
    stem, year, unit = _taken_apart(folded(text).strip("*:"))
    fact = named.get(stem)
    return None if fact is None else _fact_heading(text, fact, year, unit)


def _fact_heading(text: str, fact: Fact, year: str | None, unit: str | None) -> Heading:
    if year is not None and not fact.yearly:
        raise BadDossier(Fault("E424", f"“{fact.label}”不按年度填报", "请去掉标题里的年度", text))
    if year is not None and not is_year(year):
        raise BadDossier(Fault("E429", "年度不在 1949 与 2200 之间", "请核对年度", year))
    if unit is not None and fact.kind is Kind.MONEY:
        # As it stands above many a table of accounts: 单位：人民币万元.
        unit = money_unit_of(re.sub("^单位:|人民币", "", unit)) or unit
    if unit is not None and unit not in units_of(fact):
        units = "、".join(units_of(fact)) or "没有"
        raise BadDossier(Fault("E423", f"“{fact.label}”没有这个单位", f"可用的单位：{units}", unit))
    return Heading(text, fact.key, fact, int(year) if year else None, unit)


def near_headings(text: str) -> tuple[str, ...]:
    """The known headings nearest to one that is not known, the nearest first; in Chinese to one in Chinese.

    What counts rights is never guessed at: whoever writes of 专利 is shown every such column.
    """
    stem = _stem(text)
    if counted := counting_rights(stem):
        return tuple(fact.label for fact in counted)
    names, keys = _names()
    known = keys if stem.isascii() else names
    return tuple(difflib.get_close_matches(stem, known, n=3, cutoff=0.6))


def worked_out_of(text: str) -> tuple[str, ...]:
    """The facts that a heading's ratio or rate of growth is worked out of, which are to be filled in instead of it, by
    their labels; none where it names no such ratio."""
    stem = _stem(text)
    if re.search("增长率|增速|增幅", stem):
        named = [fact.label for fact in FACTS.values() if fact.yearly and fact.label in stem]
        return (max(named, key=len, default=FACTS["revenue"].label),)
    found = (keys for keys, called in _RATIOS.items() if re.fullmatch(called, stem))
    return tuple(FACTS[key].label for key in next(found, ()))


_OF = "(占.*)?(占?比|比重|比例)"
# What ratios of two facts are called in tables.
_RATIOS: Mapping[tuple[str, ...], str] = {
    ("total_liabilities", "total_assets"): "资产负债率|负债率",
    ("rd_expense", "revenue"): f"研发(费用|投入|经费)(总额)?(强度|{_OF})|研发强度",
    ("rd_staff", "employees"): f"研发人员数?{_OF}",
    ("main_revenue", "revenue"): f"主营(业务)?收入{_OF}",
}


def _unknown(text: str, near: Callable[[str], tuple[str, ...]]) -> Unread:
    """A heading that is not known, with what to write instead."""
    if facts := worked_out_of(text):
        return Unread(text, why=f"比例由各项数值算出，请分年填 {'、'.join(facts)}")
    return Unread(text, near(text))


def _stem(text: str) -> str:
    return _taken_apart(folded(text))[0]


# How alike two headings are, between 0 and 1, before one is taken for a slip in writing the other.
_ALIKE = 0.75


def _is_slip(stem: str, known: str) -> bool:
    # 研发人员占比 names another thing than 研发人员 does.
    longer = len(stem) >= len(known) + 2 and (stem.startswith(known) or stem.endswith(known))
    return not longer and difflib.SequenceMatcher(None, stem, known).ratio() >= _ALIKE


@functools.cache
def _beside() -> Mapping[str, str]:
    return {word: key for key, names in BESIDE_FACTS.items() for word in (key, *map(folded, names))}


@functools.cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The known names in Chinese, and the keys."""
    names = (*(name for names in BESIDE_FACTS.values() for name in names), *(fact.label for fact in FACTS.values()))
    return names, (*BESIDE_FACTS, *FACTS)


def _column_of_no_fact(plain: str) -> str | None:
    """The column of a title, an application or a judgement; titles may be registered at any time."""
    prefix, colon, title = plain.partition(":")
    if colon and prefix in ("title", "applied"):
        return plain if title in TITLES else None
    return judgement_named(plain) or _columns_by_label(tuple(TITLES.items())).get(plain)


@functools.lru_cache(maxsize=8)
def _columns_by_label(titles: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    columns = {label: f"title:{key}" for key, label in titles}
    columns |= {f"{label}的申报": f"applied:{key}" for key, label in titles}
    return {folded(label): column for label, column in columns.items()}


def _taken_apart(heading: str) -> tuple[str, str | None, str | None]:
    """The stem of a folded heading, its year and its unit; ``高新技术产品(服务)收入`` has brackets of its own."""
    heading, unit = _without_unit(heading)
    year = None
    if match := re.fullmatch(r"(.+):(\d+)年?|(\d{4})年(?:度|末)?(.+)", heading):
        heading, year = match[1] or match[4], match[2] or match[3]
    if unit is None:
        heading, unit = _without_unit(heading)
    return heading.removeprefix("年末"), year, unit


def _without_unit(heading: str) -> tuple[str, str | None]:
    match = re.fullmatch(r"(.+)\(([^()]*)\)", heading)
    return (match[1], match[2]) if match and heading not in FACT_NAMED else (heading, None)


def units_of(fact: Fact) -> tuple[str, ...]:
    """The units in which the values of a fact may be told."""
    if fact.kind is Kind.MONEY:
        return tuple(MONEY_UNITS)
    return _PLAIN_UNITS.get(fact.kind, (fact.unit,) if fact.unit else ())


# The headings of a table as a whole.


@frozen
class Headings:
    """The headings of a table: those understood by the index of their column, those left out, and what is wrong."""

    columns: Mapping[int, Heading]
    unread: tuple[Unread, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def gives_year(self) -> bool:
        """Whether the rows say which year they are about."""
        return any(heading.key == "fiscal_year" for heading in self.columns.values())

    @property
    def identifies(self) -> bool:
        """Whether any column says which firm a row is about."""
        return any(heading.key in IDENTIFIERS for heading in self.columns.values())


def read_headings(
    texts: Iterable[str],
    row: str,
    used: Iterable[int] | None = None,
    known: Callable[[str], Heading | None] = known_heading,
    near: Callable[[str], tuple[str, ...]] = near_headings,
) -> Headings:
    """The headings of a table; ``row`` is where they stand, in words, and ``used`` the columns that hold anything
    (all of them unless given): a column without heading and content is none. ``known`` says what a heading stands for,
    and ``near`` which are nearest to one that is not known.

    The faults are two headings of one thing, a unit or a year a fact cannot have, and a yearly fact without a year.
    """
    filled = None if used is None else {*used}
    columns: dict[int, Heading] = {}
    left: list[Unread] = []
    faults: list[Fault] = []
    for index, text in enumerate(texts):
        if not text and filled is not None and index not in filled:
            continue
        try:
            heading = known(text)
        except BadDossier as error:
            faults += error.at(column_place(row, text, index)).faults
            continue
        if heading is None:
            left.append(_unknown(text, near) if text else Unread(f"第 {index + 1} 列", why=NO_HEADING))
        else:
            columns[index] = heading
    faults += _said_twice(columns, row)
    yearless = (
        [] if Headings(columns).gives_year else [index for index, heading in columns.items() if heading.wants_year]
    )
    for index in yearless:
        faults.append(_yearless(columns.pop(index), row))
    return Headings(columns, tuple(left), tuple(faults))


def column_place(row: str, heading: str, index: int = 0) -> str:
    """Where a column is, in words, in a row of a table."""
    return f"{row} {heading or f'第 {index + 1}'} 列"


def _said_twice(columns: dict[int, Heading], row: str) -> Iterator[Fault]:
    """The faults of columns that say what an earlier one does, which are taken out."""
    first: dict[str, int] = {}
    for index, heading in tuple(columns.items()):
        earlier = first.setdefault(heading.name, index)
        if earlier != index:
            what = f"与第 {earlier + 1} 列“{columns[earlier].text}”说的是同一件事"
            yield Fault("E422", what, "请只留一列", None, column_place(row, heading.text))
            del columns[index]


def _yearless(heading: Heading, row: str) -> Fault:
    what = f"“{heading.text}”按年度填报，没有写是哪一年"
    label = heading.fact.label if heading.fact else heading.key
    remedy = f"请加上“年度”一列，或把标题写成 2025年{label}"
    return Fault("E425", what, remedy, None, column_place(row, heading.text))
