"""What may happen to a title: the table, the standards and its own history decide, and a refusal gives reasons."""

from __future__ import annotations

import json

import attrs
import pytest

from tests.support.events import day, event, recorded
from tiertrack.errors import BadDossier, IllegalTransition
from tiertrack.facts.dossier_file import dossier_from_json, read_dossier
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Provision
from tiertrack.law.scope import Act
from tiertrack.law.states import Actor, State
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES
from tiertrack.render.assessment_data import assessment_data
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assessment import Assessment, assess
from tiertrack.shipped import shipped
from tiertrack.temporal import AsOf
from tiertrack.titles.completion import completed
from tiertrack.titles.decide import (
    Accepted,
    Outcome,
    Refused,
    Undetermined,
    decide,
    guard_of,
    possible,
    with_findings,
)
from tiertrack.titles.events import ENTERPRISE, Event, Reason
from tiertrack.titles.standing import Standing, standing
from tiertrack.titles.track import Track, evolve
from tiertrack.titles.transitions import ROWS, TRANSITIONS, Condition, check

K, S = EventKind, State
APPLY = Event(title="srdi_sme", kind=K.APPLIED, on=day("2026-06-30"))


UNCITED = attrs.evolve(
    TRANSITIONS[0].citation,
    provision=Provision(attrs.evolve(TRANSITIONS[0].citation.provision.instrument, number=""), ""),
)


def assessed(example: str, act: Act = Act.RECOGNITION) -> Assessment:
    edition = national_rulebook().select(Tier.SRDI_SME, act, APPLY.on)
    dossier = read_dossier(shipped("seeds") / "examples" / f"{example}.json")
    return assess(edition, dossier, AsOf(APPLY.on))


def before(proposed: Event, *events: Event) -> Standing:
    return standing(recorded(events), AsOf(proposed.on))


def put(proposed: Event, *events: Event, assessment: Assessment | None = None, by: Actor | None = None) -> Outcome:
    return decide(before(proposed, *events), proposed, assessment, by)


# The table.


def test_the_table_is_sound() -> None:
    check(TRANSITIONS)
    assert all(row.citation.provision.instrument.number for row in TRANSITIONS)


@pytest.mark.parametrize(
    ("spoilt", "wrong"),
    [
        ([row for row in TRANSITIONS if row.event is not K.POOLED], "到不了“培育入库”"),
        ([row for row in TRANSITIONS if S.BARRED not in row.sources], "进入“禁报期内”后再不能持有称号"),
        ([*TRANSITIONS, TRANSITIONS[1]], "“申报”在“未申报”有两行同时适用"),
        ([*TRANSITIONS, attrs.evolve(TRANSITIONS[0], sources=(S.HELD,), target=S.NONE)], "起点只能有一个"),
        ([*TRANSITIONS, attrs.evolve(TRANSITIONS[0], sources=())], "“入库培育”没有写明自何状态"),
        ([*TRANSITIONS[1:], attrs.evolve(TRANSITIONS[0], citation=UNCITED)], "“入库培育”没有出处"),
    ],
)
def test_a_table_with_a_flaw_is_refused(spoilt: list[object], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        check(spoilt)  # type: ignore[arg-type]


def test_conditions_of_one_event_leave_no_case_open() -> None:
    doubled = {(row.event, source) for row in TRANSITIONS for source in row.sources if row.condition.value}
    for kind, source in doubled:
        conditions = {row.condition for row in ROWS[kind][source]}
        assert conditions in ({Condition.BARS, Condition.BARS_NOT}, {Condition.ENDS, Condition.ENDS_NOT})


# Applying.


def test_whoever_meets_the_standard_may_apply() -> None:
    outcome = put(APPLY, assessment=assessed("meets"))
    assert isinstance(outcome, Accepted)
    assert (outcome.events, outcome.disagrees) == ((APPLY,), False)


def test_whoever_falls_short_is_refused_with_the_criteria_that_fail() -> None:
    outcome = put(APPLY, assessment=assessed("near-miss"))
    assert isinstance(outcome, Refused)
    assert outcome.findings
    assert all(one.truth.value == "false" for one in outcome.findings)


def test_missing_facts_leave_it_open_and_are_named() -> None:
    outcome = put(APPLY, assessment=assessed("with-holes"))
    assert isinstance(outcome, Undetermined)
    assert outcome.missing == assessed("with-holes").missing != ()


@pytest.mark.parametrize("example", ["near-miss", "with-holes"])
def test_an_application_with_a_document_happened_and_is_recorded(example: str) -> None:
    received = attrs.evolve(APPLY, document="受理通知 3号")
    outcome = put(received, assessment=assessed(example))
    assert isinstance(outcome, Accepted)
    assert outcome.disagrees == (example == "near-miss")


def test_where_no_standard_is_encoded_an_application_is_not_held_against_one() -> None:
    assert isinstance(put(event(K.APPLIED, "2026-06-30", "champion")), Accepted)


def test_who_has_applied_cannot_apply_again_and_is_told_what_is_possible() -> None:
    again = attrs.evolve(APPLY, on=day("2026-07-01"))
    with pytest.raises(IllegalTransition) as refused:
        put(again, APPLY)
    first, *rest = map(str, refused.value.faults)
    assert "专精特新中小企业现为“已申报”，不能“申报”：须在 未申报、培育入库、退回补正" in first
    assert "请先登记" not in first
    assert "现在可以：退回补正、推荐、进入环节、公示、认定、未通过、撤回申报、经查不持有；" in first
    assert any("“提交复核”现在不能办" in one and "须在 持有、待复核、复核通过、已失效 时" in one for one in rest)
    assert any("“到期”现在不能办" in one and "由日期得出" in one for one in rest)


def test_whoever_is_barred_cannot_apply_and_learns_until_when() -> None:
    barred = event(K.REVOKED, "2026-05-01", reason=Reason.FRAUD)
    with pytest.raises(IllegalTransition, match="禁报期内”（2029-05-01 以前，至少）"):
        put(APPLY, barred, assessment=assessed("meets"))
    later = attrs.evolve(APPLY, on=day("2029-05-01"))
    assert isinstance(put(later, barred), Accepted)


def test_a_returned_application_is_handed_in_again() -> None:
    returned = event(K.RETURNED, "2026-06-20")
    assert isinstance(put(APPLY, event(K.APPLIED, "2026-06-01"), returned, assessment=assessed("meets")), Accepted)


# Who may do it.


def test_each_step_is_for_its_own_actor() -> None:
    step = event(K.RECOMMENDED, "2026-07-10")
    assert isinstance(put(step, APPLY, by=Actor.DISTRICT), Accepted)
    with pytest.raises(IllegalTransition, match="由区县主管部门办理，不由企业办理"):
        put(step, APPLY, by=Actor.ENTERPRISE)


def test_a_little_giant_is_recommended_by_the_province_and_recognised_by_the_ministry() -> None:
    applied = event(K.APPLIED, "2026-05-01", "little_giant")
    step = event(K.RECOMMENDED, "2026-06-30", "little_giant")
    assert isinstance(put(step, applied, by=Actor.PROVINCE), Accepted)
    granted = event(K.RECOGNISED, "2026-09-01", "little_giant")
    with pytest.raises(IllegalTransition, match="由工业和信息化部办理"):
        put(granted, applied, step, by=Actor.PROVINCE)


def test_a_title_without_a_review_cannot_be_reviewed() -> None:
    held = event(K.RECOGNISED, "2024-11-01", "high_tech_enterprise")
    with pytest.raises(IllegalTransition, match="高新技术企业的程序没有这一步"):
        put(event(K.REVIEW_APPLIED, "2027-09-01", "high_tech_enterprise"), held)


# The procedure of a listing.

LISTING = ["tutoring_accepted", "accepted", "inquired", "committee", "inquired", "committee", "submitted", "registered"]


def test_a_listing_runs_through_the_stages_of_the_exchanges() -> None:
    events = [event(K.APPLIED, "2024-01-01", "listed")]
    for month, stage in enumerate(LISTING, 2):
        step = event(K.ADVANCED, f"2024-{month:02}-01", "listed", stage=stage)
        assert isinstance(put(step, *events), Accepted)
        events.append(step)
    asof = AsOf(day("2024-12-01"))
    assert standing(recorded(events), asof).track("listed").state is S.PUBLICISED
    assert standing(recorded(events), asof).held == ()
    events.append(event(K.RECOGNISED, "2024-12-20", "listed"))
    assert standing(recorded(events), AsOf(day("2024-12-20"))).track("listed").state is S.HELD


def test_a_stage_out_of_turn_or_unknown_is_refused() -> None:
    applied = event(K.APPLIED, "2024-01-01", "listed")
    with pytest.raises(IllegalTransition, match="“提交注册”须在 上市委会议、上市委审议通过、复审通过、中止 之后"):
        put(event(K.ADVANCED, "2024-02-01", "listed", stage="submitted"), applied)
    with pytest.raises(IllegalTransition, match="没有这个环节"):
        put(event(K.ADVANCED, "2024-02-01", "listed", stage="roadshow"), applied)
    with pytest.raises(IllegalTransition, match="须在“已推荐”时"):
        put(event(K.ADVANCED, "2026-05-02", "little_giant", stage="ministry_review"), _applied("little_giant"))


def _applied(title: str) -> Event:
    return event(K.APPLIED, "2026-05-01", title)


# What the authority did.


def test_a_gazetted_recognition_outranks_our_rules_and_keeps_the_disagreement() -> None:
    granted = Event(title="srdi_sme", kind=K.RECOGNISED, on=APPLY.on, document="2026 年名单 7号")
    outcome = put(granted, assessment=assessed("near-miss"))
    assert isinstance(outcome, Accepted)
    assert outcome.disagrees
    (kept,) = with_findings(outcome, assessment_data)
    assert kept.edition_key == "srdi_sme/recognition/2026"
    assert '"truth": "false"' in str(kept.findings)


def test_a_recognition_is_recorded_even_for_somebody_barred() -> None:
    barred = event(K.REVOKED, "2026-05-01", reason=Reason.FRAUD)
    assert isinstance(put(event(K.RECOGNISED, "2026-06-30"), barred), Accepted)


def test_a_validity_the_document_does_not_print_has_the_years_of_the_edition_in_force() -> None:
    granted = Event(title="srdi_sme", kind=K.RECOGNISED, on=APPLY.on, document="2026 年名单 7号")
    twenty_years = attrs.evolve(assessed("meets").edition, validity_years=20)
    by_edition = completed(granted, twenty_years)
    assert (by_edition.through, by_edition.derived) == (day("2046-06-29"), True)
    printed = attrs.evolve(granted, through=day("2029-06-30"))
    assert (completed(printed).through, completed(printed).derived) == (day("2029-06-30"), False)


@pytest.mark.parametrize(
    ("first", "said", "starts", "through"),
    [
        ("2021-07-01", {}, "2024-07-01", "2027-06-30"),
        ("2021-07-01", {"through": "2027-06-30"}, "2024-07-01", "2027-06-30"),
        ("2021-07-01", {"through": "2027-09-01"}, "2024-09-02", "2027-09-01"),
        ("2021-07-01", {"starts": "2024-09-02"}, "2024-09-02", "2027-09-01"),
        ("2021-09-10", {}, "2024-09-10", "2027-09-09"),
        ("2021-09-10", {"through": "2027-09-09"}, "2024-09-10", "2027-09-09"),
        ("2021-09-10", {"through": "2027-09-01"}, "2024-09-02", "2027-09-01"),
        ("2021-09-03", {}, "2024-09-03", "2027-09-02"),
    ],
)
def test_a_review_goes_on_from_the_old_validity_whenever_it_is_published_unless_its_document_says_otherwise(
    first: str, said: dict[str, str], starts: str, through: str
) -> None:
    passed = Event(
        title="little_giant",
        kind=K.REVIEW_PASSED,
        on=day("2024-09-02"),
        document="复核名单",
        **{name: day(value) for name, value in said.items()},
    )
    held = event(K.RECOGNISED, first, "little_giant")
    for earlier in ((held,), (held, event(K.REVIEW_APPLIED, "2024-05-10", "little_giant"))):
        outcome = decide(standing(recorded(earlier), AsOf(passed.on)), passed)
        assert isinstance(outcome, Accepted)
        assert [(one.starts, one.through) for one in outcome.events] == [(day(starts), day(through))]


@pytest.mark.parametrize(
    "before",
    [
        (),
        (event(K.RECOGNISED, "2023-07-01", "little_giant"),),
        (event(K.RECOGNISED, "2016-07-01", "little_giant"),),
        (
            event(K.RECOGNISED, "2021-07-01", "little_giant"),
            event(K.REVOKED, "2024-03-01", "little_giant", reason=Reason.OTHER),
        ),
        (event(K.RECOGNISED, "2021-07-01", "little_giant"), event(K.RELINQUISHED, "2024-03-01", "little_giant")),
    ],
    ids=["nothing on record", "not due yet", "over long ago", "revoked", "given up"],
)
def test_a_review_with_no_validity_to_go_on_from_counts_from_the_day_it_was_published(
    before: tuple[Event, ...],
) -> None:
    passed = Event(title="little_giant", kind=K.REVIEW_PASSED, on=day("2024-09-02"), document="复核名单")
    outcome = decide(standing(recorded(before), AsOf(passed.on)), passed)
    assert isinstance(outcome, Accepted)
    assert [(one.starts, one.through) for one in outcome.events] == [(day("2024-09-02"), day("2027-09-01"))]


def test_a_title_without_a_term_needs_its_last_day_printed() -> None:
    with pytest.raises(BadDossier, match="E324"):
        completed(Event(title="gazelle_cq", kind=K.RECOGNISED, on=day("2024-06-19"), document="名单"))


# Reviews.


def test_a_review_is_held_against_the_standard_for_reviews() -> None:
    review = event(K.REVIEW_APPLIED, "2026-05-01", "little_giant")
    held = event(K.RECOGNISED, "2023-07-01", "little_giant")
    assert guard_of(before(review, held), review) is Act.REVIEW
    assert guard_of(before(review), review) is None


def test_whoever_lost_the_right_to_review_is_refused_with_the_clause() -> None:
    held = event(K.RECOGNISED, "2023-07-01")
    missed = event(K.UPDATE_MISSED, "2025-05-01", year=2025)
    outcome = put(event(K.REVIEW_APPLIED, "2026-05-01"), held, missed)
    assert isinstance(outcome, Refused)
    (ground,) = outcome.grounds
    assert ground.text == "2025 年度未按时更新，已丧失复核资格"
    assert "63号 第三章" in str(ground.citation)


def test_what_happens_to_the_enterprise_is_always_accepted() -> None:
    outcome = put(event(K.MERGED, "2026-05-01", ENTERPRISE, value="某某集团"))
    assert isinstance(outcome, Accepted)
    assert outcome.track is None


def test_a_decision_is_made_on_the_day_of_the_event() -> None:
    with pytest.raises(ValueError, match="2026-06-30"):
        decide(standing((), AsOf(day("2026-06-29"))), APPLY)


# The notice that lets those who have only applied go on (重庆 2025).

CHONGQING = {
    "name": "虚构企业",
    "region": "500113",
    "titles": [],
    "applications": [{"title": "srdi_sme", "on": "2025-03-10"}],
}


@pytest.mark.parametrize(
    ("on", "region", "applied", "truth"),
    [
        ("2025-05-15", "500113", "2025-03-10", "true"),
        ("2025-12-31", "500113", "2025-03-10", "true"),
        ("2025-05-14", "500113", "2025-03-10", "false"),
        ("2026-01-01", "500113", "2026-01-01", "false"),
        ("2025-05-15", "500113", "2024-12-31", "false"),
        ("2025-05-15", "510100", "2025-03-10", "false"),
        ("2025-05-15", "500113", "2025-05-16", "false"),
    ],
)
def test_in_chongqing_in_2025_having_applied_for_the_lower_title_was_enough(
    on: str, region: str, applied: str, truth: str
) -> None:
    content = CHONGQING | {"region": region, "applications": [{"title": "srdi_sme", "on": applied}]}
    dossier = dossier_from_json(json.dumps(content))
    edition = national_rulebook().select(Tier.LITTLE_GIANT, Act.RECOGNITION, day(on), dossier.where)
    found = next(one for one in assess(edition, dossier, AsOf(day(on))).criteria if one.criterion.key == "X0")
    assert found.truth.value == truth


# Deciding and evolving agree.


@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_accepted_that_the_table_has_no_row_for(title: str) -> None:
    for state in State:
        track = Track(title, state, day("2026-01-01"))
        accepted = {kind for kind in K if kind not in _UNASKED and _accepts(track, kind)}
        assert accepted <= {kind for kind in K if ROWS[kind][state]}
        assert accepted == set(possible(track)) - {K.ADVANCED}


_UNASKED = {K.REVIEW_OPENED, K.EXPIRED, K.BAR_ENDED, K.VOIDED, K.ADVANCED, *(kind for kind in K if kind.of_enterprise)}


def _accepts(track: Track, kind: EventKind) -> bool:
    proposed = Event(
        title=track.title, kind=kind, on=day("2026-05-01"), document="文件 1号", year=2026, through=day("2029-04-30")
    )
    try:
        outcome = decide(Standing(AsOf(proposed.on), {track.title: track}), proposed)
    except IllegalTransition:
        return False
    assert isinstance(outcome, Accepted)
    assert outcome.track == evolve(track, *outcome.events)
    assert outcome.track.irregular == ()
    return True


# A track alone, completed events, and what the authority did against the history.


def test_the_track_of_the_title_is_enough_and_another_title_is_refused() -> None:
    assert isinstance(decide(Track("srdi_sme"), APPLY, assessed("meets")), Accepted)
    with pytest.raises(ValueError, match="持有情况是创新型中小企业的，事项是专精特新中小企业的"):
        decide(Track("innovative_sme"), APPLY)


def test_a_grant_is_completed_by_the_edition_that_was_in_force() -> None:
    ten_years = attrs.evolve(assessed("meets"), edition=attrs.evolve(assessed("meets").edition, validity_years=10))
    granted = Event(title="srdi_sme", kind=K.RECOGNISED, on=APPLY.on, document="名单 7号")
    outcome = put(granted, assessment=ten_years)
    assert isinstance(outcome, Accepted)
    (kept,) = outcome.events
    assert (kept.starts, kept.through, kept.derived) == (APPLY.on, day("2036-06-29"), True)
    ahead = completed(attrs.evolve(granted, starts=day("2026-07-01")))
    assert (ahead.starts, ahead.through) == (day("2026-07-01"), day("2029-06-30"))
    printed = completed(attrs.evolve(granted, through=day("2029-05-31")))
    assert (printed.starts, printed.through, printed.derived) == (APPLY.on, day("2029-05-31"), False)


def test_a_bar_is_derived_where_a_rule_gives_one_and_no_document_does() -> None:
    revoked = Event(title="srdi_sme", kind=K.REVOKED, on=day("2025-02-01"), document="文", reason=Reason.DISHONESTY)
    assert (completed(revoked).until, completed(revoked).derived) == (day("2028-02-01"), True)
    longer = attrs.evolve(revoked, until=day("2031-01-01"))
    assert (completed(longer).until, completed(longer).derived) == (day("2031-01-01"), False)
    changed = attrs.evolve(revoked, reason=Reason.CHANGED)
    assert (completed(changed).until, completed(changed).derived) == (None, False)


def test_what_speaks_against_a_published_act_in_the_titles_own_history_is_kept() -> None:
    barred = event(K.REVOKED, "2025-02-01", reason=Reason.INCIDENT)
    outcome = put(event(K.RECOGNISED, "2026-06-30"), barred)
    assert isinstance(outcome, Accepted)
    assert [ground.text for ground in outcome.grounds] == ["2028-02-01 以前不得再报"]
    assert "63号 第三章" in str(outcome.grounds[0].citation)
    assert outcome.disagrees
    assert put(event(K.RECOGNISED, "2028-02-01"), barred).grounds == ()  # type: ignore[union-attr]
    assert put(event(K.PUBLICISED, "2026-06-30"), barred).grounds == ()  # type: ignore[union-attr]
    lost = event(K.RECOGNISED, "2023-07-01"), event(K.UPDATE_MISSED, "2025-05-01", year=2025)
    renewed = put(event(K.REVIEW_PASSED, "2026-06-30"), *lost)
    assert isinstance(renewed, Accepted)
    assert [ground.text for ground in renewed.grounds] == ["2025 年度未按时更新，已丧失复核资格"]
    assert '"grounds"' in str(with_findings(renewed, assessment_data)[0].findings)


def test_a_step_of_a_procedure_is_for_whoever_takes_that_step() -> None:
    step = event(K.ADVANCED, "2026-07-10", stage="local_review")
    assert isinstance(put(step, APPLY, by=Actor.DISTRICT), Accepted)
    with pytest.raises(IllegalTransition, match="由区县主管部门办理，不由省级主管部门办理"):
        put(step, APPLY, by=Actor.PROVINCE)
