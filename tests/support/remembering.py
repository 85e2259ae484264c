"""Remembers which step a sentence of a feature means: to look it up is two thirds of the time features take.

For every sentence of every scenario, pytest-bdd goes through all fixtures of the session. Which of them are steps that
fit is the same for every scenario of a file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

import pytest_bdd.scenario  # noqa: F401

__all__ = ["remember_steps"]

Finds = Callable[[Any, Any, Any], Iterable[Any]]


def remember_steps() -> None:
    """From now on a sentence is looked up once for each file of a session."""
    # The package has a function of the same name as the module.
    scenario: Any = sys.modules["pytest_bdd.scenario"]
    scenario.find_fixturedefs_for_step = _remembering(scenario.find_fixturedefs_for_step)


def _remembering(find: Finds) -> Finds:
    found: WeakKeyDictionary[Any, dict[Any, list[Any]]] = WeakKeyDictionary()

    def remembered(step: Any, fixturemanager: Any, node: Any) -> Iterable[Any]:
        of_session = found.setdefault(fixturemanager, {})
        sentence = (node.path, step.type, step.name)
        if sentence not in of_session:
            of_session[sentence] = list(find(step, fixturemanager, node))
        return of_session[sentence]

    return remembered
