"""How much of a notice has room on one page of A4: lines and their height are reckoned from the width of the text.

Word and the browser break lines a little differently, and with whatever fonts there are; so it is reckoned on the safe
side, with letters as wide as those of the widest usual font.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from attrs import frozen

from tiertrack.brevity import briefly

# All in millimetres. The sheet and what lies between its margins; the columns of the table within that.
SHEET_WIDTH, SHEET_HEIGHT, MARGIN, WIDTH = 210, 297, 16, 170
COLUMN_WIDTHS = (64, 62, 44)
LETTERHEAD, HEADING, SIGNED = 17.0, 13.0, 16.0
PAGE = SHEET_HEIGHT - 2 * MARGIN
_POINT = 0.353
_LEADING = 1.22
_PADDING, _BETWEEN, _ABOVE_HEADING = 4.0, 1.2, 2.5
# From here on a character is as wide as it is high; any other is narrower.
_WIDE = 0x2010
_NARROW_PART = 0.62


@frozen
class Type:
    """The sizes of type of the text and of the table, in points."""

    body: float
    table: float

    __repr__ = briefly

    def section_height(self, lines: Iterable[str]) -> float:
        """The height of a heading with its paragraphs."""
        return _ABOVE_HEADING + _line(self.body) + self.paragraphs_height(lines)

    def paragraphs_height(self, lines: Iterable[str]) -> float:
        """The height of paragraphs of text."""
        return sum(_lines(line, WIDTH, self.body) * _line(self.body) + _BETWEEN for line in lines)

    def row_height(self, cells: Sequence[str]) -> float:
        """The height of a row of the table, which is that of its longest cell."""
        longest = max(
            sum(_lines(line, width - _PADDING, self.table) for line in cell.split("\n"))
            for cell, width in zip(cells, COLUMN_WIDTHS, strict=True)
        )
        return longest * _line(self.table) + _BETWEEN


# The larger one where everything has room.
TYPES = (Type(12, 10.5), Type(10.5, 9.5))


def _line(points: float) -> float:
    return points * _POINT * _LEADING


def _lines(text: str, width: float, points: float) -> int:
    ems = sum(1 if ord(character) >= _WIDE else _NARROW_PART for character in text)
    # A word that is not broken, and a sign that may not begin a line, leave some of it free.
    return max(math.ceil(ems * points * _POINT / (width * 0.96)), 1)
