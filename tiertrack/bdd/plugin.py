"""The pytest plugin: offers the steps to every project that has pytest-bdd, and stays out of the way of all others."""

from __future__ import annotations

from importlib.util import find_spec

_STEPS = (
    "tiertrack.bdd.assessment_steps",
    "tiertrack.bdd.boundary_steps",
    "tiertrack.bdd.register_steps",
    "tiertrack.bdd.standing_steps",
    "tiertrack.bdd.duty_steps",
    "tiertrack.bdd.ladder_steps",
    "tiertrack.bdd.indicator_steps",
    "tiertrack.bdd.achievement_steps",
)

pytest_plugins = list(_STEPS) if find_spec("pytest_bdd") else []


def pytest_collection_modifyitems() -> None:
    """Refuses to run where a scenario of a feature file would vanish without a word."""
    if pytest_plugins:
        import pytest
        from pytest_bdd.feature import features

        from tiertrack.bdd.feature_text import silent_keywords

        if faults := list(silent_keywords(features)):
            raise pytest.UsageError(*map(str, faults))
