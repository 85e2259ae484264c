"""A member of an event is declared once: its JSON and its statement follow from the declaration."""

from __future__ import annotations

import datetime as dt
import json

import attrs
import pytest
from attrs import field, frozen
from hypothesis import given

from tests.support.every_member import PINNED, any_event, waiting
from tiertrack.errors import BadDossier
from tiertrack.intake.proposals import proposal_from_parts, row_to_json
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.render.register.event_data import event_data
from tiertrack.titles.event_members import FIRST_MEMBERS, UNSTATED, Kept, column, from_plain, members_of, to_plain
from tiertrack.titles.events import MEMBERS, RECORDED_MEMBERS, Event, RecordedEvent

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@frozen(kw_only=True, slots=False)
class EventOfTomorrow(Event):
    """An event with members that no event has yet."""

    appealed: dt.date | None = field(default=None, metadata=column("appealed_on"))
    trading: Board | None = None
    urgent: bool = field(default=False, metadata=UNSTATED)


@frozen
class EventOfAShape:
    shape: complex


def test_the_table_has_every_member_in_the_order_declared() -> None:
    assert [member.name for member in MEMBERS] == [one.name for one in attrs.fields(Event)]
    assert [member.name for member in RECORDED_MEMBERS] == [one.name for one in attrs.fields(RecordedEvent)]
    assert {member.name for member in MEMBERS if not member.later} == set(FIRST_MEMBERS)


def test_only_what_an_event_cannot_do_without_is_never_missing() -> None:
    assert [member.name for member in MEMBERS if not member.optional] == ["title", "kind", "on", "derived"]


@pytest.mark.parametrize("name", ["document", "batch", "value", "told_by"])
@pytest.mark.parametrize(("text", "code"), [("甲\x1b[0m", "E474"), ("甲\n乙", "E474"), ("甲" * 1001, "E472")])
def test_every_text_of_an_event_is_one_line(name: str, text: str, code: str) -> None:
    with pytest.raises(BadDossier, match=code):
        Event(title="srdi_sme", kind=EventKind.APPLIED, on=dt.date(2026, 6, 30), **{name: text})


def test_an_event_states_every_member_but_who_told_us_and_what_our_rules_made_of_it() -> None:
    notes = ["derived", "told_by", "edition_key", "edition_digest", "findings"]
    assert [member.name for member in MEMBERS if not member.stated] == notes
    for event in PINNED.values():
        assert event.statement == tuple(getattr(event, one.name) for one in MEMBERS if one.stated)


def test_an_answer_shows_every_member_but_the_findings_of_our_rules() -> None:
    words = {"kind": "event", "starts": "from", "edition_key": "edition"}
    shown = {words.get(member.name, member.name) for member in MEMBERS}
    for event in PINNED.values():
        assert {*event_data(event)} == shown - {"findings"} | {"name", "remarks", "self_reported"}


def test_a_new_member_is_kept_by_its_declaration_alone() -> None:
    members = members_of(EventOfTomorrow)
    appealed, trading, urgent = members[len(MEMBERS) :]
    assert (appealed.column, appealed.kept, appealed.optional, appealed.stated) == ("appealed_on", Kept.DAY, True, True)
    assert (trading.column, trading.kept, trading.later) == ("trading", Kept.CHOICE, True)
    assert (urgent.kept, urgent.optional, urgent.stated) == (Kept.YES_OR_NO, False, False)
    before = to_plain(MEMBERS, PINNED["revoked"])
    event = EventOfTomorrow(
        **attrs.asdict(PINNED["revoked"], recurse=False), appealed=dt.date(2026, 1, 1), trading=Board.STAR
    )
    said = json.loads(json.dumps(to_plain(members, event)))
    assert said == before | {"appealed": "2026-01-01", "trading": "star", "urgent": False}
    assert EventOfTomorrow(**from_plain(members, said)) == event


def test_an_event_kept_before_a_member_came_is_kept_the_same_and_read_without_it() -> None:
    members = members_of(EventOfTomorrow)[:-1]
    kept = to_plain(MEMBERS, PINNED["renamed"])
    event = EventOfTomorrow(**from_plain(members, kept))
    assert (event.appealed, event.trading) == (None, None)
    assert to_plain(members, event) == kept


def test_a_member_that_cannot_be_kept_is_refused_when_it_is_declared() -> None:
    with pytest.raises(TypeError, match=r"shape.*complex"):
        members_of(EventOfAShape)


@pytest.mark.parametrize(("name", "key"), [("title", "moon"), ("kind", "landed"), ("board", "otc"), ("orbit", "low")])
def test_a_key_or_a_member_that_is_not_known_is_refused(name: str, key: str) -> None:
    with pytest.raises(KeyError, match=key if name != "orbit" else name):
        from_plain(MEMBERS, to_plain(MEMBERS, PINNED["listed"]) | {name: key})


@given(any_event())
def test_an_event_comes_back_from_the_row_of_a_list_that_waits(event: Event) -> None:
    row = waiting(event)
    assert proposal_from_parts(1, row_to_json(row), "[]", None, None, LONG_AGO).row == row
