"""Quantities are read and written exactly, and what cannot be read is refused with its code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tiertrack.errors import BadQuantity
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.units import (
    LARGEST_FEN,
    MONEY_UNITS,
    decimal_text,
    format_money,
    format_share,
    format_value,
    parse_date,
    parse_instant,
    parse_money,
    parse_points,
    parse_share,
    parse_span,
    parse_whole,
    part_of_whole,
)
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import FIRST_DAY, LAST_DAY

amounts = st.integers(-LARGEST_FEN, LARGEST_FEN)
limits = st.fractions(0, 2, max_denominator=1000)


def refusal(read: Callable[..., object], *said: object) -> str:
    with pytest.raises(BadQuantity) as refused:
        read(*said)
    (fault,) = refused.value.faults
    assert fault.what
    assert fault.remedy
    return fault.code


# -------------------------------------------------------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("5200万元", 5_200_000_000),
        ("5,200万元", 5_200_000_000),
        ("4535.14万元", 4_535_140_000),
        ("4535.140000万元", 4_535_140_000),
        ("0.52亿元", 5_200_000_000),
        ("52000000元", 5_200_000_000),
        ("0.01元", 1),
        ("-0.01元", -1),
        ("+3元", 300),
        ("−3元", -300),
        ("５２００万元", 5_200_000_000),
        ("５，２００．５万元", 5_200_500_000),
        ("5200 万元", 5_200_000_000),
        (" 5200万元\n", 5_200_000_000),
        ("90000亿元", LARGEST_FEN),
        ("-90000亿元", -LARGEST_FEN),
        ("0元", 0),
    ],
)
def test_an_amount_is_read_to_the_fen(text: str, fen: int) -> None:
    assert parse_money(text) == fen


@pytest.mark.parametrize(("unit", "fen"), [("元", 520_012), ("万元", 5_200_120_000), ("亿元", 52_001_200_000_000)])
def test_a_bare_number_takes_the_unit_given_beside_it(unit: str, fen: int) -> None:
    assert parse_money("5200.12", unit) == fen
    assert parse_money(f"5200.12{unit}", unit) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("五千万元", "E101"),
        ("5200美元", "E101"),
        ("5200千", "E101"),
        ("5200亿万元", "E101"),
        ("5200万美元", "E101"),
        ("1亿2000万", "E101"),
        ("5200余万元", "E101"),
        ("万元", "E101"),
        ("", "E101"),
        ("1e3万元", "E101"),
        ("52,00万元", "E101"),
        ("5.2.1万元", "E101"),
        (".5万元", "E101"),
        ("5200万元人民币", "E101"),
        ("NaN元", "E101"),
        ("5200", "E102"),
        ("0", "E102"),
        ("0.001元", "E104"),
        ("0.00000000001亿元", "E104"),
        ("90000.0000000001亿元", "E105"),
        ("-900000000000001元", "E105"),
        ("9" * 5000 + "元", "E101"),
        ("0." + "1" * 5000 + "亿元", "E101"),
    ],
)
def test_an_amount_that_cannot_be_right_is_refused(text: str, code: str) -> None:
    assert refusal(parse_money, text) == code


def test_two_different_units_for_one_amount_are_refused() -> None:
    assert refusal(parse_money, "5200元", "万元") == "E103"
    assert refusal(parse_money, "5200千元", "万元") == "E103"


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("5200万", 52_000_000),
        ("0.9亿", 90_000_000),
        ("5200千元", 5_200_000),
        ("52百万元", 52_000_000),
        ("5千万元", 50_000_000),
        ("2十亿元", 2_000_000_000),
        ("5200 万 元", 52_000_000),
        ("５２００万", 52_000_000),
        ("1.5万亿", 1_500_000_000_000),
    ],
)
def test_an_amount_shortened_by_any_power_of_ten_is_as_large_as_it_is_written(text: str, yuan: int) -> None:
    assert parse_money(text) == yuan * 100


@pytest.mark.parametrize("unit", ["元", "万元", "亿元"])
def test_a_number_shortened_by_wan_or_yi_has_its_unit_whatever_the_heading_says(unit: str) -> None:
    assert parse_money("0.9亿", unit) == parse_money("9000万", unit) == parse_money("9000万元")


def test_one_fen_beyond_the_largest_amount_is_refused() -> None:
    assert parse_money(f"{LARGEST_FEN // 100}.00元") == LARGEST_FEN
    assert refusal(parse_money, f"{LARGEST_FEN // 100}.01元") == "E105"


@given(amounts)
def test_an_amount_written_is_read_back_the_same(fen: int) -> None:
    assert parse_money(format_money(fen)) == fen


@given(amounts, st.sampled_from(sorted(MONEY_UNITS)))
def test_an_amount_means_the_same_in_every_unit(fen: int, unit: str) -> None:
    digits = len(str(MONEY_UNITS[unit])) - 1
    text = decimal_text(Fraction(fen, MONEY_UNITS[unit]), digits)
    assert parse_money(f"{text}{unit}") == parse_money(text, unit) == fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0 元"),
        (1, "0.01 元"),
        (999_999, "9999.99 元"),
        (1_000_000, "1 万元"),
        (-1_000_000, "-1 万元"),
        (5_200_000_000, "5200 万元"),
        (9_999_999_999, "9999.999999 万元"),
        (10_000_000_000, "1 亿元"),
        (LARGEST_FEN, "90000 亿元"),
    ],
)
def test_an_amount_is_written_in_the_unit_a_person_uses(fen: int, text: str) -> None:
    assert format_money(fen) == text


# ------------------------------------------------------------------------------------------------------------- shares


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("12%", Fraction(12, 100)),
        ("12.5％", Fraction(1, 8)),
        ("１２．５％", Fraction(1, 8)),
        ("0%", Fraction(0)),
        ("-3.25%", Fraction(-13, 400)),
        ("3/25", Fraction(3, 25)),
        ("-1/3", Fraction(-1, 3)),
        ("0.0000001%", Fraction(1, 1_000_000_000)),
        ("1,000%", Fraction(10)),
    ],
)
def test_a_share_is_read_exactly(text: str, share: Fraction) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize("text", ["12", "0.12", "12‰", "1/0", "1/03", "", "%", "12%%", "一成", "3/-25", "1.5/3"])
def test_a_share_without_a_sign_is_refused(text: str) -> None:
    assert refusal(parse_share, text) == "E106"


@pytest.mark.parametrize("text", ["1/" + "9" * 5000, "9" * 5000 + "/7", "9" * 5000 + "%"])
def test_a_share_of_absurd_length_is_refused(text: str) -> None:
    assert refusal(parse_share, text) == "E106"


@given(st.integers(-10_000_000, 10_000_000))
def test_a_share_of_up_to_four_decimals_is_written_exactly_and_read_back(parts: int) -> None:
    share = Fraction(parts, 1_000_000)
    text = format_share(share)
    assert "约" not in text
    assert parse_share(text) == share


@given(st.fractions(-2, 2), limits)
def test_a_share_is_never_rounded_onto_its_limit(share: Fraction, limit: Fraction) -> None:
    assume(share != limit)
    shown = parse_share(format_share(share, limit).removeprefix("约 "))
    assert (shown > limit) is (share > limit)
    assert shown != limit
    assert abs(shown - share) <= Fraction(1, 20_000)


@given(limits, st.integers(1, 40), st.sampled_from((-1, 1)))
def test_however_near_its_limit_a_share_is_shown_on_its_own_side(limit: Fraction, digits: int, sign: int) -> None:
    share = limit + sign * Fraction(1, 3 * 10**digits)
    shown = parse_share(format_share(share, limit).removeprefix("约 "))
    assert shown != limit
    assert (shown > limit) is (share > limit)


def test_a_share_that_is_rounded_says_so() -> None:
    assert format_share(Fraction(1, 3)) == "约 33.33%"
    assert format_share(Fraction(2, 3)) == "约 66.67%"
    assert format_share(Fraction(29_999, 1_000_000)) == "2.9999%"
    assert format_share(Fraction(2_999_999, 100_000_000), Fraction(3, 100)) == "约 2.999999%"
    assert format_share(Fraction(-1, 3)) == "约 -33.33%"
    assert format_share(Fraction(1, 3), Fraction(1, 3)) == "约 33.33%"


@given(st.fractions(-1000, 1000), st.integers(0, 12))
def test_a_decimal_is_rounded_to_the_nearest_and_carries_no_idle_zeros(value: Fraction, digits: int) -> None:
    text = decimal_text(value, digits)
    assert abs(Fraction(text) - value) * 2 <= Fraction(1, 10**digits)
    assert "e" not in text.lower()
    assert not (("." in text) and text.endswith("0"))
    assert text != "-0"


# ------------------------------------------------------------------------------------------ points, whole numbers, days


@pytest.mark.parametrize(
    ("said", "hundredths"), [("58.5", 5850), ("58.57", 5857), (60, 6000), ("60分", 6000), ("58.5 分", 5850), ("0", 0)]
)
def test_points_are_read_to_the_hundredth(said: str | int, hundredths: int) -> None:
    assert parse_points(said) == hundredths


@pytest.mark.parametrize("said", ["58.555", "-1", "", "六十", "1000", "58,5", "5e1", "58."])
def test_points_that_cannot_be_right_are_refused(said: str) -> None:
    assert refusal(parse_points, said) == "E108"


@given(st.integers(0, 99_999))
def test_points_written_are_read_back_the_same(hundredths: int) -> None:
    assert parse_points(format_value(hundredths, Kind.POINTS)) == hundredths


@pytest.mark.parametrize(("said", "whole"), [("80", 80), (80, 80), ("８０", 80), ("-3", -3), ("+3", 3), (" 3 ", 3)])
def test_a_whole_number_is_read(said: str | int, whole: int) -> None:
    assert parse_whole(said) == whole


@pytest.mark.parametrize("said", ["8.0", "八", "", "1,000", "80人", "1e3", "9" * 16])
def test_what_is_not_a_whole_number_is_refused(said: str) -> None:
    assert refusal(parse_whole, said) == "E107"


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_day_written_is_read_back_the_same(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(format_value(day.toordinal(), Kind.DATE)) == day


@pytest.mark.parametrize(
    "text",
    [
        "２０２３－０１－０１",
        "2023/01/01",
        "2023/1/1",
        "２０２３／１／１",
        "2023.1.1",
        "2023年1月1日",
        "2023 年 1 月 1 日",
        "2023年01月01日",
        "2023-1-1",
        "20230101",
        "２０２３０１０１",
    ],
)
def test_a_day_may_be_written_as_lists_and_forms_write_it(text: str) -> None:
    assert parse_date(text) == dt.date(2023, 1, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023-02-29", "E110"),
        ("2023-13-01", "E110"),
        ("2023-00-10", "E110"),
        ("0000-01-01", "E110"),
        ("2023/2/29", "E110"),
        ("2023年13月1日", "E110"),
        ("2023/1.1", "E109"),
        ("2023年1月", "E109"),
        ("1/1/2023", "E109"),
        ("2023011", "E109"),
        ("202301", "E109"),
        ("45474", "E109"),
        ("20231301", "E110"),
        ("1948-12-31", "E115"),
        ("2200-01-01", "E115"),
        ("0001-01-01", "E115"),
        ("9999-12-31", "E115"),
        ("2023-01-01T00:00", "E109"),
        ("", "E109"),
    ],
)
def test_a_day_that_is_none_is_refused(text: str, code: str) -> None:
    assert refusal(parse_date, text) == code


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-01T09:00:00+08:00", "2026-03-01T09:00:00+08:00"),
        ("2026-03-01T09:00Z", "2026-03-01T09:00:00+00:00"),
        ("2026/3/1 9:00 +0800", "2026-03-01T09:00:00+08:00"),
        ("2026年3月1日 9:00:30", "2026-03-01T09:00:30"),
        ("２０２６－３－１　０９：００", "2026-03-01T09:00:00"),
        ("20260301T090000+0800", "2026-03-01T09:00:00+08:00"),
        ("2026-03-01", None),
        ("2026-03-01T25:00", None),
        ("noon", None),
    ],
)
def test_an_instant_has_its_day_as_every_day_is_written(text: str, instant: str | None) -> None:
    assert parse_instant(text) == (instant and dt.datetime.fromisoformat(instant))


@pytest.mark.parametrize(
    ("text", "code"), [("0001-01-01T00:00:00+14:00", "E115"), ("9999-12-31T23:59Z", "E115"), ("2026-2-30 9:00", "E110")]
)
def test_an_instant_outside_the_calendar_is_refused(text: str, code: str) -> None:
    assert refusal(parse_instant, text) == code


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("90d", "2026-02-28"),
        ("90天", "2026-02-28"),
        ("９０ 日", "2026-02-28"),
        ("90", "2026-02-28"),
        ("3个月", "2026-02-28"),
        ("0d", "2025-11-30"),
        ("9999d", "2053-04-16"),
        ("999个月", "2109-02-28"),
    ],
)
def test_a_while_is_days_or_months_by_the_calendar(text: str, reached: str) -> None:
    assert parse_span(text).after(dt.date(2025, 11, 30)) == dt.date.fromisoformat(reached)


def test_a_while_reaches_no_farther_than_the_calendar() -> None:
    assert (
        parse_span("9999d").after(dt.date(2199, 1, 1)) == parse_span("999个月").after(dt.date(2190, 1, 1)) == LAST_DAY
    )


@pytest.mark.parametrize("text", ["", "-90d", "90.5d", "3月", "一年", "d", "90d天"])
def test_a_while_that_cannot_be_told_is_refused(text: str) -> None:
    assert refusal(parse_span, text) == "E711"


@pytest.mark.parametrize("text", ["10000d", "1000个月", "１０００００ 天", "9" * 5000])
def test_a_while_longer_than_the_calendar_is_refused_with_how_long_it_may_be(text: str) -> None:
    with pytest.raises(BadQuantity, match=r"E732.*0 至 9999 天或 0 至 999 个月"):
        parse_span(text)


@pytest.mark.parametrize("share", ["-5%", "101%", "-1/20"])
def test_a_part_of_the_whole_is_neither_negative_nor_more_than_it(share: str) -> None:
    assert refusal(part_of_whole, parse_share(share)) == "E116"


# -------------------------------------------------------------------------------------------------- bounds of the facts


@pytest.mark.parametrize(
    ("key", "said", "code"),
    [
        ("class1_ip", -1, "E111"),
        ("employees", "-1", "E111"),
        ("revenue", "-1元", "E111"),
        ("market_share", "100.01%", "E111"),
        ("market_share", "-1%", "E111"),
        ("development_score", "100.01", "E111"),
        ("regional_points", "15.01", "E111"),
        ("domestic_rank", 0, "E111"),
        ("national_award_rank", -1, "E111"),
        ("digital_level", 0, "E111"),
        ("digital_level", 5, "E111"),
        ("class1_ip", True, "E112"),
        ("revenue", False, "E112"),
        ("own_brand", "有", "E113"),
        ("own_brand", 1, "E113"),
        ("rd_institution", "国际级", "E114"),
    ],
)
def test_a_value_outside_what_the_fact_can_be_is_refused(key: str, said: str | int | bool, code: str) -> None:
    assert refusal(parse_value, FACTS[key], said) == code


@pytest.mark.parametrize(
    ("key", "said", "unit", "remedy"),
    [
        ("own_brand", "有", None, "请写 是 或 否；不知道的留空"),
        ("digital_level", "二级", None, "“数字化水平自测等级”请写 1 至 4 的整数；不知道的留空"),
        ("rd_institution", "自主", None, "请写其中一个：没有、自建、市级、省级、国家级；不知道的留空"),
        ("revenue", "五千", "万元", "请写数字，如 5200；单位已定为万元，可以不写"),
        ("revenue", "五千", None, "请写数字加单位：元、万元或亿元，如 5200万元"),
    ],
)
def test_a_value_that_cannot_be_read_is_answered_with_what_may_stand_in_its_cell(
    key: str, said: str, unit: str | None, remedy: str
) -> None:
    with pytest.raises(BadQuantity) as refused:
        parse_value(FACTS[key], said, unit)
    assert refused.value.faults[0].remedy == remedy


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [
        ("market_share", "100%", 1),
        ("market_share", "0%", 0),
        ("development_score", "100", 10_000),
        ("regional_points", "15", 1500),
        ("domestic_rank", 1, 1),
        ("national_award_rank", 0, 0),
        ("digital_level", 1, 1),
        ("digital_level", 4, 4),
        ("class1_ip", 0, 0),
        ("net_profit", "-1元", -100),
        ("net_assets", "-1万元", -1_000_000),
        ("weighted_roe", "-12.5%", Fraction(-1, 8)),
        ("own_brand", "是", True),
        ("own_brand", "FALSE", False),
        ("rd_institution", "省级", "provincial"),
        ("rd_institution", "none", "none"),
        ("segment_since", "2023-01-01", dt.date(2023, 1, 1).toordinal()),
    ],
)
def test_a_value_on_the_bound_of_what_the_fact_can_be_is_read(key: str, said: str | int, value: object) -> None:
    assert parse_value(FACTS[key], said) == value


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (0, Kind.RANK, "没有"),
        (3, Kind.RANK, "第 3 名"),
        (3, Kind.LEVEL, "3 级"),
        (3, Kind.YEARS, "3 年"),
        (80, Kind.PEOPLE, "80 人"),
        (4, Kind.COUNT, "4 项"),
        (5850, Kind.POINTS, "58.5 分"),
        (True, Kind.FLAG, "是"),
        (False, Kind.JUDGEMENT, "否"),
        ("省级", Kind.CHOICE, "省级"),
    ],
)
def test_a_value_is_written_with_what_it_counts(value: int | str, kind: Kind, text: str) -> None:
    assert format_value(value, kind) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (9_999, "股", "9999 股"),
        (30_000_001, "股", "3000.0001 万股"),
        (9_999, "美元", "9999 美元"),
        (99_999_999, "美元", "9999.9999 万美元"),
        (1_000_000_001, "美元", "10.00000001 亿美元"),
        (20_000, "平方米", "20000 平方米"),
    ],
)
def test_many_shares_and_dollars_are_told_in_larger_units_exact_to_the_last(value: int, unit: str, text: str) -> None:
    assert format_value(value, Kind.COUNT, unit) == text


@pytest.mark.parametrize("text", ["5200²万元", "300①万元", "③万元", "½万元"])
def test_the_mark_of_a_footnote_is_no_digit(text: str) -> None:
    with pytest.raises(BadQuantity, match="E101"):
        parse_money(text)
    with pytest.raises(BadQuantity):
        parse_date("2028-12-3①")
