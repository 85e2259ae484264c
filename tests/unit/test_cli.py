"""The command line as its contract fixes it: exit codes, JSON, and one Chinese message for anything wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.commands import Run
from tiertrack.cli import main
from tiertrack.cli.root import tiertrack as commands
from tiertrack.cli.skin import Day, Instant
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"


def assess(*more: str, example: str = "meets", on: str = "2026-06-30", tier: str = "srdi_sme") -> tuple[str, ...]:
    return ("assess", str(EXAMPLES / f"{example}.json"), "--tier", tier, "--on", on, *more)


@pytest.mark.parametrize(
    ("example", "code", "word"),
    [("meets", 0, "可以申报"), ("near-miss", 1, "暂不能申报"), ("with-holes", 3, "资料不全，还不能判断")],
)
def test_the_exit_code_is_the_answer(run: Run, example: str, code: int, word: str) -> None:
    left, out, err = run(*assess(example=example))
    assert (left, out.split("：")[0], err) == (code, word, "")


def test_json_has_the_members_of_the_contract(run: Run) -> None:
    _, out, _ = run(*assess("--format", "json", example="with-holes"))
    answer: dict[str, Any] = json.loads(out)
    assert answer["truth"] == "unknown"
    assert answer["missing"] == ["revenue:2024", "market_standing", "development_score:2026"]
    assert {"key", "digest", "citation"} == set(answer["edition"])
    assert {"key", "truth", "text", "citation", "observed", "shortfall", "missing"} == set(answer["criteria"][0])
    assert "score" not in answer


def test_json_gives_the_score_where_the_standard_has_one(run: Run) -> None:
    _, out, _ = run(*assess("--format", "json", on="2026-03-31"))
    assert set(json.loads(out)["score"]) == {"low", "high", "pass"}


def dated_options(command: click.Command = commands, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every option of every command that takes a day or an instant, after the words of its command."""
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            yield from dated_options(part, (*path, name))
    for param in command.params:
        if isinstance(param.type, Day | Instant):
            yield (*path, max(param.opts, key=len))


@pytest.mark.parametrize("words", dated_options(), ids=" ".join)
def test_a_day_outside_the_calendar_is_refused_by_every_option(run: Run, words: tuple[str, ...]) -> None:
    for day in ("9999-12-31", "0001-01-01", "1948/12/31", "２２００年１月１日"):
        left, out, err = run(*words, day)
        assert (left, out, f"[E115] {words[-1]}" in err) == (2, "", True), err


@pytest.mark.parametrize(
    "day", ["2026-6-30", "2026/6/30", "2026.06.30", "20260630", "2026年6月30日", "２０２６－６－３０"]
)
def test_a_day_is_written_in_any_usual_way(run: Run, day: str) -> None:
    assert run(*assess(on=day)) == run(*assess())


def test_a_day_alone_by_which_something_was_known_is_that_day_to_its_end(run: Run, tmp_path: Path) -> None:
    content = json.loads((EXAMPLES / "meets.json").read_text(encoding="utf-8"))
    content["facts"]["revenue"]["2025"] = [
        {"value": "900万元", "source": "企业填报", "recorded_at": "2026-03-10T09:00:00+08:00"},
        {"value": "5200万元", "source": "企业填报", "recorded_at": "2026-04-30T23:59:59+08:00"},
    ]
    file = tmp_path / "firm.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    asked = ("assess", str(file), "--tier", "srdi_sme", "--on", "2026-06-30", "--known-at")
    assert [run(*asked, known_at)[0] for known_at in ("2026-04-30", "2026/4/30", "2026-04-29")] == [0, 0, 1]
    assert run(*asked, "2026-04-30 23:59:58")[0] == 1
    assert "按 2026-04-30 终了以前所知" in run(*asked, "2026-04-30")[1]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("小巨人", "复核", "--year", "2026"), "little_giant/review/2026"),
        (("little_giant", "review", "--year", "2026"), "little_giant/review/2026"),
        (("小巨人", "--on", "2026-04-01"), "little_giant/recognition/2026"),
        (("小巨人", "--year", "2026", "--on", "2026-03-31"), "little_giant/recognition/2025"),
        (("上市", "--board", "主板", "--year", "2025"), "listed:main/recognition/2024"),
        (("瞪羚", "--year", "2026", "--region", "重庆市"), "gazelle_cq/recognition/2024@500000"),
        (("创新型中小企业",), "innovative_sme/recognition/2022"),
        (("小巨人/认定/2026",), "little_giant/recognition/2026"),
        (("省级单项冠军", "--region", "浙江"), "champion_zj/recognition/2025@330000"),
    ],
)
def test_a_standard_is_shown_by_its_name_or_by_title_act_and_year(run: Run, words: tuple[str, ...], key: str) -> None:
    left, out, _err = run("policy", "show", *words, "--format", "json")
    assert (left, json.loads(out)["key"]) == (0, key)


def test_of_a_year_after_the_standards_were_checked_it_is_said_that_they_may_be_amended(run: Run) -> None:
    caveat = "届时可能已经修订\n"
    _left, out, _err = run("policy", "show", "小巨人", "--year", "2035")
    assert out.startswith("2035 年在核对之日")
    assert caveat in out
    _left, out, err = run("policy", "show", "小巨人", "--year", "2035", "--format", "json")
    assert (json.loads(out)["key"], err.endswith(caveat)) == ("little_giant/recognition/2026", True)
    assert caveat not in run("policy", "show", "小巨人", "--on", "2026-06-30")[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("assess", "none.json", "--tier", "srdi_sme", "--on", "2026-06-30"), "E401"),
        (("assess", "--tier", "srdi_sme", "--on", "2026-06-30"), "E701"),
        (assess(on="2026-02-30"), "E110"),
        (assess(on="today"), "E109"),
        (assess(tier="srdi"), "E703"),
        (assess("--act", "renewal"), "E703"),
        (assess("--region", "5001"), "E203"),
        (assess("--region", "5001", tier="省级单项冠军"), "E703"),
        (("policy", "show", "创新层"), "E703"),
        (assess("--known-at", "noon"), "E702"),
        (assess(on="2022-07-31"), "E501"),
        (assess(tier="hard_tech", on="2024-02-03"), "E501"),
        (("asess",), "E708"),
        (("policy", "lst"), "E708"),
        (("assess", "--teir", "srdi_sme"), "E704"),
        (("assess", "--on", "2026-06-30"), "E705"),
        (("assess", "--on"), "E706"),
        (assess("more"), "E709"),
        (("policy", "show", "srdi_sme/2026"), "E503"),
        (("policy", "show", "小巨人", "复核", "--year", "2020"), "E758"),
        (("policy", "show", "小巨人", "认定", "--year", "2026"), "E757"),
        (("policy", "show", "小巨人", "复评审", "--year", "2026"), "E703"),
        (("policy", "show", "小巨人", "复核", "再"), "E709"),
        (("policy", "show", "小巨人", "--year", "今年"), "E707"),
        (("standing", "--enterprise", "甲", "--on", "2026-06-30"), "E602"),
        # A slip in the command comes before the register that is not there.
        (("history",), "E701"),
        (("standing", "甲", "--enterprise", "乙", "--on", "2026-06-30"), "E701"),
        (("indicators", "--region", "5001", "--on", "2026-06-30"), "E203"),
        (("import", "facts.dbf"), "E405"),
        (("init", "--db", "mysql://somewhere/else"), "E615"),
        (("seed", "--db", "postgresql://nobody@127.0.0.1:1/none"), "E602"),
    ],
)
def test_anything_wrong_is_one_message_with_its_code_and_leaves_with_2(
    run: Run, words: tuple[str, ...], code: str
) -> None:
    left, out, err = run(*words)
    assert (left, out) == (2, "")
    assert err.startswith(f"[{code}]"), err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("due", "--on", "2026-06-30", "--within", "-90天"),
            "[E711] --within：时间跨度为负，只往后看（收到：-90天）。请写",
        ),
        (("match", "accept", "甲"), "[E707] 编号：参数的值不对（收到：甲）。请写整数"),
        (("match", "dismiss", "1", "甲", "--why", "重复"), "[E707] 编号：参数的值不对（收到：甲）。请写整数"),
        (
            ("downgrade", "base", "--lose-rows", "-1"),
            "[E707] --lose-rows：参数的值不对（收到：-1）。请写不小于 0 的整数",
        ),
        (
            ("screen", "表.csv", "--tier", "srdi_sme", "--on", "2026-06-30", "--limit", "0"),
            "[E707] --limit：参数的值不对（收到：0）。请写 1 至 1000000000000 的整数",
        ),
    ],
)
def test_a_number_an_option_does_not_take_is_told_with_what_it_takes(
    run: Run, words: tuple[str, ...], told: str
) -> None:
    left, out, err = run(*words)
    assert (left, out) == (2, "")
    assert err.startswith(told)


def test_a_day_before_any_edition_says_what_is_encoded(run: Run) -> None:
    _, _, err = run(*assess(on="2022-07-31"))
    assert "2022-07-31 没有可用的专精特新中小企业认定标准" in err
    assert "专精特新中小企业/认定/2022（2022-08-01 起至 2026-03-31）" in err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[]", b"{", b'{"name": "\xe7\x94\xb2", "facts": 3}', b""])
def test_a_file_that_is_no_dossier_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "firm.json").write_bytes(content)
    left, _, err = run("assess", "firm.json", "--tier", "srdi_sme", "--on", "2026-06-30")
    assert left == 2
    assert "firm.json" in err


def test_the_ladder_shows_every_rung_and_the_next(run: Run) -> None:
    left, out, _ = run("ladder", str(EXAMPLES / "meets.json"), "--on", "2026-06-30", "--format", "json")
    ladder = json.loads(out)
    assert left == 0
    assert [rung["tier"] for rung in ladder["rungs"]][:3] == ["achievement", "innovative_sme", "hard_tech"]
    assert ladder["ladder"]["key"] == "banan-2024"
    assert {rung["tier"]: rung["held"] for rung in ladder["rungs"]}["innovative_sme"] == "true"
    assert ladder["next"] == "hard_tech"


def test_the_order_of_the_ladder_is_that_of_the_day_and_region(run: Run) -> None:
    orders = {}
    for on, region in (("2023-01-01", "500113"), ("2024-03-01", "500106"), ("2024-08-01", "500113")):
        example = str(EXAMPLES / "meets.json")
        _, out, _ = run("ladder", example, "--on", on, "--region", region, "--format", "json")
        ladder = json.loads(out)
        orders[ladder["ladder"]["key"]] = [rung["tier"] for rung in ladder["rungs"]]
    assert orders["banan-2022"] == ["innovative_sme", "srdi_sme", "little_giant", "listed"]
    assert orders["chongqing-2024"][1:3] == ["hard_tech", "innovative_sme"]
    assert orders["banan-2024"][1:3] == ["innovative_sme", "hard_tech"]


def test_a_recognition_is_recorded_and_read_back_as_of_any_day(run: Run) -> None:
    run("init")
    run("import", str(EXAMPLES / "meets.json"))
    firm = ("--enterprise", "91500113MA0000015Q")
    granted = ("--title", "srdi_sme", "--on", "2026-07-15", "--document", "示例名单")
    left, out, _ = run("record", *firm, *granted)
    assert left == 0
    assert "2026-07-15 至 2029-07-14（文件未载，按规定年限推算）" in out
    assert "已有" in run("record", *firm, *granted)[1]
    days = ("2026-07-14", "2026-07-15", "2029-07-14", "2029-07-15")
    accounts = [json.loads(run("standing", *firm, "--on", on, "--format", "json")[1]) for on in days]
    assert [[one["title"] for one in account["titles"] if one["held"]] for account in accounts] == [
        ["innovative_sme"],
        ["innovative_sme", "srdi_sme"],
        ["srdi_sme"],
        [],
    ]
    assert (
        json.loads(run("assess", *firm, "--tier", "srdi_sme", "--on", "2026-06-30", "--format", "json")[1])["truth"]
        == "true"
    )


def test_what_the_authority_granted_is_recorded_though_our_rules_disagree(run: Run) -> None:
    run("init")
    run("import", str(EXAMPLES / "near-miss.json"))
    firm = ("--enterprise", "91500113MA0000023K")
    left, out, _ = run("record", *firm, "--title", "srdi_sme", "--on", "2026-07-15", "--document", "示例名单")
    assert left == 0
    assert "不符合（附件1（一）从事细分市场年限、附件1（二）营业收入" in out
    assert "以主管部门的决定为准，已照文件登记" in out


def test_a_database_at_another_revision_says_which_and_what_to_run(run: Run, tmp_path: Path) -> None:
    import sqlite3

    run("init")
    with sqlite3.connect(tmp_path / "tiertrack.db") as database:
        database.execute("update tiertrack_alembic_version set version_num = 'tiertrack_9999'")
    left, _, err = run("seed")
    assert left == 2
    assert err.startswith("[E601]")
    assert "9999" in err


def test_an_import_with_faults_reports_them_all_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    run("init")
    table = "企业名称,年度,营业收入（万元）,净利\n甲公司,2025,12a,1\n乙公司,20x5,9,1\n"
    (tmp_path / "facts.csv").write_text(table, encoding="utf-8")
    left, _, err = run("import", "facts.csv")
    assert left == 2
    assert "净利" in err
    (tmp_path / "facts.csv").write_text(table.replace(",净利", "").replace(",1\n", "\n"), encoding="utf-8")
    left, _, err = run("import", "facts.csv")
    assert err.count("第 2 行") == 1
    assert err.count("第 3 行") == 1
    assert run("standing", "--enterprise", "甲公司", "--on", "2026-01-01")[2].startswith("[E603]")


def test_every_command_explains_itself_in_chinese(run: Run) -> None:
    for words in [(name,) for name in commands.commands] + [
        ("policy", name) for name in ("list", "show", "diff", "check")
    ]:
        left, out, _ = run(*words, "--help")
        assert left == 0
        assert out.startswith("用法：")
        for english in ("Usage", "Options", "Show this", "default", "required", "Commands", "ARGS"):
            assert english not in out


def test_help_does_not_load_the_database_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom tiertrack.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'alembic', 'tiertrack.rulebooks.zh')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from(["assess", "policy", "show", "--on", "--tier", "x", "2026-06-30", "--", "-", "''", "项"]))
)
def test_no_command_line_ends_in_a_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code in (0, 1, 2, 3)
    assert "E799" not in capsys.readouterr().err


def test_a_day_without_a_standard_is_refused_with_the_documented_reason(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "firm.json").write_text('{"name": "甲"}', encoding="utf-8")
    code, _out, err = run("assess", "firm.json", "--tier", "digital_workshop", "--on", "2026-06-30")
    assert code == 2
    assert "没有可用的数字化车间认定标准（只登记，不判断：没有读到完整的条件）" in err
    code, _out, err = run("assess", "firm.json", "--tier", "listed", "--board", "bse", "--on", "2020-01-01")
    assert code == 2
    assert "北交所开市以前" in err
