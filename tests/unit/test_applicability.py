"""Who is governed by which edition, told of everybody at once, is what is told of each enterprise alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiertrack.district.loading import load_rulebook
from tiertrack.errors import NoEditionInForce, UnknownEdition
from tiertrack.facts.construction import unchecked
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES, Adjacent, Title, title_of
from tiertrack.rules.applicability import Governed, governed
from tiertrack.screening.question import ask

BOOK = load_rulebook()
REGIONS = st.sampled_from([None, *map(Region, ("500000", "500113", "500100", "110000", "110108", "510104"))])
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2027, 6, 1))


def applies(one: Governed, region: Region | None, settled: dt.date | None) -> bool:
    """Whether an edition governs an enterprise of a region, with such a day of its own."""
    if one.within is not None and (region is None or not one.within.contains(region)):
        return False
    if region is not None and any(place.contains(region) for place in one.outside):
        return False
    if one.settled_on is None:
        return True
    if settled is None:
        return one.by_default
    return (one.since is None or settled >= one.since) and (one.until is None or settled < one.until)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([*map(title_of, TITLES)]), st.sampled_from(Act), DAYS, REGIONS, st.none() | DAYS)
def test_everybody_is_governed_by_the_editions_the_rulebook_would_choose_for_them(
    title: Title, act: Act, on: dt.date, region: Region | None, settled: dt.date | None
) -> None:
    data = () if settled is None else (Datum("committee_passed_on", None, settled.toordinal()),)
    dossier = unchecked(Dossier, "某企业", region=region.code if region else None, data=data)
    try:
        expected = {one.key for one in BOOK.alternatives(title, act, dossier, on, region)}
    except NoEditionInForce:
        expected = set()
    try:
        found = [one for one in governed(BOOK, title, act, on) if applies(one, region, settled)]
    except NoEditionInForce:
        found = []
    assert {one.edition.key for one in found if one.edition} == expected
    assert len({one.variant for one in found}) == len(found)


def test_a_region_that_is_asked_for_holds_for_everybody() -> None:
    (only,) = governed(BOOK, Adjacent.GAZELLE_CQ, Act.RECOGNITION, dt.date(2025, 3, 1), Region("500113"))
    assert only.is_everyone
    (local,) = governed(BOOK, Adjacent.GAZELLE_CQ, Act.RECOGNITION, dt.date(2025, 3, 1))
    assert local.within == Region("500000")


def test_where_regions_differ_each_has_its_own_edition() -> None:
    found = governed(BOOK, Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2025, 7, 1))
    assert [(one.edition and one.edition.key, one.within, one.outside) for one in found] == [
        ("little_giant/recognition/2025@500000", Region("500000"), ()),
        ("little_giant/recognition/2025", None, (Region("500000"),)),
    ]


def test_a_day_without_a_standard_is_refused_with_the_documented_reason() -> None:
    with pytest.raises(NoEditionInForce, match="E501"):
        ask(Tier.SRDI_SME, Act.RECOGNITION, dt.date(2022, 7, 31))
    with pytest.raises(UnknownEdition):
        ask(Tier.LISTED, Act.RECOGNITION, dt.date(2026, 6, 30), variant="nasdaq")


def test_a_table_without_the_day_that_settles_a_listing_is_asked_of_the_editions_in_force_alone() -> None:
    question = ask(Tier.LISTED, Act.RECOGNITION, dt.date(2026, 6, 30))
    in_force = [one.key for one in load_rulebook().variants(Tier.LISTED, Act.RECOGNITION, dt.date(2026, 6, 30))]
    assert [one.key for one in question.of_table(["revenue:2025"]).editions] == in_force
    assert question.of_table(["committee_passed_on"]) is question
    assert len(question.editions) > len(in_force)
