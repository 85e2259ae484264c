"""An achievement in JSON, read and written by one table of its members; every fault is found and reported together.

What is written is read back as the same achievement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from attrs import evolve, frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.achievement import (
    ACHIEVEMENT_FACTS,
    AMOUNT,
    AWARD_RANK,
    COMPLETED_IN,
    NO_LEVEL,
    NO_PAYMENT,
    NO_ROLE,
    PLEDGED,
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
    word_of,
)
from tiertrack.facts.construction import unchecked
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.ip_file import rights_in, rights_written
from tiertrack.facts.json_reading import JsonObject
from tiertrack.facts.look_alikes import shown
from tiertrack.facts.member_names import member_named
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.shared_members import (
    credit_code_in,
    facts_in,
    facts_written,
    order_in,
    order_written,
    region_in,
    scalar,
    titles_in,
    written_value,
)
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.labels import Labelled
from tiertrack.law.tiers import Tier
from tiertrack.temporal import Period

# The member that marks a file as one about an achievement; it is its name.
MEMBER = "achievement"
_ORDER = "facts_order"


def is_about_achievement(content: Mapping[str, Any]) -> bool:
    """Whether a JSON object describes an achievement, and no enterprise."""
    return MEMBER in content or any(member_named(str(name), (MEMBER,)) for name in content)


def achievement_from(content: Mapping[str, Any], place: str, on: dt.date | None = None) -> Achievement:
    """The achievement a JSON object describes, its region one of a day; raises BadDossier with every fault, placed."""
    given = JsonObject(content, place, on=on)
    achievement = achievement_in(given)
    if given.faults:
        raise BadDossier(*given.faults)
    return achievement


def achievement_in(given: JsonObject, owner: Party | None = None) -> Achievement:
    """The achievement an object describes, its faults kept; ``owner`` is the enterprise in whose file it stands."""
    given.refuse_others((*_keys(_MEMBERS), _ORDER, *(_keys(_BOND) if owner else ()), "note"))
    values = _values(given, {**_MEMBERS, "relations": _Member(partial(_relations, owner))})
    data = order_in(given, values.pop("data"), attrgetter("key"), _ORDER)
    return unchecked(Achievement, **values, data=data)


def achievement_members(achievement: Achievement) -> dict[str, Any]:
    """What a file states of an achievement, member by member; what is unknown is not there."""
    order = order_written(achievement.data, attrgetter("key"), attrgetter("key"))
    return _written(achievement, _MEMBERS) | _known({_ORDER: order})


def _plain(value: Any) -> Any:
    match value:
        case Labelled():
            return value.label
        case dt.date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case Period():
            days = {"from": _plain(value.start), "through": _plain(value.last)}
            return {"title": Tier.ACHIEVEMENT.value, **_known(days)}
        case _:
            return value


@frozen
class _Member:
    """The member a value stands in: what reads it from an object by its key, what makes it plain, the key where it is
    not the name of the attribute, and the fault where it must not be absent. A party takes up two members; the other
    stands ``beside``."""

    read: Callable[[JsonObject, str], Any]
    write: Callable[[Any], Any] = _plain
    key: str = ""
    absent: Fault | None = None
    beside: str = ""


# The members of an achievement or of a part of it, by the attributes whose values they are.
_Members = Mapping[str, _Member]


def _keys(members: _Members) -> tuple[str, ...]:
    pairs = ((member.key or attribute, member.beside) for attribute, member in members.items())
    return tuple(key for pair in pairs for key in pair if key)


def _values(given: JsonObject, members: _Members) -> dict[str, Any]:
    values = {}
    for attribute, member in members.items():
        key = member.key or attribute
        if member.absent is not None and given.members.get(key) is None:
            given.keep([evolve(member.absent, place=key)])
        values[attribute] = member.read(given, key)
    return values


def _written(whole: Any, members: _Members) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for attribute, member in members.items():
        if (value := getattr(whole, attribute)) is not None:
            plain = member.write(value)
            written |= plain if member.beside else {member.key or attribute: plain}
    return _known(written)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


# The kinds of members.

_TEXT = _Member(JsonObject.text)
_DAY = _Member(JsonObject.day)


def _value(read: Callable[[Any], Any], write: Callable[[Any], Any] = _plain) -> _Member:
    return _Member(lambda given, key: given.value(key, read), write)


def _name(code: str, what: str, key: str = "") -> _Member:
    return _Member(lambda given, key: given.name(key, code, what), key=key)


def _text_part(given: JsonObject, place: str, value: Any) -> str | None:
    if isinstance(value, str) and (seen := shown(value)):
        return seen
    given.fault(place, "E304", "须是文字", "请写成带引号的文字", value)
    return None


_TEXTS = _Member(lambda given, key: given.parts(key, partial(_text_part, given)))


def _stated(fact: Fact) -> _Member:
    """What is counted or paid, by the grammar of facts."""
    return _value(lambda raw: parse_value(fact, scalar(raw)), partial(written_value, fact))


def _word(words: type[Labelled]) -> _Member:
    return _value(word_of(words))


def _needed(member: _Member, absent: Fault) -> _Member:
    return evolve(member, absent=absent)


_CODE = _Member(credit_code_in, shown_credit_code)


def _party(key: str, code: str, what: str) -> _Member:
    """A party in two members: the name and the credit code."""

    def read(given: JsonObject, key: str) -> Party:
        return unchecked(Party, given.name(key, code, what), _CODE.read(given, "uscc"))

    return _Member(
        read, lambda party: {key: party.name, "uscc": party.uscc and shown_credit_code(party.uscc)}, key, beside="uscc"
    )


def _optional(member: _Member) -> _Member:
    """The member, None where it is absent."""

    def read(given: JsonObject, key: str) -> Any:
        return None if given.members.get(key) is None else member.read(given, key)

    return evolve(member, read=read)


def _parts(part: Callable[..., Any], members: _Members, short: str | None = None) -> _Member:
    """A list of parts; a text stands for the one whose member ``short`` it is."""

    def read_part(whole: JsonObject, place: str, value: Any) -> Any:
        given = whole.part(place, {short: value} if short and isinstance(value, str) else value)
        given.refuse_others(_keys(members))
        return unchecked(part, **_values(given, members))

    return _Member(
        lambda given, key: given.parts(key, partial(read_part, given)),
        lambda parts: [_written(part, members) for part in parts],
    )


# The members themselves.

# What binds an enterprise to an achievement; its own file states this without naming the enterprise again.
_BOND = {
    "role": _needed(_word(Role), NO_ROLE),
    "since": _DAY,
    "produced_on": evolve(_DAY, key="carried_into_production_on"),
}
_RELATIONS = _parts(Relation, {"enterprise": _party("enterprise", "E348", "没有写明企业"), **_BOND})


def _relations(owner: Party | None, given: JsonObject, key: str) -> tuple[Relation, ...] | None:
    """The relations listed, and that with the owner of the file, which stands among the members themselves."""
    listed: tuple[Relation, ...] | None = _RELATIONS.read(given, key)
    if owner is None or all(given.members.get(key) is None for key in _keys(_BOND)):
        return listed
    return (*(listed or ()), unchecked(Relation, owner, **_values(given, _BOND)))


def _listings(given: JsonObject, _key: str) -> tuple[Period, ...] | None:
    """The periods in the pool, listed as titles."""
    if given.members.get("titles") is None:
        return None
    held = titles_in(given)
    for index, title in enumerate(held):
        if title.title != Tier.ACHIEVEMENT.value:
            remedy = "成果只写 achievement；企业的称号请写在企业档案里"
            given.fault(f"titles[{index}].title", "E350", "成果不持有这个称号", remedy, title.title)
    return tuple(title.period for title in held)


def _facts(data: tuple[Datum, ...]) -> dict[str, Any] | None:
    return facts_written(data) or None


def _whether_on_record(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    raise BadDossier(Fault("E314", "on_record 须为 true 或 false", "请核对写法", str(raw)))


_ON_RECORD = _Member(
    lambda given, key: given.value(key, _whether_on_record) or False, lambda on_record: True if on_record else None
)
_PARTY = {"name": _name("E343", "没有写明名称"), "uscc": _CODE}
_EVALUATION = {
    "by": _name("E344", "评价没有写明评价机构"),
    "on": _needed(_DAY, Fault("E316", "评价没有写明日期", "请在 on 写 年-月-日")),
    "grade": _stated(FACTS["evaluation_grade"]),
}
_CONTRACT = {
    "kind": _needed(_word(ContractKind), NO_PAYMENT),
    "amount": _stated(AMOUNT),
    "on": _DAY,
    "party": _optional(_party("with", "E343", "没有写明名称")),
}
_AWARD = {
    "name": _name("E346", "奖励没有写明名称"),
    "level": _needed(_word(AwardLevel), NO_LEVEL),
    "on": _DAY,
    "rank": _stated(AWARD_RANK),
}
_MEMBERS = {
    "name": _name("E341", "没有成果名称", MEMBER),
    "registration": _TEXT,
    "kind": _word(AchievementKind),
    "completed_in": _stated(COMPLETED_IN),
    "owners": _parts(Party, _PARTY, short="name"),
    "completers": _TEXTS,
    "rights": _word(Rights),
    "trl": _stated(FACTS["trl"]),
    "evaluations": _parts(Evaluation, _EVALUATION),
    "contracts": _parts(Contract, _CONTRACT),
    "awards": _parts(Award, _AWARD),
    "patents": _TEXTS,
    "ip": _Member(lambda given, _key: rights_in(given), rights_written),
    "family": _TEXTS,
    "pledged": _stated(PLEDGED),
    "chain": _TEXT,
    "classified": _stated(FACTS["classified"]),
    "region": _Member(lambda given, _key: region_in(given)),
    "relations": _RELATIONS,
    "listings": _Member(_listings, key="titles"),
    "data": _Member(lambda given, _key: facts_in(given, ACHIEVEMENT_FACTS), _facts, "facts"),
    "source": _TEXT,
    "on_record": _ON_RECORD,
}
