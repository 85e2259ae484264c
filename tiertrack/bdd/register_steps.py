"""The steps that record events on a register, and those that check the result.

假如 records an event that must be accepted; 当 tries it, and 那么 checks the result. Each event is recorded on its own
day unless 登记时刻 sets another.
"""

from __future__ import annotations

from typing import TypeVar

import pytest
from pytest_bdd import given, parsers, then, when

from tiertrack.bdd.event_sentences import CHANGES, kind_named, read_change, read_event, stream_named
from tiertrack.bdd.office import Office
from tiertrack.bdd.patterns import CLAUSES, DAY, TITLE, WHO, Sentence
from tiertrack.bdd.subject import NONE, assert_named, rows_of
from tiertrack.errors import IllegalTransition
from tiertrack.facts.units import parse_date
from tiertrack.logic.truth import Truth
from tiertrack.titles.decide import Accepted, Refused, Undetermined

# The words of a deed that is called otherwise as an event.
_DEEDS = {"被公示为": "公示", "被认定为": "认定", "被撤销": "撤销", "经查不是": "经查不持有"}
# 2026-05-10 它申报 专精特新“小巨人”企业，依据“…”
_DEED = rf"{DAY} {WHO}(?P<what>申报|撤回申报|主动放弃|{'|'.join(_DEEDS)}) {TITLE}{CLAUSES}"
# 2026-05-10 它的 专精特新“小巨人”企业 复核通过，依据“…”
_EVENT = rf"{DAY} {WHO}的 {TITLE} (?P<what>[^，]+){CLAUSES}"
# 2026-05-10 它更名为“…”
_CHANGE = rf"{DAY} {WHO}(?P<what>{'|'.join(CHANGES)})(?P<value>(?:“[^”]+”|：\S+| \S+)?)"
# 2026-06-15 公布 专精特新“小巨人”企业 的复核名单，依据“…”，第五批
_LIST = rf"{DAY} 公布 {TITLE} 的复核名单，依据“(?P<document>[^”]+)”(?:，(?P<batch>第.+批))?"
# 2026-06-20 作废它的 专精特新中小企业 认定，依据“…”
_VOID = rf"{DAY} 作废{WHO}的 {TITLE} (?P<what>[^，]+)(?:，依据“(?P<document>[^”]+)”)?"


# Enterprises and their facts.


@given(Sentence(r"虚构企业“(?P<name>[^”]+)”(?:在 ?(?P<place>[^（\s]+)(?:（.*）)?)?"))
def 虚构企业(tiertrack_office: Office, name: str, place: str | None) -> None:
    tiertrack_office.enrol(name, place)


@given(parsers.parse("再说“{name}”"))
@when(parsers.parse("再说“{name}”"))
def 再说(tiertrack_office: Office, name: str) -> None:
    tiertrack_office.make_subject(name)


@given(parsers.parse("登记时刻为 {instant}"))
@when(parsers.parse("登记时刻为 {instant}"))
def 登记时刻(tiertrack_office: Office, instant: str) -> None:
    tiertrack_office.put_clock(instant)


@given("它的资料如下")
def 它的资料(tiertrack_office: Office, datatable: list[list[str]]) -> None:
    firm = tiertrack_office.subject()
    for fact, value in rows_of(datatable, "事实", "值"):
        firm.say(fact, value)


@given("它各年度的资料如下")
def 它各年度的资料(tiertrack_office: Office, datatable: list[list[str]]) -> None:
    firm = tiertrack_office.subject()
    (_, *years), *rows = datatable
    for fact, *values in rows:
        for year, value in zip(years, values, strict=True):
            firm.say(f"{year}年{fact}", value)


@given("主管部门对它的认定如下")
def 对它的认定(tiertrack_office: Office, datatable: list[list[str]]) -> None:
    firm = tiertrack_office.subject()
    for judgement, holds, by, on in rows_of(datatable, "事项", "结论", "机关", "日期"):
        firm.attest(judgement, holds, by, on)


@given(parsers.parse("它的 {fact} 为 {value}"))
@when(parsers.parse("它的 {fact} 更正为 {value}"))
def 它的事实(tiertrack_office: Office, fact: str, value: str) -> None:
    tiertrack_office.subject().say(fact, value)


# Events.


@given(Sentence(_DEED))
@given(Sentence(_EVENT))
def 已经发生(tiertrack_office: Office, on: str, who: str, title: str, what: str, clauses: str) -> None:
    tiertrack_office.record(who, *read_event(on, title, _DEEDS.get(what, what), clauses))


@when(Sentence(_DEED))
@when(Sentence(_EVENT))
def 发生(tiertrack_office: Office, on: str, who: str, title: str, what: str, clauses: str) -> None:
    tiertrack_office.attempt(who, lambda: read_event(on, title, _DEEDS.get(what, what), clauses))


@given(Sentence(_CHANGE))
@when(Sentence(_CHANGE))
def 变化(tiertrack_office: Office, on: str, who: str, what: str, value: str) -> None:
    tiertrack_office.record(who, read_change(on, what, value))


@given(Sentence(_LIST))
@when(Sentence(_LIST))
def 公布复核名单(tiertrack_office: Office, on: str, title: str, document: str, batch: str | None) -> None:
    tiertrack_office.close_review(stream_named(title), parse_date(on), document, batch)


@given(Sentence(_VOID))
@when(Sentence(_VOID))
def 作废(tiertrack_office: Office, on: str, who: str, title: str, what: str, document: str | None) -> None:
    stream = stream_named(title)
    tiertrack_office.void(who, parse_date(on), stream, kind_named(stream, what), document)


@given("导入名单")
@when("导入名单")
def 导入名单(tiertrack_office: Office, datatable: list[list[str]]) -> None:
    tiertrack_office.import_list(datatable)


# Results.


@then(Sentence(r"名单导入，新增事项 (?P<new>\d+) 项(?:，更正 (?P<corrected>\d+) 项)?(?:，已有 (?P<known>\d+) 项)?"))
def 名单导入(tiertrack_office: Office, new: str, corrected: str | None, known: str | None) -> None:
    found = tiertrack_office.listed
    assert found is not None, tiertrack_office.result_text
    assert (found.new, found.corrected, found.known) == (int(new), int(corrected or 0), int(known or 0)), found


@then(parsers.parse("名单退回，因为 {words}"))
def 名单退回(tiertrack_office: Office, words: str) -> None:
    assert tiertrack_office.refusal is not None, "名单导入了"
    assert words in tiertrack_office.result_text, tiertrack_office.result_text


@then("受理")
@then("登记在案")
def 受理(tiertrack_office: Office) -> None:
    _outcome_of(tiertrack_office, Accepted)


@then(Sentence(r"不予受理(?:，理由含有 (?P<words>.+))?"))
def 不予受理(tiertrack_office: Office, words: str | None) -> None:
    _outcome_of(tiertrack_office, Refused)
    # A reason may be named by the key of its criterion, which no text tells.
    told = words is None or words in tiertrack_office.result_text or words in _failed(tiertrack_office)
    assert told, tiertrack_office.result_text


@then(parsers.parse("不符合的条件为 {keys}"))
def 不符合的条件(tiertrack_office: Office, keys: str) -> None:
    assert ("、".join(_failed(tiertrack_office)) or NONE) == keys, tiertrack_office.result_text


def _failed(office: Office) -> list[str]:
    """The keys of the criteria that fail."""
    assessment = office.outcome.assessment if office.outcome else None
    criteria = assessment.criteria if assessment else ()
    return [judged.criterion.key for judged in criteria if judged.truth is Truth.FALSE]


@then(parsers.parse("待补充，尚缺 {names}"))
def 待补充(tiertrack_office: Office, names: str) -> None:
    assert_named(names, _outcome_of(tiertrack_office, Undetermined).missing)


@then(Sentence(r"留有分歧(?:，(?P<words>.+))?"))
def 留有分歧(tiertrack_office: Office, words: str | None) -> None:
    assert _outcome_of(tiertrack_office, Accepted).disagrees, tiertrack_office.result_text
    assert words is None or words in tiertrack_office.result_text, tiertrack_office.result_text


@then("没有分歧")
def 没有分歧(tiertrack_office: Office) -> None:
    assert not _outcome_of(tiertrack_office, Accepted).disagrees, tiertrack_office.result_text


@then(Sentence(r"程序上不可行，现在可以 (?P<words>.+?)(?P<more> 等)?"))
def 程序上不可行(tiertrack_office: Office, words: str, more: str | None) -> None:
    assert isinstance(tiertrack_office.refusal, IllegalTransition), tiertrack_office.result_text
    possible = tiertrack_office.refusal.faults[0].remedy.removeprefix("现在可以：").partition("；")[0].split("、")
    named = words.split("、")
    assert set(named) <= set(possible) if more else named == possible, tiertrack_office.result_text


@then(parsers.parse("办理结果写明 {words}"))
def 办理结果写明(tiertrack_office: Office, words: str) -> None:
    assert words in tiertrack_office.result_text, tiertrack_office.result_text


@then(parsers.parse("不能登记，因为 {words}"))
def 不能登记(tiertrack_office: Office, words: str) -> None:
    assert tiertrack_office.refusal is not None, tiertrack_office.result_text
    assert words in tiertrack_office.result_text, tiertrack_office.result_text


@then(parsers.parse("未列入名单而失效的为 {names}"))
def 未列入而失效(tiertrack_office: Office, names: str) -> None:
    assert ("、".join(tiertrack_office.closed) or NONE) == names


_Kind = TypeVar("_Kind")


def _outcome_of(office: Office, kind: type[_Kind]) -> _Kind:
    if not isinstance(office.outcome, kind):
        pytest.fail(office.result_text, pytrace=False)
    return office.outcome
