"""A list of facts, a firm (and year) a row: every fault of the file is found and reported together.

A heading is a key or a Chinese name of the vocabulary, with its year and unit where it has them: ``revenue``,
``revenue:2025``, ``营业收入（万元）``, ``2025年营业收入（万元）``. An empty cell is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from tiertrack.errors import BadDossier, BadFile, Fault, TiertrackError
from tiertrack.facts.datum import Datum, value_key
from tiertrack.facts.headings import fact_heading, is_year
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.industry import normalise_industry
from tiertrack.facts.line_text import one_line
from tiertrack.facts.parsing import CellGrammar
from tiertrack.facts.units import MONEY_UNITS, folded
from tiertrack.facts.vocabulary import FACTS
from tiertrack.intake.shared_cells import (
    credit_code_in,
    day_text_in,
    name_in,
    readable_text_in,
    region_code_in,
    stock_code_in,
)
from tiertrack.intake.sheet import Cell, SheetRow, open_sheet
from tiertrack.logic.quantity import Kind

# The columns beside the facts themselves.
COLUMNS = {
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

_READ: dict[str, Callable[[Cell], str]] = {
    "name": name_in,
    "short_name": name_in,
    "uscc": credit_code_in,
    "stock_code": stock_code_in,
    "region": region_code_in,
    "industry": lambda cell: normalise_industry(readable_text_in(cell)),
    "fiscal_year": readable_text_in,
    "source": lambda cell: one_line(" ".join(readable_text_in(cell).split())),
}


@frozen
class FactRow:
    """One row: its line in the file, where that is in words, the enterprise, and its facts."""

    line: int
    place: str
    identity: Identity
    data: tuple[Datum, ...] = ()


def read_fact_list(path: Path, money_unit: str | None = None, source: str | None = None) -> tuple[FactRow, ...]:
    """The rows of the list in a file of any format that ``open_sheet`` reads.

    ``money_unit`` (元, 万元, 亿元) is for amounts whose heading and cell give none, ``source`` for rows that name none.
    Raises BadFile where it is no table at all, and BadDossier with every fault of headings and cells, placed.
    """
    if money_unit is not None and money_unit not in MONEY_UNITS:
        fault = Fault("E428", "没有这个金额单位", f"可用的有 {'、'.join(MONEY_UNITS)}", money_unit, path.name)
        raise BadFile(fault)
    with open_sheet(path) as sheet:
        rows = tuple(sheet.rows)
        return _Reader(money_unit, source, sheet.faults).rows(sheet.headings, rows)


@frozen
class _Column:
    """A column by its index and heading: an identifying one by ``key``, or a fact's with its year and grammar."""

    index: int
    heading: str
    key: str
    grammar: CellGrammar | None = None
    year: int | None = None

    @property
    def topic(self) -> str:
        return value_key(self.key, self.year)

    @property
    def wants_year(self) -> bool:
        """Whether the year must come from the row."""
        return self.grammar is not None and self.grammar.fact.yearly and self.year is None


_KEY_OF = {**{key: key for key in COLUMNS}, **{name: key for key, name in COLUMNS.items()}, **_ALSO}


@frozen
class _Value:
    """One value with the cell it came from."""

    datum: Datum
    raw: str
    place: str


class _Reader:
    """Reads one table, gathering faults as it goes."""

    def __init__(self, money_unit: str | None, source: str | None, faults: Iterable[Fault]) -> None:
        self._money_unit = money_unit
        self._source = source
        self._faults = list(faults)
        self._firms: dict[tuple[str, str], int] = {}
        self._earlier: dict[tuple[int, str], list[_Value]] = {}

    def rows(self, headings: Sequence[Cell], rows: Sequence[SheetRow]) -> tuple[FactRow, ...]:
        columns = self._columns(headings, rows)
        found = [fact_row for row in rows for fact_row in self._row(row, columns)]
        if self._faults:
            raise BadDossier(*self._faults)
        return tuple(found)

    def _fault(self, code: str, what: str, remedy: str, value: str | None, place: str) -> None:
        self._faults.append(Fault(code, what, remedy, value, place))

    # Headings.

    def _columns(self, headings: Sequence[Cell], rows: Sequence[SheetRow]) -> list[_Column]:
        found: list[_Column] = []
        for index, heading in enumerate(headings):
            used = any(index < len(row.cells) and row.cells[index].text for row in rows)
            if heading.text or used:
                found.extend(self._column(index, heading))
        row = headings[0].row
        self._refuse_repeated(found, row)
        if not any(column.key in _IDENTIFYING for column in found):
            remedy = "请加上企业名称、统一社会信用代码或证券代码一列"
            self._fault("E426", "没有能认出企业的列", remedy, None, row)
        self._refuse_yearless(found, row)
        return found

    def _column(self, index: int, heading: Cell) -> Iterator[_Column]:
        text = heading.text
        place = _at(heading.row, text or f"第 {index + 1}")
        if heading.fault is not None:
            self._faults.append(heading.fault)
            return
        plain = folded(text)
        if plain in _KEY_OF:
            yield _Column(index, text, _KEY_OF[plain])
            return
        try:
            found = fact_heading(text, place, [*COLUMNS, *COLUMNS.values()])
        except BadDossier as error:
            self._faults.extend(error.faults)
            return
        yield _Column(
            index, text, found.fact.key, CellGrammar(found.fact, text, found.unit, self._money_unit), found.year
        )

    def _refuse_repeated(self, columns: Sequence[_Column], row: str) -> None:
        first: dict[str, _Column] = {}
        for column in columns:
            earlier = first.setdefault(column.topic, column)
            if earlier is not column:
                what = f"与第 {earlier.index + 1} 列“{earlier.heading}”说的是同一件事"
                self._fault("E422", what, "请只留一列", None, _at(row, column.heading))

    def _refuse_yearless(self, columns: list[_Column], row: str) -> None:
        if any(column.key == "fiscal_year" for column in columns):
            return
        for column in [column for column in columns if column.wants_year]:
            what = f"“{column.heading}”按年度填报，没有写是哪一年"
            remedy = f"请加上“年度”一列，或把标题写成 {column.key}:2025"
            self._fault("E425", what, remedy, None, _at(row, column.heading))
            columns.remove(column)

    # Rows.

    def _row(self, row: SheetRow, columns: Sequence[_Column]) -> Iterator[FactRow]:
        if row.fault is not None:
            self._faults.append(row.fault)
            return
        before = len(self._faults)
        texts = {column.key: self._identifying(column, row) for column in columns if column.grammar is None}
        identity = Identity(
            *(texts.get(key) for key in ("name", "short_name", "uscc", "stock_code", "region", "industry"))
        )
        if not identity.identifiers and len(self._faults) == before:
            self._fault("E432", "这一行没有企业名称、信用代码或证券代码", "请至少写一项", None, row.place)
        year = self._year(texts.get("fiscal_year"), row, columns)
        source = texts.get("source") or self._source
        values = [value for column in columns for value in self._value(column, row, year, source)]
        data = tuple(value.datum for value in self._settled(self._firm(identity), values))
        yield FactRow(row.line, row.place, identity, data)

    def _identifying(self, column: _Column, row: SheetRow) -> str | None:
        cell = row.cells[column.index]
        if not cell.text:
            return None
        try:
            return _READ[column.key](cell)
        except TiertrackError as error:
            self._faults.extend(error.at(_at(row.place, column.heading)).faults)
            return None

    def _year(self, text: str | None, row: SheetRow, columns: Sequence[_Column]) -> int | None:
        """The year of the row, None where it is wrong or has none; a fault where it is needed and absent."""
        if text is None:
            if any(row.cells[column.index].text for column in columns if column.wants_year):
                what = "这一行有按年度填报的数，没有写年度"
                self._fault("E433", what, "请在“年度”一列写四位年份", None, row.place)
            return None
        plain = re.sub(r"年度?$", "", folded(text))
        if not is_year(plain):
            column = next(column for column in columns if column.key == "fiscal_year")
            self._fault("E435", "年度须为四位数字", "请写如 2025", text, _at(row.place, column.heading))
            return None
        return int(plain)

    def _value(self, column: _Column, row: SheetRow, year: int | None, source: str | None) -> Iterator[_Value]:
        cell, grammar = row.cells[column.index], column.grammar
        if grammar is None or not cell.text:
            return
        place = _at(row.place, column.heading)
        try:
            text = day_text_in(cell) if grammar.fact.kind is Kind.DATE else readable_text_in(cell)
            value = grammar.value(text)
        except TiertrackError as error:
            self._refuse_value(error, place)
            return
        when = column.year or year
        if when is not None or not grammar.fact.yearly:
            yield _Value(Datum(column.key, when if grammar.fact.yearly else None, value, source), cell.text, place)

    def _refuse_value(self, error: TiertrackError, place: str) -> None:
        """Keeps the faults of a cell; a column without a unit is one fault, not one for each of its rows."""
        for fault in error.faults:
            if fault.code != "E427" or all((kept.code, kept.value) != ("E427", fault.value) for kept in self._faults):
                self._faults.append(fault.at(place))

    def _firm(self, identity: Identity) -> int:
        """The number of the firm in this file: rows that share a name or a code are about one firm."""
        named = {"uscc": identity.uscc, "stock": identity.stock_code, "name": identity.name or identity.short_name}
        keys = [(kind, normalise_name(text)) for kind, text in named.items() if text]
        number = next((self._firms[key] for key in keys if key in self._firms), len(self._firms))
        for key in keys:
            self._firms.setdefault(key, number)
        return number

    def _settled(self, firm: int, values: Iterable[_Value]) -> Iterator[_Value]:
        """The values no earlier row has; two that differ without two sources are a fault."""
        for value in values:
            earlier = self._earlier.setdefault((firm, value_key(value.datum.key, value.datum.year)), [])
            clash = next((other for other in earlier if _clash(value.datum, other.datum)), None)
            if clash is not None:
                label = FACTS[value.datum.key].label
                what = (
                    f"同一企业同一{'年度' if value.datum.year else '事实'}的“{label}”在 {clash.place} 写作 {clash.raw}"
                )
                remedy = "请只留一个；来源不同的，请在“来源”一列分别写明"
                self._fault("E434", what, remedy, value.raw, value.place)
            elif all(other.datum != value.datum for other in earlier):
                earlier.append(value)
                yield value


def _at(row: str, heading: str) -> str:
    return f"{row} {heading} 列"


def _clash(datum: Datum, other: Datum) -> bool:
    return datum.value != other.value and (datum.source == other.source or None in (datum.source, other.source))
