"""What a notebook shows of a value in place of its repr; how it is drawn is up to the outermost ring.

The values stand far inside and know no HTML, so the package itself says, when it is first imported, who draws.
"""

from __future__ import annotations

from collections.abc import Callable


class ShownInNotebooks:
    """A value with a readable picture of itself for notebooks (``_repr_html_``, as IPython asks for it)."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return _drawing[0](self) if _drawing else None


_drawing: list[Callable[[object], str]] = []


def drawn_by(draw: Callable[[object], str]) -> None:
    """Has every such value drawn by ``draw``."""
    _drawing[:] = [draw]
