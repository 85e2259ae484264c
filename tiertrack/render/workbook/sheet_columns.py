"""The columns of a sheet that is written: a heading, how its cells look, and what is said of it in a note."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from tiertrack.facts.units import LARGEST_FEN, MONEY_UNITS, are_enough, decimal_text
from tiertrack.facts.vocabulary import Fact
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind

# What a cell is given: None for an empty one.
CellValue: TypeAlias = str | int | Decimal | dt.date | None


class Look(enum.Enum):
    """How the cells of a column look; the value is the number format."""

    TEXT = "@"
    AMOUNT = "#,##0.00####"
    WHOLE = "#,##0"
    YEAR = "0"
    PERCENT = "General"
    DAY = "yyyy-mm-dd"

    @property
    def is_of_numbers(self) -> bool:
        """Whether its cells stand to the right, as numbers do."""
        return self not in (Look.TEXT, Look.DAY)


@frozen
class SheetColumn:
    """A column: its heading, how its cells look, the note on its heading, and how wide it is at least and at most, in
    characters of the Latin alphabet."""

    heading: str
    look: Look = Look.TEXT
    note: str | None = None
    narrowest: int = 8
    widest: int = 44


# A spreadsheet keeps fifteen digits of a number: only a text says more of them.
_DIGITS_KEPT = 15
_WAN = MONEY_UNITS["万元"]


def number_cell(written: str) -> int | Decimal | str:
    """A number, written in digits, as a cell has it: a text where a spreadsheet would lose the last digits of it.

    Examples:
        >>> number_cell("5200.01"), number_cell("9999999999.999999")
        (Decimal('5200.01'), '9999999999.999999')
    """
    if sum(map(str.isdigit, written)) > _DIGITS_KEPT:
        return written
    return Decimal(written) if "." in written else int(written)


def amount_in_wan(fen: int) -> int | Decimal | str:
    """An amount as a cell under a heading in 万元 has it, exact to the fen.

    Examples:
        >>> amount_in_wan(5_200_010_000), amount_in_wan(52_000_000)
        (Decimal('5200.01'), 52)
    """
    if not fen % _WAN:
        return fen // _WAN
    # No amount that is reckoned with has more digits than a number of a spreadsheet keeps.
    exact = Decimal(fen).scaleb(-6).normalize()
    return exact if abs(fen) <= LARGEST_FEN else f"{exact:f}"


_UNITS = {Kind.MONEY: "万元", Kind.SHARE: "%", Kind.PEOPLE: "人", Kind.POINTS: "分", Kind.LEVEL: "级"}
_LOOKS = {
    Kind.MONEY: Look.AMOUNT,
    Kind.SHARE: Look.PERCENT,
    Kind.POINTS: Look.PERCENT,
    Kind.PEOPLE: Look.WHOLE,
    Kind.COUNT: Look.WHOLE,
    Kind.RANK: Look.YEAR,
    Kind.LEVEL: Look.YEAR,
    Kind.DATE: Look.DAY,
}


def fact_column(fact: Fact, year: int | None = None, note: str | None = None) -> SheetColumn:
    """The column of a fact, its heading with the unit and, where the column is about one, the year."""
    unit = _UNITS.get(fact.kind) or fact.unit
    dated = fact.in_year(year)
    return SheetColumn(f"{dated}（{unit}）" if unit else dated, _LOOKS.get(fact.kind, Look.TEXT), note)


def fact_cell(fact: Fact, value: Value) -> CellValue:
    """A value as a cell under such a heading has it: exact, and read back as the same value."""
    if isinstance(value, str):
        return dict(fact.choices)[value]
    if fact.kind.is_yes_or_no:
        return "是" if value else "否"
    if fact.kind is Kind.MONEY:
        return amount_in_wan(int(value))
    if fact.kind is Kind.DATE:
        return dt.date.fromordinal(int(value))
    if fact.kind is Kind.SHARE:
        percent = Fraction(value) * 100
        # Not every share is so many percent: a third is none.
        return number_cell(decimal_text(percent, 12)) if are_enough(percent, 12) else str(Fraction(value))
    return number_cell(decimal_text(Fraction(value) / 100, 2) if fact.kind is Kind.POINTS else str(value))
