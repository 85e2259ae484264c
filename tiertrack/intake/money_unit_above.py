"""The unit of money that a table says of itself, above its headings (单位：万元) or in a column, held against what else
says one. Only amounts in our own money are reckoned with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import field, frozen

from tiertrack.errors import Fault
from tiertrack.facts.headings import Heading
from tiertrack.facts.units import MONEY_UNITS, folded, money_unit_of, plain_text
from tiertrack.intake.sheet import ABOVE_HEADINGS, LeftOut
from tiertrack.logic.quantity import Kind

_UNITS = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
_NO_WORD_GOES_ON = r"(?![\u3400-\u9fff])"
# 单位：元达公司 names who hands the table in.
_SAID = re.compile(rf"单\s*位\s*[:(]?\s*(?:人民币)?\s*:?\s*({_UNITS}){_NO_WORD_GOES_ON}")
_FOREIGN = (
    r"[百千万亿]*(?:美元|美金|欧元|日元|英镑|港元|港币|澳元|加元|新元|韩元|卢布|澳门元|新台币|台币|瑞士法郎|外币)"
    r"|(?<![A-Z])(?:USD|EUR|JPY|GBP|HKD|AUD|CAD|SGD|KRW|RUB|TWD|MOP|CHF)(?![A-Z])|US\$|HK\$|[$€£]"
)
_SAID_FOREIGN = re.compile(rf"(?:单\s*位|币\s*种|货\s*币)[^。;]{{0,20}}?({_FOREIGN}){_NO_WORD_GOES_ON}", re.IGNORECASE)
_OF_UNITS = frozenset({"单位", "金额单位", "货币单位", "计量单位", "数额单位", "币种", "货币", "币别"})


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
    above = [row for row in left_out if row.reason == ABOVE_HEADINGS] if amounts else []
    for row in above:
        if foreign := _SAID_FOREIGN.search(plain_text(row.text)):
            return UnitOfTable(option, (_foreign(f"标题上方写的单位是{foreign[1]}", foreign[1], row.place),))
    said = {unit: row.place for row in above for unit in _units_in(row.text)}
    if not said:
        return UnitOfTable(option)
    unit, place = next(iter(said.items()))
    others = {f"标题上方的 {other}": other for other in said}
    others |= {f"money_unit= 的 {option}": option} if option else {}
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


def _foreign(what: str, word: str, place: str) -> Fault:
    return Fault("E423", f"{what}，金额只收人民币", f"请折成人民币，可用的单位：{'、'.join(MONEY_UNITS)}", word, place)


@frozen(eq=False)
class UnitColumns:
    """The columns of a table that say in each row the unit or the currency of its amounts (单位, 币种), by their index,
    with a fault for each word in them that is not that of the amounts; ``units`` are those, by their headings."""

    headings: dict[int, str]
    units: dict[str, str]
    _found: dict[tuple[int, str], Fault | None] = field(factory=dict)

    @classmethod
    def of(cls, texts: Sequence[str], headings: Iterable[Heading], unit: str | None) -> UnitColumns:
        """Those among the headings ``texts``; ``unit`` is that of amounts whose own heading has none."""
        amounts = [one for one in headings if one.fact is not None and one.fact.kind is Kind.MONEY]
        units = {one.text: said for one in amounts if (said := one.unit or unit)}
        named = {index: text for index, text in enumerate(texts) if folded(text).strip("*:") in _OF_UNITS}
        return cls(named if amounts else {}, units)

    def look(self, index: int, text: str, row: str) -> None:
        """Looks at what such a column says in a row; what is wrong with a word is kept with the first of its rows."""
        if text and (index, text) not in self._found:
            heading = self.headings[index]
            self._found[index, text] = self._fault(text, heading, f"{row} {heading} 列")

    def _fault(self, text: str, heading: str, place: str) -> Fault | None:
        word = plain_text(text)
        if re.fullmatch(rf".*?({_FOREIGN})[)\s]*", word, re.IGNORECASE):
            return _foreign(f"这一行写的单位是{word}", text, place)
        # 元 in a column of currencies is our own, of whatever size.
        said = None if "单位" not in folded(heading) else money_unit_of(word.replace("人民币", ""))
        contrary = [f"“{column}”的{unit}" for column, unit in self.units.items() if unit != said]
        if said is None or not contrary:
            return None
        return Fault(
            "E103",
            f"这一行写的单位是{said}，与{'、'.join(contrary)}不一致",
            "请只写一处单位，或使各处一致",
            text,
            place,
        )

    @property
    def faults(self) -> Iterator[Fault]:
        """What is wrong, once the rows are looked at."""
        return (fault for fault in self._found.values() if fault is not None)
