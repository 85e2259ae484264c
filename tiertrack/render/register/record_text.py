"""The results of recording and importing, as Chinese text and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from tiertrack.enterprise import Enterprise
from tiertrack.logic.truth import Truth
from tiertrack.register_reports import (
    Enrolment,
    ImportReport,
    Merger,
    Recorded,
    Recording,
    ReviewReport,
    TitleReport,
)
from tiertrack.render.assessment_brief import lacking_text, verdict_sentence
from tiertrack.render.assessment_data import assessment_data
from tiertrack.render.columns_text import reading_lines, unread_lines
from tiertrack.render.finding_text import CLASH
from tiertrack.render.members import members_of
from tiertrack.render.phrases import missing_text, validity_note
from tiertrack.render.register.event_data import event_data
from tiertrack.render.register.firm_groups import SHOWN, firm_lines, group_line, how_to_undo
from tiertrack.render.register.list_text import titles_lines
from tiertrack.render.verdict_words import verdict_text
from tiertrack.rules.assessment import Assessment
from tiertrack.titles.decide import Accepted, Ground, Outcome, Refused, Undetermined
from tiertrack.titles.events import Event, event_word, labelled

_OUTCOMES = {Accepted: "accepted", Refused: "refused", Undetermined: "undetermined"}


def outcome_text(outcome: Outcome, recorded: tuple[Recorded, ...] = ()) -> str:
    """The entries recorded and whether the rules agree; or the reasons against it, and the missing facts."""
    match outcome:
        case Accepted():
            told = _recorded_lines(recorded) if recorded else map(_may_be_recorded, outcome.events)
            return "\n".join([*told, *_agreement(outcome)])
        case Refused():
            return "\n".join(_refusal(outcome))
        case Undetermined():
            return f"{verdict_sentence(outcome.assessment)}；没有登记\n{missing_text(outcome.missing)}"


def _may_be_recorded(event: Event) -> str:
    return f"可以登记 {labelled(event.label, event.product)} {event_word(event)} {event.on}"


def _recorded_lines(recorded: tuple[Recorded, ...]) -> Iterator[str]:
    for entry in recorded:
        event = entry.event
        yield f"{entry.change.label} {labelled(event.label, event.product)} {event_word(event)} {event.on}"
        document = f"　依据 {event.document}" if event.document else ""
        if event.kind.grants:
            yield f"有效期 {event.starts} 至 {event.through or '无固定期限'}{validity_note(event)}{document}"
        elif document:
            yield document.strip()
        if event.until:
            yield f"{event.until} 以前不得再报{'（推算，至少）' if event.derived else ''}"


def _agreement(outcome: Accepted) -> Iterator[str]:
    if outcome.assessment is not None:
        failed = [judged.criterion.label for judged in outcome.assessment.failed]
        dissent = f"（{'、'.join(failed)}）；以主管部门的决定为准，已照文件登记" if failed else ""
        yield f"{_by(outcome.assessment)}：{_verdict(outcome.assessment)}{dissent}。"
    elif any(event.kind.grants for event in outcome.events):
        yield "当日没有收录这一称号的标准，未作比对。"
    yield from (
        f"另：{ground.text}（{ground.citation}）；已照文件登记，与标准不一致之处已记下。" for ground in outcome.grounds
    )


def _refusal(outcome: Refused) -> Iterator[str]:
    grounds = (f"    ✗ {ground.text}　〔{ground.citation}〕" for ground in outcome.grounds)
    if outcome.assessment is None:
        yield from ("不予登记", *grounds)
        return
    met = outcome.assessment.truth is Truth.TRUE
    yield from ("不予登记" if met else verdict_sentence(outcome.assessment), *grounds)
    if outcome.assessment.finding.is_clash:
        yield f"    ✗ {CLASH}"
    for finding in outcome.findings:
        yield f"    ✗ {lacking_text(finding, outcome.assessment)}　〔{finding.criterion.citations}〕"


def _by(assessment: Assessment) -> str:
    """By which standard it was judged, and whether for the title itself or its review."""
    edition = assessment.edition
    return f"按{edition.citation.provision}的{edition.label}{edition.act_label}标准"


def _verdict(assessment: Assessment) -> str:
    return verdict_text(assessment.edition, assessment.truth)


def outcome_data(outcome: Outcome, recorded: tuple[Recorded, ...] = ()) -> dict[str, Any]:
    """The members of an outcome."""
    grounds: tuple[Ground, ...] = () if isinstance(outcome, Undetermined) else outcome.grounds
    assessment: Assessment | None = outcome.assessment
    return {
        "outcome": _OUTCOMES[type(outcome)],
        "events": list(map(event_data, outcome.events)) if isinstance(outcome, Accepted) else [],
        "recorded": list(map(recorded_data, recorded)),
        "disagrees": isinstance(outcome, Accepted) and outcome.disagrees,
        "grounds": [{"text": ground.text, "citation": str(ground.citation)} for ground in grounds],
        "truth": assessment.truth.value if assessment else None,
        "assessment": assessment_data(assessment) if assessment else None,
    }


def recording_text(recording: Recording) -> str:
    """The outcome with its entries on record."""
    return outcome_text(recording.outcome, recording.recorded)


def recording_data(recording: Recording) -> dict[str, Any]:
    """The members of an outcome with its entries on record."""
    return outcome_data(recording.outcome, recording.recorded)


def recorded_text(entry: Recorded) -> str:
    """An entry on record and what recording it changed."""
    return "\n".join(_recorded_lines((entry,)))


def recorded_data(entry: Recorded) -> dict[str, Any]:
    """The members of an entry on record."""
    return {"change": entry.change.value, "version": entry.event.version, **event_data(entry.event)}


def voided_text(entry: Recorded, version: int) -> str:
    """The line that an event was voided."""
    return f"已作废 {entry.event.label} 第 {version} 项"


def report_text(report: ImportReport) -> str:
    """The changes of an import: a line of counts, which enterprises they are, and how it is taken back."""
    return "\n".join(_report_lines(report, None))


def report_screen(report: ImportReport) -> str:
    """The same, with the first of each group of enterprises by name."""
    return "\n".join(_report_lines(report, SHOWN))


def _report_lines(report: ImportReport, most: int | None) -> Iterator[str]:
    yield (
        f"新增企业 {len(report.enterprises)} 家，新增数值 {report.observations} 项，"
        f"更正 {report.corrected} 项，已有 {report.known} 项。"
    )
    if report.titles is not None:
        yield from titles_lines(report.titles, most)
    if report.left:
        yield f"另有 {report.left} 行有问题，没有导入，连同问题写在 {report.rest}。"
        yield from group_line("没有导入", report.refused, most, "行")
    yield from reading_lines(report.reading)
    yield from unread_lines(report.unread)
    yield from (f"⚠ {told}" for told in report.suspicions)
    yield from firm_lines(report.firms, most)
    yield from group_line("新增成果", report.achievements, most, "项")
    yield from group_line("以企业自报登记、尚未见公告的称号", report.self_reported, most, "项")
    yield from (f"企业自报与公告不同，照公告没有动：{told}" for told in report.outweighed)
    yield from (f"更名 {renaming.before} → {renaming.after}" for renaming in report.renamed)
    yield from (f"清单里不再有 {right}" for right in report.gone)
    if report.waiting:
        yield f"待确认 {len(report.waiting)} 行（本次新提出 {report.proposed} 行），没有写入："
        yield from (f"待确认 {name}" for name in dict.fromkeys(report.waiting))
        yield "待确认的匹配见 tiertrack match list。"
    yield from how_to_undo(report.number)


def report_data(report: ImportReport | TitleReport | ReviewReport | Merger) -> dict[str, Any]:
    """The members of an import, of facts or of titles, of a review list's result, or of two records joined."""
    return members_of(report)


def review_text(report: ReviewReport) -> str:
    """The enterprises whose title a review list ended, and those left, with the rows that may be about them."""
    lines = [f"未列入名单、称号失效 {len(report.ended)} 家", *report.ended]
    if report.lapsed:
        why = "有效期在名单的日期以前已经届满，称号已随到期失效，不用再办"
        lines.append(f"另有 {len(report.lapsed)} 家{why}：{'、'.join(report.lapsed)}")
    elif not report.ended and not report.left:
        lines.append("没有查到应复核的：当年没有到期而持有的，或复核结果都已登记。")
    if report.left:
        firms = dict.fromkeys(left.enterprise for left in report.left)
        lines.append(f"名单上有待确认的行可能是它们，没有动 {len(firms)} 家（先用 tiertrack match accept 确认）")
        lines += [f"{left.enterprise}　待确认 {left.proposal}：{left.written}" for left in report.left]
    if report.numbers:
        lines.append(f"要取消这次收口：{'、'.join(f'tiertrack undo {number}' for number in reversed(report.numbers))}")
    return "\n".join(lines)


def enrolment_text(enrolment: Enrolment) -> str:
    """The enterprise enrolled, or on record already, and those it may turn out to be."""
    lines = [f"{enrolment.change.label} {enrolment.enterprise.name}"]
    if enrolment.renamed is not None:
        lines.append(f"更名 {enrolment.renamed.before} → {enrolment.renamed.after}")
    lines += [f"登记库里另有 {candidate.name}（{candidate.why.label}）" for candidate in enrolment.alike]
    if enrolment.alike:
        lines.append("确是同一家的，请用 tiertrack merge 并为一份。")
    return "\n".join(lines)


def enrolment_data(enrolment: Enrolment) -> dict[str, Any]:
    """The members of an enrolment."""
    alike = [
        {"id": candidate.enterprise, "name": candidate.name, "why": candidate.why.value}
        for candidate in enrolment.alike
    ]
    return {
        "enterprise": enrolment.enterprise.name,
        **enterprise_data(enrolment.enterprise),
        "change": enrolment.change.value,
        "renamed": attrs.asdict(enrolment.renamed) if enrolment.renamed else None,
        "alike": alike,
    }


def enterprise_data(enterprise: Enterprise) -> dict[str, Any]:
    """The members of an enterprise on record."""
    return attrs.asdict(enterprise)


def enterprise_text(enterprise: Enterprise) -> str:
    """An enterprise on record: its name, its code and its stable id."""
    return "　".join(filter(None, (enterprise.name, enterprise.uscc, f"id {enterprise.id}")))


def merged_text(merger: Merger) -> str:
    """What two records that were joined are called from now on."""
    code = f"，信用代码 {merger.uscc}" if merger.uscc else ""
    return f"“{merger.other}”已并入“{merger.enterprise}”{code}；并错了用 tiertrack unmerge 拆开。"


def unmerged_text(merger: Merger) -> str:
    """Which two records were separated."""
    return f"“{merger.other}”已与“{merger.enterprise}”拆开，各是一家。"
