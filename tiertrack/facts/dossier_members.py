"""The members of a dossier in the form of a file, read; every fault is kept in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.facts.achievement import Achievement, Party
from tiertrack.facts.achievement_file import MEMBER, achievement_in
from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import Datum, value_key
from tiertrack.facts.dossier_parts import ENTERPRISE, Application, Attestation, subject_of, title_called, title_today
from tiertrack.facts.industry_reading import normalise_industry
from tiertrack.facts.ip_file import rights_in
from tiertrack.facts.json_reading import JsonObject
from tiertrack.facts.look_alikes import shown
from tiertrack.facts.shared_members import (
    credit_code_in,
    facts_in,
    instant_of,
    named_title_in,
    order_in,
    region_in,
    titles_in,
)
from tiertrack.facts.vocabulary import JUDGEMENTS, is_judgement
from tiertrack.law.titles import TITLES, kept_with_the_titles

_MEMBERS = (
    *("name", "uscc", "region", "industry", "facts", "ip", "titles", "applications", "judgements", "achievements"),
    *("known_titles", "known_applications", "facts_order", "judgements_order", "subject", "note"),
)


class EveryTitle(frozenset[str]):
    """What is known of an enterprise that lists all its titles: of every title, one that is registered later too."""

    def __contains__(self, _key: object) -> bool:
        return True


@kept_with_the_titles
def every_title() -> frozenset[str]:
    """Every title there is, and will be."""
    return EveryTitle(TITLES)


def dossier_members(given: JsonObject) -> dict[str, Any]:
    """The values of a dossier's attributes that an object states; faults are kept."""
    given.refuse_others(_MEMBERS)
    # Whoever lists every title held knows what was applied for as well.
    listed = {member for member in ("titles", "applications") if given.members.get(member) is not None}
    every, nothing = every_title(), frozenset[str]()
    name, uscc = given.name("name", "E301", "没有企业名称", "请在 name 写企业全称"), credit_code_in(given)
    known, applied = _known(given, "known_titles"), _known(given, "known_applications")
    return {
        "name": name,
        "titles": titles_in(given),
        "uscc": uscc,
        "region": region_in(given),
        "industry": given.text("industry", normalise_industry),
        "data": order_in(given, facts_in(given), _value_of, "facts_order"),
        "known_titles": known if known is not None else every if "titles" in listed else nothing,
        "attestations": order_in(given, tuple(_attestations(given)), _judged, "judgements_order"),
        "applications": _applications(given),
        "known_applications": applied if applied is not None else every if listed else nothing,
        "ip": rights_in(given),
        "achievements": _achievements(given, unchecked(Party, name, uscc)),
        "subject": given.value("subject", subject_of) or ENTERPRISE,
    }


def _value_of(datum: Datum) -> str:
    return value_key(datum.key, datum.year)


def _judged(made: Attestation) -> str:
    return made.key


def _achievements(given: JsonObject, owner: Party) -> tuple[Achievement, ...] | None:
    def read(key: str, value: Any) -> Achievement | None:
        achievement = given.part(key, {MEMBER: value} if isinstance(value, str) else value, joint=" ")
        return achievement_in(achievement, owner) if value is not None and achievement.sound else None

    return given.parts("achievements", read, '请写成 [{"achievement": "成果名称", …}]')


def _applications(given: JsonObject) -> tuple[Application, ...]:
    remedy = '请写成 [{"title": …, "on": …}]'
    return given.parts("applications", lambda key, value: _application(given.part(key, value)), remedy) or ()


def _application(given: JsonObject) -> Application | None:
    given.refuse_others(("title", "on"))
    # What is applied for is called by its name of today.
    named, on = named_title_in(given, title_today), given.day("on")
    if given.members.get("on") is None:
        given.fault("on", "E316", "申报没有写明日期", "请在 on 写 年-月-日")
    return unchecked(Application, named.title, on) if named and on and given.sound else None


def _known(given: JsonObject, member: str) -> frozenset[str] | None:
    """The titles of which it is known whether they are held, or applied for; None where they are not listed."""

    def read(place: str, value: Any) -> str | None:
        found = given.read_value(place, value, title_called)
        return found.title if found is not None else None

    listed = given.parts(member, read, '请写成 ["srdi_sme", …]')
    return None if listed is None else frozenset(listed)


def _attestations(given: JsonObject) -> Iterator[Attestation]:
    judgements = given.part("judgements", given.members.get("judgements"))
    # Which criteria there are is up to the standards.
    judgements.refuse_others(JUDGEMENTS.keys() | {key for key in map(str, judgements.members) if is_judgement(key)})
    for key, made in judgements.members.items():
        if made is None or not is_judgement(str(key)):
            continue
        if isinstance(made, list | tuple):
            for index, value in enumerate(made):
                yield from _attestation(judgements, f"{key}[{index}]", key, value)
        else:
            yield from _attestation(judgements, key, key, made)


def _attestation(judgements: JsonObject, place: str, key: str, value: Any) -> Iterator[Attestation]:
    given = judgements.part(place, value)
    given.refuse_others(("value", "by", "on", "recorded_at"))
    holds, by = given.members.get("value"), given.members.get("by")
    if holds is None:
        return
    if not isinstance(holds, bool):
        given.fault("", "E314", "判断的 value 须为 true 或 false", "请核对写法", holds)
    if not isinstance(by, str) or not shown(by):
        given.fault("", "E315", "判断没有写明作出的机关", "请在 by 写机关全称", by)
    on = given.day("on")
    if given.members.get("on") is None:
        given.fault("", "E316", "判断没有写明作出的日期", "请在 on 写 年-月-日")
    recorded_at = given.value("recorded_at", instant_of)
    if isinstance(holds, bool) and isinstance(by, str) and on is not None:
        yield unchecked(Attestation, key, holds, shown(by), on, recorded_at)
