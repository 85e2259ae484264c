"""Two editions are compared clause by clause: what stayed, what changed in numbers and facts, what came and went."""

from __future__ import annotations

import attrs
import pytest

from tiertrack.render.assessment_data import change_data
from tiertrack.render.policy.edition_text import diff_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.diff import Change, ClauseChange, compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.numbers import describe, in_words

OLD, NEW = (national_rulebook().edition(f"srdi_sme/recognition/{year}") for year in (2022, 2026))
GIANT_OLD, GIANT_NEW = (national_rulebook().edition(f"little_giant/recognition/{year}") for year in (2025, 2026))


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
    assert {title for title, kind in kinds.items() if kind is Change.ADDED} == {
        "主营业务收入占比",
        "资产负债率",
        "知识产权",
        "市场地位",
    }
    assert {title for title, kind in kinds.items() if kind is Change.SAME} >= {"禁限淘汰类产品", "企业规模"}
    assert {title for title, kind in kinds.items() if kind is Change.CHANGED} >= {
        "前置称号",
        "从事细分市场年限",
        "营业收入",
        "研发费用",
        "评价",
    }
    assert Change.REMOVED not in kinds.values()


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


def test_growth_is_now_of_all_revenue_and_compound() -> None:
    growth = changes(GIANT_OLD, GIANT_NEW)["增长率"]
    assert growth.change is Change.CHANGED
    assert numbers(growth) == ("没有", "没有")
    assert (growth.facts_before, growth.facts_after) == (("主营业务收入",), ("营业收入",))


def test_the_facts_that_changed_are_named() -> None:
    market = changes(GIANT_OLD, GIANT_NEW)["市场地位"]
    assert (market.facts_before, market.facts_after) == ((), ("主导产品国内市场位次",))
    title = changes(OLD, NEW)["前置称号"]
    assert (title.facts_before, title.facts_after) == ((), ("有效的科技型中小企业称号",))


def test_what_a_little_giant_no_longer_has_to_show() -> None:
    gone = {title for title, change in changes(GIANT_OLD, GIANT_NEW).items() if change.change is Change.REMOVED}
    assert gone == {"治理与管理", "信息系统", "认证", "自主品牌", "创新能力"}


def test_an_edition_compared_with_itself_has_not_changed() -> None:
    found = compare(NEW, NEW)
    assert {one.change for one in found} == {Change.SAME}
    assert all(not (one.numbers_before or one.numbers_after or one.facts_before or one.facts_after) for one in found)


def test_another_clause_number_is_no_change_but_other_words_are() -> None:
    clause = NEW.criterion("S2a")
    renumbered = attrs.evolve(NEW, criteria=(attrs.evolve(clause, key="Z"),))
    reworded = attrs.evolve(NEW, criteria=(attrs.evolve(clause, gist=f"{clause.gist}。"),))
    one = attrs.evolve(NEW, criteria=(clause,))
    assert [change.change for change in compare(one, renumbered)] == [Change.SAME]
    assert [change.change for change in compare(one, reworded)] == [Change.CHANGED]


def test_what_was_dropped_comes_last_and_is_only_on_the_old_side() -> None:
    old = attrs.evolve(NEW, criteria=NEW.criteria[:3])
    new = attrs.evolve(NEW, criteria=NEW.criteria[1:4])
    assert [(one.change, bool(one.before), bool(one.after)) for one in compare(old, new)] == [
        (Change.SAME, True, True),
        (Change.SAME, True, True),
        (Change.ADDED, False, True),
        (Change.REMOVED, True, False),
    ]


def test_a_comparison_in_words() -> None:
    pick = ("S1b", "S2b", "S3")
    new = attrs.evolve(NEW, criteria=tuple(map(NEW.criterion, pick)), amended_by=())
    old = attrs.evolve(OLD, criteria=tuple(map(OLD.criterion, ("C1", "C2", "C3"))), amended_by=())
    assert diff_text(old, new, compare(old, new)) == "\n".join(
        [
            "由 srdi_sme/recognition/2022（工信部企业〔2022〕63号 附件2）",
            "到 srdi_sme/recognition/2026（工信部企业〔2026〕2号 附件1〔转述，未见官方转载，三处第三方互证〕）",
            "",
            "【改变】从事细分市场年限",
            "    原 C1 截至上年末从事特定细分市场满2年",
            "    新 S1b 截至上年末从事特定细分市场满3年",
            "    数字 2年 → 3年",
            "【新增】主营业务收入占比",
            "    新 S2b 上年度主营业务收入占营业收入不低于80%",
            "【改变】研发费用",
            "    原 C2 上年度研发费用不低于100万元，且占营业收入不低于3%",
            "    新 S3 近两年每年研发费用不低于100万元，且每年占营业收入不低于3%",
            "    数字 没有 → 近2年",
            "【删去】营业收入",
            "    原 C3 上年度营业收入不低于1000万元，或近两年合格机构投资者新增股权融资实缴合计不低于2000万元",
            "【改变】Ⅰ类知识产权的口径",
            "    原 发明专利（含国防专利）等所列Ⅰ类，在有效期内，与主导产品相关；转入的须满1年",
            "    新 发明专利（含国防专利）等所列Ⅰ类，在有效期内，与主导产品相关，已实际应用并产生经济效益；"
            "不含转入取得，企业须在权利人排名前3名",
        ]
    )


def test_unchanged_matters_are_only_named() -> None:
    old = attrs.evolve(NEW, criteria=NEW.criteria[:2])
    assert diff_text(old, old, compare(old, old)).splitlines()[-1] == "【未变】依法设立、企业规模"


def test_a_comparison_as_data() -> None:
    data = change_data(changes(GIANT_OLD, GIANT_NEW)["增长率"])
    assert data == {
        "change": "changed",
        "title": "增长率",
        "before": "近两年主营业务收入平均增长率（算术平均）不低于5%",
        "after": "近两年营业收入复合增长率不低于5%",
        "facts_dropped": ["主营业务收入"],
        "facts_added": ["营业收入"],
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
