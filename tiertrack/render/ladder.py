"""The ladder of one enterprise as Chinese text and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.ladder.climb import Climb, Rung
from tiertrack.logic.truth import Truth
from tiertrack.render.carried import carried_data, carried_text
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.render.text import grading_text, overall_verdict
from tiertrack.rules.grading import grading

__all__ = ["climb_data", "climb_text"]

_HELD = {Truth.TRUE: "持有", Truth.FALSE: "未持有", Truth.UNKNOWN: "是否持有不明"}


def climb_text(climb: Climb) -> str:
    """The ladder of one enterprise: each rung held or not, met or not, and what the next one lacks."""
    lines = [
        f"梯度 · {climb.dossier.name} · {climb.asof.on}",
        f"次序 {climb.version.key}（{climb.version.source}）",
        "",
    ]
    lines += [f"{number}. {_rung_text(rung)}" for number, rung in enumerate(climb.rungs, 1)]
    return "\n".join([*lines, *_next_text(climb.next)])


def _rung_text(rung: Rung) -> str:
    until = f"{f'至 {rung.through}' if rung.through else ''}{_carried_text(rung)}"
    if rung.answers is None:
        return f"{rung.tier.label}　{_HELD[rung.held]}{until}　{rung.reason}"
    found = grading(rung.answers.assessments)
    graded = f"，评级 {grading_text(found)}" if found else ""
    verdict = f"{overall_verdict(rung.answers)}{graded}"
    sources = "；".join(dict.fromkeys(str(one.edition.citation) for one in rung.answers.assessments))
    return f"{rung.tier.label}　{_HELD[rung.held]}{until}　标准：{verdict}（{sources}）"


def _carried_text(rung: Rung) -> str:
    """The achievements that lift the enterprise onto the first rung, or may."""
    found = [one for one in rung.carried if one.lifts is rung.held]
    told = "；".join(map(carried_text, found))
    return f"（凭成果{told}）" if told and rung.held.possibly else ""


def _next_text(rung: Rung | None) -> Iterator[str]:
    yield ""
    if rung is None:
        yield "已在最高一级。"
        return
    yield f"下一级 {rung.tier.label}"
    if rung.answers is None:
        yield f"    {rung.reason}"
        return
    # One of several standards is enough: what the others lack is no obstacle then.
    for key, lacking in _lacking(rung) if rung.answers.truth is not Truth.TRUE else ():
        yield f"    ✗ {key} {lacking}"
    missing = rung.answers.missing
    if missing:
        yield f"    尚缺 {len(missing)} 项：{'、'.join(fact.label for fact in missing)}。"
    if rung.answers.truth is Truth.TRUE:
        local = rung.tier.is_local
        yield f"    已{overall_verdict(rung.answers)}。" if local else "    标准已符合。"


def _lacking(rung: Rung) -> Iterator[tuple[str, str]]:
    for answer in rung.answers.assessments if rung.answers else ():
        variant = f"{answer.edition.variant.label} " if answer.edition.variant else ""
        for one in answer.criteria:
            if one.truth is Truth.FALSE:
                told = shortfalls_text(one.finding, answer.asof.on)
                yield f"{variant}{one.criterion.key}", told or f"须{one.criterion.gist}"


def climb_data(climb: Climb) -> dict[str, Any]:
    """The members of a ladder."""
    return {
        "name": climb.dossier.name,
        "on": climb.asof.on.isoformat(),
        "ladder": {"key": climb.version.key, "source": climb.version.source},
        "rungs": [_rung_data(rung) for rung in climb.rungs],
        "next": climb.next.tier.value if climb.next else None,
    }


def _rung_data(rung: Rung) -> dict[str, Any]:
    answers = rung.answers
    keys = [one.edition.key for one in answers.assessments] if answers else []
    return {
        "tier": rung.tier.value,
        "name": rung.tier.label,
        "held": rung.held.value,
        "through": rung.through.isoformat() if rung.through else None,
        "truth": answers.truth.value if answers else None,
        "verdict": overall_verdict(answers) if answers else None,
        "edition": keys[0] if len(keys) == 1 else None,
        "editions": keys,
        "missing": [fact.key for fact in answers.missing] if answers else [],
        "shortfalls": dict(_lacking(rung)),
        "reason": rung.reason or None,
        "achievements": [carried_data(one) for one in rung.carried],
    }
