"""An achievement in JSON, read and written by one table of its members; every fault is found and reported together.

What is written is read back as the same achievement, but for its list of rights (``ip``): that is not written, since
the register refuses such lists (E339).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import evolve, frozen

from tiertrack.errors import BadDossier, BadQuantity, Fault
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
from tiertrack.facts.credit_code import shown_credit_code
from tiertrack.facts.datum import Datum
from tiertrack.facts.ip_file import rights_in
from tiertrack.facts.json_reading import JsonObject
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.shared_members import credit_code_in, facts_in, region_in, scalar, titles_in
from tiertrack.facts.units import parse_money, parse_whole
from tiertrack.facts.vocabulary import FACTS, nearest
from tiertrack.labels import Labelled
from tiertrack.law.tiers import Tier
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import Period

# The member that marks a file as one about an achievement; it is its name.
MEMBER = "achievement"


def achievement_from(content: Mapping[str, Any], place: str, on: dt.date | None = None) -> Achievement:
    """The achievement a JSON object describes, its region one of a day; raises BadDossier with every fault, placed."""
    given = JsonObject(content, place, on=on)
    achievement = achievement_in(given)
    if given.faults:
        raise BadDossier(*given.faults)
    return achievement


def achievement_in(given: JsonObject, owner: Party | None = None) -> Achievement:
    """The achievement an object describes, its faults kept; ``owner`` is the enterprise in whose file it stands."""
    given.refuse_others((*_keys(_MEMBERS), *(_keys(_BOND) if owner else ()), "note"))
    return Achievement(**_values(given, {**_MEMBERS, "relations": _Member(partial(_relations, owner))}))


def achievement_members(achievement: Achievement) -> dict[str, Any]:
    """What a file states of an achievement, member by member; what is unknown is not there."""
    return _written(achievement, _MEMBERS)


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
    absent: tuple[str, str, str] | None = None
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
            given.fault(key, *member.absent)
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


def _fact(key: str) -> _Member:
    """A fact of the vocabulary that stands beside the facts."""
    return _value(lambda raw: parse_value(FACTS[key], scalar(raw)))


def _name(code: str, what: str, key: str = "") -> _Member:
    return _Member(lambda given, key: given.name(key, code, what), key=key)


def _text_part(given: JsonObject, place: str, value: Any) -> str | None:
    if isinstance(value, str) and value.strip():
        return value.strip()
    given.fault(place, "E304", "须是文字", "请写成带引号的文字", value)
    return None


_TEXTS = _Member(lambda given, key: given.parts(key, partial(_text_part, given)))


def _whole(lowest: int, highest: int) -> _Member:
    def read(raw: Any) -> int:
        number = parse_whole(scalar(raw))
        if not lowest <= number <= highest:
            raise BadQuantity(Fault("E111", f"须在 {lowest} 与 {highest} 之间", "请核对数值", str(raw)))
        return number

    return _value(read)


def _fen(raw: Any) -> int:
    fen = parse_money(str(scalar(raw)))
    if fen < 0:
        raise BadQuantity(Fault("E111", "金额不能为负", "请核对；查不到的数请留空", str(raw)))
    return fen


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}元"


_AMOUNT = _value(_fen, _yuan)


def _word(words: type[Labelled]) -> _Member:
    by_word = {word: choice for choice in words for word in (choice.label, choice.value)}

    def read(raw: Any) -> Labelled:
        if str(raw).strip() not in by_word:
            remedy = nearest(str(raw), [choice.label for choice in words])
            raise BadDossier(Fault("E342", "没有这个选项", remedy, str(raw)))
        return by_word[str(raw).strip()]

    return _value(read)


def _needed(member: _Member, code: str, what: str, remedy: str) -> _Member:
    return evolve(member, absent=(code, what, remedy))


_CODE = _Member(credit_code_in)


def _party(key: str, code: str, what: str) -> _Member:
    """A party in two members: the name and the credit code."""

    def read(given: JsonObject, key: str) -> Party:
        return Party(given.name(key, code, what), _CODE.read(given, "uscc"))

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
        return part(**_values(given, members))

    return _Member(
        lambda given, key: given.parts(key, partial(read_part, given)),
        lambda parts: [_written(part, members) for part in parts],
    )


# The members themselves.

_ROLES = f"请在 role 写 {'、'.join(role.label for role in Role)}"
# What binds an enterprise to an achievement; its own file states this without naming the enterprise again.
_BOND = {
    "role": _needed(_word(Role), "E349", "没有写明企业与成果的关系", _ROLES),
    "since": _DAY,
    "produced_on": evolve(_DAY, key="carried_into_production_on"),
}
_RELATIONS = _parts(Relation, {"enterprise": _party("enterprise", "E348", "没有写明企业"), **_BOND})


def _relations(owner: Party | None, given: JsonObject, key: str) -> tuple[Relation, ...] | None:
    """The relations listed, and that with the owner of the file, which stands among the members themselves."""
    listed: tuple[Relation, ...] | None = _RELATIONS.read(given, key)
    if owner is None or all(given.members.get(key) is None for key in _keys(_BOND)):
        return listed
    return (*(listed or ()), Relation(owner, **_values(given, _BOND)))


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
    return _known({"value": value, "source": datum.source, "recorded_at": _plain(datum.recorded_at)})


_PARTY = {"name": _name("E343", "没有写明名称"), "uscc": _CODE}
_EVALUATION = {
    "by": _name("E344", "评价没有写明评价机构"),
    "on": _needed(_DAY, "E316", "评价没有写明日期", "请在 on 写 年-月-日"),
    "grade": _fact("evaluation_grade"),
}
_PAYMENTS = "请在 kind 写 到账 或 作价入股"
_CONTRACT = {
    "kind": _needed(_word(ContractKind), "E345", "合同没有写明是到账还是作价入股", _PAYMENTS),
    "amount": _AMOUNT,
    "on": _DAY,
    "party": _optional(_party("with", "E343", "没有写明名称")),
}
_LEVELS = "请在 level 写 国家级、省部级、市级 或 其他"
_AWARD = {
    "name": _name("E346", "奖励没有写明名称"),
    "level": _needed(_word(AwardLevel), "E347", "奖励没有写明级别", _LEVELS),
    "on": _DAY,
    "rank": _whole(1, 999),
}
_MEMBERS = {
    "name": _name("E341", "没有成果名称", MEMBER),
    "registration": _TEXT,
    "kind": _word(AchievementKind),
    "completed_in": _whole(1949, 2200),
    "owners": _parts(Party, _PARTY, short="name"),
    "completers": _TEXTS,
    "rights": _word(Rights),
    "trl": _fact("trl"),
    "evaluations": _parts(Evaluation, _EVALUATION),
    "contracts": _parts(Contract, _CONTRACT),
    "awards": _parts(Award, _AWARD),
    "patents": _TEXTS,
    "ip": _Member(lambda given, _key: rights_in(given), lambda _rights: None),
    "family": _TEXTS,
    "pledged": _AMOUNT,
    "chain": _TEXT,
    "classified": _fact("classified"),
    "region": _Member(lambda given, _key: region_in(given)),
    "relations": _RELATIONS,
    "listings": _Member(_listings, key="titles"),
    "data": _Member(lambda given, _key: tuple(facts_in(given, ACHIEVEMENT_FACTS)), _observations, "facts"),
    "source": _TEXT,
}
