"""Rules and dossiers for property tests: every rich node, nested, over values with holes, zeros, debts and extremes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from tiertrack.logic import expr
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.kernel import Cutoff, Symbol
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.rules.binding import cutoff_day

LARGEST = 900_000_000_000_000
COMPARATORS = {
    "不低于": expr.Comparator.AT_LEAST,
    "超过": expr.Comparator.MORE_THAN,
    "不高于": expr.Comparator.AT_MOST,
    "低于": expr.Comparator.LESS_THAN,
}

_CHOICES = (("small", "小"), ("middle", "中"), ("large", "大"))
MONEY = tuple(Ref(key, key, Kind.MONEY, yearly=True) for key in ("income", "outlay", "assets"))
STAFF = Ref("staff", "staff", Kind.PEOPLE, yearly=True)
PATENTS = tuple(Ref(key, key, Kind.COUNT) for key in ("patents", "designs"))
SHARES = tuple(Ref(key, key, Kind.SHARE) for key in ("market_part", "margin"))
RANKS = tuple(Ref(key, key, Kind.RANK) for key in ("place", "prize"))
FLAGS = tuple(Ref(key, key, Kind.FLAG) for key in ("listed", "certified", "branded"))
SCALES = tuple(Ref(key, key, Kind.CHOICE, choices=_CHOICES) for key in ("scale", "level"))
SINCE = Ref("since", "since", Kind.DATE)
SCORE = Ref("score", "score", Kind.POINTS, yearly=True)
KIND_OF = {ref.key: ref.kind for ref in (*MONEY, STAFF, *PATENTS, *SHARES, *RANKS, *FLAGS, *SCALES, SINCE, SCORE)}

_small = st.integers(0, 6)
_VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.MONEY: _small | st.integers(-3, 120) | st.sampled_from((-LARGEST, LARGEST - 1, LARGEST)),
    Kind.PEOPLE: _small | st.integers(0, 120),
    Kind.COUNT: _small,
    Kind.SHARE: st.fractions(-1, 2, max_denominator=12),
    Kind.RANK: _small,
    Kind.FLAG: st.booleans(),
    Kind.CHOICE: st.sampled_from([key for key, _name in _CHOICES]),
    Kind.DATE: st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)).map(dt.date.toordinal)
    | st.sampled_from([dt.date(year, 1, day).toordinal() for year in range(2020, 2027) for day in (1, 2)]),
    Kind.POINTS: st.integers(0, 20).map(lambda points: points * 50),
}
_LIMITS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.MONEY: _small | st.sampled_from((100, LARGEST)),
    Kind.PEOPLE: _small | st.just(100),
    Kind.COUNT: _small,
    Kind.SHARE: st.sampled_from([Fraction(part) for part in ("0", "3/100", "1/10", "1/5", "1/3", "1/2", "1", "3/2")]),
    Kind.POINTS: st.integers(0, 20).map(lambda points: points * 50),
}


def value_for(kind: Kind) -> st.SearchStrategy[Any]:
    """A known value of a kind."""
    return _VALUES[kind]


@st.composite
def dated(draw: st.DrawFn, refs: tuple[Ref, ...], open_year: bool) -> Ref:
    """A fact, its year given, or left open where a window around it will give it."""
    ref = draw(st.sampled_from(refs))
    if not ref.yearly or (open_year and draw(st.booleans())):
        return ref
    return evolve(ref, offset=draw(st.sampled_from((0, -1, -2))))


@st.composite
def windows(draw: st.DrawFn, least: int = 1, most: int = 3) -> tuple[int, ...]:
    first = draw(st.sampled_from((0, -1)))
    return tuple(first - step for step in range(draw(st.integers(least, most))))


@st.composite
def sums(draw: st.DrawFn) -> expr.SumOver:
    return expr.SumOver(draw(st.sampled_from(MONEY)), draw(windows()))


@st.composite
def terms(draw: st.DrawFn, open_year: bool = False) -> expr.Term:
    """A term whose value is compared; durations have a test of their own."""
    match draw(st.sampled_from(("ref", "share", "sum", "mean", "ratio", "growth"))):
        case "ref":
            return draw(dated((*MONEY, STAFF, *PATENTS), open_year))
        case "share":
            return draw(st.sampled_from(SHARES))
        case "sum":
            return draw(sums())
        case "mean":
            return expr.MeanOver(draw(st.sampled_from(MONEY)), draw(windows()))
        case "ratio":
            sides = dated(MONEY, open_year) | sums()
            return expr.Ratio(draw(sides), draw(sides))
        case _:
            method = draw(st.sampled_from(expr.GrowthMethod))
            return expr.Growth(draw(st.sampled_from(MONEY)), draw(windows(2, 4)), method)


@st.composite
def thresholds(draw: st.DrawFn, open_year: bool = False) -> expr.Threshold:
    term = draw(terms(open_year))
    kind = term.kind if isinstance(term, Ref) else Kind.MONEY
    if isinstance(term, expr.Ratio | expr.Growth):
        kind = Kind.SHARE
    word = draw(st.sampled_from(sorted(COMPARATORS)))
    return expr.Threshold(term, COMPARATORS[word], Quantity(draw(_LIMITS[kind]), kind), word)


@st.composite
def tenures(draw: st.DrawFn) -> expr.Threshold:
    term = expr.Tenure(SINCE, draw(st.sampled_from(expr.Anchor)))
    return expr.Threshold(term, expr.Comparator.AT_LEAST, Quantity(draw(st.integers(0, 5)), Kind.YEARS), "满")


def leaves(open_year: bool = False) -> st.SearchStrategy[Test]:
    return st.one_of(
        thresholds(open_year),
        thresholds(open_year),
        tenures(),
        st.builds(
            expr.TopRank,
            st.sampled_from(RANKS),
            st.none() | st.integers(1, 5).map(lambda place: Quantity(place, Kind.RANK)),
        ),
        st.builds(expr.Holds, st.sampled_from(FLAGS)),
        st.builds(
            expr.Choice,
            st.sampled_from(SCALES),
            st.lists(st.sampled_from([key for key, _name in _CHOICES]), unique=True, min_size=1).map(tuple),
        ),
    )


def points(most: int = 10) -> st.SearchStrategy[Quantity]:
    return st.integers(0, most).map(lambda whole: Quantity(whole * 100, Kind.POINTS))


@st.composite
def items(draw: st.DrawFn, inner: st.SearchStrategy[Test], open_year: bool) -> expr.Item:
    if draw(st.integers(0, 3)) == 0:
        return expr.Item("item", (), measured=draw(dated((SCORE,), open_year)), full=draw(points()))
    worth = sorted(draw(st.lists(points(), min_size=1, max_size=4)), key=lambda one: one.magnitude, reverse=True)
    bands = tuple(expr.Band(one, draw(inner)) for one in worth[:-1])
    return expr.Item("item", bands, worth[-1])


@st.composite
def scorecards(draw: st.DrawFn, inner: st.SearchStrategy[Test], open_year: bool = False) -> expr.Scorecard:
    sections = st.builds(
        expr.Section,
        st.just("section"),
        st.lists(items(inner, open_year), min_size=1, max_size=2).map(tuple),
        st.none() | points(),
    )
    return expr.Scorecard(tuple(draw(st.lists(sections, min_size=1, max_size=2))), draw(points(20)))


def rules(depth: int = 3, open_year: bool = False) -> st.SearchStrategy[Test]:
    """Any test; ``open_year`` inside a window, where yearly facts may leave their year to it."""
    if depth == 0:
        return leaves(open_year)
    inner = rules(depth - 1, open_year)
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    chosen = st.lists(st.sampled_from([key for key, _name in _CHOICES]), unique=True, min_size=1, max_size=3)
    return st.one_of(
        leaves(open_year),
        st.builds(expr.AllOf, several),
        st.builds(expr.AnyOf, several),
        st.builds(expr.Not, inner),
        several.flatmap(lambda tests: st.builds(expr.AtLeast, st.integers(0, len(tests) + 1), st.just(tests))),
        st.builds(expr.Over, rules(depth - 1, True), windows(), st.sampled_from((expr.AllOf, expr.AnyOf))),
        st.builds(
            expr.Switch,
            st.sampled_from(SCALES),
            chosen.flatmap(lambda keys: st.tuples(*(st.tuples(st.just(key), inner) for key in keys))),
        ),
        scorecards(rules(0, open_year) if depth < 3 else inner, open_year),
    )


Known = dict[tuple[str, int | None], Value | None]


@frozen(eq=False)
class Case:
    """A rule, compiled, with the values of one dossier on one day."""

    test: Test
    program: Program
    on: dt.date
    known: Known

    def values(self) -> list[Value | None]:
        return [self._value(symbol) for symbol in self.program.symbols]

    def _value(self, symbol: Symbol) -> Value | None:
        if isinstance(symbol, Cutoff):
            return cutoff_day(symbol, self.on).toordinal()
        return self.known[symbol.key, symbol.offset]

    @property
    def verdict(self) -> bool | None:
        return self.program.verdict(self.values())

    @property
    def finding(self) -> Finding:
        return self.program.explain(self.values(), self.on.year)

    def learning(self, more: Known) -> Case:
        return evolve(self, known={**self.known, **more})


@st.composite
def cases(
    draw: st.DrawFn,
    tests: st.SearchStrategy[Test] | None = None,
    value: Callable[[Kind], st.SearchStrategy[Any]] = lambda kind: st.none() | value_for(kind) | value_for(kind),
) -> Case:
    """A rule with values for everything it reads, about a third of them unknown."""
    test = draw(rules() if tests is None else tests)
    program = compile_test(test)
    slots = [symbol for symbol in program.symbols if not isinstance(symbol, Cutoff)]
    known = {(slot.key, slot.offset): draw(value(KIND_OF[slot.key])) for slot in slots}
    on = draw(st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)) | st.just(dt.date(2024, 2, 29)))
    return Case(test, program, on, known)
