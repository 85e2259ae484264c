"""The pytest plugin: offers the steps to every project that has pytest-bdd, and stays out of the way of all others."""

from __future__ import annotations

from importlib.util import find_spec

_STEPS = (
    "tiertrack.bdd.assessment_steps",
    "tiertrack.bdd.boundary_steps",
    "tiertrack.bdd.register_steps",
    "tiertrack.bdd.ladder_steps",
    "tiertrack.bdd.indicator_steps",
    "tiertrack.bdd.achievement_steps",
)

pytest_plugins = list(_STEPS) if find_spec("pytest_bdd") else []
