"""The steps that ask a register for the standing and the history of an enterprise."""

from __future__ import annotations

import pytest
from pytest_bdd import then

from tiertrack.bdd.event_sentences import NONE, day_and_instant
from tiertrack.bdd.office import Office
from tiertrack.bdd.patterns import ASKED, KNOWN, TITLE, WHO, step
from tiertrack.bdd.subject import key_named, rows_of
from tiertrack.errors import UnknownEnterprise
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.units import format_value, parse_date
from tiertrack.facts.vocabulary import FACTS
from tiertrack.render.register.standing_text import history_text, standing_text


@then(step(rf"{ASKED}(?:不知)?{WHO}(?P<holds>持有|不持有|是否持有) {TITLE}"))
def 持有与否(office: Office, on: str, known: str | None, who: str, holds: str, title: str) -> None:
    asof = day_and_instant(on, known)
    wanted = {"持有": True, "不持有": False, "是否持有": None}[holds]
    found = office.holds(who, title, asof)
    assert found is wanted, standing_text(office.account(who, asof))


@then(step(rf"{ASKED}{WHO}持有的称号为 (?P<titles>.+)"))
def 持有的称号(office: Office, on: str, known: str | None, who: str, titles: str) -> None:
    held = office.account(who, day_and_instant(on, known)).standing.held
    assert ("、".join(holding.label for holding in held) or NONE) == titles


@then(step(rf"{ASKED}{WHO}的经过含有 (?P<words>.+)"))
def 经过含有(office: Office, on: str, known: str | None, who: str, words: str) -> None:
    text = history_text(office.history(who, day_and_instant(on, known)))
    assert words in text, text


@then(step(rf"{ASKED}{WHO}的事实 (?P<fact>\S+) 为 (?P<value>\S+)"))
def 事实为(office: Office, on: str, known: str | None, who: str, fact: str, value: str) -> None:
    dossier = office.registry.dossier(office.named(who), day_and_instant(on, known))
    key = key_named(fact, {entry.label: entry.key for entry in FACTS.values()})
    found = dossier.values.get(key)
    assert (NONE if found is None else format_value(found, FACTS[key].kind)) == value


@then(step(rf"{ASKED}{WHO}的 {TITLE} 状态为 (?P<state>\S+?)(?:，自 (?P<since>\S+) 起)?"))
def 状态(office: Office, on: str, known: str | None, who: str, title: str, state: str, since: str | None) -> None:
    track = office.track(who, title, day_and_instant(on, known))
    assert track.state.label == state
    assert since is None or track.since == parse_date(since)


@then(step(rf"{ASKED}{WHO}的 {TITLE} 有效期至 (?P<last>\S+)"))
def 有效期(office: Office, on: str, known: str | None, who: str, title: str, last: str) -> None:
    asof = day_and_instant(on, known)
    holding = office.track(who, title, asof).holding(asof.on)
    assert holding is not None, standing_text(office.account(who, asof))
    assert str(holding.period.last or NONE) == last


@then(step(rf"{ASKED}{WHO}的 {TITLE} 所依据的是“(?P<document>.+)”"))
def 所依据(office: Office, on: str, known: str | None, who: str, title: str, document: str) -> None:
    asof = day_and_instant(on, known)
    holding = office.track(who, title, asof).holding(asof.on)
    assert holding is not None, standing_text(office.account(who, asof))
    assert holding.document == document


@then(step(rf"{ASKED}{WHO}的 {TITLE} 最早可在 (?P<day>\S+) 再报"))
def 最早再报(office: Office, on: str, known: str | None, who: str, title: str, day: str) -> None:
    assert office.track(who, title, day_and_instant(on, known)).until == parse_date(day)


@then(step(rf"{ASKED}{WHO}的 {TITLE} (?P<lost>已丧失|仍有)复核资格"))
def 复核资格(office: Office, on: str, known: str | None, who: str, title: str, lost: str) -> None:
    track = office.track(who, title, day_and_instant(on, known))
    assert (track.review_lost is not None) == (lost == "已丧失")


@then(step(rf"{ASKED}{WHO}的最高一级为 (?P<tier>\S+)"))
def 最高一级(office: Office, on: str, known: str | None, who: str, tier: str) -> None:
    highest = office.account(who, day_and_instant(on, known)).highest
    assert (highest.label if highest else NONE) == tier


@then(step(rf"{ASKED}{WHO}的说明含有 (?P<words>.+)"))
def 说明含有(office: Office, on: str, known: str | None, who: str, words: str) -> None:
    text = standing_text(office.account(who, day_and_instant(on, known)))
    assert words in text, text


@then(step(rf"{ASKED}凭“(?P<name>[^”]+)”查到的是“(?P<found>[^”]+)”"))
def 查到的是(office: Office, on: str, known: str | None, name: str, found: str) -> None:
    assert office.account(name, day_and_instant(on, known)).enterprise == found


@then(step(rf"{ASKED}凭“(?P<name>[^”]+)”查不到企业"))
def 查不到(office: Office, on: str, known: str | None, name: str) -> None:
    with pytest.raises(UnknownEnterprise):
        office.account(name, day_and_instant(on, known))


@then(step(rf"{ASKED}{WHO}在 ?(?P<place>[^（\s]+)(?:（.*）)?"))
def 所在(office: Office, on: str, known: str | None, who: str, place: str) -> None:
    dossier = office.registry.dossier(office.named(who), day_and_instant(on, known))
    assert dossier.region == normalise_region(place)


@then(step(rf"{KNOWN}{WHO}的经过为"))
def 经过(office: Office, known: str | None, who: str, datatable: list[list[str]]) -> None:
    history = office.history(who, day_and_instant("9999-12-31", known))
    events = [
        [str(event.on), event.label, event.kind.label, "是" if history.counts(event) else "否"]
        for event in history.events
    ]
    assert events == rows_of(datatable, "日期", "称号", "事项", "仍有效"), history_text(history)
