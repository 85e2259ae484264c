"""Whoever asks about some titles need read no events but those of the titles that decide of them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import day, event, recorded
from tiertrack.law.event_kinds import EventKind
from tiertrack.temporal import AsOf
from tiertrack.titles.consequences import SME_LADDER, deciding
from tiertrack.titles.events import Reason
from tiertrack.titles.standing import standing

K = EventKind
TITLES = (*SME_LADDER, "champion", "listed")
HAPPENING = (K.APPLIED, K.RECOGNISED, K.ABSENT, K.REJECTED, K.RELINQUISHED)
DAYS = st.dates(day("2023-01-01"), day("2027-12-31"))
NOW = AsOf(dt.date(2028, 1, 1))
REVOKED = st.tuples(
    st.sampled_from(SME_LADDER), st.just(K.REVOKED), DAYS, st.sampled_from([Reason.FRAUD, Reason.CHANGED])
)
OTHERS = st.tuples(st.sampled_from(TITLES), st.sampled_from(HAPPENING), DAYS, st.none())


@given(told=st.lists(st.one_of(OTHERS, REVOKED), max_size=12, unique_by=lambda one: one[:3]))
def test_the_events_of_the_titles_that_decide_are_enough(
    told: list[tuple[str, EventKind, dt.date, Reason | None]],
) -> None:
    events = recorded(event(kind, on.isoformat(), title, reason=reason) for title, kind, on, reason in told)
    everything = standing(events, NOW)
    for title in TITLES:
        enough = standing([one for one in events if one.title in deciding([title])], NOW)
        assert enough.tracks_of(title) == everything.tracks_of(title)


@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        (["champion"], {"champion"}),
        (["srdi_sme", "listed"], {*SME_LADDER, "listed"}),
        ([], set()),
    ],
)
def test_a_title_of_the_ladder_of_small_firms_is_decided_by_all_of_them(asked: list[str], needed: set[str]) -> None:
    assert deciding(asked) == needed
