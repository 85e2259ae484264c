"""中小企业划型标准: the worked cases, and every limit of the sixteen groups on it and one below."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.industry import SIZE_GROUP_OF
from tiertrack.facts.units import parse_money
from tiertrack.rulebooks.national.sme_size_2011 import size_class

ON = dt.date(2026, 6, 30)
KEYS = {"X": "employees", "Y": "revenue", "Z": "total_assets"}
LEVELS = ("大型", "中型", "小型", "微型")

# One industry code of each group, and its limits for 大型, 中型 and 小型: X people, Y and Z 万元.
LIMITS: dict[str, tuple[str, dict[str, tuple[int, int, int]]]] = {
    "农、林、牧、渔业": ("A01", {"Y": (20000, 500, 50)}),
    "工业": ("C3484", {"X": (1000, 300, 20), "Y": (40000, 2000, 300)}),
    "建筑业": ("E47", {"Y": (80000, 6000, 300), "Z": (80000, 5000, 300)}),
    "批发业": ("F51", {"X": (200, 20, 5), "Y": (40000, 5000, 1000)}),
    "零售业": ("F52", {"X": (300, 50, 10), "Y": (20000, 500, 100)}),
    "交通运输业": ("G54", {"X": (1000, 300, 20), "Y": (30000, 3000, 200)}),
    "仓储业": ("G592", {"X": (200, 100, 20), "Y": (30000, 1000, 100)}),
    "邮政业": ("G60", {"X": (1000, 300, 20), "Y": (30000, 2000, 100)}),
    "住宿业": ("H61", {"X": (300, 100, 10), "Y": (10000, 2000, 100)}),
    "餐饮业": ("H62", {"X": (300, 100, 10), "Y": (10000, 2000, 100)}),
    "信息传输业": ("I64", {"X": (2000, 100, 10), "Y": (100000, 1000, 100)}),
    "软件和信息技术服务业": ("I65", {"X": (300, 100, 10), "Y": (10000, 1000, 50)}),
    "房地产开发经营": ("K701", {"Y": (200000, 1000, 100), "Z": (10000, 5000, 2000)}),
    "物业管理": ("K702", {"X": (1000, 300, 100), "Y": (5000, 1000, 500)}),
    "租赁和商务服务业": ("L72", {"X": (300, 100, 10), "Z": (120000, 8000, 100)}),
    "其他未列明行业": ("M73", {"X": (300, 100, 10)}),
}
ON_A_LIMIT = [
    (group, measure, level) for group, (_code, limits) in LIMITS.items() for measure in limits for level in range(3)
]


def firm(industry: str | None, **measures: int | str | None) -> Dossier:
    """A firm with last year's people (X), and revenue (Y) and assets (Z) in 万元 or, as a bare number, in fen."""
    values = {KEYS[name]: value for name, value in measures.items() if value is not None}
    read = {key: parse_money(f"{value}万元") if isinstance(value, str) else value for key, value in values.items()}
    return Dossier("甲", industry=industry, data=tuple(Datum(key, 2025, value) for key, value in read.items()))


def size(industry: str | None, **measures: int | str | None) -> str | None:
    return size_class(firm(industry, **measures), ON)


@pytest.mark.parametrize(
    ("number", "industry", "x", "y", "z", "expected"),
    [
        (1, "C34", 1000, "40000", None, "大型"),
        (2, "C34", 999, "40000", None, "中型"),
        (3, "C34", 1000, "39999.99", None, "中型"),
        (4, "C34", 1000, "5000", None, "中型"),
        (5, "C34", 1500, "1999", None, "小型"),
        (6, "C34", 5000, "299", None, "微型"),
        (7, "C34", 300, "2000", None, "中型"),
        (8, "C34", 20, "300", None, "小型"),
        (9, "I65", 103, "15735.28", None, "中型"),
        (10, "I65", 300, "10000", None, "大型"),
        (11, "I65", 9, "8000", None, "微型"),
        (12, "F51", 5, "1000", None, "小型"),
        (13, "E47", None, "80000", "79999", "中型"),
        (14, "K701", None, "200000", "9999", "中型"),
        (15, "L72", 500, None, "8000", "中型"),
        (16, "M73", 300, None, None, "大型"),
        (17, "I63", 2500, "99999", None, "中型"),
        (18, "A01", None, "50", None, "小型"),
    ],
)
def test_the_worked_cases(
    number: int, industry: str, x: int | None, y: str | None, z: str | None, expected: str
) -> None:
    assert size(industry, X=x, Y=y, Z=z) == expected, number


def limits_at(group: str, level: int) -> dict[str, int]:
    """All limits of one level, people as they are and money in fen."""
    return {
        measure: limits[level] * (1 if measure == "X" else 1_000_000) for measure, limits in LIMITS[group][1].items()
    }


@pytest.mark.parametrize(("group", "measure", "level"), ON_A_LIMIT)
def test_on_a_limit_the_higher_class_holds_and_one_below_it_does_not(group: str, measure: str, level: int) -> None:
    code, at = LIMITS[group][0], limits_at(group, level)
    assert size(code, **at) == LEVELS[level]
    below = size(code, **{**at, measure: at[measure] - 1})
    assert LEVELS.index(below or "") > level


def test_the_table_has_all_sixteen_groups_and_all_limits() -> None:
    assert len(LIMITS) == 16
    assert len(ON_A_LIMIT) == 3 * 30


@given(st.sampled_from(sorted(LIMITS)), st.data())
def test_the_class_is_the_highest_all_of_whose_limits_are_reached(group: str, data: st.DataObject) -> None:
    code, limits = LIMITS[group]
    measures = {}
    for measure in limits:
        marks = [at[measure] + step for at in (limits_at(group, level) for level in range(3)) for step in (-1, 0, 1)]
        measures[measure] = data.draw(st.sampled_from([0, *marks]))
    reached = [all(measures[one] >= limits_at(group, level)[one] for one in limits) for level in range(3)]
    assert size(code, **measures) == (LEVELS[reached.index(True)] if True in reached else "微型")


@pytest.mark.parametrize("group", sorted(name for name, (_code, limits) in LIMITS.items() if len(limits) == 2))
def test_a_missing_measure_leaves_the_class_open_unless_the_other_has_decided(group: str) -> None:
    code, limits = LIMITS[group]
    large, small = limits_at(group, 0), limits_at(group, 2)
    for measure in limits:
        assert size(code, **{measure: large[measure]}) is None
        assert size(code, **{measure: small[measure]}) is None
        assert size(code, **{measure: small[measure] - 1}) == "微型"


def test_a_measure_the_group_does_not_use_is_not_asked_for() -> None:
    assert size("C34", X=1000, Y="40000") == "大型"
    assert size("M73", X=300) == "大型"
    assert size("A01", Y="20000") == "大型"


@pytest.mark.parametrize("industry", ["J66", "P83", "Q84", "G53", "K704", "S91", None, "K70", "K"])
def test_without_a_group_there_is_no_class(industry: str | None) -> None:
    assert size(industry, X=1, Y="1", Z="1") is None


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (1000, "30000", "大型"),
        (999, "30000", None),
        (200, "30000", None),
        (199, "30000", None),
        (500, "29999", "中型"),
        (9, "50", "微型"),
        (None, "99", "微型"),
    ],
)
def test_an_industry_in_either_of_two_groups_has_the_size_both_agree_on(
    x: int | None, y: str, expected: str | None
) -> None:
    assert size("G59", X=x, Y=y) == expected


def test_only_last_years_figures_count() -> None:
    dossier = Dossier("甲", industry="M73", data=(Datum("employees", 2024, 500), Datum("employees", 2025, 99)))
    assert size_class(dossier, ON) == "小型"
    assert size_class(dossier, dt.date(2025, 12, 31)) == "大型"


def test_no_beginning_of_a_code_that_settles_the_group_begins_another() -> None:
    beginnings = list(SIZE_GROUP_OF)
    assert [(a, b) for a in beginnings for b in beginnings if a != b and b.startswith(a)] == []
