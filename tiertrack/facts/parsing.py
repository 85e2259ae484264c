"""The value of a fact as people write it: one grammar for the cells of every table and for JSON."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

import attrs
from attrs import frozen

from tiertrack.errors import BadQuantity, Fault
from tiertrack.facts.units import (
    format_value,
    is_bare_number,
    parse_date,
    parse_money,
    parse_points,
    parse_share,
    parse_whole,
    plain_text,
)
from tiertrack.facts.vocabulary import Fact, nearest_name
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind

Raw = str | int | Decimal | Fraction | dt.date | bool

_YES_OR_NO = {"是": True, "true": True, "否": False, "false": False}


@frozen
class CellGrammar:
    """How the cells of one column are read: the fact they state, the heading with its unit, and the unit of amounts
    that have none in heading or cell."""

    fact: Fact
    heading: str
    unit: str | None = None
    money_unit: str | None = None

    def value(self, text: str) -> Value:
        """The value a cell states, as ``parse_value`` gives it; raises BadQuantity, not yet placed."""
        if self.fact.kind is _MONEY:
            return self._amount(text, self.unit or (self.money_unit if is_bare_number(text) else None))
        if self.unit == "%" and re.fullmatch(r"[-+\d.,]+", plain_text(text)):
            return parse_value(self.fact, f"{text}%")
        return parse_value(self.fact, text)

    def _amount(self, text: str, unit: str | None) -> Value:
        try:
            return parse_value(self.fact, text, unit)
        except BadQuantity as error:
            if error.faults[0].code != "E102":
                raise
            # A unit that is missing is a matter of the column.
            remedy = f"请把标题写成“{self.heading}（万元）”，或用 money_unit= 说明，或在每格写上单位"
            raise BadQuantity(Fault("E427", "这一列的金额没有单位", remedy, self.heading)) from None


def parse_value(fact: Fact, raw: Raw, unit: str | None = None) -> Value:
    """The value of ``fact``: fen, people, hundredths, an exact share, a date's ordinal, a choice's key, or a bool.

    ``unit`` is the money unit of a bare number. Raises BadQuantity, not yet placed.
    """
    kind = fact.kind
    if isinstance(raw, bool):
        if not kind.is_yes_or_no:
            raise BadQuantity(Fault("E112", f"“{fact.label}”不是是否题", "请写它的数值", str(raw)))
        return raw
    # Asked in the order in which they are met most; an enumeration is slow to be looked up by.
    value: int | Fraction
    if kind is _MONEY:
        value = parse_money(str(raw), unit)
    elif kind is _SHARE:
        value = parse_share(str(raw))
    elif kind is _DATE:
        value = parse_date(str(raw)).toordinal()
    elif kind is _POINTS:
        value = parse_points(str(raw))
    elif kind is _CHOICE:
        return _choice(fact, str(raw))
    elif kind.is_yes_or_no:
        return _yes_or_no(fact, str(raw))
    else:
        try:
            value = parse_whole(raw if isinstance(raw, int) else str(raw))
        except BadQuantity as error:
            raise _no_whole(fact, error) from None
    lowest, highest = fact.lowest, fact.highest
    if type(value) is not int or (lowest is not None and value < lowest) or (highest is not None and value > highest):
        check_bounds(fact, value, raw)
    return value


# Read for every cell of every table.
_MONEY, _SHARE, _DATE, _POINTS, _CHOICE = Kind.MONEY, Kind.SHARE, Kind.DATE, Kind.POINTS, Kind.CHOICE


def _no_whole(fact: Fact, error: BadQuantity) -> BadQuantity:
    if fact.lowest is None or fact.highest is None:
        return error
    # 二级 is no number, but there are so few that they can be told.
    remedy = f"“{fact.label}”请写 {fact.lowest} 至 {fact.highest} 的整数；不知道的留空"
    return BadQuantity(attrs.evolve(error.faults[0], remedy=remedy))


def _yes_or_no(fact: Fact, text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES_OR_NO:
        raise BadQuantity(Fault("E113", f"“{fact.label}”须回答是或否", "请写 是 或 否；不知道的留空", text))
    return _YES_OR_NO[word]


# So many choices can all be told.
_ALL_TOLD = 8


def _choice(fact: Fact, word: str) -> str:
    plain = word.strip()
    for key, name in fact.choices:
        if plain in (key, name):
            return key
    for also, key in fact.also:
        if plain == also:
            return key
    names = dict.fromkeys(name for _key, name in fact.choices)
    if len(names) <= _ALL_TOLD:
        remedy = f"请写其中一个：{'、'.join(names)}；不知道的留空"
    else:
        remedy = nearest_name(word, {one: name for key, name in fact.choices for one in (key, name)})
    raise BadQuantity(Fault("E114", f"“{fact.label}”没有这个选项", remedy, word))


def check_bounds(fact: Fact, value: int | Fraction, raw: object) -> None:
    """Raises BadQuantity for a value that ``fact`` cannot have; ``raw`` is how it was written."""
    # A fraction itself is slow to be compared.
    over, under = value.numerator, value.denominator
    if fact.lowest is not None and over < fact.lowest * under:
        what = "不能为负" if fact.lowest == 0 else f"不能小于 {format_value(fact.lowest, fact.kind, fact.unit)}"
        raise BadQuantity(Fault("E111", f"“{fact.label}”{what}", "请核对；查不到的数请留空，不要写 0 或 -1", str(raw)))
    if fact.highest is not None and over > fact.highest * under:
        highest = format_value(fact.highest, fact.kind, fact.unit)
        raise BadQuantity(Fault("E111", f"“{fact.label}”不能超过 {highest}", "请核对数值和单位", str(raw)))
