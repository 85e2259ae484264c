"""A finding by itself, without the dossier it is about, as plain data and as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from tiertrack.facts.dossier import Dossier
from tiertrack.logic.finding import Finding, Observed
from tiertrack.render.finding_text import FindingLines
from tiertrack.render.members import fact_keys
from tiertrack.render.phrases import calendar_year, observed_text, test_text
from tiertrack.render.reasons import why_unanswered
from tiertrack.render.shortfalls import Precision, shortfalls_text

_NOBODY = Dossier("没有档案的企业")


@frozen
class _Alone(FindingLines):
    """The lines of a finding whose dossier and day are not at hand: it names no sources."""

    @property
    def _day(self) -> dt.date | None:
        return None

    def _source(self, facts: Iterable[Observed]) -> str:
        return ""


def finding_text(finding: Finding) -> str:
    """A finding with its reasons, a line each."""
    return "\n".join(_Alone(_NOBODY, dt.date.max).lines(finding))


def finding_data(finding: Finding) -> dict[str, Any]:
    """The members of a finding and of those it is folded from; ``why`` only where it cannot be worked out."""
    open_ = finding.out_of_reach
    why = {} if open_ is None else {"why": why_unanswered(open_)}
    return {
        "truth": finding.truth.value,
        "text": test_text(finding.test, calendar_year(finding.year)),
        "year": finding.year,
        "observed": [
            {"fact": seen.key, "name": seen.label, "value": observed_text(seen)}
            for seen in finding.observed
            if seen.is_known_at_all
        ],
        "shortfall": shortfalls_text(finding, None, Precision.EXACT) or None,
        "missing": fact_keys(finding.missing),
        "moot": fact_keys(finding.moot),
        "findings": list(map(finding_data, finding.findings)),
        **why,
    }
