"""Remembers which step a sentence of a feature means: to look it up is two thirds of the time features take.

For every sentence of every scenario, pytest-bdd goes through all fixtures of the session, and asks of each which of its
definitions holds there. Which of them are steps that fit is the same for every scenario of a file. It also copies every
table with all that hangs on it, to put in the values of an example.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

import pytest_bdd.scenario  # noqa: F401
from pytest_bdd.parser import Step

__all__ = ["remember_steps"]

Finds = Callable[[Any, Any, Any], Iterable[Any] | None]


def remember_steps() -> None:
    """From now on a sentence is looked up once for each file of a session, and a table without examples is no other."""
    # The package has a function of the same name as the module.
    scenario: Any = sys.modules["pytest_bdd.scenario"]
    scenario.find_fixturedefs_for_step = _sentences(scenario.find_fixturedefs_for_step)
    scenario.getfixturedefs = _definitions(scenario.getfixturedefs)
    Step.render_datatable = staticmethod(_rendered)


def _sentences(find: Finds) -> Finds:
    remembered = _Remembered()

    def of_sentence(step: Any, fixturemanager: Any, node: Any) -> Iterable[Any]:
        sentence = (node.path, step.type, step.name)
        return remembered.get(fixturemanager, sentence, lambda: find(step, fixturemanager, node))

    return of_sentence


def _definitions(find: Finds) -> Finds:
    remembered = _Remembered()

    def of_name(fixturemanager: Any, fixturename: str, node: Any) -> Iterable[Any]:
        return remembered.get(fixturemanager, (node.path, fixturename), lambda: find(fixturemanager, fixturename, node))

    return of_name


class _Remembered:
    """What was found in each session."""

    def __init__(self) -> None:
        self._found: WeakKeyDictionary[Any, dict[Any, list[Any]]] = WeakKeyDictionary()

    def get(self, session: Any, key: Any, find: Callable[[], Iterable[Any] | None]) -> list[Any]:
        found = self._found.setdefault(session, {})
        if key not in found:
            found[key] = [*(find() or ())]
        return found[key]


_render = Step.render_datatable


def _rendered(table: Any, example: Any) -> Any:
    plain = not any("<" in cell.value for row in table.rows for cell in row.cells)
    return table if plain else _render(table, example)
