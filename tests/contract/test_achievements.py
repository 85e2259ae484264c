"""Achievements are kept word by word, told apart, corrected by new rows and related to many enterprises."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from tests.support.clocks import SetClock
from tiertrack.app.achievement_import import import_achievement, keep_achievement
from tiertrack.app.registry import Registry
from tiertrack.errors import BadDossier, StoreError
from tiertrack.facts.achievement import Achievement, AchievementKind, Contract, ContractKind, Party, Relation, Role
from tiertrack.facts.achievement_dossier import achievement_dossier
from tiertrack.facts.achievement_file import achievement_from
from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import Datum
from tiertrack.facts.identity import Identity
from tiertrack.import_reports import FirmChange
from tiertrack.ladder.pool import PoolStatus
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.tiers import Tier
from tiertrack.logic.truth import Truth
from tiertrack.ports import Register
from tiertrack.register_reports import Change, ImportReport
from tiertrack.store.database import Database
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.events import Event

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
ON = dt.date(2026, 6, 30)
NOW = AsOf(ON)
CHIP: dict[str, Any] = {
    "achievement": "微流控芯片",
    "kind": "应用研究",
    "completed_in": 2023,
    "owners": [{"name": "虚构大学"}],
    "contracts": [{"kind": "到账", "amount": "60万元", "on": "2025-05-01", "with": "甲公司"}],
    "awards": [],
    "relations": [
        {"enterprise": "甲公司", "uscc": CODE, "role": "落地", "since": "2025-06-01"},
        {"enterprise": "乙公司", "role": "许可", "since": "2025-07-01", "carried_into_production_on": "2026-01-10"},
    ],
    "titles": [{"title": "achievement", "from": "2025-01-01", "through": "2026-12-31"}],
    "facts": {"ownership_clear": {"value": True, "source": "承诺书"}},
}


def told(**changed: Any) -> Achievement:
    return achievement_from({**CHIP, **changed}, "成果.json")


def load(register: Register, **changed: Any) -> ImportReport:
    return import_achievement(register, told(**changed), "成果.json")


def kept(database: Database, asof: AsOf = NOW, name: str = "微流控芯片") -> Achievement:
    with database.reading() as register:
        return register.achievement(register.find_achievement(name), asof)


def loaded(database: Database, clock: SetClock, **changed: Any) -> ImportReport:
    with database.writing(clock) as register:
        report = load(register, **changed)
        register.commit()
    return report


@pytest.fixture
def chip(database: Database, clock: SetClock) -> ImportReport:
    return loaded(database, clock)


# ------------------------------------------------------------------------------------------------- kept and read back


def test_what_was_said_is_read_back_as_it_was_said(database: Database, chip: ImportReport) -> None:
    found = kept(database)
    (observed,) = found.data
    assert observed.recorded_at is not None
    assert attrs.evolve(found, data=(attrs.evolve(observed, recorded_at=None),)) == attrs.evolve(told(), on_record=True)
    assert (chip.achievements, chip.enterprises) == (("微流控芯片",), ("甲公司", "乙公司"))


def test_saying_it_again_changes_nothing(database: Database, clock: SetClock, chip: ImportReport) -> None:
    again = loaded(database, clock)
    firms = tuple(FirmChange(name, known=1) for name in ("甲公司", "乙公司"))
    assert again == ImportReport(known=chip.observations, firms=firms)
    with database.reading() as register:
        assert register.achievements() == ("微流控芯片",)


def test_what_is_not_said_again_stays(database: Database, clock: SetClock, chip: ImportReport) -> None:
    loaded(database, clock, contracts=None, awards=None, relations=None, titles=None, facts=None)
    found = kept(database)
    assert (found.contracts, found.awards) == (told().contracts, ())
    assert found.relations == told().relations


def test_a_correction_is_a_new_row_and_the_old_word_is_still_known_as_of_then(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    then = clock.now()
    clock.instant = then + dt.timedelta(days=1)
    report = loaded(database, clock, contracts=[{"kind": "到账", "amount": "160万元", "on": "2025-05-01"}])
    assert (report.corrected, report.observations) == (1, 0)
    contract = Contract(ContractKind.PAID, 160_000_000, dt.date(2025, 5, 1))
    assert kept(database).contracts == (contract,)
    assert kept(database, AsOf(ON, then)).contracts == told().contracts
    assert achievement_dossier(kept(database), ON).values["contract_income_3y"] == 160_000_000


def test_a_fact_is_corrected_by_its_own_source_and_stands_beside_another(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    other = loaded(database, clock, facts={"ownership_clear": {"value": False, "source": "诉讼公告"}})
    assert (other.observations, other.corrected) == (1, 0)
    assert "ownership_clear" in achievement_dossier(kept(database), ON).conflicts
    same = loaded(database, clock, facts={"ownership_clear": {"value": False, "source": "承诺书"}})
    assert same.corrected == 1
    assert achievement_dossier(kept(database), ON).values["ownership_clear"] is False


def test_a_fact_without_a_source_is_the_words_of_the_file(database: Database, clock: SetClock) -> None:
    loaded(database, clock, facts={"trl": 6})
    assert [datum.source for datum in kept(database).data] == ["成果档案 成果.json"]


def test_what_is_not_committed_leaves_nothing_behind(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        load(register)
    with database.reading() as register:
        assert (register.achievements(), register.names()) == ((), ())


# ------------------------------------------------------------------------------------------------------- told apart


def test_an_achievement_answers_to_its_number_and_its_name(database: Database, clock: SetClock) -> None:
    loaded(database, clock, registration="渝科登1")
    with database.reading() as register:
        keys = {register.find_achievement(one) for one in ("渝科登1", " 微流控芯片", "微流控 芯片")}
    assert len(keys) == 1


def test_nobody_answers_to_an_unknown_name(database: Database, chip: ImportReport) -> None:
    with database.reading() as register, pytest.raises(StoreError, match="E613"):
        register.find_achievement("别的成果")


def test_a_number_tells_an_achievement_even_under_another_name(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    loaded(database, clock, registration="渝科登1")
    report = loaded(database, clock, registration="渝科登1", achievement="微流控芯片（第二代）")
    assert report.achievements == ()
    found = kept(database, name="渝科登1")
    assert (found.name, found.registration) == ("微流控芯片（第二代）", "渝科登1")
    with database.reading() as register:
        assert register.find_achievement("微流控芯片") == register.find_achievement("渝科登1")


def test_the_last_name_said_is_the_name(database: Database, clock: SetClock) -> None:
    for name in ("甲", "乙", "甲"):
        loaded(database, clock, registration="渝科登1", achievement=name)
    assert kept(database, name="渝科登1").name == "甲"


def test_another_number_is_another_achievement(database: Database, clock: SetClock) -> None:
    first = loaded(database, clock, registration="渝科登1")
    second = loaded(database, clock, registration="渝科登2")
    assert (first.achievements, second.achievements) == (("微流控芯片",), ("微流控芯片",))
    with database.reading() as register, pytest.raises(StoreError, match="E614"):
        register.find_achievement("微流控芯片")


@pytest.mark.parametrize(
    ("changed", "is_new"),
    [
        ({"owners": [{"name": "虚构 大学"}]}, False),
        ({"owners": [{"name": "另一大学"}]}, True),
        ({"completed_in": 2022}, True),
        ({"completed_in": None}, False),
        ({"owners": None}, False),
        ({"owners": None, "completed_in": None, "registration": "渝科登9"}, False),
        ({"achievement": "微流控芯片二代"}, True),
    ],
)
def test_without_a_number_it_is_told_by_name_unit_and_year(
    database: Database, clock: SetClock, chip: ImportReport, changed: dict[str, Any], is_new: bool
) -> None:
    assert bool(loaded(database, clock, **changed).achievements) is is_new


def test_an_achievement_that_may_be_one_of_several_is_not_guessed(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    loaded(database, clock, completed_in=2022)
    with database.writing(clock) as register, pytest.raises(StoreError, match="E614"):
        load(register, completed_in=None)


# ------------------------------------------------------------------------------------------------------- many to many


def achievements_of(database: Database, enterprise: str, asof: AsOf = NOW) -> list[str] | None:
    with database.reading() as register:
        found = register.dossier(register.find(enterprise), asof).achievements
    return None if found is None else [one.name for one in found]


def test_an_enterprise_has_many_achievements_and_an_achievement_many_enterprises(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    other = [{"enterprise": "甲公司", "role": "受让"}]
    loaded(database, clock, achievement="离子探针", relations=other)
    assert achievements_of(database, CODE) == ["微流控芯片", "离子探针"]
    assert achievements_of(database, "乙公司") == ["微流控芯片"]


def test_of_an_enterprise_without_any_on_record_nothing_is_known(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        register.enrol(Identity("丙公司"))
        register.commit()
    assert achievements_of(database, "丙公司") is None


def test_a_relation_is_known_from_the_instant_it_was_recorded(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    before = clock.now() - dt.timedelta(days=1)
    assert achievements_of(database, CODE, AsOf(ON, before)) is None


def test_a_day_that_was_wrong_is_corrected(database: Database, clock: SetClock, chip: ImportReport) -> None:
    changed = [{"enterprise": "甲公司", "uscc": CODE, "role": "落地", "since": "2025-09-01"}]
    report = loaded(database, clock, relations=[*changed, CHIP["relations"][1]])
    assert (report.corrected, report.observations) == (1, 0)
    found = kept(database).relations_with("甲公司", CODE)
    assert found == (Relation(Party("甲公司", CODE), Role.PRODUCER, dt.date(2025, 9, 1)),)


def test_a_relation_no_longer_listed_is_taken_back_and_still_known_as_of_then(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    then = clock.now()
    clock.instant = then + dt.timedelta(days=1)
    assert loaded(database, clock, relations=CHIP["relations"][:1]).corrected == 1
    assert loaded(database, clock, relations=CHIP["relations"][:1]).corrected == 0
    assert achievements_of(database, "乙公司") is None
    assert achievements_of(database, "乙公司", AsOf(ON, then)) == ["微流控芯片"]
    loaded(database, clock)
    assert achievements_of(database, "乙公司") == ["微流控芯片"]


def test_an_empty_list_of_relations_is_known_to_be_empty(database: Database, clock: SetClock) -> None:
    loaded(database, clock, relations=[])
    assert kept(database).relations == ()
    loaded(database, clock, achievement="别的", relations=None)
    assert kept(database, name="别的").relations is None


def test_what_a_firms_file_says_takes_nothing_back(database: Database, clock: SetClock, chip: ImportReport) -> None:
    own = (Relation(Party("丙公司"), Role.TRANSFEREE),)
    with database.writing(clock) as register:
        report = keep_achievement(register, attrs.evolve(Achievement("微流控芯片"), relations=own), "丙.json")
        register.commit()
    assert report == ImportReport(("丙公司",), observations=1, firms=(FirmChange("丙公司", 1, enrolled=True),))
    assert len(kept(database).relations or ()) == 3


def test_a_renamed_enterprise_keeps_its_achievements(database: Database, clock: SetClock, chip: ImportReport) -> None:
    with database.writing(clock) as register:
        register.rename(register.find(CODE), "甲科技公司", dt.date(2026, 1, 1))
        register.commit()
    with database.reading() as register:
        for on, name in ((dt.date(2025, 12, 31), "甲公司"), (ON, "甲科技公司")):
            dossier = register.dossier(register.find(CODE), AsOf(on))
            (found,) = dossier.achievements or ()
            assert (dossier.name, found.produced_by(dossier.name, None, on)) == (name, True)


def test_an_enterprise_that_cannot_be_told_leaves_nothing_of_the_file(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        for code in (CODE, OTHER_CODE):
            register.enrol(Identity("乙公司", uscc=code))
        with pytest.raises(BadDossier, match=r"E442.*成果\.json relations\[1\]|成果\.json relations\[1\].*"):
            load(register)
        assert register.achievements() == ()


def test_taking_back_what_was_never_said_changes_nothing(
    database: Database, clock: SetClock, chip: ImportReport
) -> None:
    with database.writing(clock) as register:
        key, firm = register.find_achievement("微流控芯片"), register.find(CODE)
        assert register.unrelate(key, firm, Role.LICENSEE) is Change.KNOWN
        assert register.unrelate(key, firm, Role.PRODUCER) is Change.CORRECTED
        assert register.unrelate(key, firm, Role.PRODUCER) is Change.KNOWN
        assert register.relate(key, firm, Relation(Party("甲公司"), Role.PRODUCER)) is Change.CORRECTED


# --------------------------------------------------------------------------------------- what an enterprise stands on


def test_an_enterprise_stands_on_the_first_rung_through_what_it_carried_into_production(
    registry: Registry, chip: ImportReport
) -> None:
    account = registry.standing("甲公司", NOW)
    assert account.highest is Tier.ACHIEVEMENT
    assert account.first_rung is not None
    (carried,) = account.first_rung.carried
    assert (carried.since, carried.lifts) == (dt.date(2025, 6, 1), Truth.TRUE)
    assert registry.standing("甲公司", AsOf(dt.date(2025, 5, 31))).highest is None
    assert registry.standing("甲公司", AsOf(dt.date(2027, 1, 1))).highest is None
    assert registry.climb("甲公司", NOW).rungs[0].held is Truth.TRUE


def test_in_a_register_only_an_act_puts_an_achievement_into_the_pool(
    registry: Registry, database: Database, clock: SetClock
) -> None:
    facts = {
        **dict.fromkeys(("ownership_clear", "district_link"), True),
        **dict.fromkeys(("classified", "prohibited_product", "research_dishonesty_3y"), False),
        "high_value_patents": 1,
    }
    loaded(database, clock, titles=None, facts=facts)
    account = registry.standing("甲公司", NOW)
    assert account.first_rung is not None
    (carried,) = account.first_rung.carried
    assert carried.assessment is not None
    assert (carried.assessment.truth, carried.lifts, account.highest) == (Truth.TRUE, Truth.UNKNOWN, None)


def test_a_higher_rung_outweighs_the_first(registry: Registry, chip: ImportReport) -> None:
    recognise(registry, "甲公司", "innovative_sme", dt.date(2026, 1, 1))
    assert registry.standing("甲公司", NOW).highest is Tier.INNOVATIVE_SME


def recognise(registry: Registry, enterprise: str, title: str, on: dt.date) -> None:
    event = Event(title=title, kind=EventKind.RECOGNISED, on=on, document="名单")
    registry.record(enterprise, event)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (dt.date(2024, 12, 31), None),
        (dt.date(2025, 1, 1), PoolStatus.LISTED),
        (dt.date(2026, 12, 31), PoolStatus.LISTED),
        (dt.date(2027, 1, 1), PoolStatus.REMOVED),
    ],
)
def test_an_achievement_is_in_the_pool_and_then_out_of_it(
    registry: Registry, chip: ImportReport, on: dt.date, status: PoolStatus | None
) -> None:
    assert registry.achievement("微流控芯片", AsOf(on)).status is status


def test_of_the_pool_nothing_is_known_where_nothing_was_said(
    registry: Registry, database: Database, clock: SetClock
) -> None:
    loaded(database, clock, titles=None)
    assert registry.achievement("微流控芯片", NOW).status is None


@pytest.mark.parametrize(
    ("title", "entered", "status"),
    [
        ("srdi_sme", dt.date(2025, 6, 30), PoolStatus.CONVERTED),
        ("srdi_sme", dt.date(2025, 7, 1), PoolStatus.LISTED),
        ("hard_tech", dt.date(2025, 6, 30), PoolStatus.CONVERTED),
        ("innovative_sme", dt.date(2025, 6, 30), PoolStatus.LISTED),
    ],
)
def test_an_achievement_is_converted_a_year_after_its_enterprise_reached_the_third_rung(
    registry: Registry, chip: ImportReport, title: str, entered: dt.date, status: PoolStatus
) -> None:
    recognise(registry, "甲公司", title, entered)
    found = registry.achievement("微流控芯片", NOW)
    assert found.status is status
    assert found.achievement.kind is AchievementKind.APPLIED


def test_an_enterprise_that_has_not_yet_carried_it_into_production_does_not_convert_it(
    registry: Registry, chip: ImportReport
) -> None:
    recognise(registry, "乙公司", "srdi_sme", dt.date(2024, 7, 1))
    assert registry.achievement("微流控芯片", AsOf(dt.date(2026, 1, 9))).status is PoolStatus.LISTED
    assert registry.achievement("微流控芯片", AsOf(dt.date(2026, 1, 10))).status is PoolStatus.CONVERTED


def test_what_is_read_back_is_judged_like_a_file(registry: Registry, chip: ImportReport) -> None:
    found = registry.achievement("微流控芯片", NOW)
    assert found.assessment is not None
    assert found.assessment.edition.key == "achievement/recognition/2024"
    assert found.achievement.listings == (Period.through(dt.date(2025, 1, 1), dt.date(2026, 12, 31)),)
    assert json.dumps(found.assessment.dossier_digest)


def test_the_register_of_achievements_takes_only_facts_of_the_vocabulary(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        key = register.enrol_achievement(Achievement("甲"))
        with pytest.raises(KeyError):
            register.learn_achievement(
                key, unchecked(Achievement, "甲", data=(unchecked(Datum, "no_such_fact", None, 1),))
            )
