"""The steps that ask a register for the standing and the history of an enterprise."""

from __future__ import annotations

import pytest
from pytest_bdd import then

from tiertrack.bdd.office import Office
from tiertrack.bdd.patterns import ASKED, KNOWN, TITLE, WHO, Sentence
from tiertrack.bdd.subject import FACT_KEYS, NONE, rows_of, value_named
from tiertrack.errors import UnknownEnterprise
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.units import format_value, parse_date
from tiertrack.facts.vocabulary import FACTS
from tiertrack.render.register.standing_text import history_text, standing_text
from tiertrack.temporal import AsOf


@then(Sentence(rf"{ASKED}(?:不知)?{WHO}(?P<holds>持有|不持有|是否持有) {TITLE}"))
def 持有与否(tiertrack_office: Office, asof: AsOf, who: str, holds: str, title: str) -> None:
    expected = {"持有": True, "不持有": False, "是否持有": None}[holds]
    assert tiertrack_office.holds(who, title, asof) is expected, standing_text(tiertrack_office.account(who, asof))


@then(Sentence(rf"{ASKED}{WHO}持有的称号为 (?P<titles>.+)"))
def 持有的称号(tiertrack_office: Office, asof: AsOf, who: str, titles: str) -> None:
    held = tiertrack_office.account(who, asof).standing.held
    assert ("、".join(holding.label for holding in held) or NONE) == titles


@then(Sentence(rf"{ASKED}{WHO}的(?P<what>经过|说明)含有 (?P<words>.+)"))
def 含有(tiertrack_office: Office, asof: AsOf, who: str, what: str, words: str) -> None:
    text = (
        history_text(tiertrack_office.history(who, asof))
        if what == "经过"
        else standing_text(tiertrack_office.account(who, asof))
    )
    assert words in text, text


@then(Sentence(rf"{ASKED}{WHO}的事实 (?P<fact>\S+) 为 (?P<value>\S+)"))
def 事实为(tiertrack_office: Office, asof: AsOf, who: str, fact: str, value: str) -> None:
    key = value_named(fact, FACT_KEYS)
    found = tiertrack_office.registry.dossier(tiertrack_office.named(who), asof).values.get(key)
    assert (NONE if found is None else format_value(found, FACTS[key].kind)) == value


@then(Sentence(rf"{ASKED}{WHO}的 {TITLE} 状态为 (?P<state>\S+?)(?:，自 (?P<since>\S+) 起)?"))
def 状态(tiertrack_office: Office, asof: AsOf, who: str, title: str, state: str, since: str | None) -> None:
    track = tiertrack_office.track(who, title, asof)
    assert track.state.label == state
    assert since is None or track.since == parse_date(since)


@then(Sentence(rf"{ASKED}{WHO}的 {TITLE} (?:有效期至 (?P<last>\S+)|所依据的是“(?P<document>.+)”)"))
def 有效期与依据(
    tiertrack_office: Office, asof: AsOf, who: str, title: str, last: str | None, document: str | None
) -> None:
    holding = tiertrack_office.track(who, title, asof).holding(asof.on)
    assert holding is not None, standing_text(tiertrack_office.account(who, asof))
    assert last in (None, str(holding.period.last or NONE))
    assert document in (None, holding.document)


@then(Sentence(rf"{ASKED}{WHO}的 {TITLE} 最早可在 (?P<day>\S+) 再报"))
def 最早再报(tiertrack_office: Office, asof: AsOf, who: str, title: str, day: str) -> None:
    assert tiertrack_office.track(who, title, asof).until == parse_date(day)


@then(Sentence(rf"{ASKED}{WHO}的 {TITLE} (?P<lost>已丧失|仍有)复核资格"))
def 复核资格(tiertrack_office: Office, asof: AsOf, who: str, title: str, lost: str) -> None:
    assert (tiertrack_office.track(who, title, asof).review_lost is not None) == (lost == "已丧失")


@then(Sentence(rf"{ASKED}{WHO}的最高一级为 (?P<tier>\S+)"))
def 最高一级(tiertrack_office: Office, asof: AsOf, who: str, tier: str) -> None:
    highest = tiertrack_office.account(who, asof).highest
    assert (highest.label if highest else NONE) == tier


@then(Sentence(rf"{ASKED}凭“(?P<name>[^”]+)”查到的是“(?P<found>[^”]+)”"))
def 查到的是(tiertrack_office: Office, asof: AsOf, name: str, found: str) -> None:
    assert tiertrack_office.account(name, asof).enterprise == found


@then(Sentence(rf"{ASKED}凭“(?P<name>[^”]+)”查不到企业"))
def 查不到(tiertrack_office: Office, asof: AsOf, name: str) -> None:
    with pytest.raises(UnknownEnterprise):
        tiertrack_office.account(name, asof)


@then(Sentence(rf"{ASKED}{WHO}在 ?(?P<place>[^（\s]+)(?:（.*）)?"))
def 所在(tiertrack_office: Office, asof: AsOf, who: str, place: str) -> None:
    assert tiertrack_office.registry.dossier(tiertrack_office.named(who), asof).region == normalise_region(
        place, asof.on
    )


@then(Sentence(rf"{KNOWN}{WHO}的经过为"))
def 经过(tiertrack_office: Office, asof: AsOf, who: str, datatable: list[list[str]]) -> None:
    history = tiertrack_office.history(who, asof)
    events = [
        [str(event.on), event.label, event.kind.label, "是" if history.counts(event) else "否"]
        for event in history.events
    ]
    assert events == rows_of(datatable, "日期", "称号", "事项", "仍有效"), history_text(history)
