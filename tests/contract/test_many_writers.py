"""Writers who come at once or die on the way lose nothing, record nothing twice and leave the chains whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.clocks import SetClock
from tests.support.writers import append_slowly, append_with_retries, applied
from tiertrack.app import Registry
from tiertrack.facts.identity import Identity
from tiertrack.ports import Register, SystemClock
from tiertrack.register_reports import Change, Placed
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.database import Database

SPAWN = multiprocessing.get_context("spawn")
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
    together = SPAWN.Barrier(WRITERS)
    writers = [
        SPAWN.Process(target=append_with_retries, args=(register_url, writer, firms, EACH, together))
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
    assert (report.events, report.seals, report.faults) == (WRITERS * EACH, WRITERS * EACH, ())


@pytest.mark.slow
def test_a_writer_killed_in_the_middle_leaves_the_register_as_it_was(
    register_url: str, sql_database: Database, clock: SetClock, tmp_path: Path
) -> None:
    with sql_database.writing(clock) as register:
        firms = register.enrol_many([Identity(f"第{number}公司") for number in range(9000)])
        register.append(firms[0], [applied(0, 1)])
        register.commit()
    ready = tmp_path / "ready"
    writer = SPAWN.Process(target=append_slowly, args=(register_url, firms, str(ready)))
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
