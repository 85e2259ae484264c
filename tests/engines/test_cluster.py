"""A cluster answers what the scalar evaluator answers: Spark with several worker processes, through the same
expressions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from engines.agreeing import (
    EDITIONS,
    SIDE_BY_SIDE,
    answered_and_expected,
    compared_by_edition,
    compared_side_by_side,
)
from engines.clusters import needs_cluster, opened_cluster
from engines.expressions import Case, cases
from engines.running import cluster, cluster_screener
from hypothesis import HealthCheck, Phase, given, settings

from tiertrack.law.scope import Act, Title
from tiertrack.rules.edition import Edition

pytestmark = [pytest.mark.slow, pytest.mark.cluster, needs_cluster]


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One cluster for the session."""
    with opened_cluster(tmp_path_factory.mktemp("cluster")) as session:
        yield session


@pytest.mark.parametrize("edition", EDITIONS, ids=[one.key for one in EDITIONS])
def test_a_cluster_answers_by_an_edition_what_the_scalar_evaluator_answers(spark: Any, edition: Edition) -> None:
    for row, expected, found in compared_by_edition(cluster_screener(spark), edition, 60):
        assert found == expected, row


@pytest.mark.parametrize(("title", "act", "on"), SIDE_BY_SIDE, ids=[f"{one[0].value} {one[2]}" for one in SIDE_BY_SIDE])
def test_a_cluster_judges_each_enterprise_by_the_editions_that_govern_it(
    spark: Any, title: Title, act: Act, on: dt.date
) -> None:
    for row, expected, found in compared_side_by_side(cluster_screener(spark), title, act, on, 60):
        assert found == expected, row


@settings(
    max_examples=12,
    deadline=None,
    # To make a failing rule simpler takes a query a try.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(batch=cases())
def test_a_cluster_answers_of_any_rule_what_the_scalar_evaluator_answers(spark: Any, batch: list[Case]) -> None:
    found, expected = answered_and_expected(cluster(spark), batch)
    assert found == expected
