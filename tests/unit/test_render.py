"""An answer in words and as data: what was seen, why it holds or fails, how much is lacking and what is missing."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.broken_rulebooks.parts import 一版, 附件
from tests.support.judging import one_answer
from tiertrack.district.loading import load_rulebook
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.ladder.distance import closings, distance
from tiertrack.law.scope import Act
from tiertrack.law.titles import Adjacent
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_brief import assessment_message, assessment_screen
from tiertrack.render.assessment_data import assessment_data, edition_data
from tiertrack.render.assessment_text import assessment_text, criterion_text
from tiertrack.render.policy.edition_text import edition_text
from tiertrack.render.verdict_words import truth_word
from tiertrack.rulebooks import national_rulebook
from tiertrack.rulebooks.zh import (
    Ⅰ类知识产权,
    上年度,
    主营业务收入,
    从事细分市场,
    任一满足,
    分,
    名,
    国内市场位次,
    年,
    条件,
    档,
    特色化得分,
    百分之,
    直接计分,
    研发费用,
    类别,
    经认定,
    自主品牌,
    营业收入,
    计分项,
    评分表,
    负债总额,
    资产总额,
    近两年复合增长率,
    近两年每年,
    项,
)
from tiertrack.rules.assessment import Alternatives, Assessment, assess
from tiertrack.temporal import AsOf

ON = dt.date(2026, 6, 30)
NAME = "虚构甲公司"
REPORT, FILING = "2025 年度审计报告", "平台填报"

EDITION = 一版(
    条件(
        "年限",
        "从事细分市场年限",
        依据=附件.款("（一）"),
        要点="截至上年末从事特定细分市场满3年",
        认定=从事细分市场.截至上年末满(年(3)),
    ),
    条件(
        "研发",
        "研发费用",
        依据=附件.款("（二）"),
        要点="近两年每年研发费用占营业收入不低于3%",
        认定=近两年每年(研发费用.占(营业收入).不低于(百分之(3))),
    ),
    条件(
        "负债",
        "资产负债率",
        依据=附件.款("（三）"),
        要点="上年末资产负债率不高于70%",
        认定=上年度(负债总额.占(资产总额)).不高于(百分之(70)),
    ),
    条件(
        "市场",
        "市场地位",
        依据=附件.款("（四）"),
        要点="Ⅰ类知识产权不低于2项，或国内前3名",
        认定=任一满足(Ⅰ类知识产权.不低于(项(2)), 国内市场位次.前(名(3))),
    ),
    条件(
        "链",
        "产业链作用",
        依据=附件.款("（五）"),
        要点="位于产业链关键环节",
        认定=经认定("key_chain_link"),
    ),
)
CARD = 一版(
    条件(
        "评价",
        "评价",
        依据=附件.款("（一）"),
        要点="评价得分不低于20分，其中创新不低于10分",
        认定=评分表(
            类别(
                "创新（20分）",
                计分项(
                    "知识产权（20分）",
                    档(20, Ⅰ类知识产权.不低于(项(4))),
                    档(10, Ⅰ类知识产权.不低于(项(1))),
                ),
                不低于=分(10),
            ),
            类别(
                "其他（20分）",
                计分项("自主品牌（5分）", 档(5, 自主品牌)),
                直接计分("特色化（15分）", 特色化得分, 分(15)),
            ),
            不低于=分(20),
            名称="评价得分",
        ),
    )
)

MET: dict[str, Any] = {
    "facts": {
        "segment_since": "2023-01-01",
        "rd_expense": {"2025": {"value": "156万元", "source": REPORT}, "2024": "150万元"},
        "revenue": {"2025": {"value": "5200万元", "source": REPORT}, "2024": "5000万元"},
        "total_liabilities": {"2025": "7000万元"},
        "total_assets": {"2025": "1亿元"},
        "class1_ip": 4,
    },
    "judgements": {"key_chain_link": {"value": True, "by": "某市经济和信息化委员会", "on": "2026-05-10"}},
}


def dossier(**members: Any) -> Dossier:
    return dossier_from_json(json.dumps({"name": NAME, **members}, ensure_ascii=False))


def changed(judgements: Any = MET["judgements"], **facts: Any) -> Dossier:
    return dossier(facts={**MET["facts"], **facts}, judgements=judgements)


def answer(one: Dossier, edition: Any = EDITION, known_at: dt.datetime | None = None) -> Assessment:
    return assess(edition, one, AsOf(ON, known_at))


def lines(one: Dossier, key: str, edition: Any = EDITION) -> list[str]:
    """What is told of one criterion below its words and its citation."""
    return [line.strip() for line in criterion_text(answer(one, edition), key).splitlines()[2:]]


# ------------------------------------------------------------------------------------------------------- whole answers


def test_a_clear_yes() -> None:
    assert (
        assessment_text(answer(dossier(**MET)))
        == """\
符合 · 专精特新中小企业 · 认定 · 2026-06-30
企业 虚构甲公司　规模 待补充（按 2025 年指标）
依据 测试〔2024〕1号 附件1（2024-01-01 起）

✓ 从事细分市场年限：截至上年末从事特定细分市场满3年
    依据 测试〔2024〕1号 附件1（一）
    ✓ 从事细分市场自 2023-01-01 起，截至上年末满 3 年
✓ 研发费用：近两年每年研发费用占营业收入不低于3%
    依据 测试〔2024〕1号 附件1（二）
    ✓ 近两年每年
        ✓ 2025年研发费用占营业收入 3%（156 万元 / 5200 万元），不低于 3%　〔2025 年度审计报告〕
        ✓ 2024年研发费用占营业收入 3%（150 万元 / 5000 万元），不低于 3%
✓ 资产负债率：上年末资产负债率不高于70%
    依据 测试〔2024〕1号 附件1（三）
    ✓ 2025年负债总额占资产总额 70%（7000 万元 / 1 亿元），不高于 70%
✓ 市场地位：Ⅰ类知识产权不低于2项，或国内前3名
    依据 测试〔2024〕1号 附件1（四）
    ✓ 任一满足
        ✓ Ⅰ类知识产权 4 项，不低于 2 项
✓ 产业链作用：位于产业链关键环节
    依据 测试〔2024〕1号 附件1（五）
    ✓ 位于产业链关键环节：经认定符合（某市经济和信息化委员会，2026-05-10）
另有 1 项未知，已不影响结论：主导产品国内市场位次。"""
    )


def test_a_near_miss_shows_the_failures_first_with_what_is_lacking() -> None:
    near = changed(
        rd_expense={"2025": {"value": "124.8万元", "source": REPORT}, "2024": "150万元"},
        segment_since="2023-01-02",
        total_liabilities={"2025": "7000.01万元"},
        class1_ip=1,
        domestic_rank=5,
    )
    assert (
        assessment_text(answer(near))
        == """\
不符合 · 专精特新中小企业 · 认定 · 2026-06-30
企业 虚构甲公司　规模 待补充（按 2025 年指标）
依据 测试〔2024〕1号 附件1（2024-01-01 起）

✗ 从事细分市场年限：截至上年末从事特定细分市场满3年
    依据 测试〔2024〕1号 附件1（一）
    ✗ 从事细分市场自 2023-01-02 起，截至上年末不满 3 年：最晚应自 2023-01-01 起，差 1 天
✗ 研发费用：近两年每年研发费用占营业收入不低于3%
    依据 测试〔2024〕1号 附件1（二）
    ✗ 近两年每年
        ✗ 2025年研发费用占营业收入 2.4%（124.8 万元 / 5200 万元），低于 3%，\
差 0.6 个百分点，研发费用还差 31.2 万元　〔2025 年度审计报告〕
        ✓ 2024年研发费用占营业收入 3%（150 万元 / 5000 万元），不低于 3%
✗ 资产负债率：上年末资产负债率不高于70%
    依据 测试〔2024〕1号 附件1（三）
    ✗ 2025年负债总额占资产总额略高于 70%（7000.01 万元 / 1 亿元）：负债总额须减少 100 元
✗ 市场地位：Ⅰ类知识产权不低于2项，或国内前3名
    依据 测试〔2024〕1号 附件1（四）
    ✗ 任一满足
        ✗ Ⅰ类知识产权 1 项，低于 2 项，差 1 项
        ✗ 主导产品国内市场位次第 5 名，不在前 3 名之内，差 2 名
✓ 产业链作用：位于产业链关键环节
    依据 测试〔2024〕1号 附件1（五）
    ✓ 位于产业链关键环节：经认定符合（某市经济和信息化委员会，2026-05-10）"""
    )


def test_a_dossier_with_holes_lists_what_is_missing_and_what_no_longer_matters() -> None:
    holes = changed(judgements=None, rd_expense={"2025": "156万元"}, segment_since=None)
    assert (
        assessment_text(answer(holes))
        == """\
待补充 · 专精特新中小企业 · 认定 · 2026-06-30
企业 虚构甲公司　规模 待补充（按 2025 年指标）
依据 测试〔2024〕1号 附件1（2024-01-01 起）

? 从事细分市场年限：截至上年末从事特定细分市场满3年
    依据 测试〔2024〕1号 附件1（一）
    ? 截至上年末从事细分市场满 3 年　　缺：从事特定细分市场起始日
? 研发费用：近两年每年研发费用占营业收入不低于3%
    依据 测试〔2024〕1号 附件1（二）
    ? 近两年每年
        ✓ 2025年研发费用占营业收入 3%（156 万元 / 5200 万元），不低于 3%　〔2025 年度审计报告〕
        ? 2024年研发费用占营业收入不低于 3%　　缺：2024年研发费用
✓ 资产负债率：上年末资产负债率不高于70%
    依据 测试〔2024〕1号 附件1（三）
    ✓ 2025年负债总额占资产总额 70%（7000 万元 / 1 亿元），不高于 70%
✓ 市场地位：Ⅰ类知识产权不低于2项，或国内前3名
    依据 测试〔2024〕1号 附件1（四）
    ✓ 任一满足
        ✓ Ⅰ类知识产权 4 项，不低于 2 项
? 产业链作用：位于产业链关键环节
    依据 测试〔2024〕1号 附件1（五）
    ? 位于产业链关键环节：没有主管部门的认定
尚缺 3 项：从事特定细分市场起始日、2024年研发费用、位于产业链关键环节。
另有 1 项未知，已不影响结论：主导产品国内市场位次。"""
    )


@pytest.mark.parametrize(("truth", "word"), [(Truth.TRUE, "符合"), (Truth.FALSE, "不符合"), (Truth.UNKNOWN, "待补充")])
def test_the_three_words(truth: Truth, word: str) -> None:
    assert truth_word(truth) == word


# ------------------------------------------------------------------------------------------------- what an answer says


def test_a_judgement_made_later_is_said_and_does_not_count() -> None:
    later = changed(judgements={"key_chain_link": {"value": True, "by": "某委", "on": "2026-07-01"}})
    assert answer(later).truth is Truth.UNKNOWN
    assert lines(later, "链") == [
        "? 位于产业链关键环节　　缺：位于产业链关键环节（认定作出于 2026-07-01，晚于判断日，不计）"
    ]


def test_a_judgement_that_fails_names_who_made_it_and_when() -> None:
    failed = changed(judgements={"key_chain_link": {"value": False, "by": "某委", "on": "2026-06-30"}})
    assert lines(failed, "链") == ["✗ 位于产业链关键环节：经认定不符合（某委，2026-06-30）"]


def test_sources_that_disagree_are_said_with_their_values() -> None:
    told = [{"value": "156万元", "source": REPORT}, {"value": "160万元", "source": FILING}]
    conflicting = changed(rd_expense={"2025": told, "2024": "150万元"})
    assert answer(conflicting).truth is Truth.UNKNOWN
    disagreement = f"两处来源不一致：{REPORT} 156 万元；{FILING} 160 万元"
    assert lines(conflicting, "研发")[1] == (
        f"? 2025年研发费用占营业收入不低于 3%　　缺：2025年研发费用（{disagreement}）"
    )
    # What is in dispute is not asked for as if nobody had said it.
    said = f"2025年研发费用：{disagreement}"
    for text in (assessment_screen(answer(conflicting)), assessment_text(answer(conflicting))):
        before, _said, _after = text.partition(said)
        assert _said == said
        assert "有 1 项来源不一致，当作还不知道；信哪一处，就把另一处的数改成一样的" in before
        assert not [line for line in text.splitlines() if "须提供" in line or "请先提供" in line or "尚缺" in line]
    assert "来源不一致、先要定信哪一处 1 项：研发费用（2025年）" in assessment_message(answer(conflicting))


def test_of_many_sources_the_first_are_told_and_how_many_there_are() -> None:
    told = [{"value": f"{150 + number}万元", "source": f"第{number}处"} for number in range(1, 41)]
    (line,) = (one for one in lines(changed(rd_expense={"2025": told, "2024": "150万元"}), "研发") if "来源" in one)
    assert line.endswith("第5处 155 万元；第6处 156 万元 等 40 个来源）")
    agreed = [one | {"value": "160万元"} for one in told]
    (line,) = (one for one in lines(changed(rd_expense={"2025": agreed, "2024": "150万元"}), "研发") if "第1处" in one)
    assert line.endswith("第5处；第6处 等 41 个来源〕")


def test_a_denominator_that_is_not_positive_is_said_and_only_the_authority_is_asked() -> None:
    none = changed(total_assets={"2025": "0元"})
    assert answer(none).truth is Truth.UNKNOWN
    assert [fact.key for fact in answer(none).missing] == ["criterion:负债"]
    assert "尚缺 1 项：主管部门对 资产负债率 的认定。" in assessment_text(answer(none))
    assert lines(none, "负债") == [
        "? 2025年负债总额占资产总额不高于 70%　　无从计算：2025年资产总额 0 元，不是正数",
        "? 缺：主管部门对该条的认定（资产总额为 0，占比无从计算）",
    ]


def test_the_instant_an_answer_is_given_as_of_is_said() -> None:
    june = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    data = (Datum("class1_ip", None, 4, None, june + dt.timedelta(days=1)),)
    before = assess(EDITION, Dossier(NAME, data=data), AsOf(ON, june))
    assert "按 2026-06-01T00:00:00+00:00 以前所知" in assessment_text(before)
    assert "Ⅰ类知识产权" in [seen.label for seen in before.missing]
    assert "Ⅰ类知识产权" not in [seen.label for seen in assess(EDITION, Dossier(NAME, data=data), AsOf(ON)).missing]


@pytest.mark.parametrize(
    ("liabilities", "shown"),
    [
        ("7000.000001万元", "略高于 70%"),
        ("7333.333333万元", "约 73.33%"),
        ("7125.5万元", "71.255%"),
        ("7000.00万元", "70%"),
    ],
)
def test_a_rate_is_never_shown_as_the_limit_it_missed(liabilities: str, shown: str) -> None:
    (line,) = lines(changed(total_liabilities={"2025": liabilities}), "负债")
    assert f"占资产总额{'' if shown.startswith('略') else ' '}{shown}（" in line


GROWTH = 一版(
    条件(
        "增长",
        "增长率",
        依据=附件.款("（一）"),
        要点="近两年主营业务收入复合增长率不低于5%",
        认定=近两年复合增长率(主营业务收入).不低于(百分之(5)),
    )
)


@pytest.mark.parametrize(
    ("newest", "truth", "shown"),
    [
        ("1102.5万元", Truth.TRUE, "5%"),
        ("1200万元", Truth.TRUE, "约 9.54%"),
        ("1102.499999万元", Truth.FALSE, "接近 5% 但未达"),
        ("1102.2万元", Truth.FALSE, "约 4.99%"),
    ],
)
def test_a_compound_rate_is_shown_to_as_many_decimals_as_tell_it_from_its_limit(
    newest: str, truth: Truth, shown: str
) -> None:
    grown = dossier(facts={"main_revenue": {"2025": newest, "2024": "1万元", "2023": "1000万元"}})
    assert answer(grown, GROWTH).truth is truth
    assert f"复合增长率{'' if shown.startswith('接近') else ' '}{shown}（" in lines(grown, "增长", GROWTH)[0]


def test_a_compound_rate_that_fails_says_what_revenue_would_do() -> None:
    grown = dossier(facts={"main_revenue": {"2025": "1100万元", "2024": "1万元", "2023": "1000万元"}})
    assert lines(grown, "增长", GROWTH)[0].endswith("，低于 5%：2025年主营业务收入还差 2.5 万元")
    (criterion,) = assessment_data(answer(grown, GROWTH))["criteria"]
    assert criterion["shortfall"] == "近两年复合增长率未达 5%：2025年主营业务收入还差 2.5 万元"


# --------------------------------------------------------------------------------------------------------- scorecards


def test_a_scorecard_is_told_line_by_line_with_its_range() -> None:
    assert lines(dossier(facts={"class1_ip": 2, "regional_points": "7.5"}), "评价", CARD) == [
        "? 评价得分 17.5 至 22.5 分，须 20 分",
        "创新（20分） 10 分，须 10 分",
        "知识产权（20分） 10 分：Ⅰ类知识产权 2 项",
        "其他（20分） 7.5 至 12.5 分",
        "自主品牌（5分） 0 至 5 分　　缺：自主品牌",
        "特色化（15分） 7.5 分：省级自定“特色化”得分 7.5 分",
    ]


def test_a_scorecard_that_fails_by_a_section_says_which_section_lacks_how_much() -> None:
    failed = dossier(facts={"class1_ip": 0, "regional_points": "15", "own_brand": True})
    data = assessment_data(answer(failed, CARD))
    assert (data["truth"], data["score"]) == ("false", {"low": 20, "high": 20, "pass": 20})
    assert "创新" in data["criteria"][0]["shortfall"]
    assert "差 10 分" in data["criteria"][0]["shortfall"]


def test_a_scorecard_that_fails_lacks_points() -> None:
    failed = dossier(facts={"class1_ip": 2, "regional_points": "4.43", "own_brand": True})
    data = assessment_data(answer(failed, CARD))
    assert (data["truth"], data["score"]) == ("false", {"low": 19.43, "high": 19.43, "pass": 20})
    assert "0.57 分" in data["criteria"][0]["shortfall"]


@given(st.integers(0, 1500))
def test_points_in_json_are_numbers_without_artefacts(hundredths: int) -> None:
    one = Dossier(NAME, data=(Datum("class1_ip", None, 4), Datum("regional_points", None, hundredths)))
    score = assessment_data(answer(one, CARD))["score"]
    written = json.loads(json.dumps(score), parse_float=Fraction, parse_int=Fraction)
    assert written == {
        "low": 20 + Fraction(hundredths, 100),
        "high": 25 + Fraction(hundredths, 100),
        "pass": Fraction(20),
    }


# ---------------------------------------------------------------------------------------------------------------- data

PUBLIC = {"truth", "tier", "act", "on", "edition", "criteria", "missing"}
PUBLIC_OF_A_CRITERION = {"key", "truth", "text", "citation", "observed", "shortfall", "missing"}


def test_an_assessment_as_data_has_the_members_of_the_public_contract() -> None:
    data = assessment_data(answer(dossier(**MET)))
    assert set(data) >= PUBLIC
    assert "score" not in data
    assert (data["truth"], data["tier"], data["act"], data["on"]) == ("true", "srdi_sme", "recognition", "2026-06-30")
    assert data["edition"] == {
        "key": "srdi_sme/recognition/2024",
        "digest": EDITION.digest,
        "citation": "测试〔2024〕1号 附件1",
    }
    assert all(set(one) >= PUBLIC_OF_A_CRITERION for one in data["criteria"])
    assert [one["key"] for one in data["criteria"]] == ["年限", "研发", "负债", "市场", "链"]
    assert (data["missing"], data["moot"]) == ([], ["domestic_rank"])
    assert json.loads(json.dumps(data)) == data


def test_what_is_missing_is_named_by_key_and_year() -> None:
    data = assessment_data(answer(changed(judgements=None, rd_expense=None, segment_since=None)))
    assert data["truth"] == "unknown"
    assert data["missing"] == ["segment_since", "rd_expense:2025", "rd_expense:2024", "key_chain_link"]
    assert [one["missing"] for one in data["criteria"]] == [
        ["segment_since"],
        ["rd_expense:2025", "rd_expense:2024"],
        [],
        [],
        ["key_chain_link"],
    ]


def test_what_was_observed_and_lacking_is_in_the_criterion() -> None:
    near = changed(rd_expense={"2025": {"value": "124.8万元", "source": REPORT}, "2024": "150万元"})
    research = assessment_data(answer(near))["criteria"][1]
    assert research["truth"] == "false"
    assert research["observed"][0] == {
        "fact": "rd_expense:2025",
        "name": "2025年研发费用",
        "value": "124.8 万元",
        "source": [REPORT],
    }
    assert research["observed"][-1]["source"] is None
    assert "差 0.6 个百分点，研发费用还差 31.2 万元" in research["shortfall"]
    assert [one["shortfall"] for one in assessment_data(answer(dossier(**MET)))["criteria"]] == [None] * 5


def test_an_answer_names_the_dossier_and_the_instant_it_was_given_by() -> None:
    june = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    one = answer(dossier(**MET), known_at=june)
    data = assessment_data(one)
    assert data["known_at"] == "2026-06-01T00:00:00+00:00"
    assert data["dossier_digest"] == one.dossier_digest != answer(changed(class1_ip=5)).dossier_digest
    assert answer(dossier(**MET)).dossier_digest == answer(dossier(**MET)).dossier_digest


def test_an_edition_as_data() -> None:
    edition = national_rulebook().edition("srdi_sme/recognition/2022")
    data = edition_data(edition)
    assert (data["from"], data["through"], data["region"]) == ("2022-08-01", "2026-03-31", None)
    assert data["digest"] == edition.digest
    assert data["criteria"][-1]["citation"].startswith("工信部企业〔2022〕63号 附件2（四）〔转述")
    assert json.loads(json.dumps(data)) == data


def test_an_edition_as_a_policy_page() -> None:
    text = edition_text(CARD).splitlines()
    assert text[0] == "专精特新中小企业/认定/2024 · 国家认定标准"
    assert text[2] == "适用 2024-01-01 起　地区 全国"
    assert text[4].startswith("文件 测试〔2024〕1号《")
    assert text[6:] == [
        "附件1（一）评价：评价得分不低于20分，其中创新不低于10分",
        "    依据 测试〔2024〕1号 附件1（一）",
        "    评价得分不低于 20 分：",
        "        创新（20分），不低于 10 分",
        "            知识产权（20分）：Ⅰ类知识产权不低于 4 项 得 20 分；Ⅰ类知识产权不低于 1 项 得 10 分；其余得 0 分",
        "        其他（20分）",
        "            自主品牌（5分）：自主品牌 得 5 分；其余得 0 分",
        "            特色化（15分）：照所报得分",
    ]


@pytest.mark.parametrize("edition", national_rulebook().editions, ids=lambda one: one.key)
def test_every_edition_can_be_told_with_and_without_facts(edition: Any) -> None:
    on = edition.period.start
    for one in (Dossier(NAME), Dossier(NAME, attestations=(Attestation("key_chain_link", True, "甲", on),))):
        assessment = assess(edition, one, AsOf(on))
        text = assessment_text(assessment)
        assert text.startswith("待补充")
        assert all(criterion.gist in text for criterion in edition.criteria)
        assert "None" not in text
        assert "Fraction" not in text
        assert assessment_data(assessment)["missing"]
    assert all(criterion.gist in edition_text(edition) for criterion in edition.criteria)


def _gazelle(**facts: Any) -> Assessment:
    content = {"name": NAME, "region": "500113", "facts": {"class1_ip": 2, **facts}}
    found = dossier_from_json(json.dumps(content))
    on = dt.date(2024, 6, 30)
    (edition,) = load_rulebook().alternatives(Adjacent.GAZELLE_CQ, Act.RECOGNITION, found, on, found.where)
    return assess(edition, found, AsOf(on))


def test_criteria_that_cannot_all_be_met_are_not_met_whatever_is_missing_and_that_is_said() -> None:
    """Revenue that grew to 13.225 million at least, of which nothing was spent on research."""
    one = _gazelle(rd_expense={"2023": "0元", "2022": "90万元", "2021": "90万元"})
    text, data = assessment_text(one), assessment_data(one)
    assert (data["truth"], data["missing"]) == ("false", [])
    assert [criterion["truth"] for criterion in data["criteria"]] == ["unknown", "unknown", "unknown", "true"]
    assert "\n\n✗ 下列各项不能同时达到，不论所缺的数是多少\n? 营业收入复合增长率：" in text
    assert "尚缺" not in text
    assert [judged.criterion.key for judged in one.failed] == ["gz.1", "gz.2", "gz.3"]
    assert one_answer(one.edition, one.given, one.asof.on) is Truth.FALSE
    (closing,) = closings(Alternatives((one,)))
    assert (closing.gaps, closing.cost[0]) == ((), 1)


def test_cases_whose_own_conditions_cannot_all_be_met_fail_the_criterion() -> None:
    one = _gazelle(revenue={"2023": "1600万元", "2022": "1500万元"})
    assert [judged.criterion.key for judged in one.failed] == ["gz.1"]
    said = "        ✗ 下列各项不能同时达到，不论所缺的数是多少\n            ? 2021年营业收入不低于"
    assert said in assessment_text(one)
    assert distance(one.criteria[0].finding, one.asof.on) is None
    assert _gazelle(revenue={"2023": "1690万元", "2022": "1500万元"}).truth is Truth.UNKNOWN
