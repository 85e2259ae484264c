"""An achievement from a file: read with every fault placed, written and read back, and whom it lifts."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.commands import Run
from tiertrack.errors import BadDossier
from tiertrack.facts.achievement import (
    ACHIEVEMENT_FACTS,
    Achievement,
    AchievementKind,
    Award,
    AwardLevel,
    Contract,
    ContractKind,
    Evaluation,
    Party,
    Relation,
    Rights,
    Role,
)
from tiertrack.facts.achievement_dossier import achievement_dossier
from tiertrack.facts.achievement_file import achievement_from, achievement_members
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import dossier_from_json, subject_from_json
from tiertrack.facts.vocabulary import FACTS
from tiertrack.ladder.climb import Climb, climb
from tiertrack.law.tiers import Tier
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.render.ladder_text import climb_data, climb_text
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.digest import digest
from tiertrack.temporal import AsOf, Period

ON = dt.date(2026, 6, 30)
CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"

WHOLE: dict[str, Any] = {
    "achievement": "高通量微流控芯片",
    "registration": "渝科登2024001",
    "kind": "技术开发与产业化",
    "completed_in": 2023,
    "owners": [{"name": "虚构大学"}, {"name": "虚构研究院", "uscc": CODE}],
    "completers": ["张某", "李某"],
    "rights": "赋权",
    "trl": 7,
    "evaluations": [{"by": "甲评价所", "on": "2025-03-01", "grade": "国内领先"}],
    "contracts": [
        {"kind": "到账", "amount": "60.5万元", "on": "2025-05-01", "with": "甲公司", "uscc": CODE},
        {"kind": "作价入股"},
    ],
    "awards": [{"name": "科技进步奖", "level": "省部级", "on": "2024-02-01", "rank": 2}],
    "patents": ["ZL202310000001.X"],
    "family": [],
    "pledged": "200万元",
    "chain": "生物医药",
    "classified": False,
    "region": "500113",
    "relations": [
        {"enterprise": "甲公司", "uscc": CODE, "role": "受让", "since": "2025-04-01"},
        {"enterprise": "甲公司", "role": "落地", "since": "2025-06-01", "carried_into_production_on": "2025-09-01"},
    ],
    "titles": [{"title": "achievement", "from": "2025-01-01", "through": "2026-12-31"}],
    "facts": {"ownership_clear": True, "high_value_patents": [{"value": 1, "source": "专利登记簿"}]},
    "source": "成果库",
}


def read(said: dict[str, Any]) -> Achievement:
    found = subject_from_json(json.dumps(said, ensure_ascii=False), "成果.json")
    assert isinstance(found, Achievement)
    return found


def faults_of(said: dict[str, Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(BadDossier) as refused:
        subject_from_json(json.dumps(said, ensure_ascii=False), "成果.json")
    return [(fault.code, fault.place) for fault in refused.value.faults]


# -------------------------------------------------------------------------------------------------------------- reading


def test_everything_a_file_says_is_read() -> None:
    assert read(WHOLE) == Achievement(
        name="高通量微流控芯片",
        registration="渝科登2024001",
        kind=AchievementKind.DEVELOPMENT,
        completed_in=2023,
        owners=(Party("虚构大学"), Party("虚构研究院", CODE)),
        completers=("张某", "李某"),
        rights=Rights.GRANTED,
        trl=7,
        evaluations=(Evaluation("甲评价所", dt.date(2025, 3, 1), "domestic_leading"),),
        contracts=(
            Contract(ContractKind.PAID, 60_500_000, dt.date(2025, 5, 1), Party("甲公司", CODE)),
            Contract(ContractKind.SHARES),
        ),
        awards=(Award("科技进步奖", AwardLevel.PROVINCIAL, dt.date(2024, 2, 1), 2),),
        patents=("ZL202310000001.X",),
        family=(),
        pledged=200_000_000,
        chain="生物医药",
        classified=False,
        region="500113",
        relations=(
            Relation(Party("甲公司", CODE), Role.TRANSFEREE, dt.date(2025, 4, 1)),
            Relation(Party("甲公司"), Role.PRODUCER, dt.date(2025, 6, 1), dt.date(2025, 9, 1)),
        ),
        listings=(Period.through(dt.date(2025, 1, 1), dt.date(2026, 12, 31)),),
        data=(Datum("ownership_clear", None, True), Datum("high_value_patents", None, 1, "专利登记簿")),
        source="成果库",
    )


def test_a_file_that_says_only_the_name_leaves_everything_unknown() -> None:
    assert read({"achievement": " 某成果 ", "owners": None, "note": "只有名称"}) == Achievement("某成果")


def test_keys_do_for_names() -> None:
    said = {
        "achievement": "甲",
        "kind": "basic",
        "rights": "shared",
        "relations": [{"enterprise": "乙", "role": "licensee"}],
    }
    found = read(said)
    assert (found.kind, found.rights) == (AchievementKind.BASIC, Rights.SHARED)
    assert found.relations == (Relation(Party("乙"), Role.LICENSEE),)


@pytest.mark.parametrize(
    ("member", "value", "code", "place"),
    [
        ("achievement", " ", "E341", "achievement"),
        ("achievement", 5, "E341", "achievement"),
        ("color", "红", "E302", "color"),
        ("role", "落地", "E302", "role"),
        ("kind", "工程", "E342", "kind"),
        ("kind", ["基础研究"], "E342", "kind"),
        ("rights", "集体", "E342", "rights"),
        ("registration", 5, "E304", "registration"),
        ("completed_in", 1948, "E111", "completed_in"),
        ("completed_in", 2201, "E111", "completed_in"),
        ("completed_in", "去年", "E107", "completed_in"),
        ("owners", "虚构大学", "E311", "owners"),
        ("owners", [{"name": "虚构大学", "nam": "大学"}], "E302", "owners[0].nam"),
        ("owners", [{"name": ""}], "E343", "owners[0].name"),
        ("owners", [{"name": "甲", "uscc": "1"}], "E201", "owners[0].uscc"),
        ("completers", [5], "E304", "completers[0]"),
        ("completers", ["甲", " "], "E304", "completers[1]"),
        ("trl", 10, "E111", "trl"),
        ("trl", True, "E112", "trl"),
        ("trl", [6], "E310", "trl"),
        ("evaluations", [{"on": "2025-01-01"}], "E344", "evaluations[0].by"),
        ("evaluations", [{"by": "甲"}], "E316", "evaluations[0].on"),
        ("evaluations", [{"by": "甲", "on": "今年"}], "E109", "evaluations[0].on"),
        ("evaluations", [{"by": "甲", "on": "2025-01-01", "grade": "很好"}], "E114", "evaluations[0].grade"),
        ("contracts", [{"amount": "1元"}], "E345", "contracts[0].kind"),
        ("contracts", [{"kind": "赊账"}], "E342", "contracts[0].kind"),
        ("contracts", [{"kind": "到账", "amount": "60"}], "E102", "contracts[0].amount"),
        ("contracts", [{"kind": "到账", "amount": "-1元"}], "E111", "contracts[0].amount"),
        ("contracts", [{"kind": "到账", "on": "2025-13-01"}], "E110", "contracts[0].on"),
        ("contracts", [{"kind": "到账", "with": ""}], "E343", "contracts[0].with"),
        ("contracts", [{"kind": "到账", "for": "甲"}], "E302", "contracts[0].for"),
        ("awards", [{"level": "省部级"}], "E346", "awards[0].name"),
        ("awards", [{"name": "奖"}], "E347", "awards[0].level"),
        ("awards", [{"name": "奖", "level": "省部级", "rank": 0}], "E111", "awards[0].rank"),
        ("pledged", "很多", "E101", "pledged"),
        ("classified", "也许", "E113", "classified"),
        ("region", "5001", "E203", "region"),
        ("relations", [{"role": "落地"}], "E348", "relations[0].enterprise"),
        ("relations", [{"enterprise": "甲"}], "E349", "relations[0].role"),
        ("relations", [{"enterprise": "甲", "role": "卖"}], "E342", "relations[0].role"),
        ("relations", [{"enterprise": "甲", "role": "落地", "since": "早"}], "E109", "relations[0].since"),
        ("titles", [{"title": "srdi_sme"}], "E350", "titles[0].title"),
        ("facts", {"revenue": {"2025": "1元"}}, "E302", "facts.revenue"),
        ("facts", {"trl": "高"}, "E107", "facts.trl"),
    ],
)
def test_a_fault_is_told_where_it_is(member: str, value: Any, code: str, place: str) -> None:
    assert faults_of({"achievement": "甲", member: value}) == [(code, f"成果.json {place}")]


def test_every_fault_of_a_file_is_reported_at_once() -> None:
    found = faults_of({"achievement": "", "trl": 0, "owners": [{}], "contracts": [{"kind": "到账", "amount": "1"}]})
    assert [code for code, _place in found] == ["E341", "E343", "E111", "E102"]


def test_an_achievement_is_not_taken_for_an_enterprise() -> None:
    with pytest.raises(BadDossier, match=r"E340.*成果\.json.*高价值科技成果"):
        dossier_from_json('{"achievement": "甲"}', "成果.json")


# -------------------------------------------------------------------------------------------------------------- writing

names = st.text("甲乙丙丁 A（）", min_size=1, max_size=6).map(str.strip).filter(bool)
days = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
fen = st.integers(0, 10**12)
parties = st.builds(Party, names, st.sampled_from([None, CODE, OTHER_CODE]))


def some(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(parts, max_size=3).map(tuple)


def perhaps(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | parts


def values_of(key: str) -> st.SearchStrategy[Any]:
    fact = FACTS[key]
    match fact.kind:
        case Kind.FLAG:
            return st.booleans()
        case Kind.DATE:
            return days.map(dt.date.toordinal)
        case Kind.CHOICE:
            return st.sampled_from([value for value, _name in fact.choices])
        case _:
            return st.integers(fact.lowest or 0, fact.highest or 10**6)


observations = st.sampled_from(ACHIEVEMENT_FACTS).flatmap(
    lambda key: st.builds(Datum, st.just(key), st.none(), values_of(key), st.sampled_from(["甲处", "乙处"]))
)
listings = st.builds(
    lambda start, days: Period.through(start, start + dt.timedelta(days=days)), days, st.integers(0, 999)
)
achievements = st.builds(
    Achievement,
    name=names,
    registration=perhaps(names),
    kind=perhaps(st.sampled_from(AchievementKind)),
    completed_in=perhaps(st.integers(1949, 2200)),
    owners=some(parties),
    completers=some(names),
    rights=perhaps(st.sampled_from(Rights)),
    trl=perhaps(st.integers(1, 9)),
    evaluations=some(st.builds(Evaluation, names, days, perhaps(values_of("evaluation_grade")))),
    contracts=some(
        st.builds(Contract, st.sampled_from(ContractKind), perhaps(fen), perhaps(days), perhaps(parties)),
    ),
    awards=some(st.builds(Award, names, st.sampled_from(AwardLevel), perhaps(days), perhaps(st.integers(1, 999)))),
    patents=some(names),
    family=some(names),
    pledged=perhaps(fen),
    chain=perhaps(names),
    classified=perhaps(st.booleans()),
    region=st.sampled_from([None, "500113"]),
    relations=some(st.builds(Relation, parties, st.sampled_from(Role), perhaps(days), perhaps(days))),
    listings=some(listings),
    data=st.lists(observations, max_size=4, unique_by=lambda one: one.key).map(tuple),
    source=perhaps(names),
)


@given(achievements)
def test_what_is_written_is_read_back(achievement: Achievement) -> None:
    said = json.loads(json.dumps(achievement_members(achievement), ensure_ascii=False))
    assert achievement_from(said, "成果") == achievement


def test_two_sources_of_one_fact_are_written_and_read_back() -> None:
    data = (Datum("trl", None, 6, "甲处"), Datum("trl", None, 7, "乙处"))
    achievement = Achievement("甲", data=data)
    assert achievement_from(achievement_members(achievement), "成果") == achievement
    assert "trl" in achievement_dossier(achievement, ON).conflicts


# ------------------------------------------------------------------------------------------------------ what it derives


def test_the_facts_of_an_achievement_are_those_of_the_vocabulary() -> None:
    derived = achievement_dossier(read({**WHOLE, "contracts": WHOLE["contracts"][:1], "patents": []}), ON)
    told = {datum.key for datum in derived.data}
    assert told <= set(ACHIEVEMENT_FACTS) <= set(FACTS)
    assert derived.values["contract_income_3y"] == 60_500_000
    assert (derived.name, derived.region, derived.subject) == ("高通量微流控芯片", "500113", "成果")
    assert derived.holds_title("achievement", ON) is True
    assert derived.holds_title("achievement", dt.date(2027, 1, 1)) is False
    assert derived.holds_title("srdi_sme", ON) is None


def test_an_achievement_of_which_nothing_is_known_tells_nothing() -> None:
    derived = achievement_dossier(Achievement("甲"), ON)
    assert (dict(derived.values), derived.holds_title("achievement", ON)) == ({}, None)


def test_a_derived_fact_that_contradicts_a_told_one_is_a_conflict() -> None:
    said = read({"achievement": "甲", "contracts": [], "facts": {"contract_income_3y": "50万元"}})
    assert "contract_income_3y" in achievement_dossier(said, ON).conflicts


def test_an_evaluation_of_unknown_grade_keeps_its_day() -> None:
    told = achievement_dossier(Achievement("甲", evaluations=(Evaluation("所", dt.date(2026, 1, 1)),)), ON)
    assert told.values.keys() == {"evaluated_on"}


@pytest.mark.parametrize(
    ("name", "uscc", "same"),
    [
        ("甲（集团）公司", None, True),
        ("甲(集团)公司", None, True),
        ("乙公司", None, False),
        ("乙公司", CODE, True),
        ("甲（集团）公司", OTHER_CODE, False),
    ],
)
def test_an_enterprise_is_known_by_its_code_and_else_by_its_name(name: str, uscc: str | None, same: bool) -> None:
    assert Party("甲（集团）公司", CODE).is_same(name, uscc) is same


# ----------------------------------------------------------------------------------------------------- in a firm's file


def firm(**members: Any) -> Dossier:
    return dossier_from_json(json.dumps({"name": "甲公司", "uscc": CODE, "region": "500113", **members}), "甲.json")


def climbed(dossier: Dossier, on: dt.date = ON) -> Climb:
    return climb(dossier, AsOf(on), national_rulebook())


LISTED = {"titles": [{"title": "achievement", "from": "2025-01-01", "through": "2026-12-31"}]}
CARRIED = {"role": "落地", "since": "2025-06-01", **LISTED}


def test_a_firms_file_says_what_it_is_to_an_achievement_without_naming_itself_again() -> None:
    (found,) = firm(achievements=[{"achievement": "芯片", "role": "受让", "since": "2025-06-01"}]).achievements or ()
    assert found.relations == (Relation(Party("甲公司", CODE), Role.TRANSFEREE, dt.date(2025, 6, 1)),)


def test_a_reference_by_name_alone_says_nothing_of_the_relation() -> None:
    assert firm(achievements=["芯片"]).achievements == (Achievement("芯片"),)


def test_faults_of_an_achievement_in_a_firms_file_are_told_where_they_are() -> None:
    with pytest.raises(BadDossier) as refused:
        firm(achievements=[{"achievement": "芯片", "since": "2025-06-01"}, {"trl": 6}, 5])
    places = [(fault.code, fault.place) for fault in refused.value.faults]
    assert places == [
        ("E349", "甲.json achievements[0] role"),
        ("E341", "甲.json achievements[1] achievement"),
        ("E305", "甲.json achievements[2]"),
    ]


def test_a_firm_holds_the_first_rung_through_a_listed_achievement_it_carried_into_production() -> None:
    found = climbed(firm(achievements=[{"achievement": "芯片", **CARRIED}], titles=[]))
    first = found.rungs[0]
    assert (first.tier, first.held, first.through) == (Tier.ACHIEVEMENT, Truth.TRUE, dt.date(2026, 12, 31))
    assert found.next is not None
    assert found.next.tier is Tier.INNOVATIVE_SME
    line = "1. 高价值科技成果　持有至 2026-12-31（凭成果“芯片”　2025-06-01 落地，在库，待补充·本地缺省口径（第 1 版））"
    assert line in climb_text(found)
    assert climb_data(found)["rungs"][0]["achievements"] == [
        {"achievement": "芯片", "since": "2025-06-01", "listed": "true", "truth": "unknown", "lifts": "true"}
    ]


def test_a_firm_that_says_it_has_no_achievement_does_not_hold_the_first_rung() -> None:
    first = climbed(firm(achievements=[])).rungs[0]
    assert (first.held, first.answers, first.reason) == (Truth.FALSE, None, "没有落地的成果")


def test_a_title_held_outweighs_achievements_that_do_not_lift() -> None:
    held = [{"title": "achievement", "from": "2025-01-01", "through": "2026-07-31"}]
    first = climbed(firm(achievements=[], titles=held)).rungs[0]
    assert (first.held, first.through) == (Truth.TRUE, dt.date(2026, 7, 31))


def test_a_firm_of_whose_achievements_nothing_is_said_stands_as_before() -> None:
    assert climbed(firm()).rungs[0].held is Truth.UNKNOWN
    assert climbed(firm(titles=[])).rungs[0].held is Truth.FALSE


def test_an_achievement_of_which_too_little_is_known_leaves_the_first_rung_open() -> None:
    found = climbed(firm(titles=[], achievements=["芯片"]))
    assert found.rungs[0].held is Truth.UNKNOWN
    assert "是否持有不明（凭成果“芯片”　落地日不明，是否在库不明，" in climb_text(found)


def test_before_there_was_a_standard_the_reason_is_told() -> None:
    early = dt.date(2023, 6, 30)
    said = {"achievement": "芯片", "role": "落地", "since": "2022-06-01"}
    rungs = {rung.tier: rung for rung in climbed(attrs.evolve(firm(achievements=[said]), region=None), early).rungs}
    first = rungs[Tier.ACHIEVEMENT]
    assert (first.held, first.answers) == (Truth.UNKNOWN, None)
    assert first.reason.startswith("已收录 高价值科技成果/2024")


def test_a_dossier_without_achievements_keeps_the_fingerprint_it_had() -> None:
    plain = Dossier("甲", data=(Datum("market_share", None, Fraction(1, 10)),))
    assert digest(plain) == "8d9c79f1c182ff741d2b9a44dd1a2baf960698bea7bcb90d1120cb38a540ce15"
    assert digest(attrs.evolve(plain, achievements=())) != digest(plain)


# -------------------------------------------------------------------------------------------------- on the command line


def test_a_file_of_an_achievement_is_judged_by_the_first_rung(run: Run) -> None:
    Path("成果.json").write_text(json.dumps(WHOLE, ensure_ascii=False), encoding="utf-8")
    left, out, _ = run("assess", "成果.json", "--tier", "achievement", "--on", "2026-06-30", "--full")
    assert left == 3
    assert out.splitlines()[2] == "成果 高通量微流控芯片"
    assert "专利登记簿" in out


@pytest.mark.parametrize("words", [("assess", "成果.json", "--tier", "srdi_sme"), ("ladder", "成果.json")])
def test_a_file_of_an_achievement_is_no_enterprise(run: Run, words: tuple[str, ...]) -> None:
    Path("成果.json").write_text('{"achievement": "甲"}', encoding="utf-8")
    left, _, err = run(*words, "--on", "2026-06-30")
    assert (left, "E340" in err) == (2, True)


def test_a_firms_own_file_may_still_be_judged_by_the_first_rung(run: Run) -> None:
    Path("甲.json").write_text('{"name": "甲公司"}', encoding="utf-8")
    left, out, _ = run("assess", "甲.json", "--tier", "achievement", "--on", "2026-06-30", "--full")
    assert (left, out.splitlines()[2].startswith("企业 甲公司　规模")) == (3, True)


@pytest.fixture
def pooled(run: Run) -> Run:
    """A register with one achievement that a firm carried into production."""
    said = {**WHOLE, "relations": [{"enterprise": "甲公司", "role": "落地", "since": "2025-06-01"}]}
    Path("成果.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    run("init")
    left, out, _ = run("import", "成果.json")
    told = ["新登记企业 1 家：甲公司", "新增成果 1 项：高通量微流控芯片", "要取消这次导入：tiertrack undo 1"]
    assert (left, out.splitlines()[1:]) == (0, told)
    return run


def test_importing_an_achievement_again_changes_nothing(pooled: Run) -> None:
    _, out, _ = pooled("import", "成果.json", "--format", "json")
    report = json.loads(out)
    assert (report["observations"], report["corrected"], report["achievements"]) == (0, 0, [])


def test_the_standing_of_an_enterprise_lists_its_achievements_and_the_rung_they_lift_it_to(pooled: Run) -> None:
    _, out, _ = pooled("standing", "甲公司", "--on", "2026-06-30")
    assert out.splitlines()[1:] == [
        "成果 “高通量微流控芯片”　2025-06-01 落地，在库，待补充·本地缺省口径（第 1 版）",
        "没有登记任何称号；未登记不等于未持有。",
        "现有最高称号：高价值科技成果",
    ]
    _, out, _ = pooled("standing", "甲公司", "--on", "2026-06-30", "--format", "json")
    account = json.loads(out)
    assert (account["highest"], account["achievements"][0]["lifts"]) == ("achievement", "true")


def test_the_standing_of_an_achievement_is_told_by_its_name_or_number(pooled: Run) -> None:
    left, out, _ = pooled("standing", "--achievement", "渝科登2024001", "--on", "2026-06-30")
    lines = out.splitlines()
    assert (left, lines[0]) == (0, "成果 高通量微流控芯片 · 2026-06-30")
    assert lines[2:7] == [
        "登记号 渝科登2024001",
        "完成单位 虚构大学、虚构研究院",
        "状态 入库",
        "    在库 2025-01-01 至 2026-12-31",
        "企业 甲公司　落地　自 2025-06-01",
    ]
    assert lines[7].startswith("待补充·本地缺省口径（第 1 版）　依据 本地缺省 高价值科技成果")
    _, out, _ = pooled("standing", "--achievement", "高通量微流控芯片", "--on", "2026-06-30", "--format", "json")
    found = json.loads(out)
    assert (found["achievement"], found["status"], found["assessment"]["truth"]) == (
        WHOLE["achievement"],
        "listed",
        "unknown",
    )


def test_an_achievement_read_from_a_register_names_when_it_was_known(pooled: Run) -> None:
    asked = (
        "standing",
        "--achievement",
        "渝科登2024001",
        "--on",
        "2020-01-01",
        "--known-at",
        "2199-12-30T00:00:00+08:00",
    )
    lines = pooled(*asked)[1].splitlines()
    assert lines[2].startswith("按 2199-12-30T00:00:00+08:00 以前所知")
    assert lines[-1] == "企业 甲公司　落地　自 2025-06-01"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("甲公司", "--achievement", "渝科登2024001"), "E701"),
        (("--enterprise", "甲公司", "--achievement", "渝科登2024001"), "E701"),
        (("--achievement", "没有的"), "E613"),
    ],
)
def test_either_an_enterprise_or_an_achievement_is_asked_about(pooled: Run, words: tuple[str, ...], code: str) -> None:
    left, _, err = pooled("standing", *words, "--on", "2026-06-30")
    assert (left, f"[{code}]" in err) == (2, True)


def test_a_firms_file_brings_its_achievements_into_the_register(pooled: Run) -> None:
    said = {"name": "乙公司", "achievements": [{"achievement": "高通量微流控芯片", "role": "许可"}, "离子探针"]}
    Path("乙.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    _, out, _ = pooled("import", "乙.json")
    assert out.splitlines()[1:3] == ["新登记企业 1 家：乙公司", "新增成果 1 项：离子探针"]
    _, out, _ = pooled("standing", "--achievement", "高通量微流控芯片", "--on", "2026-06-30")
    assert [line for line in out.splitlines() if line.startswith("企业 ")] == [
        "企业 甲公司　落地　自 2025-06-01",
        "企业 乙公司　许可",
    ]
