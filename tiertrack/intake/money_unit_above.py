"""The unit of money that a table says of itself above its headings (单位：万元), held against what else says one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.errors import Fault
from tiertrack.facts.headings import Heading
from tiertrack.facts.units import MONEY_UNITS, plain_text
from tiertrack.intake.sheet import ABOVE_HEADINGS, LeftOut
from tiertrack.logic.quantity import Kind

_UNITS = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
# 单位：元达公司 names who hands the table in.
_SAID = re.compile(rf"单\s*位\s*[:：]?\s*(?:人民币)?\s*({_UNITS})(?![\u3400-\u9fff])")


@frozen
class UnitOfTable:
    """The unit of amounts that have none in heading and cell, what is wrong with it, and what is to be said of it."""

    unit: str | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def unit_with_what_is_above(
    option: str | None, headings: Iterable[Heading], left_out: Iterable[LeftOut]
) -> UnitOfTable:
    """The unit of a table of which an ``option`` says one, or none; ``left_out`` is what stands above its headings.

    What is said above holds where neither heading nor cell says a unit; another one in the option or in a heading
    contradicts it.
    """
    amounts = [one for one in headings if one.fact is not None and one.fact.kind is Kind.MONEY]
    said = {unit: row.place for row in left_out if row.reason == ABOVE_HEADINGS for unit in _units_in(row.text)}
    if not amounts or not said:
        return UnitOfTable(option)
    unit, place = next(iter(said.items()))
    others = {f"标题上方的 {other}": other for other in said}
    others |= {f"--money-unit 的 {option}": option} if option else {}
    others |= {f"“{one.text}”": one.unit for one in amounts if one.unit}
    if contrary := [words for words, other in others.items() if other != unit]:
        what = f"标题上方写的单位是{unit}，与{'、'.join(contrary)}不一致"
        return UnitOfTable(option or unit, (Fault("E103", what, "请只写一处单位，或使各处一致", unit, place),))
    if option is not None or all(one.unit for one in amounts):
        return UnitOfTable(option)
    return UnitOfTable(unit, (), (f"没有写单位的金额，照标题上方写的{unit}读",))


def _units_in(text: str) -> Iterator[str]:
    for match in _SAID.finditer(plain_text(text)):
        yield match[1]
