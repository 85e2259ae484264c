"""The ladder of one enterprise as Chinese text and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.ladder.climb import Climb, Rung
from tiertrack.ladder.distance import Closing, Gap
from tiertrack.law.scope import Act
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_brief import lacking_text
from tiertrack.render.assessment_text import grading_text, overall_verdict
from tiertrack.render.caveat_lines import caveat_lines, shared_caveats
from tiertrack.render.disagreements import disagreement_lines, told_apart
from tiertrack.render.doubt_lines import doubt_lines
from tiertrack.render.finding_text import CLASH
from tiertrack.render.footnotes import Footnotes
from tiertrack.render.members import fact_keys, iso
from tiertrack.render.policy.edition_text import LOCAL_NOTICE
from tiertrack.render.register.achievement_text import carried_data, carried_text
from tiertrack.render.shortfalls import Precision, shortfalls_text
from tiertrack.render.spoken import wanted_facts
from tiertrack.render.verdict_words import truth_word
from tiertrack.render.windows import window_text
from tiertrack.rules.assessment import Alternatives
from tiertrack.rules.criterion import Judged, called

HELD = {Truth.TRUE: "持有", Truth.FALSE: "未持有", Truth.UNKNOWN: "是否持有不明"}


def climb_text(climb: Climb) -> str:
    """The ladder of one enterprise: each rung held or not, met or not, what the law asks of titles held, and what the
    next rung lacks, what costs least first."""
    footnotes = Footnotes()
    lines = [
        f"梯度 · {climb.dossier.name} · {climb.asof.on}",
        f"次序 {climb.version.name}（{climb.version.source}）",
        "",
    ]
    lines += [f"{number}. {_rung_text(rung, footnotes)}" for number, rung in enumerate(climb.rungs, 1)]
    doubts = doubt_lines(climb.dossier, climb.asof.on)
    return "\n".join([*lines, *_statutory(climb, footnotes), *_next_text(climb), *doubts, *footnotes.lines])


def _rung_text(rung: Rung, footnotes: Footnotes) -> str:
    until = f"{f'至 {rung.through}' if rung.through else ''}{_carried_text(rung)}"
    if rung.answers is None:
        return f"{rung.label}　{HELD[rung.held]}{until}　{rung.reason}"
    found = rung.answers.grading
    verdict = f"{overall_verdict(rung.answers)}{f'，评级 {grading_text(found)}' if found else ''}"
    return f"{rung.label}　{HELD[rung.held]}{until}　标准：{verdict}（{_basis(rung.answers, footnotes)}）"


def _basis(answers: Alternatives, footnotes: Footnotes) -> str:
    """The standard; of several side by side the verdict by each."""
    verdicts = [(assessment.edition.variant, assessment.truth) for assessment in answers.assessments]
    if len(verdicts) == 1:
        return footnotes.cited((answers.assessments[0].edition.citation,))
    return "、".join(f"{variant.label}{truth_word(truth)}" for variant, truth in verdicts if variant)


def _statutory(climb: Climb, footnotes: Footnotes) -> Iterator[str]:
    """The prerequisites and exclusions of the standards, which are not the order of the rungs."""
    asked = [(rung, "前置", prerequisite) for rung in climb.rungs for prerequisite in rung.prerequisites]
    asked += [(rung, "排除", exclusion) for rung in climb.rungs for exclusion in rung.exclusions]
    if asked:
        yield ""
        yield "法定的前置与排除（与上面的次序是两回事）"
    for rung, word, judged in asked:
        criterion = judged.criterion
        cited = footnotes.cited((criterion.citation, *criterion.amended_by))
        yield f"    {word} {rung.label}：{criterion.gist}（{truth_word(judged.truth)}）　{cited}"


def _carried_text(rung: Rung) -> str:
    """The achievements that lift the enterprise onto the first rung, or may."""
    found = [carried for carried in rung.carried if carried.lifts is rung.held]
    achievements = "；".join(map(carried_text, found))
    return f"（凭成果{achievements}）" if achievements and rung.held.possibly else ""


def climb_message(climb: Climb) -> str:
    """The ladder in at most eight plain lines: what is held, the next rung and why that one, and what it takes."""
    held = [rung.label for rung in climb.rungs if rung.held is Truth.TRUE]
    lines = [f"{climb.dossier.name}（{climb.asof.on}）", f"持有 {'、'.join(held) or '无'}"]
    if climb.next is None:
        return "\n".join([*lines, _AT_THE_TOP])
    lines.append(f"下一级 {climb.next.label}：{why_next(climb)}")
    lines += [line.strip() for line in _taken(climb.next, _FACTS_IN_A_MESSAGE)][: _LINES - len(lines) - 1]
    when = window_text(climb.dossier, climb.next.tier, Act.RECOGNITION, climb.asof.on)
    return "\n".join([*lines, *([f"时间　{when}"] if when else [])])


_AT_THE_TOP = "已在最高一级。"
_LINES, _FACTS_IN_A_MESSAGE = 8, 5


def why_next(climb: Climb) -> str:
    """Why the next rung is that one; empty at the top."""
    if climb.next is None:
        return ""
    highest = (
        f"现有最高称号 {climb.highest.label} 之上的第一级" if climb.highest else "没有持有哪一级的记录，次序里的第一级"
    )
    passed = "、".join(rung.label for rung in climb.passed_over)
    return f"{highest}{f'（{passed}认定的是成果，不是企业，名下没有成果，不算）' if passed else ''}"


def _next_text(climb: Climb) -> Iterator[str]:
    rung = climb.next
    yield ""
    if rung is None:
        yield _AT_THE_TOP
        return
    yield f"下一级 {rung.label}"
    yield f"    {why_next(climb)}"
    yield from _taken(rung)
    if rung.answers is not None:
        yield from (f"    {line}" for line in caveat_lines(rung.answers.assessments[0]))


def _taken(rung: Rung, most: int | None = None) -> Iterator[str]:
    """What a rung still takes, of the facts that are missing the first ``most``."""
    if rung.tier.is_local:
        yield f"    {LOCAL_NOTICE}"
    if rung.answers is None:
        yield f"    {rung.reason}"
    elif rung.answers.truth is Truth.TRUE:
        yield f"    已{overall_verdict(rung.answers)}。" if rung.tier.is_local else "    标准已符合。"
    else:
        for closing in rung.closings:
            yield from _closing_text(closing, most)


def _closing_text(closing: Closing, most: int | None) -> Iterator[str]:
    variant = closing.assessment.edition.variant
    if variant is not None:
        yield f"  {variant.label}"
    dossier = closing.assessment.dossier
    wanted, disputed = told_apart(closing.missing, dossier)
    if wanted:
        named = wanted_facts(wanted)
        more = " 等" if most is not None and len(named) > most else "。"
        yield f"    ? 请先提供下列 {len(wanted)} 项资料：{'；'.join(named[:most])}{more}"
    yield from (f"    ? {line.strip()}" for line in disagreement_lines(disputed, dossier))
    if closing.assessment.finding.is_clash:
        yield f"    ✗ {CLASH}"
    for gap in closing.gaps:
        lacking = lacking_text(gap.judged, closing.assessment, gap.distance)
        yield f"    ✗ {called(gap.judged.criterion.clause, lacking)}"


def _lacking(gap: Gap, closing: Closing) -> str:
    short = shortfalls_text(gap.judged.finding, closing.assessment.asof.on, Precision.EXACT)
    return short or f"须{gap.judged.criterion.gist}"


def climb_data(climb: Climb) -> dict[str, Any]:
    """The members of a ladder."""
    return {
        "name": climb.dossier.name,
        "on": climb.asof.on.isoformat(),
        "ladder": {"key": climb.version.key, "source": climb.version.source},
        "rungs": [_rung_data(rung) for rung in climb.rungs],
        "next": climb.next.tier.value if climb.next else None,
        "why_next": why_next(climb) or None,
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
        **shared_caveats(answers.assessments if answers else ()),
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
