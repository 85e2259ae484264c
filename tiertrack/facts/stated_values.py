"""The value of a fact as a program states it: text by the grammar of cells, a day, or an exact number.

A number is the value itself in what the library reckons in, whatever its type: an amount in whole fen, points in whole
hundredths of one, a share as a part of one, a day as its ordinal, and anything else counted. A float is none.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real

from tiertrack.errors import BadQuantity, Fault
from tiertrack.facts.parsing import check_bounds, parse_value
from tiertrack.facts.units import decimal_text, parse_share, parse_whole, reckoned_fen
from tiertrack.facts.vocabulary import Fact
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import FIRST_DAY, LAST_DAY, reckoned

# What a program may state.
Stated = str | int | Fraction | Decimal | dt.date | bool

_FIRST, _LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
# Up to here any whole number is taken as it is.
_PLAIN = 10**14
_PLAINLY = frozenset({Kind.MONEY, Kind.POINTS, Kind.PEOPLE, Kind.COUNT, Kind.RANK, Kind.LEVEL, Kind.YEARS, Kind.DAYS})
# What the numbers of a kind count, and the unit people write.
_SMALLEST = {Kind.MONEY: ("分", "元"), Kind.POINTS: ("百分之一分", "分")}
# As many digits as the grammar of shares takes.
_LARGEST_PART = 10**40

_INSTEAD = {
    Kind.MONEY: "带单位的文字，如 5200万元，或以分计的整数",
    Kind.SHARE: "百分数的文字，如 12%，或 Fraction(3, 25)、Decimal('0.12')",
    Kind.POINTS: "文字，如 58.5分，或以百分之一分计的整数，如 5850",
    Kind.DATE: "文字，如 2023-01-01，或 datetime.date(2023, 1, 1)",
    Kind.CHOICE: "选项的文字",
}


def value_of(fact: Fact, stated: Stated) -> Value:
    """The value of a fact as a program states it.

    Raises BadQuantity, not yet placed: E361 for a float, E364 for a number that is no whole one of the smallest unit,
    E362 for a type that is not taken, and what ``parse_value`` raises.
    """
    if isinstance(stated, str | bool):
        return parse_value(fact, stated)
    if isinstance(stated, int) and fact.kind in _PLAINLY and -_PLAIN < stated < _PLAIN:
        value: int | Fraction = int(stated)
    else:
        value = _number(fact, stated)
    check_bounds(fact, value, stated)
    return value


def _number(fact: Fact, stated: object) -> int | Fraction:
    if fact.kind is Kind.DATE and type(stated) is dt.date:
        return reckoned(stated).toordinal()
    if isinstance(stated, Real) and not isinstance(stated, Rational):
        raise _bad("E361", fact, "不收浮点数，它说不准", f"请写{_instead(fact.kind)}", stated)
    number = _exact(stated)
    if number is None or fact.kind is Kind.CHOICE or fact.kind.is_yes_or_no:
        raise _bad("E362", fact, f"不收 {type(stated).__name__} 类型的值", f"请写{_instead(fact.kind)}", stated)
    if fact.kind is Kind.SHARE:
        return _share(stated, number)
    if number.denominator != 1 or (isinstance(stated, Decimal) and _has_decimals(stated) and fact.kind in _SMALLEST):
        raise _not_whole(fact, stated, number)
    whole = int(number)
    match fact.kind:
        case Kind.MONEY:
            return reckoned_fen(whole, str(stated))
        case Kind.DATE if not _FIRST <= whole <= _LAST:
            raise _bad("E109", fact, "的日期读不出来", f"请写{_instead(fact.kind)}", stated)
        case _:
            return whole if -_PLAIN < whole < _PLAIN else parse_whole(whole)


def _exact(stated: object) -> Fraction | None:
    """The exact number a value is, None where it is none."""
    if isinstance(stated, Decimal):
        return Fraction(stated) if stated.is_finite() and abs(stated.adjusted()) < len(str(_LARGEST_PART)) else None
    return Fraction(int(stated.numerator), int(stated.denominator)) if isinstance(stated, Rational) else None


def _share(stated: object, share: Fraction) -> Fraction:
    # Whether 12 is 12% or twelve times the whole, nobody can tell.
    if isinstance(stated, Integral) or max(abs(share.numerator), share.denominator) >= _LARGEST_PART:
        return parse_share(str(stated))
    return share


def _has_decimals(stated: Decimal) -> bool:
    # 5200.00 is yuan, and 58.50 points: no number of the smallest unit is written so.
    exponent = stated.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def _not_whole(fact: Fact, stated: object, number: Fraction) -> BadQuantity:
    if fact.kind not in _SMALLEST:
        return _bad("E107", fact, "须为整数", f"请写{_instead(fact.kind)}", stated)
    smallest, unit = _SMALLEST[fact.kind]
    remedy = f"是{unit}的请写文字“{decimal_text(number, 10)}{unit}”，是{smallest}的请写整数"
    return _bad("E364", fact, f"的数以{smallest}计，须为整数", remedy, stated)


def _instead(kind: Kind) -> str:
    return _INSTEAD.get(kind, " True 或 False" if kind.is_yes_or_no else "整数")


def _bad(code: str, fact: Fact, what: str, remedy: str, value: object) -> BadQuantity:
    return BadQuantity(Fault(code, f"“{fact.label}”{what}", remedy, str(value)))
