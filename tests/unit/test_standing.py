"""What an enterprise is and holds follows from what happened, the day asked about and what was known then, never from
the order in which we heard of it."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise, permutations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import day, event, instant, on_record, recorded
from tiertrack import Registry, to_text
from tiertrack.errors import BadDossier
from tiertrack.ladder.order import select_ladder
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.law.states import State
from tiertrack.law.tiers import Tier
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.completion import valid_through
from tiertrack.titles.events import ENTERPRISE, Event, Reason, RecordedEvent
from tiertrack.titles.standing import Standing, standing
from tiertrack.titles.track import Track, evolve

K = EventKind
RECOGNISED_2021 = on_record(event(K.RECOGNISED, "2021-07-01", document="2021 年名单"))
REVIEWED_2024 = on_record(event(K.REVIEW_PASSED, "2024-07-01", document="2024 年复核名单"), 2, "2024-08-01")


def holds(events: tuple[RecordedEvent, ...], on: str, known_at: str | None = None) -> list[str]:
    asof = AsOf(day(on), instant(known_at) if known_at else None)
    return [one.document for one in standing(events, asof).held]


def after(*events: Event, on: str, title: str = "srdi_sme") -> Track:
    """Where a title stands on a day after what happened to the enterprise."""
    return standing(recorded(events), AsOf(day(on))).track(title)


@pytest.mark.parametrize(
    ("starts", "last"),
    [
        ("2024-07-01", "2027-06-30"),
        ("2024-01-01", "2026-12-31"),
        ("2024-03-01", "2027-02-28"),
        ("2024-02-29", "2027-02-28"),
        ("2025-03-01", "2028-02-29"),
    ],
)
def test_three_years_end_on_the_day_before_the_third_anniversary(starts: str, last: str) -> None:
    assert valid_through(day(starts)) == day(last)


def test_a_title_is_held_from_its_first_day_through_its_last() -> None:
    events = (RECOGNISED_2021,)
    assert holds(events, "2021-06-30") == []
    assert holds(events, "2021-07-01") == ["2021 年名单"]
    assert holds(events, "2024-06-30") == ["2021 年名单"]
    assert holds(events, "2024-07-01") == []


def test_a_title_ends_without_anybody_recording_that_it_ended() -> None:
    found = standing((RECOGNISED_2021,), AsOf(day("2025-01-01")))
    assert [(one.title, one.period.last, one.document) for one in found.ended] == [
        ("srdi_sme", day("2024-06-30"), "2021 年名单")
    ]
    assert (found.track("srdi_sme").state, found.track("srdi_sme").since) == (State.LAPSED, day("2024-07-01"))


def test_its_review_is_due_in_its_last_three_months() -> None:
    states = {on: standing((RECOGNISED_2021,), AsOf(day(on))).track("srdi_sme").state for on in _AROUND_REVIEW}
    assert states == _AROUND_REVIEW


_AROUND_REVIEW = {
    "2024-03-29": State.HELD,
    "2024-03-30": State.REVIEW_DUE,
    "2024-06-30": State.REVIEW_DUE,
    "2024-07-01": State.LAPSED,
}


def test_a_listing_has_no_last_day() -> None:
    listed = on_record(event(K.RECOGNISED, "2010-05-01", "listed", document="上市公告"))
    assert listed.through is None
    assert holds((listed,), "2099-01-01") == ["上市公告"]


def test_a_passed_review_extends_the_title_by_its_own_period() -> None:
    events = (RECOGNISED_2021, REVIEWED_2024)
    assert holds(events, "2024-06-30") == ["2021 年名单"]
    assert holds(events, "2024-07-01") == ["2024 年复核名单"]
    assert holds(events, "2027-06-30") == ["2024 年复核名单"]
    assert holds(events, "2027-07-01") == []


def test_the_order_in_which_events_arrive_does_not_matter() -> None:
    later = on_record(event(K.REVIEW_PASSED, "2027-07-01", document="2027 年复核名单"), 3)
    events = (attrs.evolve(REVIEWED_2024, version=1), attrs.evolve(RECOGNISED_2021, version=2), later)
    for on in ("2023-01-01", "2026-01-01", "2029-01-01", "2031-01-01"):
        answers = [standing(order, AsOf(day(on))) for order in permutations(events)]
        assert all(answer == answers[0] for answer in answers)
    assert holds(events, "2023-01-01") == ["2021 年名单"]


def test_a_review_that_starts_early_cuts_the_period_before_it_short() -> None:
    early = on_record(event(K.REVIEW_PASSED, "2024-05-01", through="2027-04-30"), 2)
    spells = standing((RECOGNISED_2021, early), AsOf(day("2025-01-01"))).titles
    assert [one.period for one in spells] == [
        Period(day("2021-07-01"), day("2024-05-01")),
        Period(day("2024-05-01"), day("2027-05-01")),
    ]


def test_a_corrected_period_replaces_the_mistaken_one_wholly() -> None:
    mistaken = on_record(event(K.RECOGNISED, "2021-07-01", document="名单", through="2025-12-31"))
    correct = on_record(
        event(K.RECOGNISED, "2021-07-05", document="名单", through="2024-06-30"), 2, "2025-03-01", corrects=1
    )
    events = (mistaken, correct)
    assert holds(events, "2021-07-01") == []
    assert holds(events, "2025-01-01") == []
    assert holds(events, "2025-01-01", "2025-02-28") == ["名单"]


def test_a_voided_event_never_happened_from_the_day_we_learned_so() -> None:
    voided = on_record(Event(title="srdi_sme", kind=K.VOIDED, on=day("2022-01-01")), 2, "2022-01-02", corrects=1)
    events = (RECOGNISED_2021, voided)
    assert holds(events, "2021-12-01") == []
    assert holds(events, "2021-12-01", "2022-01-01") == ["2021 年名单"]


def test_what_was_recorded_later_was_not_known_before() -> None:
    events = (RECOGNISED_2021, attrs.evolve(REVIEWED_2024, recorded_at=instant("2024-09-10")))
    assert holds(events, "2024-08-01", "2024-09-09") == []
    assert holds(events, "2024-08-01", "2024-09-10") == ["2024 年复核名单"]


def test_a_title_nobody_recorded_is_unknown_rather_than_not_held() -> None:
    assert standing((RECOGNISED_2021,), AsOf(day("2025-01-01"))).known == {"srdi_sme"}
    assert standing((RECOGNISED_2021,), AsOf(day("2021-06-30"))).known == frozenset()
    assert standing((RECOGNISED_2021,), AsOf(day("2025-01-01"), instant("2021-07-31"))).known == frozenset()


@pytest.mark.parametrize(
    ("on", "is_open"), [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False)]
)
def test_a_number_of_last_year_is_said_not_to_be_known_to_count_until_the_new_ones_are_out(
    registry: Registry, on: str, is_open: bool
) -> None:
    registry.enrol("甲有限公司")
    registry.record("甲有限公司", event(K.RECOGNISED, "2025-07-15", "tech_sme", document="入库公告"))
    assert ("不知是否仍算持有" in to_text(registry.standing("甲有限公司", on))) is is_open


def test_a_title_whose_end_alone_is_on_record_is_known_not_to_be_held() -> None:
    revoked = on_record(event(K.REVOKED, "2024-01-10"))
    assert standing((revoked,), AsOf(day("2024-02-01"))).known == {"srdi_sme"}
    assert holds((revoked,), "2024-02-01") == []


def test_a_title_somebody_made_sure_was_not_held_is_known_not_to_be() -> None:
    checked = on_record(event(K.ABSENT, "2024-01-10", "champion"))
    assert standing((checked,), AsOf(day("2024-01-09"))).known == frozenset()
    assert standing((checked,), AsOf(day("2024-01-10"))).known == {"champion"}
    assert standing((checked,), AsOf(day("2024-01-10"))).track("champion").state is State.NONE


def test_an_application_withdrawn_is_known_to_be_none() -> None:
    applied, withdrawn = event(K.APPLIED, "2025-03-10"), event(K.WITHDRAWN, "2025-04-01")
    for on, pending, known in (("2025-03-31", {"srdi_sme"}, {"srdi_sme"}), ("2025-04-01", set(), {"srdi_sme"})):
        found = standing(recorded([applied, withdrawn]), AsOf(day(on)))
        assert (found.pending, found.known_applications) == (pending, known)


def test_a_decision_published_ahead_is_coming_and_leaves_the_days_before_it_unknown() -> None:
    ahead = on_record(event(K.RECOGNISED, "2024-06-01", "little_giant", document="名单", starts="2024-07-01"))
    before = standing((ahead,), AsOf(day("2024-06-15")))
    assert [one.document for one in before.coming] == ["名单"]
    assert (before.held, before.ended, before.known) == ((), (), frozenset())
    assert standing((ahead,), AsOf(day("2024-05-31"))).coming == ()
    assert [one.document for one in standing((ahead,), AsOf(day("2024-07-01"))).held] == ["名单"]


def test_publicity_is_not_recognition() -> None:
    track = after(event(K.PUBLICISED, "2023-05-29"), on="2023-06-30")
    assert (track.state, track.spells) == (State.PUBLICISED, ())


def test_publicity_of_a_holder_is_a_review_under_way() -> None:
    events = (event(K.RECOGNISED, "2023-07-01"), event(K.PUBLICISED, "2026-05-01"))
    assert after(*events, on="2026-05-02").state is State.UNDER_REVIEW
    assert after(*events, on="2026-05-02").holding(day("2026-05-02")) is not None


def test_a_review_still_pending_when_the_validity_ends_leaves_the_title_not_held() -> None:
    events = (event(K.RECOGNISED, "2021-07-01"), event(K.REVIEW_APPLIED, "2024-05-01"))
    track = after(*events, on="2024-07-01")
    assert (track.state, track.holding(day("2024-07-01"))) == (State.UNDER_REVIEW, None)


def test_in_the_round_of_2023_a_little_giant_under_review_stayed_one_until_the_list_was_out() -> None:
    title = "little_giant"
    granted = event(K.RECOGNISED, "2020-07-01", title, through="2023-06-30")
    pending = (granted, event(K.REVIEW_APPLIED, "2023-05-01", title))
    assert after(*pending, on="2023-07-10", title=title).holding(day("2023-07-10")) is not None
    failed = event(K.NOT_LISTED, "2023-07-14", title)
    assert after(*pending, failed, on="2023-07-14", title=title).holding(day("2023-07-14")) is None
    assert after(*pending, failed, on="2023-07-14", title=title).holding(day("2023-07-13")) is not None


def test_without_a_list_on_record_that_round_ended_with_its_year() -> None:
    title = "little_giant"
    granted = event(K.RECOGNISED, "2020-07-01", title, through="2023-06-30")
    (spell,) = after(granted, on="2023-08-01", title=title).spells
    assert (spell.period.start, spell.period.last) == (day("2020-07-01"), day("2023-12-31"))
    assert after(granted, on="2023-12-31", title=title).state is State.REVIEW_DUE
    assert after(granted, on="2024-01-01", title=title).state is State.LAPSED
    for through in ("2022-12-31", "2024-01-01"):
        other = event(K.RECOGNISED, "2020-07-01", title, through=through)
        assert after(other, on="2024-06-01", title=title).spells[0].period.last == day(through)


def test_a_failed_review_ends_the_title_on_the_day_of_the_list() -> None:
    track = after(event(K.RECOGNISED, "2021-07-01"), event(K.REVIEW_FAILED, "2024-05-20"), on="2024-05-20")
    assert (track.state, track.since, track.spells[-1].period.last) == (
        State.LAPSED,
        day("2024-05-20"),
        day("2024-05-19"),
    )


def test_a_revocation_takes_what_is_held_and_what_was_to_come() -> None:
    granted = event(K.RECOGNISED, "2021-07-01")
    ahead = event(K.REVIEW_PASSED, "2024-05-20", starts="2024-07-01")
    revoked = event(K.REVOKED, "2024-06-01", reason=Reason.CHANGED)
    track = after(granted, ahead, revoked, on="2024-08-01")
    assert (track.state, track.coming, track.holding(day("2024-08-01"))) == (State.REVOKED, None, None)
    assert track.spells[-1].period.last == day("2024-05-31")


def test_a_grave_reason_bars_for_at_least_three_years_under_document_63() -> None:
    track = after(
        event(K.RECOGNISED, "2022-09-01"), event(K.REVOKED, "2024-03-15", reason=Reason.INCIDENT), on="2027-03-14"
    )
    assert (track.state, track.until) == (State.BARRED, day("2027-03-15"))
    over = after(
        event(K.RECOGNISED, "2022-09-01"), event(K.REVOKED, "2024-03-15", reason=Reason.INCIDENT), on="2027-03-15"
    )
    assert over.state is State.REVOKED


def test_from_april_2026_only_fraud_is_known_to_bar() -> None:
    assert after(event(K.REVOKED, "2026-05-01", reason=Reason.INCIDENT), on="2026-05-02").state is State.REVOKED
    assert after(event(K.REVOKED, "2026-05-01", reason=Reason.FRAUD), on="2026-05-02").state is State.BARRED


def test_fraud_in_2026_strips_every_title_of_the_ladder_of_small_and_medium_enterprises() -> None:
    granted = [event(K.RECOGNISED, "2024-07-01", title) for title in ("innovative_sme", "srdi_sme", "little_giant")]
    other = event(K.RECOGNISED, "2024-07-01", "high_tech_enterprise")
    fraud = event(K.REVOKED, "2026-06-10", "little_giant", reason=Reason.FRAUD)
    found = standing(recorded([*granted, other, fraud]), AsOf(day("2026-06-10")))
    assert [one.title for one in found.held] == ["high_tech_enterprise"]
    states = {track.state for title, track in found.tracks.items() if title != "high_tech_enterprise"}
    assert states == {State.BARRED}
    assert found.track("srdi_sme").until == day("2029-06-10")


def test_a_title_learned_of_after_the_fraud_was_stripped_by_it_as_well() -> None:
    fraud = on_record(event(K.REVOKED, "2026-06-10", "little_giant", reason=Reason.FRAUD), 1, "2026-06-11")
    late = on_record(event(K.RECOGNISED, "2025-07-01", "srdi_sme"), 1, "2026-08-01")
    assert standing((fraud, late), AsOf(day("2026-09-01"))).held == ()


def test_before_2026_fraud_takes_the_title_its_document_names() -> None:
    granted = [event(K.RECOGNISED, "2023-07-01", title) for title in ("srdi_sme", "little_giant")]
    fraud = event(K.REVOKED, "2025-06-10", "little_giant", reason=Reason.FRAUD)
    assert [one.title for one in standing(recorded([*granted, fraud]), AsOf(day("2025-06-11"))).held] == ["srdi_sme"]


def test_until_2025_one_missed_update_costs_the_right_to_review_not_the_title() -> None:
    track = after(event(K.RECOGNISED, "2023-07-01"), event(K.UPDATE_MISSED, "2025-05-01", year=2025), on="2025-06-01")
    assert (track.state, track.misses) == (State.HELD, (2025,))
    assert track.review_lost is not None


def test_from_2026_the_second_missed_update_within_a_validity_ends_the_title() -> None:
    granted = event(K.RECOGNISED, "2025-07-01")
    first, second = (event(K.UPDATE_MISSED, f"{year}-06-01", year=year) for year in (2026, 2027))
    assert after(granted, first, on="2026-06-02").state is State.HELD
    assert after(granted, first, on="2026-06-02").review_lost is None
    track = after(granted, second, first, on="2027-06-02")
    assert (track.state, track.spells[-1].period.last) == (State.REVOKED, day("2027-05-31"))


def test_misses_of_another_validity_or_of_the_old_measure_do_not_count_for_the_second() -> None:
    renewed = (
        event(K.RECOGNISED, "2023-07-01"),
        event(K.UPDATE_MISSED, "2026-06-01", year=2026),
        event(K.REVIEW_PASSED, "2026-07-01"),
        event(K.UPDATE_MISSED, "2027-06-01", year=2027),
    )
    assert after(*renewed, on="2027-06-02").state is State.RENEWED
    old = (
        event(K.RECOGNISED, "2024-07-01"),
        event(K.UPDATE_MISSED, "2025-05-01", year=2025),
        event(K.UPDATE_MISSED, "2026-06-01", year=2026),
    )
    assert after(*old, on="2026-06-02").state is State.HELD


def test_a_higher_title_outlives_the_lower_one_it_once_required() -> None:
    lower, upper = event(K.RECOGNISED, "2023-01-10"), event(K.RECOGNISED, "2024-07-01", "little_giant")
    found = standing(recorded([lower, upper]), AsOf(day("2026-02-01")))
    assert [one.title for one in found.held] == ["little_giant"]
    assert select_ladder(day("2026-02-01"), Region("500113")).highest(found) is Tier.LITTLE_GIANT


def test_an_event_out_of_place_is_kept_and_changes_nothing() -> None:
    track = after(event(K.RECOMMENDED, "2024-03-01"), on="2024-04-01")
    assert (track.state, [one.kind for one in track.irregular]) == (State.NONE, [K.RECOMMENDED])


def test_what_happens_to_the_enterprise_itself_moves_no_title() -> None:
    renamed = event(K.RENAMED, "2024-05-01", ENTERPRISE, value="新名称")
    found = standing(recorded([event(K.RECOGNISED, "2023-07-01"), renamed]), AsOf(day("2024-06-01")))
    assert ([one.title for one in found.held], [one.value for one in found.changes]) == (["srdi_sme"], ["新名称"])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("E321", {"title": "little_gaint", "document": "名单"}),
        ("E322", {"document": "  "}),
        ("E322", {"document": "\u200b"}),
        ("E322", {}),
        ("E323", {"document": "名单", "through": day("2024-06-30")}),
        ("E326", {"title": ENTERPRISE, "document": "名单"}),
        ("E326", {"kind": K.RENAMED, "value": "新名称"}),
        ("E329", {"kind": K.RENAMED, "title": ENTERPRISE}),
        ("E329", {"kind": K.RENAMED, "title": ENTERPRISE, "value": "\u200b"}),
        ("E327", {"kind": K.EXPIRED}),
        ("E328", {"kind": K.UPDATED}),
    ],
)
def test_an_event_that_cannot_be_right_is_refused(code: str, said: dict[str, object]) -> None:
    with pytest.raises(BadDossier) as refused:
        Event(**({"title": "srdi_sme", "kind": K.RECOGNISED, "on": day("2024-07-01")} | said))  # type: ignore[arg-type]
    assert [fault.code for fault in refused.value.faults] == [code]


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        attrs.evolve(RECOGNISED_2021, recorded_at=dt.datetime(2024, 1, 1))


def test_a_standing_is_of_one_day_and_a_title_with_nothing_on_record_stands_at_the_start() -> None:
    nothing = standing((), AsOf(day("2024-01-01")))
    assert nothing == Standing(AsOf(day("2024-01-01")), {})
    assert nothing.track("champion") == Track("champion")
    assert select_ladder(day("2024-01-01"), None).highest(nothing) is None


days = st.dates(day("2018-01-01"), day("2030-12-31"))
kinds = st.sampled_from([kind for kind in K if not (kind.of_enterprise or kind is K.VOIDED)])


@st.composite
def happenings(draw: st.DrawFn) -> Event:
    """Anything that may be said to happen to a title."""
    kind = draw(kinds.filter(lambda one: one not in (K.REVIEW_OPENED, K.EXPIRED, K.BAR_ENDED)))
    on = draw(days)
    granting = {}
    if kind.grants:
        starts = on + dt.timedelta(days=draw(st.sampled_from([-400, -60, 0, 0, 30])))
        granting = {"starts": starts, "through": starts + dt.timedelta(days=draw(st.integers(0, 1500)))}
    title = draw(st.sampled_from(["innovative_sme", "srdi_sme", "little_giant", "champion"]))
    bound = title == "champion" and kind not in (K.UPDATED, K.UPDATE_MISSED)
    return Event(
        title=title,
        product=draw(st.sampled_from([None, "轴承", "减速机"])) if bound else None,
        kind=kind,
        on=on,
        document=draw(st.sampled_from(["甲文", "乙文", "丙文"])),
        reason=draw(st.sampled_from(Reason).filter(lambda one: not one.delists)) if kind is K.REVOKED else None,
        year=on.year if kind in (K.UPDATED, K.UPDATE_MISSED) else None,
        **granting,
    )


@given(st.lists(happenings(), max_size=12), days, st.randoms())
def test_whatever_happened_folds_and_the_order_of_hearing_of_it_does_not_matter(
    events: list[Event], on: dt.date, shuffle: random.Random
) -> None:
    stream = tuple(on_record(one, version) for version, one in enumerate(events, 1))
    found = standing(stream, AsOf(on))
    shuffled = list(stream)
    shuffle.shuffle(shuffled)
    assert standing(shuffled, AsOf(on)) == found
    for track in found.each:
        periods = [spell.period for spell in track.spells]
        assert all(earlier.end <= later.start for earlier, later in pairwise(periods))
        assert track.state.holds or track.holding(on) is None


@given(st.lists(happenings(), max_size=8), days, st.integers(0, 1000))
def test_a_day_is_held_or_not_whether_it_is_asked_about_then_or_looked_back_on(
    events: list[Event], on: dt.date, later: int
) -> None:
    stream = tuple(on_record(one, version) for version, one in enumerate(events, 1))
    then, since = standing(stream, AsOf(on)), standing(stream, AsOf(on + dt.timedelta(days=later)))
    for title in ("innovative_sme", "srdi_sme", "little_giant"):
        assert (then.track(title).holding(on) is None) == (since.track(title).holding(on) is None)


@given(st.sampled_from(State), happenings(), days)
def test_any_event_leads_on_from_any_state(state: State, said: Event, since: dt.date) -> None:
    track = evolve(Track(said.title, state, since), said)
    assert track.title == said.title


def test_a_track_says_since_when_it_stands_where_it_stands_and_by_what() -> None:
    steps = [
        (event(K.POOLED, "2026-01-05", "little_giant"), State.POOLED, None),
        (event(K.APPLIED, "2026-05-10", "little_giant", stage="local_review"), State.APPLIED, "local_review"),
        (
            event(K.ADVANCED, "2026-05-20", "little_giant", stage="provincial_review"),
            State.APPLIED,
            "provincial_review",
        ),
        (event(K.RECOMMENDED, "2026-06-20", "little_giant"), State.RECOMMENDED, None),
        (
            event(K.ADVANCED, "2026-07-01", "little_giant", stage="ministry_review"),
            State.RECOMMENDED,
            "ministry_review",
        ),
        (event(K.PUBLICISED, "2026-08-01", "little_giant"), State.PUBLICISED, None),
        (event(K.RECOGNISED, "2026-09-01", "little_giant"), State.HELD, None),
    ]
    since = {State.APPLIED: day("2026-05-10"), State.RECOMMENDED: day("2026-06-20")}
    for count, (last, state, stage) in enumerate(steps, 1):
        track = after(*(one for one, _state, _stage in steps[:count]), on=str(last.on), title="little_giant")
        assert (track.state, track.stage) == (state, stage)
        assert track.since == since.get(state, last.on)
        assert track.event is not None
        assert track.event.statement == last.statement
        applied = track.applied.on if track.applied else None
        assert applied == (day("2026-05-10") if state in (State.APPLIED, State.RECOMMENDED, State.PUBLICISED) else None)


def test_where_the_calendar_moved_it_a_track_has_the_day_and_no_event() -> None:
    granted = event(K.RECOGNISED, "2021-07-01")
    for on, state, since in (
        ("2024-05-01", State.REVIEW_DUE, "2024-03-30"),
        ("2024-08-01", State.LAPSED, "2024-07-01"),
    ):
        track = after(granted, on=on)
        assert (track.state, track.since, track.event) == (state, day(since), None)
    revoked = event(K.REVOKED, "2023-01-10", reason=Reason.FRAUD)
    over = after(granted, revoked, on="2026-02-01")
    assert (over.state, over.since, over.event) == (State.REVOKED, day("2026-01-10"), None)


def test_a_title_without_a_review_is_never_shown_as_due_for_one() -> None:
    held = event(K.RECOGNISED, "2023-11-01", "high_tech_enterprise")
    assert after(held, on="2026-10-31", title="high_tech_enterprise").state is State.HELD


def test_updates_and_odd_events_outlive_a_renewal_misses_do_not() -> None:
    track = after(
        event(K.RECOMMENDED, "2023-01-01"),
        event(K.RECOGNISED, "2023-07-01"),
        event(K.UPDATED, "2024-04-10", year=2024),
        event(K.UPDATE_MISSED, "2025-05-01", year=2025),
        event(K.REVIEW_PASSED, "2026-07-01"),
        event(K.UPDATED, "2027-04-10", year=2027),
        on="2027-05-01",
    )
    assert (track.updates, track.misses, track.review_lost, len(track.irregular)) == ((2024, 2027), (), None, 1)


def test_what_fraud_implies_has_its_reason_and_its_bar_by_the_document_or_by_the_rule() -> None:
    granted = event(K.RECOGNISED, "2025-07-01", "srdi_sme")
    for until, expected in ((None, "2029-06-10"), (day("2031-01-01"), "2031-01-01")):
        fraud = Event(
            title="little_giant", kind=K.REVOKED, on=day("2026-06-10"), document="文", reason=Reason.FRAUD, until=until
        )
        track = after(granted, fraud, on="2026-06-11")
        assert (track.state, track.until) == (State.BARRED, day(expected))
        assert track.event is not None
        assert (track.event.reason, track.event.derived, track.event.document) == (Reason.FRAUD, True, "文")


def test_a_validity_that_begins_on_the_day_it_is_granted_is_not_ahead() -> None:
    granted = event(K.RECOGNISED, "2024-07-01", starts="2024-07-01")
    assert after(granted, on="2024-07-01").coming is None


RENEWED_LATE = on_record(
    event(K.REVIEW_PASSED, "2024-09-02", document="2024 年复核名单", starts="2024-07-01", through="2027-06-30"),
    2,
    "2024-09-03",
)


@pytest.mark.parametrize("on", ["2024-07-01", "2024-08-15", "2024-09-01", "2024-09-02", "2027-03-29"])
def test_a_validity_counts_from_its_printed_first_day_however_late_its_document_came_out(on: str) -> None:
    events = (RECOGNISED_2021, RENEWED_LATE)
    assert holds(events, on) == ["2024 年复核名单"]
    track = standing(events, AsOf(day(on))).track("srdi_sme")
    assert (track.state, track.since, track.through) == (State.RENEWED, day("2024-07-01"), day("2027-06-30"))


def test_before_its_document_came_out_nobody_knew_of_a_validity_that_had_begun() -> None:
    events = (RECOGNISED_2021, RENEWED_LATE)
    assert holds(events, "2024-08-15", "2024-08-31") == []
    assert holds(events, "2024-08-15", "2024-09-03") == ["2024 年复核名单"]


def test_a_recognition_dated_back_is_held_from_its_first_day_and_not_before() -> None:
    events = (on_record(event(K.RECOGNISED, "2024-07-14", document="名单", starts="2024-07-01")),)
    assert [holds(events, on) for on in ("2024-06-30", "2024-07-01", "2024-07-13")] == [[], ["名单"], ["名单"]]
    assert standing(events, AsOf(day("2024-06-30"))).known == frozenset()


def test_the_steps_that_led_to_a_validity_dated_back_are_decided_as_the_case_then_stood() -> None:
    steps = (
        event(K.RECOGNISED, "2021-07-01"),
        event(K.REVIEW_APPLIED, "2024-08-01"),
        event(K.PUBLICISED, "2024-08-20"),
    )
    events = (*recorded(steps), attrs.evolve(RENEWED_LATE, version=4))
    found = standing(events, AsOf(day("2024-08-25")))
    assert found.track("srdi_sme").state is State.RENEWED
    assert found.track_for(RENEWED_LATE).state is State.UNDER_REVIEW
    assert standing(events, AsOf(day("2024-09-02"))).track("srdi_sme").state is State.RENEWED


def test_an_update_missed_within_a_validity_dated_back_is_missed_within_it() -> None:
    missed = event(K.UPDATE_MISSED, "2026-08-01", year=2026)
    renewed = event(K.REVIEW_PASSED, "2026-09-02", starts="2026-07-01", through="2029-06-30")
    again = event(K.UPDATE_MISSED, "2027-05-01", year=2027)
    earlier = event(K.RECOGNISED, "2023-07-01")
    assert [
        after(earlier, missed, renewed, again, on=on).state for on in ("2026-08-15", "2027-04-30", "2027-05-01")
    ] == [
        State.RENEWED,
        State.RENEWED,
        State.REVOKED,
    ]
    assert after(earlier, missed, renewed, on="2026-10-01").irregular == ()


def test_a_certificate_recorded_later_than_the_one_in_force_adds_its_days_alone() -> None:
    older = event(K.RECOGNISED, "2024-10-01", document="旧证书", starts="2021-07-01", through="2024-06-30")
    renewed = event(K.REVIEW_PASSED, "2024-07-01", document="复核名单")
    track = after(renewed, older, on="2025-01-01")
    assert (track.state, track.through) == (State.RENEWED, day("2027-06-30"))
    assert [spell.document for spell in track.spells] == ["旧证书", "复核名单"]
