"""The ladder and a standing as Chinese text and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.ladder.climb import Climb, Rung
from tiertrack.ladder.titles import Holding, Standing
from tiertrack.logic.truth import Truth
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.render.text import truth_word
from tiertrack.render.words import validity_note

__all__ = ["climb_data", "climb_text", "standing_data", "standing_text"]

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


def standing_text(name: str, standing: Standing) -> str:
    """What an enterprise holds on a day, what is still to come, and what has ended."""
    lines = [f"{name} · {standing.asof.on}"]
    if standing.asof.known_at is not None:
        lines.append(f"按 {standing.asof.known_at.isoformat()} 以前所知")
    for heading, holdings in (("持有", standing.held), ("将生效", standing.coming), ("已结束", standing.ended)):
        lines += [f"{heading} {_holding_text(holding)}" for holding in holdings]
    if not (standing.held or standing.coming or standing.ended):
        lines.append("没有登记任何称号；未登记不等于未持有。")
    return "\n".join(lines)


def _holding_text(holding: Holding) -> str:
    until = f"{holding.period.last or '无固定期限'}{validity_note(holding.event)}"
    kind = holding.event.event.label
    return f"{holding.label}　{kind}　{holding.period.start} 至 {until}　依据 {holding.document}"


def standing_data(name: str, standing: Standing) -> dict[str, Any]:
    """The members of a standing."""
    return {
        "name": name,
        "on": standing.asof.on.isoformat(),
        "known_at": standing.asof.known_at.isoformat() if standing.asof.known_at else None,
        "held": [_holding_data(one) for one in standing.held],
        "coming": [_holding_data(one) for one in standing.coming],
        "ended": [_holding_data(one) for one in standing.ended],
    }


def _holding_data(holding: Holding) -> dict[str, Any]:
    start, last = holding.period.start, holding.period.last
    return {
        "title": holding.title,
        "event": holding.event.event.value,
        "from": start.isoformat() if start else None,
        "through": last.isoformat() if last else None,
        "derived": holding.event.derived,
        "document": holding.document,
        "edition": holding.event.edition_key,
    }
