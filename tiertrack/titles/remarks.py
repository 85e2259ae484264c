"""What lists said beside of an enterprise: the columns that are kept as remarks with the events of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from tiertrack.titles.events import RecordedEvent, still_standing


@frozen
class Remark:
    """One remark: the heading of its column, what stood there, and the event of the list."""

    heading: str
    text: str
    event: RecordedEvent


# Who looks after an enterprise, and what it is part of, with what lists call it.
LOOKED_AFTER: Mapping[str, tuple[str, ...]] = {
    "镇街": ("镇街", "街镇", "所属镇街", "所属街镇", "所在镇街", "所在街镇", "所属乡镇", "乡镇街道", "镇(街)"),
    "专员": ("专员", "服务专员", "企业专员", "联系专员", "驻企专员", "服务专班"),
    "产业链": ("产业链", "所属产业链", "重点产业链", "所在产业链"),
}
_CALLED = {heading: name for name, headings in LOOKED_AFTER.items() for heading in headings}


def remarks(events: Iterable[RecordedEvent]) -> tuple[Remark, ...]:
    """Every remark of the events that still stand, in the order of their days."""
    standing = sorted(still_standing(events), key=lambda event: (event.on, event.recorded_at))
    return tuple(Remark(heading, text, event) for event in standing for heading, text in event.remarks.items())


def looked_after(events: Iterable[RecordedEvent]) -> Mapping[str, str]:
    """The 镇街, 专员 and 产业链 of an enterprise, of each what the latest list with such a column says; what none says
    anything of is not there."""
    found: dict[str, str] = {}
    for remark in remarks(events):
        if (name := _CALLED.get(remark.heading.replace("（", "(").replace("）", ")"))) is not None:
            found[name] = remark.text
    return {name: found[name] for name in LOOKED_AFTER if name in found}
