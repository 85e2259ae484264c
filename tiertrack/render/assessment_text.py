"""An assessment and an edition as Chinese text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import frozen

from tiertrack.facts.achievement import SUBJECT
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.units import decimal_text
from tiertrack.facts.vocabulary import FACTS
from tiertrack.law.comparators import FAILED
from tiertrack.law.instrument import Instrument
from tiertrack.law.scope import Basis
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding, Line, Observed
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.render.ip_text import definition_changes, definition_lines
from tiertrack.render.phrases import calendar_year, limit_text, relative_year, term_text, test_text, unit_of, value_text
from tiertrack.render.shortfalls import not_concerned, rate_text, shortfall_text
from tiertrack.render.value_sources import sources_of
from tiertrack.rulebooks.national.sme_size_2011 import size_class
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.rules.criterion import Judged
from tiertrack.rules.diff import Change, ClauseChange
from tiertrack.rules.edition import Edition
from tiertrack.rules.grading import Grading, grading
from tiertrack.rules.ip_counting import RIGHT_COUNTS
from tiertrack.rules.numbers import describe, quantity_text
from tiertrack.rules.rulebook import period_text

__all__ = [
    "LOCAL_NOTICE",
    "alternatives_text",
    "assessment_text",
    "criterion_text",
    "diff_text",
    "edition_line",
    "edition_text",
    "editions_text",
    "grading_text",
    "overall_verdict",
    "truth_word",
    "verdict_text",
]

_MARKS = {Truth.TRUE: "✓", Truth.FALSE: "✗", Truth.UNKNOWN: "?"}
_WORDS = {Truth.TRUE: "符合", Truth.FALSE: "不符合", Truth.UNKNOWN: "待补充"}
_FAILURES_FIRST = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)
_INDENT = "    "


def truth_word(truth: Truth) -> str:
    """符合, 不符合 or 待补充."""
    return _WORDS[truth]


# 本地口径两级的每一份答复都写明这一句。
LOCAL_NOTICE = "本级无全国统一认定标准，口径由本区确定。"


def verdict_text(edition: Edition, truth: Truth) -> str:
    """The verdict in words: what only meets a default of ours is never called recognised."""
    if edition.basis is not Basis.DEFAULT_LOCAL:
        return truth_word(truth)
    adjusted = "，参数经本区调整" if edition.is_adjusted else ""
    which = f"{edition.basis.label}（第 {edition.revision} 版{adjusted}）"
    return f"{truth_word(truth)}·{which}" if truth is Truth.UNKNOWN else f"{truth_word(truth)}{which}"


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
    reasons = (*_criteria(assessment), *_graded(assessment), *_notes(assessment.edition))
    return "\n".join([*_heading(assessment), "", *reasons, *_closing(assessment)])


def alternatives_text(answers: Alternatives) -> str:
    """The answers by standards that stand side by side: the overall verdict, one line for each, then each in full."""
    first = answers.assessments[0]
    edition = first.edition
    kind = edition.variant.kind if edition.variant else "标准"
    said = (overall_verdict(answers), edition.tier.label, edition.act_label, str(first.asof.on))
    lines = [f"{' · '.join(filter(None, said))}（{len(answers.assessments)} 个{kind}，符合其一即可）"]
    if found := grading(answers.assessments):
        lines.append(f"评级 {grading_text(found)}")
    lines += [f"{_MARKS[one.truth]} {_one_line(one)}" for one in answers.assessments]
    return "\n\n".join(["\n".join(lines), *map(assessment_text, answers.assessments)])


def _one_line(assessment: Assessment) -> str:
    edition = assessment.edition
    name = edition.variant.label if edition.variant else edition.label
    failed = [one.criterion for one in assessment.criteria if one.truth is Truth.FALSE]
    if failed:
        return f"{name}：不符合 {'、'.join(f'{one.key} {one.title}' for one in failed)}"
    if assessment.missing:
        return f"{name}：待补充，尚缺 {len(assessment.missing)} 项"
    return f"{name}：{verdict_text(edition, assessment.truth)}"


def _heading(assessment: Assessment) -> Iterator[str]:
    edition, asof = assessment.edition, assessment.asof
    said = (verdict_text(edition, assessment.truth), edition.label, edition.act_label, str(asof.on))
    yield " · ".join(filter(None, said))
    if edition.tier.is_local:
        yield LOCAL_NOTICE
    yield f"{assessment.dossier.subject} {assessment.dossier.name}{_size(assessment)}"
    yield f"依据 {edition.citations}（{period_text(edition)}）"
    if (settled := _settled_on(assessment)) is not None:
        yield f"按{settled}所适用的版本"
    if asof.known_at is not None:
        yield f"按 {asof.known_at.isoformat()} 以前所知"


def _settled_on(assessment: Assessment) -> str | None:
    """The day of the enterprise's own that chose the edition, where it is not the day asked about."""
    key = assessment.edition.settled_on
    day = None if key is None else assessment.dossier.values.get(key)
    if key is None or not isinstance(day, int) or day >= assessment.asof.on.toordinal():
        return None
    return f"{FACTS[key].label} {dt.date.fromordinal(day)} "


def _size(assessment: Assessment) -> str:
    dossier, on = assessment.dossier, assessment.asof.on
    if dossier.subject == SUBJECT:
        return ""
    return f"　规模 {size_class(dossier, on).name or '待补充'}（按 {on.year - 1} 年指标）"


def _criteria(assessment: Assessment) -> Iterator[str]:
    teller = _Teller(assessment.dossier, assessment.asof.on)
    judged: Iterable[Judged] = assessment.criteria
    if assessment.truth is Truth.FALSE:
        judged = sorted(judged, key=lambda one: _FAILURES_FIRST.index(one.truth))
    for one in judged:
        yield from _criterion(one, teller)


def criterion_text(assessment: Assessment, key: str) -> str:
    """One criterion of an assessment with its reasons; raises KeyError where the edition has no such criterion."""
    judged = {one.criterion.key: one for one in assessment.criteria}[key]
    return "\n".join(_criterion(judged, _Teller(assessment.dossier, assessment.asof.on)))


def _criterion(one: Judged, teller: _Teller) -> Iterator[str]:
    yield f"{_MARKS[one.truth]} {one.criterion.key} {one.criterion.gist}"
    yield f"{_INDENT}依据 {one.criterion.citations}"
    yield from (_INDENT + line for line in teller.lines(one.finding))


def _graded(assessment: Assessment) -> Iterator[str]:
    """The grade by this edition alone, with the criteria that only grade."""
    found = grading([assessment])
    if found is None or not found.possible:
        return
    teller = _Teller(assessment.dossier, assessment.asof.on)
    if found.weighed:
        yield "只用来评级、不影响结论的："
    for one in found.weighed:
        yield from _criterion(one, teller)
    variant = assessment.edition.variant
    yield f"按本{variant.kind if variant else '标准'}评级 {grading_text(found)}"


def _notes(edition: Edition) -> Iterator[str]:
    for note in edition.notes:
        yield f"· {note.gist}（只作提示，不判断）　{note.citation}"


def _closing(assessment: Assessment) -> Iterator[str]:
    missing, moot = assessment.missing, assessment.moot
    if missing:
        yield f"尚缺 {len(missing)} 项：{_names(missing)}。"
    if moot:
        yield f"另有 {len(moot)} 项未知，已不影响结论：{_names(moot)}。"


def _names(facts: Iterable[Observed]) -> str:
    return "、".join(fact.label for fact in facts)


@frozen
class _Teller:
    """Tells findings about one dossier on one day, line by line."""

    dossier: Dossier
    on: dt.date

    def lines(self, finding: Finding) -> Iterator[str]:
        match finding.test:
            case expr.Scorecard():
                yield from self._scorecard(finding)
            case expr.Switch():
                yield from self._switch(finding)
            case expr.Not():
                yield from self._not(finding)
            case expr.AllOf() | expr.AnyOf() | expr.AtLeast():
                yield from self._group(finding)
            case _:
                yield f"{_MARKS[finding.truth]} {self._leaf(finding)}"

    def _group(self, finding: Finding) -> Iterator[str]:
        shown: Iterable[Finding] = finding.findings
        if isinstance(finding.test, expr.AnyOf) and finding.truth is Truth.TRUE:
            shown = [part for part in shown if part.truth is Truth.TRUE]
        elif for_others := not_concerned(finding):
            shown = for_others
        elif finding.truth is Truth.FALSE:
            shown = sorted(shown, key=lambda part: _FAILURES_FIRST.index(part.truth))
        plain_conjunction = isinstance(finding.test, expr.AllOf) and not finding.test.label
        if not plain_conjunction:
            yield f"{_MARKS[finding.truth]} {test_text(finding.test, calendar_year(finding.year))}"
        indent = "" if plain_conjunction else _INDENT
        for part in shown:
            yield from (indent + line for line in self.lines(part))

    def _switch(self, finding: Finding) -> Iterator[str]:
        selector = finding.observed[0]
        if selector.value is None:
            yield f"? {selector.label}未知　　缺：{self._lacking(finding.missing)}"
            return
        chosen = value_text(selector.ref, selector.value)
        if finding.is_uncovered:
            yield f"? {chosen}，标准没有对应的下限，须由主管部门判断"
            return
        yield f"{selector.label}：{chosen}"
        for part in finding.findings:
            yield from self.lines(part)

    def _not(self, finding: Finding) -> Iterator[str]:
        inner = finding.findings[0]
        if inner.findings:
            yield f"{_MARKS[finding.truth]} 下列不得成立"
            yield from (_INDENT + line for line in self.lines(inner))
        else:
            yield f"{_MARKS[finding.truth]} {self._leaf(inner)}"

    def _leaf(self, finding: Finding) -> str:
        if finding.truth is Truth.UNKNOWN:
            return self._unknown(finding)
        match finding.test:
            case expr.Threshold():
                said = self._threshold(finding, finding.test)
            case expr.TopRank(ref) | expr.Choice(ref):
                said = f"{test_text(finding.test, calendar_year(finding.year))}：{self._value(finding.observed[0])}"
            case expr.Holds(ref):
                said = f"{ref.label}：{self._value(finding.observed[0])}"
            case _:
                said = test_text(finding.test, calendar_year(finding.year))
        lacking = shortfall_text(finding, self.on)
        return f"{said}{f'，{lacking}' if lacking else ''}{self._source(finding.observed)}"

    def _threshold(self, finding: Finding, test: expr.Threshold) -> str:
        word = test.word if finding.truth is Truth.TRUE else FAILED[test.word]
        subject = term_text(test.term, calendar_year(finding.year))
        if isinstance(test.term, expr.Tenure):
            return f"{subject} 自 {self._value(finding.observed[0])} 起，{word} {limit_text(test.limit)}"
        return f"{subject} {self._measured(finding, test)}，{word} {limit_text(test.limit, unit_of(test.term))}"

    def _measured(self, finding: Finding, test: expr.Threshold) -> str:
        if isinstance(test.term, expr.Ref):
            return self._value(finding.observed[0])
        said = rate_text(finding)
        if isinstance(test.term, expr.Ratio):
            sides = (_side(side, finding) for side in (test.term.part, test.term.whole))
            return f"{said}（{' / '.join(sides)}）"
        return f"{said}（{'、'.join(f'{seen.label} {self._value(seen)}' for seen in finding.observed)}）"

    def _unknown(self, finding: Finding) -> str:
        said = test_text(finding.test, calendar_year(finding.year))
        if finding.blocked:
            values = {seen.ref: seen for seen in finding.observed}
            bases = [values[ref] for term in finding.blocked for ref in expr.refs(term)]
            return f"{said}　　无从计算：{'、'.join(f'{seen.label} {self._value(seen)}' for seen in bases)}，不是正数"
        return f"{said}　　缺：{self._lacking(finding.missing)}"

    def _lacking(self, facts: Iterable[Observed]) -> str:
        return "、".join(f"{fact.label}{self._why_unknown(fact)}" for fact in facts)

    def _why_unknown(self, fact: Observed) -> str:
        if fact.key in self.dossier.conflicts:
            told = self.dossier.conflicts[fact.key]
            return f"（来源不一致：{'；'.join(f'{one.source} {value_text(fact.ref, one.value)}' for one in told)}）"
        if fact.key in self.dossier.doubts:
            return f"（{self.dossier.doubts[fact.key]}）"
        later = [one for one in self.dossier.attestations if one.key == fact.key and one.on > self.on]
        if fact.ref.kind is Kind.JUDGEMENT and later:
            return f"（认定作出于 {later[0].on}，晚于判断日，不计）"
        return ""

    def _value(self, seen: Observed) -> str:
        if seen.value is None:
            return "未知"
        if seen.ref.kind is Kind.JUDGEMENT and (made := self.dossier.attested(seen.key, self.on)):
            return f"{value_text(seen.ref, seen.value)}（{made.by}，{made.on}）"
        return value_text(seen.ref, seen.value)

    def _source(self, facts: Iterable[Observed]) -> str:
        said = [source for fact in facts for source in sources_of(fact, self.dossier, self.on)]
        return f"　〔{'；'.join(dict.fromkeys(said))}〕" if said else ""

    def _scorecard(self, finding: Finding) -> Iterator[str]:
        score = finding.score
        assert score is not None
        passing = _points_text(score.passing, score.passing)
        yield f"{_MARKS[finding.truth]} 评价得分 {_points_text(score.low, score.high)}，须 {passing}"
        for section, lines in score.sections:
            low, high = sum(line.low for line in lines), sum(line.high for line in lines)
            minimum = f"，须 {limit_text(section.minimum)}" if section.minimum else ""
            yield f"{_INDENT}{section.name} {_points_text(low, high)}{minimum}"
            yield from (f"{_INDENT * 2}{self._line(line, finding)}" for line in lines)

    def _line(self, line: Line, finding: Finding) -> str:
        facts = {seen.key: seen for found in line.findings for leaf in found.leaves for seen in leaf.observed}
        if line.item.measured is not None:
            facts = {seen.key: seen for seen in finding.observed if seen.ref == line.item.measured}
        known = "，".join(self._known(seen) for seen in facts.values() if seen.value is not None)
        said = f"{line.item.name} {_points_text(line.low, line.high)}{f'：{known}' if known else ''}"
        unknown = [seen for seen in facts.values() if seen.value is None]
        return f"{said}　　缺：{self._lacking(unknown)}" if unknown and line.low != line.high else said

    def _known(self, seen: Observed) -> str:
        """A fact of a scorecard line; of a number of rights also how it came about."""
        source = self._source([seen]) if seen.key in RIGHT_COUNTS else ""
        return f"{seen.label} {self._value(seen)}{source}"


def _side(side: expr.Ref | expr.SumOver, finding: Finding) -> str:
    """One side of a ratio that is known, a sum as one amount."""
    known = {seen.ref: seen.value for seen in finding.observed}
    values = [known[ref] for ref in expr.refs(side)]
    (total,) = values if isinstance(side, expr.Ref) else (sum(int(value or 0) for value in values),)
    label = "合计 " if isinstance(side, expr.SumOver) else ""
    ref = side.ref if isinstance(side, expr.SumOver) else side
    return f"{label}{value_text(ref, total or 0)}"


def _points_text(low: int, high: int) -> str:
    said = decimal_text(Fraction(low, 100), 2)
    return f"{said} 分" if low == high else f"{said} 至 {decimal_text(Fraction(high, 100), 2)} 分"


def edition_text(edition: Edition) -> str:
    """One edition as a policy page: its standard, period and every criterion with citation and expression."""
    lines = [
        " · ".join(filter(None, (edition.label, edition.act_label, edition.key, edition.basis.label))),
        f"依据 {edition.citations}",
        f"适用 {period_text(edition)}　地区 {_where(edition)}",
        f"指纹 {edition.digest}",
        *([f"来自 {edition.origin}"] if edition.origin else []),
        *([f"区县可设定 {_parameters_text(edition)}"] if edition.parameters else []),
        *(
            f"文件 {_instrument_text(citation.provision.instrument)}"
            for citation in (edition.citation, *edition.amended_by)
        ),
        "",
    ]
    for criterion in edition.criteria:
        lines += [f"{criterion.key} {criterion.title}：{criterion.gist}", f"{_INDENT}依据 {criterion.citations}"]
        lines += [_INDENT + line for line in _rule_lines(criterion.test)]
    if edition.tier.is_local:
        lines.insert(1, LOCAL_NOTICE)
    return "\n".join([*lines, *definition_lines(edition), *_grade_lines(edition), *_notes(edition)])


def _grade_lines(edition: Edition) -> Iterator[str]:
    for grade in edition.grades:
        yield f"评级 {grade.label}：符合本版本{f'，且 {grade.beyond.gist}' if grade.beyond else ''}"


def _where(edition: Edition) -> str:
    if edition.region is not None:
        return edition.region.label
    return "未另定口径的各区县" if edition.basis is Basis.DEFAULT_LOCAL else "全国"


def _parameters_text(edition: Edition) -> str:
    return "，".join(f"{name} {quantity_text(limit)}" for name, limit in edition.parameters.items())


def _instrument_text(instrument: Instrument) -> str:
    days = [
        f"{word} {day}"
        for word, day in (
            ("公布", instrument.issued),
            ("施行", instrument.in_force),
            ("被替代", instrument.superseded),
            ("核对", instrument.verified_on),
        )
        if day
    ]
    note = f"；{instrument.note}" if instrument.note else ""
    return f"{instrument.number}《{instrument.title}》 {'，'.join([*days, instrument.confidence.value])}{note}"


def _rule_lines(test: expr.Test) -> Iterator[str]:
    match test:
        case expr.Scorecard():
            yield from _card_lines(test)
        case expr.Over(inner, _offsets, _fold, label):
            yield f"{label}："
            yield from (_INDENT + line for line in _rule_lines(inner))
        case expr.AllOf(tests) | expr.AnyOf(tests) | expr.AtLeast(tests=tests):
            yield f"{test_text(test, relative_year)}："
            yield from (_INDENT + line for part in tests for line in _rule_lines(part))
        case expr.Switch(ref, cases):
            names = dict(ref.choices)
            yield f"{test_text(test, relative_year)}："
            for value, inner in cases:
                parts = inner.tests if isinstance(inner, expr.AnyOf | expr.AllOf) else (inner,)
                yield f"{_INDENT}{names[value]}：{'，或'.join(test_text(part, relative_year) for part in parts)}"
        case _:
            yield test_text(test, relative_year)


def _card_lines(card: expr.Scorecard) -> Iterator[str]:
    yield f"{test_text(card, relative_year)}："
    for section in card.sections:
        minimum = f"，不低于 {limit_text(section.minimum)}" if section.minimum else ""
        yield f"{_INDENT}{section.name}{minimum}"
        for item in section.items:
            bands = [f"{_band_text(band.test)} 得 {limit_text(band.points)}" for band in item.bands]
            rest = "照所报得分" if item.measured else f"其余得 {limit_text(item.otherwise)}"
            yield f"{_INDENT * 2}{item.name}：{'；'.join([*bands, rest])}"


def _band_text(test: expr.Test) -> str:
    if isinstance(test, expr.AnyOf):
        return " 或 ".join(test_text(part, relative_year) for part in test.tests)
    return test_text(test, relative_year)


def editions_text(editions: Iterable[Edition]) -> str:
    """Editions in a list, one a line: its days, whose word it is, and for a district's own where it is from."""
    return "\n".join(map(edition_line, editions))


def edition_line(edition: Edition) -> str:
    """An edition in one line."""
    parts = (
        edition.key,
        " ".join(filter(None, (edition.label, edition.act_label))),
        period_text(edition),
        edition.basis.label,
        edition.citations,
        f"来自 {edition.origin}" if edition.origin else "",
    )
    return "　".join(filter(None, parts))


def diff_text(old: Edition, new: Edition, changes: Iterable[ClauseChange]) -> str:
    """What changed between two editions, matter by matter; unchanged matters are only named."""
    lines = [f"由 {old.key}（{old.citations}）", f"到 {new.key}（{new.citations}）", ""]
    unchanged = []
    for change in changes:
        if change.change is Change.SAME:
            unchanged.append(change.title)
            continue
        lines.append(f"【{change.change.value}】{change.title}")
        if change.before:
            lines.append(f"{_INDENT}原 {change.before.key} {change.before.gist}")
        if change.after:
            lines.append(f"{_INDENT}新 {change.after.key} {change.after.gist}")
        lines += [f"{_INDENT}{line}" for line in _differences(change)]
    lines += definition_changes(old, new)
    if unchanged:
        lines.append(f"【未变】{'、'.join(unchanged)}")
    return "\n".join(lines)


def _differences(change: ClauseChange) -> Iterator[str]:
    if change.change is not Change.CHANGED:
        return
    if change.numbers_before or change.numbers_after:
        yield f"数字 {describe(change.numbers_before)} → {describe(change.numbers_after)}"
    if change.facts_before or change.facts_after:
        dropped, added = ("、".join(facts) or "没有" for facts in (change.facts_before, change.facts_after))
        yield f"所读事实 {dropped} → {added}"
