"""A table of facts says exactly what its cells say, and its faults are told all at once, each with line and column."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tiertrack.errors import BadDossier, BadFile, TiertrackError
from tiertrack.facts.datum import Datum, value_key
from tiertrack.facts.identity import Identity
from tiertrack.intake.fact_list import FactRow, read_fact_list

pytestmark = pytest.mark.usefixtures("own_folder")


def read(text: str, money_unit: str | None = None, source: str | None = None) -> tuple[FactRow, ...]:
    file = Path("企业.csv")
    file.write_bytes(text.encode())
    return read_fact_list(file, money_unit, source)


def book(*rows: list[object]) -> tuple[FactRow, ...]:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save("企业.xlsx")
    return read_fact_list(Path("企业.xlsx"))


def book_faults(*rows: list[object]) -> list[tuple[str, str | None]]:
    with pytest.raises(TiertrackError) as refused:
        book(*rows)
    return [(fault.code, fault.place) for fault in refused.value.faults]


def values(row: FactRow) -> dict[str, object]:
    return {value_key(one.key, one.year): one.value for one in row.data}


def faults(text: str, money_unit: str | None = None) -> list[tuple[str, str | None]]:
    with pytest.raises(TiertrackError) as refused:
        read(text, money_unit)
    assert all(fault.remedy and fault.what for fault in refused.value.faults)
    return [(fault.code, fault.place) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("heading", "cell", "money_unit"),
    [
        ("营业收入（万元）", "5200", None),
        ("营业收入(万元)", "5,200", None),
        ("营业收入", "5200万元", None),
        ("revenue", "5200", "万元"),
        ("revenue（万元）", "5200", "元"),
        ("营业收入（元）", "52000000.00", None),
        ("营业收入", "0.52亿元", "万元"),
    ],
)
def test_an_amount_takes_its_unit_from_heading_cell_or_option(heading: str, cell: str, money_unit: str | None) -> None:
    (row,) = read(f'企业名称,年度,{heading}\n甲公司,2025,"{cell}"\n', money_unit)
    assert values(row) == {"revenue:2025": 5_200_000_000}


@pytest.mark.parametrize(
    "heading",
    [
        "revenue:2025",
        "2025年营业收入（万元）",
        "2025年度营业收入（万元）",
        "营业收入:2025（万元）",
        "revenue（万元）:2025",
    ],
)
def test_a_yearly_fact_may_take_its_year_from_the_heading(heading: str) -> None:
    (row,) = read(f"name,{heading}\n甲公司,5200\n", "万元")
    assert values(row) == {"revenue:2025": 5_200_000_000}


@pytest.mark.parametrize("year", ["2025", "2025年", "2025年度", "２０２５"])
def test_a_yearly_fact_may_take_its_year_from_the_row(year: str) -> None:
    (row,) = read(f"name,财务年度,employees\n甲公司,{year},80\n")
    assert values(row) == {"employees:2025": 80}


def test_every_kind_of_fact_is_read_by_key_or_name() -> None:
    (row,) = read(
        "企业名称,成立日期,主导产品细分市场占有率（%）,Ⅰ类知识产权（项）,研发机构最高级别,own_brand,年末从业人员:2025,"
        "高新技术产品（服务）收入:2025（万元）,专精特新发展评价得分:2026\n"
        "甲公司,2019-03-12,12.5,4,省级,是,80,100,58.5\n"
    )
    assert values(row) == {
        "established_on": 737130,
        "market_share": Fraction(1, 8),
        "class1_ip": 4,
        "rd_institution": "provincial",
        "own_brand": True,
        "employees:2025": 80,
        "high_tech_revenue:2025": 100_000_000,
        "development_score:2026": 5850,
    }


def test_an_empty_cell_is_unknown() -> None:
    (row,) = read("name,年度,营业收入（元）,employees\n甲公司,2025, ,80\n")
    assert values(row) == {"employees:2025": 80}


def test_every_identifier_is_normalised() -> None:
    (row,) = read(
        "企业名称,简称,统一社会信用代码,股票代码,所在地,行业,employees:2025\n"
        "甲公司,甲,９１５００１１３ma0000015q,001696.SZ,巴南区,c3484,80\n"
    )
    assert (row.line, row.place) == (2, "企业.csv 第 2 行")
    assert row.identity == Identity("甲公司", "甲", "91500113MA0000015Q", "001696", "500113", "C3484")


def test_the_source_of_the_row_outweighs_the_source_of_the_file() -> None:
    one, other = read("name,来源,employees:2025\n甲公司,年度报告,80\n乙公司,,90\n", source="企业填报")
    assert [datum.source for row in (one, other) for datum in row.data] == ["年度报告", "企业填报"]


def test_a_value_repeated_for_every_year_of_a_firm_is_taken_once() -> None:
    first, second = read("name,年度,own_brand,employees\n甲公司,2024,是,80\n甲公司,2025,是,90\n")
    assert first.data == (Datum("own_brand", None, True), Datum("employees", 2024, 80))
    assert second.data == (Datum("employees", 2025, 90),)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("企业名称", "陈记豆花第{}代传人"),
        ("企业名称,统一社会信用代码", "陈记豆花第{}代传人,91500113MA0000015Q"),
        ("企业名称,行业", "甲{}厂,C9{}99"),
    ],
    ids=["name alone", "name beside a code", "industry that is none"],
)
def test_what_is_no_place_or_trade_is_not_compared_with_all_there_are(
    monkeypatch: pytest.MonkeyPatch, heading: str, cells: str
) -> None:
    compared: list[int] = []
    nearest = difflib.get_close_matches

    def counted(word: str, possibilities: Sequence[str], *how: Any, **more: Any) -> list[str]:
        compared.append(len(possibilities))
        return nearest(word, possibilities, *how, **more)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    with suppress(BadDossier):
        read(f"{heading}\n" + "\n".join(cells.replace("{}", str(number)) for number in range(10, 20)))
    # There are some thousand places, and as many trades; the codes of one group are few.
    assert max(compared, default=0) < 100


def test_two_sources_that_disagree_are_both_kept() -> None:
    rows = read("name,来源,employees:2025\n甲公司,年度报告,80\n甲公司,社保,78\n")
    assert [datum.value for row in rows for datum in row.data] == [80, 78]


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("E411", ""),
        ("E411", "\n\n"),
        ("E411", "企业名称,employees:2025\n"),
        ("E412", '企业名称,employees:2025\n"甲公司,80\n乙公司,90\n'),
    ],
)
def test_what_is_no_table_is_refused_as_a_file(code: str, table: str) -> None:
    with pytest.raises(BadFile) as refused:
        read(table)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_an_unclosed_quotation_mark_is_placed_on_the_line_it_stands_on() -> None:
    assert faults('企业名称,employees:2025\n甲公司,80\n"乙公司,90\n丙公司,100\n') == [("E412", "企业.csv 第 3 行")]


def test_an_unknown_money_unit_option_is_refused() -> None:
    assert faults("企业名称,revenue:2025\n甲公司,80\n", "千") == [("E428", "企业.csv")]


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("E421", "营业总收"),
        ("E421", "revenu"),
        ("E422", "企业名称"),
        ("E422", "name"),
        ("E423", "营业收入:2025（千美元）"),
        ("E423", "从业人员:2025（户）"),
        ("E424", "own_brand:2025"),
        ("E429", "employees:0025"),
        ("E425", "从业人员"),
    ],
)
def test_a_heading_that_cannot_be_used_is_named_with_its_column(code: str, heading: str) -> None:
    assert faults(f"企业名称,{heading}\n甲公司,1\n") == [(code, f"企业.csv 第 1 行 {heading} 列")]


def test_an_unknown_heading_is_answered_with_the_nearest_known_ones() -> None:
    with pytest.raises(BadDossier, match="营业收入"):
        read("企业名称,营业总收入:2025\n甲公司,1万元\n")


def test_a_table_without_any_identifying_column_is_refused() -> None:
    assert ("E426", "企业.csv 第 1 行") in faults("employees:2025\n80\n")


def test_a_column_without_a_unit_is_one_fault_however_many_rows_it_has() -> None:
    table = "企业名称,revenue:2025\n甲公司,5200\n乙公司,4200\n丙公司,41万元\n"
    assert faults(table) == [("E427", "企业.csv 第 2 行 revenue:2025 列")]


@pytest.mark.parametrize(
    ("code", "heading", "cells", "place"),
    [
        ("E431", "employees:2025", "甲公司,80,90", "企业.csv 第 2 行"),
        ("E431", "employees:2025", "甲公司", "企业.csv 第 2 行"),
        ("E432", "employees:2025", ",80", "企业.csv 第 2 行"),
        ("E111", "employees:2025", "甲公司,-80", "企业.csv 第 2 行 employees:2025 列"),
        ("E111", "market_share", "甲公司,101%", "企业.csv 第 2 行 market_share 列"),
        ("E110", "established_on", "甲公司,2023-02-30", "企业.csv 第 2 行 established_on 列"),
        ("E105", "revenue:2025", "甲公司,90001亿元", "企业.csv 第 2 行 revenue:2025 列"),
        ("E205", "uscc", "甲公司,91500113MA0000015R", "企业.csv 第 2 行 uscc 列"),
        ("E202", "uscc", "甲公司,915000002O286320X6", "企业.csv 第 2 行 uscc 列"),
        ("E207", "证券代码", "甲公司,1696", "企业.csv 第 2 行 证券代码 列"),
        ("E203", "region", "甲公司,月球", "企业.csv 第 2 行 region 列"),
    ],
)
def test_a_wrong_cell_is_named_with_line_and_column(code: str, heading: str, cells: str, place: str) -> None:
    assert faults(f"企业名称,{heading}\n{cells}\n") == [(code, place)]


@pytest.mark.parametrize(
    ("year", "code", "place"),
    [("", "E433", "企业.csv 第 2 行"), ("25", "E435", "企业.csv 第 2 行 年度 列")],
)
def test_a_yearly_value_in_a_row_without_a_usable_year_is_a_fault(year: str, code: str, place: str) -> None:
    assert faults(f"企业名称,年度,employees\n甲公司,{year},80\n") == [(code, place)]


@pytest.mark.parametrize(("first", "second"), [("", ""), ("年报", "年报"), ("", "年报")])
def test_two_values_for_one_fact_must_come_from_two_sources(first: str, second: str) -> None:
    table = f"name,uscc,来源,employees:2025\n甲,91500113MA0000015Q,{first},80\n,91500113MA0000015Q,{second},78\n"
    assert faults(table) == [("E434", "企业.csv 第 3 行 employees:2025 列")]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    table = "企业名称,年度,营业收,从业人员,own_brand\n甲公司,2025,1,八十,是\n,2025,,80,是\n丙公司,2025,,80,也许\n"
    assert faults(table) == [
        ("E421", "企业.csv 第 1 行 营业收 列"),
        ("E107", "企业.csv 第 2 行 从业人员 列"),
        ("E432", "企业.csv 第 3 行"),
        ("E113", "企业.csv 第 4 行 own_brand 列"),
    ]


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    table = '企业名称,来源,employees:2025\n甲公司,"年度\n报告",80\n\n乙公司,年报,九十\n'
    assert faults(table) == [("E107", "企业.csv 第 5 行 employees:2025 列")]


# ------------------------------------------------------------------------------------------------------------ workbooks


def test_a_workbook_says_what_the_same_table_in_csv_says() -> None:
    headings = ["企业名称", "统一社会信用代码", "年度", "营业收入（万元）", "成立日期", "自主品牌", "年末从业人员"]
    (row,) = book(
        headings, ["甲公司", "91500113MA0000015Q", 2025, 5200.5, dt.date(2019, 3, 12), True, 80], [None] * len(headings)
    )
    (same,) = read(",".join(headings) + "\n甲公司,91500113MA0000015Q,2025,5200.5,2019-03-12,是,80\n")
    assert (row.identity, row.data) == (same.identity, same.data)
    assert row.place == "企业.xlsx 工作表“Sheet”第 2 行"


@pytest.mark.parametrize(
    ("code", "heading", "cell"),
    [
        ("E453", "employees:2025", "=40+40"),
        ("E454", "employees:2025", "#DIV/0!"),
        ("E469", "established_on", 43536.5),
        ("E469", "established_on", 2019),
        ("E469", "established_on", 109575),
        ("E107", "employees:2025", 80.5),
        ("E113", "own_brand", 1),
        ("E465", "uscc", 915001130000000000),
        ("E465", "stock_code", 1696),
        ("E473", "short_name", dt.date(2025, 1, 1)),
    ],
)
def test_a_cell_of_a_workbook_that_is_no_value_of_its_column_is_refused(code: str, heading: str, cell: object) -> None:
    assert book_faults(["企业名称", heading], ["甲公司", cell]) == [
        (code, f"企业.xlsx 工作表“Sheet”第 2 行 {heading} 列")
    ]


@pytest.mark.parametrize("cell", [43536, 43536.0, 20190312, "2019-3-12", "20190312"])
def test_a_number_below_a_date_in_a_workbook_is_the_day_behind_it(cell: object) -> None:
    (row,) = book(["企业名称", "成立日期"], ["甲公司", cell])
    assert [datum.value for datum in row.data] == [dt.date(2019, 3, 12).toordinal()]


def test_a_workbook_that_counts_its_days_from_1904_is_read_from_there(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    for row in (["企业名称", "成立日期"], ["甲公司", 43536 - 1462]):
        workbook.active.append(row)
    workbook.save(tmp_path / "企业.xlsx")
    (row,) = read_fact_list(tmp_path / "企业.xlsx")
    assert [datum.value for datum in row.data] == [dt.date(2019, 3, 12).toordinal()]


@pytest.mark.parametrize(
    ("heading", "yuan"),
    [
        ("营业收入（千元）", 80_000),
        ("营业收入（百万元）", 80_000_000),
        ("营业收入（万）", 800_000),
        ("营业收入（万 元）", 800_000),
        ("营业收入（单位：人民币万元）", 800_000),
        ("2025年营业收入（亿）", 8_000_000_000),
    ],
)
def test_an_amount_has_the_unit_of_its_heading_however_that_is_written(heading: str, yuan: int) -> None:
    heading = heading if heading.startswith("2025") else f"2025年{heading}"
    (row,) = read(f"企业名称,{heading}\n甲公司,80\n")
    assert [datum.value for datum in row.data] == [yuan * 100]


def test_a_share_that_a_workbook_shows_in_percent_is_read_in_percent() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称", "主导产品细分市场占有率"])
    workbook.active.append(["甲公司", 0.125])
    workbook.active["B2"].number_format = "0.0%"
    workbook.save("企业.xlsx")
    (row,) = read_fact_list(Path("企业.xlsx"))
    assert values(row) == {"market_share": Fraction(1, 8)}


def _shown_as(number: float, heading: str, shown_as: str) -> FactRow:
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称", heading])
    workbook.active.append(["甲公司", number])
    workbook.active["B2"].number_format = shown_as
    workbook.save("企业.xlsx")
    (row,) = read_fact_list(Path("企业.xlsx")).rows
    return row


@pytest.mark.parametrize(
    ("number", "heading", "shown_as", "value"),
    [
        (5200, "2025年营业收入", '#,##0"万元"', 5_200_000_000),
        (0.9, "2025年营业收入（元）", '0.00"亿"', 9_000_000_000),
        (12.5, "主导产品细分市场占有率", '0.0"%"', Fraction(1, 8)),
        (80, "2025年从业人员", '0"人"', 80),
    ],
)
def test_a_unit_that_a_workbook_shows_beside_a_number_is_read(
    number: float, heading: str, shown_as: str, value: object
) -> None:
    assert [datum.value for datum in _shown_as(number, heading, shown_as).data] == [value]


@pytest.mark.parametrize(
    ("heading", "shown_as", "code"),
    [
        ("2025年营业收入（元）", '0"万元"', "E103"),
        ("2025年营业收入（万元）", '0"美元"', "E101"),
        ("2025年营业收入（元）", '0!.0,"万"', "E101"),
        ("2025年营业收入（元）", "#,##0,,", "E101"),
        ("2025年从业人员", '0"百人"', "E107"),
        ("2025年从业人员", "0,", "E107"),
    ],
)
def test_a_number_that_is_shown_as_another_amount_is_refused(heading: str, shown_as: str, code: str) -> None:
    with pytest.raises(BadDossier) as refused:
        _shown_as(52000000, heading, shown_as)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_merged_cells_are_refused_in_a_list_of_facts_as_in_one_of_titles() -> None:
    workbook = openpyxl.Workbook()
    for row in (["企业名称", "employees:2025"], ["甲公司", 80], ["乙公司", None]):
        workbook.active.append(row)
    workbook.active.merge_cells("B2:B3")
    workbook.save("企业.xlsx")
    with pytest.raises(BadDossier, match="E457"):
        read_fact_list(Path("企业.xlsx"))


def test_a_share_below_one_percent_is_read_as_written_and_said_unless_its_cell_has_the_sign() -> None:
    share = "主导产品细分市场占有率（%）"
    workbook = openpyxl.Workbook()
    for row in (
        ["企业名称", share],
        ["甲公司", 0.12],
        ["乙公司", 0.12],
        ["丙公司", 12],
        ["丁公司", 0],
        ["戊公司", "0.12%"],
    ):
        workbook.active.append(row)
    workbook.active["B3"].number_format = "0.00%"
    workbook.save("企业.xlsx")
    found = read_fact_list(Path("企业.xlsx"))
    assert [values(row)["market_share"] for row in found] == [
        Fraction(12, 10_000),
        *[Fraction(12, 100)] * 2,
        0,
        Fraction(12, 10_000),
    ]
    (doubt,) = found.reading.doubts
    assert doubt.startswith(
        f"“{share}”有 1 格不到 1%，照写的读，如 企业.xlsx 工作表“Sheet”第 2 行的 0.12 读作 0.12%；本意是 12% 的"
    )
