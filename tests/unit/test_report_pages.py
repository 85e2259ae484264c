"""A report is one page for the director and lists behind every number, as a page, in Word and in a workbook; whatever
people wrote stays text."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

import tiertrack
from tests.support.browsers import needs_browser
from tests.support.commands import Run, answer
from tests.support.reporting import filled
from tiertrack import AsOf, Dossier, DutyKind, Readiness, Report, Tier, to_dict, to_text
from tiertrack.enterprise import Enterprise
from tiertrack.facts.credit_code import check_character
from tiertrack.outgoing import spreadsheet_cell, visible
from tiertrack.pages.environment import page
from tiertrack.pages.report_page import report_page
from tiertrack.register_reports import Renamed
from tiertrack.render.register.indicator_text import compared_there, observation_there
from tiertrack.render.report.report import (
    ChangeKind,
    DueGroup,
    FirmGroup,
    HolderChange,
    ReportedFirm,
    RungCount,
    TitleReadiness,
)
from tiertrack.render.report.report_sections import report_sheet
from tiertrack.render.report.report_sheet import Table
from tiertrack.screening.readiness import Ready
from tiertrack.shipped import shipped

if TYPE_CHECKING:
    from playwright.sync_api import Page

DAY = dt.date(2026, 6, 30)
MEETS = json.loads((shipped("seeds") / "examples" / "meets.json").read_text(encoding="utf-8"))
ON = ("--on", "2026-06-30")
HOSTILE = (
    "</title></style></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- <![CDATA[ ]]> -->",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;script&#62;",
    "\u202e司公限有\u2066\u200f甲",
    '=HYPERLINK("http://example.invalid")',
    "甲" * 10_000,
    "a" * 10_000,
)


class Parsed(HTMLParser):
    """A page as a browser takes it: its elements, their attributes, its text, and the list behind each number."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.links: list[str] = []
        self.items: dict[str, int] = {}
        self.shown: dict[str, str] = {}
        self._list = self._link = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)
        given = dict(attrs)
        if tag == "section" and given.get("class") == "firms":
            self._list = given["id"] or ""
            self.items[self._list] = 0
        if tag == "li" and self._list:
            self.items[self._list] += 1
        self._link = (given.get("href") or "") if tag == "a" else ""
        if re.fullmatch(r"#n\d+", self._link):
            self.links.append(self._link[1:])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._link.startswith("#n"):
            self.shown[self._link[1:]] = data


@pytest.fixture(scope="module")
def report() -> Report:
    """The report of a register of some dozen firms."""
    with tiertrack.open("memory:") as register:
        return filled(register, 40).report("2026-06-30", region="巴南区", since="2025-12-31")


def test_every_number_leads_to_as_many_firms(report: Report) -> None:
    made = Parsed(report_page(report))
    assert made.items
    assert {*made.links} == {*made.items}
    for figure in report_sheet(report).figures:
        key = f"n{figure.number}"
        assert made.items[key] == len(figure.members) == figure.value
        assert made.shown[key] == f"{figure.value:,}"


def test_whoever_is_on_record_holds_a_rung_or_is_in_one_column_of_who_may_apply(report: Report) -> None:
    stock = {rung.label: len(rung.stock) for rung in report.rungs}
    (section,) = (one for one in report_sheet(report).sections if one.key == "readiness")
    assert section.tables[0].headings[-2:] == ("没有资料", "其余")
    for label, *counts in section.tables[0].rows:
        assert stock[str(label)] + sum(one.value for one in counts) == len(report.firms)  # type: ignore[union-attr]


def test_who_is_one_step_away_is_counted_apart_from_whom_facts_are_missing_of_as_well() -> None:
    code = "91500113MA0000016"
    whole, lacking = (
        Dossier.from_dict({**MEETS, "facts": {**MEETS["facts"], "abnormal_list": True, **more}, **who})
        for who, more in (
            ({"name": "重庆甲公司"}, {}),
            ({"name": "重庆乙公司", "uscc": f"{code}{check_character(code)}"}, {"class1_ip": None}),
        )
    )
    with tiertrack.open("memory:") as register:
        for one in (whole, lacking):
            register.observe(
                register.enrol(one.name, uscc=one.uscc, region="500113").enterprise, one, source="企业填报"
            )
        sheet = report_sheet(register.report("2026-06-30", region="巴南区"))
    keys = {label: [one.name for one in figure.members] for label, figure in sheet.keys}
    assert (keys["差一步"], "重庆乙公司" in keys["差一步"]) == (["重庆甲公司"] * len(keys["差一步"]), False)
    assert {*keys["差一步还缺资料"]} >= {"重庆乙公司"}
    (section,) = (one for one in sheet.sections if one.key == "near")
    first, second = section.tables
    assert {row[1] for row in first.rows} == {"重庆甲公司"}
    (row,) = (row for row in second.rows if row[:2] == ("专精特新中小企业", "重庆乙公司"))
    assert row[3] == "1 项资料：Ⅰ类知识产权"


def test_a_page_has_its_pictures_in_it_with_text_as_text_and_runs_nothing(report: Report) -> None:
    made = report_page(report)
    parsed = Parsed(made)
    assert {"svg", "text"} <= parsed.tags
    assert not parsed.tags & {"script", "img", "link", "iframe", "foreignobject", "image"}
    # The policy of a page refuses styles that stand at an element.
    assert "style" not in parsed.attributes
    assert "专精特新中小企业" in "".join(parsed.words)
    assert not re.search(r"(?:src|href)=\"(?!#)", made)


def test_how_many_there_are_stands_beside_the_bar_and_what_is_aimed_at_beside_its_mark(report: Report) -> None:
    words = Parsed(report_page(report)).words
    (rung,) = (one for one in report.rungs if one.title is Tier.SRDI_SME)
    assert "2027 年目标 240" in words
    assert not [one for one in words if re.match(rf"{len(rung.stock)}\s*（2027 年目标 240", one)]


@needs_browser
@pytest.mark.slow
def test_the_part_for_the_director_is_one_sheet_of_paper(report: Report, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "报告.html"
    file.write_text(report_page(report), "utf-8")
    page.goto(file.as_uri())
    sheets = []
    # The part itself with its picture; and with what follows, which begins on a sheet of its own.
    for others in ("section:not(#rungs, #places)", "#places"):
        page.evaluate(f"document.querySelectorAll('{others}').forEach(one => one.remove())")
        paper = page.pdf(format="A4", prefer_css_page_size=True)
        sheets.append(len(re.findall(rb"/Type ?/Page\b", paper)))
    assert page.locator("#rungs svg").count() == 1
    assert sheets == [2, 1]


def test_what_is_published_stands_under_the_report_or_plan_that_says_so(report: Report) -> None:
    section = report_sheet(report).published
    assert section is not None
    assert report.indicators is not None
    measures = [one for one in report.indicators.measures if one.own is None or one.own.number is None]
    published = [
        (shown.observation.source.name, observation_there(shown)) for one in measures for shown in one.observations
    ]
    published += [(one.target.source.name, compared_there(one)) for of in measures for one in of.targets]
    # Of an article nothing is told of another one, and nothing twice.
    told = [
        (table.title, line)
        for table in section.tables[1:-1]
        for _name, lines in table.rows
        for line in str(lines).split("\n")
    ]
    assert sorted(told) == sorted(published)
    assert len(told) > 50
    assert {len(table.headings) for table in section.tables} == {2, 3}


def test_what_is_published_comes_last_after_the_firms_behind_the_numbers(report: Report, tmp_path: Path) -> None:
    from tiertrack.app.reporting import write_report

    last = "报道和文件里的指标"
    made = report_page(report)
    assert made.index('id="firms"') < made.index('id="indicators"') == made.rindex('<section id="') + 9
    write_report(report, tmp_path / "报告.docx")
    headings = [one for one in Document(str(tmp_path / "报告.docx")).paragraphs if one.style.name == "Heading 1"]
    assert [one.text for one in headings][-2:] == ["附　数字后面的企业", last]
    # The part for the director is followed by a new sheet.
    assert [one.paragraph_format.page_break_before for one in headings[:4]] == [None, False, True, False]
    write_report(report, tmp_path / "报告.xlsx")
    assert openpyxl.load_workbook(tmp_path / "报告.xlsx").sheetnames[-2:] == ["数字后面的企业", "指标"]


def test_word_has_the_firms_behind_each_number_in_its_appendix(report: Report, tmp_path: Path) -> None:
    from tiertrack.app.reporting import write_report

    write_report(report, tmp_path / "报告.docx")
    document = Document(str(tmp_path / "报告.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for figure in report_sheet(report).figures:
        assert f"〔{figure.number}〕{figure.what}　{figure.value:,} {figure.unit}" in text
        assert f"{len(figure.members)}．{figure.members[-1].name}" in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "专精特新中小企业" in cells


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("在册企业", ["在册企业"]),
        ("上市企业", ["上市企业"]),
        ("硬科技企业", ["硬科技", "企业"]),
        ("创新型中小企业", ["创新型", "中小企业"]),
        ("专精特新“小巨人”企业", ["专精特新", "“小巨人”", "企业"]),
        ("制造业单项冠军企业", ["制造业", "单项冠军", "企业"]),
        ("差一步还缺资料", ["差一步", "还缺资料"]),
    ],
)
def test_a_heading_is_broken_between_words_only(heading: str, parts: list[str]) -> None:
    assert Table((heading,), ()).heading_lines == (tuple(parts),)


@needs_browser
@pytest.mark.slow
def test_on_a_phone_nothing_of_a_report_is_cut_off(report: Report, phone: Page, tmp_path: Path) -> None:
    (tmp_path / "报告.html").write_text(report_page(report), "utf-8")
    phone.goto((tmp_path / "报告.html").as_uri())
    cut = "[...document.querySelectorAll('.wide')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    assert phone.evaluate(f"[document.documentElement.scrollWidth <= innerWidth, {cut}]") == [True, 0]
    assert phone.locator("#rungs td[data-is='差额']:visible").count() > 0


def test_a_new_title_that_only_the_firm_tells_of_is_told_as_such() -> None:
    with tiertrack.open("memory:") as register:
        register.import_facts(shipped("seeds") / "examples" / "with-holes.json", source="企业填报")
        register.import_facts(shipped("seeds") / "examples" / "meets.json", source="企业填报")
        report = register.report("2026-06-30", since="2020-12-31")
    notes = [
        member.note
        for figure in report_sheet(report).figures
        if figure.what.endswith("新获得")
        for member in figure.members
    ]
    assert notes
    assert all(note.endswith("企业自报，尚未见公告") for note in notes)
    changes = to_dict(report)["changes"]
    assert {one["self_reported"] for one in changes if one["kind"] == "gained"} == {True}


def test_a_workbook_has_charts_of_its_own_and_each_number_leads_to_its_firms(report: Report, tmp_path: Path) -> None:
    from tiertrack.app.reporting import write_report

    write_report(report, tmp_path / "报告.xlsx")
    book = openpyxl.load_workbook(tmp_path / "报告.xlsx")
    assert [book[name]._charts != [] for name in ("各级", "地区", "行业")] == [True] * 3
    # The same picture as on the page: its numbers, and nothing where nothing is on record.
    drawn = [row[:4] for row in book["各级"].iter_rows(values_only=True)]
    wanted = [
        (row["stock"] - row["new"], row["new"], row["target"]) if row["recorded"] else (None, None, row["target"])
        for row in report.plot_data()
    ]
    start = drawn.index(("级", "以前持有", "本年新增", "目标")) + 1
    assert [row[1:] for row in drawn[start : start + len(wanted)]] == wanted
    with zipfile.ZipFile(tmp_path / "报告.xlsx") as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<c:tx><c:v>(\w+)</c:v>", chart) == ["以前持有", "本年新增", "目标"]
    assert "2027 年目标 240" in chart
    firms = list(book["数字后面的企业"].iter_rows(min_row=2, values_only=True))
    figures = report_sheet(report).figures
    assert [len([row for row in firms if row[0] == figure.number]) for figure in figures] == [
        len(figure.members) for figure in figures
    ]
    linked = [cell for row in book["各级"].iter_rows() for cell in row if cell.hyperlink is not None]
    assert linked
    for cell in linked:
        row = int(re.search(r"A(\d+)$", cell.hyperlink.location)[1])  # type: ignore[index]
        number, what, place, *_who = firms[row - 2]
        assert place == 1
        assert cell.value == figures[number - 1].value, what


def hostile_report(texts: list[str]) -> Report:
    """A report in which people wrote these texts wherever they can."""
    firms = tuple(ReportedFirm(key, text, None, text, text, text) for key, text in enumerate(texts, 1))
    renamed = tuple(
        Renamed(Enterprise(firm.id, firm.name, None, None, None, None), firm.name, firm.name, DAY, firm.name)
        for firm in firms
    )
    groups = tuple(FirmGroup(firm.name, (firm,), (firm,), {"srdi_sme": (firm,)}) for firm in firms)
    return Report(
        asof=AsOf(DAY),
        region=None,
        firms=firms,
        unplaced=1,
        rungs=(RungCount(Tier.SRDI_SME, "专精特新中小企业", firms, firms, firms),),
        places=groups,
        industries=groups,
        readiness=(
            TitleReadiness(
                Tier.SRDI_SME, "专精特新中小企业", tuple((firm, Ready(Readiness.LACKING)) for firm in firms)
            ),
        ),
        not_asked=tuple(texts),
        until=DAY,
        due=tuple(DueGroup(DAY, None, DutyKind.REVIEW, firm.name, firm.name, (firm,)) for firm in firms),
        windows_left_out=1,
        renamed_from=DAY,
        renamed=renamed,
        since=DAY,
        changes=tuple(HolderChange(ChangeKind.LOST, "srdi_sme", firm, DAY, firm.name) for firm in firms),
    )


def broken(made: str, plain: str, texts: list[str]) -> Iterator[str]:
    """What of these texts got out of being text on a page, beside one of plain texts."""
    page, beside = Parsed(made), Parsed(plain)
    yield from page.tags - beside.tags
    yield from page.attributes - beside.attributes
    told = "".join(page.words)
    yield from (text for text in texts if visible(text).strip() not in told)
    if re.search("[\u202a-\u202e\u2066-\u2069\x00]", made):
        yield "a sign that acts"


def test_what_people_wrote_stays_text_on_a_page_and_in_its_pictures() -> None:
    made, plain = (report_page(hostile_report(texts)) for texts in ([*HOSTILE], ["甲公司", "乙公司"]))
    assert [*broken(made, plain, [*HOSTILE])] == []


_SIGNS = ("<", ">", '"', "'", "&", "{{", "}}", "{%", "</script>", "<svg onload=", "\u202e", "--", "]]>", "甲", "&lt;")
_TEXTS = st.lists(st.sampled_from(_SIGNS) | st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)


@settings(max_examples=10)
@given(st.lists(_TEXTS.map("".join), min_size=25, max_size=25))
def test_no_text_gets_out_of_a_page(texts: list[str]) -> None:
    made, plain = (
        page("report.html", sheet=report_sheet(hostile_report(names)), pictures={}) for names in (texts, ["甲公司"])
    )
    assert [*broken(made, plain, texts)] == []


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_what_people_wrote_stays_text_in_word_and_in_a_workbook(ending: str, tmp_path: Path) -> None:
    from tiertrack.app.reporting import write_report

    file = tmp_path / f"报告{ending}"
    texts = [
        *HOSTILE,
        "甲\x0b\x1b[31m\ud800乙",
        "+1+cmd|' /C calc'!A0",
        "@SUM(1)",
        "http://example.invalid",
        "<r>甲</r>",
    ]
    write_report(hostile_report(texts), file)
    if ending == ".docx":
        document = Document(str(file))
        cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        listed = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert [one for one in texts if visible(one) not in cells or visible(one) not in listed] == []
    else:
        book = openpyxl.load_workbook(file)
        # No spreadsheet has taller rows.
        assert max(row.height or 0 for sheet in book for row in sheet.row_dimensions.values()) <= 409
        made = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in made if cell.data_type == "f"]
        assert {cell.hyperlink.target for cell in made if cell.hyperlink} == {None}
        values = {str(cell.value).strip() for cell in made}
        assert [one for one in texts if spreadsheet_cell(visible(one)) not in values] == []
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            content = parts.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else ""
            assert not _ACTING.search(content), name


# What would turn the direction of writing, or is no character of XML.
_ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


# At the command line.


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a register of a few firms."""
    url = f"sqlite:///{tmp_path_factory.mktemp('report') / 'tiertrack.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        filled(register, 12)
    return url


def test_a_report_is_printed_as_json_and_as_text(run: Run, office: str) -> None:
    data = answer(run, "report", "--db", office, "--region", "巴南区", *ON)
    with tiertrack.open(office) as register:
        report = register.report("2026-06-30", region="巴南区")
    assert data == json.loads(json.dumps(to_dict(report)))
    code, out, _err = run("report", "--db", office, "--region", "巴南区", *ON)
    assert code == 0
    for words in ("各级存量与目标", "2027 年达到 240 家", "无目标", "按镇街", "谁可以报", "口径："):
        assert words in out
        assert words in to_text(report)


def test_a_report_is_written_and_not_over_another(run: Run, office: str, tmp_path: Path) -> None:
    words = ("report", "--db", office, *ON, "--into", str(tmp_path / "报告.html"))
    (code, out, _err), (refused, _out, err) = run(*words), run(*words)
    assert (code, refused) == (0, 2)
    assert "已写入" in out
    assert "E829" in err
    assert run(*words, "--overwrite")[0] == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--since", "2026-06-30"), "E783"),
        (("--region", "没有这个区"), "E20"),
        (("--into", "报告.pdf"), "E828"),
    ],
)
def test_what_cannot_be_reported_is_refused(run: Run, office: str, options: tuple[str, ...], code: str) -> None:
    left, _out, err = run("report", "--db", office, *ON, *options)
    assert left == 2
    assert code in err


def test_a_report_of_nobody_says_that_nothing_is_on_record(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    tiertrack.initialise(url)
    assert run("report", "--db", url, "--region", "巴南区", *ON, "--into", str(tmp_path / "报告.html"))[0] == 0
    assert "没有登记企业" in (tmp_path / "报告.html").read_text("utf-8")
    code, out, _err = run("report", "--db", url, "--on", "1950-01-01")
    assert code == 0
    assert "没有登记企业" in out
