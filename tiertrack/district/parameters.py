"""Limits a district sets without writing rules: a TOML file of plain thresholds, by the names the editions give them.

::

    [hard_tech]
    rd_share = "8%"
    rd_total = "300万元"
    valid_patents = 3
    evaluated_within = "36个月"

What holds nationwide cannot be set, except where the national wording names no number itself (as which loan counts as
high). All of a file is applied, or none of it: every fault is reported at once. An edition that is adjusted cites the
file.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import frozen

from tiertrack.enumeration import first_few
from tiertrack.errors import BadFile, BadInput, Fault, TiertrackError
from tiertrack.facts.units import parse_money, parse_share
from tiertrack.facts.vocabulary import FACTS
from tiertrack.input_file import read_text
from tiertrack.law.instrument import Citation, Confidence, Instrument
from tiertrack.logic import expr
from tiertrack.logic.expr import walk
from tiertrack.logic.quantity import Kind, Parameter, Quantity
from tiertrack.rules.edition import PARAMETERS, Edition
from tiertrack.rules.numbers import in_words, quantity_text
from tiertrack.rules.rulebook import Rulebook
from tiertrack.toml_text import toml_members

# The name of each kind of limit, with an example.
_KINDS: dict[Kind, tuple[str, str]] = {
    Kind.MONEY: ("金额", '"300万元"'),
    Kind.SHARE: ("比例", '"8%"'),
    Kind.YEARS: ("年限", '"36个月" 或 "3年"'),
    Kind.DAYS: ("天数", '"365天"'),
    Kind.COUNT: ("件数", '3 或 "3项"'),
    Kind.PEOPLE: ("人数", '3 或 "3人"'),
    Kind.POINTS: ("得分", '60 或 "60分"'),
    Kind.RANK: ("名次", '3 或 "3名"'),
    Kind.LEVEL: ("等级", '6 或 "6级"'),
}

# The units of what is counted in whole numbers, each with its size.
_UNITS: dict[Kind, dict[str, int]] = {
    Kind.YEARS: {"年": 1},
    Kind.DAYS: {"天": 1, "日": 1},
    Kind.COUNT: {"项": 1, "件": 1, "个": 1, "万股": 10_000},
    Kind.PEOPLE: {"人": 1, "名": 1},
    Kind.POINTS: {"分": 100},
    Kind.RANK: {"名": 1},
    Kind.LEVEL: {"级": 1},
}


@frozen
class _Known:
    """A parameter as the editions have it: its default, and between which numbers it can lie."""

    parameter: Parameter
    lowest: int
    highest: int | None

    @property
    def text(self) -> str:
        """Its name within its table, its kind and its default."""
        return f"{self.name}（{_KINDS[self.parameter.kind][0]}，缺省 {quantity_text(self.parameter)}）"

    @property
    def name(self) -> str:
        """Its name within its table."""
        return self.parameter.name.rpartition(".")[2]

    @property
    def bounds(self) -> str:
        """Between which limits it can lie, in words."""
        lowest = quantity_text(Quantity(self.lowest, self.parameter.kind))
        if self.highest is None:
            return f"不低于 {lowest}"
        return f"在 {lowest} 与 {quantity_text(Quantity(self.highest, self.parameter.kind))} 之间"

    def allows(self, quantity: Quantity) -> bool:
        """Whether it can be so much."""
        return self.lowest <= quantity.magnitude and (self.highest is None or quantity.magnitude <= self.highest)


def with_parameter_file(rulebook: Rulebook, path: Path) -> Rulebook:
    """The rulebook with the limits a TOML file sets, cited in every edition that has one of them.

    Raises BadFile with every fault of the file.
    """
    text = read_text(path)
    limits = _limits(toml_members(text, path.name, 'rd_share = "8%"'), path.name, _known(rulebook))
    by = _citation(path.name, text)
    return Rulebook(tuple(edition.with_parameters(_of(edition, limits), by) for edition in rulebook.editions))


def _of(edition: Edition, limits: Mapping[str, Quantity]) -> Mapping[str, Quantity]:
    settable = _settable(edition)
    return {name: limit for name, limit in limits.items() if name in settable}


def _settable(edition: Edition) -> Mapping[str, Parameter]:
    """The limits of an edition that a district may set: of a national one only what its counting of rights leaves
    open."""
    if not edition.basis.is_national:
        return edition.parameters
    return {parameter.name: parameter for parameter in edition.ip.parameters} if edition.ip else {}


def _citation(name: str, text: str) -> Citation:
    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
    file = Instrument(PARAMETERS, name, "本区参数", None, None, None, Confidence.ORIGINAL)
    return file.clause("", note=f"内容指纹 {fingerprint}")


def _limits(content: Mapping[str, Any], place: str, known: Mapping[str, _Known]) -> dict[str, Quantity]:
    """The limits of a file by name; raises BadFile with every fault."""
    limits, faults = {}, []
    tables = {name.partition(".")[0] for name in known}
    for table, value in content.items():
        if isinstance(value, dict) and table not in tables:
            faults.append(_no_such_table(table, known).at(place))
            continue
        for name, raw in _leaves(table, value):
            try:
                limits[name] = _limit(name, raw, known)
            except TiertrackError as error:
                faults += error.at(f"{place} {name}").faults
    if faults:
        raise BadFile(*faults)
    return limits


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        yield name, value
        return
    for part, inner in value.items():
        yield from _leaves(f"{name}.{part}", inner)


def _no_such_table(table: str, known: Mapping[str, _Known]) -> Fault:
    tables = "、".join(f"[{other}]" for other in sorted({name.partition(".")[0] for name in known}))
    remedy = f"有参数的是 {tables}" if tables else "现有的版本都没有可调的参数"
    return Fault("E542", "这一级没有可调的参数", remedy, f"[{table}]")


def _limit(name: str, raw: Any, known: Mapping[str, _Known]) -> Quantity:
    if name not in known:
        raise BadInput(Fault("E543", "没有这个参数", _nearest(name, known)))
    parameter = known[name]
    quantity = Quantity(_magnitude(parameter.parameter.kind, raw), parameter.parameter.kind)
    if not parameter.allows(quantity):
        remedy = f"须{parameter.bounds}；缺省 {quantity_text(parameter.parameter)}"
        raise BadInput(Fault("E545", "超出范围", remedy, _shown(raw)))
    if in_words(quantity_text(quantity)) != {(quantity.kind.value, Fraction(quantity.magnitude))}:
        raise BadInput(Fault("E544", "小数写不尽", "请写至多六位小数能写尽的数", _shown(raw)))
    return quantity


def _nearest(name: str, known: Mapping[str, _Known]) -> str:
    """The known parameters most like a name in its table (or in all, where it has none), with kinds and defaults."""
    table, _dot, last = name.rpartition(".")
    there = {other.name: other for key, other in known.items() if not table or key.startswith(f"{table}.")}
    if near := difflib.get_close_matches(last, there, n=3, cutoff=0.5):
        return f"是否想写 {'、'.join(there[last_name].text for last_name in near)}"
    settable = first_few((parameter.text for parameter in there.values()), "个")
    return f"可调的有 {settable}" if settable else "这一级没有可调的参数"


def _magnitude(kind: Kind, raw: Any) -> int | Fraction:
    """The number of a limit as written in the file; raises BadQuantity or BadInput."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise _unreadable(kind, raw)
    match kind:
        case Kind.MONEY:
            return parse_money(str(raw))
        case Kind.SHARE:
            return parse_share(str(raw))
        case Kind.YEARS if months := re.fullmatch(r"(\d{1,4})\s*个月", str(raw).strip()):
            if int(months[1]) % 12:
                raise BadInput(Fault("E546", "不是整年", "年限只能按整年比较，请写 12 的倍数", _shown(raw)))
            return int(months[1]) // 12
        case _:
            return _whole(kind, raw)


def _whole(kind: Kind, raw: str | int | Decimal) -> int:
    units = _UNITS[kind]
    match = re.fullmatch(rf"(-?\d{{1,12}})\s*({'|'.join(units)})?", str(raw).strip())
    if match is None:
        raise _unreadable(kind, raw)
    # A bare number is in the first unit.
    return int(match[1]) * (units[match[2]] if match[2] else next(iter(units.values())))


def _unreadable(kind: Kind, raw: Any) -> BadInput:
    word, example = _KINDS[kind]
    return BadInput(Fault("E544", f"不是{word}", f"请写如 {example}", _shown(raw)))


def _shown(raw: Any) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    return raw.isoformat() if isinstance(raw, dt.date | dt.time) else str(raw)


def _known(rulebook: Rulebook) -> dict[str, _Known]:
    """Every parameter of the editions that may be adjusted, by name; raises BadInput where one name has two kinds."""
    known: dict[str, _Known] = {}
    for edition in rulebook.editions:
        settable = _settable(edition)
        for parameter in (limit for limit in _parameters(edition) if limit.parameter.name in settable):
            other = known.setdefault(parameter.parameter.name, parameter)
            if other.parameter.kind is not parameter.parameter.kind:
                kinds = f"{_KINDS[other.parameter.kind][0]}，{_KINDS[parameter.parameter.kind][0]}"
                remedy = "请给其中一个改名"
                raise BadInput(
                    Fault("E547", f"参数 {parameter.parameter.name} 在两个版本里不是一类", remedy, kinds, edition.key)
                )
    return known


def _parameters(edition: Edition) -> Iterator[_Known]:
    for criterion in edition.criteria:
        for node in walk(criterion.test):
            match node:
                case expr.Threshold(term=term, limit=Parameter() as parameter):
                    yield _Known(parameter, *_bounds(term, parameter.kind))
                case expr.TopRank(within=Parameter() as parameter):
                    yield _Known(parameter, 1, None)
    # Wherever else a limit stands, as the points a scorecard must reach.
    yield from (_Known(parameter, 0, None) for parameter in edition.parameters.values())


def _bounds(term: expr.Term, kind: Kind) -> tuple[int, int | None]:
    """Between which numbers a limit for a term can lie: no share but that of a growth exceeds the whole."""
    fact = FACTS.get(term.key) if isinstance(term, expr.Ref) else None
    highest = fact.highest if fact else None
    if kind is Kind.SHARE and highest is None and not isinstance(term, expr.Growth):
        highest = 1
    return (fact.lowest or 0) if fact else 0, highest
