"""What titles an enterprise holds follows from the documents on record, the day asked about and what was known."""

from __future__ import annotations

import datetime as dt
import random
from itertools import permutations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiertrack.errors import BadDossier
from tiertrack.ladder.titles import (
    Decision,
    TitleEvent,
    TitleEventKind,
    decision,
    held_titles,
    known_titles,
    standing,
    valid_through,
)
from tiertrack.temporal import AsOf, Period

RECOGNISED, REVIEWED = TitleEventKind.RECOGNISED, TitleEventKind.REVIEW_PASSED


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def known_from(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def on_record(decided: Decision, version: int = 1, recorded: str = "2021-08-01") -> TitleEvent:
    return TitleEvent(**attrs.asdict(decided, recurse=False), version=version, recorded_at=known_from(recorded))


def recognised_2021(version: int = 1, recorded: str = "2021-08-01") -> TitleEvent:
    return on_record(decision("srdi_sme", RECOGNISED, day("2021-07-01"), "2021 年名单"), version, recorded)


def reviewed_2024(version: int = 2, recorded: str = "2024-08-01") -> TitleEvent:
    return on_record(decision("srdi_sme", REVIEWED, day("2024-07-01"), "2024 年复核名单"), version, recorded)


def holds(events: tuple[TitleEvent, ...], on: str, known_at: dt.datetime | None = None) -> list[str]:
    return [one.document for one in standing(events, AsOf(day(on), known_at)).held]


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


def test_a_validity_the_document_does_not_print_is_marked_as_derived() -> None:
    printed = decision("little_giant", RECOGNISED, day("2024-09-02"), "名单", through=day("2027-06-30"))
    computed = decision("little_giant", RECOGNISED, day("2024-09-02"), "名单", starts=day("2024-07-01"))
    assert (printed.through, printed.derived) == (day("2027-06-30"), False)
    assert (computed.through, computed.derived) == (day("2027-06-30"), True)


def test_a_listing_has_no_last_day() -> None:
    listed = decision("listed", RECOGNISED, day("2010-05-01"), "上市公告")
    assert (listed.through, listed.derived) == (None, False)
    assert holds((on_record(listed),), "2099-01-01") == ["上市公告"]


@pytest.mark.parametrize(
    ("code", "title", "document", "through"),
    [
        ("E321", "little_gaint", "名单", None),
        ("E322", "srdi_sme", "  ", None),
        ("E323", "srdi_sme", "名单", "2024-06-30"),
        ("E324", "gazelle_cq", "名单", None),
    ],
)
def test_a_decision_that_cannot_be_right_is_refused(code: str, title: str, document: str, through: str | None) -> None:
    with pytest.raises(BadDossier) as refused:
        decision(title, RECOGNISED, day("2024-07-01"), document, through=day(through) if through else None)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_title_is_held_from_its_first_day_through_its_last() -> None:
    events = (recognised_2021(),)
    assert holds(events, "2021-06-30") == []
    assert holds(events, "2021-07-01") == ["2021 年名单"]
    assert holds(events, "2024-06-30") == ["2021 年名单"]
    assert holds(events, "2024-07-01") == []


def test_a_title_ends_without_anybody_recording_that_it_ended() -> None:
    ended = standing((recognised_2021(),), AsOf(day("2025-01-01"))).ended
    assert [(one.title, one.period.last, one.document) for one in ended] == [
        ("srdi_sme", day("2024-06-30"), "2021 年名单")
    ]


def test_a_passed_review_extends_the_title_by_its_own_period() -> None:
    events = (recognised_2021(), reviewed_2024())
    assert holds(events, "2024-06-30") == ["2021 年名单"]
    assert holds(events, "2024-07-01") == ["2024 年复核名单"]
    assert holds(events, "2027-06-30") == ["2024 年复核名单"]
    assert holds(events, "2027-07-01") == []


def test_the_order_in_which_events_arrive_does_not_matter() -> None:
    later = on_record(decision("srdi_sme", REVIEWED, day("2027-07-01"), "2027 年复核名单"), 3)
    events = (reviewed_2024(1), recognised_2021(2), later)
    for asof in (AsOf(day("2023-01-01")), AsOf(day("2026-01-01")), AsOf(day("2029-01-01")), AsOf(day("2031-01-01"))):
        answers = {standing(order, asof) for order in permutations(events)}
        assert len(answers) == 1
    assert holds(events, "2023-01-01") == ["2021 年名单"]


def test_a_review_that_starts_early_cuts_the_period_before_it_short() -> None:
    early = on_record(decision("srdi_sme", REVIEWED, day("2024-05-01"), "提前复核名单", through=day("2027-04-30")), 2)
    spells = held_titles((recognised_2021(), early), AsOf(day("2025-01-01")))
    assert [one.period for one in spells] == [
        Period(day("2021-07-01"), day("2024-05-01")),
        Period(day("2024-05-01"), day("2027-05-01")),
    ]


def test_a_corrected_period_replaces_the_mistaken_one_wholly() -> None:
    mistaken = on_record(decision("srdi_sme", RECOGNISED, day("2021-07-01"), "名单", through=day("2025-12-31")), 1)
    correct = on_record(
        decision("srdi_sme", RECOGNISED, day("2021-07-05"), "名单", through=day("2024-06-30")), 2, "2025-03-01"
    )
    events = (mistaken, correct)
    assert holds(events, "2021-07-01") == []
    assert holds(events, "2025-01-01") == []
    assert holds(events, "2025-01-01", known_from("2025-02-28")) == ["名单"]


def test_what_was_recorded_later_was_not_known_before() -> None:
    events = (recognised_2021(), reviewed_2024(recorded="2024-09-10"))
    assert holds(events, "2024-08-01", known_from("2024-09-09")) == []
    assert holds(events, "2024-08-01", known_from("2024-09-10")) == ["2024 年复核名单"]


def test_a_title_nobody_recorded_is_unknown_rather_than_not_held() -> None:
    assert known_titles((recognised_2021(),), AsOf(day("2025-01-01"))) == {"srdi_sme"}
    assert known_titles((recognised_2021(),), AsOf(day("2021-06-30"))) == frozenset()
    assert known_titles((recognised_2021(),), AsOf(day("2025-01-01"), known_from("2021-07-31"))) == frozenset()


def test_a_decision_published_ahead_is_coming_and_leaves_the_days_before_it_unknown() -> None:
    ahead = on_record(decision("little_giant", RECOGNISED, day("2024-06-01"), "名单", starts=day("2024-07-01")))
    before = standing((ahead,), AsOf(day("2024-06-15")))
    assert [one.document for one in before.coming] == ["名单"]
    assert (before.held, before.ended, before.known) == ((), (), frozenset())
    assert standing((ahead,), AsOf(day("2024-05-31"))).coming == ()


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        TitleEvent(**attrs.asdict(recognised_2021(), recurse=False) | {"recorded_at": dt.datetime(2024, 1, 1)})


days = st.dates(day("2018-01-01"), day("2030-12-31"))


@st.composite
def streams(draw: st.DrawFn) -> tuple[TitleEvent, ...]:
    """Any decisions on one title, recorded in any order."""
    starts = draw(st.lists(days, min_size=1, max_size=5))
    return tuple(
        on_record(
            decision(
                "srdi_sme",
                draw(st.sampled_from(TitleEventKind)),
                start,
                draw(st.sampled_from(["甲文", "乙文", "丙文"])),
                through=start + dt.timedelta(days=draw(st.integers(0, 1200))),
            ),
            version,
        )
        for version, start in enumerate(starts, 1)
    )


@given(streams(), days, st.randoms())
def test_on_any_day_a_title_rests_on_one_document_whatever_order_events_came_in(
    events: tuple[TitleEvent, ...], on: dt.date, shuffle: random.Random
) -> None:
    found = standing(events, AsOf(on))
    assert len(found.held) <= 1
    assert all(one.event.starts <= on <= one.event.through for one in found.held if one.event.through)
    assert {one.event for one in (*found.held, *found.coming, *found.ended)} <= set(events)
    shuffled = list(events)
    shuffle.shuffle(shuffled)
    assert standing(shuffled, AsOf(on)) == found
