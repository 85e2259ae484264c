"""The columns of an answer: whether each test holds, and which unknown facts could still decide.

``missing`` is what :mod:`tiertrack.logic.finding` defines, as columns: a fact counts where it is unknown and the test
it feeds, and every test above that one, is still undecided.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Sequence
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
            self._answered[test] = self._made(test)
        return self._answered[test]

    def _made(self, test: Test) -> Answer:
        if isinstance(test, expr.Scorecard):
            return self._scorecard(test)
        parts = [self._answer(child) for child in children(test)]
        if not parts:
            return self._leaf(test)
        truth, level = self._folded(test, parts), max(part.level for part in parts)
        lacking = self._switch(test, parts) if isinstance(test, expr.Switch) else _all_of(parts)
        points = next((part.points for part in parts if part.points is not None), None)
        return Answer(truth, self._while_open(truth, level, lacking), level, points)

    def _folded(self, test: Test, parts: Sequence[Answer]) -> Expression:
        if isinstance(test, expr.Not):
            return ~parts[0].truth
        return self.columns.truth(combine(test, [Held(part.truth) for part in parts]))  # type: ignore[misc]

    def _while_open(self, truth: Expression, level: int, lacking: Iterable[Lacking]) -> tuple[Lacking, ...]:
        return tuple(self.only(self.stage(self.columns.words.is_unknown(truth), level), lacking))

    def _leaf(self, test: Test) -> Answer:
        """A leaf whose denominator is known and not positive has no answer, whatever else is learned."""
        truth = self.columns.truth(combine(test, []))
        when = [self._may_be_positive(one) for one in _denominators(test)]
        return Answer(truth, tuple(Lacking(ref, self.columns.all(when) if when else None) for ref in own_refs(test)))

    def _may_be_positive(self, term: expr.Ref | expr.SumOver) -> Expression:
        if term not in self._positive:
            positive = self.columns.truth(kernel.Compare(kernel.polynomial(rational(term).numerator), strict=True))
            possibly = self.columns.words.known(positive, self.columns.words.truth(True))
            self._positive[term] = self.stage(possibly, 0)
        return self._positive[term]

    def _switch(self, test: expr.Switch, parts: Sequence[Answer]) -> Iterator[Lacking]:
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
        return Answer(truth, self._while_open(truth, level, lacking), level, (low, high))

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
