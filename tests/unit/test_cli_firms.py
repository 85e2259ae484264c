"""The commands that list many enterprises: by what they hold, in pages, counted, and into files people open."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.support.commands import Run, answer
from tiertrack.render.workbook import book

LIST = (
    "企业名称,称号,事项,日期,有效期至,文件,所在地,统一社会信用代码\n"
    "重庆甲某制造有限公司,专精特新“小巨人”企业,认定,2023-07-14,2026-12-31,工信部企业函〔2023〕4号,巴南区,91500113MA0000015Q\n"
    "重庆乙某制造有限公司,专精特新中小企业,认定,2024-07-01,2027-06-30,渝经信中小〔2024〕5号,巴南区,\n"
    "重庆丙某制造有限公司,专精特新中小企业,认定,2022-07-01,2025-06-30,渝经信中小〔2022〕3号,北碚区,\n"
    "=1+1重庆丁某制造有限公司,创新型中小企业,认定,2024-03-01,2027-02-28,渝经信中小〔2024〕1号,北碚区,\n"
)
ON = ("--on", "2026-06-30")
HEADINGS = ["企业", "信用代码", "地区", "行业", "最高称号", "最高称号有效期至", "下一步"]
HOLDERS = [*HEADINGS[:4], "称号", "状态", "有效期至", *HEADINGS[4:]]
FIRM = ["重庆甲某制造有限公司", "91500113MA0000015Q", "巴南区（500113）", ""]
GIANT = [*FIRM, "专精特新“小巨人”企业", "2026-12-31", ""]
HIGH_TECH = "重庆甲某制造有限公司,高新技术企业,认定,2024-11-01,2027-10-31,渝高企〔2024〕1号,巴南区,"


@pytest.fixture
def register(run: Run, empty_register: None) -> Run:
    """A register with four firms of a list."""
    Path("名单.csv").write_text(LIST, encoding="utf-8")
    assert run("import", "名单.csv", "--kind", "titles")[0] == 0
    return run


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def names(run: Run, *words: str) -> list[str]:
    return [row["name"] for row in answer(run, "firms", *ON, *words)]


def test_who_holds_a_title_on_a_day_is_listed_with_its_last_day(register: Run) -> None:
    left, out, _ = register("firms", *ON, "--title", "小巨人")
    held = [*FIRM, "专精特新“小巨人”企业", "持有", "2026-12-31", *GIANT[4:]]
    assert (left, [cells(line) for line in out.splitlines()]) == (0, [HOLDERS, ["---"] * 10, held])
    _, out, _ = register("firms", "--on", "2026-10-15", "--title", "小巨人")
    due = "2026-12-31　复核　专精特新“小巨人”企业　有效期至 2026-12-31，提交复核（当年窗口已于 2026-05-25 截止）"
    assert cells(out.splitlines()[2])[-1] == due
    assert register("firms", *ON, "--title", "listed")[1] == "没有这样的企业。\n"


def test_firms_are_listed_by_state_place_and_highest_rung(register: Run) -> None:
    assert names(register, "--title", "srdi_sme", "--status", "已失效") == ["重庆丙某制造有限公司"]
    assert names(register, "--region", "巴南区", "--highest", "专精特新中小企业") == ["重庆乙某制造有限公司"]
    assert names(register, "--status", "持有", "--region", "重庆市北碚区") == ["=1+1重庆丁某制造有限公司"]
    assert names(register, "--known-at", "2020-01-01") == []


def test_lists_are_given_in_pages_and_counted(register: Run) -> None:
    first = names(register, "--limit", "3")
    assert (len(first), names(register, "--after", first[-1])) == (3, ["=1+1重庆丁某制造有限公司"])
    counted = answer(register, "firms", *ON, "--limit", "1", "--count")
    assert counted == {"firms": 4, "rows": None, "into": None, "later": {}, "unasked": []}
    assert register("standing", "--all", *ON, "--title", "srdi_sme", "--count")[1] == "共 1 家\n"
    assert answer(register, "due", *ON, "--within", "400d", "--kind", "复核", "--count")["rows"] == 3
    assert answer(register, "history", "--all", "--region", "北碚区", "--count")["firms"] == 2


def test_everybody_is_told_of_as_each_is(register: Run) -> None:
    rows = answer(register, "standing", "--all", *ON)
    alone = [answer(register, "standing", row["name"], *ON) for row in rows]
    assert [(row["titles"], row["highest"]) for row in rows] == [(one["titles"], one["highest"]) for one in alone]
    _, out, _ = register("standing", "--all", *ON, "--region", "巴南区", "--limit", "1")
    assert out.splitlines()[0] == "重庆甲某制造有限公司 · 2026-06-30"
    told = answer(register, "history", "--all")
    assert told == [answer(register, "history", row["name"]) for row in rows]
    due = answer(register, "due", *ON, "--within", "400d", "--title", "小巨人", "--region", "巴南区")
    assert {(one["enterprise"], one["title"]) for one in due} == {("重庆甲某制造有限公司", "little_giant")}


@pytest.mark.parametrize("name", ["名单外.csv", "名单外.xlsx", "名单外.json"])
def test_a_list_goes_into_a_file_in_which_nothing_is_a_formula(register: Run, name: str) -> None:
    assert register("firms", *ON, "--into", name)[1] == f"共 4 家，已写入 {name}\n"
    left, _, err = register("firms", *ON, "--into", name)
    assert (left, "E829" in err) == (2, True)
    if name.endswith(".json"):
        assert json.loads(Path(name).read_text(encoding="utf-8")) == answer(register, "firms", *ON)
        return
    if name.endswith(".csv"):
        rows = [*csv.reader(Path(name).read_text(encoding="utf-8-sig").splitlines())]
    else:
        sheet = openpyxl.load_workbook(name).worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    assert (rows[0], rows[1]) == ([*HEADINGS, "镇街", "专员", "产业链"], [*GIANT, "", "", ""])
    assert (len(rows), rows[4][0]) == (5, "'=1+1重庆丁某制造有限公司")


@pytest.mark.parametrize(
    ("command", "headings", "lines"),
    [
        (("standing", "--all", *ON), "企业,信用代码,地区,行业,称号,产品,状态,有效期起,有效期至,依据", 5),
        (("history", "--all"), "企业,序号,日期,称号,产品,事项,有效期起,有效期至,依据,登记时刻,出处,仍作数", 5),
        (("due", *ON, "--within", "400d", "--kind", "复核"), "截止,起,事项,称号,企业,要做的,逾期,依据", 4),
    ],
    ids=["standing", "history", "due"],
)
def test_each_list_has_its_table(register: Run, command: tuple[str, ...], headings: str, lines: int) -> None:
    assert register(*command, "--into", "表.csv")[0] == 0
    told = Path("表.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (told[0], len(told)) == (headings, lines)
    counted = "行" if command[0] == "due" else "家"
    assert register(*command, "--title", "listed", "--into", "空.json")[1] == f"共 0 {counted}，已写入 空.json\n"
    assert json.loads(Path("空.json").read_text(encoding="utf-8")) == []


def test_who_looks_after_a_firm_is_listed_as_the_latest_list_says_beside(run: Run, empty_register: None) -> None:
    rows = (
        "企业名称,称号,文件,事项,年度,日期,所属镇街,服务专员,产业链",
        "重庆甲某制造有限公司,专精特新中小企业,渝虚〔2024〕1号,认定,,2024-07-01,界石镇,张三,",
        "重庆乙某制造有限公司,创新型中小企业,渝虚〔2024〕1号,认定,,2024-07-01,界石镇,张三,",
        "重庆甲某制造有限公司,专精特新中小企业,渝虚〔2026〕2号,年度更新,2026,2026-04-05,,李四,汽车",
    )
    Path("名单.csv").write_text("\n".join(rows), encoding="utf-8")
    assert run("import", "名单.csv", "--kind", "titles")[0] == 0
    first, second = answer(run, "firms", *ON)
    assert first["looked_after"] == {"镇街": "界石镇", "专员": "李四", "产业链": "汽车"}
    assert second["looked_after"] == {"镇街": "界石镇", "专员": "张三"}
    lines = run("firms", *ON)[1].splitlines()
    assert cells(lines[0])[-3:] == ["镇街", "专员", "产业链"]
    assert [cells(line)[-3:] for line in lines[2:]] == [["界石镇", "李四", "汽车"], ["界石镇", "张三", ""]]


def test_the_calendar_of_all_firms_has_an_event_a_deadline_that_names_whom_to_call(
    run: Run, empty_register: None
) -> None:
    rows = [
        f"重庆{name}某制造有限公司,专精特新中小企业,认定,2024-07-01,2027-06-30,渝经信中小〔2024〕5号,巴南区,{contact}"
        for name, contact in (("甲", "王某,023-66220000"), ("乙", "李某,—"), ("丙", ","))
    ]
    heading = "企业名称,称号,事项,日期,有效期至,文件,所在地,联系人,联系电话"
    Path("名单.csv").write_text("\n".join([heading, *rows]), encoding="utf-8")
    assert run("import", "名单.csv", "--kind", "titles")[0] == 0
    words = ("due", "--on", "2026-04-10", "--within", "60d", "--kind", "年度更新")
    told = {duty["enterprise"][2]: duty["contact"] for duty in answer(run, *words)}
    assert told == {"甲": "王某 023-66220000", "乙": "李某", "丙": None}
    text = run(*words, "--format", "ics")[1].replace("\r\n ", "").replace("\\n", "\n")
    assert text.count("BEGIN:VEVENT") == 1
    assert "企业 3 家：" in text
    assert "重庆甲某制造有限公司　联系 王某 023-66220000" in text


def test_what_falls_due_for_all_is_written_in_order_of_its_day_and_a_page_of_it_firm_by_firm(register: Run) -> None:
    def written(*words: str) -> list[str]:
        assert register("due", *ON, "--within", "36个月", *words, "--overwrite", "--into", "到期.csv")[0] == 0
        return [line["截止"] for line in csv.DictReader(Path("到期.csv").read_text(encoding="utf-8-sig").splitlines())]

    every, firm_by_firm = written(), written("--limit", "4")
    assert every == sorted(firm_by_firm) != firm_by_firm


@pytest.fixture
def two_titles(register: Run) -> Run:
    """The same, one of them holding another title as well."""
    Path("高企.csv").write_text(f"{LIST.splitlines()[0]}\n{HIGH_TECH}\n", encoding="utf-8")
    assert register("import", "高企.csv", "--kind", "titles")[0] == 0
    return register


def test_the_firms_and_the_rows_of_a_file_are_told_apart(two_titles: Run) -> None:
    register = two_titles
    assert register("standing", "--all", *ON, "--into", "持有.xlsx")[1] == "共 4 家，5 行，已写入 持有.xlsx\n"
    told = answer(register, "standing", "--all", *ON, "--into", "持有.csv")
    assert (told["firms"], told["rows"]) == (4, len(Path("持有.csv").read_text(encoding="utf-8").splitlines()) - 1)


def test_who_is_listed_for_a_title_is_told_of_by_it_beside_its_highest_rung(two_titles: Run) -> None:
    asked = (*ON, "--title", "高新技术企业")
    own = ["高新技术企业", "持有", "2027-10-31"]
    assert cells(two_titles("firms", *asked)[1].splitlines()[2]) == [*FIRM, *own, *GIANT[4:]]
    (row,) = answer(two_titles, "firms", *asked)
    assert [(held["title"], held["through"]) for held in row["titles"]] == [("high_tech_enterprise", "2027-10-31")]
    assert row["through"] == "2026-12-31"
    assert two_titles("firms", *asked, "--into", "高企名单.csv")[1] == "共 1 家，已写入 高企名单.csv\n"
    written = Path("高企名单.csv").read_text(encoding="utf-8-sig").splitlines()
    beside = ["镇街", "专员", "产业链"]
    assert [*csv.reader(written)] == [[*HOLDERS, *beside], [*FIRM, *own, *GIANT[4:], "", "", ""]]
    assert two_titles("standing", "--all", *asked, "--into", "持有.csv")[1] == "共 1 家，已写入 持有.csv\n"
    (row,) = answer(two_titles, "standing", "--all", *asked)
    assert [held["name"] for held in row["titles"]] == ["高新技术企业"]
    assert "小巨人" not in two_titles("standing", "--all", *asked)[1].splitlines()[1]


def test_what_a_workbook_has_no_room_for_is_not_written(register: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    due = ("due", *ON, "--within", "400d")
    for limit, words, code in (("ROWS", ("firms", *ON), "E734"), ("CHARACTERS", due, "E735")):
        with monkeypatch.context() as patched:
            patched.setattr(book, limit, 4)
            left, _, err = register(*words, "--into", "大.xlsx")
        assert (left, code in err, Path("大.xlsx").exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("firms", *ON, "--status", "持用"), "[E703] --status：没有这个状态（收到：持用）"),
        (("firms", *ON, "--title", "小巨巨"), "[E703] --title：没有这个称号"),
        (("firms", *ON, "--highest", "高企"), "[E651] highest：高新技术企业不是梯度的一级"),
        (("firms", *ON, "--after", "没有的企业"), "[E603] after：登记库里没有这家企业"),
        (("firms", *ON, "--into", "名单.pdf"), "[E828] 结果不能写成这种文件"),
        (("firms", *ON, "--count", "--into", "名单.json"), "[E714] --count 只数不写"),
        (("standing", *ON, "--region", "巴南区"), "[E714] 这些选项只用于列出许多家（收到：--region）"),
        (("standing", "甲", "--all", *ON), "[E701] 已写 --all，不能再指明一家"),
        (("standing", *ON), "[E701] 请指明一家企业"),
        (("history", "甲", "--limit", "3"), "[E714] 这些选项只用于列出许多家（收到：--limit）"),
        (("due", "甲", *ON, "--count"), "[E714] 这些选项只用于列出许多家（收到：--count）"),
        (("due", *ON, "--kind", "复查"), "[E703] --kind：没有这个事项（收到：复查）"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_listed_is_told(register: Run, words: tuple[str, ...], told: str) -> None:
    left, out, err = register(*words)
    assert (left, out, told in err) == (2, "", True), err


RENAMED = (
    "企业名称,曾用名,事项,日期,文件\n"
    "重庆甲某智能制造有限公司,重庆甲某制造有限公司,更名,2026-03-01,渝市监登字〔2026〕1号\n"
    "重庆丙某科技有限公司,重庆丙某制造有限公司,更名,2026-05-01,渝市监登字〔2026〕2号\n"
)
PERIOD = ("--from", "2026-03-01", "--to", "2026-04-30")


def test_who_was_renamed_in_a_period_is_told_with_both_names_and_the_document(register: Run) -> None:
    Path("更名.csv").write_text(RENAMED, encoding="utf-8")
    assert register("import", "更名.csv", "--kind", "名单")[0] == 0
    _, out, _ = register("renamed", *PERIOD)
    first = ["2026-03-01", "重庆甲某制造有限公司", "重庆甲某智能制造有限公司", *FIRM[1:3], "渝市监登字〔2026〕1号"]
    assert [cells(line) for line in out.splitlines()[2:]] == [first]
    found = answer(register, "renamed", "--from", "2026-01-01", "--to", "2026-06-30")
    assert [(one["before"], one["after"], one["told_by"]) for one in found] == [
        ("重庆甲某制造有限公司", "重庆甲某智能制造有限公司", "更名.csv"),
        ("重庆丙某制造有限公司", "重庆丙某科技有限公司", "更名.csv"),
    ]
    assert register("renamed", *PERIOD, "--region", "北碚区")[1] == "这段时间没有登记更名。\n"
    assert register("renamed", *PERIOD, "--into", "更名名单.xlsx")[1] == "共 1 行，已写入 更名名单.xlsx\n"
    left, _, err = register("renamed", "--from", "2026-05-01", "--to", "2026-03-01")
    assert (left, "[E323] since：期间的最后一日早于第一日" in err) == (2, True)


def test_all_on_record_is_written_to_a_workbook_that_changes_nothing_when_read_again(register: Run) -> None:
    assert register("export", *ON, "--into", "台账.xlsx")[1] == "共 4 家，已写入 台账.xlsx\n"
    names = [row[0].value for row in openpyxl.load_workbook("台账.xlsx")["企业"].iter_rows(min_row=2)]
    assert sorted(names) == sorted([*(f"重庆{one}某制造有限公司" for one in "甲乙丙"), "'=1+1重庆丁某制造有限公司"])
    report = answer(register, "import", "台账.xlsx")
    assert [report[name] for name in ("enterprises", "observations", "corrected")] == [[], 0, 0]
    assert [report["titles"][name] for name in ("rows", "new", "corrected", "known")] == [8, 0, 0, 8]
    register("export", *ON, "--into", "事实.csv", "--headings", "keys", "--region", "北碚区")
    with Path("事实.csv").open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file)
    assert (heads[:3], len(rows)) == (["name", "uscc", "stock_code"], 2)
    assert "[E714] --headings 只用于 CSV" in register("export", *ON, "--into", "又.xlsx", "--headings", "keys")[2]


def test_what_several_titles_ask_for_by_one_day_names_them_all(run: Run, tmp_path: Path) -> None:
    heading = "企业名称,地区,称号,事项,日期,有效期至,文件"
    rows = [
        f"重庆虚构戊有限公司,四川省成都市,{title},认定,2024-07-01,2027-06-30,名单〔2024〕1号"
        for title in ("专精特新", "创新型")
    ]
    (tmp_path / "名单.csv").write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    run("init")
    run("import", str(tmp_path / "名单.csv"), "--kind", "titles")
    (firm,) = answer(run, "firms", "--on", "2026-05-28")
    assert firm["next_titles"] == ["innovative_sme", "srdi_sme"]
    assert "2026-05-31　年度更新　创新型中小企业、专精特新中小企业　" in run("firms", "--on", "2026-05-28")[1]
