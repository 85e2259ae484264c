"""What is asked about all enterprises of a register: who they are, who meets a standard, and all that is on record."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import json
from fractions import Fraction
from pathlib import Path

import attrs
import polars as pl
import pytest
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

import tiertrack
from tests.support.clocks import SetClock
from tests.support.events import day
from tiertrack import Act, AsOf, Event, EventKind, Holders, Region, Registry, Tier, aio, policy_diff, policy_text
from tiertrack.errors import BadFile, BadInput, BadQuantity, UnknownEdition
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.vocabulary import FACTS
from tiertrack.output_file import Existing
from tiertrack.rules.diff import ClauseStatus
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource
from tiertrack.store.database import Database

ON = AsOf(day("2026-06-30"))
QUESTION = Tier.SRDI_SME, Act.RECOGNITION, ON
CODE, ODD_CODE = "91500113MA0000015Q", "91500113MA0000015R"
FIRST, SECOND, THIRD = "重庆虚构甲精密有限公司", "重庆虚构乙机械有限公司", "重庆虚构丙材料有限公司"


def fill(registry: Registry, clock: SetClock | None = None) -> None:
    registry.enrol(FIRST, CODE, region="500113", industry="C3484")
    registry.enrol(SECOND, f"{ODD_CODE}（凭证照）", "001696", "500112")
    registry.enrol(THIRD)
    said = {
        "revenue": {2025: "5200.01万元", 2024: "5000万元"},
        "class1_ip": 4,
        "market_share": "12%",
        "segment_since": "2019-03-12",
        "abnormal_list": True,
    }
    registry.observe(FIRST, said, source="企业填报")
    if clock is not None:
        clock.instant += dt.timedelta(hours=1)
    registry.observe(FIRST, {"revenue": {2025: "5300万元"}, "market_share": "1/3"}, source="企业填报")
    registry.observe(FIRST, {"revenue": {2025: "5400万元"}}, source="税务部门")
    registry.observe(SECOND, {"abnormal_list": False, "employees": {2025: 80}}, source="企业填报")
    registry.write(
        lambda unit: unit.attest(unit.find(FIRST), Attestation("market_standing", True, "市经信委", day("2025-05-10")))
    )
    event = Event(title="innovative_sme", kind=EventKind.RECOGNISED, on=day("2024-07-10"), document="名单")
    registry.record(FIRST, event.changed(through=day("2027-07-09")))


@pytest.fixture
def filled(registry: Registry, clock: SetClock) -> Registry:
    fill(registry, clock)
    return registry


@pytest.fixture
def stored(sql_database: Database, clock: SetClock) -> Registry:
    """The same in a database that can be screened."""
    registry = Registry(sql_database, None, clock)
    fill(registry, clock)
    return registry


# ------------------------------------------------------------------------------------------------------------ lists


def test_the_firms_are_listed_as_they_were_and_joined_records_are_one(filled: Registry, clock: SetClock) -> None:
    assert [(firm.name, firm.stock_code) for firm in filled.firms(ON)] == [
        (FIRST, None),
        (SECOND, "001696"),
        (THIRD, None),
    ]
    assert [firm.name for firm in filled.firms(ON, region=Region("500113"))] == [FIRST]
    assert [firm.name for firm in filled.firms(ON, region=Region("500000"))] == [FIRST, SECOND]
    before = clock.now()
    clock.instant += dt.timedelta(hours=1)
    filled.merge(SECOND, THIRD)
    filled.enrol("重庆虚构丁有限公司")
    assert [firm.name for firm in filled.firms(ON)] == [FIRST, SECOND, "重庆虚构丁有限公司"]
    assert [firm.name for firm in filled.firms(AsOf(ON.on, before))] == [FIRST, SECOND, THIRD]
    assert list(filled.firms(AsOf(ON.on, before - dt.timedelta(hours=2)))) == []


def test_a_list_of_firms_holds_nothing_open_between_two_of_its_parts(
    filled: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiertrack.app.listed._CHUNK", 1)
    found = []
    for firm in filled.firms(ON):
        found.append(firm.name)
        filled.enrol(f"重庆虚构第{len(found)}号有限公司")
    assert found == [FIRST, SECOND, THIRD]


def test_firms_are_listed_while_the_loop_goes_on(stored: Registry, sql_database: Database) -> None:
    async def listed() -> list[str]:
        async with aio.open(sql_database.bind) as register:  # type: ignore[arg-type]
            await register.enrol("重庆虚构丁有限公司", region="500113")
            assert (await register.screen(*QUESTION)).total == 4
            return [firm.name async for firm in register.firms(ON, region=Region("500113"))]

    assert asyncio.run(listed()) == [FIRST, "重庆虚构丁有限公司"]


def test_of_many_who_enrol_one_credit_code_at_once_all_are_given_the_same_firm(sqlite_register: str) -> None:
    async def enrolled() -> set[int]:
        async with aio.open(sqlite_register) as register:
            found = await asyncio.gather(*(register.enrol(FIRST, CODE) for _ in range(8)))
            assert sorted(one.change.value for one in found) == ["known"] * 7 + ["new"]
            return {one.enterprise.id for one in found}

    assert len(asyncio.run(enrolled())) == 1


# ------------------------------------------------------------------------------------------------------ screenings


def test_a_register_is_screened_as_by_its_address(stored: Registry, sql_database: Database, tmp_path: Path) -> None:
    source = RegisterSource(sql_database.bind)
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, ON.on)
    found, expected = stored.screen(*QUESTION, into=tmp_path / "a.csv"), source.screen(question)
    assert (found.met, found.failed, found.open, found.clauses) == (
        expected.met,
        expected.failed,
        expected.open,
        expected.clauses,
    )
    assert (found.total, found.failed) == (3, 1)
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 4
    assert stored.screen(*QUESTION, limit=2).total == 2
    near = stored.near(*QUESTION, within="10%"), stored.near(*QUESTION, within=Fraction(1, 10))
    assert [one.found for one in near] == [(), ()]
    keys = "srdi_sme/recognition/2022", "srdi_sme/recognition/2026"
    editions = [tiertrack.national_rulebook().edition(key) for key in keys]
    effects = stored.impact(*keys, ON), stored.impact(*editions, ON), source.impact(*editions, ON.on)
    first, *others = ([attrs.asdict(cell) for cell in one.cells] for one in effects)
    assert others == [first, first]


def test_a_file_of_a_register_names_what_is_held_and_leaves_out_whoever_holds_the_title(
    stored: Registry, sql_database: Database, tmp_path: Path
) -> None:
    asked = "创新型中小企业", Act.RECOGNITION, ON

    def rows(name: str) -> list[dict[str, str]]:
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            return [*csv.DictReader(file)]

    found = stored.screen(*asked, into=tmp_path / "甲.csv", holders="left_out", headings="中文")
    assert (found.total, found.left_out) == (3, 1)
    assert [(row["企业名称"], row["现有称号"]) for row in rows("甲.csv")] == [(SECOND, ""), (THIRD, "")]
    assert {row["结论"] for row in rows("甲.csv")} <= {"符合", "不符合", "待补充"}
    assert stored.screen(*QUESTION, into=tmp_path / "乙.csv", holders=Holders.INCLUDED).left_out is None
    assert [(row["name"], row["held"]) for row in rows("乙.csv")] == [
        (FIRST, "创新型中小企业"),
        (SECOND, ""),
        (THIRD, ""),
    ]
    plain = stored.screen(*asked, into=tmp_path / "丙.csv")
    assert (plain.left_out, len(rows("丙.csv")), "held" in rows("丙.csv")[0]) == (None, 3, False)
    # A later day than the last of its validity, when nobody holds it any more.
    later = stored.screen(*asked[:2], day("2027-08-01"), into=tmp_path / "丁.parquet", holders="left_out")
    assert (later.left_out, pl.read_parquet(tmp_path / "丁.parquet")["held"].to_list()) == (0, [None] * 3)
    with pytest.raises(BadInput, match="E703"):
        stored.screen(*asked, into=tmp_path / "戊.csv", holders="都要")


def test_within_the_transaction_of_a_host_what_is_screened_is_what_it_has_done(sqlite_register: str) -> None:
    engine = create_engine(sqlite_register)
    with engine.connect() as connection:
        register = tiertrack.open(connection)
        fill(register)
        assert register.screen(*QUESTION).total == 3
        connection.rollback()
    with tiertrack.open(engine) as register:
        assert register.screen(*QUESTION).total == 0
    engine.dispose()


def test_on_an_asynchronous_engine_the_database_is_screened_too(sqlite_register: str) -> None:
    async def screened() -> int:
        engine = create_async_engine(sqlite_register.replace("sqlite:", "sqlite+aiosqlite:"))
        try:
            async with aio.open(engine) as register:
                await register.enrol(FIRST)
                return (await register.screen(*QUESTION)).total
        finally:
            await engine.dispose()

    assert asyncio.run(screened()) == 1


def test_what_cannot_be_screened_is_refused(stored: Registry) -> None:
    with tiertrack.open("memory:") as memory, pytest.raises(BadInput, match="E846"):
        memory.screen(*QUESTION)
    for wrong in ({"limit": 0}, {"sample": -1}):
        with pytest.raises(BadInput, match="E650"):
            stored.screen(*QUESTION, **wrong)  # type: ignore[arg-type]
    with pytest.raises(BadQuantity, match="E116"):
        stored.near(*QUESTION, within="110%")
    with pytest.raises(UnknownEdition):
        stored.impact("srdi_sme/recognition/1999", "srdi_sme/recognition/2026", ON)


# ---------------------------------------------------------------------------------------------------------- exports


def test_everything_on_record_is_written_a_firm_a_line_and_can_be_read_back(filled: Registry, tmp_path: Path) -> None:
    into = tmp_path / "全部.jsonl"
    assert filled.export(ON, into) == 3
    first, second, third = map(json.loads, into.read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["name"], second["stock_code"], third["facts"]) == (1, FIRST, "001696", {})
    assert [made["value"] for made in first["facts"]["revenue"]["2025"]] == ["52000100元", "53000000元", "54000000元"]
    assert first["judgements"]["market_standing"] == {"value": True, "by": "市经信委", "on": "2025-05-10"}
    assert [(event["title"], event["document"], event["stands"]) for event in first["events"]] == [
        ("innovative_sme", "名单", True)
    ]
    with tiertrack.open("memory:") as other:
        other.enrol(FIRST)
        other.observe(FIRST, first["facts"], source="另一个登记库")
        assert values(other, FIRST) == values(filled, FIRST)
    with pytest.raises(BadFile, match="E829"):
        filled.export(ON, into)
    assert filled.export(ON, str(into), region=Region("500113"), existing=Existing.REPLACED) == 1
    with pytest.raises(BadFile, match="E828"):
        filled.export(ON, tmp_path / "全部.docx")


def values(registry: Registry, firm: str) -> tuple[dict[str, object], dict[str, list[tuple[object, str | None]]]]:
    dossier = registry.dossier(firm, ON)
    stated = {key: [(one.value, one.source) for one in dossier.sources(key)] for key in dossier.conflicts}
    return {key: value for key, value in dossier.values.items() if key.partition(":")[0] in FACTS}, stated


def test_the_table_of_facts_is_one_that_can_be_imported(filled: Registry, tmp_path: Path) -> None:
    into = tmp_path / "事实.csv"
    filled.observe(FIRST, {"employees": {"2024": 12}}, source="=审计报告")
    assert filled.export(ON, into) == 3
    assert len({len(row) for row in csv.reader(into.read_text("utf-8-sig").splitlines())}) == 1
    with tiertrack.open("memory:") as other:
        other.import_facts(into)
        for firm in (FIRST, SECOND):
            assert values(other, firm) == values(filled, firm)
        assert [(one.name, one.uscc, one.region) for one in other.firms(ON)] == [
            (one.name, one.uscc, one.region) for one in filled.firms(ON)
        ]


# --------------------------------------------------------------------------------------------------------- policies


def test_a_standard_and_what_changed_between_two_are_put_in_words() -> None:
    keys = "srdi_sme/recognition/2022", "srdi_sme/recognition/2026"
    diff = policy_diff(*keys)
    assert {change.change for change in diff.changes} > {ClauseStatus.CHANGED}
    assert policy_text(diff).splitlines()[0].startswith("由 专精特新中小企业/认定/2022")
    assert policy_text(keys[1]) == policy_text(diff.after)
    assert diff.after.digest in policy_text(diff.after)
    with pytest.raises(UnknownEdition):
        policy_text("srdi_sme/recognition/1999")
