"""The face of a package: each of its public names is imported when it is first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from tiertrack.homes import HOMES


def public_face(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """``__getattr__``, ``__dir__`` and ``__all__`` of a package of ours; a module of it is found, but not listed."""
    homes = HOMES[package]

    def getattr_(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if homes[name] == package:
            return import_module(f"{package}.{name}")
        found = getattr(import_module(homes[name]), name)
        if hasattr(found, "__attrs_attrs__"):
            _acquaint(found)
        # Importing a module may have put it under the name of what is asked for here.
        setattr(sys.modules[package], name, found)
        return found

    def dir_() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return getattr_, dir_, sorted(name for name, home in homes.items() if home != package)


def _acquaint(kind: type) -> None:
    """Lets the constructor of a class know every type its annotations name.

    The one attrs writes knows what its module had defined by then: neither the class, nor what a parent's module has.
    """
    known = vars(kind).get("__init__", object.__init__)
    for parent in kind.__mro__[:-1]:
        for name, value in vars(sys.modules[parent.__module__]).items():
            getattr(known, "__globals__", {}).setdefault(name, value)
