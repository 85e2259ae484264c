"""What lists said beside of an enterprise: the columns that are kept as remarks with the events of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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


def is_looked_after(heading: str) -> bool:
    """Whether a heading is one of 镇街, 专员 and 产业链, which lists keep and tables of facts do not."""
    return heading.replace("（", "(").replace("）", ")") in _CALLED


def remarks(events: Iterable[RecordedEvent]) -> tuple[Remark, ...]:
    """Every remark of the events that still stand, in the order of their days."""
    standing = _in_turn(events)
    return tuple(Remark(heading, text, event) for event in standing for heading, text in event.remarks.items())


def _in_turn(events: Iterable[RecordedEvent]) -> list[RecordedEvent]:
    return sorted(still_standing(events), key=lambda event: (event.on, event.recorded_at))


def looked_after(events: Sequence[RecordedEvent]) -> Mapping[str, str]:
    """The 镇街, 专员 and 产业链 of an enterprise, of each what the latest list with such a column says; what none says
    anything of is not there."""
    found: dict[str, str] = {}
    # Most lists have no such column, and the remarks of each event are read by themselves.
    if any(map(_may_say, events)):
        for event in filter(_may_say, reversed(_in_turn(events))):
            for heading, text in event.remarks.items():
                if (name := _CALLED.get(heading.replace("（", "(").replace("）", ")"))) is not None:
                    found.setdefault(name, text)
            if len(found) == len(LOOKED_AFTER):
                break
    return {name: found[name] for name in LOOKED_AFTER if name in found}


def _may_say(event: RecordedEvent) -> bool:
    return event.findings is not None and any(word in event.findings for word in _WORDS)


# Each heading has one of them.
_WORDS = ("镇", "专员", "专班", "产业链")
