"""An achievement in JSON, read and written by one table of its members; every fault is found and reported together.

What is written is read back as the same achievement, but for its list of rights (``ip``): that is not written, since
the register refuses such lists (E339).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from tiertrack.errors import BadDossier, BadQuantity, Fault, TiertrackError
from tiertrack.facts.achievement import (
    ACHIEVEMENT_FACTS,
    Achievement,
    AchievementKind,
    Award,
    AwardLevel,
    Contract,
    ContractKind,
    Evaluation,
    Party,
    Relation,
    Rights,
    Role,
)
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.json_reading import JsonReader
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.units import parse_money, parse_whole
from tiertrack.facts.vocabulary import FACTS, nearest
from tiertrack.labels import Labelled
from tiertrack.law.regions import Region
from tiertrack.law.tiers import Tier
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import Period

# The member that marks a file as one about an achievement; it is its name.
MEMBER = "achievement"


def achievement_from(content: Mapping[str, Any], place: str) -> Achievement:
    """The achievement a JSON object describes; raises BadDossier with every fault, placed."""
    reader = AchievementReader(place)
    found = reader.achievement(content)
    if reader.faults:
        raise BadDossier(*reader.faults)
    return found


def achievement_members(achievement: Achievement) -> dict[str, Any]:
    """What a file states of an achievement, member by member; what is unknown is not there."""
    return _written(achievement, _MEMBERS)


class AchievementReader(JsonReader):
    """Reads one achievement; ``enterprise`` is the owner of the file it stands in, where that is an enterprise's."""

    def __init__(self, place: str, enterprise: Party | None = None) -> None:
        super().__init__(place)
        self._enterprise = enterprise

    def achievement(self, content: Mapping[str, Any] | str) -> Achievement:
        """The achievement; what is wrong is in ``faults``."""
        if isinstance(content, str):
            content = {MEMBER: content}
        own = _keys(_BOND) if self._enterprise else ()
        self._known_members(content, (*_keys(_MEMBERS), *own, "note"), "")
        return Achievement(**{one.attribute: one.read(self, content) for one in _MEMBERS})

    def value(self, content: Mapping[str, Any], key: str, read: Callable[[Any], Any], *path: str) -> Any:
        """What ``read`` makes of a member; None where it is absent or, with its fault kept, wrong."""
        if content.get(key) is None:
            return None
        try:
            return read(content[key])
        except TiertrackError as error:
            self._take(error, *path, key)
            return None

    def name(self, content: Mapping[str, Any], key: str, code: str, what: str, *path: str) -> str:
        """The name in a member that must have one."""
        name = content.get(key)
        if isinstance(name, str) and name.strip():
            return name.strip()
        self._fault(code, what, f"请在 {key} 写全称", name, *path, key)
        return ""

    def parts(
        self, content: Mapping[str, Any], key: str, read: Callable[[Any, str], Iterator[Any]]
    ) -> tuple[Any, ...] | None:
        """What is read of each part of a list; None where there is no list, which is unknown."""
        if content.get(key) is None:
            return None
        listed = self._list(content[key], key, "请写成 [ … ]")
        return tuple(found for place, part in listed for found in read(part, place))

    def words(self, value: Any, place: str) -> Iterator[str]:
        """A part that must be text."""
        if isinstance(value, str) and value.strip():
            yield value.strip()
        else:
            self._fault("E304", "须是文字", "请写成带引号的文字", value, place)

    def part(self, part: _Part, value: Any, place: str) -> Iterator[Any]:
        """A part of a list, where all it needs is there."""
        content = {part.short: value} if part.short and isinstance(value, str) else self._object(value, place)
        self._known_members(content, _keys(part.members), place)
        values = {one.attribute: one.read(self, content, place) for one in part.members}
        if all(values[attribute] is not None for attribute in part.needed):
            yield part.made(**values)

    def relations(self, content: Mapping[str, Any]) -> tuple[Relation, ...] | None:
        """The relations listed, and that with the owner of the file, which stands among the members themselves."""
        listed = self.parts(content, "relations", lambda value, place: self.part(_RELATION, value, place))
        if self._enterprise is None or all(content.get(key) is None for key in _keys(_BOND)):
            return listed
        bond = {one.attribute: one.read(self, content) for one in _BOND}
        own = () if bond["role"] is None else (Relation(self._enterprise, **bond),)
        return (*(listed or ()), *own) if listed is not None or own else None

    def listings(self, content: Mapping[str, Any]) -> tuple[Period, ...] | None:
        """The periods in the pool, listed as titles."""
        if content.get("titles") is None:
            return None
        held = self._titles(content["titles"])
        for place, title in enumerate(held):
            if title.title != Tier.ACHIEVEMENT.value:
                remedy = "成果只写 achievement；企业的称号请写在企业档案里"
                self._fault("E350", "成果不持有这个称号", remedy, title.title, f"titles[{place}]", "title")
        return tuple(title.period for title in held)


@frozen
class _Member:
    """A value of an achievement or of a part of it: its attribute, the members of JSON it stands in, what reads it from
    an object (with its reader and place), and what gives those members back."""

    attribute: str
    keys: tuple[str, ...]
    read: Callable[..., Any]
    write: Callable[[Any], dict[str, Any]]


@frozen
class _Part:
    """What a list consists of: its class, members, the attributes it is nothing without, and the key of the member that
    may stand for all of it."""

    made: Callable[..., Any]
    members: tuple[_Member, ...]
    needed: tuple[str, ...] = ()
    short: str | None = None


def _keys(members: tuple[_Member, ...]) -> tuple[str, ...]:
    return tuple(key for one in members for key in one.keys)


def _written(owner: Any, members: tuple[_Member, ...]) -> dict[str, Any]:
    known = [(one, value) for one in members if (value := getattr(owner, one.attribute)) is not None]
    return _known({key: part for one, value in known for key, part in one.write(value).items()})


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _member(
    key: str, read: Callable[..., Any], write: Callable[[Any], Any] = lambda value: value, attribute: str | None = None
) -> _Member:
    """One member; ``read`` takes the reader, the object, the key and the place."""

    def member(reader: AchievementReader, content: Mapping[str, Any], *path: str) -> Any:
        return read(reader, content, key, *path)

    return _Member(attribute or key, (key,), member, lambda value: {key: write(value)})


def _value(key: str, read: Callable[[Any], Any], write: Callable[[Any], Any] = lambda value: value) -> _Member:
    """A member whose value ``read`` takes as it stands."""
    return _member(key, lambda reader, content, key, *path: reader.value(content, key, read, *path), write)


def _fact(key: str, fact: str | None = None) -> _Member:
    """A fact of the vocabulary that stands beside the facts."""
    return _value(key, lambda raw: parse_value(FACTS[fact or key], _scalar(raw)))


def _text(key: str) -> _Member:
    return _member(key, lambda reader, content, key: reader._text(content, key, str.strip) or None)


def _texts(key: str) -> _Member:
    return _member(key, lambda reader, content, key: reader.parts(content, key, reader.words), list)


def _name(key: str, code: str, what: str, attribute: str = "name") -> _Member:
    def read(reader: AchievementReader, content: Mapping[str, Any], key: str, *path: str) -> str:
        return reader.name(content, key, code, what, *path)

    return _member(key, read, attribute=attribute)


def _day(key: str, attribute: str | None = None) -> _Member:
    def read(reader: AchievementReader, content: Mapping[str, Any], key: str, *path: str) -> dt.date | None:
        return reader._day(content.get(key), *path, key)

    return _member(key, read, dt.date.isoformat, attribute)


def _whole(key: str, lowest: int, highest: int) -> _Member:
    def read(raw: Any) -> int:
        number = parse_whole(_scalar(raw))
        if not lowest <= number <= highest:
            raise BadQuantity(Fault("E111", f"须在 {lowest} 与 {highest} 之间", "请核对数值", str(raw)))
        return number

    return _value(key, read)


def _amount(key: str) -> _Member:
    def read(raw: Any) -> int:
        fen = parse_money(str(_scalar(raw)))
        if fen < 0:
            raise BadQuantity(Fault("E111", "金额不能为负", "请核对；查不到的数请留空", str(raw)))
        return fen

    return _value(key, read, _yuan)


def _word(key: str, words: type[Labelled]) -> _Member:
    by_word = {word: one for one in words for word in (one.label, one.value)}

    def read(raw: Any) -> Labelled:
        if str(raw).strip() not in by_word:
            remedy = nearest(str(raw), [one.label for one in words])
            raise BadDossier(Fault("E342", "没有这个选项", remedy, str(raw)))
        return by_word[str(raw).strip()]

    return _value(key, read, lambda one: one.label)


def _needed(member: _Member, code: str, what: str, remedy: str) -> _Member:
    """The member with a fault of its own where it is absent."""

    def read(reader: AchievementReader, content: Mapping[str, Any], *path: str) -> Any:
        value = member.read(reader, content, *path)
        if content.get(member.keys[0]) is None:
            reader._fault(code, what, remedy, None, *path, member.keys[0])
        return value

    return evolve(member, read=read)


def _party(attribute: str, key: str, code: str, what: str) -> _Member:
    """A party in two members: the name and the credit code."""

    def read(reader: AchievementReader, content: Mapping[str, Any], *path: str) -> Party:
        return Party(reader.name(content, key, code, what, *path), _CODE.read(reader, content, *path))

    return _Member(attribute, (key, "uscc"), read, lambda party: {key: party.name, "uscc": party.uscc})


def _optional(member: _Member) -> _Member:
    """The member, None where it is absent."""

    def read(reader: AchievementReader, content: Mapping[str, Any], *path: str) -> Any:
        return None if content.get(member.keys[0]) is None else member.read(reader, content, *path)

    return evolve(member, read=read)


def _parts(key: str, part: _Part) -> _Member:
    def read(reader: AchievementReader, content: Mapping[str, Any], key: str) -> tuple[Any, ...] | None:
        return reader.parts(content, key, lambda value, place: reader.part(part, value, place))

    return _member(key, read, lambda parts: [_written(one, part.members) for one in parts])


def _scalar(raw: Any) -> Any:
    """A value as a file may state it; raises BadDossier for a list or an object."""
    if isinstance(raw, list | dict):
        raise BadDossier(Fault("E310", "须是文字、整数或是否", "请核对写法", str(raw)))
    return raw


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}元"


def _listing(period: Period) -> dict[str, Any]:
    days = _known({"from": period.start, "through": period.last})
    return {"title": Tier.ACHIEVEMENT.value, **{key: day.isoformat() for key, day in days.items()}}


def _stated(reader: AchievementReader, content: Mapping[str, Any]) -> tuple[Datum, ...]:
    return tuple(reader._facts(content.get("facts"), ACHIEVEMENT_FACTS))


def _observations(data: tuple[Datum, ...]) -> dict[str, Any] | None:
    by_key: dict[str, list[Any]] = {}
    for datum in data:
        by_key.setdefault(datum.key, []).append(_observation(datum))
    return {key: values if len(values) > 1 else values[0] for key, values in by_key.items()} or None


def _observation(datum: Datum) -> Any:
    value: Any = datum.value
    if FACTS[datum.key].kind is Kind.MONEY:
        value = _yuan(value)
    elif FACTS[datum.key].kind is Kind.DATE:
        value = dt.date.fromordinal(value).isoformat()
    if datum.source is None and datum.recorded_at is None:
        return value
    at = datum.recorded_at
    return _known({"value": value, "source": datum.source, "recorded_at": at and at.isoformat()})


_CODE = _value("uscc", lambda raw: normalise_credit_code(str(raw)))
_PARTY = _Part(Party, (_name("name", "E343", "没有写明名称"), _CODE), short="name")
_EVALUATION = _Part(
    Evaluation,
    (
        _name("by", "E344", "评价没有写明评价机构", "by"),
        _needed(_day("on"), "E316", "评价没有写明日期", "请在 on 写 年-月-日"),
        _fact("grade", "evaluation_grade"),
    ),
    needed=("on",),
)
_CONTRACT = _Part(
    Contract,
    (
        _needed(_word("kind", ContractKind), "E345", "合同没有写明是到账还是作价入股", "请在 kind 写 到账 或 作价入股"),
        _amount("amount"),
        _day("on"),
        _optional(_party("party", "with", "E343", "没有写明名称")),
    ),
    needed=("kind",),
)
_AWARD = _Part(
    Award,
    (
        _name("name", "E346", "奖励没有写明名称"),
        _needed(_word("level", AwardLevel), "E347", "奖励没有写明级别", "请在 level 写 国家级、省部级、市级 或 其他"),
        _day("on"),
        _whole("rank", 1, 999),
    ),
    needed=("level",),
)
# What binds an enterprise to an achievement; its own file states this without naming the enterprise again.
_BOND = (
    _needed(
        _word("role", Role), "E349", "没有写明企业与成果的关系", f"请在 role 写 {'、'.join(one.label for one in Role)}"
    ),
    _day("since"),
    _day("carried_into_production_on", "produced_on"),
)
_RELATION = _Part(Relation, (_party("enterprise", "enterprise", "E348", "没有写明企业"), *_BOND), needed=("role",))

_MEMBERS = (
    _name(MEMBER, "E341", "没有成果名称"),
    _text("registration"),
    _word("kind", AchievementKind),
    _whole("completed_in", 1949, 2200),
    _parts("owners", _PARTY),
    _texts("completers"),
    _word("rights", Rights),
    _fact("trl"),
    _parts("evaluations", _EVALUATION),
    _parts("contracts", _CONTRACT),
    _parts("awards", _AWARD),
    _texts("patents"),
    _Member("ip", ("ip",), lambda reader, content: reader._ip(content.get("ip")), lambda _rights: {}),
    _texts("family"),
    _amount("pledged"),
    _text("chain"),
    _fact("classified"),
    _member("region", lambda reader, content, key: reader._text(content, key, lambda code: Region(code.strip()).code)),
    _Member(
        "relations",
        ("relations",),
        AchievementReader.relations,
        lambda relations: {"relations": [_written(one, _RELATION.members) for one in relations]},
    ),
    _Member(
        "listings",
        ("titles",),
        AchievementReader.listings,
        lambda periods: {"titles": [_listing(one) for one in periods]},
    ),
    _Member("data", ("facts",), _stated, lambda data: {"facts": _observations(data)}),
    _text("source"),
)
