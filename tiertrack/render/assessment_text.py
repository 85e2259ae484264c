"""An assessment as Chinese text: the verdict, the edition, every criterion with its reasons, and what is missing."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator

from tiertrack.facts.achievement import SUBJECT
from tiertrack.facts.industry import NOT_LISTED
from tiertrack.facts.vocabulary import FACTS, SIZE_GROUP
from tiertrack.law.scope import Act, Basis
from tiertrack.logic.expr import refs
from tiertrack.logic.truth import Truth
from tiertrack.render.caveat_lines import caveat_lines, unheld_text, unheld_word
from tiertrack.render.disagreements import disagreement_lines, told_apart
from tiertrack.render.doubt_lines import doubt_lines
from tiertrack.render.finding_text import CLASH, FindingLines
from tiertrack.render.footnotes import Footnotes
from tiertrack.render.indicator_lines import consequence, hit_since
from tiertrack.render.phrases import INDENT, fact_names, known_line, missing_text
from tiertrack.render.policy.edition_text import LOCAL_NOTICE, notes_text
from tiertrack.render.verdict_words import MARKS, decisive_first, mark_for, verdict_text
from tiertrack.rulebooks.national.sme_size_2011 import size_class
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.criterion import Judged
from tiertrack.rules.edition import Edition
from tiertrack.rules.grading import Grading
from tiertrack.rules.rulebook import period_text


def overall_verdict(answers: Alternatives) -> str:
    """The verdict on standards that stand side by side, in the words of one that is met or else of the first."""
    return verdict_text((answers.met or answers.assessments)[0].edition, answers.truth)


def grading_text(found: Grading) -> str:
    """The grade, or those it may come to: 硬科技 A, 硬科技 B 或 C，待补充; 不评级 where none can be reached."""
    if not found.possible:
        return "不评级"
    marks = " 或 ".join(grade.mark for grade in found.possible)
    nothing = "" if found.settled else " 或不评级"
    return f"{found.possible[0].series} {marks}{nothing}{'' if found.grade else '，待补充'}"


def assessment_text(assessment: Assessment) -> str:
    """The whole answer: the verdict, the edition, every criterion with its reasons, and what is missing or moot."""
    footnotes = Footnotes()
    return "\n".join(
        [
            *_heading(assessment, footnotes),
            "",
            *_criteria(assessment, footnotes),
            *_graded(assessment, footnotes),
            *notes_text(assessment.edition, footnotes.cited),
            *_closing(assessment),
            *footnotes.lines,
        ]
    )


def alternatives_text(answers: Alternatives) -> str:
    """The answers by standards that stand side by side: the overall verdict, one line for each, then each in full; of
    one alone its own text."""
    first = answers.assessments[0]
    if len(answers.assessments) == 1:
        return assessment_text(first)
    edition = first.edition
    kind = edition.variant.kind if edition.variant else "标准"
    heading = (
        overall_verdict(answers),
        edition.tier.label,
        edition.act_label,
        str(first.asof.on),
        unheld_word(first),
    )
    lines = [f"{' · '.join(filter(None, heading))}（{len(answers.assessments)} 个{kind}，符合其一即可）"]
    if found := answers.grading:
        lines.append(f"评级 {grading_text(found)}")
    lines += [f"{MARKS[assessment.truth]} {_one_line(assessment)}" for assessment in answers.assessments]
    return "\n\n".join(["\n".join(lines), *map(assessment_text, answers.assessments)])


def _one_line(assessment: Assessment) -> str:
    edition = assessment.edition
    name = edition.variant.label if edition.variant else edition.label
    failed = [judged.criterion for judged in assessment.failed]
    if failed:
        return f"{name}：不符合 {'、'.join(criterion.title for criterion in failed)}"
    if assessment.missing:
        return f"{name}：待补充，尚缺 {len(assessment.missing)} 项"
    return f"{name}：{verdict_text(edition, assessment.truth)}"


def _heading(assessment: Assessment, footnotes: Footnotes) -> Iterator[str]:
    edition, asof = assessment.edition, assessment.asof
    heading = (verdict_text(edition, assessment.truth), edition.label, edition.act_label, str(asof.on))
    yield " · ".join(filter(None, (*heading, unheld_word(assessment))))
    if unheld := unheld_text(assessment):
        yield f"⚠ {unheld}。下面只看标准。"
    if edition.tier.is_local:
        yield LOCAL_NOTICE
    yield f"{assessment.dossier.subject} {assessment.dossier.name}{size_text(assessment)}"
    yield f"依据 {footnotes.cited(edition.cited_on(asof.on))}（{period_text(edition)}）"
    if (follows := consequence(assessment)) is not None:
        yield f"后果 {follows}"
    if (settled := settled_on(assessment)) is not None:
        yield f"按{settled}所适用的版本"
    yield from known_line(asof)


def settled_on(assessment: Assessment) -> str | None:
    """The day of the enterprise's own that chose the edition, where it is not the day asked about."""
    key = assessment.edition.settled_on
    day = None if key is None else assessment.dossier.values.get(key)
    if key is None or not isinstance(day, int) or day >= assessment.asof.on.toordinal():
        return None
    return f"{FACTS[key].label} {dt.date.fromordinal(day)} "


def size_text(assessment: Assessment) -> str:
    """The size of the enterprise as the statistics have it, behind a blank; empty for an achievement, and where it is
    not known and an exchange's rules do not ask for it."""
    dossier, on = assessment.dossier, assessment.asof.on
    if dossier.subject == SUBJECT:
        return ""
    if dossier.values.get(SIZE_GROUP.key) == NOT_LISTED:
        return "　规模 该行业没有划型标准"
    size = size_class(dossier, on)
    if size is None and not _asks_for_size(assessment.edition):
        return ""
    return f"　规模 {size or '待补充'}（按 {on.year - 1} 年指标）"


@functools.lru_cache(maxsize=256)
def _asks_for_size(edition: Edition) -> bool:
    read = any(ref.key == SIZE_GROUP.key for criterion in edition.criteria for ref in refs(criterion.test))
    return read or edition.basis is not Basis.NATIONAL_GUIDELINE


def _criteria(assessment: Assessment, footnotes: Footnotes) -> Iterator[str]:
    reasons = FindingLines(assessment.dossier, assessment.asof.on)
    judged: Iterable[Judged] = assessment.criteria
    if assessment.finding.is_clash:
        yield f"✗ {CLASH}"
    act = assessment.edition.act
    if assessment.truth is Truth.FALSE or not act.is_applied_for:
        judged = sorted(judged, key=lambda row: decisive_first(act).index(row.truth))
    for row in judged:
        yield from _criterion(row, act, reasons, footnotes)
        if not act.is_applied_for and row.truth is Truth.TRUE and (since := hit_since(row, assessment.asof.on)):
            yield f"{INDENT}{since}"


def criterion_text(assessment: Assessment, key: str) -> str:
    """One criterion of an assessment with its reasons; raises KeyError where the edition has no such criterion."""
    judged = {judged.criterion.key: judged for judged in assessment.criteria}[key]
    footnotes = Footnotes()
    lines = list(
        _criterion(judged, assessment.edition.act, FindingLines(assessment.dossier, assessment.asof.on), footnotes)
    )
    return "\n".join([*lines, *footnotes.lines])


def _criterion(judged: Judged, act: Act, reasons: FindingLines, footnotes: Footnotes) -> Iterator[str]:
    criterion = judged.criterion
    yield f"{mark_for(act, judged.truth)} {criterion.title}：{criterion.gist}"
    yield f"{INDENT}依据 {footnotes.cited((criterion.citation, *criterion.amended_by))}"
    yield from (INDENT + line for line in reasons.lines(judged.finding))


def _graded(assessment: Assessment, footnotes: Footnotes) -> Iterator[str]:
    """The grade by this edition alone, with the criteria that only grade."""
    found = assessment.grading
    if found is None or not found.possible or not assessment.edition.act.is_applied_for:
        return
    reasons = FindingLines(assessment.dossier, assessment.asof.on)
    if found.weighed:
        yield "只用来评级、不影响结论的："
    for judged in found.weighed:
        yield from _criterion(judged, assessment.edition.act, reasons, footnotes)
    variant = assessment.edition.variant
    yield f"按本{variant.kind if variant else '标准'}评级 {grading_text(found)}"


def _closing(assessment: Assessment) -> Iterator[str]:
    wanted, disputed = told_apart(assessment.missing, assessment.dossier)
    if wanted:
        yield missing_text(wanted)
    yield from disagreement_lines(disputed, assessment.dossier)
    if moot := assessment.moot:
        yield f"另有 {len(moot)} 项未知，已不影响结论：{fact_names(moot)}。"
    yield from caveat_lines(assessment)
    yield from doubt_lines(assessment.given, assessment.asof.on)
