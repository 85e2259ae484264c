"""What happens to an enterprise is kept in streams: in order, without loss, and never overwritten by two at once."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import suppress

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clocks import SetClock
from tests.support.every_member import plain
from tiertrack.errors import StaleStanding, StoreError
from tiertrack.facts.dossier import Application
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.register_reports import Change, Placed
from tiertrack.store.database import MEMORY, Database
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, Reason

K = EventKind
APPLIED = Event(title="srdi_sme", kind=K.APPLIED, on=dt.date(2024, 3, 1), stage="submitted", told_by="企业")
RECOGNISED = Event(
    title="srdi_sme",
    kind=K.RECOGNISED,
    on=dt.date(2024, 7, 1),
    starts=dt.date(2024, 7, 2),
    through=dt.date(2027, 7, 1),
    derived=True,
    document="渝经信中小〔2024〕5号",
    batch="2024年第一批",
    told_by="市经信委",
    edition_key="srdi_sme/recognition/2022",
    edition_digest="ab12",
    findings='{"truth": "false"}',
)
REVOKED = Event(
    title="srdi_sme",
    kind=K.REVOKED,
    on=dt.date(2025, 7, 1),
    document="撤销公告",
    reason=Reason.FRAUD,
    until=dt.date(2028, 7, 1),
)
UPDATED = Event(title="innovative_sme", kind=K.UPDATED, on=dt.date(2025, 4, 1), year=2025)
RENAMED = Event(title="enterprise", kind=K.RENAMED, on=dt.date(2025, 5, 1), value="重庆新名有限公司")
ALL = (APPLIED, RECOGNISED, REVOKED, UPDATED, RENAMED)


@pytest.fixture
def firm(database: Database, clock: SetClock) -> int:
    return enrolled(database, clock, "重庆某某有限公司")


def enrolled(database: Database, clock: SetClock, name: str) -> int:
    with database.writing(clock) as register:
        key = register.enrol(Identity(name))
        register.commit()
    return key


def add(database: Database, clock: SetClock, firm: int, *events: Event) -> tuple[Change, ...]:
    with database.writing(clock) as register:
        recorded = register.append(firm, events)
        register.commit()
    return tuple(one.change for one in recorded)


def test_every_adapter_is_a_unit_of_work(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as work:
        assert work.with_events() == ()


def test_an_event_comes_back_exactly_as_it_went_in(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        recorded = register.append(firm, ALL)
        register.commit()
    with database.reading() as register:
        events = register.events(firm)
        assert register.versions(firm) == {"srdi_sme": 3, "innovative_sme": 1, "enterprise": 1}
        assert register.with_events() == (firm,)
    assert tuple(map(plain, events)) == ALL
    assert tuple(one.event for one in recorded) == events
    assert [one.version for one in events] == [1, 2, 3, 1, 1]
    assert {one.recorded_at for one in events} == {clock.instant}
    assert database.verify().faults == ()


def test_an_event_said_again_changes_nothing_and_said_otherwise_puts_the_first_right(
    database: Database, clock: SetClock, firm: int
) -> None:
    otherwise = attrs.evolve(RECOGNISED, through=dt.date(2027, 12, 31))
    assert add(database, clock, firm, RECOGNISED, RECOGNISED) == (Change.NEW, Change.KNOWN)
    assert add(database, clock, firm, attrs.evolve(RECOGNISED, told_by=None, findings=None)) == (Change.KNOWN,)
    assert add(database, clock, firm, otherwise, otherwise) == (Change.CORRECTED, Change.KNOWN)
    assert add(database, clock, firm, RECOGNISED) == (Change.CORRECTED,)
    with database.reading() as register:
        assert [(one.version, one.corrects) for one in register.events(firm)] == [(1, None), (2, 1), (3, 2)]


def test_what_was_said_again_is_the_event_on_record(database: Database, clock: SetClock, firm: int) -> None:
    add(database, clock, firm, APPLIED, RECOGNISED)
    clock.instant += dt.timedelta(days=1)
    with database.writing(clock) as register:
        (known,) = register.append(firm, [attrs.evolve(RECOGNISED, told_by="他人")])
        assert known.event == register.events(firm)[1]


def test_an_event_recorded_by_mistake_is_voided_and_stays_on_record(
    database: Database, clock: SetClock, firm: int
) -> None:
    add(database, clock, firm, RECOGNISED)
    with database.writing(clock) as register:
        voided = register.void(firm, "srdi_sme", 1, dt.date(2024, 8, 1), "更正说明", "市经信委")
        again = register.void(firm, "srdi_sme", 1, dt.date(2024, 9, 1))
        register.commit()
    assert (voided.change, voided.event.version, voided.event.corrects) == (Change.CORRECTED, 2, 1)
    assert (voided.event.document, voided.event.told_by) == ("更正说明", "市经信委")
    assert (again.change, again.event) == (Change.KNOWN, voided.event)
    with database.reading() as register:
        assert register.standing(firm, AsOf(dt.date(2025, 1, 1))).held == ()
        assert len(register.events(firm)) == 2
    assert database.verify().faults == ()


def test_what_was_voided_can_be_recorded_anew(database: Database, clock: SetClock, firm: int) -> None:
    add(database, clock, firm, RECOGNISED)
    with database.writing(clock) as register:
        register.void(firm, "srdi_sme", 1, dt.date(2024, 8, 1))
        (anew,) = register.append(firm, [RECOGNISED])
        assert (anew.change, anew.event.version, anew.event.corrects) == (Change.NEW, 3, None)
        assert [one.title for one in register.standing(firm, AsOf(dt.date(2025, 1, 1))).held] == ["srdi_sme"]


def test_only_an_event_that_is_there_can_be_voided_and_only_by_its_version(
    database: Database, clock: SetClock, firm: int
) -> None:
    voiding = Event(title="srdi_sme", kind=K.VOIDED, on=dt.date(2024, 8, 1))

    def refused(register: Register, version: int) -> str:
        with pytest.raises(StoreError) as error:
            register.void(firm, "srdi_sme", version, dt.date(2024, 8, 1))
        return error.value.faults[0].code

    with database.writing(clock) as register:
        register.append(firm, [RECOGNISED])
        register.void(firm, "srdi_sme", 1, dt.date(2024, 8, 1))
        assert [refused(register, version) for version in (0, 2, 3)] == ["E610"] * 3
        with pytest.raises(StoreError, match="E610"):
            register.append(firm, [voiding])
        with pytest.raises(StoreError, match="E610"):
            register.append_many([(firm, RECOGNISED), (firm, voiding)])
        register.commit()
    assert database.verify().events == 2


def test_a_writer_who_has_not_seen_the_last_version_is_told_and_can_try_again(
    database: Database, clock: SetClock, firm: int
) -> None:
    with database.reading() as register:
        seen = register.versions(firm)
    add(database, clock, firm, APPLIED, RECOGNISED)
    expected = {"srdi_sme": seen.get("srdi_sme", 0), "innovative_sme": 0}
    with database.writing(clock) as register:
        with pytest.raises(StaleStanding, match=r"第 0 项.*第 2 项.*请重读后再试") as stale:
            register.append(firm, [REVOKED, UPDATED], expected)
        register.commit()
    assert (stale.value.expected, stale.value.actual) == (0, 2)
    assert (stale.value.at("某处").actual, [one.code for one in stale.value.faults]) == (2, ["E609"])
    with database.writing(clock) as register:
        assert len(register.events(firm)) == 2
        assert len(register.append(firm, [REVOKED, UPDATED], {**expected, **register.versions(firm)})) == 2
        register.commit()
    assert database.verify().events == 4


@pytest.mark.parametrize("at_once", [False, True])
def test_of_two_who_write_to_one_stream_at_once_the_second_is_told(
    postgres_register: str, clock: SetClock, at_once: bool
) -> None:
    with Database.open(postgres_register) as database:
        firm = enrolled(database, clock, "重庆某某有限公司")
        add(database, clock, firm, APPLIED)
        found: list[BaseException] = []

        def second() -> None:
            with database.writing(clock) as register:
                try:
                    if at_once:
                        register.append_many([(firm, UPDATED), (firm, REVOKED)])
                    else:
                        register.append(firm, [REVOKED])
                except StaleStanding as error:
                    found.append(error)

        with database.writing(clock) as register:
            register.append(firm, [RECOGNISED])
            other = threading.Thread(target=second)
            other.start()
            # It waits for us: whether we commit decides whether it may.
            other.join(0.3)
            assert found == []
            register.commit()
        other.join(10)
        (stale,) = found
        assert isinstance(stale, StaleStanding)
        assert (stale.expected, stale.actual) == (1, 2)
        assert add(database, clock, firm, REVOKED) == (Change.NEW,)
        assert database.verify().faults == ()


def test_in_memory_the_second_of_two_writers_is_told_when_it_commits(clock: SetClock) -> None:
    database = Database.open(MEMORY)
    firm = enrolled(database, clock, "重庆某某有限公司")
    with database.writing(clock) as first, database.writing(clock) as second:
        first.append(firm, [RECOGNISED])
        second.append(firm, [APPLIED, REVOKED])
        first.commit()
        with pytest.raises(StaleStanding) as stale:
            second.commit()
    assert (stale.value.expected, stale.value.actual) == (0, 1)
    assert add(database, clock, firm, REVOKED) == (Change.NEW,)
    assert (database.verify().events, database.verify().faults) == (2, ())


def test_part_of_a_unit_of_work_that_is_undone_is_not_sealed(database: Database, clock: SetClock, firm: int) -> None:
    with database.writing(clock) as register:
        register.append(firm, [APPLIED])
        with pytest.raises(StoreError, match="没有第 9 项"), register.all_or_nothing():
            register.void(firm, "srdi_sme", len(register.append(firm, [RECOGNISED])) + 8, dt.date(2024, 8, 1))
        assert [one.version for one in register.events(firm)] == [1]
        register.append(firm, [REVOKED])
        register.commit()
        register.append(firm, [UPDATED])
        register.commit()
        register.append(firm, [RENAMED])
    report = database.verify()
    # One of them over the enrolment.
    assert (report.events, report.seals, report.faults) == (3, 3, ())
    with database.reading() as register:
        assert [one.kind for one in register.events(firm)] == [K.APPLIED, K.REVOKED, K.UPDATED]


def test_an_event_of_an_enterprise_that_is_not_there_is_refused(database: Database, clock: SetClock) -> None:
    for write in (
        lambda register: register.append(999, [RECOGNISED]),
        lambda register: register.append_many([(999, RECOGNISED)] * 30),
    ):
        with pytest.raises(StoreError, match="E604"), database.writing(clock) as register:
            write(register)


def test_what_was_written_before_an_event_was_refused_cannot_be_committed(
    database: Database, clock: SetClock, firm: int
) -> None:
    def write() -> None:
        with database.writing(clock) as register:
            with suppress(Exception):
                register.append_many([(firm, RECOGNISED), (999, RECOGNISED)])
            register.commit()

    with pytest.raises(StoreError, match="E611"):
        write()
    assert database.verify().events == 0


def test_appending_nothing_changes_nothing(database: Database, clock: SetClock, firm: int) -> None:
    before = database.verify()
    with database.writing(clock) as register:
        assert register.append(firm, []) == ()
        assert register.append(firm, [], {"srdi_sme": 0}) == ()
        with pytest.raises(StaleStanding):
            register.append(firm, [], {"srdi_sme": 1})
        register.commit()
    assert database.verify() == before


def test_many_firms_are_enrolled_and_many_events_added_at_once(database: Database, clock: SetClock) -> None:
    firms = [Identity(f"重庆第{n}有限公司", f"第{n}", f"U{n:017d}", f"{n:06d}", "500113", "C3484") for n in range(60)]
    with database.writing(clock) as register:
        first = register.enrol(Identity("早先的公司"))
        keys = register.enrol_many(firms)
        assert register.append(keys[0], [RECOGNISED])[0].change is Change.NEW
        rows = [(key, event) for key in keys for event in (APPLIED, RECOGNISED)] + [(keys[1], APPLIED)]
        placed = register.append_many(rows)
        register.commit()
    assert keys == sorted({*keys} - {first})
    assert placed[:4] == [
        Placed(Change.NEW, 2),
        Placed(Change.KNOWN, 1),
        Placed(Change.NEW, 1),
        Placed(Change.NEW, 2),
    ]
    assert placed[-1] == Placed(Change.KNOWN, 1)
    with database.reading() as register:
        assert [register.identity(key) for key in keys] == firms
        assert register.names() == ("早先的公司", *(one.name for one in firms))
        assert register.with_events() == tuple(keys)
        assert [plain(one) for one in register.events(keys[5])] == [APPLIED, RECOGNISED]
    with database.writing(clock) as register:
        assert {one.change for one in register.append_many(rows)} == {Change.KNOWN}
        assert register.append_many([]) == []
        assert register.enrol_many([]) == []
        register.commit()
    report = database.verify()
    assert (report.events, report.streams, report.seals, report.faults) == (120, 60, 1, ())


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (Identity("乙公司", uscc="U1"), "E606"),
        (Identity("乙公司", stock_code="000001"), "E606"),
        (Identity(), "E627"),
    ],
)
def test_of_many_firms_none_is_enrolled_where_one_cannot_be(
    database: Database, clock: SetClock, second: Identity, code: str
) -> None:
    with database.writing(clock) as register:
        with pytest.raises(StoreError, match=code):
            register.enrol_many([Identity("甲公司", uscc="U1", stock_code="000001"), second])
        register.enrol(Identity("甲公司", uscc="U1", stock_code="000001"))
        with pytest.raises(StoreError, match=code):
            register.enrol_many([Identity("丙公司"), second])
        assert register.names() == ("甲公司",)


SAID = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from([APPLIED, RECOGNISED, REVOKED, UPDATED, RENAMED, attrs.evolve(RECOGNISED, batch="第二批")]),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=50)
@given(said=SAID, cut=st.integers(0, 12))
def test_many_at_once_come_to_the_same_as_one_by_one(said: list[tuple[int, Event]], cut: int) -> None:
    kept, changes = [], []
    for at_once in (False, True):
        database, clock = Database.open(MEMORY), SetClock()
        with database.writing(clock) as register:
            keys = register.enrol_many([Identity("甲公司"), Identity("乙公司")])
            rows = [(keys[firm], event) for firm, event in said]
            if at_once:
                placed = [one.change for part in (rows[:cut], rows[cut:]) for one in register.append_many(part)]
            else:
                placed = [register.append(key, [event])[0].change for key, event in rows]
            register.commit()
        with database.reading() as register:
            kept.append({key: sorted(register.events(key), key=lambda one: (one.title, one.version)) for key in keys})
        changes.append(placed)
        assert database.verify().faults == ()
    assert kept[0] == kept[1]
    assert changes[0] == changes[1]


def test_a_firm_is_named_and_placed_as_it_was_on_the_day(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        firm = register.enrol(Identity("甲公司", region="500113"))
        register.rename(firm, "丙公司", dt.date(2026, 1, 1))
        register.rename(firm, "乙公司", dt.date(2025, 1, 1))
        for _ in range(2):
            register.relocate(firm, "500112", dt.date(2025, 6, 1))
        days = [dt.date(year, month, 1) for year, month in ((2024, 1), (2025, 1), (2025, 6), (2026, 1))]
        dossiers = [register.dossier(firm, AsOf(day)) for day in days]
        assert register.identity(firm) == Identity("丙公司", region="500112")
        assert register.names() == ("丙公司",)
        assert {register.find(name) for name in ("甲公司", "乙公司", "丙公司")} == {firm}
    assert [(one.name, one.region) for one in dossiers] == [
        ("甲公司", "500113"),
        ("乙公司", "500113"),
        ("乙公司", "500112"),
        ("丙公司", "500112"),
    ]


def test_a_name_told_without_its_day_is_the_last_word(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        firm = register.enrol(Identity("甲公司"))
        register.rename(firm, "乙公司", dt.date(2025, 1, 1))
        register.learn(firm, Identity("丙公司"))
        assert register.identity(firm).name == "丙公司"


def test_a_pending_application_is_in_the_dossier_until_it_is_decided(
    database: Database, clock: SetClock, firm: int
) -> None:
    day = AsOf(dt.date(2024, 12, 31))
    with database.writing(clock) as register:
        register.append(firm, [APPLIED])
        pending = register.dossier(firm, day)
        register.append(firm, [RECOGNISED])
        decided = register.dossier(firm, day)
    assert pending.applications == (Application("srdi_sme", APPLIED.on),)
    assert pending.has_applied("srdi_sme", day.on) is True
    assert pending.has_applied("little_giant", day.on) is None
    assert decided.applications == ()
