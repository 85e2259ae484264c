"""The standards of single champions: which governs when, how sure each is, and what they do not ask for."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from tests.support.events import day
from tiertrack.errors import BadDossier, NoEditionInForce
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.ladder.eligibility import may_apply
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Confidence
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Basis
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Adjacent, acts_of
from tiertrack.logic.expr import refs
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.edition import Edition
from tiertrack.titles.completion import completed
from tiertrack.titles.consequences import report_rule
from tiertrack.titles.events import Event

RULEBOOK = national_rulebook()
OF_CHAMPIONS = [one for one in RULEBOOK.editions if one.tier is Tier.CHAMPION]
MUNICIPAL = RULEBOOK.edition("champion_cq/recognition/2024@500000")
MEASURE = RULEBOOK.edition("champion/recognition/2023")


def variants_on(on: str, act: Act) -> list[str | None]:
    return [one.variant.key if one.variant else None for one in RULEBOOK.variants(Tier.CHAMPION, act, day(on))]


@pytest.mark.parametrize("act", acts_of(Tier.CHAMPION))
@pytest.mark.parametrize(
    ("first", "last", "kinds"),
    [
        ("2016-05-18", "2017-12-13", ["demonstration"]),
        ("2017-12-14", "2021-04-30", ["demonstration", "product"]),
        ("2021-05-01", "2023-07-31", ["demonstration", "product"]),
        ("2023-08-01", "2030-12-31", [None]),
    ],
)
def test_the_kinds_of_champions_from_the_first_to_the_last_day_of_each_period(
    act: Act, first: str, last: str, kinds: list[str | None]
) -> None:
    assert variants_on(first, act) == variants_on(last, act) == kinds


@pytest.mark.parametrize("act", acts_of(Tier.CHAMPION))
def test_on_the_first_of_every_month_there_is_a_standard_or_it_is_before_the_first(act: Act) -> None:
    for on in (dt.date(year, month, 1) for year in range(2014, 2029) for month in range(1, 13)):
        if on < dt.date(2016, 5, 18):
            with pytest.raises(NoEditionInForce):
                RULEBOOK.variants(Tier.CHAMPION, act, on)
        else:
            assert RULEBOOK.variants(Tier.CHAMPION, act, on)


def test_the_measure_of_2023_begins_where_its_duties_do() -> None:
    first = MEASURE.period.start
    assert first is not None
    assert report_rule("champion", first) is not None
    assert report_rule("champion", first - dt.timedelta(days=1)) is None


def test_chongqing_has_a_municipal_standard_and_none_for_reviews() -> None:
    assert (MUNICIPAL.basis, MUNICIPAL.region) == (Basis.MUNICIPAL, Region("500000"))
    with pytest.raises(NoEditionInForce):
        RULEBOOK.select(Adjacent.CHAMPION_CQ, Act.REVIEW, day("2026-06-30"), Region("500113"))


# ------------------------------------------------------------------------------------------------------ how sure it is


@pytest.mark.parametrize("edition", OF_CHAMPIONS, ids=lambda one: one.key)
def test_only_the_basic_conditions_were_seen_in_the_original(edition: Edition) -> None:
    original = {one.key for one in edition.criteria if one.citation.confidence is Confidence.ORIGINAL}
    measure = edition.variant is None
    assert original == ({"B1", "B2", "B3", "B4", "B5", "B6"} if measure else set())


@pytest.mark.parametrize("edition", [one for one in OF_CHAMPIONS if one.act is Act.REVIEW], ids=lambda one: one.key)
def test_every_review_says_that_its_standard_was_derived_from_the_recognition(edition: Edition) -> None:
    assert edition.amended_by[-1].confidence is Confidence.DERIVED
    assert "原文没有看到" in edition.amended_by[-1].note


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("champion:demonstration/recognition/2016", "印发日未能核实"),
        ("champion:product/recognition/2021", "日未能核实，按 5 月 1 日起"),
        ("champion/review/2023", "施行日未能核实，按 8 月 1 日起"),
        ("champion_cq/recognition/2024@500000", "日未能核实，按 2024 年 1 月 1 日起"),
    ],
)
def test_a_first_day_that_could_not_be_verified_is_printed(key: str, words: str) -> None:
    assert words in RULEBOOK.edition(key).citations


@pytest.mark.parametrize("key", ["champion/review/2023", "champion:product/review/2021"])
def test_what_is_not_submitted_for_review_costs_the_title(key: str) -> None:
    assert any("没有提交材料的，撤销" in note.gist for note in RULEBOOK.edition(key).notes)


# ------------------------------------------------------------------------------------------------ what is not asked for


def test_no_share_of_a_main_product_is_asked_for_since_2023() -> None:
    read = {ref.key for one in MEASURE.criteria for ref in refs(one.test)}
    assert not read & {"main_product_revenue", "revenue", "employees", "size_group"}
    assert any("不设主导产品收入占比的门槛" in note.gist for note in MEASURE.notes)


@pytest.mark.parametrize("edition", [*OF_CHAMPIONS, MUNICIPAL], ids=lambda one: one.key)
def test_no_title_is_a_prerequisite_by_itself(edition: Edition) -> None:
    for one in edition.criteria:
        read = list(refs(one.test))
        assert any(ref.kind is not Kind.TITLE for ref in read)


@pytest.mark.parametrize("on", ["2016-09-01", "2019-06-01", "2022-06-01", "2024-10-10"])
def test_holding_nothing_closes_no_way_to_a_champion(on: str) -> None:
    nothing = dossier_from_json('{"name": "虚构企业", "titles": []}', "测试")
    assert may_apply(nothing, "champion", day(on), RULEBOOK) is Truth.UNKNOWN


# ------------------------------------------------------------------------------------------------------------- validity


def granted(title: str, **said: dt.date) -> Event:
    return Event(title=title, kind=EventKind.RECOGNISED, on=day("2024-12-20"), document="名单", **said)


def test_a_champion_is_recognised_for_three_years() -> None:
    assert completed(granted("champion"), MEASURE).through == day("2027-12-19")


def test_the_validity_of_a_municipal_champion_is_what_its_document_says_and_never_computed() -> None:
    assert MUNICIPAL.validity_years is None
    with pytest.raises(BadDossier, match="E324"):
        completed(granted("champion_cq"), MUNICIPAL)
    printed = completed(granted("champion_cq", through=day("2027-12-19")), MUNICIPAL)
    assert (printed.through, printed.derived) == (day("2027-12-19"), False)


def test_an_edition_that_says_no_years_leaves_them_to_the_title() -> None:
    silent = attrs.evolve(MEASURE, validity_years=None)
    assert completed(granted("champion"), silent).through == day("2027-12-19")
