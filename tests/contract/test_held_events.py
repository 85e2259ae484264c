"""On PostgreSQL the events of many firms wait for the end of their unit of work, and are there for it all the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.support.clocks import SetClock
from tiertrack.errors import StaleStanding
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.store import postgres_session
from tiertrack.store.database import Database
from tiertrack.titles.events import Event

FIRMS = 30
ON = dt.date(2024, 7, 1)


def applied(firms: list[int], number: int = 1) -> list[tuple[int, Event]]:
    event = Event(title="srdi_sme", kind=EventKind.APPLIED, on=ON, document=f"渝经信中小〔2024〕{number}号")
    return [(firm, event) for firm in firms]


@pytest.fixture
def database(postgres_register: str) -> Iterator[Database]:
    with Database.open(postgres_register) as database:
        yield database


@pytest.fixture
def firms(database: Database, clock: SetClock) -> list[int]:
    with database.writing(clock) as register:
        keys = register.enrol_many([Identity(name=f"重庆第{number}号有限公司") for number in range(FIRMS)])
        register.commit()
    return keys


@pytest.fixture(params=[100_000, 40])
def at_most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many events may wait: as many as there are, or fewer than that."""
    monkeypatch.setattr(postgres_session, "_HELD", request.param)
    return int(request.param)


def test_events_of_many_firms_are_written_once(
    database: Database, clock: SetClock, firms: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_session, "_RESTAMPING", "this is no statement")
    with database.writing(clock) as register:
        register.append_many(applied(firms))
        clock.instant += dt.timedelta(seconds=5)
        instant = register.commit()
    with database.reading() as register:
        assert {event.recorded_at for firm in firms for event in register.events(firm)} == {instant}
    assert database.verify().faults == ()


@pytest.mark.usefixtures("at_most")
def test_a_unit_of_work_sees_what_it_adds(database: Database, clock: SetClock, firms: list[int]) -> None:
    with database.writing(clock) as register:
        register.append_many(applied(firms))
        assert [len(register.events(firm)) for firm in firms] == [1] * FIRMS
        register.append_many(applied(firms, 2))
        register.append(firms[0], [event for _firm, event in applied(firms[:1], 3)])
        assert len(register.written(firms)[firms[0]]) == 3
        assert register.versions(firms[1]) == {"srdi_sme": 2}
        register.commit()
    assert database.verify().events == 2 * FIRMS + 1
    assert database.verify().faults == ()


@pytest.mark.usefixtures("at_most")
def test_what_is_undone_leaves_what_was_added_before(database: Database, clock: SetClock, firms: list[int]) -> None:
    def undone() -> None:
        with register.all_or_nothing():
            register.append_many(applied(firms, 2))
            raise ZeroDivisionError

    with database.writing(clock) as register:
        register.append_many(applied(firms))
        with pytest.raises(ZeroDivisionError):
            undone()
        assert [len(register.events(firm)) for firm in firms] == [1] * FIRMS
        with register.all_or_nothing():
            register.append_many(applied(firms[:25], 3))
        register.commit()
    assert database.verify().events == FIRMS + 25
    assert database.verify().faults == ()


@pytest.mark.usefixtures("at_most")
def test_nothing_is_left_of_a_unit_of_work_that_is_not_committed(
    database: Database, clock: SetClock, firms: list[int]
) -> None:
    with database.writing(clock) as register:
        register.append_many(applied(firms))
        register.append_many(applied(firms, 2))
    assert database.verify().events == 0


def test_of_two_who_add_much_to_one_stream_the_second_is_told_when_it_ends(
    database: Database, clock: SetClock, firms: list[int]
) -> None:
    with database.writing(clock) as first, database.writing(clock) as second:
        second.append_many(applied(firms))
        first.append_many(applied(firms, 2))
        first.commit()
        with pytest.raises(StaleStanding) as stale:
            second.commit()
    assert (stale.value.expected, stale.value.actual) == (0, 1)
    assert database.verify().events == FIRMS
