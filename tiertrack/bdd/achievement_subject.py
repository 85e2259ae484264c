"""The achievement of a scenario, put together sentence by sentence, and the enterprises it may lift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tiertrack.bdd.subject import ABSENT, NONE, stated, value_named
from tiertrack.facts.achievement import ACHIEVEMENT_FACTS, Achievement
from tiertrack.facts.achievement_file import MEMBER, achievement_from
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.vocabulary import FACTS

_MEMBERS = {
    "名称": MEMBER,
    "登记号": "registration",
    "类型": "kind",
    "完成年份": "completed_in",
    "完成单位": "owners",
    "完成人": "completers",
    "权属": "rights",
    "专利": "patents",
    "海外同族": "family",
    "质押融资": "pledged",
    "所属产业链": "chain",
    "地区": "region",
}
_LISTS = ("owners", "completers", "patents", "family")
_FACT_KEYS = {FACTS[key].label: key for key in ACHIEVEMENT_FACTS}
_BESIDE = ("trl", "classified")


class Work:
    """The statements of the scenario so far; they are read by the same reader as a file."""

    def __init__(self) -> None:
        self._content: dict[str, Any] = {MEMBER: "虚构成果", "facts": {}}

    def say(self, name: str, value: str) -> None:
        """Set a member or a fact by its Chinese name; 缺失 takes it away, 无 makes a list empty."""
        member = _MEMBERS.get(name)
        if member in _LISTS and value != ABSENT:
            self._content[member] = [] if value == NONE else value.split("、")
        elif member is not None:
            self._content[member] = stated(value)
        else:
            key = value_named(name, _FACT_KEYS)
            (self._content if key in _BESIDE else self._content["facts"])[key] = stated(value)

    def list_of(self, member: str, keys: Iterable[str], rows: Iterable[list[str]]) -> None:
        """Set a list by the rows of a table; a cell 缺失 leaves that part unknown."""
        keys = tuple(keys)
        self._content[member] = [dict(zip(keys, map(stated, row), strict=True)) for row in rows]

    def forget(self, member: str) -> None:
        """Leave a list unknown."""
        self._content[member] = None

    def achievement(self) -> Achievement:
        """The achievement so far."""
        return achievement_from(self._content, "场景")

    def firm(self, name: str) -> Dossier:
        """An enterprise of which only this achievement is known."""
        return Dossier(name=name, achievements=(self.achievement(),))
