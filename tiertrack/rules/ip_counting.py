"""Counting the rights of an enterprise by a standard's own definition, as of a day.

A right counts, does not count, or what is known of it does not tell; so a count is a range. Where no limit of the
standard lies within the range it does not matter which number it is, and the lowest is taken; otherwise the range takes
part in every comparison, and the count carries a note of what the list leaves open.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Self

import attrs
from attrs import field, frozen

from tiertrack.brevity import briefly
from tiertrack.facts.construction import changed
from tiertrack.facts.datum import observed
from tiertrack.facts.dossier import ENTERPRISE, Dossier, with_counts, with_sources
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES, Acquisition, IpRight
from tiertrack.facts.vocabulary import FACTS
from tiertrack.law.instrument import Citation
from tiertrack.logic import expr
from tiertrack.logic.between import Between
from tiertrack.logic.evaluate import Program
from tiertrack.logic.expr import Test, walk
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.quantity import ADDED_LATER, Kind, Parameter, Quantity
from tiertrack.logic.truth import Truth
from tiertrack.rules.binding import compiled, cutoff_day
from tiertrack.rules.criterion import Worded, with_parameters
from tiertrack.rules.digest import digest
from tiertrack.rules.reads import RIGHTS_PREFIX

# The facts that are numbers of rights.
RIGHT_COUNTS = (
    "class1_ip",
    "class1_ip_self_developed",
    "class1_ip_high_value",
    "class2_ip",
    "main_product_inventions",
    "main_product_utility_designs",
    "invention_patents",
    "high_value_patents",
)

# What a limit on a fact can separate: from which numbers on it is reached; None where any two numbers may differ.
Limits = Mapping[str, frozenset[int] | None]


@frozen
class IpRequirement:
    """A test a right must pass to count, and the reason given for a right that fails it."""

    test: Test
    otherwise: str

    __repr__ = briefly


def _attribute(key: str) -> expr.Ref:
    return RIGHT_ATTRIBUTES[key].ref


def _until(key: str, comparator: expr.Comparator, word: str) -> Test:
    """A day of a right held against the day asked about."""
    return expr.Threshold(expr.Tenure(_attribute(key), expr.Anchor.DAY), comparator, Quantity(0, Kind.YEARS), word)


# Whatever the standard, only a right that is granted, in force and the enterprise's own on the day can count.
_IN_HAND = (
    IpRequirement(_until("granted_on", expr.Comparator.AT_LEAST, "满"), "判断日尚未授权"),
    IpRequirement(_until("through", expr.Comparator.AT_MOST, "不超过"), "判断日已失效"),
    IpRequirement(
        expr.AnyOf(
            (
                expr.Choice(_attribute("acquired"), (Acquisition.ORIGINAL.value,)),
                _until("transferred_on", expr.Comparator.AT_LEAST, "满"),
            )
        ),
        "判断日尚未转入",
    ),
)


def weigh(test: Test, right: IpRight, on: dt.date) -> Finding:
    """The finding of a test of one right on a day."""
    program = compiled(test)
    return program.explain(_values(program, right, on), on.year)


def _values(program: Program, right: IpRight, on: dt.date) -> list[Value | None]:
    known = right.values
    return [day if key is None else known.get(key) for key, day in _read(program, on)]


@functools.lru_cache(maxsize=256)
def _read(program: Program, on: dt.date) -> tuple[tuple[str | None, int | None], ...]:
    """What a program takes on a day, in its order: an attribute of a right, or a day counted back."""
    return tuple(
        (None, cutoff_day(symbol, on).toordinal()) if isinstance(symbol, Cutoff) else (symbol.key, None)
        for symbol in program.symbols
    )


@frozen
class IpCount(Worded):
    """The definition of one number of a standard: rights of certain ``kinds`` that satisfy every requirement.

    ``key`` is the fact it stands for and ``gist`` restates the definition in short words.
    """

    key: str
    gist: str
    kinds: Test
    requirements: tuple[IpRequirement, ...] = ()
    template: str = field(default="", metadata=ADDED_LATER)

    __repr__ = briefly

    @property
    def label(self) -> str:
        """The Chinese name of the number."""
        return FACTS[self.key].label

    @property
    def test(self) -> Test:
        """What the standard itself asks of a right."""
        return expr.AllOf((self.kinds, *(requirement.test for requirement in self.requirements)))

    def with_parameters(self, limits: Mapping[str, Parameter]) -> Self:
        """The count with parameters set, in its words as in its tests."""
        kinds, requirements = with_parameters((self.kinds, self.requirements), limits)
        return attrs.evolve(self, kinds=kinds, requirements=requirements).filled()

    @functools.cached_property
    def column(self) -> str:
        """The name of the columns that hold it in a table: of the same words it is the same."""
        return f"{RIGHTS_PREFIX}{self.key}:{digest(self)[:16]}"

    @functools.cached_property
    def _whole(self) -> Test:
        return expr.AllOf((self.kinds, *(requirement.test for requirement in (*_IN_HAND, *self.requirements))))

    def weigh(self, right: IpRight, on: dt.date) -> Finding:
        """Whether a right counts on a day; the first finding is of its kind, then those of the requirements."""
        return weigh(self._whole, right, on)

    def verdict(self, right: IpRight, on: dt.date) -> bool | None:
        """The same without the reasons: True, False or None."""
        program = compiled(self._whole)
        return program.verdict(_values(program, right, on))

    def between(self, rights: Iterable[IpRight], on: dt.date) -> Between:
        """The fewest rights of a list that count on a day, and the most."""
        verdicts = [self.verdict(right, on) for right in rights]
        return Between(verdicts.count(True), len(verdicts) - verdicts.count(False))

    def tally(self, rights: Iterable[IpRight], on: dt.date) -> IpTally:
        """The rights of a list on a day that count, do not count or are open; those of other kinds are left out."""
        counting, others, open_ = [], [], []
        for right in rights:
            finding = self.weigh(right, on)
            if finding.truth is Truth.TRUE:
                counting.append(right)
            elif finding.truth is Truth.UNKNOWN:
                open_.append((right, _lacking(finding)))
            elif (why := self._reason(finding)) is not None:
                others.append((right, why))
        return IpTally(self, tuple(counting), tuple(others), tuple(open_))

    def _reason(self, finding: Finding) -> str | None:
        """Why a right does not count; None where it is of another kind."""
        kind, *rest = finding.findings
        if kind.truth is Truth.FALSE:
            return None
        failed = zip((*_IN_HAND, *self.requirements), rest, strict=True)
        return next(requirement.otherwise for requirement, found in failed if found.truth is Truth.FALSE)


def _lacking(finding: Finding) -> tuple[str, ...]:
    """The attributes not known of a right. A day of transfer is only asked for once it is known to have been one."""
    keys = [fact.key for fact in finding.missing]
    return tuple(key for key in keys if key != "transferred_on" or "acquired" not in keys)


@frozen
class IpTally:
    """The rights that count, those that do not with the reason, and those that are open with the keys of what is not
    known of them."""

    count: IpCount
    counted: tuple[IpRight, ...]
    uncounted: tuple[tuple[IpRight, str], ...]
    open: tuple[tuple[IpRight, tuple[str, ...]], ...]

    __repr__ = briefly

    @property
    def low(self) -> int:
        """The fewest rights that count."""
        return len(self.counted)

    @property
    def high(self) -> int:
        """The most that may."""
        return len(self.counted) + len(self.open)

    @property
    def between(self) -> Between:
        """The fewest and the most."""
        return Between(self.low, self.high)

    def settled(self, limits: frozenset[int] | None) -> bool:
        """Whether no limit lies within the range, so that the numbers in it are as good as each other."""
        return _is_settled(self.between, limits)

    @property
    def words(self) -> str:
        """The makeup of the number: 计入 3 项，不计 2 项（转入取得）."""
        unit = FACTS[self.count.key].unit
        parts = [f"计入 {self.low} {unit}"]
        if self.uncounted:
            reasons = Counter(why for _right, why in self.uncounted)
            many = len(reasons) > 1
            breakdown = "、".join(f"{why} {times} {unit}" if many else why for why, times in reasons.items())
            parts.append(f"不计 {len(self.uncounted)} {unit}（{breakdown}）")
        if self.open:
            parts.append(f"另 {len(self.open)} {unit}未定（{self.lacking}）")
        return "，".join(parts)

    @property
    def lacking(self) -> str:
        """What is not known of which right, as 发明专利“甲”缺取得方式."""
        return "；".join(
            f"{right.label}缺{'、'.join(RIGHT_ATTRIBUTES[key].label for key in lacking)}"
            for right, lacking in self.open
        )

    @property
    def doubt(self) -> str:
        """What an unsettled number may be, and what it hangs on."""
        return f"按知识产权清单为 {self.low} 至 {self.high} {FACTS[self.count.key].unit}：{self.lacking}"


@frozen
class IpDefinition:
    """What a standard means by the numbers of rights it reads, with where it says so."""

    citation: Citation
    counts: tuple[IpCount, ...]

    __repr__ = briefly

    @property
    def keys(self) -> frozenset[str]:
        """The facts it defines."""
        return frozenset(count.key for count in self.counts)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The limits that may be set from outside."""
        return tuple(parameter for count in self.counts for parameter in count.parameters)

    def with_parameters(self, limits: Mapping[str, Parameter]) -> Self:
        """The definition with parameters set."""
        return attrs.evolve(self, counts=tuple(count.with_parameters(limits) for count in self.counts))

    def tallies(self, rights: Iterable[IpRight], on: dt.date) -> tuple[IpTally, ...]:
        """Every number it defines, counted from a list on a day."""
        listed = tuple(rights)
        return tuple(count.tally(listed, on) for count in self.counts)


def limits_on(definition: IpDefinition, tests: Iterable[Test]) -> Limits:
    """For every number a definition defines, what the tests of a standard can tell apart."""
    nodes = [*walk(tuple(tests))]
    reads = Counter(node.key for node in nodes if isinstance(node, expr.Ref))
    limits: dict[str, set[int]] = {key: set() for key in definition.keys}
    for node in nodes:
        if isinstance(node, expr.Threshold) and isinstance(node.term, expr.Ref) and node.term.key in limits:
            above = node.comparator in (expr.Comparator.MORE_THAN, expr.Comparator.AT_MOST)
            limits[node.term.key].add(int(node.limit.magnitude) + above)
            reads[node.term.key] -= 1
    # A number read in any other way than against a limit may matter to the last one.
    return {key: None if reads[key] else frozenset(separating) for key, separating in limits.items()}


def _is_settled(count: Between, limits: frozenset[int] | None) -> bool:
    if limits is None:
        return count.low == count.high
    return not any(count.low < limit <= count.high for limit in limits)


def counted(definition: IpDefinition, limits: Limits, dossier: Dossier, on: dt.date) -> Dossier:
    """The dossier with the numbers a definition gives for its list of rights, in the place of any that were stated."""
    tallies = {tally.count.key: tally for tally in definition.tallies(dossier.ip or (), on)}
    where = definition.citation.provision
    settled = {key for key, tally in tallies.items() if tally.settled(limits[key])}
    words = {key: f"按知识产权清单（口径见 {where}）：{tallies[key].words}" for key in settled}
    doubts = {key: tally.doubt for key, tally in tallies.items() if key not in settled}
    return _with_numbers(dossier, limits, {key: tally.between for key, tally in tallies.items()}, words, doubts)


def numbered(definition: IpDefinition, limits: Limits, dossier: Dossier, on: dt.date) -> Dossier:
    """The same without a word on how it was counted: a verdict needs none."""
    rights = dossier.ip or ()
    return _with_numbers(dossier, limits, {count.key: count.between(rights, on) for count in definition.counts}, {}, {})


def _with_numbers(
    dossier: Dossier,
    limits: Limits,
    counts: Mapping[str, Between],
    words: Mapping[str, str],
    doubts: Mapping[str, str],
) -> Dossier:
    kept = tuple(datum for datum in dossier.data if datum.key not in counts)
    settled = {key: count.low for key, count in counts.items() if _is_settled(count, limits[key])}
    made = (observed(key, None, number, words.get(key)) for key, number in settled.items())
    # A number read in any other way than against a limit takes no range.
    bounds = {key: count for key, count in counts.items() if key not in settled and limits[key] is not None}
    return with_counts(dossier, (*kept, *made), doubts, bounds)


_STATED = "填报件数，没有清单可核"


def stated(definition: IpDefinition, dossier: Dossier) -> Dossier:
    """The dossier with its stated numbers marked as such; itself where it states none, or where no list could be given
    because it is not of an enterprise."""
    stated_keys = [key for key in definition.keys if key in dossier.values]
    if not stated_keys or dossier.subject != ENTERPRISE:
        return dossier
    marked = [datum for datum in dossier.data if datum.key in stated_keys]
    if len(marked) == len(stated_keys):
        return with_sources(dossier, {datum.key: _marked(datum.source) for datum in marked})
    data = (
        changed(datum, source=_marked(datum.source)) if datum.key in stated_keys else datum for datum in dossier.data
    )
    return changed(dossier, data=tuple(data))


def _marked(source: str | None) -> str:
    return source if source and source.endswith(_STATED) else "，".join(filter(None, (source, _STATED)))
