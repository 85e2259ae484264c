"""Many lines of a text are divided into columns at once, and are read as row by row they would be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tiertrack.errors import TiertrackError
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.intake.fact_cells import Firms
from tiertrack.intake.list_rows import doubtful_name
from tiertrack.intake.name_marks import MarkedName, marked_name
from tiertrack.intake.text_lines import Lines
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.screening.firm_rows import firm_numbers
from tiertrack.screening.plain_rows import plainly_firms
from tiertrack.screening.question import ask
from tiertrack.screening.sheet_table import sheet_table

ON = dt.date(2026, 6, 30)
COLUMNS = ask(Tier.SRDI_SME, Act.RECOGNITION, ON).columns
HEADINGS = "企业名称,统一社会信用代码,所在地,2025年营业收入（万元）,2025年从业人员,"
# So many rows that most come after those that are looked through for headings.
ROWS = 120


def lines() -> list[str]:
    return [f"重庆第{number}号制造有限公司,,500113,{number}.5,{number},\n" for number in range(ROWS)]


# What stands among the plain rows.
ODD = {
    "nothing odd": [],
    "a section": ["渝北区（2家）,,,,,\n"],
    "a total": ["合计,,,300,,\n"],
    "blank rows": [",,,,,\n", " , ,　,,,\n"],
    "blank lines": ["\n", "\n"],
    "a row without a name": [",,500113,5,5,\n"],
    "a code without a name": [",91500113100000000G,500113,5,5,\n"],
    "what may be no name": ["重庆某某有限公司分,,500113,5,5,\n"],
    "a list of two firms": ["重庆甲制造有限公司、重庆乙制造有限公司,,500113,5,5,\n"],
    "a name with a count": ["重庆等3家企业公司,,500113,5,5,\n"],
    "names of other kinds": ["阿里巴巴（中国）网络技术有限公司,,500113,5,5,\n", "３M中国,,500113,5,5,\n"],
    "a firm once more": ["重庆第１号制造有限公司,,500113,5,5,\n"],
    "cells that cannot be read": ["重庆某某制造有限公司,12345,火星,很多,-5,\n"] * 2,
    "units and groups": ['重庆某某制造有限公司,,500113,"1,234.5万元","1,000",\n'],
    "quotes that are not doubled": ['重庆某某"制造有限公司,,500113,5,5,\n'],
    "quotes without an end": ['"重庆某某制造有限公司,,500113,5,5,\n'],
    "a cell of two lines": ['"重庆某某\n制造有限公司",,500113,5,5,\n'],
    "a cell too many and one too few": ["重庆甲甲有限公司,,500113,5,5,,\n", "重庆乙乙有限公司,,500113,5,\n"],
    "something without a heading": ["重庆某某制造有限公司,,500113,5,5,见附件\n"],
    "control characters": ["重庆某某制造\x1c有限公司,,500113,5,5,\n"],
    "ends of other systems": ["重庆某某制造有限公司,,500113,5,5,\r\n", "重庆某某机械有限公司,,500113,5,5,\r"],
    "a line longer than any row": ["重庆某某制造有限公司,,500113,5,5," + "很长" * 150_000 + "\n"],
    "the headings once more": [HEADINGS + "\n"],
}


def told(path: Path) -> tuple[object, ...]:
    """Everything that is told of a table."""
    try:
        table, how = sheet_table(path, COLUMNS, on=ON)
    except TiertrackError as error:
        return (error.faults,)
    return table.frame.collect().rows(), table.faults, table.unread, how.left_out, how.notes


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_what_stands_among_plain_rows_is_read_as_row_by_row(
    odd: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = lines()
    path = tmp_path / "表.csv"
    path.write_bytes("".join([HEADINGS, "\n", *rows[:90], *odd, *rows[90:]]).encode())
    together = told(path)
    monkeypatch.setattr(Lines, "stretch", lambda _self: None)
    assert together == told(path)


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "gb18030"), ("\t", "utf-16")])
def test_plain_rows_are_never_looked_at_one_by_one(
    separator: str, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join([HEADINGS, "\n", *lines(), '"重庆某某制造有限公司",,500113,5,5,']).replace(",", separator)
    (path := tmp_path / "表.csv").write_text(rows, encoding=encoding)
    read = list[str]()
    one_by_one = Lines.__next__
    monkeypatch.setattr(Lines, "__next__", lambda self: read.append(one_by_one(self)) or read[-1])
    table, _how = sheet_table(path, COLUMNS, on=ON)
    assert table.frame.collect().height == ROWS + 1
    # Once to tell the separator and once to find the headings.
    assert len(read) <= 2 * 41


NAMES = [
    *("重庆某某有限公司", "重庆某某（集团）有限公司", "有限公司", "重庆有限公司", "限公司", "重庆3家公司", "共3家公司"),
    *(
        "重庆市公司",
        "甲有限公司",
        "重庆某某厂",
        "某某合作社",
        "12重庆某某公司",
        "重庆某某公司(原甲公司)",
        "重庆:甲公司",
    ),
    *(
        "重庆甲公司、重庆乙公司",
        "合计公司",
        "数据来源企查查科技有限公司",
        "重庆甲乙厂成都丙丁厂",
        "渝北区",
        "股份有限公司",
        "重庆ABC有限公司",
        "",
        "重庆 某某有限公司",
        "阿里公司",
    ),
]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_plainly_a_firm_is_one_to_the_reader_of_rows(name: str) -> None:
    (plainly,) = pl.DataFrame({"name": [name]}).select(plainly_firms(["name"])).to_series()
    assert not plainly or (marked_name(name) == MarkedName(name) and doubtful_name(name) is None)


def test_nearly_every_name_is_plainly_that_of_a_firm() -> None:
    names = pl.DataFrame(
        {"name": ["重庆某某机械有限公司", "重庆某（集团）股份有限公司", "某A2厂", "第1号公司", "渝北区"]}
    )
    assert names.select(plainly_firms(["name"])).to_series().to_list() == [True, True, True, True, False]


def test_a_chinese_character_is_its_own_key_of_a_name() -> None:
    characters = [chr(code) for code in range(0x4E00, 0x9FFF + 1)]
    assert [one for one in characters if normalise_name(one) != one] == []


WHO = [
    *(("重庆甲有限公司", None, None, None), ("重庆乙（集团）公司", None, None, None), (None, None, None, None)),
    *(("重庆丙公司", None, "91500113100000000G", None), ("重庆丙公司", None, "91500113100000001K", None)),
    *(("重庆乙(集团)公司", None, None, None), (None, "丁丁", None, None), (None, None, None, "600000")),
    *((None, "丁丁", None, "600000"), ("ａ公司", None, None, None), ("A公司", None, None, None)),
    *(("重庆丙公司", None, None, None), ("改名公司", None, "91500113100000000G", None)),
]


@pytest.mark.parametrize("rows", [WHO[:4], WHO, WHO[::-1], WHO * 2])
def test_firms_are_numbered_together_as_one_by_one(rows: list[tuple[str | None, ...]]) -> None:
    frame = pl.DataFrame(rows, schema=["name", "short_name", "uscc", "stock_code"], orient="row")
    firms = Firms()
    numbers = [firms.number(Identity(*row)) if any(row) else None for row in rows]
    together = firm_numbers(frame).to_list()
    # The numbers themselves mean nothing, only which are the same.
    assert [number is None for number in together] == [number is None for number in numbers]
    assert [together.index(number) for number in together] == [numbers.index(number) for number in numbers]
