"""Reading the tables of indicators: every row checked by itself, by what it refers to, and beside the other rows."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

from attrs import frozen

from tiertrack.errors import BadFile, BadQuantity, Fault
from tiertrack.indicators.catalogue import (
    Amount,
    Catalogue,
    Check,
    CheckKind,
    Measure,
    MeasureKind,
    Observation,
    PrintedSpan,
    Source,
    Target,
    Word,
)
from tiertrack.intake.seed_rows import (
    Row,
    bad_cell,
    cells_of,
    member_in,
    one_of,
    read_rows,
    region_in,
    required,
    year_in,
)
from tiertrack.law.instrument import Confidence
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES
from tiertrack.shipped import seed_rows
from tiertrack.temporal import Period, months_after

# The tables by name, each with its columns.
TABLES: dict[str, tuple[str, ...]] = {
    "sources": ("key", "name", "title", "dated", "note"),
    "measures": ("key", "name", "counts", "kind", "scope", "unit", "definition", "not_counted"),
    "observations": ("key", "measure", "region", "period", "value", "scope", "source", "confidence", "note"),
    "targets": ("document", "region", "measure", "word", "year", "since", "value", "confidence", "note"),
    "checks": ("key", "kind", "parts", "printed", "note"),
}

# What a measure counts when it is not the holders of a title.
STATISTIC = "statistic"
# What the register counts, it counts in enterprises and by these kinds.
_ENTERPRISES = ("家", "户")
# What is written for the region of a number of the whole country.
NATIONWIDE = "全国"

_COUNTED = (MeasureKind.STOCK, MeasureKind.FLOW, MeasureKind.CUMULATIVE)

_Tables = Mapping[str, Iterable[Row]]
_Read = TypeVar("_Read")


@functools.cache
def catalogue() -> Catalogue:
    """Everything encoded. Raises BadFile, naming file and line, where a row cannot be right."""
    return read_catalogue({name: seed_rows(f"indicators/{name}.csv") for name in TABLES})


def read_catalogue(tables: _Tables) -> Catalogue:
    """The catalogue of five tables by their names in ``TABLES``.

    Raises BadFile with every row that cannot be right, each named by file and line.
    """
    faults: list[Fault] = []
    sources = _keyed(_table(tables, "sources", _source, faults), "sources", faults)
    measures = _keyed(_table(tables, "measures", _measure, faults), "measures", faults)
    faults += _same_names(measures)
    _raise(faults)
    known = _Known(sources, measures)
    observations = _table(tables, "observations", known.observation, faults)
    by_key = _keyed(observations, "observations", faults)
    targets = _table(tables, "targets", known.target, faults)
    faults += _mixed_words(targets)
    _raise(faults)
    checks = _table(tables, "checks", functools.partial(_check, by_key), faults)
    _keyed(checks, "checks", faults)
    faults += _unexplained(observations, checks)
    _raise(faults)
    return Catalogue(sources, measures, tuple(observations), tuple(targets), tuple(checks))


def _table(tables: _Tables, name: str, read: Callable[[Row], _Read], faults: list[Fault]) -> list[_Read]:
    try:
        return read_rows(tables[name], f"{name}.csv", lambda row, _place: read(cells_of(row, TABLES[name])))
    except BadFile as error:
        faults += error.faults
        return []


def _raise(faults: Sequence[Fault]) -> None:
    if faults:
        raise BadFile(*faults)


# One row by itself.


def _source(cells: Row) -> Source:
    dated = span_of(cells, "dated") if cells["dated"] else None
    name = required(cells, "name", "没有写名称", "请写报道或文件的简称")
    title = required(cells, "title", "没有写全称", "请写文件的全称，报道写文本编号")
    return Source(_key(cells), name, title, dated, cells["note"])


def _measure(cells: Row) -> Measure:
    kind = member_in(cells, "kind", MeasureKind)
    title = one_of(cells, "counts", {STATISTIC: None, **{key: key for key in TITLES}})
    if title is None and not cells["not_counted"]:
        raise bad_cell("not_counted", "没有写登记库为什么不能计", "请写原因，或在 counts 写称号的键", None)
    if title is not None and cells["not_counted"]:
        raise bad_cell("not_counted", "登记库能计的指标写了不能计的原因", "请去掉一处", cells["not_counted"])
    if title is not None and (cells["unit"] not in _ENTERPRISES or kind not in _COUNTED):
        remedy = f"单位请写 {'、'.join(_ENTERPRISES)}，类别请写 {'、'.join(kind.value for kind in _COUNTED)}"
        raise bad_cell("counts", "登记库只数企业", remedy, f"{cells['unit']} {kind.value}")
    return Measure(
        key=_key(cells),
        name=required(cells, "name", "没有写名称", "请写指标的名称"),
        title=title,
        kind=kind,
        scope=required(cells, "scope", "没有写口径", "请写数的是什么范围"),
        unit=required(cells, "unit", "没有写单位", "请写如 家、个、亿元"),
        definition=required(cells, "definition", "没有写定义", "请写怎样数"),
        not_counted=cells["not_counted"],
    )


@frozen
class _Known:
    """Reads the rows that refer to sources and measures."""

    sources: Mapping[str, Source]
    measures: Mapping[str, Measure]

    def observation(self, cells: Row) -> Observation:
        """A row of observations."""
        return Observation(
            measure=one_of(cells, "measure", self.measures),
            region=None if cells["region"] == NATIONWIDE else _region(cells),
            source=one_of(cells, "source", self.sources),
            confidence=member_in(cells, "confidence", Confidence),
            note=cells["note"],
            key=_key(cells),
            span=span_of(cells, "period") if cells["period"] else None,
            amount=amount_of(cells),
            scope=cells["scope"],
        )

    def target(self, cells: Row) -> Target:
        """A row of targets."""
        measure = one_of(cells, "measure", self.measures)
        word = member_in(cells, "word", Word)
        if word.is_of_flow is not (measure.kind is MeasureKind.FLOW):
            fitting = [other.value for other in Word if other.is_of_flow is not word.is_of_flow]
            remedy = f"{measure.kind.label}可写 {'、'.join(fitting)}，或换一个指标"
            raise bad_cell("word", f"“{word.value}”与{measure.kind.label}是两种口径", remedy, measure.name)
        year, since = year_in(cells, "year"), year_in(cells, "since")
        if since is not None and (not word.is_of_flow or year is None or since > year):
            raise bad_cell("since", "起算年度只用于流量目标，且不晚于目标年度", "请核对两个年度", cells["since"])
        return Target(
            measure=measure,
            region=_region(cells),
            source=one_of(cells, "document", self.sources),
            confidence=member_in(cells, "confidence", Confidence),
            note=cells["note"],
            word=word,
            amount=_target_amount(cells),
            year=year,
            since=since,
        )


def _target_amount(cells: Row) -> Amount | None:
    if not cells["value"]:
        required(cells, "note", "目标没有写数，也没有说明", "请写数，或在 note 写明为什么没有")
        return None
    amount = amount_of(cells)
    if amount.qualifier:
        raise bad_cell("value", "目标的限定词写在 word 一列", "这里只写数", cells["value"])
    return amount


def _check(observations: Mapping[str, Observation], cells: Row) -> Check:
    kind = member_in(cells, "kind", CheckKind)
    parts = tuple(one_of({"parts": key}, "parts", observations) for key in cells["parts"].split("|"))
    printed = one_of(cells, "printed", observations) if cells["printed"] else None
    if (printed is None) is not (kind is CheckKind.SIDE_BY_SIDE):
        raise bad_cell("printed", f"“{kind.label}”的这一格写得不对", "多值并列不写，其他都要写", cells["printed"])
    check = Check(_key(cells), kind, parts, printed, required(cells, "note", "没有说明", "请写怎样看待"))
    _refuse_unfit(check)
    return check


_OF_TWO = (CheckKind.ROLL, CheckKind.MULTIPLE, CheckKind.GROWTH)
_SUMS = (CheckKind.TOTAL, CheckKind.ROLL)


def _refuse_unfit(check: Check) -> None:
    """Raises BadFile for numbers that cannot be held against each other as the check says."""
    of_two, count = check.kind in _OF_TWO, len(check.parts)
    if count < 2 or (of_two and count > 2):
        remedy = "请写两项" if of_two else "请写两项以上"
        raise bad_cell("parts", f"“{check.kind.label}”的项数不对", remedy, str(count))
    if len({observation.region for observation in check.observations}) > 1:
        raise bad_cell("parts", "不是同一地区的数", "请只比同一地区的", None)
    if check.printed is None:
        return
    inexact = [observation.key for observation in check.observations if observation.amount.qualifier]
    if inexact:
        raise bad_cell("parts", "约数不能复算", "请只用确数，或改为多值并列", "|".join(inexact))
    compared = check.observations if check.kind in _SUMS else check.parts
    units = {observation.measure.unit for observation in compared}
    if len(units) > 1:
        raise bad_cell("parts", "单位不同的数不能这样比", "请核对", "、".join(sorted(units)))
    if check.kind in _SUMS and not _adds_up(check.kind, [observation.measure.kind for observation in compared]):
        remedy = "分项合计须同一类别；期初加新增须依次为存量、流量，得存量"
        raise bad_cell(
            "parts",
            "类别不同的数不能相加",
            remedy,
            "、".join(observation.measure.kind.label for observation in compared),
        )
    if check.kind not in _SUMS and not check.parts[1].amount.number:
        raise bad_cell("parts", "不能与零相比", "请换一项", check.parts[1].key)


def _adds_up(kind: CheckKind, kinds: Sequence[MeasureKind]) -> bool:
    """Whether numbers of these kinds, the result last, may be added."""
    if kind is CheckKind.ROLL:
        return list(kinds) == [MeasureKind.STOCK, MeasureKind.FLOW, MeasureKind.STOCK]
    return len(set(kinds)) == 1


# One cell.


def _key(cells: Row) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", cells["key"]):
        raise bad_cell("key", "键须由小写字母、数字和连字符组成", "请写如 srdi-2022-03", cells["key"])
    return cells["key"]


def _region(cells: Row) -> Region:
    region = region_in(cells)
    if region is None:
        raise bad_cell("region", "没有写地区", f"请写六位行政区划代码；公布的数是全国的，写 {NATIONWIDE}", None)
    return region


_AMOUNT = re.compile(r"(近|约|突破|超过|超|≥|预计)?([+-]?\d+(?:\.\d+)?)(万)?(余|以上)?")


def amount_of(cells: Row) -> Amount:
    """The number in the column ``value``, written as 114, 近200, 突破305, 50余 or 8.6万; raises BadFile."""
    match = _AMOUNT.fullmatch(cells["value"])
    if match is None or (match[1] and match[4]):
        raise bad_cell(
            "value", "数读不出来", "请写成 114、近200、突破305、50余、8.6万 的样子，单位在指标里", cells["value"]
        )
    return Amount(cells["value"], Fraction(match[2]) * (10_000 if match[3] else 1), match[1] or match[4] or "")


_SPAN = re.compile(r"(\d{4}(?:-\d{2}){0,2})(?:/(\d{4}(?:-\d{2}){0,2}))?")


def span_of(cells: Row, column: str) -> PrintedSpan:
    """The time in a column, written as 2022, 2022-03, 2022-10-31 or 2022-01/2022-09; raises BadFile."""
    match = _SPAN.fullmatch(cells[column])
    try:
        if match is None:
            raise ValueError
        first, last = _days(match[1]), _days(match[2] or match[1])
        return PrintedSpan(cells[column], Period(first.start, last.end))
    except (ValueError, BadQuantity):
        remedy = "请写成 2022、2022-03、2022-10-31 或 2022-01/2022-09 的样子，不知道就留空"
        raise bad_cell(column, "时间读不出来", remedy, cells[column]) from None


def _days(text: str) -> Period:
    """The days of a year, a month or a day."""
    numbers = [*map(int, text.split("-"))]
    year, month, day = numbers + [1] * (3 - len(numbers))
    first = dt.date(year, month, day)
    if len(numbers) == 1:
        return Period(first, dt.date(year + 1, 1, 1))
    return Period(first, months_after(first, 1)) if len(numbers) == 2 else Period.through(first, first)


# The rows beside each other.


_Keyed = TypeVar("_Keyed", Source, Measure, Observation, Check)


def _keyed(rows: Iterable[_Keyed], name: str, faults: list[Fault]) -> dict[str, _Keyed]:
    found: dict[str, _Keyed] = {}
    for row in rows:
        if row.key in found:
            faults.append(_clash(name, "键写重了", "请给每一行一个自己的键", row.key))
        found[row.key] = row
    return found


def _same_names(measures: Mapping[str, Measure]) -> list[Fault]:
    pairs = combinations(measures.values(), 2)
    return [
        _clash("measures", f"与 {measure.key} 同名", "请在名称里写出区别", other.key)
        for measure, other in pairs
        if measure.name == other.name
    ]


def _mixed_words(targets: Sequence[Target]) -> list[Fault]:
    """新培育, 新增 and 新建 are not one thing: a measure of flow has targets of one of them."""
    words: dict[Measure, set[str]] = defaultdict(set)
    for target in targets:
        if target.word.is_of_flow:
            words[target.measure].add(target.word.value)
    return [
        _clash("targets", f"同一指标的目标写了{'、'.join(sorted(found))}几种口径", "请分成几个指标", measure.key)
        for measure, found in words.items()
        if len(found) > 1
    ]


def _unexplained(observations: Sequence[Observation], checks: Sequence[Check]) -> list[Fault]:
    """Two numbers of one measure, region and time must be in a check that says what to make of them."""
    return [
        _clash(
            "observations", f"与 {observation.key} 说的是同一指标、同一时间而数不同", "请在 checks.csv 写明", other.key
        )
        for observation, other in combinations(observations, 2)
        if observation.span is not None
        and (observation.measure, observation.region, observation.span) == (other.measure, other.region, other.span)
        and observation.amount != other.amount
        and not any(observation in check.observations and other in check.observations for check in checks)
    ]


def _clash(name: str, what: str, remedy: str, value: str) -> Fault:
    return Fault("E493", what, remedy, value, f"{name}.csv")
