"""The workbook of everything on record: what is written of a register, and that reading it again changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import tiertrack
from tests.contract.test_many_firms import FIRST, ON, SECOND, fill
from tests.support.clocks import SetClock
from tests.support.events import day, event
from tests.support.sealing import PATENT, PROGRAM
from tiertrack import AsOf, Event, EventKind, Registry, read_title_list
from tiertrack.errors import BadDossier, BadFile
from tiertrack.facts.datum import observed
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.line_text import name_fault
from tiertrack.facts.look_alikes import shown
from tiertrack.facts.units import LARGEST_FEN
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS, Fact
from tiertrack.law.exchanges import Board
from tiertrack.law.titles import TITLES
from tiertrack.logic.quantity import Kind
from tiertrack.ports import Register
from tiertrack.register_reports import ImportReport
from tiertrack.render.register.ledger_rows import event_kind_cell
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.database import Database
from tiertrack.titles.events import Reason, recordable_kind
from tiertrack.titles.remarks import looked_after

K = EventKind
PAGES = ["企业", "数值", "称号", "事项", "到期", "认定", "知识产权", "备注"]
LIST = (
    "企业名称,统一社会信用代码,称号,事项,日期,有效期至,文件,所属街镇,专员,产业链\n"
    f"{FIRST},91500113MA0000015Q,专精特新中小企业,认定,2025-07-01,2028-06-30,渝经信中小〔2025〕5号,=李家沱,张三,汽车\n"
)


@pytest.fixture
def filled(registry: Registry, clock: SetClock, tmp_path: Path) -> Registry:
    fill(registry, clock)
    (tmp_path / "名单.csv").write_text(LIST, encoding="utf-8")
    registry.import_titles(read_title_list(tmp_path / "名单.csv"))
    return registry


@pytest.fixture
def in_memory(clock: SetClock) -> Iterator[Registry]:
    with Database.open("memory:") as opened:
        registry = Registry(opened, national_rulebook(), clock)
        fill(registry, clock)
        yield registry


def written(registry: Registry, into: Path, asof: AsOf = ON) -> Path:
    registry.export(asof, into)
    return into


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in load_workbook(path)}


def changed(report: ImportReport) -> tuple[int, int, int, int]:
    """What an import changed: values and events, new and corrected."""
    assert report.titles is not None
    assert (report.enterprises, report.renamed, report.waiting) == ((), (), ())
    return report.observations, report.corrected, report.titles.new, report.titles.corrected


def edited(path: Path, sheet: str, cell: str, value: object) -> Path:
    book = load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    return path


def test_a_sheet_for_each_thing_on_record_with_chinese_headings_and_units(filled: Registry, tmp_path: Path) -> None:
    found = rows(written(filled, tmp_path / "台账.xlsx"))
    assert [*found] == PAGES
    assert found["企业"][0][:6] == ("企业名称", "简称", "统一社会信用代码", "证券代码", "所在地", "行业")
    # Sorted by place, then by name.
    assert [row[0] for row in found["企业"][1:]] == [SECOND, FIRST, "重庆虚构丙材料有限公司"]
    place = ("91500113MA0000015Q", None, "重庆市巴南区", "C3484 机械零部件加工")
    held = ("创新型中小企业、专精特新中小企业", "专精特新中小企业", dt.datetime(2028, 6, 30))
    assert found["企业"][2] == (FIRST, None, *place, *held)
    headings = found["数值"][0]
    assert {"营业收入（万元）", "主导产品细分市场占有率（%）", "从业人员（人）"} < {*headings}
    revenue = headings.index("营业收入（万元）")
    assert [(row[2], row[3], row[revenue]) for row in found["数值"][4:]] == [
        *((2024, "企业填报", 5000), (2025, "企业填报", 5300), (2025, "税务部门", 5400))
    ]
    assert [(row[0], row[3]) for row in found["称号"][1:]] == [(FIRST, "创新型中小企业"), (FIRST, "专精特新中小企业")]
    assert [(row[0], row[6]) for row in found["事项"][1:]] == [(FIRST, "名单"), (FIRST, "渝经信中小〔2025〕5号")]
    assert [row[0] for row in found["到期"][1:]] == sorted(row[0] for row in found["到期"][1:]) != []
    assert found["认定"][1][2:] == (JUDGEMENTS["market_standing"], "是", "市经信委", dt.datetime(2025, 5, 10))
    said = {("所属街镇", "'=李家沱"), ("专员", "张三"), ("产业链", "汽车")}
    assert {row[2:4] for row in found["备注"][1:]} == said
    assert looked_after(filled.history(FIRST, ON).events) == {"镇街": "=李家沱", "专员": "张三", "产业链": "汽车"}


def test_a_workbook_of_a_region_and_of_what_was_known_then(filled: Registry, clock: SetClock, tmp_path: Path) -> None:
    assert filled.export(ON, tmp_path / "巴南.xlsx", region="巴南区") == 1
    # What came after the day is not in it, and is said.
    assert filled.later_events(ON) == {}
    assert filled.later_events(AsOf(dt.date(2025, 1, 1)), "巴南区") == {"专精特新中小企业认定": 1}
    before = AsOf(ON.on, dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    assert filled.export(before, tmp_path / "以前.xlsx") == 0
    assert {name: len(lines) for name, lines in rows(tmp_path / "以前.xlsx").items()} == dict.fromkeys(PAGES, 1)
    with pytest.raises(BadFile, match="E829"):
        filled.export(ON, tmp_path / "以前.xlsx")


def test_reading_it_again_changes_nothing_and_fills_an_empty_register(filled: Registry, tmp_path: Path) -> None:
    path = written(filled, tmp_path / "台账.xlsx")
    report = filled.import_facts(path)
    assert changed(report) == (0, 0, 0, 0)
    assert (report.known, report.titles and report.titles.known) == (10, 4)
    assert not any("工作表" in note for note in report.reading.notes)
    with tiertrack.open("memory:") as other:
        other.import_facts(path)
        again = rows(written(other, tmp_path / "又一份.xlsx"))
    first = rows(path)
    # All but who told of it and when.
    assert {name: [line[:-1] for line in lines] for name, lines in again.items()} == {
        name: [line[:-1] for line in lines] for name, lines in first.items()
    }


# ------------------------------------------------------------------------------------------------ whatever is on record

LINES = st.text("甲乙=+-@'（）丙1, ", min_size=1, max_size=12).map(lambda text: f"据{text}。") | st.sampled_from(
    ["=1+1", "'=1", "-甲", "+86 138", "@所有人", "<r>甲</r>", "001696"]
)
DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2026, 6, 30))


@st.composite
def any_value(draw: st.DrawFn, fact: Fact) -> Any:
    if fact.kind.is_yes_or_no:
        return draw(st.booleans())
    if fact.kind is Kind.CHOICE:
        return draw(st.sampled_from(fact.choices))[0]
    if fact.kind is Kind.DATE:
        return draw(st.dates(dt.date(1950, 1, 1), dt.date(2026, 1, 1))).toordinal()
    if fact.kind is Kind.SHARE:
        return draw(st.fractions(0, 1, max_denominator=10**7))
    lowest = -LARGEST_FEN if fact.lowest is None else fact.lowest
    return draw(st.integers(lowest, fact.highest or (LARGEST_FEN if fact.kind is Kind.MONEY else 10**12)))


@st.composite
def any_firm(draw: st.DrawFn) -> tuple[list[Any], list[Event], list[Attestation]]:
    facts = draw(st.lists(st.sampled_from([*FACTS.values()]), max_size=6))
    sources = st.none() | LINES | st.sampled_from(["企业填报", "税务部门"])
    data = [
        observed(fact.key, draw(st.integers(2019, 2025)) if fact.yearly else None, draw(any_value(fact)), draw(sources))
        for fact in facts
    ]
    judged = [
        Attestation(key, draw(st.booleans()), draw(LINES), draw(DAYS))
        for key in draw(st.lists(st.sampled_from([*JUDGEMENTS, "criterion:三"]), max_size=2, unique=True))
    ]
    grants = [
        Event(
            title=draw(st.sampled_from(["srdi_sme", "innovative_sme", "little_giant", "champion"])),
            kind=draw(st.sampled_from([K.RECOGNISED, K.REVIEW_PASSED])),
            on=(on := draw(DAYS)),
            starts=draw(st.none() | st.just(on)),
            through=on + dt.timedelta(days=1095),
            derived=draw(st.booleans()),
            document=draw(LINES),
            batch=draw(st.none() | LINES),
            told_by=draw(st.none() | LINES),
        )
        for _number in range(draw(st.integers(0, 2)))
    ]
    others = draw(st.lists(st.sampled_from(OTHERS), max_size=3))
    return data, [*grants, *(other.changed(on=draw(DAYS), document=draw(LINES)) for other in others)], judged


OTHERS = (
    event(K.UPDATED, "2025-04-20", year=2025),
    event(K.REVOKED, "2025-05-20", reason=Reason.FRAUD, until="2028-05-20"),
    event(K.APPLIED, "2024-04-20", title="champion", product="减速器"),
    event(K.ABSENT, "2024-04-20", title="high_tech_enterprise"),
    event(K.ADVANCED, "2024-04-20", title="listed", stage="inquired", board=Board.STAR),
    Event(title="enterprise", kind=K.CHANGE_REPORTED, on=day("2024-02-01"), value="renamed"),
    Event(title="enterprise", kind=K.MOVED, on=day("2024-02-01"), value="510100"),
)


def test_whatever_is_on_record_is_read_again_as_known(sqlite_register: str, tmp_path: Path) -> None:
    firms: list[tuple[list[Any], list[Event], list[Attestation]]] = []

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(any_firm())
    def gather(firm: tuple[list[Any], list[Event], list[Attestation]]) -> None:
        firms.append(firm)

    gather()
    with tiertrack.open(sqlite_register) as registry:

        def keep(unit: Any) -> None:
            for number, (data, events, judged) in enumerate(firms):
                key = unit.enrol(Identity(f"重庆虚构{number}号机械有限公司", region="500113"))
                unit.observe(key, data)
                unit.append(key, events)
                for made in judged:
                    unit.attest(key, made)

        registry.write(keep)
        asof = AsOf(day("2026-06-30"))
        path = written(registry, tmp_path / "台账.xlsx", asof)
        before = [*registry.histories(asof)]
        assert changed(registry.import_facts(path)) == (0, 0, 0, 0)
        assert [*registry.histories(asof)] == before


# What enrolling takes and a list reads otherwise, leaves out or refuses: marks, numbers, brackets that nobody knows,
# what may be a total or a note, what is no more than a form, several in one cell, signs that spreadsheets act upon.
ODD_NAMES = [
    *("*重庆甲某机械有限公司", "1.重庆乙某机械有限公司", "重庆丙某机械有限公司*", "①戊某厂"),
    *("重庆丁某机械有限公司（虚构）", "甲厂（原：乙厂）", "原：辛某厂", "重庆甲公司、重庆乙公司"),
    *("合计", "巴南区", "张三", "注：以上企业排名不分先后", "有限公司", "第一批", "企业名称", "共5家"),
    *("—", "N/A", "=1+1", "'己某厂", "-庚某厂", "3M", "〃", "<r>壬某厂</r>", "a_x0041_b", "TRUE"),
]
NAMES = st.text("甲乙1.*（）()原：合计—=+-@'、/ aA公司厂", min_size=1, max_size=10)


def test_names_that_a_list_reads_otherwise_are_read_as_they_are_on_record(tmp_path: Path) -> None:
    drawn: list[str] = []

    @settings(max_examples=12, phases=[Phase.generate])
    @given(NAMES.filter(lambda name: name_fault(name) is None and shown(name) != ""))
    def gather(name: str) -> None:
        drawn.append(name)

    gather()
    names = {normalise_name(name): shown(name) for name in [*ODD_NAMES, *drawn]}
    rights = {"专利局": (PATENT, PROGRAM), "=企业填报": ()}
    asof = AsOf(day("2100-01-01"))

    def keep(unit: Register) -> None:
        for name in names.values():
            key = unit.enrol(Identity(name))
            unit.observe(key, [observed("revenue", 2025, 1_00)])
            unit.attest(key, Attestation("key_chain_link", True, "市经信委", day("2025-05-10")))
            unit.append(key, [event(K.ABSENT, "2024-04-20", title="srdi_sme", document="清单")])
            for source, listed in rights.items():
                unit.list_rights(key, listed, source)

    def known(registry: Registry) -> list[Any]:
        found = [(one.name, registry.dossier(one, asof)) for one in registry.firms(asof)]
        listed = registry.write(lambda unit: unit.rights_listed(unit.keys(), asof))
        assert [*listed.values()] == [rights] * len(found)
        return sorted((name, one.values, one.attestations, one.known_titles, one.ip) for name, one in found)

    with tiertrack.open("memory:") as registry:
        registry.write(keep)
        before = known(registry)
        path = written(registry, tmp_path / "台账.xlsx")
        assert changed(registry.import_facts(path)) == (0, 0, 0, 0)
        registry.template("小巨人", "认定", ON, tmp_path / "填报表.xlsx")
        report = registry.import_facts(tmp_path / "填报表.xlsx")
        assert (report.enterprises, report.observations, report.corrected, report.waiting) == ((), 0, 0, ())
        assert known(registry) == before
    # An empty register has all of it from the workbook, and knows no firm by another name.
    with tiertrack.open("memory:") as other:
        other.import_facts(path)
        assert known(other) == before


def test_a_list_of_all_holders_that_misses_one_comes_back_with_what_stands_against_it(
    in_memory: Registry, tmp_path: Path
) -> None:
    absent = event(K.ABSENT, "2026-03-01", title="innovative_sme", document="渝虚〔2026〕1号")
    in_memory.write(lambda unit: unit.append(unit.find(FIRST), [absent]))
    path = written(in_memory, tmp_path / "台账.xlsx")
    assert changed(in_memory.import_facts(path)) == (0, 0, 0, 0)
    with tiertrack.open("memory:") as other:
        report = other.import_facts(path)
        assert [firm.name for firm in report.firms if firm.disagrees] == [FIRST]
        held = [(one.title, one.period) for one in other.standing(FIRST, ON).standing.held]
        assert held == [(one.title, one.period) for one in in_memory.standing(FIRST, ON).standing.held] != []
        assert other.history(FIRST, ON).events[-1].findings is not None
        assert changed(other.import_facts(path)) == (0, 0, 0, 0)


def test_each_kind_of_event_is_read_by_the_word_it_is_written_by() -> None:
    for title, kind in product((*TITLES, "enterprise"), {*K} - {K.JOINED}):
        assert recordable_kind(event_kind_cell(title, kind), title) is kind


# ------------------------------------------------------------------------------------------------------ what is changed


def test_what_is_put_right_in_it_is_put_right_in_the_register(in_memory: Registry, tmp_path: Path) -> None:
    path = written(in_memory, tmp_path / "台账.xlsx")
    headings = rows(path)["数值"][0]
    column = "ABCDEFGHIJ"[headings.index("营业收入（万元）")]
    edited(path, "数值", f"{column}7", 5400.01)
    through = "ABCDEFGHIJK"[rows(path)["事项"][0].index("有效期至")]
    edited(path, "事项", f"{through}2", "2027年7月8日")
    assert changed(in_memory.import_facts(path)) == (0, 1, 0, 1)
    assert changed(in_memory.import_facts(path)) == (0, 0, 0, 0)
    assert in_memory.dossier(FIRST, ON).sources("revenue:2025")[-1].value == 5_400_010_000
    assert in_memory.standing(FIRST, ON).standing.held[0].period.last == day("2027-07-08")


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "told"),
    [
        ("数值", "C3", "去年", "E435"),
        ("称号", "D2", "小巨巨", "E321"),
        ("事项", "E2", "认证", "E703"),
        ("事项", "F2", "七月", "E109"),
        ("事项", "F2", None, "E470"),
        ("事项", "G2", None, "E322"),
        ("事项", "T2", "也许", "E748"),
        ("事项", "C1", "哪个称号", "E746"),
        ("事项", "D1", "称号", "E747"),
        ("认定", "C2", "没有这一项", "E302"),
        ("认定", "D2", "大概", "E748"),
        ("认定", "A2", SECOND, "E441"),
    ],
)
def test_what_cannot_be_read_of_it_is_told_and_nothing_is_written(
    in_memory: Registry, tmp_path: Path, sheet: str, cell: str, value: object, told: str
) -> None:
    path = edited(written(in_memory, tmp_path / "台账.xlsx"), sheet, cell, value)
    before = in_memory.dossier(FIRST, ON)
    with pytest.raises(BadDossier) as caught:
        in_memory.import_facts(path)
    assert told in [fault.code for fault in caught.value.faults]
    assert all(f"“{sheet}”" in (fault.place or "") for fault in caught.value.faults)
    assert in_memory.dossier(FIRST, ON) == before


def test_every_fault_of_every_sheet_is_told_at_once(in_memory: Registry, tmp_path: Path) -> None:
    path = written(in_memory, tmp_path / "台账.xlsx")
    for sheet, cell in (("数值", "C3"), ("事项", "E2"), ("称号", "D2"), ("认定", "D2")):
        edited(path, sheet, cell, "乱写")
    with pytest.raises(BadDossier) as caught:
        in_memory.import_facts(path)
    assert [fault.code for fault in caught.value.faults] == ["E435", "E703", "E321", "E748"]


def test_a_judgement_of_nobody_on_record_is_refused(in_memory: Registry, tmp_path: Path) -> None:
    path = written(in_memory, tmp_path / "台账.xlsx")
    edited(edited(path, "认定", "B2", None), "认定", "A2", "重庆虚构丁某有限公司")
    with pytest.raises(BadDossier, match="E749"):
        in_memory.import_facts(path)


def test_columns_and_sheets_that_are_not_read_are_told(in_memory: Registry, tmp_path: Path) -> None:
    path = written(in_memory, tmp_path / "台账.xlsx")
    for sheet in PAGES:
        edited(path, sheet, "AZ1", "街道")
    book = load_workbook(path)
    book.create_sheet("我的").append(["记下的"])
    book.save(path)
    report = in_memory.import_facts(path)
    # 到期 is not read at all, and no right is listed.
    read = [page for page in PAGES if page not in ("到期", "知识产权")]
    assert {column.heading for column in report.unread} == {f"“{page}”一页的街道" for page in read}
    assert "没有读的工作表：我的" in report.reading.notes
    assert any(note.startswith("“到期”一页和现有称号") for note in report.reading.notes)
    assert changed(report) == (0, 0, 0, 0)


def test_another_workbook_of_several_sheets_is_none(in_memory: Registry, tmp_path: Path) -> None:
    book = Workbook()
    for name in ("企业", "数值"):
        book.create_sheet(name).append(["企业名称", "所在地"])
        book[name].append([FIRST, "巴南区"])
    book.save(tmp_path / "别的.xlsx")
    with pytest.raises(BadFile, match="E455"):
        in_memory.import_facts(tmp_path / "别的.xlsx")
