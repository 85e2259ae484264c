"""Duties as an iCalendar file, for the calendar an office already uses."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tiertrack.duties.duty import Duty
from tiertrack.errors import BadInput, Fault
from tiertrack.outgoing import visible

if TYPE_CHECKING:
    from icalendar import Event

_REMIND_BEFORE = dt.timedelta(days=7)


def calendar_text(duties: Iterable[Duty], name: str, stamp: dt.datetime) -> bytes:
    """A calendar of that name with an all-day event on the last day of each duty, and a reminder a week before.

    The text is UTF-8 with the line ends the format prescribes, so write it as bytes. ``stamp`` is the instant it is
    made at; the same duties made at the same instant give the same bytes, and an event keeps its UID from one file to
    the next. Raises BadInput where the ``calendar`` extra is not installed, ValueError for an instant without a zone.
    """
    if stamp.tzinfo is None:
        raise ValueError(f"时刻 {stamp} 没有写明时区")
    try:
        from icalendar import Calendar, vText
    except ModuleNotFoundError:
        remedy = "请运行 pip install 'tiertrack[calendar]'"
        raise BadInput(Fault("E710", "没有安装生成日历的库", remedy)) from None
    calendar = Calendar()
    calendar.add("prodid", "-//tiertrack//tiertrack//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(visible(name)))  # The library would not escape this property.
    seen: Counter[str] = Counter()
    # A duty given twice is one event; two that differ only in their words are two, numbered in an order of their own.
    for duty in sorted(sorted(set(duties), key=repr)):
        key = _key(duty)
        seen[key] += 1
        calendar.add_component(_event(duty, f"{key}-{seen[key]}@tiertrack", stamp.astimezone(dt.UTC)))
    return bytes(calendar.to_ical())


def _key(duty: Duty) -> str:
    """The same for the same duty in every file, whatever its wording has become."""
    parts = [duty.enterprise, duty.kind.value, duty.title or "", duty.due.isoformat()]
    parts += [duty.product] if duty.product else []
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _event(duty: Duty, uid: str, stamp: dt.datetime) -> Event:
    from icalendar import Alarm, Event

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_REMIND_BEFORE)
    alarm.add("description", visible(_summary(duty)))
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", duty.due)
    event.add("dtend", duty.due + dt.timedelta(days=1))
    event.add("summary", visible(_summary(duty)))
    event.add("description", visible(_description(duty)))
    event.add("transp", "TRANSPARENT")  # A day on which something is due is not a day without time for anything else.
    event.add_component(alarm)
    return event


def _summary(duty: Duty) -> str:
    mark = "【注意】" if duty.warning else ""
    return mark + " · ".join(filter(None, (duty.kind.label, duty.title_label, duty.enterprise)))


def _description(duty: Duty) -> str:
    days = f"{duty.opens} 至 {duty.due}" if duty.opens else f"{duty.due} 截止"
    lines = [duty.what, f"时间：{days}", f"依据：{duty.why}"]
    return "\n".join([*lines, f"逾期：{duty.consequence}"] if duty.consequence else lines)
