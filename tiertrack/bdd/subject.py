"""The enterprise of a scenario, put together sentence by sentence."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from attrs import frozen

from tiertrack.bdd.relative_time import calendar_value, calendar_year, relative_text, required, split_year
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES, IpRight
from tiertrack.facts.vocabulary import CRITERION_PREFIX, FACTS, JUDGEMENTS, nearest, nearest_name, nearest_titles
from tiertrack.labels import Labelled
from tiertrack.law.scope import Act
from tiertrack.law.title_names import named_title
from tiertrack.law.titles import Title, title_of
from tiertrack.logic.finding import Observed
from tiertrack.rules.assessment import Alternatives, Assessment, assess_each
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

# The words of a scenario for a value that is not known, and for an empty list or answer.
ABSENT, NONE = "缺失", "无"
# The authority of a judgement whose sentence names none, and a day before every day features judge on.
_AUTHORITY, _LONG_AGO = "省级中小企业主管部门", "2005-01-01"
_TODAY, _CRITERION = "判断日", "条件 "
_AS_BEFORE, _NOT_HELD, _TITLE, _ATTESTED = "照旧", "没有", "称号", "认定"
_BESIDE = {"名称": "name", "统一社会信用代码": "uscc", "地区": "region", "行业": "industry"}
FACT_KEYS = {fact.label: fact.key for fact in FACTS.values()}
_RIGHT_KEYS = {"名称": "name", "编号": "number", **{fact.label: fact.key for fact in RIGHT_ATTRIBUTES.values()}}
_JUDGEMENT_KEYS = {label: key for key, label in JUDGEMENTS.items()}
_Value = TypeVar("_Value")
_Member = TypeVar("_Member", bound=Labelled)


@frozen(eq=False)
class Row:
    """A row of a table of boundaries: the answer to what it changes, and the steps that hold of the answer."""

    answer: Assessment
    claims: tuple[tuple[Callable[..., None], Mapping[str, Any]], ...]


class Subject:
    """The statements of the scenario so far; the dossier is read by the same reader as a file.

    Years and days may be named from the day of judging; they are resolved when the enterprise is judged, so a scenario
    may change the day last.
    """

    def __init__(self) -> None:
        self.on: dt.date | None = None
        self._content: dict[str, Any] = {"name": "虚构企业", "facts": {}, "judgements": {}}
        self._yearly: list[tuple[str, str, str]] = []
        self._question: tuple[Rulebook, Title, Act, str | None] | None = None
        self.answers: Alternatives | None = None
        self.rows: tuple[Row, ...] = ()

    @property
    def day(self) -> dt.date:
        """The day of judging; fails where the scenario has none."""
        return required(self.on)

    @property
    def judged(self) -> Alternatives:
        """The answers; fails before the enterprise is judged."""
        assert self.answers is not None, "还没有判断"
        return self.answers

    @property
    def assessment(self) -> Assessment | None:
        """The answer, where the enterprise is judged by a single standard."""
        assessments = self.answers.assessments if self.answers else ()
        return assessments[0] if len(assessments) == 1 else None

    def say(self, fact: str, value: str) -> None:
        """Set a fact named as 2025年营业收入 or 上年度营业收入, or what stands beside the facts; 缺失 takes it away."""
        if fact in _BESIDE:
            self._content[_BESIDE[fact]] = stated(value)
            return
        year, label = split_year(fact)
        key = value_named(label, FACT_KEYS)
        if year is None:
            self._content["facts"][key] = stated(value)
        else:
            self._yearly.append((year, key, value))

    def hold(self, title: str, start: str, through: str) -> None:
        """Add a title over a period, with 无 for no last day; all titles not named are then known not to be held."""
        held = {"title": title_key(title), "from": start, "through": None if through == NONE else through}
        self._content.setdefault("titles", []).append(held)

    def hold_nothing(self, title: str) -> None:
        """Take a title away."""
        key = title_key(title)
        self._content["titles"] = [held for held in self._content.get("titles", []) if held["title"] != key]

    def apply(self, title: str, on: str) -> None:
        """Add a title applied for on a day and not decided."""
        self._content.setdefault("applications", []).append({"title": title_key(title), "on": on})

    def forget_titles(self) -> None:
        """Leave open which titles are held."""
        self._content.pop("titles", None)

    def attest(self, judgement: str, holds: str, by: str = _AUTHORITY, on: str = _LONG_AGO) -> None:
        """Put an authority's judgement on file, of a whole condition as of 条件 S3 too; 缺失 takes it away."""
        assert holds in ("是", "否", ABSENT), f"“{judgement}”须写 是、否 或 {ABSENT}，不是“{holds}”"
        criterion = judgement.removeprefix(_CRITERION)
        if criterion != judgement:
            key, on = f"{CRITERION_PREFIX}{criterion}", _TODAY if on == _LONG_AGO else on
        else:
            key = value_named(judgement, _JUDGEMENT_KEYS)
        self._content["judgements"][key] = None if holds == ABSENT else {"value": holds == "是", "by": by, "on": on}

    def change(self, what: str, value: str) -> None:
        """Set what a column of a table of boundaries is headed by: a title, a judgement or a fact; 照旧 leaves it."""
        if value == _AS_BEFORE:
            return
        if what in _JUDGEMENT_KEYS or what.startswith(_CRITERION):
            day = value.removesuffix(_ATTESTED)
            self.attest(what, *(("是", _AUTHORITY, day) if day != value else (value,)))
        elif named_title(what.removesuffix(_TITLE)) is not None:
            self._hold_only(what.removesuffix(_TITLE), value)
        else:
            self.say(what, value)

    def _hold_only(self, title: str, value: str) -> None:
        if value == ABSENT:
            self.forget_titles()
            return
        self.hold_nothing(title)
        if value != _NOT_HELD:
            self.hold(title, *value.split(" 至 "))

    def list_rights(self, headings: list[str], rows: list[list[str]]) -> None:
        """Add rights to the list, an empty one where there are no rows; 缺失 leaves an attribute unknown."""
        keys = [value_named(heading, _RIGHT_KEYS) for heading in headings]
        listed = self._content.setdefault("ip", [])
        listed += [dict(zip(keys, map(stated, row), strict=True)) for row in rows]

    def say_of_right(self, name: str, attribute: str, value: str) -> None:
        """Change one attribute of a right of the list."""
        found = [right for right in self._content.get("ip", []) if right["name"] == name]
        assert found, f"清单里没有“{name}”"
        found[0][value_named(attribute, _RIGHT_KEYS)] = stated(value)

    def right(self, name: str) -> IpRight:
        """One right of the list by its name."""
        return next(right for right in self.dossier().ip or () if right.name == name)

    def text(self) -> str:
        """The dossier so far as the JSON of a file."""
        content = _resolved(self._content, self.on)
        for year, key, value in self._yearly:
            content["facts"].setdefault(key, {})[calendar_year(year, self.on)] = stated(value)
        return json.dumps(content, ensure_ascii=False)

    def dossier(self) -> Dossier:
        """The dossier so far."""
        return dossier_from_json(self.text(), "场景")

    def judge(self, rulebook: Rulebook, title: Title, act: Act, variant: str | None = None) -> Alternatives:
        """Assess by the editions in force on the day of judging, or by that of the variant with this Chinese name."""
        on = self.day
        self._question = rulebook, title, act, variant
        dossier, key = self.dossier(), None if variant is None else _variant_named(variant, rulebook, title)
        self.answers = assess_each(rulebook, title, act, dossier, AsOf(on), dossier.where, key)
        return self.answers

    def otherwise(self, changes: Iterable[tuple[str, str]]) -> Subject:
        """The same enterprise with some things changed, judged again on the same day by the same standard."""
        assert self._question is not None, "还没有判断"
        other = Subject()
        other.on, other._content, other._yearly = self.on, copy.deepcopy(self._content), list(self._yearly)
        for what, value in changes:
            other.change(what, value)
        other.judge(*self._question)
        return other


def value_named(label: str, values: Mapping[str, _Value]) -> _Value:
    """The value of a Chinese name; fails naming the nearest."""
    if label not in values:
        raise AssertionError(f"词汇表里没有“{label}”，{nearest(label, values)}")
    return values[label]


def member_called(kind: type[_Member], word: str) -> _Member:
    """The member of an enumeration by its Chinese name or another word for it; fails naming the nearest."""
    found = kind.named(word)
    assert found is not None, f"没有“{word}”，{nearest_name(word, kind.words())}"
    return found


def title_key(word: str) -> str:
    """The key of the title with this name of today; fails naming the nearest."""
    found = named_title(word)
    if found is None or found.old is not None:
        raise AssertionError(f"词汇表里没有“{word}”，{nearest_titles(word)}")
    return found.title


def title_named(label: str) -> tuple[Title, str | None]:
    """The title with this Chinese name, and the name of the variant that stands behind it in brackets, if any."""
    match = re.fullmatch(r"(.+)（(.+)）", label)
    name, variant = (match[1], match[2]) if match else (label, None)
    return title_of(title_key(name)), variant


def _variant_named(label: str, rulebook: Rulebook, title: Title) -> str:
    variants = [edition.variant for edition in rulebook.editions if edition.tier == title and edition.variant]
    keys = {variant.label: variant.key for variant in variants}
    assert label in keys, f"{title.label}没有“{label}”，有的是 {'、'.join(keys) or '一套标准'}"
    return keys[label]


def act_named(label: str) -> Act:
    """认定 or 复核."""
    return member_called(Act, label)


def assert_named(text: str, facts: Iterable[Observed], on: dt.date | None = None) -> None:
    """That a list written with 、 names exactly these facts, in any order; 无 names none.

    With a day, the list may name a year by its distance from it.
    """
    named = functools.partial(relative_text, on=on) if on else str
    labels = [named(fact.label) for fact in facts]
    rest = "" if text == NONE else named(text)
    # A label may itself contain the separator, so labels are taken out of the text rather than the text split.
    for label in sorted(labels, key=len, reverse=True):
        assert label in rest, f"还缺“{label}”；实际为 {'、'.join(labels)}"
        rest = rest.replace(label, "", 1)
    assert not rest.strip("、"), f"多写了“{rest.strip('、')}”；实际为 {'、'.join(labels) or NONE}"


def stated(cell: str) -> str | bool | None:
    """The value of a cell as a file has it: nothing for 缺失, true or false for 是 or 否."""
    return {ABSENT: None, "是": True, "否": False}.get(cell, cell)


def _resolved(content: Any, on: dt.date | None) -> Any:
    """A copy with every day named from the day of judging resolved."""
    match content:
        case dict():
            return {key: _resolved(value, on) for key, value in content.items()}
        case list():
            return [_resolved(value, on) for value in content]
        case str():
            return calendar_value(content, on)
    return content


def once(words: Iterable[str], what: str) -> None:
    """Fails where a word stands twice: one of the two would go for nothing."""
    if twice := [word for word, times in Counter(words).items() if times > 1]:
        raise AssertionError(f"{what}写了两次：{'、'.join(twice)}")


def rows_of(table: Iterable[list[str]], *headings: str) -> list[list[str]]:
    """The rows of a data table under exactly these headings."""
    head, *rows = table
    if tuple(head) != headings:
        raise AssertionError(f"表头须为 {'、'.join(headings)}，写的是 {'、'.join(head)}")
    return rows
