"""What is said beside an answer: that there is no title to review, what a place has of its own that was not read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tiertrack
from tests.support.commands import Run, answer
from tiertrack import Dossier
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import title_of
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.applicability import governed
from tiertrack.rules.caveats import caveats
from tiertrack.temporal import as_day

ON = "2026-06-30"


def firm(**members: Any) -> Dossier:
    return Dossier.from_dict({"name": "甲公司", "region": "330106", **members})


def held(title: str, first: str, last: str) -> list[dict[str, str]]:
    return [{"title": title, "from": first, "through": last}]


@pytest.mark.parametrize(
    ("tier", "act", "titles", "first"),
    [
        ("隐形冠军", "复核", [], f"甲公司在 {ON} 没有浙江省隐形冠军企业的称号；没有称号，谈不上复核。只按"),
        ("隐形冠军", "复核", None, f"不知道甲公司在 {ON} 有没有浙江省隐形冠军企业的称号；请先写明"),
        (
            "小巨人",
            "复核",
            held("little_giant", "2022-07-01", "2025-06-30"),
            "甲公司的专精特新“小巨人”企业称号已于 2025-06-30 到期；",
        ),
        ("小巨人", "复核", held("little_giant", "2023-07-01", "2026-06-30"), "资料不全，还不能判断：按"),
        ("小巨人", "认定", [], "暂不能申报：按"),
    ],
)
def test_a_review_of_what_is_not_held_says_so_before_anything_else(
    tier: str, act: str, titles: list[Any] | None, first: str
) -> None:
    dossier = firm() if titles is None else firm(titles=titles)
    found = tiertrack.assess(dossier, tier, act, ON)
    is_unheld = not first.startswith(("资料不全", "暂不能申报"))
    for length in ("screen", "message"):
        assert tiertrack.to_text(found, brief=length).startswith(first)
    assert tiertrack.notice(dossier, tier, ON, act).conclusion.startswith(first)
    whole = tiertrack.to_text(found).splitlines()
    assert ("这个称号" in whole[0]) is is_unheld
    codes = [one["code"] for one in tiertrack.to_dict(found).get("notices", [])]
    assert ("E764" in codes) is is_unheld
    assert found.truth.value == tiertrack.to_dict(found)["truth"]


@pytest.mark.parametrize(
    ("titles", "said"), [([], True), (None, False), (held("listed", "2010-01-01", "2030-01-01"), False)]
)
def test_the_delisting_of_a_firm_that_is_not_listed_says_so_first(titles: list[Any] | None, said: bool) -> None:
    dossier = firm() if titles is None else firm(titles=titles)
    found = tiertrack.assess(dossier, "上市企业", "退市", ON, variant="主板")
    first = tiertrack.to_text(found, brief="screen").splitlines()[0]
    assert first.startswith("甲公司在 2026-06-30 没有上市企业的称号") is said
    told = [one.code for one in caveats(found)]
    assert told == (["E764"] if titles in ([], None) else [])


def test_two_answers_about_what_is_not_held_say_so_on_both_days(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    path.write_text(json.dumps(firm(titles=[]).to_dict(), ensure_ascii=False), encoding="utf-8")
    words = ("compare", str(path), "--tier", "隐形冠军", "--act", "复核", "--on", "2026-06-01", "--and", ON)
    found = answer(run, *words)
    assert [[one["code"] for one in found[side]["notices"]] for side in ("before", "after")] == [["E764"]] * 2
    _left, out, _err = run(*words)
    assert [line[:14] for line in out.splitlines()[3:5]] == ["⚠ 甲公司在 2026-06"] * 2


@pytest.mark.parametrize(
    ("tier", "region", "on", "said"),
    [
        ("专精特新", "310101", ON, ["E765 当地另有《上海市优质中小企业梯度培育的文件》，条款没有读到"]),
        ("创新型", "150102", ON, ["E765 当地另有《内蒙古自治区优质中小企业梯度培育的文件》，条款没有读到"]),
        ("专精特新", "440305", "2025-06-30", ["E765 当地另有《深圳市专精特新中小企业的特色化指标》，条款没有读到"]),
        ("专精特新", "500113", "2026-03-31", ["E765 当地另有《重庆市专精特新中小企业的特色化指标》，条款没有读到"]),
        ("专精特新", "500113", "2026-04-01", []),
        ("小巨人", "310101", ON, []),
        ("专精特新", "370202", ON, ["E768 青岛市是计划单列市，自行组织，没有读到本市的条款，按全国标准"]),
        ("高企", "330203", ON, ["E768 宁波市是计划单列市，自行组织，没有读到本市的条款，按全国标准"]),
        ("隐形冠军", "330203", ON, ["E768 宁波市是计划单列市，浙江省的标准在本市是否适用没有读到"]),
        ("隐形冠军", "330106", ON, []),
        ("小巨人", "370202", ON, []),
        ("专精特新", "370102", ON, []),
    ],
)
def test_what_was_not_read_of_a_place_is_said_beside_its_answer(
    tier: str, region: str, on: str, said: list[str]
) -> None:
    found = tiertrack.assess(firm(region=region, titles=[]), tier, "认定", on)
    assert [f"{one.code} {one.what}" for one in caveats(found)] == said
    shown = tiertrack.to_text(found, brief="screen")
    assert all(one.partition(" ")[2] in shown for one in said)
    assert len(tiertrack.to_dict(found).get("notices", [])) == len(said)


@pytest.mark.parametrize(
    ("title", "on", "region", "edition"),
    [
        ("srdi_sme", "2025-06-30", "370202", "srdi_sme/recognition/2022"),
        ("srdi_sme", "2025-06-30", "370102", "srdi_sme/recognition/2022@370000"),
        ("srdi_sme", "2025-06-30", "440305", "srdi_sme/recognition/2022@440300"),
        ("high_tech_enterprise", ON, "330203", "high_tech_enterprise/recognition/2016"),
        ("high_tech_enterprise", ON, "330106", "high_tech_enterprise/recognition/2026@330000"),
        ("champion_zj", ON, "330203", "champion_zj/recognition/2025@330000"),
    ],
)
def test_a_city_under_separate_planning_is_not_judged_by_what_its_province_sets_for_a_national_title(
    title: str, on: str, region: str, edition: str
) -> None:
    rules, place = national_rulebook(), Region(region)
    assert rules.select(title, "认定", on, region).key == edition
    # Of many at once by the same.
    here = [
        one.edition.key
        for one in governed(rules, title_of(title), Act.RECOGNITION, as_day(on))
        if one.edition
        and (one.within is None or one.within.contains(place))
        and not any(other.contains(place) for other in one.outside)
    ]
    assert here == [edition]
