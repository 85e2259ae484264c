"""A scientific achievement as a subject of its own: whose it is, what it earned, and which enterprises took it up.

Enterprises and achievements are many to many. A list that is None is unknown, an empty one says that there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.construction import Members, all_of, checked, coded, dated, day, named, one_of, text_if_any, texts
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.datum import Datum, confused_sources
from tiertrack.facts.dossier_parts import reckoned_period
from tiertrack.facts.identity import normalise_name, normalise_region
from tiertrack.facts.intellectual_property import IpRight, repeated_rights
from tiertrack.facts.stated_values import value_of
from tiertrack.facts.vocabulary import FACTS, Fact, nearest, nearest_name
from tiertrack.labels import Labelled
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import Period

# What the dossier of an achievement is about, as printed before its name.
SUBJECT = "成果"

# The facts of the vocabulary that are an achievement's.
ACHIEVEMENT_FACTS = (
    "ownership_clear",
    "district_link",
    "classified",
    "prohibited_product",
    "research_dishonesty_3y",
    "high_value_patents",
    "trl",
    "evaluation_grade",
    "evaluated_on",
    "contract_income_3y",
    "provincial_award_5y",
)


# What is counted or paid and is no fact of the vocabulary, with its bounds.
AMOUNT = Fact("amount", "合同金额", Kind.MONEY)
PLEDGED = Fact("pledged", "质押融资金额", Kind.MONEY)
AWARD_RANK = Fact("rank", "奖励位次", Kind.RANK, lowest=1, highest=999)
COMPLETED_IN = Fact("completed_in", "完成年份", Kind.YEARS, lowest=1949, highest=2200)

_Word = TypeVar("_Word", bound=Labelled)


def word_of(words: type[_Word]) -> Callable[[Any], _Word]:
    """A reader of one of some words, by its key or its Chinese name; raises BadDossier."""

    def read(raw: Any) -> _Word:
        found = words.named(raw) if isinstance(raw, str) else raw
        if not isinstance(found, words):
            raise BadDossier(Fault("E342", "没有这个选项", nearest_name(str(raw), words.words()), str(raw)))
        return found

    return read


def _needed(read: Callable[[Any], _Word], fault: Fault) -> Callable[[Any], _Word]:
    def needed(value: Any) -> _Word:
        if value is None:
            raise BadDossier(fault)
        return read(value)

    return needed


def _fact(fact: Fact) -> Callable[[Any], object]:
    return lambda value: value_of(fact, value)


class AchievementKind(Labelled):
    """What kind of research it came of."""

    BASIC = "basic", "基础研究"
    APPLIED = "applied", "应用研究"
    DEVELOPMENT = "development", "技术开发与产业化"
    SOFT = "soft", "软科学"


class Rights(Labelled):
    """The holder of the rights in it: its unit, the unit with those who made it, those alone (赋权), or a licensee."""

    UNIT = "unit", "单位"
    SHARED = "shared", "共有"
    GRANTED = "granted", "赋权"
    LICENSED = "licensed", "许可"


class ContractKind(Labelled):
    """How a contract paid: money that arrived, or a value put in for shares."""

    PAID = "paid", "到账"
    SHARES = "shares", "作价入股"


class AwardLevel(Labelled):
    """Whose award it is."""

    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省部级"
    CITY = "city", "市级"
    OTHER = "other", "其他"


class Role(Labelled):
    """What an enterprise is to an achievement."""

    COMPLETER = "completer", "完成单位"
    TRANSFEREE = "transferee", "受让"
    SHARES = "shares", "作价入股"
    LICENSEE = "licensee", "许可"
    PRODUCER = "producer", "落地"


NO_PAYMENT = Fault("E345", "合同没有写明是到账还是作价入股", "请在 kind 写 到账 或 作价入股")
NO_LEVEL = Fault("E347", "奖励没有写明级别", "请在 level 写 国家级、省部级、市级 或 其他")
NO_ROLE = Fault("E349", "没有写明企业与成果的关系", f"请在 role 写 {'、'.join(role.label for role in Role)}")


@checked
@frozen
class Party:
    """A party by name, with the credit code where it is known."""

    name: str
    uscc: str | None = None

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("name", named("E343", "没有写明名称", "请写全称"))
        given.read("uscc", coded(normalise_credit_code))

    def is_same(self, name: str, uscc: str | None) -> bool:
        """Whether this is the party of that name and code: by the codes where both have one, else by the names."""
        if self.uscc and uscc:
            return self.uscc == uscc
        return normalise_name(self.name) == normalise_name(name)


@checked
@frozen
class Evaluation:
    """A third party's evaluation; ``grade`` is a key of the fact ``evaluation_grade``, None where it is unknown."""

    by: str
    on: dt.date
    grade: str | None = None

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("by", named("E344", "评价没有写明评价机构", "请在 by 写全称"))
        given.need("on", dated("评价没有写明日期"))
        given.read("grade", _fact(FACTS["evaluation_grade"]))


@checked
@frozen
class Contract:
    """What a contract paid, in fen, on which day and by which party; None where unknown."""

    kind: ContractKind
    amount: int | None = None
    on: dt.date | None = None
    party: Party | None = None

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("kind", _needed(word_of(ContractKind), NO_PAYMENT))
        given.read("amount", _fact(AMOUNT))
        given.read("on", day)
        given.read("party", one_of(Party))


@checked
@frozen
class Award:
    """A science award; ``rank`` is the place among those awarded."""

    name: str
    level: AwardLevel
    on: dt.date | None = None
    rank: int | None = None

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("name", named("E346", "奖励没有写明名称", "请在 name 写全称"))
        given.need("level", _needed(word_of(AwardLevel), NO_LEVEL))
        given.read("on", day)
        given.read("rank", _fact(AWARD_RANK))


@checked
@frozen
class Relation:
    """What an enterprise is to the achievement since when, and since when it makes something of it."""

    enterprise: Party
    role: Role
    since: dt.date | None = None
    produced_on: dt.date | None = None

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("enterprise", one_of(Party))
        given.need("role", _needed(word_of(Role), NO_ROLE))
        given.read("since", day)
        given.read("produced_on", day)

    @property
    def in_production_since(self) -> dt.date | None:
        """The day it was carried into production there; None where it was not, or not yet known when."""
        return self.produced_on or (self.since if self.role is Role.PRODUCER else None)

    def produces(self, on: dt.date) -> bool | None:
        """Whether it was in production there by a day; None where that may be."""
        since = self.in_production_since
        if since is not None:
            return since <= on
        return None if self.role is Role.PRODUCER else False


@checked
@frozen
class Achievement:
    """One achievement and all that is known of it.

    Its registration number identifies it; without one its name, its first owner and the year it was completed in do.
    ``owners`` are the units it belongs to, ``completers`` the people who made it. ``listings`` are the periods it was
    in the district's pool (入库). ``data`` are facts stated as such; ``source`` is where all of it is from.
    One that is ``on_record`` was read from a register, which knows by acts alone what is in the pool.
    """

    name: str
    registration: str | None = None
    kind: AchievementKind | None = None
    completed_in: int | None = None
    owners: tuple[Party, ...] | None = None
    completers: tuple[str, ...] | None = None
    rights: Rights | None = None
    trl: int | None = None
    evaluations: tuple[Evaluation, ...] | None = None
    contracts: tuple[Contract, ...] | None = None
    awards: tuple[Award, ...] | None = None
    patents: tuple[str, ...] | None = None
    ip: tuple[IpRight, ...] | None = None
    family: tuple[str, ...] | None = None
    pledged: int | None = None
    chain: str | None = None
    classified: bool | None = None
    region: str | None = None
    relations: tuple[Relation, ...] | None = None
    listings: tuple[Period, ...] | None = None
    data: tuple[Datum, ...] = ()
    source: str | None = None
    on_record: bool = False

    __repr__ = briefly

    @staticmethod
    def _checked(given: Members) -> None:
        given.need("name", named("E341", "没有成果名称", "请写全称"))
        for name, read in _READERS.items():
            given.read(name, read)
        for datum in given.get("data") or ():
            if datum.key not in ACHIEVEMENT_FACTS:
                remedy = nearest(datum.key, ACHIEVEMENT_FACTS)
                given.fault(f"data {datum.key}", "E302", f"“{datum.key}”不是成果的事实", remedy)
        given.faults += repeated_rights(given.get("ip"))
        given.faults += confused_sources(given.get("data"))

    @property
    def unit(self) -> str | None:
        """The first of those it belongs to."""
        return self.owners[0].name if self.owners else None

    def listed(self, on: dt.date) -> bool | None:
        """Whether it is in the pool on a day; None where nothing is known of that."""
        return None if self.listings is None else any(on in period for period in self.listings)

    def relations_with(self, name: str, uscc: str | None) -> tuple[Relation, ...] | None:
        """What an enterprise is to it; None where no relation is known of."""
        if self.relations is None:
            return None
        return tuple(relation for relation in self.relations if relation.enterprise.is_same(name, uscc))

    def produced_by(self, name: str, uscc: str | None, on: dt.date) -> bool | None:
        """Whether an enterprise had carried it into production by a day; None where that may be."""
        found = self.relations_with(name, uscc)
        if found is None:
            return None
        known = {relation.produces(on) for relation in found}
        return True if True in known else None if None in known else False


_READERS: dict[str, Callable[[Any], object]] = {
    "registration": text_if_any,
    "kind": word_of(AchievementKind),
    "completed_in": _fact(COMPLETED_IN),
    "owners": all_of(Party),
    "completers": texts,
    "rights": word_of(Rights),
    "trl": _fact(FACTS["trl"]),
    "evaluations": all_of(Evaluation),
    "contracts": all_of(Contract),
    "awards": all_of(Award),
    "patents": texts,
    "ip": all_of(IpRight),
    "family": texts,
    "pledged": _fact(PLEDGED),
    "chain": text_if_any,
    "classified": one_of(bool),
    "region": coded(normalise_region),
    "relations": all_of(Relation),
    "listings": lambda listed: tuple(map(reckoned_period, all_of(Period)(listed))),
    "data": all_of(Datum),
    "source": text_if_any,
    "on_record": one_of(bool),
}
