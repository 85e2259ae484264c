"""Two answers about one enterprise side by side, in Chinese and as plain data: what turned, and what made it turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.enumeration import first_few
from tiertrack.law.scope import Act
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_brief import unmet_line
from tiertrack.render.caveat_lines import caveat_members, caveat_text
from tiertrack.render.facts_read import facts_read, known_members
from tiertrack.render.finding_text import CLASH
from tiertrack.render.indicator_lines import hit_line
from tiertrack.render.members import edition_members, fact_keys, moment_members
from tiertrack.render.phrases import INDENT, moment_text
from tiertrack.render.policy.diff_text import limits_data, matter_line, matters_data, step_lines
from tiertrack.render.spoken import wanted_facts
from tiertrack.render.verdict_words import mark_for, verdict_text
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.caveats import NOT_HELD, caveats
from tiertrack.rules.comparison import Comparison, Crossing, Turn, TurnedBy
from tiertrack.rules.criterion import Judged

# What has room on a screen: the conditions, and of each the limits.
_TURNS_SHOWN, _LIMITS_SHOWN = 6, 2
# What came or went, or says otherwise, can be told only where the standard has a part in it.
_BY_STANDARD = (TurnedBy.STANDARD, TurnedBy.EITHER, TurnedBy.BOTH)
# Of a standard that has no such condition.
NOT_ASKED = "没有这一条"


def comparison_text(found: Comparison) -> str:
    """Both answers, what made the whole turn, and every condition that turned."""
    return "\n".join(_lines(found, None))


def comparison_screen(found: Comparison) -> str:
    """The same with the first of these conditions."""
    return "\n".join(_lines(found, _TURNS_SHOWN))


def comparison_line(found: Comparison) -> str:
    """The enterprise, the answer before and after, and what made it turn."""
    return f"{found.after.given.name}　{found.after.edition.tier.label}　{_turn_text(found)}"


def _lines(found: Comparison, most: int | None) -> Iterator[str]:
    before, after = found.before, found.after
    label = "".join((after.edition.label, after.edition.act_label))
    yield f"{after.given.name}　{label}：{_turn_text(found)}"
    for word, answer in (("由", before), ("到", after)):
        edition = answer.edition
        yield f"{word} {moment_text(answer.asof)}　{_verdict(answer)}　{edition.name}（{edition.citation}）"
    said = dict.fromkeys((*caveats(before), *caveats(after)))
    yield from (f"⚠ {caveat_text(one)}" for one in said if one.code == NOT_HELD)
    if found.before.edition != found.after.edition:
        yield f"旧资料按新标准 {_verdict(found.by_new_standard)}；新资料按旧标准 {_verdict(found.with_new_facts)}"
    else:
        yield "两边用的是同一版标准"
    yield ""
    turned, carried = found.turned, found.carried_over
    shown = turned if most is None else turned[:most]
    same = len(after.criteria) - sum(turn.after is not None for turn in turned) - len(carried)
    others = "其余各条" if carried else "各条"
    yield f"变了的 {len(turned)} 条，其余 {same} 条没有变" if turned else f"{others}都没有变（{same} 条）"
    if not turned and found.turned_by is not None:
        yield CLASH
    for turn in shown:
        yield from _turn_lines(turn, found, most)
    if len(shown) < len(turned):
        yield f"另有 {len(turned) - len(shown)} 条变了，全文逐条列出"
    if carried:
        yield f"口径变了、用的还是原来的答案 {len(carried)} 条，请照新口径重新确认"
    for turn in carried:
        yield from _carried_lines(turn, found.after.edition.act, most)
    yield from (f"⚠ {caveat_text(one)}" for one in said if one.code != NOT_HELD)


def _verdict(answer: Assessment) -> str:
    return verdict_text(answer.edition, answer.truth)


def _turn_text(found: Comparison) -> str:
    word, crossing = found.after.edition.act.word, found.crossing
    if crossing.turned_by is None:
        return f"都是{word(crossing.after)}"
    return f"{word(crossing.before)} → {word(crossing.after)}，{crossing.turned_by.label}"


def _turn_lines(turn: Turn, found: Comparison, most: int | None) -> Iterator[str]:
    act = found.after.edition.act
    truths = (NOT_ASKED if judged is None else act.word(judged.truth) for judged in (turn.before, turn.after))
    yield f"{mark_for(act, turn.crossing.after)} {turn.change.title}　{' → '.join(truths)}　{turn.turned_by.label}"
    for word, judged, answer in (("原", turn.before, found.before), ("现", turn.after, found.after)):
        if judged is not None and (said := _why(judged, answer, most)):
            yield f"{INDENT}{word} {said}"
    if turn.turned_by in _BY_STANDARD:
        steps = [*step_lines(turn.change)]
        yield from (f"{INDENT}{step}" for step in (steps if most is None else steps[:_LIMITS_SHOWN]))


def _carried_lines(turn: Turn, act: Act, most: int | None) -> Iterator[str]:
    """A condition that counts something else, with its answer and what it counts now."""
    change = turn.change
    yield f"? {change.title}　{act.word(turn.crossing.after)}"
    if change.after is not None:
        yield f"{INDENT}现 {change.after.gist}"
    if most is None:
        yield from (f"{INDENT}{matter_line(matter)}" for matter in change.matters)


def _why(judged: Judged, answer: Assessment, most: int | None) -> str:
    """What is not met, what makes an indicator be hit, or what is missing; nothing of what is well."""
    applied = answer.edition.act.is_applied_for
    match judged.truth:
        case Truth.FALSE if applied:
            return unmet_line(judged, answer)
        case Truth.TRUE if not applied:
            return hit_line(judged, answer)
        case Truth.UNKNOWN:
            names = wanted_facts(judged.missing)
            return f"缺 {first_few(names, '项', most or len(names), '；')}" if names else ""
        case _:
            return ""


def comparison_data(found: Comparison) -> dict[str, Any]:
    """The members of two answers side by side."""
    return {
        "name": found.after.given.name,
        "tier": found.after.edition.tier.value,
        "act": found.after.edition.act.value,
        "variant": found.after.edition.variant_key,
        "before": _side_data(found.before),
        "after": _side_data(found.after),
        **crossing_data(found.crossing),
        "criteria": [_turn_data(turn, found) for turn in found.turned],
        "carried_over": [_turn_data(turn, found) for turn in found.carried_over],
    }


def _side_data(answer: Assessment) -> dict[str, Any]:
    return {
        **moment_members(answer.asof),
        "truth": answer.truth.value,
        "verdict": _verdict(answer),
        "edition": edition_members(answer.edition, answer.asof.on),
        "dossier_digest": answer.dossier_digest,
        "missing": fact_keys(answer.missing),
        **caveat_members(answer),
    }


def crossing_data(crossing: Crossing) -> dict[str, Any]:
    """The four answers, and what made the last one turn."""
    return {
        "truths": {
            "before": crossing.before.value,
            "by_new_standard": crossing.by_new_standard.value,
            "with_new_facts": crossing.with_new_facts.value,
            "after": crossing.after.value,
        },
        "turned_by": crossing.turned_by.value if crossing.turned_by else None,
    }


def _turn_data(turn: Turn, found: Comparison) -> dict[str, Any]:
    return {
        "title": turn.change.title,
        **crossing_data(turn.crossing),
        "before": _judged_data(turn.before, found.before),
        "after": _judged_data(turn.after, found.after),
        "limits": limits_data(turn.change),
        "matters": matters_data(turn.change),
    }


def _judged_data(judged: Judged | None, answer: Assessment) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "key": judged.criterion.key,
        "truth": judged.truth.value,
        "text": judged.criterion.gist,
        "citation": judged.criterion.citations,
        "observed": known_members(facts_read(judged.finding), answer.dossier, answer.asof.on),
        "missing": fact_keys(judged.missing),
    }
