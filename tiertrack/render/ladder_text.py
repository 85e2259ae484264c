"""The ladder of one enterprise as Chinese text and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tiertrack.facts.units import decimal_text
from tiertrack.ladder.climb import Climb, Rung
from tiertrack.ladder.distance import Closing, Gap
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_text import grading_text, overall_verdict, truth_word
from tiertrack.render.finding_text import CLASH
from tiertrack.render.members import fact_keys, iso
from tiertrack.render.phrases import fact_names
from tiertrack.render.policy.edition_text import LOCAL_NOTICE
from tiertrack.render.register.achievement_text import carried_data, carried_text
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.rules.assessment import Alternatives
from tiertrack.rules.criterion import Judged

_HELD = {Truth.TRUE: "持有", Truth.FALSE: "未持有", Truth.UNKNOWN: "是否持有不明"}


def climb_text(climb: Climb) -> str:
    """The ladder of one enterprise: each rung held or not, met or not, what the law asks of titles held, and what the
    next rung lacks, what costs least first."""
    lines = [
        f"梯度 · {climb.dossier.name} · {climb.asof.on}",
        f"次序 {climb.version.key}（{climb.version.source}）",
        "",
    ]
    lines += [f"{number}. {_rung_text(rung)}" for number, rung in enumerate(climb.rungs, 1)]
    return "\n".join([*lines, *_statutory(climb), *_next_text(climb.next)])


def _rung_text(rung: Rung) -> str:
    until = f"{f'至 {rung.through}' if rung.through else ''}{_carried_text(rung)}"
    if rung.answers is None:
        return f"{rung.label}　{_HELD[rung.held]}{until}　{rung.reason}"
    found = rung.answers.grading
    verdict = f"{overall_verdict(rung.answers)}{f'，评级 {grading_text(found)}' if found else ''}"
    return f"{rung.label}　{_HELD[rung.held]}{until}　标准：{verdict}（{_basis(rung.answers)}）"


def _basis(answers: Alternatives) -> str:
    """The standard; of several side by side the verdict by each."""
    verdicts = [(assessment.edition.variant, assessment.truth) for assessment in answers.assessments]
    if len(verdicts) == 1:
        return str(answers.assessments[0].edition.citation)
    return "、".join(f"{variant.label}{truth_word(truth)}" for variant, truth in verdicts if variant)


def _statutory(climb: Climb) -> Iterator[str]:
    """The prerequisites and exclusions of the standards, which are not the order of the rungs."""
    asked = [(rung, "前置", prerequisite) for rung in climb.rungs for prerequisite in rung.prerequisites]
    asked += [(rung, "排除", exclusion) for rung in climb.rungs for exclusion in rung.exclusions]
    if asked:
        yield ""
        yield "法定的前置与排除（与上面的次序是两回事）"
    for rung, word, judged in asked:
        criterion = judged.criterion
        yield f"    {word} {rung.label}：{criterion.gist}（{truth_word(judged.truth)}）　{criterion.citations}"


def _carried_text(rung: Rung) -> str:
    """The achievements that lift the enterprise onto the first rung, or may."""
    found = [carried for carried in rung.carried if carried.lifts is rung.held]
    achievements = "；".join(map(carried_text, found))
    return f"（凭成果{achievements}）" if achievements and rung.held.possibly else ""


def _next_text(rung: Rung | None) -> Iterator[str]:
    yield ""
    if rung is None:
        yield "已在最高一级。"
        return
    yield f"下一级 {rung.label}"
    if rung.tier.is_local:
        yield f"    {LOCAL_NOTICE}"
    if rung.answers is None:
        yield f"    {rung.reason}"
    elif rung.answers.truth is Truth.TRUE:
        yield f"    已{overall_verdict(rung.answers)}。" if rung.tier.is_local else "    标准已符合。"
    else:
        for closing in rung.closings:
            yield from _closing_text(closing)


def _closing_text(closing: Closing) -> Iterator[str]:
    variant = closing.assessment.edition.variant
    if variant is not None:
        yield f"  {variant.label}"
    if closing.missing:
        yield f"    ? 先补齐 {len(closing.missing)} 项资料：{fact_names(closing.missing)}。"
    if closing.assessment.finding.is_clash:
        yield f"    ✗ {CLASH}"
    for gap in closing.gaps:
        yield f"    ✗ {gap.judged.criterion.key} {_lacking(gap, closing)}{_far(gap)}"


def _lacking(gap: Gap, closing: Closing) -> str:
    return shortfalls_text(gap.judged.finding, closing.assessment.asof.on) or f"须{gap.judged.criterion.gist}"


def _far(gap: Gap) -> str:
    return "" if gap.distance is None else f"（离界线 {_percent(gap.distance)}）"


def _percent(share: Fraction) -> str:
    """A distance in whole percent, only to compare by; 不到 1% where it would round to nothing."""
    return f"{decimal_text(share * 100, 0)}%" if share * 100 >= 1 else "不到 1%"


def climb_data(climb: Climb) -> dict[str, Any]:
    """The members of a ladder."""
    return {
        "name": climb.dossier.name,
        "on": climb.asof.on.isoformat(),
        "ladder": {"key": climb.version.key, "source": climb.version.source},
        "rungs": [_rung_data(rung) for rung in climb.rungs],
        "next": climb.next.tier.value if climb.next else None,
        "closing": [_closing_data(closing) for closing in climb.next.closings] if climb.next else [],
    }


def _rung_data(rung: Rung) -> dict[str, Any]:
    answers = rung.answers
    editions = [assessment.edition for assessment in answers.assessments] if answers else []
    return {
        "tier": rung.tier.value,
        "name": rung.label,
        "held": rung.held.value,
        "through": iso(rung.through),
        "truth": answers.truth.value if answers else None,
        "basis": editions[0].basis.value if editions else None,
        "verdict": overall_verdict(answers) if answers else None,
        "edition": editions[0].key if len(editions) == 1 else None,
        "editions": [edition.key for edition in editions],
        "missing": fact_keys(answers.missing) if answers else [],
        "shortfalls": {
            _named(gap, closing): _lacking(gap, closing) for closing in rung.closings for gap in closing.gaps
        },
        "prerequisites": [_clause_data(prerequisite) for prerequisite in rung.prerequisites],
        "exclusions": [_clause_data(exclusion) for exclusion in rung.exclusions],
        "reason": rung.reason or None,
        "achievements": [carried_data(carried) for carried in rung.carried],
    }


def _named(gap: Gap, closing: Closing) -> str:
    variant = closing.assessment.edition.variant
    return f"{variant.key}:{gap.judged.criterion.key}" if variant else gap.judged.criterion.key


def _clause_data(judged: Judged) -> dict[str, str]:
    return {"text": judged.criterion.gist, "truth": judged.truth.value}


def _closing_data(closing: Closing) -> dict[str, Any]:
    """The distance to one standard of the next rung, in order: ``missing`` facts first, then ``gaps``, nearest
    first."""
    return {
        "edition": closing.assessment.edition.key,
        "missing": fact_keys(closing.missing),
        "gaps": [
            {
                "criterion": gap.judged.criterion.key,
                "shortfall": _lacking(gap, closing),
                "distance": None if gap.distance is None else str(gap.distance),
            }
            for gap in closing.gaps
        ],
    }
