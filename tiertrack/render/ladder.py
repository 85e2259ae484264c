"""The ladder of one enterprise as Chinese text and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.ladder.climb import Climb, Rung
from tiertrack.logic.truth import Truth
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.render.text import truth_word

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
    until = f"至 {rung.through}" if rung.through else ""
    if rung.assessment is None:
        return f"{rung.tier.label}　{_HELD[rung.held]}{until}　{rung.reason}"
    verdict = truth_word(rung.assessment.truth)
    return f"{rung.tier.label}　{_HELD[rung.held]}{until}　认定标准：{verdict}（{rung.assessment.edition.citation}）"


def _next_text(rung: Rung | None) -> Iterator[str]:
    yield ""
    if rung is None:
        yield "已在最高一级。"
        return
    yield f"下一级 {rung.tier.label}"
    if rung.assessment is None:
        yield f"    {rung.reason}"
        return
    for key, lacking in _lacking(rung):
        yield f"    ✗ {key} {lacking}"
    missing = rung.assessment.missing
    if missing:
        yield f"    尚缺 {len(missing)} 项：{'、'.join(fact.label for fact in missing)}。"
    if rung.assessment.truth is Truth.TRUE:
        yield "    认定标准已全部符合。"


def _lacking(rung: Rung) -> Iterator[tuple[str, str]]:
    if rung.assessment is None:
        return
    for one in rung.assessment.criteria:
        if one.truth is Truth.FALSE:
            told = shortfalls_text(one.finding, rung.assessment.asof.on)
            yield one.criterion.key, told or f"须{one.criterion.gist}"


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
    assessment = rung.assessment
    return {
        "tier": rung.tier.value,
        "name": rung.tier.label,
        "held": rung.held.value,
        "through": rung.through.isoformat() if rung.through else None,
        "truth": assessment.truth.value if assessment else None,
        "edition": assessment.edition.key if assessment else None,
        "missing": [fact.key for fact in assessment.missing] if assessment else [],
        "shortfalls": dict(_lacking(rung)),
        "reason": rung.reason or None,
    }
