"""What the explanation of a finding tells of everything that was compared with a limit, by the scalar words."""

from __future__ import annotations

import datetime as dt

from tiertrack.facts.dossier import Dossier
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth
from tiertrack.render.finding_text import FindingLines
from tiertrack.render.phrases import relative_year, test_text
from tiertrack.render.shortfalls import Precision, deciding_shortfalls, not_concerned, shortfall_text


def compared_texts(finding: Finding, dossier: Dossier, on: dt.date) -> list[str]:
    """Where a finding failed what made it fail, else all that was compared, of alternatives of which one holds that
    one's; each once."""
    lines = FindingLines(dossier, on)
    if finding.truth is Truth.FALSE:
        return list(_failed(finding, lines).values())
    return list(dict.fromkeys(_told(finding, lines)))


def _told(finding: Finding, lines: FindingLines) -> list[str]:
    if finding.truth is Truth.FALSE:
        return list(_failed(finding, lines).values())
    if _is_compared(finding) and (finding.truth is not Truth.UNKNOWN or finding.blocked):
        return list(lines.told(finding))
    if isinstance(finding.test, expr.Scorecard):
        return []
    is_settled = finding.truth is Truth.TRUE and isinstance(finding.test, expr.AnyOf | expr.AtLeast)
    parts = [part for part in finding.findings if not not_concerned(part)]
    return [text for part in parts if part.truth is Truth.TRUE or not is_settled for text in _told(part, lines)]


def _is_compared(finding: Finding) -> bool:
    return isinstance(finding.test, expr.Threshold) and not isinstance(finding.test.term, expr.Tenure)


def _failed(finding: Finding, lines: FindingLines) -> dict[tuple[str, str], str]:
    """What made a finding fail, by what is said of it without the numbers of the firm."""
    if finding.truth is not Truth.FALSE:
        return {}
    if finding.score is not None or shortfall_text(finding, lines.on, Precision.READABLE):
        (told,) = lines.told(finding) if _is_compared(finding) else ("",)
        return {one: told or "".join(one) for one in deciding_shortfalls(finding, lines.on, Precision.READABLE)}
    if isinstance(finding.test, expr.Not):
        return {}
    parts = [part for part in finding.findings if not not_concerned(part)] or list(finding.findings)
    sets = [part for part in parts if isinstance(part.test, expr.AllOf) and part.test.label]
    are_sets = isinstance(finding.test, expr.AnyOf) and len(sets) > 1
    found = {}
    for part in parts:
        of_set = f"{test_text(part.test, relative_year)} " if are_sets and part in sets else ""
        found |= {(f"{of_set}{about}", text): f"{of_set}{told}" for (about, text), told in _failed(part, lines).items()}
    return found
