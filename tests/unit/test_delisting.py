"""Whether a listed enterprise has to leave its board: what the answer says of indicators, and where it is not asked."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.support.commands import Run
from tiertrack import BadInput, Dossier, NoEditionInForce, assess, notice, summarise, to_dict, to_text
from tiertrack.facts.plausibility import doubts
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES, acts_of, title_of
from tiertrack.logic.truth import Truth
from tiertrack.render.chart_rows import chart_rows
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.edition_years import unchanged_since

ON = "2026-06-30"
CLEAR: dict[str, Any] = {
    "days_price_below_1": 0,
    "days_cap_below_300m": 0,
    "days_cap_below_500m": 0,
    "volume_120d": 90_000_000,
    "days_holders_below_2000": 0,
    "net_profit_deducted": {"2025": "300万元", "2024": "100万元"},
    "total_profit": {"2025": "200万元", "2024": "200万元"},
    "revenue_deducted": {"2025": "2.5亿元", "2024": "2.9亿元"},
    "net_assets": {"2025": "4亿元", "2024": "4亿元"},
    "audit_opinion": {"2025": "无保留意见", "2024": "无保留意见"},
    "restated_delisting": False,
    "occupation_uncorrected": False,
    "conduct_delisting": False,
    "falsification_found": False,
    "grave_violation": False,
}


def firm(**facts: Any) -> dict[str, Any]:
    return {"name": "重庆虚构丁股份有限公司", "facts": {**CLEAR, **facts}}


def asked(**facts: Any) -> Any:
    return assess(Dossier.from_dict(firm(**facts)), "上市企业", "退市", ON, variant="主板")


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    def write(**facts: Any) -> str:
        path = tmp_path / "firm.json"
        path.write_text(json.dumps(firm(**facts), ensure_ascii=False), encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(
    ("facts", "left", "begins"),
    [
        ({"days_price_below_1": 20}, 0, "触及退市指标：按"),
        ({}, 1, "未触及退市指标：按"),
        ({"volume_120d": None}, 3, "资料不全，还不能判断：按"),
    ],
)
def test_the_exit_code_is_that_of_an_indicator_being_hit(
    run: Run, written: Callable[..., str], facts: dict[str, Any], left: int, begins: str
) -> None:
    code, out, _ = run("assess", written(**facts), "--tier", "上市企业", "--act", "退市", "--board", "主板", "--on", ON)
    assert (code, out.startswith(begins)) == (left, True), out


@pytest.mark.parametrize(
    ("on", "days", "said"),
    [
        ("2024-09-30", 1, 0),
        ("2024-10-30", 1, None),
        ("2024-11-05", 20, 5),
        ("2024-11-05", 5, None),
        # Saturday and Sunday add nothing.
        ("2024-11-10", 9, 8),
        ("2024-11-25", 20, 19),
        ("2024-11-26", 20, None),
        ("2026-06-30", 400, None),
    ],
)
def test_a_count_that_cannot_have_come_so_far_by_the_day_is_doubted(on: str, days: int, said: int | None) -> None:
    told = f"⚠ 数值可疑：自2024-10-30起连续收盘总市值低于5亿元的交易日数多于到 {on} 为止的 {said} 个工作日"
    dossier = Dossier.from_dict({"name": "丁公司", "facts": {"days_cap_below_500m": days}})
    found = assess(dossier, "上市企业", "退市", on, variant="主板")
    for length in ("whole", "screen"):
        lines = to_text(found, brief=length).splitlines()
        assert any(line.startswith(told) for line in lines) is (said is not None)
    (judged,) = (one for one in found.criteria if one.criterion.key == "DT2")
    assert said is None or judged.truth is not Truth.TRUE
    # In a table of many as well.
    (doubt,) = (one for one in doubts(["days_cap_below_500m"], dt.date.fromisoformat(on)))
    assert bool(doubt.holds(days)) is (said is not None)


def test_the_screen_names_what_is_hit_then_what_is_near_and_the_consequence() -> None:
    told = to_text(asked(net_assets={"2025": "-1万元", "2024": "4亿元"}, days_price_below_1=17), brief="screen")
    first, _day, since, hit, near, *_ = told.splitlines()
    assert first.endswith("重庆虚构丁股份有限公司（上市企业（主板）），后果为退市风险警示（*ST）")
    assert since == "触及 1 项，未触及 12 项（所依标准自 2026-01-01 起适用）"
    said = "  触及 期末净资产：2025年净资产 -1 万元，低于 0 元；自 2025 年年报披露之日起　财务类强制退市"
    assert hit == f"{said}（这一项自 2021-01-01 起）"
    assert near.startswith("  接近 收盘价：连续收盘价低于1元的交易日数差 3 个交易日（离门槛 15%）")
    assert near.endswith("（这一项自 2020-12-31 起）")


@pytest.mark.parametrize(
    ("edition", "indicator", "since"),
    [
        ("main/delisting/2026", "DT1", "2020-12-31"),
        ("main/delisting/2024", "DT2", "2020-12-31"),
        ("main/delisting/2026", "DT2", "2024-11-26"),
        ("main/delisting/2024-11", "DF1", "2021-01-01"),
        ("main/delisting/2026", "DF1", "2025-01-01"),
        ("main/delisting/2026", "DF2", "2021-01-01"),
        ("main/delisting/2026", "DF5", "2026-01-01"),
        ("main/delisting/2026", "DG1", "2024-04-30"),
        ("bse/delisting/2023", "DF1", "2022-01-01"),
    ],
)
def test_an_indicator_may_be_older_than_the_edition_of_the_year(edition: str, indicator: str, since: str) -> None:
    rules = national_rulebook()
    found = rules.edition(f"listed:{edition}")
    assert str(unchanged_since(rules.editions, found, found.criterion(indicator))) == since


def test_where_nothing_is_near_the_nearest_is_named() -> None:
    told = to_text(asked(days_price_below_1=10), brief="message")
    assert "最近的是 收盘价：连续收盘价低于1元的交易日数差 10 个交易日（离门槛 50%）" in told
    assert not {"✗", "✓"} & set(told)


@pytest.mark.parametrize(("days", "since"), [(20, "；2026-06-30 当日满"), (23, "；2026-06-30 以前 3 个交易日已满")])
def test_of_counted_days_it_is_said_when_there_were_enough(days: int, since: str) -> None:
    answer = asked(days_price_below_1=days)
    assert since in to_text(answer, brief="screen")
    assert f"\n    {since.removeprefix('；')}\n" in to_text(answer)


def test_what_is_left_until_an_indicator_is_hit_is_no_advice_and_nothing_at_all_is_not_near() -> None:
    loss = {"net_profit_deducted": {"2025": "-1万元", "2024": "100万元"}}
    told = to_text(asked(**loss, revenue_deducted={"2025": "3亿元", "2024": "9亿元"}), brief="screen")
    assert "接近 亏损与营业收入：2025年扣除后营业收入距触及 0.01 元" in told
    assert "须减少" not in told
    # No day of twenty, and the net assets are far from nothing.
    assert not {"接近", "最近"} & {*re.findall("接近|最近", to_text(asked(), brief="screen"))}


def test_a_size_nobody_asks_for_is_not_told_to_be_missing() -> None:
    assert "规模" not in to_text(asked()) + to_text(asked(), brief="screen")


def test_a_line_names_what_is_hit() -> None:
    assert to_text(asked(days_price_below_1=20, days_cap_below_500m=20), brief="line") == (
        "触及退市指标 · 上市企业（主板） · 退市 · 2026-06-30　重庆虚构丁股份有限公司　触及 收盘价、收盘总市值"
    )


def test_the_whole_text_tells_what_is_hit_first_and_the_data_keep_the_truth() -> None:
    answer = asked(grave_violation=True)
    lines = [line for line in to_text(answer).splitlines() if line.startswith(("触及 ", "未触及 "))]
    assert [line.split("：")[0] for line in lines][:2] == ["触及 重大违法", "未触及 收盘价"]
    data = to_dict(answer)
    assert (data["truth"], data["act"], data["verdict"]) == ("true", "delisting", "触及退市指标")
    assert {one["key"] for one in data["criteria"] if one["truth"] == "true"} == {"DV2"}
    verdicts = {row["key"]: row["verdict"] for row in chart_rows(answer)}
    assert (verdicts["DV2"], verdicts["DT1"]) == ("触及", "未触及")


FIRMS = pl.DataFrame({"name": ["甲", "乙"], "days_price_below_1": [20, 19]})


def test_many_firms_are_counted_by_what_they_hit() -> None:
    found = summarise(FIRMS, "上市企业", "退市", ON, variant="主板")
    assert (found.met, found.failed, found.open) == (1, 0, 1)
    assert "共 2 家：触及 1，未触及 0，待补充 1（可能触及的最多 2 家）" in to_text(found)


def columns(**facts: Any) -> dict[str, Any]:
    by_year = [(name, told) if isinstance(told, dict) else (name, {"": told}) for name, told in (CLEAR | facts).items()]
    return {f"{name}:{year}".rstrip(":"): value for name, told in by_year for year, value in told.items()}


def test_those_near_an_indicator_are_told_by_the_nearest_one_alone(run: Run, tmp_path: Path) -> None:
    loss = {"net_profit_deducted": {"2025": "-1万元", "2024": "100万元"}}
    rows = [
        columns(days_price_below_1=18),
        columns(days_price_below_1=15),
        columns(**loss, revenue_deducted={"2025": "3.3亿元", "2024": "9亿元"}),
    ]
    frame = pl.DataFrame([{"name": f"重庆虚构{number}号股份有限公司", **row} for number, row in enumerate(rows)])
    path = tmp_path / "firms.csv"
    frame.write_csv(path)
    _, out, _ = run("screen", str(path), "--tier", "上市企业", "--act", "退市", "--board", "主板", "--on", ON, "--near")
    assert "接近退市指标的企业 2 家（由近到远）" in out
    assert "   接近 交易类强制退市 收盘价：连续收盘价低于1元的交易日数差 2 个交易日（离门槛 10%）" in out
    assert "重庆虚构1号" not in out
    assert "硬性条件" not in out


def test_a_firm_is_never_judged_by_a_board_that_was_not_named(run: Run, written: Callable[..., str]) -> None:
    told = "[E504] 2026-06-30 的上市企业退市有几个板块，各有标准。请指明一个板块：主板、科创板、创业板、北交所；"
    code, _, err = run("assess", written(), "--tier", "上市企业", "--act", "退市", "--on", ON)
    assert (code, err.startswith(told)) == (2, True), err
    with pytest.raises(NoEditionInForce, match=r"\[E504\].*一家企业只在一个板块"):
        summarise(FIRMS, Tier.LISTED, Act.DELISTING, ON)


def test_only_a_listing_can_be_lost_by_an_indicator() -> None:
    assert [title for title in TITLES if Act.DELISTING in acts_of(title_of(title))] == ["listed"]
    with pytest.raises(NoEditionInForce, match=r"\[E766\] 高新技术企业没有“退市”这一事项.*可以问的有 认定、复核"):
        assess(Dossier.from_dict(firm()), "高企", "退市", ON)


def test_nobody_applies_to_be_delisted(run: Run, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\[E767\] 退市不是可以申报的事项"):
        notice(Dossier.from_dict(firm()), "上市企业", ON, "退市", variant="主板")
    path = tmp_path / "firms.csv"
    FIRMS.write_csv(path)
    rules = ("--from", "listed:main/delisting/2020", "--to", "listed:main/delisting/2021")
    code, out, err = run("impact", str(path), *rules, "--on", "2021-06-30")
    assert (code, out) == (2, "")
    assert err.startswith("[E767] 退市不是可以申报的事项（收到：退市）。是否触及退市指标请用 assess")


def test_for_whom_an_edition_answers_without_reasons_it_answers_the_same() -> None:
    edition = national_rulebook().edition("listed:main/delisting/2026")
    for facts, truth in (({"days_price_below_1": 20}, True), ({}, False), ({"volume_120d": None}, None)):
        dossier = Dossier.from_dict(firm(**facts))
        assert edition.verdict(dossier, dt.date.fromisoformat(ON)) is truth
        assert edition.explain(dossier, dt.date.fromisoformat(ON)).truth is Truth.of(truth)
        judged, deciding = edition.judge(dossier, dt.date.fromisoformat(ON))
        assert (judged, len(deciding)) == (truth, len(edition.criteria) if truth is False else 0)
