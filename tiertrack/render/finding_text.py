"""A finding in Chinese, line by line: each test with the values observed, what is lacking, and the source of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from attrs import frozen

from tiertrack.enumeration import first_few
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.facts.units import decimal_text, readable_money
from tiertrack.facts.vocabulary import FED_BY
from tiertrack.law.comparators import FAILED
from tiertrack.law.titles import TITLES
from tiertrack.logic import expr
from tiertrack.logic.finding import Finding, Line, Observed, Value
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.truth import Truth
from tiertrack.render.disagreements import disagreement_text
from tiertrack.render.phrases import (
    INDENT,
    UNTIL,
    calendar_year,
    limit_text,
    observed_text,
    term_text,
    test_text,
    unit_of,
    value_text,
)
from tiertrack.render.reasons import reasons_text, why_unanswered
from tiertrack.render.shortfalls import (
    Precision,
    is_close,
    is_compound,
    nearness,
    not_concerned,
    rate_text,
    shortfall_text,
)
from tiertrack.render.spoken import lasting, saying
from tiertrack.render.verdict_words import FAILURES_FIRST, MARKS
from tiertrack.rules.binding import feeding_title
from tiertrack.rules.ip_counting import RIGHT_COUNTS
from tiertrack.rules.reads import TITLE_PREFIX

# Why a conjunction fails although nothing in it does.
CLASH = "下列各项不能同时达到，不论所缺的数是多少"


@frozen
class FindingLines:
    """The lines of a finding about one dossier on one day."""

    dossier: Dossier
    on: dt.date

    def lines(self, finding: Finding) -> Iterator[str]:
        """A finding with its reasons: of a conjunction the failures first, of an alternative what decides it."""
        match finding.test:
            case expr.Scorecard():
                yield from self._scorecard(finding)
            case expr.Switch():
                yield from self._switch(finding)
            case expr.Not():
                yield from self._not(finding)
            case expr.AllOf() | expr.AnyOf() | expr.AtLeast():
                yield from self._group(finding)
            case expr.Provided(_inner, why):
                yield from self._provided(finding, why)
            case expr.Holds() if finding.out_of_reach is not None:
                yield from self._by_authority(finding, finding.out_of_reach)
            case _:
                yield f"{MARKS[finding.truth]} {self._leaf(finding)}"

    def _group(self, finding: Finding) -> Iterator[str]:
        shown: Iterable[Finding] = finding.findings
        if isinstance(finding.test, expr.AnyOf) and finding.truth is Truth.TRUE:
            shown = [part for part in shown if part.truth is Truth.TRUE]
        elif for_others := not_concerned(finding):
            shown = for_others
        elif finding.truth is Truth.FALSE:
            shown = sorted(shown, key=lambda part: FAILURES_FIRST.index(part.truth))
        plain_conjunction = isinstance(finding.test, expr.AllOf) and not finding.test.label
        if not plain_conjunction:
            yield f"{MARKS[finding.truth]} {test_text(finding.test, calendar_year(finding.year))}"
        indent = "" if plain_conjunction else INDENT
        if isinstance(finding.test, expr.AnyOf) and finding.truth is Truth.TRUE and not shown:
            yield f"{INDENT}{self._whichever(finding)}"
            shown = [part for case in finding.findings for part in case.findings if part.truth is Truth.TRUE]
        if finding.is_clash:
            yield f"{indent}✗ {CLASH}"
            indent += INDENT
        for part in shown:
            yield from (indent + line for line in self.lines(part))

    def _whichever(self, finding: Finding) -> str:
        """Why alternatives hold of which it is not known which applies."""
        dividing = (seen.label for case in finding.findings for part in case.findings for seen in _unknown_of(part))
        return f"{'、'.join(dict.fromkeys(dividing))}未知，各种情形都达到"

    def _switch(self, finding: Finding) -> Iterator[str]:
        selector = finding.observed[0]
        if selector.value is None and finding.truth is not Truth.UNKNOWN:
            yield f"{MARKS[finding.truth]} {selector.label}未知，各种情形结论相同"
            return
        if selector.value is None:
            alone = finding.missing == (selector,) and not self._why_unknown(selector)
            yield f"? {selector.label}{'：没有资料' if alone else f'未知　　缺：{self._lacking(finding.missing)}'}"
            return
        chosen = value_text(selector.ref, selector.value)
        if finding.is_uncovered:
            yield f"{MARKS[finding.truth]} {selector.label}：{chosen}，标准没有对应的一条{_counted(finding.truth)}"
            return
        if not any(True for part in finding.findings for _leaf in part.leaves):
            # The choice itself settles it.
            yield f"{MARKS[finding.truth]} {selector.label}：{chosen}"
            return
        yield f"{selector.label}：{chosen}"
        for part in finding.findings:
            yield from self.lines(part)

    def _provided(self, finding: Finding, why: str) -> Iterator[str]:
        yield from self.lines(finding.findings[0])
        if finding.is_silent:
            yield f"{MARKS[finding.truth]} {why}{_counted(finding.truth)}"

    def _by_authority(self, finding: Finding, open_: Finding) -> Iterator[str]:
        yield from self.lines(open_)
        (made,), why = finding.observed, why_unanswered(open_)
        if made.value is None:
            yield f"? 缺：主管部门对该条的认定（{why}）{self._why_unknown(made)}"
        else:
            yield f"{MARKS[finding.truth]} 主管部门对该条的认定：{self._value(made)}（{why}）"

    def _not(self, finding: Finding) -> Iterator[str]:
        inner = finding.findings[0]
        if inner.findings:
            yield f"{MARKS[finding.truth]} 下列不得成立"
            yield from (INDENT + line for line in self.lines(inner))
        else:
            yield f"{MARKS[finding.truth]} {self._leaf(inner)}"

    def told(self, finding: Finding) -> Iterator[str]:
        """What was found at a leaf, or at the opposite of a test, without marks and sources."""
        match finding.test:
            case expr.Not() if finding.findings[0].findings:
                yield from (line[2:] for line in self.lines(finding))
            case expr.Not():
                yield from self.told(finding.findings[0])
            case expr.Holds() if finding.out_of_reach is not None:
                yield from (line[2:] for line in self._by_authority(finding, finding.out_of_reach))
            case _ if finding.truth is Truth.UNKNOWN or finding.blocked:
                yield self._unknown(finding)
            case _:
                yield self._found(finding)

    def situation(self, finding: Finding) -> Iterator[str]:
        """What was found at a leaf, or at the opposite of a test, and nothing of what was asked and what is lacking."""
        match finding.test:
            case expr.Not() if not finding.findings[0].findings:
                yield from self.situation(finding.findings[0])
            case expr.Threshold() as test if finding.truth is not Truth.UNKNOWN and not finding.blocked:
                lacking = shortfall_text(finding, self._day, Precision.READABLE)
                yield self._measured(finding, test, lacking)
            case _:
                yield from self.told(finding)

    def _leaf(self, finding: Finding) -> str:
        if finding.truth is Truth.UNKNOWN or finding.blocked:
            return self._unknown(finding)
        return f"{self._found(finding)}{self._source(finding.observed)}"

    def _found(self, finding: Finding) -> str:
        """What was found at a leaf that is decided: the situation, then what was asked and how much is lacking."""
        lacking = shortfall_text(finding, self._day, Precision.READABLE)
        match finding.test:
            case expr.Threshold():
                return self._threshold(finding, finding.test, lacking)
            case expr.TopRank(_ref, within):
                text = self._rank(finding.observed[0], within, finding.truth)
            case expr.Choice(_ref, allowed):
                text = self._choice(finding.observed[0], allowed, finding.truth)
            case expr.Holds():
                text = self._held(finding.observed[0])
            case _:
                text = test_text(finding.test, calendar_year(finding.year))
        return f"{text}，{lacking}" if lacking else text

    @property
    def _day(self) -> dt.date | None:
        """The day asked about, where it is at hand."""
        return self.on

    def _held(self, seen: Observed) -> str:
        said = saying(seen.ref)
        if said is not None:
            return said.held if seen.value else said.failed
        if seen.ref.kind is Kind.JUDGEMENT and (made := self.dossier.attested(seen.key, self.on)):
            return f"{seen.label}：{'经认定符合' if seen.value else '经认定不符合'}（{made.by}，{made.on}）"
        return f"{seen.label}：{self._value(seen)}"

    def _rank(self, seen: Observed, within: Quantity | None, truth: Truth) -> str:
        said = saying(seen.ref)
        if said is not None and not seen.value:
            return said.failed
        text = f"{said.held if said else seen.label}{'，' if said else ''}{self._value(seen)}"
        return f"{text}，{'' if truth is Truth.TRUE else '不'}在前 {limit_text(within)}之内" if within else text

    def _choice(self, seen: Observed, allowed: Iterable[str], truth: Truth) -> str:
        names = dict(seen.ref.choices)
        asked = "、".join(names[value] for value in allowed)
        return f"{seen.label}：{self._value(seen)}，{'' if truth is Truth.TRUE else '不'}属于 {asked}"

    def _threshold(self, finding: Finding, test: expr.Threshold, lacking: str) -> str:
        word = test.word if finding.truth is Truth.TRUE else FAILED[test.word]
        reached = f"{word} {limit_text(test.limit, unit_of(test.term))}"
        found = self._measured(finding, test, lacking)
        if isinstance(test.term, expr.Tenure):
            text = f"{found}，{UNTIL[test.term.anchor]}{reached}"
            return f"{text}：{lacking}" if lacking else text
        if lacking and nearness(finding):
            return f"{found}：{lacking}"
        text = f"{found}，{reached}"
        return f"{text}{'：' if is_compound(test.term) else '，'}{lacking}" if lacking else text

    def _measured(self, finding: Finding, test: expr.Threshold, lacking: str) -> str:
        """What was found of a threshold's term: its value and what that was worked out from; or that it is close."""
        if isinstance(test.term, expr.Tenure):
            return f"{lasting(test.term.ref)}自 {self._value(finding.observed[0])} 起"
        subject, seen = term_text(test.term, calendar_year(finding.year)), self._seen(finding, test)
        if lacking and (near := nearness(finding)):
            return f"{subject}{near}{seen}"
        value = _amount(finding)(finding.observed[0]) if isinstance(test.term, expr.Ref) else self._rate(finding, test)
        return f"{subject} {value}{seen}"

    def _rate(self, finding: Finding, test: expr.Threshold) -> str:
        return f"{self._bound(finding, test)}{rate_text(finding)}".replace(" 约", "约")

    def _seen(self, finding: Finding, test: expr.Threshold) -> str:
        """The values a rate or a sum was worked out from, in brackets."""
        if isinstance(test.term, expr.Ref):
            return ""
        if isinstance(test.term, expr.Ratio):
            sides = (_side(side, finding) for side in (test.term.part, test.term.whole))
            return f"（{' / '.join(sides)}）"
        tell = _amount(finding)
        return f"（{'、'.join(f'{seen.label} {tell(seen)}' for seen in finding.observed)}）"

    @staticmethod
    def _bound(finding: Finding, test: expr.Threshold) -> str:
        """What a value is that some of its facts already settle: the least or the most it can be."""
        if not finding.is_early:
            return ""
        open_ = {seen.ref for seen in finding.observed if seen.value is None}
        whole = expr.refs(test.term.whole) if isinstance(test.term, expr.Ratio) else ()
        return "至多 " if open_.issubset(whole) else "至少 "

    def _unknown(self, finding: Finding) -> str:
        text = test_text(finding.test, calendar_year(finding.year))
        if finding.blocked:
            values = {seen.ref: seen for seen in finding.observed}
            bases = [values[ref] for term in finding.blocked for ref in expr.refs(term)]
            amounts = "、".join(f"{seen.label} {self._value(seen)}" for seen in bases)
            return f"{text}　　无从计算：{amounts}，不是正数{_counted(finding.truth)}"
        missing = finding.missing
        if len(missing) == 1 and not self._why_unknown(missing[0]) and (asked := self._question(finding, missing[0])):
            return asked
        return f"{text}　　缺：{self._lacking(missing)}"

    @staticmethod
    def _question(finding: Finding, fact: Observed) -> str:
        """The question whose answer is the one fact a leaf lacks, where nothing at all is known of it; else empty."""
        text = test_text(finding.test, calendar_year(finding.year))
        match finding.test:
            case expr.Holds(ref) | expr.TopRank(ref, None) if (said := saying(ref)) is not None:
                return f"{said.asked}：没有资料"
            case expr.Holds(ref) if ref.kind is Kind.JUDGEMENT:
                return f"{text}：没有主管部门的认定"
            case expr.Holds() | expr.TopRank() | expr.Choice() | expr.Threshold(expr.Ref()):
                return f"{text}：没有资料"
            case _:
                return ""

    def _lacking(self, facts: Iterable[Observed]) -> str:
        return "、".join(f"{fact.label}{self._why_unknown(fact)}" for fact in facts)

    def _why_unknown(self, fact: Observed) -> str:
        if fact.key in self.dossier.conflicts:
            return f"（{disagreement_text(self.dossier.conflicts[fact.key])}）"
        if fact.key in self.dossier.doubts:
            return f"（{self.dossier.doubts[fact.key]}）"
        if last := self.dossier.last_held(fact.key.removeprefix(TITLE_PREFIX), self.on):
            return f"（上一期至 {last}；以后是否仍算由主管部门认定，认的请写其所认的最后一日）"
        made_on = (made.on for made in self.dossier.attestations if made.key == fact.key)
        others = [*made_on] if fact.ref.kind is Kind.JUDGEMENT else []
        if later := next((day for day in others if day > self.on), None):
            return f"（认定作出于 {later}，晚于判断日，不计）"
        return f"（认定作出于 {max(others)}，不是当年的，不计）" if others else ""

    def _value(self, seen: Observed) -> str:
        if seen.ref.kind is Kind.JUDGEMENT and (made := self.dossier.attested(seen.key, self.on)):
            return f"{observed_text(seen)}（{made.by}，{made.on}）"
        return observed_text(seen)

    def _source(self, facts: Iterable[Observed]) -> str:
        sources = [source for fact in facts for source in sources_of(fact.key, fact.value, self.dossier, self.on)]
        return f"　〔{first_few(dict.fromkeys(sources), '个来源', joint='；')}〕" if sources else ""

    def _scorecard(self, finding: Finding) -> Iterator[str]:
        score = finding.score
        assert score is not None
        passing = _points_text(score.passing, score.passing)
        yield f"{MARKS[finding.truth]} 评价得分 {_points_text(score.low, score.high)}，须 {passing}"
        for section, lines in score.sections:
            low, high = sum(line.low for line in lines), sum(line.high for line in lines)
            minimum = f"，须 {limit_text(section.minimum)}" if section.minimum else ""
            yield f"{INDENT}{section.name} {_points_text(low, high)}{minimum}"
            yield from (f"{INDENT * 2}{self._line(line, finding)}" for line in lines)

    def _line(self, line: Line, finding: Finding) -> str:
        facts = {seen.key: seen for found in line.findings for leaf in found.leaves for seen in leaf.observed}
        if line.item.measured is not None:
            facts = {seen.key: seen for seen in finding.observed if seen.ref == line.item.measured}
        known = "，".join(self._known(seen) for seen in facts.values() if seen.is_known_at_all)
        points = f"{line.item.name} {_points_text(line.low, line.high)}"
        text = f"{points}{f'：{known}' if known else ''}{_not_worked_out(line)}"
        unknown = [seen for seen in facts.values() if seen.value is None]
        return f"{text}　　缺：{self._lacking(unknown)}" if unknown and line.low != line.high else text

    def _known(self, seen: Observed) -> str:
        """A fact of a scorecard line; of a number of rights also how it was counted."""
        source = self._source([seen]) if seen.key in RIGHT_COUNTS else ""
        return f"{seen.label} {self._value(seen)}{source}"


def _unknown_of(finding: Finding) -> tuple[Observed, ...]:
    return finding.missing if finding.truth is Truth.UNKNOWN else ()


def _counted(truth: Truth) -> str:
    """What counts for a test that has no answer, where something else settles the matter."""
    return "" if truth is Truth.UNKNOWN else "，按不满足计"


def _not_worked_out(line: Line) -> str:
    """Why a share that a line gives points for cannot be worked out; it gives none."""
    blocked = [one for found in line.findings for one in found.search(lambda one: bool(one.blocked))]
    return f"（{reasons_text(blocked)}）" if blocked else ""


def _side(side: expr.Ref | expr.SumOver, finding: Finding) -> str:
    """One side of a ratio that is known, a sum as one amount."""
    known, tell = {seen.ref: seen.value for seen in finding.observed}, _teller(finding)
    if isinstance(side, expr.Ref):
        return tell(side, known[side] or 0)
    values = [known[ref] for ref in expr.refs(side)]
    return f"合计{'至少' if None in values else ''} {tell(side.ref, sum(int(value or 0) for value in values))}"


def _teller(finding: Finding) -> Callable[[expr.Ref, Value], str]:
    """How the amounts behind a test are told: exactly where their last digits may decide it, else to be read."""
    return value_text if is_close(finding) else _readable


def _readable(ref: expr.Ref, value: Value) -> str:
    return readable_money(int(value)) if ref.kind is Kind.MONEY else value_text(ref, value)


def _amount(finding: Finding) -> Callable[[Observed], str]:
    tell = _teller(finding)
    return lambda seen: observed_text(seen) if seen.value is None else tell(seen.ref, seen.value)


def _points_text(low: int, high: int) -> str:
    points = decimal_text(Fraction(low, 100), 2)
    return f"{points} 分" if low == high else f"{points} 至 {decimal_text(Fraction(high, 100), 2)} 分"


def sources_of(key: str, value: Value | None, dossier: Dossier, on: dt.date) -> list[str]:
    """The sources of a value as read on a day, each once; empty where none is named.

    A title held on the day settles the fact it feeds; a dossier that contradicts it is noted, but does not count.
    """
    stated = dossier.sources(key)
    if key not in FED_BY or (title := feeding_title(dossier, key, on)) is None:
        if key in FED_BY and value is False and not stated:
            return [f"所列称号中没有有效的{TITLES[FED_BY[key]]}"]
        sources = [datum.source for datum in stated if datum.source]
        return list(dict.fromkeys(sources)) if len(sources) > 1 else sources
    overruled = any(datum.value is False for datum in stated)
    return [f"{_certificate(title)}{'，所填“否”不采' if overruled else ''}"]


def _certificate(title: HeldTitle) -> str:
    last = title.period.last
    return f"{TITLES[title.title]}称号{f'有效至 {last}' if last else '有效，无固定期限'}"
