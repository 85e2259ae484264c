"""Two editions are compared clause by clause: what stayed, what changed in numbers and facts, what came and went."""

from __future__ import annotations

import attrs
import pytest

from tests.support.toy_rulebook import TOY
from tiertrack.law.instrument import Confidence
from tiertrack.render.policy.diff_page import diff_page
from tiertrack.render.policy.diff_text import change_data, diff_text, limit_line, matter_line
from tiertrack.rulebooks import national_rulebook
from tiertrack.rulebooks.zh import (
    Ⅰ类知识产权,
    万元,
    上年度,
    主营业务收入,
    期间,
    条件,
    百分之,
    自主品牌,
    营业收入,
    近两年平均增长率,
)
from tiertrack.rulebooks.zh_ip import Ⅰ类种类, 原始取得, 知识产权口径, 计数, 须
from tiertrack.rules.diff import ClauseChange, ClauseStatus, PolicyDiff, compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.ip_counting import IpDefinition, IpRequirement
from tiertrack.rules.limit_order import Effect
from tiertrack.rules.numbers import describe, in_words

OLD, NEW = (national_rulebook().edition(f"srdi_sme/recognition/{year}") for year in (2022, 2026))
GIANT_OLD, GIANT_NEW = (national_rulebook().edition(f"little_giant/recognition/{year}") for year in (2025, 2026))

# A toy edition and the one before it.
(TOY_NEW,) = TOY.editions
_CITED = TOY_NEW.citation


def _counting(gist: str, *requirements: IpRequirement) -> IpDefinition:
    return 知识产权口径(依据=_CITED, 计数=(计数(Ⅰ类知识产权, 要点=gist, 种类=Ⅰ类种类, 须=requirements),))


TOY_OLD = attrs.evolve(
    TOY_NEW,
    period=期间("2022-01-01", "2023-12-31"),
    citation=attrs.evolve(_CITED, confidence=Confidence.REPORTED, note="见于转载"),
    criteria=(
        条件(
            "旧一",
            "营业收入",
            依据=_CITED,
            要点="上年度营业收入不低于300万元",
            认定=上年度(营业收入).不低于(万元(300)),
        ),
        TOY_NEW.criterion("T3"),
        条件("旧二", "自主品牌", 依据=_CITED, 要点="有自主品牌", 认定=自主品牌),
        条件(
            "旧三",
            "成长性",
            依据=_CITED,
            要点="近两年主营业务收入平均增长率不低于5%",
            认定=近两年平均增长率(主营业务收入).不低于(百分之(5)),
        ),
    ),
)


def changes(old: Edition, new: Edition) -> dict[str, ClauseChange]:
    return {change.title: change for change in compare(old, new)}


def numbers(change: ClauseChange) -> tuple[str, str]:
    return describe(change.numbers_before), describe(change.numbers_after)


def test_every_clause_of_both_editions_is_told_once() -> None:
    for old, new in ((OLD, NEW), (NEW, OLD), (GIANT_OLD, GIANT_NEW)):
        found = compare(old, new)
        assert sorted(one.before.key for one in found if one.before) == sorted(one.key for one in old.criteria)
        assert [one.after for one in found if one.after] == list(new.criteria)


def test_what_became_of_the_clauses_of_a_specialised_sme() -> None:
    kinds = {title: change.change for title, change in changes(OLD, NEW).items()}
    assert {title for title, kind in kinds.items() if kind is ClauseStatus.ADDED} == {
        "主营业务收入占比",
        "资产负债率",
        "知识产权",
        "市场地位",
    }
    assert {title for title, kind in kinds.items() if kind is ClauseStatus.SAME} >= {"禁限淘汰类产品", "企业规模"}
    assert {title for title, kind in kinds.items() if kind is ClauseStatus.CHANGED} >= {
        "前置称号",
        "从事细分市场年限",
        "营业收入",
        "研发费用",
        "评价",
    }
    assert ClauseStatus.REMOVED not in kinds.values()


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        ("从事细分市场年限", "2年", "3年"),
        ("营业收入", "1000万元", "1500万元"),
        ("研发费用", "没有", "近2年"),
    ],
)
def test_the_numbers_that_changed_for_a_specialised_sme(title: str, before: str, after: str) -> None:
    assert numbers(changes(OLD, NEW)[title]) == (before, after)


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        ("主营业务收入占比", "70%", "90%"),
        ("资产负债率", "70%", "75%"),
        ("市场地位", "没有", "3名"),
    ],
)
def test_the_numbers_that_changed_for_a_little_giant(title: str, before: str, after: str) -> None:
    assert numbers(changes(GIANT_OLD, GIANT_NEW)[title]) == (before, after)


def _steps(old: str, new: str, title: str) -> list[str]:
    rules = national_rulebook()
    change = changes(rules.edition(old), rules.edition(new))[title]
    return [matter_line(matter) for matter in change.matters]


@pytest.mark.parametrize(
    ("old", "new", "title", "said"),
    [
        (
            "srdi_sme/recognition/2022",
            "srdi_sme/recognition/2026",
            "事故与违法",
            [
                "收紧　生产安全：重大事故 → 较大及以上事故",
                "改口径　质量：重大事故 → 严重问题",
                "改口径　环境：重大污染事故 → 重大违法",
                "新增，更严　严重违反行业管理规定",
                "删去，更宽　偷漏税等违法违规",
            ],
        ),
        (
            "little_giant/recognition/2021",
            "little_giant/recognition/2022",
            "事故与违法",
            [
                "放宽　生产安全：不限等级的事故 → 重大事故",
                "新增，更严　网络和数据安全：重大事件",
                "放宽　质量：不限等级的事故 → 重大事故",
                "放宽　环境：不限等级的污染事故 → 重大污染事故",
                "删去，更宽　失信行为",
            ],
        ),
        ("little_giant/recognition/2025", "little_giant/recognition/2026", "依法设立", ["删去，更宽　独立法人资格"]),
        ("little_giant/recognition/2018", "little_giant/recognition/2021", "事故与违法", []),
    ],
)
def test_a_clause_without_numbers_says_which_of_its_matters_counts_more_or_less(
    old: str, new: str, title: str, said: list[str]
) -> None:
    assert _steps(old, new, title) == said


def test_a_clause_that_counts_other_matters_is_not_said_to_have_other_words_alone() -> None:
    told = diff_text(OLD, NEW, compare(OLD, NEW))
    clause = told.partition("【改变】事故与违法")[2].partition("【")[0]
    assert "收紧　生产安全" in clause
    assert "界线没有变" not in clause
    assert changes(OLD, NEW)["依法设立"].effect is Effect.EASIER
    assert changes(OLD, NEW)["事故与违法"].effect is Effect.UNORDERED
    assert '<li class="stricter">收紧　生产安全：重大事故 → 较大及以上事故</li>' in diff_page(
        PolicyDiff(OLD, NEW, compare(OLD, NEW))
    )


def test_a_choice_has_ways_more_and_fewer() -> None:
    rules = national_rulebook()
    old, new = rules.edition("srdi_sme/review/2026"), rules.edition("srdi_sme/review/2026@140000")
    lost, *gained = [limit_line(limit) for limit in changes(old, new)["评价"].limits]
    assert lost == "少了一条途径　本年度或上年度任一年专精特新发展评价得分不低于 50 分"
    assert gained == [
        "多了一条途径　近三年获省级科技奖励，位次在前 3 名之内",
        "多了一条途径　近三年获国家级科技奖励，位次在前 5 名之内",
        "多了一条途径　前2年度至上年度研发费用均值不低于 1000 万元",
        "多了一条途径　前2年度至上年度新增股权融资合计不低于 6000 万元",
        "多了一条途径　近三年在“创客中国”全国企业组获得名次，位次在前 500 名之内",
        "多了一条途径　评价得分不低于 60 分",
    ]
    page = diff_page(PolicyDiff(old, new, compare(old, new)))
    assert f'<li class="stricter">{lost}</li>' in page
    assert [line for line in gained if f'<li class="easier">{line}</li>' not in page] == []


def test_growth_is_now_of_all_revenue_and_compound() -> None:
    growth = changes(GIANT_OLD, GIANT_NEW)["增长率"]
    assert growth.change is ClauseStatus.CHANGED
    assert numbers(growth) == ("没有", "没有")
    assert (growth.facts_before, growth.facts_after) == (("主营业务收入",), ("营业收入",))


def test_the_facts_that_changed_are_named() -> None:
    market = changes(GIANT_OLD, GIANT_NEW)["市场地位"]
    assert (market.facts_before, market.facts_after) == ((), ("主导产品国内市场位次",))
    title = changes(OLD, NEW)["前置称号"]
    assert (title.facts_before, title.facts_after) == ((), ("有效的科技型中小企业称号",))


def test_what_a_little_giant_no_longer_has_to_show() -> None:
    gone = {title for title, change in changes(GIANT_OLD, GIANT_NEW).items() if change.change is ClauseStatus.REMOVED}
    assert gone == {"治理与管理", "信息系统", "认证", "自主品牌", "创新能力"}


def test_the_sooner_a_listed_firm_has_to_leave_the_stricter() -> None:
    rules = {year: national_rulebook().edition(f"listed:main/delisting/{year}") for year in (2020, 2021, 2024, 2025)}
    loss = changes(rules[2024], rules[2025])["亏损与营业收入"]
    assert [limit_line(limit) for limit in loss.limits] == [
        "新增，更严（利润孰低为负）　上年度利润总额低于 0 元",
        "收紧　上年度扣除后营业收入低于 1 亿元 → 低于 3 亿元",
    ]
    for first, then, effect in ((2020, 2021, Effect.STRICTER), (2021, 2020, Effect.EASIER)):
        found = [one for one in compare(rules[first], rules[then]) if one.change is not ClauseStatus.SAME]
        assert [one.effect for one in found] == [effect] * 4


def test_an_edition_compared_with_itself_has_not_changed() -> None:
    found = compare(TOY_NEW, TOY_NEW)
    assert {one.change for one in found} == {ClauseStatus.SAME}
    assert all(not (one.numbers_before or one.numbers_after or one.facts_before or one.facts_after) for one in found)


def test_another_clause_number_is_no_change_but_other_words_are() -> None:
    clause = TOY_NEW.criterion("T2")
    renumbered = attrs.evolve(TOY_NEW, criteria=(attrs.evolve(clause, key="Z"),))
    reworded = attrs.evolve(TOY_NEW, criteria=(attrs.evolve(clause, gist=f"{clause.gist}。"),))
    one = attrs.evolve(TOY_NEW, criteria=(clause,))
    assert [change.change for change in compare(one, renumbered)] == [ClauseStatus.SAME]
    assert [change.change for change in compare(one, reworded)] == [ClauseStatus.CHANGED]


def test_what_was_dropped_comes_last_and_is_only_on_the_old_side() -> None:
    old = attrs.evolve(TOY_NEW, criteria=TOY_NEW.criteria[:3])
    new = attrs.evolve(TOY_NEW, criteria=TOY_NEW.criteria[1:4])
    assert [(one.change, bool(one.before), bool(one.after)) for one in compare(old, new)] == [
        (ClauseStatus.SAME, True, True),
        (ClauseStatus.SAME, True, True),
        (ClauseStatus.ADDED, False, True),
        (ClauseStatus.REMOVED, True, False),
    ]


def test_a_comparison_in_words() -> None:
    old = attrs.evolve(TOY_OLD, ip=_counting("所列Ⅰ类，怎样取得都算"))
    new = attrs.evolve(
        TOY_NEW, criteria=TOY_NEW.criteria[1:5], ip=_counting("所列Ⅰ类，原始取得", 须(原始取得, "转入取得"))
    )
    assert diff_text(old, new, compare(old, new)) == "\n".join(
        [
            "由 专精特新“小巨人”企业/认定/2022（示例〔2024〕1号 附件1〔转述，见于转载〕）",
            "到 专精特新“小巨人”企业/认定/2024（示例〔2024〕1号 附件1）",
            "",
            "【改变】营业收入　附件1 ↔ 附件1二",
            "    原 上年度营业收入不低于300万元",
            "    新 上年度营业收入不低于500万元",
            "    收紧　上年度营业收入不低于 300 万元 → 不低于 500 万元",
            "【新增】知识产权　无 ↔ 附件1四",
            "    新 Ⅰ类知识产权不少于4项",
            "【改变】成长性　附件1 ↔ 附件1五",
            "    原 近两年主营业务收入平均增长率不低于5%",
            "    新 近两年营业收入复合增长率不低于5%",
            "    改口径　前3年度至上年度主营业务收入平均增长率不低于 5% → 前3年度至上年度营业收入复合增长率不低于 5%",
            "    所读事实 主营业务收入 → 营业收入",
            "【删去】自主品牌　附件1 ↔ 无",
            "    原 有自主品牌",
            "【改变】Ⅰ类知识产权的口径",
            "    原 所列Ⅰ类，怎样取得都算",
            "    新 所列Ⅰ类，原始取得",
            "【未变】研发投入",
        ]
    )


def test_unchanged_matters_are_only_named() -> None:
    old = attrs.evolve(TOY_NEW, criteria=TOY_NEW.criteria[:2])
    assert diff_text(old, old, compare(old, old)).splitlines()[-1] == "【未变】前置称号、营业收入"


def test_a_comparison_as_data() -> None:
    data = change_data(changes(TOY_OLD, TOY_NEW)["成长性"])
    assert data == {
        "change": "changed",
        "title": "成长性",
        "effect": "unordered",
        "before_key": "旧三",
        "after_key": "T5",
        "before_clause": "附件1",
        "after_clause": "附件1五",
        "before": "近两年主营业务收入平均增长率不低于5%",
        "after": "近两年营业收入复合增长率不低于5%",
        "limits": [
            {
                "status": "redefined",
                "effect": "unordered",
                "before": "前3年度至上年度主营业务收入平均增长率不低于 5%",
                "after": "前3年度至上年度营业收入复合增长率不低于 5%",
                "within": [],
            }
        ],
        "matters": [],
        "facts_dropped": ["主营业务收入"],
        "facts_added": ["营业收入"],
        "elsewhere": [],
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("不低于5000万元", "5000万元"),
        ("不低于1亿元", "1亿元"),
        ("不低于5000元", "5000元"),
        ("不低于0.5%", "0.5%"),
        ("近两年每年不低于3%且满3年", "3%、近2年、3年"),
        ("近三年前3名", "3名、近3年"),
        ("全国50强、至少2项、60分、3级、80人", "2项、3级、80人、60分、50名"),
        ("没有数字", "没有"),
    ],
)
def test_numbers_in_words_are_told_as_a_reader_would_write_them(words: str, said: str) -> None:
    assert describe(in_words(words)) == said


def test_a_comparison_as_a_page_is_whole_and_escaped() -> None:
    odd = attrs.evolve(TOY_NEW.criterion("T2"), gist="上年度营业收入不低于500万元<script>\x1b[31m")
    new = attrs.evolve(TOY_NEW, criteria=(odd, *TOY_NEW.criteria[3:]), ip=_counting("原始取得<b>"))
    old = attrs.evolve(TOY_OLD, ip=_counting("都算"))
    page = diff_page(PolicyDiff(old, new, compare(old, new)))
    assert not [word for word in ("<script", "<b>", "\x1b", "http", "src=", "url(", "@import") if word in page]
    assert all(word in page for word in ("&lt;script&gt;", "&lt;b&gt;"))
    rows = page.count("<tr>") - 1
    assert rows == sum(one.change is not ClauseStatus.SAME for one in compare(old, new))
    assert '<li class="stricter">收紧　上年度营业收入不低于 300 万元 → 不低于 500 万元</li>' in page
    # On paper no page is left empty, and no name of an edition is broken.
    assert page.partition("<body>\n")[2].startswith("<table")
    assert [page.count(f'<span class="name">{one.name}</span>') for one in (old, new)] == [1, 1]


def test_clauses_of_one_document_pair_by_their_keys_and_others_by_what_they_ask() -> None:
    clause, rights = TOY_NEW.criterion("T2"), TOY_NEW.criterion("T4")
    one = attrs.evolve(TOY_NEW, criteria=(clause, rights))
    retitled = attrs.evolve(TOY_NEW, criteria=(attrs.evolve(clause, title="规模"), attrs.evolve(rights, title="专利")))
    pairs = [(change.before, change.after) for change in compare(one, retitled)]
    assert pairs == [*zip(one.criteria, retitled.criteria, strict=True)]
    elsewhere = attrs.evolve(
        retitled,
        citation=GIANT_NEW.citation,
        criteria=tuple(attrs.evolve(one, key=f"甲{one.key}") for one in retitled.criteria),
    )
    assert [change.change for change in compare(one, elsewhere)] == [ClauseStatus.SAME] * 2


def test_a_clause_that_was_split_up_names_those_that_have_its_facts_now() -> None:
    found = changes(GIANT_OLD, GIANT_NEW)
    assert [one.title for one in found["创新能力"].elsewhere] == ["研发费用", "知识产权"]
    assert [one.title for one in found["知识产权"].elsewhere] == ["创新能力"]
