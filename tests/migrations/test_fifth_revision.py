"""The fifth revision compares names by another key; what was on record before is found by it, its digests unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.support.clocks import SetClock
from tests.support.events import day
from tests.support.schemas import all_rows, take_down
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.datum import Datum
from tiertrack.facts.identity import Identity
from tiertrack.intake.fact_list import FactRow
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_list import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.store.database import Database
from tiertrack.store.migrate import downgrade, upgrade
from tiertrack.titles.events import Event
from tiertrack.titles.joining import Joining, Said

SRDI = Event(
    title="srdi_sme", kind=EventKind.RECOGNISED, on=day("2024-07-01"), through=day("2027-06-30"), document="名单 1号"
)


@pytest.fixture
def fourth_url(database_url: str, engine: Engine, clock: SetClock) -> str:
    """A register of the fourth revision, its names as that had them."""
    upgrade(database_url)
    with Database.open(database_url) as database, database.writing(clock) as register:
        register.append(register.enrol(Identity("重庆\ue863益机械厂")), [SRDI])
        register.enrol_achievement(Achievement("甲·乙芯片"))
        register.commit()
    downgrade(database_url, "0004")
    with engine.begin() as connection:
        connection.execute(text("UPDATE enterprise_names SET normalised = name, stem = '益机械厂'"))
        connection.execute(text("UPDATE achievement_names SET normalised = '甲・乙芯片'"))
    return database_url


def test_names_on_record_are_found_by_the_new_key_and_no_digest_changes(fourth_url: str, engine: Engine) -> None:
    before = all_rows(engine, "title_events"), all_rows(engine, "seals")
    upgrade(fourth_url)
    # What came after it, of the seventh, is over the rows of before.
    seals = [{name: seal[name] for name in before[1][0]} for seal in all_rows(engine, "seals")]
    assert (all_rows(engine, "title_events"), seals[:-1]) == before
    assert all_rows(engine, "enterprise_names")[0]["name"] == "重庆\ue863益机械厂"
    with Database.open(fourth_url) as database:
        assert database.verify().faults == ()
        with database.reading() as register:
            assert register.matching("重庆䶮益机械厂") == frozenset({1})
            assert register.lookup(["四川䶮益机械有限公司"], []).stems.keys() == {"䶮益机械"}
            assert register.find_achievement("甲•乙芯片") == 1


def test_a_list_that_waited_is_found_by_its_name(database_url: str, engine: Engine, tmp_path: Path) -> None:
    row = '{"identity": {"name": "重庆甲某机械厂"}, "event": {}}'
    upgrade(database_url)
    downgrade(database_url, "0004")
    with engine.begin() as connection:
        columns = "id, fingerprint, source, place, row, candidates, recorded_at"
        values = f"1, 'f', '', '第 2 行', '{row}', '[]', '2026-01-01T00:00:00.000000+00:00'"
        connection.execute(text(f"INSERT INTO match_proposals ({columns}) VALUES ({values})".replace(":", "\\:")))
    upgrade(database_url)
    assert [(kept["normalised"], kept["stem"]) for kept in all_rows(engine, "match_proposals")] == [
        ("重庆甲某机械厂", "甲某机械")
    ]


def test_going_down_separates_records_and_removes_rows_of_facts_that_wait_and_nothing_else(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    fact_row = FactRow(2, "事实.csv 第 2 行", Identity("重庆甲某厂"), (Datum("employees", 2025, 80, "事实.csv"),))
    title_row = TitleRow("名单.csv 第 2 行", 2, Identity("重庆甲某厂"), (), SRDI)
    with Database.open(register_url) as database:
        with database.writing(clock) as register:
            head, other = (register.enrol(Identity(name)) for name in ("重庆甲某有限公司", "重庆甲某股份有限公司"))
            register.append(other, [SRDI])
            register.join(other, Joining(head, "重庆甲某有限公司"), Said(day("2025-01-01")))
            register.propose([Proposal(0, row, ()) for row in (fact_row, title_row)])
            register.commit()
        with database.writing(clock) as register:
            register.settle(1, head, "same", None)
            register.append(head, [SRDI.changed(title="innovative_sme")])
            register.commit()
        assert database.verify().faults == ()
    assert take_down(register_url, "0004") == 3
    assert [(row["enterprise_id"], row["event"]) for row in all_rows(engine, "title_events")] == [
        (other, "recognised"),
        (head, "recognised"),
    ]
    assert [row["place"] for row in all_rows(engine, "match_proposals")] == ["名单.csv 第 2 行"]
    assert all_rows(engine, "match_decisions") == []
    upgrade(register_url)
    with Database.open(register_url) as database:
        assert database.verify().faults == ()
        with database.reading() as register_again:
            assert register_again.find("重庆甲某股份有限公司") == other
            assert [kept.row for kept in register_again.proposals(["重庆甲某厂"])] == [title_row]


def test_records_that_were_never_joined_keep_their_digests_on_the_way_down(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    with Database.open(register_url) as database, database.writing(clock) as register:
        register.append(register.enrol(Identity("重庆甲某有限公司")), [SRDI])
        register.commit()
    downgrade(register_url, "tiertrack_0006")
    before = all_rows(engine, "title_events"), all_rows(engine, "seals")
    downgrade(register_url, "0004")
    assert (all_rows(engine, "title_events"), all_rows(engine, "seals")) == before
