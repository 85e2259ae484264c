"""The achievement of a scenario, put together sentence by sentence, and the enterprises it may lift."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import attrs

from tiertrack.bdd.subject import ABSENT, key_named
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
# The word of a scenario for a list known to be empty.
_NONE = "无"


class Work:
    """The statements of the scenario so far; they are read by the same reader as a file."""

    def __init__(self) -> None:
        self._content: dict[str, Any] = {MEMBER: "虚构成果", "facts": {}}

    def say(self, name: str, value: str) -> None:
        """Set a member or a fact by its Chinese name; 缺失 takes it away, 无 makes a list empty."""
        stated: Any = None if value == ABSENT else {"是": True, "否": False}.get(value, value)
        if name in _MEMBERS:
            member = _MEMBERS[name]
            if member in _LISTS and stated is not None:
                stated = [] if value == _NONE else value.split("、")
            self._content[member] = stated
            return
        key = key_named(name, _FACT_KEYS)
        where = self._content if key in _BESIDE else self._content["facts"]
        where[key] = stated

    def list_of(self, member: str, names: Iterable[str], rows: Iterable[list[str]]) -> None:
        """Set a list by the rows of a table; a cell 缺失 leaves that part unknown."""
        keys = tuple(names)
        self._content[member] = [
            {key: None if cell == ABSENT else cell for key, cell in zip(keys, row, strict=True)} for row in rows
        ]

    def empty(self, member: str) -> None:
        """Say that a list is known and has nothing in it."""
        self._content[member] = []

    def forget(self, member: str) -> None:
        """Leave a list unknown."""
        self._content[member] = None

    def achievement(self) -> Achievement:
        """The achievement so far."""
        content = json.loads(json.dumps(self._content, ensure_ascii=False))
        return achievement_from(content, "场景")

    def firm(self, name: str) -> Dossier:
        """An enterprise of which only this achievement is known."""
        return attrs.evolve(Dossier(name=name), achievements=(self.achievement(),))
