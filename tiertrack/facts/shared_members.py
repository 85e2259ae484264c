"""The members that the files of enterprises and of achievements share: facts, titles and the region."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.credit_code import attested_credit_code, normalise_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import HeldTitle
from tiertrack.facts.headings import is_year, key_named
from tiertrack.facts.json_reading import JsonObject
from tiertrack.facts.parsing import Raw, parse_value
from tiertrack.facts.units import parse_instant
from tiertrack.facts.vocabulary import FACTS, Fact, nearest
from tiertrack.law.region_reading import read_region
from tiertrack.law.title_names import NamedTitle, named_title, no_listing, no_product
from tiertrack.law.titles import TITLES, held_per_product
from tiertrack.temporal import Period


def region_in(given: JsonObject) -> str | None:
    """The code of the region, which has the name it had on the day the text is read as of."""
    return given.text("region", lambda text: read_region(text, given.on).code)


def credit_code_in(given: JsonObject, key: str = "uscc") -> str | None:
    """The credit code: a text, or one whose check character is off with the licence it was copied from."""
    stated = given.members.get(key)
    if not isinstance(stated, dict):
        return given.text(key, normalise_credit_code)
    code = given.part(key, stated)
    code.refuse_others(("value", "attested"))
    licence = code.text("attested")
    return code.text("value", normalise_credit_code if licence is None else attested_credit_code)


def scalar(raw: Any, subject: str = "") -> Raw:
    """A value as a file may state it; raises BadDossier for a list or an object."""
    if isinstance(raw, str | int | Decimal):
        return raw
    raise BadDossier(Fault("E310", f"{subject}须是文字、整数或是否", "请核对写法", str(raw)))


# Facts.


def facts_in(given: JsonObject, known: Collection[str] = FACTS) -> Iterator[Datum]:
    """The observations of the facts stated, which are to be among those known."""
    facts = given.part("facts", given.members.get("facts"))
    facts.refuse_others(known, lambda name: key_named(name, known))
    for key, stated in facts.members.items():
        if key in known and stated is not None:
            fact = FACTS[key]
            yield from _years(facts, fact, stated) if fact.yearly else _observations(facts, key, fact, None, stated)


def _years(facts: JsonObject, fact: Fact, stated: Any) -> Iterator[Datum]:
    if not isinstance(stated, dict):
        remedy = f'请按年度写，如 {{"2025": {json.dumps(stated, ensure_ascii=False, default=str)}}}'
        facts.fault(fact.key, "E306", f"“{fact.label}”按年度填报", remedy)
        return
    years = facts.part(fact.key, stated)
    years.refuse_others(stated)
    for year, value in stated.items():
        if not is_year(year):
            years.fault("", "E307", "年度须为四位数字", "请写如 2025", year)
        elif value is not None:
            yield from _observations(years, year, fact, int(year), value)


def _observations(within: JsonObject, key: str, fact: Fact, year: int | None, stated: Any) -> Iterator[Datum]:
    """The observations of one value: one, or a list of them, each of a source of its own."""
    if isinstance(stated, dict) and "value" not in stated and not fact.yearly:
        within.fault(key, "E308", f"“{fact.label}”不按年度填报", "请直接写值")
        return
    several = stated if isinstance(stated, list) else [stated]
    found = [datum for value in several for datum in _observation(within, key, fact, year, value)]
    origins = {(datum.source, datum.recorded_at) for datum in found}
    if len(found) > 1 and (None in {source for source, _at in origins} or len(origins) < len(found)):
        values = "、".join(str(value.get("value") if isinstance(value, dict) else value) for value in several)
        remedy = "请给每个值写上不同的 source，同一来源的更正写上 recorded_at，或只留一个"
        within.fault(key, "E309", "同一事实有两个值而没有分清来源", remedy, values)
    yield from found


def _observation(within: JsonObject, key: str, fact: Fact, year: int | None, stated: Any) -> Iterator[Datum]:
    parts = stated if isinstance(stated, dict) else {"value": stated}
    within.part(key, parts).refuse_others(("value", "source", "recorded_at"))
    raw, source = parts.get("value"), parts.get("source")
    if raw is not None and not isinstance(source, str | None):
        within.fault(key, "E318", "来源须是文字", "请写文件或出处的名称，并加上引号", source)
        return

    def datum(raw: Any) -> Datum:
        value = parse_value(fact, scalar(raw, f"“{fact.label}”的值"))
        return Datum(fact.key, year, value, source, _instant(parts.get("recorded_at")))

    found = within.read_value(key, raw, datum)
    if found is not None:
        yield found


def _instant(text: Any) -> dt.datetime | None:
    if text is None:
        return None
    instant = parse_instant(str(text))
    if instant is None or instant.tzinfo is None:
        fault = Fault("E317", "时刻读不出来", "请写带时区的 ISO 8601 时刻，如 2026-03-01T09:00:00+08:00", str(text))
        raise BadDossier(fault)
    return instant


# Titles.


def titles_in(given: JsonObject) -> tuple[HeldTitle, ...]:
    """The titles held, as they are listed."""
    remedy = '请写成 [{"title": …, "from": …, "through": …}]'
    return given.parts("titles", lambda key, value: _title(given.part(key, value)), remedy) or ()


def named_title_in(given: JsonObject) -> NamedTitle | None:
    """The title a member names; None where, with its fault kept, there is none of that name."""
    title = given.members.get("title")
    found = named_title(title) if isinstance(title, str) else None
    if found is None:
        refuse_title(given)
    return found


def refuse_title(given: JsonObject) -> None:
    """Keeps the fault of a name that is no title."""
    title = given.members.get("title")
    remedy = (no_listing(title) if isinstance(title, str) else None) or nearest(str(title), TITLES)
    given.fault("title", "E312", "没有这个称号", remedy, title)


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
    return HeldTitle(named.title, Period.through(start, last), product, old.label if old else None)


def _product(given: JsonObject, title: str | None) -> str | None:
    product = given.members.get("product")
    if product is None:
        return None
    if not isinstance(product, str) or not product.strip():
        given.fault("product", "E304", "“product”须是文字", "请照证书写产品名称", product)
    elif title is not None and not held_per_product(title):
        given.fault("product", "E319", f"{TITLES[title]}的证书不写产品", no_product(), product)
    else:
        return " ".join(product.split())
    return None
