"""Whom the lists on record name for an enterprise: the remarks of its events that say how somebody is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tiertrack.facts.not_found import NO_VALUE
from tiertrack.titles.events import Event, RecordedEvent
from tiertrack.titles.standing import Standing

# What such a column is called, as 联系人, 企业联系人姓名, 联系电话, 手机号码.
_CONTACT = re.compile("联系|电话|手机|座机")
_NOBODY = NO_VALUE | {"", "无", "暂无"}


def contact_of(standing: Standing) -> str:
    """The contact that came last on record with what an enterprise holds or goes for, as 王某 13800000000; empty where
    there is none."""
    told = ((event, _told(event)) for event in _events(standing))
    last = max((one for one in told if one[1]), key=lambda one: one[0].recorded_at, default=None)
    return "" if last is None else last[1]


def _told(event: RecordedEvent) -> str:
    said = (text for heading, text in event.remarks.items() if _CONTACT.search(heading) and text not in _NOBODY)
    return " ".join(dict.fromkeys(said))


def _events(standing: Standing) -> Iterator[RecordedEvent]:
    for track in standing.each:
        seen: tuple[Event | None, ...] = (track.event, track.applied, *(spell.event for spell in track.spells))
        yield from (event for event in seen if isinstance(event, RecordedEvent))
