"""Whom an achievement lifts onto the first rung, and where it is in the district's pool."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from tests.support.events import day, event, recorded
from tiertrack.facts.achievement import Achievement, Party, Relation, Role
from tiertrack.facts.dossier import Dossier, HeldTitle
from tiertrack.ladder.first_rung import FirstRung, first_rung
from tiertrack.ladder.order import select_ladder
from tiertrack.ladder.pool import PoolStatus, pool_status
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.logic.truth import Truth
from tiertrack.render.register.achievement_text import carried_data, carried_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.standing import Standing, standing

ON = day("2026-06-30")
BANAN = Region("500113")
YEARS = (Period.through(day("2025-01-01"), day("2026-12-31")),)
SINCE_JUNE = (Relation(Party("甲公司"), Role.PRODUCER, day("2025-06-01")),)
CHIP = Achievement("芯片", listings=YEARS, relations=SINCE_JUNE)


def rung(*achievements: Achievement, on: dt.date = ON, **firm: Any) -> FirstRung:
    dossier = Dossier("甲公司", achievements=achievements, **firm)
    return first_rung(dossier, on, national_rulebook())


# ------------------------------------------------------------------------------------------------------- the first rung


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("2025-05-31", Truth.FALSE),
        ("2025-06-01", Truth.TRUE),
        ("2026-12-31", Truth.TRUE),
        ("2027-01-01", Truth.FALSE),
    ],
)
def test_a_listed_achievement_lifts_from_the_day_it_is_in_production_as_long_as_it_is_listed(
    on: str, held: Truth
) -> None:
    assert rung(CHIP, on=day(on)).held is held


def test_one_achievement_that_lifts_is_enough() -> None:
    other = attrs.evolve(CHIP, name="探针", listings=())
    found = rung(other, CHIP)
    assert (found.held, [one.lifts for one in found.carried]) == (Truth.TRUE, [Truth.FALSE, Truth.TRUE])


def test_an_achievement_of_others_is_not_among_those_carried() -> None:
    elsewhere = attrs.evolve(CHIP, relations=(attrs.evolve(SINCE_JUNE[0], enterprise=Party("乙公司")),))
    assert (rung(elsewhere).held, rung(elsewhere).carried) == (Truth.FALSE, ())


def test_the_earliest_day_in_production_counts() -> None:
    later = Relation(Party("甲公司"), Role.LICENSEE, day("2025-01-01"), day("2025-09-01"))
    (carried,) = rung(attrs.evolve(CHIP, relations=(later, *SINCE_JUNE))).carried
    assert carried.since == day("2025-06-01")


def test_an_achievement_whose_relations_are_unknown_may_lift() -> None:
    unknown = attrs.evolve(CHIP, relations=None)
    (carried,) = rung(unknown).carried
    assert (carried.since, carried.produced, carried.lifts) == (None, Truth.UNKNOWN, Truth.UNKNOWN)


def test_the_rung_lasts_as_long_as_the_last_listing_of_what_lifts() -> None:
    longer = attrs.evolve(CHIP, name="探针", listings=(*YEARS, Period.through(day("2027-01-01"), day("2028-12-31"))))
    ended = attrs.evolve(CHIP, name="旧", listings=(Period.through(day("2029-01-01"), day("2030-12-31")),))
    assert rung(CHIP).through == day("2026-12-31")
    assert rung(CHIP, longer, ended).through == day("2028-12-31")
    assert rung(attrs.evolve(CHIP, listings=(Period(day("2025-01-01")),))).through is None


def titled(*periods: Period) -> dict[str, Any]:
    return {
        "titles": tuple(HeldTitle("achievement", one) for one in periods),
        "known_titles": frozenset({"achievement"}),
    }


@pytest.mark.parametrize(
    ("firm", "achievements", "held"),
    [
        (titled(*YEARS), (), Truth.TRUE),
        (titled(), (), Truth.FALSE),
        (titled(), (CHIP,), Truth.TRUE),
        (titled(), (Achievement("不明"),), Truth.UNKNOWN),
        ({}, (), Truth.FALSE),
        ({}, (Achievement("不明"),), Truth.UNKNOWN),
    ],
)
def test_a_title_held_is_enough_and_one_not_held_is_no_bar(
    firm: dict[str, Any], achievements: tuple[Achievement, ...], held: Truth
) -> None:
    assert rung(*achievements, **firm).held is held


def test_without_any_word_on_achievements_the_title_alone_counts() -> None:
    for firm, held in (({}, Truth.UNKNOWN), (titled(), Truth.FALSE), (titled(*YEARS), Truth.TRUE)):
        found = first_rung(Dossier("甲公司", **firm), ON, national_rulebook())
        assert (found.held, found.carried) == (held, ())


def test_where_a_file_does_not_say_what_is_listed_the_standard_of_the_place_is_asked() -> None:
    unlisted = attrs.evolve(CHIP, listings=None)
    elsewhere = national_rulebook().edition("achievement/recognition/2024")
    only_here = attrs.evolve(elsewhere, region=BANAN, criteria=())
    rulebook = national_rulebook().extended([only_here])
    at_home = Dossier("甲公司", region="500113", achievements=(unlisted,))
    assert first_rung(at_home, ON, rulebook).held is Truth.TRUE
    assert first_rung(attrs.evolve(at_home, region=None), ON, rulebook).held is Truth.UNKNOWN
    assert first_rung(attrs.evolve(at_home, region=None), ON, rulebook, BANAN).held is Truth.TRUE
    there = attrs.evolve(at_home, region=None, achievements=(attrs.evolve(unlisted, region="500113"),))
    assert first_rung(there, ON, rulebook).held is Truth.TRUE


def test_in_a_register_meeting_the_standard_is_not_enough() -> None:
    met = attrs.evolve(CHIP, listings=None, on_record=True)
    easy = attrs.evolve(national_rulebook().edition("achievement/recognition/2024"), region=BANAN, criteria=())
    rulebook = national_rulebook().extended([easy])
    (carried,) = first_rung(Dossier("甲公司", region="500113", achievements=(met,)), ON, rulebook).carried
    assert carried.assessment is not None
    assert (carried.assessment.truth, carried.lifts) == (Truth.TRUE, Truth.UNKNOWN)


def test_before_there_was_a_standard_only_the_pool_can_tell() -> None:
    early = day("2023-06-30")
    relations = (attrs.evolve(SINCE_JUNE[0], since=day("2022-06-01")),)
    (unlisted,) = rung(attrs.evolve(CHIP, listings=None, relations=relations), on=early).carried
    assert (unlisted.assessment, unlisted.lifts) == (None, Truth.UNKNOWN)
    assert carried_text(unlisted) == "“芯片”　2022-06-01 落地，是否在库不明"
    assert carried_data(unlisted)["truth"] is None


@pytest.mark.parametrize(
    ("listings", "said"),
    [(YEARS, "在库"), ((), "不在库"), (None, "是否在库不明")],
)
def test_it_is_told_whether_an_achievement_is_in_the_pool(listings: tuple[Period, ...] | None, said: str) -> None:
    (carried,) = rung(attrs.evolve(CHIP, listings=listings)).carried
    assert carried_text(carried) == f"“芯片”　2025-06-01 落地，{said}，待补充·本地缺省口径（第 1 版）"
    assert json.dumps(carried_data(carried), ensure_ascii=False)


# ------------------------------------------------------------------------------------------------------------- the pool


def holder(title: str, since: str, on: dt.date = ON, **said: str) -> Standing:
    return standing(recorded([event(EventKind.RECOGNISED, since, title, **said)]), AsOf(on))


def status(*producers: Standing, on: str = "2026-06-30", listings: tuple[Period, ...] | None = YEARS) -> Any:
    version = select_ladder(day(on), BANAN)
    return pool_status(attrs.evolve(CHIP, listings=listings), day(on), producers, version)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2024-12-31", None),
        ("2025-01-01", PoolStatus.LISTED),
        ("2026-12-31", PoolStatus.LISTED),
        ("2027-01-01", PoolStatus.REMOVED),
    ],
)
def test_an_achievement_is_listed_and_then_removed(on: str, found: PoolStatus | None) -> None:
    assert status(on=on) is found


@pytest.mark.parametrize("listings", [None, ()])
def test_what_was_never_listed_has_no_status(listings: tuple[Period, ...] | None) -> None:
    assert status(holder("srdi_sme", "2024-07-01"), listings=listings) is None


@pytest.mark.parametrize(
    ("title", "since", "found"),
    [
        ("hard_tech", "2025-06-30", PoolStatus.CONVERTED),
        ("hard_tech", "2025-07-01", PoolStatus.LISTED),
        ("listed", "2020-07-01", PoolStatus.CONVERTED),
        ("innovative_sme", "2023-06-30", PoolStatus.LISTED),
        ("achievement", "2023-06-30", PoolStatus.LISTED),
    ],
)
def test_it_is_converted_twelve_months_after_an_enterprise_reached_the_third_rung(
    title: str, since: str, found: PoolStatus
) -> None:
    assert status(Standing(AsOf(ON), {}), holder(title, since)) is found


def test_what_was_converted_stays_so_when_its_listing_ends() -> None:
    assert status(holder("srdi_sme", "2024-07-01", day("2027-06-30")), on="2027-06-30") is PoolStatus.CONVERTED


def test_which_rung_is_the_third_is_a_matter_of_the_ladder_in_force() -> None:
    city = select_ladder(ON, Region("500112"))
    assert pool_status(CHIP, ON, [holder("innovative_sme", "2024-07-01")], city) is PoolStatus.CONVERTED
    assert pool_status(CHIP, ON, [holder("hard_tech", "2024-07-01")], city) is PoolStatus.LISTED


def test_each_status_has_its_name() -> None:
    assert [one.label for one in PoolStatus] == ["入库", "出库", "已转化"]
