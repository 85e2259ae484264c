"""Recording an event of a title: weigh it against the table and the standard, then append it to its stream."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tiertrack.errors import BadDossier, BadInput, BadQuantity, Fault, NoEditionInForce
from tiertrack.facts.construction import one_of, wrong_type
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import normalise_name, normalise_region
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.states import Actor
from tiertrack.law.titles import title_of
from tiertrack.logic.truth import Truth
from tiertrack.ports import Register
from tiertrack.register_reports import Recorded, Recording
from tiertrack.render.assessment_data import assessment_data
from tiertrack.rules.assessment import Assessment, assess
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf, reckoned
from tiertrack.titles.decide import Accepted, decide, guard_of, with_findings
from tiertrack.titles.events import ENTERPRISE, Event, corrected_by, still_standing
from tiertrack.titles.standing import Standing, standing
from tiertrack.titles.track import as_of, row_for


def record(
    register: Register,
    enterprise: int,
    event: Event,
    rulebook: Rulebook,
    by: Actor | None = None,
    remarks: Iterable[tuple[str, str]] = (),
) -> Recording:
    """Records an event where the table and the rules let it happen, leaving the commit to the caller; ``remarks`` are
    what a list said beside it.

    Recorded again, it corrects its earlier version. Raises IllegalTransition, BadDossier, BadIdentifier for a region
    that cannot be right, BadQuantity for a day outside the calendar, BadInput for a new name that is another
    enterprise's, and StaleStanding.
    """
    _refuse_odd_days(event)
    if event.kind in _NAMING:
        register.take_turn()
        _refuse_name_of_another(register, enterprise, event)
    if event.kind in _MOVES:
        event = _moved(register, enterprise, event)
    before = _before(register, enterprise, event)
    guard = guard_of(before, event)
    assessment = None
    if guard is not None:
        assessment = assessment_for(event, guard, register.dossier(enterprise, AsOf(event.on)), rulebook)
    # Who has to do it depends on the place only where somebody is said to have done it.
    where = None if by is None else register.dossier(enterprise, AsOf(event.on)).where
    outcome = decide(before, event, assessment, by, where)
    if not isinstance(outcome, Accepted):
        return Recording(outcome)
    said = dict(remarks)
    happened = [one.remarked(said.items()) for one in with_findings(outcome, assessment_data)]
    recorded = register.append(enterprise, happened)
    _apply_to_identity(register, enterprise, event)
    return Recording(outcome, recorded)


def void(
    register: Register, enterprise: int, title: str, version: int, on: dt.date, document: str | None = None
) -> Recorded:
    """Takes an event back, leaving the commit to the caller; the name or place it gave is no longer that of the
    enterprise. Raises StoreError where there is no such event."""
    # Only what happened to the enterprise itself gives it a name or a place.
    known = register.events(enterprise) if title == ENTERPRISE else ()
    event = next((one for one in still_standing(known) if (one.title, one.version) == (title, version)), None)
    voided = register.void(enterprise, title, version, on, document)
    if event is not None and event.value is not None and event.kind in (*_NAMING, *_MOVES):
        (then,) = register.enterprises([enterprise], AsOf(event.on))
        (before,) = register.enterprises([enterprise], AsOf(event.on - dt.timedelta(days=1)))
        if event.kind in _NAMING and then.name == event.value:
            register.rename(enterprise, before.name, event.on)
        elif event.kind in _MOVES and then.region == event.value and before.region is not None:
            register.relocate(enterprise, before.region, event.on)
    return voided


def may_be_reported(register: Register, enterprise: int, event: Event) -> bool:
    """Whether a list may report an event that is no step of the procedure where the title stands: how a case came out
    that is not on record."""
    if event.kind.of_enterprise or event.stage is not None:
        return False
    track = as_of(_before(register, enterprise, event).track_for(event), event.on)
    row = row_for(track, event)
    return row is not None and track.state in row.reported_only


def refuse_what_is_none(event: Any, by: Any) -> None:
    """Raises BadDossier where what is to be recorded is no event, or not wholly one, or was done by no actor."""
    faults: list[Fault] = []
    try:
        one_of(Event)(event).refuse_other_types()
    except BadDossier as error:
        faults += error.faults if isinstance(event, Event) else error.at("event").faults
    if by is not None and not isinstance(by, Actor):
        meant = next((f"Actor.{actor.name}" for actor in Actor if by in (actor.value, actor.label)), "Actor 的成员")
        faults += wrong_type(by, meant).at("by").faults
    if faults:
        raise BadDossier(*faults)


_DAYS = {"on": "日期", "starts": "有效期起", "through": "有效期至", "until": "禁报期"}


def _refuse_odd_days(event: Event) -> None:
    """Raises BadQuantity with every day of an event that lies outside the calendar reckoned with."""
    faults: list[Fault] = []
    for name, label in _DAYS.items():
        day = getattr(event, name)
        try:
            reckoned(day or event.on)
        except BadQuantity as error:
            faults += error.at(label).faults if day else ()
    if faults:
        raise BadQuantity(*faults)


_MOVES = (EventKind.MOVED, EventKind.RELOCATED)
_NAMING = (EventKind.RENAMED, EventKind.CONVERTED)


def _moved(register: Register, enterprise: int, event: Event) -> Event:
    """A move with its region by code, and its kind: only a move into another province is a major change."""
    there = Region(normalise_region(event.value or "", event.on))
    here = register.dossier(enterprise, AsOf(event.on - dt.timedelta(days=1))).where
    within = here is not None and here.province == there.province
    return event.changed(value=there.code, kind=EventKind.RELOCATED if within else EventKind.MOVED)


def assessment_for(event: Event, act: Act, dossier: Dossier, rulebook: Rulebook) -> Assessment | None:
    """The answer by the standard in force on the event's day; None where none is encoded.

    Of a local title's profiles, any of which will do, it is the best answer.
    """
    title, asof = title_of(event.title), AsOf(event.on)
    edition = rulebook.governing(event.title, act, event.on, dossier.where)
    if edition is not None or not title.is_local:
        return assess(edition, dossier, asof) if edition else None
    try:
        profiles = rulebook.variants(title, act, event.on, dossier.where)
    except NoEditionInForce:
        return None
    return min(
        (assess(profile, dossier, asof) for profile in profiles), key=lambda answer: _BEST_FIRST.index(answer.truth)
    )


_BEST_FIRST = (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)


def _before(register: Register, enterprise: int, event: Event) -> Standing:
    """The standing on the event's day without the earlier version of the event."""
    events = register.events(enterprise)
    again = corrected_by(event, still_standing(entry for entry in events if entry.title == event.title))
    return standing((entry for entry in events if entry is not again), AsOf(event.on))


def _refuse_name_of_another(register: Register, enterprise: int, event: Event) -> None:
    """Raises BadInput where a new name is that of another enterprise on the day."""
    name = event.value or ""
    known = register.lookup([name], []).names.get(normalise_name(name), ())
    if any(one.enterprise != enterprise and one.borne_on(event.on) for one in known):
        raise name_of_another(name, register.identity(enterprise).name)


def name_of_another(name: str, renamed: str | None) -> BadInput:
    """The error of renaming an enterprise to what another one is called."""
    remedy = "请核对新名称；两份登记本是一家的，请先用 tiertrack merge 并为一份"
    return BadInput(Fault("E640", f"“{name}”是登记库里另一家企业的名称", remedy, renamed))


def _apply_to_identity(register: Register, enterprise: int, event: Event) -> None:
    """A new name or place is kept with its day, so that the enterprise is found by both."""
    if event.value is None:
        return
    if event.kind in _NAMING:
        register.rename(enterprise, event.value, event.on)
    elif event.kind in _MOVES:
        register.relocate(enterprise, event.value, event.on)
