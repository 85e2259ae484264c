"""Finding a firm takes as long in a register of a hundred thousand as in one of ten."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from sqlalchemy import Engine, create_engine, event, text

from tests.support.clocks import SetClock
from tiertrack.app import Registry
from tiertrack.errors import UnknownEnterprise
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.store.database import Database
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event

NAMED = [
    "重庆第 77 号（集团）有限公司",
    "重庆第77号(集团)有限公司",
    "第77",
    "91500113MA0000015Q",
    "001696.SZ",
    "不在其中的公司",
]


def firm(number: int) -> Identity:
    return Identity(f"重庆第{number}号（集团）有限公司", f"第{number}", f"U{number:017d}", region="500113")


def filled(database: Database, clock: SetClock, count: int) -> None:
    with database.writing(clock) as register:
        register.enrol_many([firm(number) for number in range(count)])
        register.learn(register.find("第77"), Identity(uscc="91500113MA0000015Q", stock_code="001696"))
        register.commit()


@pytest.mark.parametrize("identifier", NAMED)
def test_no_table_is_read_through_to_find_a_firm(sqlite_register: str, clock: SetClock, identifier: str) -> None:
    with Database.open(sqlite_register) as database:
        filled(database, clock, 100)
        asked: list[tuple[str, object]] = []
        event.listen(Engine, "before_cursor_execute", listener := lambda *given: asked.append((given[2], given[3])))
        try:
            with database.reading() as register:
                register.matching(identifier)
        finally:
            event.remove(Engine, "before_cursor_execute", listener)
        with create_engine(sqlite_register).connect() as connection:
            plans = [
                str(step)
                for statement, values in asked
                for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
            ]
    assert plans
    # Which imports were taken back is read through: they are few.
    assert not [step for step in plans if "SCAN" in step and "SCAN w" not in step]


NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)"
WHEN = "'2026-01-01T00:00:00.000000+00:00'"


def test_a_wrong_name_among_a_hundred_thousand_is_answered_within_a_second(
    register_url: str, sql_database: Database
) -> None:
    engine = create_engine(register_url)
    with engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO tiertrack_enterprises (recorded_at) {NUMBERS} SELECT {WHEN} FROM numbers")
        )
        name = "'重庆第' || n || '号有限公司'"
        columns = "enterprise_id, kind, name, normalised, recorded_at"
        named = f"SELECT n, 'full', {name}, {name}, {WHEN} FROM numbers"
        connection.execute(text(f"INSERT INTO tiertrack_enterprise_names ({columns}) {NUMBERS} {named}"))
    engine.dispose()
    with sql_database.reading() as register:
        assert register.find("重庆第99999号有限公司") == 99999
        for wrong, nearest in (("重庆第12345号有线公司", "重庆第12345号有限公司"), ("完全无关", "请核对名称")):
            started = time.perf_counter()
            with pytest.raises(UnknownEnterprise, match=nearest):
                register.find(wrong)
            assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("机械", ["重庆甲机械有限公司", "重庆丙机械（集团）有限公司"]),
        ("机械(集团)", ["重庆丙机械（集团）有限公司"]),
        ("旧名", ["重庆乙新名有限公司"]),
        ("91500113MA0000015Q", ["重庆甲机械有限公司"]),
        ("重庆甲机械有限公司", ["重庆甲机械有限公司"]),
        ("%", []),
        ("没有这几个字", []),
    ],
)
def test_a_part_of_a_name_finds_those_that_have_or_had_it(registry: Registry, words: str, found: list[str]) -> None:
    registry.enrol("重庆甲机械有限公司", uscc="91500113MA0000015Q")
    registry.enrol("重庆乙旧名有限公司")
    registry.enrol("重庆丙机械（集团）有限公司")
    renamed = Event(title="enterprise", kind=EventKind.RENAMED, on=dt.date(2025, 5, 1), value="重庆乙新名有限公司")
    registry.record("重庆乙旧名有限公司", renamed)
    assert [one.name for one in registry.search(words, "2026-06-30")] == found
    assert registry.search("机械", AsOf(dt.date(2026, 6, 30), dt.datetime(2020, 1, 1, tzinfo=dt.UTC))) == ()
