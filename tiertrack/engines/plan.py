"""The plan an engine makes of an answer: the columns of every criterion, of the answer and of the number of missing
facts, by editions that may differ from enterprise to enterprise.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import attrs
from attrs import field, frozen

from tiertrack.engines.dialect import Dialect, Expression
from tiertrack.engines.kernel_columns import Columns
from tiertrack.engines.missing_columns import Answer, Answers
from tiertrack.engines.missing_facts import Condition, MissingFact, guarded
from tiertrack.engines.missing_number import MissingNumber
from tiertrack.facts.industry import EITHER_GROUP_OF, SIZE_GROUP_OF, size_groups
from tiertrack.facts.vocabulary import CREDIT_CODE, DECIDED_ON, INDUSTRY_SECTION, SIZE_GROUP, SIZE_GROUP_SETTLED
from tiertrack.law.regions import Region
from tiertrack.law.scope import Variant
from tiertrack.logic.expr import AllOf, Anchor, Ref, Test
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.logic.lower import entailed_by
from tiertrack.logic.quantity import Kind
from tiertrack.rules.applicability import Governed, Place
from tiertrack.rules.applicability import editions as editions_of
from tiertrack.rules.binding import cutoff_day
from tiertrack.rules.edition import Edition
from tiertrack.rules.ip_counting import IpCount
from tiertrack.rules.reads import bound, feeding_slot

# What the first stage makes of the codes of enterprises, where it is read.
SIZE_GROUP_COLUMN = "size group"
LEGAL_FORM = "legal form"
_TRUTH = "truth of all"

# The column an engine reads a slot from, None where a column that may be left out is not there. A share has two slots;
# where all have one denominator, that is a number.
SlotReader = Callable[[Slot], Expression | int]

# What a standard counts of the rights listed: the columns of the fewest and the most; None where they are not there.
CountReader = Callable[[IpCount], tuple[Expression, Expression] | None]


def no_counts(_count: IpCount) -> None:
    """Of a table that lists no rights."""


@frozen(eq=False)
class Plan:
    """The stages of expressions by name, each reading the stages before; the last is the answer: ``truth``, ``missing``
    and every criterion."""

    stages: tuple[Mapping[str, Expression], ...]

    @property
    def answer(self) -> Mapping[str, Expression]:
        """The columns of the answer, in their order."""
        return self.stages[-1]


def criterion_columns(governing: Sequence[Governed]) -> dict[str, str]:
    """The columns of the criteria in the order of the standards, with their titles; where several variants stand side
    by side, the variant comes first in the name."""
    several = len({governed.variant for governed in governing}) > 1
    found: dict[str, str] = {}
    for governed in governing:
        for criterion in governed.edition.criteria if governed.edition else ():
            found.setdefault(_column(governed.variant, criterion.key, several), criterion.title)
    return found


def plan(
    governing: Sequence[Governed],
    on: dt.date,
    dialect: Dialect,
    reader: SlotReader,
    counts: CountReader = no_counts,
    among: Sequence[Governed] = (),
) -> Plan:
    """The plan that answers by the editions that govern on a day; raises ValueError where a product is too wide.

    Where the rows are of one place ``among`` others, the answer has the columns it has of all of them.
    """
    planner = _Planner(on, dialect, reader, counts)
    return planner.plan_among(governing, among) if among else planner.plan(governing)


def is_there(place: Place, dialect: Dialect) -> Expression:
    """Whether an enterprise is in a place; never unknown."""
    inside = [] if place.within is None else [_lies_in(place.within, dialect)]
    return dialect.all([*inside, *(~_lies_in(region, dialect) for region in place.outside)])


def _lies_in(region: Region, dialect: Dialect) -> Expression:
    code = region.code[: region.narrowness]
    here = dialect.code("region")
    inside = dialect.left(here, len(code)) == code
    if region.codes_elsewhere:
        inside = inside | dialect.is_one_of(here, region.codes_elsewhere)
    return dialect.coalesce(inside, dialect.truth(False))


@frozen(eq=False)
class _EditionColumns:
    """The columns of one edition: its criteria, what they ask for between them, the facts they may miss, and the points
    of its scorecard; where there are several editions, also whether it governs, and its answer."""

    governed: Governed
    edition: Edition
    criteria: Mapping[str, Expression]
    together: tuple[Expression, ...]
    missing: tuple[MissingFact, ...]
    points: tuple[Expression, Expression] | None
    governs: Expression = None
    truth: Expression = None


@frozen(eq=False)
class _Planner:
    on: dt.date
    dialect: Dialect
    reader: SlotReader
    counts: CountReader
    columns: Columns = field(init=False)
    answers: Answers = field(init=False)
    number: MissingNumber = field(init=False)
    _own: dict[tuple[tuple[str, bool], ...], Answers] = field(factory=dict)
    _made: dict[tuple[int, Test, Ref | None], Answer] = field(factory=dict)

    @columns.default
    def _no_columns(self) -> Columns:
        return Columns(self.dialect, self._read, bound)

    @answers.default
    def _no_answers(self) -> Answers:
        return Answers(self.columns)

    @number.default
    def _no_number(self) -> MissingNumber:
        return MissingNumber(self.columns)

    def plan(self, governing: Sequence[Governed]) -> Plan:
        judged = [self._of_edition(governed, governed.edition) for governed in governing if governed.edition]
        everyone = len(judged) == 1 and judged[0].governed.is_everyone
        concluded: dict[str, Expression] = {}
        answered = self._of_everyone(judged[0], concluded) if everyone else self._of_several(judged, concluded)
        before = (*self.columns.stages.by_level, *self.answers.stages.by_level)
        stages = (*before, concluded, *self.number.stages.by_level, answered)
        return Plan(tuple(stage for stage in stages if stage))

    def plan_among(self, governing: Sequence[Governed], among: Sequence[Governed]) -> Plan:
        """The plan for the rows of one place, with the columns of the answer by all the editions ``among``."""
        known = editions_of(governing)
        *before, answer = self.plan(governing).stages if known else [{}]
        unknown, edition = self.dialect.truth(None), self.dialect.text(known[0].key if known else None)
        shown = {
            "truth": answer.get("truth", unknown),
            "missing": answer.get("missing", self.dialect.number(0)),
            "edition": answer.get("edition", edition),
            **{name: answer.get(name, unknown) for name in criterion_columns(among)},
        }
        return Plan((*before, shown))

    def _answer(self, truth: Expression, missing: Iterable[MissingFact]) -> dict[str, Expression]:
        count, open_ = self.number.of(missing, self.on.year), self.dialect.is_unknown(truth)
        return {"truth": truth, "missing": self.dialect.choose(open_, count, self.dialect.number(0))}

    # One edition.

    def _of_edition(self, governed: Governed, edition: Edition) -> _EditionColumns:
        authorities, reading = dict(edition.authorities), self._reading(edition)
        answers = {
            criterion.key: self._criterion(reading, criterion.test, authorities.get(index))
            for index, criterion in enumerate(edition.criteria)
        }
        criteria = {key: answer.truth for key, answer in answers.items()}
        missing = tuple(fact for answer in answers.values() for fact in answer.missing)
        points = next((answer.points for answer in answers.values() if answer.points), None)
        # An authority may judge what no fact decides; so what is not known here leaves the answer to the criteria.
        yes = self.dialect.truth(True)
        whole = edition.whole
        entailed = map(reading.columns.truth, entailed_by(whole) if isinstance(whole, AllOf) else ())
        together = tuple(self.dialect.coalesce(truth, yes) for truth in entailed)
        return _EditionColumns(governed, edition, criteria, together, missing, points)

    def _criterion(self, reading: Answers, test: Test, authority: Ref | None) -> Answer:
        """The columns of a criterion; editions that have it alike, as a province and the country, share them."""
        key = id(reading), test, authority
        if key not in self._made:
            self._made[key] = reading.criterion(test, authority)
        return self._made[key]

    def _of_everyone(self, judged: _EditionColumns, concluded: dict[str, Expression]) -> dict[str, Expression]:
        truth = self._whole(judged)
        if not self.dialect.is_lazy:
            # Where a stage hands every column on row by row, it takes longer than folding the truth twice.
            concluded[_TRUTH], truth = truth, self.dialect.column(_TRUTH)
        scores = dict(zip(("score_low", "score_high"), judged.points or (), strict=False))
        return {**self._answer(truth, judged.missing), **scores, **judged.criteria}

    def _whole(self, judged: _EditionColumns) -> Expression:
        """The truth of an edition by those of its criteria."""
        fold = self.columns.all if judged.edition.act.is_applied_for else self.columns.any
        return fold([*judged.criteria.values(), *judged.together])

    # Several editions: one after the other for those it governs.

    def _of_several(self, judged: Sequence[_EditionColumns], concluded: dict[str, Expression]) -> dict[str, Expression]:
        every = [self._governing(edition, place, concluded) for place, edition in enumerate(judged)]
        variants = {key: list(group) for key, group in groupby(every, lambda edition: edition.governed.variant)}
        by_variant = {key: self._of_variant(group) for key, group in variants.items()}
        truth = self._either([*by_variant.values()])
        answer = self._answer(truth, self._missing(every))
        if len(variants) > 1:
            boards = {variant.key if variant else "": met for variant, (met, _applies) in by_variant.items()}
        else:
            keys = [(edition.governs, self.dialect.text(edition.edition.key)) for edition in every]
            boards = {"edition": self._first(keys, self.dialect.text(None))}
        return {**answer, **boards, **self._criteria(variants)}

    def _missing(self, every: Sequence[_EditionColumns]) -> Iterator[MissingFact]:
        """What is missing of each edition where it governs and is open; what several share is told of them together."""
        open_ = [edition.governs & self.dialect.is_unknown(edition.truth) for edition in every]
        places: dict[MissingFact, list[int]] = {}
        for place, edition in enumerate(every):
            for fact in edition.missing:
                places.setdefault(fact, []).append(place)
        together = {shared: Condition(self.columns.any([open_[one] for one in shared])) for shared in _sets(places)}
        for fact, shared in places.items():
            yield from guarded(together[tuple(shared)], (fact,))

    def _governing(self, judged: _EditionColumns, place: int, concluded: dict[str, Expression]) -> _EditionColumns:
        governs, truth = f"governs {place}", f"truth {place}"
        concluded[governs] = self._governs(judged.governed)
        concluded[truth] = self._whole(judged)
        return attrs.evolve(judged, governs=self.dialect.column(governs), truth=self.dialect.column(truth))

    def _governs(self, governed: Governed) -> Expression:
        """Whether an edition governs; never unknown."""
        no = self.dialect.truth(False)
        conditions = [~_lies_in(region, self.dialect) for region in governed.outside]
        if governed.within is not None:
            conditions.append(_lies_in(governed.within, self.dialect))
        if governed.settled_on is not None:
            day = self._read(Slot(governed.settled_on))
            edges = [day >= self.dialect.day(governed.since)] if governed.since else []
            edges += [day < self.dialect.day(governed.until)] if governed.until else []
            default = self.dialect.truth(governed.by_default)
            conditions.append(self.dialect.coalesce(self.columns.all(edges), default) if edges else default)
        return self.columns.all([self.dialect.coalesce(condition, no) for condition in conditions])

    def _of_variant(self, editions: Sequence[_EditionColumns]) -> tuple[Expression, Expression]:
        """The answer by one variant, and whether that applies at all."""
        truths = [(edition.governs, edition.truth) for edition in editions]
        return self._first(truths, self.dialect.truth(None)), self.columns.any([governs for governs, _truth in truths])

    def _either(self, variants: Sequence[tuple[Expression, Expression]]) -> Expression:
        """TRUE where one variant is met; unknown where none applies."""
        if len(variants) == 1:
            return variants[0][0]
        no, unknown = self.dialect.truth(False), self.dialect.truth(None)
        met = self.columns.any([self.dialect.choose(applies, truth, no) for truth, applies in variants])
        return self.dialect.choose(self.columns.any([applies for _truth, applies in variants]), met, unknown)

    def _criteria(self, variants: Mapping[Variant | None, Sequence[_EditionColumns]]) -> dict[str, Expression]:
        found: dict[str, list[tuple[Expression, Expression]]] = {}
        for variant, editions in variants.items():
            for edition in editions:
                for key, truth in edition.criteria.items():
                    found.setdefault(_column(variant, key, len(variants) > 1), []).append((edition.governs, truth))
        return {name: self._first(parts, self.dialect.truth(None)) for name, parts in found.items()}

    def _first(self, parts: Sequence[tuple[Expression, Expression]], otherwise: Expression) -> Expression:
        """The value of the first part that applies; ``otherwise`` where none does."""
        for governs, value in reversed([*self._merged(parts)]):
            otherwise = self.dialect.choose(governs, value, otherwise)
        return otherwise

    def _merged(self, parts: Sequence[tuple[Expression, Expression]]) -> Iterator[tuple[Expression, Expression]]:
        """The same parts, those in a row that have one value made one."""
        for _value, group in groupby(parts, lambda part: id(part[1])):
            alike = [*group]
            yield self.columns.any([governs for governs, _same in alike]), alike[0][1]

    # Values.

    def _reading(self, edition: Edition) -> Answers:
        """How the criteria of an edition are read; one that counts rights by itself reads those numbers in its own way.
        Editions that count alike share what they ask."""
        listed = {count.key: (count, self.counts(count)) for count in (edition.ip.counts if edition.ip else ())}
        own = {Slot(key): (count, bounds) for key, (count, bounds) in listed.items() if bounds is not None}
        if not own:
            return self.answers
        between = frozenset(slot for slot in own if edition.ip_limits[slot.key] is not None)
        alike = tuple((count.column, slot in between) for slot, (count, _bounds) in own.items())
        if alike not in self._own:
            bounds = {slot: both for slot, (_count, both) in own.items()}
            read = functools.partial(self._read_counted, bounds)
            columns = Columns(self.dialect, read, bound, frozenset(own), between, self.columns.stages)
            self._own[alike] = Answers(columns, self.answers.stages)
        return self._own[alike]

    def _read_counted(self, bounds: Mapping[Slot, tuple[Expression, Expression]], symbol: Symbol) -> Expression | int:
        whole = Slot(symbol.key, symbol.offset) if isinstance(symbol, Slot) else None
        if whole is None or whole not in bounds:
            return self._read(symbol)
        low, high = bounds[whole]
        if isinstance(symbol, Slot) and symbol.side:
            return low if symbol.side == "low" else high
        return self.dialect.choose(low == high, low, self.dialect.number(None))

    def _read(self, symbol: Symbol) -> Expression | int:
        if isinstance(symbol, Cutoff):
            return self._cutoff(symbol)
        if symbol.key == CREDIT_CODE.key:
            return self._staged(LEGAL_FORM, lambda: self.dialect.legal_form("uscc"))
        if symbol.key == INDUSTRY_SECTION.key:
            return self.columns.stages.add("section", self.dialect.left(self.dialect.code("industry"), 1), 0)
        if symbol.key == SIZE_GROUP.key:
            # Made once: Polars's table of codes is long.
            found = functools.partial(self.dialect.by_prefix, "industry", SIZE_GROUP_OF, EITHER_GROUP_OF, size_groups)
            return self._staged(SIZE_GROUP_COLUMN, found)
        if symbol.key == SIZE_GROUP_SETTLED.key:
            return self.dialect.truth(None)
        stated, feeding = self.reader(symbol), feeding_slot(symbol)
        if feeding is None:
            return stated
        held = self.reader(feeding)
        return self.dialect.choose(held, held, self.dialect.coalesce(stated, held))

    def _cutoff(self, symbol: Cutoff) -> Expression | int:
        asked = self.dialect.day(cutoff_day(symbol, self.on))
        if symbol.anchor is not Anchor.DECISION:
            return asked
        decided = self._read(Slot(DECIDED_ON))
        before = self.dialect.days_before if symbol.unit is Kind.DAYS else self.dialect.years_before
        otherwise = self.dialect.number(asked) if isinstance(asked, int) else asked
        return self.dialect.coalesce(before(decided, symbol.span), otherwise)

    def _staged(self, name: str, make: Callable[[], Expression]) -> Expression:
        if not any(name in stage for stage in self.columns.stages.by_level):
            self.columns.stages.add(name, make(), 0)
        return self.dialect.column(name)


def _sets(places: Mapping[MissingFact, Sequence[int]]) -> frozenset[tuple[int, ...]]:
    return frozenset(map(tuple, places.values()))


def _column(variant: Variant | None, key: str, several: bool) -> str:
    return f"{variant.key}:{key}" if several and variant else key
