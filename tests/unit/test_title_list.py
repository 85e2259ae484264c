"""A published list of titles says what its rows say; what a spreadsheet has spoilt is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from pathlib import Path

import openpyxl
import pytest

from tiertrack.errors import BadFile, Fault, TiertrackError
from tiertrack.facts.identity import Identity
from tiertrack.intake.title_acts import KINDS
from tiertrack.intake.title_columns import COLUMNS
from tiertrack.intake.title_list import read_title_list
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.titles import TITLES
from tiertrack.titles.events import ENTERPRISE, Event

HEADINGS = ["企业名称", "统一社会信用代码", "称号", "事项", "日期", "有效期至", "批次", "文件", "所在地"]
GRANTED = [
    *("重庆某某精密制造有限公司", "91500113MA0000015Q", "专精特新中小企业", "认定", "2024-07-01", "2027-06-30"),
    *("2024年第一批", "渝经信中小〔2024〕5号", "巴南区"),
]
DOCUMENT = "渝经信中小〔2024〕5号"


def csv(folder: Path, *rows: list[str]) -> Path:
    path = folder / "名单.csv"
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def xlsx(folder: Path, *rows: list[object]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(folder / "名单.xlsx")
    return folder / "名单.xlsx"


def read(path: Path, **whole: object) -> list[TitleRow]:
    titles = read_title_list(path, **whole)  # type: ignore[arg-type]
    found = list(titles.rows())
    assert titles.faults == []
    return found


def faults(path: Path, **whole: object) -> list[Fault]:
    try:
        titles = read_title_list(path, **whole)  # type: ignore[arg-type]
        list(titles.rows())
        found = titles.faults
    except TiertrackError as error:
        found = list(error.faults)
    assert all(fault.what and fault.remedy and (fault.place or fault.value) for fault in found)
    return found


def codes(path: Path, **whole: object) -> list[str]:
    return [fault.code for fault in faults(path, **whole)]


def changed(**cells: str) -> list[str]:
    """The granted row with some of its cells changed, by the keys of the columns."""
    said = dict(zip(HEADINGS, GRANTED, strict=True)) | {COLUMNS[key]: text for key, text in cells.items()}
    return list(said.values())


def test_a_row_says_who_it_is_about_and_what_happened(tmp_path: Path) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, GRANTED))
    assert row == TitleRow(
        place="名单.csv 第 2 行",
        line=2,
        identity=Identity(name="重庆某某精密制造有限公司", uscc="91500113MA0000015Q", region="500113"),
        former_names=(),
        event=Event(
            title="srdi_sme",
            kind=EventKind.RECOGNISED,
            on=dt.date(2024, 7, 1),
            document="渝经信中小〔2024〕5号",
            through=dt.date(2027, 6, 30),
            batch="2024年第一批",
            told_by="名单.csv",
        ),
    )


def test_the_same_list_reads_the_same_from_csv_and_from_a_workbook(tmp_path: Path) -> None:
    typed: list[object] = [*GRANTED]
    typed[4:6] = [dt.date(2024, 7, 1), dt.datetime(2027, 6, 30)]
    (one,) = read(csv(tmp_path, HEADINGS, GRANTED), told_by="经信委")
    (other,) = read(xlsx(tmp_path, [*HEADINGS], typed), told_by="经信委")
    assert (one.line, one.identity, one.event) == (other.line, other.identity, other.event)
    assert other.place == "名单.xlsx 工作表“Sheet”第 2 行"


def test_headings_are_keys_or_names_in_any_order(tmp_path: Path) -> None:
    (one,) = read(csv(tmp_path, HEADINGS[::-1], GRANTED[::-1]))
    keys = ["name", "uscc", "title", "event", "on", "through", "batch", "document", "region"]
    (other,) = read(csv(tmp_path, keys, GRANTED))
    spaced = ["企业 名称", "信用代码", "称　号", "事项", "ｏｎ", "有效期至", "批次", "文件", "所在地"]
    (third,) = read(csv(tmp_path, spaced, GRANTED))
    assert one == other == third


def test_a_running_number_and_a_blank_column_are_passed_over(tmp_path: Path) -> None:
    (row,) = read(xlsx(tmp_path, ["序号", None, *HEADINGS], ["=ROW()-1", None, *GRANTED]))
    assert row.identity.name == "重庆某某精密制造有限公司"


def test_what_is_the_same_for_the_whole_list_may_be_said_once(tmp_path: Path) -> None:
    path = csv(tmp_path, ["企业名称"], ["甲公司"])
    on = dt.date(2024, 7, 1)
    for kind in ("认定", "recognised", EventKind.RECOGNISED):
        (row,) = read(path, title="小巨人", kind=kind, on=on, document=DOCUMENT, batch="第六批")
        assert row.event == Event(
            title="little_giant",
            kind=EventKind.RECOGNISED,
            on=on,
            document=DOCUMENT,
            batch="第六批",
            told_by="名单.csv",
        )


def test_a_cell_outweighs_what_is_said_for_the_whole_list(tmp_path: Path) -> None:
    path = csv(tmp_path, HEADINGS, GRANTED, changed(title="", event="", on="", through="", batch="", document=""))
    whole = {"title": "champion", "kind": "撤销", "on": dt.date(2025, 1, 1), "document": "9号", "batch": "乙"}
    said, whole_said = (row.event for row in read(path, **whole))
    assert (said.title, said.kind, said.batch) == ("srdi_sme", EventKind.RECOGNISED, "2024年第一批")
    assert (whole_said.title, whole_said.kind, whole_said.on) == ("champion", EventKind.REVOKED, dt.date(2025, 1, 1))
    assert (whole_said.document, whole_said.batch) == ("9号", "乙")


def test_what_is_said_for_the_whole_list_is_checked_before_the_file_is_opened(tmp_path: Path) -> None:
    whole = {"title": "大巨人", "kind": "到期", "on": dt.date(1900, 1, 1), "document": "某公告"}
    with pytest.raises(BadFile) as refused:
        read_title_list(tmp_path / "没有.csv", **whole)  # type: ignore[arg-type]
    assert [(one.code, one.place) for one in refused.value.faults] == [
        ("E466", "没有.csv 全表的称号"),
        ("E467", "没有.csv 全表的事项"),
        ("E115", "没有.csv 全表的日期"),
        ("E468", "没有.csv 全表的文件"),
    ]


@pytest.mark.parametrize("key", TITLES)
def test_every_title_is_known_by_key_and_by_name(tmp_path: Path, key: str) -> None:
    rows = read(csv(tmp_path, HEADINGS, changed(title=key), changed(title=TITLES[key])))
    assert [row.event.title for row in rows] == [key, key]


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("little_giant", "小巨人"),
        ("little_giant", "小巨人企业"),
        ("little_giant", "专精特新「小巨人」企业"),
        ("little_giant", "专精特新'小巨人'"),
        ("little_giant", "国家级 专精特新“小巨人”企业"),
        ("key_little_giant", "重点小巨人"),
        ("srdi_sme", "市级专精特新中小企业"),
        ("srdi_sme", "重庆市专精特新中小企业"),
        ("innovative_sme", "省级创新型中小企业"),
        ("champion", "国家级制造业单项冠军"),
        ("champion_cq", "市级制造业单项冠军企业"),
        ("gazelle_cq", "瞪羚企业"),
        ("high_tech_enterprise", "国家级高新技术企业"),
        ("netc", "国家级企业技术中心"),
        ("etc_cq", "市级企业技术中心"),
        ("potential_uni_cq", "潜在独角兽企业"),
        ("little_giant", "Ｌittle_Giant"),
    ],
)
def test_a_title_is_known_however_it_is_written(tmp_path: Path, key: str, word: str) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, changed(title=word)))
    assert row.event.title == key


@pytest.mark.parametrize("word", ["市级小巨人", "重庆市专精特新“小巨人”企业", "国家级专精特新中小企业", "省级瞪羚企业"])
def test_a_title_of_another_level_is_another_title(tmp_path: Path, word: str) -> None:
    (fault,) = faults(csv(tmp_path, HEADINGS, changed(title=word)))
    assert (fault.code, "的这个称号" in fault.what, fault.value) == ("E466", True, word)


def test_an_unknown_title_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (fault,) = faults(csv(tmp_path, HEADINGS, changed(title="专精特新中型企业")))
    assert (fault.code, "专精特新中小企业" in fault.remedy) == ("E466", True)
    assert fault.place == "名单.csv 第 2 行 C 列“称号”"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (EventKind.PUBLICISED, ["公示", "publicised"]),
        (EventKind.RECOGNISED, ["认定", "recognised", "公告", "Recognised", "新认定"]),
        (EventKind.REVIEW_PASSED, ["复核通过", "review_passed", "复核 通过"]),
        (EventKind.REVIEW_FAILED, ["复核未通过", "review_failed"]),
        (EventKind.REVOKED, ["撤销", "revoked", "取消"]),
    ],
)
def test_an_act_is_known_by_key_and_by_name(tmp_path: Path, kind: EventKind, words: list[str]) -> None:
    rows = read(csv(tmp_path, HEADINGS, *(changed(event=word) for word in words)))
    assert {row.event.kind for row in rows} == {kind}


def test_what_no_list_can_report_is_refused_with_the_reason(tmp_path: Path) -> None:
    others = [kind.label for kind in EventKind if kind not in KINDS]
    found = faults(csv(tmp_path, HEADINGS, *(changed(event=word) for word in others)))
    assert [(fault.code, fault.value) for fault in found] == [("E467", word) for word in others]
    assert [fault.remedy.partition("，")[0] for fault in found] == [
        *["由日期得出"] * 3,
        "两份登记本是一家的",
        "作废的是登记过的某一项",
    ]


@pytest.mark.parametrize(
    "written",
    ["2024-07-01", "2024/7/1", "2024/07/01", "2024.7.1", "2024年7月1日", "2024 年 7 月 1 日", "２０２４／７／１"],
)
def test_a_day_may_be_written_as_people_and_spreadsheets_do(tmp_path: Path, written: str) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, changed(on=written)))
    assert row.event.on == dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("E109", "45474"),
        ("E109", "2024"),
        ("E109", "2024年7月"),
        ("E109", "2024/7.1"),
        ("E109", "7/1/2024"),
        ("E109", "24/7/1"),
        ("E109", "2024-07-01 08:30:00"),
        ("E110", "2024/2/30"),
        ("E481", "1989/12/31"),
        ("E115", "2200-01-01"),
        ("E115", "1948/12/31"),
    ],
)
@pytest.mark.parametrize("key", ["on", "through"])
def test_any_other_day_is_a_fault(tmp_path: Path, code: str, written: str, key: str) -> None:
    (fault,) = faults(csv(tmp_path, HEADINGS, changed(**{key: written})))
    assert (fault.code, f"“{COLUMNS[key]}”" in (fault.place or "")) == (code, True)


@pytest.mark.parametrize(
    ("code", "value"), [("E469", 2024), ("E469", 45474.5), ("E109", dt.datetime(2024, 7, 1, 8, 30)), ("E473", True)]
)
def test_a_day_in_a_workbook_is_a_date_a_text_or_the_number_behind_a_date(
    tmp_path: Path, code: str, value: object
) -> None:
    typed: list[object] = [*GRANTED]
    typed[4] = value
    assert codes(xlsx(tmp_path, [*HEADINGS], typed)) == [code]
    typed[4] = 45474
    (row,) = read(xlsx(tmp_path, [*HEADINGS], typed))
    assert row.event.on == dt.date(2024, 7, 1)


def test_a_validity_may_last_one_day_but_not_end_before_it_begins(tmp_path: Path) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, changed(through="2024-07-01")))
    assert row.event.through == row.event.on
    (fault,) = faults(csv(tmp_path, HEADINGS, changed(through="2024-06-30")))
    assert (fault.code, fault.place) == ("E323", "名单.csv 第 2 行 有效期")


@pytest.mark.parametrize(
    "document", ["渝经信中小〔2024〕5号", "2024年第12号公告", "公告 第 ３ 号", "工信部企业函[2023] 12 号"]
)
def test_a_document_is_known_by_its_number(tmp_path: Path, document: str) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, changed(document=document)))
    assert row.event.document == document


@pytest.mark.parametrize("document", ["关于公布名单的通知", "第号", "2024年公告", "号5"])
def test_a_document_without_its_number_is_a_fault(tmp_path: Path, document: str) -> None:
    (fault,) = faults(csv(tmp_path, HEADINGS, changed(document=document)))
    assert (fault.code, fault.what, fault.place) == ("E468", "文件没有文号", "名单.csv 第 2 行 H 列“文件”")


RENAMED = ["企业名称", "曾用名", "称号", "事项", "日期", "文件", "批次"]


def test_a_change_of_name_happens_to_the_enterprise_whatever_title_stands_beside_it(tmp_path: Path) -> None:
    for title in ("", "小巨人", "不是称号"):
        path = csv(tmp_path, RENAMED, ["乙公司", "甲公司｜ 甲厂 |甲公司", title, "更名", "2025-03-01", DOCUMENT, "一"])
        (row,) = read(path)
        assert row.identity == Identity(name="乙公司")
        assert row.former_names == ("甲公司", "甲厂")
        assert row.event == Event(
            title=ENTERPRISE,
            kind=EventKind.RENAMED,
            on=dt.date(2025, 3, 1),
            document=DOCUMENT,
            value="乙公司",
            told_by="名单.csv",
        )


def test_a_list_of_nothing_but_changes_of_name_needs_no_title(tmp_path: Path) -> None:
    path = csv(tmp_path, ["name", "former_names"], ["乙公司", "甲公司"])
    (row,) = read(path, kind="更名", on=dt.date(2025, 3, 1), document=DOCUMENT)
    assert row.event.title == ENTERPRISE


@pytest.mark.parametrize(
    ("name", "former", "code", "place"),
    [
        ("乙公司", "", "E471", "名单.csv 第 2 行"),
        ("乙公司", "|", "E471", "名单.csv 第 2 行"),
        ("", "甲公司", "E471", "名单.csv 第 2 行"),
        ("乙公司", "甲公司|乙 公司", "E471", "名单.csv 第 2 行"),
        ("乙公司", "甲公司、甲厂", "E480", "名单.csv 第 2 行 B 列“曾用名”"),
        ("乙公司", "甲公司；甲厂", "E480", "名单.csv 第 2 行 B 列“曾用名”"),
    ],
)
def test_a_change_of_name_has_a_new_name_and_an_old_one(
    tmp_path: Path, name: str, former: str, code: str, place: str
) -> None:
    row = [name, former, "更名", "2025-03-01", DOCUMENT, "91500113MA0000015Q"]
    found = faults(csv(tmp_path, ["企业名称", "曾用名", "事项", "日期", "文件", "uscc"], row))
    assert [(fault.code, fault.place) for fault in found] == [(code, place)]


def test_former_names_may_stand_beside_a_recognition(tmp_path: Path) -> None:
    (row,) = read(csv(tmp_path, [*HEADINGS, "曾用名"], [*GRANTED, "甲公司"]))
    assert row.former_names == ("甲公司",)


def test_an_enterprise_may_be_told_by_any_one_identifier(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        ["name", "uscc", "stock_code"],
        ["甲公司", "", ""],
        ["", "91500113ma0000015q", ""],
        ["", "", "1696.SZ"],
    )
    whole = {"title": "小巨人", "kind": "认定", "on": dt.date(2024, 7, 1), "document": DOCUMENT}
    assert codes(path, **whole) == ["E207"]
    path.write_text(path.read_text("utf-8").replace("1696.SZ", "SZ001696"), "utf-8")
    assert [row.identity for row in read(path, **whole)] == [
        Identity(name="甲公司"),
        Identity(uscc="91500113MA0000015Q"),
        Identity(stock_code="001696"),
    ]


def test_a_row_that_names_nobody_is_a_fault(tmp_path: Path) -> None:
    found = faults(csv(tmp_path, HEADINGS, changed(name="", uscc="")))
    assert [(fault.code, fault.place) for fault in found] == [("E464", "名单.csv 第 2 行")]


@pytest.mark.parametrize("code", ["9.15E+17", "9.15001E+17", "9E17", "９.15e+17", "915001130000000000"])
def test_a_credit_code_that_lost_its_digits_in_a_csv_is_refused_as_such(tmp_path: Path, code: str) -> None:
    (fault,) = faults(csv(tmp_path, HEADINGS, changed(uscc=code)))
    assert (fault.code, "文本" in fault.remedy, fault.value) == ("E465", True, code)


@pytest.mark.parametrize("code", [915001130000000000, 9.15e17, 91500113, "9.15E+17"])
def test_a_credit_code_that_is_a_number_in_the_workbook_is_refused_as_such(tmp_path: Path, code: object) -> None:
    typed: list[object] = [*GRANTED]
    typed[1] = code
    (fault,) = faults(xlsx(tmp_path, [*HEADINGS], typed))
    assert (fault.code, fault.place) == ("E465", "名单.xlsx 工作表“Sheet”第 2 行 B 列“统一社会信用代码”")


def test_a_credit_code_of_digits_only_that_checks_is_a_credit_code(tmp_path: Path) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, changed(uscc="911000000000001000")))
    assert row.identity.uscc == "911000000000001000"


def test_a_credit_code_that_is_merely_wrong_is_told_why(tmp_path: Path) -> None:
    assert codes(csv(tmp_path, HEADINGS, changed(uscc="91500113MA0000015R"))) == ["E205"]
    assert codes(csv(tmp_path, HEADINGS, changed(uscc="91500113"))) == ["E201"]


@pytest.mark.parametrize(("value", "code"), [(1696, "E465"), (600000, None), ("001696", None), (6000000, "E465")])
def test_a_stock_code_may_be_a_number_only_where_it_lost_no_zeros(
    tmp_path: Path, value: object, code: str | None
) -> None:
    typed: list[list[object]] = [[*HEADINGS, "证券代码"], [*GRANTED, value]]
    assert codes(xlsx(tmp_path, *typed)) == ([code] if code else [])


def test_a_region_is_known_by_name_or_code(tmp_path: Path) -> None:
    typed: list[object] = [*GRANTED]
    typed[8] = 500113
    (row,) = read(xlsx(tmp_path, [*HEADINGS], typed))
    assert row.identity.region == "500113"
    assert codes(csv(tmp_path, HEADINGS, changed(region="月球"))) == ["E203"]


def test_a_batch_may_be_a_number_but_not_what_a_spreadsheet_made_a_date_of(tmp_path: Path) -> None:
    typed: list[object] = [*GRANTED]
    typed[6] = 4
    (row,) = read(xlsx(tmp_path, [*HEADINGS], typed))
    assert row.event.batch == "4"
    typed[6] = dt.date(2024, 1, 1)
    assert codes(xlsx(tmp_path, [*HEADINGS], typed)) == ["E473"]


@pytest.mark.parametrize(("value", "code"), [("=A1", "E453"), ("#N/A", "E454"), (360, "E473"), ("甲\n公司", "E474")])
def test_a_name_is_text_on_one_line(tmp_path: Path, value: object, code: str) -> None:
    typed: list[object] = [*GRANTED]
    typed[0] = value
    (fault,) = faults(xlsx(tmp_path, [*HEADINGS], typed))
    assert (fault.code, fault.place) == (code, "名单.xlsx 工作表“Sheet”第 2 行 A 列“企业名称”")


@pytest.mark.parametrize("hidden", ["\x00", "\x1b[2J", "\x9b", "\u2028", "\u2029"])
def test_control_characters_do_not_get_into_the_register(tmp_path: Path, hidden: str) -> None:
    assert codes(csv(tmp_path, HEADINGS, changed(name=f"甲{hidden}公司"))) == ["E474"]
    with pytest.raises(BadFile, match="E474"):
        read_title_list(tmp_path / "名单.csv", document=f"渝经信{hidden}〔2024〕5号")


@pytest.mark.parametrize("odd", ["\ue000", "\ufffd", "□", "■", "〓", "?"])
def test_what_only_one_system_knows_and_what_stands_for_a_lost_character_makes_no_enterprise(
    tmp_path: Path, odd: str
) -> None:
    assert codes(csv(tmp_path, HEADINGS, changed(name=f"重庆{odd}益公司"))) == ["E413"]
    assert codes(csv(tmp_path, [*HEADINGS, "曾用名"], [*GRANTED, f"重庆{odd}乙公司"])) == ["E413"]


def test_what_nobody_sees_of_a_name_is_not_kept(tmp_path: Path) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, changed(name="甲\u200b某\u202e公司\ufeff")))
    assert row.identity.name == "甲某公司"


def test_a_name_has_at_most_two_hundred_characters(tmp_path: Path) -> None:
    (row,) = read(csv(tmp_path, HEADINGS, changed(name="甲" * 200)))
    assert row.identity.name == "甲" * 200
    assert codes(csv(tmp_path, HEADINGS, changed(name="甲" * 201))) == ["E472"]
    assert codes(csv(tmp_path, [*HEADINGS, "曾用名"], [*GRANTED, "乙公司|" + "甲" * 201])) == ["E472"]


@pytest.mark.parametrize("key", ["title", "event", "on", "document"])
def test_a_blank_that_nothing_fills_is_told_for_each_row(tmp_path: Path, key: str) -> None:
    found = faults(csv(tmp_path, HEADINGS, changed(**{key: ""}), GRANTED, changed(**{key: ""})))
    assert [(fault.code, COLUMNS[key] in fault.what, fault.place) for fault in found] == [
        ("E470", True, "名单.csv 第 2 行"),
        ("E470", True, "名单.csv 第 4 行"),
    ]


def test_a_column_that_is_not_there_is_told_once_for_the_file(tmp_path: Path) -> None:
    found = faults(csv(tmp_path, ["企业名称"], ["甲公司"], ["乙公司"]))
    assert [(fault.code, fault.what[2:6], fault.place) for fault in found] == [
        ("E463", "“事项”", "名单.csv"),
        ("E463", "“称号”", "名单.csv"),
        ("E463", "“日期”", "名单.csv"),
        ("E463", "“文件”", "名单.csv"),
    ]


def test_a_list_without_an_identifying_column_is_told_so_once(tmp_path: Path) -> None:
    found = faults(csv(tmp_path, HEADINGS[2:], GRANTED[2:], GRANTED[2:]))
    assert [(fault.code, fault.place) for fault in found] == [("E462", "名单.csv 第 1 行")]


def test_an_unknown_heading_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (fault,) = faults(csv(tmp_path, [*HEADINGS, "企业名"], [*GRANTED, "甲"]))
    assert (fault.code, fault.place, "企业名称" in fault.remedy) == ("E460", "名单.csv 第 1 行 J 列", True)


def test_a_column_without_a_heading_is_told_once_where_it_is_first_used(tmp_path: Path) -> None:
    found = faults(csv(tmp_path, [*HEADINGS, ""], [*GRANTED, ""], [*GRANTED, "甲"], [*GRANTED, "乙"]))
    assert [(fault.code, fault.place) for fault in found] == [("E460", "名单.csv 第 3 行 J 列")]


@pytest.mark.parametrize("again", ["企业名称", "name", "企业　名称"])
def test_a_heading_may_stand_only_once(tmp_path: Path, again: str) -> None:
    (fault,) = faults(csv(tmp_path, [*HEADINGS, again], [*GRANTED, "甲"]))
    assert (fault.code, fault.place) == ("E461", "名单.csv 第 1 行 J 列")


def test_a_file_without_a_known_heading_is_refused_as_a_file(tmp_path: Path) -> None:
    titles = read_title_list(csv(tmp_path, ["附件1"], ["甲公司", "渝北区"]))
    with pytest.raises(BadFile) as refused:
        list(titles.rows())
    assert [(one.code, one.value) for one in refused.value.faults] == [("E460", "附件1")]


def test_a_heading_that_is_a_formula_is_a_fault(tmp_path: Path) -> None:
    assert codes(xlsx(tmp_path, [*HEADINGS, "=A1"], [*GRANTED, "甲"])) == ["E453"]


def test_merged_cells_are_a_fault_of_the_list(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [*HEADINGS], [*GRANTED], [*changed(through="")])
    workbook = openpyxl.load_workbook(path)
    workbook.active.merge_cells("F2:F3")
    workbook.save(path)
    assert [(fault.code, fault.value) for fault in faults(path)] == [("E457", "F2:F3")]


def test_a_row_that_does_not_fit_the_headings_is_a_fault_and_the_next_is_read(tmp_path: Path) -> None:
    titles = read_title_list(csv(tmp_path, HEADINGS, [*GRANTED, "多"], GRANTED))
    assert [row.line for row in titles.rows()] == [3]
    assert [fault.code for fault in titles.faults] == ["E431"]


def test_all_faults_of_a_list_are_told_at_once(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        [*HEADINGS, "企业名"],
        [*changed(uscc="9.15E+17", title="大巨人", on="45474"), ""],
        [*GRANTED, ""],
        [*changed(document="", through="2020-01-01", region="月球"), ""],
        [*changed(event="申请", document="某通知"), ""],
    )
    titles = read_title_list(path)
    assert [row.line for row in titles.rows()] == [3]
    assert [(fault.code, fault.place) for fault in titles.faults] == [
        ("E460", "名单.csv 第 1 行 J 列"),
        ("E465", "名单.csv 第 2 行 B 列“统一社会信用代码”"),
        ("E466", "名单.csv 第 2 行 C 列“称号”"),
        ("E109", "名单.csv 第 2 行 E 列“日期”"),
        ("E203", "名单.csv 第 4 行 I 列“所在地”"),
        ("E470", "名单.csv 第 4 行"),
        ("E323", "名单.csv 第 4 行 有效期"),
        ("E467", "名单.csv 第 5 行 D 列“事项”"),
        ("E468", "名单.csv 第 5 行 H 列“文件”"),
    ]


def test_a_list_can_be_read_again_and_its_faults_are_those_of_the_last_reading(tmp_path: Path) -> None:
    titles = read_title_list(csv(tmp_path, HEADINGS, GRANTED, changed(on="某日")))
    first = (list(titles.rows()), list(titles.faults))
    assert (list(titles.rows()), titles.faults) == first
    assert len(titles.faults) == 1


def test_what_is_no_table_is_refused_when_it_is_read(tmp_path: Path) -> None:
    assert codes(tmp_path / "没有.csv") == ["E401"]
    assert codes(csv(tmp_path)) == ["E411"]
    assert codes(csv(tmp_path, HEADINGS)) == ["E411"]


def test_reading_a_list_takes_no_more_memory_the_longer_it_is(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = csv(tmp_path, HEADINGS, *[GRANTED] * count)
        tracemalloc.start()
        assert sum(1 for _row in read_title_list(path).rows()) == count
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(2_000) < peak(250) + 500_000
