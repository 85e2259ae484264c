"""A program doubts what every other door doubts of the same figures, on either side of each limit."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.support.populations import dossier_of
from tests.support.scripts import ScriptEngine, in_any_order, in_process, program_of
from tiertrack import national_rulebook, policy_program
from tiertrack.engines.boundary_rows import Row
from tiertrack.engines.javascript.rule_vectors import answers_of
from tiertrack.facts.plausibility import Case, Doubt, doubts
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.quantity import Kind
from tiertrack.render.program.doubt_data import doubted_data
from tiertrack.rules.edition import columns_of
from tiertrack.rules.reads import Column, Origin

ON = dt.date(2026, 6, 30)
# Between them they ask whatever may be in doubt of what an edition asks.
EDITIONS = ("srdi_sme/recognition/2026", "high_tech_enterprise/recognition/2016", "listed:star/delisting/2026")
_DOUBTS = "given.answers.map(function (one) { return TierTrack.judge(given.program, one).doubts; })"


@pytest.fixture(scope="module")
def script() -> Iterator[ScriptEngine]:
    with in_process() as engine:
        yield engine


@pytest.mark.parametrize("key", EDITIONS)
def test_the_answers_to_a_program_are_doubted_where_the_same_figures_are(script: ScriptEngine, key: str) -> None:
    edition = national_rulebook().edition(key)
    columns = columns_of((edition,), ON)
    program = program_of(policy_program(key, ON))
    rows = [*around_limits(program, columns)]
    found = script.value(_DOUBTS, program=program, answers=[answers_of(row, columns) for row in rows])
    dossiers = [dossier_of(row, columns, ON) for row in rows]
    told = [in_any_order(doubted_data(one, ON)) for one in dossiers]
    assert [*map(in_any_order, found)] == told
    # Each case is met by somebody, and passed over for somebody else.
    every = {(doubt.reads, case.claim) for doubt, case in cases(columns)}
    assert len({(tuple(one["facts"]), words(one["text"])) for each in told for one in each}) == len(every)


def words(text: str) -> str:
    return text.partition("（")[0]


def cases(columns: tuple[Column, ...]) -> Iterator[tuple[Doubt, Case]]:
    observed = [column.name for column in columns if column.origin is Origin.OBSERVATION]
    for doubt in doubts(observed, ON):
        yield from ((doubt, case) for case in doubt.cases)


def around_limits(program: Mapping[str, Any], columns: tuple[Column, ...]) -> Iterator[Row]:
    """Firms of which nothing is known but what one doubt reads: at its limits, just within them and just without."""
    nobody: Row = {**dict.fromkeys(column.name for column in columns), "name": "某企业", **_NOWHERE}
    chance = random.Random(len(program["facts"]))
    for doubt in program["doubts"]:
        limits = sorted({number for case in doubt["cases"] for number in numbers(case["when"])})
        for places in doubt["of"]:
            names = [program["facts"][place]["key"] for place in places]
            for values in pairs(limits, len(names), chance):
                yield {**nobody, **{name: value_of(name, value) for name, value in zip(names, values, strict=True)}}


_NOWHERE: Row = {"uscc": None, "region": None, "industry": None}


def numbers(node: Any) -> Iterator[int]:
    """The factors and the limits of a condition."""
    for part in node.get("all", []) + node.get("any", []):
        yield from numbers(part)
    for term in node.get("compare", ()):
        yield abs(int(term[0]))


def pairs(limits: list[int], many: int, chance: random.Random) -> Iterator[list[int]]:
    beside = [limit + more for limit in (0, *limits) for more in (-1, 0, 1)]
    if many == 1:
        yield from ([one] for one in beside)
        return
    for limit in limits:
        for base in (1, chance.randrange(2, 10**6)):
            for more in (-1, 0, 1):
                yield from ([base, base * limit + more], [base * limit + more, base])
    for one in beside:
        yield from ([one, chance.choice(beside)], [chance.choice(beside), one], [one, 0], [0, one])


def value_of(name: str, value: int) -> Any:
    fact = FACTS[name.partition(":")[0]]
    if fact.kind is Kind.DATE:
        return dt.date.fromordinal(min(max(value, dt.date(1949, 1, 1).toordinal()), dt.date(2199, 12, 31).toordinal()))
    return value if fact.lowest is None else max(value, 0)
