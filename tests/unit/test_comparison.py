"""Two answers side by side: what turned, and whether the facts made it turn, the standard, each of them, or both."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tiertrack
from tests.support.commands import Run, answer
from tiertrack import Crossing, Dossier, Truth, TurnedBy
from tiertrack.facts.credit_code import check_character
from tiertrack.rules.comparison import Comparison
from tiertrack.shipped import shipped

SPRING, SUMMER = "2026-03-31", "2026-06-30"
MEETS = shipped("seeds") / "examples" / "meets.json"
GOOD: dict[str, Any] = json.loads(MEETS.read_text(encoding="utf-8"))
SRDI = ("--tier", "专精特新", "--on", SPRING, "--and", SUMMER)


def firm(**facts: Any) -> Dossier:
    """The firm of the example with other facts; None takes one away."""
    known = {key: value for key, value in (GOOD["facts"] | facts).items() if value is not None}
    return Dossier.from_dict({**GOOD, "facts": known})


@pytest.mark.parametrize("truths", [*itertools.product(Truth, repeat=4)])
def test_what_turns_an_answer_by_itself_made_it_turn(truths: tuple[Truth, Truth, Truth, Truth]) -> None:
    crossing = Crossing(*truths)
    old, new_standard, new_facts, new = truths
    if old is new:
        assert crossing.turned_by is None
        return
    by_facts, by_standard = new_facts is new, new_standard is new
    assert (
        crossing.turned_by
        is {
            (True, False): TurnedBy.FACTS,
            (False, True): TurnedBy.STANDARD,
            (True, True): TurnedBy.EITHER,
            (False, False): TurnedBy.BOTH,
        }[by_facts, by_standard]
    )


@pytest.mark.parametrize("tier", ["创新型", "专精特新", "小巨人", "单项冠军", "高企", "规上工业企业"])
@pytest.mark.parametrize("name", ["meets", "near-miss", "with-holes"])
def test_an_answer_is_the_same_as_itself_and_the_four_answers_are_those_of_their_standards(
    tier: str, name: str
) -> None:
    dossier = tiertrack.read_dossier(MEETS.with_name(f"{name}.json"))
    same = tiertrack.compare(dossier, tier, "认定", SUMMER, SUMMER)
    assert (same.turned, same.turned_by) == ((), None)
    found = tiertrack.compare(dossier, tier, "认定", "2025-10-31", SUMMER)
    back = tiertrack.compare(dossier, tier, "认定", SUMMER, "2025-10-31")
    assert found.before == tiertrack.assess(dossier, tier, "认定", "2025-10-31")
    assert found.after == tiertrack.assess(dossier, tier, "认定", SUMMER)
    assert (found.by_new_standard, found.with_new_facts) == (back.with_new_facts, back.by_new_standard)
    assert {turn.change.title for turn in found.turned} == {turn.change.title for turn in back.turned}
    for turn in found.turned:
        assert turn.crossing == Crossing(
            _truth(found.before, turn.before),
            _truth(found.by_new_standard, turn.after),
            _truth(found.with_new_facts, turn.before),
            _truth(found.after, turn.after),
        )


def _truth(assessment: tiertrack.Assessment, judged: tiertrack.Judged | None) -> Truth:
    truths = {one.criterion.key: one.truth for one in assessment.criteria}
    return Truth.TRUE if judged is None else truths[judged.criterion.key]


UNTOUCHED: dict[str, Any] = {
    **dict.fromkeys(("days_price_below_1", "days_cap_below_300m", "days_holders_below_2000"), 0),
    "volume_120d": 90_000_000,
    "net_profit_deducted": "300万元",
    "revenue_deducted": "8亿元",
    "net_assets": "4亿元",
    "audit_opinion": "无保留意见",
    **dict.fromkeys(("restated_delisting", "conduct_delisting", "grave_violation"), False),
    **dict.fromkeys(("occupation_uncorrected", "falsification_found"), False),
}
_YEARLY = ("net_profit_deducted", "revenue_deducted", "net_assets", "audit_opinion")


def board(**facts: Any) -> dict[str, Any]:
    """What is known of a listed firm that is clear of every indicator in any year, but for some facts."""
    years = [*map(str, range(2018, 2026))]
    clear = {key: dict.fromkeys(years, told) if key in _YEARLY else told for key, told in UNTOUCHED.items()}
    return clear | {key: clear[key] | told if key in _YEARLY else told for key, told in facts.items()}


def test_an_indicator_that_a_standard_does_not_have_hits_nobody(tmp_path: Path) -> None:
    days, asked = ("2020-12-31", "2021-01-01"), ("上市企业", "退市")
    firms = {"甲股份有限公司": (board(), []), "乙股份有限公司": (board(net_assets={"2020": "-1万元"}), ["期末净资产"])}
    url = f"sqlite:///{tmp_path / 'listed.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        for name, (facts, _turned) in firms.items():
            register.enrol(name, region="500113")
            register.observe(name, facts, source="年报")
        for first, then in (days, days[::-1]):
            together = register.compare_all(*asked, first, then, variant="主板").found
            assert [one.name for one in together] == ["乙股份有限公司"]
            for name, (_facts, turned) in firms.items():
                alone = register.compare(name, *asked, first, then, variant="主板")
                assert [turn.change.title for turn in alone.turned] == turned
                assert [(turn.change.title, turn.crossing) for turn in alone.turned] == [
                    (one.title, one.crossing) for each in together if each.name == name for one in each.criteria
                ]


def test_another_dossier_of_the_firm_stands_for_the_second_answer() -> None:
    found = tiertrack.compare(firm(), "专精特新", "认定", SUMMER, SUMMER, later=firm(class1_ip=0))
    assert [(turn.change.title, turn.turned_by) for turn in found.turned] == [("知识产权", TurnedBy.FACTS)]
    assert found.turned_by is TurnedBy.FACTS


def test_a_comparison_in_words_and_in_a_line() -> None:
    found = tiertrack.compare(firm(class1_ip=0), "专精特新", "认定", SPRING, SUMMER)
    said = tiertrack.to_text(found).splitlines()
    name = GOOD["name"]
    assert said[0] == f"{name}　专精特新中小企业认定：待补充 → 不符合，标准变了"
    assert said[3] == "旧资料按新标准 不符合；新资料按旧标准 待补充"
    assert "✗ 知识产权　没有这一条 → 不符合　标准变了" in said
    assert tiertrack.to_text(found, brief="line") == f"{name}　专精特新中小企业　待补充 → 不符合，标准变了"
    same = tiertrack.to_text(tiertrack.compare(firm(), "专精特新", "认定", SUMMER, SUMMER)).splitlines()
    assert same[0].endswith("都是符合")
    assert same[3:] == ["两边用的是同一版标准", "", "各条都没有变（15 条）"]


@pytest.mark.parametrize("variant", ["示范企业", "单项冠军产品"])
def test_a_variant_is_held_against_the_one_standard_that_followed_all_of_them(variant: str, office: str) -> None:
    days = ("2023-07-31", "2023-08-01")
    with tiertrack.open(office) as register:
        for first, then in (days, days[::-1]):
            alone = register.compare("第1家", "单项冠军", "认定", first, then, variant=variant)
            told = {first: alone.before, then: alone.after}
            assert [told[day].edition.variant and told[day].edition.variant.label for day in days] == [variant, None]
            together = register.compare_all("单项冠军", "认定", first, then, variant=variant)
            assert (together.total, together.apart) == (3, 0)
            same = [one for one in together.found if one.name == "第1家"]
            assert [one.crossing for one in same] == ([alone.crossing] if alone.turned_by else [])
        for wrong, code in ((None, "E504"), ("主板", "E505")):
            with pytest.raises(tiertrack.TiertrackError, match=code):
                register.compare("第1家", "单项冠军", "认定", *days, variant=wrong)


@pytest.mark.parametrize(
    ("first", "second", "incident", "later", "carried"),
    [
        (SPRING, SUMMER, False, None, ["事故与违法"]),
        (SPRING, SUMMER, True, None, ["事故与违法"]),
        (SUMMER, SUMMER, False, None, []),
        # Said anew for the second day, or never.
        (SPRING, SUMMER, False, "2026-05-20T00:00:00+08:00", []),
        (SPRING, SUMMER, None, None, []),
    ],
)
def test_an_answer_to_a_clause_that_counted_something_else_is_to_be_confirmed(
    first: str, second: str, incident: bool | None, later: str | None, carried: list[str]
) -> None:
    dossier = firm(major_incident=incident)
    again = firm(major_incident={"value": incident, "recorded_at": later}) if later else None
    found = tiertrack.compare(dossier, "专精特新", "认定", first, second, later=again)
    assert [turn.change.title for turn in found.carried_over] == carried
    assert [one["title"] for one in tiertrack.to_dict(found)["carried_over"]] == carried
    said = tiertrack.to_text(found)
    assert ("请照新口径重新确认" in said) is bool(carried)
    same = len(found.after.criteria) - sum(turn.after is not None for turn in found.turned) - len(carried)
    assert f"{same} 条没有变" in said or f"都没有变（{same} 条）" in said


def test_a_screen_holds_a_comparison_of_two_wholly_different_standards() -> None:
    found = tiertrack.compare(firm(), "小巨人", "认定", "2025-10-31", SUMMER)
    assert len(found.turned) > 6
    assert len(tiertrack.to_text(found, brief="screen").splitlines()) <= 40
    assert len(tiertrack.to_text(found).splitlines()) > len(tiertrack.to_text(found, brief="screen").splitlines())


# A share that was cheap for a day more costs the listing.
CLEAR = {"name": "重庆虚构丁股份有限公司", "facts": {"days_price_below_1": 19}}
CHEAP = {"name": "重庆虚构丁股份有限公司", "facts": {"days_price_below_1": 20}}


def test_indicators_that_cost_a_listing_are_hit_or_not_in_every_word_of_a_comparison() -> None:
    old, new = (Dossier.from_dict(given) for given in (CLEAR, CHEAP))
    found = tiertrack.compare(old, "上市", "退市", SUMMER, SUMMER, variant="主板", later=new)
    said = tiertrack.to_text(found)
    assert said.splitlines()[0] == "重庆虚构丁股份有限公司　上市企业（主板）退市：待补充 → 触及，资料变了"
    assert "触及 收盘价　未触及 → 触及　资料变了" in said
    why = "连续收盘价低于1元的交易日数 20 个交易日，不低于 20 个交易日；2026-06-30 当日满　交易类强制退市"
    assert f"    现 收盘价：{why}（这一项自 2020-12-31 起）" in said
    assert "符合" not in said


def test_an_indicator_that_a_standard_does_not_have_was_not_hit_before() -> None:
    found = tiertrack.compare(Dossier.from_dict(CLEAR), "上市", "退市", "2022-06-30", SUMMER, variant="主板")
    new = [turn for turn in found.turned if turn.before is None]
    assert [(turn.change.title, turn.crossing.before) for turn in new] == [
        ("资金占用", Truth.FALSE),
        ("财务造假", Truth.FALSE),
    ]
    assert "资金占用　没有这一条 → 待补充　标准变了" in tiertrack.to_text(found)


# On the command line, of a file and of a register.


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A register with three firms: one is recorded twice, one has no rights, one is elsewhere."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'tiertrack.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        for number, (place, facts) in enumerate((("500113", {}), ("500113", {"class1_ip": 0}), ("510104", {})), 1):
            code = f"91500113MA000{number:04}"
            known = GOOD["facts"] | facts
            given = {**GOOD, "name": f"第{number}家", "uscc": f"{code}{check_character(code)}", "region": place}
            register.enrol(given["name"], uscc=given["uscc"], region=place)
            register.observe(given["name"], Dossier.from_dict(given | {"facts": known}), source="企业填报")
    return url


def test_a_file_is_compared_on_two_days(run: Run) -> None:
    found = answer(run, "compare", str(MEETS), *SRDI)
    assert (found["turned_by"], [one["title"] for one in found["criteria"]]) == ("both", ["评价"])
    (turn,) = found["criteria"]
    assert (turn["before"]["key"], turn["after"]["key"], turn["turned_by"]) == ("C4", "S6", "standard")
    assert turn["limits"][-1]["status"] == "added"
    left, out, _err = run("compare", str(MEETS), *SRDI)
    assert (left, out.splitlines()[0].rpartition("：")[2]) == (0, "待补充 → 符合，资料和标准都变了，合起来才变")


def test_a_firm_is_compared_as_known_at_two_instants(run: Run, office: str) -> None:
    with tiertrack.open(office) as register:
        before = dt.datetime.now(dt.UTC)
        register.observe("第1家", {"class1_ip": 0}, source="企业填报")
        found = register.compare("第1家", "专精特新", "认定", tiertrack.AsOf(dt.date(2026, 6, 30), before), SUMMER)
        assert isinstance(found, Comparison)
        assert [(turn.change.title, turn.turned_by) for turn in found.turned] == [("知识产权", TurnedBy.FACTS)]
    words = ("compare", "第1家", "--db", office, "--tier", "专精特新", "--on", SUMMER)
    told = answer(run, *words, "--known-at", before.isoformat())
    assert (told["turned_by"], [one["title"] for one in told["criteria"]]) == ("facts", ["知识产权"])
    together = answer(run, *("compare", "--all", *words[2:]), "--known-at", before.isoformat())
    assert [(one["name"], one["turned_by"]) for one in together["firms"]] == [("第1家", "facts")]
    with tiertrack.open(office) as register:
        register.observe("第1家", {"class1_ip": GOOD["facts"]["class1_ip"]}, source="企业填报")


def test_a_register_is_compared_and_those_that_turned_are_written(run: Run, office: str, tmp_path: Path) -> None:
    words = ("compare", "--all", "--db", office, *SRDI)
    found = answer(run, *words)
    assert (found["total"], found["unchanged"], found["apart"]) == (3, 0, 0)
    assert [(one["name"], *_ends(one), one["turned_by"]) for one in found["firms"]] == [
        ("第1家", "unknown", "true", "both"),
        ("第3家", "unknown", "true", "both"),
        ("第2家", "unknown", "false", "standard"),
    ]
    into = tmp_path / "变化.xlsx"
    left, out, _err = run(*words, "--region", "巴南区", "--into", str(into))
    assert (left, out.splitlines()[-1]) == (0, f"变了的 2 家已写入 {into}")
    assert "待补充 → 符合 1 家：资料和标准都变了，合起来才变 1 家" in out
    sheet = openpyxl.load_workbook(into).active
    assert sheet is not None
    heads, first, second = ([str(cell or "") for cell in row] for row in sheet.values)
    assert heads[:7] == ["企业", "信用代码", "地区", "行业", "原结论", "现结论", "因为"]
    assert (first[0], first[4:7]) == ("第1家", ["待补充", "符合", "资料和标准都变了，合起来才变"])
    assert (second[0], second[4:7]) == ("第2家", ["待补充", "不符合", "标准变了"])


def test_a_register_counts_and_lists_the_indicators_that_were_hit_since(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'boards.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        register.enrol(CLEAR["name"], region="500113")
        register.observe(CLEAR["name"], Dossier.from_dict(CLEAR), source="行情")
        before = dt.datetime.now(dt.UTC)
        register.observe(CLEAR["name"], Dossier.from_dict(CHEAP), source="行情")
    into = tmp_path / "变化.csv"
    words = ("--db", url, "--tier", "上市", "--act", "退市", "--board", "主板", "--on", SUMMER)
    asked = ("compare", "--all", *words, "--known-at", before.isoformat())
    left, out, _err = run(*asked)
    assert (left, "待补充 → 触及 1 家：资料变了 1 家" in out, "收盘价 未触及 → 触及（资料变了）" in out) == (
        0,
        True,
        True,
    )
    assert "符合" not in out
    run(*asked, "--into", str(into))
    assert "触及" in into.read_text(encoding="utf-8-sig")
    assert "符合" not in into.read_text(encoding="utf-8-sig")


def _ends(one: dict[str, Any]) -> tuple[str, str]:
    return one["truths"]["before"], one["truths"]["after"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((str(MEETS), "--tier", "专精特新", "--on", SUMMER), "E759"),
        (SRDI, "E701"),
        ((str(MEETS), "--all", *SRDI), "E701"),
        ((str(MEETS), *SRDI, "--into", "x.csv"), "E714"),
        ((str(MEETS), "--tier", "专精特新", "--on", "2020-01-01", "--and", SUMMER), "E501"),
        ((str(MEETS), "--tier", "上市", "--on", SPRING, "--and", SUMMER), "E504"),
        ((str(MEETS), "--tier", "专精特新", "--on", SPRING, "--and", "六月"), "E109"),
    ],
)
def test_what_cannot_be_compared_is_refused(run: Run, words: tuple[str, ...], code: str) -> None:
    left, out, err = run("compare", *words)
    assert (left, out, err[:6]) == (2, "", f"[{code}]")
