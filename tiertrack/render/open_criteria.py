"""What no fact can decide, on one screen: what was found, why that is up to the authority, and how its word is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tiertrack.logic.finding import Finding
from tiertrack.render.finding_text import FindingLines
from tiertrack.render.reasons import why_unanswered
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.criterion import Judged

# What tells why a finding fails, leaf by leaf.
Reasons = Callable[[Finding, FindingLines, Callable[[Finding], Iterator[str]]], Iterator[str]]


def open_lines(assessment: Assessment, reasons: Reasons, most: int) -> Iterator[str]:
    """The criteria that only an authority's judgement can close, a line each; of more than ``most`` how many."""
    found = [(judged, judged.finding.out_of_reach) for judged in assessment.criteria if judged.missing]
    open_ = [(judged, finding) for judged, finding in found if finding is not None]
    lines = FindingLines(assessment.dossier, assessment.asof.on)
    yield from (f"? {_open_text(judged, finding, lines, reasons)}" for judged, finding in open_[:most])
    if len(open_) > most:
        yield f"另有 {len(open_) - most} 条由主管部门认定，全文逐条列出"


def _open_text(judged: Judged, open_: Finding, lines: FindingLines, reasons: Reasons) -> str:
    silent = (part.findings[0] for part in open_.unanswered if part.is_silent)
    found = (text for part in silent for text in reasons(part, lines, lines.told))
    told = "；".join(dict.fromkeys((*found, why_unanswered(open_))))
    return f"{judged.criterion.title}：{told}（认定记作 {'、'.join(seen.key for seen in judged.missing)}）"
