"""A template asks what its edition reads; what is filled in comes back to the last fen, or with every fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

import tiertrack
from tests.support import filling_in
from tests.support.commands import Run, answer
from tests.support.documents import ods
from tests.support.printing import converted, needs_office
from tests.support.sealing import PATENT, PROGRAM
from tiertrack import AsOf, Dossier, Existing, Registry, Tier, template
from tiertrack.app.faulty_workbook import write_faults
from tiertrack.app.template_file import Wanted
from tiertrack.app.template_import import only_firm, told_of_editions
from tiertrack.errors import BadDossier, BadFile, BadInput, NoEditionInForce, TiertrackError
from tiertrack.facts.credit_code import check_character
from tiertrack.facts.datum import Datum
from tiertrack.facts.identity import Identity
from tiertrack.facts.industry_reading import industry_names
from tiertrack.intake import template_sheets as sheets
from tiertrack.intake.fact_list import FactReading
from tiertrack.intake.filled_template import FilledTemplate, filled_dossiers, read_filled
from tiertrack.intake.sheet_file import open_file
from tiertrack.intake.template_sheets import read_cover
from tiertrack.law.region_reading import read_region
from tiertrack.law.region_table import spells
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.ports import Register
from tiertrack.render.workbook import template_book
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.edition import columns_of

ON = dt.date(2026, 6, 30)
TWIN = "91500113MA0000016" + check_character("91500113MA0000016")
BANAN = Region("500113")
RULES = national_rulebook()
GIANT = Wanted(Tier.LITTLE_GIANT, Act.RECOGNITION, ON, BANAN, RULES).of()
CHAMPION = Wanted(Tier.CHAMPION, Act.RECOGNITION, ON, None, RULES).of()
# Each example is a workbook of several firms: to look for the smallest that fails would take minutes.
PHASES = (Phase.explicit, Phase.generate)
FIRM = Dossier.from_dict(
    {
        "name": "重庆某某精密制造有限公司",
        "uscc": "91500113MA0000015Q",
        "region": "500113",
        "industry": "C3484",
        "facts": {
            "revenue": {"2025": "5200万元", "2024": "5000.123456万元", "2023": "4535.14万元"},
            "segment_since": "2019-03-12",
            "market_share": "12%",
            "own_brand": True,
            "abnormal_list": False,
        },
        "titles": [{"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}],
        "judgements": {"key_chain_link": {"value": True, "by": "重庆市经济和信息化委员会", "on": "2026-05-10"}},
        "ip": [{"name": "一种主轴箱", "number": "ZL202210000001.0", "kind": "发明专利", "granted_on": "2023-04-07"}],
    }
)


@pytest.fixture(autouse=True)
def few_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template offers the places of one province and the trades of one section to look up: to write and to read the
    codes of all takes most of the time, and nothing that is filled in depends on them."""
    trades = {code: name for code, name in industry_names().items() if code.startswith(("A", "I65", "C348"))}
    places = {code: there for code, there in spells().items() if code.startswith("50")}
    monkeypatch.setattr(template_book, "industry_names", lambda: trades)
    monkeypatch.setattr(template_book, "spells", lambda: places)


@pytest.fixture
def every_code(few_codes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template offers all there are."""
    monkeypatch.undo()


def giant(into: Path, *firms: Dossier) -> Path:
    template(Tier.LITTLE_GIANT, Act.RECOGNITION, ON, into, region=BANAN, firms=firms, existing=Existing.REPLACED)
    return into


def edited(path: Path, edit: Callable[[Workbook], object]) -> Path:
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def filled(path: Path) -> FilledTemplate:
    with open_file(path) as file:
        return read_filled(file, read_cover(file), FactReading())


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


# What is asked.


def test_only_what_the_edition_reads_is_asked_with_years_and_units_and_the_clause_in_the_note(tmp_path: Path) -> None:
    book = load_workbook(giant(tmp_path / "填报表.xlsx"))
    firms = book[sheets.FIRMS]
    headings = [cell.value for cell in firms[1]]
    assert headings[:5] == ["企业名称", "统一社会信用代码", "所在地", "行业", "来源"]
    revenue = [heading for heading in headings if "年营业收入" in heading]
    assert revenue == ["2025年营业收入（万元）", "2024年营业收入（万元）", "2023年营业收入（万元）"]
    assert len(headings) == 5 + len(GIANT.facts)
    assert "年末从业人员" in (note := firms.cell(1, column(firms, "2025年从业人员（人）")).comment.text)
    assert "第十一条（二）企业规模：符合中小企业划型标准" in note
    assert note.endswith("依据 工信部企业〔2026〕2号 附件2")
    assert "不含转入取得" in firms.cell(1, column(firms, "Ⅰ类知识产权（项）")).comment.text
    assert all(cell.comment is not None for cell in firms[1])
    cover = {row[0].value: row[1].value for row in book[sheets.COVER].iter_rows() if row[0].value}
    edition = GIANT.editions[0]
    assert (cover["版本"], cover["指纹"], cover["日期"]) == (edition.key, edition.digest, "2026-06-30")
    assert cover["标准"] == "工信部企业〔2026〕2号 附件2　2026-04-01 起施行"
    small = {row[0].value for row in book[sheets.COVER].iter_rows() if row[0].font.sz == 8}
    assert small == {"以下不用看，导入时凭它知道是哪一版，请不要改", "版本", "指纹"}
    assert read_cover(tmp_path / "填报表.xlsx").editions == ((edition.key, edition.digest),)


def rules_of(sheet: Worksheet) -> dict[str, Any]:
    """What a column takes, by its heading."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        found[sheet.cell(1, next(iter(rule.sqref.ranges)).min_col).value] = rule
    return found


def test_choices_questions_days_and_whole_numbers_are_filled_in_by_rule_and_nothing_is_reckoned(tmp_path: Path) -> None:
    book = load_workbook(giant(tmp_path / "填报表.xlsx", FIRM))
    firms, judged, titles = (rules_of(book[name]) for name in (sheets.FIRMS, sheets.JUDGEMENTS, sheets.TITLES))
    assert firms["列入经营异常名录"].formula1 == '"是,否"'
    assert firms["从事特定细分市场起始日"].type == "date"
    assert (firms["主导产品国内市场位次"].type, firms["主导产品国内市场位次"].formula1) == ("whole", "1")
    assert firms["行业"].formula1.startswith(f"={sheets.INDUSTRIES}!") or sheets.INDUSTRIES in firms["行业"].formula1
    assert titles["情况"].formula1 == '"持有,复核通过,经查不持有,申报"'
    assert "位于产业链关键环节," in judged["认定事项"].formula1
    assert "主管部门认定符合：附件2（三）研发费用" in judged["认定事项"].formula1
    assert "G3" not in judged["认定事项"].formula1
    assert all(sheet.protection.sheet is False for sheet in book)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(book[name].freeze_panes == "B2" for name in (sheets.FIRMS, sheets.TITLES, sheets.RIGHTS))


@pytest.mark.usefixtures("every_code")
def test_every_place_and_every_trade_that_is_offered_is_read_as_what_it_stands_for(tmp_path: Path) -> None:
    book = load_workbook(giant(tmp_path / "填报表.xlsx"))
    places = [(row[0].value, row[1].value) for row in book[sheets.REGIONS].iter_rows(min_row=2)]
    assert ("500113", "重庆市巴南区") in places
    assert {read_region(name, ON).code for _code, name in places} == {code for code, _name in places}
    assert book[sheets.INDUSTRIES]["B2"].value == "A 农、林、牧、渔业"
    assert book[sheets.INDUSTRIES].print_area == f"'{sheets.INDUSTRIES}'!$A$1:$B$1"
    assert not book[sheets.REGIONS].print_area


def test_a_drop_down_that_is_too_long_for_a_cell_stands_on_a_sheet_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_book, "LONGEST_LIST", 40)
    book = load_workbook(giant(tmp_path / "填报表.xlsx"))
    assert rules_of(book[sheets.JUDGEMENTS])["认定事项"].formula1 == f"{sheets.CHOICES}!$A$2:$A$10"
    assert book[sheets.CHOICES].sheet_state == "hidden"
    assert {row[0].value for row in book[sheets.CHOICES].iter_rows(min_row=2, max_row=10)} == {
        *GIANT.judgements.values()
    }


def test_the_boards_of_a_listing_are_asked_together_or_one_alone(tmp_path: Path) -> None:
    template(Tier.LISTED, Act.RECOGNITION, ON, tmp_path / "各板.xlsx")
    template(Tier.LISTED, Act.RECOGNITION, ON, tmp_path / "科创.xlsx", variant="科创板")
    every, star = (read_cover(tmp_path / name).editions for name in ("各板.xlsx", "科创.xlsx"))
    assert [key for key, _digest in star] == ["listed:star/recognition/2026"]
    assert {*star} < {*every}
    with pytest.raises(NoEditionInForce):
        template(Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2010, 1, 1), tmp_path / "早.xlsx")
    with pytest.raises(BadFile, match="E828"):
        template(Tier.LITTLE_GIANT, Act.RECOGNITION, ON, tmp_path / "表.csv")


# What comes back.


def plainly(dossier: Dossier) -> dict[str, Any]:
    """A dossier without the order of its parts."""
    told = dossier.to_dict()
    told.pop("facts_order", None)
    told.pop("judgements_order", None)
    return {**told, "titles": sorted(map(str, told.get("titles", ()))), "ip": dossier.ip and {*map(str, dossier.ip)}}


@pytest.mark.parametrize("asked", [GIANT, CHAMPION], ids=["小巨人", "单项冠军"])
def test_what_is_filled_in_is_read_back_as_it_was(asked: Any, tmp_path: Path) -> None:
    several = st.tuples(*(filling_in.firms(asked, number) for number in range(8)))

    @settings(
        max_examples=5,
        deadline=None,
        phases=PHASES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(several)
    def holds(firms: tuple[Dossier, ...]) -> None:
        first = asked.editions[0]
        into = tmp_path / "填报表.xlsx"
        template(first.tier, first.act, ON, into, firms=firms, existing=Existing.REPLACED)
        assert list(map(plainly, filled_dossiers(into))) == list(map(plainly, firms))

    holds()


def test_a_firm_is_judged_by_the_template_it_filled_in_as_by_its_dossier(run: Run, tmp_path: Path) -> None:
    path = giant(tmp_path / "填报表.xlsx", FIRM)
    told = answer(run, "ladder", str(path), "--on", "2026-06-30")
    assert told["name"] == FIRM.name
    giant(path, FIRM, Dossier("重庆另一机械有限公司"))
    left, _out, err = run("assess", str(path), "--tier", "小巨人", "--on", "2026-06-30")
    assert (left, "E440" in err, "重庆另一机械有限公司" in err) == (2, True, True)


BY_WORD = (sheets.SOURCE, sheets.RIGHT, sheets.NUMBER)


def wrong_everywhere(book: Workbook) -> None:
    firms, judged, titles, rights = (
        book[name] for name in (sheets.FIRMS, sheets.JUDGEMENTS, sheets.TITLES, sheets.RIGHTS)
    )
    for index in range(3, firms.max_column + 1):
        if firms.cell(1, index).value != "来源":
            firms.cell(2, index).value = "不对"
    firms.cell(2, 2).value = "91500113MA0000015X"
    for sheet in (judged, titles, rights):
        for index in range(3, sheet.max_column + 1):
            if sheet.cell(1, index).value not in ("批次", "文件", "产品", "认定机关", *BY_WORD):
                sheet.cell(2, index).value = "不对"
    judged.cell(3, 1).value = "重庆没有这家有限公司"


def test_a_template_filled_in_wrongly_in_every_column_is_told_at_once_and_nothing_of_it_is_written(
    run: Run, tmp_path: Path
) -> None:
    path, copy = edited(giant(tmp_path / "填报表.xlsx", FIRM), wrong_everywhere), tmp_path / "填报表-问题.xlsx"
    url = f"sqlite:///{tmp_path}/r.db"
    run("init", "--db", url)
    left, _out, err = run("import", str(path), "--db", url)
    assert (left, copy.name in err) == (2, True)
    assert answer(run, "firms", "--db", url, "--on", "2026-06-30") == []
    book = load_workbook(copy)
    for name, right in (
        (sheets.FIRMS, ("企业名称", "来源")),
        (sheets.RIGHTS, ("企业名称", "统一社会信用代码", sheets.SOURCE, sheets.RIGHT, sheets.NUMBER)),
    ):
        sheet = book[name]
        red = {sheet.cell(1, cell.column).value for cell in sheet[2] if cell.fill.fgColor.rgb == "FFFFC7CE"}
        assert red == {cell.value for cell in sheet[1]} - {*right, "问题"}
        assert sheet.cell(1, sheet.max_column).value == "问题"
        assert sheet.cell(2, sheet.max_column).value.count("[E") == len(red)
    assert "[E357]" in book[sheets.JUDGEMENTS].cell(3, book[sheets.JUDGEMENTS].max_column).value
    assert "[E365] 情况" in book[sheets.TITLES].cell(2, book[sheets.TITLES].max_column).value
    assert len(book[sheets.FIRMS].data_validations.dataValidation) > 5
    # The copy is not written over, and once it is put right it is what is imported.
    assert "E829" in run("import", str(path), "--db", url)[2]
    giant(path, FIRM)
    for name in (sheets.FIRMS, sheets.JUDGEMENTS, sheets.TITLES, sheets.RIGHTS):
        right = load_workbook(path)[name]

        def put_right(book: Workbook, name: str = name, right: Worksheet = right) -> None:
            for row in book[name].iter_rows(min_row=2):
                for cell in row:
                    cell.value = right.cell(cell.row, cell.column).value

        edited(copy, put_right)
    report = answer(run, "import", str(copy), "--db", url, "--source", "企业填报")
    assert (report["enterprises"], report["unread"]) == ([FIRM.name], [])
    # A title is no value: six numbers and answers, a judgement and a right are.
    assert (report["observations"], report["titles"]["rows"], report["titles"]["new"]) == (8, 2, 2)
    assert not (tmp_path / "填报表-问题-问题.xlsx").exists()


def wrong_on_two_sheets(book: Workbook) -> None:
    book[sheets.FIRMS].cell(2, 6).value = "很多"
    for line, cells in ((4, ["重庆没有这家有限公司", None, "高企", "不知道"]), (5, [FIRM.name, None, "高企", "申报"])):
        for index, text in enumerate(cells, 1):
            book[sheets.TITLES].cell(line, index).value = text


def red_cells(book: Workbook) -> set[tuple[str, str]]:
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets[:5]
        for row in sheet.iter_rows(max_row=6)
        for cell in row
        if cell.fill.fgColor.rgb == "FFFFC7CE"
    }


def test_a_workbook_is_mended_in_rounds_each_of_which_tells_all_that_is_wrong_and_nothing_that_was(
    run: Run, tmp_path: Path
) -> None:
    path = edited(giant(tmp_path / "填报表.xlsx", FIRM), wrong_on_two_sheets)
    copy, second = tmp_path / "填报表-问题.xlsx", tmp_path / "填报表-问题-2.xlsx"
    url = f"sqlite:///{tmp_path}/r.db"
    run("init", "--db", url)
    _left, _out, err = run("import", str(path), "--db", url, "--dry-run")
    assert f"有错的 5 处；这是试算，没有另存标红的一份，去掉 --dry-run 就另存为 {copy}" in err
    assert not copy.exists()
    _left, _out, err = run("import", str(path), "--db", url)
    # That a day is missing is told whatever else is wrong with its row.
    assert [one[:6] for one in err.splitlines()[1:]] == ["[E107]", "[E357]", "[E365]", "[E359]"]

    def half_mended(book: Workbook) -> None:
        book[sheets.FIRMS].cell(2, 6).value = 52
        for index in range(1, 5):
            book[sheets.TITLES].cell(4, index).value = None
        # What was wrong with a row that was emptied stays behind it.
        assert book[sheets.TITLES].cell(4, book[sheets.TITLES].max_column).value

    edited(copy, half_mended)
    _left, _out, err = run("import", str(copy), "--db", url)
    assert [one[:6] for one in err.splitlines()[1:]] == ["[E359]"]
    book = load_workbook(second)
    titles, last = book[sheets.TITLES], len(GIANT.title_columns()) + 1
    assert red_cells(book) == {(sheets.TITLES, "E5"), (sheets.TITLES, titles.cell(1, last).coordinate)}
    assert [titles.cell(line, last).value for line in (1, 4)] == ["问题", None]
    assert titles.cell(5, last).value.startswith("[E359] 日期")
    assert book[sheets.FIRMS].max_column == len(GIANT.firm_columns())
    edited(second, lambda book: setattr(book[sheets.TITLES].cell(5, 5), "value", dt.date(2026, 5, 1)))
    assert answer(run, "import", str(second), "--db", url, "--source", "企业填报")["enterprises"] == [FIRM.name]


def test_headings_that_are_wrong_do_not_keep_back_what_is_wrong_on_the_other_sheets(tmp_path: Path) -> None:
    def headed_twice(book: Workbook) -> None:
        wrong_on_two_sheets(book)
        book[sheets.FIRMS].cell(1, 7).value = book[sheets.FIRMS].cell(1, 8).value

    with pytest.raises(TiertrackError) as caught:
        filled_dossiers(edited(giant(tmp_path / "填报表.xlsx", FIRM), headed_twice))
    # Whether a row is about a firm of the list nobody can tell until its headings are right.
    assert [fault.code for fault in caught.value.faults] == ["E422", "E107", "E365", "E359", "E359"]


def test_what_is_wrong_with_a_workbook_of_another_kind_comes_back_where_it_is_asked_for(
    run: Run, tmp_path: Path
) -> None:
    book = Workbook()
    book.active.append(["企业名称", "2025年营业收入（万元）"])
    book.active.append(["重庆某某精密制造有限公司", "很多"])
    book.save(tmp_path / "名单.xlsx")
    url = f"sqlite:///{tmp_path}/r.db"
    run("init", "--db", url)
    run("import", str(tmp_path / "名单.xlsx"), "--db", url)
    assert not [*tmp_path.glob("*问题*")]
    run("import", str(tmp_path / "名单.xlsx"), "--db", url, "--faults-into", str(tmp_path / "退.xlsx"))
    sheet = load_workbook(tmp_path / "退.xlsx").active
    assert sheet["C2"].value.startswith("[E101] 2025年营业收入（万元）：金额读不出来（收到：很多）")
    (tmp_path / "表.csv").write_text("企业名称\n甲公司\n", encoding="utf-8")
    left, _out, err = run("import", str(tmp_path / "表.csv"), "--db", url, "--faults-into", str(tmp_path / "退.xlsx"))
    assert (left, "E438" in err) == (2, True)
    firms = [["企业名称", "2025年营业收入（万元）"], [FIRM.name, "很多"]]
    saved = ods(tmp_path / "填报表.ods", {sheets.COVER: [["项目", "内容"], ["称号", "小巨人"]], sheets.FIRMS: firms})
    assert "把填报表另存为 .xlsx 再导入，错处就标在另一份里" in run("import", str(saved), "--db", url)[2]


def test_a_firm_that_two_rows_may_mean_has_to_be_named_by_its_code(tmp_path: Path) -> None:
    def twins(book: Workbook) -> None:
        book[sheets.FIRMS].cell(4, 1).value, book[sheets.FIRMS].cell(4, 2).value = FIRM.name, TWIN
        book[sheets.TITLES].cell(2, 2).value = None
        book[sheets.JUDGEMENTS].cell(2, 2).value = TWIN
        book[sheets.JUDGEMENTS].cell(2, 1).value = "重庆另一机械有限公司"

    with pytest.raises(TiertrackError) as caught:
        filled_dossiers(edited(giant(tmp_path / "填报表.xlsx", FIRM), twins))
    assert [(fault.code, fault.what) for fault in caught.value.faults if fault.code == "E357"] == [
        ("E357", "“企业”里有 2 家叫这个名称")
    ]


def renamed(book: Workbook) -> None:
    for name in BESIDE:
        book[name].title = f"本区{name[:2]}"


def hide_sheets(book: Workbook) -> None:
    for name in BESIDE:
        book[name].sheet_state = "hidden"


def hide_columns(book: Workbook) -> None:
    for name in (sheets.FIRMS, *BESIDE):
        book[name].column_dimensions["B"].hidden = True


def hide_rows(book: Workbook) -> None:
    for name in BESIDE:
        book[name].row_dimensions[2].hidden = True
    book[sheets.RIGHTS].row_dimensions[1].hidden = True


BESIDE = (sheets.JUDGEMENTS, sheets.TITLES, sheets.RIGHTS)


@pytest.mark.parametrize(
    ("edit", "note"),
    [
        (renamed, "“本区称号”按“称号”一表读"),
        (hide_sheets, "隐藏的工作表照读：认定事项、称号、知识产权"),
        (hide_columns, "“称号”隐藏的列照读：B 列"),
    ],
)
def test_what_is_filled_in_on_a_sheet_that_was_renamed_or_hidden_is_read_and_said(
    edit: Callable[[Workbook], object], note: str, tmp_path: Path
) -> None:
    path = edited(giant(tmp_path / "填报表.xlsx", FIRM), edit)
    read = filled(path)
    assert [plainly(firm.dossier) for firm in read.firms] == [plainly_told(FIRM)]
    assert note in read.facts.reading.notes
    assert read.facts.reading.left_out == ()


def test_a_workbook_is_opened_once_however_many_of_its_sheets_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, opened = giant(tmp_path / "填报表.xlsx", FIRM), []

    def load(*given: Any, **how: Any) -> Workbook:
        opened.append(given)
        return load_workbook(*given, **how)

    monkeypatch.setattr("openpyxl.load_workbook", load)
    assert list(map(plainly, filled_dossiers(path))) == [plainly_told(FIRM)]
    assert len(opened) == 1


def test_rows_that_are_hidden_are_left_out_and_said_on_every_sheet_and_no_dossier_is_made_without_them(
    tmp_path: Path,
) -> None:
    def hide_the_firm(book: Workbook) -> None:
        hide_rows(book)
        book[sheets.FIRMS].row_dimensions[2].hidden = True
        book[sheets.FIRMS]["A3"].value = "重庆另一机械有限公司"
        book[sheets.TITLES].row_dimensions[2].hidden = False
        book.create_sheet("草稿").append(["随手记的"])

    path = edited(giant(tmp_path / "填报表.xlsx", FIRM), hide_rows)
    read = filled(path)
    (firm,) = read.firms
    assert (firm.attestations, [event.title for event in firm.events], firm.rights) == ((), ["champion"], {})
    assert [(one.place.partition("“")[2], one.reason) for one in read.facts.reading.left_out] == [
        ("认定事项”第 2 行", "隐藏的行"),
        ("称号”第 2 行", "隐藏的行"),
        ("知识产权”", "隐藏的行"),
    ]
    with pytest.raises(TiertrackError) as caught:
        filled_dossiers(path)
    assert [fault.code for fault in caught.value.faults] == ["E751"] * 3
    edited(path, hide_the_firm)
    with pytest.raises(TiertrackError, match="这家企业在“企业”里的一行是隐藏的，没有读") as caught:
        filled(path)
    assert [fault.code for fault in caught.value.faults] == ["E357"] * 2


def test_a_template_whose_only_row_is_hidden_says_which_and_one_without_its_cover_what_it_looks_like(
    run: Run, tmp_path: Path
) -> None:
    def hide(book: Workbook) -> None:
        book[sheets.FIRMS].row_dimensions[2].hidden = True

    def uncover(book: Workbook) -> None:
        del book[sheets.COVER]

    run("init")
    for edit, told in (
        (hide, "[E411] 填报表.xlsx 工作表“企业”：文件没有数据行：第 2 行是隐藏的，没有读。要读的请取消隐藏"),
        (uncover, "像是去掉了“填表说明”一张的填报表"),
    ):
        giant(tmp_path / "填报表.xlsx", FIRM)
        left, _out, err = run("import", str(edited(tmp_path / "填报表.xlsx", edit)), "--source", "企业填报")
        assert (left, told in err) == (2, True), err


def test_a_sheet_that_is_there_twice_is_refused_and_one_of_somebodys_own_is_said_to_be_left_out(tmp_path: Path) -> None:
    def copied(book: Workbook) -> None:
        book.copy_worksheet(book[sheets.TITLES])
        contacts = book.create_sheet("通讯录")
        contacts.append(["企业名称", "电话"])
        contacts.append([FIRM.name, "12345"])

    def cleared(book: Workbook) -> None:
        book.worksheets[-2].delete_rows(2, 5)

    path = edited(giant(tmp_path / "填报表.xlsx", FIRM), copied)
    with pytest.raises(TiertrackError, match="2 张“称号”表") as caught:
        filled_dossiers(path)
    assert [fault.code for fault in caught.value.faults] == ["E750"]
    read = filled(edited(path, cleared))
    assert [(one.place, one.reason) for one in read.facts.reading.left_out] == [
        ("填报表.xlsx 工作表“通讯录”", "不是填报表里的表")
    ]


def test_a_template_of_an_older_edition_says_which_and_what_still_fits_is_taken(tmp_path: Path) -> None:
    into = tmp_path / "旧.xlsx"
    template(Tier.LITTLE_GIANT, Act.RECOGNITION, "2024-06-30", into, firms=[FIRM])
    (told,) = told_of_editions(read_cover(into), RULES, ON)
    assert told.startswith(
        "填报表是 专精特新“小巨人”企业/认定/2022 的，2026-06-30 的标准是 专精特新“小巨人”企业/认定/2026"
    )
    assert "专精特新发展评价得分" in told
    (taken,) = filled_dossiers(into)
    assert taken.values["revenue:2023"] == 4535_140000
    cover = read_cover(giant(tmp_path / "新.xlsx", FIRM))
    assert [*told_of_editions(cover, RULES, ON)] == []

    def rewritten(book: Workbook) -> None:
        for row in book[sheets.COVER].iter_rows():
            row[1].value = {"指纹": "0" * 64}.get(row[0].value, row[1].value)

    changed = read_cover(edited(tmp_path / "新.xlsx", rewritten))
    assert [*told_of_editions(changed, RULES, ON)] == [
        "填报表是 专精特新“小巨人”企业/认定/2026 的，那以后这一版改过；读得出的照收"
    ]
    edited(tmp_path / "新.xlsx", lambda book: book[sheets.COVER].delete_rows(3, 40))
    assert [*told_of_editions(read_cover(tmp_path / "新.xlsx"), RULES, ON)] == [
        "填表说明里看不出是哪一版的填报表，照各表的标题读"
    ]


def test_a_protected_sheet_is_read_and_an_encrypted_workbook_is_refused(tmp_path: Path) -> None:
    def protected(book: Workbook) -> None:
        for sheet in book:
            sheet.protection.set_password("1234")
        book.security = WorkbookProtection(lockStructure=True, workbookPassword="1234")
        # Days as a workbook from an old Mac counts them.
        book.epoch = CALENDAR_MAC_1904

    path = edited(giant(tmp_path / "填报表.xlsx", FIRM), protected)
    assert list(map(plainly, filled_dossiers(path))) == [plainly_told(FIRM)]
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    with pytest.raises(BadFile, match="E451"):
        filled_dossiers(path)
    Workbook().save(tmp_path / "别的.xlsx")
    with pytest.raises(BadInput, match="E439"):
        only_firm(tmp_path / "别的.xlsx")


def test_faults_that_are_in_no_cell_make_no_copy(tmp_path: Path) -> None:
    path = giant(tmp_path / "填报表.xlsx", FIRM)
    assert write_faults(path, BadFile().faults, tmp_path / "退.xlsx") == 0
    assert not (tmp_path / "退.xlsx").exists()


@pytest.mark.slow
@needs_office
@pytest.mark.usefixtures("every_code")
def test_a_template_that_libreoffice_saved_is_read_as_it_was(tmp_path: Path) -> None:
    path = giant(tmp_path / "填报表.xlsx", FIRM)
    for ending in ("xlsx", "ods", "xls"):
        (saved,) = converted([path], ending, tmp_path / "存")
        assert list(map(plainly, filled_dossiers(saved))) == [plainly_told(FIRM)]


def plainly_told(firm: Dossier) -> dict[str, Any]:
    """The firm as far as the 小巨人 template asks."""
    wanted = {column.name for column in GIANT.facts}
    asked = Dossier(
        firm.name,
        uscc=firm.uscc,
        region=firm.region,
        industry=firm.industry,
        data=tuple(datum for datum in firm.data if datum.key in wanted or f"{datum.key}:{datum.year}" in wanted),
        titles=firm.titles,
        known_titles=frozenset(GIANT.titles),
        attestations=firm.attestations,
        ip=firm.ip,
    )
    return plainly(asked)


def test_what_sources_say_beside_each_other_or_nobody_vouches_for_comes_back_as_it_was(tmp_path: Path) -> None:
    asof, into = AsOf(dt.date(2100, 1, 1)), tmp_path / "填报表.xlsx"

    @settings(
        max_examples=2,
        deadline=None,
        phases=PHASES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(filling_in.sourced(GIANT), min_size=6, max_size=6))
    def holds(firms: list[filling_in.Sourced]) -> None:
        with tiertrack.open("memory:") as registry:
            names = [f"重庆虚构{number}号机械有限公司" for number in range(len(firms))]

            def keep(unit: Register) -> None:
                for name, (data, listed) in zip(names, firms, strict=True):
                    key = unit.enrol(Identity(name))
                    unit.observe(key, data)
                    for source, rights in listed.items():
                        unit.list_rights(key, rights, source)

            def known() -> list[tuple[Any, ...]]:
                found = [registry.dossier(name, asof) for name in names]
                listed = registry.write(lambda unit: unit.rights_listed(unit.keys(), asof))
                return [*((one.data, one.ip) for one in found), listed]

            registry.write(keep)
            registry.template("小巨人", "认定", AsOf(ON), into, existing=Existing.REPLACED)
            before = known()
            for source in (None, "企业填报"):
                report = registry.import_facts(into, source=source)
                assert (report.observations, report.corrected, report.gone) == (0, 0, ())
                assert known() == before

    holds()


def test_what_a_firm_puts_right_is_put_right_where_it_was_said_and_what_it_leaves_is_left(tmp_path: Path) -> None:
    into = tmp_path / "填报表.xlsx"
    with tiertrack.open("memory:") as registry:

        def keep(unit: Register) -> None:
            key = unit.enrol(Identity(FIRM.name))
            unit.observe(key, [Datum("revenue", 2025, 5200_000000), Datum("revenue", 2024, 5000_000000)])
            unit.list_rights(key, [PATENT, PROGRAM], "专利局")
            unit.list_rights(key, [PATENT], "企业填报")

        def filled_in(book: Workbook) -> None:
            firms, rights = book[sheets.FIRMS], book[sheets.RIGHTS]
            assert firms.cell(2, column(firms, sheets.SOURCE)).value == "（没有写出处）"
            # Who hands it back signs for the whole of the row, but only one number is another one.
            firms.cell(2, column(firms, sheets.SOURCE)).value = "企业填报"
            firms.cell(2, column(firms, "2025年营业收入（万元）")).value = 5300
            assert rights.cell(3, column(rights, sheets.RIGHT)).value == PROGRAM.name
            rights.delete_rows(3)

        registry.write(keep)
        registry.template("小巨人", "认定", AsOf(ON), into)
        report = registry.import_facts(edited(into, filled_in))
        assert (report.observations, report.corrected, report.known) == (1, 0, 3)
        assert report.gone == (f"{FIRM.name} 软件著作权“主轴监测软件”",)
        (told,) = report.suspicions
        assert told.startswith(
            f"1 项与别处说的不一致，几处都留着，判断时当作还没有定：{FIRM.name} 2025年营业收入"
            "（两处来源不一致：没有写出处 5200 万元；企业填报 5300 万元）"
        )
        dossier = registry.dossier(FIRM.name, ON)
        assert dossier.ip == (PATENT,)
        said = {key: [(datum.source, datum.value) for datum in dossier.sources(key)] for key in dossier.conflicts}
        assert said == {"revenue:2025": [(None, 5200_000000), ("企业填报", 5300_000000)]}
        assert dossier.values["revenue:2024"] == 5000_000000


def test_a_number_without_a_source_anywhere_needs_one_and_what_is_not_read_is_told(tmp_path: Path) -> None:
    def changed(book: Workbook) -> None:
        firms = book[sheets.FIRMS]
        firms.cell(2, column(firms, sheets.SOURCE)).value = "（没有写出处）"
        for name in (sheets.FIRMS, sheets.JUDGEMENTS, sheets.TITLES, sheets.RIGHTS):
            book[name].cell(1, book[name].max_column + 1).value = "街道"
        book.create_sheet("我的").append(["记下的"])

    path = edited(giant(tmp_path / "填报表.xlsx", FIRM), changed)
    with tiertrack.open("memory:") as registry:
        with pytest.raises(BadDossier) as caught:
            registry.import_facts(path)
        assert {fault.code for fault in caught.value.faults} == {"E648"}
        report = registry.import_facts(path, source="企业填报")
        assert {datum.source for datum in registry.dossier(FIRM.name, ON).data} == {"企业填报"}
    pages = (sheets.JUDGEMENTS, sheets.TITLES, sheets.RIGHTS)
    assert [one.heading for one in report.unread] == ["街道", *(f"“{page}”一页的街道" for page in pages)]
    assert "行业代码、地区代码只供查，不读" in report.reading.notes
    assert [(one.place, one.reason) for one in report.reading.left_out] == [
        ("填报表.xlsx 工作表“我的”", "不是填报表里的表")
    ]


def test_a_template_is_filled_in_with_what_is_on_record_and_bringing_it_back_changes_nothing(
    registry: Registry, tmp_path: Path
) -> None:
    registry.observe(registry.enrol(FIRM.name, uscc=FIRM.uscc).enterprise, FIRM, source="企业填报")
    registry.observe(FIRM.uscc, {"revenue": {"2025": "5300万元"}}, source="2025 年度审计报告")
    (tmp_path / "名单.csv").write_text(f"企业名称\n{FIRM.name}\n重庆新来机械有限公司\n", encoding="utf-8")
    for firms, count in ((None, 1), ([FIRM.name], 1), (tmp_path / "名单.csv", 2)):
        into = tmp_path / f"{count}.xlsx"
        written = registry.template("小巨人", "认定", AsOf(ON), into, firms=firms, existing=Existing.REPLACED)
        assert written.firms == count
        before = registry.dossier(FIRM.name, ON)
        report = registry.import_facts(into, source="企业填报")
        assert (report.observations, report.corrected) == (0, 0)
        assert registry.dossier(FIRM.name, ON) == before


# Firms of several places.


def test_firms_of_several_places_are_asked_in_one_workbook_what_the_standard_of_each_place_reads(
    registry: Registry, tmp_path: Path
) -> None:
    for name, place in (("晋企有限公司", "140105"), ("渝企有限公司", "500113"), ("不明有限公司", None)):
        registry.enrol(name, region=place)
    asked, day = ("专精特新", "复核"), dt.date(2026, 4, 10)

    def editions(**wanted: Any) -> list[str]:
        into = tmp_path / "填报表.xlsx"
        report = registry.template(*asked, AsOf(day), into, existing=Existing.REPLACED, **wanted)
        assert report.unasked == ()
        rows = load_workbook(into)[sheets.COVER].iter_rows(values_only=True)
        return [str(text) for item, text, *_ in rows if item == sheets.EDITION]

    shanxi, country = "srdi_sme/review/2026@140000", "srdi_sme/review/2026"
    assert editions() == [country, shanxi]
    assert editions(firms=["晋企有限公司"]) == editions(region="140000") == [shanxi]
    assert editions(firms=["渝企有限公司", "不明有限公司"]) == [country]
    # Whoever names a place wants its standard for all of them.
    assert editions(firms=["晋企有限公司", "渝企有限公司"], region="500000") == [country]
    together = Wanted(Tier.SRDI_SME, Act.REVIEW, day, None, RULES).of(["140105", "500113"])
    for edition in map(RULES.edition, (country, shanxi)):
        assert {*columns_of((edition,), day)} <= {*together.columns}
    wanted = registry.template("重庆市企业技术中心", "认定", AsOf(ON), tmp_path / "市级.xlsx")
    assert wanted.unasked == ("晋企有限公司", "不明有限公司")
