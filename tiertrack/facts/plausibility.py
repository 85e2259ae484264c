"""What is hardly true of a firm, whatever its form: amounts in a wrong unit, days to come, parts above their whole.

Each doubt is written once, in comparisons that hold for a single value as for a column of values. Nothing is refused
for one, nor altered: it is said.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from attrs import frozen

from tiertrack.facts.datum import value_key
from tiertrack.facts.units import LARGEST_FEN, format_money, format_value
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.logic.quantity import Kind

# Comparisons of values, in the order of what is read: of numbers and days, or of columns of them.
Holds = Callable[..., Any]

_WRONG_UNIT, _HARDLY_TRUE = "疑似单位写错", "数值可疑"


@frozen
class Case:
    """One way in which a doubt shows: when it holds, and what it says of the firms of which it holds, ``{name0}`` for
    the name of the first of what is read."""

    holds: Holds
    claim: str


@frozen(eq=False)
class Doubt:
    """Something hardly true of the values under the keys it ``reads``; of its ``cases`` one at least ``holds``."""

    subject: str
    reads: tuple[str, ...]
    holds: Holds
    cases: tuple[Case, ...]

    def text(self, case: Case, count: int, place: str, values: Sequence[Any]) -> str:
        """What is in doubt, in words: of how many firms, and the values of the first."""
        where = f" {place}" if place[:1].isascii() else place
        claim, shown = self._with(case.claim, values), self._with(self._shown, values)
        return f"{self.subject}：{count} 家企业的{claim}，如{where}的 {shown}；没有改动"

    def of_one(self, case: Case, values: Sequence[Any]) -> str:
        """The same of one firm, which is the one spoken of."""
        return self._with(self.sentence(case), values)

    def sentence(self, case: Case) -> str:
        """The words in which it is said of one firm, before it is known which: ``{name0}`` and ``{value0}`` stand for
        the name and the value of the first of what is read."""
        return f"{self.subject}：{case.claim}（{self._shown}），请核对"

    @property
    def _shown(self) -> str:
        return " 与 ".join(f"{{value{place}}}" for place in range(len(self.reads)))

    def _with(self, said: str, values: Sequence[Any]) -> str:
        names = {f"name{place}": _label(key) for place, key in enumerate(self.reads)}
        known = zip(self.reads, values, strict=True)
        return said.format(**names, **{f"value{place}": _shown(*one) for place, one in enumerate(known)})


def _doubt(subject: str, reads: Sequence[str], *cases: Case) -> Doubt:
    def holds(*values: Any) -> Any:
        found = cases[0].holds(*values)
        for case in cases[1:]:
            found = found | case.holds(*values)
        return found

    return Doubt(subject, tuple(reads), holds, cases)


def doubts(keys: Collection[str], on: dt.date | None = None) -> tuple[Doubt, ...]:
    """Every doubt that values under some keys (``revenue:2025``) allow; ``on`` is the day that none may lie after."""
    return _doubts(frozenset(keys), on)


def contradictions(keys: Collection[str]) -> tuple[Doubt, ...]:
    """Those of the doubts by which figures contradict each other, whatever their units: no product of them is needed to
    tell, and each has one case."""
    return tuple(doubt for doubt in doubts(keys) if doubt.subject == _HARDLY_TRUE)


@functools.lru_cache(maxsize=1024)
def _doubts(keys: frozenset[str], on: dt.date | None) -> tuple[Doubt, ...]:
    yearly: dict[str, list[int]] = {}
    for key in sorted(keys):
        name, _colon, year = key.partition(":")
        if name in FACTS:
            yearly.setdefault(name, []).extend([int(year)] if year else [])
    return (
        *_years_apart(yearly),
        *_per_head(keys),
        *_too_many(keys),
        *_parts(keys),
        *_founded_late(keys),
        *((*_to_come(keys, on), *_counted_too_far(keys, on)) if on is not None else ()),
    )


def suspicious(values: Mapping[str, Any], on: dt.date | None = None) -> Iterator[tuple[Doubt, Case, tuple[Any, ...]]]:
    """Every case that holds of the values of one firm, days as ordinals, with the values it holds of."""
    return _holding(doubts(values.keys(), on), values)


def overcounted(values: Mapping[str, Any], on: dt.date) -> Iterator[tuple[Doubt, Case, tuple[Any, ...]]]:
    """The same of counts that cannot have come so far by a day, which no later knowledge of them makes right."""
    return _holding(_counted_too_far(values, on), values)


def _holding(found: Iterable[Doubt], values: Mapping[str, Any]) -> Iterator[tuple[Doubt, Case, tuple[Any, ...]]]:
    for doubt in found:
        read = tuple(_comparable(key, values[key]) for key in doubt.reads)
        if doubt.holds(*read):
            yield from ((doubt, case, read) for case in doubt.cases if case.holds(*read))


def figures_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values read of one firm that may be hardly true: the values of its facts."""
    return {key: value for key, value in values.items() if key.partition(":")[0] in FACTS}


def _comparable(key: str, value: Any) -> Any:
    return dt.date.fromordinal(value) if _fact(key).kind is Kind.DATE else value


def _fact(key: str) -> Fact:
    return FACTS[key.partition(":")[0]]


def _label(key: str) -> str:
    name, _colon, year = key.partition(":")
    return FACTS[name].in_year(year)


def _shown(key: str, value: Any) -> str:
    fact = _fact(key)
    return value.isoformat() if isinstance(value, dt.date) else format_value(value, fact.kind, fact.unit)


# A wrong unit. How many times apart two years of a firm are taken to be a power of ten apart: close to it while firms
# do grow so much within a year, at any distance beyond.
_TIMES_APART = (
    (10, 7, 15),
    (100, 70, 150),
    (1_000, 500, 3_000),
    *((10**power, 3 * 10 ** (power - 1), 3 * 10**power) for power in range(4, 9)),
)
# What one year has and another has not is no matter of units until it is very much.
_VOLATILE = {"equity_financing"}


def _years_apart(yearly: Mapping[str, Sequence[int]]) -> Iterator[Doubt]:
    for name, years in yearly.items():
        fact = FACTS[name]
        if fact.kind not in (Kind.MONEY, Kind.PEOPLE):
            continue
        least = 10_000 if fact.lowest is None else 1_000 if name in _VOLATILE else 10
        for pair in combinations([value_key(name, year) for year in years], 2):
            yield Doubt(_WRONG_UNIT, pair, functools.partial(_far_apart, least=least), _cases_apart(least))


# What many doubts have in common is made once, so that they are seen to have it in common.
@functools.cache
def _cases_apart(least: int) -> tuple[Case, ...]:
    cases = []
    for times, low, high in _TIMES_APART:
        if times >= least:
            apart = functools.partial(_apart, low=low, high=high)
            cases += [
                Case(apart, f"{{name0}}只有{{name1}}的约 {times:,} 分之一"),
                Case(_swapped(apart), f"{{name1}}只有{{name0}}的约 {times:,} 分之一"),
            ]
    return tuple(cases)


def revised(key: str, value: Any, earlier: Any) -> Iterator[tuple[Doubt, Case, tuple[Any, ...]]]:
    """The doubt of a value that is powers of ten away from what was stated earlier of the same."""
    if _fact(key).kind not in (Kind.MONEY, Kind.PEOPLE):
        return
    for times, low, high in _TIMES_APART:
        for claim, pair in (
            (f"{{name0}}只有原来登记的约 {times:,} 分之一", (value, earlier)),
            (f"{{name0}}是原来登记的约 {times:,} 倍", (earlier, value)),
        ):
            if _apart(*pair, low=low, high=high):
                case = Case(functools.partial(_apart, low=low, high=high), claim)
                yield Doubt(_WRONG_UNIT, (key, key), case.holds, (case,)), case, (value, earlier)


def _swapped(holds: Holds) -> Holds:
    return lambda first, second: holds(second, first)


def _apart(small: Any, large: Any, low: int, high: int) -> Any:
    # A value that would not fit any more when multiplied has no larger one above it that far.
    fits = (small > 0) & (small <= LARGEST_FEN // low)
    return fits & (large >= small * low) & ((small > LARGEST_FEN // high) | (large < small * high))


def _far_apart(first: Any, second: Any, least: int) -> Any:
    low = next(low for times, low, _high in _TIMES_APART if times == least)
    fits = LARGEST_FEN // low
    return ((first > 0) & (second > 0)) & (
        ((first <= fits) & (second >= first * low)) | ((second <= fits) & (first >= second * low))
    )


def _more_than(value: Any, most: int) -> Any:
    return value > most


# What a firm takes in for each of its people, in fen.
_LEAST_PER_HEAD, _MOST_PER_HEAD = 1_000_00, 100_000_000_00
_NOBODY_FROM = 1_000_000_00
# No employer has ever had as many; more would not fit when multiplied.
_MOST_STAFF = 10_000_000
_INCOMES = ("revenue", "main_revenue", "sales_revenue", "total_income")


def _per_head(keys: Collection[str]) -> Iterator[Doubt]:
    for name in _INCOMES:
        for staff in sorted(key for key in keys if key.startswith("employees:")):
            income = f"{name}:{staff.partition(':')[2]}"
            if income in keys:
                yield _doubt(_WRONG_UNIT, (income, staff), _TOO_LITTLE_PER_HEAD, _TOO_MUCH_PER_HEAD)
                yield _doubt(_HARDLY_TRUE, (income, staff), _earned_by_nobody(name))


@functools.cache
def _earned_by_nobody(income: str) -> Case:
    return Case(_by_nobody, f"{{name1}}为 0，而有{FACTS[income].label}")


def _by_nobody(income: Any, staff: Any) -> Any:
    return (staff == 0) & (income >= _NOBODY_FROM)


def _too_little(income: Any, staff: Any) -> Any:
    return _some(staff) & (income > 0) & (income < staff * _LEAST_PER_HEAD)


def _too_much(income: Any, staff: Any) -> Any:
    return _some(staff) & (income > staff * _MOST_PER_HEAD)


def _some(staff: Any) -> Any:
    return (staff > 0) & (staff <= _MOST_STAFF)


_BY_HEAD = f"{{name0}}按{FACTS['employees'].label}计，人均"
_TOO_LITTLE_PER_HEAD = Case(_too_little, f"{_BY_HEAD}不足 {format_money(_LEAST_PER_HEAD)}")
_TOO_MUCH_PER_HEAD = Case(_too_much, f"{_BY_HEAD}超过 {format_money(_MOST_PER_HEAD)}")
_TOO_MANY = Case(functools.partial(_more_than, most=_MOST_STAFF), "{name0}超过一千万人")


def _too_many(keys: Collection[str]) -> Iterator[Doubt]:
    for key in sorted(keys):
        if key.startswith("employees:"):
            yield _doubt(_HARDLY_TRUE, (key,), _TOO_MANY)


# What is part of what, by the words of the vocabulary.
_WHOLES = (
    ("rd_staff", "employees"),
    ("tech_staff", "employees"),
    ("rd_expense_domestic", "rd_expense"),
    ("main_revenue", "revenue"),
    ("main_product_revenue", "main_revenue"),
    ("main_product_revenue", "revenue"),
    ("high_tech_revenue", "total_income"),
    ("sales_revenue", "total_income"),
    ("net_profit_deducted", "net_profit"),
    ("net_assets", "total_assets"),
    ("class1_ip_self_developed", "class1_ip"),
    ("class1_ip_high_value", "class1_ip"),
    # Whoever is second in the world is at least second at home.
    ("domestic_rank", "global_rank"),
)


def _parts(keys: Collection[str]) -> Iterator[Doubt]:
    for part, whole in _WHOLES:
        for key in sorted(key for key in keys if key.partition(":")[0] == part):
            above = key.replace(part, whole, 1)
            if above in keys:
                yield _doubt(_HARDLY_TRUE, (key, above), _PART_ABOVE_WHOLE)


_PART_ABOVE_WHOLE = Case(operator.gt, "{name0}大于{name1}")


_OF_A_FIRM = (*_INCOMES, "total_assets", "employees")


def _founded_late(keys: Collection[str]) -> Iterator[Doubt]:
    founded = "established_on"
    if founded in keys:
        for key in sorted(key for key in keys if key.partition(":")[0] in _OF_A_FIRM):
            yield _doubt(_HARDLY_TRUE, (founded, key), _founded_after(int(key.partition(":")[2])))


@functools.cache
def _founded_after(year: int) -> Case:
    late = functools.partial(_known_and_after, last=dt.date(year, 12, 31))
    return Case(late, "{name0}晚于{name1}所属的年度")


def _known_and_after(day: Any, value: Any, last: dt.date) -> Any:
    return (day > last) & (value > 0)


def _to_come(keys: Collection[str], on: dt.date) -> Iterator[Doubt]:
    late = Case(functools.partial(_after, on=on), f"{{name0}}晚于 {on}")
    for key in sorted(keys):
        name, _colon, year = key.partition(":")
        if name in FACTS and year and int(year) > on.year:
            yield _doubt(_HARDLY_TRUE, (key,), _YEAR_TO_COME)
        elif name in FACTS and FACTS[name].kind is Kind.DATE:
            yield _doubt(_HARDLY_TRUE, (key,), late)


# The first day of counts that begin on one.
_COUNTED_FROM = {"days_cap_below_500m": dt.date(2024, 10, 30)}


def _counted_too_far(keys: Collection[str], on: dt.date) -> Iterator[Doubt]:
    for key, first in _COUNTED_FROM.items():
        if key in keys:
            most = _weekdays(first, on)
            beyond = functools.partial(_more_than, most=most)
            claim = f"{{name0}}多于到 {on} 为止的 {most} 个工作日"
            yield _doubt(_HARDLY_TRUE, (key,), Case(beyond, claim))


def _weekdays(first: dt.date, last: dt.date) -> int:
    """How many days from Monday to Friday lie between two, both counted; an exchange trades on no others."""
    whole, rest = divmod(max((last - first).days + 1, 0), 7)
    return whole * 5 + sum((first.weekday() + day) % 7 < 5 for day in range(rest))


def _known(value: Any) -> Any:
    return (value == 0) | (value != 0)


_YEAR_TO_COME = Case(_known, "{name0}所属的年度还没有到")


def _after(day: Any, on: dt.date) -> Any:
    return day > on
