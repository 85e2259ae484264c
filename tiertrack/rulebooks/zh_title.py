"""The Chinese words titles are defined in: a title, its procedure and the days on which it has no standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Citation
from tiertrack.law.procedure import LocalPractice, Procedure, Step, Term
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Variant
from tiertrack.law.states import Actor, State
from tiertrack.law.title_definition import Level, OldName, TitleDefinition
from tiertrack.law.titles import Title
from tiertrack.rulebooks.zh import 期间
from tiertrack.rules.gap import Gap

国家级: Final = Level.NATIONAL
省级: Final = Level.PROVINCIAL
市级: Final = Level.MUNICIPAL
区级: Final = Level.DISTRICT


def 称号(
    键: str,
    名称: str,
    *,
    程序: Procedure,
    级别: Level | None = None,
    地区: Region | None = None,
    别名: Sequence[str] = (),
    旧称: Sequence[OldName] = (),
    按产品: bool = False,
    简称: Sequence[str] = (),
    各套: Sequence[Variant] = (),
) -> TitleDefinition:
    # One name without a comma behind it is a text: it stays one, so that the check says so.
    aliases: Any = 别名 if isinstance(别名, str) else tuple(别名)
    short: Any = 简称 if isinstance(简称, str) else tuple(简称)
    return TitleDefinition(
        *(键, 名称, 程序, 级别, 地区),
        aliases=aliases,
        old_names=tuple(旧称),
        held_per_product=按产品,
        short_names=short,
        variants=tuple(各套),
    )


def 程序(
    机关: Actor,
    依据: Citation,
    *,
    环节: Sequence[Step] = (),
    期限: Term | None = None,
    无固定期限: bool = False,
    有复核: bool = False,
    推荐: Actor | None = None,
    叫法: Mapping[EventKind, str] | None = None,
    状态: Mapping[State, str] | None = None,
    各地: Sequence[LocalPractice] = (),
) -> Procedure:
    words, states = dict(叫法 or {}), dict(状态 or {})
    return Procedure(机关, 依据, tuple(环节), 期限, 无固定期限, 有复核, 推荐, words, states, tuple(各地))


def 当地(
    地区: Region, 做法: str, 依据: Citation, 机关: Actor | None = None, *, 年度: int | None = None
) -> LocalPractice:
    """How one region proceeds where it is not as everywhere; ``年度`` where it was read of one year alone."""
    return LocalPractice(地区, 做法, 依据, 机关, 年度)


def 环节(键: str, 名称: str, 所在: State, 由: Actor) -> Step:
    return Step(键, 名称, 所在, 由)


def 期限(年: int, 依据: Citation) -> Term:
    return Term(年, 依据)


def 年度期限(依据: Citation, *, 新的至: tuple[int, int]) -> Term:
    """至当年年底有效；次年的新一期迟至 ``新的至``（月、日）才齐，在那以前没有新的是否仍算，不知道。"""
    return Term(None, 依据, 新的至)


只登记: Final = "只登记，不判断：没有读到完整的条件"

# Gaps are looked for from this day on; one that begins then was always there.
空档起算日: Final = "2016-01-01"


def 空档(称号: Title, 事项: Act, 起: str, 止: str | None, 原因: str, 分支: str | None = None) -> Gap:
    """From the day ``起`` up to and including the day ``止`` there is no standard."""
    return Gap(称号, 事项, 期间(起, 止), 原因, 分支)


def 自始空档(称号: Title, 止: str | None, 原因: str, *事项: Act, 分支: str | None = None) -> tuple[Gap, ...]:
    return tuple(空档(称号, 一项, 空档起算日, 止, 原因, 分支) for 一项 in 事项)
