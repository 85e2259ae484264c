"""The columns of an answer: whether each test holds, and which unknown facts could still decide.

``missing`` is what :mod:`tiertrack.logic.finding` defines, as columns: a fact counts where it is unknown and the test
it feeds, and every test above that one, is still undecided.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce

from attrs import field, frozen

from tiertrack.engines.columns import Columns, Held
from tiertrack.engines.limbs import Stages
from tiertrack.engines.words import Expression
from tiertrack.logic import expr, kernel
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.finding import own_refs
from tiertrack.logic.lower import children, combine, denominators, expand, rational, slot
from tiertrack.logic.quantity import Kind

__all__ = ["Answer", "Answers", "Lacking"]


@frozen(eq=False)
class Lacking:
    """A fact a test reads, and on what it depends beside being unknown whether it could still decide; None where on
    nothing."""

    ref: Ref
    when: Expression | None


@frozen(eq=False)
class Answer:
    """Whether a test holds, what it may lack, and the range of points of its scorecard, where it is or has one.

    ``level`` is the first stage at which everything it reads is there.
    """

    truth: Expression
    lacking: tuple[Lacking, ...]
    level: int = 0
    points: tuple[Expression, Expression] | None = None


@frozen(eq=False)
class Answers:
    """Tests as columns, each worked out once.

    ``stages`` collects what others read; the first of them reads what ``columns`` has staged.
    """

    columns: Columns
    stages: Stages = field(init=False)
    _answered: dict[Test, Answer] = field(factory=dict)
    _positive: dict[expr.Ref | expr.SumOver, Expression] = field(factory=dict)

    @stages.default
    def _no_stages(self) -> Stages:
        return Stages(self.columns.words)

    def answer(self, test: Test) -> Answer:
        """The columns of a test; raises ValueError where a product is too wide to be exact."""
        return self._answer(expand(test))

    def criterion(self, test: Test) -> Answer:
        """The same of a test whose truth is shown: that is staged, and what it lacks is to be read when all stages
        are."""
        bare = self._bare(expand(test))
        shown = self.stage(bare.truth, bare.level)
        lacking = self._gated(expand(test), bare, lambda: self.columns.words.is_unknown(shown))
        return Answer(shown, lacking, bare.level, bare.points)

    def missing(self, lacking: Iterable[Lacking], year: int) -> Expression:
        """How many facts could still decide, to be read when all stages are; two asked for by one key count once."""
        by_key: dict[str, dict[Ref, list[Expression | None]]] = {}
        for one in lacking:
            by_key.setdefault(one.ref.key_in(year), {}).setdefault(one.ref, []).append(one.when)
        words = self.columns.words
        lacks = [self.columns.any([self._wanted(ref, when) for ref, when in refs.items()]) for refs in by_key.values()]
        return words.count(lacks) if lacks else words.number(0)

    def stage(self, expression: Expression, level: int) -> Expression:
        """The column that will hold an expression, to be read from the stage after ``level`` on."""
        return self.stages.add(f"_{sum(map(len, self.stages.by_level))}", expression, level)

    def only(self, when: Expression, lacking: Iterable[Lacking]) -> Iterator[Lacking]:
        """What is lacking, but only where a condition holds as well."""
        for one in lacking:
            yield Lacking(one.ref, when if one.when is None else when & one.when)

    def _wanted(self, ref: Ref, conditions: Sequence[Expression | None]) -> Expression:
        unknown = self._unknown(ref)
        given = [one for one in conditions if one is not None]
        return unknown if len(given) < len(conditions) else unknown & self.columns.any(given)

    def _unknown(self, ref: Ref) -> Expression:
        side = "numerator" if ref.kind is Kind.SHARE else ""
        return self.columns.words.is_unknown(self.columns.read(slot(ref, side)))

    def _answer(self, test: Test) -> Answer:
        if test not in self._answered:
            bare = self._bare(test)
            lacking = self._gated(test, bare, lambda: self._open(bare))
            self._answered[test] = Answer(bare.truth, lacking, bare.level, bare.points)
        return self._answered[test]

    def _gated(self, test: Test, bare: Answer, still_open: Callable[[], Expression]) -> tuple[Lacking, ...]:
        """What a test lacks while it is open; that a fact of a leaf is unknown says so already."""
        if not children(test) and not isinstance(test, expr.Scorecard):
            return bare.lacking
        return tuple(self.only(still_open(), bare.lacking))

    def _open(self, bare: Answer) -> Expression:
        """Whether a truth is unknown; staged, unless nobody will ask where it does not matter."""
        unknown = self.columns.words.is_unknown(bare.truth)
        return unknown if self.columns.words.is_lazy else self.stage(unknown, bare.level)

    def _bare(self, test: Test) -> Answer:
        """The answer, with what it would lack were it open."""
        if isinstance(test, expr.Scorecard):
            return self._scorecard(test)
        parts = [self._answer(child) for child in children(test)]
        if not parts:
            return self._leaf(test)
        level = max(part.level for part in parts)
        lacking = self._switch_lacks(test, parts) if isinstance(test, expr.Switch) else _all_of(parts)
        points = next((part.points for part in parts if part.points is not None), None)
        return Answer(self._folded(test, parts), tuple(lacking), level, points)

    def _folded(self, test: Test, parts: Sequence[Answer]) -> Expression:
        if isinstance(test, expr.Not):
            return ~parts[0].truth
        if isinstance(test, expr.Switch):
            return self._chosen(test, parts)
        return self.columns.truth(combine(test, [Held(part.truth) for part in parts]))  # type: ignore[misc]

    def _leaf(self, test: Test) -> Answer:
        """A leaf whose denominator is known and not positive has no answer, whatever else is learned."""
        truth = self.columns.truth(combine(test, []))
        when = [self._may_be_positive(one) for one in _denominators(test)]
        return Answer(truth, tuple(Lacking(ref, self.columns.all(when) if when else None) for ref in own_refs(test)))

    def _may_be_positive(self, term: expr.Ref | expr.SumOver) -> Expression:
        if term not in self._positive:
            positive = self.columns.truth(kernel.Compare(kernel.polynomial(rational(term).numerator), strict=True))
            possibly = self.columns.words.known(positive, self.columns.words.truth(True))
            self._positive[term] = possibly if self.columns.words.is_lazy else self.stage(possibly, 0)
        return self._positive[term]

    def _chosen(self, test: expr.Switch, parts: Sequence[Answer]) -> Expression:
        """The truth of the case chosen, unknown where none is: what Kleene's connectives come to, told in one look."""
        chosen, found = self.columns.read(slot(test.ref)), self.columns.words.truth(None)
        for (value, _case), part in reversed(list(zip(test.cases, parts, strict=True))):
            found = self.columns.words.choose(chosen == value, part.truth, found)
        return found

    def _switch_lacks(self, test: expr.Switch, parts: Sequence[Answer]) -> Iterator[Lacking]:
        """The choice itself and then every case; once it is known, the case chosen."""
        yield Lacking(test.ref, None)
        chosen = self.columns.read(slot(test.ref))
        unknown = self.columns.words.is_unknown(chosen)
        for (value, _case), part in zip(test.cases, parts, strict=True):
            yield from self.only(unknown | (chosen == value), part.lacking)

    def _scorecard(self, card: expr.Scorecard) -> Answer:
        """Every band is read four times, for the fewest and the most points of its line and of the card: so the truths
        of the bands are staged, and then the points of the lines."""
        sections: list[tuple[expr.Section, list[_Line]]] = []
        for section in card.sections:
            sections.append((section, [self._line(item) for item in section.items]))
        every = [line for _section, lines in sections for line in lines]
        low, high = _sum(every)
        totals = [self.columns.reached(low, high, int(card.passing.magnitude), below=False)]
        for section, lines in sections:
            if section.minimum is not None:
                totals.append(self.columns.reached(*_sum(lines), int(section.minimum.magnitude), below=False))
        truth, level = self.columns.all(totals), max(line.level for line in every)
        lacking = [one for line in every for one in line.lacking]
        return Answer(truth, tuple(lacking), level, (low, high))

    def _line(self, item: expr.Item) -> _Line:
        parts = [self._answer(band.test) for band in item.bands]
        level = max((part.level for part in parts), default=-1) + 1
        held = [Held(self.stage(part.truth, part.level)) for part in parts]
        bands = tuple((int(band.points.magnitude), one) for band, one in zip(item.bands, held, strict=True))
        measured = slot(item.measured) if item.measured else None
        otherwise, full = int(item.otherwise.magnitude), int(item.full.magnitude)
        line = kernel.Points(bands, otherwise, measured, full)  # type: ignore[arg-type]
        low, high = (self.stage(one, level) for one in self.columns.low_and_high(line))
        return _Line(low, high, level + 1, tuple(self._lacking_points(item, parts, low, high)))

    def _lacking_points(
        self, item: expr.Item, parts: Sequence[Answer], low: Expression, high: Expression
    ) -> Iterator[Lacking]:
        """A line whose points are settled lacks nothing, and a band that gives no more than is certain neither."""
        open_ = low < high
        if item.measured is not None:
            yield Lacking(item.measured, open_)
        for band, part in zip(item.bands, parts, strict=True):
            yield from self.only(open_ & (low < int(band.points.magnitude)), part.lacking)


@frozen(eq=False)
class _Line:
    """The fewest and the most points of a line of a scorecard, staged, and what it may lack."""

    low: Expression
    high: Expression
    level: int
    lacking: tuple[Lacking, ...]


def _all_of(parts: Iterable[Answer]) -> Iterator[Lacking]:
    return (one for part in parts for one in part.lacking)


def _sum(lines: Sequence[_Line]) -> tuple[Expression, Expression]:
    return reduce(operator.add, (line.low for line in lines)), reduce(operator.add, (line.high for line in lines))


def _denominators(test: Test) -> tuple[expr.Ref | expr.SumOver, ...]:
    return denominators(test.term) if isinstance(test, expr.Threshold) else ()
