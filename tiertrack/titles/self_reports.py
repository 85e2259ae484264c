"""What a firm says of its own titles: whose word that is, and which documents are an authority's."""

from __future__ import annotations

import re
from typing import Final

from tiertrack.facts.units import folded_word

# Who told of a title that the firm itself says it holds.
SELF_REPORTED: Final = "企业自报"
# How the document begins of a title that nothing but a dossier tells of.
DOSSIER: Final = "企业档案"

_NUMBER = re.compile("[0-9]号")


def has_number(document: str) -> bool:
    """Whether a text names a document by its number, as an authority's has one: 渝经信中小〔2024〕5号."""
    return _NUMBER.search(folded_word(document)) is not None


def is_self_reported(document: str | None, told_by: str | None) -> bool:
    """Whether a grant with this document, told of by this source, is so far the firm's own word."""
    return told_by == SELF_REPORTED or (document is not None and document.startswith(DOSSIER))
