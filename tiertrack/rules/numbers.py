"""The numbers in the words of a criterion and the numbers in its expression, in one comparable form."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from tiertrack.facts.units import decimal_text, format_money
from tiertrack.logic import expr
from tiertrack.logic.expr import walk
from tiertrack.logic.quantity import Kind, Quantity

Number = tuple[str, Fraction]

_UNITS: dict[str, tuple[str, Fraction]] = {
    "亿元": ("money", Fraction(10_000_000_000)),
    "万元": ("money", Fraction(1_000_000)),
    "元": ("money", Fraction(100)),
    "%": ("share", Fraction(1, 100)),
    "年": ("years", Fraction(1)),
    "天": ("days", Fraction(1)),
    "项": ("count", Fraction(1)),
    "件": ("count", Fraction(1)),
    "人": ("people", Fraction(1)),
    "分": ("points", Fraction(100)),
    "名": ("rank", Fraction(1)),
    "强": ("rank", Fraction(1)),
    "级": ("level", Fraction(1)),
    # Read, but never written: a text uses the units above.
    "个月": ("years", Fraction(1, 12)),
    "万股": ("count", Fraction(10_000)),
    "平方米": ("count", Fraction(1)),
    "亿美元": ("count", Fraction(100_000_000)),
    "万美元": ("count", Fraction(10_000)),
    "家": ("count", Fraction(1)),
    "个交易日": ("count", Fraction(1)),
    "个年度": ("count", Fraction(1)),
}
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_WINDOW = "window"


def in_words(words: str) -> set[Number]:
    """The numbers a text states, with their units, and its windows (近两年)."""
    stated = re.findall(rf"(\d+(?:\.\d+)?)({'|'.join(_UNITS)})", words)
    numbers = {(_UNITS[unit][0], Fraction(number) * _UNITS[unit][1]) for number, unit in stated}
    windows = re.findall(rf"近([{''.join(_NUMERALS)}])年", words)
    return numbers | {(_WINDOW, Fraction(_NUMERALS[numeral])) for numeral in windows}


def in_expression(test: expr.Test) -> set[Number]:
    """The limits an expression tests, and the windows it reads over.

    Of a scorecard only what must be reached counts, and of a switch nothing: its cases are another standard's.
    """
    numbers = (_own_number(node) for node in walk(expr.replaced(test, _compared)))
    return {number for number in numbers if number is not None}


def _compared(node: Any) -> Any:
    match node:
        case expr.Scorecard(sections, passing):
            return (passing, *(section.minimum for section in sections))
        case expr.Switch():
            return ()
        case _:
            return node


def _own_number(node: Any) -> Number | None:
    match node:
        case Quantity():
            return _limit(node)
        case expr.AtLeast(count):
            return (Kind.COUNT.value, Fraction(count))
        case expr.Over(offsets=offsets) | expr.SumOver(offsets=offsets) | expr.MeanOver(offsets=offsets):
            return (_WINDOW, Fraction(len(offsets)))
        case expr.Growth() if len(node.offsets) > 2:
            return (_WINDOW, Fraction(node.window))
        case expr.Ref(window=window) if window:
            return (_WINDOW, Fraction(window))
        case _:
            return None


def _limit(limit: Quantity) -> Number:
    return (limit.kind.value, Fraction(limit.magnitude))


def full_marks(name: str) -> int | None:
    """The full marks, in hundredths, that the name of a scorecard line or section states as （20分）."""
    match = re.search(r"（(\d+)分）", name)
    return int(match[1]) * 100 if match else None


def describe(numbers: set[Number]) -> str:
    """Numbers as a reader would check them, in a stable order."""
    return "、".join(_described(kind, value) for kind, value in sorted(numbers)) or "没有"


def quantity_text(quantity: Quantity) -> str:
    """A limit as an author writes it into a gist: 200万元, 8%."""
    return _described(*_limit(quantity))


def _described(kind: str, value: Fraction) -> str:
    if kind == _WINDOW:
        return f"近{value}年"
    if kind == Kind.MONEY.value:
        return format_money(value).replace(" ", "")
    unit, (_kind, factor) = next(((unit, size) for unit, size in _UNITS.items() if size[0] == kind), (kind, (kind, 1)))
    return f"{decimal_text(value / factor, 6)}{unit}"
