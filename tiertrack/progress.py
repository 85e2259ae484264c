"""The progress of something that takes long, for whoever watches it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with the step about to begin, in a few words, or with the number of rows done since the last call."""

    def __call__(self, step: str | int, /) -> None:
        """Takes note of a step, or of some rows."""


def silent(_step: str | int, /) -> None:
    """The progress nobody watches; a source that can tell it from others spares itself the telling."""
