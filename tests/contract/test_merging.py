"""Two records of one enterprise are read as one from the instant they are joined, and as two again once separated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.clocks import SetClock
from tests.support.events import day
from tiertrack.app import Registry
from tiertrack.errors import BadInput, StoreError
from tiertrack.facts.achievement import Achievement, Party, Relation, Role
from tiertrack.facts.datum import Datum
from tiertrack.facts.identity import Identity
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.register_reports import Change
from tiertrack.render.register.standing_text import history_data, history_text
from tiertrack.store.database import Database
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
OLD, NEW = "重庆虚构精工有限公司", "重庆虚构精工股份有限公司"
ON = AsOf(day("2025-01-01"))


def recognised(title: str = "srdi_sme", document: str = "渝虚〔2024〕1号", through: str = "2027-06-30") -> Event:
    return Event(title=title, kind=EventKind.RECOGNISED, on=day("2024-07-01"), through=day(through), document=document)


@pytest.fixture
def two(registry: Registry) -> Registry:
    """A register with two records of one enterprise, each with a title, a fact and a place of its own."""
    registry.enrol(OLD, uscc=CODE, region="500113")
    registry.enrol(NEW, stock_code="001696", industry="C3484")
    registry.record(OLD, recognised("innovative_sme"))
    registry.record(NEW, recognised("srdi_sme"))
    registry.record(
        NEW,
        Event(
            title="champion",
            kind=EventKind.RECOGNISED,
            on=day("2024-04-01"),
            document="名单 1号",
            product="轴承",
            through=day("2027-03-31"),
        ),
    )
    for name, key, value in ((OLD, "employees", 80), (NEW, "class1_ip", 4)):
        data = [Datum(key, 2024 if key == "employees" else None, value, "年报")]
        registry.write(lambda unit, name=name, data=data: unit.observe(unit.find(name), data))  # type: ignore[misc]
    return registry


def held(registry: Registry, name: str, asof: AsOf = ON) -> set[str]:
    return {one.title for one in registry.standing(name, asof).standing.held}


def test_both_names_and_codes_answer_with_the_titles_products_and_facts_of_both(two: Registry) -> None:
    merged = two.merge(OLD, NEW, told_by="王科长")
    assert (merged.enterprise, merged.other, merged.uscc) == (OLD, NEW, CODE)
    for name in (OLD, NEW, CODE, "001696"):
        account = two.standing(name, ON)
        assert account.enterprise == OLD
        assert {one.title for one in account.standing.held} == {"innovative_sme", "srdi_sme", "champion"}
        assert [one.product for one in account.standing.held if one.title == "champion"] == ["轴承"]
        dossier = two.dossier(name, ON)
        assert (dossier.values["employees:2024"], dossier.values["class1_ip"]) == (80, 4)
        assert (dossier.uscc, dossier.region, dossier.industry) == (CODE, "500113", "C3484")
    assert two.write(lambda unit: (unit.names(), unit.with_events())) == ((OLD,), (1,))
    history = two.history(NEW, AsOf(dt.date.max))
    assert [event.kind for event in history.events].count(EventKind.JOINED) == 1
    assert f"与另一份登记并为一家 {OLD}　〔序号 1" in history_text(history)
    assert [one["value"] for one in history_data(history)["events"] if one["event"] == "joined"] == [OLD]


def test_undone_they_are_two_again(two: Registry) -> None:
    two.merge(OLD, NEW)
    parted = two.unmerge(NEW, told_by="王科长")
    assert (parted.enterprise, parted.other) == (OLD, NEW)
    assert (held(two, OLD), held(two, NEW)) == ({"innovative_sme"}, {"srdi_sme", "champion"})
    assert ("employees:2024" in two.dossier(NEW, ON).values, two.dossier(NEW, ON).uscc) == (False, None)
    assert two.merge(NEW, OLD).enterprise == NEW
    assert held(two, CODE) == {"innovative_sme", "srdi_sme", "champion"}
    assert two.standing(OLD, ON).enterprise == NEW


def test_what_was_known_before_they_were_joined_was_known_of_two(two: Registry, clock: SetClock) -> None:
    before = AsOf(ON.on, clock.now())
    clock.instant += dt.timedelta(days=1)
    two.merge(OLD, NEW)
    assert (held(two, OLD, before), held(two, NEW, before)) == ({"innovative_sme"}, {"srdi_sme", "champion"})
    assert held(two, NEW) == {"innovative_sme", "srdi_sme", "champion"}
    clock.instant += dt.timedelta(days=1)
    two.unmerge(NEW)
    joined = AsOf(ON.on, clock.now() - dt.timedelta(days=1))
    assert held(two, OLD, joined) == {"innovative_sme", "srdi_sme", "champion"}


def test_the_chains_hold_the_joining_and_its_undoing(two: Registry, database: Database) -> None:
    two.merge(OLD, NEW)
    two.unmerge(NEW)
    found = two.verify()
    assert (found.faults, found.events, found.seals) == ((), 5, 9)


def test_what_is_recorded_afterwards_is_of_the_one_firm_and_corrects_either_record(two: Registry) -> None:
    two.merge(OLD, NEW)
    corrected = two.record(NEW, recognised("srdi_sme", through="2027-06-29")).recorded[0]
    assert corrected.change is Change.CORRECTED
    assert two.standing(OLD, ON).standing.track("srdi_sme").through == day("2027-06-29")
    assert two.record(OLD, recognised("innovative_sme")).recorded[0].change is Change.KNOWN
    two.record(NEW, Event(title="innovative_sme", kind=EventKind.UPDATED, on=day("2024-08-01"), year=2024))
    events = [event for event in two.history(OLD, AsOf(dt.date.max)).events if event.title == "innovative_sme"]
    assert [event.version for event in events] == [1, 2]


def test_an_event_of_either_record_is_voided_by_the_number_that_the_history_shows(
    two: Registry, clock: SetClock
) -> None:
    def numbers(name: str, asof: AsOf) -> dict[str | None, int]:
        told = (event for event in two.history(name, asof).events if event.title == "srdi_sme")
        return {event.document: event.version for event in told}

    two.record(
        OLD,
        recognised("srdi_sme", "渝虚〔2020〕1号", "2027-06-30").changed(
            on=day("2020-07-01"), through=day("2023-06-30")
        ),
    )
    before = AsOf(dt.date.max, clock.now())
    assert numbers(OLD, before) == {"渝虚〔2020〕1号": 1}
    clock.instant += dt.timedelta(days=1)
    two.merge(OLD, NEW)
    assert numbers(OLD, AsOf(dt.date.max)) == {"渝虚〔2024〕1号": 1, "渝虚〔2020〕1号": 2}
    assert numbers(OLD, before) == {"渝虚〔2020〕1号": 2}
    told = recognised("srdi_sme", "渝虚〔2020〕1号").changed(on=day("2020-07-01"), through=day("2023-06-29"))
    (entry,) = two.record(OLD, told).recorded
    assert (entry.change, entry.event.version, entry.event.corrects) == (Change.CORRECTED, 3, 2)
    two.void(OLD, "srdi_sme", 1, day("2025-01-01"))
    assert held(two, OLD) == {"innovative_sme", "champion"}
    with pytest.raises(StoreError, match=r"E610.*没有第 9 项"):
        two.void(OLD, "srdi_sme", 9, day("2025-01-01"))
    assert two.verify().faults == ()


def test_a_list_that_names_either_is_about_the_one_firm(two: Registry, tmp_path: Path) -> None:
    two.merge(OLD, NEW)
    file = tmp_path / "名单.csv"
    rows = [f"{name},专精特新中小企业,认定,2024-07-01,2027-06-30,渝虚〔2024〕1号" for name in (OLD, NEW)]
    file.write_text("\n".join(["企业名称,称号,事项,日期,有效期至,文件", *rows]), encoding="utf-8")
    report = two.import_titles(read_title_list(file))
    assert (report.known, report.new, report.enterprises, report.waiting, report.renamed) == (2, 0, 0, 0, ())
    file.write_text(f"企业名称,employees:2024,market_share\n{NEW},80,12%\n", encoding="utf-8")
    assert two.import_facts(file, source="企业填报").enterprises == ()
    assert set(two.dossier(OLD, ON).values) >= {"employees:2024", "market_share"}


def test_the_achievements_of_both_are_those_of_one(two: Registry) -> None:
    chip = Achievement("芯片")

    def relate(unit: Register) -> Change:
        key = unit.enrol_achievement(chip)
        return unit.relate(key, unit.find(NEW), Relation(Party(NEW), Role.PRODUCER, day("2024-06-01")))

    two.write(relate)
    two.merge(OLD, NEW)
    assert [one.name for one in two.dossier(OLD, ON).achievements or ()] == ["芯片"]
    (relation,) = two.achievement("芯片", ON).achievement.relations or ()
    assert relation.enterprise == Party(OLD, CODE)
    assert two.write(lambda unit: unit.unrelate(1, unit.find(NEW), Role.PRODUCER)) is Change.CORRECTED
    assert (two.achievement("芯片", ON).achievement.relations or ()) == ()


def test_records_with_two_credit_codes_are_joined_only_when_it_is_said_which_is_right(two: Registry) -> None:
    two.write(lambda unit: unit.learn(unit.find(NEW), Identity(uscc=OTHER_CODE)))
    with pytest.raises(StoreError, match=f"E642.*{CODE}.*{OTHER_CODE}"):
        two.merge(OLD, NEW)
    with pytest.raises(BadInput, match="E646"):
        two.merge(OLD, NEW, uscc="91500113MA0000031E")
    assert two.merge(OLD, NEW, uscc=OTHER_CODE).uscc == OTHER_CODE
    assert two.dossier(OLD, ON).uscc == OTHER_CODE
    assert two.standing(CODE, ON).enterprise == two.standing(OTHER_CODE, ON).enterprise == OLD


@pytest.mark.parametrize(
    "contrary",
    [
        recognised("srdi_sme", through="2027-12-31"),
        Event(title="srdi_sme", kind=EventKind.REVOKED, on=day("2024-07-01"), document="渝虚〔2024〕1号"),
    ],
)
def test_records_that_contradict_each_other_are_not_joined(two: Registry, contrary: Event) -> None:
    two.record(OLD, contrary)
    with pytest.raises(StoreError, match=r"E643.*专精特新中小企业.*第 1 项.*第 1 项"):
        two.merge(OLD, NEW)
    two.void(OLD, "srdi_sme", 1, day("2025-01-01"))
    assert two.merge(OLD, NEW).enterprise == OLD


def test_records_that_say_the_same_are_joined(two: Registry) -> None:
    two.record(OLD, recognised("srdi_sme"))
    two.merge(OLD, NEW)
    assert len(two.standing(OLD, ON).standing.track("srdi_sme").spells) == 1


def test_what_is_one_already_or_was_never_joined_is_said_so(two: Registry) -> None:
    two.merge(OLD, NEW)
    for one, other in ((OLD, NEW), (NEW, OLD), (OLD, OLD)):
        with pytest.raises(BadInput, match="E641"):
            two.merge(one, other)
    with pytest.raises(BadInput, match=f"E644.*{NEW}"):
        two.unmerge(OLD)
    two.enrol("重庆第三份有限公司")
    two.merge(NEW, "重庆第三份有限公司")
    assert two.standing("重庆第三份有限公司", ON).enterprise == OLD
    two.unmerge(NEW)
    assert two.standing("重庆第三份有限公司", ON).enterprise == OLD


def test_a_joining_is_undone_by_parting_and_not_by_voiding_its_event(two: Registry) -> None:
    two.merge(OLD, NEW)
    with pytest.raises(StoreError, match=r"E645.*tiertrack unmerge"):
        two.void(OLD, "enterprise", 1, day("2025-01-01"))
    assert held(two, OLD) == {"innovative_sme", "srdi_sme", "champion"}
    two.unmerge(NEW)
    with pytest.raises(StoreError, match="E645"):
        two.void(NEW, "enterprise", 1, day("2025-01-01"))


def test_a_joining_is_no_event_to_be_recorded(two: Registry) -> None:
    joined = Event(title="enterprise", kind=EventKind.JOINED, on=day("2025-01-01"), value=f"1 {OLD}")
    with pytest.raises(StoreError, match="E645"):
        two.record(NEW, joined)
    assert held(two, NEW) == {"srdi_sme", "champion"}
