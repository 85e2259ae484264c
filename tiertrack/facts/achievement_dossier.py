"""An achievement as a dossier: the facts stated of it, and those that follow from its contracts, awards and patents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from operator import attrgetter

from tiertrack.facts.achievement import SUBJECT, Achievement, AwardLevel
from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import observed
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.law.tiers import Tier
from tiertrack.logic.finding import Value
from tiertrack.temporal import years_before

_CONTRACT_YEARS = 3
_AWARD_YEARS = 5

# The key of a fact that follows, its value (None where that is unknown), and what it follows from.
_Derived = tuple[str, Value | None, str]


def achievement_dossier(achievement: Achievement, on: dt.date) -> Dossier:
    """What rules may read of it on a day: the facts stated, and those that follow from its contracts, awards,
    evaluations and patents up to that day."""
    listings = achievement.listings or ()
    derived = (
        observed(key, None, value, source) for key, value, source in _derived(achievement, on) if value is not None
    )
    return unchecked(
        Dossier,
        name=achievement.name,
        region=achievement.region,
        data=(*achievement.data, *derived),
        titles=tuple(unchecked(HeldTitle, Tier.ACHIEVEMENT.value, period) for period in listings),
        known_titles=frozenset() if achievement.listings is None else frozenset({Tier.ACHIEVEMENT.value}),
        ip=achievement.ip,
        subject=SUBJECT,
    )


def _derived(achievement: Achievement, on: dt.date) -> Iterator[_Derived]:
    source = achievement.source or "成果档案"
    yield "trl", achievement.trl, source
    yield "classified", achievement.classified, source
    if achievement.patents == ():
        yield "high_value_patents", 0, f"{source}：没有专利"
    yield from _evaluated(achievement, on)
    yield from _earned(achievement, on)
    yield from _awarded(achievement, on)


def _evaluated(achievement: Achievement, on: dt.date) -> Iterator[_Derived]:
    """The last evaluation counts; without any there is no grade that would."""
    if achievement.evaluations is None:
        return
    made = [evaluation for evaluation in achievement.evaluations if evaluation.on <= on]
    if not made:
        yield "evaluation_grade", "other", "没有第三方评价"
        return
    last = sorted(made, key=attrgetter("on"))[-1]
    yield "evaluation_grade", last.grade, f"{last.by} 评价"
    yield "evaluated_on", last.on.toordinal(), f"{last.by} 评价"


def _earned(achievement: Achievement, on: dt.date) -> Iterator[_Derived]:
    """What contracts paid within three years; unknown while a contract that may count has no amount or no day."""
    if achievement.contracts is None:
        return
    first = years_before(on, _CONTRACT_YEARS)
    counted = [contract for contract in achievement.contracts if contract.on is None or first <= contract.on <= on]
    if all(contract.amount is not None and contract.on is not None for contract in counted):
        earned = sum(contract.amount or 0 for contract in counted)
        yield "contract_income_3y", earned, f"技术合同 {len(counted)} 份合计"


def _awarded(achievement: Achievement, on: dt.date) -> Iterator[_Derived]:
    """Whether any award of a province or higher is at most five years old; unknown while one may be."""
    if achievement.awards is None:
        return
    first = years_before(on, _AWARD_YEARS)
    high = [award for award in achievement.awards if award.level in (AwardLevel.NATIONAL, AwardLevel.PROVINCIAL)]
    counted = [award.name for award in high if award.on is not None and first <= award.on <= on]
    if counted:
        yield "provincial_award_5y", True, "、".join(counted)
    elif all(award.on is not None for award in high):
        yield "provincial_award_5y", False, f"奖励 {len(achievement.awards)} 项，近五年没有省部级及以上的"
