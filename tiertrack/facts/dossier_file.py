"""Reading a dossier from JSON: every fault of the file is found and reported together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from tiertrack.errors import BadDossier, BadFile, Fault
from tiertrack.facts.achievement import Achievement, Party
from tiertrack.facts.achievement_file import MEMBER, AchievementReader, achievement_from
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.dossier import Application, Attestation, Dossier
from tiertrack.facts.industry import normalise_industry
from tiertrack.facts.json_reading import JsonReader, json_content
from tiertrack.facts.vocabulary import JUDGEMENTS
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES

_MEMBERS = (
    *("name", "uscc", "region", "industry", "facts", "ip", "titles", "applications", "judgements", "achievements"),
    "note",
)


def read_dossier(path: Path) -> Dossier:
    """The dossier of an enterprise in a JSON file.

    Args:
        path: The file, in UTF-8. Amounts carry a unit (``"5200万元"``), shares a ``%``, facts of a year the year.

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
    return dossier_from_json(read_text(path), path.name)


def read_subject(path: Path) -> Dossier | Achievement:
    """The enterprise or, where it has the member ``achievement``, the achievement of a JSON file; raises as above."""
    return subject_from_json(read_text(path), path.name)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file; raises BadFile."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "文件打不开"
        raise BadFile(Fault("E401", reason, "请核对路径和读取权限", str(path))) from None
    except UnicodeDecodeError as error:
        fault = Fault(
            "E402", "文件不是 UTF-8 编码", "请另存为 UTF-8 后再试", place=f"{path.name} 第 {error.start + 1} 字节"
        )
        raise BadFile(fault) from None


def dossier_from_json(text: str, place: str = "档案") -> Dossier:
    """The dossier of an enterprise that a JSON text describes.

    Args:
        text: The JSON, written as in a file for ``read_dossier``.
        place: The name of the text in error messages.

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
    found = subject_from_json(text, place)
    if isinstance(found, Achievement):
        raise BadDossier(about_an_achievement(place))
    return found


def about_an_achievement(place: str) -> Fault:
    """The fault of an achievement where an enterprise is asked for."""
    remedy = "请用 tiertrack assess --tier achievement 判断它，或换一份企业档案"
    return Fault("E340", "这是一份成果档案，不是企业档案", remedy, place=place)


def subject_from_json(text: str, place: str = "档案") -> Dossier | Achievement:
    """The enterprise or achievement a JSON text describes; raises BadFile or BadDossier with every fault, placed."""
    try:
        content = json_content(text, place)
        return achievement_from(content, place) if MEMBER in content else _Reader(place).dossier(content)
    except RecursionError:
        raise BadFile(Fault("E403", "不是可用的 JSON", "请核对内容，括号嵌套过深", place=place)) from None


class _EveryTitle(frozenset[str]):
    """What is known of an enterprise that lists all its titles: of every title, one that is registered later too."""

    def __contains__(self, _key: object) -> bool:
        return True


class _Reader(JsonReader):
    """Reads one dossier."""

    def dossier(self, content: Mapping[str, Any]) -> Dossier:
        self._known_members(content, _MEMBERS, "")
        name = content.get("name")
        if not isinstance(name, str) or not name.strip():
            self._fault("E301", "没有企业名称", "请在 name 写企业全称", name, "name")
            name = ""
        titles = self._titles(content.get("titles"))
        # Whoever lists every title held knows what was applied for as well.
        told = any(content.get(member) is not None for member in ("titles", "applications"))
        dossier = Dossier(
            name=name.strip(),
            uscc=self._text(content, "uscc", normalise_credit_code),
            region=self._text(content, "region", lambda code: Region(code.strip()).code),
            industry=self._text(content, "industry", normalise_industry),
            data=tuple(self._facts(content.get("facts"))),
            titles=titles,
            known_titles=frozenset() if content.get("titles") is None else _EveryTitle(TITLES),
            attestations=tuple(self._judgements(content.get("judgements"))),
            applications=self._applications(content.get("applications")),
            known_applications=_EveryTitle(TITLES) if told else frozenset(),
            ip=self._ip(content.get("ip")),
        )
        dossier = attrs.evolve(dossier, achievements=self._achievements(content.get("achievements"), dossier))
        if self._faults:
            raise BadDossier(*self._faults)
        return dossier

    def _achievements(self, value: Any, owner: Dossier) -> tuple[Achievement, ...] | None:
        if value is None:
            return None
        found = []
        for place, one in self._list(value, "achievements", '请写成 [{"achievement": "成果名称", …}]'):
            reader = AchievementReader(f"{self._place} {place}", Party(owner.name, owner.uscc))
            said = one if isinstance(one, str) else self._object(one, place)
            if isinstance(one, str | dict):
                found.append(reader.achievement(said))
            self._faults.extend(reader.faults)
        return tuple(found)

    def _applications(self, value: Any) -> tuple[Application, ...]:
        listed = self._list(value, "applications", '请写成 [{"title": …, "on": …}]')
        return tuple(made for place, one in listed for made in self._application(one, place))

    def _application(self, value: Any, place: str) -> Iterable[Application]:
        said = self._object(value, place)
        self._known_members(said, ("title", "on"), place)
        before = len(self._faults)
        named, on = self._named_title(said, place), self._day(said.get("on"), place, "on")
        if named.old is not None:
            # What is applied for is called by its name of today.
            self._no_such_title(said["title"], place)
        if on is None and said.get("on") is None:
            self._fault("E316", "申报没有写明日期", "请在 on 写 年-月-日", None, place, "on")
        if len(self._faults) == before and on is not None:
            yield Application(named.title, on)

    def _judgements(self, value: Any) -> Iterable[Attestation]:
        judgements = self._object(value, "judgements")
        self._known_members(judgements, JUDGEMENTS, "judgements")
        for key, said in judgements.items():
            if key in JUDGEMENTS and said is not None:
                yield from self._judgement(key, said)

    def _judgement(self, key: str, value: Any) -> Iterable[Attestation]:
        said = self._object(value, "judgements", key)
        if not said:
            return
        self._known_members(said, ("value", "by", "on"), "judgements", key)
        holds, by = said.get("value"), said.get("by")
        if holds is None:
            return
        if not isinstance(holds, bool):
            self._fault("E314", "判断的 value 须为 true 或 false", "请核对写法", holds, "judgements", key)
        if not isinstance(by, str) or not by.strip():
            self._fault("E315", "判断没有写明作出的机关", "请在 by 写机关全称", by, "judgements", key)
        on = self._day(said.get("on"), "judgements", key, "on")
        if on is None and said.get("on") is None:
            self._fault("E316", "判断没有写明作出的日期", "请在 on 写 年-月-日", None, "judgements", key)
        if isinstance(holds, bool) and isinstance(by, str) and on is not None:
            yield Attestation(key, holds, by.strip(), on)
