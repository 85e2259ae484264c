"""Shortfalls in the words and the unit a person uses: 差 0.6 个百分点，研发费用还差 31.2 万元.

What the firm has comes first, what is asked second. Where the value is told from its limit by its last digits only, it
is called close and the amount is told instead; amounts are told exactly or, for reading, to as many digits as matter.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import math
import re
from collections.abc import Container, Iterator
from fractions import Fraction

from tiertrack.facts.units import are_enough, decimal_text, format_money, format_share, readable_money, rounded_money
from tiertrack.law.comparators import FAILED
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding, Score
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.shortfall import Shortfall, shortfall_of, term_value
from tiertrack.logic.truth import Truth
from tiertrack.render.phrases import calendar_year, limit_text, relative_year, term_text, test_text, unit_of
from tiertrack.render.spoken import lasting, saying
from tiertrack.rules.binding import cutoff_day


class Precision(enum.Enum):
    """How amounts that are lacking are told: to the fen, as in data, or to the digits that matter, as in texts."""

    EXACT = "exact"
    READABLE = "readable"


def shortfall_text(finding: Finding, on: dt.date | None, precision: Precision) -> str:
    """The shortfall of a failed leaf in words; empty where it is not a matter of degree, or where it takes the day
    asked about and that is None."""
    return _lacking(finding, on, precision)[1]


def nearness(finding: Finding) -> str:
    """How a share or a rate that failed is called where two decimals do not tell it from its limit, as 接近 90% 但未达;
    empty where they do."""
    shortfall = shortfall_of(finding)
    return _nearness(finding, shortfall) if shortfall else ""


def deciding_shortfalls(
    finding: Finding,
    on: dt.date | None,
    precision: Precision = Precision.EXACT,
    slack: Container[int] = frozenset(),
) -> list[tuple[str, str]]:
    """The shortfalls of a failed finding, each with its subject; of an alternative, those of every branch.

    A branch for other enterprises, as another revenue bracket, is passed over while some branch is for this one, and so
    is whatever finding is in ``slack``, by its identity.
    """
    if finding.truth is not Truth.FALSE or id(finding) in slack:
        return []
    if finding.score is not None:
        return list(_short_points(finding.score))
    about, own = _lacking(finding, on, precision)
    if own:
        return [(about, own)]
    if isinstance(finding.test, expr.Not):
        return []
    parts = [part for part in finding.findings if not not_concerned(part)] or finding.findings
    sets = [part for part in parts if is_set(part)] if isinstance(finding.test, expr.AnyOf) else []
    shortfalls: list[tuple[str, str]] = []
    for part in parts:
        found = deciding_shortfalls(part, on, precision, slack)
        of_set = len(sets) > 1 and part in sets
        shortfalls += [(_of_set(part, about), text) for about, text in found] if of_set else found
    return list(dict.fromkeys(shortfalls)) if len(shortfalls) > 1 else shortfalls


def binding_shortfalls(finding: Finding, on: dt.date, precision: Precision) -> list[tuple[str, str]]:
    """The same as whoever has to make up for them is told: of the limits on one fact of one year that must all be met
    the one that asks for most, since who reaches it has reached the others."""
    choices = finding.search(lambda one: isinstance(one.test, expr.AnyOf | expr.AtLeast))
    slack = [one for root in (finding, *(part for one in choices for part in one.findings)) for one in _slack(root)]
    return deciding_shortfalls(finding, on, precision, frozenset(map(id, slack)))


def _slack(finding: Finding) -> Iterator[Finding]:
    """Of the failed tests that must all hold, those that hold once another one does."""
    most: dict[tuple[str, bool], tuple[Fraction, Finding]] = {}
    for leaf in _together(finding):
        shortfall = shortfall_of(leaf)
        if shortfall is None or shortfall.lever is None or shortfall.change is None:
            continue
        change = Fraction(shortfall.change.magnitude)
        lever = shortfall.lever.label_in(leaf.year), change > 0
        before = most.get(lever)
        if before is None or abs(before[0]) < abs(change):
            most[lever] = change, leaf
            if before is not None:
                yield before[1]
        else:
            yield leaf


def _together(finding: Finding) -> Iterator[Finding]:
    """The failed tests of one year each that must all hold."""
    test = finding.test
    if isinstance(test, expr.AllOf) or (isinstance(test, expr.Over) and test.fold is expr.AllOf):
        for part in finding.findings:
            yield from _together(part)
    elif isinstance(test, expr.Threshold) and isinstance(test.term, expr.Ref | expr.Ratio):
        yield finding


def is_set(finding: Finding) -> bool:
    """Whether it is one of several sets of conditions that have a name."""
    return isinstance(finding.test, expr.AllOf) and bool(finding.test.label)


def _of_set(finding: Finding, about: str) -> str:
    """The subject within one set of conditions among several, so that two sets with the same fact differ."""
    return f"{test_text(finding.test, relative_year)} {about}"


def _short_points(score: Score) -> Iterator[tuple[str, str]]:
    if score.high < score.passing:
        yield "评价得分", f"差 {_points_text(score.passing - score.high)}"
    for section, lines in score.sections:
        lacking = (int(section.minimum.magnitude) if section.minimum else 0) - sum(line.high for line in lines)
        if lacking > 0:
            yield section.name, f"差 {_points_text(lacking)}"


def _points_text(hundredths: int) -> str:
    return limit_text(Quantity(hundredths, Kind.POINTS))


def not_concerned(finding: Finding) -> tuple[Finding, ...]:
    """Why a branch is meant for others: what of its scope fails; empty where it is meant for this enterprise or for
    everybody."""
    scope = finding.test.scope if isinstance(finding.test, expr.AllOf) else 0
    if not scope:
        return ()
    return tuple(part for part in finding.findings[:scope] if part.truth is Truth.FALSE)


def binding_text(finding: Finding, on: dt.date) -> str:
    """What binds of a failed finding, to be read, each with what it is about; empty where it is not a matter of
    degree."""
    return "；".join(f"{about}{text}" for about, text in binding_shortfalls(finding, on, Precision.READABLE))


def shortfalls_text(finding: Finding, on: dt.date | None, precision: Precision = Precision.READABLE) -> str:
    """Everything that made a finding fail, each with what it is about; empty where it is not a matter of degree."""
    return "；".join(f"{about}{text}" for about, text in deciding_shortfalls(finding, on, precision))


# What says that something is lacking, before the amount: nobody is advised to make up for it towards an indicator.
_LACKING = re.compile("(?:还差|须减少|超出)(?= |约 )")


def left_until_hit(finding: Finding, on: dt.date) -> str:
    """What is left until an indicator is hit, each with what it is about, to be read."""
    return _LACKING.sub("距触及", shortfalls_text(finding, on))


_NOTHING = ("", "")


def _lacking(finding: Finding, on: dt.date | None, precision: Precision) -> tuple[str, str]:
    """What the shortfall of a failed leaf is about, with what was not reached where the amount does not say it; and
    the shortfall. Both empty where there is none."""
    test = finding.test
    if finding.truth is not Truth.FALSE:
        return _NOTHING
    if isinstance(test, expr.Threshold) and isinstance(test.term, expr.Tenure):
        day = on or _day_of(test.term, finding.year)
        return (short_subject(test, finding.year), _late(finding, test, test.term, day)) if day else _NOTHING
    shortfall = shortfall_of(finding)
    if shortfall is None:
        return _NOTHING
    near, about = _nearness(finding, shortfall), short_subject(test, finding.year)
    if near:
        about = f"{about}{near}："
    elif isinstance(test, expr.Threshold) and is_compound(test.term):
        about = f"{about}{not_reached(test)}"
    return about, "，".join(_parts(finding, shortfall, near, precision))


def not_reached(test: expr.Threshold) -> str:
    """That a limit was not reached, where the amount that is lacking does not say so."""
    return f"未达 {limit_text(test.limit)}："


def is_compound(term: expr.Term) -> bool:
    """Whether it is a rate over several years at once, which has no exact value."""
    return isinstance(term, expr.Growth) and term.method is expr.GrowthMethod.COMPOUND and len(term.offsets) > 2


@functools.lru_cache(maxsize=4096)
def short_subject(test: expr.Test, year: int) -> str:
    """What a shortfall is about: the same in every answer by an edition in that year."""
    match test:
        case expr.Threshold(expr.Tenure(ref), word=word):
            return f"{lasting(ref)}{FAILED[word]} {limit_text(test.limit)}："
        case expr.Threshold(expr.Growth() as term) if is_compound(term):
            return f"近{_NUMERALS[term.window]}年复合增长率"
        case expr.Threshold(term):
            return term_text(term, calendar_year(year))
        case expr.TopRank(ref):
            said = saying(ref)
            return f"{said.held}的位次" if said else ref.label
        case _:
            return test_text(test, relative_year)


_NUMERALS = "〇一两三四五六七八九"
# One part of so many is what two decimals of a percentage do not show.
UNSEEN = 20_000


def _nearness(finding: Finding, shortfall: Shortfall) -> str:
    test = finding.test
    if not isinstance(test, expr.Threshold) or test.limit.kind is not Kind.SHARE or shortfall.change is None:
        return ""
    if shortfall.gap is None:
        near = is_compound(test.term) and _grew_nearly(finding, test, test.term)
    else:
        gap = shortfall.gap.magnitude
        near = 0 < gap.numerator * UNSEEN < gap.denominator
    return near_text(test) if near else ""


def near_text(test: expr.Threshold) -> str:
    """How a share or a rate just short of a limit is called."""
    if is_ceiling(test):
        return f"略高于 {limit_text(test.limit)}"
    return f"接近 {limit_text(test.limit)} 但未{'超过' if test.comparator is expr.Comparator.MORE_THAN else '达'}"


def _grew_nearly(finding: Finding, test: expr.Threshold, term: expr.Term) -> bool:
    """Whether a compound rate is above what is just short of its limit."""
    newest, oldest = finding.values[0], finding.values[-1]
    if not isinstance(term, expr.Growth) or not isinstance(newest, int) or not isinstance(oldest, int):
        return False
    just_short = Fraction(test.limit.magnitude) - Fraction(1, UNSEEN)
    return newest > oldest * (1 + just_short) ** (len(term.offsets) - 1)


def _parts(finding: Finding, shortfall: Shortfall, near: str, precision: Precision) -> Iterator[str]:
    gap, lever, change = shortfall.gap, shortfall.lever, shortfall.change
    term = finding.test.term if isinstance(finding.test, expr.Threshold) else None
    if gap is not None and gap.magnitude and not near:
        least, word = "至少" if finding.is_early else "", "超出" if is_ceiling(finding.test) else "差"
        yield f"{least}{word}{_gap_text(gap.magnitude, gap.kind, precision, term)}"
    if lever is None or change is None:
        return
    direct = isinstance(term, expr.Ref | expr.SumOver)
    if direct and (gap is None or gap.magnitude):
        # Of a fact and of a sum the gap is the change, unless the limit itself is not enough.
        return
    lacking = _gap_text(abs(int(change.magnitude)), change.kind, precision, lever)
    whose = "" if direct else lever_text(lever, term, finding.year)
    yield f"{whose}{'还差' if change.magnitude > 0 else '须减少'}{lacking}"


def lever_text(lever: expr.Ref, term: expr.Term | None, year: int) -> str:
    """The fact that would have to change, its year left out where what the shortfall is about has the same."""
    if isinstance(term, expr.Ratio) and isinstance(term.part, expr.Ref) and isinstance(term.whole, expr.Ref):
        return lever.label
    return lever.label_in(year)


_CEILINGS = (expr.Comparator.AT_MOST, expr.Comparator.LESS_THAN)


def is_ceiling(test: expr.Test) -> bool:
    """Whether a limit is not to be exceeded."""
    return isinstance(test, expr.Threshold) and test.comparator in _CEILINGS


def _gap_text(gap: int | Fraction, kind: Kind, precision: Precision, term: expr.Term | None) -> str:
    """An amount after the word that says it is lacking, as `` 30 元`` or ``约 3935.9 万元``."""
    if kind is Kind.MONEY:
        text = (format_money if precision is Precision.EXACT else rounded_money)(math.ceil(gap))
    elif kind is Kind.SHARE:
        points = Fraction(100 * gap.numerator, gap.denominator)
        digits = 2
        while (told := decimal_text(points, digits)) == "0" and points:
            digits += 1
        text = f"{'' if are_enough(points, digits) else '约 '}{told} 个百分点"
    else:
        text = limit_text(Quantity(gap, kind), unit_of(term))
    return text if text.startswith("约") else f" {text}"


# A value within a hundredth of its limit may owe its side to its last digits.
_CLOSELY = Fraction(1, 100)


def is_close(finding: Finding) -> bool:
    """Whether the value of a threshold's term lies so near its limit that every digit of it counts; a compound rate,
    which has no exact value, is taken to."""
    test, value = finding.test, term_value(finding)
    if value is None or not isinstance(test, expr.Threshold):
        return True
    limit = Fraction(test.limit.magnitude)
    return abs(value - limit) <= _CLOSELY * abs(limit)


def _day_of(term: expr.Tenure, year: int) -> dt.date | None:
    """A day of a year whose tenure is that of any other; None where it depends on the day."""
    return dt.date(year, 1, 1) if term.anchor is expr.Anchor.END_OF_LAST_YEAR or term.decided_on else None


def _late(finding: Finding, test: expr.Threshold, term: expr.Tenure, on: dt.date) -> str:
    start = int(finding.values[0] or 0)
    day = cutoff_day(Cutoff.reaching(test.limit, term.anchor), term.counted_to(on))
    if test.comparator is expr.Comparator.AT_MOST:
        return f"最早应自 {day} 起，早了 {day.toordinal() - start} 天"
    if test.comparator is expr.Comparator.MORE_THAN:
        day -= dt.timedelta(days=1)
    return f"最晚应自 {day} 起，差 {start - day.toordinal()} 天"


def rate_text(finding: Finding) -> str:
    """The value of a threshold's term in words; a compound rate to as many decimals as tell it from the limit."""
    test = finding.test
    assert isinstance(test, expr.Threshold)
    limit, value = Fraction(test.limit.magnitude), rate_of(finding)
    if value is None:
        return ""
    if test.limit.kind is Kind.SHARE:
        return format_share(value, limit)
    if test.limit.kind is Kind.MONEY:
        return (format_money if is_close(finding) else readable_money)(value)
    return limit_text(Quantity(int(value), test.limit.kind))


def rate_of(finding: Finding) -> Fraction | None:
    """The value of a threshold's term; a compound rate to eighteen decimals, downwards. None where there is none."""
    term = finding.test.term if isinstance(finding.test, expr.Threshold) else None
    value = term_value(finding)
    if value is None and isinstance(term, expr.Growth):
        return _compound_rate(finding.values, len(term.offsets) - 1)
    return value


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
