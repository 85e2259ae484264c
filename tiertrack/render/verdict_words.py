"""The words of a verdict, by what is asked: a standard is met or not, an indicator that costs a title is hit or not."""

from __future__ import annotations

from tiertrack.law.scope import Act, Basis
from tiertrack.logic.truth import Truth
from tiertrack.rules.edition import Edition

MARKS = {Truth.TRUE: "✓", Truth.FALSE: "✗", Truth.UNKNOWN: "?"}
FAILURES_FIRST = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)


def truth_word(truth: Truth) -> str:
    """符合, 不符合 or 待补充."""
    return truth.word


def mark_for(act: Act, truth: Truth) -> str:
    """What stands before a criterion: a tick or a cross; of an indicator its word, as a tick would say all is well."""
    return MARKS[truth] if act.is_applied_for else act.word(truth)


def decisive_first(act: Act) -> tuple[Truth, ...]:
    """The order in which criteria are told: what makes a standard fail, or an indicator be hit, first."""
    return FAILURES_FIRST if act.is_applied_for else FAILURES_FIRST[::-1]


def verdict_text(edition: Edition, truth: Truth) -> str:
    """The verdict in words: what only meets a default of ours is never called recognised."""
    if not edition.act.is_applied_for:
        word = edition.act.word(truth)
        return word if truth is Truth.UNKNOWN else f"{word}退市指标"
    if edition.basis is not Basis.DEFAULT_LOCAL:
        return truth_word(truth)
    adjusted = "，参数经本区调整" if edition.is_adjusted else ""
    which = f"{edition.basis.label}（第 {edition.revision} 版{adjusted}）"
    return f"{truth_word(truth)}·{which}" if truth is Truth.UNKNOWN else f"{truth_word(truth)}{which}"
