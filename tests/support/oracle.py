"""A second, naive reading of the rule language: fractions are divided, powers are taken, unknown is Python's None.

It knows the rich nodes only; nothing here is taken from the kernel, from its lowering or from the compiler.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise, product

from attrs import evolve, frozen

from tiertrack.logic import expr
from tiertrack.logic.expr import Comparator
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import AS_BOOL, Truth

__all__ = ["Oracle"]

Answer = bool | None


@frozen
class Oracle:
    """What a rule should say of these values on this day; ``year`` is the distance an enclosing window gives.

    ``lacking`` is what is said where there is nothing to say: nothing, or, where points or an alternative settle the
    matter, what speaks against them.
    """

    known: dict[tuple[str, int | None], object]
    on: dt.date
    year: int | None = None
    lacking: Answer = None

    def read(self, ref: expr.Ref, year: int | None = None) -> object:
        if not ref.yearly:
            return self.known[ref.key, None]
        return self.known[ref.key, self.year_of(ref, year)]

    def year_of(self, ref: expr.Ref, year: int | None = None) -> int | None:
        return next((one for one in (ref.offset, year, self.year) if one is not None), None) if ref.yearly else None

    def number(self, ref: expr.Ref, year: int | None = None) -> Fraction | None:
        value = self.read(ref, year)
        return None if value is None else Fraction(value)  # type: ignore[arg-type]

    # -------------------------------------------------------------------------------------------------------- terms

    def amount(self, term: expr.Term) -> Fraction | None:
        match term:
            case expr.Ref():
                return self.number(term)
            case expr.SumOver(ref, offsets):
                return _sum(self.number(ref, offset) for offset in offsets)
            case expr.MeanOver(ref, offsets):
                total = _sum(self.number(ref, offset) for offset in offsets)
                return None if total is None else total / len(offsets)
            case expr.Ratio(part, whole):
                return _divide(self.amount(part), self.amount(whole))
            case expr.Growth(ref, offsets, expr.GrowthMethod.ARITHMETIC):
                values = [self.number(ref, offset) for offset in offsets]
                rates = [_divide(newer, older) for newer, older in pairwise(values)]
                total = _sum(rates)
                return None if total is None else total / len(rates) - 1
        raise AssertionError(term)

    def threshold(self, test: expr.Threshold) -> Answer:
        limit = Fraction(test.limit.magnitude)
        if any(whole is not None and whole <= 0 for whole in self._wholes(test.term)):
            return self._lacking(test)
        match test.term:
            case expr.Tenure(ref, anchor):
                since = self.read(ref)
                return None if since is None else self._tenure(test, int(since), anchor)  # type: ignore[call-overload]
            case expr.Growth(ref, offsets, expr.GrowthMethod.COMPOUND):
                factor = _divide(self.number(ref, offsets[0]), self.number(ref, offsets[-1]))
                return _compare(factor, test.comparator, (1 + limit) ** (len(offsets) - 1))
            case _:
                return _compare(self.amount(test.term), test.comparator, limit)

    def settled(self, test: expr.Threshold) -> Answer:
        """The one answer that is left whatever the unknown numbers are that cannot be negative, None where two are."""
        answer = self.threshold(test)
        places = {(ref.key, self.year_of(ref)) for ref in expr.refs(test.term) if ref.lowest == 0}
        unknown = [place for place in places if self.known[place] is None]
        if answer is not None or not unknown:
            return answer
        tried = ({**self.known, **dict(zip(unknown, values, strict=True))} for values in _trials(len(unknown)))
        # A denominator that may still turn out to be nothing leaves it open, whatever counts then.
        share = evolve(test, unanswered=Truth.UNKNOWN)
        answers = {evolve(self, known=known, lacking=None).threshold(share) for known in tried}
        return answers.pop() if len(answers) == 1 else None

    def _wholes(self, term: expr.Term) -> list[Fraction | None]:
        """What is divided by."""
        match term:
            case expr.Ratio(_part, whole):
                return [self.amount(whole)]
            case expr.Growth(ref, offsets, expr.GrowthMethod.ARITHMETIC):
                return [self.number(ref, offset) for offset in offsets[1:]]
            case expr.Growth(ref, offsets):
                return [self.number(ref, offsets[-1])]
        return []

    def _lacking(self, test: expr.Threshold | expr.Switch | expr.Provided) -> Answer:
        told = AS_BOOL[test.unanswered]
        return self.lacking if told is None else told

    def _each(self, tests: tuple[expr.Test, ...], least: int | None) -> list[Answer]:
        """The answers to tests of which ``least`` are enough, None where all are needed."""
        return [side.answer(one) for side, one in zip(self._sides(tests, least), tests, strict=True)]

    def _sides(self, tests: tuple[expr.Test, ...], least: int | None) -> list[Oracle]:
        """The same for each of the tests, with what counts for it where it has no answer."""
        sure = [index for index, one in enumerate(tests) if self._always(one) and not getattr(one, "scope", 0)]
        sides = []
        for index in range(len(tests)):
            enough = least is not None and len([other for other in sure if other != index]) >= least
            sides.append(evolve(self, lacking=False if enough else self.lacking))
        return sides

    def _whichever(self, tests: tuple[expr.Test, ...], sides: list[Oracle]) -> Answer:
        """What tests for those with a fact and for all others come to while it is not known which it is."""
        both = [
            (one, side) for one, side in zip(tests, sides, strict=True) if isinstance(one, expr.AllOf) and one.scope
        ]
        if not all(_divides(one.tests[0]) for one, _side in both):
            return None
        answers = {side.answer(asked) for one, side in both for asked in one.tests[1:]}
        return answers.pop() if len(answers) == 1 else None

    def _least(self, test: expr.AllOf | expr.AnyOf | expr.AtLeast) -> int | None:
        return test.count if isinstance(test, expr.AtLeast) else 1 if isinstance(test, expr.AnyOf) else None

    def _always(self, test: expr.Test) -> bool:
        """Whether there is an answer once every fact is known."""
        match test:
            case expr.Threshold(term):
                return test.unanswered is not Truth.UNKNOWN or not isinstance(term, expr.Ratio | expr.Growth)
            case expr.Switch(ref, branches):
                covered = test.unanswered is not Truth.UNKNOWN or len(branches) == len(ref.choices)
                return covered and all(self._always(one) for _value, one in branches)
            case expr.Provided(inner):
                return test.unanswered is not Truth.UNKNOWN and self._always(inner)
            case expr.Not(inner) | expr.Over(inner):
                return self._always(inner)
            case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
                always, least = [self._always(one) for one in tests], self._least(test)
                sure = [index for index, one in enumerate(tests) if always[index] and not getattr(one, "scope", 0)]
                return all(
                    one or (least is not None and len([other for other in sure if other != index]) >= least)
                    for index, one in enumerate(always)
                )
        return True

    def _tenure(self, test: expr.Threshold, since: int, anchor: expr.Anchor) -> bool:
        """Longer than so many years is what they were the day before already; not longer is the opposite."""
        comparator, limit = test.comparator, int(test.limit.magnitude)
        passed = self._days if test.limit.kind is Kind.DAYS else self._years
        until = self.on if anchor is expr.Anchor.DAY else dt.date(self.on.year, 1, 1)
        if comparator is expr.Comparator.AT_LEAST:
            return passed(since, until) >= limit
        longer = passed(since, until - dt.timedelta(days=1)) >= limit
        return longer is (comparator is expr.Comparator.MORE_THAN)

    @staticmethod
    def _days(since: int, until: dt.date) -> int:
        return until.toordinal() - since

    @staticmethod
    def _years(since: int, until: dt.date) -> int:
        """Full years by counting anniversaries; one of 29 February falls on the 28th in a common year."""
        start = dt.date.fromordinal(since)
        years = -1
        while _anniversary(start, years + 1) <= until:
            years += 1
        return years

    # -------------------------------------------------------------------------------------------------------- tests

    def answer(self, test: expr.Test) -> Answer:
        match test:
            case expr.Threshold():
                return self.settled(test)
            case expr.TopRank(ref, within):
                place = self.number(ref)
                if place is None:
                    return None
                return place >= 1 and (within is None or place <= within.magnitude)
            case expr.Holds(ref):
                return self.read(ref)  # type: ignore[return-value]
            case expr.Choice(ref, allowed):
                value = self.read(ref)
                return None if value is None else value in allowed
            case expr.Since(day):
                return self.on >= day
            case expr.Not(inner):
                lacking = None if self.lacking is None else not self.lacking
                found = evolve(self, lacking=lacking).answer(inner)
                return None if found is None else not found
            case expr.AllOf(tests):
                return _all(self._each(tests, self._least(test)))
            case expr.AnyOf(tests):
                sides = self._sides(tests, 1)
                found = _any([side.answer(one) for side, one in zip(sides, tests, strict=True)])
                return self._whichever(tests, sides) if found is None else found
            case expr.AtLeast(count, tests):
                told = self._each(tests, self._least(test))
                return _reached(count, told.count(True), len(told) - told.count(False))
            case expr.Over(inner, offsets, fold):
                told = [evolve(self, year=offset).answer(inner) for offset in offsets]
                return _all(told) if fold is expr.AllOf else _any(told)
            case expr.Switch(ref, branches):
                if (value := self.read(ref)) is None:
                    cases = [branch for _value, branch in branches]
                    return self._agreed(cases) if len(cases) == len(ref.choices) else None
                chosen = dict(branches).get(value)  # type: ignore[call-overload]
                return self._lacking(test) if chosen is None else self.answer(chosen)
            case expr.Provided(inner):
                found = self.answer(inner)
                return self._lacking(test) if found is False else found
            case expr.Scorecard(sections, passing):
                return self._scorecard(sections, Fraction(passing.magnitude))
        raise AssertionError(test)

    def _agreed(self, tests: Iterable[expr.Test]) -> Answer:
        """What is answered whichever of the tests it is; None where that makes a difference."""
        answers = {self.answer(test) for test in tests}
        return answers.pop() if len(answers) == 1 else None

    def _scorecard(self, sections: tuple[expr.Section, ...], passing: Fraction) -> Answer:
        ranges = [self.section(section) for section in sections]
        answers = [_reached(passing, sum(low for low, _high in ranges), sum(high for _low, high in ranges))]
        for section, (low, high) in zip(sections, ranges, strict=True):
            if section.minimum is not None:
                answers.append(_reached(Fraction(section.minimum.magnitude), low, high))
        return _all(answers)

    def section(self, section: expr.Section) -> tuple[Fraction, Fraction]:
        """The fewest and the most points a section can still give, by trying every way the unknown may turn out."""
        every = [self._possible(item) for item in section.items]
        low, high = sum(map(min, every), start=Fraction()), sum(map(max, every), start=Fraction())
        return low, high

    def _possible(self, item: expr.Item) -> set[Fraction]:
        if item.measured is not None:
            value, full = self.number(item.measured), Fraction(item.full.magnitude)
            return {Fraction(), full} if value is None else {min(value, full)}
        possible: set[Fraction] = set()
        for band in item.bands:
            found = evolve(self, lacking=False).answer(band.test)
            if found is not False:
                possible.add(Fraction(band.points.magnitude))
            if found is True:
                return possible
        return possible | {Fraction(item.otherwise.magnitude)}


def _divides(test: expr.Test) -> bool:
    """Whether a test is that of one fact, or that it is not so."""
    return isinstance(test.test if isinstance(test, expr.Not) else test, expr.Holds)


def _trials(count: int) -> Iterable[tuple[int, ...]]:
    """Nothing, one and more than anything else, for every unknown number."""
    return product((0, 1, 10**60), repeat=count)


def _anniversary(start: dt.date, years: int) -> dt.date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return dt.date(start.year + years, 2, 28)


def _sum(values: Iterable[Fraction | None]) -> Fraction | None:
    known = list(values)
    return None if None in known else sum(known, start=Fraction())  # type: ignore[arg-type]


def _divide(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or whole is None or whole <= 0 else part / whole


def _compare(value: Fraction | None, comparator: Comparator, limit: Fraction) -> Answer:
    if value is None:
        return None
    return {
        Comparator.AT_LEAST: value >= limit,
        Comparator.MORE_THAN: value > limit,
        Comparator.AT_MOST: value <= limit,
        Comparator.LESS_THAN: value < limit,
    }[comparator]


def _reached(bound: Fraction | int, low: Fraction | int, high: Fraction | int) -> Answer:
    return True if low >= bound else False if high < bound else None


def _all(answers: list[Answer]) -> Answer:
    return False if False in answers else None if None in answers else True


def _any(answers: list[Answer]) -> Answer:
    return True if True in answers else None if None in answers else False
