"""Answers in one line each, for a log, a list or a message."""

from __future__ import annotations

from collections.abc import Iterable

from tiertrack.duties.overview import Account, FirmStanding
from tiertrack.errors import TiertrackError
from tiertrack.indicators.report import RegionReport
from tiertrack.ladder.climb import Climb
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_text import overall_verdict
from tiertrack.render.phrases import calendar_year, test_text
from tiertrack.render.verdict_words import decisive_first, truth_word, verdict_text
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.titles.history import History
from tiertrack.titles.standing import Standing


def assessment_line(assessment: Assessment) -> str:
    """The verdict, the standard, the day and the enterprise; what fails and how much is missing."""
    edition = assessment.edition
    verdict = verdict_text(edition, assessment.truth)
    heading = " · ".join(filter(None, (verdict, edition.label, edition.act_label, str(assessment.asof.on))))
    decisive = decisive_first(edition.act)[0]
    found = [judged.criterion.title for judged in assessment.criteria if judged.truth is decisive]
    reasons = [f"{edition.act.word(decisive)} {'、'.join(found)}"] if found else []
    reasons += [f"尚缺 {len(assessment.missing)} 项"] if assessment.missing else []
    return "　".join([heading, assessment.dossier.name, *reasons])


def alternatives_line(answers: Alternatives) -> str:
    """The same by standards that stand side by side: the verdict together, and by each."""
    if len(answers.assessments) == 1:
        return assessment_line(answers.assessments[0])
    first = answers.assessments[0]
    edition = first.edition
    heading = (overall_verdict(answers), edition.tier.label, edition.act_label, str(first.asof.on))
    each = (f"{answer.edition.label}{truth_word(answer.truth)}" for answer in answers.assessments)
    return "　".join((" · ".join(filter(None, heading)), first.dossier.name, "、".join(each)))


def finding_line(finding: Finding) -> str:
    """The verdict and the test."""
    missing = finding.missing
    lacking = f"　尚缺 {len(missing)} 项" if missing else ""
    return f"{truth_word(finding.truth)} · {test_text(finding.test, calendar_year(finding.year))}{lacking}"


def climb_line(climb: Climb) -> str:
    """The rungs held, and the next with its verdict."""
    held = [rung.label for rung in climb.rungs if rung.held is Truth.TRUE]
    parts = [f"梯度 · {climb.dossier.name} · {climb.asof.on}", f"持有 {'、'.join(held) or '无'}"]
    if (rung := climb.next) is not None:
        verdict = overall_verdict(rung.answers) if rung.answers else rung.reason
        parts.append(f"下一级 {rung.label}：{verdict}")
    return "　".join(parts)


def standing_line(standing: Standing) -> str:
    """The titles held on the day."""
    return f"持有情况 · {standing.asof.on}　{_held(standing)}"


def account_line(account: Account) -> str:
    """The enterprise, the titles it held on the day, and how much falls due."""
    due = f"　近期事项 {len(account.duties)} 项" if account.duties else ""
    return f"{account.enterprise} · {account.standing.asof.on}　{_held(account.standing)}{due}"


def firm_standing_line(row: FirmStanding) -> str:
    """One of many enterprises, and the titles it held on the day."""
    return f"{row.enterprise.name} · {row.standing.asof.on}　{_held(row.standing)}"


def _held(standing: Standing) -> str:
    labels = (spell.label for spell in standing.held)
    return f"持有 {'、'.join(labels)}" if standing.held else "没有持有的称号在册"


def history_line(history: History) -> str:
    """The enterprise and how many events there are."""
    standing = sum(map(history.counts, history.events))
    return f"{history.enterprise}　登记 {len(history.events)} 项，其中有效 {standing} 项"


def region_line(report: RegionReport) -> str:
    """The region and how many measures and checks it has."""
    return (
        f"{report.region.label}（{report.region.code}）　指标 {len(report.measures)} 项，校验 {len(report.checks)} 项"
    )


def error_line(error: TiertrackError) -> str:
    """The first cause, and how many there are."""
    causes = error.causes
    more = f"（共 {len(causes)} 处毛病，这是第一处）" if len(causes) > 1 else ""
    return f"{causes[0]}{more}" if causes else type(error).__name__


def first_line(text: str) -> str:
    """The first line of a text that begins with what matters most."""
    return next(iter(_filled(text.splitlines())), "")


def _filled(lines: Iterable[str]) -> Iterable[str]:
    return (line.strip() for line in lines if line.strip())
