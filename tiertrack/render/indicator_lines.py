"""The indicators that cost a title, line by line: those that are hit, those that are near, or else the nearest one."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.ladder.distance import distance
from tiertrack.logic.truth import Truth
from tiertrack.render.finding_text import FindingLines
from tiertrack.render.phrases import distance_text
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.criterion import Criterion, Judged
from tiertrack.screening.results import WITHIN


def indicator_lines(assessment: Assessment) -> Iterator[str]:
    """The indicators that are hit, each with what was found; then those not hit of which no more than a fifth of the
    limit is left, the nearest first, or the nearest where none is that near."""
    yield from (f"触及 {hit_line(judged, assessment)}" for judged in assessment.criteria if judged.truth is Truth.TRUE)
    for word, judged in _near(assessment):
        far = distance(judged.finding, assessment.asof.on)
        left = shortfalls_text(judged.finding, assessment.asof.on)
        compared = f"（{distance_text(far)}）" if far else ""
        yield f"{word} {judged.criterion.title}：{left}{compared}　{_clause(judged.criterion)}"


def hit_line(judged: Judged, assessment: Assessment) -> str:
    """An indicator that is hit, with what was found and the clause."""
    found = "；".join(_held(judged, FindingLines(assessment.dossier, assessment.asof.on)))
    return f"{judged.criterion.title}：{found}　{_clause(judged.criterion)}"


def consequence(assessment: Assessment) -> str | None:
    """What follows, where an indicator is hit: 终止上市 or 退市风险警示; both where it is not yet known which."""
    found = assessment.grading
    if assessment.truth is not Truth.TRUE or found is None or not found.possible:
        return None
    marks = " 或 ".join(grade.mark for grade in found.possible)
    return marks if found.grade else f"{marks}，待补充"


def _held(judged: Judged, lines: FindingLines) -> Iterator[str]:
    """What made an indicator be hit, leaf by leaf, each once."""
    held = (leaf for leaf in judged.finding.leaves if leaf.truth is Truth.TRUE)
    told = dict.fromkeys(line for leaf in held for line in lines.told(leaf))
    return iter(told or [judged.criterion.gist])


def _near(assessment: Assessment) -> Iterator[tuple[str, Judged]]:
    on = assessment.asof.on
    measured = [
        (far, place, judged)
        for place, judged in enumerate(assessment.criteria)
        if judged.truth is Truth.FALSE and (far := distance(judged.finding, on)) is not None
    ]
    ranked = [(far, judged) for far, _place, judged in sorted(measured, key=lambda one: one[:2])]
    near = [judged for far, judged in ranked if far <= WITHIN]
    if near:
        yield from (("接近", judged) for judged in near)
    elif ranked:
        yield "最近的是", ranked[0][1]


def _clause(criterion: Criterion) -> str:
    return criterion.clause or str(criterion.citation.provision)
