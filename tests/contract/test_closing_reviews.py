"""A review list of many is closed a part at a time: others write in between, and what was stopped is done by doing it
again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest
from sqlalchemy import create_engine

from tests.support.clocks import SetClock
from tests.support.events import day
from tiertrack.app import Registry, review_list
from tiertrack.app.review_list import ListOnRecord
from tiertrack.errors import BadInput, StoreError
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Clock
from tiertrack.render.answers import to_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.database import MEMORY, Database
from tiertrack.store.writer import StoredRegister
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event

FIRMS = [f"重庆虚构第{number}机械有限公司" for number in range(7)]
ON, LIST = day("2026-06-20"), "工信部企业函〔2026〕9号"
NO_LIST = ListOnRecord.NONE
PASSED = Event(title="little_giant", kind=EventKind.REVIEW_PASSED, on=ON, through=day("2029-06-30"), document=LIST)


@attrs.define
class Interrupted:
    """The clock of whoever closes a review list; something happens as its second part begins."""

    clock: Clock
    happening: Callable[[], object]
    looks: int = 0

    def now(self) -> dt.datetime:
        self.looks += 1
        # Each unit of work looks at it as it begins and as it ends.
        if self.looks == 3:
            self.happening()
        return self.clock.now()


@pytest.fixture
def in_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_list, "_PART", 2)
    monkeypatch.setattr(review_list, "_READ", 3)


def held(database: Database, clock: Clock, names: Iterable[str] = FIRMS) -> list[int]:
    """Firms whose title is due for review in 2026."""
    granted = Event(
        title="little_giant",
        kind=EventKind.RECOGNISED,
        on=day("2023-07-01"),
        through=day("2026-06-30"),
        document="工信部企业函〔2023〕1号",
    )
    with database.writing(clock) as register:
        keys = register.enrol_many([Identity(name=name) for name in names])
        register.append_many((key, granted) for key in keys)
        register.commit()
    return keys


def closing(database: Database, clock: Clock, happening: Callable[[], object]) -> Registry:
    return Registry(database, national_rulebook(), Interrupted(clock, happening))


def said(database: Database, keys: Iterable[int]) -> list[list[Any]]:
    with database.reading() as register:
        return [[event.statement for event in register.events(key)] for key in keys]


def recorded(database: Database, clock: Clock, key: int, event: Event) -> None:
    with database.writing(clock) as register:
        register.append(key, [event])
        register.commit()


@pytest.mark.usefixtures("in_twos")
def test_whoever_writes_between_two_parts_is_heard(database: Database, clock: SetClock) -> None:
    keys = held(database, clock)

    def another_writer() -> None:
        recorded(database, clock, keys[4], PASSED)
        registry = Registry(database, national_rulebook(), clock)
        registry.enrol("重庆虚构新来机械有限公司")
        registry.merge("重庆虚构新来机械有限公司", FIRMS[3])

    report = closing(database, clock, another_writer).close_review("little_giant", ON, LIST, on_record=NO_LIST)
    assert sorted(report.ended) == sorted([*FIRMS[:3], "重庆虚构新来机械有限公司", *FIRMS[5:]])
    registry = Registry(database, national_rulebook(), clock)
    still = {name: bool(registry.standing(name, AsOf(ON)).standing.held) for name in FIRMS}
    assert [name for name, holds in still.items() if holds] == [FIRMS[4]]
    assert registry.close_review("little_giant", ON, LIST, on_record=NO_LIST).ended == ()
    assert registry.verify().faults == ()


@pytest.mark.usefixtures("in_twos")
def test_a_list_closed_in_part_is_closed_by_closing_it_again(database: Database, clock: SetClock) -> None:
    keys = held(database, clock)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        closing(database, clock, killed).close_review("little_giant", ON, LIST, on_record=NO_LIST)
    registry = Registry(database, national_rulebook(), clock)
    assert [bool(registry.standing(name, AsOf(ON)).standing.held) for name in FIRMS] == [False] * 2 + [True] * 5
    assert registry.verify().faults == ()
    assert registry.close_review("little_giant", ON, LIST, on_record=NO_LIST).ended == tuple(FIRMS[2:])
    with Database.open(MEMORY) as at_once:
        others = held(at_once, clock)
        Registry(at_once, national_rulebook(), clock).close_review("little_giant", ON, LIST, on_record=NO_LIST)
        assert said(database, keys) == said(at_once, others)


@pytest.mark.usefixtures("in_twos")
def test_what_stops_it_in_between_is_told_with_what_is_done_and_what_is_left(
    database: Database, clock: SetClock
) -> None:
    held(database, clock)

    def set_back() -> None:
        clock.instant -= dt.timedelta(hours=1)

    with pytest.raises(StoreError) as raised:
        closing(database, clock, set_back).close_review("little_giant", ON, LIST, on_record=NO_LIST)
    assert [fault.code for fault in raised.value.faults] == ["E660", "E654"]
    assert "2 家的称号已经失效并登记，还有 5 家没有办" in str(raised.value)


@pytest.mark.usefixtures("in_twos")
def test_a_firm_another_writes_of_meanwhile_is_decided_again(
    postgres_register: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database.open(postgres_register) as database:
        keys = held(database, clock)
        append_many, tried = StoredRegister.append_many, list[int]()

        def as_another_writes(register: StoredRegister, rows: Iterable[tuple[int, Event]]) -> object:
            tried.append(len(tried))
            if len(tried) == 2:
                recorded(database, clock, keys[3], PASSED)
            return append_many(register, rows)

        monkeypatch.setattr(StoredRegister, "append_many", as_another_writes)
        report = Registry(database, national_rulebook(), clock).close_review(
            "little_giant", ON, LIST, on_record=NO_LIST
        )
        assert report.ended == (*FIRMS[:3], *FIRMS[4:])
        assert len(tried) == 5
        assert database.verify().faults == ()


@pytest.mark.usefixtures("in_twos")
def test_within_a_transaction_of_another_program_a_list_is_closed_at_once(register_url: str, clock: SetClock) -> None:
    engine = create_engine(register_url)
    with engine.connect() as connection:
        with Database.open(connection) as database:
            held(database, clock)
            seals = database.verify().seals
            registry = Registry(database, national_rulebook(), clock)
            assert len(registry.close_review("little_giant", ON, LIST, on_record=NO_LIST).ended) == 7
            assert database.verify().seals == seals + 1
        connection.rollback()
    engine.dispose()
    with Database.open(register_url) as database:
        assert database.verify().events == 0


def test_titles_are_not_ended_where_no_review_list_of_that_year_is_on_record(
    database: Database, clock: SetClock
) -> None:
    keys = held(database, clock)
    registry = Registry(database, national_rulebook(), clock)
    with pytest.raises(BadInput, match=r"E656.*2026 年专精特新“小巨人”企业的复核名单，7 家会全部失效.*on_record="):
        registry.close_review("little_giant", ON, LIST)
    assert all(registry.standing(name, AsOf(ON)).standing.held for name in FIRMS)
    earlier = attrs.evolve(PASSED, on=day("2025-06-20"), through=day("2026-06-30"), document="工信部企业函〔2025〕9号")
    recorded(database, clock, keys[0], earlier)
    with pytest.raises(BadInput, match="E656"):
        registry.close_review("little_giant", ON, LIST)
    recorded(database, clock, keys[0], PASSED)
    assert registry.close_review("little_giant", ON, LIST).ended == tuple(FIRMS[1:])


def test_after_the_validity_it_says_why_it_finds_nobody(database: Database, clock: SetClock) -> None:
    held(database, clock, FIRMS[:2])
    report = Registry(database, national_rulebook(), clock).close_review("little_giant", day("2026-09-01"), LIST)
    assert (report.ended, report.lapsed) == ((), tuple(FIRMS[:2]))
    assert "另有 2 家有效期在名单的日期以前已经届满，称号已随到期失效，不用再办" in to_text(report)
    nobody = Registry(database, national_rulebook(), clock).close_review("little_giant", day("2031-09-01"), LIST)
    assert "没有查到应复核的" in to_text(nobody)
