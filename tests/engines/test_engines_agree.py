"""Every engine answers of every rule and every row what the scalar evaluator answers: no tolerance."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest
from engines.expressions import KIND_OF, LARGEST, Case, cases
from engines.populations import dossier_of, population
from engines.running import FRAMES, SCREENERS, Asked, Engine, Rows, Screener, database, database_screener, table_of
from hypothesis import HealthCheck, assume, given, settings
from sqlalchemy import create_engine

from tiertrack.app.questions import assess_each
from tiertrack.app.rulebooks import load_rulebook
from tiertrack.engines.answers import Answers
from tiertrack.engines.columns import Columns
from tiertrack.engines.frame import read_by
from tiertrack.engines.question import Question
from tiertrack.engines.words import Words
from tiertrack.errors import NoEditionInForce
from tiertrack.law.scope import Act, Adjacent, Tier, Title
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.logic.lower import expand
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.rules.binding import cutoff_day
from tiertrack.rules.edition import Edition
from tiertrack.rules.governing import Governed, governed
from tiertrack.temporal import AsOf


@pytest.fixture(params=[*FRAMES, "sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn."""
    if request.param in FRAMES:
        yield FRAMES[request.param]
        return
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = create_engine(url)
    with opened.connect() as connection:
        yield database(connection)
    opened.dispose()


# ------------------------------------------------------------------------------------------------------ real editions

EDITIONS = load_rulebook().editions
_OF = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


@pytest.fixture(params=[*SCREENERS, "sqlite", "postgresql"])
def screener(request: pytest.FixtureRequest) -> Iterator[Screener]:
    """Each engine in turn."""
    if request.param in SCREENERS:
        yield SCREENERS[request.param]
        return
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = create_engine(url)
    with opened.connect() as connection:
        yield database_screener(connection)
    opened.dispose()


@functools.cache
def _expected(edition: Edition) -> tuple[dt.date, Sequence[Governed], Rows, Any, list[dict[str, Any]]]:
    """A day, the question, rows, the same as a table, and what the scalar evaluator answers of each."""
    on = (edition.period.start or dt.date(2010, 1, 1)) + dt.timedelta(days=40)
    governing = (Governed(edition, edition.variant),)
    columns = read_by(governing, on)
    rows = population([edition], columns, on, 240, seed=len(edition.key))
    answers = []
    for row in rows:
        finding = edition.explain(dossier_of(row, columns, on), on)
        criteria = {one.key: _OF[found.truth] for one, found in zip(edition.criteria, finding.findings, strict=True)}
        answers.append({"truth": _OF[finding.truth], "missing": len(finding.missing), **criteria})
    return on, governing, rows, table_of(columns, rows), answers


@pytest.mark.parametrize("edition", EDITIONS, ids=[one.key for one in EDITIONS])
def test_an_engine_answers_by_an_edition_what_the_scalar_evaluator_answers(
    screener: Screener, edition: Edition
) -> None:
    on, governing, rows, table, expected = _expected(edition)
    found = screener(table, governing, on)
    for row, wanted, got in zip(rows, expected, found, strict=True):
        assert {name: got[name] for name in wanted} == wanted, row


@pytest.mark.parametrize("edition", EDITIONS, ids=[one.key for one in EDITIONS])
def test_the_population_of_an_edition_has_answers_of_every_kind(edition: Edition) -> None:
    *_question, answers = _expected(edition)
    truths = [answer["truth"] for answer in answers]
    assert {truths.count(truth) >= 5 for truth in (True, False, None)} == {True}, Counter(truths)


# ------------------------------------------------------------------ editions that differ from enterprise to enterprise

SIDE_BY_SIDE = [
    (Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2025, 7, 1)),
    (Tier.LISTED, Act.RECOGNITION, dt.date(2026, 6, 30)),
    (Tier.LISTED, Act.RECOGNITION, dt.date(2024, 6, 1)),
    (Tier.HARD_TECH, Act.RECOGNITION, dt.date(2025, 3, 1)),
    (Tier.CHAMPION, Act.RECOGNITION, dt.date(2021, 9, 1)),
    (Adjacent.GAZELLE_CQ, Act.RECOGNITION, dt.date(2025, 3, 1)),
]


@pytest.mark.parametrize(("title", "act", "on"), SIDE_BY_SIDE, ids=[f"{one[0].value} {one[2]}" for one in SIDE_BY_SIDE])
def test_each_enterprise_is_judged_by_the_editions_that_govern_it(
    screener: Screener, title: Title, act: Act, on: dt.date
) -> None:
    rulebook = load_rulebook()
    governing = governed(rulebook, title, act, on)
    columns = read_by(governing, on)
    editions = list({one.edition.key: one.edition for one in governing if one.edition}.values())
    rows = population(editions, columns, on, 240, seed=7)
    found = screener(table_of(columns, rows), governing, on)
    for row, got in zip(rows, found, strict=True):
        dossier = dossier_of(row, columns, on)
        try:
            answers = assess_each(dossier, title, act, AsOf(on))
        except NoEditionInForce:
            assert (got["truth"], got["missing"]) == (None, 0), row
            continue
        assert (got["truth"], got["missing"]) == (_OF[answers.truth], len(answers.missing)), row
        if "edition" in got:
            assert [got["edition"]] == [one.edition.key for one in answers.assessments]


# ------------------------------------------------------------------------------------------------------- random rules


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(batch=cases())
def test_an_engine_answers_of_any_rule_what_the_scalar_evaluator_answers(engine: Engine, batch: list[Case]) -> None:
    on = batch[0].on
    batch = [case.dated(on) for case in batch]
    slots = [one for one in batch[0].program.symbols if isinstance(one, Slot)]
    assume(slots)
    found = engine(Asked(_kinds(slots), [_row(slots, case) for case in batch], _asking(batch[0], on)))
    assert [(row["truth"], row["missing"]) for row in found] == [
        (case.verdict, len(case.finding.missing)) for case in batch
    ]


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


def _asking(case: Case, on: dt.date) -> Callable[[Words], Question]:
    def ask(words: Words) -> Question:
        def read(symbol: Symbol) -> Any:
            if isinstance(symbol, Cutoff):
                return words.day(cutoff_day(symbol, on))
            return words.column(f"{_name(symbol)}/d" if symbol.side == "denominator" else _name(symbol))

        answers = Answers(Columns(words, read, _bound))
        answer = answers.answer(expand(case.test))
        truth = answers.stage(answer.truth, answer.level)
        before = (*answers.columns.stages.by_level, *answers.stages.by_level)
        stages = (*before, {"truth": truth, "missing": answers.missing(answer.lacking, on.year)})
        return Question(tuple(stage for stage in stages if stage))

    return ask


def _bound(symbol: Symbol) -> int:
    if isinstance(symbol, Cutoff):
        return 1_000_000
    return LARGEST if KIND_OF[symbol.key] is Kind.MONEY else 1_000_000
