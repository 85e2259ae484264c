"""Tables in files are read exactly, checked whole, and screened row by row; what is wrong with them is told at once."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from tests.support.sheets import GOOD, written
from tiertrack.district.loading import load_rulebook
from tiertrack.errors import BadFile, BadFrame, TiertrackError
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.output_file import Existing
from tiertrack.rules.reads import IDENTIFYING
from tiertrack.screening.file_table import Reading
from tiertrack.screening.files import FileSource
from tiertrack.screening.question import Question, ask, ask_by
from tiertrack.screening.results import Screening
from tiertrack.screening.sheet_table import sheet_table

ON = dt.date(2026, 6, 30)
SRDI = ask(Tier.SRDI_SME, Act.RECOGNITION, ON)
ABOVE_SCALE = ask_by(load_rulebook().edition("above_scale/recognition/2011"), on=ON)


def screened(folder: Path, *rows: dict[str, str], question: Question = SRDI, **how: object) -> Screening:
    return FileSource(written(folder, *rows), Reading(**how)).screen(question)  # type: ignore[arg-type]


def faults(folder: Path, *rows: dict[str, str], question: Question = SRDI, **how: object) -> list[str]:
    with pytest.raises(TiertrackError) as caught:
        screened(folder, *rows, question=question, **how)
    return str(caught.value).splitlines()


def test_a_sheet_with_chinese_headings_and_units_of_many_kinds_is_understood(tmp_path: Path) -> None:
    found = screened(tmp_path, GOOD)
    assert (found.met, found.failed, found.open) == (1, 0, 0)
    assert [one.name for one in found.absent] == [
        "title:tech_sme",
        "equity_financing:2025",
        "equity_financing:2024",
        "national_award_rank",
        "provincial_award_rank",
        "rd_institution",
    ]


def test_an_empty_cell_is_unknown_and_never_zero(tmp_path: Path) -> None:
    found = screened(tmp_path, GOOD, {**GOOD, "rd_expense:2024": ""})
    assert (found.met, found.failed, found.open) == (1, 0, 1)


def test_the_answers_are_written_with_the_columns_the_documentation_names(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    FileSource(written(tmp_path, GOOD, {**GOOD, "class1_ip": ""})).screen(SRDI, str(out))
    answers = pl.read_parquet(out)
    assert answers.columns == ["name", "uscc", "region", "industry", "truth", "missing", *SRDI.criteria]
    assert answers["truth"].to_list() == [True, None]
    # Either rights, or a prize of two kinds, or an institution would settle the clause.
    assert answers["missing"].to_list() == [0, 4]
    assert {answers[key].dtype for key in ("truth", *SRDI.criteria)} == {pl.Boolean}


def test_answers_are_written_as_csv_too(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    FileSource(written(tmp_path, GOOD)).screen(SRDI, str(out))
    assert pl.read_csv(out)["truth"].to_list() == [True]


def test_parquet_takes_whole_fen_shares_and_dates_as_they_are(tmp_path: Path) -> None:
    on = dt.date(2026, 6, 30)
    question = ask(Tier.LITTLE_GIANT, Act.RECOGNITION, on)
    table = pl.DataFrame(
        {
            "name": ["甲", "乙"],
            "market_share": [0.10, 0.099999999],
            "segment_since": [dt.date(2023, 1, 1), dt.date(2023, 1, 2)],
            "revenue:2025": [5_000_000_000, 4_999_999_999],
        }
    )
    table.write_parquet(tmp_path / "in.parquet")
    FileSource(tmp_path / "in.parquet").screen(question, str(tmp_path / "out.parquet"))
    assert pl.read_parquet(tmp_path / "out.parquet")["G1b"].to_list() == [True, False]


def test_amounts_with_decimals_need_a_unit(tmp_path: Path) -> None:
    file = tmp_path / "in.parquet"
    pl.DataFrame({"name": ["甲"], "main_revenue:2025": [2000.5]}).write_parquet(file)
    with pytest.raises(BadFrame) as caught:
        FileSource(file).screen(ABOVE_SCALE)
    assert "E821" in str(caught.value)
    found = FileSource(file, Reading(money_unit="万元")).screen(ABOVE_SCALE)
    assert found.total == 1


def test_an_amount_needs_its_unit_in_heading_cell_or_option(tmp_path: Path) -> None:
    row = {"企业名称": "甲公司", "main_revenue:2025": "20000000"}
    (told,) = faults(tmp_path, row, row, question=ABOVE_SCALE)
    assert told.startswith("[E427] 第 2 行 列 main_revenue:2025（“2025年主营业务收入”有 2 格读不出来）：")
    assert "main_revenue:2025（万元）" in told
    assert screened(tmp_path, row, question=ABOVE_SCALE, money_unit="元").met == 0
    assert screened(tmp_path, {**row, "行业": "C3484"}, question=ABOVE_SCALE, money_unit="元").met == 1


def test_an_amount_in_a_unit_nobody_knows_is_refused_and_never_read_smaller(tmp_path: Path) -> None:
    row = {"企业名称": "甲公司", "行业": "C3484", "2025年主营业务收入（元）": "5200万美元"}
    (told,) = faults(tmp_path, row, question=ABOVE_SCALE)
    assert told.startswith("[E101] ")
    assert "收到：5200万美元" in told


def test_a_table_with_no_column_that_is_read_leaves_everything_open(tmp_path: Path) -> None:
    file = tmp_path / "别的.csv"
    file.write_text("企业名称,备注\n重庆虚构甲有限公司,无\n", encoding="utf-8")
    assert FileSource(file).screen(ABOVE_SCALE).open == 1


def test_a_column_said_twice_is_refused_by_both_headings(tmp_path: Path) -> None:
    told = faults(tmp_path, {**GOOD, "revenue:2025": "1"})
    assert any("E422" in line and "2025年营业收入（万元）" in line for line in told)


def test_a_heading_written_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "双.csv"
    file.write_text("企业名称,class1_ip,class1_ip\n甲,1,2\n", encoding="utf-8")
    with pytest.raises(BadFrame, match="E422"):
        FileSource(file).screen(SRDI)


def test_every_cell_that_cannot_be_read_is_told_column_by_column(tmp_path: Path) -> None:
    told = faults(
        tmp_path, GOOD, {**GOOD, "class1_ip": "四项", "segment_since": "2019年3月", "2024年营业收入": "五千万"}
    )
    assert [line.partition("。")[0] for line in told] == [
        "[E101] 第 3 行 列 revenue:2024（“2024年营业收入”有 1 格读不出来）：金额读不出来（收到：五千万）",
        "[E109] 第 3 行 列 segment_since（“从事特定细分市场起始日”有 1 格读不出来）：日期读不出来（收到：2019年3月）",
        "[E107] 第 3 行 列 class1_ip（“Ⅰ类知识产权”有 1 格读不出来）：须为整数（收到：四项）",
    ]


def test_values_out_of_range_are_refused_by_name(tmp_path: Path) -> None:
    told = faults(tmp_path, GOOD, {**GOOD, "rd_expense:2025": "-1万元", "2024年营业收入": "90001亿元"})
    assert [line[:6] for line in told] == ["[E105]", "[E111]"]
    assert "90001亿元" in told[0]
    assert "-1万元" in told[1]


def test_no_number_stands_for_not_found_unless_it_is_named(tmp_path: Path) -> None:
    row = {**GOOD, "rd_expense:2025": "-1", "class1_ip": "-1"}
    assert len(faults(tmp_path, row, money_unit="万元")) == 2
    found = screened(tmp_path, row, money_unit="万元", not_found=(-1,))
    assert found.open == 1


def test_a_strict_screening_refuses_a_missing_column_and_says_who_reads_it(tmp_path: Path) -> None:
    row = {heading: cell for heading, cell in GOOD.items() if heading != "class1_ip"}
    told = faults(tmp_path, row, strict=True)
    assert any("Ⅰ类知识产权" in line and "附件1（四）知识产权" in line for line in told)


def test_amounts_a_thousand_times_apart_are_told_and_left_as_they_are(tmp_path: Path) -> None:
    found = screened(tmp_path, GOOD, {**GOOD, "2025年营业收入（万元）": "5.2"})
    told = next(line for line in found.suspicions if "2024年营业收入" in line)
    assert "1 家企业的2025年营业收入只有2024年营业收入的约 1,000 分之一" in told
    assert "第 3 行" in told
    assert (found.met, found.open) == (1, 1)


def test_growth_of_thirtyfold_is_no_suspicion(tmp_path: Path) -> None:
    assert screened(tmp_path, {**GOOD, "2024年营业收入": "173万元"}).suspicions == ()


def test_a_table_with_faults_leaves_no_output_behind(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    out.write_text("从前的结果", encoding="utf-8")
    with pytest.raises(BadFrame):
        FileSource(written(tmp_path, {**GOOD, "class1_ip": "四项"})).screen(SRDI, str(out), existing=Existing.REPLACED)
    assert out.read_text(encoding="utf-8") == "从前的结果"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.parquet", "表.csv"]


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏.parquet").write_text("不是", encoding="utf-8")
    for file, code in (("坏.parquet", "E820"), ("没有.csv", "E401")):
        with pytest.raises(BadFile, match=code):
            FileSource(tmp_path / file).screen(SRDI)
    (tmp_path / "表.dbf").write_text("", encoding="utf-8")
    with pytest.raises(BadFile, match="E827"):
        FileSource(tmp_path / "表.dbf").screen(SRDI)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E411"),
        (b"name,class1_ip\n", "E411"),
        (b"name,class1_ip\n\xff\xff,1\n", "E402"),
        ('name,class1_ip\n"甲,1\n'.encode(), "E412"),
    ],
)
def test_a_sheet_that_cannot_be_read_to_its_end_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "表.csv").write_bytes(content)
    with pytest.raises(BadFile, match=code):
        FileSource(tmp_path / "表.csv").screen(SRDI)


def test_a_byte_order_mark_is_no_part_of_a_heading(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    found = FileSource(file).screen(SRDI)
    assert found.rows[0]["name"] == GOOD["企业名称"]


def test_the_first_rows_or_a_sample_spread_evenly_can_be_asked_for(tmp_path: Path) -> None:
    rows = [{**GOOD, "企业名称": f"第{number}号"} for number in range(100)]
    assert screened(tmp_path, *rows, limit=7).total == 7
    sampled = screened(tmp_path, *rows, sample=10)
    assert sampled.total == 10
    assert [row["name"] for row in sampled.rows] == [f"第{number}号" for number in range(0, 100, 10)]


def test_a_folder_of_parquet_files_is_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    for number in range(3):
        pl.DataFrame({"name": [f"第{number}号"], "revenue:2025": [number]}).write_parquet(folder / f"{number}.parquet")
    assert FileSource(folder).screen(ABOVE_SCALE).total == 3


def test_columns_nobody_asks_for_are_left_alone(tmp_path: Path) -> None:
    assert screened(tmp_path, {**GOOD, "联系人": "张三", "2019年营业收入": "x"}).met == 1


def test_progress_counts_every_row_once(tmp_path: Path) -> None:
    counted: list[int] = []
    rows = [{**GOOD, "企业名称": f"第{number}号"} for number in range(500)]

    def progress(step: str | int, /) -> None:
        assert isinstance(step, int)
        counted.append(step)

    FileSource(written(tmp_path, *rows)).screen(SRDI, str(tmp_path / "out.parquet"), progress)
    assert sum(counted) == 500


@pytest.mark.slow
def test_an_interrupted_screening_leaves_nothing_behind(tmp_path: Path) -> None:
    file, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    numbers = pl.int_range(4_000_000, eager=True)
    pl.DataFrame({"name": numbers.cast(pl.String), "revenue:2025": numbers}).write_parquet(file)
    words = [sys.executable, "-m", "tiertrack", "screen", str(file), "--tier", "srdi_sme", "--on", "2026-06-30"]
    running = subprocess.Popen([*words, "--into", str(out)], stderr=subprocess.PIPE, encoding="utf-8")
    for _moment in range(400):
        if list(tmp_path.glob(".out.parquet.*.part")):
            break
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _out, told = running.communicate(timeout=60)
    assert running.returncode == 2, told
    assert "已中断" in told
    assert [one.name for one in tmp_path.iterdir()] == ["in.parquet"]


def test_headings_are_told_apart_from_each_other(tmp_path: Path) -> None:
    table, _reading = sheet_table(written(tmp_path, GOOD), SRDI.columns)
    names = [one.name for one in table.columns]
    assert {*names} >= {"revenue:2025", "revenue:2024", "main_revenue:2025"}
    assert [name for name in names if name in IDENTIFYING] == ["name", "uscc", "region", "industry"]
