"""What a program meets of the package: from the public names by every signature, field and property, however far."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import tiertrack
from tiertrack.homes import HOMES

_SUBMODULES = (name for name, home in HOMES["tiertrack"].items() if home == "tiertrack")
PUBLIC_MODULES: tuple[ModuleType, ...] = (tiertrack, *(import_module(f"tiertrack.{name}") for name in _SUBMODULES))

# Of what a class does by itself, what programs write down: that it is called, gone through, opened or combined.
_SPECIAL = {f"__{name}__" for name in ("add", "aiter", "and", "await", "call", "enter", "getitem", "iter", "or")}


def public_names() -> dict[str, Any]:
    """Whatever a public module offers, by its whole name."""
    return {f"{home.__name__}.{name}": getattr(home, name) for home in PUBLIC_MODULES for name in _offered(home)}


def _offered(module: ModuleType) -> list[str]:
    own = [name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__]
    return getattr(module, "__all__", [name for name in own if not name.startswith("_")])


class Reaching:
    """A walk over everything that can be reached: ``met`` are the classes of ours, each with where it was met first;
    ``unclear`` are the places whose hints cannot be told."""

    def __init__(self) -> None:
        self.met: dict[type, str] = {}
        self.unclear: dict[str, str] = {}
        self._ahead: list[type] = []
        for name, value in public_names().items():
            if isinstance(value, types.FunctionType):
                self._read(value, name)
            else:
                self._meet(value, name)
        while self._ahead:
            kind = self._ahead.pop()
            for part, where in _parts(kind):
                self._read(part, where)
            if hasattr(kind, "__attrs_attrs__"):
                # It takes what the fields are.
                self._hints(kind.__init__, f"{kind.__name__}.__init__")

    def _read(self, annotated: Any, where: str) -> None:
        for name, hint in self._hints(annotated, where).items():
            if not name.startswith("_"):
                self._meet(hint, f"{where}: {name}")

    def _hints(self, annotated: Any, where: str) -> dict[str, Any]:
        try:
            return typing.get_type_hints(annotated)
        except Exception as error:  # whatever it is, a program that asks gets it
            self.unclear[where] = repr(error)
            return {}

    def _meet(self, hint: Any, where: str) -> None:
        for part in typing.get_args(hint):
            for one in part if isinstance(part, list) else (part,):
                self._meet(one, where)
        kind = typing.get_origin(hint) or hint
        if isinstance(kind, type) and kind.__module__.startswith("tiertrack") and kind not in self.met:
            self.met[kind] = where
            self._ahead.append(kind)


def _parts(kind: type) -> Iterator[tuple[Any, str]]:
    """The class itself for its fields, its methods and its properties."""
    yield kind, kind.__name__
    for name, member in inspect.getmembers_static(kind):
        if name.startswith("_") and name not in _SPECIAL:
            continue
        given = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        # What is computed once and kept has its function as ``func``.
        function = inspect.unwrap(getattr(given, "func", given))
        if isinstance(function, types.FunctionType) and function.__module__.startswith("tiertrack"):
            yield function, f"{kind.__name__}.{name}"
