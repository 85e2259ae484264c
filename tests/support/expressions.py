"""Rules and dossiers for property tests: every rich node, nested, over values with holes, zeros, debts and extremes."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from random import Random
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from tiertrack.law.comparators import COMPARATORS
from tiertrack.logic import expr
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.kernel import Cutoff, Symbol
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.rules.binding import cutoff_day

LARGEST = 900_000_000_000_000
_CHOICES = (("small", "小"), ("middle", "中"), ("large", "大"))
# Income and outlay are never negative; what is left of assets after debts may be.
MONEY = tuple(
    Ref(key, key, Kind.MONEY, yearly=True, lowest=lowest)
    for key, lowest in (("income", 0), ("outlay", 0), ("assets", None))
)
STAFF = Ref("staff", "staff", Kind.PEOPLE, yearly=True, lowest=0)
PATENTS = tuple(Ref(key, key, Kind.COUNT, lowest=0) for key in ("patents", "designs"))
SHARES = tuple(Ref(key, key, Kind.SHARE) for key in ("market_part", "margin"))
RETURNS = Ref("returns", "returns", Kind.SHARE, yearly=True)
RANKS = tuple(Ref(key, key, Kind.RANK) for key in ("place", "prize"))
FLAGS = tuple(Ref(key, key, Kind.FLAG) for key in ("listed", "certified", "branded"))
DIVIDING = Ref("software", "software", Kind.FLAG)
SCALES = tuple(Ref(key, key, Kind.CHOICE, choices=_CHOICES) for key in ("scale", "level"))
SINCE = Ref("since", "since", Kind.DATE)
SCORE = Ref("score", "score", Kind.POINTS, yearly=True)
_REFS = {
    ref.key: ref for ref in (*MONEY, STAFF, *PATENTS, *SHARES, RETURNS, *RANKS, *FLAGS, DIVIDING, *SCALES, SINCE, SCORE)
}
KIND_OF = {key: ref.kind for key, ref in _REFS.items()}

_small = st.integers(0, 6)
_LIMITS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.MONEY: _small | st.sampled_from((100, LARGEST)),
    Kind.PEOPLE: _small | st.just(100),
    Kind.COUNT: _small,
    Kind.SHARE: st.sampled_from([Fraction(part) for part in ("0", "3/100", "1/10", "1/5", "1/3", "1/2", "1", "3/2")]),
    Kind.POINTS: st.integers(0, 20).map(lambda points: points * 50),
}


def value_for(key: str, chance: Random) -> Value:
    """A known value of a fact: often small, so that limits are met exactly, sometimes the largest there may be."""
    match KIND_OF[key]:
        case Kind.MONEY:
            found = chance.choice((chance.randint(0, 6), chance.randint(-3, 120), -LARGEST, LARGEST - 1, LARGEST))
            return found if _REFS[key].lowest is None else max(found, 0)
        case Kind.PEOPLE:
            return chance.choice((chance.randint(0, 6), chance.randint(0, 120)))
        case Kind.COUNT | Kind.RANK:
            return chance.randint(0, 6)
        case Kind.SHARE:
            return Fraction(chance.randint(-12, 24), chance.choice((1, 2, 3, 10, 12, 100)))
        case Kind.FLAG:
            return chance.random() < 0.5
        case Kind.CHOICE:
            return chance.choice([key for key, _name in _CHOICES])
        case Kind.DATE:
            first = dt.date(chance.randint(2019, 2026), 1, 1)
            return first.toordinal() + chance.choice((0, 1, 58, 59, chance.randint(0, 364)))
        case _:
            return chance.randint(0, 20) * 50


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
            return expr.MeanOver(draw(st.sampled_from((*MONEY, RETURNS))), draw(windows()))
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
    if isinstance(term, expr.Ratio | expr.Growth) or (isinstance(term, expr.MeanOver) and term.ref is RETURNS):
        kind = Kind.SHARE
    word = draw(st.sampled_from(sorted(COMPARATORS)))
    return expr.Threshold(term, COMPARATORS[word], Quantity(draw(_LIMITS[kind]), kind), word)


@st.composite
def tenures(draw: st.DrawFn) -> expr.Threshold:
    term = expr.Tenure(SINCE, draw(st.sampled_from((expr.Anchor.DAY, expr.Anchor.END_OF_LAST_YEAR))))
    word = draw(st.sampled_from(("满", "超过", "不超过")))
    limit = Quantity(draw(st.integers(0, 5)), Kind.YEARS)
    if draw(st.booleans()):
        limit = Quantity(draw(st.sampled_from([0, 1, 365, 366, 1000])), Kind.DAYS)
    return expr.Threshold(term, COMPARATORS[word], limit, word)


@st.composite
def leaves(draw: st.DrawFn, open_year: bool = False) -> Test:
    match draw(st.sampled_from(("threshold", "threshold", "threshold", "tenure", "rank", "holds", "choice"))):
        case "threshold":
            return draw(thresholds(open_year))
        case "tenure":
            return draw(tenures())
        case "rank":
            within = draw(st.integers(0, 5))
            return expr.TopRank(draw(st.sampled_from(RANKS)), Quantity(within, Kind.RANK) if within else None)
        case "holds":
            return expr.Holds(draw(st.sampled_from(FLAGS)))
        case _:
            return expr.Choice(draw(st.sampled_from(SCALES)), draw(_some_choices))


_some_choices = st.sampled_from(
    [("small",), ("middle",), ("large",), ("small", "middle"), ("middle", "large"), ("small", "middle", "large")]
)
_points = st.integers(0, 10).map(lambda whole: Quantity(whole * 100, Kind.POINTS))


@st.composite
def items(draw: st.DrawFn, depth: int, open_year: bool) -> expr.Item:
    if draw(st.integers(0, 3)) == 0:
        return expr.Item("item", (), measured=draw(dated((SCORE,), open_year)), full=draw(_points))
    worth = sorted(draw(st.lists(_points, min_size=1, max_size=4)), key=lambda one: one.magnitude, reverse=True)
    bands = tuple(expr.Band(one, draw(rules(depth, open_year))) for one in worth[:-1])
    return expr.Item("item", bands, worth[-1])


@st.composite
def scorecards(draw: st.DrawFn, depth: int = 0, open_year: bool = False) -> expr.Scorecard:
    sections = []
    for _section in range(draw(st.integers(1, 2))):
        lines = tuple(draw(items(depth, open_year)) for _line in range(draw(st.integers(1, 2))))
        sections.append(expr.Section("section", lines, draw(st.none() | _points)))
    return expr.Scorecard(tuple(sections), Quantity(draw(st.integers(0, 20)) * 100, Kind.POINTS))


_GROUPS = ("all", "any", "not", "at least", "over", "switch", "provided", "division", "rivals", "bounds", "scorecard")


@st.composite
def rules(draw: st.DrawFn, depth: int = 2, open_year: bool = False) -> Test:
    """Any test; ``open_year`` inside a window, where yearly facts may leave their year to it."""
    node = draw(st.sampled_from(("leaf", *_GROUPS))) if depth else "leaf"
    if node == "leaf":
        return draw(leaves(open_year))
    if node == "over":
        fold = draw(st.sampled_from((expr.AllOf, expr.AnyOf)))
        return expr.Over(draw(rules(depth - 1, True)), draw(windows()), fold)
    if node == "scorecard":
        return draw(scorecards(depth - 1, open_year))
    if node == "not":
        return expr.Not(draw(rules(depth - 1, open_year)))
    if node == "division":
        return draw(divisions(open_year))
    if node == "rivals":
        return draw(rivals(open_year))
    if node == "bounds":
        return draw(bounds(open_year))
    if node == "provided":
        return expr.Provided(draw(rules(depth - 1, open_year)), "silent")
    if node == "switch":
        chosen = draw(_some_choices)
        return expr.Switch(
            draw(st.sampled_from(SCALES)), tuple((one, draw(rules(depth - 1, open_year))) for one in chosen)
        )
    tests = tuple(draw(rules(depth - 1, open_year)) for _test in range(draw(st.integers(1, 3))))
    if node == "at least":
        return expr.AtLeast(draw(st.integers(0, len(tests) + 1)), tests)
    if node == "any":
        return expr.AnyOf(tests)
    if scope := draw(st.integers(0, len(tests))):
        # Who it is for is not said by one fact alone, by which alternatives could divide everybody.
        tests = (expr.AllOf(tests[:1]), *tests[1:])
    return expr.AllOf(tests, scope=scope)


@st.composite
def divisions(draw: st.DrawFn, open_year: bool = False) -> expr.AnyOf:
    """Two alternatives, one for those with a flag and one for all others; neither asks about the flag itself."""
    flag = expr.Holds(DIVIDING)
    return expr.AnyOf(tuple(expr.AllOf((side, draw(leaves(open_year))), scope=1) for side in (flag, expr.Not(flag))))


@st.composite
def rivals(draw: st.DrawFn, open_year: bool = False) -> expr.AnyOf:
    """Alternatives that ask more or less of the same."""
    pool = [draw(leaves(open_year)) for _leaf in range(2)]
    for one in [one for one in pool if isinstance(one, expr.Threshold) and not isinstance(one.term, expr.Tenure)]:
        limit = draw(_LIMITS[one.limit.kind])
        pool.append(evolve(one, limit=Quantity(limit, one.limit.kind)))
    sets = st.lists(st.sampled_from(pool), min_size=1, max_size=3).map(lambda tests: expr.AllOf(tuple(tests)))
    nested = st.lists(sets, min_size=1, max_size=2).map(lambda tests: expr.AnyOf(tuple(tests)))
    return expr.AnyOf(tuple(draw(st.lists(sets | nested, min_size=2, max_size=4))))


@st.composite
def bounds(draw: st.DrawFn, open_year: bool = False) -> expr.AllOf:
    """Comparisons of few amounts that must hold together, some of them in one of several cases."""
    refs = [draw(dated(MONEY, open_year)) for _ref in range(2)]
    amounts = st.sampled_from(refs)
    words = st.sampled_from(sorted(COMPARATORS))

    @st.composite
    def compared(draw: st.DrawFn) -> expr.Threshold:
        of_years = [
            expr.SumOver(MONEY[0], draw(windows())),
            expr.Growth(MONEY[0], draw(windows(2, 3)), expr.GrowthMethod.COMPOUND),
        ]
        term: expr.Term = draw(amounts | st.builds(expr.Ratio, amounts, amounts) | st.sampled_from(of_years))
        kind = Kind.SHARE if isinstance(term, expr.Ratio | expr.Growth) else Kind.MONEY
        word = draw(words)
        return expr.Threshold(term, COMPARATORS[word], Quantity(draw(_LIMITS[kind]), kind), word)

    several = st.lists(compared(), min_size=1, max_size=3).map(tuple)
    case = several.map(expr.AllOf) | compared()
    either = st.lists(case, min_size=2, max_size=3).map(lambda tests: expr.AnyOf(tuple(tests)))
    return expr.AllOf((*draw(several), draw(case | either)))


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

    def dated(self, on: dt.date) -> Case:
        return evolve(self, on=on)

    def learning(self, more: Known) -> Case:
        return evolve(self, known={**self.known, **more})


@st.composite
def cases(draw: st.DrawFn, tests: st.SearchStrategy[Test] | None = None, holes: bool = True) -> list[Case]:
    """One rule over several dossiers, about a third of whose values are unknown where there may be ``holes``."""
    test = draw(rules() if tests is None else tests)
    program = compile_test(test)
    chance = Random(draw(st.integers(0, 1 << 32)))
    return [_case(test, program, chance, holes) for _dossier in range(8)]


def _case(test: Test, program: Program, chance: Random, holes: bool) -> Case:
    known: Known = {}
    for symbol in program.symbols:
        if not isinstance(symbol, Cutoff):
            unknown = holes and chance.random() < 0.3
            known[symbol.key, symbol.offset] = None if unknown else value_for(symbol.key, chance)
    on = chance.choice((dt.date(2024, 2, 29), dt.date(chance.randint(2024, 2026), chance.randint(1, 12), 28)))
    return Case(test, program, on, known)
