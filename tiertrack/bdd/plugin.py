"""The pytest plugin: offers the steps to every project that has pytest-bdd, and stays out of the way of all others."""

from __future__ import annotations

from importlib.util import find_spec

pytest_plugins = ["tiertrack.bdd.steps", "tiertrack.bdd.register_steps"] if find_spec("pytest_bdd") else []
