"""What documents of Word have in common: the typefaces, and what is no character of any document."""

from __future__ import annotations

import re
from typing import Any

SERIF, SANS = "宋体", "黑体"
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def typeface(styled: Any, font: str) -> None:
    """The font of a style or a run, for Chinese characters as well, which have a font of their own."""
    from docx.oxml.ns import qn

    styled.font.name = font
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def plain(text: str) -> str:
    """A text without what is no character of any document."""
    return _NO_CHARACTER.sub("", text)
