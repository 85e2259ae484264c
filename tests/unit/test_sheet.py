"""A table is the same whether it came as CSV or XLSX, and no file may do harm before it is known to be a table."""

from __future__ import annotations

import datetime as dt
import re
import sys
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from tiertrack import intake
from tiertrack.errors import BadFile, Fault
from tiertrack.intake.sheet import Cell, CellKind, SheetRow, Wanted
from tiertrack.intake.sheet_file import formats, open_sheet


def book(path: Path, *rows: list[object]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its members changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, change(name, content))
    return path


def shared(path: Path) -> Path:
    """The workbook with its texts in a table of their own, as Excel writes them."""
    strings: list[bytes] = []

    def moved(match: re.Match[bytes]) -> bytes:
        strings.append(b"<si>" + match[1] + b"</si>")
        return b't="s"><v>%d</v>' % (len(strings) - 1)

    def change(name: str, xml: bytes) -> bytes:
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
            return xml.replace(b"</Types>", part)
        return re.sub(rb't="inlineStr"><is>(.*?)</is>', moved, xml) if name == SHEET else xml

    repacked(path, change)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        opening = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        archive.writestr("xl/sharedStrings.xml", opening + b"".join(strings) + b"</sst>")
    return path


def declaring(path: Path, member: str, size: int) -> Path:
    """The workbook, whose directory states another unpacked size for a member."""
    data = bytearray(path.read_bytes())
    at = data.index(member.encode(), data.index(b"PK\x01\x02"))
    data[at - 22 : at - 18] = size.to_bytes(4, "little")
    return text(path, bytes(data))


def rows(path: Path) -> list[SheetRow]:
    with open_sheet(path) as sheet:
        return list(sheet.rows)


def cells(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in rows(path)]


def fault(path: Path) -> Fault:
    with pytest.raises(BadFile) as refused:
        rows(path)
    (found,) = refused.value.faults
    assert found.what
    assert found.remedy
    return found


SHEET = "xl/worksheets/sheet1.xml"


def test_a_table_reads_the_same_from_csv_and_from_a_workbook(tmp_path: Path) -> None:
    told = [["企业名称", "批次"], ["甲公司", "第一批"], [None, None], ["乙公司", None]]
    one = book(tmp_path / "a.xlsx", *told)
    other = text(tmp_path / "a.csv", "\ufeff企业名称,批次\r\n甲公司 , 第一批\r\n\r\n乙公司,\r\n")
    assert cells(one) == cells(other) == [["甲公司", "第一批"], ["乙公司", ""]]
    assert cells(shared(one)) == cells(other)
    assert [row.line for row in rows(one)] == [row.line for row in rows(other)] == [2, 4]


def test_the_headings_are_the_first_row_that_is_not_blank(tmp_path: Path) -> None:
    for path in (
        book(tmp_path / "a.xlsx", [None], ["企业名称"], ["甲"]),
        text(tmp_path / "a.csv", ",\n企业名称\n甲\n"),
    ):
        with open_sheet(path) as sheet:
            assert (sheet.line, [one.text for one in sheet.headings]) == (2, ["企业名称"])


def test_a_cell_says_where_it_is(tmp_path: Path) -> None:
    ((_name, one),) = (row.cells for row in rows(book(tmp_path / "名单.xlsx", ["企业名称", "批\n次"], ["甲", "乙"])))
    ((_name, other),) = (row.cells for row in rows(text(tmp_path / "名单.csv", "企业名称,批次\n甲,乙\n")))
    assert one.place == "名单.xlsx 工作表“Sheet”第 2 行 B 列“批 次”"
    assert other.place == "名单.csv 第 2 行 B 列“批次”"


def test_columns_beyond_z_are_lettered_as_a_spreadsheet_letters_them(tmp_path: Path) -> None:
    (row,) = rows(text(tmp_path / "a.csv", ",".join(["列"] * 703) + "\n" + ",".join("x" * 703) + "\n"))
    assert [row.cells[index].letter for index in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"),
    ]


def test_what_a_cell_was_in_the_workbook_is_kept(tmp_path: Path) -> None:
    values = ["文字", 1696, 4.5, 600000.0, dt.date(2024, 7, 1), dt.datetime(2024, 7, 1, 8, 30), True, "=1+1", "#N/A"]
    (row,) = rows(book(tmp_path / "a.xlsx", ["列"] * len(values), values))
    assert [(cell.text, cell.kind) for cell in row.cells] == [
        ("文字", CellKind.TEXT),
        ("1696", CellKind.NUMBER),
        ("4.5", CellKind.NUMBER),
        ("600000", CellKind.NUMBER),
        ("2024-07-01", CellKind.DATE),
        ("2024-07-01 08:30:00", CellKind.DATE),
        ("True", CellKind.YES_NO),
        ("=1+1", CellKind.FORMULA),
        ("#N/A", CellKind.ERROR),
    ]
    assert [cell.fault.code for cell in row.cells if cell.fault] == ["E453", "E454"]


def test_every_cell_of_a_csv_is_text(tmp_path: Path) -> None:
    (row,) = rows(text(tmp_path / "a.csv", "a,b,c\n=1+1,#N/A,1696\n"))
    assert {(cell.kind, cell.fault) for cell in row.cells} == {(CellKind.TEXT, None)}


def test_an_array_formula_is_a_formula(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["=1+1"])
    repacked(path, lambda name, xml: xml.replace(b"<f>", b'<f t="array" ref="A2:A2">') if name == SHEET else xml)
    ((cell,),) = (row.cells for row in rows(path))
    assert cell.fault is not None
    assert cell.fault.code == "E453"


@pytest.mark.parametrize("wide", ["甲,1,2", "甲"])
def test_a_csv_row_that_does_not_fit_the_headings_is_a_fault(tmp_path: Path, wide: str) -> None:
    (row,) = rows(text(tmp_path / "a.csv", f"a,b\n{wide}\n"))
    assert row.fault is not None
    assert (row.fault.code, row.fault.place) == ("E431", "a.csv 第 2 行")


def test_a_workbook_row_may_be_short_but_not_wider_than_the_headings(tmp_path: Path) -> None:
    short, wide = rows(book(tmp_path / "a.xlsx", ["a", "b"], ["甲"], ["乙", "1", "2"]))
    assert (len(short.cells), short.fault) == (2, None)
    assert wide.fault is not None
    assert wide.fault.code == "E431"


def test_a_blank_cell_that_only_has_a_look_is_no_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    repacked(path, lambda name, xml: xml.replace(b"</row>", b'<c r="C9" s="0"/></row>') if name == SHEET else xml)
    assert cells(path) == [["甲"]]


def test_a_csv_line_is_counted_as_an_editor_shows_it(tmp_path: Path) -> None:
    found = rows(text(tmp_path / "a.csv", 'a,b\n甲,"一\n二"\n乙,三\n'))
    assert [row.line for row in found] == [2, 4]


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("E411", ""),
        ("E411", "\n,\n"),
        ("E411", "企业名称\n"),
        ("E412", '企业名称\n"甲公司\n'),
        ("E412", "企业名称\n" + "甲" * 400_000),
        ("E402", b"name\n\xff\xff\n"),
        ("E402", "name\n重庆某公司".encode() + b"\xe4\xb8\n"),
        ("E402", "name\n重庆某公司".encode() + b"\xd6\xd8\n"),
        ("E406", "name\n隆\n".encode("gb18030")),
    ],
)
def test_what_is_no_csv_is_refused_as_a_file(tmp_path: Path, code: str, content: str | bytes) -> None:
    assert fault(text(tmp_path / "a.csv", content)).code == code


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("gb18030", ("编码 GB18030",)),
        ("utf-16", ("编码 UTF-16",)),
    ],
)
def test_an_encoding_is_told_by_what_the_whole_file_is_and_said_where_it_is_not_utf_8(
    tmp_path: Path, encoding: str, note: tuple[str, ...]
) -> None:
    path = text(tmp_path / "a.csv", "name,批次\n重庆某某精密制造有限公司,第一批\n".encode(encoding))
    with open_sheet(path) as sheet:
        assert [heading.text for heading in sheet.headings] == ["name", "批次"]
        assert [cell.text for row in sheet.rows for cell in row.cells] == ["重庆某某精密制造有限公司", "第一批"]
        assert sheet.notes == note


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6])
def test_a_chinese_text_in_utf_8_is_never_taken_for_another_encoding(tmp_path: Path, length: int) -> None:
    word = "重庆渝北某某"[:length]
    with open_sheet(text(tmp_path / "a.csv", f"a\n{word}\n")) as sheet:
        assert [cell.text for row in sheet.rows for cell in row.cells] == [word]


@pytest.mark.parametrize(("separator", "name"), [("\t", "制表符"), (";", "分号")])
def test_a_separator_is_told_by_the_headings_it_makes_and_said(tmp_path: Path, separator: str, name: str) -> None:
    rows = [["附件1", ""], ["企业名称", "批次"], ["甲公司", "一,二"]]
    path = text(tmp_path / "a.csv", "".join(separator.join(row) + "\n" for row in rows))
    with open_sheet(path, Wanted({"企业名称", "批次"}.__contains__)) as sheet:
        assert [[cell.text for cell in row.cells] for row in sheet.rows] == [["甲公司", "一,二"]]
        assert sheet.notes == (f"以{name}分隔",)


def test_the_place_of_a_byte_that_is_no_text_is_told(tmp_path: Path) -> None:
    found = fault(text(tmp_path / "a.csv", b"name\n" + "甲公司\n".encode("gb18030") + b"\xff\n"))
    assert (found.place, "UTF-8" in found.remedy) == ("a.csv 第 2 行", True)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert fault(tmp_path / "没有.csv").code == "E401"
    assert fault(tmp_path).code == "E401"


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsm", "a.xls", "a.XLSX"])
@pytest.mark.parametrize("content", ["", "<html>名单</html>", "企业名称\n甲公司\n"])
def test_what_only_calls_itself_a_workbook_is_refused(tmp_path: Path, name: str, content: str) -> None:
    assert fault(text(tmp_path / name, content)).code == "E450"


def test_an_old_or_locked_workbook_is_refused_and_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert fault(text(tmp_path / "a.xlsx", ole)).code == "E451"
    assert fault(text(tmp_path / "a.csv", ole)).code == "E451"


def test_a_workbook_with_a_locked_member_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert fault(text(path, bytes(data))).code == "E451"


def test_a_workbook_is_known_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    for name in ("a.xlsm", "a.csv", "名单"):
        assert cells(book(tmp_path / name, ["a"], ["甲"])) == [["甲"]]


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("名单.csv", "企业名称\n甲公司\n")
    assert fault(path).code == "E450"
    assert fault(text(path, b"PK\x03\x04" + bytes(100))).code == "E450"
    zipfile.ZipFile(path, "w").close()
    assert fault(path).code == "E450"


def test_a_broken_sheet_is_refused_when_it_is_reached(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"], ["乙"])
    repacked(path, lambda name, xml: xml.replace(b"</row><row", b"</row><rowe", 2) if name == SHEET else xml)
    assert fault(path).code == "E450"


def test_what_would_unpack_beyond_measure_is_refused_unopened(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    repacked(path, lambda name, xml: xml.replace(b"</sheetData>", b" " * 20_000_000 + b"</sheetData>"))
    assert path.stat().st_size < 100_000
    found = fault(path)
    assert (found.code, SHEET in (found.value or "")) == ("E452", True)


def test_a_workbook_that_is_too_large_as_a_whole_is_refused(tmp_path: Path) -> None:
    path = declaring(book(tmp_path / "a.xlsx", ["a"], ["甲"]), SHEET, 513 * 1024 * 1024)
    assert "解压后" in (fault(path).value or "")


def test_a_workbook_of_too_many_members_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_000):
            archive.writestr(f"{number}.xml", b"")
    assert fault(path).code == "E452"


def test_a_part_held_in_memory_may_be_less_large_than_a_sheet(tmp_path: Path) -> None:
    path = shared(book(tmp_path / "a.xlsx", ["a"], ["甲"]))
    assert "sharedStrings" in (fault(declaring(path, "xl/sharedStrings.xml", 65 * 1024 * 1024)).value or "")


def test_a_file_larger_than_any_list_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    with path.open("ab") as file:
        file.truncate(65 * 1024 * 1024)
    assert fault(path).code == "E452"


def test_a_member_that_is_larger_than_it_declares_is_not_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    repacked(path, lambda name, xml: xml.replace(b"</sheetData>", b" " * 20_000_000 + b"</sheetData>"))
    declaring(path, SHEET, 1_000)
    tracemalloc.start()
    assert fault(path).code == "E450"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_a_method_of_packing_that_is_no_part_of_the_format_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("docProps/more.xml", "x")
    assert fault(path).code == "E450"


@pytest.mark.parametrize("member", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("entity", ['"甲公司"', 'SYSTEM "file:///etc/hostname"'])
def test_a_workbook_with_entities_is_refused(tmp_path: Path, member: str, entity: str) -> None:
    path = shared(book(tmp_path / "a.xlsx", ["a"], ["甲"]))
    declared = f"<!DOCTYPE x [<!ENTITY e {entity}>]>".encode()

    def poisoned(name: str, xml: bytes) -> bytes:
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
        return xml[:start] + declared + xml[start:] if name == member else xml

    assert fault(repacked(path, poisoned)).code == "E450"


def test_the_one_sheet_that_is_visible_and_filled_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.create_sheet("说明").append(["隐藏的"])
    workbook["说明"].sheet_state = "hidden"
    titles = workbook.create_sheet("名单")
    for row in (["企业名称"], ["甲公司"]):
        titles.append(row)
    workbook.save(tmp_path / "a.xlsx")
    (row,) = rows(tmp_path / "a.xlsx")
    assert (row.place, row.cells[0].text) == ("a.xlsx 工作表“名单”第 2 行", "甲公司")


def test_two_filled_sheets_leave_open_which_is_meant(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称"])
    workbook.create_sheet("第二批").append(["企业名称"])
    workbook.save(tmp_path / "a.xlsx")
    found = fault(tmp_path / "a.xlsx")
    assert (found.code, found.value) == ("E455", "Sheet、第二批")


def test_a_workbook_without_a_filled_sheet_is_empty(tmp_path: Path) -> None:
    assert fault(book(tmp_path / "a.xlsx")).code == "E411"
    assert fault(book(tmp_path / "a.xlsx", ["企业名称"])).code == "E411"


def test_merged_cells_below_the_headings_are_a_fault_since_all_but_one_read_as_blank(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in (["企业名称", "有效期至"], ["甲公司", "2027-06-30"], ["乙公司", None]):
        workbook.active.append(row)
    workbook.active.merge_cells("B2:B3")
    workbook.active.merge_cells("D1:E1")
    workbook.save(tmp_path / "a.xlsx")
    with open_sheet(tmp_path / "a.xlsx") as sheet:
        assert [(one.code, one.value) for one in sheet.faults] == [("E457", "B2:B3")]
        assert len(list(sheet.rows)) == 2


@pytest.mark.parametrize("unseen", [b'hidden="1"', b'ht="0" customHeight="1"'])
def test_a_row_that_nobody_sees_is_left_out_and_said(tmp_path: Path, unseen: bytes) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"], ["乙"])
    repacked(path, lambda name, xml: xml.replace(b'<row r="3"', b'<row r="3" ' + unseen) if name == SHEET else xml)
    with open_sheet(path) as sheet:
        assert [row.cells[0].text for row in sheet.rows] == ["甲"]
        assert [(one.text, one.reason) for one in sheet.left_out] == [("乙", "隐藏的行")]


def test_a_sheet_of_tags_without_an_end_is_looked_through_in_no_time(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    broken = b"".join(b'<row r="%d" <mergeCell x="%d" ' % (number, number * 7919) for number in range(50_000))
    repacked(path, lambda name, xml: xml.replace(b"</worksheet>", broken) if name == SHEET else xml)
    assert fault(path).code == "E450"


def test_a_sheet_is_read_whole_whatever_size_it_states(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a", "b"], ["甲", "1"], ["乙", "2"])
    repacked(path, lambda name, xml: xml.replace(b'ref="A1:B3"', b'ref="A1"') if name == SHEET else xml)
    assert cells(path) == [["甲", "1"], ["乙", "2"]]


def test_a_row_number_beyond_any_sheet_does_not_keep_the_reader_counting(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"], ["乙"])
    repacked(path, lambda name, xml: xml.replace(b'r="3"', b'r="99999999999"') if name == SHEET else xml)
    assert cells(path) == [["甲"]]


def test_what_openpyxl_leaves_unread_is_no_concern_of_the_user(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in (["a"], ["甲"]):
        workbook.active.append(row)
    workbook.active.add_data_validation(DataValidation(type="list", formula1='"甲,乙"'))
    workbook.save(tmp_path / "a.xlsx")
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    repacked(tmp_path / "a.xlsx", lambda name, xml: xml.replace(b"</worksheet>", extension) if name == SHEET else xml)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cells(tmp_path / "a.xlsx") == [["甲"]]


def test_without_the_library_a_workbook_is_answered_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)
    assert fault(path).code == "E456"
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    found = fault(path)
    assert (found.code, "pip install 'tiertrack[excel]'" in found.remedy) == ("E456", True)


def test_the_caller_s_own_error_is_not_taken_for_a_broken_workbook(tmp_path: Path) -> None:
    def stop(row: SheetRow) -> None:
        raise KeyError(row.place)

    path = book(tmp_path / "a.xlsx", ["a"], ["甲"])
    with open_sheet(path) as sheet, pytest.raises(KeyError):
        stop(next(sheet.rows))
    with pytest.raises(KeyError), open_sheet(path) as sheet:
        stop(next(sheet.rows))


def test_reading_a_csv_takes_no_more_memory_the_longer_it_is(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = text(tmp_path / f"{count}.csv", "企业名称,文件\n" + "重庆某某精密制造有限公司,某某公告\n" * count)
        tracemalloc.start()
        with open_sheet(path) as sheet:
            assert sum(1 for _row in sheet.rows) == count
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(20_000) < peak(5_000) + 1_000_000


def test_a_cell_without_a_heading_is_placed_by_its_letter() -> None:
    assert Cell("x", CellKind.TEXT, "a.csv 第 2 行", "C").place == "a.csv 第 2 行 C 列"


@pytest.mark.parametrize(
    ("number", "shown_as", "expected"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.07, "0%", "7%"),
        (0.00001, "0.000%", "0.001%"),
        (12.5, '0.0"%"', "12.5%"),
        (5200, '0"万元"', "5200万元"),
        (5200, "#,##0万元", "5200万元"),
        (0.9, '0.00"亿"', "0.9亿"),
        (-3, '0"万元";[Red]-0"万元"', "-3万元"),
        (-3, '0"万元";[Red]-0"元"', "-3元"),
        (0, '0"万元";-0"万元";"-"', "0"),
        (5, '0"百人"', "5百人"),
        (5, 'General"家"', "5家"),
        (5200, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "5200"),
        (5200, "[$¥-804]#,##0.00;([$¥-804]#,##0.00)", "5200"),
        (5200, "[$$-409]#,##0.00", "$5200"),
        (5200, "$#,##0", "$5200"),
        (5200, "[$¥-411]#,##0", "日元5200"),
        (20250101, "0000\\-00\\-00", "20250101"),
        (20250101, '0000"年"00"月"00"日"', "20250101"),
        (52000000, '#,##0,"万"', '52000000（显示格式 #,##0,"万"，与实际的数大小不同）'),
        (52000000, '0!.0,"万"', '52000000（显示格式 0!.0,"万"，与实际的数大小不同）'),
        (52000000, "0.00,,", "52000000（显示格式 0.00,,，与实际的数大小不同）"),
        (5, '[>=10000]0"万元";0"元"', '5（显示格式 [>=10000]0"万元";0"元"，与实际的数大小不同）'),
        (0.1 + 0.2, "General", "0.3"),
        (52000000.0, "General", "52000000"),
        (123456789012345.67, "General", "123456789012346"),
    ],
)
def test_a_number_reads_as_the_spreadsheet_shows_it(
    tmp_path: Path, number: float, shown_as: str, expected: str
) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["市场占有率"])
    workbook.active.append([number])
    workbook.active["A2"].number_format = shown_as
    workbook.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [[expected]]


_TABS = """
import contextlib
from tiertrack.intake.sheet import CellKind, Format, Record, Table

@contextlib.contextmanager
def tabs(file, name):
    lines = enumerate(file.read().decode().splitlines(), 1)
    records = (Record(line, [(t, CellKind.TEXT) for t in text.split("|")]) for line, text in lines)
    yield lambda wanted: Table(records, f"{name} ")

FORMAT = Format((".bars",), (b"#bars",), tabs)
"""


def test_a_module_in_the_room_is_all_that_a_new_format_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = text(tmp_path / "a.bars", "企业名称|批次\n甲公司|第一批\n")
    assert cells(path) != [["甲公司", "第一批"]]
    text(tmp_path / "tabs_sheet.py", _TABS)
    monkeypatch.setattr(intake, "__path__", [*intake.__path__, str(tmp_path)])
    formats.cache_clear()
    try:
        assert cells(path) == [["甲公司", "第一批"]]
        assert fault(book(tmp_path / "a.xlsx")).code == "E411"
    finally:
        formats.cache_clear()
        sys.modules.pop("tiertrack.intake.tabs_sheet", None)
