"""Duties as an iCalendar file, for the calendar an office already uses: one event a deadline, with whom it is for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tiertrack.duties.duty import Duty
from tiertrack.errors import BadInput, Fault
from tiertrack.law.titles import TITLES
from tiertrack.outgoing import visible

if TYPE_CHECKING:
    from icalendar import Event

_REMIND_BEFORE = dt.timedelta(days=7)


def calendar_text(duties: Iterable[Duty], name: str, stamp: dt.datetime, enterprise: str = "") -> bytes:
    """A calendar of that name with an all-day event on the last day of each kind of duty for each title, which lists
    the enterprises it is for, and a reminder a week before; of one ``enterprise`` where it is named.

    The text is UTF-8 with the line ends the format prescribes, so write it as bytes. ``stamp`` is the instant it is
    made at; the same duties made at the same instant give the same bytes, and an event keeps its UID from one file to
    the next, whichever enterprises it lists. Raises BadInput where the ``calendar`` extra is not installed, ValueError
    for an instant without a zone.
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
    # A duty given twice is told once; two that differ only in their words are two lines.
    told = sorted(sorted(set(duties), key=repr), key=lambda duty: (*_deadline(duty), duty))
    for deadline, group in groupby(told, _deadline):
        uid = f"{_key(enterprise, *map(str, deadline))}@tiertrack"
        calendar.add_component(_event([*group], uid, stamp.astimezone(dt.UTC)))
    return bytes(calendar.to_ical())


def _deadline(duty: Duty) -> tuple[dt.date, str, str]:
    """What one event is for."""
    return duty.due, duty.title or "", duty.kind.value


def _key(*parts: str) -> str:
    """The same for the same deadline in every file, whatever its wording has become."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _event(duties: Sequence[Duty], uid: str, stamp: dt.datetime) -> Event:
    from icalendar import Alarm, Event

    summary, due = visible(_summary(duties)), duties[0].due
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_REMIND_BEFORE)
    alarm.add("description", summary)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", visible("\n".join(_description(duties))))
    event.add("transp", "TRANSPARENT")  # A day on which something is due is not a day without time for anything else.
    event.add_component(alarm)
    return event


def _summary(duties: Sequence[Duty]) -> str:
    first, names = duties[0], _names(duties)
    title = first.title_label if len(duties) == 1 else TITLES[first.title] if first.title else ""
    who = names[0] if len(names) == 1 else f"{len(names)} 家"
    mark = "【注意】" if any(duty.warning for duty in duties) else ""
    cautions = "；".join(dict.fromkeys(duty.caution for duty in duties if duty.caution))
    told = " · ".join(filter(None, (first.kind.label, title, who)))
    return f"{mark}{told}{f'（{cautions}）' if cautions else ''}"


def _names(duties: Sequence[Duty]) -> list[str]:
    return [*dict.fromkeys(duty.enterprise for duty in duties)]


def _description(duties: Sequence[Duty]) -> Iterator[str]:
    """What all have in common, then the enterprises, each with what is its own."""
    whats = dict.fromkeys(duty.what for duty in duties)
    if len(whats) == 1:
        yield from whats
    for label, told in (
        ("时间", (f"{duty.opens} 至 {duty.due}" if duty.opens else f"{duty.due} 截止" for duty in duties)),
        ("依据", (duty.why for duty in duties)),
        ("逾期", (duty.consequence for duty in duties if duty.consequence)),
    ):
        if said := dict.fromkeys(told):
            yield f"{label}：{'；'.join(said)}"
    if len(duties) == 1:
        yield from (f"联系：{duty.contact}" for duty in duties if duty.contact)
        return
    yield f"企业 {len(_names(duties))} 家："
    for duty in duties:
        own = duty.what if len(whats) > 1 else ""
        mark = "【注意】" if duty.warning else ""
        parts = (f"{mark}{duty.enterprise}", duty.product, own, f"联系 {duty.contact}" if duty.contact else "")
        yield "　".join(filter(None, parts))
