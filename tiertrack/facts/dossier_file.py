"""Reading a dossier from JSON: every fault of the file is found and reported together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from tiertrack.errors import BadDossier, BadFile, Fault
from tiertrack.facts.achievement import Achievement, Party
from tiertrack.facts.achievement_file import MEMBER, achievement_from, achievement_in
from tiertrack.facts.dossier import Application, Attestation, Dossier
from tiertrack.facts.headings import key_named
from tiertrack.facts.industry_reading import normalise_industry
from tiertrack.facts.ip_file import rights_in
from tiertrack.facts.json_reading import JsonObject, json_content, text_faults
from tiertrack.facts.look_alikes import shown
from tiertrack.facts.shared_members import credit_code_in, facts_in, named_title_in, refuse_title, region_in, titles_in
from tiertrack.facts.vocabulary import JUDGEMENTS, is_judgement
from tiertrack.input_file import PathLike, as_path, read_text
from tiertrack.law.titles import TITLES
from tiertrack.temporal import DayLike, as_day

_MEMBERS = (
    *("name", "uscc", "region", "industry", "facts", "ip", "titles", "applications", "judgements", "achievements"),
    "note",
)


def read_dossier(path: PathLike, on: DayLike | None = None) -> Dossier:
    """The dossier of an enterprise in a JSON file.

    Args:
        path: The file, in UTF-8. Amounts carry a unit (``"5200万元"``), shares a ``%``, facts of a year the year.
        on: The day the region is to be one of; unless given, any that there was is taken.

    Returns:
        The dossier: amounts in fen, shares as exact fractions, days as ordinals; what is absent or null is unknown.

    Raises:
        BadFile: The file cannot be opened, decoded or parsed.
        BadDossier: Members or values that are wrong; every fault is named with its place.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import read_dossier
        >>> read_dossier(Path("firm.json")).values["revenue:2025"]
        3600000000
    """
    file = as_path(path)
    return dossier_from_json(read_text(file), file.name, on)


def read_subject(path: Path, on: dt.date | None = None) -> Dossier | Achievement:
    """The enterprise or, where it has the member ``achievement``, the achievement of a JSON file; raises as above."""
    return subject_from_json(read_text(path), path.name, on)


def dossier_from_json(text: str, place: str = "档案", on: DayLike | None = None) -> Dossier:
    """The dossier of an enterprise that a JSON text describes.

    Args:
        text: The JSON, written as in a file for ``read_dossier``.
        place: The name of the text in error messages.
        on: The day the region is to be one of; unless given, any that there was is taken.

    Returns:
        The dossier: amounts in fen, shares as exact fractions, days as ordinals; what is absent or null is unknown.

    Raises:
        BadFile: The text is no JSON object.
        BadDossier: Members or values that are wrong, or it is about an achievement; every fault is named.

    Examples:
        >>> from tiertrack import dossier_from_json
        >>> dossier_from_json('{"name": "甲公司", "facts": {"market_share": "12%"}}').values["market_share"]
        Fraction(3, 25)
    """
    found = subject_from_json(text, place, None if on is None else as_day(on))
    if isinstance(found, Achievement):
        remedy = "请用 tiertrack assess --tier achievement 判断它，或换一份企业档案"
        raise BadDossier(Fault("E340", "这是一份成果档案，不是企业档案", remedy, place=place))
    return found


def subject_from_json(text: str, place: str = "档案", on: dt.date | None = None) -> Dossier | Achievement:
    """The enterprise or achievement a JSON text describes; raises BadFile or BadDossier with every fault, placed."""
    try:
        content = json_content(text, place)
        # Before anything of it is shown.
        if faults := tuple(text_faults(content, place)):
            raise BadDossier(*faults)
        return (
            achievement_from(content, place, on) if MEMBER in content else _dossier(JsonObject(content, place, on=on))
        )
    except RecursionError:
        raise BadFile(Fault("E403", "不是可用的 JSON", "请核对内容，括号嵌套过深", place=place)) from None


class _EveryTitle(frozenset[str]):
    """What is known of an enterprise that lists all its titles: of every title, one that is registered later too."""

    def __contains__(self, _key: object) -> bool:
        return True


def _dossier(given: JsonObject) -> Dossier:
    given.refuse_others(_MEMBERS, lambda name: key_named(name, _MEMBERS))
    # Whoever lists every title held knows what was applied for as well.
    listed = {member for member in ("titles", "applications") if given.members.get(member) is not None}
    dossier = Dossier(
        name=given.name("name", "E301", "没有企业名称", "请在 name 写企业全称"),
        titles=titles_in(given),
        uscc=credit_code_in(given),
        region=region_in(given),
        industry=given.text("industry", normalise_industry),
        data=tuple(facts_in(given)),
        known_titles=_EveryTitle(TITLES) if "titles" in listed else frozenset(),
        attestations=tuple(_attestations(given)),
        applications=_applications(given),
        known_applications=_EveryTitle(TITLES) if listed else frozenset(),
        ip=rights_in(given),
    )
    dossier = attrs.evolve(dossier, achievements=_achievements(given, Party(dossier.name, dossier.uscc)))
    if given.faults:
        raise BadDossier(*given.faults)
    return dossier


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
    named, on = named_title_in(given), given.day("on")
    if named is not None and named.old is not None:
        # What is applied for is called by its name of today.
        refuse_title(given)
    if given.members.get("on") is None:
        given.fault("on", "E316", "申报没有写明日期", "请在 on 写 年-月-日")
    return Application(named.title, on) if named and on and given.sound else None


def _attestations(given: JsonObject) -> Iterator[Attestation]:
    judgements = given.part("judgements", given.members.get("judgements"))
    # Which criteria there are is up to the standards.
    known = [*JUDGEMENTS, *filter(is_judgement, judgements.members)]
    judgements.refuse_others(known, lambda name: key_named(name, JUDGEMENTS))
    for key, value in judgements.members.items():
        if is_judgement(key) and value is not None:
            yield from _attestation(judgements, key, value)


def _attestation(judgements: JsonObject, key: str, value: Any) -> Iterator[Attestation]:
    given = judgements.part(key, value)
    given.refuse_others(("value", "by", "on"))
    holds, by = given.members.get("value"), given.members.get("by")
    if holds is None:
        return
    if not isinstance(holds, bool):
        given.fault("", "E314", "判断的 value 须为 true 或 false", "请核对写法", holds)
    if not isinstance(by, str) or not by.strip():
        given.fault("", "E315", "判断没有写明作出的机关", "请在 by 写机关全称", by)
    on = given.day("on")
    if given.members.get("on") is None:
        given.fault("", "E316", "判断没有写明作出的日期", "请在 on 写 年-月-日")
    if isinstance(holds, bool) and isinstance(by, str) and on is not None:
        yield Attestation(key, holds, shown(by), on)
