"""Whether something may happen to a title: a refusal answers with its reasons, missing facts are asked for.

An event with a document is recorded even where our rules disagree, and the disagreement is kept: the authority's act
outranks the computed answer. Only an event without a row in the table is impossible.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable
from typing import Any

from attrs import field, frozen

from tiertrack.brevity import briefly, told
from tiertrack.errors import Fault, IllegalTransition
from tiertrack.facts.asked import RegionLike, as_region
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.instruments import 暂行办法
from tiertrack.law.procedure import Procedure, Step
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.states import Actor, State
from tiertrack.law.titles import TITLES, kept_with_the_titles, title_definition
from tiertrack.logic.finding import Observed
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.criterion import Judged
from tiertrack.titles.completion import LEFT_TO_THE_LAW, completed
from tiertrack.titles.consequences import WAITS, bar_rule, miss_rule
from tiertrack.titles.events import ENTERPRISE, Event
from tiertrack.titles.standing import Standing
from tiertrack.titles.track import EFFECTS, Track, as_of, meant, row_for
from tiertrack.titles.transitions import ROWS, TRANSITIONS, Transition, possible_from, usual_from


@frozen
class Ground:
    """A reason that lies in the title's own history rather than in a standard, with the clause behind it."""

    text: str
    citation: Citation

    __repr__ = briefly


# Made for every event; without slots in half the time.
@frozen(slots=False)
class Accepted:
    """It may happen: ``events`` are to be recorded; ``assessment`` and ``grounds`` are the answer of our rules.

    ``track`` is where the title is after them: the track it was decided on, taken further as by ``evolve`` without
    looking anything up again. It is None of what happens to the enterprise itself, and of a list's events.
    """

    events: tuple[Event, ...]
    assessment: Assessment | None = None
    grounds: tuple[Ground, ...] = ()
    track: Track | None = field(default=None, eq=False)

    def __repr__(self) -> str:
        return told(self, said=f"{len(self.events)} 项事项{', 与标准不一致' if self.disagrees else ''}")

    @property
    def disagrees(self) -> bool:
        """Whether it happened against our rules."""
        return bool(self.grounds) or (self.assessment is not None and self.assessment.truth is Truth.FALSE)


@frozen
class Refused:
    """It may not happen: the criteria that fail, and the grounds in the title's history."""

    assessment: Assessment | None
    grounds: tuple[Ground, ...] = ()

    def __repr__(self) -> str:
        return told(self, said=f"{len(self.findings)} 条不符合, {len(self.grounds)} 条理由")

    @property
    def findings(self) -> tuple[Judged, ...]:
        """The criteria that fail, each with its explanation; where they only cannot all be met, those left open."""
        return () if self.assessment is None else self.assessment.failed


@frozen
class Undetermined:
    """It is not decided yet: ``missing`` are the facts that could still decide."""

    assessment: Assessment

    def __repr__(self) -> str:
        return told(self, said=f"尚缺 {len(self.missing)} 项")

    @property
    def missing(self) -> tuple[Observed, ...]:
        """The unknown facts that could still decide."""
        return self.assessment.missing


Outcome = Accepted | Refused | Undetermined

# What every decision asks about: looked up as a member of its class, each would take ten times as long.
_TRUE, _FALSE = Truth.TRUE, Truth.FALSE
_RECOGNISED, _BARRED, _REVOKED = EventKind.RECOGNISED, State.BARRED, State.REVOKED


def decide(
    standing: Standing | Track,
    proposed: Event,
    assessment: Assessment | None = None,
    by: Actor | None = None,
    region: RegionLike | None = None,
) -> Outcome:
    """Whether an event may happen to a title, by the transition table, the standard and the title's own history.

    Args:
        standing: The standing of the enterprise as of the event's day; the track of the event's title is enough.
        proposed: The event; with ``document`` it is accepted even where the rules disagree.
        assessment: The answer by the standard that guards the step; None where none is in force.
        by: Who acts; the actor the transition table names unless given.
        region: Where the enterprise is, since in some regions another authority recognises a title.

    Returns:
        ``Accepted`` with the events to record and the track after them, ``Refused`` with the failing criteria and
        grounds, or ``Undetermined`` with the facts that could still decide.

    Raises:
        IllegalTransition: The table has no such step; the message says which are possible, and why others are not.
        BadDossier: The last day of a validity is neither printed nor to be derived.
        ValueError: The standing is of another day, or the track of another title, than the event.

    Examples:
        >>> import datetime as dt
        >>> from tiertrack import Event, EventKind, Track, decide
        >>> applied = Event(title="srdi_sme", kind=EventKind.APPLIED, on=dt.date(2026, 6, 30))
        >>> decide(Track("srdi_sme"), applied).disagrees
        False
    """
    track = standing if isinstance(standing, Track) else _on_its_day(standing, proposed)
    title = proposed.title
    if title == ENTERPRISE and proposed.kind.of_enterprise:
        return Accepted((proposed,))
    if track.title != title:
        raise ValueError(f"持有情况是{track.label}的，事项是{proposed.label}的")
    track = as_of(track, proposed.on)
    event = proposed
    if event.kind in LEFT_TO_THE_LAW:
        event = completed(event, None if assessment is None else assessment.edition, track)
    rows = _plain_rows(title, event.kind, track.state)
    if rows and event.stage is None and by is None:
        row = rows[0] if len(rows) == 1 else meant(rows, track, event)
    else:
        row = _allowed(track, event, title_definition(title).procedure, by, as_region(region, event.on))
    grounds = _grounds(track, event)
    if event.product is not None and isinstance(standing, Standing):
        grounds += _barred_elsewhere(standing, event)
    if row.guard is None:
        assessment = None
    if event.document is None:
        truth = _TRUE if assessment is None else assessment.truth
        if grounds or truth is _FALSE:
            return Refused(assessment, grounds)
        if assessment is not None and truth is not _TRUE:
            return Undetermined(assessment)
    return Accepted((event,), assessment, grounds, EFFECTS[event.kind](track, event, row))


def _on_its_day(standing: Standing, proposed: Event) -> Track:
    if standing.asof.on != proposed.on:
        raise ValueError(f"持有情况是 {standing.asof.on} 的，事项是 {proposed.on} 的")
    return standing.track_for(proposed)


def guard_of(standing: Standing, proposed: Event) -> Act | None:
    """The act whose standard an enterprise has to meet for this event; None where none is asked or none is possible."""
    if proposed.kind.of_enterprise or not _in_procedure(proposed.kind, title_definition(proposed.title).procedure):
        return None
    row = row_for(as_of(standing.track_for(proposed), proposed.on), proposed)
    return row.guard if row else None


def possible(track: Track) -> tuple[EventKind, ...]:
    """The events possible for a title where it stands."""
    procedure = title_definition(track.title).procedure
    steps = [step.kind for step in procedure.steps if step.may_follow(track.state, track.stage)]
    open_to = (kind for kind in possible_from(track.state) if kind is not EventKind.ADVANCED or kind in steps)
    return tuple(kind for kind in dict.fromkeys((*open_to, *steps)) if _in_procedure(kind, procedure))


_REVIEWS = frozenset({EventKind.REVIEW_APPLIED, EventKind.REVIEW_PASSED, EventKind.REVIEW_FAILED, EventKind.NOT_LISTED})


@functools.cache
def _in_procedure(kind: EventKind, procedure: Procedure) -> bool:
    """Whether a kind of event can be met in a title's own procedure."""
    if kind in _REVIEWS:
        return procedure.reviewed
    if kind is EventKind.ADVANCED:
        return bool(procedure.steps)
    return kind is not EventKind.RECOMMENDED or procedure.recommends is not None


@kept_with_the_titles
def _plain_rows(title: str, kind: EventKind, state: State) -> tuple[Transition, ...]:
    """The rows by which a kind of event leads on from a state of a title whatever its steps are; none where they have
    to be looked at, or there is none."""
    rows = ROWS[kind][state] if _in_procedure(kind, title_definition(title).procedure) else ()
    return () if any(row.reported_only for row in rows) else rows


def _allowed(track: Track, event: Event, procedure: Procedure, by: Actor | None, region: Region | None) -> Transition:
    row = row_for(track, event) if _in_procedure(event.kind, procedure) else None
    if row is None:
        raise _illegal(track, event.kind, procedure)
    if event.stage is not None or row.reported_only:
        _refuse_step(track, event, procedure, row)
    if by is not None and by is not (actor := procedure.actor(event.kind, row.by, event.stage, region)):
        what = f"{TITLES[event.title]}的“{procedure.word(event.kind)}”由{actor.label}办理，不由{by.label}办理"
        raise IllegalTransition(Fault("E531", what, f"请由{actor.label}办理", by.label))
    return row


def _refuse_step(track: Track, event: Event, procedure: Procedure, row: Transition) -> None:
    """Raises IllegalTransition for a step out of its turn, and for an event that can only be reported there."""
    step = procedure.step_of(event.kind, event.stage)
    if step is not None and step.may_follow(track.state, track.stage):
        return
    if track.state in row.reported_only and (step is None or step.state is not track.state):
        raise _illegal(track, event.kind, procedure)
    if step is not None:
        raise _out_of_turn(step, procedure)
    if event.kind is EventKind.ADVANCED:
        known = "、".join(step.label for step in procedure.steps if step.kind is event.kind)
        raise IllegalTransition(Fault("E532", f"{TITLES[event.title]}没有这个环节", f"可用的有 {known}", event.stage))


def _out_of_turn(step: Step, procedure: Procedure) -> IllegalTransition:
    before = "、".join(earlier.label for earlier in procedure.steps if earlier.key in step.after)
    when = f" {before} 之后" if before else f"“{step.state.label}”时"
    return IllegalTransition(Fault("E533", f"“{step.label}”须在{when}", "请先登记前一环节", step.label))


def _illegal(track: Track, kind: EventKind, procedure: Procedure) -> IllegalTransition:
    allowed = possible(track)
    usual = (step for step in usual_from(track.state) if _in_procedure(step, procedure))
    words = "、".join(map(procedure.word, usual))
    until = f"（{track.until} 以前，至少）" if track.state is State.BARRED and track.until else ""
    now = f"{TITLES[track.title]}现为“{procedure.state_word(track.state)}”{until}"
    what = f"{now}，不能“{procedure.word(kind)}”：{_why_not(kind, track.title, procedure)}"
    others = (
        Fault(
            "E530",
            f"“{procedure.word(other)}”现在不能办",
            _why_not(other, track.title, procedure),
            procedure.word(other),
        )
        for other in EventKind
        if other not in (*allowed, kind, EventKind.VOIDED) and not other.of_enterprise
    )
    remedy = f"现在可以：{words}；{_first(track.state, kind, procedure)}主管部门公布的结果随时照登记"
    return IllegalTransition(Fault("E530", what, remedy, procedure.word(kind)), *others)


@functools.cache
def _first(state: State, kind: EventKind, procedure: Procedure) -> str:
    """That an application is to be recorded first, where nothing else keeps a step of its case from being met; else
    empty."""
    steps = {row.target for row in TRANSITIONS if row.event is EventKind.APPLIED and state in row.drawn}
    met = any(row.event is kind and steps.intersection(row.open) for row in TRANSITIONS)
    if not met or not _in_procedure(kind, procedure):
        return ""
    word, then = procedure.word(EventKind.APPLIED), procedure.word(kind)
    return f"要登记“{then}”，请先登记“{word}”（名单里加一行，日期是{word}之日；或用 tiertrack record）；"


@functools.cache
def _why_not(kind: EventKind, title: str, procedure: Procedure) -> str:
    if not _in_procedure(kind, procedure):
        return f"{TITLES[title]}的程序没有这一步"
    if kind is EventKind.VOIDED:
        return "作废的是登记过的某一项，请写明它的序号（tiertrack case void）"
    rows = [row for row in TRANSITIONS if row.event is kind]
    if all(row.by is Actor.CALENDAR for row in rows):
        return "由日期得出，不用办理"
    states = [state.label for state in State if any(state in row.open for row in rows)]
    return f"须在 {'、'.join(states)} 时"


def _grounds(track: Track, event: Event) -> tuple[Ground, ...]:
    if track.review_lost is not None and event.kind in _OF_A_REVIEW:
        return _review_lost(track.review_lost)
    if event.kind is _RECOGNISED:
        state = track.state
        if state is _BARRED:
            return _barred(track)
        if state is _REVOKED and title_definition(track.title).procedure.open_ended:
            return _ended(title_definition(track.title).procedure)
    until = track.until
    return () if until is None else _must_wait(until, event)


def _ended(procedure: Procedure) -> tuple[Ground, ...]:
    what = f"“{procedure.word(EventKind.REVOKED)}”以后没有重新申请的登记；{procedure.word(EventKind.REVOKED)}是单向的"
    return (Ground(what, procedure.citation),) if procedure.steps else ()


def _must_wait(until: dt.date, event: Event) -> tuple[Ground, ...]:
    rule = next((wait for wait in WAITS if wait.covers(event)), None)
    return (Ground(f"{until} 以前不得再报", rule.citation),) if rule is not None and event.on < until else ()


def _barred_elsewhere(standing: Standing, event: Event) -> tuple[Ground, ...]:
    """The bars of the enterprise's other products: a bar is for the whole title."""
    if event.kind not in (EventKind.APPLIED, EventKind.RECOGNISED):
        return ()
    others = (track for track in standing.tracks_of(event.title).values() if track.state is State.BARRED)
    own = standing.track_for(event)
    return tuple(ground for track in others if track.product != own.product for ground in _barred(track))


_OF_A_REVIEW = (EventKind.REVIEW_APPLIED, EventKind.REVIEW_PASSED)


def _review_lost(missed: Event) -> tuple[Ground, ...]:
    rule = miss_rule(missed.title, missed.year or missed.on.year)
    return (Ground(f"{missed.year} 年度未按时更新，已丧失复核资格", rule.citation),) if rule else ()


def _barred(track: Track) -> tuple[Ground, ...]:
    revoked = track.event
    rule = bar_rule(track.title, revoked.reason, revoked.on) if revoked is not None else None
    text = f"{f'{track.product}被撤销，' if track.product else ''}{track.until} 以前不得再报"
    return (Ground(text, rule.citation if rule else _A_BAR),)


# The clause of a bar that only its document gives.
_A_BAR = 暂行办法.clause("第三章", Confidence.ORIGINAL, "禁报期由文件写明")


def with_findings(accepted: Accepted, data: Callable[[Assessment], dict[str, Any]]) -> tuple[Event, ...]:
    """The events to record, each keeping the answer of our rules (``data`` makes an assessment plain)."""
    assessment = accepted.assessment
    if assessment is None and not accepted.grounds:
        return accepted.events
    kept: dict[str, Any] = data(assessment) if assessment is not None else {}
    if accepted.grounds:
        kept["grounds"] = [{"text": ground.text, "citation": str(ground.citation)} for ground in accepted.grounds]
    found = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    edition = assessment.edition if assessment is not None else None
    return tuple(
        event.changed(
            edition_key=edition.key if edition else None,
            edition_digest=edition.digest if edition else None,
            findings=found,
        )
        for event in accepted.events
    )
