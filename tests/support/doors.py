"""The doors by which people hand in the value of a fact, each with what it makes of one cell."""

from __future__ import annotations

import csv
import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import openpyxl

from tiertrack.errors import Fault, TiertrackError
from tiertrack.facts.datum import value_key
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.facts.vocabulary import Fact
from tiertrack.intake.fact_list import read_fact_list
from tiertrack.intake.title_list import read_title_list
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column
from tiertrack.screening.sheet_table import sheet_table

YEAR = 2025


@attrs.frozen
class Cell:
    """A text under the heading of a fact, which may have a unit; ``money_unit`` is that of the whole file."""

    fact: Fact
    text: str
    unit: str | None = None
    money_unit: str | None = None

    @property
    def year(self) -> int | None:
        return YEAR if self.fact.yearly else None

    @property
    def key(self) -> str:
        return value_key(self.fact.key, self.year)

    @property
    def heading(self) -> str:
        return self.key + (f"（{self.unit}）" if self.unit else "")


# A refusal without its place, or the value in the magnitude of the fact; None where the cell says nothing.
Outcome = Fault | int | Fraction | bool | str | None


def by_facts_csv(cell: Cell, folder: Path) -> Outcome:
    """What ``import`` makes of it in a CSV."""
    file = folder / "facts.csv"
    _write_csv(file, ["企业名称", cell.heading], ["甲公司", cell.text])
    return _imported(file, cell)


def by_facts_xlsx(cell: Cell, folder: Path) -> Outcome:
    """What ``import`` makes of it in a workbook."""
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称", cell.heading])
    workbook.active.append(["甲公司", cell.text])
    workbook.save(folder / "facts.xlsx")
    return _imported(folder / "facts.xlsx", cell)


def by_screening(cell: Cell, folder: Path) -> Outcome:
    """What ``screen`` makes of it in a CSV."""
    fact = cell.fact
    column = Column(cell.key, fact.label, fact.kind, fact.key, cell.year, fact.choices, fact.lowest, fact.highest)
    file = folder / "screened.csv"
    _write_csv(file, ["企业名称", cell.heading], ["甲公司", cell.text])
    try:
        table, _reading = sheet_table(file, [column], cell.money_unit)
    except TiertrackError as error:
        return _refusal(error)
    frame = table.frame.collect()
    if table.faults:
        return attrs.evolve(table.faults[0], place=None)
    value: Any = frame[cell.key].item()
    match value:
        case dt.date():
            return value.toordinal()
        case float() if fact.kind is Kind.POINTS:
            return round(value * 100)
        case float():
            return Fraction(round(value * 10**9), 10**9)
        case _:
            return value  # type: ignore[no-any-return]


def by_json(cell: Cell) -> Outcome:
    """What a dossier makes of it; JSON has no headings, and says nothing with ``null``."""
    value: Any = cell.text.strip() or None
    content = {"name": "甲公司", "facts": {cell.fact.key: {str(YEAR): value} if cell.fact.yearly else value}}
    try:
        return dossier_from_json(json.dumps(content)).values.get(cell.key)
    except TiertrackError as error:
        return _refusal(error)


def by_title_list(text: str, folder: Path) -> Outcome:
    """What a list of titles makes of a day."""
    file = folder / "titles.csv"
    _write_csv(file, ["企业名称", "称号", "事项", "日期", "文件"], ["甲公司", "srdi_sme", "recognised", text, "渝1号"])
    titles = read_title_list(file)
    rows = list(titles.rows())
    if titles.faults:
        return attrs.evolve(titles.faults[0], place=None)
    return rows[0].event.on.toordinal()


def _imported(file: Path, cell: Cell) -> Outcome:
    try:
        (row,) = read_fact_list(file, cell.money_unit)
    except TiertrackError as error:
        return _refusal(error)
    return row.data[0].value if row.data else None


def _refusal(error: TiertrackError) -> Fault:
    (fault,) = error.faults
    return attrs.evolve(fault, place=None)


def _write_csv(file: Path, *rows: list[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)
