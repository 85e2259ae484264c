"""Phrases that several answers have in common: terms, tests and limits in Chinese words, facts, moments, tables."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from tiertrack.facts.industry_reading import industry_names
from tiertrack.facts.units import decimal_text, format_money, format_share, format_value, teller
from tiertrack.facts.vocabulary import FACTS
from tiertrack.law.regions import Region
from tiertrack.logic import expr
from tiertrack.logic.between import Between
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.finding import Known, Observed, Value
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.outgoing import markdown_cell
from tiertrack.render.spoken import lasting, saying
from tiertrack.temporal import AsOf, day_ended
from tiertrack.titles.events import Event
from tiertrack.titles.self_reports import SELF_REPORTED

YearNamer = Callable[[int], str]

INDENT = "    "


def relative_year(offset: int) -> str:
    """A year by its distance, for a standard read without a day."""
    return {0: "本年度", -1: "上年度"}.get(offset, f"前{-offset}年度")


def calendar_year(year: int) -> YearNamer:
    """Names years by the calendar, for findings of the application year ``year``."""
    return lambda offset: f"{year + offset}年"


def moment_text(asof: AsOf) -> str:
    """The day asked about, and the instant by which something was known."""
    return "　".join((str(asof.on), *known_line(asof)))


def known_line(asof: AsOf) -> Iterator[str]:
    """The line that says by which instant an answer was known; none where all that is known counts."""
    if asof.known_at is not None:
        day = day_ended(asof.known_at)
        yield f"按 {f'{day} 终了' if day else f'{asof.known_at.isoformat()} '}以前所知"


def place_text(code: str, on: dt.date | None) -> str:
    """A region by its name as of a day, or of now, with its code; what is no code of a region as it stands."""
    region = Region(code) if re.fullmatch(r"[1-9]\d{5}", code, re.ASCII) else None
    return f"{region.label_on(on)}（{code}）" if region is not None and region.is_listed else code


def industry_text(code: str) -> str:
    """An industry by its code and name; what is no code of one as it stands."""
    name = industry_names().get(code)
    return f"{code} {name}" if name else code


def fact_names(facts: Iterable[Observed]) -> str:
    """Facts by their names, with their years."""
    return "、".join(fact.label for fact in facts)


def missing_text(facts: Sequence[Observed]) -> str:
    """The facts an answer lacks, counted."""
    return f"尚缺 {len(facts)} 项：{fact_names(facts)}。"


def table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [headings, ("---",) * len(headings), *(tuple(map(markdown_cell, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def validity_note(event: Event) -> str:
    """The remark on a validity that was computed rather than printed."""
    return "（文件未载，按规定年限推算）" if event.derived else ""


NOT_ANNOUNCED = "尚未见公告"


def basis_text(event: Event) -> str:
    """The document an event rests on; of a title that the firm itself reports, that it does."""
    if event.is_self_reported:
        return f"{SELF_REPORTED}（{event.document}），{NOT_ANNOUNCED}"
    return f"依据 {event.document}" if event.document else ""


def value_text(ref: Ref, value: Value) -> str:
    """A fact's value with its unit, a choice by its Chinese name."""
    return words_of(ref)(value)


@functools.lru_cache(maxsize=4096)
def words_of(ref: Ref) -> Callable[[Known], str]:
    """What tells the values of a fact, and the bounds of a number: every answer tells those of the same facts."""
    names, fact = dict(ref.choices), FACTS.get(ref.key)
    tell = teller(ref.kind, fact.unit if fact else "")

    def words(given: Known) -> str:
        if isinstance(given, Between):
            return f"{given.low} 至 {tell(given.high)}"
        return names.get(given, given) if isinstance(given, str) else tell(given)

    return words


def observed_text(seen: Observed) -> str:
    """What was seen of a fact: its value, the bounds of a number, or 未知."""
    given = seen.value if seen.between is None else seen.between
    return "未知" if given is None else words_of(seen.ref)(given)


def unit_of(term: expr.Term | None) -> str:
    """The unit in which the vocabulary counts a term, as 件 or 股; empty where the kind implies it."""
    return FACTS[term.key].unit if isinstance(term, Ref) and term.key in FACTS else ""


def limit_text(limit: Quantity, unit: str = "") -> str:
    """A limit with its unit; ``unit`` where the vocabulary has its own."""
    match limit.kind:
        case Kind.MONEY:
            return format_money(limit.magnitude)
        case Kind.SHARE:
            return format_share(Fraction(limit.magnitude))
        case Kind.RANK:
            return f"{limit.magnitude} 名"
        case _:
            return format_value(limit.magnitude, limit.kind, unit)


UNTIL = {
    expr.Anchor.END_OF_LAST_YEAR: "截至上年末",
    expr.Anchor.DAY: "至判断日",
    expr.Anchor.DECISION: "至上市委审议日",
}


def distance_text(share: Fraction) -> str:
    """How far from a limit something is, only to compare by: 离门槛 2.8%, in whole percent from a tenth on."""
    percent = share * 100
    if percent < Fraction(1, 10):
        return "离门槛不到 0.1%"
    return f"离门槛 {decimal_text(percent, 0 if percent >= 10 else 1)}%"


def term_text(term: expr.Term, name: YearNamer) -> str:
    """A term in words, as 2025年研发费用占营业收入."""
    match term:
        case Ref():
            return _dated(term, name)
        case expr.SumOver(ref, offsets):
            return f"{_span(offsets, name)}{ref.label}合计"
        case expr.MeanOver(ref, offsets):
            return f"{_span(offsets, name)}{ref.label}均值"
        case expr.Ratio(part, whole):
            total = f"{whole.ref.label}合计" if isinstance(whole, expr.SumOver) else whole.label
            return f"{term_text(part, name)}占{total}"
        case expr.Growth(ref, offsets, expr.GrowthMethod.COMPOUND):
            return f"{_span(offsets, name)}{ref.label}复合增长率"
        case expr.Growth(ref, offsets) if len(offsets) == 2:
            return f"{name(offsets[0])}{ref.label}增长率"
        case expr.Growth(ref, offsets):
            return f"{_span(offsets, name)}{ref.label}平均增长率"
        case expr.Tenure(ref, anchor):
            return f"{UNTIL[anchor]}{lasting(ref)}"


def test_text(test: Test, name: YearNamer) -> str:
    """A leaf test in words; the name of a group."""
    match test:
        case expr.Threshold(term, _comparator, limit, word):
            return f"{term_text(term, name)}{word} {limit_text(limit, unit_of(term))}"
        case expr.TopRank(ref, within):
            return _rank_text(ref, within)
        case expr.Holds(ref):
            return ref.label
        case expr.Choice(ref, allowed):
            names = dict(ref.choices)
            return f"{ref.label}属于 {'、'.join(names[value] for value in allowed)}"
        case expr.Not(expr.Holds(ref)) if (said := saying(ref)) is not None:
            return said.failed
        case expr.Not(inner):
            return f"不是：{test_text(inner, name)}"
        case expr.AllOf(_tests, label):
            return label or "全部满足"
        case expr.AnyOf(_tests, label):
            return label or "任一满足"
        case expr.AtLeast(count, _tests, label):
            return label or f"至少满足 {count} 项"
        case expr.Scorecard(_sections, passing, label):
            return f"{label or '得分'}不低于 {limit_text(passing)}"
        case expr.Switch(ref):
            return f"按{ref.label}"
        case expr.Provided(inner):
            return test_text(inner, name)
        case expr.Over(_test, _offsets, _fold, label):
            return label


def _rank_text(ref: Ref, within: Quantity | None) -> str:
    """A rank that is asked for, as 近三年获国家级科技奖励，位次在前 3 名之内."""
    said = saying(ref)
    if within is None:
        return said.held if said else f"{ref.label}有名次"
    return f"{f'{said.held}，位次' if said else ref.label}在前 {limit_text(within)}之内"


def _dated(ref: Ref, name: YearNamer) -> str:
    return ref.label if ref.offset is None else f"{name(ref.offset)}{ref.label}"


def _span(offsets: tuple[int, ...], name: YearNamer) -> str:
    return f"{name(min(offsets)).removesuffix('年')}至{name(max(offsets))}"
