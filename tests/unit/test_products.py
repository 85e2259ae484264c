"""A title whose certificate prints a product is held for each product; what is said of one leaves the others alone."""

from __future__ import annotations

import attrs
import pytest

from tests.support.events import day, event, on_record, recorded
from tiertrack.errors import BadDossier
from tiertrack.facts.dossier import HeldTitle
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES
from tiertrack.rules.digest import digest
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.decide import Accepted, Refused, decide
from tiertrack.titles.events import Event, Reason, corrected_by, product_key
from tiertrack.titles.standing import Standing, standing
from tiertrack.titles.track import Track

K = EventKind
BEARING = event(K.RECOGNISED, "2024-04-01", "champion", product="轴承", document="第八批名单")
REDUCER = event(K.RECOGNISED, "2025-03-20", "champion", product="减速机", document="第九批名单")


def after(*events: Event, on: str) -> Standing:
    return standing(recorded(events), AsOf(day(on)))


def codes(**said: object) -> list[str]:
    with pytest.raises(BadDossier) as refused:
        Event(**({"title": "champion", "kind": K.RECOGNISED, "on": day("2024-04-01"), "document": "名单"} | said))  # type: ignore[arg-type]
    return [fault.code for fault in refused.value.faults]


# The event.


@pytest.mark.parametrize("title", TITLES)
def test_only_the_titles_whose_certificate_prints_a_product_have_one(title: str) -> None:
    if title in ("champion", "champion_cq", "champion_zj", "champion_he", "champion_ln"):
        made = Event(title=title, kind=K.RECOGNISED, on=day("2024-04-01"), document="名单", product="轴承")
        assert made.product == "轴承"
    else:
        assert codes(title=title, product="轴承") == ["E331"]


def test_a_product_that_is_blank_is_refused() -> None:
    assert codes(product="　") == codes(product="\u200b") == ["E337"]


@pytest.mark.parametrize("kind", [K.UPDATED, K.UPDATE_MISSED])
def test_the_update_of_a_year_is_of_no_product(kind: EventKind) -> None:
    assert codes(kind=kind, year=2026, product="轴承") == ["E331"]


@pytest.mark.parametrize("board", Board)
def test_only_a_listing_has_a_board(board: Board) -> None:
    assert Event(title="listed", kind=K.RECOGNISED, on=day("2024-04-01"), document="公告", board=board).board is board
    assert codes(board=board) == ["E332"]


@pytest.mark.parametrize("reason", Reason)
def test_a_listing_ends_for_reasons_of_its_own(reason: Reason) -> None:
    for title in TITLES:
        revoked = {"title": title, "kind": K.REVOKED, "on": day("2025-04-01"), "document": "决定", "reason": reason}
        if reason is Reason.OTHER or reason.delists == (title == "listed"):
            assert Event(**revoked).reason is reason  # type: ignore[arg-type]
        else:
            assert codes(**revoked) == ["E333"]


def test_a_reason_on_record_stands_whatever_reasons_there_are_now() -> None:
    """Registers of before have listings that ended for 数据造假; they must still be read."""
    delisted = event(K.REVOKED, "2020-04-01", "listed", reason=Reason.FINANCIAL)
    said = attrs.asdict(on_record(delisted), recurse=False) | {"reason": Reason.FRAUD}
    assert type(on_record(delisted))(**said).reason is Reason.FRAUD


def test_product_board_and_old_name_are_part_of_what_an_event_says() -> None:
    for part in ({"product": "轴承"}, {"named": "单项冠军产品"}):
        plain = event(K.RECOGNISED, "2019-04-01", "champion", document="名单")
        assert attrs.evolve(plain, **part).statement != plain.statement
    plain = event(K.RECOGNISED, "2019-04-01", "listed", document="名单")
    assert attrs.evolve(plain, board=Board.STAR).statement != plain.statement


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("智能电表（单相）", "智能电表(单相)", True),
        ("ABS 总泵", "ａｂｓ总泵", True),
        ("轴承", "滚动轴承", False),
    ],
)
def test_products_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert (product_key(one) == product_key(other)) is same


# What puts right what.


def test_the_same_act_upon_another_product_is_news() -> None:
    first = on_record(BEARING)
    assert corrected_by(attrs.evolve(BEARING, product="减速机"), (first,)) is None
    assert corrected_by(attrs.evolve(BEARING, through=day("2027-12-31")), (first,)) is first
    assert corrected_by(attrs.evolve(BEARING, product=None), (first,)) is None


def test_a_grant_recorded_without_its_product_is_put_right_by_one_that_names_it() -> None:
    unnamed = on_record(attrs.evolve(BEARING, product=None))
    assert corrected_by(BEARING, (unnamed,)) is unnamed
    named = on_record(BEARING, 2)
    # The exact product goes before the one that is not named, whichever came last.
    assert corrected_by(BEARING, (named, attrs.evolve(unnamed, version=3))) is named


def test_an_act_that_is_no_grant_is_not_narrowed_to_a_product() -> None:
    revoked = on_record(event(K.REVOKED, "2026-05-10", "champion", document="公告"))
    assert corrected_by(event(K.REVOKED, "2026-05-10", "champion", document="公告", product="轴承"), (revoked,)) is None


def test_a_step_told_again_by_one_page_is_another_step_unless_it_is_of_the_same_day() -> None:
    asked = on_record(event(K.ADVANCED, "2024-07-25", "listed", stage="inquired", document="动态 1号"))
    again = event(K.ADVANCED, "2025-01-25", "listed", stage="inquired", document="动态 1号")
    assert corrected_by(again, (asked,)) is None
    assert corrected_by(attrs.evolve(again, on=day("2024-07-25")), (asked,)) is asked


# The standing.


def test_each_product_has_a_track_and_the_title_is_held_through_the_latest() -> None:
    found = after(BEARING, REDUCER, on="2026-01-01")
    assert {name: track.through for name, track in found.tracks_of("champion").items()} == {
        "轴承": day("2027-03-31"),
        "减速机": day("2028-03-19"),
    }
    title = found.track("champion")
    assert (title.state, title.through, title.product) == (State.HELD, day("2028-03-19"), None)
    assert [one.label for one in found.held] == ["制造业单项冠军企业（轴承）", "制造业单项冠军企业（减速机）"]
    assert [one.product for one in found.held] == ["轴承", "减速机"]
    assert [track.label for track in found.each] == ["制造业单项冠军企业（轴承）", "制造业单项冠军企业（减速机）"]


def test_one_product_alone_is_the_title_and_a_title_without_any_is_of_none() -> None:
    found = after(BEARING, event(K.RECOGNISED, "2024-07-01"), on="2026-01-01")
    assert found.tracks_of("champion") == {"轴承": found.track("champion")}
    assert found.tracks_of("srdi_sme") == {None: found.track("srdi_sme")}
    assert found.tracks_of("little_giant") == {}
    assert found.products == {}
    assert after(on="2026-01-01").track("champion") == Track("champion")


def test_a_dossier_has_each_certificate_with_its_product_and_its_old_name() -> None:
    old = event(K.RECOGNISED, "2019-01-01", "champion", product="轴承", named="单项冠军产品", document="名单")
    found = after(old, REDUCER, on="2026-01-01")
    assert found.titles == (
        HeldTitle("champion", Period.through(day("2019-01-01"), day("2021-12-31")), "轴承", "单项冠军产品"),
        HeldTitle("champion", Period.through(day("2025-03-20"), day("2028-03-19")), "减速机"),
    )
    assert found.known == {"champion"}


def test_a_held_title_of_before_keeps_its_fingerprint() -> None:
    """The digest of a dossier written before there were products must not change."""
    plain = HeldTitle("champion", Period.through(day("2024-04-01"), day("2027-03-31")))
    assert digest(plain) == "618105b32c4e8a93ecf3f51957e6e2720662aa596b1ff2fc121d29d2e7e22696"
    assert digest(attrs.evolve(plain, product="轴承")) != digest(plain)


@pytest.mark.parametrize("kind", [K.REVOKED, K.RELINQUISHED, K.REVIEW_FAILED, K.NOT_LISTED])
def test_what_ends_one_product_leaves_the_other(kind: EventKind) -> None:
    found = after(BEARING, REDUCER, event(kind, "2026-05-10", "champion", product="轴承"), on="2026-05-10")
    assert [one.product for one in found.held] == ["减速机"]
    assert found.track("champion").state is State.HELD
    assert found.track("champion").through == day("2028-03-19")


@pytest.mark.parametrize("kind", [K.REVOKED, K.RELINQUISHED])
def test_what_ends_the_title_ends_every_product(kind: EventKind) -> None:
    found = after(BEARING, REDUCER, event(kind, "2026-05-10", "champion"), on="2026-05-10")
    assert found.held == ()
    assert not found.track("champion").state.holds


@pytest.mark.parametrize("kind", [K.REVIEW_FAILED, K.NOT_LISTED])
def test_a_review_without_a_product_is_of_what_is_due(kind: EventKind) -> None:
    found = after(BEARING, REDUCER, event(kind, "2027-02-01", "champion"), on="2027-02-01")
    assert [one.product for one in found.held] == ["减速机"]
    assert None not in found.tracks_of("champion")


def test_a_review_without_a_product_is_of_all_where_none_is_due() -> None:
    found = after(BEARING, REDUCER, event(K.REVIEW_FAILED, "2026-02-01", "champion"), on="2026-02-01")
    assert found.held == ()


def test_the_title_itself_is_a_track_beside_its_products() -> None:
    unnamed = event(K.RECOGNISED, "2023-10-01", "champion", document="别的名单")
    found = after(unnamed, BEARING, on="2025-01-01")
    assert list(found.tracks_of("champion")) == [None, "轴承"]
    assert [one.label for one in found.held] == ["制造业单项冠军企业", "制造业单项冠军企业（轴承）"]
    found = after(unnamed, BEARING, event(K.REVOKED, "2025-02-01", "champion"), on="2025-02-01")
    assert found.held == ()


def test_a_certificate_recorded_without_its_product_is_of_the_first_product_said_to_be_reviewed() -> None:
    unnamed = event(K.RECOGNISED, "2024-04-01", "champion")
    passed = event(K.REVIEW_PASSED, "2027-03-01", "champion", product="轴承", starts="2027-04-01")
    found = after(unnamed, passed, on="2027-04-01")
    assert list(found.tracks_of("champion")) == ["轴承"]
    assert [spell.period for spell in found.track("champion").spells] == [
        Period.through(day("2024-04-01"), day("2027-03-31")),
        Period.through(day("2027-04-01"), day("2030-03-31")),
    ]
    # A new certificate of another product takes nothing over.
    assert list(after(unnamed, REDUCER, on="2027-01-01").tracks_of("champion")) == [None, "减速机"]
    # Nor does one that is over.
    late = event(K.REVIEW_PASSED, "2027-06-01", "champion", product="轴承")
    assert list(after(unnamed, late, on="2027-06-01").tracks_of("champion")) == [None, "轴承"]


def test_a_case_recorded_without_its_product_is_of_the_first_product_it_comes_to() -> None:
    applied = event(K.APPLIED, "2024-01-10", "champion")
    second = attrs.evolve(BEARING, product="阀")
    found = after(applied, BEARING, second, on="2025-01-01")
    assert {name: track.state for name, track in found.tracks_of("champion").items()} == {
        "轴承": State.HELD,
        "阀": State.HELD,
    }
    assert found.pending == frozenset()
    assert found.tracks_of("champion")["轴承"].granted is not None
    rejected = after(applied, event(K.REJECTED, "2024-02-10", "champion", product="轴承"), on="2025-01-01")
    assert (list(rejected.tracks_of("champion")), rejected.pending) == (["轴承"], frozenset())
    # Another application is another case.
    other = after(applied, event(K.APPLIED, "2024-02-10", "champion", product="轴承"), on="2025-01-01")
    assert list(other.tracks_of("champion")) == [None, "轴承"]


@pytest.mark.parametrize("kind", [K.APPLIED, K.PUBLICISED, K.RECOGNISED])
def test_who_was_in_the_pool_leaves_it_with_a_product(kind: EventKind) -> None:
    pooled = event(K.POOLED, "2017-01-17", "champion", named="制造业单项冠军培育企业")
    found = after(pooled, event(kind, "2024-04-01", "champion", product="轴承"), on="2024-04-01")
    assert list(found.tracks_of("champion")) == ["轴承"]


def test_an_update_and_a_miss_are_of_every_product_held() -> None:
    found = after(BEARING, REDUCER, event(K.UPDATED, "2026-05-10", "champion", year=2026), on="2026-06-01")
    assert [track.updates for track in found.tracks_of("champion").values()] == [(2026,), (2026,)]
    assert found.track("champion").updates == (2026,)
    missed = after(BEARING, REDUCER, event(K.UPDATE_MISSED, "2026-06-01", "champion", year=2026), on="2026-06-01")
    assert all(track.review_lost for track in missed.tracks_of("champion").values())
    assert (missed.track("champion").misses, missed.track("champion").review_lost is not None) == ((2026,), True)


def test_what_is_said_of_the_title_when_nothing_is_held_is_of_what_was_held_once() -> None:
    applied = event(K.APPLIED, "2028-04-10", "champion", product="齿轮泵")
    updated = event(K.UPDATED, "2028-05-10", "champion", year=2028)
    fraud = event(K.REVOKED, "2028-05-10", "champion", reason=Reason.FRAUD)
    found = after(BEARING, REDUCER, applied, updated, on="2028-06-01").tracks_of("champion")
    assert {name: track.updates for name, track in found.items()} == {"轴承": (2028,), "减速机": (2028,), "齿轮泵": ()}
    found = after(BEARING, applied, fraud, on="2028-06-01").tracks_of("champion")
    assert {name: track.state for name, track in found.items()} == {"轴承": State.BARRED, "齿轮泵": State.APPLIED}
    found = after(applied, fraud, on="2028-06-01").tracks_of("champion")
    assert {name: track.state for name, track in found.items()} == {"齿轮泵": State.APPLIED, None: State.BARRED}


def test_what_is_under_way_for_one_product_is_known_beside_what_is_held() -> None:
    applied = event(K.APPLIED, "2026-04-10", "champion", product="齿轮泵")
    found = after(BEARING, applied, on="2026-05-01")
    assert found.track("champion").state is State.HELD
    assert found.tracks_of("champion")["齿轮泵"].state is State.APPLIED
    assert (found.pending, found.known_applications) == ({"champion"}, {"champion"})
    assert [(one.title, one.product, one.on) for one in found.applications] == [
        ("champion", "齿轮泵", day("2026-04-10"))
    ]
    rejected = after(BEARING, applied, event(K.REJECTED, "2026-05-10", "champion", product="齿轮泵"), on="2026-06-01")
    assert (rejected.pending, rejected.known_applications) == (frozenset(), {"champion"})


def test_of_products_none_of_which_is_held_the_title_is_where_the_foremost_is() -> None:
    applied = event(K.APPLIED, "2028-04-10", "champion", product="齿轮泵")
    barred = event(K.REVOKED, "2027-02-01", "champion", product="轴承", reason=Reason.FRAUD)
    assert after(BEARING, REDUCER, on="2029-01-01").track("champion").state is State.LAPSED
    assert after(BEARING, barred, applied, on="2029-01-01").track("champion").state is State.APPLIED
    assert after(BEARING, REDUCER, barred, on="2029-01-01").track("champion").state is State.BARRED
    assert after(BEARING, REDUCER, barred, on="2029-01-01").track("champion").until == day("2030-02-01")
    assert after(BEARING, REDUCER, on="2029-01-01").track("champion").through == day("2028-03-19")


def test_the_validity_of_a_product_that_was_revoked_is_not_that_of_the_title() -> None:
    found = after(BEARING, REDUCER, event(K.REVOKED, "2026-05-10", "champion", product="减速机"), on="2026-06-01")
    assert (found.track("champion").state, found.track("champion").through) == (State.HELD, day("2027-03-31"))


# Deciding.


def test_whether_a_step_may_be_taken_is_asked_of_its_product() -> None:
    held = (BEARING, REDUCER)
    review = event(K.REVIEW_APPLIED, "2027-02-01", "champion", product="轴承(新)", document="回执")
    new = event(K.APPLIED, "2027-02-01", "champion", product="齿轮泵", document="回执")
    found = standing(recorded(held), AsOf(day("2027-02-01")))
    assert found.track_for(new) == Track("champion", product="齿轮泵")
    assert found.track_for(attrs.evolve(review, product="轴 承")).state is State.REVIEW_DUE
    assert found.track_for(attrs.evolve(review, product=None)).through == day("2028-03-19")
    assert isinstance(decide(found, new), Accepted)


def test_whoever_is_barred_for_one_product_is_barred_for_the_title() -> None:
    fraud = event(K.REVOKED, "2026-05-10", "champion", product="轴承", reason=Reason.FRAUD)
    for on, refused in (("2029-05-09", True), ("2029-05-10", False)):
        found = standing(recorded((BEARING, fraud)), AsOf(day(on)))
        outcome = decide(found, Event(title="champion", kind=K.APPLIED, on=day(on), product="齿轮泵"))
        assert isinstance(outcome, Refused) is refused
        if isinstance(outcome, Refused):
            assert [ground.text for ground in outcome.grounds] == ["轴承被撤销，2029-05-10 以前不得再报"]
    outcome = decide(
        standing(recorded((BEARING, fraud)), AsOf(day("2027-01-01"))),
        event(K.RECOGNISED, "2027-01-01", "champion", product="齿轮泵"),
    )
    assert isinstance(outcome, Accepted)
    assert outcome.disagrees
