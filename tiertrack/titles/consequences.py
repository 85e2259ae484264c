"""The consequences an act has by itself, as dated and cited data: bars, missed updates, fraud.

The measures changed on 2026-04-01: under 63号文 one missed update costs the right to review, under 2号文 the second one
within a validity ends the title. Nothing here is recorded; it is worked out again from the events whenever asked.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.instruments import (
    单项冠军办法,
    发行上市规则,
    暂行办法,
    科技型办法,
    管理办法,
    通知2023,
    通知2026,
    高企办法,
)
from tiertrack.temporal import Period, years_after
from tiertrack.titles.events import Event, Reason

# The titles of one measure, which fraud revokes together.
SME_LADDER = ("innovative_sme", "srdi_sme", "little_giant")

# A major change is reported within so many months.
CHANGE_REPORT_MONTHS = 3

_P63 = Period(dt.date(2022, 8, 1), dt.date(2026, 4, 1))
_Q = Period(dt.date(2026, 4, 1), None)
_D138 = Period(dt.date(2023, 8, 1), None)


@frozen
class BarRule:
    """The least number of years a title revoked for one of ``reasons`` on a day of ``period`` bars a new
    application."""

    titles: tuple[str, ...]
    reasons: frozenset[Reason]
    period: Period
    years: int
    citation: Citation


_GRAVE = frozenset({Reason.FRAUD, Reason.INCIDENT, Reason.DISHONESTY})
_FRAUD = frozenset({Reason.FRAUD})

BARS = (
    BarRule(
        SME_LADDER,
        _GRAVE,
        _P63,
        3,
        暂行办法.clause("第三章", Confidence.ORIGINAL, "至少三年，是最早可再报之日，主管部门可另定更久"),
    ),
    BarRule(SME_LADDER, _FRAUD, _Q, 3, 通知2026.clause("", None, "2号文禁报条文的措辞未能核实")),
    BarRule(("champion",), _GRAVE, _D138, 3, 单项冠军办法.clause("第十三条", None, "起算日未写明，按撤销日起算")),
    BarRule(("tech_sme",), _FRAUD, Period(dt.date(2017, 5, 3), None), 3, 科技型办法.clause("")),
)


def bar_rule(title: str, reason: Reason | None, on: dt.date) -> BarRule | None:
    """The rule by which a revocation bars, None where none is known to."""
    found = (bar for bar in BARS if title in bar.titles and reason in bar.reasons and on in bar.period)
    return next(found, None)


@frozen
class WaitRule:
    """The months after a case of ``title`` ended by the step ``stage`` before a new case may reach any of the
    ``steps``, or an event of ``kinds``."""

    title: str
    stage: str
    months: int
    steps: frozenset[str]
    kinds: frozenset[EventKind]
    citation: Citation

    def covers(self, event: Event) -> bool:
        """Whether an event has to wait for it."""
        return event.title == self.title and (event.stage in self.steps or event.kind in self.kinds)


_未见条文 = "见试题选项，条文原句未能核实"

WAITS = (
    WaitRule(
        "listed",
        "registration_refused",
        6,
        # A new application to the exchange; tutoring need not wait.
        frozenset({"accepted"}),
        frozenset({EventKind.RECOMMENDED}),
        发行上市规则.clause("不予注册", Confidence.REPORTED, f"六个月后可再申请，{_未见条文}"),
    ),
)


def wait_rule(title: str, stage: str | None) -> WaitRule | None:
    """The rule by which the end of a case makes its enterprise wait, None where none is known to."""
    return next((wait for wait in WAITS if (wait.title, wait.stage) == (title, stage)), None)


@frozen
class StepTerm:
    """For how many months a step of a case is good, what has to be done by then, and what follows otherwise."""

    title: str
    stage: str
    months: int
    what: str
    consequence: str
    citation: Citation


STEP_TERMS = (
    StepTerm(
        "listed",
        "tutoring_completed",
        12,
        "辅导验收工作完成函 12 个月内有效，须在此前由交易所受理",
        "超期须重新辅导验收",
        发行上市规则.clause("辅导监管", Confidence.REPORTED),
    ),
    StepTerm(
        "listed",
        "registered",
        12,
        "注册批复一年内有效，须在此前发行上市",
        "批复失效，须重新申请",
        发行上市规则.clause("注册", Confidence.REPORTED, _未见条文),
    ),
)


def step_term(title: str, stage: str | None) -> StepTerm | None:
    """The term of a step, None where it is not known to run out."""
    return next((term for term in STEP_TERMS if (term.title, term.stage) == (title, stage)), None)


@frozen
class MissRule:
    """The consequence of missing the updates of the years ``first`` to ``last`` (None: still so).

    ``ends_at`` is the number of misses within one validity that ends the title (None: none does), and
    ``costs_review`` says that a single miss costs the right to review.
    """

    titles: tuple[str, ...]
    first: int
    last: int | None
    ends_at: int | None
    costs_review: bool
    citation: Citation

    def covers(self, title: str, year: int) -> bool:
        """Whether it governs the update of a title for a year."""
        return title in self.titles and self.first <= year and (self.last is None or year <= self.last)


MISSES = (
    MissRule(SME_LADDER, 2022, 2025, None, True, 暂行办法.clause("第三章", Confidence.ORIGINAL)),
    MissRule(
        SME_LADDER,
        2026,
        None,
        2,
        False,
        管理办法.clause("第十七条", Confidence.REPORTED, "后果见浙经信企业〔2026〕108号；2025 年度以前的漏更不计入"),
    ),
    MissRule(("champion",), 2024, None, None, True, 单项冠军办法.clause("第十一条", None, "经提示仍不更新")),
    MissRule(("high_tech_enterprise",), 2016, None, 2, False, 高企办法.clause("", None, "累计两年未填年报")),
)


def miss_rule(title: str, year: int) -> MissRule | None:
    """The rule for a missed update, None where no consequence is known."""
    return next((miss for miss in MISSES if miss.covers(title, year)), None)


@frozen
class ReportRule:
    """The titles whose holders have to report a major change on a day of ``period``."""

    titles: tuple[str, ...]
    period: Period
    citation: Citation


REPORTS = (
    ReportRule(SME_LADDER, _P63, 暂行办法.clause("第三章", Confidence.ORIGINAL)),
    ReportRule(SME_LADDER, _Q, 管理办法.clause("第三章", Confidence.REPORTED)),
    ReportRule(("champion",), _D138, 单项冠军办法.clause("第十二条")),
    ReportRule(("high_tech_enterprise",), Period(dt.date(2016, 1, 1), None), 高企办法.clause("第十七条")),
)


def report_rule(title: str, on: dt.date) -> ReportRule | None:
    """The rule by which a holder of a title reports a change on a day, None where none is known to."""
    return next((report for report in REPORTS if title in report.titles and on in report.period), None)


@frozen
class Prolongation:
    """A round whose titles stayed valid past their last day until its review list was out, at the latest to its end."""

    title: str
    round: Period
    citation: Citation


PROLONGATIONS = (
    Prolongation(
        "little_giant",
        Period.through(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        通知2023.clause("复核", None, "名单印发前原称号有效；名单没有登记的，推到当年年底为止"),
    ),
)


@functools.lru_cache(maxsize=4096)
def runs_through(title: str, through: dt.date | None) -> dt.date | None:
    """The last day a validity printed to end on ``through`` runs to, where nothing ends it sooner."""
    if through is None:
        return None
    rounds = (prolongation.round for prolongation in PROLONGATIONS if prolongation.title == title)
    return next((round.last for round in rounds if through in round), through)


def least_printed(title: str, on: dt.date) -> dt.date:
    """The earliest last day that a validity of a title may have printed and still run on a day."""
    reaching = (one.round for one in PROLONGATIONS if one.title == title and on in one.round)
    return min((round.start for round in reaching if round.start is not None), default=on)


def implied(events: Iterable[Event]) -> Iterator[Event]:
    """The revocations that follow from one for fraud: every other title of the SME ladder, by the same document.

    117号 and 2号文 第三章: fraud costs every title of that ladder at once.
    """
    for event in events:
        fraud = event.kind is EventKind.REVOKED and event.reason is Reason.FRAUD
        if fraud and event.title in SME_LADDER and event.on in _Q:
            yield from (_revoked_with(event, title) for title in SME_LADDER if title != event.title)


def without_outranked(events: Iterable[Event]) -> list[Event]:
    """The events without those that are worth less than what another says, whichever of the two was heard first: the
    inference that a title was not listed where a review of the same round was passed, or it was given anew on that very
    day; and what a firm itself reports of a title where that was announced.

    That it was not listed only follows from a list it was not found on; that it passed, a list says. A round is what
    one document is about, or one year.
    """
    known = list(events)
    missing = [event for event in known if event.kind is EventKind.NOT_LISTED]
    reported = [event for event in known if event.is_self_reported]
    if not missing and not reported:
        return known
    passed = [event for event in known if event.kind in (EventKind.REVIEW_PASSED, EventKind.RECOGNISED)]
    outranked = [event for event in missing if any(_about_the_same(event, other) for other in passed)]
    outranked += [event for event in reported if any(is_announced_by(event, other) for other in passed)]
    return [event for event in known if all(event is not other for other in outranked)]


def is_announced_by(reported: Event, other: Event) -> bool:
    """Whether an event is more than the word of a firm on what it reports: a grant of the same title and, as far as
    both name one, product, for some of the same days."""
    return (
        other.title == reported.title
        and other.kind.grants
        and not other.is_self_reported
        and (other.product_key == reported.product_key or None in (other.product, reported.product))
        and other.period.overlaps(reported.period)
    )


def _about_the_same(missing: Event, passed: Event) -> bool:
    same = missing.title == passed.title and passed.product_key in (None, missing.product_key)
    anew = passed.kind is EventKind.RECOGNISED
    return same and (missing.on == passed.on if anew else is_outranked(missing, passed))


def is_outranked(missing: Event, passed: Event) -> bool:
    """Whether a review that was passed is of the round of which a title was inferred not to be listed."""
    return missing.document == passed.document or missing.on.year == passed.on.year


def deciding(titles: Iterable[str]) -> frozenset[str]:
    """The titles whose events decide where an enterprise is with any of these."""
    asked = frozenset(titles)
    return asked | frozenset(SME_LADDER) if asked & frozenset(SME_LADDER) else asked


def _revoked_with(event: Event, title: str) -> Event:
    return Event(
        title=title,
        kind=EventKind.REVOKED,
        on=event.on,
        document=event.document,
        reason=event.reason,
        until=event.until or years_after(event.on, bar_years(title, event.reason, event.on)),
        derived=True,
    )


@functools.lru_cache(maxsize=4096)
def bar_years(title: str, reason: Reason | None, on: dt.date) -> int:
    """The years a revocation bars for, 0 where it does not."""
    rule = bar_rule(title, reason, on)
    return rule.years if rule else 0
