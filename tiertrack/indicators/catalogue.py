"""What official reports count and plans aim at: measures, numbers printed of them, and targets, each with its source.

A number is kept as it was printed, with the time it speaks of; where no time was printed there is none, and the number
is of no year. Numbers that disagree stand side by side and none is chosen. 存量 (达到, 超过), 新培育 and 新增 are
different things, so each measure is of one kind and a target's word must suit it.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.labels import Labelled
from tiertrack.law.instrument import Confidence
from tiertrack.law.regions import Region
from tiertrack.temporal import Period


class MeasureKind(Labelled):
    """What sort of number a measure is; the value is its key in files."""

    STOCK = "stock", "存量"
    FLOW = "flow", "当年流量"
    CUMULATIVE = "cumulative", "累计"
    RATIO = "ratio", "比率"
    AVERAGE = "average", "多年平均"


class Word(enum.Enum):
    """The word by which a document sets a target, as it is printed."""

    REACH = "达到"
    AT_LEAST = "以上"
    MORE_THAN = "超过"
    PASS = "突破"
    CULTIVATE = "新培育"
    ADD = "新增"
    BUILD = "新建"

    @property
    def is_of_flow(self) -> bool:
        """Whether it speaks of what comes to be over a while, not of what there is in the end."""
        return self in (Word.CULTIVATE, Word.ADD, Word.BUILD)

    @property
    def is_strict(self) -> bool:
        """Whether the number itself is not yet enough."""
        return self in (Word.MORE_THAN, Word.PASS)

    def lacking(self, target: Fraction, count: int) -> int:
        """How many are still to come before a count meets a target; 0 where it does."""
        least = math.floor(target) + 1 if self.is_strict else math.ceil(target)
        return max(least - count, 0)


@frozen
class PrintedSpan:
    """A time as it was printed, in ISO 8601 (a year, a month, a day, or two of them with a slash), and its days."""

    text: str
    period: Period

    def lies_in(self, year: int) -> bool:
        """Whether all of it lies in a year."""
        start, last = self.period.start, self.period.last
        return start is not None and last is not None and start.year == last.year == year


@frozen
class Amount:
    """A number as it was printed, its exact value, and the word that makes it inexact (近, 突破, 余, …), if any."""

    printed: str
    number: Fraction
    qualifier: str = ""

    __repr__ = briefly

    @property
    def digits(self) -> int:
        """How many decimals were printed."""
        match = re.search(r"\.(\d+)$", self.printed)
        return len(match[1]) if match else 0


@frozen
class Source:
    """A report or a plan: its key, short name, full title (of a report, the number of its text), and when it came out
    (None where that is not known)."""

    key: str
    name: str
    title: str
    dated: PrintedSpan | None
    note: str

    __repr__ = briefly


@frozen
class Measure:
    """Something counted, defined: its name, kind, scope (口径) and unit.

    ``title`` is the title whose holders the register counts for it; None where the register cannot, for the reason
    ``not_counted`` gives.
    """

    key: str
    name: str
    title: str | None
    kind: MeasureKind
    scope: str
    unit: str
    definition: str
    not_counted: str

    __repr__ = briefly


@frozen
class _Printed:
    """A figure or target of a source for a measure in a region (None: the whole country), and how the source was
    seen."""

    measure: Measure
    region: Region | None
    source: Source
    confidence: Confidence
    note: str


@frozen
class Observation(_Printed):
    """A published figure of a measure; ``span`` is its time, None where the source gives none.

    ``scope`` is the scope this source gives where it differs from the measure's own.
    """

    key: str
    span: PrintedSpan | None
    amount: Amount
    scope: str

    __repr__ = briefly


@frozen
class Target(_Printed):
    """The target of a document for the end of ``year`` (None: no year is printed).

    ``amount`` is None where the number could not be read. ``since`` is the first year a target of flow adds up from,
    None where the document gives none.
    """

    word: Word
    amount: Amount | None
    year: int | None
    since: int | None

    __repr__ = briefly


class CheckKind(Labelled):
    """The way printed numbers are checked against each other; the value is the key in files."""

    TOTAL = "total", "分项合计"
    ROLL = "roll", "期初加新增"
    MULTIPLE = "multiple", "倍数"
    GROWTH = "growth", "增幅"
    SIDE_BY_SIDE = "side_by_side", "多值并列"


@frozen
class Check:
    """Numbers checked against each other: ``parts``, computed by ``kind``, against the result ``printed``.

    Side by side there is no result, only several numbers for one apparent quantity.
    """

    key: str
    kind: CheckKind
    parts: tuple[Observation, ...]
    printed: Observation | None
    note: str

    __repr__ = briefly

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every number concerned."""
        return (*self.parts, self.printed) if self.printed else self.parts


@frozen(eq=False)
class Catalogue:
    """All measures with their published figures, targets and checks."""

    sources: Mapping[str, Source]
    measures: Mapping[str, Measure]
    observations: tuple[Observation, ...]
    targets: tuple[Target, ...]
    checks: tuple[Check, ...]

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every region any number or target is for, by code."""
        found = {one.region for one in (*self.observations, *self.targets) if one.region is not None}
        return tuple(sorted(found, key=lambda region: region.code))

    def observed(self, measure: Measure, region: Region | None) -> tuple[Observation, ...]:
        """The published figures of a measure in a region, or in the whole country (None), by time; of no known time
        last."""
        found = [
            observation
            for observation in self.observations
            if observation.measure is measure and observation.region == region
        ]
        return tuple(sorted(found, key=_when))

    def observed_in(self, measure: Measure, region: Region | None, year: int) -> tuple[Observation, ...]:
        """The published figures of a year; a figure of no known time is of no year."""
        return tuple(
            observation
            for observation in self.observed(measure, region)
            if observation.span and observation.span.lies_in(year)
        )

    def aimed_at(self, measure: Measure, region: Region) -> tuple[Target, ...]:
        """The targets set for a measure in a region, by year."""
        found = [target for target in self.targets if target.measure is measure and target.region == region]
        return tuple(sorted(found, key=lambda target: (target.year is None, target.year)))

    def checks_of(self, region: Region) -> tuple[Check, ...]:
        """The checks on numbers of a region."""
        return tuple(check for check in self.checks if check.parts[0].region == region)


def _when(observation: Observation) -> tuple[dt.date, dt.date]:
    """In order of the last day spoken of, then of the first."""
    period = observation.span.period if observation.span else Period()
    return period.end or dt.date.max, period.start or dt.date.max
