"""What is recorded is known from the moment others can see it; instants never go back."""

from __future__ import annotations

import datetime as dt
import uuid

import attrs
import pytest

from tests.support.clocks import SetClock
from tiertrack.app import Registry
from tiertrack.errors import StoreError
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.render.check_text import verify_data, verify_text
from tiertrack.store import unit
from tiertrack.store.database import Database
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event

DAY = dt.date(2026, 1, 1)
MINUTE = dt.timedelta(minutes=1)


def applied(number: int) -> Event:
    return Event(title="srdi_sme", kind=EventKind.APPLIED, on=dt.date(2024, 3, number), told_by="企业")


@pytest.fixture
def firm(database: Database, clock: SetClock) -> int:
    with database.writing(clock) as register:
        key = register.enrol(Identity("重庆虚构机械有限公司"))
        register.commit()
    return key


def record(database: Database, clock: SetClock, firm: int, number: int) -> dt.datetime:
    """Records an event; the instant it is on record with."""
    with database.writing(clock) as register:
        register.append(firm, [applied(number)])
        register.commit()
    with database.reading() as register:
        return next(event.recorded_at for event in register.events(firm) if event.on.day == number)


def test_what_is_asked_of_now_while_somebody_writes_is_answered_the_same_after(
    database: Database, clock: SetClock, firm: int
) -> None:
    def known() -> tuple[Dossier, str | None]:
        with database.reading() as register:
            dossier = register.dossier(firm, asof)
            return dossier, register.identity(firm).uscc

    with database.writing(clock) as register:
        register.append(firm, [applied(1), applied(2)])
        register.learn(firm, Identity("重庆虚构机械有限公司", region="500113"))
        register.observe(firm, [Datum("revenue", 2025, 100, "审计报告")])
        clock.instant += MINUTE
        asof = AsOf(DAY, clock.instant)
        before = known()
        clock.instant += MINUTE
        register.commit()
    assert known() == before
    asof = AsOf(DAY, clock.instant)
    assert known() != before
    with database.reading() as register:
        assert {event.recorded_at for event in register.events(firm)} == {clock.instant}
        assert {datum.recorded_at for datum in register.dossier(firm, asof).data} == {clock.instant}
    assert database.verify().faults == ()


def test_what_recording_answers_bears_the_instant_that_is_on_record(registry: Registry) -> None:
    ticking = Ticking()
    register = attrs.evolve(registry, clock=ticking)
    register.enrol("重庆虚构机械有限公司")
    event = Event(title="innovative_sme", kind=EventKind.RECOGNISED, on=DAY, document="虚构经信〔2026〕1号")
    recording = register.record("重庆虚构机械有限公司", event)
    voided = register.void("重庆虚构机械有限公司", "innovative_sme", 1, DAY)
    again = register.void("重庆虚构机械有限公司", "innovative_sme", 1, DAY)
    kept = register.history("重庆虚构机械有限公司", AsOf(DAY)).events
    assert {entry.event for entry in (*recording.recorded, voided, again)} == set(kept)


class Ticking:
    """A clock that goes on each time it is looked at."""

    def __init__(self) -> None:
        self.instant = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        self.instant += MINUTE
        return self.instant


def test_who_commits_first_is_known_first_whoever_began_first(postgres_register: str, clock: SetClock) -> None:
    with Database.open(postgres_register) as database:
        with database.writing(clock) as register:
            firms = register.enrol_many([Identity("甲公司"), Identity("乙公司")])
            register.commit()
        later = SetClock(clock.instant + MINUTE)
        with database.writing(clock) as first, database.writing(later) as second:
            first.append(firms[0], [applied(1)])
            second.append(firms[1], [applied(1)])
            second.commit()
            clock.instant += 2 * MINUTE
            first.commit()
        with database.reading() as register:
            instants = [register.events(key)[0].recorded_at for key in reversed(firms)]
        assert instants == [later.instant, clock.instant]
        report = database.verify()
        assert (report.seals, report.faults, report.out_of_order) == (3, (), 0)


def test_many_firms_written_at_once_bear_the_instant_of_the_end(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit, "_CHUNK", 7)
    with database.writing(clock) as register:
        keys = register.enrol_many([Identity(f"第{number}公司", f"{number}") for number in range(30)])
        register.append_many((key, event) for key in keys for event in (applied(1), applied(2)))
        clock.instant += MINUTE
        register.append(keys[3], [applied(3)])
        register.commit()
    with database.reading() as register:
        assert {event.recorded_at for key in keys for event in register.events(key)} == {clock.instant}
    report = database.verify()
    assert (report.events, report.seals, report.faults) == (61, 1, ())


def test_a_clock_a_moment_behind_the_last_writer_goes_on_right_after_it(
    database: Database, clock: SetClock, firm: int
) -> None:
    last = record(database, clock, firm, 1)
    clock.instant -= dt.timedelta(milliseconds=900)
    assert record(database, clock, firm, 2) == last + dt.timedelta(microseconds=1)
    assert database.verify().faults == ()


def test_a_clock_set_back_is_told_and_nothing_is_written(database: Database, clock: SetClock, firm: int) -> None:
    last = record(database, clock, firm, 1)
    clock.instant -= MINUTE
    with pytest.raises(StoreError, match=r"E660.*时钟.*没有写入.*校准") as refused:
        record(database, clock, firm, 2)
    assert last.isoformat(timespec="microseconds") in str(refused.value)
    with database.writing(clock) as register:
        register.observe(firm, [Datum("revenue", 2025, 100, "审计报告")])
        with pytest.raises(StoreError, match="E660"):
            register.commit()
    clock.instant = last
    record(database, clock, firm, 3)
    with database.reading() as register:
        assert [event.on.day for event in register.events(firm)] == [1, 3]
        assert register.dossier(firm, AsOf(DAY)).data[1:] == ()
    assert database.verify().events == 2


def test_a_clock_set_back_behind_facts_alone_never_lets_the_older_value_outdo_its_correction(
    database: Database, clock: SetClock, firm: int
) -> None:
    def observe(revenue: int) -> None:
        with database.writing(clock) as register:
            register.observe(firm, [Datum("revenue", 2025, revenue, "审计报告")])
            register.commit()

    observe(100)
    clock.instant -= MINUTE
    with pytest.raises(StoreError, match=r"E660.*没有写入"):
        observe(200)
    clock.instant += MINUTE - dt.timedelta(milliseconds=900)
    observe(200)
    with database.reading() as register:
        assert register.dossier(firm, AsOf(DAY)).values["revenue:2025"] == 200


def test_instants_that_go_back_are_a_fault_but_where_earlier_versions_left_them_so(
    database: Database, clock: SetClock, firm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = record(database, clock, firm, 1)
    monkeypatch.setattr(unit, "instant_after", lambda clock, _last: clock.now().isoformat(timespec="microseconds"))
    with monkeypatch.context() as earlier:
        earlier.setattr(unit, "new_unit", lambda: uuid.uuid4().hex)
        clock.instant = last - MINUTE
        record(database, clock, firm, 2)
    report = database.verify()
    assert (report.faults, report.out_of_order) == ((), 1)
    assert "1 处" in verify_text(report)
    assert verify_data(report)["out_of_order"] == 1
    record(database, clock, firm, 3)
    (fault,) = database.verify().faults
    # The first is that of the enrolment.
    assert (fault.code, fault.place) == ("E661", "封印 4")


def test_what_an_earlier_version_wrote_binds_nobody_but_what_was_written_before_it_does(
    database: Database, clock: SetClock, firm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.instant += 2 * MINUTE
    with monkeypatch.context() as earlier:
        earlier.setattr(unit, "new_unit", lambda: uuid.uuid4().hex)
        first = record(database, clock, firm, 1)
        clock.instant = first - MINUTE
        second = record(database, clock, firm, 2)
        clock.instant = first + MINUTE
        record(database, clock, firm, 3)
    clock.instant = second
    assert record(database, clock, firm, 4) == second
    clock.instant -= MINUTE
    with pytest.raises(StoreError, match="E660"):
        record(database, clock, firm, 5)
    assert (database.verify().faults, database.verify().out_of_order) == ((), 2)
