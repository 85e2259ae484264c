"""The indicators that cost a title, line by line: those that are hit and from which day, those that are near, or else
the nearest one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tiertrack.ladder.distance import WITHIN, distance
from tiertrack.logic.expr import Ref, Threshold, refs
from tiertrack.logic.finding import Finding
from tiertrack.logic.truth import Truth
from tiertrack.render.finding_text import FindingLines
from tiertrack.render.phrases import distance_text, unit_of
from tiertrack.render.shortfalls import left_until_hit
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.criterion import Criterion, Judged
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_years import unchanged_since


def indicator_lines(assessment: Assessment) -> Iterator[str]:
    """The indicators that are hit, each with what was found and from which day, where the facts tell; then those not
    hit of which no more than a fifth of the limit is left, the nearest first, or the nearest of all."""
    yield from (f"触及 {hit_line(judged, assessment)}" for judged in assessment.criteria if judged.truth is Truth.TRUE)
    for word, judged in _near(assessment):
        far = distance(judged.finding, assessment.asof.on)
        left = left_until_hit(judged.finding, assessment.asof.on)
        compared = f"（{distance_text(far)}）" if far else ""
        yield f"{word} {judged.criterion.title}：{left}{compared}　{_clause(judged.criterion, assessment.edition)}"


def hit_line(judged: Judged, assessment: Assessment) -> str:
    """An indicator that is hit, with what was found, from which day, where the facts tell, and the clause."""
    found = "；".join(_held(judged, FindingLines(assessment.dossier, assessment.asof.on)))
    since = f"；{when}" if (when := hit_since(judged, assessment.asof.on)) else ""
    return f"{judged.criterion.title}：{found}{since}　{_clause(judged.criterion, assessment.edition)}"


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


def hit_since(judged: Judged, on: dt.date) -> str:
    """From which day an indicator is hit, where the facts tell it: days counted up to the day asked about, or the
    annual report of the last year that is read."""
    held = [leaf for leaf in judged.finding.leaves if leaf.truth is Truth.TRUE]
    over = [days for leaf in held if (days := _days_beyond(leaf)) is not None]
    if over:
        return f"{on} 当日满" if max(over) == 0 else f"{on} 以前 {max(over)} 个交易日已满"
    years = [leaf.year + (ref.offset or 0) for leaf in held for ref in refs(leaf.test) if ref.yearly]
    return f"自 {max(years)} 年年报披露之日起" if years else ""


_TRADING_DAYS = "个交易日"


def _days_beyond(leaf: Finding) -> int | None:
    """How many trading days more there are than it takes; None where none are counted."""
    test = leaf.test
    if not isinstance(test, Threshold) or not isinstance(test.term, Ref) or unit_of(test.term) != _TRADING_DAYS:
        return None
    return int(leaf.values[0] or 0) - int(test.limit.magnitude)


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
    elif ranked and ranked[0][0] < 1:
        yield "最近的是", ranked[0][1]


def _clause(criterion: Criterion, edition: Edition) -> str:
    """The clause, and since when it has been as it is: that may be longer than the edition of the year."""
    said = criterion.clause or str(criterion.citation.provision)
    since = unchanged_since(national_rulebook().editions, edition, criterion)
    return said if since is None else f"{said}（这一项自 {since} 起）"
