"""Statements as SQLAlchemy compiled them, kept for all engines of a process that are made for registers.

An engine keeps what it has compiled for itself alone; but a register is opened by an engine of its own, and so is each
question that the database answers: a third of the time of a small one went into compiling the same statements again.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Dialect
from sqlalchemy.util import LRUCache


class CompiledStatements(LRUCache[Any, Any]):
    """What is compiled for a dialect serves any other that writes SQL alike: of one class, for a server of the same
    version, with the same marks for parameters and the same way to write a backslash."""

    def get(self, key: Any, default: Any = None) -> Any:
        """The statement of a key, of whichever dialect that writes it alike."""
        return super().get(_alike(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_alike(key), compiled)


def _alike(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The key that SQLAlchemy looks a statement up by, with the kind of the dialect in its place, which comes first."""
    dialect, *said = key
    return _kind(dialect), *said


def _kind(dialect: Dialect) -> tuple[object, ...]:
    told = (getattr(dialect, name, None) for name in ("server_version_info", "paramstyle", "_backslash_escapes"))
    return type(dialect), *told


# The statements of a register are some hundreds, and those of each question some dozens.
COMPILED: Final = CompiledStatements(1_000)
