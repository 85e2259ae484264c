"""Taking over what a firm says of its own titles: as its own word, and never over what was announced."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, field, frozen

from tiertrack.ports import Register
from tiertrack.register_reports import Change, ImportReport
from tiertrack.titles.consequences import is_announced_by
from tiertrack.titles.events import Event, labelled, still_standing
from tiertrack.titles.self_reports import SELF_REPORTED, has_number


def by_own_word(event: Event) -> Event:
    """A grant that a firm reports, as its own word unless its document has a number, as an authority's has."""
    if event.document is not None and has_number(event.document):
        return event
    return event.changed(told_by=SELF_REPORTED)


@frozen(eq=False)
class Taken:
    """What became of the events that a firm reports: the changes on record, and of its own word which titles were taken
    over and which gave way to what was announced, in words."""

    changes: list[Change] = field(factory=list)
    kept: list[str] = field(factory=list)
    outweighed: list[str] = field(factory=list)

    def report(self, firm: str) -> ImportReport:
        """The report of it for one firm; only by the firm does it count what was recorded."""
        counted = ImportReport(firms=ImportReport.of(self.changes, firm).firms)
        told, gave_way = (tuple(f"{firm} {one}" for one in said) for said in (self.kept, self.outweighed))
        return evolve(counted, self_reported=told, outweighed=gave_way)


def take_over(register: Register, key: int, events: Sequence[Event]) -> Taken:
    """Writes what a firm reports of itself, leaving the commit to the caller; of its own word whatever was announced of
    the same title and time says otherwise, or says the same, is left as it is."""
    taken, written = Taken(), []
    on_record = still_standing(register.events(key)) if any(event.is_self_reported for event in events) else ()
    for event in events:
        said_by_others = on_record if event.is_self_reported else ()
        announced = next((one for one in said_by_others if is_announced_by(event, one)), None)
        if announced is None:
            written.append(event)
            continue
        register.rest_on([announced.recorded_at])
        taken.changes.append(Change.KNOWN)
        if (event.starts, event.through) != (announced.starts, announced.through):
            taken.outweighed.append(f"{_days(event)}，登记的是 {_span(announced)}（{announced.document}）")
    for entry in register.append(key, written):
        taken.changes.append(entry.change)
        if entry.event.is_self_reported:
            taken.kept.append(_days(entry.event))
    return taken


def _days(event: Event) -> str:
    return f"{labelled(event.label, event.product)}（{_span(event)}）"


def _span(event: Event) -> str:
    return f"{event.starts or event.on} 至 {event.through or '无固定期限'}"
