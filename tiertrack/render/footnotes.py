"""Remarks on how far the sources behind an answer were seen: each is told once, below; the citations bear its mark."""

from __future__ import annotations

from collections.abc import Iterable

from tiertrack.law.instrument import Citation, Confidence
from tiertrack.rules.edition import Edition

# Beyond these a mark is a number in brackets.
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def remark(citation: Citation) -> str:
    """How far a source was seen and what could not be verified, as 转述，未见官方转载; empty for an original that is
    seen whole."""
    seen = "" if citation.confidence is Confidence.ORIGINAL else citation.confidence.value
    return "，".join(filter(None, (seen, citation.note)))


def provisions_text(edition: Edition) -> str:
    """The clauses a standard is, without how far they were seen: as a firm is told them."""
    return "；".join(dict.fromkeys(str(one.provision) for one in (edition.citation, *edition.amended_by)))


class Footnotes:
    """The footnotes of one text, numbered as they come up."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def cited(self, citations: Iterable[Citation]) -> str:
        """The provisions, each with the mark of its remark."""
        return "；".join(f"{citation.provision}{self._mark(remark(citation))}" for citation in citations)

    def _mark(self, said: str) -> str:
        if said and said not in self._marks:
            number = len(self._marks)
            self._marks[said] = _MARKS[number] if number < len(_MARKS) else f"〔{number + 1}〕"
        return self._marks.get(said, "")

    @property
    def lines(self) -> list[str]:
        """The remarks that came up, a line each."""
        return [f"{mark} {said}" for said, mark in self._marks.items()]
