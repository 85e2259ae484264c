"""The heading of a column: a fact by its key or Chinese name, with its year and unit where it has them.

``revenue``, ``revenue:2025``, ``营业收入（万元）`` and ``2025年营业收入（万元）`` are all headings of one fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.units import MONEY_UNITS, folded, money_unit_of
from tiertrack.facts.vocabulary import FACTS, Fact, nearest
from tiertrack.logic.quantity import Kind

# What may stand in the brackets of a heading beside the units of money.
_PLAIN_UNITS = {Kind.SHARE: ("%",), Kind.PEOPLE: ("人",), Kind.POINTS: ("分",), Kind.LEVEL: ("级",)}


@frozen
class FactHeading:
    """A fact with the year and the unit its heading gives."""

    fact: Fact
    year: int | None
    unit: str | None


_FACT_OF = {name: fact for fact in FACTS.values() for name in (fact.key, folded(fact.label))}


def fact_heading(text: str, place: str, others: Sequence[str] = ()) -> FactHeading:
    """The fact a heading names; ``others`` are further headings that could have been meant. Raises BadDossier."""
    stem, year, unit = _taken_apart(folded(text))
    fact = _FACT_OF.get(stem)
    if fact is None:
        known = [*others, *(name for fact in FACTS.values() for name in (fact.key, fact.label))]
        what = "不认识这个标题" if text else "这一列没有标题"
        raise BadDossier(Fault("E421", what, _suggestion(stem, known), None, place))
    if year is not None and not fact.yearly:
        raise BadDossier(Fault("E424", f"“{fact.label}”不按年度填报", "请去掉标题里的年度", text, place))
    if year is not None and not is_year(year):
        raise BadDossier(Fault("E429", "年度不在 1949 与 2200 之间", "请核对年度", year, place))
    if unit is not None and fact.kind is Kind.MONEY:
        # As it stands above many a table of accounts: 单位：人民币万元.
        unit = money_unit_of(re.sub("^单位:|人民币", "", unit)) or unit
    if unit is not None and unit not in _units(fact):
        units = "、".join(_units(fact)) or "没有"
        raise BadDossier(Fault("E423", f"“{fact.label}”没有这个单位", f"可用的单位：{units}", unit, place))
    return FactHeading(fact, int(year) if year else None, unit)


def is_year(text: str) -> bool:
    """Whether a text is a year a firm may report on."""
    return bool(re.fullmatch(r"[0-9]{4}", text)) and 1949 <= int(text) <= 2200


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
    return (match[1], match[2]) if match and heading not in _FACT_OF else (heading, None)


def _units(fact: Fact) -> tuple[str, ...]:
    if fact.kind is Kind.MONEY:
        return tuple(MONEY_UNITS)
    return _PLAIN_UNITS.get(fact.kind, (fact.unit,) if fact.unit else ())


def _suggestion(stem: str, known: Sequence[str]) -> str:
    """The nearest headings; where none is near, how to find them rather than all of them."""
    remedy = nearest(stem, known)
    return remedy if len(remedy) < 120 else "请用词汇表里的键或名称，如 revenue 或 营业收入；不需要的列请删去"
