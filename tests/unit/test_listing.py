"""上市企业 (the seventh rung): four boards side by side, asked for one by one or all at once, and the day that picks
the edition."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.support.commands import Run
from tiertrack import AsOf, Datum, Dossier, assess, assess_each, climb
from tiertrack.errors import NoEditionInForce, UnknownEdition
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.law.scope import Act, Basis
from tiertrack.law.tiers import Tier
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_text import alternatives_text, assessment_text, criterion_text
from tiertrack.render.ladder_text import climb_data, climb_text
from tiertrack.render.policy.diff_text import diff_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.diff import ClauseStatus, compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_checks import check_rulebook

RULEBOOK = national_rulebook()
LISTINGS = [one for one in RULEBOOK.editions if (one.tier, one.act) == (Tier.LISTED, Act.RECOGNITION)]
ON = dt.date(2026, 6, 30)
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

FIRM: dict[str, Any] = {
    "name": "重庆虚构乙材料股份有限公司",
    "region": "500113",
    "facts": {
        "revenue": {"2025": "5亿元", "2024": "4亿元", "2023": "3亿元"},
        "net_profit_deducted": {"2025": "7000万元", "2024": "5000万元", "2023": "3500万元"},
        "operating_cash_flow": {"2025": "6000万元", "2024": "3000万元", "2023": "2000万元"},
        "rd_expense": {"2025": "3000万元", "2024": "2400万元", "2023": "2000万元"},
        "rd_staff": {"2025": 60},
        "employees": {"2025": 500},
        "invention_patents": 9,
        "software_enterprise": False,
        "market_cap": "20亿元",
        "post_issue_capital": "8000万元",
        "public_offer_share": "25%",
    },
}


def firm(**facts: Any) -> Dossier:
    """The firm that meets the STAR board and ChiNext, with some facts otherwise; None takes a fact away."""
    told = {"public_float_share": "25%", "neeq_innovation_layer": False, **FIRM["facts"], **facts}
    return dossier_from_json(json.dumps({**FIRM, "facts": told}, ensure_ascii=False), "测试")


def listing(dossier: Dossier, board: str, on: dt.date = ON) -> Any:
    return assess(dossier, Tier.LISTED, Act.RECOGNITION, AsOf(on), variant=board)


def every_board(dossier: Dossier, on: dt.date = ON) -> Any:
    return assess_each(dossier, Tier.LISTED, Act.RECOGNITION, AsOf(on))


def truths(answers: Any) -> dict[str, Truth]:
    return {one.edition.variant.key: one.truth for one in answers.assessments}


# --------------------------------------------------------------------------------------------- which edition is encoded

FIRST_DAYS = {
    "main": (
        "2006-05-18",
        "2015-12-30",
        "2018-06-06",
        "2020-07-10",
        "2022-04-08",
        "2023-02-17",
        "2024-04-30",
        "2026-04-24",
    ),
    "star": ("2019-03-01", "2024-04-30", "2025-06-18", "2026-04-24"),
    "chinext": ("2009-05-01", "2014-05-14", "2018-06-06", "2020-06-12", "2024-04-30", "2025-06-18", "2026-04-24"),
    "bse": ("2021-11-01", "2025-04-25", "2026-04-24"),
}


def test_every_board_has_its_editions_and_no_review() -> None:
    encoded: dict[str, tuple[str, ...]] = {}
    for one in LISTINGS:
        assert one.variant is not None
        assert (one.act, one.variant.kind, one.region) == (Act.RECOGNITION, "板块", None)
        encoded[one.variant.key] = (*encoded.get(one.variant.key, ()), str(one.period.start))
    assert encoded == FIRST_DAYS


def test_a_listing_is_a_national_guideline_settled_by_the_committee() -> None:
    assert {one.basis for one in LISTINGS} == {Basis.NATIONAL_GUIDELINE}
    assert {one.settled_on for one in LISTINGS} == {"committee_passed_on"}


def months() -> Iterator[dt.date]:
    return (dt.date(year, month, 1) for year in range(2016, 2029) for month in range(1, 13))


@pytest.mark.parametrize("board", FIRST_DAYS)
def test_on_the_first_of_every_month_a_board_has_one_edition_or_none_before_its_first(board: str) -> None:
    days = [dt.date.fromisoformat(day) for day in FIRST_DAYS[board]]
    for on in months():
        begun = [day for day in days if day <= on]
        if begun:
            edition = RULEBOOK.select(Tier.LISTED, Act.RECOGNITION, on, variant=board)
            assert edition.period.start == begun[-1]
        else:
            with pytest.raises(NoEditionInForce):
                RULEBOOK.select(Tier.LISTED, Act.RECOGNITION, on, variant=board)


def test_the_boards_have_no_fault() -> None:
    assert check_rulebook(RULEBOOK) == ()


# What no document we saw says must be told to whoever reads the answer.
@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("listed:main/recognition/2018", "主板条文只读到句首"),
        ("listed:bse/recognition/2021", "日期未能核实，暂自 11 月 1 日起算"),
        ("listed:main/recognition/2026", "首发数值沿用 2024 年修订"),
        ("listed:star/recognition/2026", "专门指引的内容未能核实"),
        ("listed:bse/recognition/2026", "首发数值是否微调未能核实"),
        ("listed:star/recognition/2019", "首次施行日未能核实"),
        ("listed:star/recognition/2024", "第五套标准不适用增长项〔转述〕"),
        ("listed:chinext/recognition/2020", "首次施行日未能核实"),
        ("listed:chinext/recognition/2024", "路径三的增长率未见是否调整"),
        ("listed:chinext/recognition/2024", "暂不启用，不作判断"),
        ("listed:chinext/recognition/2026", "第四套的行业范围与条文原句未能核实"),
    ],
)
def test_what_could_not_be_verified_stands_in_the_edition(key: str, told: str) -> None:
    edition = RULEBOOK.edition(key)
    said = [edition.citations, *(one.citations for one in edition.criteria), *(note.gist for note in edition.notes)]
    assert any(told in text for text in said)


_PROFITS = "net_profit_deducted:Y-1 net_profit_deducted:Y-2"
_REVENUES = "revenue:Y-1 revenue:Y-2 revenue:Y-3"
_RD = "rd_expense:Y-1 rd_expense:Y-2 rd_expense:Y-3"
_CASH = "operating_cash_flow:Y-1 operating_cash_flow:Y-2 operating_cash_flow:Y-3"
_OFFER = "post_issue_capital public_offer_share market_cap"
READS = {
    "main": f"{_OFFER} {_PROFITS} net_profit_deducted:Y-3 {_REVENUES} {_CASH}",
    "star": f"""{_OFFER} {_PROFITS} {_REVENUES} {_RD} {_CASH} rd_staff:Y-1 employees:Y-1 invention_patents
        software_enterprise star_fifth_standard star_leading_technology star_national_award star_national_project
        star_import_substitution""",
    "chinext": f"{_OFFER} {_PROFITS} revenue:Y-1 revenue:Y-3 {_RD} chinext_growth_sector",
    "main/recognition/2018": "pilot_enterprise",
    "main/recognition/2020": "pilot_enterprise",
    "main/recognition/2022": "pilot_enterprise",
    "chinext/recognition/2009": "revenue:Y-2 revenue:Y-3",
    "chinext/recognition/2018": "pilot_enterprise",
    "chinext/recognition/2025": "chinext_third_sector",
    "star/recognition/2026": "voting_difference",
    "chinext/recognition/2026": "revenue:Y-2 chinext_third_sector chinext_fourth_sector voting_difference",
    "bse": f"""post_issue_capital market_cap {_PROFITS} revenue:Y-1 revenue:Y-2 rd_expense:Y-1 rd_expense:Y-2
        operating_cash_flow:Y-1 weighted_roe:Y-1 weighted_roe:Y-2 net_assets:Y-1 neeq_innovation_layer neeq_listed_on
        neeq_relisted public_offer_shares public_offer_investors post_issue_holders public_float_share
        bse_positioning bse_excluded_sector securities_violation""",
}


# Under the approval system other facts were read, 2018-06-06 on also whether an enterprise was on trial.
APPROVED = {
    *(f"listed:main/recognition/{year}" for year in (2006, 2015, 2018, 2020, 2022)),
    *(f"listed:chinext/recognition/{year}" for year in (2009, 2014, 2018)),
}
_ISSUER = "post_issue_capital uncovered_loss net_assets:Y-1 operating_since"
READS_APPROVED = {
    "main": f"""{_ISSUER} public_offer_share pre_issue_capital intangible_assets:Y-1 {_PROFITS} net_profit_deducted:Y-3
        {_REVENUES} {_CASH} operation_years_waived steady_business_3y issuer_compliance""",
    "chinext": f"{_ISSUER} {_PROFITS} revenue:Y-1 steady_business_2y",
}


@pytest.mark.parametrize("edition", LISTINGS, ids=lambda edition: edition.key)
def test_an_empty_dossier_lacks_exactly_what_the_edition_reads(edition: Edition) -> None:
    assert edition.variant is not None
    on = edition.period.start
    assert on is not None
    of_board = READS_APPROVED if edition.key in APPROVED else READS
    listed = {*of_board[edition.variant.key].split(), *READS.get(edition.key.removeprefix("listed:"), "").split()}
    lacking = {seen.key for seen in edition.explain(Dossier("甲"), on).missing}
    assert lacking == {re.sub(r"Y-(\d)", lambda year: str(on.year - int(year[1])), key) for key in listed}


def test_the_third_set_of_chinext_is_a_note_only_until_it_is_enabled() -> None:
    noted = {one.key for one in LISTINGS if any("暂不启用" in note.gist for note in one.notes)}
    assert noted == {"listed:chinext/recognition/2020", "listed:chinext/recognition/2024"}


def test_a_matter_keeps_its_name_from_edition_to_edition_of_a_board() -> None:
    def changed(old: str, new: str) -> set[tuple[ClauseStatus, str]]:
        before, after = RULEBOOK.edition(f"listed:{old}"), RULEBOOK.edition(f"listed:{new}")
        return {(one.change, one.title) for one in compare(before, after) if one.change is not ClauseStatus.SAME}

    finances = (ClauseStatus.CHANGED, "市值与财务指标")
    assert changed("main/recognition/2023", "main/recognition/2024") == {finances}
    assert changed("main/recognition/2024", "main/recognition/2026") == set()
    assert changed("star/recognition/2019", "star/recognition/2024") == {(ClauseStatus.CHANGED, "科创属性")}
    assert changed("star/recognition/2024", "star/recognition/2025") == {finances}
    assert changed("chinext/recognition/2020", "chinext/recognition/2024") == {
        finances,
        (ClauseStatus.CHANGED, "创业板定位"),
    }
    assert changed("chinext/recognition/2025", "chinext/recognition/2026") == {finances}
    assert changed("bse/recognition/2021", "bse/recognition/2026") == set()


def test_a_comparison_names_the_numbers_that_were_raised() -> None:
    before, after = RULEBOOK.edition("listed:star/recognition/2019"), RULEBOOK.edition("listed:star/recognition/2024")
    told = diff_text(before, after, compare(before, after))
    limits = (
        "收紧（四项指标）　前3年度至上年度研发费用合计不低于 6000 万元 → 不低于 8000 万元",
        "改口径（四项指标，不是软件企业的）　应用于主营业务并能够产业化的发明专利不低于 5 件 → 不低于 7 件",
        "收紧（四项指标）　前3年度至上年度营业收入复合增长率不低于 20% → 不低于 25%",
    )
    assert [line.strip() for line in told.splitlines() if " → " in line] == [*limits]


# ------------------------------------------------------------------------------------------------ one board, all boards


def test_one_board_is_asked_for_by_its_key() -> None:
    answer = listing(firm(), "star")
    assert (answer.truth, answer.edition.key) == (TRUE, "listed:star/recognition/2026")
    assert listing(firm(), "main").truth is FALSE


def test_a_listing_is_never_answered_by_a_board_that_was_not_named() -> None:
    with pytest.raises(NoEditionInForce) as refused:
        assess(firm(), Tier.LISTED, Act.RECOGNITION, AsOf(ON))
    assert str(refused.value) == (
        "[E504] 2026-06-30 的上市企业认定有几个板块，各有标准。请指明一个板块："
        "主板、科创板、创业板、北交所；要全部比较，请用 assess_each"
    )


def test_one_board_met_is_enough_and_nothing_is_missing_then() -> None:
    answers = every_board(firm(public_float_share=None, neeq_innovation_layer=None))
    assert truths(answers) == {"main": FALSE, "star": TRUE, "chinext": TRUE, "bse": UNKNOWN}
    assert (answers.truth, answers.missing) == (TRUE, ())
    assert [one.edition.variant.key for one in answers.met] == ["star", "chinext"]


def test_what_is_missing_is_asked_for_the_boards_still_open() -> None:
    answers = every_board(firm(public_offer_share=None))
    assert truths(answers) == {"main": FALSE, "star": UNKNOWN, "chinext": UNKNOWN, "bse": FALSE}
    assert answers.truth is UNKNOWN
    assert [one.key for one in answers.missing] == ["public_offer_share"]


def test_a_board_the_title_never_had_is_refused_with_the_boards_it_has() -> None:
    with pytest.raises(UnknownEdition, match="没有这个板块（收到：nasdaq）。可用的有 主板、科创板"):
        listing(firm(), "nasdaq")


def test_a_title_without_boards_says_so() -> None:
    with pytest.raises(UnknownEdition, match="专精特新中小企业认定只有一套标准，不分板块等（收到：star）"):
        assess(firm(), Tier.SRDI_SME, Act.RECOGNITION, AsOf(ON), variant="star")


def test_a_board_asked_about_before_it_opened_names_its_own_editions_only() -> None:
    with pytest.raises(NoEditionInForce) as refused:
        listing(firm(), "bse", dt.date(2020, 12, 31))
    told = str(refused.value)
    assert told.startswith(
        "[E501] 2020-12-31 没有可用的上市企业（北交所）认定标准（北交所开市以前）。已收录 上市企业（北交所）/认定/2021"
    )
    assert "科创板" not in told


# -------------------------------------------------------------------------------- the day the committee passed the firm


def passed(day: str, **facts: Any) -> Dossier:
    return firm(committee_passed_on=day, **facts)


@pytest.mark.parametrize(
    ("day", "key", "truth"),
    [
        ("2024-04-29", "listed:main/recognition/2023", TRUE),
        ("2024-04-30", "listed:main/recognition/2024", FALSE),
        (None, "listed:main/recognition/2026", FALSE),
    ],
)
def test_the_committees_day_picks_the_edition(day: str | None, key: str, truth: Truth) -> None:
    answer = listing(firm() if day is None else passed(day), "main")
    assert (answer.edition.key, answer.truth, answer.asof.on) == (key, truth, ON)


def test_a_committees_day_we_had_not_learned_of_does_not_count() -> None:
    learned = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    day = dt.date(2024, 4, 29).toordinal()
    known = attrs.evolve(firm(), data=(*firm().data, Datum("committee_passed_on", None, day, "公告", learned)))
    for known_at, key in ((learned - dt.timedelta(days=1), "2026"), (learned, "2023")):
        answer = assess(known, Tier.LISTED, Act.RECOGNITION, AsOf(ON, known_at), variant="main")
        assert answer.edition.key == f"listed:main/recognition/{key}"
        answers = assess_each(known, Tier.LISTED, Act.RECOGNITION, AsOf(ON, known_at))
        assert answers.assessments[0].edition.key == f"listed:main/recognition/{key}"


def test_a_board_that_had_no_standard_on_the_committees_day_is_not_compared() -> None:
    assert truths(every_board(passed("2020-08-20"))) == {"main": UNKNOWN, "star": TRUE, "chinext": TRUE}
    assert [one.edition.key for one in every_board(passed("2019-07-22")).assessments] == [
        "listed:main/recognition/2018",
        "listed:star/recognition/2019",
        "listed:chinext/recognition/2018",
    ]


def test_a_committees_day_before_every_board_is_named_in_the_refusal() -> None:
    with pytest.raises(NoEditionInForce) as refused:
        every_board(passed("2006-05-17"))
    assert len(refused.value.faults) == len(FIRST_DAYS)
    with pytest.raises(NoEditionInForce) as refused:
        listing(passed("2018-05-01"), "star")
    assert str(refused.value).startswith(
        "[E501] 上市委审议通过日：2018-05-01 没有可用的上市企业（科创板）认定标准。已收录 上市企业（科创板）"
    )


def test_the_answer_says_by_which_day_its_edition_was_picked() -> None:
    assert "按上市委审议通过日 2024-04-29 所适用的版本" in assessment_text(listing(passed("2024-04-29"), "main"))
    for dossier in (firm(), passed("2026-07-01")):
        assert "上市委审议通过日 2" not in assessment_text(listing(dossier, "main"))


# --------------------------------------------------------------------------------------------------------- how it reads


def test_a_share_of_sums_is_told_by_the_two_sums() -> None:
    told = criterion_text(listing(firm(), "star"), "K4")
    assert "2023至2025年研发费用合计占营业收入合计 约 6.17%（合计 7400 万元 / 合计 12 亿元），不低于 5%" in told


def test_a_growth_over_three_years_is_told_by_its_first_and_last() -> None:
    told = criterion_text(listing(firm(), "chinext"), "C4")
    growth = "营业收入复合增长率 约 29.1%（2025年营业收入 5 亿元、2023年营业收入 3 亿元），不低于 25%"
    assert f"2023至2025年{growth}" in told


def test_the_overview_names_what_failed_on_each_board() -> None:
    told = alternatives_text(every_board(passed("2023-06-01", market_cap="1亿元")))
    assert told.splitlines()[1:5] == [
        "✓ 主板：符合",
        "✗ 科创板：不符合 市值与财务指标",
        "✓ 创业板：符合",
        "✗ 北交所：不符合 新三板挂牌、市值与财务指标",
    ]


def lacking(dossier: Dossier) -> dict[str, str]:
    data = climb_data(climb(dossier, AsOf(ON)))["rungs"][-1]
    return data["shortfalls"]  # type: ignore[no-any-return]


def test_the_ladder_tells_what_each_board_came_to_and_what_each_set_lacks() -> None:
    short = firm(market_cap="14亿元", revenue={"2025": "3亿元", "2024": "3亿元", "2023": "3亿元"}, rd_expense={})
    told = climb_text(climb(short, AsOf(ON)))
    assert "标准：待补充（主板不符合、科创板待补充、创业板待补充、北交所不符合）" in told
    main = lacking(short)["main:M3"]
    assert "第二套 预计市值差 36 亿元" in main
    assert "第三套 预计市值差 86 亿元" in main


def test_a_rung_one_board_meets_lacks_nothing() -> None:
    assert lacking(firm()) == {}
    assert "✗" not in climb_text(climb(firm(), AsOf(ON)))


# ----------------------------------------------------------------------------------------------------- the command line


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Writes the firm to a file, with some facts otherwise."""

    def write(**facts: Any) -> str:
        told = {"neeq_innovation_layer": False, **FIRM["facts"], **facts}
        (tmp_path / "firm.json").write_text(json.dumps({**FIRM, "facts": told}), encoding="utf-8")
        return "firm.json"

    return write


def ask(file: str, *more: str, tier: str = "listed", on: str = "2026-06-30") -> tuple[str, ...]:
    return ("assess", file, "--tier", tier, "--on", on, *more)


@pytest.mark.parametrize(
    ("board", "facts", "code", "word"),
    [
        ("star", {}, 0, "可以申报"),
        ("main", {}, 1, "暂不能申报"),
        ("star", {"market_cap": None}, 3, "资料不全，还不能判断"),
        (None, {}, 0, "可以申报"),
        (None, {"post_issue_capital": "2999万元"}, 1, "暂不能申报"),
        (None, {"public_offer_share": None}, 3, "资料不全，还不能判断"),
    ],
)
def test_the_exit_code_is_the_answer_of_the_board_or_of_all(
    run: Run, written: Callable[..., str], board: str | None, facts: dict[str, Any], code: int, word: str
) -> None:
    named = ("--board", board) if board else ()
    left, out, err = run(*ask(written(**facts), *named))
    assert (left, out.split("：")[0], err) == (code, word, "")
    assert run(*ask(written(**facts), *named, "--format", "json"))[0] == code


def test_all_boards_are_told_line_by_line_then_each_in_full(run: Run, written: Callable[..., str]) -> None:
    _, out, _ = run(*ask(written(), "--full"))
    assert out.splitlines()[:5] == [
        "符合 · 上市企业 · 认定 · 2026-06-30（4 个板块，符合其一即可）",
        "✗ 主板：不符合 市值与财务指标",
        "✓ 科创板：符合",
        "✓ 创业板：符合",
        "✗ 北交所：不符合 新三板挂牌",
    ]
    assert [line for line in out.splitlines() if "· 认定 · 2026-06-30" in line][1:] == [
        "不符合 · 上市企业（主板） · 认定 · 2026-06-30",
        "符合 · 上市企业（科创板） · 认定 · 2026-06-30",
        "符合 · 上市企业（创业板） · 认定 · 2026-06-30",
        "不符合 · 上市企业（北交所） · 认定 · 2026-06-30",
    ]


def test_json_of_one_board_is_an_assessment(run: Run, written: Callable[..., str]) -> None:
    _, out, _ = run(*ask(written(), "--board", "chinext", "--format", "json"))
    answer = json.loads(out)
    assert (answer["truth"], answer["variant"], answer["basis"]) == ("true", "chinext", "national_guideline")
    assert answer["edition"]["key"] == "listed:chinext/recognition/2026"
    assert [one["key"] for one in answer["criteria"]] == ["C1", "C2", "C3", "C4"]
    assert "variants" not in answer


def test_json_of_all_boards_has_the_members_of_an_assessment_and_every_answer(
    run: Run, written: Callable[..., str]
) -> None:
    _, out, _ = run(*ask(written(), "--format", "json"))
    answer = json.loads(out)
    assert {"truth", "tier", "act", "on", "edition", "criteria", "missing", "met", "variants"} <= set(answer)
    assert answer["edition"]["key"] == "listed/recognition"
    assert [(one["key"], one["truth"]) for one in answer["criteria"]] == [
        ("main", "false"),
        ("star", "true"),
        ("chinext", "true"),
        ("bse", "false"),
    ]
    assert answer["missing"] == []
    assert answer["met"] == ["listed:star/recognition/2026", "listed:chinext/recognition/2026"]
    assert [one["variant"] for one in answer["variants"]] == ["main", "star", "chinext", "bse"]
    assert {"key", "truth", "text", "citation", "observed", "shortfall", "missing"} == set(answer["criteria"][0])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ask("firm.json", "--board", "nasdaq"),
            "[E505] 上市企业认定没有这个板块（收到：nasdaq）。可用的有 主板、科创板、创业板、北交所",
        ),
        (ask("firm.json", "--board", "star", tier="srdi_sme"), "[E505] 专精特新中小企业认定只有一套标准，不分板块等"),
        (ask("firm.json", "--board", "main", on="2006-05-17"), "[E501] 2006-05-17 没有可用的上市企业（主板）认定标准"),
        (ask("firm.json", on="2006-05-17"), "[E501] 2006-05-17 没有可用的上市企业认定标准"),
        (ask("firm.json", "--act", "review"), "[E501] 2026-06-30 没有可用的上市企业复核标准"),
    ],
)
def test_a_board_that_cannot_answer_is_one_message_and_leaves_with_2(
    run: Run, written: Callable[..., str], words: tuple[str, ...], told: str
) -> None:
    written()
    left, out, err = run(*words)
    assert (left, out) == (2, "")
    assert err.startswith(told), err


def test_a_board_named_answers_though_the_others_had_no_standard_on_the_committees_day(
    run: Run, written: Callable[..., str]
) -> None:
    left, out, _ = run(*ask(written(committee_passed_on="2020-08-20"), "--board", "star"))
    assert (left, "listed" in out) == (0, False)
    assert "按上市委审议通过日 2020-08-20 所适用的版本" in out


def test_the_order_of_the_boards_is_that_of_publication() -> None:
    def boards(editions: list[Edition]) -> list[str]:
        return list(dict.fromkeys(one.variant.key for one in editions if one.variant))

    assert boards(LISTINGS) == ["main", "star", "chinext", "bse"]
