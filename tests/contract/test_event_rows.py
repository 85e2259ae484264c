"""The row of an event has every member of it, and gives every one back, in whichever register it is kept."""

from __future__ import annotations

from hypothesis import given

from tests.contract.test_digests_on_record import WRITTEN
from tests.support.clocks import SetClock
from tests.support.every_member import PINNED, any_event, plain
from tiertrack.facts.identity import Identity
from tiertrack.store.codec import EVENT_COLUMNS, STATED_COLUMNS, event_from_row, event_row
from tiertrack.store.database import Database
from tiertrack.store.tables import title_events
from tiertrack.titles.events import MEMBERS, RECORDED_MEMBERS, Event

# What says whose row it is and what chains it; everything else in a row is a member of the event.
OF_THE_ROW = {"id", "enterprise_id", "unit", "digest"}


def test_every_column_of_a_row_is_a_member_or_of_the_row_itself() -> None:
    members = {member.column for member in RECORDED_MEMBERS}
    assert set(title_events.c.keys()) == set(EVENT_COLUMNS) == members | OF_THE_ROW
    assert len(EVENT_COLUMNS) == len(members) + len(OF_THE_ROW)


def test_the_digests_cover_every_column_but_their_own_and_later_ones_by_name() -> None:
    place = EVENT_COLUMNS.index("digest")
    assert [*EVENT_COLUMNS[place + 1 :]] == [member.column for member in MEMBERS if member.later]


def test_a_history_is_told_from_others_by_every_member_that_is_stated() -> None:
    stated = [member.column for member in MEMBERS if member.stated]
    assert [*STATED_COLUMNS] == ["version", *stated, "corrects"]


@given(any_event())
def test_an_event_comes_back_from_its_row(event: Event) -> None:
    row = event_row(7, 1, event, (3, 2), WRITTEN, None)
    found = event_from_row(row)
    assert (plain(found), found.version, found.corrects) == (event, 3, 2)
    assert found.recorded_at.isoformat(timespec="microseconds") == WRITTEN[0]
    assert event_row(7, 1, found, (3, 2), WRITTEN, None) == row


def test_every_member_comes_back_from_every_kind_of_register(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        firm = register.enrol(Identity("重庆某某有限公司"))
        register.append(firm, [*PINNED.values()])
        register.commit()
    with database.reading() as register:
        assert [plain(one) for one in register.events(firm)] == [*PINNED.values()]
    assert database.verify().faults == ()
