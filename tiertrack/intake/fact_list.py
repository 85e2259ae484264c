"""Reading a table of facts from CSV, a firm (and year) a row: every fault of the file is found and reported together.

A heading is a key or a Chinese name of the vocabulary, with its year and unit where it has them: ``revenue``,
``revenue:2025``, ``营业收入（万元）``, ``2025年营业收入（万元）``. An empty cell is unknown.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from tiertrack.errors import BadDossier, BadFile, Fault, TiertrackError
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.dossier import Datum, value_key
from tiertrack.facts.headings import fact_heading, folded, is_year
from tiertrack.facts.identity import Identity, normalise_name, normalise_region, normalise_stock_code
from tiertrack.facts.industry import normalise_industry
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.units import MONEY_UNITS
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.logic.quantity import Kind

__all__ = ["FactRow", "read_facts_table"]

_NAMES = {
    "name": "企业名称",
    "short_name": "简称",
    "uscc": "统一社会信用代码",
    "stock_code": "证券代码",
    "region": "所在地",
    "industry": "行业",
    "fiscal_year": "年度",
    "source": "来源",
}
_ALSO = {"股票代码": "stock_code", "财务年度": "fiscal_year", "信用代码": "uscc", "证券简称": "short_name"}
_IDENTIFYING = ("name", "short_name", "uscc", "stock_code")

_READ: dict[str, Callable[[str], str]] = {
    "name": str.strip,
    "short_name": str.strip,
    "uscc": normalise_credit_code,
    "stock_code": normalise_stock_code,
    "region": normalise_region,
    "industry": normalise_industry,
    "source": str.strip,
}


@frozen
class FactRow:
    """One row: its line in the file, where that is in words, who it is about, and what it says."""

    line: int
    place: str
    name: str | None
    short_name: str | None
    uscc: str | None
    stock_code: str | None
    region: str | None
    industry: str | None
    data: tuple[Datum, ...]

    @property
    def identity(self) -> Identity:
        """Who the row is about."""
        return Identity(self.name, self.short_name, self.uscc, self.stock_code, self.region, self.industry)


def read_facts_table(
    text: str, place: str, money_unit: str | None = None, source: str | None = None
) -> tuple[FactRow, ...]:
    """The rows of a CSV text; ``place`` is the file's name.

    ``money_unit`` (元, 万元, 亿元) is for amounts whose heading and cell give none, ``source`` for rows that name none.
    Raises BadFile where it is no table at all, and BadDossier with every fault of headings and cells, placed.
    """
    if money_unit is not None and money_unit not in MONEY_UNITS:
        fault = Fault("E428", "没有这个金额单位", f"可用的有 {'、'.join(MONEY_UNITS)}", money_unit, place)
        raise BadFile(fault)
    return _Reader(place, money_unit, source).rows(_records(text, place))


@frozen
class _Record:
    line: int
    cells: tuple[str, ...]


def _records(text: str, place: str) -> list[_Record]:
    """The records that are not blank, each with the line it starts on; raises BadFile."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    records, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append(_Record(line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + 1
    except csv.Error:
        fault = Fault("E412", "不是合乎语法的 CSV", "请核对这一行起的双引号是否成对", place=f"{place} 第 {line} 行")
        raise BadFile(fault) from None
    if len(records) < 2:
        what = "文件没有数据行" if records else "文件是空的"
        raise BadFile(Fault("E411", what, "第一行写标题，以下每行写一家企业（一个年度）", place=place))
    return records


@frozen
class _Column:
    """What a heading says: an identifying column by ``key``, or a fact with its year and unit."""

    index: int
    heading: str
    key: str
    fact: Fact | None = None
    year: int | None = None
    unit: str | None = None

    @property
    def topic(self) -> str:
        return value_key(self.key, self.year)


_KEY_OF = {**{key: key for key in _NAMES}, **{name: key for key, name in _NAMES.items()}, **_ALSO}


@frozen
class _Said:
    """One value with the cell it came from."""

    datum: Datum
    raw: str
    place: str


class _Reader:
    """Reads one table, gathering faults as it goes."""

    def __init__(self, place: str, money_unit: str | None, source: str | None) -> None:
        self._place = place
        self._money_unit = money_unit
        self._source = source
        self._faults: list[Fault] = []
        self._firms = _Firms()
        self._said: dict[tuple[int, str], list[_Said]] = {}

    def rows(self, records: Sequence[_Record]) -> tuple[FactRow, ...]:
        heading, *rest = records
        columns = self._columns(heading, rest)
        rows = [row for record in rest for row in self._row(record, columns, len(heading.cells))]
        if self._faults:
            raise BadDossier(*self._faults)
        return tuple(rows)

    def _fault(self, code: str, what: str, remedy: str, value: str | None, place: str) -> None:
        self._faults.append(Fault(code, what, remedy, value, place))

    # Headings.

    def _columns(self, heading: _Record, rest: Sequence[_Record]) -> list[_Column]:
        found: list[_Column] = []
        for index, text in enumerate(heading.cells):
            used = any(index < len(record.cells) and record.cells[index] for record in rest)
            if text or used:
                found.extend(self._column(index, text, heading.line))
        self._refuse_repeated(found, heading.line)
        if not any(column.key in _IDENTIFYING for column in found):
            place = f"{self._place} 第 {heading.line} 行"
            remedy = "请加上企业名称、统一社会信用代码或证券代码一列"
            self._fault("E426", "没有能认出企业的列", remedy, None, place)
        self._refuse_yearless(found, heading.line)
        return found

    def _column(self, index: int, text: str, line: int) -> Iterator[_Column]:
        place = self._at(line, text or f"第 {index + 1}")
        plain = folded(text)
        if plain in _KEY_OF:
            yield _Column(index, text, _KEY_OF[plain])
            return
        try:
            said = fact_heading(text, place, [*_NAMES, *_NAMES.values()])
        except BadDossier as error:
            self._faults.extend(error.faults)
            return
        yield _Column(index, text, said.fact.key, said.fact, said.year, said.unit)

    def _refuse_repeated(self, columns: Sequence[_Column], line: int) -> None:
        first: dict[str, _Column] = {}
        for column in columns:
            earlier = first.setdefault(column.topic, column)
            if earlier is not column:
                what = f"与第 {earlier.index + 1} 列“{earlier.heading}”说的是同一件事"
                self._fault("E422", what, "请只留一列", None, self._at(line, column.heading))

    def _refuse_yearless(self, columns: list[_Column], line: int) -> None:
        if any(column.key == "fiscal_year" for column in columns):
            return
        for column in [one for one in columns if one.fact and one.fact.yearly and one.year is None]:
            remedy = f"请加上“年度”一列，或把标题写成 {column.key}:2025"
            self._fault(
                "E425", f"“{column.heading}”按年度填报，没有写是哪一年", remedy, None, self._at(line, column.heading)
            )
            columns.remove(column)

    # Rows.

    def _row(self, record: _Record, columns: Sequence[_Column], width: int) -> Iterator[FactRow]:
        place = f"{self._place} 第 {record.line} 行"
        if len(record.cells) != width:
            what = f"这一行有 {len(record.cells)} 格，标题有 {width} 列"
            self._fault("E431", what, "请核对逗号；格内有逗号时，请给这一格加双引号", None, place)
            return
        before = len(self._faults)
        said = {column.key: self._identifying(column, record) for column in columns if column.fact is None}
        identity = Identity(
            *(said.get(key) for key in ("name", "short_name", "uscc", "stock_code", "region", "industry"))
        )
        if not identity.identifiers and len(self._faults) == before:
            self._fault("E432", "这一行没有企业名称、信用代码或证券代码", "请至少写一项", None, place)
        year = self._year(said.get("fiscal_year"), record, columns)
        source = said.get("source") or self._source
        values = [one for column in columns for one in self._value(column, record, year, source)]
        data = tuple(one.datum for one in self._settled(self._firms.number(identity), values))
        yield FactRow(
            record.line,
            place,
            identity.name,
            identity.short_name,
            identity.uscc,
            identity.stock_code,
            identity.region,
            identity.industry,
            data,
        )

    def _identifying(self, column: _Column, record: _Record) -> str | None:
        text = record.cells[column.index]
        if not text:
            return None
        try:
            return _READ.get(column.key, str.strip)(text)
        except TiertrackError as error:
            self._faults.extend(error.at(self._at(record.line, column.heading)).faults)
            return None

    def _year(self, text: str | None, record: _Record, columns: Sequence[_Column]) -> int | None:
        """The year of the row, None where it is wrong or has none; a fault where it is needed and absent."""
        yearly = [one for one in columns if one.fact and one.fact.yearly and one.year is None]
        if text is None:
            if any(record.cells[one.index] for one in yearly):
                what = "这一行有按年度填报的数，没有写年度"
                self._fault("E433", what, "请在“年度”一列写四位年份", None, f"{self._place} 第 {record.line} 行")
            return None
        plain = re.sub(r"年度?$", "", folded(text))
        if not is_year(plain):
            column = next(one for one in columns if one.key == "fiscal_year")
            self._fault("E435", "年度须为四位数字", "请写如 2025", text, self._at(record.line, column.heading))
            return None
        return int(plain)

    def _value(self, column: _Column, record: _Record, year: int | None, source: str | None) -> Iterator[_Said]:
        fact, raw = column.fact, record.cells[column.index]
        if fact is None or not raw:
            return
        place = self._at(record.line, column.heading)
        if fact.kind is Kind.MONEY:
            unit = column.unit or (None if folded(raw).endswith("元") else self._money_unit)
        else:
            unit = None
        written = f"{raw}%" if column.unit == "%" and re.fullmatch(r"[-+\d.,]+", folded(raw)) else raw
        try:
            value = parse_value(fact, written, unit)
        except TiertrackError as error:
            self._take_value(error, column, place)
            return
        when = column.year or year
        if when is not None or not fact.yearly:
            yield _Said(Datum(fact.key, when if fact.yearly else None, value, source), raw, place)

    def _take_value(self, error: TiertrackError, column: _Column, place: str) -> None:
        """Keeps the faults of a cell; a column without a unit is one fault, not one for each of its rows."""
        for fault in error.at(place).faults:
            if fault.code != "E102":
                self._faults.append(fault)
            elif not any(one.code == "E427" and one.value == column.heading for one in self._faults):
                remedy = f"请把标题写成“{column.heading}（万元）”，或用 --money-unit 说明，或在每格写上单位"
                self._fault("E427", "这一列的金额没有单位", remedy, column.heading, place)

    def _settled(self, firm: int, values: Iterable[_Said]) -> Iterator[_Said]:
        """The values not said before; two that differ without two sources are a fault."""
        for one in values:
            earlier = self._said.setdefault((firm, value_key(one.datum.key, one.datum.year)), [])
            clash = next((other for other in earlier if _clash(one.datum, other.datum)), None)
            if clash is not None:
                label = FACTS[one.datum.key].label
                what = f"同一企业同一{'年度' if one.datum.year else '事实'}的“{label}”在 {clash.place} 写作 {clash.raw}"
                remedy = "请只留一个；来源不同的，请在“来源”一列分别写明"
                self._fault("E434", what, remedy, one.raw, one.place)
            elif all(other.datum != one.datum for other in earlier):
                earlier.append(one)
                yield one

    def _at(self, line: int, heading: str) -> str:
        return f"{self._place} 第 {line} 行 {heading} 列"


class _Firms:
    """Numbers the firms of one file: rows that share a name or a code are about one firm."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, identity: Identity) -> int:
        keys = [(kind, normalise_name(text)) for kind, text in _told(identity)]
        known = [self._numbers[key] for key in keys if key in self._numbers]
        number = known[0] if known else len(self._numbers)
        for key in keys:
            self._numbers.setdefault(key, number)
        return number


def _told(identity: Identity) -> Iterator[tuple[str, str]]:
    for kind, text in (("uscc", identity.uscc), ("stock", identity.stock_code), ("name", identity.name)):
        if text:
            yield kind, text
    if identity.short_name and not identity.name:
        yield "name", identity.short_name


def _clash(one: Datum, other: Datum) -> bool:
    return one.value != other.value and (one.source == other.source or None in (one.source, other.source))
