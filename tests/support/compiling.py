"""Remembers how a statement is written for a database: each test opens databases of its own, and their engines would
each write every statement of the register anew, a third of the time of a test that does little else.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.util import LRUCache

from tiertrack.store import engine as store_engine

__all__ = ["remember_statements"]


class Remembered(LRUCache[Any, Any]):
    """What engines of one kind of database write alike, whichever of them wrote it first."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: Any) -> Any:
    """The key of a statement with the kind of the dialect instead of the one of an engine, which comes first in it."""
    dialect, *said = key
    return (type(dialect), dialect.server_version_info, *said)


def remember_statements() -> None:
    """From now on a statement is written once for all engines to registers."""
    shared = Remembered(2000)
    vars(store_engine)["create_engine"] = partial(create_engine, execution_options={"compiled_cache": shared})
