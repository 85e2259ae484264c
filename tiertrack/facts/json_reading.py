"""Reading JSON that people write: every fault is gathered with its place, so that all are reported together."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from tiertrack.errors import BadDossier, BadFile, Fault, TiertrackError
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import HeldTitle
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.facts.ip_file import RIGHT_MEMBERS, repeated_rights, right_from
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.units import parse_date
from tiertrack.facts.vocabulary import FACTS, Fact, nearest
from tiertrack.law.title_names import NamedTitle, named_title, no_listing, no_product
from tiertrack.law.titles import TITLES, held_per_product
from tiertrack.temporal import Period


def json_content(text: str, place: str) -> Mapping[str, Any]:
    """The JSON object a text is; raises BadFile where it is not one."""
    try:
        content = json.loads(text, object_pairs_hook=_Members, parse_float=Decimal, parse_constant=_no_constant)
        # Half a surrogate pair can be escaped in JSON, but no file or terminal takes it.
        json.dumps(content, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        where = f"{place} 第 {error.lineno} 行第 {error.colno} 列"
        raise BadFile(Fault("E403", "不是合乎语法的 JSON", "请核对括号、引号和逗号", place=where)) from None
    except ValueError as error:
        raise BadFile(Fault("E403", "不是可用的 JSON", "请核对内容", str(error)[:80], place)) from None
    if not isinstance(content, dict):
        raise BadFile(Fault("E404", "档案须是一个 JSON 对象", '请写成 {"name": …, "facts": {…}}', place=place))
    return content


class _Members(dict[str, Any]):
    """A JSON object that remembers which of its members were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _value in pairs]
        self.repeated = sorted({name for name in names if names.count(name) > 1})


def _no_constant(word: str) -> None:
    raise ValueError(word)


class JsonReader:
    """Reads one subject's JSON object, gathering faults as it goes."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._faults: list[Fault] = []

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was wrong so far, in reading order."""
        return tuple(self._faults)

    def _fault(self, code: str, what: str, remedy: str, value: object, *path: str) -> None:
        shown = None if value is None else str(value)
        place = " ".join(part for part in (self._place, ".".join(path)) if part)
        self._faults.append(Fault(code, what, remedy, shown, place))

    def _take(self, error: TiertrackError, *path: str) -> None:
        self._faults.extend(error.at(f"{self._place} {'.'.join(path)}").faults)

    def _known_members(self, content: Mapping[str, Any], known: Iterable[str], *path: str) -> None:
        for name in content:
            if name not in known:
                where = [part for part in (*path, name) if part]
                self._fault("E302", f"不认识“{name}”", nearest(name, known), None, *where)
        for name in getattr(content, "repeated", ()):
            where = [part for part in (*path, name) if part]
            self._fault("E303", f"“{name}”写了两次", "请只留一个；来源不同的两个值请写成带 source 的列表", None, *where)

    def _text(self, content: Mapping[str, Any], name: str, read: Any) -> Any:
        value = content.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self._fault("E304", f"“{name}”须是文字", "请加上引号", value, name)
            return None
        try:
            return read(value)
        except TiertrackError as error:
            self._take(error, name)
            return None

    def _object(self, value: Any, *path: str) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._fault("E305", f"“{path[-1]}”须是一个 JSON 对象", '请写成 {"键": 值}', value, *path)
            return {}
        return value

    def _facts(self, value: Any, known: Iterable[str] = FACTS) -> Iterable[Datum]:
        facts = self._object(value, "facts")
        self._known_members(facts, known, "facts")
        for key, given in facts.items():
            if key not in known or given is None:
                continue
            if FACTS[key].yearly:
                yield from self._years(FACTS[key], given)
            else:
                yield from self._observations(FACTS[key], None, given, "facts", key)

    def _years(self, fact: Fact, given: Any) -> Iterable[Datum]:
        if not isinstance(given, dict):
            remedy = f'请按年度写，如 {{"2025": {json.dumps(given, ensure_ascii=False, default=str)}}}'
            self._fault("E306", f"“{fact.label}”按年度填报", remedy, None, "facts", fact.key)
            return
        self._known_members(given, given, "facts", fact.key)
        for year, value in given.items():
            if not (len(year) == 4 and year.isascii() and year.isdigit() and 1949 <= int(year) <= 2200):
                self._fault("E307", "年度须为四位数字", "请写如 2025", year, "facts", fact.key)
            elif value is not None:
                yield from self._observations(fact, int(year), value, "facts", fact.key, year)

    def _observations(self, fact: Fact, year: int | None, given: Any, *path: str) -> Iterable[Datum]:
        if isinstance(given, dict) and not {"value"} <= set(given) and not fact.yearly:
            self._fault("E308", f"“{fact.label}”不按年度填报", "请直接写值", None, *path)
            return
        several = given if isinstance(given, list) else [given]
        found = [datum for one in several for datum in self._observation(fact, year, one, *path)]
        origins = [(datum.source, datum.recorded_at) for datum in found]
        if len(found) > 1 and (None in [source for source, _at in origins] or len(set(origins)) < len(origins)):
            values = "、".join(str(one.get("value") if isinstance(one, dict) else one) for one in several)
            self._fault(
                "E309",
                "同一事实有两个值而没有分清来源",
                "请给每个值写上不同的 source，同一来源的更正写上 recorded_at，或只留一个",
                values,
                *path,
            )
        yield from found

    def _observation(self, fact: Fact, year: int | None, given: Any, *path: str) -> Iterable[Datum]:
        stated = given if isinstance(given, dict) else {"value": given}
        if stated.get("value") is None and not isinstance(given, dict):
            return
        self._known_members(stated, ("value", "source", "recorded_at"), *path)
        raw, source = stated.get("value"), stated.get("source")
        if raw is None:
            return
        if not isinstance(source, str | None):
            self._fault("E318", "来源须是文字", "请写文件或出处的名称，并加上引号", source, *path)
            return
        if not isinstance(raw, str | int | Decimal):
            self._fault("E310", f"“{fact.label}”的值须是文字、整数或是否", "请核对写法", raw, *path)
            return
        try:
            value = parse_value(fact, raw)
            yield Datum(fact.key, year, value, source, _instant(stated.get("recorded_at")))
        except TiertrackError as error:
            self._take(error, *path)

    def _list(self, value: Any, name: str, remedy: str) -> list[tuple[str, Any]]:
        """The parts of a list, each with its place."""
        if value is not None and not isinstance(value, list):
            self._fault("E311", f"{name} 须是列表", remedy, value, name)
            return []
        return [(f"{name}[{index}]", one) for index, one in enumerate(value or ())]

    def _ip(self, value: Any) -> tuple[IpRight, ...] | None:
        """The list of rights; an empty list states that there is none, no list nothing."""
        if value is None:
            return None
        listed = self._list(value, "ip", '请写成 [{"name": …, "kind": …, "granted_on": …}]')
        read = [right for place, one in listed for right in self._right(one, place)]
        for place, fault in repeated_rights(read):
            self._faults.append(fault.at(f"{self._place} {place}"))
        return tuple(right for _place, right in read)

    def _right(self, value: Any, place: str) -> Iterable[tuple[str, IpRight]]:
        given = self._object(value, place)
        if value is not None and given is not value:
            return
        self._known_members(given, RIGHT_MEMBERS, place)
        try:
            yield place, right_from(given)
        except BadDossier as error:
            for fault in error.faults:
                self._faults.append(attrs.evolve(fault, place=f"{self._place} {place}.{fault.place}"))

    def _titles(self, value: Any) -> tuple[HeldTitle, ...]:
        listed = self._list(value, "titles", '请写成 [{"title": …, "from": …, "through": …}]')
        return tuple(held for place, one in listed for held in self._title(one, place))

    def _named_title(self, given: Mapping[str, Any], place: str) -> NamedTitle:
        title = given.get("title")
        found = named_title(title) if isinstance(title, str) else None
        if found is None:
            self._no_such_title(title, place)
        return found or NamedTitle(str(title))

    def _no_such_title(self, title: Any, place: str) -> None:
        remedy = (no_listing(title) if isinstance(title, str) else None) or nearest(str(title), TITLES)
        self._fault("E312", "没有这个称号", remedy, title, place, "title")

    def _title(self, value: Any, place: str) -> Iterable[HeldTitle]:
        given = self._object(value, place)
        self._known_members(given, ("title", "from", "through", "product"), place)
        before = len(self._faults)
        named = self._named_title(given, place)
        title, old = named.title, named.old
        start, last = (self._day(given.get(name), place, name) for name in ("from", "through"))
        if start and last and last < start:
            self._fault("E313", "称号的最后一日早于起始日", "请核对 from 与 through", f"{start}—{last}", place)
        product = self._product(given.get("product"), title, place)
        # 培育企业 were on their way to the title; to have been one is not to hold it.
        if len(self._faults) == before and (old is None or old.conferred):
            yield HeldTitle(title, Period.through(start, last), product, old.label if old else None)

    def _product(self, value: Any, title: str, place: str) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self._fault("E304", "“product”须是文字", "请照证书写产品名称", value, place, "product")
        elif title in TITLES and not held_per_product(title):
            self._fault("E319", f"{TITLES[title]}的证书不写产品", no_product(), value, place, "product")
        else:
            return " ".join(value.split())
        return None

    def _day(self, value: Any, *path: str) -> dt.date | None:
        if value is None:
            return None
        try:
            return parse_date(str(value))
        except TiertrackError as error:
            self._take(error, *path)
            return None


def _instant(text: Any) -> dt.datetime | None:
    if text is None:
        return None
    try:
        instant = dt.datetime.fromisoformat(str(text))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        fault = Fault("E317", "时刻读不出来", "请写带时区的 ISO 8601 时刻，如 2026-03-01T09:00:00+08:00", str(text))
        raise BadDossier(fault)
    return instant
