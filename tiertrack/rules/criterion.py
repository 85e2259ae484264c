"""One numbered condition of a standard: its words, its citation and its expression, kept together."""

from __future__ import annotations

from attrs import frozen

from tiertrack.law.instrument import Citation
from tiertrack.logic.expr import Test

__all__ = ["Criterion", "Note"]


@frozen
class Criterion:
    """A condition that is judged.

    ``key`` is the row of the fact dossier it is written from and names its column; ``title`` is the matter it is
    about, the same in every edition, so that editions can be compared; ``gist`` (要点) restates the clause in short
    words; ``amended_by`` are the notices that changed it for this edition.
    """

    key: str
    title: str
    citation: Citation
    gist: str
    test: Test
    amended_by: tuple[Citation, ...] = ()

    @property
    def citations(self) -> str:
        """The clause and whatever amended it, as printed."""
        return "；".join(str(citation) for citation in (self.citation, *self.amended_by))


@frozen
class Note:
    """A clause that is shown but not judged, as a declaration of truthful filing."""

    citation: Citation
    gist: str
