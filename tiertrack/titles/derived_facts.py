"""Facts of an enterprise derived from the course of its listing.

The day its listing committee passed it decides by which edition of a board's rules it is judged; the day it came to the
新三板 from when its twelve months there count. Both are of the case under way: what ends a case ends them, except that
a company stays on the 新三板 through it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tiertrack.facts.datum import Datum, observed
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.tiers import Tier
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, RecordedEvent
from tiertrack.titles.standing import effective

_LISTED = Tier.LISTED.value
_SOURCE = "登记的上市进程"

# The derived facts, each with the title whose events they are derived from.
DERIVED_FROM = {"committee_passed_on": _LISTED, "neeq_listed_on": _LISTED}

# What begins a case, or ends one, so that an earlier decision of a committee no longer counts.
_ANEW = frozenset({EventKind.APPLIED, EventKind.REJECTED, EventKind.WITHDRAWN, EventKind.REVOKED})


def derived_facts(events: Iterable[RecordedEvent], asof: AsOf) -> tuple[Datum, ...]:
    """The facts that follow from the events which count as of a day."""
    told = tuple(events)
    if all(event.title != _LISTED for event in told):
        # So it is with nearly every enterprise.
        return ()
    listing = sorted((event for event in effective(told, asof) if event.title == _LISTED), key=_when)
    on_the_neeq = [event for event in listing if event.stage == "neeq_listed"]
    found = {"committee_passed_on": _passed(listing), "neeq_listed_on": on_the_neeq[-1] if on_the_neeq else None}
    return tuple(
        observed(key, None, event.on.toordinal(), _SOURCE, event.recorded_at)
        for key, event in found.items()
        if event is not None
    )


def _passed(listing: Iterable[RecordedEvent]) -> RecordedEvent | None:
    """The first pass of the case under way: a supplementary hearing passes what had been passed."""
    passed: RecordedEvent | None = None
    for event in listing:
        if event.kind in _ANEW or event.stage == "accepted":
            passed = None
        elif event.stage == "committee_passed":
            passed = passed or event
    return passed


def _when(event: Event) -> tuple[dt.date, int]:
    # On one day a case ends before the next begins, and both before the steps of the next.
    return event.on, 0 if event.kind in _ANEW else 1
