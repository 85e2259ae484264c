"""The days of the calendar this library reckons with, and the instant a day is over in Beijing.

No firm of today has a day of its history or its plans outside them: what lies there is a slip of the pen, or the
“never” of some software. Every door refuses it by one code; ``dt.date.max`` as “for ever” is for the inside alone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tiertrack.errors import BadQuantity, Fault

FIRST_DAY, LAST_DAY = dt.date(1949, 1, 1), dt.date(2199, 12, 31)

BEIJING = dt.timezone(dt.timedelta(hours=8))

_MOMENT = dt.timedelta(microseconds=1)
_DAY = dt.timedelta(days=1)


# A day, or its text in ISO 8601.
DayLike = dt.date | str


def as_day(given: DayLike) -> dt.date:
    """The day, as 2026-06-30 where it is a text; raises BadQuantity for an instant and for whatever else is no day."""
    if type(given) is dt.date:
        return given
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        try:
            return dt.date.fromisoformat(given)
        except ValueError:
            raise BadQuantity(Fault("E110", "没有这一天", "请核对年月日", given)) from None
    if isinstance(given, dt.datetime):
        # Which day an instant is of depends on where.
        raise _no_day("这是时刻，不是日子", "请用它的 .date()，或写成 2026-06-30", given)
    if isinstance(given, dt.date):
        return dt.date(given.year, given.month, given.day)
    raise _no_day("日期读不出来", "请给 datetime.date，或写成 2026-06-30 的文字", given)


def _no_day(what: str, remedy: str, given: Any) -> BadQuantity:
    return BadQuantity(Fault("E109", what, remedy, str(given)))


def reckoned(day: dt.date) -> dt.date:
    """The day, where it is one we reckon with; raises BadQuantity for any other."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadQuantity(
            Fault("E115", "日期不在 1949 年与 2199 年之间", "请核对年份；没有最后一日的请留空", day.isoformat())
        )
    return day


def end_of_day(day: dt.date) -> dt.datetime:
    """The last moment of a day in Beijing, by which all that was learned on it is known."""
    return dt.datetime.combine(day + _DAY, dt.time(), BEIJING) - _MOMENT


def day_ended(instant: dt.datetime) -> dt.date | None:
    """The day an instant is the end of in Beijing, None where it is any other."""
    day = instant.astimezone(BEIJING).date()
    return day if instant == end_of_day(day) else None
