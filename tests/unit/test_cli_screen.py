"""Screening from the command line: text, JSON and files, one Chinese message for anything wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.support.commands import Run
from tests.unit.test_screened_files import GOOD, written

SRDI = ("--tier", "srdi_sme", "--on", "2026-06-30")
FROM = ("--on", "2026-06-30", "--from")

NEARLY = {**GOOD, "企业名称": "差一点", "rd_expense:2025": "150万元"}
FAR = {**GOOD, "企业名称": "差得远", "rd_expense:2025": "1万元", "class1_ip": "0", "产品属禁止、限制或淘汰类": "是"}
OPEN = {**GOOD, "企业名称": "有缺项", "rd_expense:2025": ""}


@pytest.fixture
def table(tmp_path: Path) -> str:
    return str(written(tmp_path, GOOD, NEARLY, FAR, OPEN))


def test_a_screening_says_how_many_meet_the_standard_and_by_which_clause_the_others_fail(run: Run, table: str) -> None:
    code, out, err = run("screen", table, *SRDI)
    assert (code, err) == (0, "")
    assert "筛查 · 专精特新中小企业 · 认定 · 2026-06-30" in out
    assert "共 4 家：符合 1，不符合 2，待补充 1（可能符合的最多 2 家）" in out
    assert "附件1（三）研发费用：符合 1，不符合 2，待补充 1" in out
    assert "⚠ 没有“科技型中小企业”一列，按未知处理；读它的条件：附件1（一）前置称号" in out
    assert "重庆某某精密制造有限公司　91500113MA0000015Q　巴南区（500113）　C3484" in out


@pytest.mark.parametrize("tier", ["科小", "上市"])
def test_every_column_that_is_not_there_is_told_with_what_it_is_for(run: Run, tmp_path: Path, tier: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "企业名称,2025年营业收入（万元）,有效期内的高新技术企业\n重庆甲有限公司,5000,是\n", encoding="utf-8"
    )
    asked = ("--tier", tier, "--on", "2026-06-30", *(("--board", "主板") if tier == "上市" else ()))
    _, out, _ = run("screen", str(path), *asked)
    absent = [line for line in out.splitlines() if line.startswith("⚠ 没有“")]
    assert absent
    assert not [line for line in absent if line.endswith("：") or "高新技术企业”一列" in line]
    assert any(line.endswith("它决定用哪一版标准，不写则按判断日") for line in absent) is (tier == "上市")


def test_json_gives_the_same_numbers_with_the_edition(run: Run, table: str) -> None:
    _, out, _ = run("screen", table, *SRDI, "--format", "json")
    answer = json.loads(out)
    assert answer["counts"] == {"total": 4, "true": 1, "false": 2, "unknown": 1}
    assert answer["editions"][0]["key"] == "srdi_sme/recognition/2026"
    assert {"key": "S3", "title": "研发费用", "true": 1, "false": 2, "unknown": 1} in answer["criteria"]
    assert answer["absent"][0] == {"column": "title:tech_sme", "label": "科技型中小企业", "criteria": ["S1a"]}


def test_all_answers_go_into_a_file(run: Run, table: str, tmp_path: Path) -> None:
    code, out, _ = run("screen", table, *SRDI, "--into", "out.parquet")
    assert code == 0
    assert "全部结果已写入 out.parquet" in out
    assert pl.read_parquet(tmp_path / "out.parquet")["truth"].to_list() == [True, False, False, None]


def test_those_nearly_there_are_listed_with_what_they_lack(run: Run, table: str) -> None:
    _, out, _ = run("screen", table, *SRDI, "--near")
    assert "差一点的企业 1 家（由近到远）" in out
    assert "1. 差一点　91500113MB0000001D　巴南区（500113）" in out
    assert "✗ 附件1（三）研发费用：2025年研发费用占营业收入差约 0.12 个百分点" in out


def test_who_is_far_beyond_a_limit_of_size_is_not_nearly_there(run: Run, tmp_path: Path) -> None:
    def sized(name: str, staff: int, wan: int) -> dict[str, str]:
        revenue = {"2025年营业收入（万元）": str(wan), "主营业务收入:2025": f"{wan}万元"}
        return {**GOOD, "企业名称": name, **revenue, "employees:2025": str(staff), "rd_expense:2025": "9100万元"}

    table = str(written(tmp_path, sized("大一倍多", 2260, 91000), sized("略大一点", 1010, 40400)))
    _, out, _ = run("screen", table, *SRDI, "--near")
    assert "每条差得都不超过界线的 20%" in out
    assert "差一点的企业 0 家" in out
    apart = out[out.index("硬性条件不符的 1 家") :]
    assert ("大一倍多" in out, "略大一点" in apart) == (False, True)
    _, out, _ = run("screen", table, *SRDI, "--near", "--into", "走访.csv")
    assert out.splitlines()[0].startswith("没有差一点的企业，没有写文件")
    assert out.splitlines()[1].startswith("另有 1 家没有写进去（")
    assert not Path("走访.csv").exists()
    _, out, _ = run("screen", table, *SRDI, "--near", "--format", "json")
    answer = json.loads(out)
    assert ([one["name"] for one in answer["barred"]], answer["near"]) == (["略大一点"], [])
    _, out, _ = run("screen", table, *SRDI, "--near", "--within", "0.5%")
    assert "差一点的企业 0 家" in out


def test_those_within_a_share_of_every_limit_are_listed(run: Run, table: str) -> None:
    _, nearest, _ = run("screen", table, *SRDI, "--near", "--within", "3%", "--format", "json")
    _, near, _ = run("screen", table, *SRDI, "--near", "--within", "5%", "--format", "json")
    assert [one["name"] for one in json.loads(nearest)["near"]] == []
    assert [one["name"] for one in json.loads(near)["near"]] == ["差一点"]


def test_where_nobody_is_near_no_list_is_written(run: Run, table: str) -> None:
    words = ("screen", table, *SRDI, "--near", "--within", "3%", "--into", "走访.csv")
    code, out, _ = run(*words)
    assert (code, out.splitlines()[0]) == (
        0,
        "没有差一点的企业，没有写文件；够格的、只缺资料的见 tiertrack candidates",
    )
    assert not Path("走访.csv").exists()
    assert "into" not in json.loads(run(*words, "--format", "json")[1])


def test_the_list_of_whom_to_visit_is_a_spreadsheet(run: Run, table: str, tmp_path: Path) -> None:
    code, out, _ = run("screen", table, *SRDI, "--near", "--into", "走访.csv")
    assert (code, out) == (0, "差一点的企业 1 家，已写入 走访.csv\n")
    with (tmp_path / "走访.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    told = "差一点", "巴南区（500113）", "C3484 机械零部件加工", "附件1（三）", "研发费用"
    assert tuple(row[heading] for heading in ("企业名称", "所在地", "行业", "条款", "条件")) == told
    assert run("screen", table, *SRDI, "--near", "--into", "走访.xlsx")[0] == 0
    headings, cells = load_workbook("走访.xlsx").active.iter_rows(values_only=True)
    assert dict(zip(headings, cells, strict=True)) == row
    assert run("screen", table, *SRDI, "--near", "--into", "给程序.csv", "--headings", "keys")[0] == 0
    with (tmp_path / "给程序.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["region"], row["industry"], row["criterion"]) == ("500113", "C3484", "S3")


def test_all_answers_go_into_a_workbook_in_words(run: Run, table: str, tmp_path: Path) -> None:
    code, out, _ = run("screen", table, *SRDI, "--into", "结果.xlsx")
    assert (code, out.splitlines()[-1]) == (0, "全部结果已写入 结果.xlsx")
    headings, first, *others = load_workbook("结果.xlsx").active.iter_rows(values_only=True)
    assert headings[:7] == ("企业名称", "统一社会信用代码", "所在地", "行业", "现有称号", "结论", "还缺几项资料")
    assert first[2:4] + first[5:7] == ("巴南区（500113）", "C3484 机械零部件加工", "符合", 0)
    assert [row[5] for row in others] == ["不符合", "不符合", "待补充"]
    assert "[E829]" in run("screen", table, *SRDI, "--into", "结果.xlsx")[2]
    assert run("init")[0] == 0
    assert run("import", table, "--not-found", "-1")[0] == 0
    # Without a file or --db it is the register that every command is about.
    assert run("screen", *SRDI, "--into", "登记库.xlsx")[0] == 0
    assert load_workbook("登记库.xlsx").active["A2"].value == first[0]


def test_the_impact_of_a_change_is_told_as_text_csv_and_json(run: Run, table: str) -> None:
    words = ("impact", table, "--from", "srdi_sme/recognition/2022", "--to", "srdi_sme/recognition/2026")
    _, text, _ = run(*words, "--on", "2026-06-30")
    assert "政策影响 · 专精特新中小企业 · 2026-06-30" in text
    assert "共 4 家" in text
    assert "巴南区（500113）" in text
    _, told, _ = run(*words, "--on", "2026-06-30", "--format", "json")
    answer = json.loads(told)
    assert answer["total"] == sum(answer["outcomes"].values()) == 4
    assert set(answer["regions"]) == {"500113"}
    assert set(answer["industries"]) == {"C"}
    _, sheet, _ = run(*words, "--on", "2026-06-30", "--format", "csv")
    rows = list(csv.reader(sheet.splitlines()))
    assert rows[1][0] == "合计"
    assert len({len(row) for row in rows}) == 1


def test_the_impact_on_nobody_has_no_heading_without_anything_under_it(run: Run, tmp_path: Path) -> None:
    words = ("--from", "srdi_sme/recognition/2022", "--to", "srdi_sme/recognition/2026", "--on", "2026-06-30")
    (tmp_path / "一家.csv").write_text("企业名称\n重庆虚构机械有限公司\n", encoding="utf-8")
    _, text, _ = run("impact", "一家.csv", *words)
    assert "没有原来符合的企业，谈不上被哪一条卡住。" in text
    assert run("init")[0] == 0
    _, text, _ = run("impact", "--db", "sqlite:///tiertrack.db", *words)
    assert text.splitlines()[-7:-5] == ["共 0 家", "  保住 0 家"]
    assert not any(line.endswith("：") for line in text.splitlines())


def test_standards_of_two_titles_are_set_side_by_side_and_said_not_to_follow_each_other(run: Run, table: str) -> None:
    words = ("impact", table, "--from", "innovative_sme/recognition/2022", "--to", "srdi_sme/recognition/2026")
    _, text, _ = run(*words, "--on", "2026-06-30")
    heading, said, *_ = text.splitlines()
    assert heading == "标准对照 · 创新型中小企业认定 → 专精特新中小企业认定 · 2026-06-30"
    assert "不是后者替换前者" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("screen", *SRDI), "E602"),
        (("screen", "表.csv", *SRDI, "--db", "sqlite:///x.db"), "E701"),
        (("screen", "表.csv", *SRDI, "--within", "10%"), "E714"),
        (("screen", "表.csv", *SRDI, "--known-at", "2026-01-01"), "E714"),
        (("screen", "表.csv", *SRDI, "--near", "--within", "一成"), "E106"),
        (("screen", "没有.csv", *SRDI), "E401"),
        (("screen", "表.csv", *SRDI, "--into", "结果.docx"), "E828"),
        (("screen", "表.csv", *SRDI, "--near", "--into", "结果.parquet"), "E828"),
        (("screen", "表.csv", *SRDI, "--strict"), "E824"),
        (("screen", "表.csv", "--tier", "srdi_sme", "--on", "2022-07-31"), "E501"),
        (("screen", "表.csv", *SRDI, "--money-unit", "千美元"), "E703"),
        (("screen", "表.csv", *SRDI, "--near", "--within", "-5%"), "E116"),
        (("screen", "表.csv", *SRDI, "--near", "--within", "五成"), "E106"),
        (("screen", "表.csv", *SRDI, "--limit", "0"), "E707"),
        (("screen", "表.csv", *SRDI, "--sample", "一半"), "E707"),
        (
            ("impact", "表.csv", *FROM, "achievement/recognition/2024", "--to", "srdi_sme/recognition/2026"),
            "E733",
        ),
        (("impact", "表.csv", "--from", "没有", "--to", "srdi_sme/recognition/2026", "--on", "2026-06-30"), "E503"),
    ],
)
def test_what_cannot_be_screened_is_refused_with_a_code(
    run: Run, table: str, words: tuple[str, ...], code: str
) -> None:
    left, out, err = run(*words)
    assert (left, out) == (2, "")
    assert f"[{code}]" in err


def test_without_the_libraries_for_files_a_message_says_how_to_get_them(
    run: Run, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiertrack.extras.find_spec", lambda _module: None)
    code, _, err = run("screen", table, *SRDI)
    assert code == 2
    assert "[E826]" in err
    assert "pip install 'tiertrack[frame]'" in err


HELD = {"企业名称": "重庆已是机械有限公司", "title:srdi_sme": "是", "title:little_giant": "是"}


def read(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


def test_a_file_of_answers_is_in_chinese_names_what_is_held_and_leaves_holders_out(run: Run, tmp_path: Path) -> None:
    written(tmp_path, {**GOOD, "title:srdi_sme": "否", "title:little_giant": "否"}, {**GOOD, **HELD})
    words = ("screen", "表.csv", *SRDI, "--into")
    _, out, err = run(*words, "结果.csv")
    assert err == ""
    assert out.endswith(
        "结果已写入 结果.csv\n当日已持有专精特新中小企业的 1 家没有写进去；要写进去请加 --with-holders\n"
    )
    assert "共 2 家：符合 2" in out
    (row,) = read("结果.csv")
    assert [*row][:7] == ["企业名称", "统一社会信用代码", "所在地", "行业", "现有称号", "结论", "还缺几项资料"]
    found = row["企业名称"], row["现有称号"], row["结论"], row["研发费用"], row["还缺几项资料"]
    assert found == (GOOD["企业名称"], "创新型中小企业", "符合", "符合", "0")
    run(*words, "全部.csv", "--with-holders", "--headings", "keys")
    rows = read("全部.csv")
    assert [(row["name"], row["truth"], row["S3"]) for row in rows] == [
        (GOOD["企业名称"], "true", "true"),
        ("重庆已是机械有限公司", "true", "true"),
    ]
    assert rows[1]["held"] == "专精特新中小企业、创新型中小企业、专精特新“小巨人”企业"
    _, out, _ = run(*words, "复核.csv", "--act", "复核", "--format", "json")
    assert (json.loads(out)["left_out"], len(read("复核.csv"))) == (None, 2)


def test_near_misses_are_headed_by_keys_for_programs(run: Run, table: str) -> None:
    run("screen", table, *SRDI, "--near", "--into", "走访.csv", "--headings", "键")
    (row,) = read("走访.csv")
    assert (row["name"], row["criterion"], row["open"]) == ("差一点", "S3", "0")
