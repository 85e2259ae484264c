"""A list is the same list in every format it comes in; one read off a page is looked at before it is believed."""

from __future__ import annotations

import datetime as dt
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import xlwt
from docx.oxml import OxmlElement

import tiertrack
from tests.support import documents
from tests.support.commands import Run, answer
from tests.support.documents import ods, pdf, word, xls
from tiertrack.app.commit import Commit
from tiertrack.errors import BadFile, Fault, TiertrackError
from tiertrack.intake.sheet import CellKind, Wanted
from tiertrack.intake.sheet_file import open_sheet
from tiertrack.intake.title_list import TitleList, read_title_list

WHOLE: dict[str, Any] = {"title": "srdi_sme", "kind": "认定", "document": "渝虚〔2025〕9号"}
FIRMS = tuple(f"重庆虚构{name}某精密有限公司" for name in "甲乙丙丁")
ROWS: list[list[object]] = [
    ["2025年度名单（虚构）", None, None],
    ["序号", "企业名称", "认定日期"],
    *([number, firm, dt.date(2025, 12, 20)] for number, firm in enumerate(FIRMS, 1)),
]
WORKBOOKS = {"xls": xls, "ods": ods}
KNOWN = Wanted({"企业名称", "序号", "比例"}.__contains__, page=True)


def listed(path: Path, **more: Any) -> TitleList:
    return read_title_list(path, **(WHOLE | more))


def names(titles: TitleList) -> list[str | None]:
    found = [row.identity.name for row in titles.rows()]
    assert titles.faults == []
    return found


def fault(path: Path, **more: Any) -> Fault:
    with pytest.raises(TiertrackError) as refused:
        list(listed(path, **more).rows())
    (found,) = refused.value.faults
    return found


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_a_list_is_read_from_every_kind_of_workbook(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"名单.{ending}"
    WORKBOOKS[ending](path, {"名单": ROWS, "草稿": ROWS}, hidden_rows=[5], hidden_sheets=["草稿"])
    titles = listed(path)
    rows = list(titles.rows())
    assert titles.faults == []
    assert [row.identity.name for row in rows] == [FIRMS[0], FIRMS[1], FIRMS[3]]
    assert {row.event.on for row in rows} == {dt.date(2025, 12, 20)}
    assert [(one.place.partition(" ")[2], one.reason) for one in titles.reading.left_out] == [
        ("工作表“草稿”", "隐藏的工作表"),
        ("工作表“名单”第 1 行", "在标题以上"),
        ("工作表“名单”第 5 行", "隐藏的行"),
    ]


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_a_workbook_is_known_by_what_it_holds(tmp_path: Path, ending: str) -> None:
    assert names(listed(WORKBOOKS[ending](tmp_path / "名单.csv", {"名单": ROWS}))) == [*FIRMS]


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_of_several_sheets_the_one_asked_for_is_read(tmp_path: Path, ending: str) -> None:
    path = WORKBOOKS[ending](tmp_path / f"名单.{ending}", {"一": ROWS[:4], "二": ROWS})
    assert (fault(path).code, fault(path).value) == ("E455", "一、二")
    assert names(listed(path, sheet="一")) == [*FIRMS[:2]]
    assert fault(path, sheet="三").code == "E407"


def test_a_share_in_an_old_workbook_reads_as_it_is_shown(tmp_path: Path) -> None:
    path = xls(tmp_path / "a.xls", {"名单": [["企业名称", "比例"], [FIRMS[0], 0.125]]})
    with open_sheet(path, KNOWN) as sheet:
        ((_name, share),) = (row.cells for row in sheet.rows)
    assert (share.text, share.kind) == ("12.5%", CellKind.NUMBER)


@pytest.mark.parametrize(
    ("number", "shown_as", "expected"),
    [
        (5200, '#,##0"万元"', "5200万元"),
        (52000000, '0!.0,"万"', '52000000（显示格式 0!.0,"万"，与实际的数大小不同）'),
    ],
)
def test_an_amount_in_an_old_workbook_has_the_unit_it_is_shown_with(
    tmp_path: Path, number: int, shown_as: str, expected: str
) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for column, text in enumerate(("企业名称", "营业收入")):
        sheet.write(0, column, text)
    sheet.write(1, 0, FIRMS[0])
    sheet.write(1, 1, number, xlwt.easyxf(num_format_str=shown_as))
    book.save(str(tmp_path / "a.xls"))
    with open_sheet(tmp_path / "a.xls", KNOWN) as opened:
        assert [row.cells[1].text for row in opened.rows] == [expected]


@pytest.mark.parametrize(
    ("number", "shown", "expected"),
    [
        (5200, "5,200万元", "5200万元"),
        (5200, "¥5,200.00", "5200"),
        (5200, "US$5,200.00", "US$5200"),
        (-0.94, "-0.9亿", "-0.94亿"),
        (52000000, "5200.0万", "52000000（显示为 5200.0万，与实际的数大小不同）"),
        (0, "-", "0"),
        (0, "", "0"),
    ],
)
def test_an_amount_in_an_open_document_has_the_unit_it_is_shown_with(
    tmp_path: Path, number: float, shown: str, expected: str
) -> None:
    path = ods(tmp_path / "a.ods", {"名单": [["企业名称", "营业收入"], ["甲", number]]})
    changed_ods(path, f"<text:p>{number}</text:p>", f"<text:p>{shown}</text:p>")
    with open_sheet(path, KNOWN) as opened:
        assert [row.cells[1].text for row in opened.rows] == [expected]


def changed_ods(path: Path, old: str, new: str) -> Path:
    """The workbook with its content changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = members["content.xml"].decode()
    assert old in content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in (members | {"content.xml": content.replace(old, new).encode()}).items():
            archive.writestr(name, member)
    return path


CELL = '<table:table-cell office:value-type="string"'


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [('table:formula="of:=1+1"', CellKind.FORMULA), ('calcext:value-type="error"', CellKind.ERROR)],
)
def test_a_formula_and_an_error_in_an_open_document_are_told(tmp_path: Path, attribute: str, kind: CellKind) -> None:
    path = ods(tmp_path / "a.ods", {"名单": [["企业名称"], ["甲"]]})
    old = f'{CELL} calcext:value-type="string" office:string-value="甲"'
    changed_ods(path, old, f"{CELL} {attribute}")
    with open_sheet(path, KNOWN) as sheet:
        ((cell,),) = (row.cells for row in sheet.rows)
    assert cell.kind is kind
    assert cell.fault is not None


def test_what_an_open_document_writes_once_for_many_rows_and_cells_is_read_in_each(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", {"名单": [["企业名称", "序号"], ["甲", "1"], ["乙", "2"]]})
    row = f'{CELL} calcext:value-type="string" office:string-value="甲"'
    changed_ods(path, f"<table:table-row>{row}", f'<table:table-row table:number-rows-repeated="2">{row}')
    with open_sheet(path, KNOWN) as sheet:
        assert [(found.line, found.cells[0].text) for found in sheet.rows] == [(2, "甲"), (3, "甲"), (4, "乙")]


@pytest.mark.parametrize("times", [2_000_000, 10**12])
@pytest.mark.parametrize("what", ["rows", "columns"])
def test_what_an_open_document_repeats_without_end_is_refused(tmp_path: Path, times: int, what: str) -> None:
    path = ods(tmp_path / "a.ods", {"名单": [["企业名称"], ["甲"]]})
    cell = f'{CELL} calcext:value-type="string" office:string-value="甲"'
    repeated = f'table:number-{what}-repeated="{times}"'
    if what == "columns":
        changed_ods(path, cell, f"{cell} {repeated}")
    else:
        changed_ods(path, f"<table:table-row>{cell}", f"<table:table-row {repeated}>{cell}")
    assert fault(path).code == "E452"


def test_blank_rows_to_the_end_of_an_open_document_cost_nothing(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", {"名单": [["企业名称"], [FIRMS[0]]]})
    blank = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    changed_ods(path, "</table:table>", f"{blank}</table:table>")
    assert [row.identity.name for row in listed(path, on=dt.date(2025, 1, 1)).rows()] == [FIRMS[0]]


@pytest.mark.parametrize("ending", ["xls", "ods", "pdf", "docx"])
def test_a_broken_file_is_refused_as_one(tmp_path: Path, ending: str) -> None:
    made: dict[str, Callable[[], Path]] = {
        "xls": lambda: xls(tmp_path / "a.xls", {"名单": ROWS}),
        "ods": lambda: ods(tmp_path / "a.ods", {"名单": ROWS}),
        "pdf": lambda: pdf(tmp_path / "a.pdf", ROWS),
        "docx": lambda: word(tmp_path / "a.docx", ROWS),
    }
    path = made[ending]()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert fault(path).code in ("E409", "E450", "E451", "E410")
    path.write_text("企业名称\n", encoding="utf-8")
    assert fault(path).code in ("E409", "E450")


@pytest.mark.parametrize(
    ("ending", "module", "extra"),
    [
        ("xls", "xlrd", "excel"),
        ("ods", "defusedxml.ElementTree", "excel"),
        ("pdf", "pdfplumber", "documents"),
        ("docx", "docx", "documents"),
    ],
)
def test_without_the_library_a_format_is_answered_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, module: str, extra: str
) -> None:
    path = tmp_path / f"a.{ending}"
    {"xls": lambda: xls(path, {"名单": ROWS}), "ods": lambda: ods(path, {"名单": ROWS})}.get(
        ending, lambda: {"pdf": pdf, "docx": word}[ending](path, ROWS)
    )()
    monkeypatch.setitem(sys.modules, module, None)
    found = fault(path)
    assert (found.code, f"tiertrack[{extra}]" in found.remedy) == ("E456", True)


# Tables read off pages.

LONG: list[list[object]] = [
    ["序号", "企业名称", "区县"],
    *([number, f"重庆虚构{number}号精密\n有限公司", "渝北区"] for number in range(1, 41)),
]
PAGES = {"pdf": pdf, "docx": word}
ON = dt.date(2025, 12, 20)


@pytest.mark.parametrize("ending", PAGES)
def test_a_table_of_a_document_is_read_with_its_cells_whole(tmp_path: Path, ending: str) -> None:
    titles = listed(PAGES[ending](tmp_path / f"a.{ending}", "附件1", LONG, "注：以上企业排名不分先后。"), on=ON)
    rows = list(titles.rows())
    assert titles.faults == []
    assert [row.identity.name for row in rows] == [f"重庆虚构{number}号精密有限公司" for number in range(1, 41)]
    assert (len(titles.reading.table) >= 41, titles.reading.notes[0]) == (True, "从文档读出的表1")


def test_a_table_over_several_pages_is_one_and_its_headings_once_more_are_left_out(tmp_path: Path) -> None:
    titles = listed(pdf(tmp_path / "a.pdf", LONG[:20], None, [LONG[0], *LONG[20:]]), on=ON)
    assert len(names(titles)) == 40
    assert [one.reason for one in titles.reading.left_out] == ["重复的标题行"]


@pytest.mark.parametrize("ending", PAGES)
def test_tables_with_a_text_between_them_are_not_one(tmp_path: Path, ending: str) -> None:
    second = [LONG[0], [1, FIRMS[0], "巴南区"]]
    path = PAGES[ending](tmp_path / f"a.{ending}", "附件1 认定名单", LONG[:3], "附件2 复核通过名单", second)
    found = fault(path, on=ON)
    assert (found.code, found.value) == ("E455", "表1、表2")
    assert names(listed(path, on=ON, sheet="表2")) == [FIRMS[0]]


def test_a_document_without_a_table_is_refused(tmp_path: Path) -> None:
    assert fault(pdf(tmp_path / "a.pdf", "附件1 名单")).code == "E410"
    assert fault(word(tmp_path / "a.docx", "附件1 名单")).code == "E410"


def test_a_locked_pdf_is_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    path = documents.locked_pdf(tmp_path / "a.pdf", ROWS)
    assert fault(path).code == "E451"


def test_marked_changes_of_a_word_document_are_read_as_accepted(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", [["企业名称"], [FIRMS[0]], [FIRMS[1]]])
    document = docx.Document(str(path))
    first, second = document.tables[0].rows[1:]
    run = first.cells[0].paragraphs[0].runs[0]._r
    inserted = OxmlElement("w:ins")
    run.addprevious(inserted)
    inserted.append(run)
    second._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    document.save(str(path))
    titles = listed(path, on=ON)
    assert names(titles) == [FIRMS[0]]
    assert [(one.text, one.reason) for one in titles.reading.left_out] == [(FIRMS[1], "隐藏的行")]


def test_merged_cells_of_a_word_document_are_a_fault(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", [["企业名称", "区县"], [FIRMS[0], "渝北区"], [FIRMS[1], ""]])
    document = docx.Document(str(path))
    table = document.tables[0]
    table.cell(1, 1).merge(table.cell(2, 1))
    document.save(str(path))
    titles = listed(path, on=ON)
    list(titles.rows())
    assert {one.code for one in titles.faults} == {"E457"}


@pytest.mark.parametrize("ending", PAGES)
def test_a_table_read_off_a_page_is_not_imported_unseen(tmp_path: Path, ending: str) -> None:
    path = PAGES[ending](tmp_path / f"a.{ending}", LONG)
    with tiertrack.open("memory:") as register:
        for confirm in (None, "000000000000"):
            with pytest.raises(BadFile) as refused:
                register.import_titles(listed(path, on=ON, confirm=confirm))
            assert [one.code for one in refused.value.faults] == ["E408"]
        seen = register.import_titles(listed(path, on=ON), commit=Commit.DRY_RUN).reading
        assert seen.table[:2] == (("序号", "企业名称", "区县"), ("1", "重庆虚构1号精密有限公司", "渝北区"))
        assert register.import_titles(listed(path, on=ON, confirm=seen.confirm)).enterprises == 40


def test_the_command_shows_the_table_and_asks_to_confirm_it(tmp_path: Path, run: Run, empty_register: None) -> None:
    pdf(tmp_path / "a.pdf", LONG[:3])
    words = ["import", str(tmp_path / "a.pdf"), "--kind", "titles", "--title", "srdi_sme", "--event", "认定"]
    words += ["--on", "2025-12-20", "--document", "渝虚〔2025〕9号"]
    left, _out, err = run(*words)
    assert (left, err[:6]) == (2, "[E408]")
    _left, out, _err = run(*words, "--dry-run")
    assert "    1　|　重庆虚构1号精密有限公司　|　渝北区" in out
    code = answer(run, *words, "--dry-run")["reading"]["confirm"]
    assert f"--confirm {code}" in out
    assert answer(run, *words, "--confirm", code)["enterprises"] == 2


def test_facts_are_not_read_off_a_page(tmp_path: Path, run: Run, empty_register: None) -> None:
    pdf(tmp_path / "a.pdf", LONG[:3])
    assert run("import", str(tmp_path / "a.pdf"))[2].startswith("[E405]")
    (tmp_path / "a.pdf").rename(tmp_path / "a.csv")
    assert run("import", str(tmp_path / "a.csv"))[2].startswith("[E485]")
