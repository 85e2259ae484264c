"""Every engine answers of every rule and every row what the scalar evaluator answers: no tolerance."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection, create_engine

from tests.support.agreeing import (
    ANYBODY,
    EDITIONS,
    SIDE_BY_SIDE,
    SOME_SIDE_BY_SIDE,
    answered_and_expected,
    answers_without_codes,
    compared_by_edition,
    compared_side_by_side,
    covering,
    kinds_of_nodes,
    of_regions,
    population_of,
)
from tests.support.expressions import Case, cases
from tests.support.populations import distinct
from tests.support.running import FRAMES, LOOKING, SCREENERS, Engine, Screener, database, database_screener
from tests.support.scripts import ScriptEngine, compared_by_program, in_page, in_process, told_of_rule
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.rules.edition import Edition

if TYPE_CHECKING:
    from playwright.sync_api import Page

Asks = TypeVar("Asks")


@pytest.fixture(params=[*FRAMES, "sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn."""
    yield from _in_turn(request, FRAMES, database)


@pytest.fixture(params=[*SCREENERS, "sqlite", "postgresql"])
def screener(request: pytest.FixtureRequest) -> Iterator[Screener]:
    """Each engine in turn, for whole tables."""
    yield from _in_turn(request, SCREENERS, database_screener)


def _in_turn(
    request: pytest.FixtureRequest, frames: Mapping[str, Asks], of_database: Callable[[Connection], Asks]
) -> Iterator[Asks]:
    if request.param in frames:
        yield frames[request.param]
        return
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = create_engine(url)
    with opened.connect() as connection:
        yield of_database(connection)
    opened.dispose()


DISTINCT = distinct(EDITIONS)
# DuckDB and PostgreSQL take longest over a statement: they are asked every kind of node once, in a few editions of such
# criteria as are left of them. Arrow and SQLite, which are asked in the same words, are asked by all editions whole.
COVERING = covering(DISTINCT, kinds_of_nodes)
BY_EDITION = [
    pytest.param(name, edition, id=f"{name}-{edition.key}")
    for name in (*SCREENERS, "sqlite", "postgresql")
    for edition in (COVERING if name in ("duckdb", "postgresql") else DISTINCT)
]


@pytest.mark.parametrize(("screener", "edition"), BY_EDITION, indirect=["screener"])
def test_an_engine_answers_by_an_edition_what_the_scalar_evaluator_answers(
    screener: Screener, edition: Edition
) -> None:
    for row, expected, found in compared_by_edition(screener, edition):
        assert found == expected, row


@pytest.fixture(scope="module")
def script() -> Iterator[ScriptEngine]:
    """The engine in JavaScript."""
    with in_process() as engine:
        yield engine


@pytest.mark.parametrize("edition", DISTINCT, ids=[one.key for one in DISTINCT])
def test_a_program_judges_and_explains_as_the_scalar_evaluator_does(script: ScriptEngine, edition: Edition) -> None:
    for dossier, expected, found in compared_by_program(script, edition, every=12):
        assert found == expected, dossier.to_dict()


def test_a_browser_judges_by_a_program_as_the_scalar_evaluator_does(page: Page) -> None:
    engine = in_page(page)
    for edition in COVERING:
        for dossier, expected, found in compared_by_program(engine, edition, every=24):
            assert found == expected, dossier.to_dict()


@pytest.mark.parametrize("edition", DISTINCT, ids=[one.key for one in DISTINCT])
def test_the_population_of_an_edition_has_answers_of_every_kind(edition: Edition) -> None:
    truths = [answer["truth"] for answer in population_of(edition, 240).answers]
    assert {truths.count(truth) >= 5 for truth in (True, False, None)} == {True}, Counter(truths)


BY_DAY = [
    pytest.param(name, *one, id=f"{name}-{one[0].value} {one[2]}")
    for name in (*SCREENERS, "sqlite", "postgresql")
    for one in (SOME_SIDE_BY_SIDE if name == "duckdb" else SIDE_BY_SIDE)
]


@pytest.mark.parametrize(("screener", "title", "act", "on"), BY_DAY, indirect=["screener"])
def test_each_enterprise_is_judged_by_the_editions_that_govern_it(
    screener: Screener, title: Title, act: Act, on: dt.date
) -> None:
    for row, expected, found in compared_side_by_side(screener, title, act, on):
        assert found == expected, row


# Shandong, Guangdong and Shenzhen in it have standards of their own, Beijing has none.
MANY_PLACES, ONE_PLACE = {"370000", "440106", "440305", "110108", None}, {"440305"}


@pytest.mark.parametrize(
    ("regions", "least"),
    [(MANY_PLACES, -(10**9)), (MANY_PLACES, 10**9), (ONE_PLACE, 10**9)],
    ids=["apart", "together", "one place"],
)
@pytest.mark.parametrize("looking", LOOKING)
def test_rows_are_judged_alike_whether_their_places_are_looked_at_or_not(
    looking: str, regions: set[str | None], least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiertrack.engines.frame._LEAST", least)
    monkeypatch.setattr("tiertrack.screening.register_answers._LEAST", least)
    asked = of_regions(*SIDE_BY_SIDE[0], regions)
    found, expected = (
        screens(asked.table, asked.governing, asked.on) for screens in (LOOKING[looking], SCREENERS["polars"])
    )
    assert len(found) == len(asked.rows)
    for one, other in zip(found, expected, strict=True):
        assert one.items() >= {name: value for name, value in other.items() if name != "row"}.items()


@pytest.mark.parametrize(("title", "act", "on"), ANYBODY, ids=[one[0].value for one in ANYBODY])
@pytest.mark.parametrize("frames", SCREENERS)
def test_what_is_no_code_says_no_more_than_none(frames: str, title: Title, act: Act, on: dt.date) -> None:
    found, expected = answers_without_codes(SCREENERS[frames], title, act, on)
    assert found == expected


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(batch=cases())
def test_an_engine_answers_of_any_rule_what_the_scalar_evaluator_answers(engine: Engine, batch: list[Case]) -> None:
    found, expected = answered_and_expected(engine, batch)
    assert found == expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=cases())
def test_a_program_of_any_rule_is_explained_as_the_scalar_evaluator_does(
    script: ScriptEngine, batch: list[Case]
) -> None:
    found, expected = told_of_rule(script, batch)
    assert found == expected
