"""Who may go for a title, asked of a register: the groups, what each in them lacks, and who is left out of them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import tiertrack
from tests.support.commands import Run, answer
from tiertrack import Act, AsOf, DutyKind, Readiness, Tier, Windows
from tiertrack.facts.credit_code import check_character
from tiertrack.shipped import shipped
from tiertrack.temporal import as_day

ON = ("--on", "2026-06-30")
SRDI = ("--tier", "专精特新", *ON)
# Meets the standard of 2026 and holds the title before.
GOOD: dict[str, Any] = json.loads((shipped("seeds") / "examples" / "meets.json").read_text(encoding="utf-8"))

LARGE = {
    "employees": {"2025": 2260},
    "revenue": {"2025": "91000万元", "2024": "80000万元"},
    "main_revenue": {"2025": "90000万元"},
    "rd_expense": {"2025": "4000万元", "2024": "4000万元"},
}
NEARLY = {"rd_expense": {"2025": "140万元", "2024": "184万元"}}
FAR = {"rd_expense": {"2025": "1万元", "2024": "1万元"}}
OVER = {"from": "2020-01-01", "through": "2022-12-31"}
HELD = [*GOOD["titles"], {"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}]
FIRMS: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "够格": ({}, {}),
    "缺一项": ({"class1_ip": None}, {}),
    "研发差一点": (NEARLY, {}),
    "列入名录": ({"abnormal_list": True}, {}),
    "没有前置称号": ({}, {"titles": [OVER | {"title": title} for title in ("innovative_sme", "tech_sme")]}),
    "太大": (LARGE, {}),
    "太大又差一点": (LARGE | {"rd_expense": {"2025": "2600万元", "2024": "4000万元"}}, {}),
    "太大又差得远": (LARGE | FAR, {}),
    "出过事故": ({"major_incident": True}, {}),
    "差得远": (FAR, {}),
    "两件事": ({"abnormal_list": True, "dishonest_list": True}, {}),
    "已持有": ({}, {"titles": HELD}),
    "在别处": ({}, {"region": "510104"}),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a register with these firms."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'tiertrack.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        for number, (name, (facts, members)) in enumerate(FIRMS.items(), 1):
            code = f"91500113MA000{number:04}"
            given = {**GOOD, "name": f"重庆{name}有限公司（虚构）", "uscc": f"{code}{check_character(code)}", **members}
            given["facts"] = {key: value for key, value in (GOOD["facts"] | facts).items() if value is not None}
            firm = register.enrol(given["name"], uscc=given["uscc"]).enterprise
            register.observe(firm, tiertrack.Dossier.from_dict(given), source="企业填报")
    return url


def groups(found: Mapping[str, Any]) -> dict[str, list[str]]:
    """The firms of each group by the short names above."""
    told: dict[str, list[str]] = {}
    for one in found["candidates"]:
        told.setdefault(one["readiness"], []).append(one["name"].removeprefix("重庆").removesuffix("有限公司（虚构）"))
    return told


def test_those_without_the_title_are_told_in_groups_those_with_the_least_to_do_first(run: Run, office: str) -> None:
    found = answer(run, "candidates", "--db", office, *SRDI)
    assert groups(found) == {
        "qualified": ["在别处", "够格"],
        "lacking": ["缺一项"],
        "near": ["研发差一点", "列入名录", "没有前置称号"],
        "barred": ["太大又差一点", "太大", "出过事故"],
    }
    assert found["counts"] == {
        **{"total": 13, "left_out": 1, "qualified": 2, "lacking": 1, "near": 3, "barred": 3, "unrecorded": 0},
        "far": 3,
    }
    (lacking,) = (one for one in found["candidates"] if one["readiness"] == "lacking")
    assert [one["name"] for one in lacking["missing"]] == ["Ⅰ类知识产权"]


def test_the_text_says_what_is_lacking_how_far_it_is_and_what_no_effort_cures(run: Run, office: str) -> None:
    left, out, _ = run("candidates", "--db", office, *SRDI)
    assert left == 0
    assert (
        "共 13 家（已持有的 1 家不列）：够格 2 家，只缺资料 1 家，差一步 3 家，"
        "硬性条件不符 3 家，没有资料 0 家，其余 3 家差得更远" in out
    )
    assert "   缺 1 项资料：Ⅰ类知识产权" in out
    assert "研发费用：2025年研发费用占营业收入" in out
    assert "（离门槛 10" in out
    assert "   ✗ 经营异常名录：列入经营异常名录" in out
    assert "硬性条件不符 3 家（别的都够或只差一点，这几样短期内改变不了）" in out
    assert "从业人员 2260 人" in out
    assert "转述" not in out.partition("共 13 家")[2]


def test_how_near_one_step_is_can_be_said(run: Run, office: str) -> None:
    near = groups(answer(run, "candidates", "--db", office, *SRDI, "--within", "5%"))["near"]
    assert near == ["列入名录", "没有前置称号"]
    assert "[E116]" in run("candidates", "--db", office, *SRDI, "--within", "120%")[2]


def test_only_those_of_a_region_are_told_of_and_each_is_judged_where_it_is(run: Run, office: str) -> None:
    found = answer(run, "candidates", "--db", office, *SRDI, "--region", "四川省")
    assert (groups(found), found["counts"]["total"]) == ({"qualified": ["在别处"]}, 1)


def test_for_a_review_those_are_asked_about_who_hold_the_title(run: Run, office: str) -> None:
    found = answer(run, "candidates", "--db", office, *SRDI, "--act", "复核")
    assert groups(found) == {"qualified": ["已持有"]}
    assert (found["counts"]["left_out"], found["act"]) == (12, "review")


def test_a_title_that_has_run_out_by_the_day_leaves_nobody_out(office: str) -> None:
    with tiertrack.open(office) as register:
        before, after = (register.candidates(Tier.SRDI_SME, AsOf(as_day(day))) for day in ("2026-12-31", "2027-07-01"))
        before_anything = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        known = register.candidates("专精特新", AsOf(as_day("2026-06-30"), before_anything), Act.RECOGNITION)
    assert (before.left_out, after.left_out) == (1, 0)
    assert (known.total, known.found) == (0, ())
    assert after.of(Readiness.QUALIFIED) == ()


@pytest.mark.parametrize("name", ["候选.csv", "候选.xlsx", "候选.json"])
def test_all_candidates_go_into_a_file_a_firm_a_row(run: Run, office: str, name: str) -> None:
    left, out, _ = run("candidates", "--db", office, *SRDI, "--into", name)
    assert (left, out.splitlines()[-1]) == (0, f"全部已写入 {name}")
    assert "[E829]" in run("candidates", "--db", office, *SRDI, "--into", name)[2]
    if name.endswith(".csv"):
        rows = [*csv.reader(Path(name).read_text(encoding="utf-8-sig").splitlines())]
        assert rows[0] == ["组别", "企业", "信用代码", "地区", "行业", "没有达到的（差多少）", "缺的资料", "按的版本"]
        assert [row[0] for row in rows[1:]] == ["够格"] * 2 + ["只缺资料"] + ["差一步"] * 3 + ["硬性条件不符"] * 3
        assert rows[3][6] == "Ⅰ类知识产权"


WINDOW = ("due", "--on", "2026-05-01", "--within", "60d", "--kind", "申报")


def test_a_window_to_apply_in_is_told_of_to_those_alone_that_may_be_fit(run: Run, office: str) -> None:
    left, out, err = run(*WINDOW, "--db", office)
    assert (left, err) == (0, "")
    assert "重庆已持有有限公司（虚构）" not in out
    assert out.endswith("另有 1 件申报窗口的提醒，按现有资料预计不够格，没有列出。\n")
    (duty,) = answer(run, *WINDOW, "--db", office, "--all-windows")
    assert (duty["outlook"], duty["title"]) == ("false", "little_giant")
    assert duty["what"].startswith("申报窗口至 2026-05-25，预计不够格：")
    assert answer(run, *WINDOW, "--db", office, "--all-windows", "--count")["rows"] == 1
    assert answer(run, *WINDOW, "--db", office, "--count")["rows"] == 0


def test_how_many_windows_were_left_out_is_said_beside_what_has_no_room_for_it(run: Run, office: str) -> None:
    for how in (("--format", "json"), ("--format", "ics"), ("--into", "到期.csv")):
        left, _, err = run(*WINDOW, "--db", office, *how)
        assert (left, err) == (0, "另有 1 件申报窗口的提醒，按现有资料预计不够格，没有列出。\n")
    _, out, _ = run(*WINDOW, "重庆已持有有限公司（虚构）", "--db", office)
    assert "没有列出" in out


def test_neither_the_list_of_firms_nor_a_standing_names_a_window_nobody_is_fit_for(office: str) -> None:
    asof, firm = AsOf(as_day("2026-05-01")), "重庆已持有有限公司（虚构）"
    with tiertrack.open(office) as register:
        account = register.standing(firm, asof)
        (row,) = register.overviews(asof, title="srdi_sme")
        told = [*register.due(asof, "60d", windows=Windows.ALL, limit=1)]
        listed = register.due(asof, "60d", kind="申报")
        assert [*listed] == []
    assert {duty.kind for duty in account.duties} == {DutyKind.YEARLY_UPDATE}
    assert row.next == account.duties[0]
    assert {duty.enterprise for duty in told} == {told[0].enterprise}
    assert listed.left_out == 1


def test_whoever_lacks_facts_is_told_of_a_window() -> None:
    with tiertrack.open("memory:") as register:
        firm = register.enrol("重庆资料不全有限公司（虚构）", region="500113").enterprise
        held = tiertrack.Event(
            title="srdi_sme", kind=tiertrack.EventKind.RECOGNISED, on=as_day("2024-07-01"), document="渝经信〔2024〕5号"
        )
        register.record(firm, held)
        (duty,) = register.due("2026-05-01", "60d", kind="申报")
    assert (duty.outlook, duty.is_unlikely) == (tiertrack.Truth.UNKNOWN, False)


def test_a_register_in_memory_has_no_database_to_ask() -> None:
    with tiertrack.open("memory:") as register, pytest.raises(tiertrack.BadInput, match="E846"):
        register.candidates("专精特新", "2026-06-30")
