"""Shortfalls in the unit a person uses: 差 0.6 个百分点，2025年研发费用须再增 31.2 万元."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterator
from fractions import Fraction

from tiertrack.facts.units import are_enough, decimal_text, format_money, format_share
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding, Score
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.shortfall import Shortfall, shortfall_of, term_value
from tiertrack.logic.truth import Truth
from tiertrack.render.phrases import calendar_year, limit_text, relative_year, term_text, test_text, unit_of
from tiertrack.rules.binding import cutoff_day


def shortfall_text(finding: Finding, on: dt.date | None) -> str:
    """The shortfall of a failed leaf or scorecard in words; empty where it is not a matter of degree, or where it takes
    the day asked about and that is None."""
    test = finding.test
    if isinstance(test, expr.Threshold) and isinstance(test.term, expr.Tenure) and finding.truth is Truth.FALSE:
        day = on or _day_of(test.term, finding.year)
        return "" if day is None else _late(finding, test, test.term, day)
    shortfall = shortfall_of(finding)
    return "，".join(_parts(finding, shortfall)) if shortfall else ""


def deciding_shortfalls(finding: Finding, on: dt.date | None) -> list[tuple[str, str]]:
    """The shortfalls of a failed finding, each with its subject; of an alternative, those of every branch.

    A branch for other enterprises, as another revenue bracket, is passed over while some branch is for this one.
    """
    if finding.truth is not Truth.FALSE:
        return []
    if finding.score is not None:
        return list(_short_points(finding.score))
    if own := shortfall_text(finding, on):
        return [(_subject(finding.test, finding.year), own)]
    if isinstance(finding.test, expr.Not):
        return []
    parts = [part for part in finding.findings if not not_concerned(part)] or finding.findings
    sets = [part for part in parts if _is_set(part)] if isinstance(finding.test, expr.AnyOf) else []
    shortfalls: list[tuple[str, str]] = []
    for part in parts:
        found = deciding_shortfalls(part, on)
        of_set = len(sets) > 1 and part in sets
        shortfalls += [(_of_set(part, about), text) for about, text in found] if of_set else found
    return list(dict.fromkeys(shortfalls)) if len(shortfalls) > 1 else shortfalls


def _is_set(finding: Finding) -> bool:
    return isinstance(finding.test, expr.AllOf) and bool(finding.test.label)


def _of_set(finding: Finding, about: str) -> str:
    """The subject within one set of conditions among several, so that two sets with the same fact differ."""
    return f"{test_text(finding.test, relative_year)} {about}"


def _short_points(score: Score) -> Iterator[tuple[str, str]]:
    if score.high < score.passing:
        yield "评价得分", f"差 {_gap_text(score.passing - score.high, Kind.POINTS)}"
    for section, lines in score.sections:
        lacking = (int(section.minimum.magnitude) if section.minimum else 0) - sum(line.high for line in lines)
        if lacking > 0:
            yield section.name, f"差 {_gap_text(lacking, Kind.POINTS)}"


def not_concerned(finding: Finding) -> tuple[Finding, ...]:
    """Why a branch is meant for others: what of its scope fails; empty where it is meant for this enterprise or for
    everybody."""
    scope = finding.test.scope if isinstance(finding.test, expr.AllOf) else 0
    if not scope:
        return ()
    return tuple(part for part in finding.findings[:scope] if part.truth is Truth.FALSE)


def shortfalls_text(finding: Finding, on: dt.date | None) -> str:
    """Everything that made a finding fail, each with what it is about; empty where it is not a matter of degree."""
    return "；".join(f"{about}{text}" for about, text in deciding_shortfalls(finding, on))


@functools.lru_cache(maxsize=4096)
def _subject(test: expr.Test, year: int) -> str:
    """What a shortfall is about: the same in every answer by an edition in that year."""
    match test:
        case expr.Threshold(expr.Tenure(ref)) | expr.TopRank(ref):
            return ref.label
        case expr.Threshold(term):
            return term_text(term, calendar_year(year))
        case _:
            return test_text(test, relative_year)


def _parts(finding: Finding, shortfall: Shortfall) -> Iterator[str]:
    gap, lever, change = shortfall.gap, shortfall.lever, shortfall.change
    term = finding.test.term if isinstance(finding.test, expr.Threshold) else None
    if gap is not None and gap.magnitude:
        least = "至少" if finding.is_early else ""
        yield f"{least}{'超出' if _is_ceiling(finding.test) else '差'} {_gap_text(gap.magnitude, gap.kind, term)}"
    on_the_edge = gap is not None and not gap.magnitude
    # Of a fact and of a sum the gap is the change; of ratios, means and rates it is not.
    if lever is None or change is None or (isinstance(term, expr.Ref | expr.SumOver) and not on_the_edge):
        return
    direction = "须再增" if change.magnitude > 0 else "须减少"
    yield f"{lever.label_in(finding.year)}{direction} {_gap_text(abs(int(change.magnitude)), change.kind)}"


_CEILINGS = (expr.Comparator.AT_MOST, expr.Comparator.LESS_THAN)


def _is_ceiling(test: expr.Test) -> bool:
    return isinstance(test, expr.Threshold) and test.comparator in _CEILINGS


def _gap_text(gap: int | Fraction, kind: Kind, term: expr.Term | None = None) -> str:
    if kind is Kind.MONEY:
        return format_money(math.ceil(gap))
    if kind is not Kind.SHARE:
        return limit_text(Quantity(gap, kind), unit_of(term))
    points = Fraction(100 * gap.numerator, gap.denominator)
    digits = 2
    while (text := decimal_text(points, digits)) == "0" and points:
        digits += 1
    return f"{'' if are_enough(points, digits) else '约 '}{text} 个百分点"


def _day_of(term: expr.Tenure, year: int) -> dt.date | None:
    """A day of a year whose tenure is that of any other; None where it depends on the day."""
    return dt.date(year, 1, 1) if term.anchor is expr.Anchor.END_OF_LAST_YEAR or term.decided_on else None


def _late(finding: Finding, test: expr.Threshold, term: expr.Tenure, on: dt.date) -> str:
    start = int(finding.values[0] or 0)
    day = cutoff_day(Cutoff.reaching(test.limit, term.anchor), term.counted_to(on))
    if test.comparator is expr.Comparator.AT_MOST:
        return f"起始日须不早于 {day}，早了 {day.toordinal() - start} 天"
    if test.comparator is expr.Comparator.MORE_THAN:
        day -= dt.timedelta(days=1)
    return f"起始日须不晚于 {day}，晚了 {start - day.toordinal()} 天"


def rate_text(finding: Finding) -> str:
    """The value of a threshold's term in words; a compound rate to as many decimals as tell it from the limit."""
    test = finding.test
    assert isinstance(test, expr.Threshold)
    limit = Fraction(test.limit.magnitude)
    value = term_value(finding)
    if value is None and isinstance(test.term, expr.Growth):
        value = _compound_rate(finding.values, len(test.term.offsets) - 1)
    if value is None:
        return ""
    if test.limit.kind is Kind.SHARE:
        return format_share(value, limit)
    if test.limit.kind is Kind.MONEY:
        return format_money(value)
    return limit_text(Quantity(int(value), test.limit.kind))


def _compound_rate(values: tuple[object, ...], years: int) -> Fraction | None:
    newest, oldest = values[0], values[-1]
    if not isinstance(newest, int) or not isinstance(oldest, int) or oldest <= 0 or newest < 0:
        return None
    scale = 10**18
    return Fraction(_integer_root(newest * pow(scale, years) // oldest, years), scale) - 1


def _integer_root(number: int, degree: int) -> int:
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low
