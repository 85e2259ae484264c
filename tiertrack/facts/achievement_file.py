"""An achievement in JSON, read and written; every fault is found and reported together.

What is written is read back as the same achievement, but for its list of rights (``ip``): that is not written, since
the register refuses such lists (E339).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

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
from tiertrack.facts.dossier import Datum
from tiertrack.facts.json_reading import JsonReader
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.units import parse_money, parse_whole
from tiertrack.facts.vocabulary import FACTS, nearest
from tiertrack.law.scope import Region, Tier
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import Period

__all__ = ["MEMBER", "AchievementReader", "achievement_from", "achievement_members"]

# The member by which a file is told to be about an achievement; it is its name.
MEMBER = "achievement"

_MEMBERS = (
    *(MEMBER, "registration", "kind", "completed_in", "owners", "completers", "rights", "trl", "evaluations"),
    *("contracts", "awards", "patents", "ip", "family", "pledged", "chain", "classified", "region", "relations"),
    *("titles", "facts", "source", "note"),
)
# What an enterprise's own file may say in place of naming the enterprise again.
_OWN = ("role", "since", "carried_into_production_on")

_Found = TypeVar("_Found")


def achievement_from(content: Mapping[str, Any], place: str) -> Achievement:
    """The achievement a JSON object describes; raises BadDossier with every fault, placed."""
    reader = AchievementReader(place)
    found = reader.achievement(content)
    if reader.faults:
        raise BadDossier(*reader.faults)
    return found


class AchievementReader(JsonReader):
    """Reads one achievement; ``enterprise`` is the one whose file it stands in, where it does."""

    def __init__(self, place: str, enterprise: Party | None = None) -> None:
        super().__init__(place)
        self._enterprise = enterprise

    def achievement(self, content: Mapping[str, Any] | str) -> Achievement:
        """The achievement; what is wrong is in ``faults``."""
        if isinstance(content, str):
            content = {MEMBER: content}
        self._known_members(content, (*_MEMBERS, *(_OWN if self._enterprise else ())), "")
        return Achievement(
            name=self._name(content, MEMBER, "E341", "没有成果名称"),
            registration=self._text(content, "registration", str.strip) or None,
            kind=self._one_of(content, "kind", AchievementKind),
            completed_in=self._whole(content, "completed_in", (1949, 2200)),
            owners=self._each(content, "owners", self._party),
            completers=self._texts(content, "completers"),
            rights=self._one_of(content, "rights", Rights),
            trl=self._fact(content, "trl"),
            evaluations=self._each(content, "evaluations", self._evaluation),
            contracts=self._each(content, "contracts", self._contract),
            awards=self._each(content, "awards", self._award),
            patents=self._texts(content, "patents"),
            ip=self._ip(content.get("ip")),
            family=self._texts(content, "family"),
            pledged=self._amount(content, "pledged"),
            chain=self._text(content, "chain", str.strip) or None,
            classified=self._fact(content, "classified"),
            region=self._text(content, "region", lambda code: Region(code.strip()).code),
            relations=self._relations(content),
            listings=self._listings(content),
            data=tuple(self._facts(content.get("facts"), ACHIEVEMENT_FACTS)),
            source=self._text(content, "source", str.strip) or None,
        )

    # Parts of one value.

    def _name(self, said: Mapping[str, Any], member: str, code: str, what: str, *path: str) -> str:
        name = said.get(member)
        if isinstance(name, str) and name.strip():
            return name.strip()
        self._fault(code, what, f"请在 {member} 写全称", name, *path, member)
        return ""

    def _read(self, said: Mapping[str, Any], member: str, read: Callable[[Any], _Found], *path: str) -> _Found | None:
        """What ``read`` makes of a member; None where it is absent or, with its fault kept, wrong."""
        if said.get(member) is None:
            return None
        try:
            return read(said[member])
        except TiertrackError as error:
            self._take(error, *path, member)
            return None

    def _fact(self, said: Mapping[str, Any], member: str) -> Any:
        """The value of a fact of the vocabulary that stands beside the facts."""
        return self._read(said, member, lambda raw: parse_value(FACTS[member], _plain(raw)))

    def _whole(self, said: Mapping[str, Any], member: str, bounds: tuple[int, int], *path: str) -> int | None:
        def read(raw: Any) -> int:
            number = parse_whole(_plain(raw))
            if not bounds[0] <= number <= bounds[1]:
                what = f"须在 {bounds[0]} 与 {bounds[1]} 之间"
                raise BadQuantity(Fault("E111", what, "请核对数值", str(raw)))
            return number

        return self._read(said, member, read, *path)

    def _amount(self, said: Mapping[str, Any], member: str, *path: str) -> int | None:
        def read(raw: Any) -> int:
            fen = parse_money(str(_plain(raw)))
            if fen < 0:
                raise BadQuantity(Fault("E111", "金额不能为负", "请核对；查不到的数请留空", str(raw)))
            return fen

        return self._read(said, member, read, *path)

    def _one_of(self, said: Mapping[str, Any], member: str, words: type[_Word], *path: str) -> _Word | None:
        def read(raw: Any) -> _Word:
            by_word = {word: one for one in words for word in (one.label, one.value)}
            if str(raw).strip() not in by_word:
                known = [one.label for one in words]
                raise BadDossier(Fault("E342", "没有这个选项", nearest(str(raw), known), str(raw)))
            return by_word[str(raw).strip()]

        return self._read(said, member, read, *path)

    def _texts(self, said: Mapping[str, Any], member: str) -> tuple[str, ...] | None:
        return self._each(said, member, self._words)

    def _words(self, said: Any, place: str) -> Iterator[str]:
        if isinstance(said, str) and said.strip():
            yield said.strip()
        else:
            self._fault("E304", "须是文字", "请写成带引号的文字", said, place)

    def _each(
        self, said: Mapping[str, Any], member: str, read: Callable[[Any, str], Iterator[_Found]]
    ) -> tuple[_Found, ...] | None:
        """What is read of each part of a list; None where there is no list, which is unknown."""
        if said.get(member) is None:
            return None
        listed = self._list(said[member], member, "请写成 [ … ]")
        return tuple(found for place, one in listed for found in read(one, place))

    # Parts of a list.

    def _party(self, value: Any, place: str) -> Iterator[Party]:
        said = {"name": value} if isinstance(value, str) else self._object(value, place)
        self._known_members(said, ("name", "uscc"), place)
        yield Party(self._name(said, "name", "E343", "没有写明名称", place), self._code(said, place))

    def _code(self, said: Mapping[str, Any], place: str) -> str | None:
        return self._read(said, "uscc", lambda raw: normalise_credit_code(str(raw)), place)

    def _evaluation(self, value: Any, place: str) -> Iterator[Evaluation]:
        said = self._object(value, place)
        self._known_members(said, ("by", "on", "grade"), place)
        by = self._name(said, "by", "E344", "评价没有写明评价机构", place)
        on = self._day(said.get("on"), place, "on")
        grade = self._read(said, "grade", lambda raw: str(parse_value(FACTS["evaluation_grade"], _plain(raw))), place)
        if on is None and said.get("on") is None:
            self._fault("E316", "评价没有写明日期", "请在 on 写 年-月-日", None, place, "on")
        if on is not None:
            yield Evaluation(by, on, grade)

    def _contract(self, value: Any, place: str) -> Iterator[Contract]:
        said = self._object(value, place)
        self._known_members(said, ("kind", "amount", "on", "with", "uscc"), place)
        kind = self._one_of(said, "kind", ContractKind, place)
        if said.get("kind") is None:
            self._fault("E345", "合同没有写明是到账还是作价入股", "请在 kind 写 到账 或 作价入股", None, place, "kind")
        party = None
        if said.get("with") is not None:
            party = Party(self._name(said, "with", "E343", "没有写明名称", place), self._code(said, place))
        amount, on = self._amount(said, "amount", place), self._day(said.get("on"), place, "on")
        if kind is not None:
            yield Contract(kind, amount, on, party)

    def _award(self, value: Any, place: str) -> Iterator[Award]:
        said = self._object(value, place)
        self._known_members(said, ("name", "level", "on", "rank"), place)
        name = self._name(said, "name", "E346", "奖励没有写明名称", place)
        level = self._one_of(said, "level", AwardLevel, place)
        if said.get("level") is None:
            self._fault("E347", "奖励没有写明级别", "请在 level 写 国家级、省部级、市级 或 其他", None, place, "level")
        on, rank = self._day(said.get("on"), place, "on"), self._whole(said, "rank", (1, 999), place)
        if level is not None:
            yield Award(name, level, on, rank)

    def _relations(self, content: Mapping[str, Any]) -> tuple[Relation, ...] | None:
        told = self._each(content, "relations", self._relation)
        own = tuple(self._own_relation(content))
        return (*(told or ()), *own) if told is not None or own else None

    def _relation(self, value: Any, place: str) -> Iterator[Relation]:
        said = self._object(value, place)
        self._known_members(said, ("enterprise", "uscc", *_OWN), place)
        name = self._name(said, "enterprise", "E348", "没有写明企业", place)
        yield from self._related(Party(name, self._code(said, place)), said, place)

    def _own_relation(self, content: Mapping[str, Any]) -> Iterator[Relation]:
        if self._enterprise is not None and any(content.get(member) is not None for member in _OWN):
            yield from self._related(self._enterprise, content)

    def _related(self, enterprise: Party, said: Mapping[str, Any], *path: str) -> Iterator[Relation]:
        role = self._one_of(said, "role", Role, *path)
        if said.get("role") is None:
            words = "、".join(one.label for one in Role)
            self._fault("E349", "没有写明企业与成果的关系", f"请在 role 写 {words}", None, *path, "role")
        since, produced_on = (self._day(said.get(member), *path, member) for member in _OWN[1:])
        if role is not None:
            yield Relation(enterprise, role, since, produced_on)

    def _listings(self, content: Mapping[str, Any]) -> tuple[Period, ...] | None:
        if content.get("titles") is None:
            return None
        held = self._titles(content["titles"])
        for place, one in enumerate(held):
            if one.title != Tier.ACHIEVEMENT.value:
                remedy = "成果只写 achievement；企业的称号请写在企业档案里"
                self._fault("E350", "成果不持有这个称号", remedy, one.title, f"titles[{place}]", "title")
        return tuple(one.period for one in held)


_Word = TypeVar("_Word", AchievementKind, Rights, ContractKind, AwardLevel, Role)


def _plain(raw: Any) -> Any:
    """A value as a file may say it; raises BadDossier for a list or an object."""
    if isinstance(raw, list | dict):
        raise BadDossier(Fault("E310", "须是文字、整数或是否", "请核对写法", str(raw)))
    return raw


# ------------------------------------------------------------------------------------------------------------- writing


def achievement_members(achievement: Achievement) -> dict[str, Any]:
    """What a file says of an achievement, member by member; what is unknown is not there."""
    one = achievement
    facts = {key: _observations_said([datum for datum in one.data if datum.key == key]) for key in _keys(one.data)}
    members: dict[str, Any] = {
        MEMBER: one.name,
        "registration": one.registration,
        "kind": one.kind and one.kind.label,
        "completed_in": one.completed_in,
        "owners": _list(one.owners, _party_said),
        "completers": _list(one.completers, str),
        "rights": one.rights and one.rights.label,
        "trl": one.trl,
        "evaluations": _list(one.evaluations, _evaluation_said),
        "contracts": _list(one.contracts, _contract_said),
        "awards": _list(one.awards, _award_said),
        "patents": _list(one.patents, str),
        "family": _list(one.family, str),
        "pledged": _yuan(one.pledged),
        "chain": one.chain,
        "classified": one.classified,
        "region": one.region,
        "relations": _list(one.relations, _relation_said),
        "titles": _list(one.listings, _listing_said),
        "facts": facts or None,
        "source": one.source,
    }
    return _told(members)


def _told(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _list(parts: tuple[_Found, ...] | None, say: Callable[[_Found], Any]) -> list[Any] | None:
    return None if parts is None else [say(one) for one in parts]


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen // 100}.{fen % 100:02d}元"


def _party_said(one: Party) -> dict[str, Any]:
    return _told({"name": one.name, "uscc": one.uscc})


def _evaluation_said(one: Evaluation) -> dict[str, Any]:
    return _told({"by": one.by, "on": _day(one.on), "grade": one.grade})


def _contract_said(one: Contract) -> dict[str, Any]:
    party = one.party
    whom = {"with": party and party.name, "uscc": party and party.uscc}
    return _told({"kind": one.kind.label, "amount": _yuan(one.amount), "on": _day(one.on), **whom})


def _award_said(one: Award) -> dict[str, Any]:
    return _told({"name": one.name, "level": one.level.label, "on": _day(one.on), "rank": one.rank})


def _relation_said(one: Relation) -> dict[str, Any]:
    said = {"enterprise": one.enterprise.name, "uscc": one.enterprise.uscc, "role": one.role.label}
    return _told({**said, "since": _day(one.since), "carried_into_production_on": _day(one.produced_on)})


def _listing_said(one: Period) -> dict[str, Any]:
    return _told({"title": Tier.ACHIEVEMENT.value, "from": _day(one.start), "through": _day(one.last)})


def _keys(data: Iterable[Datum]) -> Iterable[str]:
    return dict.fromkeys(datum.key for datum in data)


def _observations_said(data: list[Datum]) -> Any:
    said = [_datum_said(datum) for datum in data]
    return said if len(said) > 1 else said[0]


def _datum_said(datum: Datum) -> Any:
    value: Any = datum.value
    match FACTS[datum.key].kind:
        case Kind.MONEY:
            value = _yuan(value)
        case Kind.DATE:
            value = dt.date.fromordinal(value).isoformat()
    if datum.source is None and datum.recorded_at is None:
        return value
    at = datum.recorded_at
    return _told({"value": value, "source": datum.source, "recorded_at": at and at.isoformat()})
