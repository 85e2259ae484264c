"""Whatever is changed, removed, put in or put elsewhere behind the register's back, the next check finds it."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from tests.support.clocks import SetClock
from tests.support.every_member import sha_of
from tiertrack.errors import DatabaseUnavailable, Fault
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.register_reports import VerifyReport
from tiertrack.render.check_text import verify_data, verify_text
from tiertrack.store.codec import event_digest
from tiertrack.store.database import MEMORY, Database
from tiertrack.store.integrity import Sealing
from tiertrack.store.migrate import upgrade
from tiertrack.store.tables import seals, title_events
from tiertrack.titles.events import Event

RECOGNISED = Event(
    title="srdi_sme",
    kind=EventKind.RECOGNISED,
    on=dt.date(2024, 7, 1),
    starts=dt.date(2024, 7, 1),
    through=dt.date(2027, 6, 30),
    derived=True,
    document="2024 年名单",
    batch="第一批",
)
APPLIED = Event(title="srdi_sme", kind=EventKind.APPLIED, on=dt.date(2024, 3, 1), told_by="企业")
UPDATED = Event(title="innovative_sme", kind=EventKind.UPDATED, on=dt.date(2025, 4, 1), year=2025)
MOVED = Event(title="enterprise", kind=EventKind.MOVED, on=dt.date(2025, 5, 1), value="500112")


def populate(database: Database, clock: SetClock) -> None:
    """Two firms, four units of work, six streams."""
    with database.writing(clock) as register:
        first, second = register.enrol_many([Identity("甲公司"), Identity("乙公司")])
        register.append(first, [APPLIED, RECOGNISED])
        register.append(second, [APPLIED])
        register.commit()
        for events in (
            [UPDATED, attrs.evolve(RECOGNISED, batch="第二批")],
            [MOVED],
            [attrs.evolve(UPDATED, year=2026)],
        ):
            register.append(first, events)
            register.append(second, events)
            register.commit()


def codes(report: VerifyReport) -> set[str]:
    return {fault.code for fault in report.faults}


def test_what_nobody_has_touched_passes_and_is_counted(database: Database, clock: SetClock) -> None:
    empty = database.verify()
    assert (empty.events, empty.streams, empty.seals, empty.seal, empty.faults) == (0, 0, 0, None, ())
    populate(database, clock)
    report = database.verify()
    assert (report.events, report.streams, report.seals, report.faults) == (11, 6, 4, ())
    assert report.seal is not None
    assert len(report.seal) == 64


def test_a_seal_noted_down_is_found_later_and_in_no_other_register(database: Database, clock: SetClock) -> None:
    populate(database, clock)
    noted = database.verify().seal
    populate(other := Database.open(MEMORY), clock)
    with database.writing(clock) as register:
        register.append(register.find("甲公司"), [attrs.evolve(UPDATED, year=2027)])
        register.commit()
    assert database.verify(noted).faults == ()
    # The same was written there, but in other units of work: somebody rewrote the whole chain.
    (fault,) = other.verify(noted).faults
    assert (fault.code, fault.value) == ("E625", noted)


@pytest.fixture(scope="module")
def sealed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sealed") / "tiertrack.db"
    upgrade(f"sqlite:///{file}")
    with Database.open(f"sqlite:///{file}") as database:
        populate(database, SetClock())
    return file


Rows = list[dict[str, Any]]
TABLES = {title_events.name: 11, seals.name: 4}


def read(connection: sqlite3.Connection, table: str) -> Rows:
    connection.row_factory = sqlite3.Row
    return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]


def write(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    connection.execute(f"DELETE FROM {table}")
    for row in rows:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _changed(rows: Rows, row: int, draw: st.DataObject) -> None:
    """One column of a row says what it said elsewhere, nothing, or something new."""
    column = draw.draw(st.sampled_from(sorted(rows[row])))
    others = st.sampled_from([other[column] for other in rows])
    value = draw.draw(st.one_of(others, st.none(), st.integers(0, 10**6), st.sampled_from(["", "2025-01-01", "别的"])))
    rows[row][column] = value


def _swapped(rows: Rows, row: int, draw: st.DataObject) -> None:
    """Two rows stand in each other's place."""
    other = draw.draw(st.sampled_from([place for place in range(len(rows)) if place != row]))
    rows[row]["id"], rows[other]["id"] = rows[other]["id"], rows[row]["id"]


def _deleted(rows: Rows, row: int, draw: st.DataObject) -> None:
    del rows[row]


def _duplicated(rows: Rows, row: int, draw: st.DataObject) -> None:
    """A row stands there once more, as the next version or seal."""
    twin = dict(rows[row])
    twin["id"] = len(rows) + 1
    if "version" in twin:
        twin["version"] = max(one["version"] for one in rows if one["title"] == twin["title"]) + 1
    else:
        twin["unit"] = "f" * 32
    rows.append(twin)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.sampled_from(sorted(TABLES)),
    tamper=st.sampled_from([_changed, _changed, _swapped, _deleted, _duplicated]),
    draw=st.data(),
)
def test_no_single_row_can_be_tampered_with_unseen(
    sealed_file: Path, tmp_path: Path, table: str, tamper: object, draw: st.DataObject
) -> None:
    file = tmp_path / "tampered.db"
    shutil.copyfile(sealed_file, file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        rows, before = read(connection, table), read(connection, table)
        tamper(rows, draw.draw(st.integers(0, TABLES[table] - 1)), draw)  # type: ignore[operator]
        try:
            write(connection, table, rows)
        except sqlite3.IntegrityError:
            # The database itself does not let this happen.
            assume(False)
        assume(read(connection, table) != before)
        connection.commit()
    with Database.open(f"sqlite:///{file}") as database:
        report = database.verify()
    assert report.faults
    assert all(fault.place and fault.remedy for fault in report.faults)


TAMPERING = {
    "UPDATE {events} SET document = '别的名单' WHERE enterprise_id = 1 AND version = 2": "E620",
    "UPDATE {events} SET valid_through = NULL WHERE enterprise_id = 1 AND version = 2": "E620",
    "UPDATE {events} SET derived = NOT derived WHERE enterprise_id = 1 AND version = 2": "E620",
    "UPDATE {events} SET digest = unit WHERE enterprise_id = 2 AND title = 'enterprise'": "E620",
    "UPDATE {events} SET recorded_at = '2020-01-01T00:00:00.000000+00:00' WHERE enterprise_id = 2": "E620",
    "UPDATE {events} SET enterprise_id = 1, version = 9 WHERE enterprise_id = 2 AND title = 'enterprise'": "E620",
    "DELETE FROM {events} WHERE id = (SELECT min(id) FROM {events})": "E620",
    "DELETE FROM {events} WHERE id = (SELECT max(id) FROM {events})": "E622",
    "DELETE FROM {seals} WHERE id = 4": "E621",
    "DELETE FROM {seals} WHERE id = 2": "E623",
    "UPDATE {seals} SET id = 5 WHERE id = 4": "E623",
    "UPDATE {seals} SET events = 1 WHERE id = 4": "E622",
    "UPDATE {seals} SET digest = unit WHERE id = 2": "E624",
    "UPDATE {seals} SET recorded_at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 1": "E624",
    "UPDATE {seals} SET unit = 'f' WHERE id = 3": "E621",
    "UPDATE {events} SET id = id + 100 WHERE id = (SELECT max(id) FROM {events})": "E620",
}


@pytest.mark.parametrize("statement", TAMPERING)
def test_tampering_is_told_by_what_it_did(
    register_url: str, sql_database: Database, clock: SetClock, statement: str
) -> None:
    populate(sql_database, clock)
    engine = create_engine(register_url)
    with engine.begin() as connection:
        assert connection.execute(text(statement.format(events=title_events.name, seals=seals.name))).rowcount
    engine.dispose()
    assert TAMPERING[statement] in codes(sql_database.verify())


@pytest.mark.parametrize(
    ("done", "named"),
    [
        ("DROP TABLE tiertrack_seals", "一张表：tiertrack_seals"),
        ("ALTER TABLE tiertrack_title_events DROP COLUMN batch", "一列：batch"),
    ],
)
def test_a_table_or_column_that_is_gone_is_named_and_is_no_question_of_the_address(
    register_url: str, sql_database: Database, clock: SetClock, done: str, named: str
) -> None:
    populate(sql_database, clock)
    engine = create_engine(register_url)
    with engine.begin() as connection:
        connection.execute(text(done))
    engine.dispose()
    for ask in (sql_database.verify, lambda: populate(sql_database, clock)):
        with pytest.raises(DatabaseUnavailable, match=f"E653.*{named}.*停止写入.*备份"):
            ask()


def test_a_changed_event_is_named_by_its_firm_title_and_version(
    register_url: str, sql_database: Database, clock: SetClock
) -> None:
    populate(sql_database, clock)
    engine = create_engine(register_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE tiertrack_title_events SET batch = '第三批' WHERE batch = '第一批'"))
    engine.dispose()
    (fault,) = sql_database.verify().faults
    assert (fault.code, fault.place) == ("E620", "甲公司 专精特新中小企业 第 2 项")


def test_what_the_database_cannot_even_have_written_is_a_fault_and_no_failure(
    sqlite_register: str, clock: SetClock
) -> None:
    with Database.open(sqlite_register) as database:
        populate(database, clock)
        with closing(sqlite3.connect(sqlite_register.removeprefix("sqlite:///"))) as connection:
            connection.execute("UPDATE tiertrack_title_events SET value = x'ff00' WHERE event = 'moved'")
            connection.execute("UPDATE tiertrack_title_events SET effective_on = '昨天' WHERE event = 'updated'")
            connection.commit()
        assert len(database.verify().faults) >= 6


def test_a_check_takes_no_more_memory_for_more_events(sql_database: Database, clock: SetClock) -> None:
    def peak() -> int:
        tracemalloc.start()
        try:
            assert sql_database.verify().faults == ()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # What a first run leaves in caches is no part of it.
    sql_database.verify()
    peaks = []
    for _ in range(2):
        with sql_database.writing(clock) as register:
            keys = register.enrol_many([Identity(f"第{n}公司") for n in range(4000)])
            register.append_many((key, RECOGNISED) for key in keys)
            register.commit()
        peaks.append(peak())
    assert peaks[1] < peaks[0] * 1.5


def test_the_digests_are_those_anybody_can_compute() -> None:
    """Seals noted down today must still be found in years: what is hashed never changes."""
    instant, unit = "2026-01-01T08:00:00.000000+00:00", "0" * 32
    row = [7, 1, "srdi_sme", 1, "recognised", "2024-07-01", None, "2027-06-30", 1, "名单", *[None] * 11, instant, unit]

    first = event_digest(None, row)
    assert first == sha_of([None, *row])
    assert first == "4af10f4e950c9193658f11f6dfa251fbd9adc1b33a48be4f655ba45c0ed4cc40"
    assert event_digest(first, row) == sha_of([first, *row])
    sealing = Sealing(unit)
    sealing.add(first)
    sealing.add(first)
    seal = sealing.digest(None, 1, instant)
    assert seal == sha_of([None, 1, unit, 2, instant, hashlib.sha256((first + first).encode()).hexdigest()])
    assert seal == "33283265ea184405a2e4b20dfc2be02b273b2898bcff6d9ed2628b64918a40b2"


@pytest.fixture
def many_faults(sqlite_register: str, clock: SetClock) -> Iterator[Database]:
    with Database.open(sqlite_register) as database:
        with database.writing(clock) as register:
            keys = register.enrol_many([Identity(f"第{n}公司") for n in range(1200)])
            register.append_many((key, RECOGNISED) for key in keys)
            register.commit()
        with closing(sqlite3.connect(sqlite_register.removeprefix("sqlite:///"))) as connection:
            connection.execute("UPDATE tiertrack_title_events SET document = '别的'")
            connection.commit()
        yield database


def test_faults_without_end_are_cut_short(many_faults: Database) -> None:
    report = many_faults.verify()
    assert len(report.faults) == 1000
    assert report.untold > 0
    first = verify_text(report).splitlines()[0]
    assert first.endswith(f"发现 {1000 + report.untold} 处不符，只列前 1000 处")


def test_many_faults_of_one_cause_are_one_line_with_their_number_and_each_a_member(many_faults: Database) -> None:
    report = many_faults.verify()
    (told,) = [line for line in verify_text(report).splitlines() if line.startswith("[E620]")]
    assert "第0公司 专精特新中小企业 第 1 项、" in told
    assert f"（{len(report.faults)} 处）" in told
    assert len(verify_data(report)["faults"]) == 1000


def test_many_faults_of_one_code_that_differ_are_told_up_to_twenty_with_how_many_more() -> None:
    faults = tuple(Fault("E623", f"封印的序号应为 {n}", "请核对", None, f"封印 {n + 1}") for n in range(30))
    few = Fault("E676", "这是另一个登记库的检查点", "请核对", None, "检查点")
    lines = verify_text(VerifyReport(0, 0, 0, None, (*faults, few))).splitlines()
    assert lines[0].endswith("发现 31 处不符")
    assert len([line for line in lines if line.startswith("[E623]")]) == 21
    assert lines[-2] == "[E623] 另有 10 处没有列出，JSON 里都有"
    assert lines[-1].startswith("[E676]")
