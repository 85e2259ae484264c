"""The exchanges' own status codes stand for steps of a listing; a code nobody knows is refused with those known."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from tests.support.events import day, event, recorded
from tiertrack.errors import BadDossier, IllegalTransition
from tiertrack.intake.exchange_status import STATUSES, exchange_named, exchange_status
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board, Exchange
from tiertrack.law.states import Actor, State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.temporal import AsOf
from tiertrack.titles.completion import completed
from tiertrack.titles.consequences import STEP_TERMS, WAITS
from tiertrack.titles.decide import decide, possible
from tiertrack.titles.derived_facts import derived_facts
from tiertrack.titles.events import Event
from tiertrack.titles.standing import standing

K = EventKind
LISTED = title_definition("listed").procedure


def step(stage: str, on: str, **said: object) -> Event:
    found = LISTED.step(stage)
    assert found is not None
    return event(found.kind, on, "listed", stage=stage, **said)


# The codes.


def test_every_status_of_the_two_exchanges_is_there_once() -> None:
    codes = {exchange: [one.full_code for one in STATUSES if one.exchange is exchange] for exchange in Exchange}
    assert codes[Exchange.SSE] == ["1", "2", "3", "3-1", "3-2", "3-3", "3-6", "4", "5-1", "5-2", "5-3", "6", "7", "8"]
    assert codes[Exchange.SZSE] == [
        "20",
        "30",
        "45",
        "44",
        "46",
        "56",
        "54",
        "60",
        "70",
        "74",
        "78",
        "76",
        "80",
        "90",
        "95",
    ]
    assert codes[Exchange.BSE] == []


def test_a_status_has_the_kind_of_its_step() -> None:
    kinds = {one.full_code: one.kind for one in STATUSES if one.exchange is Exchange.SZSE}
    assert [code for code, kind in kinds.items() if kind is K.REJECTED] == ["44", "54", "74", "76", "90"]
    assert [code for code, kind in kinds.items() if kind is K.WITHDRAWN] == ["95"]
    assert str(exchange_status(Exchange.SSE, "3-2")) == "上交所 3-2 有条件通过"


@pytest.mark.parametrize("code", ["3-1", "3.1", " 3 - 1 "])
def test_a_code_and_what_came_of_it_are_parted_by_a_hyphen_or_a_point(code: str) -> None:
    assert exchange_status(Exchange.SSE, code).stage == "committee_passed"


def test_the_same_number_is_another_thing_at_another_exchange() -> None:
    """60 is 提交注册 among the statuses of 深交所; 上交所 has none of that number."""
    assert exchange_status(Exchange.SZSE, "60").stage == "submitted"
    with pytest.raises(BadDossier, match=r"E477.*上交所没有这个状态码.*1 已受理、2 已问询"):
        exchange_status(Exchange.SSE, "60")


@pytest.mark.parametrize("word", ["上交所", "上海证券交易所", "sse", "SSE"])
def test_an_exchange_is_known_by_its_names(word: str) -> None:
    assert exchange_named(word) is Exchange.SSE


def test_each_board_is_of_the_exchanges_that_have_it() -> None:
    assert {board: [one.label for one in board.exchanges] for board in Board} == {
        Board.MAIN: ["上交所", "深交所"],
        Board.STAR: ["上交所"],
        Board.CHINEXT: ["深交所"],
        Board.BSE: ["北交所"],
    }


def test_a_code_a_spreadsheet_took_for_a_date_is_refused_and_numbers_are_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称", "交易所", "状态码", "日期"])
    workbook.active.append(["重庆甲有限公司", "上交所", day("2025-03-01"), day("2025-03-14")])
    workbook.active.append(["重庆乙有限公司", "上交所", 3.1, day("2025-03-14")])
    workbook.active.append(["重庆丙有限公司", "深交所", 45, day("2025-03-14")])
    workbook.save(tmp_path / "动态.xlsx")
    titles = read_title_list(tmp_path / "动态.xlsx")
    assert [(row.event.stage, row.event.document) for row in titles.rows()] == [("committee_passed", None)] * 2
    assert [(fault.code, fault.what) for fault in titles.faults] == [("E465", "状态码被表格软件当成了日期")]


# The procedure.


def test_every_step_that_a_step_may_follow_is_a_step() -> None:
    for procedure in (title_definition(title).procedure for title in TITLES):
        keys = {one.key for one in procedure.steps}
        assert len(keys) == len(procedure.steps)
        assert all({*one.after} <= keys | {""} for one in procedure.steps)


def test_the_lawful_course_of_a_case_is_as_the_exchanges_have_it() -> None:
    """受理→问询→上市委→提交注册→注册→上市; what is under review may be suspended or end; 补充审核 goes back."""
    follows = {(before, one.key) for one in LISTED.steps for before in one.after if before and one.key != "suspended"}
    course = ("accepted", "inquired", "committee", "submitted", "registered")
    assert set(pairwise(course)) <= follows
    assert {("committee", "postponed"), ("postponed", "inquired"), ("submitted", "supplementary")} <= follows
    assert ("supplementary", "committee") in follows
    review = {"accepted", "inquired", "committee", "committee_passed", "postponed", "submitted", "supplementary"}
    for ending in ("suspended", "terminated", "withdrawn"):
        found = LISTED.step(ending)
        assert found is not None
        assert review <= set(found.after)
    # And nothing leads from after the registration back into review.
    assert {after for before, after in follows if before == "registered"} == {"issued", "registration_terminated"}


@pytest.mark.parametrize("stage", [one.key for one in LISTED.steps])
def test_the_first_that_is_heard_of_a_case_may_be_any_step(stage: str) -> None:
    """A list tells where a case is, not how it came there."""
    found = standing(recorded([step(stage, "2025-03-14")]), AsOf(day("2025-03-14"))).track("listed")
    wanted = LISTED.step(stage)
    assert wanted is not None
    assert (found.state, found.stage, found.irregular) == (wanted.state, stage, ())


@pytest.mark.parametrize("stage", [one.key for one in LISTED.steps if one.key != "neeq_listed"])
def test_nobody_can_begin_a_case_in_the_middle(stage: str) -> None:
    with pytest.raises(IllegalTransition):
        decide(standing((), AsOf(day("2025-03-14"))), step(stage, "2025-03-14"))


def test_what_can_be_done_next_follows_the_step_a_case_has_come_to() -> None:
    rejected = standing(recorded([step("committee_rejected", "2025-03-14")]), AsOf(day("2025-03-15"))).track("listed")
    assert {K.ADVANCED, K.REJECTED} <= set(possible(rejected))
    assert K.REJECTED not in possible(standing((), AsOf(day("2025-03-15"))).track("listed"))
    refused = standing(recorded([step("registration_refused", "2025-03-14")]), AsOf(day("2025-03-15"))).track("listed")
    assert K.REJECTED not in possible(refused)


def test_a_step_is_taken_by_whoever_takes_it() -> None:
    submitted = standing(recorded([step("submitted", "2025-03-14")]), AsOf(day("2025-04-14")))
    refusal = step("registration_refused", "2025-04-14")
    decide(submitted, refusal, by=Actor.SECURITIES_REGULATOR)
    with pytest.raises(IllegalTransition, match="由证监会办理，不由证券交易所办理"):
        decide(submitted, refusal, by=Actor.EXCHANGE)


def test_a_case_first_heard_of_by_a_step_is_an_application() -> None:
    inquired = step("inquired", "2025-03-14")
    withdrawn, again = step("withdrawn", "2025-04-14"), step("accepted", "2025-12-01")
    found = standing(recorded([inquired]), AsOf(day("2025-03-20")))
    assert [one.on for one in found.applications] == [day("2025-03-14")]
    found = standing(recorded([inquired, withdrawn, again]), AsOf(day("2025-12-20")))
    assert [one.on for one in found.applications] == [day("2025-12-01")]


def test_steps_of_one_day_were_taken_in_the_order_of_the_procedure() -> None:
    stages = ("committee_passed", "accepted", "submitted", "inquired")
    found = standing(recorded([step(one, "2025-03-14") for one in stages]), AsOf(day("2025-03-14")))
    assert found.track("listed").stage == "submitted"


# What follows.


def test_whoever_was_refused_registration_waits_six_months() -> None:
    (rule,) = WAITS
    assert "条文原句未能核实" in str(rule.citation)
    refused = completed(Event(title="listed", kind=K.REJECTED, on=day("2025-08-31"), stage="registration_refused"))
    assert (refused.until, refused.derived) == (day("2026-02-28"), True)
    printed = Event(
        title="listed", kind=K.REJECTED, on=day("2025-08-31"), stage="registration_refused", until=day("2026-09-01")
    )
    assert completed(printed) is printed
    ended = Event(title="listed", kind=K.REJECTED, on=day("2025-08-31"), stage="terminated")
    assert completed(ended) is ended
    other = Event(title="srdi_sme", kind=K.REJECTED, on=day("2025-08-31"), stage="registration_refused")
    assert completed(other) is other


def test_a_completion_letter_and_a_registration_are_good_for_a_year() -> None:
    assert {(one.stage, one.months) for one in STEP_TERMS} == {("tutoring_completed", 12), ("registered", 12)}
    assert all(LISTED.step(one.stage) for one in STEP_TERMS)


def test_the_day_of_the_committee_is_of_the_case_under_way() -> None:
    def passed(*events: Event, on: str = "2026-01-01") -> list[tuple[str, object]]:
        return [(one.key, one.value) for one in derived_facts(recorded(events), AsOf(day(on)))]

    first, later = step("committee_passed", "2024-04-12"), step("committee_passed", "2024-10-12")
    fact = [("committee_passed_on", day("2024-04-12").toordinal())]
    assert passed(first) == passed(first, step("supplementary", "2024-08-01"), later) == fact
    assert passed(first, on="2024-04-11") == []
    for ending in ("withdrawn", "terminated", "registration_refused", "accepted"):
        assert passed(first, step(ending, "2024-06-01")) == []
        assert passed(first, step(ending, "2024-06-01"), later)[0][1] == day("2024-10-12").toordinal()
    assert passed(first, event(K.APPLIED, "2024-06-01", "listed")) == []
    assert passed(step("postponed", "2024-04-12"), step("re_reviewed", "2024-05-12")) == []
    assert passed(step("neeq_listed", "2022-04-12"), step("neeq_listed", "2023-04-12"), first) == [
        *fact,
        ("neeq_listed_on", day("2023-04-12").toordinal()),
    ]
    granted = event(K.RECOGNISED, "2024-12-12", "listed")
    assert passed(first, granted) == fact


def test_a_delisting_is_one_way() -> None:
    delisted = [event(K.RECOGNISED, "2015-01-01", "listed"), event(K.REVOKED, "2025-07-01", "listed")]
    again = event(K.RECOGNISED, "2027-07-01", "listed")
    found = standing(recorded(delisted), AsOf(again.on))
    assert found.track("listed").state is State.REVOKED
    outcome = decide(found, again)
    assert [ground.text for ground in outcome.grounds] == ["“退市”以后没有重新申请的登记；退市是单向的"]  # type: ignore[union-attr]
    # Titles that end by an act of their own but are not applied for may be given again.
    left = [event(K.RECOGNISED, "2015-01-01", "above_scale"), event(K.REVOKED, "2025-07-01", "above_scale")]
    back = event(K.RECOGNISED, "2027-07-01", "above_scale")
    assert decide(standing(recorded(left), AsOf(back.on)), back).grounds == ()  # type: ignore[union-attr]
