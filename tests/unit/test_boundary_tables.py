"""Scenarios name years and days from the day of judging, and a table of boundaries judges a row at a time."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tiertrack import Act, Tier, national_rulebook
from tiertrack.bdd.boundary_steps import 决定结论, 界线
from tiertrack.bdd.relative_time import relative_text
from tiertrack.bdd.subject import Subject

ON = dt.date(2026, 6, 30)


@pytest.fixture
def subject() -> Subject:
    """A firm of which only its debts and assets are told, judged as a little giant."""
    told = Subject()
    told.say("上年度资产总额", "1亿元")
    told.say("上年度负债总额", "7500万元")
    told.on = ON
    told.judge(national_rulebook(), Tier.LITTLE_GIANT, Act.RECOGNITION)
    return told


def test_a_year_is_resolved_on_the_day_told_last() -> None:
    told = Subject()
    told.on = dt.date(2024, 1, 1)
    told.say("上年度营业收入", "5000万元")
    told.say("从事特定细分市场起始日", "前3年度-01-01")
    told.on = ON
    facts = json.loads(told.text())["facts"]
    assert facts == {"revenue": {"2025": "5000万元"}, "segment_since": "2023-01-01"}


def test_what_is_said_last_of_a_year_holds_however_the_year_is_named() -> None:
    told = Subject()
    told.on = ON
    told.say("上年度营业收入", "5000万元")
    told.say("2025年营业收入", "缺失")
    assert json.loads(told.text())["facts"] == {"revenue": {"2025": None}}


@pytest.mark.parametrize(
    ("calendar", "relative"),
    [
        ("2025年营业收入", "上年度营业收入"),
        ("2026年专精特新发展评价得分", "本年度专精特新发展评价得分"),
        ("2023至2025年营业收入复合增长率", "前3年度至上年度营业收入复合增长率"),
        ("起始日须不晚于 2023-01-01", "起始日须不晚于 前3年度-01-01"),
        ("工信部企业〔2026〕2号", "工信部企业〔2026〕2号"),
    ],
)
def test_one_expected_text_serves_every_day(calendar: str, relative: str) -> None:
    assert relative_text(calendar, ON) == relative_text(relative, ON) == relative


def test_the_day_after_is_named_in_expected_texts() -> None:
    said = "认定作出于 判断日次日，晚于判断日，不计"
    assert relative_text(said, ON) == relative_text("认定作出于 2026-07-01，晚于判断日，不计", ON)


def test_every_row_changes_the_firm_as_it_was_told(subject: Subject) -> None:
    table = [["上年度负债总额", "结论", "尚缺"], ["缺失", "待补充", "上年度负债总额"], ["7500万元", "符合", "无"]]
    界线(subject, "G2d", table)
    assert [len(row.claims) for row in subject.rows] == [2, 2]


def test_a_row_that_is_wrong_is_named(subject: Subject) -> None:
    with pytest.raises(AssertionError) as failed:
        界线(subject, "G2d", [["上年度负债总额", "结论"], ["7500万元", "符合"], ["7500.01万元", "符合"]])
    assert failed.value.__notes__ == ["界线表这一行：| 7500.01万元 | 符合 |"]


def test_a_condition_that_does_not_decide_is_not_passed_off_as_deciding(subject: Subject) -> None:
    with pytest.raises(AssertionError):
        决定结论(subject, "G2d", [["上年度负债总额", "结论"], ["7500万元", "符合"]])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([["上年度负债总额", "结论"]], "没有一行"),
        ([["上年度负债总额", "结论"], ["", "符合"]], "空格"),
        (
            [["上年度负债总额", "结论", "备注"], ["7500万元", "符合", "无"]],
            "答复只有 结论、尚缺、不再需要、",
        ),
        ([["结论"], ["符合"]], "先写改动的事实"),
        ([["上年度负债", "结论"], ["7500万元", "符合"]], "词汇表里没有“负债”"),
    ],
)
def test_a_table_that_says_nothing_is_refused(subject: Subject, table: list[list[str]], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        界线(subject, "G2d", table)


def test_what_is_written_twice_in_a_table_goes_for_nothing_and_is_refused(subject: Subject) -> None:
    row = ["1亿元", "7000万元", "符合"]
    for table in (
        [["上年度资产总额", "上年度负债总额", "结论"], row, row],
        [["上年度资产总额", "上年度资产总额", "结论"], row],
    ):
        with pytest.raises(AssertionError, match="写了两次"):
            界线(subject, "J4", table)


def test_a_judgement_is_yes_or_no_or_absent_and_no_other_word() -> None:
    with pytest.raises(AssertionError, match="须写 是、否 或 缺失，不是“没有”"):
        Subject().attest("处于产业链关键环节", "没有")
