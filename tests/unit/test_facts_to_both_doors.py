"""A table that people hand in means the same to an import and to a screening, and what is left out of it is said."""

from __future__ import annotations

import csv
import datetime as dt
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

import tiertrack
from tests.support.commands import Run, answer
from tests.support.sheets import GOOD, written
from tests.unit.test_screened_files import ABOVE_SCALE
from tiertrack.errors import BadFrame, BadInput
from tiertrack.facts.not_found import NotFound
from tiertrack.register_reports import ImportReport
from tiertrack.screening.file_table import Reading
from tiertrack.screening.files import FileSource
from tiertrack.screening.results import Screening

pytestmark = pytest.mark.usefixtures("own_folder")

SRDI = ("--tier", "srdi_sme", "--on", "2026-06-30")
SCALE = ("--tier", "above_scale", "--on", "2026-06-30")
REVENUE = "2025年主营业务收入（元）"


def table(text: str, name: str = "表.csv") -> str:
    Path(name).write_bytes(text.encode())
    return name


def screened(run: Run, file: str, *words: str) -> dict[str, int]:
    return answer(run, "screen", file, *SCALE, *words)["counts"]  # type: ignore[no-any-return]


def screen(file: str, **how: Any) -> Screening:
    return FileSource(Path(file), Reading(**how)).screen(ABOVE_SCALE)


def bring_in(file: str, **how: Any) -> ImportReport:
    with tiertrack.open("memory:") as register:
        return register.import_facts(Path(file), **{"source": "企业填报", **how})


DOORS: list[Callable[..., Screening | ImportReport]] = [screen, bring_in]


# ---------------------------------------------------------------------------------------------------- one reading


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("E431", f"企业名称,行业,{REVENUE}\n甲公司,C3484\n"),
        ("E431", f"企业名称,行业,{REVENUE}\n甲公司,C3484,30000000,余\n"),
        ("E432", f"企业名称,行业,{REVENUE}\n,C3484,30000000\n"),
        ("E205", f"统一社会信用代码,行业,{REVENUE}\n91500113MA0000015R,C3484,30000000\n"),
        ("E465", f"企业名称,统一社会信用代码,{REVENUE}\n甲公司,9.15E+17,30000000\n"),
        ("E465", f"企业名称,统一社会信用代码,{REVENUE}\n甲公司,915001130000000000,30000000\n"),
        ("E202", f"企业名称,统一社会信用代码,{REVENUE}\n甲公司,915000002O286320X6,30000000\n"),
        ("E207", f"企业名称,证券代码,{REVENUE}\n甲公司,1696,30000000\n"),
        ("E203", f"企业名称,地区,{REVENUE}\n甲公司,月球,30000000\n"),
        ("E422", f"企业名称,名称,{REVENUE}\n甲公司,甲公司,30000000\n"),
        ("E423", "企业名称,2025年从业人员（户）\n甲公司,3\n"),
        ("E424", "企业名称,2025年成立日期\n甲公司,2019-01-01\n"),
        ("E425", "企业名称,主营业务收入（元）\n甲公司,30000000\n"),
        ("E426", f"行业,{REVENUE}\nC3484,1\n"),
        ("E415", f"企业名称,行业,{REVENUE}\n其他,C3484,1\n"),
        *(
            (code, f"企业名称,行业,{REVENUE}\n{name},C3484,1\n")
            for code, name in (
                ("E415", "张三"),
                ("E415", "技术支持：重庆某某软件有限公司"),
                ("E415", "以上企业公示五天"),
                ("E417", "重庆渝盛有限公司、重庆丁丁有限公司"),
                ("E417", "重庆渝盛有限公司重庆丁丁有限公司"),
                ("E417", "重庆渝盛厂重庆丁丁厂"),
                ("E417", "重庆甲乙机械厂成都丙丁机械厂"),
                ("E418", "重庆渝盛有限公司（暂缓）"),
                ("E486", "重庆渝盛有限公司（原渝北区）"),
                *(("E413", f"重庆{odd}益有限公司") for odd in ("\ue000", "\ufffd", "□", "■", "〓")),
                ("E415", "重庆?益有限公司"),
                ("E413", "□庆渝益有限公司"),
            )
        ),
        ("E460", "附件\n甲公司\n"),
        ("E429", "企业名称,营业收入:0025（元）\n甲公司,1\n"),
        ("E411", ""),
        ("E411", f"企业名称,行业,{REVENUE}\n,,\n"),
        ("E412", f'企业名称,行业,{REVENUE}\n"甲公司,C3484,1\n'),
        ("E435", "企业名称,年度,主营业务收入（元）\n甲公司,25,1\n"),
        ("E433", "企业名称,年度,主营业务收入（元）\n甲公司,,1\n"),
        ("E434", "企业名称,年度,主营业务收入（元）\n甲公司,2025,1\n甲公司,2025,2\n"),
        ("E437", f"企业名称,{REVENUE}\n甲公司,1\n"),
    ],
)
def test_what_an_import_refuses_a_screening_refuses_by_the_same_code(code: str, text: str) -> None:
    file, how = table(text), {"not_found": ["员工=0"]} if code == "E437" else {}
    for door in DOORS:
        with pytest.raises(BadInput) as refused:
            door(file, **how)
        assert code in [fault.code for fault in refused.value.faults], door


@pytest.mark.parametrize(
    "written",
    [
        "1.重庆丁丁有限公司",
        "（3）重庆丁丁有限公司",
        "*重庆丁丁有限公司",
        "重庆丁丁有限公司（原：重庆丁丁厂）",
        "①重庆丁丁有限公司",
    ],
)
def test_what_stands_beside_a_name_is_read_as_in_a_list_of_titles(written: str) -> None:
    file = table(f"企业名称,行业,{REVENUE}\n{written},C3484,30000000\n")
    assert screen(file).rows[0]["name"] == "重庆丁丁有限公司"
    report = bring_in(file)
    assert report.enterprises == ("重庆丁丁有限公司",)
    assert any("事实表不登记曾用名" in note for note in report.reading.notes) == ("原" in written)


@pytest.mark.parametrize("unseen", ["\u200b", "\xad", "\u2060", "\ufe0f", "\u3164", "\u034f"])
def test_what_nobody_sees_at_the_end_of_a_name_is_not_of_it(unseen: str) -> None:
    file = table(f"企业名称,行业,{REVENUE}\n重庆丁丁有限公司{unseen},C3484,30000000\n")
    assert screen(file).rows[0]["name"] == "重庆丁丁有限公司"
    assert bring_in(file).enterprises == ("重庆丁丁有限公司",)
    assert tiertrack.Dossier.from_dict({"name": f"重庆丁丁有限公司{unseen}"}).name == "重庆丁丁有限公司"


def test_a_code_vouches_for_a_name_that_ends_as_none_does_but_for_no_total() -> None:
    text = "企业名称,统一社会信用代码,行业,{}\n{},91500113MA0000015Q,C3484,1\n"
    assert bring_in(table(text.format(REVENUE, "渝盛机械"))).enterprises == ("渝盛机械",)
    for name in ("合计", "注：渝盛机械", "渝北区"):
        with pytest.raises(BadInput) as refused:
            bring_in(table(text.format(REVENUE, name)))
        assert [fault.code for fault in refused.value.faults] == ["E415"]


def test_rows_with_nothing_in_them_are_no_firms(run: Run) -> None:
    text = f"企业名称,行业,{REVENUE}\n\n甲公司,C3484,30000000\n,,\n  ,,\n乙公司,C3484,1\n\n"
    assert screened(run, table(text)) == {"total": 2, "true": 1, "false": 1, "unknown": 0}


@pytest.mark.parametrize("nothing", ["—", "-", "——", "…", "……", "N/A", "/", "null"])
def test_a_sign_for_nothing_is_an_empty_cell_and_is_said_once(nothing: str) -> None:
    file = table(f"企业名称,统一社会信用代码,行业,成立日期,{REVENUE}\n重庆甲公司,{nothing},C3484,无,{nothing}\n")
    for door in DOORS:
        assert door(file).reading.notes[-1] == "有 3 格写的是“—”“N/A”之类，当作空格"
    assert screen(file).open == 1
    long = table(f"企业名称,年度,主营业务收入（元）\n重庆甲公司,,{nothing}\n重庆甲公司,2025,1\n,,{nothing}\n")
    assert bring_in(long).observations == 1
    assert (found := screen(long)).met + found.failed + found.open == 1


def test_where_it_may_say_that_there_is_none_the_word_for_it_is_no_empty_cell() -> None:
    for door in DOORS:
        with pytest.raises(BadInput) as refused:
            door(table(f"企业名称,行业,{REVENUE}\n重庆甲公司,C3484,无\n"))
        assert [fault.code for fault in refused.value.faults] == ["E101"]


def test_the_key_of_a_choice_is_no_empty_cell_whatever_word_it_is() -> None:
    text = f"企业名称,行业,研发机构最高级别,{REVENUE}\n重庆甲公司,C3484,{{}},30000000\n"
    for door in DOORS:
        assert not any("当作空格" in note for note in door(table(text.format("none"))).reading.notes)
    assert [bring_in(table(text.format(said))).observations for said in ("none", "没有", "—")] == [2, 2, 1]


@pytest.mark.parametrize(
    "said",
    [
        "单位：万元",
        "（金额单位： 人民币万元）",
        "2025年情况表（单位：万元、人）",
        "金额单位（万元）",
        "币种：人民币 单位：万元",
    ],
)
def test_a_unit_above_the_headings_is_that_of_amounts_without_one(run: Run, said: str) -> None:
    file = table(f"{said},,\n企业名称,行业,2025年主营业务收入\n重庆甲有限公司,C3484,3000\n重庆乙有限公司,C3484,1\n")
    assert screened(run, file) == {"total": 2, "true": 1, "false": 1, "unknown": 0}
    for door in DOORS:
        assert "没有写单位的金额，照标题上方写的万元读" in door(file).reading.notes
        assert door(file, money_unit="万元").reading.notes[-1:] == ("标题在第 2 行",)


@pytest.mark.parametrize(
    ("above", "heading", "option"),
    [
        ("单位：万元", "2025年主营业务收入", "元"),
        ("单位：万元", "2025年主营业务收入（元）", None),
        ("单位：元", "2025年主营业务收入（万元）", "万元"),
        ("单位：元 或 单位：万元", "2025年主营业务收入", None),
    ],
)
def test_a_unit_above_the_headings_that_another_contradicts_is_refused(
    above: str, heading: str, option: str | None
) -> None:
    file = table(f"{above},,\n企业名称,行业,{heading}\n重庆甲有限公司,C3484,3000\n")
    for door in DOORS:
        with pytest.raises(BadInput) as refused:
            door(file, money_unit=option)
        assert [(fault.code, fault.place) for fault in refused.value.faults] == [("E103", "表.csv 第 1 行")]


@pytest.mark.parametrize(
    "above", ["单位：万元（美元）", "单位：万美元", "金额单位（千港元）", "币种：USD", "货币: 欧元"]
)
@pytest.mark.parametrize("heading", ["2025年主营业务收入", "2025年主营业务收入（万元）"])
def test_foreign_money_above_the_headings_is_refused(above: str, heading: str) -> None:
    file = table(f"{above},,\n企业名称,行业,{heading}\n重庆甲有限公司,C3484,3000\n")
    for door in DOORS:
        with pytest.raises(BadInput) as refused:
            door(file, money_unit="万元")
        assert [(fault.code, fault.place) for fault in refused.value.faults] == [("E423", "表.csv 第 1 行")]


@pytest.mark.parametrize(
    ("heading", "word", "code"),
    [
        ("单位", "万元", "E103"),
        ("金额单位", "亿", "E103"),
        ("单位", "万美元", "E423"),
        ("币种", "美元", "E423"),
        ("币种", "USD", "E423"),
        ("单位", "元", None),
        ("币种", "人民币", None),
        ("币种", "元", None),
        ("单位", "重庆某单位", None),
    ],
)
def test_a_column_of_units_that_are_not_those_of_the_amounts_is_refused(
    heading: str, word: str, code: str | None
) -> None:
    rows = "".join(f"重庆甲{number}有限公司,C3484,30000000,{word}\n" for number in range(90))
    file = table(f"企业名称,行业,{REVENUE},{heading}\n{rows}")
    for door in DOORS:
        if code is None:
            door(file)
            continue
        with pytest.raises(BadInput) as refused:
            door(file)
        assert [(fault.code, fault.place) for fault in refused.value.faults] == [(code, f"表.csv 第 2 行 {heading} 列")]


def test_who_hands_a_table_in_is_no_unit_and_a_cell_may_say_its_own(run: Run) -> None:
    for above, cell in (("单位：元达科技", "3000万元"), ("单位：元", "3000万元"), ("单位：万", "3000万元")):
        file = table(f"{above},,\n企业名称,行业,2025年主营业务收入\n重庆甲有限公司,C3484,{cell}\n")
        assert screened(run, file)["true"] == 1


@pytest.mark.parametrize(
    ("heading", "place"), [("名称", "地区"), ("企业名称", "所在地"), ("name", "region"), ("*单位名称", "所属区县")]
)
def test_a_firm_and_its_place_have_the_same_headings_at_both_doors(heading: str, place: str) -> None:
    file = table(f"{heading},{place},行业,{REVENUE}\n甲公司,巴南区,C3484,30000000\n")
    found, report = screen(file), bring_in(file)
    assert (found.rows[0]["name"], found.rows[0]["region"], found.unread) == ("甲公司", "500113", ())
    assert (report.enterprises, report.unread) == (("甲公司",), ())


def test_a_workbook_is_screened_as_the_same_table_in_csv_is(run: Run, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([*GOOD])
    workbook.active.append([int(cell) if cell in ("86", "4") else cell for cell in GOOD.values()])
    workbook.save("表.xlsx")
    written(tmp_path, GOOD)
    book, sheet = (answer(run, "screen", file, *SRDI) for file in ("表.xlsx", "表.csv"))
    assert book == sheet
    assert book["counts"]["true"] == 1


def test_a_formula_is_refused_in_a_workbook_and_a_day_that_is_a_number_is_read(run: Run) -> None:
    workbook = openpyxl.Workbook()
    for row in (
        ["企业名称", "2025年主营业务收入（元）", "成立日期"],
        ["甲公司", "=1+1", 43536],
        ["乙公司", "=1+2", 43537],
    ):
        workbook.active.append(row)
    workbook.save("表.xlsx")
    left, _out, err = run("screen", "表.xlsx", *SCALE)
    assert left == 2
    # One cause is told once.
    assert [line[:6] for line in err.splitlines()] == ["[E453]"]
    assert "共 2 格" in err


def test_a_column_of_that_name_does_not_collide_with_the_number_of_the_row(run: Run) -> None:
    text = f"第几行,企业名称,行业,{REVENUE}\n1,甲公司,C3484,30000000\n"
    assert screened(run, table(text))["true"] == 1
    pl.DataFrame(
        {"第几行": [7], "name": ["甲公司"], "industry": ["C3484"], "main_revenue:2025": [3_000_000_000]}
    ).write_parquet("表.parquet")
    assert screened(run, "表.parquet")["true"] == 1


def test_a_parquet_without_any_column_that_is_asked_for_is_refused_by_name(run: Run) -> None:
    pl.DataFrame({"foo": [1]}).write_parquet("表.parquet")
    left, _out, err = run("screen", "表.parquet", *SCALE)
    assert left == 2
    assert "[E832]" in err


def test_all_faults_of_a_table_are_told_at_once(run: Run) -> None:
    text = f"企业名称,行业,{REVENUE}\n甲公司,C3484,五千万\n,C3484,1\n乙公司,C3484\n丙公司,工业,1\n丁公司,C3484,一亿\n"
    _left, _out, err = run("screen", table(text), *SCALE)
    assert sorted(line[:6] for line in err.splitlines()) == ["[E101]", "[E206]", "[E431]", "[E432]"]
    assert "有 2 格读不出来" in err


# ------------------------------------------------------------------------------------------------- a firm once


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [
        ("企业名称,统一社会信用代码", "甲公司,91500113MA0000015Q", "甲的新名,91500113ma0000015q"),
        ("企业名称,统一社会信用代码", "甲公司,91500113MA0000015Q", "甲公司,"),
        ("企业名称,统一社会信用代码", "甲（重庆）公司,", "甲(重庆)公司,"),
    ],
)
def test_a_firm_on_two_rows_of_a_wide_table_is_refused_by_their_numbers(
    run: Run, headings: str, first: str, second: str
) -> None:
    left, _out, err = run("screen", table(f"{headings},{REVENUE}\n乙公司,,1\n{first},1\n{second},1\n"), *SCALE)
    assert left == 2
    assert "[E831]" in err
    assert "（第 3、4 行）" in err


def test_two_firms_of_one_name_are_told_apart_by_their_codes(run: Run) -> None:
    text = f"企业名称,统一社会信用代码,{REVENUE}\n甲公司,91500113MA0000015Q,1\n甲公司,91500113MA0000023K,1\n"
    assert screened(run, table(text))["total"] == 2


def test_a_table_with_a_row_for_each_year_is_a_row_for_each_firm(run: Run) -> None:
    text = (
        "企业名称,所在地,行业,年度,营业收入（万元）,主营业务收入（万元）\n"
        "乙公司,巴南区,C3484,2025,6000,1000\n甲公司,巴南区,C3484,2024,5000,4000\n甲公司,,C3484,2025年,5200,4900\n"
    )
    assert screened(run, table(text), "--into", "出.csv", "--headings", "keys") == {
        "total": 2,
        "true": 1,
        "false": 1,
        "unknown": 0,
    }
    with Path("出.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["name"], row["region"], row["truth"]) for row in csv.DictReader(file)]
    assert rows == [("乙公司", "500113", "false"), ("甲公司", "500113", "true")]


def test_what_is_no_matter_of_years_must_be_the_same_in_all_rows_of_a_firm(run: Run) -> None:
    text = "企业名称,行业,年度,主营业务收入（元）\n甲公司,C3484,2024,1\n甲公司,G5411,2025,1\n"
    left, _out, err = run("screen", table(text), *SCALE)
    assert left == 2
    assert "[E434] 第 2、3 行：有 1 家企业的“行业”各行不同" in err


# ------------------------------------------------------------------------------------------------- unknown headings


def test_a_heading_that_is_not_known_is_said_with_the_nearest(run: Run) -> None:
    file = table(f"企业名称,行业,{REVENUE},2025年营业收人（元）,联系人\n甲公司,C3484,30000000,1,张三\n")
    left, out, _err = run("screen", file, *SCALE)
    assert left == 0
    assert "⚠ 没有读“2025年营业收人（元）”一列：不认识这个标题，是否想写 营业收入" in out
    assert "⚠ 没有读 1 列（不认识这个标题）：联系人" in out
    unread = answer(run, "screen", file, *SCALE)["unread"]
    assert [(column["heading"], column["nearest"][:1]) for column in unread] == [
        ("2025年营业收人（元）", ["营业收入"]),
        ("联系人", []),
    ]


def test_a_ratio_is_answered_with_the_facts_it_is_worked_out_of_and_a_remark_with_where_it_is_kept(
    run: Run, empty_register: None
) -> None:
    ratios = "2025年资产负债率,研发费用占比（%）,研发费用占营业收入比重,2025年研发人员占比,主营业务收入占比"
    ratios += ",净利润增长率,近两年增速"
    file = table(f"企业名称,从业人员:2025,{ratios},镇街,服务专员\n甲公司,80,40%,3,3%,1%,9%,1%,1%,界石镇,张三\n")
    left, out, _err = run("import", file)
    assert left == 0
    worked_out = "（比例由各项数值算出，请分年填 "
    for facts, headings in (
        ("负债总额、资产总额", "2025年资产负债率"),
        ("研发费用、营业收入", "研发费用占比（%）、研发费用占营业收入比重"),
        ("研发人员、从业人员", "2025年研发人员占比"),
        ("主营业务收入、营业收入", "主营业务收入占比"),
        ("净利润", "净利润增长率"),
        ("营业收入", "近两年增速"),
    ):
        assert f"{worked_out}{facts}）：{headings}\n" in out
    assert "（事实表不留备注，要留请用 --kind 名单）：镇街、服务专员\n" in out
    assert worked_out in run("screen", file, *SCALE)[1]


def test_an_import_leaves_out_what_it_does_not_know_and_says_so_but_refuses_a_slip(
    run: Run, empty_register: None
) -> None:
    file = table("企业名称,从业人员:2025,联系人,title:srdi_sme,研发人员占比\n甲公司,80,张三,是,1%\n")
    left, out, _err = run("import", file)
    assert left == 0
    assert "⚠ 没有读 1 列（不认识这个标题）：联系人" in out
    assert "研发人员占比" in out
    assert "称号请用 --kind 名单 导入" in out
    left, _out, err = run("import", table("企业名称,从业人员:2025,2025年营业收人（元）\n甲公司,80,1\n"))
    assert left == 2
    assert "[E421]" in err
    assert "是否想写 营业收入" in err


def test_every_column_that_counts_rights_is_shown_to_whoever_writes_of_patents(run: Run) -> None:
    file = table(f"企业名称,行业,{REVENUE},发明专利\n甲公司,C3484,1,3\n")
    (column,) = answer(run, "screen", file, *SCALE)["unread"]
    assert {"高价值发明专利", "应用于主营业务并能够产业化的发明专利", "Ⅰ类知识产权"} <= {*column["nearest"]}


def test_a_column_the_standard_does_not_read_is_said_with_the_cells_that_cannot_be_read(run: Run) -> None:
    file = table(f"企业名称,行业,{REVENUE},2019年营业收入（元）\n甲公司,C3484,1,x\n")
    (column,) = answer(run, "screen", file, *SCALE)["unread"]
    assert column["heading"] == "2019年营业收入"
    assert "有 1 格读不出来，如第 2 行的 x" in column["why"]


def test_what_a_table_leaves_out_is_said_beside_an_answer_in_csv(run: Run, tmp_path: Path) -> None:
    written(tmp_path, {**GOOD, "联系人": "张三"})
    words = ("impact", "表.csv", "--from", "srdi_sme/recognition/2022", "--to", "srdi_sme/recognition/2026")
    left, out, err = run(*words, "--on", "2026-06-30", "--format", "csv")
    assert (left, "联系人" in out, "联系人" in err) == (0, False, True)
    # Nobody is near: there is no file of them, and all is said in the answer.
    left, out, err = run("screen", "表.csv", *SRDI, "--near", "--into", "走访.csv")
    assert (left, "联系人" in out, "联系人" in err, (tmp_path / "走访.csv").exists()) == (0, True, False, False)


# ------------------------------------------------------------------------------------------------- codes for 没查到

STAFF = (
    "企业名称,行业,2025年营业收入（元）,2025年从业人员,2025年净利润（元）\n"
    "重庆虚构甲有限公司,C3484,5000000000,0,-1.0\n重庆虚构乙有限公司,C3484,5000000000,500,-35000000\n"
)


@pytest.mark.parametrize("code", ["净利润=-1", "净利润=-1.0", "净利润=－1", "2025年净利润=-1", "net_profit=-1", "-1"])
def test_a_code_for_what_was_not_found_is_a_number_however_it_is_written(code: str) -> None:
    assert bring_in(table(STAFF), not_found=[code]).observations == 5
    assert bring_in(table(STAFF), not_found=[code, "从业人员=0"]).observations == 4


def test_a_code_of_one_column_is_none_of_another() -> None:
    file = table("企业名称,行业,2025年从业人员,2025年研发人员\n甲公司,C3484,0,0\n")
    assert bring_in(file, not_found={"从业人员": 0}).observations == 1
    assert bring_in(file, not_found=(0,)).observations == 0


def test_a_day_or_a_word_may_stand_for_what_was_not_found_in_a_column_of_its_own() -> None:
    file = table(f"企业名称,行业,{REVENUE},成立日期,研发机构最高级别,自主品牌\n甲公司,C3484,1,1900/1/1,无,9\n")
    codes = ["成立日期=1900-01-01", "研发机构最高级别=无", "自主品牌=9"]
    assert bring_in(file, not_found=codes).observations == 1
    assert screen(file, not_found=codes).total == 1


def test_codes_are_the_same_in_a_screening(run: Run) -> None:
    file = table(f"企业名称,行业,{REVENUE}\n甲公司,C3484,-1.0\n乙公司,C3484,－1\n丙公司,C3484,30000000\n")
    with pytest.raises(BadFrame, match="E111"):
        screen(file)
    for code in ("-1", "主营业务收入=-1", f"{REVENUE}=-1.00", "main_revenue:2025=-1"):
        found = screen(file, not_found=[code])
        assert (found.met, found.open) == (1, 2)
    pl.DataFrame(
        {"name": ["甲公司", "乙公司"], "industry": ["C3484"] * 2, "main_revenue:2025": [-1, 3_000_000_000]}
    ).write_parquet("表.parquet")
    assert screened(run, "表.parquet", "--not-found", "主营业务收入=-1.0") == {
        "total": 2,
        "true": 1,
        "false": 0,
        "unknown": 1,
    }


@pytest.mark.parametrize(
    ("code", "told"), [("查无", "E436"), ("从业人员=", "E436"), ("=0", "E436"), ("员工=0", "E437")]
)
def test_a_code_that_names_no_column_of_the_table_is_refused(code: str, told: str) -> None:
    for door in DOORS:
        with pytest.raises(BadInput, match=told):
            door(table(STAFF), not_found=[code])


def test_codes_may_be_given_as_a_mapping_of_columns() -> None:
    assert NotFound.of({"从业人员": 0, "净利润": (-1, -9)}) == NotFound.of(["从业人员=0", "净利润=-1", "净利润=-9"])


# ------------------------------------------------------------------------------------------------- what is in doubt


@pytest.mark.parametrize(
    ("headings", "cells", "told"),
    [
        ("2024年营业收入（万元）,2025年营业收入（万元）", "5000,500", "2025年营业收入只有2024年营业收入的约 10 分之一"),
        ("2024年营业收入（万元）,2025年营业收入（元）", "5000,0.5", "约 100,000,000 分之一"),
        ("2024年从业人员,2025年从业人员", "86,8600", "2024年从业人员只有2025年从业人员的约 100 分之一"),
        ("2025年营业收入（元）,2025年从业人员", "5200,86", "按从业人员计，人均不足 1000 元"),
        ("2025年营业收入（万元）,2025年从业人员", "52000000,86", "按从业人员计，人均超过 1 亿元"),
        ("2025年营业收入（亿元）,2025年从业人员", "50,0", "2025年从业人员为 0，而有营业收入"),
        ("成立日期", "2052-01-01", "成立日期晚于"),
        ("成立日期,2023年营业收入（元）", "2025-06-01,1000", "成立日期晚于2023年营业收入所属的年度"),
        ("2052年营业收入（元）", "1", "2052年营业收入所属的年度还没有到"),
        ("2025年从业人员", "999999999999999", "2025年从业人员超过一千万人"),
        ("2025年研发人员,2025年从业人员", "90,86", "2025年研发人员大于2025年从业人员"),
        ("主导产品国内市场位次,主导产品全球市场位次", "3,2", "主导产品国内市场位次大于主导产品全球市场位次"),
    ],
)
def test_what_is_hardly_true_is_said_by_both_doors_and_left_as_it_is(headings: str, cells: str, told: str) -> None:
    file = table(f"企业名称,{headings}\n甲公司,{cells}\n")
    for door in DOORS:
        found = door(file).suspicions
        assert any(told in line and "第 2 行" in line for line in found), found


def test_what_is_hardly_true_is_said_in_text_and_json(run: Run, empty_register: None) -> None:
    file = table("企业名称,2025年营业收入（亿元）,2025年从业人员\n甲公司,50,0\n乙公司,50,500\n")
    for words in (("screen", file, *SCALE), ("import", file), ("screen", "--db", "sqlite:///tiertrack.db", *SRDI)):
        told = "数值可疑：1 家企业的2025年从业人员为 0，而有营业收入"
        assert any(told in line for line in answer(run, *words)["suspicions"])
        assert f"⚠ {told}" in run(*words)[1]
    # Whoever asks about the firm alone is told, too.
    told = "⚠ 数值可疑：2025年从业人员为 0，而有营业收入（50 亿元 与 0 人），请核对"
    for asked in (("assess", *SRDI), ("assess", *SRDI, "--full"), ("ladder", *SRDI[2:])):
        assert [told in run(*asked, "--enterprise", firm)[1] for firm in ("甲公司", "乙公司")] == [True, False]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("2024年营业收入（万元）,2025年营业收入（万元）", "5000,25000"),
        ("2024年营业收入（万元）,2025年营业收入（万元）", "0,25000"),
        ("2025年研发费用（万元）,2025年营业收入（万元）", "900,100"),
        ("2025年营业收入（亿元）,2025年从业人员", "50,500"),
        ("2025年营业收入（元）,2025年从业人员", "0,86"),
        ("2025年负债总额（元）,2025年资产总额（元）", "9,8"),
        ("2024年新增股权融资（万元）,2025年新增股权融资（万元）", "10,1000"),
    ],
)
def test_what_may_well_be_true_is_not_said(headings: str, cells: str) -> None:
    file = table(f"企业名称,{headings}\n甲公司,{cells}\n")
    assert [door(file).suspicions for door in DOORS] == [(), ()]


def test_figures_are_doubted_against_those_on_record_where_they_are_new() -> None:
    with tiertrack.open("memory:") as register:
        first = table("企业名称,2024年营业收入（万元）,2023年营业收入（万元）\n甲公司,5000,4800\n")
        register.import_facts(Path(first), source="年报")
        second = table("企业名称,2025年营业收入（元）,2023年营业收入（元）\n甲公司,5200,4800\n")
        found = register.import_facts(Path(second), source="企业填报").suspicions
        third = table("企业名称,2025年研发人员\n甲公司,6\n")
        assert register.import_facts(Path(third), source="企业填报").suspicions == ()
    assert any("2025年营业收入只有2024年营业收入的约 10,000 分之一" in line for line in found)
    assert any("2023年营业收入只有原来登记的约 10,000 分之一" in line for line in found)


# ------------------------------------------------------------------------------------------------- the good rows

MIXED = (
    "企业名称,统一社会信用代码,2025年从业人员,来源\n甲公司,,80,\n乙公司,,八十,\n丙公司,,70,\n丙公司,,71,\n=丁公司,91500113MA0000015R,60,\n"
    "戊公司,,50,\n己公司,91500113MA0000015Q,1,\n庚\n"
)


def rest_of(file: str) -> list[list[str]]:
    with Path(file).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def test_the_good_rows_are_taken_and_the_others_written_with_what_is_wrong(run: Run, empty_register: None) -> None:
    run("import", table("企业名称,统一社会信用代码\n己公司,91500113MA0000023K\n"), "--kind", "事实")
    file = table(MIXED)
    assert run("import", file)[0] == 2
    report = answer(run, "import", file, "--keep-good", "余.csv")
    assert (report["enterprises"], report["left"], report["rest"]) == (["甲公司", "戊公司"], 6, "余.csv")
    headings, *rows = rest_of("余.csv")
    assert headings == ["企业名称", "统一社会信用代码", "2025年从业人员", "来源", "问题"]
    assert [(row[0], row[-1][:6]) for row in rows] == [
        ("乙公司", "[E107]"),
        ("丙公司", "[E434]"),
        ("丙公司", "[E434]"),
        ("'=丁公司", "[E205]"),
        ("己公司", "[E443]"),
        ("庚", "[E431]"),
    ]
    assert rows[0][:4] == ["乙公司", "", "八十", ""]


def test_the_other_rows_can_be_put_right_and_handed_in_again(run: Run, empty_register: None) -> None:
    _left, out, _err = run("import", table("企业名称,2025年从业人员\n甲公司,80\n乙公司,八十\n"), "--keep-good")
    assert "另有 1 行有问题，没有导入，连同问题写在 表-问题.csv" in out
    again = Path("表-问题.csv").read_text("utf-8-sig").replace("八十", "81", 1)
    report = answer(run, "import", table(again, "改.csv"))
    assert (report["enterprises"], [column["heading"] for column in report["unread"]]) == (["乙公司"], ["问题"])


def test_where_every_row_is_good_there_is_no_other_file(run: Run, empty_register: None) -> None:
    report = answer(run, "import", table("企业名称,2025年从业人员\n甲公司,80\n"), "--keep-good", "余.csv")
    assert (report["left"], report["rest"]) == (0, None)
    assert [file.name for file in Path().iterdir() if "余" in file.name] == []


def test_a_file_that_is_there_is_kept_and_then_nothing_is_imported(run: Run, empty_register: None) -> None:
    Path("余.csv").write_text("从前的", "utf-8")
    file = table("企业名称,2025年从业人员\n甲公司,80\n乙公司,八十\n")
    left, _out, err = run("import", file, "--keep-good", "余.csv")
    assert (left, "[E829]" in err) == (2, True)
    assert Path("余.csv").read_text("utf-8") == "从前的"
    assert run("import", file, "--keep-good", "表.csv", "--overwrite")[0] == 2
    report = answer(run, "import", file, "--keep-good", "余.csv", "--overwrite")
    assert (report["enterprises"], report["left"]) == (["甲公司"], 1)


def test_faults_of_the_table_as_a_whole_leave_no_good_row(run: Run, empty_register: None) -> None:
    left, _out, err = run("import", table("企业名称,从业人员\n甲公司,80\n"), "--keep-good", "余.csv")
    assert (left, "[E425]" in err, Path("余.csv").exists()) == (2, True, False)


def test_a_dossier_is_taken_whole(run: Run, empty_register: None) -> None:
    table(json.dumps({"name": "甲公司"}), "甲.json")
    for option in (("--keep-good", "余.csv"), ("--not-found", "-1")):
        left, _out, err = run("import", "甲.json", *option)
        assert (left, "[E714]" in err) == (2, True)


# ------------------------------------------------------------------------------------------------- as it is handed in

NOTICE = (
    "附件,,\n规模以上工业企业名单,,\n企业名称,行业,2025年主营业务收入（元）\n渝北区（1家）,,\n重庆虚构一有限公司,C3484,50000000\n"
    "合计,,50000000\n注：以上数据未经审计。,,\n"
)


def test_headings_are_found_below_a_title_and_what_is_no_firm_is_left_out_and_said(
    run: Run, empty_register: None
) -> None:
    for words in (("screen", table(NOTICE), *SCALE), ("import", table(NOTICE))):
        found = answer(run, *words)
        assert found["reading"]["notes"] == ["标题在第 3 行"]
        assert [(left["place"], left["reason"]) for left in found["reading"]["left_out"]] == [
            ("表.csv 第 1 行", "在标题以上"),
            ("表.csv 第 2 行", "在标题以上"),
            ("表.csv 第 4 行", "小节"),
            ("表.csv 第 6 行", "合计"),
            ("表.csv 第 7 行", "说明"),
        ]
        _left, out, _err = run(*words)
        assert "没有读入的 5 处" in out
    assert screened(run, table(NOTICE)) == {"total": 1, "true": 1, "false": 0, "unknown": 0}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_in_any_encoding_and_with_any_ends_of_lines(encoding: str, end: str) -> None:
    Path("表.csv").write_bytes(NOTICE.replace("\n", end).encode(encoding))
    assert screen("表.csv").total == 1
    assert bring_in("表.csv").enterprises == ("重庆虚构一有限公司",)


def test_of_several_sheets_one_is_asked_for(run: Run) -> None:
    workbook = openpyxl.Workbook()
    for name, firm in (("一", "甲公司"), ("二", "乙公司")):
        sheet = workbook.create_sheet(name)
        sheet.append(["企业名称", "行业", REVENUE])
        sheet.append([firm, "C3484", 30_000_000])
    workbook.save("表.xlsx")
    run("init")
    for words in (("screen", "表.xlsx", *SCALE), ("import", "表.xlsx")):
        left, _out, err = run(*words)
        assert (left, "[E455]" in err) == (2, True)
        found = answer(run, *words, "--sheet", "二")
        assert found.get("enterprises", ["乙公司"]) == ["乙公司"]


def test_a_hidden_row_is_no_firm(run: Run) -> None:
    workbook = openpyxl.Workbook()
    for row in (["企业名称", "行业", REVENUE], ["甲公司", "C3484", 30_000_000], ["乙公司", "C3484", 1]):
        workbook.active.append(row)
    workbook.active.row_dimensions[3].hidden = True
    workbook.save("表.xlsx")
    found = answer(run, "screen", "表.xlsx", *SCALE)
    assert found["counts"]["total"] == 1
    assert [left["reason"] for left in found["reading"]["left_out"]] == ["隐藏的行"]


def test_a_column_of_a_frame_that_is_named_nearly_as_a_known_one_is_told() -> None:
    def screen_frame(*names: str) -> None:
        frame = pl.DataFrame({"name": ["甲公司"], **dict.fromkeys(names, 1)})
        tiertrack.screen(frame, tiertrack.Tier.SRDI_SME, tiertrack.Act.RECOGNITION, dt.date(2026, 6, 30))

    with pytest.warns(UserWarning, match="没有读列 revenu:2025，是否想写 revenue"):
        screen_frame("revenu:2025", "note")
    with pytest.warns(UserWarning, match="是否想写 title:innovative_sme"):
        screen_frame("title:inovative_sme")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        screen_frame("revenue:2023", "development_score:2025", "note", "客户经理")


def test_the_figures_of_a_dossier_are_doubted_as_those_of_a_table() -> None:
    facts = {"revenue": {"2025": "50亿元"}, "employees": {"2025": 0}}
    table(json.dumps({"name": "甲公司", "facts": facts}), "甲.json")
    (told,) = bring_in("甲.json").suspicions
    assert "2025年从业人员为 0，而有营业收入，如甲.json的 50 亿元 与 0 人" in told


def test_a_table_of_names_alone_is_screened_in_every_way(run: Run) -> None:
    file = table("企业名称\n甲公司\n乙公司\n")
    assert screened(run, file) == {"total": 2, "true": 0, "false": 0, "unknown": 2}
    assert answer(run, "screen", file, *SCALE, "--near")["near"] == []
    words = ("impact", file, "--from", "srdi_sme/recognition/2022", "--to", "srdi_sme/recognition/2026")
    assert answer(run, *words, "--on", "2026-06-30")["total"] == 2
