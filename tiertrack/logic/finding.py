"""The explained result: one node for each node of the expanded test, with what was observed and what follows from it.

``missing`` and ``moot`` are defined, not felt:

* a fact is **missing** where its value is unknown and the test it feeds, and every test above that one, is still
  undecided, so that learning it could still decide;
* a fact is **moot** where its value is unknown and it is not missing: something else has already decided.

That amounts hold tests of one conjunction against each other is noticed (:mod:`tiertrack.logic.elimination`). All else
is weighed one test at a time, so ``missing`` may name a fact too many but never one too few.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from attrs import frozen

from tiertrack.brevity import briefly, told
from tiertrack.logic import expr
from tiertrack.logic.absorption import absorbers, conjuncts, implies
from tiertrack.logic.answerable import denominators
from tiertrack.logic.between import Between
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.truth import Truth
from tiertrack.moulds import mould
from tiertrack.notebook import ShownInNotebooks

Value = int | Fraction | bool | str

# What a program is given for one fact: its value, or the bounds that it lies between.
Known = Value | Between


@frozen(weakref_slot=False)
class Observed:
    """One fact a leaf read: its reference, key, Chinese name with the year, and value (None where unknown); ``between``
    are the bounds of an unknown number that has any."""

    ref: Ref
    key: str
    label: str
    value: Value | None
    between: Between | None = None

    __repr__ = briefly

    @property
    def is_known_at_all(self) -> bool:
        """Whether its value is known, or at least the bounds of it."""
        return self.value is not None or self.between is not None


@frozen
class Line:
    """One scorecard line with the fewest and the most points, in hundredths, it can still give."""

    item: expr.Item
    findings: tuple[Finding, ...]
    low: int
    high: int

    __repr__ = briefly


@frozen
class Score:
    """A scorecard's range in hundredths of a point, and what it must reach."""

    low: int
    high: int
    passing: int
    sections: tuple[tuple[expr.Section, tuple[Line, ...]], ...]

    __repr__ = briefly


@frozen(weakref_slot=False)
class Finding(ShownInNotebooks):
    """What came of one test in the application year ``year``.

    ``given`` are the values of the facts the test itself reads (None where unknown, or the bounds of a number),
    ``findings`` those of the tests it is folded from; of a switch only that of the case chosen, or of every case where
    the choice is unknown.
    """

    test: Test
    truth: Truth
    given: tuple[Known | None, ...]
    findings: tuple[Finding, ...]
    year: int

    def __repr__(self) -> str:
        return told(
            self,
            type(self.test).__name__,
            self.year,
            said=f"{self.truth.word}, {len(self.findings)} 处合成" if self.findings else self.truth.word,
        )

    @property
    def values(self) -> tuple[Value | None, ...]:
        """The values of the facts the test itself reads, None where unknown."""
        if Between not in map(type, self.given):
            return self.given  # type: ignore[return-value]
        return tuple(None if isinstance(value, Between) else value for value in self.given)

    @property
    def observed(self) -> tuple[Observed, ...]:
        """The facts this test reads itself; a group's are those of its leaves."""
        refs, keys, labels = _named_refs(self.test, self.year)
        given = self.given
        if len(given) == 1 and type(given[0]) is not Between:
            # As most tests are.
            return (observed_mould(refs[0], keys[0], labels[0], given[0]),)
        return tuple([_seen(*one) for one in zip(refs, keys, labels, given, strict=True)])

    @property
    def blocked(self) -> tuple[expr.Ref | expr.SumOver, ...]:
        """Denominators that are known and not positive, so that the test has no answer."""
        divided = _denominators(self.test)
        return tuple(term for term, places in divided if _not_positive([self.given[place] for place in places]))

    @property
    def is_early(self) -> bool:
        """Whether a leaf is decided though not everything it reads is known."""
        return self.truth is not Truth.UNKNOWN and not self.findings and _is_open(self.given)

    @property
    def is_uncovered(self) -> bool:
        """Whether a choice was known and no case belongs to it."""
        return isinstance(self.test, expr.Switch) and not self.findings

    @property
    def is_silent(self) -> bool:
        """Whether the law says nothing of enterprises as this one."""
        return isinstance(self.test, expr.Provided) and self.findings[0].truth is Truth.FALSE

    @property
    def is_clash(self) -> bool:
        """Whether it is a conjunction that fails although none of its tests does: not all of them can hold."""
        fails = isinstance(self.test, expr.AllOf) and self.truth is Truth.FALSE
        return fails and all(part.truth is not Truth.FALSE for part in self.findings)

    @property
    def unanswered(self) -> Iterator[Finding]:
        """The open findings at or below this one that no fact can close, in reading order."""
        if self.truth is not Truth.UNKNOWN:
            return
        if self.blocked or self.is_uncovered or self.is_silent:
            yield self
        yield from chain.from_iterable(finding.unanswered for finding in self.findings)

    @property
    def leaves(self) -> Iterator[Finding]:
        """The findings that read facts, in reading order."""
        if not self.findings:
            return iter((self,) if self.given else ())
        found: list[Finding] = []
        _add_leaves(self, found)
        return iter(found)

    @property
    def missing(self) -> tuple[Observed, ...]:
        """The unknown facts that could still decide, each once."""
        return _unique(self._missing()) if self.truth is Truth.UNKNOWN else ()

    @property
    def out_of_reach(self) -> Finding | None:
        """What no fact could decide, where an authority's judgement of the whole was asked for; else None."""
        return self.findings[0] if isinstance(self.test, expr.Holds) and self.findings else None

    @property
    def is_out_of_reach(self) -> bool:
        """Whether it is open and no fact can close it."""
        return self.truth is Truth.UNKNOWN and next(self._missing(), None) is None

    @property
    def moot(self) -> tuple[Observed, ...]:
        """The unknown facts that no longer matter, each once."""
        needed = {seen.key for seen in self.missing}
        unknown = (seen for leaf in self.leaves for seen in leaf._unknown)
        return _unique(seen for seen in unknown if seen.key not in needed)

    @property
    def _unknown(self) -> Iterable[Observed]:
        """What it reads itself and is not known."""
        return [seen for seen in self.observed if seen.value is None] if _is_open(self.given) else ()

    def _missing(self) -> Iterator[Observed]:
        if self.truth is not Truth.UNKNOWN or self.blocked or self.is_uncovered:
            return
        if isinstance(self.test, expr.Scorecard):
            yield from _missing_points(self)
            return
        yield from self._unknown
        yield from chain.from_iterable(finding._missing() for finding in _that_add(self))

    @property
    def score(self) -> Score | None:
        """The points of a scorecard, None for any other test."""
        if not isinstance(self.test, expr.Scorecard):
            return None
        lines = _lines(self, self.test)
        sections = []
        for section in self.test.sections:
            sections.append((section, tuple(next(lines) for _item in section.items)))
        every = [line for _section, group in sections for line in group]
        low, high = sum(line.low for line in every), sum(line.high for line in every)
        return Score(low, high, int(self.test.passing.magnitude), tuple(sections))

    def search(self, wanted: Callable[[Finding], bool]) -> Iterator[Finding]:
        """Every finding at or below this one that is wanted, outermost first."""
        if wanted(self):
            yield self
        yield from chain.from_iterable(finding.search(wanted) for finding in self.findings)


# Every answer has dozens of both.
observed_mould: Callable[..., Observed] = mould(Observed)
finding_mould: Callable[..., Finding] = mould(Finding)


@functools.lru_cache(maxsize=4096)
def own_refs(test: Test) -> tuple[Ref, ...]:
    """The facts a test reads itself, beside those of the tests it is folded from."""
    match test:
        case expr.Switch(ref):
            return (ref,)
        case expr.Scorecard():
            return tuple(item.measured for item in test.items if item.measured)
        case expr.AllOf() | expr.AnyOf() | expr.AtLeast() | expr.Not() | expr.Provided():
            return ()
        case _:
            return expr.refs(test)


@functools.lru_cache(maxsize=4096)
def _named_refs(test: Test, year: int) -> tuple[tuple[Ref, ...], tuple[str, ...], tuple[str, ...]]:
    """The facts a test reads itself, their keys and their names in an application year."""
    refs = own_refs(test)
    return refs, tuple(ref.key_in(year) for ref in refs), tuple(ref.label_in(year) for ref in refs)


def _seen(ref: Ref, key: str, label: str, given: Known | None) -> Observed:
    if isinstance(given, Between):
        return observed_mould(ref, key, label, None, given)
    return observed_mould(ref, key, label, given)


_OPEN = frozenset({type(None), Between})


def _is_open(given: tuple[Known | None, ...]) -> bool:
    """Whether any of the values is not known."""
    return not _OPEN.isdisjoint(map(type, given))


def _add_leaves(finding: Finding, found: list[Finding]) -> None:
    if finding.given:
        found.append(finding)
    for part in finding.findings:
        if part.findings:
            _add_leaves(part, found)
        elif part.given:
            found.append(part)


@functools.lru_cache(maxsize=4096)
def _denominators(test: Test) -> tuple[tuple[Ref | expr.SumOver, tuple[int, ...]], ...]:
    """The terms that must be positive for a test to have an answer, and where the values of each are given."""
    if not isinstance(test, expr.Threshold):
        return ()
    place = {ref: index for index, ref in enumerate(own_refs(test))}
    return tuple((term, tuple(place[ref] for ref in expr.refs(term))) for term in denominators(test.term))


def _not_positive(given: Sequence[Known | None]) -> bool:
    numbers = [value for value in given if isinstance(value, int)]
    return len(numbers) == len(given) and sum(numbers) <= 0


def _that_add(finding: Finding) -> Sequence[Finding]:
    """The findings without those of alternatives that add nothing to another, the last ones first left out."""
    rivals = absorbers(finding.test) if isinstance(finding.test, expr.AnyOf) else {}
    if not rivals:
        return finding.findings
    left = dict(enumerate(finding.findings))
    for place in sorted(rivals, reverse=True):
        others = (left[other] for other in rivals[place] if other in left)
        given = conjuncts(finding.findings[place].test)
        if left[place].truth is Truth.UNKNOWN and any(_would_hold(other, given) for other in others):
            del left[place]
    return tuple(left.values())


def _would_hold(finding: Finding, given: Sequence[Test]) -> bool:
    """Whether a test would hold if those given did."""
    if finding.truth is not Truth.UNKNOWN:
        return finding.truth is Truth.TRUE
    if any(implies(one, finding.test) for one in given):
        return True
    parts = (_would_hold(part, given) for part in finding.findings)
    match finding.test:
        case expr.AllOf():
            return all(parts)
        case expr.AnyOf():
            return any(parts)
        case _:
            return False


def _unique(seen: Iterable[Observed]) -> tuple[Observed, ...]:
    return tuple({one.key: one for one in seen}.values())


def _lines(finding: Finding, card: expr.Scorecard) -> Iterator[Line]:
    bands, measured = iter(finding.findings), iter(finding.values)
    for item in card.items:
        found = tuple(next(bands) for _band in item.bands)
        if item.measured is not None:
            yield _measured_line(item, next(measured))
        else:
            low = _points(item, found, lambda truth: truth.certainly)
            high = _points(item, found, lambda truth: truth.possibly)
            yield Line(item, found, low, high)


def _measured_line(item: expr.Item, value: Value | None) -> Line:
    full = int(item.full.magnitude)
    return Line(item, (), 0, full) if value is None else Line(item, (), min(int(value), full), min(int(value), full))


def _points(item: expr.Item, findings: tuple[Finding, ...], counts: Callable[[Truth], bool]) -> int:
    for band, finding in zip(item.bands, findings, strict=True):
        if counts(finding.truth):
            return int(band.points.magnitude)
    return int(item.otherwise.magnitude)


def _missing_points(finding: Finding) -> Iterator[Observed]:
    score = finding.score
    if score is None:
        return
    measured = {seen.ref: seen for seen in finding.observed}
    for line in chain.from_iterable(lines for _section, lines in score.sections):
        if line.low == line.high:
            continue
        if line.item.measured is not None:
            yield measured[line.item.measured]
        for band, found in zip(line.item.bands, line.findings, strict=True):
            if band.points.magnitude > line.low:
                yield from found._missing()
