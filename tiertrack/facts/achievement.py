"""A scientific achievement as a subject of its own: whose it is, what it earned, and which enterprises took it up.

Enterprises and achievements are many to many. A list that is None is unknown, an empty one says that there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.facts.dossier import Datum, Dossier, HeldTitle
from tiertrack.facts.identity import normalise_name
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.labels import Labelled
from tiertrack.law.scope import Tier
from tiertrack.logic.finding import Value
from tiertrack.temporal import Period, years_before

__all__ = [
    "ACHIEVEMENT_FACTS",
    "SUBJECT",
    "Achievement",
    "AchievementKind",
    "Award",
    "AwardLevel",
    "Contract",
    "ContractKind",
    "Evaluation",
    "Party",
    "Relation",
    "Rights",
    "Role",
]

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


class AchievementKind(Labelled):
    """What kind of research it came of."""

    BASIC = "basic", "基础研究"
    APPLIED = "applied", "应用研究"
    DEVELOPMENT = "development", "技术开发与产业化"
    SOFT = "soft", "软科学"


class Rights(Labelled):
    """Who has the rights in it: its unit, the unit with those who made it, these alone (赋权), or a licensee."""

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


@frozen
class Party:
    """Somebody by name, with the credit code where it is known."""

    name: str
    uscc: str | None = None

    def is_same(self, name: str, uscc: str | None) -> bool:
        """Whether this is the one of that name and code: by the codes where both have one, else by the names."""
        if self.uscc and uscc:
            return self.uscc == uscc
        return normalise_name(self.name) == normalise_name(name)


@frozen
class Evaluation:
    """A third party's evaluation; ``grade`` is a key of the fact ``evaluation_grade``, None where it is unknown."""

    by: str
    on: dt.date
    grade: str | None = None


@frozen
class Contract:
    """What a contract paid, in fen, on which day and from whom; None where unknown."""

    kind: ContractKind
    amount: int | None = None
    on: dt.date | None = None
    party: Party | None = None


@frozen
class Award:
    """A science award; ``rank`` is the place among those awarded."""

    name: str
    level: AwardLevel
    on: dt.date | None = None
    rank: int | None = None


@frozen
class Relation:
    """What an enterprise is to the achievement since when, and since when it makes something of it."""

    enterprise: Party
    role: Role
    since: dt.date | None = None
    produced_on: dt.date | None = None

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


@frozen
class Achievement:
    """One achievement and all that is known of it.

    Its registration number identifies it; without one its name, its first owner and the year it was completed in do.
    ``owners`` are the units it belongs to, ``completers`` the people who made it. ``listings`` are the periods it was
    in the district's pool (入库). ``data`` are facts told as such; ``source`` is where all of it is from.
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

    @property
    def unit(self) -> str | None:
        """The first of those it belongs to."""
        return self.owners[0].name if self.owners else None

    def listed(self, on: dt.date) -> bool | None:
        """Whether it is in the pool on a day; None where nothing is known of that."""
        return None if self.listings is None else any(on in period for period in self.listings)

    def relations_with(self, name: str, uscc: str | None) -> tuple[Relation, ...] | None:
        """What an enterprise is to it; None where nothing is known of anybody."""
        if self.relations is None:
            return None
        return tuple(one for one in self.relations if one.enterprise.is_same(name, uscc))

    def produced_by(self, name: str, uscc: str | None, on: dt.date) -> bool | None:
        """Whether an enterprise had carried it into production by a day; None where that may be."""
        found = self.relations_with(name, uscc)
        if found is None:
            return None
        said = {one.produces(on) for one in found}
        return True if True in said else None if None in said else False

    def dossier(self, on: dt.date) -> Dossier:
        """What rules may read of it on a day: the facts told, and those that follow from its contracts, awards,
        evaluations and patents up to that day."""
        listings = self.listings or ()
        return Dossier(
            name=self.name,
            region=self.region,
            data=(*self.data, *(datum for datum in self._derived(on) if datum is not None)),
            titles=tuple(HeldTitle(Tier.ACHIEVEMENT.value, period) for period in listings),
            known_titles=frozenset() if self.listings is None else frozenset({Tier.ACHIEVEMENT.value}),
            ip=self.ip,
            subject=SUBJECT,
        )

    def _derived(self, on: dt.date) -> Iterator[Datum | None]:
        told = self.source or "成果档案"
        yield _datum("trl", self.trl, told)
        yield _datum("classified", self.classified, told)
        if self.patents == ():
            yield _datum("high_value_patents", 0, f"{told}：没有专利")
        yield from self._evaluated(on)
        yield self._earned(on)
        yield self._awarded(on)

    def _evaluated(self, on: dt.date) -> Iterator[Datum | None]:
        """The last evaluation counts; who was never evaluated has no grade that would."""
        if self.evaluations is None:
            return
        made = sorted((one for one in self.evaluations if one.on <= on), key=lambda one: one.on)
        if not made:
            yield _datum("evaluation_grade", "other", "没有第三方评价")
            return
        last = made[-1]
        yield _datum("evaluation_grade", last.grade, f"{last.by} 评价")
        yield _datum("evaluated_on", last.on.toordinal(), f"{last.by} 评价")

    def _earned(self, on: dt.date) -> Datum | None:
        """What contracts paid within three years; unknown while a contract that may count has no amount or no day."""
        if self.contracts is None:
            return None
        first = years_before(on, _CONTRACT_YEARS)
        counted = [one for one in self.contracts if one.on is None or first <= one.on <= on]
        if any(one.amount is None or one.on is None for one in counted):
            return None
        earned = sum(one.amount or 0 for one in counted)
        return _datum("contract_income_3y", earned, f"技术合同 {len(counted)} 份合计")

    def _awarded(self, on: dt.date) -> Datum | None:
        """Whether any award of a province or higher is at most five years old; unknown while one may be."""
        if self.awards is None:
            return None
        first = years_before(on, _AWARD_YEARS)
        high = [one for one in self.awards if one.level in (AwardLevel.NATIONAL, AwardLevel.PROVINCIAL)]
        counted = [one.name for one in high if one.on is not None and first <= one.on <= on]
        if counted:
            return _datum("provincial_award_5y", True, "、".join(counted))
        undated = any(one.on is None for one in high)
        return None if undated else _datum("provincial_award_5y", False, _awards_text(self.awards))


_CONTRACT_YEARS = 3
_AWARD_YEARS = 5


def _datum(key: str, value: Value | None, source: str) -> Datum | None:
    return None if value is None else Datum(key, None, value, source)


def _awards_text(awards: Iterable[Award]) -> str:
    return f"奖励 {len(tuple(awards))} 项，近五年没有省部级及以上的"
