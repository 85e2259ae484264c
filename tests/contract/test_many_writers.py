"""Writers who come at once or die on the way lose nothing, record nothing twice and leave the chains whole."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from tests.support.clocks import SetClock
from tests.support.writers import append_slowly, append_with_retries, applied, bring_in
from tiertrack.app import Registry, open_registry
from tiertrack.app.retries import Retries
from tiertrack.errors import BadInput, Fault, IllegalTransition, StaleStanding, StoreError, WritersCollided
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register, SystemClock
from tiertrack.register_reports import Change, Placed
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.database import MEMORY, Database
from tiertrack.store.writer import StoredRegister
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, Reason

# Every writer is a process of its own with nothing of this one, and begins with the package imported once for all.
APART = multiprocessing.get_context("forkserver")
APART.set_forkserver_preload(["tiertrack.app", "tiertrack.intake.title_list", "tiertrack.store.database"])
WRITERS, EACH = 8, 12


def test_two_who_wait_for_each_other_both_get_done(postgres_register: str, clock: SetClock) -> None:
    with Database.open(postgres_register) as database:
        with database.writing(clock) as register:
            firms = register.enrol_many([Identity("甲公司"), Identity("乙公司")])
            register.commit()
        registry = Registry(database, national_rulebook(), SystemClock())
        together, tries = threading.Barrier(2, timeout=10), []

        def write(writer: int) -> None:
            def attempt(register: Register) -> None:
                first, second = firms if writer else reversed(firms)
                register.append(first, [applied(writer, writer)])
                tries.append(writer)
                if tries.count(writer) == 1:
                    together.wait()
                register.append(second, [applied(writer, writer)])

            registry.write(attempt)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(write, (0, 1)))
        assert len(tries) > 2
        with database.reading() as reader:
            assert [len(reader.events(firm)) for firm in firms] == [2, 2]
        assert database.verify().faults == ()


@pytest.mark.slow
def test_eight_writers_to_the_same_firms_lose_nothing_and_record_nothing_twice(
    register_url: str, sql_database: Database, clock: SetClock
) -> None:
    with sql_database.writing(clock) as register:
        firms = register.enrol_many([Identity("甲公司"), Identity("乙公司")])
        register.commit()
    together = APART.Barrier(WRITERS)
    writers = [
        APART.Process(target=append_with_retries, args=(register_url, writer, firms, EACH, together))
        for writer in range(WRITERS)
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert [one.exitcode for one in writers] == [0] * WRITERS
    with sql_database.reading() as register:
        events = [event for firm in firms for event in register.events(firm)]
        versions = [register.versions(firm) for firm in firms]
    wanted = {(str(writer), applied(writer, number).on) for writer in range(WRITERS) for number in range(EACH)}
    assert {(event.stage, event.on) for event in events} == wanted
    assert len(events) == WRITERS * EACH
    assert versions == [{"srdi_sme": WRITERS * EACH // 2}] * 2
    report = sql_database.verify()
    assert (report.events, report.seals, report.faults) == (WRITERS * EACH, WRITERS * EACH + 1, ())


@pytest.mark.slow
def test_a_writer_killed_in_the_middle_leaves_the_register_as_it_was(
    register_url: str, sql_database: Database, clock: SetClock, tmp_path: Path
) -> None:
    with sql_database.writing(clock) as register:
        firms = register.enrol_many([Identity(f"第{number}公司") for number in range(9000)])
        register.append(firms[0], [applied(0, 1)])
        register.commit()
    ready = tmp_path / "ready"
    writer = APART.Process(target=append_slowly, args=(register_url, firms, str(ready)))
    writer.start()
    while not ready.exists():
        assert writer.is_alive()
        time.sleep(0.05)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    report = sql_database.verify()
    assert (report.events, report.seals, report.faults) == (1, 1, ())
    with sql_database.writing(clock) as register:
        placed = register.append_many((firm, applied(0, 0)) for firm in firms)
        register.commit()
    assert placed[:2] == [Placed(Change.NEW, 2), Placed(Change.NEW, 1)]
    report = sql_database.verify()
    assert (report.events, report.seals, report.faults) == (9001, 2, ())


@pytest.mark.slow
def test_two_who_bring_in_one_list_at_once_enrol_each_firm_once(postgres_register: str, tmp_path: Path) -> None:
    lists = {
        "titles.csv": ("企业名称,称号,事项,日期,文件", "创新型中小企业,认定,2025-07-01,虚构经信〔2025〕1号"),
        "facts.csv": ("企业名称,年度,营业收入（万元）", "2025,100"),
    }
    firms = {name: [f"重庆虚构{name[0]}{number}机械有限公司" for number in range(120)] for name in lists}
    for name, (head, rest) in lists.items():
        rows = "".join(f"{firm},{rest}\n" for firm in firms[name])
        (tmp_path / name).write_text(f"{head}\n{rows}", encoding="utf-8")
    together = APART.Barrier(2)
    told = (postgres_register, *(str(tmp_path / name) for name in lists), together)
    offices = [APART.Process(target=bring_in, args=told) for _ in range(2)]
    for office in offices:
        office.start()
    for office in offices:
        office.join()
    assert [office.exitcode for office in offices] == [0, 0]
    with Database.open(postgres_register) as database:
        with database.reading() as register:
            assert sorted(register.names()) == sorted([*firms["titles.csv"], *firms["facts.csv"]])
        assert database.verify().faults == ()


FRAUD = Event(
    title="srdi_sme",
    kind=EventKind.REVOKED,
    on=dt.date(2025, 3, 1),
    document="虚构撤销公告",
    reason=Reason.FRAUD,
)
GRANTED = Event(
    title="srdi_sme",
    kind=EventKind.RECOGNISED,
    on=dt.date(2024, 7, 1),
    through=dt.date(2027, 6, 30),
    document="虚构名单",
)
POOLED = Event(title="srdi_sme", kind=EventKind.POOLED, on=dt.date(2025, 4, 1), told_by="区县")
FIRM = "重庆虚构机械有限公司"


@pytest.mark.parametrize("kind", ["memory", "postgresql"])
def test_a_step_is_decided_again_where_a_revocation_for_fraud_came_first(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, clock: SetClock, kind: str
) -> None:
    url = MEMORY if kind == "memory" else request.getfixturevalue("postgres_register")
    append, steps = StoredRegister.append, []

    def raced(register: StoredRegister, enterprise: int, events: Any, expected: Any = None) -> Any:
        """The step is decided, and not yet written, when the title is granted and revoked."""
        steps.append(events[0].kind)
        if steps == [EventKind.POOLED]:
            registry.record(FIRM, GRANTED)
            registry.record(FIRM, FRAUD)
        return append(register, enterprise, events, expected)

    with Database.open(url) as database:
        registry = Registry(database, national_rulebook(), clock, Retries(sleep=lambda _seconds: None))
        registry.enrol(FIRM)
        monkeypatch.setattr(StoredRegister, "append", raced)
        with pytest.raises(IllegalTransition) as racing:
            registry.record(FIRM, POOLED)
        with pytest.raises(IllegalTransition) as alone:
            registry.record(FIRM, POOLED)
        assert str(racing.value) == str(alone.value)
        happened = [event.kind for event in registry.history(FIRM, AsOf(dt.date(2026, 1, 1))).events]
        assert happened[:2] == [EventKind.RECOGNISED, EventKind.REVOKED]
        assert EventKind.POOLED not in happened


def test_who_misses_a_firm_that_another_is_enrolling_finds_it_once_that_is_done(
    postgres_register: str, clock: SetClock
) -> None:
    with Database.open(postgres_register) as database:
        found: list[frozenset[int]] = []

        def second() -> None:
            with database.writing(clock) as register:
                found.append(register.matching(FIRM))

        with database.writing(clock) as register:
            assert register.matching(FIRM) == frozenset()
            key = register.enrol(Identity(FIRM))
            other = threading.Thread(target=second)
            other.start()
            other.join(0.2)
            assert found == []
            register.commit()
        other.join(10)
        assert found == [{key}]


def test_every_writer_to_one_stream_gets_done(postgres_register: str, clock: SetClock) -> None:
    with Database.open(postgres_register) as database:
        registry = Registry(database, national_rulebook(), SystemClock())
        registry.enrol(FIRM)

        def write(writer: int) -> None:
            for number in range(8):
                event = applied(writer, number)

                def attempt(register: Register, event: Event = event) -> None:
                    firm = register.find(FIRM)
                    register.append(firm, [event], {"srdi_sme": register.versions(firm).get("srdi_sme", 0)})

                registry.write(attempt)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(4)))
        report = database.verify()
        assert (report.events, report.seals, report.faults) == (32, 33, ())


def test_a_writer_who_expects_what_was_never_there_is_told_at_once(registry: Registry) -> None:
    registry.enrol(FIRM)
    tries = []

    def attempt(register: Register) -> None:
        tries.append(1)
        register.append(register.find(FIRM), [POOLED], {"srdi_sme": 3})

    with pytest.raises(StaleStanding, match="E609"):
        registry.write(attempt)
    assert len(tries) == 2


def test_those_who_lost_wait_ever_longer_and_never_all_alike() -> None:
    waited: list[float] = []
    chances = iter([1.0, 0.5, 0.25, 1.0, 1.0])
    retries = Retries(tries=6, first=0.01, longest=0.05, sleep=waited.append, chance=lambda: next(chances))

    for tried in range(1, 6):
        retries.pause(tried)
    assert waited == [0.02, 0.02, 0.0125, 0.05, 0.05]
    lost, other = StaleStanding(Fault("E609", "甲", "重试")), StaleStanding(Fault("E609", "乙", "重试"))
    assert retries.may_go_on(5, lost, other)
    assert not retries.may_go_on(6, lost, other)
    assert not retries.may_go_on(2, lost, lost)
    assert retries.may_go_on(2, WritersCollided(Fault("E612", "甲", "重试")), None)
    assert not retries.may_go_on(1, StoreError(Fault("E603", "甲", "重试")), None)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE tiertrack_alembic_version SET version_num = 'tiertrack_9999'", "E601"),
        ("DROP TABLE tiertrack_alembic_version", "E619"),
    ],
)
def test_a_register_migrated_since_it_was_opened_is_written_to_no_more(
    register_url: str, sql_database: Database, clock: SetClock, statement: str, code: str
) -> None:
    engine = create_engine(register_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    with pytest.raises(StoreError, match=code), sql_database.writing(clock):
        raise AssertionError("写到了不认识的登记库里")


def test_a_connection_the_server_dropped_is_replaced_before_it_is_used(
    postgres_register: str, postgres_admin: Engine, clock: SetClock
) -> None:
    named = make_url(postgres_register).update_query_dict({"application_name": "dropped"})
    with Database.open(named.render_as_string(hide_password=False)) as database:
        with database.reading() as register:
            assert register.names() == ()
        with postgres_admin.connect() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dropped'"
            assert connection.execute(text(ended)).all() == [(True,)]
        with database.writing(clock) as register:
            register.enrol(Identity(FIRM))
            register.commit()


def test_records_joined_in_a_ring_at_once_stay_one_firm_that_is_found(postgres_register: str) -> None:
    names = [f"重庆虚构{trade}机械有限公司" for trade in ("鼎盛", "远航", "宏图")]
    with open_registry(postgres_register) as register:
        for name in names:
            register.enrol(name)
    together = threading.Barrier(3)

    def joined(place: int) -> str:
        with open_registry(postgres_register) as register:
            together.wait()
            try:
                return register.merge(names[place], names[(place + 1) % 3]).enterprise
            except BadInput as refused:
                return refused.faults[0].code

    with ThreadPoolExecutor(3) as offices:
        told = list(offices.map(joined, range(3)))
    assert told.count("E641") == 1
    with Database.open(postgres_register) as database:
        with database.reading() as reader:
            assert len({reader.find(name) for name in names}) == 1
            assert len(reader.names()) == 1
        assert database.verify().faults == ()
