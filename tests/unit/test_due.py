"""What falls due follows from what a firm holds, the deadlines of its region and year, and the standards of the day."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from tests.support.events import day, event, recorded
from tiertrack.duties.due import Position, falling_due
from tiertrack.duties.duty import Duty, DutyKind
from tiertrack.facts.dossier import Application, Dossier
from tiertrack.ladder.eligibility import may_apply
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.titles import TITLES
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks import national_rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.events import ENTERPRISE, Event
from tiertrack.titles.standing import standing

K, D = EventKind, DutyKind
SRDI = event(K.RECOGNISED, "2024-07-01", through="2027-06-30")


def due(on: str, *events: Event, within: int = 90, region: str | None = "500113") -> tuple[Duty, ...]:
    """What falls due for one firm of which this is known."""
    asof, stream = AsOf(day(on)), recorded(events)
    dossier = Dossier(
        "虚构企业",
        region=region,
        titles=standing(stream, asof).titles,
        known_titles=frozenset(TITLES),
        known_applications=frozenset(TITLES),
    )
    position = Position("虚构企业", standing(stream, asof), dossier, national_rulebook())
    return falling_due(position, asof.on + dt.timedelta(days=within))


def told(*duties: Duty) -> list[tuple[str, D, str | None]]:
    return [(one.due.isoformat(), one.kind, one.title) for one in duties]


def of(kind: D, duties: tuple[Duty, ...]) -> list[Duty]:
    return [one for one in duties if one.kind is kind]


def test_the_yearly_update_is_due_by_april_until_2025_and_by_may_from_2026() -> None:
    assert told(*of(D.YEARLY_UPDATE, due("2025-03-01", SRDI))) == [("2025-04-30", D.YEARLY_UPDATE, "srdi_sme")]
    assert told(*of(D.YEARLY_UPDATE, due("2026-03-10", SRDI))) == [("2026-05-31", D.YEARLY_UPDATE, "srdi_sme")]
    (duty,) = of(D.YEARLY_UPDATE, due("2026-05-31", SRDI, within=0))
    assert "2号" in duty.why
    assert duty.consequence == "同一有效期内累计两次未更新的，取消认定"
    assert of(D.YEARLY_UPDATE, due("2026-06-01", SRDI)) == []


@pytest.mark.parametrize(
    ("place", "caution"),
    [
        ("500113", "参照天津市，以本市通知为准"),
        (None, "参照天津市，以本市通知为准"),
        ("120101", ""),
        ("370202", "参照天津市，以本省通知为准"),
        ("450100", "参照天津市，以本自治区通知为准"),
    ],
)
def test_a_day_taken_from_the_notice_of_another_place_says_so(place: str | None, caution: str) -> None:
    (duty,) = of(D.YEARLY_UPDATE, due("2026-03-10", SRDI, region=place))
    said = f"（{caution}）" if caution else ""
    assert (duty.caution, duty.what) == (caution, f"更新 2026 年度信息{said}")
    (before,) = of(D.YEARLY_UPDATE, due("2025-03-10", SRDI, region=place))
    assert before.caution == ""


def test_an_update_made_is_no_longer_due() -> None:
    made = event(K.UPDATED, "2026-04-20", year=2026)
    assert of(D.YEARLY_UPDATE, due("2026-05-01", SRDI, made)) == []


def test_no_update_is_due_once_the_title_has_ended() -> None:
    ended = event(K.RECOGNISED, "2023-05-01", through="2026-04-30")
    assert of(D.YEARLY_UPDATE, due("2026-04-01", ended)) == []


def test_beijing_exempted_who_was_recognised_that_year() -> None:
    held = event(K.RECOGNISED, "2024-03-01", through="2027-02-28")
    assert of(D.YEARLY_UPDATE, due("2024-05-01", held, region="110108")) == []
    earlier = event(K.RECOGNISED, "2023-07-01", through="2026-06-30")
    (duty,) = of(D.YEARLY_UPDATE, due("2024-05-01", earlier, region="110108"))
    assert (duty.opens, duty.due) == (day("2024-05-10"), day("2024-06-10"))


def test_in_fujian_every_month_has_a_report_of_its_own_while_the_title_is_held() -> None:
    held = event(K.RECOGNISED, "2024-07-01", "innovative_sme", through="2025-05-24")
    reports = of(D.MONTHLY_REPORT, due("2025-02-26", held, within=120, region="350100"))
    assert [one.due for one in reports] == [day("2025-03-25"), day("2025-04-25")]
    assert "闽工信函中小〔2024〕178号" in reports[0].why
    assert of(D.MONTHLY_REPORT, due("2025-02-26", held, within=120, region="360100")) == []


@pytest.mark.parametrize(
    ("on", "region", "through", "opens"),
    [
        ("2026-03-10", "120110", "2027-03-31", "2026-02-28"),
        ("2026-03-10", "120110", "2027-02-28", "2026-01-28"),
        ("2026-03-10", "120110", "2026-12-31", "2026-01-01"),
        # What ends in April 2027 or later waits for its own year, and elsewhere nothing is taken so early.
        ("2026-03-10", "120110", "2027-04-01", None),
        ("2026-03-10", "130200", "2027-03-31", None),
        ("2025-12-31", "120110", "2026-12-31", None),
    ],
)
def test_tianjin_takes_the_reviews_of_2026_up_to_thirteen_months_ahead(
    on: str, region: str, through: str, opens: str | None
) -> None:
    held = event(K.RECOGNISED, "2024-04-01", through=through)
    found = of(D.REVIEW, due(on, held, within=30, region=region))
    assert [(one.opens, one.due) for one in found] == ([(day(opens), day(through))] if opens else [])
    assert all("津工信中小企服〔2026〕5号" in one.why for one in found)


def test_after_one_miss_the_next_update_carries_a_warning() -> None:
    missed = event(K.UPDATE_MISSED, "2026-06-01", year=2026)
    (warning,) = of(D.SECOND_MISS, due("2027-04-01", SRDI, missed))
    assert (warning.warning, warning.due, warning.consequence) == (True, day("2027-05-31"), "取消认定")
    assert "2026 年度已漏更一次" in warning.what
    assert of(D.SECOND_MISS, due("2027-04-01", SRDI)) == []


def test_a_major_change_is_reported_within_three_calendar_months() -> None:
    renamed = event(K.RENAMED, "2025-11-30", ENTERPRISE, value="新名称")
    (duty,) = of(D.CHANGE_REPORT, due("2025-12-01", SRDI, renamed))
    assert (duty.due, duty.warning, duty.title) == (day("2026-02-28"), False, None)
    (late,) = of(D.CHANGE_REPORT, due("2026-03-01", SRDI, renamed))
    assert late.warning
    assert "已逾期" in late.what
    reported = event(K.CHANGE_REPORTED, "2025-12-20", ENTERPRISE)
    assert of(D.CHANGE_REPORT, due("2026-01-01", SRDI, renamed, reported)) == []
    assert of(D.CHANGE_REPORT, due("2025-12-01", renamed)) == []


def test_each_change_is_reported_for_itself_and_on_the_day_itself_at_the_soonest() -> None:
    renamed = event(K.RENAMED, "2025-11-10", ENTERPRISE, value="新名称")
    merged = event(K.MERGED, "2025-11-20", ENTERPRISE, value="某某集团")
    of_merger = event(K.CHANGE_REPORTED, "2025-11-25", ENTERPRISE, value="merged")
    assert [one.due for one in of(D.CHANGE_REPORT, due("2025-12-01", SRDI, renamed, merged, of_merger))] == [
        day("2026-02-10")
    ]
    same_day = event(K.CHANGE_REPORTED, "2025-11-20", ENTERPRISE)
    assert of(D.CHANGE_REPORT, due("2025-12-01", SRDI, merged, same_day)) == []
    sooner = event(K.CHANGE_REPORTED, "2025-11-19", ENTERPRISE)
    assert len(of(D.CHANGE_REPORT, due("2025-12-01", SRDI, merged, sooner))) == 1
    assert len(of(D.CHANGE_REPORT, due("2025-12-01", SRDI, merged, within=81))) == 1
    assert of(D.CHANGE_REPORT, due("2025-12-01", SRDI, merged, within=80)) == []
    within_the_province = event(K.RELOCATED, "2025-11-20", ENTERPRISE, value="500112")
    assert of(D.CHANGE_REPORT, due("2025-12-01", SRDI, within_the_province)) == []


def test_a_change_is_reported_under_the_measure_of_its_day_by_whoever_still_holds_the_title() -> None:
    for on, source in (("2025-12-01", "63号 第三章"), ("2026-04-01", "2号 第三章")):
        merged = event(K.MERGED, on, ENTERPRISE, value="某某集团")
        (duty,) = of(D.CHANGE_REPORT, due(on, SRDI, merged, within=120))
        assert source in duty.why
    held = event(K.RECOGNISED, "2021-07-01")
    before = event(K.MERGED, "2022-07-31", ENTERPRISE, value="某某集团")
    assert of(D.CHANGE_REPORT, due("2022-09-01", held, before)) == []
    after_it_ended = event(K.MERGED, "2027-06-01", ENTERPRISE, value="某某集团")
    assert of(D.CHANGE_REPORT, due("2027-08-01", SRDI, after_it_ended)) == []


def test_a_duty_on_the_first_or_the_last_day_asked_about_counts() -> None:
    for on, within, count in (
        ("2027-06-30", 0, 1),
        ("2027-06-01", 29, 1),
        ("2027-06-01", 28, 0),
        ("2027-07-01", 30, 0),
    ):
        assert len(of(D.REVIEW, due(on, SRDI, within=within))) == count
    for on, within, count in (
        ("2026-04-01", 24, 1),
        ("2026-04-01", 23, 0),
        ("2026-05-25", 0, 1),
        ("2026-05-26", 30, 0),
    ):
        assert len(of(D.APPLICATION, due(on, SRDI, within=within))) == count


def test_what_is_said_of_one_title_does_not_hide_another() -> None:
    listed = event(K.RECOGNISED, "2020-01-01", "listed")
    pending = (
        event(K.RECOGNISED, "2024-07-01", "innovative_sme"),
        event(K.REVIEW_APPLIED, "2027-04-01", "innovative_sme"),
    )
    found = of(D.REVIEW, due("2027-05-01", listed, *pending, SRDI))
    assert [one.title for one in found] == ["srdi_sme"]


def test_in_chongqing_in_2025_the_local_standard_opened_the_way() -> None:
    applied = event(K.APPLIED, "2025-03-10", document="回执")
    known = Position("虚构企业", standing((), AsOf(day("2025-05-20"))), _with_application(applied), national_rulebook())
    assert may_apply(known.dossier, "little_giant", day("2025-05-20"), known.rulebook) is Truth.TRUE
    elsewhere = attrs.evolve(known.dossier, region="510100")
    assert may_apply(elsewhere, "little_giant", day("2025-05-20"), known.rulebook) is Truth.FALSE
    unknown = Dossier("虚构企业", region="500113")
    assert may_apply(unknown, "little_giant", day("2025-05-20"), known.rulebook) is Truth.UNKNOWN
    assert may_apply(unknown, "tech_sme", day("2025-05-20"), known.rulebook) is Truth.UNKNOWN


def _with_application(applied: Event) -> Dossier:
    everything = frozenset(TITLES)
    made = (Application(applied.title, applied.on),)
    return Dossier(
        "虚构企业", region="500113", known_titles=everything, applications=made, known_applications=everything
    )


def test_a_review_is_due_by_the_window_of_the_notice_where_one_is_encoded() -> None:
    held = event(K.RECOGNISED, "2023-07-01", "little_giant", through="2026-06-30")
    (duty,) = of(D.REVIEW, due("2026-03-01", held))
    assert (duty.opens, duty.due) == (day("2026-04-25"), day("2026-05-25"))
    assert "117号" in duty.why


def test_a_review_waits_for_the_window_of_the_last_year_whatever_window_comes_before_it() -> None:
    held = event(K.RECOGNISED, "2022-01-01", "champion", through="2024-12-31")
    (early,) = of(D.REVIEW, due("2023-11-01", held, within=500))
    assert (early.due, "截止" in early.what) == (day("2024-10-27"), False)
    (late,) = of(D.REVIEW, due("2024-11-01", held))
    assert (late.due, late.what) == (day("2024-12-31"), "有效期至 2024-12-31，提交复核（当年窗口已于 2024-10-27 截止）")


def test_elsewhere_a_review_is_due_by_the_last_day_of_the_validity() -> None:
    (duty,) = of(D.REVIEW, due("2027-04-15", SRDI))
    assert (duty.opens, duty.due) == (day("2027-03-30"), day("2027-06-30"))
    under_way = event(K.REVIEW_APPLIED, "2027-04-10")
    assert of(D.REVIEW, due("2027-04-15", SRDI, under_way)) == []


def test_whoever_lost_the_right_to_review_is_told_to_apply_anew() -> None:
    held = event(K.RECOGNISED, "2023-07-01")
    missed = event(K.UPDATE_MISSED, "2025-05-01", year=2025)
    (duty,) = of(D.REVIEW, due("2026-05-01", held, missed))
    assert duty.warning
    assert duty.what == "已不能复核，到期后只能重新申报"


def test_a_title_without_a_review_is_applied_for_again() -> None:
    held = event(K.RECOGNISED, "2023-11-01", "high_tech_enterprise")
    (duty,) = of(D.APPLICATION, due("2026-09-01", held))
    assert (duty.due, duty.title) == (day("2026-10-31"), "high_tech_enterprise")


def test_the_window_for_little_giants_is_for_whoever_holds_the_lower_title() -> None:
    (duty,) = of(D.APPLICATION, due("2026-04-01", SRDI))
    assert (duty.title, duty.opens, duty.due) == ("little_giant", day("2026-04-25"), day("2026-05-25"))
    assert of(D.APPLICATION, due("2026-04-01")) == []
    champion = event(K.RECOGNISED, "2024-07-01", "champion")
    assert of(D.APPLICATION, due("2026-04-01", SRDI, champion)) == []
    applied = event(K.APPLIED, "2026-04-26", "little_giant", document="回执")
    assert of(D.APPLICATION, due("2026-05-01", SRDI, applied)) == []


def test_a_pooled_firm_is_told_of_the_window_of_a_title_that_asks_for_no_other() -> None:
    pooled = event(K.POOLED, "2024-01-05", "innovative_sme")
    (duty,) = of(D.APPLICATION, due("2024-02-01", pooled))
    assert (duty.title, duty.due) == ("innovative_sme", day("2024-03-20"))


def test_a_holder_of_a_higher_title_is_not_told_to_apply_for_a_lower_one() -> None:
    upper = event(K.RECOGNISED, "2024-07-01", "little_giant")
    base = event(K.RECOGNISED, "2023-07-01", "innovative_sme")
    assert [one.title for one in of(D.APPLICATION, due("2025-03-01", base))] == ["srdi_sme"]
    assert of(D.APPLICATION, due("2025-03-01", base, upper)) == []


def test_a_prerequisite_that_ends_before_the_window_closes_is_a_warning() -> None:
    ending = event(K.RECOGNISED, "2023-05-10", through="2026-05-09")
    (duty,) = of(D.PREREQUISITE_EXPIRING, due("2026-04-01", ending))
    assert (duty.due, duty.title, duty.warning) == (day("2026-05-09"), "srdi_sme", True)
    assert of(D.PREREQUISITE_EXPIRING, due("2026-04-01", SRDI)) == []


def test_a_prerequisite_is_in_danger_until_the_last_day_of_the_window() -> None:
    for through, on, within, count in (
        ("2026-05-24", "2026-05-24", 0, 1),
        ("2026-05-24", "2026-05-01", 23, 1),
        ("2026-05-24", "2026-05-01", 22, 0),
        ("2026-05-25", "2026-05-01", 90, 0),
    ):
        ending = event(K.RECOGNISED, "2023-05-10", through=through)
        found = of(D.PREREQUISITE_EXPIRING, due(on, ending, within=within))
        assert len(found) == count
        assert all("早于专精特新“小巨人”企业申报窗口的最后一日 2026-05-25" in one.what for one in found)
        assert all("117号" in one.why for one in found)


def test_duties_come_in_the_order_of_their_days() -> None:
    renamed = event(K.RENAMED, "2026-01-20", ENTERPRISE, value="新名称")
    assert [one.due for one in due("2026-03-10", SRDI, renamed)] == sorted(
        one.due for one in due("2026-03-10", SRDI, renamed)
    )
