"""An answer in short: one screen for whoever asks at a desk, eight plain lines for a phone, and the words of each kind
of test."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

import tiertrack
from tests.support.commands import Run
from tiertrack import assess
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.facts.vocabulary import FACTS
from tiertrack.ladder.climb import climb
from tiertrack.ladder.distance import Closing, distance, gaps
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Adjacent
from tiertrack.logic import expr
from tiertrack.logic.evaluate import compile_test
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.kernel import Cutoff, Slot, Symbol
from tiertrack.logic.quantity import Kind
from tiertrack.render.answers import to_dict, to_text
from tiertrack.render.assessment_brief import lacking_text, unmet_line
from tiertrack.render.finding_text import FindingLines
from tiertrack.render.lengths import Length
from tiertrack.render.screening_text import near_text
from tiertrack.render.shortfalls import Precision, shortfalls_text
from tiertrack.render.spoken import lasting, saying
from tiertrack.rulebooks import national_rulebook
from tiertrack.rulebooks.zh import (
    万元,
    上年度,
    主营业务收入,
    从事细分市场,
    列入经营异常名录,
    名,
    国内市场位次,
    国家级科技奖励,
    年,
    成果评价,
    有效称号,
    百分之,
    研发机构,
    研发费用,
    经认定,
    自主品牌,
    营业收入,
    负债总额,
    资产总额,
    近两年合计,
    近两年复合增长率,
    非,
)
from tiertrack.rules.assessment import Alternatives, assess_each
from tiertrack.rules.binding import cutoff_day
from tiertrack.rules.edition import Edition
from tiertrack.screening.results import NearMiss, NearMisses
from tiertrack.temporal import AsOf

ON = dt.date(2026, 6, 30)
RULEBOOK = national_rulebook()
NAME = "虚构甲公司"

# ------------------------------------------------------------------------------------- the words of each kind of test


def found(test: expr.Test, known: dict[str, Value]) -> Finding:
    """The finding of a test; a year's value is given as ``revenue:2025``."""
    program = compile_test(test)

    def value(symbol: Symbol) -> Value | None:
        if isinstance(symbol, Cutoff):
            return cutoff_day(symbol, ON).toordinal()
        assert isinstance(symbol, Slot)
        return known.get(symbol.key if symbol.offset is None else f"{symbol.key}:{ON.year + symbol.offset}")

    return program.explain([value(symbol) for symbol in program.symbols], ON.year)


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


万 = 10_000_00
占比 = 上年度(主营业务收入.占(营业收入)).不低于(百分之(90))
资产负债率 = 上年度(负债总额.占(资产总额)).不高于(百分之(70))
增长 = 近两年复合增长率(营业收入).不低于(百分之(5))
收入 = 上年度(营业收入).不低于(万元(100))
满三年 = 从事细分市场.截至上年末满(年(3))
前三名 = 国家级科技奖励.前(名(3))


@pytest.mark.parametrize(
    ("test", "known", "line"),
    [
        # What is lacking in an amount.
        (收入, {"revenue:2025": 97_2300_00}, "✗ 2025年营业收入 97.23 万元，低于 100 万元，差 2.77 万元"),
        (收入, {}, "? 2025年营业收入不低于 100 万元：没有资料"),
        (
            上年度(营业收入).超过(万元(100)),
            {"revenue:2025": 100 * 万},
            "✗ 2025年营业收入 100 万元，未超过 100 万元，还差 0.01 元",
        ),
        (
            近两年合计(研发费用).不低于(万元(1200)),
            {"rd_expense:2025": 120 * 万, "rd_expense:2024": 180 * 万},
            "✗ 2024至2025年研发费用合计 300 万元（2025年研发费用 120 万元、2024年研发费用 180 万元），"
            "低于 1200 万元，差 900 万元",
        ),
        # A share: told by the amount where its decimals would be of no use.
        (
            占比,
            {"main_revenue:2025": 4000 * 万, "revenue:2025": 5000 * 万},
            "✗ 2025年主营业务收入占营业收入 80%（4000 万元 / 5000 万元），低于 90%，"
            "差 10 个百分点，主营业务收入还差 500 万元",
        ),
        (
            占比,
            {"main_revenue:2025": 4500 * 万 - 30_00, "revenue:2025": 5000 * 万},
            "✗ 2025年主营业务收入占营业收入接近 90% 但未达（4499.997 万元 / 5000 万元）：主营业务收入还差 30 元",
        ),
        (
            资产负债率,
            {"total_liabilities:2025": 7000 * 万 + 1, "total_assets:2025": 10000 * 万},
            "✗ 2025年负债总额占资产总额略高于 70%（7000.000001 万元 / 1 亿元）：负债总额须减少 0.01 元",
        ),
        (
            占比,
            {"main_revenue:2025": 3_012_345_678_90, "revenue:2025": 7_630_172_704_46},
            "✗ 2025年主营业务收入占营业收入 约 39.48%（约 30.1235 亿元 / 约 76.3017 亿元），低于 90%，"
            "差约 50.52 个百分点，主营业务收入还差约 38.549 亿元",
        ),
        (收入, {"revenue:2025": 7_630_172_704_46}, "✓ 2025年营业收入 约 76.3017 亿元，不低于 100 万元"),
        (收入, {"revenue:2025": 1_000_000_01}, "✓ 2025年营业收入 100.000001 万元，不低于 100 万元"),
        (占比, {"revenue:2025": 1}, "? 2025年主营业务收入占营业收入不低于 90%　　缺：2025年主营业务收入"),
        # A rate over years.
        (
            增长,
            {"revenue:2025": 54_800_000_00, "revenue:2023": 85_400_123_45},
            "✗ 2023至2025年营业收入复合增长率 约 -19.89%（2025年营业收入 5480 万元、2023年营业收入 8540.012345 万元），"
            "低于 5%：2025年营业收入还差约 3935.4 万元",
        ),
        # A while.
        (满三年, {"segment_since": day("2019-03-12")}, "✓ 从事细分市场自 2019-03-12 起，截至上年末满 3 年"),
        (
            满三年,
            {"segment_since": day("2024-08-01")},
            "✗ 从事细分市场自 2024-08-01 起，截至上年末不满 3 年：最晚应自 2023-01-01 起，差 578 天",
        ),
        (
            成果评价.距今不超过(年(3)),
            {"evaluated_on": day("2023-06-29")},
            "✗ 成果评价自 2023-06-29 起，至判断日超过 3 年：最早应自 2023-06-30 起，早了 1 天",
        ),
        # Yes and no.
        (非(列入经营异常名录), {"abnormal_list": False}, "✓ 未列入经营异常名录"),
        (非(列入经营异常名录), {"abnormal_list": True}, "✗ 列入经营异常名录"),
        (非(列入经营异常名录), {}, "? 是否列入经营异常名录：没有资料"),
        (自主品牌, {"own_brand": False}, "✗ 没有自主品牌"),
        (有效称号("innovative_sme"), {}, "? 是否持有有效的创新型中小企业称号：没有资料"),
        (有效称号("innovative_sme"), {"title:innovative_sme": True}, "✓ 持有有效的创新型中小企业称号"),
        (非(有效称号("champion")), {"title:champion": False}, "✓ 没有有效的制造业单项冠军企业称号"),
        (经认定("key_chain_link"), {}, "? 位于产业链关键环节：没有主管部门的认定"),
        # Ranks and choices.
        (国家级科技奖励.有(), {"national_award_rank": 2}, "✓ 近三年获国家级科技奖励，第 2 名"),
        (国家级科技奖励.有(), {"national_award_rank": 0}, "✗ 近三年没有获国家级科技奖励"),
        (国家级科技奖励.有(), {}, "? 近三年是否获国家级科技奖励：没有资料"),
        (前三名, {"national_award_rank": 5}, "✗ 近三年获国家级科技奖励，第 5 名，不在前 3 名之内，差 2 名"),
        (前三名, {}, "? 近三年获国家级科技奖励，位次在前 3 名之内：没有资料"),
        (国内市场位次.前(名(3)), {"domestic_rank": 2}, "✓ 主导产品国内市场位次第 2 名，在前 3 名之内"),
        (研发机构.属于("省级", "国家级"), {"rd_institution": "own"}, "✗ 研发机构最高级别：自建，不属于 省级、国家级"),
        (
            研发机构.属于("省级", "国家级"),
            {"rd_institution": "national"},
            "✓ 研发机构最高级别：国家级，属于 省级、国家级",
        ),
    ],
)
def test_the_situation_comes_first_and_then_what_is_asked(test: expr.Test, known: dict[str, Value], line: str) -> None:
    assert list(FindingLines(Dossier(NAME), ON).lines(found(test, known))) == [line]


@pytest.mark.parametrize(
    ("test", "known", "readable", "exact"),
    [
        (
            满三年,
            {"segment_since": day("2024-08-01")},
            "从事细分市场不满 3 年：最晚应自 2023-01-01 起，差 578 天",
            None,
        ),
        (
            增长,
            {"revenue:2025": 54_800_000_00, "revenue:2023": 85_400_123_45},
            "近两年复合增长率未达 5%：2025年营业收入还差约 3935.4 万元",
            "近两年复合增长率未达 5%：2025年营业收入还差 3935.363611 万元",
        ),
        (
            占比,
            {"main_revenue:2025": 4500 * 万 - 30_00, "revenue:2025": 5000 * 万},
            "2025年主营业务收入占营业收入接近 90% 但未达：主营业务收入还差 30 元",
            None,
        ),
        (收入, {"revenue:2025": 97_2300_00}, "2025年营业收入差 2.77 万元", None),
        (收入, {"revenue:2025": 97_2345_67}, "2025年营业收入差约 2.7655 万元", "2025年营业收入差 2.765433 万元"),
        (收入, {"revenue:2025": 99_9987_65}, "2025年营业收入差 12.35 元", None),
    ],
)
def test_amounts_are_rounded_to_be_read_and_exact_in_data(
    test: expr.Test, known: dict[str, Value], readable: str, exact: str | None
) -> None:
    one = found(test, known)
    assert shortfalls_text(one, ON, Precision.READABLE) == readable
    assert shortfalls_text(one, ON, Precision.EXACT) == (exact or readable)


def test_of_alternatives_any_is_enough_and_how_far_it_is_stands_beside_the_nearest() -> None:
    (one,) = asked(Tier.CHAMPION, facts={"segment_since": "2021-06-01"}).assessments
    (judged,) = one.failed
    assert "差 151 天，另须申请产品属新产品（离门槛 8.3%）；或 从事细分市场自 2021-06-01 起" in unmet_line(judged, one)
    assert unmet_line(judged, one).count("离门槛") == 1
    nearest = (
        "不满 5 年：最晚应自 2021-01-01 起，差 151 天，另须申请产品属新产品（离门槛 8.3%）；或 从事细分市场不满 10 年"
    )
    assert nearest in lacking_text(judged, one, distance(judged.finding, ON))
    near = NearMiss(Closing(one, (), gaps(one)), 0)
    assert nearest in near_text(NearMisses((one.edition,), ON, (near,)))


def test_of_titles_of_which_any_is_enough_it_is_said_that_there_is_none() -> None:
    (one,) = asked(Tier.SRDI_SME, titles=[]).assessments
    (line,) = (unmet_line(judged, one) for judged in one.failed)
    assert "没有有效的创新型中小企业称号；没有有效的科技型中小企业称号　" in line


def test_every_yes_or_no_fact_can_be_said_and_asked() -> None:
    for fact in FACTS.values():
        if fact.kind is Kind.FLAG:
            said = saying(fact.ref)
            assert said is not None, fact.key
            assert fact.label in said.held
            assert said.failed != said.held
            assert "是否" in said.asked


def test_whatever_lasts_since_a_day_of_some_standard_has_a_name() -> None:
    terms = {node.ref for one in RULEBOOK.editions for node in expr.walk(one.criteria) if isinstance(node, expr.Tenure)}
    assert {lasting(ref) for ref in terms} == {
        *("从事细分市场", "成立", "新三板连续挂牌", "成果评价", "持续经营"),
        *("企业技术中心运行", "国家知识产权优势企业培育"),
    }


# ------------------------------------------------------------------------------------------- one screen, eight lines


def firm(**members: Any) -> Dossier:
    told = {"name": NAME, "uscc": "91500113MA0000015Q", "region": "500113", "industry": "C3484", **members}
    return dossier_from_json(json.dumps(told, ensure_ascii=False))


FACTS_TOLD = {
    "revenue": {"2025": "5200万元", "2024": "5000万元", "2023": "4535.14万元"},
    "rd_expense": {"2025": "120万元", "2024": "180万元"},
    "segment_since": "2019-03-12",
    "class1_ip": 4,
    "market_share": "12%",
}
HELD = [{"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}]
SOME = {"facts": FACTS_TOLD, "titles": HELD}


def asked(tier: Tier, act: Act = Act.RECOGNITION, on: dt.date = ON, **members: Any) -> Alternatives:
    return assess_each(RULEBOOK, tier, act, firm(**members), AsOf(on))


def test_a_screen_tells_the_verdict_what_is_lacking_what_to_hand_in_and_by_when() -> None:
    lines = to_text(asked(Tier.LITTLE_GIANT, on=dt.date(2026, 5, 20), **SOME), brief="screen").splitlines()
    assert lines[0] == "暂不能申报：按工信部企业〔2026〕2号附件2，虚构甲公司不符合专精特新“小巨人”企业认定条件"
    assert lines[1].startswith("判断日 2026-05-20　规模 ")
    assert re.fullmatch(r"已达到 \d+ 条，待补资料 \d+ 条，未达到 1 条：", lines[2])
    assert lines[3].startswith("  ✗ 研发费用：2024至2025年研发费用合计 300 万元（")
    assert lines[3].endswith("研发费用还差 36 万元（离门槛 75%）　附件2（三）")
    assert "  是否列入经营异常名录；" in lines[5]
    assert lines[-1] == "时间　称号窗口".replace(
        "称号窗口", "申报窗口至 2026-05-25，还有 5 天（工信厅企业函〔2026〕117号）"
    )


_HELD: dict[str, Any] = {
    "titles": [
        {"title": title, "from": "2021-03-01", "through": "2027-02-28"} for title in ("srdi_sme", "little_giant")
    ]
}


@pytest.mark.parametrize(
    ("tier", "act", "on", "members", "begins", "when"),
    [
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2026-04-01", SOME, "暂不能申报：", "申报窗口 2026-04-25 至 2026-05-25"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2026-05-25", SOME, "暂不能申报：", "今天截止"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2026-06-30", SOME, "暂不能申报：", "2026 年申报窗口已于 2026-05-25 截止"),
        (
            Tier.SRDI_SME,
            Act.RECOGNITION,
            "2026-06-30",
            SOME,
            "已持有称号，但达不到认定条件：",
            "称号有效至 2027-06-30；申报窗口没有收录",
        ),
        (Tier.SRDI_SME, Act.REVIEW, "2026-06-30", SOME, "暂不能通过复核：", "称号有效至 2027-06-30；复核窗口没有收录"),
        (
            Tier.INNOVATIVE_SME,
            Act.RECOGNITION,
            "2026-06-30",
            {},
            "资料不全，还不能判断：",
            "申报窗口没有收录 2026 年的通知",
        ),
        (
            Tier.LITTLE_GIANT,
            Act.RECOGNITION,
            "2020-12-01",
            {},
            "资料不全",
            "申报窗口没有收录 2020 年的通知，以当地通知为准；下一申报窗口 2021-04-28 至 2021-05-06",
        ),
        (
            Tier.LITTLE_GIANT,
            Act.REVIEW,
            "2024-05-01",
            {"titles": [{"title": "小巨人", "from": "2021-07-01", "through": "2024-06-30"}]},
            "资料不全",
            "复核窗口没有收录 2024 年的通知，以当地通知为准；下一复核窗口 2025-05-14 至 2025-06-05",
        ),
        # A title that ends in a later year is reviewed by that year's notice.
        *(
            (
                Tier.LITTLE_GIANT,
                Act.REVIEW,
                on,
                {"titles": [{"title": "小巨人", "from": "2023-07-01", "through": "2026-06-30"}]},
                "资料不全",
                f"称号有效至 2026-06-30；复核窗口{window}",
            )
            for on, window in (("2025-07-01", " 2026-04-25 至 2026-05-25"), ("2026-05-10", "至 2026-05-25，还有 15 天"))
        ),
        (
            Tier.SRDI_SME,
            Act.REVIEW,
            "2026-04-10",
            {"region": "140105", "titles": [{"title": "专精特新", "from": "2024-03-30", "through": "2027-03-29"}]},
            "资料不全",
            "称号有效至 2027-03-29；复核窗口没有收录 2027 年的通知，以当地通知为准",
        ),
        (
            Tier.LITTLE_GIANT,
            Act.RECOGNITION,
            "2025-08-01",
            {},
            "资料不全",
            "2025 年申报窗口已于 2025-06-05 截止（错过须等次年；工信厅企业函〔2025〕190号）；下一申报窗口 2026-04-25",
        ),
        # A district takes its last applications of a year in the next.
        (Tier.INNOVATIVE_SME, Act.RECOGNITION, "2025-01-05", {}, "资料不全", "申报窗口至 2025-01-10，还有 5 天"),
        # What a place does by a notice of its own.
        (
            Tier.SRDI_SME,
            Act.REVIEW,
            "2026-05-10",
            {"region": "120101", **_HELD},
            "资料不全",
            "；自 2026-01-28 起可提交复核（津工信中小企服〔2026〕5号）",
        ),
        (Tier.SRDI_SME, Act.RECOGNITION, "2026-05-10", {"region": "110105"}, "资料不全", "；北京市每季度一批（北京市"),
        (
            Adjacent.HIGH_TECH_ENTERPRISE,
            Act.RECOGNITION,
            "2025-05-10",
            {"region": "440103"},
            "资料不全",
            "；广东省2025 年度仍由科技部门主管",
        ),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2021-05-07", {}, "资料不全", "2021 年申报窗口已于 2021-05-06 截止"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2019-12-01", {}, "资料不全", "申报窗口没有收录 2019 年的通知"),
    ],
)
def test_the_verdict_and_the_window_are_those_of_the_act_and_the_day(
    tier: Tier, act: Act, on: str, members: dict[str, Any], begins: str, when: str
) -> None:
    text = to_text(asked(tier, act, dt.date.fromisoformat(on), **members), brief=Length.SCREEN)
    assert text.startswith(begins)
    (told,) = (line for line in text.splitlines() if line.startswith("时间　"))
    assert when in told


@pytest.mark.parametrize(
    ("title", "region", "facts", "said"),
    [
        (
            "硬科技企业帮扶库",
            "500113",
            {"revenue": {"2025": "10001万元"}},
            "  ? 营业收入：2025年营业收入 1.0001 亿元，高于 1 亿元，超出 1 万元；原则上的要求，超过的由主管部门定"
            "（认定记作 criterion:ht.2）",
        ),
        (
            "隐形冠军",
            "330106",
            {
                "revenue": {"2025": "3亿元", "2024": "2亿元", "2023": "1亿元"},
                "net_profit": {"2025": "800万元", "2024": "700万元", "2023": "-5万元"},
            },
            "  ? 增长率：2023年净利润为 -5 万元，增长率无从计算（认定记作 criterion:yx.3）",
        ),
    ],
)
def test_the_screen_says_why_only_the_authority_can_decide_and_how_its_word_is_kept(
    title: str, region: str, facts: dict[str, Any], said: str
) -> None:
    dossier = Dossier.from_dict({"name": NAME, "region": region, "facts": facts, "titles": []})
    found = tiertrack.assess(dossier, title, "认定", "2026-06-30")
    assert said in to_text(found, brief="screen").splitlines()
    key = said.rpartition("记作 ")[2].removesuffix("）")
    word = {key: {"value": True, "by": "市经信委", "on": "2026-05-10"}}
    settled = tiertrack.assess(
        Dossier.from_dict({**dossier.to_dict(), "judgements": word}), title, "认定", "2026-06-30"
    )
    assert said not in to_text(settled, brief="screen").splitlines()


_63 = "工信部企业〔2022〕63号"


@pytest.mark.parametrize(
    ("title", "act", "on", "region", "variant", "said"),
    [
        (
            "小巨人",
            "复核",
            "2022-06-20",
            "500113",
            None,
            f"{_63}附件3（并据工信厅企业函〔2022〕133号）",
        ),
        (
            "小巨人",
            "复核",
            "2025-06-20",
            "500113",
            None,
            f"{_63}附件3（并据工信厅企业函〔2025〕190号）",
        ),
        ("上市企业", "认定", "2025-05-10", None, "北交所", "北交所股票上市规则（试行）2.1（并据北证公告〔2025〕20号）"),
        ("上市企业", "退市", "2025-05-10", None, "北交所", "北交所股票上市规则（试行）财务类强制退市"),
        ("科技型中小企业", "认定", "2025-06-30", None, None, "国科发政〔2017〕115号第六条"),
        (
            "科技型中小企业",
            "认定",
            "2026-06-30",
            None,
            None,
            "国科发政〔2017〕115号第六条（并据工信部企业〔2026〕2号）",
        ),
        ("专精特新", "认定", "2025-06-30", "440305", None, f"{_63}附件2（并据粤工信规字〔2024〕5号）"),
        (
            "专精特新",
            "认定",
            "2025-06-30",
            "370102",
            None,
            f"{_63}附件2（并据山东省专精特新特色化指标）",
        ),
        (
            "专精特新",
            "复核",
            "2026-06-30",
            "140100",
            None,
            f"{_63}附件2（并据山西省 2026 年专精特新中小企业复核通知）",
        ),
        ("硬科技企业帮扶库", "认定", "2026-06-30", "500113", None, "渝经信科技〔2023〕21号征集条件"),
        ("新三板挂牌与分层", "认定", "2021-06-30", None, "创新层", "新三板分层管理办法（2019）进入创新层"),
    ],
)
def test_a_standard_is_told_by_the_documents_there_were_on_the_day(
    title: str, act: str, on: str, region: str | None, variant: str | None, said: str
) -> None:
    dossier = Dossier.from_dict({"name": NAME, **({"region": region} if region else {}), **_LISTED})
    found = tiertrack.assess(dossier, title, act, on, variant=variant)
    first = to_text(found, brief="screen").splitlines()[0]
    assert first.partition("：按")[2].partition(f"，{NAME}")[0] == said
    numbers = [one.provision.instrument.number for one in found.edition.cited_on(found.asof.on)]
    assert all(number in to_dict(found)["edition"]["citation"] for number in numbers)
    assert not [number for number in numbers if f"〔{int(on[:4]) + 1}〕" in number]


_LISTED = {
    "titles": [
        {"title": title, "from": "2016-01-01", "through": "2029-12-31"}
        for title in ("srdi_sme", "little_giant", "listed")
    ]
}


@pytest.mark.parametrize("edition", RULEBOOK.editions, ids=lambda one: one.key)
def test_every_standard_fits_on_a_screen_and_in_a_message(edition: Edition) -> None:
    on = AsOf(edition.period.start)
    for members in ({}, SOME, {"facts": {"abnormal_list": True, "revenue": {str(on.on.year - 1): "1元"}}}):
        one = None if edition.act.is_applied_for else edition.variant_key
        answers = assess_each(RULEBOOK, edition.tier, edition.act, firm(**members), on, edition.region, one)
        screen, message = to_text(answers, brief="screen"), to_text(answers, brief="message")
        assert len(screen.splitlines()) <= 24
        assert len(message.splitlines()) <= 8
        for text in (screen, message):
            assert NAME in text.splitlines()[0]
            assert not re.search(r"None|Fraction|[\t\x1b\u2500-\u257f]", text)


def test_the_boards_are_told_in_a_line_each() -> None:
    lines = to_text(asked(Tier.LISTED, **SOME), brief="screen").splitlines()
    boards = [line.split("：")[0].split(" ")[-1] for line in lines if re.match(r"  [✓✗?] ", line)]
    assert boards == ["主板", "科创板", "创业板", "北交所"]


def test_how_far_the_sources_were_seen_is_told_once() -> None:
    answers = asked(Tier.SRDI_SME, **SOME)
    seen = "未见官方转载，三处第三方互证"
    assert to_text(answers, brief="screen").count(seen) == 1
    whole = to_text(answers)
    assert whole.count(seen) == 1
    assert "    依据 工信部企业〔2026〕2号 附件1（三）①\n" in whole
    assert f"① 转述，{seen}" in whole.splitlines()
    assert to_text(climb(firm(**SOME), AsOf(ON), RULEBOOK)).count(seen) == 1


def test_a_message_about_the_ladder_has_eight_lines_at_most() -> None:
    for members in ({}, SOME):
        lines = to_text(climb(firm(**members), AsOf(ON), RULEBOOK), brief="message").splitlines()
        assert lines[0] == f"{NAME}（2026-06-30）"
        assert len(lines) <= 8


def test_the_command_line_tells_a_screen_or_all_of_it_or_a_message(run: Run, tmp_path: Any) -> None:
    (tmp_path / "甲.json").write_text(json.dumps({"name": NAME, **SOME}, ensure_ascii=False), encoding="utf-8")
    words = ("assess", str(tmp_path / "甲.json"), "--tier", "little_giant", "--on", "2026-06-30")
    (screen, whole, message) = (run(*words, *more)[1] for more in ((), ("--full",), ("--brief",)))
    assert screen.startswith("暂不能申报：")
    assert whole.startswith("不符合 · 专精特新“小巨人”企业 · 认定 · 2026-06-30\n")
    assert len(message.splitlines()) <= 8 < len(screen.splitlines()) < len(whole.splitlines())
    assert run(*words, "--format", "json")[1] == run(*words, "--full", "--format", "json")[1]
    assert run("ladder", words[1], "--on", "2026-06-30", "--brief")[1].splitlines()[2].startswith("下一级 ")


def test_what_is_noted_of_a_document_that_was_seen_whole_is_not_told_to_be_unseen() -> None:
    firm = Dossier.from_dict({"name": "山西虚构机械有限公司", "region": "140100"})
    answer = assess(firm, "专精特新", "复核", "2026-06-30")
    (noted,) = (line for line in to_text(answer, brief="screen").splitlines() if "企业 03-16" in line)
    assert noted.startswith("注　企业 03-16")
