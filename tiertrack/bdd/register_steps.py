"""The steps of the ladder's life: 假如 and 当 let things happen on a register, 那么 asks it what came of them.

假如 tells what has happened and must be possible; 当 tries it, and 那么 says what came of it. Each event is recorded on
its own day unless 登记时刻 says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from pytest_bdd import given, parsers, then, when
from pytest_bdd.parsers import StepParser

from tiertrack.bdd.office import NOBODY, Office, change_told, day_and_instant, event_told, kind_named, title_named
from tiertrack.bdd.subject import assert_named, key_named, rows_of
from tiertrack.duties.duty import Duty
from tiertrack.errors import IllegalTransition, UnknownEnterprise
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.units import format_value, parse_date
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.truth import Truth
from tiertrack.render.register.duty_text import duties_text, duty_text
from tiertrack.render.register.standing_text import history_text, standing_text
from tiertrack.rules.rulebook import Rulebook
from tiertrack.titles.decide import Accepted, Refused, Undetermined


@pytest.fixture
def office(rulebook: Rulebook, tmp_path: Path) -> Iterator[Office]:
    """The register, the clock and the enterprises of the scenario."""
    opened = Office(rulebook, tmp_path)
    yield opened
    opened.close()


_DAY = r"(?P<on>\d{4}-\d{2}-\d{2})"
_WHO = r"(?P<who>它|“[^”]+”)"
_KNOWN = r"(?:按 (?P<known>\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?) 所知，)?"
_ASKED = rf"{_KNOWN}{_DAY} "
_TITLE = r"(?P<title>[^，\s]+)"
_SAID = r"(?P<said>(?:，.+)?)"

# 2026-05-10 它申报 专精特新“小巨人”企业，依据“…”
_ACTS = {
    "申报": "申报",
    "撤回申报": "撤回申报",
    "被公示为": "公示",
    "被认定为": "认定",
    "被撤销": "撤销",
    "主动放弃": "主动放弃",
    "经查不是": "经查不持有",
}
_ACT = rf"{_DAY} {_WHO}(?P<act>{'|'.join(_ACTS)}) {_TITLE}{_SAID}"
# 2026-05-10 它的 专精特新“小巨人”企业 复核通过，依据“…”
_EVENT = rf"{_DAY} {_WHO}的 {_TITLE} (?P<what>[^，]+){_SAID}"
# 2026-05-10 它更名为“…”
_CHANGE = (
    rf"{_DAY} {_WHO}(?P<what>更名为|股份制改造为|重组|合并|分立|迁至|报告重大变化)(?P<value>(?:“[^”]+”|：\S+| \S+)?)"
)

# 2026-06-15 公布 专精特新“小巨人”企业 的复核名单，依据“…”，第五批
_LIST = rf"{_DAY} 公布 {_TITLE} 的复核名单，依据“(?P<document>[^”]+)”(?:，(?P<batch>第.+批))?"
# 2026-06-20 作废它的 专精特新中小企业 认定，依据“…”
_VOID = rf"{_DAY} 作废{_WHO}的 {_TITLE} (?P<what>[^，]+)(?:，依据“(?P<document>[^”]+)”)?"


def _told(pattern: str) -> StepParser:
    return parsers.re(rf"^{pattern}$")


# Who there is, and what is known of it.


@given(parsers.re(r"^虚构企业“(?P<name>[^”]+)”(?:在 ?(?P<place>[^（\s]+)(?:（.*）)?)?$"))
def 虚构企业(office: Office, name: str, place: str | None) -> None:
    office.enrol(name, place)


@given(parsers.parse("再说“{name}”"))
@when(parsers.parse("再说“{name}”"))
def 再说(office: Office, name: str) -> None:
    office.turn_to(name)


@given(parsers.parse("登记时刻为 {instant}"))
@when(parsers.parse("登记时刻为 {instant}"))
def 登记时刻(office: Office, instant: str) -> None:
    office.put_clock(instant)


@given("它的资料如下")
def 它的资料(office: Office, datatable: list[list[str]]) -> None:
    firm = office.speak()
    for fact, value in rows_of(datatable, "事实", "值"):
        firm.say(fact, value)


@given("它各年度的资料如下")
def 它各年度的资料(office: Office, datatable: list[list[str]]) -> None:
    firm = office.speak()
    (_, *years), *rows = datatable
    for fact, *values in rows:
        for year, value in zip(years, values, strict=True):
            firm.say(f"{year}年{fact}", value)


@given("主管部门对它的认定如下")
def 对它的认定(office: Office, datatable: list[list[str]]) -> None:
    firm = office.speak()
    for judgement, holds, by, on in rows_of(datatable, "事项", "结论", "机关", "日期"):
        firm.attest(judgement, holds, by, on)


@given(parsers.parse("它的 {fact} 为 {value}"))
@when(parsers.parse("它的 {fact} 更正为 {value}"))
def 它的事实(office: Office, fact: str, value: str) -> None:
    office.speak().say(fact, value)


# What happens.


@given(_told(_ACT))
def 已经(office: Office, on: str, who: str, act: str, title: str, said: str) -> None:
    office.happens(who, *event_told(on, title, _ACTS[act], said))


@when(_told(_ACT))
def 办理(office: Office, on: str, who: str, act: str, title: str, said: str) -> None:
    office.attempt(who, lambda: event_told(on, title, _ACTS[act], said))


@given(_told(_EVENT))
def 已经发生(office: Office, on: str, who: str, title: str, what: str, said: str) -> None:
    office.happens(who, *event_told(on, title, what, said))


@when(_told(_EVENT))
def 发生(office: Office, on: str, who: str, title: str, what: str, said: str) -> None:
    office.attempt(who, lambda: event_told(on, title, what, said))


@given(_told(_CHANGE))
@when(_told(_CHANGE))
def 变化(office: Office, on: str, who: str, what: str, value: str) -> None:
    office.happens(who, change_told(on, what, value))


@given(_told(_LIST))
@when(_told(_LIST))
def 公布复核名单(office: Office, on: str, title: str, document: str, batch: str | None) -> None:
    office.close_review(title_named(title), parse_date(on), document, batch)


@given(_told(_VOID))
@when(_told(_VOID))
def 作废(office: Office, on: str, who: str, title: str, what: str, document: str | None) -> None:
    office.void(who, parse_date(on), title_named(title), kind_named(title, what), document)


@given("导入名单")
@when("导入名单")
def 导入名单(office: Office, datatable: list[list[str]]) -> None:
    office.import_list(datatable)


# What came of it.


@then(_told(r"名单导入，新增事项 (?P<new>\d+) 项(?:，更正 (?P<corrected>\d+) 项)?(?:，已有 (?P<known>\d+) 项)?"))
def 名单导入(office: Office, new: str, corrected: str | None, known: str | None) -> None:
    assert office.listed is not None, office.told
    found = office.listed
    assert (found.new, found.corrected, found.known) == (int(new), int(corrected or 0), int(known or 0)), found


@then(parsers.parse("名单退回，因为 {words}"))
def 名单退回(office: Office, words: str) -> None:
    assert office.refusal is not None, "名单导入了"
    assert words in office.told, office.told


@then("受理")
@then("登记在案")
def 受理(office: Office) -> None:
    _came_to(office, Accepted)


@then(_told(r"不予受理(?:，理由含有 (?P<words>.+))?"))
def 不予受理(office: Office, words: str | None) -> None:
    _came_to(office, Refused)
    assert words is None or words in office.told, office.told


@then(parsers.parse("不符合的条件为 {keys}"))
def 不符合的条件(office: Office, keys: str) -> None:
    assessment = office.outcome.assessment if office.outcome else None
    judged = assessment.criteria if assessment else ()
    failed = "、".join(one.criterion.key for one in judged if one.truth is Truth.FALSE)
    assert (failed or NOBODY) == keys, office.told


@then(parsers.parse("待补充，尚缺 {names}"))
def 待补充(office: Office, names: str) -> None:
    assert_named(names, _came_to(office, Undetermined).missing)


@then(_told(r"留有分歧(?:，(?P<words>.+))?"))
def 留有分歧(office: Office, words: str | None) -> None:
    assert _came_to(office, Accepted).disagrees, office.told
    assert words is None or words in office.told, office.told


@then("没有分歧")
def 没有分歧(office: Office) -> None:
    assert not _came_to(office, Accepted).disagrees, office.told


@then(_told(r"程序上不可行，现在可以 (?P<words>.+?)(?P<more> 等)?"))
def 程序上不可行(office: Office, words: str, more: str | None) -> None:
    assert isinstance(office.refusal, IllegalTransition), office.told
    possible = office.refusal.faults[0].remedy.removeprefix("现在可以：").partition("；")[0].split("、")
    named = words.split("、")
    assert set(named) <= set(possible) if more else named == possible, office.told


@then(parsers.parse("办理结果写明 {words}"))
def 办理结果写明(office: Office, words: str) -> None:
    assert words in office.told, office.told


@then(parsers.parse("不能登记，因为 {words}"))
def 不能登记(office: Office, words: str) -> None:
    assert office.refusal is not None, office.told
    assert words in office.told, office.told


@then(parsers.parse("未列入名单而失效的为 {names}"))
def 未列入而失效(office: Office, names: str) -> None:
    assert ("、".join(office.closed) or NOBODY) == names


# What the enterprise is and holds.


@then(_told(rf"{_ASKED}(?:不知)?{_WHO}(?P<holds>持有|不持有|是否持有) {_TITLE}"))
def 持有与否(office: Office, on: str, known: str | None, who: str, holds: str, title: str) -> None:
    asof = day_and_instant(on, known)
    wanted = {"持有": True, "不持有": False, "是否持有": None}[holds]
    found = office.holds(who, title, asof)
    assert found is wanted, standing_text(office.account(who, asof))


@then(_told(rf"{_ASKED}{_WHO}持有的称号为 (?P<titles>.+)"))
def 持有的称号(office: Office, on: str, known: str | None, who: str, titles: str) -> None:
    held = office.account(who, day_and_instant(on, known)).standing.held
    assert ("、".join(one.label for one in held) or NOBODY) == titles


@then(_told(rf"{_ASKED}{_WHO}的经过含有 (?P<words>.+)"))
def 经过含有(office: Office, on: str, known: str | None, who: str, words: str) -> None:
    text = history_text(office.history(who, day_and_instant(on, known)))
    assert words in text, text


@then(_told(rf"{_ASKED}{_WHO}的事实 (?P<fact>\S+) 为 (?P<value>\S+)"))
def 事实为(office: Office, on: str, known: str | None, who: str, fact: str, value: str) -> None:
    dossier = office.registry.dossier(office.named(who), day_and_instant(on, known))
    key = key_named(fact, {one.label: one.key for one in FACTS.values()})
    found = dossier.values.get(key)
    assert (NOBODY if found is None else format_value(found, FACTS[key].kind)) == value


@then(_told(rf"{_ASKED}{_WHO}的 {_TITLE} 状态为 (?P<state>\S+?)(?:，自 (?P<since>\S+) 起)?"))
def 状态(office: Office, on: str, known: str | None, who: str, title: str, state: str, since: str | None) -> None:
    track = office.track(who, title, day_and_instant(on, known))
    assert track.state.label == state
    assert since is None or track.since == parse_date(since)


@then(_told(rf"{_ASKED}{_WHO}的 {_TITLE} 有效期至 (?P<last>\S+)"))
def 有效期(office: Office, on: str, known: str | None, who: str, title: str, last: str) -> None:
    asof = day_and_instant(on, known)
    holding = office.track(who, title, asof).holding(asof.on)
    assert holding is not None, standing_text(office.account(who, asof))
    assert str(holding.period.last or NOBODY) == last


@then(_told(rf"{_ASKED}{_WHO}的 {_TITLE} 所依据的是“(?P<document>.+)”"))
def 所依据(office: Office, on: str, known: str | None, who: str, title: str, document: str) -> None:
    asof = day_and_instant(on, known)
    holding = office.track(who, title, asof).holding(asof.on)
    assert holding is not None, standing_text(office.account(who, asof))
    assert holding.document == document


@then(_told(rf"{_ASKED}{_WHO}的 {_TITLE} 最早可在 (?P<day>\S+) 再报"))
def 最早再报(office: Office, on: str, known: str | None, who: str, title: str, day: str) -> None:
    assert office.track(who, title, day_and_instant(on, known)).until == parse_date(day)


@then(_told(rf"{_ASKED}{_WHO}的 {_TITLE} (?P<lost>已丧失|仍有)复核资格"))
def 复核资格(office: Office, on: str, known: str | None, who: str, title: str, lost: str) -> None:
    track = office.track(who, title, day_and_instant(on, known))
    assert (track.review_lost is not None) == (lost == "已丧失")


@then(_told(rf"{_ASKED}{_WHO}的最高一级为 (?P<tier>\S+)"))
def 最高一级(office: Office, on: str, known: str | None, who: str, tier: str) -> None:
    highest = office.account(who, day_and_instant(on, known)).highest
    assert (highest.label if highest else NOBODY) == tier


@then(_told(rf"{_ASKED}{_WHO}的说明含有 (?P<words>.+)"))
def 说明含有(office: Office, on: str, known: str | None, who: str, words: str) -> None:
    text = standing_text(office.account(who, day_and_instant(on, known)))
    assert words in text, text


@then(_told(rf"{_ASKED}凭“(?P<name>[^”]+)”查到的是“(?P<found>[^”]+)”"))
def 查到的是(office: Office, on: str, known: str | None, name: str, found: str) -> None:
    assert office.account(name, day_and_instant(on, known)).enterprise == found


@then(_told(rf"{_ASKED}凭“(?P<name>[^”]+)”查不到企业"))
def 查不到(office: Office, on: str, known: str | None, name: str) -> None:
    with pytest.raises(UnknownEnterprise):
        office.account(name, day_and_instant(on, known))


@then(_told(rf"{_ASKED}{_WHO}在 ?(?P<place>[^（\s]+)(?:（.*）)?"))
def 所在(office: Office, on: str, known: str | None, who: str, place: str) -> None:
    dossier = office.registry.dossier(office.named(who), day_and_instant(on, known))
    assert dossier.region == normalise_region(place)


@then(_told(rf"{_KNOWN}{_WHO}的经过为"))
def 经过(office: Office, known: str | None, who: str, datatable: list[list[str]]) -> None:
    history = office.history(who, day_and_instant("9999-12-31", known))
    said = [[str(one.on), one.label, one.kind.label, "是" if history.counts(one) else "否"] for one in history.events]
    assert said == rows_of(datatable, "日期", "称号", "事项", "仍有效"), history_text(history)


# What falls due.

_WITHIN = rf"{_ASKED}起 (?P<days>\d+) 天内"


@then(_told(rf"{_WITHIN}{_WHO}要办的有"))
def 要办的有(office: Office, on: str, known: str | None, days: str, who: str, datatable: list[list[str]]) -> None:
    found = office.falling_due(who, day_and_instant(on, known), int(days))
    assert [_row(one) for one in found] == rows_of(datatable, "日期", "事项", "称号"), duties_text(found)


@then(_told(rf"{_WITHIN}全部企业要办的有"))
def 全部企业要办的(office: Office, on: str, known: str | None, days: str, datatable: list[list[str]]) -> None:
    found = office.falling_due(None, day_and_instant(on, known), int(days))
    said = [[one.enterprise, *_row(one)] for one in found]
    assert said == rows_of(datatable, "企业", "日期", "事项", "称号"), duties_text(found)


@then(_told(rf"{_WITHIN}{_WHO}没有要办的(?P<kind>\S+)?"))
def 没有要办的(office: Office, on: str, known: str | None, days: str, who: str, kind: str | None) -> None:
    found = office.falling_due(who, day_and_instant(on, known), int(days))
    kept = [one for one in found if kind in (None, "事", one.kind.label)]
    assert not kept, duties_text(kept)


@then(_told(rf"{_WITHIN}{_WHO}的 {_TITLE} (?P<kind>\S+) 截止日为 (?P<due>\S+)"))
def 截止日(office: Office, on: str, known: str | None, days: str, who: str, title: str, kind: str, due: str) -> None:
    found = office.falling_due(who, day_and_instant(on, known), int(days))
    key = None if title == NOBODY else title_named(title)
    said = [str(one.due) for one in found if (one.title, one.kind.label) == (key, kind)]
    assert ("、".join(said) or NOBODY) == due, duties_text(found)


@then(_told(r"其中 (?P<kind>\S+) 写明 (?P<words>.+)"))
def 写明(office: Office, kind: str, words: str) -> None:
    texts = [duty_text(one) for one in office.duties if one.kind.label == kind]
    assert any(words in text for text in texts), duties_text(office.duties)


@then(_told(r"其中 (?P<kind>\S+) 不写 (?P<words>.+)"))
def 不写(office: Office, kind: str, words: str) -> None:
    texts = [duty_text(one) for one in office.duties if one.kind.label == kind]
    assert not any(words in text for text in texts), duties_text(office.duties)


def _row(duty: Duty) -> list[str]:
    return [str(duty.due), duty.kind.label, duty.title_label or NOBODY]


_Kind = TypeVar("_Kind")


def _came_to(office: Office, kind: type[_Kind]) -> _Kind:
    if not isinstance(office.outcome, kind):
        pytest.fail(office.told, pytrace=False)
    return office.outcome
