"""What the command line uses unless an option says otherwise: files and environment, whose word counts, and faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

import tiertrack
from tests.support.commands import Run, answer
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"
FIRM = str(EXAMPLES / "meets.json")

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, own_folder: None) -> Write:
    """Writes the configuration here, or that of the user."""

    def written(*lines: str, of: str = "here") -> Path:
        folder = tmp_path / "of the user" / "tiertrack" if of == "user" else tmp_path
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "tiertrack.toml"
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    return written


def in_force(run: Run) -> dict[str, tuple[list[str], str]]:
    return {one["name"]: (one["values"], one["origin"]) for one in answer(run, "config")["settings"]}


def test_without_any_configuration_the_register_is_the_file_here(run: Run) -> None:
    assert in_force(run) == {
        "登记库": (["sqlite:///tiertrack.db"], "default"),
        **{name: ([], "default") for name in ("规则集", "参数", "地区", "抬头", "联系人")},
    }
    left, out, _ = run("config")
    assert (left, out.splitlines()[0]) == (0, "登记库　sqlite:///tiertrack.db　〔默认〕")


def test_an_option_goes_before_the_environment_that_before_the_file_here_and_that_before_the_users(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('登记库 = "sqlite:////srv/用户.db"', '地区 = "重庆市渝中区"', of="user")
    assert in_force(run)["登记库"] == (["sqlite:////srv/用户.db"], "user")
    write('db = "sqlite:///这里.db"')
    assert in_force(run)["登记库"] == (["sqlite:///这里.db"], "here")
    assert in_force(run)["地区"] == (["重庆市渝中区（500103）"], "user")
    run("init")
    assert Path("这里.db").exists()
    monkeypatch.setenv("TIERTRACK_DB", "sqlite:///环境.db")
    assert in_force(run)["登记库"] == (["sqlite:///环境.db"], "environment")
    run("init")
    run("init", "--db", "sqlite:///选项.db")
    assert Path("环境.db").exists()
    assert Path("选项.db").exists()
    assert not Path("tiertrack.db").exists()


def test_the_configured_register_is_screened_where_nothing_else_is_named(run: Run, write: Write) -> None:
    words = ("screen", "--tier", "专精特新", "--on", "2026-06-30")
    assert "[E602]" in run(*words)[2]
    write('登记库 = "sqlite:///本区.db"')
    run("init")
    run("import", FIRM, "--source", "企业填报")
    assert answer(run, *words)["counts"]["total"] == 1


def test_a_template_says_that_it_leaves_out_what_the_configured_register_has(run: Run, write: Write) -> None:
    words = ("template", "--tier", "专精特新", "--act", "认定", "--on", "2026-06-30", "--into")
    assert "--db" not in run(*words, "一.xlsx")[1]
    write('登记库 = "sqlite:///本区.db"')
    run("init")
    assert "配置的登记库里已有的没有写上；要写上，请加 --db。" in run(*words, "二.xlsx")[1]
    assert "没有写上" not in run(*words, "三.xlsx", "--db")[1]
    write('登记库 = "sqlite:///本区.db"', '地区 = "重庆市巴南区"')
    Path("名单.csv").write_text("企业名称\n甲公司\n", encoding="utf-8")
    told = "配置的地区（巴南区）没有用"
    assert told in run(*words, "四.xlsx", "--db")[1]
    for chosen in (("--region", "500113"), ("--firms", "名单.csv")):
        assert told not in run(*words, f"{chosen[1]}.xlsx", "--db", *chosen)[1]
        cover = load_workbook(f"{chosen[1]}.xlsx")["填表说明"]
        assert {row[0].value: row[1].value for row in cover.iter_rows()}["地区"] == "巴南区"


def test_the_configured_rules_are_those_of_every_command_and_the_configured_region_that_of_a_list(
    run: Run, write: Write
) -> None:
    asked, own = ("policy", "list", "--on", "2026-06-30", "--region", "500113"), "硬科技企业/认定/2025@巴南区"
    assert own not in run(*asked)[1]
    write(f'规则集 = ["{(EXAMPLES / "district" / "hard_tech.py").as_posix()}"]', '地区 = "重庆市巴南区"')
    assert own in run(*asked)[1]
    assert own in run(*asked[:-2])[1]
    assert own not in run(*asked[:-1], "500103")[1]


def test_a_path_is_that_of_the_folder_of_its_file(run: Run, write: Write) -> None:
    file = write('规则集 = "规则.py"', '登记库 = "sqlite:///本区.db"', of="user")
    found = in_force(run)
    assert found["规则集"][0] == [str(file.parent / "规则.py")]
    assert found["登记库"][0] == [f"sqlite:///{(file.parent / '本区.db').as_posix()}"]


def test_a_firm_that_says_where_it_is_is_judged_there_and_any_other_in_the_configured_region(
    run: Run, write: Write
) -> None:
    write('地区 = "重庆市巴南区"')
    Path("甲.json").write_text(json.dumps({"name": "甲公司（虚构）"}), encoding="utf-8")
    asked = ("--tier", "瞪羚", "--on", "2024-12-30", "--format", "json")
    assert json.loads(run("assess", "甲.json", *asked)[1])["edition"]["key"] == "gazelle_cq/recognition/2024@500000"
    Path("乙.json").write_text(json.dumps({"name": "乙公司（虚构）", "region": "440106"}), encoding="utf-8")
    left, _, err = run("assess", "乙.json", *asked)
    assert (left, "[E762]" in err) == (2, True)


def test_a_password_is_never_shown(run: Run, write: Write) -> None:
    write('登记库 = "postgresql://desk:secret@db.example/tier"')
    for words in (("config",), ("config", "--format", "json")):
        out = run(*words)[1]
        assert ("secret" in out, "desk" in out) == (False, True)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['登记裤 = "x"'], "tiertrack.toml 第 1 行 登记裤：配置里没有这一项。是否想写 登记库"),
        (["", "db = 5"], "tiertrack.toml 第 2 行 db：“登记库”须是文字（收到：5）。请加上引号"),
        (['规则集 = [""]'], "第 1 行 规则集：“规则集”须是文字"),
        (['参数 = ["甲"]'], "第 1 行 参数：“参数”须是文字"),
        (['db = "a"', '登记库 = "b"'], "第 2 行 登记库：“登记库”写了两次"),
        (['地区 = "巴南曲"'], "第 1 行 地区："),
        (["db = ", '地区 = "巴南区"'], "[E541] tiertrack.toml 第 1 行：不合 TOML 语法"),
        (['db = "memory:"'], "[E664] --db：内存里的登记库"),
    ],
)
def test_a_fault_of_a_file_is_told_with_its_line_before_anything_is_done(
    run: Run, write: Write, lines: list[str], told: str
) -> None:
    write(*lines)
    left, out, err = run("init")
    assert (left, out, told in err) == (2, "", True), err
    assert not list(Path().glob("*.db"))


def test_all_faults_of_both_files_are_told_at_once(run: Run, write: Write) -> None:
    write("db = 1", '颜色 = "红"')
    write("region = false", of="user")
    err = run("config")[2]
    assert [line[:6] for line in err.splitlines()] == ["[E738]", "[E738]", "[E737]"]


def test_whoever_asks_the_library_is_told_by_no_configuration(write: Write) -> None:
    write('规则集 = "没有.py"', "db = 5")
    assert len(tiertrack.load_rulebook().editions) > 50
    assert tiertrack.read_dossier(FIRM).name
