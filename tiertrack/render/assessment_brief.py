"""An assessment in short, on one screen or in a message: the verdict in the words of the one who tells it the firm,
what is not met and how much is lacking, what is to be handed in, and by when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from tiertrack.enumeration import first_few
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.distance import distance
from tiertrack.law.instrument import Citation, Confidence
from tiertrack.law.scope import Act, Basis
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding, Observed
from tiertrack.logic.truth import Truth
from tiertrack.render.alternatives import OR, beside_text, lacking_told, nearest_branches, sole_alternatives
from tiertrack.render.assessment_text import grading_text, settled_on, size_text
from tiertrack.render.caveat_lines import caveat_lines, unheld_text
from tiertrack.render.disagreements import disagreement_lines, told_apart
from tiertrack.render.doubt_lines import doubt_lines
from tiertrack.render.finding_text import CLASH, FindingLines
from tiertrack.render.footnotes import remark
from tiertrack.render.indicator_lines import consequence, indicator_lines
from tiertrack.render.open_criteria import open_lines
from tiertrack.render.phrases import distance_text, known_line
from tiertrack.render.policy.edition_text import LOCAL_NOTICE
from tiertrack.render.shortfalls import binding_text, shortfalls_text
from tiertrack.render.spoken import wanted_facts
from tiertrack.render.verdict_words import MARKS, verdict_text
from tiertrack.render.windows import window_text
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.criterion import Criterion, Judged
from tiertrack.rules.edition import Edition

# What has room on a screen, and in a message of eight lines.
_ON_SCREEN, _OPEN_ON_SCREEN, _IN_A_MESSAGE = 8, 4, 3
# A line of a screen in characters twice as wide as letters, the lines that facts may take, and those of a message.
_WIDTH, _LINES_OF_FACTS, _FACTS_IN_A_MESSAGE = 38, 8, 5
_BRANCHES = 2


def assessment_screen(assessment: Assessment) -> str:
    """The answer on one screen."""
    edition = assessment.edition
    lines = [verdict_sentence(assessment), *_about(assessment)]
    decisive = [judged for judged in assessment.criteria if judged.truth is Truth.TRUE]
    if edition.act.is_applied_for:
        decisive = [*assessment.failed]
        lines += _unmet_lines(assessment)
        lines += [f"  {line}" for line in open_lines(assessment, reasons, _OPEN_ON_SCREEN)]
    else:
        lines += [f"  {line}" for line in indicator_lines(assessment)]
    lines += _wanted(lacked_facts(assessment), assessment.truth, assessment.dossier)
    lines += _by_when(assessment)
    lines += [*caveat_lines(assessment), *doubt_lines(assessment.given, assessment.asof.on)]
    cited = (*edition.cited_on(assessment.asof.on), *(judged.criterion.citation for judged in decisive))
    return "\n".join([*lines, *_remarks(cited)])


def _unmet_lines(assessment: Assessment) -> Iterator[str]:
    failed = assessment.failed
    if assessment.finding.is_clash:
        yield CLASH
    yield from (f"  ✗ {unmet_line(judged, assessment)}" for judged in failed[:_ON_SCREEN])
    if len(failed) > _ON_SCREEN:
        yield f"  另有 {len(failed) - _ON_SCREEN} 条未达到，全文逐条列出"


def alternatives_screen(answers: Alternatives) -> str:
    """The answers by standards that stand side by side on one screen: the verdict, and a line for each of them."""
    first = answers.assessments[0]
    if len(answers.assessments) == 1:
        return assessment_screen(first)
    lines = [_overall(answers), *_headed(first)]
    if found := answers.grading:
        lines.append(f"评级 {grading_text(found)}")
    lines += [f"  {MARKS[assessment.truth]} {_in_a_line(assessment)}" for assessment in answers.assessments]
    lines += _wanted(answers.missing, answers.truth, first.dossier)
    lines += _by_when(first)
    lines += [*caveat_lines(first), *doubt_lines(first.given, first.asof.on)]
    cited = (citation for one in answers.assessments for citation in one.edition.cited_on(one.asof.on))
    return "\n".join([*lines, *_remarks(cited)])


def assessment_message(assessment: Assessment) -> str:
    """The answer in at most eight plain lines, to be sent to a phone."""
    failed = assessment.failed
    lines = [verdict_sentence(assessment)]
    if not assessment.edition.act.is_applied_for:
        told = [*indicator_lines(assessment)][:_IN_A_MESSAGE]
        return "\n".join([*lines, *told, *_rest_of_message(lacked_facts(assessment), assessment)])
    if failed:
        more = f"，先说 {_IN_A_MESSAGE} 条" if len(failed) > _IN_A_MESSAGE else ""
        lines.append(f"未达到 {len(failed)} 条{more}：")
    lines += [
        f"{number}. {lacking_text(judged, assessment)}" for number, judged in enumerate(failed[:_IN_A_MESSAGE], 1)
    ]
    return "\n".join([*lines, *_rest_of_message(lacked_facts(assessment), assessment)])


def alternatives_message(answers: Alternatives) -> str:
    """The same by standards that stand side by side."""
    first = answers.assessments[0]
    if len(answers.assessments) == 1:
        return assessment_message(first)
    each = [f"{MARKS[one.truth]} {_in_a_line(one)}" for one in answers.assessments[: _IN_A_MESSAGE + 1]]
    return "\n".join([_overall(answers), *each, *_rest_of_message(answers.missing, first)])


def _rest_of_message(lacked: Sequence[Observed], assessment: Assessment) -> Iterator[str]:
    wanted, disputed = told_apart(lacked, assessment.dossier)
    names = wanted_facts(wanted)
    more = " 等" if len(names) > _FACTS_IN_A_MESSAGE else ""
    if wanted:
        yield f"请先提供 {len(wanted)} 项资料：{'；'.join(names[:_FACTS_IN_A_MESSAGE])}{more}"
    if disputed:
        yield f"来源不一致、先要定信哪一处 {len(disputed)} 项：{first_few(wanted_facts(disputed), '项', joint='；')}"
    yield from _by_when(assessment)
    yield f"按 {assessment.asof.on} 的资料和标准判断"


# The verdict.

_VERDICTS = {
    (Act.RECOGNITION, Truth.TRUE): "可以申报",
    (Act.RECOGNITION, Truth.FALSE): "暂不能申报",
    (Act.REVIEW, Truth.TRUE): "可以通过复核",
    (Act.REVIEW, Truth.FALSE): "暂不能通过复核",
}


def verdict_sentence(assessment: Assessment) -> str:
    """The verdict as it is told the firm: 暂不能申报：按某文附件1，某公司不符合专精特新中小企业认定条件."""
    edition, truth, name = assessment.edition, assessment.truth, assessment.dossier.name
    if unheld := unheld_text(assessment):
        return f"{unheld}。只按{_standard(assessment)}看，{_word_alone(edition, truth)}"
    if edition.basis is Basis.DEFAULT_LOCAL:
        # What only meets a default of ours is never called recognised, nor applied for.
        return f"{verdict_text(edition, truth)}：{name}　{edition.label}"
    if not edition.act.is_applied_for:
        follows = consequence(assessment)
        verdict = "资料不全，还不能判断" if truth is Truth.UNKNOWN else verdict_text(edition, truth)
        return (
            f"{verdict}：按{_standard(assessment)}，{name}（{edition.label}）{f'，后果为{follows}' if follows else ''}"
        )
    return f"{_word(assessment, truth)}：按{_standard(assessment)}，{name}{_meets(truth, edition.label, edition)}"


def _overall(answers: Alternatives) -> str:
    first, truth = answers.assessments[0], answers.truth
    edition, count = first.edition, len(answers.assessments)
    kind = edition.variant.kind if edition.variant else "标准"
    if edition.basis is Basis.DEFAULT_LOCAL:
        word = verdict_text((answers.met or answers.assessments)[0].edition, truth)
        return f"{word}：{first.dossier.name}　{edition.tier.label}（{count} 个{kind}，符合其一即可）"
    met = _meets(truth, edition.tier.label, edition)
    if unheld := unheld_text(first):
        return f"{unheld}。只看标准，{met}（{count} 个{kind}，符合其一即可）"
    return f"{_word(first, truth)}：{first.dossier.name}{met}（{count} 个{kind}，符合其一即可）"


def _word_alone(edition: Edition, truth: Truth) -> str:
    """The verdict on the standard by itself, where there is no title it would be about."""
    if not edition.act.is_applied_for:
        return "资料不全，还不能判断是否触及" if truth is Truth.UNKNOWN else verdict_text(edition, truth)
    met = _meets(truth, edition.label, edition)
    return f"资料不全，还不能判断{met}" if truth is Truth.UNKNOWN else met


def _word(assessment: Assessment, truth: Truth) -> str:
    act = assessment.edition.act
    if truth is Truth.UNKNOWN:
        return "资料不全，还不能判断"
    if act is Act.RECOGNITION and assessment.dossier.holds_title(assessment.edition.tier.value, assessment.asof.on):
        return "已持有称号，仍符合条件" if truth is Truth.TRUE else "已持有称号，但达不到认定条件"
    return _VERDICTS[act, truth]


def _meets(truth: Truth, label: str, edition: Edition) -> str:
    word = {Truth.TRUE: "符合", Truth.FALSE: "不符合", Truth.UNKNOWN: "是否符合"}[truth]
    return f"{word}{label}{edition.act_label}条件"


def _standard(assessment: Assessment) -> str:
    """The clauses a standard is, without a blank between a document and its annex; then by their numbers the other
    documents it rests on, whether they changed it, took it over or go with it."""
    standard, *others = assessment.edition.cited_on(assessment.asof.on)
    document = standard.provision.instrument
    numbers = dict.fromkeys(one.provision.instrument.number for one in others)
    beside = "、".join(number for number in numbers if number != document.number)
    return f"{document.number}{standard.provision.path}{f'（并据{beside}）' if beside else ''}"


def _about(assessment: Assessment) -> Iterator[str]:
    yield from _headed(assessment)
    counted = [judged.truth for judged in assessment.criteria]
    if not assessment.edition.act.is_applied_for:
        told = (("触及", Truth.TRUE), ("待补资料", Truth.UNKNOWN), ("未触及", Truth.FALSE))
        counts = "，".join(f"{word} {counted.count(truth)} 项" for word, truth in told if truth in counted)
        yield f"{counts}（所依标准自 {assessment.edition.period.start} 起适用）"
        return
    if (found := assessment.grading) is not None and found.possible:
        yield f"评级 {grading_text(found)}"
    told = (("已达到", Truth.TRUE), ("待补资料", Truth.UNKNOWN), ("未达到", Truth.FALSE))
    counts = "，".join(f"{word} {counted.count(truth)} 条" for word, truth in told if truth in counted)
    yield f"{counts}{'：' if Truth.FALSE in counted else ''}"


def _headed(assessment: Assessment) -> Iterator[str]:
    if assessment.edition.tier.is_local:
        yield LOCAL_NOTICE
    size = size_text(assessment).strip()
    yield "　".join(filter(None, (f"判断日 {assessment.asof.on}", size, *known_line(assessment.asof))))
    if (settled := settled_on(assessment)) is not None:
        yield f"按{settled}所适用的版本"


# What is not met.


def unmet_line(judged: Judged, assessment: Assessment) -> str:
    """A criterion that is not met in one line, with how far from the limit that is and the clause that asks for it."""
    far = distance(judged.finding, assessment.asof.on) if judged.truth is Truth.FALSE else None
    return f"{_unmet(judged, assessment, _compared(far))}　{_clause(judged.criterion)}"


def _compared(far: Fraction | None) -> str:
    return f"（{distance_text(far)}）" if far else ""


def _unmet(judged: Judged, assessment: Assessment, compared: str = "") -> str:
    """A criterion that is not met: what it is about, what was found, and how far that is from the limit, of
    alternatives beside the nearest."""
    lines = FindingLines(assessment.dossier, assessment.asof.on)
    told = list(dict.fromkeys(reasons(judged.finding, lines, lines.told))) or [f"须{judged.criterion.gist}"]
    told[0 if sole_alternatives(judged.finding) is not None else -1] += compared
    return f"{judged.criterion.title}：{'；'.join(told)}"


def lacking_text(judged: Judged, assessment: Assessment, far: Fraction | None = None) -> str:
    """The same in fewer words: how much is lacking, or what was found where that is no matter of degree; with how
    ``far`` from the limit that is, where it is given."""
    finding, on, compared = judged.finding, assessment.asof.on, _compared(far)
    if short := lacking_told(finding, on, lambda part: binding_text(part, on), compared):
        return f"{judged.criterion.title}：{short}"
    return _unmet(judged, assessment, compared)


def reasons(finding: Finding, lines: FindingLines, tell: Callable[[Finding], Iterator[str]]) -> Iterator[str]:
    """What made a finding fail, leaf by leaf, each as it is told; of alternatives the nearest branches."""
    if finding.score is not None:
        yield shortfalls_text(finding, lines.on)
    elif finding.is_clash:
        yield CLASH
    elif isinstance(finding.test, expr.AnyOf):
        yield from _branches(finding, lines, tell)
    elif isinstance(finding.test, expr.Provided) and finding.is_silent:
        yield finding.test.why
    elif isinstance(finding.test, expr.Not | expr.Holds) or not finding.findings:
        yield from tell(finding)
    else:
        for part in finding.findings:
            if part.truth is Truth.FALSE:
                yield from reasons(part, lines, tell)


def _branches(finding: Finding, lines: FindingLines, tell: Callable[[Finding], Iterator[str]]) -> Iterator[str]:
    near = nearest_branches(finding, lines.on)
    # Of titles and the like it is said that there is neither; of limits that either is enough.
    either = OR if distance(finding, lines.on) is not None else ""
    for place, part in enumerate(near[:_BRANCHES]):
        yield f"{either if place else ''}{'，'.join(reasons(part, lines, tell))}{beside_text(part)}"
    if len(near) > _BRANCHES:
        yield f"另 {len(near) - _BRANCHES} 种情形也没有达到"


def _clause(criterion: Criterion) -> str:
    return criterion.clause or str(criterion.citation.provision)


def _in_a_line(assessment: Assessment) -> str:
    """One of several standards: met, what is not met, or how much is missing."""
    edition, failed = assessment.edition, assessment.failed
    name = edition.variant.label if edition.variant else edition.label
    if failed:
        titles = first_few(dict.fromkeys(judged.criterion.title for judged in failed), "条", most=_IN_A_MESSAGE)
        return f"{name}：未达到 {titles}"
    if assessment.missing:
        return f"{name}：还缺 {len(assessment.missing)} 项资料"
    return f"{name}：{verdict_text(edition, assessment.truth)}"


# What is to be handed in, by when, and how far the sources were seen.


def lacked_facts(assessment: Assessment) -> Sequence[Observed]:
    """The facts that could still decide a criterion: a standard that fails already needs them all the same."""
    return tuple({seen.key: seen for judged in assessment.criteria for seen in judged.missing}.values())


def _wanted(lacked: Sequence[Observed], truth: Truth, dossier: Dossier) -> Iterator[str]:
    wanted, disputed = told_apart(lacked, dossier)
    if wanted:
        yield f"{'请先提供' if truth is Truth.UNKNOWN else '其余各条还须提供'}下列 {len(wanted)} 项资料"
        yield from (f"  {line}" for line in _in_lines(wanted_facts(wanted), len(wanted)))
    yield from disagreement_lines(disputed, dossier)


def _in_lines(names: Sequence[str], count: int) -> list[str]:
    """Names put into lines of a screen, as many as have room; ``count`` facts they are in all."""
    lines = [""]
    for name in names:
        if lines[-1] and len(lines[-1]) + len(name) > _WIDTH:
            lines.append("")
        lines[-1] += f"{name}；"
    shown, more = lines[:_LINES_OF_FACTS], f" 等 {count} 项" if len(lines) > _LINES_OF_FACTS else ""
    return [*shown[:-1], f"{shown[-1].removesuffix('；')}{more}"]


def _by_when(assessment: Assessment) -> Iterator[str]:
    edition = assessment.edition
    if not edition.act.is_applied_for:
        return
    if told := window_text(assessment.dossier, edition.tier, edition.act, assessment.asof.on):
        yield f"时间　{told}"


def _remarks(citations: Iterable[Citation]) -> Iterator[str]:
    """How far the sources were seen, once."""
    cited = list(dict.fromkeys(citations))
    seen = [citation for citation in cited if citation.confidence is Confidence.ORIGINAL]
    for about, of in (("所据文件不全见于原文：", [one for one in cited if one not in seen]), ("", seen)):
        if told := list(dict.fromkeys(filter(None, map(remark, of)))):
            yield f"注　{about}{first_few(told, '种', most=_BRANCHES, joint='；')}"
