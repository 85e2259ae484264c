"""Which of the facts an answer asks for can change it: a search for two values of a fact that give different answers.

An answer can change with a fact only where a comparison of the edition does. So, all other facts given, it is exact to
try values on both sides of every such place; the others are given so as to meet the edition, then changed one by one.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random

from attrs import frozen

from tiertrack.facts.industry import size_group, size_groups
from tiertrack.facts.vocabulary import FACTS, INDUSTRY_SECTION, SIZE_GROUP
from tiertrack.logic import expr, kernel
from tiertrack.logic.evaluate import Program, compile_test
from tiertrack.logic.expr import AllOf, Ref, Test
from tiertrack.logic.finding import Known, Observed
from tiertrack.logic.kernel import Compare, Kernel, Slot
from tiertrack.logic.lower import expand, lower, slot
from tiertrack.logic.quantity import Kind

__all__ = ["Edges", "Search"]

# What a program takes, and the terms of a comparison with the places of its values.
Values = list[Known | None]
Terms = tuple[tuple[int, tuple[int, ...]], ...]
Answers = set[bool | None]

_STEP = Fraction(1, 10**9)
_MOST = 10**18


@frozen(eq=False)
class Edges:
    """One edition's tests in an application year, compiled, with the comparisons that each of its values takes part in.

    ``places`` says by the key of a fact which of the program's values it fills, ``beside`` which other facts the same
    tests read.
    """

    program: Program
    tests: tuple[tuple[Program, tuple[int, ...]], ...]
    year: int
    compares: Mapping[int, Sequence[Terms]]
    limits: Mapping[str, Sequence[int | Fraction]]
    refs: Mapping[str, Ref]
    places: Mapping[str, Sequence[int]]
    beside: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, tests: Sequence[Test], year: int) -> Edges:
        """The edges of a conjunction of tests."""
        whole = AllOf(tuple(map(expand, tests)))
        program = compile_test(whole)
        place_of = {symbol: place for place, symbol in enumerate(program.symbols)}
        parts = [compile_test(test) for test in tests]
        read = [{ref.key_in(year): ref for ref in expr.refs(test)} for test in whole.tests]
        every = [ref for test in whole.tests for ref in expr.refs(test)]
        return cls(
            program,
            tuple((part, tuple(place_of[symbol] for symbol in part.symbols)) for part in parts),
            year,
            _compares(lower(whole), place_of),
            _limits(whole),
            {ref.key_in(year): ref for ref in every},
            _gathered((ref.key_in(year), place_of[slot(ref)]) for ref in every),
            _gathered((key, other) for keys in read for key in keys for other in keys if other != key),
        )


def _gathered(pairs: Iterator[tuple[str, object]]) -> dict[str, list[object]]:
    found: dict[str, dict[object, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: [*values] for key, values in found.items()}


def _compares(node: Kernel, place_of: Mapping[object, int]) -> dict[int, list[Terms]]:
    found: dict[int, dict[Terms, None]] = {}
    for compare in _nodes(node):
        symbols = [symbol for _factor, symbols in compare.terms for symbol in symbols]
        if not any(isinstance(symbol, Slot) and symbol.side for symbol in symbols):
            terms = tuple((factor, tuple(place_of[one] for one in symbols)) for factor, symbols in compare.terms)
            for symbol in symbols:
                found.setdefault(place_of[symbol], {})[terms] = None
    return {place: [*every] for place, every in found.items()}


def _nodes(node: Kernel) -> Iterator[Compare]:
    match node:
        case Compare():
            yield node
            return
        case kernel.All(parts) | kernel.Any(parts):
            inner: Sequence[Kernel] = parts
        case kernel.Given(conditions, body):
            inner = (*conditions, body)
        case kernel.Total(lines):
            inner = [test for line in lines for _points, test in line.bands]
        case _:
            inner = ()
    for part in inner:
        yield from _nodes(part)


def _limits(whole: Test) -> dict[str, list[int | Fraction]]:
    found: dict[str, list[int | Fraction]] = {}
    for node in expr.walk(whole):
        if isinstance(node, expr.Threshold) and not isinstance(node.term, expr.Tenure):
            for ref in expr.refs(node.term):
                found.setdefault(ref.key, []).append(node.limit.magnitude)
        elif isinstance(node, expr.TopRank):
            found.setdefault(node.ref.key, []).append(node.within.magnitude if node.within else 1)
    return found


@functools.cache
def _industries(known: str) -> tuple[tuple[str, str, str | None], ...]:
    """Of the codes that go on from what is known of one, one for every section and group of the size standard: the
    code, the section, the group."""
    found: dict[tuple[str, str | None], str] = {}
    for code in size_groups():
        if len(code) == 5 and code.startswith(known):
            found.setdefault((code[0], size_group(code)), code)
    return tuple((code, section, group) for (section, group), code in found.items())


@frozen(eq=False)
class Search:
    """A search among all that one dossier's unknown facts may turn out to be; ``industry`` is what is known of its
    code."""

    edges: Edges
    values: Values
    industry: str | None
    chance: Random

    def deciding(self, missing: Sequence[Observed], tries: int) -> set[str]:
        """The keys of the missing facts for which two values were found that give different answers."""
        open_ = [
            key for key, places in self.edges.places.items() if any(self.values[place] is None for place in places)
        ]
        starts = [self._climbed(open_) for _start in range(3)]
        return {
            seen.key
            for seen in missing
            if seen.key in open_
            and any(len(found) > 1 for start in starts for found in self._walked(start, seen.key, open_, tries))
        }

    def _walked(self, values: Values, key: str, open_: Sequence[str], steps: int) -> Iterator[Answers]:
        """The answers that values of a fact give, the others changed one at a time so that it can still be met."""
        yield (found := self._answers(values, key))
        met = True in found
        others = [other for other in open_ if other != key]
        near = [other for other in self.edges.beside.get(key, ()) if other in others]
        for step in range(steps if others else 0):
            other = self.chance.choice(near if near and step % 4 else others)
            tried = self._filled(values, other, self.chance.choice(self._choices(values, other)))
            yield (found := self._answers(tried, key))
            if True in found or not met:
                values, met = tried, True in found

    def _answers(self, values: Values, key: str) -> Answers:
        choices = self._choices(values, key)
        return {self.edges.program.verdict(self._filled(values, key, choice)) for choice in choices}

    def _climbed(self, open_: Sequence[str]) -> Values:
        """Values of the unknown facts with which as many tests hold as could be found by trying."""
        values = list(self.values)
        for key in open_:
            values = self._filled(values, key, self.chance.choice(self._choices(values, key)))
        reached = self._holding(values)
        for key in (key for _round in range(4) for key in self.chance.sample(open_, k=len(open_))):
            if reached == len(self.edges.tests):
                break
            for choice in self._choices(values, key):
                tried = self._filled(values, key, choice)
                now = self._holding(tried)
                if now > reached or (now == reached and self.chance.random() < 0.3):
                    values, reached = tried, now
        return values

    def _holding(self, values: Values) -> int:
        return sum(test.verdict([values[place] for place in places]) is True for test, places in self.edges.tests)

    def _filled(self, values: Values, key: str, choice: object) -> Values:
        filled = list(values)
        for place in self.edges.places[key]:
            if self.edges.refs[key].ask != "industry":
                filled[place] = choice  # type: ignore[assignment]
                continue
            _code, section, group = choice  # type: ignore[misc]
            read = self.edges.program.symbols[place].key  # type: ignore[union-attr]
            # A section may leave open which of two groups it is, as trade does: the code tells.
            if self.values[place] is None or read == SIZE_GROUP.key:
                filled[place] = section if read == INDUSTRY_SECTION.key else group
        return filled

    def _choices(self, values: Values, key: str) -> Sequence[object]:
        """Values of a fact on both sides of every place where a comparison changes, all others given."""
        ref = self.edges.refs[key]
        if ref.ask == "industry":
            return _industries(self.industry or "")
        if ref.kind.is_yes_or_no:
            return (True, False)
        if ref.kind is Kind.CHOICE:
            return [value for value, _name in ref.choices]
        if ref.kind is Kind.SHARE:
            return self._shares(ref)
        least, most = self._ends(ref)
        (place, *_same), found = self.edges.places[key], {least, most}
        for terms in self.edges.compares.get(place, ()):
            found.update(root + step for root in _roots(terms, place, values) for step in (-1, 0, 1, 2))
        found.update(math.ceil(limit) for limit in self.edges.limits.get(ref.key, ()))
        return sorted({min(max(value, least), most) for value in found})

    def _shares(self, ref: Ref) -> Sequence[Fraction]:
        fact = FACTS[ref.key]
        least, most = Fraction(-3 if fact.lowest is None else fact.lowest), Fraction(fact.highest or 3)
        steps = (Fraction(), -_STEP, _STEP)
        near = [Fraction(limit) + step for limit in self.edges.limits.get(ref.key, ()) for step in steps]
        every = (least, *near, Fraction(self.chance.randint(-100, 100), 100), most)
        return [min(max(share, least), most) for share in every]

    def _ends(self, ref: Ref) -> tuple[int, int]:
        if ref.kind is Kind.DATE:
            return dt.date(1949, 10, 1).toordinal(), dt.date(self.edges.year, 12, 31).toordinal()
        fact = FACTS[ref.key]
        return -_MOST if fact.lowest is None else fact.lowest, _MOST if fact.highest is None else fact.highest


def _roots(terms: Terms, place: int, values: Values) -> list[int]:
    """Where a polynomial of one value changes its sign, rounded down; none where it is of a third power or more."""
    powers = [0, 0, 0]
    for factor, places in terms:
        power, rest = places.count(place), [values[one] for one in places if one != place]
        if power > 2 or not all(isinstance(value, int) for value in rest):
            return []
        powers[power] += factor * math.prod(value for value in rest if isinstance(value, int))
    constant, linear, square = powers
    if not square:
        return [-constant // linear] if linear else []
    inside = linear * linear - 4 * square * constant
    return (
        [] if inside < 0 else [(-linear + root) // (2 * square) for root in (math.isqrt(inside), -math.isqrt(inside))]
    )
