"""What no authority recognises nationwide is answered by a default that says so, and never as a recognition."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.support.guarding import changes
from tiertrack.app import assess, assess_each, open_registry
from tiertrack.app.recording import assessment_for
from tiertrack.errors import NoEditionInForce
from tiertrack.facts.achievement_dossier import achievement_dossier
from tiertrack.facts.achievement_file import achievement_from
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Confidence, Instrument
from tiertrack.law.scope import Act, Basis
from tiertrack.law.tiers import Tier
from tiertrack.logic.expr import Test
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_data import alternatives_data, assessment_data, edition_data
from tiertrack.render.assessment_text import alternatives_text, assessment_text
from tiertrack.render.policy.edition_text import LOCAL_NOTICE, edition_text
from tiertrack.render.verdict_words import verdict_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.rulebooks.local.local_default_hard_tech import 成长性
from tiertrack.rules.edition import PARAMETERS, Edition
from tiertrack.rules.edition_checks import check_edition
from tiertrack.rules.grading import Grade
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event

ON = AsOf(dt.date(2026, 6, 30))
LOCAL = [one for one in national_rulebook().editions if one.tier.is_local]
OWN = Instrument(PARAMETERS, "巴南参数", "区县参数", None, None, dt.date(2026, 1, 1), Confidence.ORIGINAL).clause("一")


def seed_file(**facts: Any) -> str:
    """A firm that just meets the profile 初创培育 and no growth."""
    said: dict[str, Any] = {
        "revenue": {"2025": "1000万元", "2024": "900万元", "2023": "900万元"},
        "rd_expense": {"2025": "200万元", "2024": "100万元", "2023": "10万元"},
        "equity_financing": {"2025": "0元", "2024": "0元"},
        "employees": {"2025": 20},
        "rd_staff": {"2025": 4},
        "class1_ip": 1,
        "abnormal_list": False,
        "dishonest_list": False,
        "major_incident": False,
        **facts,
    }
    judged = {"hard_tech_industry": {"value": True, "by": "巴南区经信委", "on": "2026-01-10"}}
    return json.dumps({"name": "甲公司", "facts": said, "judgements": judged})


def seed_dossier(**facts: Any) -> Dossier:
    """That firm, as read."""
    return dossier_from_json(seed_file(**facts))


def hard_tech(dossier: Dossier, variant: str = "seed") -> Any:
    return assess(dossier, Tier.HARD_TECH, Act.RECOGNITION, ON, variant=variant)


@pytest.mark.parametrize("edition", LOCAL, ids=lambda one: one.key)
def test_a_local_default_is_the_first_revision_of_ours_and_lasts_two_years(edition: Edition) -> None:
    assert (edition.basis, edition.revision, edition.validity_years) == (Basis.DEFAULT_LOCAL, 1, 2)
    assert "认定" not in f"{edition.label}{edition.act_label}{edition.citations}"
    assert "认定" not in edition_text(edition).splitlines()[0]
    assert LOCAL_NOTICE in edition_text(edition).splitlines()
    assert edition_data(edition)["basis"] == "default_local"


@pytest.mark.parametrize("truth", Truth)
@pytest.mark.parametrize("edition", LOCAL, ids=lambda one: one.key)
def test_no_answer_by_a_local_default_is_called_a_recognition(edition: Edition, truth: Truth) -> None:
    answer = assess(seed_dossier(), edition.tier, edition.act, ON, variant=edition.variant and edition.variant.key)
    answer = attrs.evolve(answer, finding=attrs.evolve(answer.finding, truth=truth))
    headline, *lines = assessment_text(answer).splitlines()
    # Before a review it is said first that nobody knows whether there is anything to review.
    notice = lines[edition.act is Act.REVIEW]
    assert "本地缺省口径（第 1 版）" in headline
    assert ("认定" in headline, notice) == (False, LOCAL_NOTICE)
    assert "认定" not in assessment_data(answer)["verdict"]


def test_the_answers_by_both_profiles_together_are_not_called_a_recognition_either() -> None:
    answers = assess_each(seed_dossier(), Tier.HARD_TECH, Act.RECOGNITION, ON)
    headline = alternatives_text(answers).splitlines()[0]
    assert headline == "符合本地缺省口径（第 1 版） · 硬科技企业 · 2026-06-30（2 个画像，符合其一即可）"
    data = alternatives_data(answers)
    assert (data["verdict"], data["met"]) == ("符合本地缺省口径（第 1 版）", ["hard_tech:seed/recognition/2024"])


@pytest.mark.parametrize(
    ("act", "said"), [(Act.RECOGNITION, "高价值科技成果标准"), (Act.REVIEW, "高价值科技成果复评标准")]
)
def test_before_the_rung_there_is_no_standard_and_no_talk_of_recognition(act: Act, said: str) -> None:
    with pytest.raises(NoEditionInForce) as refused:
        assess(seed_dossier(), Tier.ACHIEVEMENT, act, AsOf(dt.date(2024, 2, 3)))
    assert "认定" not in str(refused.value)
    assert said in str(refused.value)


def test_the_star_profile_begins_with_the_guideline_it_copies() -> None:
    def profiles(on: dt.date) -> list[str]:
        editions = national_rulebook().variants(Tier.HARD_TECH, Act.RECOGNITION, on)
        return [one.variant.key for one in editions if one.variant]

    assert profiles(dt.date(2024, 4, 29)) == ["seed"]
    assert profiles(dt.date(2024, 4, 30)) == ["star", "seed"]


def test_what_is_recorded_of_a_local_title_is_weighed_by_the_profile_that_comes_off_best() -> None:
    event = Event(title="hard_tech", kind=EventKind.RECOGNISED, on=ON.on, document="确认名单")
    met = assessment_for(event, Act.RECOGNITION, seed_dossier(), national_rulebook())
    assert met is not None
    assert (met.edition.key, met.truth) == ("hard_tech:seed/recognition/2024", Truth.TRUE)
    open_still = assessment_for(event, Act.RECOGNITION, seed_dossier(abnormal_list=True), national_rulebook())
    assert open_still is not None
    assert (open_still.edition.key, open_still.truth) == ("hard_tech:star/recognition/2024", Truth.UNKNOWN)
    early = attrs.evolve(event, on=dt.date(2024, 2, 3))
    assert assessment_for(early, Act.RECOGNITION, seed_dossier(), national_rulebook()) is None


def test_what_the_authority_recorded_keeps_its_word_and_our_answer_its_own(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    Path("甲.json").write_text(seed_file(), encoding="utf-8")
    run("init")
    run("import", "甲.json")
    said = ("甲公司", "--title", "hard_tech", "--on", "2026-06-30", "--document", "确认名单")
    left, out, _ = run("case", "recognise", *said)
    assert (left, out.splitlines()[0]) == (0, "新增 硬科技企业 确认 2026-06-30")
    assert "按本地缺省 硬科技企业·初创培育的硬科技企业（初创培育）标准：符合本地缺省口径（第 1 版）。" in out
    assert "认定" not in out
    assert "认定" not in run("history", "甲公司")[1]


# ----------------------------------------------------------------------------------------------------------- parameters


def test_every_local_number_is_a_parameter_and_no_number_of_the_guideline_is() -> None:
    names = {one.key: set(one.parameters) for one in LOCAL}
    assert names["achievement/recognition/2024"] == {
        "achievement.high_value_patents",
        "achievement.trl",
        "achievement.evaluation_months",
        "achievement.contract_income",
        "high_value_patent.pledge",
    }
    assert names["hard_tech:star/recognition/2024"] == set()
    assert names["hard_tech:seed/recognition/2024"] == {
        *("hard_tech.rd_share", "hard_tech.rd_total", "hard_tech.rd_staff_share", "hard_tech.small_team"),
        *("hard_tech.small_team_rd_staff", "hard_tech.class1_ip", "hard_tech.applications_examined"),
        *("hard_tech.growth", "hard_tech.revenue", "hard_tech.equity_financing"),
    }


def test_a_district_that_sets_a_number_sets_it_in_the_words_as_in_the_answer() -> None:
    edition = national_rulebook().edition("achievement/recognition/2024")
    stricter = edition.with_parameters({"achievement.trl": Quantity(8, Kind.LEVEL)}, OWN)
    assert "技术就绪水平不低于8级" in stricter.criterion("achv.value").gist
    assert check_edition(stricter) == ()
    assert stricter.digest != edition.digest
    assert verdict_text(stricter, Truth.TRUE) == "符合本地缺省口径（第 1 版，参数经本区调整）"


def test_a_district_may_set_the_numbers_that_only_grade() -> None:
    edition = national_rulebook().edition("hard_tech:seed/recognition/2024")
    share = Quantity(Fraction(10, 100), Kind.SHARE)
    easier = edition.with_parameters({"hard_tech.growth": share}, OWN)
    assert "复合增长率不低于10%" in easier.grading[0].gist
    assert check_edition(easier) == ()
    assert easier.digest != edition.digest


# --------------------------------------------------------------------------------------------------------------- grades

# Growth, revenue and financing on both sides of their limits, each year apart.
_SAID: list[dict[str, Any]] = [
    {"revenue": {"2025": revenue, "2024": middle, "2023": first}, "equity_financing": {"2025": last, "2024": before}}
    for revenue, middle, first in (
        ("1406.25万元", "1000万元", "900万元"),
        ("1406.24万元", "1350万元", "900万元"),
        ("2000万元", "2000万元", "2000万元"),
        ("1999.99万元", "2000万元", "2000万元"),
        ("1000万元", "2001万元", "2500万元"),
        ("1250万元", "1000万元", "1001万元"),
        ("1404万元", "1100万元", "900万元"),
        ("1409万元", "1200万元", "900万元"),
        ("2001万元", "2000万元", "2000万元"),
        ("1250万元", "1000万元", "2000万元"),
    )
    for last, before in (
        ("0元", "0元"),
        ("250万元", "250万元"),
        ("250万元", "249.99万元"),
        ("250万元", "249万元"),
        ("500万元", "0元"),
        ("0元", "500万元"),
        ("499万元", "2万元"),
    )
]


def growth_of(test: Test) -> list[Truth]:
    criterion = attrs.evolve(成长性, test=test)
    grade = Grade("硬科技", "B", criterion)
    found = [grade.weigh(seed_dossier(**one), ON.on) for one in _SAID]
    return [one.truth for one in found if one is not None]


def test_every_number_of_what_only_grades_tells() -> None:
    as_written = growth_of(成长性.test)
    assert [what for what, changed in changes(成长性.test) if growth_of(changed) == as_written] == []


def test_a_grade_still_open_names_every_grade_it_may_be_and_what_would_tell() -> None:
    answers = assess_each(seed_dossier(equity_financing={"2025": "0元"}), Tier.HARD_TECH, Act.RECOGNITION, ON)
    grade = alternatives_data(answers)["grade"]
    assert (grade["text"], grade["label"]) == ("硬科技 A 或 B 或 C，待补充", None)
    assert grade["possible"] == ["硬科技 A", "硬科技 B", "硬科技 C"]
    assert "equity_financing:2024" in grade["missing"]
    assert [one["key"] for one in grade["criteria"]] == ["ht.h4"]


def test_growth_grades_but_never_vetoes() -> None:
    told = assessment_text(hard_tech(seed_dossier()))
    assert told.startswith("符合本地缺省口径（第 1 版）")
    lines = told.splitlines()
    assert lines[lines.index("只用来评级、不影响结论的：") + 1].startswith("✗ 成长性（只评级，不否决）：")
    assert "按本画像评级 硬科技 C" in lines


def test_whoever_does_not_meet_the_standard_is_not_graded() -> None:
    answer = hard_tech(seed_dossier(abnormal_list=True, revenue={"2025": "9000万元"}))
    found = answer.grading
    assert found is not None
    assert (found.possible, found.grade, found.missing) == ((), None, ())
    assert "评级 " not in assessment_text(answer)
    assert assessment_data(answer)["grade"]["text"] == "不评级"


def test_a_standard_without_grades_grades_nobody() -> None:
    answer = assess(seed_dossier(), Tier.SRDI_SME, Act.RECOGNITION, ON)
    assert answer.grading is None
    assert "grade" not in assessment_data(answer)


def test_the_page_of_a_standard_shows_its_grades() -> None:
    edition = national_rulebook().edition("hard_tech:seed/recognition/2024")
    grades = [line for line in edition_text(edition).splitlines() if line.startswith("评级 ")]
    assert grades == [f"评级 硬科技 B：符合本版本，且 {成长性.gist}", "评级 硬科技 C：符合本版本"]
    assert [one["grade"] for one in edition_data(edition)["grades"]] == ["硬科技 B", "硬科技 C"]


def test_the_check_of_a_rulebook_reads_what_only_grades() -> None:
    edition = national_rulebook().edition("hard_tech:seed/recognition/2024")
    wrong = attrs.evolve(成长性, gist=成长性.gist.replace("25%", "26%"))
    faults = check_edition(attrs.evolve(edition, grades=(Grade("硬科技", "B", wrong),)))
    assert [fault.code for fault in faults] == ["E516"]


def test_the_patents_an_achievement_lists_are_counted_by_the_five_cases() -> None:
    edition = national_rulebook().edition("achievement/recognition/2024")

    def judged(**right: object) -> Truth:
        right = {
            "kind": "发明专利",
            "acquired": "原始取得",
            "granted_on": "2020-01-01",
            "through": "2038-01-01",
            **right,
        }
        told = {"name": "一种菌剂", **right}
        achievement = achievement_from({"achievement": "土壤修复菌剂", "ip": [told]}, "成果.json")
        finding = edition.explain(achievement_dossier(achievement, ON.on), ON.on)
        patents = finding.search(lambda one: [seen.key for seen in one.observed] == ["high_value_patents"])
        return next(one.truth for one in patents)

    plain = {"strategic_emerging": False, "foreign_family": False, "pledge": "100万元", "awarded": False}
    assert judged(awarded=True) is Truth.TRUE
    assert judged(**plain) is Truth.FALSE
    assert judged(**{**plain, "pledge": "200万元"}) is Truth.TRUE
    assert judged() is Truth.UNKNOWN


def test_a_list_of_patents_is_not_lost_on_the_way_into_a_register(tmp_path: Path) -> None:
    file = tmp_path / "成果.json"
    patents = [{"name": "一种菌剂", "kind": "发明专利", "strategic_emerging": True}]
    for listed in ([], patents):
        told = json.dumps({"achievement": "土壤修复菌剂", "ip": listed}, ensure_ascii=False)
        file.write_text(told, encoding="utf-8")
        with open_registry("memory:") as registry:
            registry.import_facts(file, source="成果库")
            found = registry.achievement("土壤修复菌剂", "2026-06-30").achievement.ip
        assert [(right.name, right.strategic_emerging) for right in found or ()] == [
            (one["name"], one["strategic_emerging"]) for one in listed
        ]
        assert found is not None


def test_the_product_of_a_title_in_a_dossier_reaches_the_register(tmp_path: Path) -> None:
    file = tmp_path / "企业.json"
    held = {"title": "champion", "from": "2024-04-01", "through": "2027-03-31", "product": "齿轮"}
    told = {"name": "重庆甲有限公司", "titles": [held]}
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    with open_registry("memory:") as registry:
        registry.import_facts(file, source="企业填报")
        assert [one.event.product for one in registry.standing("重庆甲有限公司", ON).standing.held] == ["齿轮"]
