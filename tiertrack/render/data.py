"""An assessment, an edition and a comparison as plain data for JSON; the members are a public contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tiertrack.logic.finding import Finding, Observed, Score
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.render.words import value_text
from tiertrack.rulebooks.sme_size_2011 import size_class
from tiertrack.rules.assess import Assessment, Judged
from tiertrack.rules.diff import ClauseChange
from tiertrack.rules.edition import Edition
from tiertrack.version import __version__

__all__ = ["assessment_data", "change_data", "edition_data"]


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """The members of an assessment; ``score`` only where the standard has a scorecard."""
    edition, asof = assessment.edition, assessment.asof
    data: dict[str, Any] = {
        "truth": assessment.truth.value,
        "name": assessment.dossier.name,
        "size": size_class(assessment.dossier, asof.on).name,
        "tier": edition.tier.value,
        "act": edition.act.value,
        "on": asof.on.isoformat(),
        "known_at": asof.known_at.isoformat() if asof.known_at else None,
        "edition": {"key": edition.key, "digest": edition.digest, "citation": edition.citations},
        "criteria": [_criterion(one, assessment) for one in assessment.criteria],
        "missing": _keys(assessment.missing),
        "moot": _keys(assessment.moot),
        "dossier_digest": assessment.dossier_digest,
        "version": __version__,
    }
    if (score := assessment.score) is not None:
        data["score"] = _score(score)
    return data


def _criterion(one: Judged, assessment: Assessment) -> dict[str, Any]:
    return {
        "key": one.criterion.key,
        "truth": one.truth.value,
        "text": one.criterion.gist,
        "citation": one.criterion.citations,
        "observed": [_observed(seen, assessment) for seen in _facts(one.finding) if seen.value is not None],
        "shortfall": shortfalls_text(one.finding, assessment.asof.on) or None,
        "missing": _keys(one.finding.missing),
    }


def _facts(finding: Finding) -> Iterable[Observed]:
    return {seen.key: seen for leaf in finding.leaves for seen in leaf.observed}.values()


def _observed(seen: Observed, assessment: Assessment) -> dict[str, Any]:
    assert seen.value is not None
    sources = [datum.source for datum in assessment.dossier.sources(seen.key) if datum.source]
    return {"fact": seen.key, "name": seen.label, "value": value_text(seen.ref, seen.value), "source": sources or None}


def _keys(facts: Iterable[Observed]) -> list[str]:
    return [fact.key for fact in facts]


def _score(score: Score) -> dict[str, int | float]:
    return {"low": _points(score.low), "high": _points(score.high), "pass": _points(score.passing)}


def _points(hundredths: int) -> int | float:
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def edition_data(edition: Edition) -> dict[str, Any]:
    """An edition: its scope, period and criteria."""
    start, last = edition.period.start, edition.period.last
    return {
        "key": edition.key,
        "tier": edition.tier.value,
        "act": edition.act.value,
        "region": edition.region.code if edition.region else None,
        "from": start.isoformat() if start else None,
        "through": last.isoformat() if last else None,
        "citation": edition.citations,
        "digest": edition.digest,
        "criteria": [
            {"key": one.key, "title": one.title, "text": one.gist, "citation": one.citations}
            for one in edition.criteria
        ],
    }


def change_data(change: ClauseChange) -> dict[str, Any]:
    """One clause of a comparison."""
    return {
        "change": change.change.name.lower(),
        "title": change.title,
        "before": change.before.gist if change.before else None,
        "after": change.after.gist if change.after else None,
        "facts_dropped": list(change.facts_before),
        "facts_added": list(change.facts_after),
    }
