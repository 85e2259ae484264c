"""What falls due for one enterprise within a while, worked out from its standing, the deadlines and the standards.

Only what is on record counts: an update that was not recorded is still to be made, never missed.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator

import attrs
from attrs import frozen

from tiertrack.duties.deadlines import (
    Deadline,
    DeadlineKind,
    deadlines,
    next_windows,
    reported_monthly,
    update_exemption,
)
from tiertrack.duties.duty import Duty, DutyKind
from tiertrack.duties.early_reviews import EarlyReview, early_review, reviewed_early
from tiertrack.enumeration import first_few
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.eligibility import may_apply, prerequisite_titles
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Citation
from tiertrack.law.instruments import 管理办法
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.logic.truth import Truth
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import months_after
from tiertrack.titles.consequences import (
    CHANGE_REPORT_MONTHS,
    SME_LADDER,
    ReportRule,
    miss_rule,
    report_rule,
    step_term,
)
from tiertrack.titles.contacts import contact_of
from tiertrack.titles.events import Event
from tiertrack.titles.standing import Standing
from tiertrack.titles.track import Track, review_opens


@frozen(eq=False)
class Position:
    """The input of the calendar for one enterprise: its name, standing and dossier as of one day, and the rules.

    Of the dossier the calendar reads nothing but the titles and the place.
    """

    enterprise: str
    standing: Standing
    dossier: Dossier
    rulebook: Rulebook

    @property
    def on(self) -> dt.date:
        """The day asked about."""
        return self.standing.asof.on

    @functools.cached_property
    def contact(self) -> str:
        """Whom the lists on record name for the enterprise."""
        return contact_of(self.standing)

    @functools.cached_property
    def region(self) -> Region | None:
        """Where the enterprise is."""
        return self.dossier.where


@frozen(eq=False)
class Opening:
    """A window to apply in that an enterprise is told of, the day on which it can first do so, and the one standard of
    that day; None where no one is in force."""

    window: Deadline
    day: dt.date
    edition: Edition | None


@frozen(eq=False)
class Agenda:
    """What falls due for one enterprise from the day asked about through ``until``.

    What it is told of is settled by its standing; only whether it is likely to use its ``openings`` is up to the facts
    on record, which need not be read where there are none.
    """

    position: Position
    until: dt.date

    @functools.cached_property
    def openings(self) -> tuple[Opening, ...]:
        """The windows to apply in."""
        return tuple(_openings(self.position, self.until))

    def duties(self, known: Dossier) -> tuple[Duty, ...]:
        """Everything due, earliest first, and change reports overdue; ``known`` has the facts its openings ask for."""
        position, until = self.position, self.until
        found = [
            *_yearly_updates(position, until),
            *(_monthly_reports(position, until) if reported_monthly(position.region) else ()),
            *_change_reports(position, until),
            *_reviews(position, until),
            *_expiring_steps(position, until),
            *(_application(position, opening, known) for opening in self.openings),
            *_expiring_prerequisites(position, until),
        ]
        return tuple(sorted(found))


def falling_due(position: Position, until: dt.date) -> tuple[Duty, ...]:
    """Everything due from the day asked about through ``until``, and change reports overdue, earliest first, for an
    enterprise whose dossier has its facts."""
    return Agenda(position, until).duties(position.dossier)


def _duty(position: Position, kind: DutyKind, title: str | None, due: dt.date, what: str, why: str) -> Duty:
    return Duty(kind, position.enterprise, title, None, due, what, why, contact=position.contact)


def _by_deadline(
    position: Position, kind: DutyKind, deadline: Deadline, what: str, outlook: Truth | None = None
) -> Duty:
    caution = deadline.caution_in(position.region)
    return Duty(
        kind,
        position.enterprise,
        deadline.title,
        deadline.opens,
        deadline.due,
        # Whatever shows what to do by a day shows whose day it is.
        f"{what}（{caution}）" if caution else what,
        f"{deadline.citation}{f'；{deadline.note}' if deadline.note else ''}",
        deadline.consequence,
        outlook=outlook,
        contact=position.contact,
        caution=caution,
    )


# Yearly updates.


def _yearly_updates(position: Position, until: dt.date) -> Iterator[Duty]:
    for track in position.standing.tracks.values():
        for year in range(position.on.year - 1, until.year + 1):
            for deadline in deadlines(DeadlineKind.YEARLY_UPDATE, track.title, year, position.region):
                if year in track.updates or not position.on <= deadline.due <= until:
                    continue
                if not _to_be_updated(position, track.title, deadline):
                    continue
                yield _by_deadline(position, DutyKind.YEARLY_UPDATE, deadline, f"更新 {year} 年度信息")
                yield from _second_miss(position, track, deadline)


def _monthly_reports(position: Position, until: dt.date) -> Iterator[Duty]:
    reported = reported_monthly(position.region)
    for track in (one for title, one in position.standing.tracks.items() if title in reported):
        for year in range(position.on.year, until.year + 1):
            for deadline in deadlines(DeadlineKind.MONTHLY_REPORT, track.title, year, position.region):
                if position.on <= deadline.due <= until and track.holding(deadline.due):
                    what = f"{deadline.due.month} 月的报数"
                    yield _by_deadline(position, DutyKind.MONTHLY_REPORT, deadline, what)


def _to_be_updated(position: Position, title: str, deadline: Deadline) -> bool:
    """Whether any certificate of a title is held on the last day and not too new: one update serves for all of them."""
    held = (track.holding(deadline.due) for track in position.standing.tracks_of(title).values())
    given = [holding.event.on for holding in held if holding is not None]
    return any(update_exemption(title, deadline.year, position.region, day) is None for day in given)


def _second_miss(position: Position, track: Track, deadline: Deadline) -> Iterator[Duty]:
    rule = miss_rule(track.title, deadline.year)
    if rule is None or rule.ends_at is None:
        return
    missed = [year for year in track.misses if rule.covers(track.title, year)]
    if len(missed) == rule.ends_at - 1:
        earlier = "、".join(map(str, missed))
        what = f"同一有效期内 {earlier} 年度已漏更一次，再漏即取消，请务必更新 {deadline.year} 年度信息"
        duty = _by_deadline(position, DutyKind.SECOND_MISS, deadline, what)
        yield attrs.evolve(duty, why=str(rule.citation), consequence="取消认定", warning=True)


# Major changes.


def _change_reports(position: Position, until: dt.date) -> Iterator[Duty]:
    changes = position.standing.changes
    reports = [event for event in changes if event.kind is EventKind.CHANGE_REPORTED]
    for change in changes:
        if not change.kind.is_change or _reported(change, reports):
            continue
        concerned = list(_concerned(position, change))
        due = months_after(change.on, CHANGE_REPORT_MONTHS)
        if concerned and due <= until:
            yield _change_report(position, change, concerned, due)


def _concerned(position: Position, change: Event) -> Iterator[tuple[str, ReportRule]]:
    """The titles held when the change came and still held, whose rules want it reported."""
    for track in position.standing.tracks.values():
        rule = report_rule(track.title, change.on)
        each = position.standing.tracks_of(track.title).values()
        if rule is not None and any(part.holding(change.on) and part.holding(position.on) for part in each):
            yield track.title, rule


def _reported(change: Event, reports: list[Event]) -> bool:
    return any(report.on >= change.on and report.value in (None, change.kind.value) for report in reports)


def _change_report(position: Position, change: Event, concerned: list[tuple[str, ReportRule]], due: dt.date) -> Duty:
    overdue = "（已逾期）" if due < position.on else ""
    names = "、".join(TITLES[title] for title, _rule in concerned)
    sources = dict.fromkeys(str(rule.citation) for _title, rule in concerned)
    what = f"{change.on} {change.kind.label}，须在三个月内报告重大变化{overdue}（涉及 {names}）"
    duty = _duty(position, DutyKind.CHANGE_REPORT, None, due, what, "；".join(sources))
    return attrs.evolve(duty, opens=change.on, consequence="可能取消复核资格或取消称号", warning=due < position.on)


# Reviews.


def _reviews(position: Position, until: dt.date) -> Iterator[Duty]:
    for track in position.standing.each:
        through = track.through
        if track.holding(position.on) is None or through is None:
            continue
        if track.coming is not None or track.state is State.UNDER_REVIEW:
            continue
        if not title_definition(track.title).procedure.reviewed:
            yield from _renewed_application(position, track, through, until)
            continue
        window = _review_window(position, track, through)
        early = None
        if window is None and track.review_lost is None and track.title in reviewed_early(position.on.year):
            early = early_review(track.title, position.region, position.on, through)
        if position.on <= (window.due if window else through) <= until:
            duty = _review(position, track, through, window)
            yield attrs.evolve(_earlier(duty, early, through) if early else duty, product=track.product)
        elif early and position.on <= through and early.opens(through) <= until:
            duty = _earlier(_review(position, track, through, None), early, through)
            yield attrs.evolve(duty, product=track.product)


def _earlier(duty: Duty, early: EarlyReview, through: dt.date) -> Duty:
    """A review that a region takes earlier than usual."""
    return attrs.evolve(duty, opens=early.opens(through), why=f"{early.citation}；{duty.why}")


def _review_window(position: Position, track: Track, through: dt.date) -> Deadline | None:
    """The window in which a validity is reviewed, where one of its last year is still to come and it may be."""
    known = deadlines(DeadlineKind.REVIEW_WINDOW, track.title, through.year, position.region)
    ahead = (window for window in known if window.due >= position.on)
    return next(ahead, None) if track.review_lost is None else None


def _review(position: Position, track: Track, through: dt.date, window: Deadline | None) -> Duty:
    if track.review_lost is not None:
        why = "未按时更新，已丧失复核资格"
        duty = _duty(position, DutyKind.REVIEW, track.title, through, "已不能复核，到期后只能重新申报", why)
        return attrs.evolve(duty, consequence="到期失效", warning=True)
    what = f"有效期至 {through}，提交复核"
    if window is not None:
        return _by_deadline(position, DutyKind.REVIEW, window, what)
    closed = _closed_window(position, track, through)
    why = f"{_review_clause(track.title)}；{closed or '当年窗口没有收录'}，按有效期最后一日提示"
    said = f"{what}（{closed}）" if closed else what
    duty = _duty(position, DutyKind.REVIEW, track.title, through, said, why)
    return attrs.evolve(duty, opens=review_opens(through), consequence="到期未复核的，称号失效")


def _review_clause(title: str) -> Citation:
    """The clause by which a title is reviewed at the end of its validity."""
    procedure = title_definition(title).procedure
    if title in SME_LADDER or procedure.term is None:
        return 管理办法.clause("第十六条") if title in SME_LADDER else procedure.citation
    return procedure.term.citation


def _closed_window(position: Position, track: Track, through: dt.date) -> str | None:
    """When the window of the last year of a validity closed; None where none is known."""
    known = deadlines(DeadlineKind.REVIEW_WINDOW, track.title, through.year, position.region)
    return f"当年窗口已于 {known[-1].due} 截止" if known else None


def _renewed_application(position: Position, track: Track, through: dt.date, until: dt.date) -> Iterator[Duty]:
    procedure = title_definition(track.title).procedure
    if position.on <= through <= until:
        what = f"有效期至 {through}，到期须重新{procedure.word(EventKind.RECOGNISED)}"
        duty = _duty(position, DutyKind.APPLICATION, track.title, through, what, str(procedure.citation))
        yield attrs.evolve(duty, consequence="到期失效")


# Steps of a case that are good for a while only.


def _expiring_steps(position: Position, until: dt.date) -> Iterator[Duty]:
    for track in position.standing.each:
        term = step_term(track.title, track.stage)
        if term is None or track.event is None or not track.state.is_under_way:
            continue
        last = months_after(track.event.on, term.months) - dt.timedelta(days=1)
        if position.on <= last <= until:
            duty = _duty(position, DutyKind.STEP_EXPIRING, track.title, last, term.what, str(term.citation))
            yield attrs.evolve(duty, opens=track.event.on, consequence=term.consequence, product=track.product)


# Applications.

_OPEN_TO_APPLY = frozenset({State.NONE, State.POOLED, State.LAPSED, State.REJECTED, State.WITHDRAWN, State.REVOKED})


def _windows(position: Position) -> Iterator[Deadline]:
    """The next application window of every title that is still to be had."""
    windows = next_windows(DeadlineKind.APPLICATION_WINDOW, position.region, position.on)
    return (window for title, window in windows.items() if _open_to(position, title))


def _openings(position: Position, until: dt.date) -> Iterator[Opening]:
    for window in _windows(position):
        if (window.opens or window.due) > until:
            continue
        pooled = position.standing.track(window.title).state is State.POOLED
        day = max(window.opens or position.on, position.on)
        eligible = may_apply(position.dossier, window.title, day, position.rulebook)
        if eligible is Truth.TRUE or (pooled and eligible is not Truth.FALSE):
            edition = position.rulebook.governing(window.title, Act.RECOGNITION, day, position.region)
            yield Opening(window, day, edition)


def _application(position: Position, opening: Opening, known: Dossier) -> Duty:
    window = opening.window
    outlook, why_not = _outlook(opening, known)
    what = f"申报窗口至 {window.due}" if window.opens else f"{window.due} 前申报"
    return _by_deadline(position, DutyKind.APPLICATION, window, f"{what}{why_not}", outlook)


def _outlook(opening: Opening, known: Dossier) -> tuple[Truth | None, str]:
    """Whether the standard of the day is met by what is on record, and where it is not, in words, by which criteria;
    None where no one standard is in force."""
    if opening.edition is None:
        return None, ""
    met, failing = opening.edition.judge(known, opening.day)
    if met is not False:
        return Truth.of(met), ""
    titles = dict.fromkeys(criterion.title for criterion in failing)
    return Truth.FALSE, f"，预计不够格：{first_few(titles, '条', most=_FAILURES_TOLD)}未达到"


_FAILURES_TOLD = 3


def _open_to(position: Position, title: str) -> bool:
    """Whether the title is still to be had, and no higher one of the same measure makes it needless."""
    standing = position.standing
    track = standing.track(title)
    if track.holding(position.on) or track.state not in _OPEN_TO_APPLY:
        return False
    above = SME_LADDER[SME_LADDER.index(title) + 1 :] if title in SME_LADDER else ()
    return not any(standing.track(higher).holding(position.on) for higher in above)


def _expiring_prerequisites(position: Position, until: dt.date) -> Iterator[Duty]:
    last_days = (track.through for track in position.standing.tracks.values())
    if not any(last is not None and position.on <= last <= until for last in last_days):
        # What the standards ask for takes longer to find out.
        return
    for window in _windows(position):
        asked = (position.dossier, window.title, position.on, position.rulebook)
        if may_apply(*asked) is not Truth.TRUE:
            continue
        for held in sorted(prerequisite_titles(*asked)):
            last = position.standing.track(held).through
            if last is not None and position.on <= last <= until and last < window.due:
                what = f"{TITLES[held]}至 {last} 到期，早于{TITLES[window.title]}申报窗口的最后一日 {window.due}"
                why = f"{window.citation}；申报时前置称号须在有效期内"
                duty = _duty(position, DutyKind.PREREQUISITE_EXPIRING, held, last, what, why)
                yield attrs.evolve(duty, warning=True)
