"""Which numbers a text states and an expression tests, so that one can be held against the other."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tiertrack.logic import expr
from tiertrack.logic.quantity import Kind
from tiertrack.rulebooks.zh import (
    万元,
    上年度,
    上年度增长率,
    从事细分市场,
    任一满足,
    全部满足,
    分,
    名,
    国家级科技奖励,
    年,
    按划型行业,
    新增股权融资,
    档,
    百分之,
    研发费用,
    管理体系认证,
    类别,
    自主品牌,
    至少满足,
    营业收入,
    计分项,
    评分表,
    近三年合计,
    近三年所列事故或违法,
    近两年合计,
    近两年均值,
    近两年复合增长率,
    近两年每年,
    非,
)
from tiertrack.rules.numbers import describe, full_marks, in_expression, in_words

WAN = Fraction(1_000_000)
WINDOW = "window"


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("不低于100万元，且占比不低于3%", {("money", 100 * WAN), ("share", Fraction(3, 100))}),
        ("上年度营业收入1亿元以上", {("money", 10_000 * WAN)}),
        ("营业收入不低于1000.5元", {("money", Fraction(100_050))}),
        ("近两年每年，近三年合计", {(WINDOW, Fraction(2)), (WINDOW, Fraction(3))}),
        ("近五年、近四年、近二年", {(WINDOW, Fraction(5)), (WINDOW, Fraction(4)), (WINDOW, Fraction(2))}),
        ("满3年，不低于4项、5件", {("years", Fraction(3)), ("count", Fraction(4)), ("count", Fraction(5))}),
        (
            "300人，60分，前3名，50强，2级",
            {
                ("people", Fraction(300)),
                ("points", Fraction(60_00)),
                ("rank", Fraction(3)),
                ("rank", Fraction(50)),
                ("level", Fraction(2)),
            },
        ),
        ("没有数字", set()),
    ],
)
def test_the_numbers_a_text_states(words: str, numbers: set[tuple[str, Fraction]]) -> None:
    assert in_words(words) == numbers


@pytest.mark.parametrize(
    ("test", "numbers"),
    [
        (上年度(研发费用).不低于(万元(100)), {("money", 100 * WAN)}),
        (近两年每年(研发费用.占(营业收入).不低于(百分之(3))), {("share", Fraction(3, 100)), (WINDOW, Fraction(2))}),
        (近三年合计(新增股权融资).不低于(万元(500)), {("money", 500 * WAN), (WINDOW, Fraction(3))}),
        (近两年均值(研发费用).不低于(万元(1000)), {("money", 1000 * WAN), (WINDOW, Fraction(2))}),
        (
            近两年合计(研发费用).占(近三年合计(营业收入)).不低于(百分之(5)),
            {
                ("share", Fraction(5, 100)),
                (WINDOW, Fraction(2)),
                (WINDOW, Fraction(3)),
            },
        ),
        (近两年复合增长率(营业收入).不低于(百分之(5)), {("share", Fraction(5, 100)), (WINDOW, Fraction(2))}),
        (上年度增长率(营业收入).不低于(百分之(5)), {("share", Fraction(5, 100))}),
        (从事细分市场.截至上年末满(年(3)), {("years", Fraction(3))}),
        (国家级科技奖励.前(名(3)), {("rank", Fraction(3)), (WINDOW, Fraction(3))}),
        (国家级科技奖励.有(), {(WINDOW, Fraction(3))}),
        (至少满足(2, 自主品牌, 管理体系认证), {("count", Fraction(2))}),
        (任一满足(自主品牌, 全部满足(上年度(研发费用).超过(万元(1)))), {("money", WAN)}),
        (非(近三年所列事故或违法), {(WINDOW, Fraction(3))}),
        (按划型行业({"industry": 上年度(营业收入).低于(万元(40000))}), set()),
        (
            评分表(
                类别("一（20分）", 计分项("甲（20分）", 档(20, 上年度(研发费用).不低于(万元(7)))), 不低于=分(10)),
                类别("二（5分）", 计分项("乙（5分）", 档(5, 自主品牌))),
                不低于=分(15),
            ),
            {("points", Fraction(15_00)), ("points", Fraction(10_00))},
        ),
    ],
)
def test_the_numbers_an_expression_tests(test: expr.Test, numbers: set[tuple[str, Fraction]]) -> None:
    assert in_expression(test) == numbers


def test_full_marks_stand_in_brackets_behind_the_name() -> None:
    assert full_marks("创新能力（40分）") == 40_00
    assert full_marks("创新能力") is None


def test_numbers_are_described_as_they_would_be_checked() -> None:
    assert describe(set()) == "没有"
    told = {("money", 100 * WAN), ("share", Fraction(1, 200)), (WINDOW, Fraction(2)), (Kind.RANK.value, Fraction(3))}
    assert describe(told) == "100万元、3名、0.5%、近2年"
