"""How far something that takes long has come, for whoever watches it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears of the step about to begin, in a few words, or of the number of rows done since it last heard."""

    def __call__(self, step: str | int, /) -> None:
        """Hears of one step, or of some rows."""


def silent(_step: str | int, /) -> None:
    """The progress nobody watches; a source that can tell it from others spares itself the telling."""
