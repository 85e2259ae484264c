"""What recording or importing changed, as Chinese text and as plain data for JSON."""

from __future__ import annotations

from typing import Any

from tiertrack.facts.vocabulary import TITLES
from tiertrack.ports import ImportReport, Recorded
from tiertrack.render.text import truth_word
from tiertrack.render.words import validity_note
from tiertrack.rules.assess import Assessment

__all__ = ["outcome_data", "outcome_text", "report_data", "report_text"]


def outcome_text(recorded: Recorded, assessment: Assessment | None) -> str:
    """A recorded title event, and whether our rules agree with the authority."""
    event = recorded.event
    lines = [
        f"{recorded.change.label} {TITLES[event.title]} {event.event.label} {event.on}",
        f"有效期 {event.starts} 至 {event.through or '无固定期限'}{validity_note(event)}　依据 {event.document}",
    ]
    if assessment is None:
        lines.append("当日没有收录这一称号的标准，未作比对。")
    else:
        verdict = f"按 {assessment.edition.key} 判断：{truth_word(assessment.truth)}"
        failed = [one.criterion.key for one in assessment.criteria if not one.truth.possibly]
        dissent = f"（{'、'.join(failed)}）；以主管部门的决定为准，分歧已留存" if failed else ""
        lines.append(f"{verdict}{dissent}。")
    return "\n".join(lines)


def outcome_data(recorded: Recorded, assessment: Assessment | None) -> dict[str, Any]:
    """The members of a recorded title event."""
    event = recorded.event
    return {
        "change": recorded.change.value,
        "title": event.title,
        "event": event.event.value,
        "on": event.on.isoformat(),
        "from": event.starts.isoformat(),
        "through": event.through.isoformat() if event.through else None,
        "derived": event.derived,
        "document": event.document,
        "version": event.version,
        "edition": assessment.edition.key if assessment else None,
        "truth": assessment.truth.value if assessment else None,
    }


def report_text(report: ImportReport) -> str:
    """What an import changed, in one line and one for each enterprise new or renamed."""
    lines = [
        f"新增企业 {len(report.enterprises)} 家，新增数值 {report.observations} 项，"
        f"更正 {report.corrected} 项，已有 {report.known} 项。"
    ]
    lines += [f"新增 {name}" for name in report.enterprises]
    lines += [f"更名 {one.before} → {one.after}" for one in report.renamed]
    return "\n".join(lines)


def report_data(report: ImportReport) -> dict[str, Any]:
    """The members of an import."""
    return {
        "enterprises": list(report.enterprises),
        "observations": report.observations,
        "corrected": report.corrected,
        "known": report.known,
        "renamed": [{"before": one.before, "after": one.after} for one in report.renamed],
    }
