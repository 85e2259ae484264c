"""What every engine is asked, and what the scalar evaluator answers: an engine in, both answers out, row by row."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
from attrs import frozen
from hypothesis import assume

from tests.support.expressions import KIND_OF, LARGEST, Case
from tests.support.populations import dossier_of, population
from tests.support.running import Batch, Engine, Rows, Screener, table_of
from tiertrack.district.loading import load_rulebook
from tiertrack.engines.dialect import Dialect
from tiertrack.engines.kernel_columns import Columns
from tiertrack.engines.missing_columns import Answers
from tiertrack.engines.missing_number import MissingNumber
from tiertrack.engines.plan import Plan
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.dossier import Dossier
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Adjacent, Title
from tiertrack.logic import expr
from tiertrack.logic.expr import Ref, Test
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.logic.lower import expand
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.truth import Truth
from tiertrack.rules.applicability import Governed, editions, governed, places
from tiertrack.rules.assessment import assess_each
from tiertrack.rules.binding import cutoff_day
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.temporal import AsOf

EDITIONS = load_rulebook().editions
_OF = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}

# An enterprise, what is expected of it and what an engine answered to the same.
Compared = Iterator[tuple[Mapping[str, Any], dict[str, Any], dict[str, Any]]]

# ------------------------------------------------------------------------------------------------------ real editions


@frozen(eq=False)
class Population:
    """Enterprises around the limits of an edition, the same as a table, and the scalar evaluator's answers."""

    on: dt.date
    governing: Sequence[Governed]
    rows: Rows
    table: Any
    answers: Sequence[dict[str, Any]]


@functools.cache
def population_of(edition: Edition, size: int) -> Population:
    """So many enterprises on a day the edition is in force."""
    on = (edition.period.start or dt.date(2010, 1, 1)) + dt.timedelta(days=40)
    governing = (Governed(edition, edition.variant),)
    columns = columns_of(editions(governing), on)
    rows = population([edition], columns, on, size, seed=len(edition.key))
    answers = []
    for row in rows:
        finding = edition.explain(dossier_of(row, columns, on), on)
        criteria = {one.key: _OF[found.truth] for one, found in zip(edition.criteria, finding.findings, strict=True)}
        answers.append({"truth": _OF[finding.truth], "missing": len(finding.missing), **criteria})
    return Population(on, governing, rows, table_of(columns, rows), answers)


def covering(editions: Sequence[Edition], kinds: Callable[[Test], AbstractSet[Any]]) -> list[Edition]:
    """A few of the editions that have between them every kind of test there is, for engines that take their time, each
    with such of its criteria as no other has."""
    of = {one.test: kinds(one.test) for edition in editions for one in edition.criteria}
    left: set[Any] = set().union(*of.values())
    found: list[Edition] = []
    while left:
        most = max(editions, key=lambda edition: len(left & _kinds_in(edition, of)))
        kept = []
        for one in most.criteria:
            if left & of[one.test]:
                kept.append(one)
                left -= of[one.test]
        found.append(attrs.evolve(most, criteria=tuple(kept)))
    return found


def _kinds_in(edition: Edition, of: Mapping[Test, AbstractSet[Any]]) -> set[Any]:
    return set().union(*(of[one.test] for one in edition.criteria))


def kinds_of_nodes(test: Test) -> set[Any]:
    """Every node of a test by its kind and the kinds of what stands directly in it: whatever its numbers and its facts
    are, an engine is told it in the same words."""
    return {_kind_of_node(node) for node in expr.walk(test)}


def _kind_of_node(node: Any) -> Any:
    parts = [getattr(node, part.name) for part in attrs.fields(type(node))]
    # A window over more years is multiplied out further.
    windows = tuple(len(part) for part in parts if isinstance(part, tuple) and all(type(one) is int for one in part))
    return type(node), windows, frozenset(_kind_within(one) for part in parts for one in _each(part))


def _each(part: Any) -> Iterator[Any]:
    if isinstance(part, tuple):
        for one in part:
            yield from _each(one)
    else:
        yield part


def _kind_within(part: Any) -> Any:
    """What of a part an engine is told in other words; a number that needs another width is another."""
    match part:
        case Quantity(magnitude, kind):
            return kind, Fraction(magnitude).numerator.bit_length() // 32
        case Ref(kind=kind, offset=offset):
            return kind, offset is None
        case None | bool() | Enum():
            return part
        case _:
            return type(part)


def compared_by_edition(screener: Screener, edition: Edition, size: int = 240) -> Compared:
    """The answers by one edition."""
    asked = population_of(edition, size)
    found = screener(asked.table, asked.governing, asked.on)
    for row, wanted, got in zip(asked.rows, asked.answers, found, strict=True):
        yield row, wanted, {name: got[name] for name in wanted}


# ------------------------------------------------------------------ editions that differ from enterprise to enterprise

SIDE_BY_SIDE = [
    (Tier.SRDI_SME, Act.RECOGNITION, dt.date(2025, 7, 1)),
    (Tier.LISTED, Act.RECOGNITION, dt.date(2026, 6, 30)),
    (Tier.LISTED, Act.RECOGNITION, dt.date(2024, 6, 1)),
    (Tier.HARD_TECH, Act.RECOGNITION, dt.date(2025, 3, 1)),
    (Tier.CHAMPION, Act.RECOGNITION, dt.date(2021, 9, 1)),
    (Adjacent.GAZELLE_CQ, Act.RECOGNITION, dt.date(2025, 3, 1)),
]
# To plan so many columns takes some engines longer than all the rest: so the boards on one day, and not 专精特新.
SOME_SIDE_BY_SIDE = [
    one for one in SIDE_BY_SIDE if one[0] is not Tier.SRDI_SME and one[::2] != (Tier.LISTED, dt.date(2026, 6, 30))
]


@functools.cache
def _side_by_side(title: Title, act: Act, on: dt.date, size: int) -> Population:
    """So many enterprises around the limits of all editions that govern."""
    governing = governed(load_rulebook(), title, act, on)
    columns = columns_of(editions(governing), on)
    rows = population(editions(governing), columns, on, size, seed=7)
    # Some of every region that has a standard of its own, and some of within it.
    own = {place.within.code for place in places(governing) if place.within is not None}
    inside = [None, "110108", "440106", "440305", "500113", "510104", *sorted(own)]
    if own:
        rows = [{**row, "region": inside[number % len(inside)]} for number, row in enumerate(rows)]
    answers = [_each_by_its_own(dossier_of(row, columns, on), title, act, on) for row in rows]
    return Population(on, governing, rows, table_of(columns, rows), answers)


def _each_by_its_own(dossier: Dossier, title: Title, act: Act, on: dt.date) -> dict[str, Any]:
    # Many a row has judgements nobody has to make, which a table may have.
    try:
        answers = assess_each(load_rulebook(), title, act, dossier, AsOf(on), dossier.where)
    except NoEditionInForce:
        return {"truth": None, "missing": 0, "edition": None}
    keys = {one.edition.key for one in answers.assessments}
    edition = keys.pop() if len(keys) == 1 else None
    return {"truth": _OF[answers.truth], "missing": len(answers.missing), "edition": edition}


def compared_side_by_side(screener: Screener, title: Title, act: Act, on: dt.date, size: int = 240) -> Compared:
    """The answers to a question that several editions answer, each for those it governs; by which edition, where that
    is answered."""
    asked = _side_by_side(title, act, on, size)
    found = screener(asked.table, asked.governing, on)
    for row, answer, got in zip(asked.rows, asked.answers, found, strict=True):
        wanted = {name: value for name, value in answer.items() if name in got}
        yield row, wanted, {name: got[name] for name in wanted}


def of_regions(title: Title, act: Act, on: dt.date, regions: Container[str | None], size: int = 240) -> Population:
    """The same enterprises, of these regions alone."""
    asked = _side_by_side(title, act, on, size)
    there = [place for place, row in enumerate(asked.rows) if row["region"] in regions]
    rows, answers = ([of[place] for place in there] for of in (asked.rows, asked.answers))
    return attrs.evolve(asked, rows=rows, answers=answers, table=asked.table.take(there))


# ------------------------------------------------------------------------------------------------- what is no code

# C99 is a division of no section, C01 of another; a lower-case letter is none.
NO_CODES = {
    "uscc": ("", "9150", "91500113MA0000015Q9"),
    "region": ("", "5001", "重庆市巴南区"),
    "industry": ("", "C99", "C01", "X12", "c3484", "C3484X", "C348412", "C3484\n", "制造业"),
}
ANYBODY = [
    (Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2025, 7, 1)),
    (Adjacent.ABOVE_SCALE, Act.RECOGNITION, dt.date(2026, 6, 30)),
]


def answers_without_codes(screener: Screener, title: Title, act: Act, on: dt.date) -> tuple[Rows, Rows]:
    """What is answered of enterprises with texts that are no codes, and of the same with no code at all."""
    governing = governed(load_rulebook(), title, act, on)
    columns = columns_of(editions(governing), on)
    rows = population(editions(governing), columns, on, 60, seed=11)
    odd = [{**row, **{name: of[place % len(of)] for name, of in NO_CODES.items()}} for place, row in enumerate(rows)]
    none = [{**row, **dict.fromkeys(NO_CODES)} for row in rows]
    answers = [screener(table_of(columns, these), governing, on) for these in (odd, none)]
    coded, bare = ([{**row, **dict.fromkeys(NO_CODES)} for row in these] for these in answers)
    return coded, bare


# ------------------------------------------------------------------------------------------------------- random rules


def answered_and_expected(engine: Engine, batch: list[Case]) -> tuple[list[Any], list[Any]]:
    """Truth and number of missing facts of each case of one rule, and the same where an authority has judged some:
    what the engine says, and the scalar evaluator."""
    on = batch[0].on
    batch = [case.dated(on) for case in batch]
    slots = [one for one in batch[0].program.symbols if isinstance(one, Slot)]
    assume(slots)
    judged = [(True, False, None)[place % 3] for place, _case in enumerate(batch)]
    rows = [{**_row(slots, case), _JUDGED: made} for case, made in zip(batch, judged, strict=True)]
    found = engine(Batch(_kinds(slots) | {_JUDGED: Kind.FLAG}, rows, _planning(batch[0], on)))
    expected = [
        (case.verdict, len(case.finding.missing), *_judged(case, made))
        for case, made in zip(batch, judged, strict=True)
    ]
    return [(row["truth"], row["missing"], row["settled"], row["unsettled"]) for row in found], expected


_JUDGED = "judged"
_AUTHORITY = Ref(_JUDGED, _JUDGED, Kind.JUDGEMENT)


def _judged(case: Case, made: bool | None) -> tuple[bool | None, int]:
    if not case.finding.is_out_of_reach:
        return case.verdict, len(case.finding.missing)
    return made, int(made is None)


def _kinds(slots: Sequence[Slot]) -> dict[str, Kind]:
    shares = [one for one in slots if KIND_OF[one.key] is Kind.SHARE]
    return {_name(one): KIND_OF[one.key] for one in slots} | {f"{_name(one)}/d": Kind.COUNT for one in shares}


def _name(slot: Slot) -> str:
    return f"{slot.key} {slot.offset}"


def _row(slots: Sequence[Slot], case: Case) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for slot in slots:
        value = case.known[slot.key, slot.offset]
        if KIND_OF[slot.key] is Kind.SHARE:
            share = None if value is None else Fraction(value)  # type: ignore[arg-type]
            row[_name(slot)] = share and share.numerator if share else (None if share is None else 0)
            row[f"{_name(slot)}/d"] = None if share is None else share.denominator
        elif KIND_OF[slot.key] is Kind.DATE and value is not None:
            row[_name(slot)] = dt.date.fromordinal(int(value))
        else:
            row[_name(slot)] = value
    return row


def _planning(case: Case, on: dt.date) -> Callable[[Dialect], Plan]:
    def plan(dialect: Dialect) -> Plan:
        def read(symbol: Symbol) -> Any:
            if isinstance(symbol, Cutoff):
                return dialect.day(cutoff_day(symbol, on))
            if symbol.key == _JUDGED:
                return dialect.column(_JUDGED)
            return dialect.column(f"{_name(symbol)}/d" if symbol.side == "denominator" else _name(symbol))

        answers = Answers(Columns(dialect, read, _bound))
        number = MissingNumber(answers.columns)
        answer = answers.answer(expand(case.test))
        truth = answers.stage(answer.truth, answer.level)
        settled = answers.criterion(case.test, _AUTHORITY)
        before = (*answers.columns.stages.by_level, *answers.stages.by_level)
        shown = {
            "truth": truth,
            "missing": number.of(answer.missing, on.year),
            "settled": settled.truth,
            "unsettled": number.of(settled.missing, on.year),
        }
        stages = (*before, *number.stages.by_level, shown)
        return Plan(tuple(stage for stage in stages if stage))

    return plan


def _bound(symbol: Symbol) -> int:
    if isinstance(symbol, Cutoff):
        return 1_000_000
    return LARGEST if KIND_OF[symbol.key] is Kind.MONEY else 1_000_000
