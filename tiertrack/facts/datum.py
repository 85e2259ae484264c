"""One observation of one fact, with its source and the instant it was recorded."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from numbers import Integral
from typing import Any

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadDossier, Fault, TiertrackError
from tiertrack.facts.construction import Members, instant, text
from tiertrack.facts.stated_values import Stated, value_of
from tiertrack.facts.units import folded
from tiertrack.facts.vocabulary import FACT_NAMED, FACTS, Fact, nearest_facts
from tiertrack.logic.finding import Value


# There are few facts and years, and each value of each enterprise has such a key: they are made once.
@functools.lru_cache(maxsize=4096)
def value_key(key: str, year: int | None) -> str:
    """The key of a value: ``revenue:2025`` for a yearly fact, else the fact's own."""
    return key if year is None else f"{key}:{year}"


FIRST_YEAR, LAST_YEAR = 1949, 2200
# The years a firm may report on, by their texts.
YEARS = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}


def is_year(text: str) -> bool:
    """Whether a text is a year a firm may report on."""
    return text in YEARS


@frozen
class Datum:
    """One observation of one fact. A later one from the same source corrects it; another source stands beside it.

    Args:
        key: The key of a fact of the vocabulary, or its Chinese name.
        year: The fiscal year of a yearly fact, None for any other.
        value: Text as in a file (``"5200万元"``, ``"12%"``, ``"58.5分"``), a ``datetime.date``, a bool, or an exact
            number (int, Fraction, Decimal), which is the value itself: an amount in fen, points in hundredths of one,
            a share as a part of one (no int), a day as its ordinal, anything else counted. A float is refused.
        source: Where it is from.
        recorded_at: When it was learned, with its zone.

    Raises:
        BadDossier: Whatever is wrong with it, all of it at once.
    """

    key: str
    year: int | None
    value: Value
    source: str | None = None
    recorded_at: dt.datetime | None = None

    __repr__ = briefly

    def __init__(
        self,
        key: str,
        year: int | None,
        value: Stated,
        source: str | None = None,
        recorded_at: dt.datetime | None = None,
    ) -> None:
        try:
            fact = _fact(key)
            self.__attrs_init__(  # type: ignore[attr-defined]
                fact.key,
                _year(fact, year),
                _value(fact, value),
                None if source is None else text(source),
                None if recorded_at is None else instant(recorded_at),
            )
        except TiertrackError:
            raise BadDossier(*_faults(key, year, value, source, recorded_at)) from None


_bare: Callable[[type[Datum]], Datum] = object.__new__
_set_key, _set_year, _set_value, _set_source, _set_recorded_at = (
    getattr(Datum, name).__set__ for name in ("key", "year", "value", "source", "recorded_at")
)


def observed(
    key: str, year: int | None, value: Value, source: str | None = None, recorded_at: dt.datetime | None = None
) -> Datum:
    """An observation of members that are known to be right, as ``unchecked`` makes a value: most values of a file or
    of the register are one of these, and what attrs writes for a frozen class takes twice as long."""
    made = _bare(Datum)
    _set_key(made, key)
    _set_year(made, year)
    _set_value(made, value)
    _set_source(made, source)
    _set_recorded_at(made, recorded_at)
    return made


def are_confused(said: Sequence[Datum]) -> bool:
    """Whether several observations of one value cannot be told apart: each is to have a source of its own, or the
    instant it was recorded at."""
    origins = [datum.source for datum in said if datum.recorded_at is None]
    return len(said) > 1 and (None in origins or len(set(origins)) < len(origins))


def confused_sources(data: Iterable[Datum] | None) -> Iterator[Fault]:
    """A fault for each value whose observations cannot be told apart."""
    said: dict[tuple[str, int | None], list[Datum]] = {}
    for datum in data or ():
        said.setdefault((datum.key, datum.year), []).append(datum)
    for (key, year), several in said.items():
        if are_confused(several):
            yield confusion(several).at(f"data {value_key(key, year)}")


def confusion(said: Iterable[Datum]) -> Fault:
    """The fault of observations that cannot be told apart."""
    values = "、".join(str(datum.value) for datum in said)
    remedy = "请给每个值写上不同的 source，同一来源的更正写上 recorded_at，或只留一个"
    return Fault("E309", "同一事实有两个值而没有分清来源", remedy, values)


def _faults(key: Any, year: Any, value: Any, source: Any, recorded_at: Any) -> Iterator[Fault]:
    """Everything that is wrong with the members of an observation."""
    given = Members(key=key, source=source, recorded_at=recorded_at)
    given.need("key", _fact)
    if not given.faults:
        fact: Fact = given["key"]
        given.read_value(f"{fact.key} year", lambda: _year(fact, year))
        given.read_value(fact.key, lambda: _value(fact, value))
    given.read("source", text)
    given.read("recorded_at", instant)
    return (fault.at("Datum") for fault in given.faults)


def _fact(key: Any) -> Fact:
    fact = FACTS.get(key) or FACT_NAMED.get(folded(key)) if isinstance(key, str) else None
    if fact is None:
        raise BadDossier(Fault("E302", f"不认识“{key}”", nearest_facts(str(key))))
    return fact


def _year(fact: Fact, year: Any) -> int | None:
    if not fact.yearly:
        if year is not None:
            raise BadDossier(Fault("E308", f"“{fact.label}”不按年度填报", "年度请写 None", str(year)))
        return None
    if year is None:
        raise BadDossier(Fault("E306", f"“{fact.label}”按年度填报", "请写年度，如 2025"))
    if isinstance(year, bool) or not isinstance(year, Integral) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise BadDossier(Fault("E307", "年度须为四位数字", "请写整数，如 2025", str(year)))
    return int(year)


def _value(fact: Fact, value: Any) -> Value:
    if value is None:
        raise BadDossier(Fault("E363", f"“{fact.label}”没有值", "未知的事实请不要写这一条"))
    return value_of(fact, value)
