"""The titles beside the ladder: what their standards read, that no income stands in for another, what a certificate
settles by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.coverage import uncovered
from tests.support.events import day
from tiertrack.errors import BadDossier
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier, HeldTitle
from tiertrack.facts.vocabulary import FACTS, FED_BY
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.scope import Act, Basis
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, Adjacent, title_definition
from tiertrack.logic.expr import refs
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_data import assessment_data
from tiertrack.render.assessment_text import assessment_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assessment import assess
from tiertrack.rules.binding import feeding_title
from tiertrack.rules.edition import Edition
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.completion import completed
from tiertrack.titles.events import Event

RULEBOOK = national_rulebook()
ADJACENT = {one.key: one for one in RULEBOOK.editions if isinstance(one.tier, Adjacent)}
HIGH_TECH = ADJACENT["high_tech_enterprise/recognition/2016"]
TECH_SME = ADJACENT["tech_sme/recognition/2017"]
INNOVATIVE = RULEBOOK.edition("innovative_sme/recognition/2022")
ON = dt.date(2026, 6, 30)
WAN = 1_000_000
LAST = HeldTitle("high_tech_enterprise", Period.through(dt.date(2023, 7, 1), ON))

READS = {
    HIGH_TECH.key: """established_on core_ip_owned high_tech_field tech_staff:-1 employees:-1 rd_expense:-1
        rd_expense:-2 rd_expense:-3 rd_expense_domestic:-1 rd_expense_domestic:-2 rd_expense_domestic:-3
        sales_revenue:-1 sales_revenue:-2 sales_revenue:-3 high_tech_revenue:-1 total_income:-1 innovation_score
        incident_within_a_year""",
    TECH_SME.key: """uscc employees:-1 sales_revenue:-1 total_assets:-1 prohibited_product recent_incident abnormal_list
        dishonest_list tech_staff:-1 rd_expense:-1 cost_expense:-1 class1_ip class2_ip high_tech_enterprise
        national_award_rank_5y rd_institution led_standard_5y""",
    "key_little_giant/recognition/2024": """title:little_giant title:listed key_support_received key_support_field
        key_support_plan planned_investment""",
    "gazelle_cq/recognition/2024@500000": """revenue:-1 revenue:-2 revenue:-3 rd_expense:-1 rd_expense:-2 rd_expense:-3
        class1_ip""",
    "above_scale/recognition/1998": "industry state_owned main_revenue:-1",
    "above_scale/recognition/2007": "industry main_revenue:-1",
    "above_scale/recognition/2011": "industry main_revenue:-1",
}


def dossier(*titles: HeldTitle, **facts: Value) -> Dossier:
    """What is said of a firm that holds these titles and no others; ``sales_revenue_2025`` is of a year."""
    data = []
    for key, value in facts.items():
        name, _, year = key.rpartition("_")
        data.append(Datum(name, int(year), value) if year.isdecimal() else Datum(key, None, value))
    return Dossier("甲", data=tuple(data), titles=titles, known_titles=frozenset(TITLES))


def found(edition: Edition, firm: Dossier, key: str, on: dt.date = ON) -> Finding:
    """What came of one criterion."""
    return next(one.finding for one in assess(edition, firm, AsOf(on)).criteria if one.criterion.key == key)


# ------------------------------------------------------------------------------------------------- what they read


@pytest.mark.parametrize("key", READS)
def test_an_adjacent_edition_reads_exactly_what_is_listed(key: str) -> None:
    read = {ref.key_in(0) for one in ADJACENT[key].criteria for ref in refs(one.test)}
    assert read == set(READS[key].split())


@pytest.mark.parametrize(
    ("key", "basis", "years"),
    [
        (HIGH_TECH.key, Basis.NATIONAL_RECOGNITION, 3),
        (TECH_SME.key, Basis.NATIONAL_RECOGNITION, None),
        ("key_little_giant/recognition/2024", Basis.NATIONAL_RECOGNITION, None),
        ("gazelle_cq/recognition/2024@500000", Basis.MUNICIPAL, None),
        ("above_scale/recognition/2011", Basis.NATIONAL_GUIDELINE, None),
    ],
)
def test_whose_word_it_is_and_how_long_it_lasts(key: str, basis: Basis, years: int | None) -> None:
    assert (ADJACENT[key].basis, ADJACENT[key].validity_years) == (basis, years)


def test_the_days_without_a_standard_are_before_the_first_and_after_the_last_batch() -> None:
    span = Period(dt.date(2015, 1, 1), dt.date(2030, 1, 1))
    recognition = {
        (one.title.value, str(one.period.start), str(one.period.end))
        for one in uncovered(RULEBOOK, span)
        if one.act is Act.RECOGNITION
        and one.title.value in ("high_tech_enterprise", "tech_sme", "key_little_giant", "gazelle_cq", "above_scale")
    }
    assert recognition == {
        ("high_tech_enterprise", "2015-01-01", "2016-01-01"),
        ("tech_sme", "2015-01-01", "2017-05-03"),
        ("key_little_giant", "2015-01-01", "2024-01-01"),
        ("key_little_giant", "2027-01-01", "2030-01-01"),
        ("gazelle_cq", "2015-01-01", "2024-01-01"),
    }


# ------------------------------------------------------------------------------------- no income stands in for another

INCOMES = ("revenue", "main_revenue", "sales_revenue", "total_income")


@pytest.mark.parametrize(
    ("key", "criterion", "income", "others"),
    [
        (HIGH_TECH.key, "hnte.5a", "sales_revenue", {"rd_expense_2025": 300 * WAN}),
        (HIGH_TECH.key, "hnte.6", "total_income", {"high_tech_revenue_2025": 4000 * WAN}),
        (TECH_SME.key, "tsme.2b", "sales_revenue", {}),
        ("above_scale/recognition/2011", "gs.2", "main_revenue", {}),
        ("gazelle_cq/recognition/2024@500000", "gz.2", "revenue", {"revenue_2024": 4000 * WAN}),
    ],
)
def test_four_kinds_of_income_never_stand_in_for_each_other(
    key: str, criterion: str, income: str, others: dict[str, Value]
) -> None:
    young = {"established_on": dt.date(2025, 3, 1).toordinal(), **others}
    every_other = {f"{one}_2025": 5000 * WAN for one in INCOMES if one != income}
    without = found(ADJACENT[key], dossier(**young, **every_other), criterion)
    assert without.truth is Truth.UNKNOWN
    assert [seen.key for seen in without.missing] == [f"{income}:2025"]
    with_it = found(ADJACENT[key], dossier(**young, **{f"{income}_2025": 5000 * WAN}), criterion)
    assert with_it.truth is Truth.TRUE


def test_a_high_tech_enterprise_that_reports_revenue_but_no_sales_is_undetermined() -> None:
    told = {
        "established_on": dt.date(2025, 3, 1).toordinal(),
        "core_ip_owned": True,
        "tech_staff_2025": 20,
        "employees_2025": 100,
        "rd_expense_2025": 300 * WAN,
        "rd_expense_domestic_2025": 300 * WAN,
        "high_tech_revenue_2025": 4000 * WAN,
        "total_income_2025": 5000 * WAN,
        "innovation_score": 80_00,
        "incident_within_a_year": False,
    }
    field = Attestation("high_tech_field", True, "认定管理机构", ON)

    def judged(**income: Value) -> Finding:
        firm = dossier(**told, **income)
        return HIGH_TECH.explain(Dossier("甲", data=firm.data, attestations=(field,)), ON)

    assert judged(sales_revenue_2025=5000 * WAN).truth is Truth.TRUE
    undetermined = judged(revenue_2025=5000 * WAN, main_revenue_2025=5000 * WAN)
    assert undetermined.truth is Truth.UNKNOWN
    assert [seen.key for seen in undetermined.missing] == ["sales_revenue:2025"]


# ------------------------------------------------------------------------------- what a certificate settles by itself


def test_what_a_title_feeds_is_a_yes_or_no_fact_without_a_year() -> None:
    for key, title in FED_BY.items():
        assert (FACTS[key].kind, FACTS[key].yearly) == (Kind.FLAG, False)
        assert title in TITLES


@pytest.mark.parametrize(("edition", "criterion"), [(TECH_SME, "tsme.5"), (INNOVATIVE, "A1")])
@pytest.mark.parametrize("stated", [{}, {"high_tech_enterprise": True}, {"high_tech_enterprise": False}])
def test_a_valid_certificate_opens_the_direct_route_whatever_is_stated(
    edition: Edition, criterion: str, stated: dict[str, Value]
) -> None:
    firm = dossier(LAST, **stated)
    assert found(edition, firm, criterion).truth is Truth.TRUE
    assert found(edition, firm, criterion, ON + dt.timedelta(days=1)).truth is (
        Truth.TRUE if stated.get("high_tech_enterprise") else Truth.UNKNOWN
    )


@pytest.mark.parametrize(
    ("stated", "among_all", "by_itself"), [(None, False, None), (True, *2 * (True,)), (False, *2 * (False,))]
)
def test_without_the_title_the_stated_value_counts_and_what_is_not_listed_among_all_titles_is_not_held(
    stated: bool | None, among_all: bool, by_itself: bool | None
) -> None:
    facts = {} if stated is None else {"high_tech_enterprise": stated}
    for firm, read in ((dossier(**facts), among_all), (Dossier("甲", data=dossier(**facts).data), by_itself)):
        leaves = found(TECH_SME, firm, "tsme.5").leaves
        assert next(seen.value for leaf in leaves for seen in leaf.observed) is read


def test_a_title_that_is_not_listed_is_named_as_the_reason() -> None:
    criteria = assessment_data(assess(TECH_SME, dossier(), AsOf(ON)))["criteria"]
    seen = next(one for row in criteria for one in row["observed"] if one["fact"] == "high_tech_enterprise")
    assert (seen["value"], seen["source"]) == ("否", ["所列称号中没有有效的高新技术企业"])


def test_a_certificate_settles_what_sources_disagree_on() -> None:
    told = (Datum("high_tech_enterprise", None, True, "甲表"), Datum("high_tech_enterprise", None, False, "乙表"))
    apart = Dossier("甲", data=told, known_titles=frozenset(TITLES))
    settled = Dossier("甲", data=told, titles=(LAST,), known_titles=frozenset(TITLES))
    assert found(TECH_SME, apart, "tsme.5").truth is Truth.UNKNOWN
    assert found(TECH_SME, settled, "tsme.5").truth is Truth.TRUE


def test_only_the_fact_of_its_own_is_fed_and_only_on_its_days() -> None:
    firm = dossier(LAST)
    assert feeding_title(firm, "high_tech_enterprise", ON) == LAST
    assert feeding_title(firm, "high_tech_enterprise", ON + dt.timedelta(days=1)) is None
    assert feeding_title(firm, "ip_demonstration", ON) is None
    assert feeding_title(dossier(HeldTitle("srdi_sme", LAST.period)), "high_tech_enterprise", ON) is None


@pytest.mark.parametrize(
    ("stated", "source"),
    [
        (None, "高新技术企业称号有效至 2026-06-30"),
        (True, "高新技术企业称号有效至 2026-06-30"),
        (False, "高新技术企业称号有效至 2026-06-30，所填“否”不采"),
    ],
)
def test_the_data_of_an_answer_name_the_certificate_as_the_source(stated: bool | None, source: str) -> None:
    told = () if stated is None else (Datum("high_tech_enterprise", None, stated, "申报表"),)
    firm = Dossier("甲", data=told, titles=(LAST,), known_titles=frozenset(TITLES))
    criteria = assessment_data(assess(TECH_SME, firm, AsOf(ON)))["criteria"]
    seen = next(one for row in criteria for one in row["observed"] if one["fact"] == "high_tech_enterprise")
    assert (seen["value"], seen["source"]) == ("是", [source])


def test_without_a_certificate_the_source_is_the_one_named() -> None:
    firm = Dossier("甲", data=(Datum("high_tech_enterprise", None, True, "申报表"),), known_titles=frozenset(TITLES))
    criteria = assessment_data(assess(TECH_SME, firm, AsOf(ON)))["criteria"]
    seen = next(one for row in criteria for one in row["observed"] if one["fact"] == "high_tech_enterprise")
    assert seen["source"] == ["申报表"]


# ------------------------------------------------------------------------------------------------------- procedures


def granted(title: str) -> Event:
    return Event(title=title, kind=EventKind.RECOGNISED, on=dt.date(2024, 11, 10), document="名单")


def test_a_high_tech_certificate_lasts_three_years() -> None:
    assert completed(granted("high_tech_enterprise"), HIGH_TECH).through == dt.date(2027, 11, 9)


@pytest.mark.parametrize(
    ("on", "starts", "through"),
    [
        ("2025-07-15", None, "2025-12-31"),
        ("2025-12-31", None, "2025-12-31"),
        ("2026-01-08", "2025-12-20", "2025-12-31"),
        ("2026-01-08", None, "2026-12-31"),
    ],
)
def test_a_registration_number_is_good_to_the_end_of_the_year_it_is_for(
    on: str, starts: str | None, through: str
) -> None:
    first = starts and day(starts)
    number = Event(title="tech_sme", kind=EventKind.RECOGNISED, on=day(on), starts=first, document="公告")
    found = completed(number, TECH_SME)
    assert (found.through, found.derived) == (day(through), True)


@pytest.mark.parametrize(
    ("on", "held", "held_as_written"),
    [
        ("2025-07-14", False, False),
        ("2025-07-15", True, True),
        ("2025-12-31", True, True),
        ("2026-01-01", None, False),
        ("2026-06-30", None, False),
        ("2026-07-01", False, False),
    ],
)
def test_a_dossier_that_does_not_write_the_last_day_of_a_number_leaves_the_next_half_year_open(
    on: str, held: bool | None, held_as_written: bool
) -> None:
    open_, written = (
        Dossier("甲", titles=(HeldTitle("tech_sme", Period.through(day("2025-07-15"), last)),))
        for last in (None, day("2025-12-31"))
    )
    assert open_.holds_title("tech_sme", day(on)) is held
    assert written.holds_title("tech_sme", day(on)) is held_as_written
    assert Dossier.from_dict(open_.to_dict()) == open_


def test_why_it_is_not_known_if_last_years_number_still_counts_is_told() -> None:
    firm = Dossier("甲", titles=(HeldTitle("tech_sme", Period(day("2025-07-15"))),), known_titles=frozenset(TITLES))
    answer = assess(RULEBOOK.edition("srdi_sme/recognition/2026"), firm, AsOf(day("2026-04-10")))
    assert "上一期至 2025-12-31；以后是否仍算由主管部门认定" in assessment_text(answer)


@pytest.mark.parametrize("key", ["key_little_giant/recognition/2024", "gazelle_cq/recognition/2024@500000"])
def test_where_no_term_could_be_verified_none_is_computed_although_a_standard_is_in_force(key: str) -> None:
    with pytest.raises(BadDossier, match="E324"):
        completed(granted(ADJACENT[key].tier.value), ADJACENT[key])


@pytest.mark.parametrize("title", ["above_scale", "green_factory", "smart_factory", "digital_workshop"])
def test_what_has_no_term_ends_only_by_an_act_of_its_own(title: str) -> None:
    assert completed(granted(title)).through is None


@pytest.mark.parametrize("title", [one.value for one in Adjacent])
def test_the_procedure_of_an_adjacent_title_rests_on_a_document_of_its_own(title: str) -> None:
    citation = title_definition(title).procedure.citation
    assert citation.provision.instrument.key != "local-default"
    assert citation.provision.path


def test_being_on_the_statistical_register_is_called_so() -> None:
    above = title_definition("above_scale").procedure
    assert (above.word(EventKind.RECOGNISED), above.word(EventKind.REVOKED)) == ("升规", "退规")
    assert (above.state_word(State.HELD), above.state_word(State.REVOKED)) == ("在库", "已退规")
    assert title_definition("srdi_sme").procedure.state_word(State.HELD) == "持有"
