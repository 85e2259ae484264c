"""The steps: 假如 gives an enterprise and a day, 当 judges, 那么 compares the answer to the last fact."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from pytest_bdd import given, parsers, then, when

from tiertrack.bdd.patterns import DAY, Sentence
from tiertrack.bdd.relative_time import relative_text
from tiertrack.bdd.subject import NONE, Subject, act_named, assert_named, once, rows_of, title_named
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.units import decimal_text, parse_date
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.finding import Finding
from tiertrack.render.assessment_text import (
    alternatives_text,
    assessment_text,
    criterion_text,
    grading_text,
)
from tiertrack.render.indicator_lines import consequence
from tiertrack.render.shortfalls import deciding_shortfalls
from tiertrack.render.verdict_words import truth_word, verdict_text
from tiertrack.rulebooks.national.cnipa_high_value_patent import HighValuePatent, high_value_patent
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.grading import Grading
from tiertrack.rules.rulebook import Rulebook


@given(parsers.parse("判断日为 {day}"))
def 判断日(tiertrack_subject: Subject, day: str) -> None:
    tiertrack_subject.on = parse_date(day)


@given("一家企业的资料如下")
def 资料(tiertrack_subject: Subject, datatable: list[list[str]]) -> None:
    rows = rows_of(datatable, "事实", "值")
    once((fact for fact, _value in rows), "事实")
    for fact, value in rows:
        tiertrack_subject.say(fact, value)


@given("它持有的称号如下")
def 称号(tiertrack_subject: Subject, datatable: list[list[str]]) -> None:
    for title, start, through in rows_of(datatable, "称号", "起", "止"):
        tiertrack_subject.hold(title, start, through)


@given("主管部门的认定如下")
def 认定(tiertrack_subject: Subject, datatable: list[list[str]]) -> None:
    rows = rows_of(datatable, "事项", "结论", "机关", "日期")
    once((judgement for judgement, *_of_it in rows), "事项")
    for judgement, holds, by, on in rows:
        tiertrack_subject.attest(judgement, holds, by, on)


@given(parsers.parse("{fact} 改为 {value}"))
def 改为(tiertrack_subject: Subject, fact: str, value: str) -> None:
    tiertrack_subject.say(fact, value)


@given(parsers.parse("它不持有 {title} 称号"))
def 不持有(tiertrack_subject: Subject, title: str) -> None:
    tiertrack_subject.hold_nothing(title)


@given(parsers.parse("它持有 {title} 称号，自 {start} 至 {through}"))
def 持有(tiertrack_subject: Subject, title: str, start: str, through: str) -> None:
    tiertrack_subject.hold_nothing(title)
    tiertrack_subject.hold(title, start, through)


@given("它持有哪些称号不明")
def 称号不明(tiertrack_subject: Subject) -> None:
    tiertrack_subject.forget_titles()


@given(parsers.parse("它在 {on} 申报了 {title}，尚未决定"))
def 申报了(tiertrack_subject: Subject, on: str, title: str) -> None:
    tiertrack_subject.apply(title, on)


@given(parsers.parse("主管部门对“{judgement}”的认定为 {holds}"))
def 认定为(tiertrack_subject: Subject, judgement: str, holds: str) -> None:
    tiertrack_subject.attest(judgement, holds)


@given(parsers.parse("主管部门在 {on} 才认定“{judgement}”"))
def 才认定(tiertrack_subject: Subject, on: str, judgement: str) -> None:
    tiertrack_subject.attest(judgement, "是", on=on)


@given("它的知识产权如下")
def 知识产权(tiertrack_subject: Subject, datatable: list[list[str]]) -> None:
    headings, *rows = datatable
    tiertrack_subject.list_rights(headings, rows)


@given("它没有知识产权")
def 没有知识产权(tiertrack_subject: Subject) -> None:
    tiertrack_subject.list_rights([], [])


@given(parsers.parse("知识产权“{name}”的{attribute}写作 {value}"))
def 知识产权写作(tiertrack_subject: Subject, name: str, attribute: str, value: str) -> None:
    tiertrack_subject.say_of_right(name, attribute, value)


@when(parsers.parse("按五种情形看知识产权“{name}”"), target_fixture="tiertrack_high_value")
def 看五种情形(tiertrack_subject: Subject, name: str) -> HighValuePatent:
    return high_value_patent(tiertrack_subject.right(name), tiertrack_subject.day)


@when(parsers.parse("判断它的 {title} {act}"))
def 判断(tiertrack_subject: Subject, tiertrack_rulebook: Rulebook, title: str, act: str) -> None:
    named, variant = title_named(title)
    tiertrack_subject.judge(tiertrack_rulebook, named, act_named(act), variant)


@when(Sentence(rf"{DAY} 判断它的 (?P<title>.+) (?P<act>\S+)"))
def 某日判断(tiertrack_subject: Subject, tiertrack_rulebook: Rulebook, on: str, title: str, act: str) -> None:
    tiertrack_subject.on = parse_date(on)
    判断(tiertrack_subject, tiertrack_rulebook, title, act)


@then(parsers.parse("{title} {act} 没有可用的标准"))
def 没有标准(tiertrack_subject: Subject, tiertrack_rulebook: Rulebook, title: str, act: str) -> None:
    with pytest.raises(NoEditionInForce):
        判断(tiertrack_subject, tiertrack_rulebook, title, act)


# The whole answer.


@then(parsers.parse("结论为 {truth}"))
def 结论(tiertrack_subject: Subject, truth: str) -> None:
    answers = tiertrack_subject.judged
    act = answers.assessments[0].edition.act
    assert act.word(answers.truth) == truth, alternatives_text(answers)


@then(parsers.parse("答复写作 {words}"))
def 答复写作(tiertrack_subject: Subject, words: str) -> None:
    answer = _answer(tiertrack_subject)
    assert verdict_text(answer.edition, answer.truth) == words


@then(parsers.parse("评级为 {words}"))
def 评级(tiertrack_subject: Subject, words: str) -> None:
    assert grading_text(_grading(tiertrack_subject)) == words, alternatives_text(tiertrack_subject.judged)


@then(parsers.parse("后果为 {words}"))
def 后果(tiertrack_subject: Subject, words: str) -> None:
    answer = _answer(tiertrack_subject)
    assert (consequence(answer) or "无") == words, assessment_text(answer)


@then(parsers.parse("评级尚缺 {names}"))
def 评级尚缺(tiertrack_subject: Subject, names: str) -> None:
    assert_named(names, _grading(tiertrack_subject).missing, _day(tiertrack_subject))


@then("各套标准的结论如下")
def 各套结论(tiertrack_subject: Subject, datatable: list[list[str]]) -> None:
    verdicts = [
        [answer.edition.variant.label, truth_word(answer.truth)]
        for answer in tiertrack_subject.judged.assessments
        if answer.edition.variant
    ]
    assert verdicts == rows_of(datatable, "标准", "结论"), alternatives_text(tiertrack_subject.judged)


@then(parsers.parse("尚缺 {names}"))
def 尚缺(tiertrack_subject: Subject, names: str) -> None:
    assert_named(names, tiertrack_subject.judged.missing, _day(tiertrack_subject))


@then(parsers.parse("已不影响结论的未知项为 {names}"))
def 不影响(tiertrack_subject: Subject, names: str) -> None:
    assert_named(names, _answer(tiertrack_subject).moot, _day(tiertrack_subject))


@then(parsers.parse("评价得分为 {points} 分"))
def 得分(tiertrack_subject: Subject, points: str) -> None:
    score = _answer(tiertrack_subject).score
    assert score is not None
    ends = [decimal_text(Fraction(end, 100), 2) for end in (score.low, score.high)]
    assert " 至 ".join(dict.fromkeys(ends)) == points


@then(parsers.parse("适用版本为 {key}"))
def 版本(tiertrack_subject: Subject, key: str) -> None:
    assert _answer(tiertrack_subject).edition.key == key


@then(parsers.parse("所依据的有 {citation}"))
def 依据(tiertrack_subject: Subject, citation: str) -> None:
    assert citation in _answer(tiertrack_subject).edition.citations


# One criterion of the answer.


@then(parsers.parse("条件 {key} 为 {truth}"))
def 条件结论(tiertrack_subject: Subject, key: str, truth: str) -> None:
    answer = _answer(tiertrack_subject)
    assert answer.edition.act.word(_finding(tiertrack_subject, key).truth) == truth, assessment_text(answer)


@then(parsers.parse("条件 {key} 尚缺 {names}"))
def 条件尚缺(tiertrack_subject: Subject, key: str, names: str) -> None:
    assert_named(names, _finding(tiertrack_subject, key).missing, _day(tiertrack_subject))


@then(parsers.parse("条件 {key} 不再需要 {names}"))
def 条件不再需要(tiertrack_subject: Subject, key: str, names: str) -> None:
    assert_named(names, _finding(tiertrack_subject, key).moot, _day(tiertrack_subject))


@then(parsers.parse("条件 {key} 的差距为 {lacking}"))
def 差距(tiertrack_subject: Subject, key: str, lacking: str) -> None:
    on = _day(tiertrack_subject)
    shortfalls = "；".join(text for _about, text in deciding_shortfalls(_finding(tiertrack_subject, key), on))
    assert relative_text(shortfalls or NONE, on) == relative_text(lacking, on)


@then(parsers.parse("条件 {key} 的说明含有 {words}"))
def 说明(tiertrack_subject: Subject, key: str, words: str) -> None:
    on = _day(tiertrack_subject)
    assert relative_text(words, on) in relative_text(criterion_text(_answer(tiertrack_subject), key), on)


# The rights of a list.


@then(parsers.parse("{fact} 计为 {number}"))
def 计为(tiertrack_subject: Subject, fact: str, number: str) -> None:
    answer = _answer(tiertrack_subject)
    definition, rights = answer.edition.ip, answer.given.ip
    assert definition is not None, "本版本没有写知识产权口径"
    assert rights is not None, "没有知识产权清单"
    tallies = {tally.count.label: tally for tally in definition.tallies(rights, answer.asof.on)}
    assert fact in tallies, f"本版本不计“{fact}”"
    tally = tallies[fact]
    ends = dict.fromkeys((tally.low, tally.high))
    assert f"{' 至 '.join(map(str, ends))} {FACTS[tally.count.key].unit}" == number, tally.words


@then(parsers.parse("高价值发明专利的结论为 {truth}"))
def 高价值结论(tiertrack_high_value: HighValuePatent, truth: str) -> None:
    assert truth_word(tiertrack_high_value.truth) == truth


@then(parsers.parse("情形“{title}”为 {truth}"))
def 情形(tiertrack_high_value: HighValuePatent, title: str, truth: str) -> None:
    truths = {case.criterion.title: case.truth for case in tiertrack_high_value.cases}
    assert truth_word(truths[title]) == truth


def _day(subject: Subject) -> dt.date:
    return subject.judged.assessments[0].asof.on


def _answer(subject: Subject) -> Assessment:
    assert subject.assessment is not None, "还没有判断，或有几套标准而没有指明一套"
    return subject.assessment


def _finding(subject: Subject, key: str) -> Finding:
    found = next((judged.finding for judged in _answer(subject).criteria if judged.criterion.key == key), None)
    assert found is not None, f"本版本没有条件 {key}"
    return found


def _grading(subject: Subject) -> Grading:
    found = subject.judged.grading
    assert found is not None, "本标准不评级"
    return found
