"""The results of recording and importing, as Chinese text and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from tiertrack.intake.proposals import Proposal
from tiertrack.register_reports import ImportReport, Recorded, TitleReport
from tiertrack.render.assessment_data import assessment_data
from tiertrack.render.assessment_text import verdict_text
from tiertrack.render.columns_text import reading_lines, unread_lines
from tiertrack.render.phrases import missing_text, validity_note
from tiertrack.render.register.standing_text import event_data
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.rules.assessment import Assessment
from tiertrack.titles.decide import Accepted, Ground, Outcome, Refused, Undetermined
from tiertrack.titles.events import event_word, labelled

_OUTCOMES = {Accepted: "accepted", Refused: "refused", Undetermined: "undetermined"}


def outcome_text(outcome: Outcome, recorded: tuple[Recorded, ...]) -> str:
    """The entries recorded and whether the rules agree; or the reasons against it, and the missing facts."""
    match outcome:
        case Accepted():
            return "\n".join([*_recorded_lines(recorded), *_agreement(outcome)])
        case Refused():
            return "\n".join(["不予登记", *_refusal(outcome)])
        case Undetermined():
            edition = outcome.assessment.edition
            return f"待补充，没有登记（按 {edition.key} 判断）\n{missing_text(outcome.missing)}"


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
        failed = [judged.criterion.key for judged in outcome.assessment.criteria if not judged.truth.possibly]
        dissent = f"（{'、'.join(failed)}）；以主管部门的决定为准，分歧已留存" if failed else ""
        yield f"按 {outcome.assessment.edition.key} 判断：{_verdict(outcome.assessment)}{dissent}。"
    elif any(event.kind.grants for event in outcome.events):
        yield "当日没有收录这一称号的标准，未作比对。"
    yield from (f"另：{ground.text}（{ground.citation}）；已照文件登记，分歧已留存。" for ground in outcome.grounds)


def _refusal(outcome: Refused) -> Iterator[str]:
    yield from (f"    ✗ {ground.text}　〔{ground.citation}〕" for ground in outcome.grounds)
    if outcome.assessment is None:
        return
    yield f"按 {outcome.assessment.edition.key} 判断：{_verdict(outcome.assessment)}"
    for finding in outcome.findings:
        reason = shortfalls_text(finding.finding, outcome.assessment.asof.on) or f"须{finding.criterion.gist}"
        yield f"    ✗ {finding.criterion.key} {reason}　〔{finding.criterion.citations}〕"


def _verdict(assessment: Assessment) -> str:
    return verdict_text(assessment.edition, assessment.truth)


def outcome_data(outcome: Outcome, recorded: tuple[Recorded, ...]) -> dict[str, Any]:
    """The members of an outcome."""
    grounds: tuple[Ground, ...] = () if isinstance(outcome, Undetermined) else outcome.grounds
    assessment: Assessment | None = outcome.assessment
    return {
        "outcome": _OUTCOMES[type(outcome)],
        "recorded": [
            {"change": entry.change.value, "version": entry.event.version, **event_data(entry.event)}
            for entry in recorded
        ],
        "disagrees": isinstance(outcome, Accepted) and outcome.disagrees,
        "grounds": [{"text": ground.text, "citation": str(ground.citation)} for ground in grounds],
        "truth": assessment.truth.value if assessment else None,
        "assessment": assessment_data(assessment) if assessment else None,
    }


def report_text(report: ImportReport) -> str:
    """The changes of an import: a line of counts, and a line for each enterprise new or renamed."""
    lines = [
        f"新增企业 {len(report.enterprises)} 家，新增数值 {report.observations} 项，"
        f"更正 {report.corrected} 项，已有 {report.known} 项。"
    ]
    if report.left:
        lines.append(f"另有 {report.left} 行有问题，没有导入，连同问题写在 {report.rest}。")
    lines += reading_lines(report.reading)
    lines += unread_lines(report.unread)
    lines += [f"⚠ {told}" for told in report.suspicions]
    lines += [f"新增 {name}" for name in report.enterprises]
    lines += [f"新增成果 {name}" for name in report.achievements]
    lines += [f"更名 {renaming.before} → {renaming.after}" for renaming in report.renamed]
    return "\n".join(lines)


def report_data(report: ImportReport | TitleReport) -> dict[str, Any]:
    """The members of an import, of facts or of titles."""
    return attrs.asdict(report)


def proposals_text(proposals: Sequence[Proposal]) -> str:
    """The rows whose enterprise is not settled, with the candidates."""
    if not proposals:
        return "没有待确认的匹配。"
    return "\n".join(line for proposal in proposals for line in _proposal_lines(proposal))


def _proposal_lines(proposal: Proposal) -> Iterator[str]:
    row = proposal.row
    settled = "　已确认" if proposal.settled is not None else ""
    title = labelled(row.event.label, row.event.product)
    yield f"{proposal.key}　{row.identity.name}　{title} {event_word(row.event)} {row.event.on}{settled}"
    yield f"    {row.place}　依据 {row.event.document}"
    yield from (f"    候选 {candidate.name}（{candidate.why.label}）" for candidate in proposal.candidates)


def proposal_data(proposal: Proposal) -> dict[str, Any]:
    """The members of a proposal."""
    row = proposal.row
    return {
        "proposal": proposal.key,
        "name": row.identity.name,
        "uscc": row.identity.uscc,
        "place": row.place,
        **event_data(row.event),
        "remarks": dict(row.remarks),
        "candidates": [{"name": candidate.name, "why": candidate.why.value} for candidate in proposal.candidates],
        "settled": proposal.settled is not None,
    }
