"""Going through much, a bounded part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")


def batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """The items in their order, ``size`` at a time, the last time what is left; no more are held at once."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
