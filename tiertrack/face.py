"""The face of a package, read from its stub: written once, for readers, type checkers and run time."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

_IMPORT = re.compile(r"^from (tiertrack[\w.]*) import (\([^)]*\)|.+)$", re.MULTILINE)


def public_face(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """``__getattr__``, ``__dir__`` and ``__all__`` of a package of ours, by the imports of its ``__init__.pyi``."""
    folder = Path(__file__).parent.joinpath(*package.split(".")[1:])
    stub = folder.joinpath("__init__.pyi").read_text(encoding="utf-8")
    homes = {name: home for home, names in _IMPORT.findall(stub) for name in re.findall(r"\w+", names)}

    def getattr_(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(homes[name]), name)

    def dir_() -> list[str]:
        return sorted(homes)

    return getattr_, dir_, sorted(homes)
