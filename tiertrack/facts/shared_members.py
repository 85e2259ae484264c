"""The members that the files of enterprises and of achievements share: facts, titles and the region."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from numbers import Integral, Real
from typing import Any, TypeVar

from attrs import evolve

from tiertrack.errors import BadDossier, Fault, TiertrackError
from tiertrack.facts.construction import unchecked
from tiertrack.facts.credit_code import attested_credit_code, normalise_credit_code
from tiertrack.facts.datum import Datum, are_confused, confusion, is_year
from tiertrack.facts.dossier_parts import HeldTitle, printed_product, title_called
from tiertrack.facts.json_reading import JsonObject, keyed_by_text
from tiertrack.facts.member_names import member_named
from tiertrack.facts.parsing import Raw, parse_value
from tiertrack.facts.units import decimal_text, parse_instant, written_money
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.law.region_reading import read_region
from tiertrack.law.title_names import NamedTitle
from tiertrack.logic.finding import Value
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import Period

_T = TypeVar("_T")


def region_in(given: JsonObject) -> str | None:
    """The code of the region, which has the name it had on the day the text is read as of."""
    return given.text("region", lambda text: read_region(text, given.on).code)


def credit_code_in(given: JsonObject, key: str = "uscc") -> str | None:
    """The credit code: a text, or one whose check character is off with the licence it was copied from."""
    stated = given.members.get(key)
    if not isinstance(stated, Mapping):
        return given.text(key, normalise_credit_code)
    code = given.part(key, stated)
    code.refuse_others(("value", "attested"))
    licence = code.text("attested")
    return code.text("value", normalise_credit_code if licence is None else attested_credit_code)


def scalar(raw: Any, subject: str = "") -> Raw:
    """A value as a file may state it, or a program in its place; raises BadDossier for a list, an object or a float."""
    if isinstance(raw, str | int | Decimal | Fraction) or type(raw) is dt.date:
        return raw
    if isinstance(raw, Integral):
        return int(raw)
    if isinstance(raw, Real):
        remedy = f"请写文字，如 {raw!r} 写成带单位或 % 的文字，或用 json.loads(text, parse_float=Decimal) 读出"
        raise BadDossier(Fault("E361", f"{subject}不收浮点数，它说不准", remedy, str(raw)))
    raise BadDossier(Fault("E310", f"{subject}须是文字、整数或是否", "请核对写法", str(raw)))


# Facts.


def facts_in(given: JsonObject, known: Collection[str] = FACTS) -> tuple[Datum, ...]:
    """The observations of the facts stated, which are to be among those known."""
    facts = given.part("facts", given.members.get("facts"))
    facts.refuse_others(known)
    found: list[Datum] = []
    for key, stated in facts.members.items():
        if stated is None or key not in known:
            continue
        fact = FACTS[key]
        if fact.yearly:
            _read_years(facts, fact, stated, found)
        elif not _is_read(fact, stated, found):
            _read_value(facts, key, fact, None, stated, found)
    return tuple(found)


def _read_years(facts: JsonObject, fact: Fact, stated: Any, found: list[Datum]) -> None:
    if not isinstance(stated, dict | Mapping):
        remedy = f'请按年度写，如 {{"2025": {json.dumps(stated, ensure_ascii=False, default=str)}}}'
        facts.fault(fact.key, "E306", f"“{fact.label}”按年度填报", remedy)
        return
    if _are_read(fact, stated, found):
        return
    stated = keyed_by_text(stated)
    years = facts.part(fact.key, stated)
    years.refuse_others(stated)
    for year, value in stated.items():
        if not is_year(year):
            years.fault("", "E307", "年度须为四位数字", "请写如 2025", year)
        elif value is not None:
            _read_value(years, year, fact, int(year), value, found)


def _are_read(fact: Fact, stated: Mapping[Any, Any], found: list[Datum]) -> bool:
    """Adds the observations of years that are stated plainly, as nearly all are; False where there are others or, not
    yet told, something is wrong."""
    if getattr(stated, "repeated", None):
        return False
    made = []
    try:
        for year, value in stated.items():
            datum = _plain_datum(fact, int(year), value) if is_year(year) else None
            if datum is None:
                return False
            made.append(datum)
    except TiertrackError:
        return False
    found += made
    return True


def _is_read(fact: Fact, stated: Any, found: list[Datum]) -> bool:
    """The same of a value that is of no year."""
    try:
        datum = _plain_datum(fact, None, stated)
    except TiertrackError:
        return False
    if datum is not None:
        found.append(datum)
    return datum is not None


def _plain_datum(fact: Fact, year: int | None, stated: Any) -> Datum | None:
    """The observation of a value that stands alone or with its source; None for any other. Raises TiertrackError."""
    source = None
    if type(stated) not in _ALONE:
        if not isinstance(stated, dict) or not stated.keys() <= _SOURCED or getattr(stated, "repeated", None):
            return None
        source, stated = stated.get("source"), stated.get("value")
        if type(stated) not in _ALONE or not isinstance(source, str | None):
            return None
    return unchecked(Datum, fact.key, year, parse_value(fact, stated), source)


_SOURCED = frozenset(("value", "source"))
_OBSERVED = frozenset(("value", "source", "recorded_at"))
# What stands for a value by itself, without source or instant.
_ALONE = frozenset({str, int, bool, Decimal})


def _read_value(within: JsonObject, key: str, fact: Fact, year: int | None, stated: Any, found: list[Datum]) -> None:
    """Adds the observations of one value: one, or a list of them, each of a source of its own."""
    if type(stated) in _ALONE:
        value = within.read_value(key, stated, partial(parse_value, fact))
        if value is not None:
            found.append(unchecked(Datum, fact.key, year, value))
    elif isinstance(stated, list | tuple):
        several = [datum for one in stated for datum in _observation(within, key, fact, year, one)]
        if are_confused(several):
            values = "、".join(str(one.get("value") if isinstance(one, Mapping) else one) for one in stated)
            within.keep([evolve(confusion(several), value=values, place=key)])
        found += several
    elif isinstance(stated, dict | Mapping) and not fact.yearly and not _says_a_value(stated):
        within.fault(key, "E308", f"“{fact.label}”不按年度填报", "请直接写值")
    else:
        found += _observation(within, key, fact, year, stated)


def _says_a_value(parts: Mapping[str, Any]) -> bool:
    return "value" in parts or any(member_named(str(name), ("value",)) for name in parts)


def _observation(within: JsonObject, key: str, fact: Fact, year: int | None, stated: Any) -> Iterator[Datum]:
    parts = stated if isinstance(stated, dict | Mapping) else {"value": stated}
    if not parts.keys() <= _OBSERVED or getattr(parts, "repeated", None):
        told = within.part(key, parts)
        told.refuse_others(_OBSERVED)
        parts = told.members
    raw, source = parts.get("value"), parts.get("source")
    if raw is not None and not isinstance(source, str | None):
        within.fault(key, "E318", "来源须是文字", "请写文件或出处的名称，并加上引号", source)
        return

    def datum(raw: Any) -> Datum:
        value = parse_value(fact, scalar(raw, f"“{fact.label}”的值"))
        return unchecked(Datum, fact.key, year, value, source, instant_of(parts.get("recorded_at")))

    found = within.read_value(key, raw, datum)
    if found is not None:
        yield found


def instant_of(text: Any) -> dt.datetime | None:
    """The instant a text is, None for None; raises BadDossier for one without a zone and what is none."""
    if text is None:
        return None
    instant = parse_instant(str(text))
    if instant is None or instant.tzinfo is None:
        fault = Fault("E317", "时刻读不出来", "请写带时区的 ISO 8601 时刻，如 2026-03-01T09:00:00+08:00", str(text))
        raise BadDossier(fault)
    return instant


def written_value(fact: Fact, value: Value) -> Any:
    """A value as a file has it."""
    match fact.kind:
        case Kind.MONEY:
            return written_money(int(value))
        case Kind.DATE:
            return dt.date.fromordinal(int(value)).isoformat()
        case Kind.SHARE:
            return f"{Fraction(value)}" if Fraction(value).denominator != 1 else f"{Fraction(value) * 100}%"
        case Kind.POINTS:
            return decimal_text(Fraction(value) / 100, 2)
        case _:
            return value


def facts_written(data: Iterable[Datum]) -> dict[str, Any]:
    """The observations as the facts of a file: by key and year, several of one value in a list."""
    written: dict[str, Any] = {}
    for datum in data:
        fact = FACTS[datum.key]
        within = written.setdefault(datum.key, {}) if fact.yearly else written
        within.setdefault(str(datum.year) if fact.yearly else datum.key, []).append(_written(fact, datum))
    for key, said in written.items():
        written[key] = {year: _single(values) for year, values in said.items()} if FACTS[key].yearly else _single(said)
    return written


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _written(fact: Fact, datum: Datum) -> Any:
    value = written_value(fact, datum.value)
    if datum.source is None and datum.recorded_at is None:
        return value
    recorded_at = datum.recorded_at and datum.recorded_at.isoformat()
    beside = {"source": datum.source, "recorded_at": recorded_at}
    return {"value": value} | {member: said for member, said in beside.items() if said is not None}


# The order of what is grouped in a file, where it was told in another.


def order_in(given: JsonObject, told: Sequence[_T], key_of: Callable[[_T], str], member: str) -> tuple[_T, ...]:
    """What was told, in the order a file gives it: the keys of the values as they were told, each as often as it was.
    Without such a list, as it is grouped; keeps a fault where the list is of other keys."""
    order = given.parts(member, lambda _place, value: value)
    if order is None or given.faults:
        return tuple(told)
    left: dict[object, list[_T]] = {}
    for one in told:
        left.setdefault(key_of(one), []).append(one)
    if sorted(map(str, order)) != sorted(map(key_of, told)):
        given.fault(member, "E366", "所列的次序与所写的事实或判断对不上", f"请删去 {member}")
        return tuple(told)
    queues = {key: iter(ones) for key, ones in left.items()}
    return tuple(next(queues[key]) for key in order)


def order_written(told: Sequence[_T], key_of: Callable[[_T], str], group_of: Callable[[_T], str]) -> list[str] | None:
    """The keys in the order they were told; None where that is the order in which a file groups them."""
    keys = [key_of(one) for one in told]
    first = {group: place for place, group in reversed([*enumerate(map(group_of, told))])}
    seen = {key: place for place, key in reversed([*enumerate(keys)])}
    grouped = sorted(range(len(keys)), key=lambda place: (first[group_of(told[place])], seen[keys[place]], place))
    return None if grouped == [*range(len(keys))] else keys


# Titles.


def titles_in(given: JsonObject) -> tuple[HeldTitle, ...]:
    """The titles held, as they are listed."""
    remedy = '请写成 [{"title": …, "from": …, "through": …}]'
    return given.parts("titles", lambda key, value: _title(given.part(key, value)), remedy) or ()


def named_title_in(given: JsonObject, read: Callable[[Any], NamedTitle] = title_called) -> NamedTitle | None:
    """The title a member names; None where, with its fault kept, there is none of that name."""
    return given.told("title", read)


def _title(given: JsonObject) -> HeldTitle | None:
    given.refuse_others(("title", "from", "through", "product"))
    named = named_title_in(given)
    start, last = given.day("from"), given.day("through")
    if start and last and last < start:
        given.fault("", "E313", "称号的最后一日早于起始日", "请核对 from 与 through", f"{start}—{last}")
    product = _product(given, named.title if named else None)
    if named is None or not given.sound:
        return None
    old = named.old
    # 培育企业 were on their way to the title; to have been one is not to hold it.
    if old is not None and not old.conferred:
        return None
    return unchecked(HeldTitle, named.title, Period.through(start, last), product, old.label if old else None)


def title_written(held: HeldTitle) -> dict[str, Any]:
    """A title held as a file has it, by the name it was given by."""
    days = {"from": held.period.start, "through": held.period.last}
    beside = {member: day.isoformat() for member, day in days.items() if day is not None}
    return {"title": held.named or held.title} | beside | ({"product": held.product} if held.product else {})


def _product(given: JsonObject, title: str | None) -> str | None:
    return given.value("product", lambda printed: printed_product(title, printed))
