"""An assessment and an edition as plain data for JSON; the members are a public contract."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from tiertrack.logic.finding import Score
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_text import grading_text, overall_verdict
from tiertrack.render.caveat_lines import caveat_members, shared_caveats
from tiertrack.render.facts_read import FactsRead, facts_read, known_members, unknown_keys
from tiertrack.render.members import edition_members, fact_keys, iso, moment_members
from tiertrack.render.policy.fact_text import materials_data
from tiertrack.render.policy.ip_text import counts_data, definition_data
from tiertrack.render.reasons import why_unanswered
from tiertrack.render.shortfalls import Precision, shortfalls_text
from tiertrack.render.verdict_words import verdict_text
from tiertrack.rulebooks.national.sme_size_2011 import size_class
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.criterion import Judged
from tiertrack.rules.digest import digest
from tiertrack.rules.edition import Edition
from tiertrack.rules.numbers import quantity_text
from tiertrack.version import __version__


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """The members of an assessment.

    ``score`` only where the standard has a scorecard, ``grade`` where it grades, ``ip`` where the rights are listed and
    the standard defines how they are counted.
    """
    edition, asof, missing = assessment.edition, assessment.asof, fact_keys(assessment.missing)
    criteria = [(judged, facts_read(judged.finding)) for judged in assessment.criteria]
    data: dict[str, Any] = {
        "truth": assessment.truth.value,
        "name": assessment.dossier.name,
        "size": size_class(assessment.dossier, asof.on),
        "tier": edition.tier.value,
        "act": edition.act.value,
        **moment_members(asof),
        "variant": edition.variant_key,
        "basis": edition.basis.value,
        "verdict": verdict_text(edition, assessment.truth),
        "edition": edition_members(edition, asof.on),
        "criteria": [_criterion(judged, read, assessment) for judged, read in criteria],
        "missing": missing,
        "moot": _moot((read for _judged, read in criteria), missing),
        "dossier_digest": assessment.dossier_digest,
        "version": __version__,
    }
    if (score := assessment.score) is not None:
        data["score"] = score_data(score)
    if (counts := counts_data(assessment)) is not None:
        data["ip"] = counts
    return data | caveat_members(assessment) | _grade(Alternatives((assessment,)))


def alternatives_data(answers: Alternatives) -> dict[str, Any]:
    """The answers by standards that stand side by side, in the members of one assessment; of one alone its own.

    ``criteria`` has one entry for each of them, by the key of its variant, and ``variants`` each answer in full.
    """
    if len(answers.assessments) == 1:
        return assessment_data(answers.assessments[0])
    each = [assessment_data(assessment) for assessment in answers.assessments]
    shared = ("name", "size", "tier", "act", "on", "known_at", "dossier_digest", "version")
    first = answers.assessments[0].edition
    return {
        "truth": answers.truth.value,
        "verdict": overall_verdict(answers),
        **{member: each[0][member] for member in shared},
        "edition": {
            "key": f"{first.tier.value}/{first.act.value}",
            "digest": digest([assessment.edition.digest for assessment in answers.assessments]),
            "citation": "；".join(one.edition.citations_on(one.asof.on) for one in answers.assessments),
        },
        "criteria": [_branch(assessment) for assessment in answers.assessments],
        "missing": fact_keys(answers.missing),
        "met": [assessment.edition.key for assessment in answers.met],
        "variants": each,
        **shared_caveats(answers.assessments),
        **_grade(answers),
    }


def _grade(answers: Alternatives) -> dict[str, Any]:
    """The member ``grade`` by these answers together: what it is, or may be, and what could still tell."""
    found = answers.grading
    if found is None:
        return {}
    return {
        "grade": {
            "text": grading_text(found),
            "label": found.grade.label if found.grade else None,
            "possible": [grade.label for grade in found.possible],
            "criteria": [
                _criterion(weighed, facts_read(weighed.finding), assessment)
                for assessment in answers.assessments
                if (own := assessment.grading) is not None
                for weighed in own.weighed
            ],
            "missing": fact_keys(found.missing),
        }
    }


def _branch(assessment: Assessment) -> dict[str, Any]:
    edition = assessment.edition
    criteria = [_criterion(judged, facts_read(judged.finding), assessment) for judged in assessment.criteria]
    lacking = [f"{criterion['key']} {criterion['shortfall']}" for criterion in criteria if criterion["shortfall"]]
    return {
        "key": edition.variant_key or edition.key,
        "truth": assessment.truth.value,
        "text": edition.label,
        "citation": edition.citations_on(assessment.asof.on),
        "observed": list({seen["fact"]: seen for criterion in criteria for seen in criterion["observed"]}.values()),
        "shortfall": "；".join(lacking) or None,
        "missing": fact_keys(assessment.missing),
    }


def _moot(criteria: Iterable[FactsRead], missing: list[str]) -> list[str]:
    """The keys of ``Assessment.moot``, read off the facts that are at hand: to go through the findings once more takes
    as long as to judge them."""
    return [key for key in dict.fromkeys(chain.from_iterable(map(unknown_keys, criteria))) if key not in missing]


def _criterion(judged: Judged, read: FactsRead, assessment: Assessment) -> dict[str, Any]:
    """``why`` only where the criterion cannot be worked out."""
    finding, criterion = judged.finding, judged.criterion
    truth = finding.truth
    data = {
        "key": criterion.key,
        "truth": truth.value,
        "text": criterion.gist,
        "citation": criterion.citations,
        "observed": known_members(read, assessment.dossier, assessment.asof.on),
        "shortfall": _shortfall(judged, assessment) if truth is Truth.FALSE else None,
        "missing": fact_keys(judged.missing),
    }
    if (open_ := finding.out_of_reach) is not None:
        data["why"] = why_unanswered(open_)
    return data


def _shortfall(judged: Judged, assessment: Assessment) -> str | None:
    return shortfalls_text(judged.finding, assessment.asof.on, Precision.EXACT) or None


def score_data(score: Score) -> dict[str, int | float]:
    """The points of a scorecard, which may be a range."""
    return {"low": _points(score.low), "high": _points(score.high), "pass": _points(score.passing)}


def _points(hundredths: int) -> int | float:
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def edition_data(edition: Edition) -> dict[str, Any]:
    """An edition: its scope, period and criteria."""
    return {
        "key": edition.key,
        "tier": edition.tier.value,
        "variant": edition.variant_key,
        "act": edition.act.value,
        "basis": edition.basis.value,
        "region": edition.region.code if edition.region else None,
        "source": edition.origin,
        "from": iso(edition.period.start),
        "through": iso(edition.period.last),
        "citation": edition.citations,
        "digest": edition.digest,
        "parameters": {name: quantity_text(limit) for name, limit in edition.parameters.items()},
        "criteria": [
            {"key": criterion.key, "title": criterion.title, "text": criterion.gist, "citation": criterion.citations}
            for criterion in edition.criteria
        ],
        "grades": [
            {"grade": grade.label, "text": grade.beyond.gist if grade.beyond else None} for grade in edition.grades
        ],
        "ip": definition_data(edition),
        "materials": materials_data(edition),
    }
