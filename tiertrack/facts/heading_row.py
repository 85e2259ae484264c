"""Which row of a table holds its headings: the one with the most headings that are known.

What people hand in has titles, 附件 marks and units above its headings, and headings that take two rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

# Further down than any table has its headings; so many rows are held before the first is read.
LOOKED_THROUGH = 40


def heading_row(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> int | None:
    """The index of the row with the most known headings, the first of several; None where no row has any.

    ``rows`` are the texts of the first rows of the table, ``known`` says whether a text is a heading.
    """
    counts = [len({text for text in row if text and known(text)}) for row in rows[:LOOKED_THROUGH]]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def two_rows_of_headings(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row continues the headings of the row above it: it says something only where the other is blank or
    begins a group (a heading with blank cells after it), and does so under a blank one."""
    width = max(len(upper), len(lower))
    above, below = _filled_up(upper, width), _filled_up(lower, width)
    if not any(text and not above[index] for index, text in enumerate(below)):
        return False
    own = [index for index, text in enumerate(above) if text and not _begins_group(above, index)]
    return bool(own) and not any(below[index] for index in own)


def joined_headings(upper: Sequence[str], lower: Sequence[str], known: Callable[[str], bool]) -> tuple[str, ...]:
    """The headings of a table whose headings take two rows: the lower one within its group, in the words that are
    known where any are."""
    width = max(len(upper), len(lower))
    above, below = _filled_up(upper, width), _filled_up(lower, width)
    found: list[str] = []
    group = ""
    for index, text in enumerate(below):
        group = above[index] or group
        if text:
            readings = [reading for reading in (group + text, text) if known(reading)]
            found.append(readings[0] if readings else group + text)
        else:
            found.append(above[index])
    return tuple(found)


def _begins_group(texts: Sequence[str], index: int) -> bool:
    return index + 1 < len(texts) and not texts[index + 1]


def _filled_up(texts: Sequence[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]
