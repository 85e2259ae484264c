"""What an answer lacks, fact by fact with the criteria that ask for it, as Chinese text and as plain data."""

from __future__ import annotations

from typing import Any

from tiertrack.render.assessment_text import overall_verdict
from tiertrack.render.members import edition_members, moment_members
from tiertrack.render.phrases import missing_text
from tiertrack.rules.assessment import Alternatives


def lacking_text(answers: Alternatives) -> str:
    """The verdict, and every fact that could still decide it with the criteria that read it."""
    first = answers.assessments[0]
    editions = "；".join(assessment.edition.name for assessment in answers.assessments)
    lines = [f"{overall_verdict(answers)} · {first.edition.tier.label} · {first.asof.on}（{editions}）"]
    if not answers.missing:
        return "\n".join([*lines, "不缺资料：再补什么也不会改变结论。"])
    asking = _asking(answers)
    lines.append(missing_text(answers.missing))
    return "\n".join(
        [*lines, *(f"    {fact.label}：{'、'.join(asking[fact.key].values())}" for fact in answers.missing)]
    )


def lacking_data(answers: Alternatives) -> dict[str, Any]:
    """The members of what an answer lacks."""
    asking, asof = _asking(answers), answers.assessments[0].asof
    return {
        "truth": answers.truth.value,
        "verdict": overall_verdict(answers),
        **moment_members(asof),
        "editions": [edition_members(assessment.edition) for assessment in answers.assessments],
        "missing": [
            {"fact": fact.key, "name": fact.label, "criteria": [*asking[fact.key]]} for fact in answers.missing
        ],
    }


def _asking(answers: Alternatives) -> dict[str, dict[str, str]]:
    """The criteria that lack a fact by their keys, with what they are called, by the key of the fact."""
    found: dict[str, dict[str, str]] = {fact.key: {} for fact in answers.missing}
    for judged in (criterion for assessment in answers.assessments for criterion in assessment.criteria):
        for fact in judged.missing:
            if fact.key in found:
                found[fact.key][judged.criterion.key] = judged.criterion.label
    return found
