"""The rich expression nodes a rule is written in: frozen values, built once, read by every projection.

A *term* is a number read from or computed over facts; a *test* is something that holds, fails or is not yet known.
Yearly facts are named by their distance from the application year: 0 is that year itself, -1 the year before.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs
from attrs import field, frozen

from tiertrack.brevity import briefly, told
from tiertrack.logic.quantity import ADDED_LATER, Kind, Quantity
from tiertrack.logic.truth import Truth


class Comparator(enum.Enum):
    """The four ways a number is held against a limit."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"


# Those that ask for more rather than for less.
UPWARDS = (Comparator.AT_LEAST, Comparator.MORE_THAN)


class Anchor(enum.Enum):
    """The moment a duration is counted up to: the end of 31 December of the year before, of the day itself, or of the
    day its case was decided on, which is the day itself where that is not known.

    No rule is written with ``EVE``, the end of the day before: longer than n years is n years full by then.
    """

    END_OF_LAST_YEAR = "end_of_last_year"
    DAY = "day"
    DECISION = "decision"
    EVE = "eve"


class GrowthMethod(enum.Enum):
    """How growth over several years becomes one rate."""

    ARITHMETIC = "arithmetic"
    COMPOUND = "compound"


# --------------------------------------------------------------------------------------------------------------- terms


@frozen(cache_hash=True)
class Ref:
    """One value read from a dossier.

    ``window`` is the period the fact's own definition speaks of (three for 近三年…), ``ask`` the key of the fact to
    ask for where this one is derived, ``choices`` every value a choice may take with its Chinese name, ``lowest`` the
    least a number can be (None where it may be negative); that is the vocabulary's and no part of what a rule says.
    """

    key: str
    label: str
    kind: Kind
    yearly: bool = False
    offset: int | None = None
    window: int = 0
    ask: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    lowest: int | None = field(default=None, eq=False)

    def __repr__(self) -> str:
        return told(self, self.key if self.offset is None else f"{self.key}:{self.offset:+d}")

    def at(self, offset: int) -> Ref:
        """The same fact ``offset`` years from the application year; facts without a year stay as they are."""
        return attrs.evolve(self, offset=offset) if self.yearly and self.offset is None else self

    def key_in(self, year: int) -> str:
        """The key to report for the application year ``year``, as ``revenue:2025``."""
        key = self.ask or self.key
        return key if self.offset is None else f"{key}:{year + self.offset}"

    def label_in(self, year: int) -> str:
        """The Chinese name for the application year ``year``, as 2025年营业收入."""
        return self.label if self.offset is None else f"{year + self.offset}年{self.label}"


@frozen(cache_hash=True)
class SumOver:
    """The sum of one yearly fact over several years."""

    ref: Ref
    offsets: tuple[int, ...]

    __repr__ = briefly


@frozen(cache_hash=True)
class MeanOver:
    """The mean of one yearly fact over several years."""

    ref: Ref
    offsets: tuple[int, ...]

    __repr__ = briefly


@frozen(cache_hash=True)
class Ratio:
    """``part`` as a share of ``whole``; unknown where ``whole`` is not positive."""

    part: Ref | SumOver
    whole: Ref | SumOver

    __repr__ = briefly


@frozen(cache_hash=True)
class Growth:
    """The growth rate of one yearly fact over consecutive years, newest first; unknown over a base not positive.

    ``named_years`` is the number of years the law speaks of, where that is not the number of steps.
    """

    ref: Ref
    offsets: tuple[int, ...]
    method: GrowthMethod
    named_years: int = field(default=0, metadata=ADDED_LATER)

    __repr__ = briefly

    @property
    def window(self) -> int:
        """How many years the law's word for it speaks of: 近两年 for two steps, but some call three years with two
        steps between them 最近三年."""
        return self.named_years or len(self.offsets) - 1

    @property
    def read(self) -> tuple[int, ...]:
        """The years that count: of a compound rate only the first and the last."""
        return self.offsets if self.method is GrowthMethod.ARITHMETIC else (self.offsets[0], self.offsets[-1])


@frozen(cache_hash=True)
class Tenure:
    """Full years, or days, from a start date up to an anchor; ``decided_on`` is set where it explains an answer, to the
    ordinal of the day of a decision that was counted to."""

    ref: Ref
    anchor: Anchor
    decided_on: int | None = field(default=None, metadata=ADDED_LATER)

    __repr__ = briefly

    def counted_to(self, on: dt.date) -> dt.date:
        """The day it was counted to, ``on`` being the day asked about."""
        return on if self.decided_on is None else dt.date.fromordinal(self.decided_on)


Term = Ref | SumOver | MeanOver | Ratio | Growth | Tenure


# --------------------------------------------------------------------------------------------------------------- tests


@frozen(cache_hash=True)
class Threshold:
    """A term held against a limit, in the law's own comparing ``word``.

    ``unanswered`` is its truth where a denominator is not positive, so that it has no answer: see
    :mod:`tiertrack.logic.answerable`.
    """

    term: Term
    comparator: Comparator
    limit: Quantity
    word: str
    unanswered: Truth = field(default=Truth.UNKNOWN, metadata=ADDED_LATER)

    __repr__ = briefly


@frozen(cache_hash=True)
class TopRank:
    """A rank from 1 down to ``within`` (any rank at all where that is None); 0 means not ranked."""

    ref: Ref
    within: Quantity | None = None

    __repr__ = briefly


@frozen(cache_hash=True)
class Holds:
    """A yes-or-no fact, a title held on the day or an authority's judgement that is true."""

    ref: Ref

    __repr__ = briefly


@frozen(cache_hash=True)
class Choice:
    """A fact that takes one of the ``allowed`` values."""

    ref: Ref
    allowed: tuple[str, ...]

    __repr__ = briefly


@frozen(cache_hash=True)
class Not:
    """The opposite of a test."""

    test: Test

    __repr__ = briefly


@frozen(cache_hash=True)
class AllOf:
    """Every one of the tests holds. The first ``scope`` of them only say whom the rest is for, as a revenue bracket."""

    tests: tuple[Test, ...]
    label: str = ""
    scope: int = 0

    __repr__ = briefly


@frozen(cache_hash=True)
class AnyOf:
    """At least one of the tests holds."""

    tests: tuple[Test, ...]
    label: str = ""

    __repr__ = briefly


@frozen(cache_hash=True)
class AtLeast:
    """At least ``count`` of the tests hold."""

    count: int
    tests: tuple[Test, ...]
    label: str = ""

    __repr__ = briefly


@frozen(cache_hash=True)
class Over:
    """One test in each of several years: in all of them, or in any one."""

    test: Test
    offsets: tuple[int, ...]
    fold: type[AllOf] | type[AnyOf]
    label: str = ""

    __repr__ = briefly


@frozen(cache_hash=True)
class Switch:
    """The test that belongs to the value of a choice; ``unanswered`` where no case belongs to it."""

    ref: Ref
    cases: tuple[tuple[str, Test], ...]
    unanswered: Truth = field(default=Truth.UNKNOWN, metadata=ADDED_LATER)

    __repr__ = briefly


@frozen(cache_hash=True)
class Provided:
    """Holds where ``test`` does; where that fails the law is silent, for the reason ``why``: ``unanswered``."""

    test: Test
    why: str
    unanswered: Truth = Truth.UNKNOWN

    __repr__ = briefly


@frozen(cache_hash=True)
class Band:
    """Points for a test that holds."""

    points: Quantity
    test: Test

    __repr__ = briefly


@frozen(cache_hash=True)
class Item:
    """One line of a scorecard: the points of the best band reached, or a score read as it is, up to ``full``."""

    name: str
    bands: tuple[Band, ...] = field()
    otherwise: Quantity = Quantity(0, Kind.POINTS)
    measured: Ref | None = None
    full: Quantity = Quantity(0, Kind.POINTS)

    __repr__ = briefly

    @bands.validator
    def _best_first(self, _attribute: object, bands: tuple[Band, ...]) -> None:
        points = [*(band.points.magnitude for band in bands), self.otherwise.magnitude]
        if points != sorted(points, reverse=True):
            raise ValueError(f"计分项“{self.name}”的分档须从高分到低分排列")

    @property
    def highest(self) -> int:
        """The most points, in hundredths, that this line can give."""
        best = self.bands[0].points if self.bands else self.otherwise
        return int(self.full.magnitude if self.measured else best.magnitude)

    @property
    def lowest(self) -> int:
        """The fewest points, in hundredths, that this line can give."""
        return 0 if self.measured else int(self.otherwise.magnitude)


@frozen(cache_hash=True)
class Section:
    """A named group of scorecard lines, with a minimum of its own where the standard sets one."""

    name: str
    items: tuple[Item, ...]
    minimum: Quantity | None = None

    __repr__ = briefly


@frozen(cache_hash=True)
class Scorecard:
    """Banded points in sections: the total must reach ``passing`` and each section its own minimum."""

    sections: tuple[Section, ...]
    passing: Quantity
    label: str = ""

    __repr__ = briefly

    @property
    def items(self) -> tuple[Item, ...]:
        """Every line, in order."""
        return tuple(item for section in self.sections for item in section.items)


Test = Threshold | TopRank | Holds | Choice | Not | AllOf | AnyOf | AtLeast | Over | Switch | Provided | Scorecard

# ------------------------------------------------------------------------------------------------------------- walking

_Node = TypeVar("_Node")


def replaced(node: _Node, change: Callable[[Any], Any], closed: tuple[type, ...] = ()) -> _Node:
    """The same expression with every node put through ``change``, outermost first.

    What it changes is not entered, and neither are nodes of the ``closed`` kinds.
    """
    if isinstance(node, tuple):
        return tuple(replaced(part, change, closed) for part in node)  # type: ignore[return-value]
    names = _members(node)
    if names is None or isinstance(node, closed):
        return node
    if (changed := change(node)) is not node:
        return changed  # type: ignore[no-any-return]
    kind: Any = type(node)
    return kind(**{name: replaced(getattr(node, name), change, closed) for name in names})  # type: ignore[no-any-return]


def _members(node: Any) -> tuple[str, ...] | None:
    """The names of the members of a node, in their order; None where it is none. Every way through an expression asks
    for them at each step."""
    kind: Any = type(node)
    return _members_of(kind)


@functools.cache
def _members_of(kind: Any) -> tuple[str, ...] | None:
    return tuple(part.name for part in attrs.fields(kind)) if attrs.has(kind) else None


def in_year(node: _Node, offset: int) -> _Node:
    """The same term or test, its yearly facts read ``offset`` years from the application year; windows keep theirs."""
    windows = (SumOver, MeanOver, Growth, Over)
    return replaced(node, lambda one: one.at(offset) if isinstance(one, Ref) else one, windows)


def walk(node: Any) -> Iterator[Any]:
    """Every attrs node of an expression, outermost first."""
    ahead = [node]
    while ahead:
        one = ahead.pop()
        if isinstance(one, tuple):
            ahead.extend(reversed(one))
        elif (names := _members(one)) is not None:
            yield one
            ahead.extend([getattr(one, name) for name in reversed(names)])


def refs(node: Any) -> tuple[Ref, ...]:
    """Every fact an expression reads, each once, in reading order; windows are spread into their years."""
    found: dict[Ref, None] = {}
    _collect(node, found)
    return tuple(found)


def _collect(node: Any, found: dict[Ref, None]) -> None:
    if isinstance(node, Ref):
        found[node] = None
    elif isinstance(node, SumOver | MeanOver | Growth):
        years = node.read if isinstance(node, Growth) else node.offsets
        found.update((node.ref.at(offset), None) for offset in years)
    elif isinstance(node, Over):
        for offset in node.offsets:
            _collect(in_year(node.test, offset), found)
    elif isinstance(node, tuple):
        for part in node:
            _collect(part, found)
    elif (names := _members(node)) is not None:
        for name in names:
            _collect(getattr(node, name), found)
