"""The rows of charts: an assessment by its criteria, a ladder by its rungs, a screening by what it leaves over."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from fractions import Fraction

from tiertrack.enumeration import first_few
from tiertrack.ladder.climb import Climb, Rung
from tiertrack.ladder.distance import distance
from tiertrack.logic.truth import Truth
from tiertrack.plotted import Row
from tiertrack.render.members import iso
from tiertrack.render.report.report import Report
from tiertrack.render.report.report_rows import rung_rows
from tiertrack.render.screening_text import clause_names
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.render.verdict_words import truth_word
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.criterion import Judged
from tiertrack.screening.results import Screening

# What stands beside a bar has room for so many facts.
_TOLD = 3


@functools.singledispatch
def chart_rows(answer: object) -> list[Row]:
    """The rows of the chart of an answer, a row for each bar; raises TypeError for what has no chart."""
    raise TypeError(type(answer).__name__)


# An assessment.


@chart_rows.register
def _of_assessment(answer: Assessment) -> list[Row]:
    return [_criterion(answer, judged) for judged in answer.criteria]


def _criterion(answer: Assessment, judged: Judged) -> Row:
    criterion = judged.criterion
    return {
        "key": criterion.key,
        "title": criterion.title,
        "text": criterion.gist,
        "truth": judged.truth.value,
        "verdict": answer.edition.act.word(judged.truth),
        "reached": _reached(answer, judged),
        "note": _note(answer, judged),
    }


def _reached(answer: Assessment, judged: Judged) -> float | None:
    """How much of its limit a criterion reaches, from 0 to 1; 0 where it fails and that is no matter of degree, None
    where it is open."""
    match judged.truth:
        case Truth.TRUE:
            return 1.0
        case Truth.UNKNOWN:
            return None
    short = distance(judged.finding, answer.asof.on)
    # Downwards, so that nothing that fails is shown as whole.
    return 0.0 if short is None else math.floor(max(Fraction(0), 1 - short) * 10_000) / 10_000


def _note(answer: Assessment, judged: Judged) -> str:
    match judged.truth:
        case Truth.FALSE:
            return shortfalls_text(judged.finding, answer.asof.on) or answer.edition.act.word(Truth.FALSE)
        case Truth.UNKNOWN if facts := judged.missing:
            return f"缺：{first_few((fact.label for fact in facts), most=_TOLD)}"
    return "" if judged.truth is Truth.TRUE else truth_word(judged.truth)


# A ladder.


@chart_rows.register
def _of_climb(climb: Climb) -> list[Row]:
    return [_rung(climb, step, rung) for step, rung in enumerate(climb.rungs, 1)]


def _rung(climb: Climb, step: int, rung: Rung) -> Row:
    state, note = _state(rung)
    return {
        "step": step,
        "tier": rung.tier.value,
        "name": rung.label,
        "held": rung.held.value,
        "through": iso(rung.through),
        "truth": rung.answers.truth.value if rung.answers else None,
        "state": state,
        "note": note,
        "next": rung is climb.next,
    }


def _state(rung: Rung) -> tuple[str, str]:
    """What is said of a rung in a word, and what beside it."""
    if rung.held is Truth.TRUE:
        return "持有", f"至 {rung.through}" if rung.through else ""
    if rung.answers is None:
        return "没有标准", ""
    if rung.answers.truth is Truth.TRUE:
        return "符合标准", "可以申报"
    closing = rung.closings[0]
    failed = f"{len(closing.gaps)} 条不符合" if closing.gaps else ""
    lacking = f"缺 {len(closing.missing)} 项{'' if failed else '资料'}" if closing.missing else ""
    return truth_word(rung.answers.truth), "，".join(filter(None, (failed, lacking)))


# A screening.


@chart_rows.register
def _of_screening(found: Screening) -> list[Row]:
    return [*_waterfall(found)]


def _waterfall(found: Screening) -> Iterator[Row]:
    """All enterprises, those each criterion takes out of the ones left over, those left open, and those that meet the
    standard; in one step where the criteria are those of several standards side by side, since to fail one takes nobody
    out."""
    left, act = found.total, found.editions[0].act
    yield _bar("total", "筛查的企业", left, 0, left)
    steps, named = [clause for clause in found.clauses if clause.first is not None], clause_names(found.editions)
    for clause in steps:
        lost = clause.first or 0
        more = {"key": clause.key, "failed": clause.failed, "open": clause.open}
        yield _bar("failed", named(clause.key, clause.title), lost, left - lost, left) | more
        left -= lost
    if not steps:
        none = "各套标准都不符合" if act.is_applied_for else act.word(Truth.FALSE)
        yield _bar("failed", none, found.failed, left - found.failed, left)
    yield _bar("open", "待补充", found.open, found.met, found.met + found.open)
    yield _bar("met", act.word(Truth.TRUE), found.met, 0, found.met)


def _bar(kind: str, label: str, count: int, low: int, high: int) -> Row:
    return {
        "kind": kind,
        "label": label,
        "count": count,
        "from": low,
        "to": high,
        "key": None,
        "failed": None,
        "open": None,
    }


# A report.


@chart_rows.register
def _of_report(report: Report) -> list[Row]:
    return rung_rows(report)
