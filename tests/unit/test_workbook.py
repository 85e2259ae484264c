"""A workbook that is written holds what was put in, as a spreadsheet understands it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tiertrack.errors import BadFile
from tiertrack.facts.parsing import CellGrammar
from tiertrack.facts.units import LARGEST_FEN
from tiertrack.facts.vocabulary import FACTS
from tiertrack.intake.sheet_file import open_sheet
from tiertrack.outgoing import spreadsheet_cell, without_mark
from tiertrack.render.workbook import book as written_book
from tiertrack.render.workbook.book import Book
from tiertrack.render.workbook.sheet_columns import CellValue, Look, SheetColumn, fact_cell, fact_column

TEXT = SheetColumn("企业名称", note="照营业执照写")


def write(into: Path, columns: list[SheetColumn], *rows: list[CellValue]) -> Path:
    with Book(into) as book:
        page = book.page("一页", columns)
        for row in rows:
            page.append(row)
    return into


def texts(path: Path) -> list[list[str]]:
    with open_sheet(path) as sheet:
        return [row.cells.texts() for row in sheet.rows]


def test_a_sheet_has_headings_that_stay_filters_notes_and_no_formula(tmp_path: Path) -> None:
    day = dt.date(2024, 7, 1)
    columns = [TEXT, fact_column(FACTS["revenue"], 2025), SheetColumn("日期", Look.DAY), SheetColumn("代码")]
    rows = (["=1+1", Decimal("5200.01"), day, "001696"], ["<r>甲</r>", 5000, dt.date(1850, 1, 1), None])
    path = write(tmp_path / "表.xlsx", columns, *rows)
    sheet = load_workbook(path)["一页"]
    assert [cell.value for cell in sheet[1]] == ["企业名称", "2025年营业收入（万元）", "日期", "代码"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:D3")
    assert sheet["A1"].comment.text == "照营业执照写"
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s", "n", "d"}
    assert [cell.value for cell in sheet[2]] == ["'=1+1", 5200.01, dt.datetime(2024, 7, 1), "001696"]
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["D"].width > 7
    assert texts(path) == [["=1+1", "5200.01", "2024-07-01", "001696"], ["<r>甲</r>", "5000", "1850-01-01", ""]]


FEN = st.integers(-LARGEST_FEN, LARGEST_FEN) | st.sampled_from([LARGEST_FEN, 1 - LARGEST_FEN, 1])
SHARES = st.fractions(0, 1, max_denominator=10**9) | st.integers(0, 10**6).map(lambda part: Fraction(part, 10**6))


def test_what_is_read_again_of_a_fact_is_the_value_to_the_last_fen(tmp_path: Path) -> None:
    facts = [FACTS[key] for key in ("net_profit", "market_share", "employees", "established_on", "rd_institution")]
    rows: list[list[object]] = []

    days = st.dates(dt.date(1949, 1, 1), dt.date(2199, 12, 31))

    @given(FEN, SHARES, st.integers(0, 10**13), days, st.sampled_from(facts[-1].choices))
    def gather(fen: int, share: Fraction, people: int, day: dt.date, choice: tuple[str, str]) -> None:
        rows.append([fen, share, people, day.toordinal(), choice[0]])

    gather()
    columns = [fact_column(fact) for fact in facts]
    cells = ([fact_cell(fact, value) for fact, value in zip(facts, row, strict=True)] for row in rows)  # type: ignore[arg-type]
    read = texts(write(tmp_path / "值.xlsx", columns, *cells))
    units = ("万元", "%", "人", None, None)
    grammars = [CellGrammar(fact, fact.label, unit) for fact, unit in zip(facts, units, strict=True)]
    assert [[one.value(text) for one, text in zip(grammars, row, strict=True)] for row in read] == rows


@given(st.text("'=+-@＝ 1,.%\t甲a", max_size=8))
def test_a_text_made_harmless_to_a_spreadsheet_can_be_had_again(text: str) -> None:
    assert without_mark(spreadsheet_cell(text)) == text


@pytest.mark.parametrize(("limit", "code"), [("ROWS", "E734"), ("CHARACTERS", "E735")])
def test_what_a_sheet_has_no_room_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, code: str
) -> None:
    monkeypatch.setattr(written_book, limit, 2)
    with pytest.raises(BadFile, match=code):
        write(tmp_path / "表.xlsx", [TEXT], ["甲乙丙" * 10], ["甲"])
