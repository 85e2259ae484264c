"""The columns of an answer: whether each test holds, and which unknown facts could still decide.

A fact is missing as :mod:`tiertrack.logic.finding` defines it: it counts where it is unknown and the test it feeds, and
every test above that one, is still undecided.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

import attrs
from attrs import Factory, field, frozen

from tiertrack.engines.dialect import Expression
from tiertrack.engines.kernel_columns import Columns, TruthColumn
from tiertrack.engines.missing_facts import Condition, MissingFact, guarded
from tiertrack.engines.missing_number import either, is_unknown
from tiertrack.engines.shapes import choices_by_case, left_over, may_settle_early, own_conjuncts
from tiertrack.engines.wide_integers import Stages
from tiertrack.logic import expr, kernel
from tiertrack.logic.absorption import absorbers, conjuncts, implied, implies
from tiertrack.logic.answerable import denominators, may_lack_answer
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.finding import own_refs
from tiertrack.logic.kernel import settles_early
from tiertrack.logic.lower import children, combine, expand, positive, slot
from tiertrack.logic.truth import AS_BOOL


@frozen(eq=False)
class Answer:
    """Whether a test holds, the facts it may miss, and the range of points of its scorecard, where it is or has one.

    ``level`` is the first stage at which everything it reads is there; ``is_open`` whether a test folded from others is
    undecided.
    """

    truth: Expression
    missing: tuple[MissingFact, ...]
    level: int = 0
    points: tuple[Expression, Expression] | None = None
    is_open: Condition | None = None


@frozen(eq=False)
class Answers:
    """Tests as columns, each evaluated once.

    ``stages`` collects the columns that others read; the first stage reads what ``columns`` has staged.
    """

    columns: Columns
    stages: Stages = field(default=Factory(lambda self: Stages(self.columns.dialect), takes_self=True))
    _answered: dict[Test, Answer] = field(factory=dict)
    _positive: dict[expr.Ref | expr.SumOver, Condition] = field(factory=dict)
    _unknowns: dict[Ref, Condition] = field(factory=dict)
    _held: dict[Answer, Expression] = field(factory=dict)
    # Of alternatives, whether each adds anything to the others, and the stage in which the last of them is told.
    _adding: dict[expr.AnyOf, dict[int, Condition]] = field(factory=dict)
    _settling: dict[Test, int] = field(factory=dict)

    def answer(self, test: Test) -> Answer:
        """The columns of an expanded test; raises ValueError where a product is too wide to be exact."""
        if test not in self._answered:
            bare = self._bare(test)
            self._answered[test] = self._gated(bare, test) if may_settle_early(test) else bare
        return self._answered[test]

    def criterion(self, test: Test, authority: Ref | None = None) -> Answer:
        """The columns of a test whose truth is shown: the truth is staged, and its missing facts are to be read when
        all stages are. Where no fact can decide it, that is up to an ``authority``."""
        expanded = expand(test)
        bare = self._bare(expanded)
        shown = attrs.evolve(bare, truth=self.stage(bare.truth, bare.level))
        answer = self._while_open(shown, shown.truth) if may_settle_early(expanded) else shown
        return answer if authority is None else self._by_authority(answer, expanded, authority)

    def _by_authority(self, answer: Answer, test: Test, authority: Ref) -> Answer:
        """Where no column says what the authorities made of it, the truth stays as it is."""
        dialect, judged = self.columns.dialect, self.columns.read(slot(authority))
        out_of_reach, truth = self._out_of_reach(answer, test), answer.truth
        if judged is not None:
            # Which alternatives add nothing is staged after their truth.
            level = max(answer.level, *(self._settling.get(part, 0) for part in expr.walk(test)))
            out_of_reach = self.stage(out_of_reach, level + 1)
            truth = dialect.choose(out_of_reach, judged, truth)
        asked = MissingFact(authority, (Condition(out_of_reach),))
        return attrs.evolve(answer, truth=truth, missing=(*answer.missing, asked))

    def _out_of_reach(self, answer: Answer, test: Test) -> Expression:
        """Whether a test whose truth is staged is open and no fact can decide it; never unknown."""
        if isinstance(test, expr.Threshold):
            return ~self._may_have_value(test)
        parts = [*own_conjuncts(test)]
        alone = parts == [test] and may_lack_answer(test)
        settled = [self._unanswerable(test)] if alone else map(self._settled, parts)
        return self.columns.dialect.is_unknown(answer.truth) & self.columns.all([*settled])

    def _may_have_value(self, test: expr.Threshold) -> Expression:
        """Whether no denominator is known not to be positive."""
        return self.columns.all([self._may_be_positive(term).holds for term in denominators(test.term)])

    def _settled(self, test: Test) -> Expression:
        """Whether no fact can change the truth of a test; never unknown."""
        if not may_lack_answer(test):
            return self._is_known(test)
        if isinstance(test, expr.Threshold):
            # It is known where its facts are and it has a value.
            return self._unanswerable(test) | self._is_told(test)
        return self._unanswerable(test) | self._is_known(test)

    def _unanswerable(self, test: Test) -> Expression:
        """The same of a test that may lack an answer, where its truth is not known."""
        match test:
            case expr.Threshold():
                return ~self._may_have_value(test)
            case expr.Switch():
                return self._chosen_unanswerable(test)
            case _:
                parts = own_conjuncts(test) if isinstance(test, expr.AllOf) else children(test)
                settled = [self._settled(part) for part in parts]
                if isinstance(test, expr.AnyOf):
                    for place, adds in self._adding.get(test, {}).items():
                        settled[place] |= ~adds.holds
                return self.columns.all(settled)

    def _chosen_unanswerable(self, test: expr.Switch) -> Expression:
        """Of a case that has an answer once its facts are known, the switch knows as much as the case does."""
        dialect, chosen = self.columns.dialect, self.columns.read(slot(test.ref))
        lacking = {case: values for case, values in choices_by_case(test).items() if may_lack_answer(case)}
        parts = [dialect.is_one_of(chosen, values) & self._settled(case) for case, values in lacking.items()]
        if left_over(test):
            parts.append(~self._covered(test, chosen))
        return dialect.coalesce(self.columns.any(parts), dialect.truth(False))

    def _is_known(self, test: Test) -> Expression:
        if isinstance(test, expr.Threshold) and not denominators(test.term):
            return self._is_told(test)
        answer = self.answer(test)
        return ~self.columns.dialect.is_unknown(self._held.get(answer, answer.truth))

    def _is_told(self, test: expr.Threshold) -> Expression:
        """Whether a comparison, once it has a value, is known: where all its facts are, unless fewer may settle it."""
        refs = own_refs(test)
        if settles_early(combine(test, [])) or any(slot(ref) in self.columns.between for ref in refs):
            answer = self.answer(test)
            return ~self.columns.dialect.is_unknown(self._held.get(answer, answer.truth))
        return ~self.columns.any([is_unknown(self.columns, ref) for ref in refs])

    def stage(self, expression: Expression, level: int) -> Expression:
        """The column that will hold an expression, to be read from the stage after ``level`` on."""
        return self.stages.add(f"_{sum(map(len, self.stages.by_level))}", expression, level)

    def held(self, answer: Answer) -> Expression:
        """The column that will hold the truth of an answer."""
        if answer not in self._held:
            self._held[answer] = self.stage(answer.truth, answer.level)
        return self._held[answer]

    def _gated(self, bare: Answer, test: Test) -> Answer:
        if self.columns.dialect.repeats(sum(1 for _part in expr.walk(test))):
            return self._while_open(bare, bare.truth)
        held = self.stage(bare.truth, bare.level)
        answer = self._while_open(attrs.evolve(bare, truth=held, level=bare.level + 1), held)
        self._held[answer] = held
        return answer

    def _while_open(self, bare: Answer, truth: Expression) -> Answer:
        """The facts missing to a test folded from others are missing only while it is open itself."""
        is_open = Condition(self.columns.dialect.is_unknown(truth))
        return attrs.evolve(bare, missing=tuple(guarded(is_open, bare.missing)), is_open=is_open)

    def _bare(self, test: Test) -> Answer:
        """The answer, with the facts it would miss were it open."""
        if isinstance(test, expr.Scorecard):
            return self._scorecard(test)
        parts = [self.answer(child) for child in children(test)]
        if not parts:
            return self._leaf(test)
        if isinstance(test, expr.Switch):
            missing = tuple(self._switch(test, parts))
        elif isinstance(test, expr.AnyOf):
            missing = tuple(self._alternatives(test, parts))
        else:
            missing = tuple(fact for part in parts for fact in part.missing)
        points = next((part.points for part in parts if part.points is not None), None)
        return Answer(self._folded(test, parts), missing, max(part.level for part in parts), points)

    def _folded(self, test: Test, parts: Sequence[Answer]) -> Expression:
        if isinstance(test, expr.Not):
            return ~parts[0].truth
        if isinstance(test, expr.Switch):
            return self._chosen(test, parts)
        return self.columns.truth(combine(test, [TruthColumn(part.truth) for part in parts]))  # type: ignore[misc]

    def _leaf(self, test: Test) -> Answer:
        """A leaf whose denominator is known and not positive has no answer, whatever else is learned."""
        truth = self.columns.truth(combine(test, []))
        terms = denominators(test.term) if isinstance(test, expr.Threshold) else ()
        when = {term: self._may_be_positive(term) for term in terms}
        missing = []
        for ref in own_refs(test):
            # A denominator this very fact is in may be positive as long as it is unknown.
            others = tuple(possibly for term, possibly in when.items() if ref not in expr.refs(term))
            if slot(ref) in self.columns.between:
                # Its bounds may decide the test while the number is not known.
                others = (*others, Condition(self.columns.dialect.is_unknown(truth)))
            missing.append(MissingFact(ref, others, self._own_unknown(ref)))
        return Answer(truth, tuple(missing))

    def _own_unknown(self, ref: Ref) -> Condition | None:
        if slot(ref) not in self.columns.own:
            return None
        if ref not in self._unknowns:
            self._unknowns[ref] = Condition(is_unknown(self.columns, ref))
        return self._unknowns[ref]

    def _may_be_positive(self, term: expr.Ref | expr.SumOver) -> Condition:
        if term not in self._positive:
            possibly = self.columns.dialect.coalesce(
                self.columns.truth(positive(term)), self.columns.dialect.truth(True)
            )
            self._positive[term] = Condition(possibly if self.columns.dialect.is_lazy else self.stage(possibly, 0))
        return self._positive[term]

    def _alternatives(self, test: expr.AnyOf, parts: Sequence[Answer]) -> Iterator[MissingFact]:
        """What the alternatives miss, but for those that add nothing to another, the last ones first left out."""
        dialect, level = self.columns.dialect, max(part.level for part in parts)
        adds: dict[int, Condition] = {}
        for place, others in sorted(absorbers(test).items(), reverse=True):
            given = conjuncts(test.tests[place])
            hold = {other: self._would_hold(test.tests[other], given) for other in others}
            every = [holds & adds[other].holds if other in adds else holds for other, holds in hold.items()]
            more = ~dialect.coalesce(self.columns.any(every), dialect.truth(False))
            # One reads the others, which are then there already.
            level += 1
            adds[place] = Condition(more if dialect.repeats(len(others)) else self.stage(more, level))
        if adds:
            self._adding[test], self._settling[test] = adds, level
        for place, part in enumerate(parts):
            yield from guarded(adds[place], part.missing) if place in adds else part.missing

    def _would_hold(self, test: Test, given: Sequence[Test]) -> Expression:
        """Whether an undecided test would hold if those given did, as far as that is known."""
        if any(implies(one, test) for one in given):
            return self.columns.dialect.truth(True)
        holds = self.answer(test).truth
        match test:
            case expr.AllOf(tests):
                left = [part for part in tests if not any(implies(one, part) for one in given)]
                return self.columns.all([self._would_hold(part, given) for part in left])
            case expr.AnyOf(tests):
                parts = [part for part in tests if next(implied(given, part), None)]
                return self.columns.any([holds, *(self._would_hold(part, given) for part in parts)])
            case _:
                return holds

    def _chosen(self, test: expr.Switch, parts: Sequence[Answer]) -> Expression:
        """The case chosen; where the choice is not known, what all cases agree on if there are no others; nothing where
        no case belongs to it."""
        dialect, cases, chosen = self.columns.dialect, _cases(test, parts), self.columns.read(slot(test.ref))
        if not left_over(test):
            return self.columns.truth(combine(test, [TruthColumn(part.truth) for part in parts]))  # type: ignore[misc]
        covered = self._covered(test, chosen)
        uncovered = self.columns.where_false(covered, AS_BOOL[test.unanswered])
        if dialect.is_lazy:
            # One case tried after the other, until it is found; side by side all of them would be evaluated.
            found = uncovered
            for part, values in reversed(cases.items()):
                found = dialect.choose(dialect.is_one_of(chosen, values), part.truth, found)
            return found
        every = self.columns.any([dialect.is_one_of(chosen, values) & part.truth for part, values in cases.items()])
        return dialect.choose(covered, every, uncovered)

    def _covered(self, test: expr.Switch, chosen: Expression) -> Expression:
        """Whether a choice belongs to a case: none of those left over, where they are fewer."""
        covered, rest = [value for value, _case in test.cases], left_over(test)
        is_one_of = self.columns.dialect.is_one_of
        return is_one_of(chosen, covered) if len(covered) < len(rest) else ~is_one_of(chosen, rest)

    def _switch(self, test: expr.Switch, parts: Sequence[Answer]) -> Iterator[MissingFact]:
        """The choice itself and then every case; once it is known, the case chosen."""
        yield MissingFact(test.ref)
        cases, chosen = _cases(test, parts), self.columns.read(slot(test.ref))
        by_ref: dict[tuple[Ref, Condition | None], dict[Answer, list[tuple[Condition, ...]]]] = {}
        for part in cases:
            for fact in part.missing:
                by_ref.setdefault((fact.ref, fact.unknown), {}).setdefault(part, []).append(fact.when)
        for (ref, unknown), wanted in by_ref.items():
            yield MissingFact(ref, (self._wanted_of_cases(chosen, cases, wanted),), unknown)

    def _wanted_of_cases(
        self,
        chosen: Expression,
        cases: Mapping[Answer, Sequence[str]],
        wanted: Mapping[Answer, Sequence[tuple[Condition, ...]]],
    ) -> Condition:
        """Whether a fact is wanted by the case chosen, or by any where the choice is unknown. That the case chosen is
        open is known: the choice between them is."""
        dialect = self.columns.dialect
        values: dict[tuple[Condition, ...], list[str]] = {}
        for part, conditions in wanted.items():
            others = (tuple(condition for condition in each if condition is not part.is_open) for each in conditions)
            for more in dict.fromkeys(others):
                values.setdefault(more, []).extend(cases[part])
        by_chosen = [
            self.columns.all([dialect.is_one_of(chosen, of_these), *(condition.holds for condition in more)])
            for more, of_these in values.items()
        ]
        by_any = either(self.columns, [each for conditions in wanted.values() for each in conditions])
        by_any = dialect.truth(True) if by_any is None else by_any
        return Condition(dialect.choose(dialect.is_unknown(chosen), by_any, self.columns.any(by_chosen)))

    def _scorecard(self, card: expr.Scorecard) -> Answer:
        """Every band is read four times, for the fewest and the most points of its line and of the card: so the truths
        of the bands are staged, and then the points of the lines."""
        sections = [(section, [self._line(item) for item in section.items]) for section in card.sections]
        every = [line for _section, lines in sections for line in lines]
        low, high = _sum(every)
        totals = [self.columns.reached(low, high, int(card.passing.magnitude), below=False)]
        for section, lines in sections:
            if section.minimum is not None:
                totals.append(self.columns.reached(*_sum(lines), int(section.minimum.magnitude), below=False))
        truth, level = self.columns.all(totals), max(line.level for line in every)
        missing = tuple(fact for line in every for fact in line.missing)
        return Answer(truth, missing, level, (low, high))

    def _line(self, item: expr.Item) -> _Line:
        parts = [self.answer(band.test) for band in item.bands]
        level = max((part.level for part in parts), default=-1) + 1
        held = [TruthColumn(self.held(part)) for part in parts]
        bands = tuple((int(band.points.magnitude), truth) for band, truth in zip(item.bands, held, strict=True))
        measured = slot(item.measured) if item.measured else None
        otherwise, full = int(item.otherwise.magnitude), int(item.full.magnitude)
        line = kernel.Points(bands, otherwise, measured, full)  # type: ignore[arg-type]
        low, high = (self.stage(points, level) for points in self.columns.low_and_high(line))
        return _Line(low, high, level + 1, tuple(self._missing_points(item, parts, low, high)))

    def _missing_points(
        self, item: expr.Item, parts: Sequence[Answer], low: Expression, high: Expression
    ) -> Iterator[MissingFact]:
        """A line whose points are settled misses nothing, nor does a band that gives no more than is certain."""
        is_open = Condition(low < high)
        if item.measured is not None:
            yield MissingFact(item.measured, (is_open,))
        for band, part in zip(item.bands, parts, strict=True):
            gives_more = Condition(low < int(band.points.magnitude))
            yield from guarded(is_open, guarded(gives_more, part.missing))


@frozen(eq=False)
class _Line:
    """The fewest and the most points of a line of a scorecard, staged, and the facts it may miss."""

    low: Expression
    high: Expression
    level: int
    missing: tuple[MissingFact, ...]


def _cases(test: expr.Switch, parts: Sequence[Answer]) -> dict[Answer, list[str]]:
    """The cases with the choices each belongs to."""
    found: dict[Answer, list[str]] = {}
    for (value, _case), part in zip(test.cases, parts, strict=True):
        found.setdefault(part, []).append(value)
    return found


def _sum(lines: Sequence[_Line]) -> tuple[Expression, Expression]:
    return reduce(operator.add, (line.low for line in lines)), reduce(operator.add, (line.high for line in lines))
