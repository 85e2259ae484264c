"""Achievements, by themselves and as an enterprise carried them into production: as Chinese text and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiertrack.facts.achievement import Relation
from tiertrack.facts.achievement_file import achievement_members
from tiertrack.facts.construction import changed
from tiertrack.ladder.first_rung import Carried
from tiertrack.ladder.pool import AchievementAccount
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_data import assessment_data
from tiertrack.render.members import iso, moment_members
from tiertrack.render.phrases import known_line, missing_text
from tiertrack.render.policy.edition_text import LOCAL_NOTICE
from tiertrack.render.verdict_words import verdict_text

_LISTED = {Truth.TRUE: "在库", Truth.FALSE: "不在库", Truth.UNKNOWN: "是否在库不明"}


def carried_text(carried: Carried) -> str:
    """Its name, the start of its production there, whether it is in the pool, and the verdict of the standard."""
    since = f"{carried.since} 落地" if carried.since else "落地日不明"
    answer = carried.assessment
    verdict = f"，{verdict_text(answer.edition, answer.truth)}" if answer else ""
    return f"“{carried.achievement.name}”　{since}，{_LISTED[carried.listed]}{verdict}"


def carried_data(carried: Carried) -> dict[str, Any]:
    """Its members."""
    return {
        "achievement": carried.achievement.name,
        "since": iso(carried.since),
        "listed": carried.listed.value,
        "truth": carried.assessment.truth.value if carried.assessment else None,
        "lifts": carried.lifts.value,
    }


def achievement_text(account: AchievementAccount) -> str:
    """An achievement on a day: what it is called and registered as, its status, its enterprises and the answer."""
    return "\n".join(_achievement_lines(account))


def _achievement_lines(account: AchievementAccount) -> Iterator[str]:
    achievement, asof = account.achievement, account.asof
    yield f"成果 {achievement.name} · {asof.on}"
    yield LOCAL_NOTICE
    yield from known_line(asof)
    if achievement.registration:
        yield f"登记号 {achievement.registration}"
    if achievement.owners:
        yield f"完成单位 {'、'.join(party.name for party in achievement.owners)}"
    yield f"状态 {account.status.label if account.status else '没有入库登记'}"
    for period in achievement.listings or ():
        yield f"    在库 {period.start or '不明'} 至 {period.last or '无固定期限'}"
    for relation in achievement.relations or ():
        yield _relation_text(relation)
    if account.assessment is not None:
        answer = account.assessment
        yield f"{verdict_text(answer.edition, answer.truth)}　依据 {answer.edition.citations}"
        if answer.missing:
            yield missing_text(answer.missing)


def _relation_text(relation: Relation) -> str:
    since = f"　自 {relation.since}" if relation.since else ""
    produced = relation.produced_on
    return f"企业 {relation.enterprise.name}　{relation.role.label}{since}{f'，{produced} 投产' if produced else ''}"


def achievement_data(account: AchievementAccount) -> dict[str, Any]:
    """The members of an achievement as a file has them, with its status and the answer by the standard of the day."""
    return {
        **achievement_members(changed(account.achievement, on_record=False)),
        **moment_members(account.asof),
        "status": account.status.value if account.status else None,
        "assessment": assessment_data(account.assessment) if account.assessment else None,
    }
