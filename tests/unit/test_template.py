"""A template asks what its edition reads; what is filled in comes back to the last fen, or with every fault."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support import filling_in
from tests.support.commands import Run, answer
from tiertrack import AsOf, Dossier, Existing, Registry, Tier, template
from tiertrack.app.faulty_workbook import write_faults
from tiertrack.app.template_file import questions
from tiertrack.app.template_import import only_firm, told_of_editions
from tiertrack.errors import BadFile, BadInput, NoEditionInForce, TiertrackError
from tiertrack.facts.credit_code import check_character
from tiertrack.intake import template_sheets as sheets
from tiertrack.intake.filled_template import filled_dossiers
from tiertrack.intake.template_sheets import read_cover
from tiertrack.law.region_reading import read_region
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.render.workbook import template_book
from tiertrack.rulebooks import national_rulebook

ON = dt.date(2026, 6, 30)
TWIN = "91500113MA0000016" + check_character("91500113MA0000016")
BANAN = Region("500113")
RULES = national_rulebook()
GIANT = questions(Tier.LITTLE_GIANT, Act.RECOGNITION, ON, BANAN, RULES)
CHAMPION = questions(Tier.CHAMPION, Act.RECOGNITION, ON, None, RULES)
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


def giant(into: Path, *firms: Dossier) -> Path:
    template(Tier.LITTLE_GIANT, Act.RECOGNITION, ON, into, region=BANAN, firms=firms, existing=Existing.REPLACED)
    return into


def edited(path: Path, edit: Callable[[Workbook], object]) -> Path:
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


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
    assert "主管部门对 G3 的认定（附件2（三）研发费用）" in judged["认定事项"].formula1
    assert all(sheet.protection.sheet is False for sheet in book)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(book[name].freeze_panes == "B2" for name in (sheets.FIRMS, sheets.TITLES, sheets.RIGHTS))


def test_every_place_and_every_trade_that_is_offered_is_read_as_what_it_stands_for(tmp_path: Path) -> None:
    book = load_workbook(giant(tmp_path / "填报表.xlsx"))
    places = [(row[0].value, row[1].value) for row in book[sheets.REGIONS].iter_rows(min_row=2)]
    assert ("500113", "重庆市巴南区") in places
    assert {read_region(name, ON).code for _code, name in places} == {code for code, _name in places}
    assert book[sheets.INDUSTRIES]["B2"].value == "A 农、林、牧、渔业"


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
            if sheet.cell(1, index).value not in ("批次", "文件", "产品", "认定机关", sheets.RIGHT, sheets.NUMBER):
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
        (sheets.RIGHTS, ("企业名称", "统一社会信用代码", sheets.RIGHT, sheets.NUMBER)),
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
    assert not (tmp_path / "填报表-问题-问题.xlsx").exists()


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

    path = edited(giant(tmp_path / "填报表.xlsx", FIRM), protected)
    assert [firm.name for firm in filled_dossiers(path)] == [FIRM.name]
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
@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有装 LibreOffice")
def test_a_template_that_libreoffice_saved_is_read_as_it_was(tmp_path: Path) -> None:
    path, saved = giant(tmp_path / "填报表.xlsx", FIRM), tmp_path / "存"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for ending in ("xlsx", "ods"):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(saved), str(path)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        assert list(map(plainly, filled_dossiers(saved / f"填报表.{ending}"))) == [plainly_told(FIRM)]


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
