"""The commands on a register: what happened goes in, what is held and what falls due comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from tests.support.commands import Run, answer

FIRM = "重庆甲某制造有限公司"
LIST = "企业名称,称号,事项,日期,有效期至,批次,文件,所在地\n"


@pytest.fixture
def listed(run: Run, empty_register: None) -> Run:
    """A register with one firm, recognised by a list."""
    write_list(f"{FIRM},专精特新中小企业,认定,2024-07-01,,第八批,渝经信中小〔2024〕5号,巴南区\n")
    left, out, _ = run("import", "名单.csv", "--kind", "titles")
    assert (left, "新增企业 1 家，新增事项 1 项" in out) == (0, True)
    return run


def write_list(*rows: str) -> None:
    Path("名单.csv").write_text(LIST + "".join(rows), encoding="utf-8")


def standing(run: Run, on: str, *more: str) -> Any:
    return answer(run, "standing", FIRM, "--on", on, *more)


def test_a_standing_has_the_members_of_the_contract(listed: Run) -> None:
    account = standing(listed, "2025-03-10")
    assert set(account) == {"enterprise", "on", "known_at", "titles", "achievements", "highest", "duties", "waiting"}
    (title,) = account["titles"]
    said = {key: title[key] for key in ("title", "status", "from", "through", "derived", "document")}
    assert said == {
        "title": "srdi_sme",
        "status": "held",
        "from": "2024-07-01",
        "through": "2027-06-30",
        "derived": True,
        "document": "渝经信中小〔2024〕5号",
    }
    assert (account["enterprise"], account["highest"]) == (FIRM, "srdi_sme")
    assert [(duty["kind"], duty["due"]) for duty in account["duties"]] == [
        ("yearly_update", "2025-04-30"),
        ("application", "2025-06-05"),
    ]


def test_before_it_was_heard_of_a_title_was_not_known(listed: Run) -> None:
    assert standing(listed, "2025-03-10", "--known-at", "2020-01-01")["titles"] == []


def test_the_same_in_words(listed: Run) -> None:
    _, out, _ = listed("standing", FIRM, "--on", "2027-05-01")
    assert (
        "专精特新中小企业　待复核　2024-07-01 至 2027-06-30（文件未载，按规定年限推算）　依据 渝经信中小〔2024〕5号"
        in out
    )
    assert "现有最高称号：专精特新中小企业" in out
    assert "2027-05-31　年度更新" in out


def test_an_unknown_firm_is_answered_with_the_nearest_names(listed: Run) -> None:
    left, _, err = listed("standing", "重庆甲某制造有限公", "--on", "2025-01-01")
    assert (left, err.startswith("[E603]"), FIRM in err) == (2, True, True)


def test_a_case_runs_from_application_to_recognition(listed: Run) -> None:
    little = ("--title", "little_giant")
    left, out, _ = listed("case", "apply", FIRM, *little, "--on", "2026-05-10")
    assert (left, "资料不全，还不能判断：" in out) == (3, True)
    left, out, _ = listed("case", "apply", FIRM, *little, "--on", "2026-05-10", "--document", "平台回执 12号")
    assert left == 0
    assert listed("case", "recommend", FIRM, *little, "--on", "2026-06-20", "--by", "province")[0] == 0
    left, _, err = listed("case", "apply", FIRM, *little, "--on", "2026-06-25")
    assert (left, "现为“已推荐”，不能“申报”" in err, "现在可以" in err) == (2, True, True)
    granted = ("--on", "2026-09-01", "--document", "工信厅企业函〔2026〕200号")
    assert listed("case", "publicise", FIRM, *little, "--on", "2026-08-01", "--document", "公示 1号")[0] == 0
    assert standing(listed, "2026-08-15")["titles"][1]["status"] == "publicised"
    assert listed("case", "recognise", FIRM, *little, *granted)[0] == 0
    assert standing(listed, "2026-09-01")["highest"] == "little_giant"


def test_a_refusal_leaves_with_1_and_the_reasons(run: Run, empty_register: None) -> None:
    firm = {"name": "虚构企业", "region": "500113", "facts": {"abnormal_list": True}, "titles": []}
    Path("firm.json").write_text(json.dumps(firm), encoding="utf-8")
    run("import", "firm.json")
    left, out, _ = run("case", "apply", "虚构企业", "--title", "srdi_sme", "--on", "2026-06-30")
    assert left == 1
    assert out.startswith("暂不能申报：按工信部企业〔2026〕2号附件1，虚构企业不符合专精特新中小企业认定条件\n")
    assert "    ✗ 经营异常名录：列入经营异常名录　〔工信部企业〔2026〕2号 第十一条（四）" in out
    told = json.loads(
        run("case", "apply", "虚构企业", "--title", "srdi_sme", "--on", "2026-06-30", "--format", "json")[1]
    )
    assert (told["outcome"], told["recorded"], told["truth"]) == ("refused", [], "false")


@pytest.mark.parametrize(
    "words",
    [("init",), ("seed",), ("downgrade", "base"), ("standing", FIRM, "--on", "2025-01-01"), ("verify",)],
)
def test_a_register_in_memory_is_no_use_to_a_command_and_refused(run: Run, words: tuple[str, ...]) -> None:
    left, out, err = run(*words, "--db", "memory:")
    assert (left, out) == (2, "")
    assert err.startswith("[E664] --db：")
    assert "sqlite:///tiertrack.db" in err


def test_a_register_goes_down_once_what_is_lost_is_named(listed: Run) -> None:
    left, _, err = listed("downgrade", "base")
    assert (left, err.startswith("[E665] 降到 base 会丢掉 ")) == (2, True)
    assert standing(listed, "2025-03-10")["titles"]
    lost = err.split("--lose-rows ")[1].strip()
    assert answer(listed, "downgrade", "base", "--lose-rows", lost) == {"revision": "base"}
    left, _, err = listed("standing", FIRM, "--on", "2025-03-10")
    assert (left, "E601" in err) == (2, True)


def test_a_history_keeps_what_was_put_right_and_who_told_us(listed: Run) -> None:
    corrected = (
        "--on",
        "2024-07-01",
        "--through",
        "2027-05-31",
        "--document",
        "渝经信中小〔2024〕5号",
        "--told-by",
        "张科",
    )
    assert listed("record", FIRM, "--title", "srdi_sme", *corrected)[0] == 0
    events = answer(listed, "history", FIRM)["events"]
    assert [(one["version"], one["stands"], one["corrects"], one["told_by"]) for one in events] == [
        (1, False, None, "名单.csv"),
        (2, True, 1, "张科"),
    ]
    _, out, _ = listed("history", FIRM)
    assert "〔已更正或作废〕" in out
    assert ["〔序号 1　" in out, "〔序号 2　" in out, "〔序号 3　" in out] == [True, True, False]
    assert answer(listed, "history", FIRM, "--on", "2024-06-30")["events"] == []


def test_a_history_names_the_place_of_a_move_as_it_was_called_that_day(listed: Run) -> None:
    for on, place in (("2010-01-01", "500110"), ("2024-08-01", "渝北区")):
        assert listed("case", "move", FIRM, "--value", place, "--on", on)[0] == 0
    _, out, _ = listed("history", FIRM)
    assert "　省内迁移 万盛区（500110）　" in out
    assert "　省内迁移 渝北区（500112）　" in out


def test_an_entry_made_by_mistake_is_voided(listed: Run) -> None:
    left, _, _ = listed("case", "void", FIRM, "--title", "srdi_sme", "--version", "1", "--on", "2024-08-01")
    assert left == 0
    assert [one["status"] for one in standing(listed, "2025-01-01")["titles"]] == []
    assert "作废 没有写明理由　〔序号 2　" in listed("history", FIRM, "--on", "2025-01-01")[1]
    assert listed("case", "void", FIRM, "--title", "srdi_sme", "--version", "9", "--on", "2024-08-01")[0] == 2


def test_a_firm_answers_to_its_old_and_new_name(listed: Run) -> None:
    assert listed("case", "rename", FIRM, "--on", "2025-01-10", "--value", "重庆甲某科技股份有限公司")[0] == 0
    assert answer(listed, "standing", "重庆甲某科技股份有限公司", "--on", "2025-02-01")["titles"][0]["status"] == "held"
    duties = standing(listed, "2025-02-01")["duties"]
    assert ("change_report", "2025-04-10") in [(duty["kind"], duty["due"]) for duty in duties]


def test_what_falls_due_comes_as_text_json_and_a_calendar(listed: Run) -> None:
    words = ("due", "--on", "2026-03-10", "--within", "90d")
    kinds = [(one["due"], one["kind"], one["title"]) for one in answer(listed, *words)]
    assert kinds == [
        ("2026-05-25", "application", "little_giant"),
        ("2026-05-31", "yearly_update", "srdi_sme"),
    ]
    _, out, _ = listed(*words)
    assert FIRM in out
    assert out.startswith("| 截止 | 起 | 事项 | 称号 | 企业 | 要做的 | 逾期 | 依据 |")
    what = "更新 2026 年度信息（参照天津市，以本市通知为准）"
    assert f"| 2026-05-31 |  | 年度更新 | 专精特新中小企业 | {FIRM} | {what} | 同一有效期内" in out
    _, out, _ = listed(*words, "--format", "ics")
    events = icalendar.Calendar.from_ical(out).walk("VEVENT")
    assert [str(one.decoded("dtstart")) for one in events] == ["2026-05-25", "2026-05-31"]
    for whose in ((), (FIRM,)):
        for form in ((), ("--format", "ics")):
            left, out, err = listed(*words, *whose, *form, "--into", "到期.ics", "--overwrite")
            assert (left, out, err) == (0, "共 2 行，已写入 到期.ics\n", "")
        written = icalendar.Calendar.from_ical(Path("到期.ics").read_bytes()).walk("VEVENT")
        assert [(one["dtstart"], one["description"]) for one in written] == [
            (one["dtstart"], one["description"]) for one in events
        ]
    assert ".csv 或 .xlsx 或 .json 或 .ics" in listed(*words, "--into", "到期.docx")[2]
    assert ".ics" not in listed("firms", "--on", "2026-03-10", "--into", "企业.ics")[2].partition("请写以")[2]
    for unread in ("ninety", "-90d", "三个月"):
        left, _, err = listed("due", "--on", "2026-03-10", "--within", unread)
        assert (left, "[E711] --within" in err) == (2, True)
    quarter = listed("due", "--on", "2026-03-10", "--within", "92d")
    assert listed("due", "--on", "2026-03-10", "--within", "3个月") == quarter
    assert listed("due", "--on", "2026-03-10", "--within", "９２ 天") == quarter
    for far in ("9999d", "999个月"):
        assert listed("due", "--on", "2199-12-30", "--within", far)[0] == 0
    assert "没有到期的事项" in listed("due", "--on", "2026-12-01", "--within", "30d")[1]


def test_a_review_list_ends_whoever_is_not_on_it(listed: Run) -> None:
    words = ("--title", "srdi_sme", "--on", "2027-06-20", "--document", "渝经信中小〔2027〕9号")
    code, _, told = listed("case", "close-review", *words)
    assert (code, "[E656]" in told) == (2, True)
    _, tried, _ = listed("case", "close-review", *words, "--without-list", "--dry-run")
    assert tried.splitlines() == [
        "以下各家的称号自 2027-06-20 起失效：",
        "未列入名单、称号失效 1 家",
        FIRM,
        "这是试算，没有写入；去掉 --dry-run 就照此办理。",
    ]
    closed = answer(listed, "case", "close-review", *words, "--without-list")
    assert (closed["ended"], closed["numbers"]) == ([FIRM], [2])
    assert standing(listed, "2027-06-20")["titles"][0]["status"] == "lapsed"
    _, undone, _ = listed("undo", "2", "--reason", "名单印错")
    assert "取消第 2 次（复核收口 专精特新中小企业 渝经信中小〔2027〕9号，" in undone
    assert undone.endswith("失效的称号恢复原样；要恢复收口，再用 tiertrack case close-review 办一次。\n")
    assert standing(listed, "2027-06-20")["titles"][0]["held"]


def test_a_name_of_another_legal_form_waits_to_be_accepted(listed: Run) -> None:
    write_list("重庆甲某制造股份有限公司,创新型中小企业,认定,2024-07-01,,,渝经信中小〔2024〕6号,\n")
    assert "待确认 1 项" in listed("import", "名单.csv", "--kind", "titles")[1]
    (proposal,) = answer(listed, "match", "list")
    assert [one["name"] for one in proposal["candidates"]] == [FIRM]
    assert "字号相同" in listed("match", "list")[1]
    assert listed("match", "accept", str(proposal["proposal"]))[0] == 0
    assert [one["title"] for one in standing(listed, "2025-01-01")["titles"]] == ["innovative_sme", "srdi_sme"]
    assert "没有待确认的匹配" in listed("match", "list")[1]
    assert len(answer(listed, "match", "list", "--all")) == 1


def test_a_review_list_names_whom_a_row_that_waits_may_be_about_and_leaves_them(listed: Run) -> None:
    write_list("重庆甲某制造股份有限公司,专精特新中小企业,复核通过,2027-06-20,,,渝经信中小〔2027〕9号,\n")
    listed("import", "名单.csv", "--kind", "titles")
    words = ("case", "close-review", "--title", "srdi_sme", "--on", "2027-06-20", "--document", "渝经信中小〔2027〕9号")
    _, out, _ = listed(*words)
    assert out.splitlines() == [
        "未列入名单、称号失效 0 家",
        "名单上有待确认的行可能是它们，没有动 1 家（先用 tiertrack match accept 确认）",
        f"{FIRM}　待确认 1：重庆甲某制造股份有限公司",
    ]
    assert "另有 1 项待确认，可能是这家企业" in listed("standing", FIRM, "--on", "2027-06-20")[1]
    assert answer(listed, *words, "--include-waiting")["ended"] == [FIRM]
    assert listed("match", "accept", "1")[0] == 0
    assert standing(listed, "2027-06-20")["titles"][0]["held"]


def test_a_row_that_is_not_taken_waits_no_longer_and_the_reason_stays(listed: Run) -> None:
    write_list("重庆甲某制造股份有限公司,专精特新中小企业,认定,2027-06-20,,,渝经信中小〔2027〕9号,\n")
    listed("import", "名单.csv", "--kind", "titles")
    code, _, told = listed("match", "dismiss", "1")
    assert (code, "E705" in told, "--why" in told) == (2, True, True)
    (row,) = answer(listed, "match", "dismiss", "1", "--why", "应为复核通过", "--told-by", "王科长")
    assert (row["proposal"], row["settled"], row["dismissed"]) == (1, False, "应为复核通过")
    assert listed("match", "list")[1].strip() == "没有待确认的匹配。"
    assert "1　重庆甲某制造股份有限公司" in (everything := listed("match", "list", "--all")[1])
    assert "不采用：应为复核通过" in everything
    assert "作废 待确认 1：重庆甲某制造股份有限公司 备注 理由：应为复核通过" in listed("history", FIRM)[1]


def test_two_records_of_one_firm_are_joined_and_separated(listed: Run) -> None:
    other = "重庆甲某制造股份有限公司"
    _, out, _ = listed("enrol", other, "--region", "巴南区")
    assert f"登记库里另有 {FIRM}（字号相同，组织形式或地名不同）" in out
    assert listed("enrol", other)[0] == 2
    assert answer(listed, "merge", other, FIRM) == {"enterprise": other, "other": FIRM, "uscc": None}
    assert (standing(listed, "2025-01-01")["enterprise"], listed("merge", other, FIRM)[0]) == (other, 2)
    assert "并为一家" in listed("history", other)[1]
    assert f"“{FIRM}”已与“{other}”拆开" in listed("unmerge", FIRM)[1]
    assert standing(listed, "2025-01-01")["enterprise"] == FIRM
    assert answer(listed, "verify")["ok"]


def test_a_firm_whose_credit_code_is_on_record_is_enrolled_once_and_keeps_its_id(listed: Run) -> None:
    firm = ("重庆乙某材料有限公司", "--uscc", "91500113MA0000015Q")
    new, known = answer(listed, "enrol", *firm), answer(listed, "enrol", *firm, "--region", "500113")
    assert (new["change"], new["enterprise"], new["region"]) == ("new", firm[0], None)
    assert (known["change"], known["id"], known["region"]) == ("known", new["id"], "500113")
    told = listed("enrol", "重庆乙某新材料有限公司", *firm[1:])[1]
    assert told.splitlines() == ["已有 重庆乙某新材料有限公司", f"更名 {firm[0]} → 重庆乙某新材料有限公司"]


def test_a_file_of_facts_is_its_own_source_until_another_is_named(listed: Run) -> None:
    titles = [{"title": "innovative_sme", "from": "2024-07-10", "through": "2027-07-09"}]
    firm = {"name": FIRM, "facts": {"class1_ip": 4}, "titles": titles}
    Path("firm.json").write_text(json.dumps(firm, ensure_ascii=False), encoding="utf-8")
    for words, document in ((), "企业档案 firm.json"), (("--source", "申报书"), "申报书"):
        assert listed("import", "firm.json", *words)[0] == 0
        events = [event for event in answer(listed, "history", FIRM)["events"] if event["title"] == "innovative_sme"]
        assert events[-1]["document"] == document


def test_facts_of_a_name_like_one_on_record_wait(listed: Run) -> None:
    Path("facts.csv").write_text("企业名称,2025年从业人员\n重庆甲某制造厂,12\n", encoding="utf-8")
    report = answer(listed, "import", "facts.csv")
    assert (report["enterprises"], report["observations"], report["waiting"]) == ([], 0, ["重庆甲某制造厂"])
    assert "待确认 1 行（本次新提出 0 行），没有写入" in listed("import", "facts.csv")[1]
    (proposal,) = answer(listed, "match", "list")
    assert (proposal["name"], proposal["facts"], proposal["candidates"][0]["name"]) == (
        "重庆甲某制造厂",
        ["employees:2025"],
        FIRM,
    )
    accepted = answer(listed, "match", "accept", "1", "--new")
    assert (accepted["enterprises"], accepted["new"]) == (1, 1)


def test_a_dry_run_writes_nothing(listed: Run) -> None:
    write_list("重庆乙某制造有限公司,专精特新中小企业,认定,2024-07-01,,,渝经信中小〔2024〕5号,\n")
    assert answer(listed, "import", "名单.csv", "--kind", "titles", "--dry-run")["enterprises"] == 1
    assert listed("standing", "重庆乙某制造有限公司", "--on", "2025-01-01")[0] == 2


def test_a_list_may_be_a_workbook_and_leave_what_is_the_same_for_all_to_the_options(listed: Run) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["序号", "企业名称"], [1, FIRM], [2, "重庆丙某制造有限公司"]):
        sheet.append(row)
    book.save("名单.xlsx")
    whole = ("--title", "little_giant", "--event", "公示", "--on", "2024-08-01", "--document", "工信部公示〔2024〕1号")
    assert answer(listed, "import", "名单.xlsx", "--kind", "titles", *whole)["new"] == 2


def test_a_bad_list_is_told_with_every_fault_and_nothing_is_written(listed: Run) -> None:
    write_list(
        "重庆乙某制造有限公司,专精特新中小企业,认定,2024-07-01,,,渝经信中小〔2024〕5号,\n",
        "重庆丙某制造有限公司,小神童,认定,2024-13-01,,,名单,\n",
    )
    left, out, err = listed("import", "名单.csv", "--kind", "titles")
    assert (left, out) == (2, "")
    lines = [line for line in err.splitlines() if line.startswith("[E")]
    assert len(lines) == 3
    assert all("名单.csv 第 3 行" in line for line in lines)
    assert listed("standing", "重庆乙某制造有限公司", "--on", "2025-01-01")[0] == 2


def test_a_check_of_the_register_gives_a_seal_to_note_down(listed: Run) -> None:
    report = answer(listed, "verify")
    assert (report["ok"], report["events"], report["faults"]) == (True, 1, [])
    assert listed("verify", "--seal", report["seal"])[0] == 0
    left, out, _ = listed("verify", "--seal", "0" * 64)
    assert (left, "不符" in out) == (1, True)
    assert "没有改动、删除或调换" in listed("verify")[1]


@pytest.mark.parametrize(
    "idle", [("--year", "2026"), ("--title", "srdi_sme"), ("--on", "2026-01-01"), ("--document", "名单")], ids=" ".join
)
def test_an_import_of_facts_refuses_what_only_a_list_can_be_asked(
    run: Run, empty_register: None, tmp_path: Path, idle: tuple[str, ...]
) -> None:
    (tmp_path / "facts.csv").write_text("企业名称,2025年从业人员\n重庆甲有限公司,12\n", encoding="utf-8")
    left, out, err = run("import", "facts.csv", *idle)
    assert (left, out, err.startswith("[E714]"), idle[0] in err) == (2, "", True, True)
    assert run("import", "facts.csv")[1].startswith("新增企业 1 家")


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (LIST.strip(), f"{FIRM},专精特新中小企业,认定,2024-07-01,,第八批,渝经信中小〔2024〕5号,巴南区"),
        ("企业名称,批次,文号,2025年从业人员", f"{FIRM},第八批,渝经信中小〔2024〕5号,12"),
        ("序号,企业名称,所属区县", f"1,{FIRM},巴南区"),
    ],
)
def test_a_list_of_titles_is_not_taken_for_facts_which_would_enrol_its_firms_and_lose_its_titles(
    run: Run, headings: str, cells: str
) -> None:
    run("init")
    Path("名单.csv").write_text(f"{headings}\n{cells}\n", encoding="utf-8")
    for words in ((), ("--keep-good", "余.csv"), ("--dry-run",)):
        left, out, err = run("import", "名单.csv", *words)
        assert (left, out, err.startswith("[E659]"), "--kind 名单" in err) == (2, "", True, True)
    assert (answer(run, "imports"), Path("余.csv").exists()) == ([], False)
    # Whoever says that it holds facts wants its firms enrolled.
    assert answer(run, "import", "名单.csv", "--kind", "事实")["enterprises"] == [FIRM]


def test_an_empty_folder_is_told_what_was_made_in_it_and_an_older_register_from_where_it_came(run: Run) -> None:
    newest = answer(run, "init", "--db", "sqlite:///another.db")["revision"]
    assert run("init")[1] == f"已建立登记库 sqlite:///tiertrack.db：{newest}\n"
    assert run("init")[1] == f"登记库已是最新：{newest}\n"
    assert run("downgrade", "tiertrack_0008")[0] == 0
    assert run("init")[1].splitlines()[0] == f"登记库已由 tiertrack_0008 升到最新：{newest}"


def test_an_import_is_tried_done_listed_and_taken_back(run: Run, tmp_path: Path) -> None:
    run("init")
    (tmp_path / "facts.csv").write_text("企业名称,2025年从业人员\n重庆甲有限公司,12\n", encoding="utf-8")
    _, out, _ = run("import", "facts.csv", "--dry-run")
    assert out.splitlines()[1:] == [
        "新登记企业 1 家：重庆甲有限公司",
        "这是试算，没有写入；去掉 --dry-run 就照此办理。",
    ]
    assert run("imports")[1].strip() == "还没有导入过。"
    assert run("import", "facts.csv")[1].splitlines()[-1] == "要取消这次导入：tiertrack undo 1"
    (listed_one,) = answer(run, "imports")
    assert (listed_one["file"], listed_one["firms"], listed_one["withdrawn"]) == ("facts.csv", 1, None)
    assert "这是试算" in run("undo", "1", "--dry-run")[1]
    undone = answer(run, "undo", "1", "--reason", "发错了")
    assert (undone["gone"], undone["undone"]["number"]) == (["重庆甲有限公司"], 1)
    assert "已取消：发错了〕" in run("imports")[1]
    left, _, err = run("undo", "1")
    assert (left, "[E683]" in err) == (2, True)
    assert run("history", "重庆甲有限公司")[0] == 2


def test_a_list_may_be_said_to_be_complete(run: Run, tmp_path: Path) -> None:
    run("init")
    for firm in ("重庆甲有限公司", "重庆乙有限公司"):
        run("enrol", firm, "--region", "巴南区")
    (tmp_path / "名单.csv").write_text("企业名称\n重庆甲有限公司\n", encoding="utf-8")
    words = (
        "--kind",
        "名单",
        "--title",
        "高企",
        "--event",
        "认定",
        "--on",
        "2025-06-30",
        "--document",
        "渝科〔2025〕9号",
    )
    left, _, err = run("import", "名单.csv", *words, "--complete")
    assert (left, err.startswith("[E687] --complete")) == (2, True)
    _, out, _ = run("import", "名单.csv", *words, "--complete", "巴南区")
    assert "登记为经查不持有 1 家：重庆乙有限公司" in out
