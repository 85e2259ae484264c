"""Why a criterion cannot be worked out: what there is nothing of, or what the standard says nothing about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tiertrack.facts.units import format_value
from tiertrack.facts.vocabulary import SIZE_GROUP
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding

_LAST_YEAR = -1


def why_unanswered(finding: Finding) -> str:
    """The reasons why no fact can close an open finding, as 营业收入为 0，占比无从计算; empty where one can."""
    return reasons_text(finding.unanswered)


def reasons_text(findings: Iterable[Finding]) -> str:
    """The reasons of findings that have no answer, each once; amounts of the year before stand without it."""
    found = list(findings)
    offsets = {ref.offset for one in found for term in one.blocked for ref in expr.refs(term)}
    reasons = (reason for one in found for reason in _reasons(one, offsets <= {_LAST_YEAR}))
    return "；".join(dict.fromkeys(reasons))


def _reasons(finding: Finding, last_year_only: bool) -> Iterator[str]:
    match finding.test:
        case expr.Threshold(term):
            what = "增长率" if isinstance(term, expr.Growth) else "占比"
            yield from (f"{_nothing(whole, finding, last_year_only)}，{what}无从计算" for whole in finding.blocked)
        case expr.Switch(ref):
            yield "该行业没有划型标准" if ref.key == SIZE_GROUP.key else f"标准没有写这种{ref.label}"
        case expr.Provided(_inner, why):
            yield why


def _nothing(whole: expr.Ref | expr.SumOver, finding: Finding, last_year_only: bool) -> str:
    """A denominator that is none, as 营业收入为 0 or 2023至2025年研发费用合计为 0."""
    refs = expr.refs(whole)
    value_of = {seen.ref: seen.value for seen in finding.observed}
    total = sum(int(value_of[ref] or 0) for ref in refs)
    amount = "0" if total == 0 else format_value(total, refs[0].kind)
    if isinstance(whole, expr.SumOver):
        years = sorted(finding.year + offset for offset in whole.offsets)
        return f"{years[0]}至{years[-1]}年{whole.ref.label}合计为 {amount}"
    return f"{whole.label if last_year_only else whole.label_in(finding.year)}为 {amount}"
