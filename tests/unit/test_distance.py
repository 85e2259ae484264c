"""What the next rung takes: facts to find out first, then the failures, the nearest first."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

import pytest

from tests.support.toy_rulebook import TOY
from tiertrack.app import climb
from tiertrack.errors import BadInput
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.facts.vocabulary import FACTS
from tiertrack.ladder.distance import closings, distance
from tiertrack.ladder.order import ladder_version, select_ladder
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.logic import expr
from tiertrack.logic.evaluate import compile_test
from tiertrack.logic.expr import AllOf, AnyOf, Test
from tiertrack.logic.finding import Value
from tiertrack.logic.kernel import Cutoff
from tiertrack.logic.truth import Truth
from tiertrack.render.ladder_text import climb_data, climb_text
from tiertrack.rulebooks.zh import (
    Ⅰ类知识产权,
    万元,
    上年度,
    从事细分市场,
    任一满足,
    全部满足,
    分,
    名,
    国内市场位次,
    年,
    有效称号,
    档,
    百分之,
    研发费用,
    类别,
    自主品牌,
    至少满足,
    营业收入,
    计分项,
    评分表,
    近两年复合增长率,
    非,
    项,
)
from tiertrack.rules.assessment import assess_each
from tiertrack.rules.binding import cutoff_day
from tiertrack.temporal import AsOf

ON = dt.date(2026, 6, 30)


def far(test: Test, **known: Value | None) -> Fraction | None:
    """The distance of a test, its values given by key (``revenue`` stands for last year's)."""
    program = compile_test(test)
    values = [
        cutoff_day(one, ON).toordinal() if isinstance(one, Cutoff) else known.get(one.key) for one in program.symbols
    ]
    return distance(program.explain(values, ON.year), ON)


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


收入 = 上年度(营业收入).不低于(万元(500))
占比 = 上年度(研发费用.占(营业收入)).不低于(百分之(4))
件数 = Ⅰ类知识产权.不低于(项(4))
品牌 = 自主品牌


# ------------------------------------------------------------------------------------------------------------ distance


@pytest.mark.parametrize(
    ("test", "known", "share"),
    [
        (收入, {"revenue": 400_000_000}, "1/5"),
        (收入, {"revenue": 500_000_000}, "0"),
        (占比, {"revenue": 100, "rd_expense": 3}, "1/4"),
        (件数, {"class1_ip": 1}, "3/4"),
        (国内市场位次.前(名(3)), {"domestic_rank": 6}, "1"),
        (从事细分市场.截至上年末满(年(2)), {"segment_since": day("2024-01-02")}, "1/730"),
        (上年度(营业收入).不高于(万元(500)), {"revenue": 600_000_000}, "1/5"),
    ],
)
def test_a_failure_is_as_far_as_the_share_of_its_limit_that_is_lacking(
    test: Test, known: dict[str, Value], share: str
) -> None:
    assert far(test, **known) == Fraction(share)


def test_growth_is_as_far_as_the_newest_year_would_have_to_change() -> None:
    test = 近两年复合增长率(营业收入).不低于(百分之(10))
    program = compile_test(test)
    by_year = {-1: 12_000, -3: 10_000}
    finding = program.explain([by_year[one.offset] for one in program.symbols], 2026)  # type: ignore[union-attr,index]
    assert distance(finding, ON) == Fraction(100, 12_000)


def test_of_a_conjunction_the_farthest_part_counts_and_of_an_alternative_the_nearest_branch() -> None:
    known = {"revenue": 400_000_000, "class1_ip": 1}
    assert far(全部满足(收入, 件数), **known) == Fraction(3, 4)
    assert far(任一满足(收入, 件数), **known) == Fraction(1, 5)


def test_what_is_no_matter_of_degree_has_no_distance() -> None:
    assert far(品牌, own_brand=False) is None
    assert far(非(品牌), own_brand=True) is None
    assert far(有效称号("srdi_sme"), **{"title:srdi_sme": False}) is None
    assert far(国内市场位次.前(名(3)), domestic_rank=0) is None
    assert far(全部满足(收入, 品牌), revenue=400_000_000, own_brand=False) is None
    assert far(任一满足(收入, 品牌), revenue=400_000_000, own_brand=False) == Fraction(1, 5)
    assert far(任一满足(品牌, 非(品牌)), own_brand=None) == 0


def test_at_least_two_of_three_takes_the_second_nearest() -> None:
    test = 至少满足(2, 收入, 件数, 品牌)
    assert far(test, revenue=400_000_000, class1_ip=1, own_brand=False) == Fraction(3, 4)
    assert far(test, revenue=400_000_000, class1_ip=1, own_brand=True) == Fraction(1, 5)
    assert far(至少满足(3, 收入, 件数, 品牌), revenue=400_000_000, class1_ip=1, own_brand=False) is None


def test_a_scorecard_is_as_far_as_its_total_or_its_farthest_section() -> None:
    card = 评分表(
        类别("甲（20分）", 计分项("一（20分）", 档(20, 收入), 其余=10), 不低于=分(20)),
        类别("乙（80分）", 计分项("二（80分）", 档(80, 件数), 其余=70)),
        不低于=分(90),
    )
    assert far(card, revenue=0, class1_ip=9) == Fraction(1, 2)
    assert far(card, revenue=500_000_000, class1_ip=0) == 0
    assert far(评分表(*card.sections[1:], 不低于=分(80)), class1_ip=0) == Fraction(1, 8)  # type: ignore[union-attr]


def test_what_holds_or_is_unknown_is_not_away_at_all() -> None:
    assert far(收入, revenue=None) == 0
    assert far(AllOf((收入, 件数)), revenue=None, class1_ip=None) == 0
    assert far(AnyOf((收入,)), revenue=600_000_000) == 0


def test_nothing_is_a_share_of_a_limit_of_zero() -> None:
    profit = expr.Threshold(FACTS["net_profit"].ref.at(-1), expr.Comparator.MORE_THAN, 万元(0), "超过")
    assert far(profit, net_profit=-5) is None
    assert far(profit, net_profit=5) == 0


# ------------------------------------------------------------------------------------------------------------- ladder


def firm(**members: object) -> Dossier:
    told = {"name": "虚构企业", "uscc": "91500113MA0000015Q", "region": "500113", "industry": "C3484", **members}
    return dossier_from_json(json.dumps(told, ensure_ascii=False))


GIANT = {"titles": [{"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}]}


def test_missing_facts_come_first_and_failures_from_near_to_far() -> None:
    facts = {
        "revenue": {"2025": "400万元", "2024": "400万元"},
        "rd_expense": {"2025": "4万元"},
        "class1_ip": 3,
        "controlled_by_little_giant": True,
    }
    (closing,) = closings(assess_each(TOY, Tier.LITTLE_GIANT, Act.RECOGNITION, firm(facts=facts, **GIANT), AsOf(ON)))
    assert [gap.judged.criterion.key for gap in closing.gaps] == ["T2", "T4", "T3", "T7"]
    assert [gap.distance for gap in closing.gaps] == [Fraction(1, 5), Fraction(1, 4), Fraction(3, 4), None]
    assert "revenue:2023" in [fact.key for fact in closing.missing]


def test_the_next_rung_is_told_with_what_costs_least_first() -> None:
    dossier = firm(facts={"revenue": {"2025": "400万元"}, "class1_ip": 3}, **GIANT)
    climbed = climb(dossier, AsOf(ON), rulebook=TOY)
    assert climbed.next is not None
    assert climbed.next.tier is Tier.LITTLE_GIANT
    text = climb_text(climbed).split("下一级 ")[1].splitlines()
    assert text[0] == "专精特新“小巨人”企业"
    assert text[1] == "    现有最高称号 专精特新中小企业 之上的第一级"
    assert text[2].startswith("    ? 请先提供下列 ")
    assert text[3:] == [
        "    ✗ 附件1二 营业收入：2025年营业收入差 100 万元（离门槛 20%）",
        "    ✗ 附件1四 知识产权：Ⅰ类知识产权差 1 项（离门槛 25%）",
    ]
    closing = climb_data(climbed)["closing"]
    assert [gap["criterion"] for gap in closing[0]["gaps"]] == ["T2", "T4"]
    assert [gap["distance"] for gap in closing[0]["gaps"]] == ["1/5", "1/4"]


def test_what_the_law_asks_of_titles_is_told_apart_from_the_order() -> None:
    rungs = {one.tier: one for one in climb(firm(**GIANT), AsOf(ON), rulebook=TOY).rungs}
    giant, innovative = rungs[Tier.LITTLE_GIANT], rungs[Tier.INNOVATIVE_SME]
    assert [(one.criterion.key, one.truth) for one in giant.prerequisites] == [("T1", Truth.TRUE)]
    assert [(one.criterion.key, one.truth) for one in giant.exclusions] == [("T6", Truth.TRUE)]
    assert not innovative.prerequisites


@pytest.mark.parametrize(
    ("revenue", "told"),
    [
        ("499万元", "差 1 万元（离门槛 0.2%）"),
        ("499.9999万元", "差 1 元（离门槛不到 0.1%）"),
        ("486.15万元", "差 13.85 万元（离门槛 2.8%）"),
        ("427.7万元", "差 72.3 万元（离门槛 14%）"),
    ],
)
def test_a_distance_is_told_by_few_digits_and_never_as_nothing(revenue: str, told: str) -> None:
    dossier = firm(facts={"revenue": {"2025": revenue}}, **GIANT)
    assert told in climb_text(climb(dossier, AsOf(ON), rulebook=TOY))


@pytest.mark.parametrize(
    ("members", "rung", "why"),
    [
        (
            {},
            Tier.INNOVATIVE_SME,
            "没有持有哪一级的记录，次序里的第一级（高价值科技成果认定的是成果，不是企业，名下没有成果，不算）",
        ),
        (GIANT, Tier.LITTLE_GIANT, "现有最高称号 专精特新中小企业 之上的第一级"),
        (
            {"titles": [{"title": "achievement", "from": "2025-01-01"}]},
            Tier.INNOVATIVE_SME,
            "现有最高称号 高价值科技成果 之上的第一级",
        ),
    ],
)
def test_the_next_rung_is_one_an_enterprise_can_be_judged_for_and_says_why(
    members: dict[str, object], rung: Tier, why: str
) -> None:
    climbed = climb(firm(**members), AsOf(ON))
    assert climbed.next is not None
    assert (climbed.next.tier, climb_data(climbed)["why_next"]) == (rung, why)
    assert f"下一级 {rung.label}\n    {why}\n" in climb_text(climbed)


# ------------------------------------------------------------------------------------------------------ dated orders


@pytest.mark.parametrize(
    ("region", "on", "key"),
    [
        ("500113", "2022-03-07", "banan-2022"),
        ("500113", "2024-07-11", "banan-2022"),
        ("500113", "2024-07-12", "banan-2024"),
        ("500112", "2024-02-04", "chongqing-2024"),
        ("500112", "2024-02-03", "banan-2024"),
        ("510100", "2026-06-30", "banan-2024"),
    ],
)
def test_the_order_in_force_is_the_most_local_of_the_day(region: str, on: str, key: str) -> None:
    assert select_ladder(dt.date.fromisoformat(on), Region(region)).key == key


def test_the_ladder_of_2022_has_four_rungs_and_ends_at_the_beijing_exchange() -> None:
    climbed = climb(firm(), AsOf(dt.date(2022, 9, 1)))
    assert [rung.label for rung in climbed.rungs] == [
        "创新型中小企业",
        "专精特新中小企业",
        "专精特新“小巨人”企业",
        "北交所上市企业",
    ]


def test_another_order_can_be_asked_for_by_its_key() -> None:
    city = climb(firm(), AsOf(ON), order="chongqing-2024")
    district = climb(firm(), AsOf(ON))
    assert [rung.tier for rung in city.rungs][1:3] == [Tier.HARD_TECH, Tier.INNOVATIVE_SME]
    assert [rung.tier for rung in district.rungs][1:3] == [Tier.INNOVATIVE_SME, Tier.HARD_TECH]
    with pytest.raises(BadInput, match=r"\[E506\].*是否想写 重庆市2024"):
        ladder_version("chongqing-2025")
