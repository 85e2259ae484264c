"""A list in a sentence: a few of its words, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 6


def first_few(words: Iterable[str], unit: str = "项", most: int = _MOST, joint: str = "、") -> str:
    """The first words of a list, and how many there are in all where that is more.

    Examples:
        >>> first_few(["甲公司", "乙公司"], "家")
        '甲公司、乙公司'
        >>> first_few((f"第{n}家" for n in range(1, 10)), "家", most=2)
        '第1家、第2家 等 9 家'
    """
    found = list(words)
    more = f" 等 {len(found)} {unit}".rstrip() if len(found) > most else ""
    return joint.join(found[:most]) + more
