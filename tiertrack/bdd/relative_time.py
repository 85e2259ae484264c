"""Years and days named by their distance from the day of judging, in the words of a standard read without a day.

A scenario may say 上年度营业收入 instead of 2025年营业收入, 前3年度-01-01 instead of a date, and 判断日, 判断日前一日
or 判断日次日. What a step gives is resolved when the enterprise is judged; what a step expects is compared in these
words, so that one sentence holds for every day it is judged on.
"""

from __future__ import annotations

import datetime as dt
import re

from tiertrack.render.phrases import relative_year

# No standard reaches further back: ten years in one market, and what lies outside.
_FURTHEST = 15
_OFFSETS = {relative_year(offset): offset for offset in range(0, -_FURTHEST - 1, -1)}
_YEAR = "|".join(_OFFSETS)
_BESIDE = {"判断日前一日": -1, "判断日次日": 1}
_DAYS = {"判断日": 0, **_BESIDE}


def split_year(fact: str) -> tuple[str | None, str]:
    """The year and the name of a fact such as 2025年营业收入 or 上年度营业收入; no year where none is named."""
    match = re.fullmatch(rf"(?:(\d{{4}})年|({_YEAR}))(.+)", fact)
    return (match[1] or match[2], match[3]) if match else (None, fact)


def calendar_year(year: str, on: dt.date | None) -> str:
    """The year itself."""
    return str(required(on).year + _OFFSETS[year]) if year in _OFFSETS else year


def calendar_value(value: str, on: dt.date | None) -> str:
    """The date meant by a day named from the day of judging; any other value as it is."""
    if value in _DAYS:
        return str(required(on) + dt.timedelta(days=_DAYS[value]))
    match = re.fullmatch(rf"({_YEAR})-(\d\d-\d\d)", value)
    return f"{calendar_year(match[1], on)}-{match[2]}" if match else value


def relative_text(text: str, on: dt.date) -> str:
    """A text with the years of the calendar named by their distance from the day; those named so already stay.

    判断日 itself stays as well: the texts say it of any day.
    """
    for word in _BESIDE:
        text = text.replace(word, calendar_value(word, on))

    def named(match: re.Match[str]) -> str:
        offset = int(match[1]) - on.year
        return relative_year(offset) if offset in _OFFSETS.values() else match[0]

    return re.sub(r"(\d{4})(?:年|(?=至\d{4}年)|(?=-\d\d-\d\d))", named, text)


def required(on: dt.date | None) -> dt.date:
    """The day of judging; fails where the scenario has none."""
    assert on is not None, "场景没有写明判断日"
    return on
