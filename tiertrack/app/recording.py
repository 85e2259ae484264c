"""Recording what happened to a title: weigh it against the table and the standard, then append it to its stream."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from tiertrack.errors import NoEditionInForce
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import normalise_region
from tiertrack.law.scope import TITLED, Act, Region
from tiertrack.law.states import Actor
from tiertrack.logic.truth import Truth
from tiertrack.ports import Register
from tiertrack.register_reports import Recorded
from tiertrack.render.assessment_data import assessment_data
from tiertrack.rules.assessment import Assessment, assess
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.decide import Accepted, Outcome, decide, guard_of, with_findings
from tiertrack.titles.events import Event, EventKind, corrected_by, still_standing
from tiertrack.titles.standing import Standing, standing

__all__ = ["Recording", "assessment_for", "record"]


@frozen(eq=False)
class Recording:
    """What came of recording: the outcome, and what stands on record for it (nothing where it was not accepted)."""

    outcome: Outcome
    recorded: tuple[Recorded, ...] = ()


def record(register: Register, enterprise: int, event: Event, rulebook: Rulebook, by: Actor | None = None) -> Recording:
    """Records an event where the table and the rules let it happen, leaving the commit to the caller.

    Said again, it puts its earlier version right. Raises IllegalTransition, BadDossier, BadIdentifier for a region that
    cannot be right, and StaleStanding.
    """
    if event.kind in _MOVES:
        event = _moved(register, enterprise, event)
    before = _before(register, enterprise, event)
    guard = guard_of(before, event)
    assessment = None
    if guard is not None:
        assessment = assessment_for(event, guard, register.dossier(enterprise, AsOf(event.on)), rulebook)
    outcome = decide(before, event, assessment, by)
    if not isinstance(outcome, Accepted):
        return Recording(outcome)
    recorded = register.append(enterprise, with_findings(outcome, assessment_data))
    _apply_to_identity(register, enterprise, event)
    return Recording(outcome, recorded)


_MOVES = (EventKind.MOVED, EventKind.RELOCATED)


def _moved(register: Register, enterprise: int, event: Event) -> Event:
    """A move with its region by code, and told apart: only one into another province is a major change."""
    there = Region(normalise_region(event.value or ""))
    here = register.dossier(enterprise, AsOf(event.on - dt.timedelta(days=1))).where
    within = here is not None and here.province == there.province
    return event.changed(value=there.code, kind=EventKind.RELOCATED if within else EventKind.MOVED)


def assessment_for(event: Event, act: Act, dossier: Dossier, rulebook: Rulebook) -> Assessment | None:
    """What the standard in force on the event's day says; None where none is encoded.

    Of a local title's profiles, any of which will do, it is the one that comes off best.
    """
    title, asof = TITLED[event.title], AsOf(event.on)
    edition = rulebook.governing(event.title, act, event.on, dossier.where)
    if edition is not None or not title.is_local:
        return assess(edition, dossier, asof) if edition else None
    try:
        profiles = rulebook.variants(title, act, event.on, dossier.where)
    except NoEditionInForce:
        return None
    return min((assess(one, dossier, asof) for one in profiles), key=lambda one: _BEST_FIRST.index(one.truth))


_BEST_FIRST = (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)


def _before(register: Register, enterprise: int, event: Event) -> Standing:
    """The standing on the event's day without what the event says again."""
    events = register.events(enterprise)
    again = corrected_by(event, still_standing(one for one in events if one.title == event.title))
    return standing((one for one in events if one is not again), AsOf(event.on))


def _apply_to_identity(register: Register, enterprise: int, event: Event) -> None:
    """A new name or place is kept with its day, so that the enterprise answers to both."""
    if event.value is None:
        return
    if event.kind in (EventKind.RENAMED, EventKind.CONVERTED):
        register.rename(enterprise, event.value, event.on)
    elif event.kind in _MOVES:
        register.relocate(enterprise, event.value, event.on)
