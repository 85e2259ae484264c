"""What became of each limit of a condition: by its comparator and its number, and never by its words."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from fractions import Fraction
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.expressions import Case, cases, rules
from tests.support.populations import dossier_of, rows_around
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.vocabulary import CRITERION_PREFIX
from tiertrack.law.scope import Act
from tiertrack.logic import expr
from tiertrack.logic.evaluate import compile_test
from tiertrack.logic.expr import Test
from tiertrack.logic.quantity import Quantity
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks import national_rulebook
from tiertrack.rulebooks.zh import (
    Ⅰ类知识产权,
    万元,
    上年度,
    产品认证,
    仅在,
    从事细分市场,
    任一满足,
    全部满足,
    净利润,
    分,
    名,
    国家级科技奖励,
    年,
    本年度,
    档,
    百分之,
    研发机构,
    研发费用,
    管理体系认证,
    类别,
    自主品牌,
    至少满足,
    营业收入,
    计分项,
    评分表,
    负债总额,
    资产总额,
    近两年任一年,
    近两年合计,
    近两年复合增长率,
    近两年每年,
    适用于,
    非,
    项,
)
from tiertrack.rules.diff import ClauseStatus, compare
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.limit_order import Effect, LimitStatus
from tiertrack.rules.limits import LimitChange, limit_changes

_收入 = 上年度(营业收入)
_在二者之间 = 全部满足(_收入.不低于(万元(500)), _收入.不高于(万元(800)))


def _banded(edge: int, share: int) -> Test:
    return 任一满足(
        适用于(_收入.不低于(万元(edge)), 则=[上年度(研发费用.占(营业收入)).不低于(百分之(share))], 名称="大的"),
        适用于(_收入.低于(万元(edge)), 则=[上年度(研发费用).不低于(万元(100))], 名称="小的"),
    )


def _card(passing: int, edge: int) -> Test:
    line = 计分项("净利润率（10分）", 档(10, 上年度(净利润.占(营业收入)).不低于(百分之(edge))))
    return 评分表(类别("效益（10分）", line), 不低于=分(passing), 名称="得分")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (_收入.不低于(万元(500)), _收入.不低于(万元(600)), "收紧"),
        (_收入.不低于(万元(500)), 全部满足(_收入.不低于(万元(500)), 名称="规模"), ""),
        (_收入.不低于(万元(500)), _收入.超过(万元(500)), "收紧"),
        (上年度(负债总额.占(资产总额)).不高于(百分之(70)), 上年度(负债总额.占(资产总额)).不高于(百分之(75)), "放宽"),
        (上年度(负债总额.占(资产总额)).不高于(百分之(70)), 上年度(负债总额.占(资产总额)).低于(百分之(70)), "收紧"),
        (Ⅰ类知识产权.不低于(项(2)), Ⅰ类知识产权.超过(项(1)), ""),
        (从事细分市场.截至上年末满(年(2)), 从事细分市场.截至上年末满(年(3)), "收紧"),
        (国家级科技奖励.前(名(5)), 国家级科技奖励.前(名(3)), "收紧"),
        (研发机构.属于("省级"), 研发机构.属于("省级", "国家级"), "放宽"),
        (研发机构.属于("省级"), 研发机构.属于("国家级"), "改写"),
        (非(_收入.不低于(万元(500))), 非(_收入.不低于(万元(600))), "放宽"),
        (_收入.不低于(万元(500)), 本年度(营业收入).不低于(万元(500)), "改口径"),
        (近两年合计(营业收入).不低于(万元(500)), 近两年复合增长率(营业收入).不低于(百分之(5)), "改口径"),
        (_收入.不低于(万元(500)), _收入.低于(万元(500)), "改写"),
        (_收入.不低于(万元(500)), 仅在(_收入.不低于(万元(500)), 否则="没有读到"), "改写"),
        # Both limits are still there.
        (_在二者之间, 仅在(_在二者之间, 否则="没有读到"), "改写"),
        (仅在(_在二者之间, 否则="没有读到"), _在二者之间, "改写"),
        (仅在(自主品牌, 否则="没有读到"), 全部满足(仅在(自主品牌, 否则="没有读到"), 管理体系认证), "新增 更严"),
        (自主品牌, 管理体系认证, "改写"),
        # One year, and several of them.
        (_收入.不低于(万元(500)), 近两年每年(营业收入.不低于(万元(500))), "收紧"),
        (_收入.不低于(万元(500)), 近两年任一年(营业收入.不低于(万元(500))), "放宽"),
        (_收入.不低于(万元(500)), 近两年每年(营业收入.不低于(万元(400))), "改写"),
        (近两年每年(营业收入.不低于(万元(500))), 近两年任一年(营业收入.不低于(万元(500))), "放宽"),
        # Groups.
        (自主品牌, 任一满足(自主品牌, 管理体系认证), "新增 更宽"),
        (任一满足(自主品牌, 管理体系认证), 自主品牌, "删去 更严"),
        (自主品牌, 全部满足(自主品牌, 管理体系认证), "新增 更严"),
        (全部满足(自主品牌, 管理体系认证), 任一满足(自主品牌, 管理体系认证), "改写"),
        (非(任一满足(自主品牌, 管理体系认证)), 非(自主品牌), "删去 更宽"),
        (至少满足(1, 自主品牌, 管理体系认证), 至少满足(2, 自主品牌, 管理体系认证, 产品认证), "收紧、新增 更宽"),
        (
            近两年每年(营业收入.不低于(万元(500)), 研发费用.不低于(万元(10))),
            全部满足(_收入.不低于(万元(500)), 上年度(研发费用).不低于(万元(20))),
            "放宽、改写",
        ),
        # Whoever falls out of one class falls into the next; what is asked within one has an order.
        (_banded(5000, 3), _banded(6000, 3), "改口径、改口径"),
        (_banded(5000, 3), _banded(5000, 4), "收紧"),
        (_card(5, 10), _card(6, 8), "收紧、放宽"),
    ],
)
def test_a_limit_is_tightened_loosened_or_of_another_kind(before: Test, after: Test, said: str) -> None:
    assert _said(limit_changes(before, after)) == said


def _said(found: Iterable[LimitChange]) -> str:
    one_sided = (LimitStatus.ADDED, LimitStatus.REMOVED)
    told = (f"{one.status.label} {one.effect.label}" if one.status in one_sided else one.status.label for one in found)
    return "、".join(told)


def test_a_limit_of_what_is_counted_otherwise_is_of_another_kind_whatever_its_number() -> None:
    before, after = Ⅰ类知识产权.不低于(项(1)), Ⅰ类知识产权.不低于(项(4))
    (found,) = limit_changes(before, after, frozenset({"class1_ip"}))
    assert (found.status, found.effect) == (LimitStatus.REDEFINED, Effect.UNORDERED)


def test_the_limits_of_a_condition_that_came_or_went_are_told_one_by_one() -> None:
    both = 全部满足(自主品牌, _收入.不低于(万元(500)))
    assert [one.status for one in limit_changes(None, both)] == [LimitStatus.ADDED] * 2
    assert [one.effect for one in limit_changes(both, None)] == [Effect.EASIER] * 2


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        # An enterprise is hit by more of them, or by more easily.
        (_收入.低于(万元(500)), _收入.低于(万元(600)), "收紧"),
        (_收入.低于(万元(600)), _收入.低于(万元(500)), "放宽"),
        (_收入.低于(万元(500)), 任一满足(_收入.低于(万元(500)), 自主品牌), "新增 更严"),
        (任一满足(_收入.低于(万元(500)), 自主品牌), 自主品牌, "删去 更宽"),
        (_收入.低于(万元(500)), 全部满足(_收入.低于(万元(500)), 自主品牌), "新增 更宽"),
        (非(自主品牌), 非(任一满足(自主品牌, 管理体系认证)), "新增 更宽"),
        (None, _收入.低于(万元(500)), "新增 更严"),
        (_收入.低于(万元(500)), None, "删去 更宽"),
        # It is hit by either of these by itself, and by the two of those only together.
        (None, 任一满足(_收入.低于(万元(500)), 自主品牌), "新增 更严、新增 更严"),
        (None, 全部满足(_收入.低于(万元(500)), 自主品牌), "新增 更严"),
    ],
)
def test_an_indicator_that_is_hit_by_more_is_stricter(before: Test | None, after: Test | None, said: str) -> None:
    assert _said(limit_changes(before, after, act=Act.DELISTING)) == said


# Whatever the rules.

_EDGES = st.sampled_from([Fraction(part) for part in ("0", "1/10", "1/2", "1", "3", "50")])


@st.composite
def amended(draw: st.DrawFn) -> tuple[Test, Test]:
    """A rule, and the same with one or two of its nodes changed."""
    before = after = draw(rules())
    for _step in range(draw(st.integers(1, 2))):
        after = _changed(draw, after)
    return before, after


def _changed(draw: st.DrawFn, test: Test) -> Test:
    kinds = (expr.Threshold, expr.AllOf, expr.AnyOf, expr.AtLeast, expr.Over, expr.Choice)
    nodes = [node for node in expr.walk(test) if isinstance(node, kinds)]
    if not nodes:
        return test
    old = draw(st.sampled_from(nodes))
    match old:
        case expr.Threshold(limit=limit):
            edge = draw(_EDGES)
            number = int(edge) if isinstance(limit.magnitude, int) else edge
            new: Test = attrs.evolve(old, limit=Quantity(number, limit.kind))
        case expr.AtLeast(tests=tests):
            new = attrs.evolve(old, count=draw(st.integers(1, len(tests))))
        case expr.Over(offsets=offsets):
            new = attrs.evolve(old, offsets=draw(st.sampled_from(((-1,), (-1, -2), (0, -1), offsets))))
        case expr.Choice(allowed=allowed):
            new = attrs.evolve(old, allowed=draw(st.sampled_from((allowed[:1], (*allowed, "large"), allowed))))
        case _:
            kept = draw(st.sampled_from((old.tests[:1], old.tests[1:], (*old.tests, *old.tests[:1]))))
            new = attrs.evolve(old, tests=kept) if kept and not getattr(old, "scope", 0) else old
    return expr.replaced(test, lambda node: new if node == old else node)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_whoever_meets_what_is_stricter_met_what_it_was_before(data: st.DataObject) -> None:
    before, after = data.draw(amended())
    effect = Effect.of_all(one.effect for one in limit_changes(before, after))
    hard, easy = (before, after) if effect is Effect.EASIER else (after, before)
    for case in data.draw(cases(st.just(expr.AllOf((before, after))))):
        if _met(case, hard) and effect is not Effect.UNORDERED:
            assert _met(case, easy)


def _met(case: Case, test: Test) -> bool:
    return attrs.evolve(case, test=test, program=compile_test(test)).verdict is True


@settings(max_examples=40, deadline=None)
@given(amended())
def test_what_is_tightened_one_way_is_loosened_the_other(both: tuple[Test, Test]) -> None:
    before, after = both
    there, back = limit_changes(before, after), limit_changes(after, before)
    mirrored = [(_MIRRORED.get(one.status, one.status), one.effect.opposite, one.after, one.before) for one in there]
    assert _counted(mirrored) == _counted([(one.status, one.effect, one.before, one.after) for one in back])
    assert not limit_changes(before, before)


_MIRRORED = {
    LimitStatus.TIGHTENED: LimitStatus.LOOSENED,
    LimitStatus.LOOSENED: LimitStatus.TIGHTENED,
    LimitStatus.ADDED: LimitStatus.REMOVED,
    LimitStatus.REMOVED: LimitStatus.ADDED,
}


def _counted(changes: list[tuple[LimitStatus, Effect, Test | None, Test | None]]) -> list[str]:
    return sorted(f"{status.value} {effect.value} {before!r} {after!r}" for status, effect, before, after in changes)


def _in_turn() -> list[tuple[Edition, Edition]]:
    """Every edition with the next of its title, act, variant and place."""
    editions = sorted(national_rulebook().editions, key=lambda one: one.key)
    pairs = itertools.pairwise(editions)
    return [pair for pair in pairs if len({_line(one) for one in pair}) == 1]


def _line(edition: Edition) -> tuple[object, ...]:
    return edition.tier, edition.act, edition.variant_key, edition.region


@pytest.mark.parametrize(("old", "new"), _in_turn(), ids=lambda edition: edition.key)
def test_two_editions_compared_the_other_way_round_are_the_same_pairs(old: Edition, new: Edition) -> None:
    there, back = compare(old, new), compare(new, old)
    pairs = {(one.before, one.after) for one in there}
    assert pairs == {(one.after, one.before) for one in back}
    effects = {(one.before, one.after): one.effect and one.effect.opposite for one in there}
    assert effects == {(one.after, one.before): one.effect for one in back}
    assert {one.change for one in compare(old, old)} == {ClauseStatus.SAME}
    assert not any(one.limits for one in compare(old, old))


_ROWS = 16


@pytest.mark.parametrize(("old", "new"), _in_turn(), ids=lambda edition: edition.key)
def test_a_standard_that_is_stricter_is_met_by_fewer_and_its_indicators_hit_more(old: Edition, new: Edition) -> None:
    ordered = [one for one in compare(old, new) if one.effect in (Effect.STRICTER, Effect.EASIER)]
    if not ordered:
        return
    on = (new.period.start or dt.date(2010, 1, 1)) + dt.timedelta(days=40)
    # What an authority says of a whole clause is no matter of the clause.
    columns = [one for one in columns_of((old, new), on) if not one.key.startswith(CRITERION_PREFIX)]
    seen = Random(new.key)
    for row in (row for edition in (old, new) for row in rows_around(edition, columns, on, _ROWS, seen)):
        dossier = dossier_of(row, columns, on)
        before, after = (_truths(edition, dossier, on) for edition in (old, new))
        for change in ordered:
            was, now = (one.get(key, new.act.unasked) for one, key in zip((before, after), change.keys, strict=True))
            fewer = (change.effect is Effect.STRICTER) is new.act.is_applied_for
            assert (was if fewer else now) is Truth.TRUE or (now if fewer else was) is not Truth.TRUE, (change, row)


def _truths(edition: Edition, dossier: Dossier, on: dt.date) -> dict[str | None, Truth]:
    findings = edition.explain(dossier, on).findings
    return {one.key: found.truth for one, found in zip(edition.criteria, findings, strict=True)}
