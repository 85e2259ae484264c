"""What people wrote is harmless where it is shown: on a terminal, in a spreadsheet, on a page."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from tests.support.commands import Run
from tests.unit.test_screened_files import GOOD, written
from tiertrack.outgoing import json_text, markdown_cell, spreadsheet_cell, visible
from tiertrack.render.phrases import table


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "+1+1", "-1+cmd", "@SUM(A1)", "＝1+1", "＋1甲", "\t=1", " =1", "\r=1"]
)
def test_no_cell_is_taken_for_a_formula(name: str) -> None:
    assert spreadsheet_cell(name) == f"'{name}"


@pytest.mark.parametrize("cell", ["", "重庆甲公司", "-35000000", "-0.12%", "+5", "1,234.5", "甲=乙", "a-b"])
def test_numbers_and_plain_text_stay_as_they_are(cell: str) -> None:
    assert spreadsheet_cell(cell) == cell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\x1b[31m公司", "甲\\x1b[31m公司"),
        ("甲\u202e公司", "甲\\u202e公司"),
        ("甲\x9b2J", "甲\\x9b2J"),
        ("甲\r乙", "甲\\r乙"),
        ("甲\ud800", "甲\\ud800"),
        ("两行\n第二\t格", "两行\n第二\t格"),
        ("𠮷野家🙂", "𠮷野家🙂"),
    ],
)
def test_what_a_terminal_would_act_upon_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown
    json_text({"名": text}).encode()
    assert json.loads(json_text({"名": text})) == {"名": text}


def test_a_pipe_or_a_line_end_breaks_no_table() -> None:
    assert markdown_cell("甲|乙\n丙\\") == "甲\\|乙 丙\\\\"
    assert table(("企业",), [("甲|乙",)]).splitlines()[-1] == "| 甲\\|乙 |"


def test_every_csv_of_a_screening_is_text_to_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    firms = tmp_path / "表.parquet"
    pl.DataFrame([{**GOOD, "企业名称": "=cmd|'/c calc'!A1", "rd_expense:2025": "150万元"}]).write_parquet(firms)
    asked = ("screen", str(firms), "--tier", "srdi_sme", "--on", "2026-06-30", "--into")
    run(*asked, "全部.csv")
    run(*asked, "差一点.csv", "--near")
    for file, heading in (("全部.csv", "企业名称"), ("差一点.csv", "企业名称")):
        with (tmp_path / file).open(encoding="utf-8-sig", newline="") as sheet:
            assert [row[heading] for row in csv.DictReader(sheet)] == ["'=cmd|'/c calc'!A1"]
        assert (tmp_path / file).read_bytes().startswith(b"\xef\xbb\xbf")
    run(*asked, "全部.parquet")
    assert pl.read_parquet(tmp_path / "全部.parquet")["name"].to_list() == ["=cmd|'/c calc'!A1"]


def test_the_list_of_those_nearly_there_is_told_in_the_format_asked_for(run: Run, tmp_path: Path) -> None:
    firms = written(tmp_path, {**GOOD, "rd_expense:2025": "150万元"})
    asked = ("screen", str(firms), "--tier", "srdi_sme", "--on", "2026-06-30", "--near", "--into", "差一点.csv")
    _, out, _ = run(*asked, "--format", "json")
    assert json.loads(out)["into"] == "差一点.csv"
    code, _, err = run(*asked)
    assert (code, "E829" in err) == (2, True)
    code, out, _ = run(*asked, "--overwrite")
    assert (code, out) == (0, "差一点的企业 1 家，已写入 差一点.csv\n")
