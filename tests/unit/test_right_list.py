"""A list of rights is read a right a row, in the words of whoever keeps it, and refused with all that is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook

import tiertrack
from tests.support.commands import Run
from tiertrack.errors import BadDossier, BadFile
from tiertrack.facts.intellectual_property import NO_END, Acquisition, IpKind, IpRight
from tiertrack.intake.fact_list import FactReading, Unsourced
from tiertrack.intake.right_list import FirmRights, read_right_list

FIRM, OTHER, THIRD = "重庆虚构精工有限公司", "重庆虚构齿轮有限公司", "重庆虚构轴承有限公司"
CODE = "91500113MA0000015Q"

TABLE = f"""巴南区企业知识产权清单
序号,企业,信用代码,种类,知识产权名称,授权号/登记号,授权日,有效期至,转让,转让日期,权利人排名,是否与主导产品相关,质押融资金额（万元）,来源
1,{FIRM},{CODE},发明专利,一种主轴箱,ZL201910000001.0,2021/5/11,2039年1月5日,否,,1,是,200,专利局
2,{FIRM},,实用新型,一种夹具,ZL202020000001.0,2020.3.1,,是,2023-01-01,,否,,专利局
3,{FIRM},,软著,主轴监测软件,2021SR0000001,,长期,,,,,—,版权中心
4,{OTHER},,,无,,,,,,,,,专利局
5,{THIRD},,计算机软件著作权,齿轮仿真软件,,,,2024-03-01,,,,,
"""


def written(folder: Path, text: str, name: str = "知识产权.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def firms(path: Path, **how: str) -> dict[tuple[str | None, str], tuple[IpRight, ...]]:
    def of(one: FirmRights) -> tuple[str | None, str]:
        return one.row.identity.name, one.source

    return {of(one): one.rights for one in read_right_list(path, FactReading(**how)).firms}  # type: ignore[arg-type]


EXPECTED = {
    (FIRM, "专利局"): (
        IpRight(
            "一种主轴箱",
            "ZL201910000001.0",
            IpKind.INVENTION,
            Acquisition.ORIGINAL,
            granted_on=dt.date(2021, 5, 11),
            through=dt.date(2039, 1, 5),
            holder_rank=1,
            main_product=True,
            pledge=200_0000_00,
        ),
        IpRight(
            "一种夹具",
            "ZL202020000001.0",
            IpKind.UTILITY_MODEL,
            Acquisition.TRANSFER,
            transferred_on=dt.date(2023, 1, 1),
            granted_on=dt.date(2020, 3, 1),
            main_product=False,
        ),
    ),
    (FIRM, "版权中心"): (IpRight("主轴监测软件", "2021SR0000001", IpKind.SOFTWARE, through=NO_END),),
    (OTHER, "专利局"): (),
    (THIRD, "知识产权清单 知识产权.csv"): (
        IpRight("齿轮仿真软件", None, IpKind.SOFTWARE, transferred_on=dt.date(2024, 3, 1)),
    ),
}


def test_the_rows_of_an_enterprise_and_a_source_are_one_list_in_the_words_of_an_office(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE)
    found = read_right_list(path, FactReading())
    assert {(one.row.identity.name, one.source): one.rights for one in found.firms} == EXPECTED
    assert [column.heading for column in found.unread] == ["序号"]
    assert "有 1 格写的是“—”“N/A”之类，当作空格" in found.reading.notes
    assert (THIRD, "区市场局") in firms(path, source="区市场局")


def test_a_workbook_is_read_like_any_other_table(tmp_path: Path) -> None:
    book = Workbook()
    for line in TABLE.splitlines():
        # Days as days, numbers as numbers.
        cells = [
            dt.date(2021, 5, 11) if cell == "2021/5/11" else int(cell) if cell == "200" else cell or None
            for cell in line.split(",")
        ]
        book.active.append(cells)
    book.save(tmp_path / "知识产权.xlsx")
    found = firms(tmp_path / "知识产权.xlsx")
    assert list(found.values()) == list(EXPECTED.values())


WRONG = f"""企业,信用代码,种类,名称,授权号,授权日,有效至,取得方式,转入日,与主导产品相关,质押融资金额
{FIRM},{CODE[:-1]}X,发明专利,一种主轴箱,ZL1,2021-05-11,,,,,
{FIRM},,专利,一种夹具,ZL2,2021-13-01,,,,也许,200
,,发明专利,一种夹具,ZL3,,,,,,
{FIRM},,发明专利,,ZL4,,,,,,
{FIRM},,发明专利,一种转轴,ZL5,2021-05-11,2020-01-01,原始取得,2022-01-01,,
{OTHER},,,无,,,,,,,
{OTHER},,发明专利,一种齿轮,ZL6,,,,,,
{OTHER},,发明专利,另一种齿轮,zl 6,,,,,,
"""


def test_everything_that_is_wrong_is_told_at_once_by_its_row_and_column(tmp_path: Path) -> None:
    with pytest.raises(BadDossier) as refused:
        read_right_list(written(tmp_path, WRONG), FactReading(unsourced=Unsourced.TAKEN))
    told = {(fault.code, fault.place) for fault in refused.value.faults}
    line = "知识产权.csv 第 {} 行 {}".format
    assert told == {
        ("E205", line(2, "信用代码 列")),
        ("E114", line(3, "种类 列")),
        ("E110", line(3, "授权日 列")),
        ("E113", line(3, "与主导产品相关 列")),
        ("E427", line(3, "质押融资金额 列")),
        ("E432", "知识产权.csv 第 4 行"),
        ("E330", line(5, "名称 列")),
        ("E352", line(6, "转入日 列")),
        ("E354", line(6, "有效至 列")),
        ("E446", "知识产权.csv 第 7 行"),
        ("E351", "知识产权.csv 第 9 行"),
    }
    assert all(fault.remedy for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        ("企业名称,种类,授权号", {"E445"}),
        ("名称,种类,授权号", {"E426"}),
        ("企业名称,名称,授权号,登记号", {"E422"}),
        ("企业名称,名称,权利人拍名", {"E421"}),
        ("企业名称,名称,授权日（万元）", {"E423"}),
    ],
)
def test_headings_that_leave_something_open_are_refused(tmp_path: Path, headings: str, codes: set[str]) -> None:
    row = ",".join(FIRM if one == "企业名称" else "x" for one in headings.split(","))
    with pytest.raises(BadDossier) as refused:
        read_right_list(written(tmp_path, f"{headings}\n{row}\n"), FactReading())
    assert {fault.code for fault in refused.value.faults} >= codes


def test_a_table_of_something_else_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        read_right_list(written(tmp_path, "甲,乙\n1,2\n"), FactReading())


def test_the_command_brings_a_list_into_the_register_and_says_what_is_gone(run: Run, tmp_path: Path) -> None:
    path, url = written(tmp_path, TABLE), f"sqlite:///{tmp_path / 't.db'}"
    run("init", "--db", url)
    asked = ("import", str(path), "--db", url, "--kind")
    code, out, err = run(*asked, "知识产权")
    assert (code, err) == (0, "")
    assert "新增企业 3 家，新增数值 5 项，更正 0 项，已有 0 项。" in out
    assert "已有 5 项" in run(*asked, "rights")[1]
    written(tmp_path, TABLE.replace("2,重庆虚构精工", "2,重庆虚构齿轮"))
    code, out, _err = run(*asked, "rights")
    assert code == 2
    written(tmp_path, "".join(line for line in TABLE.splitlines(keepends=True) if not line.startswith("2,")))
    code, out, _err = run(*asked, "rights")
    assert (code, f"清单里不再有 {FIRM} 实用新型专利“一种夹具”" in out) == (0, True)
    with tiertrack.open(url) as register:
        ip = register.dossier(FIRM, "2026-06-30").ip
        assert [right.name for right in ip or ()] == ["一种主轴箱", "主轴监测软件"]
        assert register.dossier(OTHER, "2026-06-30").ip == ()
        assert register.verify().faults == ()


def test_an_enterprise_listed_under_two_of_its_names_has_one_list(tmp_path: Path) -> None:
    with tiertrack.open("memory:") as register:
        firm = register.enrol(FIRM, uscc=CODE).enterprise
        register.enrol(OTHER, uscc=CODE)
        path = written(tmp_path, f"企业,名称\n{FIRM},一种主轴箱\n{OTHER},一种夹具\n{OTHER},一种主轴箱\n")
        report = register.import_rights(path, source="专利局")
        assert (report.observations, report.gone, report.enterprises) == (2, (), ())
        found = register.dossier(firm, "2026-06-30").ip
        assert [right.name for right in found or ()] == ["一种主轴箱", "一种夹具"]
        assert register.import_rights(path, source="专利局").known == 2


@pytest.mark.parametrize("option", [("--keep-good",), ("--title", "小巨人")])
def test_options_of_other_lists_are_refused(run: Run, tmp_path: Path, option: tuple[str, ...]) -> None:
    code, _out, err = run(
        "import", str(written(tmp_path, TABLE)), "--db", "sqlite:///t.db", "--kind", "知识产权", *option
    )
    assert (code, "E714" in err) == (2, True)


def test_a_list_that_is_only_tried_changes_nothing_and_one_that_lasted_is_taken_back(run: Run, tmp_path: Path) -> None:
    words = ("import", str(written(tmp_path, TABLE)), "--db", "sqlite:///t.db", "--kind", "知识产权")
    for doing in (("init", "--db", "sqlite:///t.db"), (*words, "--dry-run"), words):
        code, out, err = run(*doing)
        assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("tiertrack undo 1")
    assert run("undo", "1", "--db", "sqlite:///t.db")[0] == 0
    with tiertrack.open("sqlite:///t.db") as register:
        assert register.firms("2026-06-30").count() == 0


def test_a_program_says_where_a_list_is_from(tmp_path: Path) -> None:
    with tiertrack.open("memory:") as register:
        with pytest.raises(BadDossier, match="E648"):
            register.import_rights(written(tmp_path, TABLE))
        assert register.import_rights(tmp_path / "知识产权.csv", source="区市场局").observations == 5
        enterprise = register.enrol("重庆虚构齿轮股份有限公司").enterprise
        # What comes with a row that may be about another cannot wait for a decision.
        with pytest.raises(BadDossier, match="E638"):
            register.import_rights(written(tmp_path, "企业,名称\n重庆虚构齿轮厂,一种齿轮\n"), source="区市场局")
        assert register.dossier(enterprise, "2026-06-30").ip is None
