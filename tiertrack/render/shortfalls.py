"""What is lacking, in the unit a person uses: 差 0.6 个百分点，2025年研发费用须再增 31.2 万元."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from fractions import Fraction

from tiertrack.facts.units import decimal_text, format_money, format_share
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.shortfall import Shortfall, shortfall_of, term_value
from tiertrack.logic.truth import Truth
from tiertrack.render.words import limit_text
from tiertrack.rules.binding import cutoff_day

__all__ = ["deciding_shortfalls", "rate_text", "shortfall_text"]


def shortfall_text(finding: Finding, on: dt.date) -> str:
    """The shortfall of a failed leaf or scorecard in words; empty where it is not a matter of degree."""
    match finding.test:
        case expr.Threshold(expr.Tenure() as term, _comparator, limit) if finding.truth is Truth.FALSE:
            return _late(finding, term, limit, on)
    shortfall = shortfall_of(finding)
    return "，".join(_parts(finding, shortfall)) if shortfall else ""


def deciding_shortfalls(finding: Finding, on: dt.date) -> list[str]:
    """The shortfalls that made a finding fail, each once; of an alternative, those of every branch."""
    if finding.truth is not Truth.FALSE:
        return []
    own = shortfall_text(finding, on)
    if own or not finding.findings or isinstance(finding.test, expr.Not):
        return [own] if own else []
    below = (text for part in finding.relevant for text in deciding_shortfalls(part, on))
    return list(dict.fromkeys(below))


def _parts(finding: Finding, shortfall: Shortfall) -> Iterator[str]:
    gap, lever, change = shortfall.gap, shortfall.lever, shortfall.change
    if gap is not None:
        yield f"差 {_gap_text(gap)}"
    if lever is None or change is None:
        return
    if gap is not None and gap.kind is change.kind and Fraction(gap.magnitude) == abs(change.magnitude):
        return
    direction = "须再增" if change.magnitude > 0 else "须减少"
    size = Quantity(abs(int(change.magnitude)), change.kind)
    yield f"{lever.label_in(finding.year)}{direction} {_gap_text(size)}"


def _gap_text(gap: Quantity) -> str:
    match gap.kind:
        case Kind.SHARE:
            points = Fraction(gap.magnitude) * 100
            digits = 2
            while points and decimal_text(points, digits) == "0":
                digits += 1
            exact = Fraction(decimal_text(points, digits)) == points
            return f"{'' if exact else '约 '}{decimal_text(points, digits)} 个百分点"
        case Kind.MONEY:
            return format_money(math.ceil(gap.magnitude))
        case _:
            return limit_text(gap)


def _late(finding: Finding, term: expr.Tenure, limit: Quantity, on: dt.date) -> str:
    latest = cutoff_day(Cutoff(int(limit.magnitude), term.anchor), on)
    days = int(finding.values[0] or 0) - latest.toordinal()
    return f"起始日须不晚于 {latest}，晚了 {days} 天"


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
