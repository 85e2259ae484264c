"""What each region has of its own is told from its editions: clause by clause beside the national ones; what was not
read is said to be so."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.support.commands import Run
from tiertrack import json_schema, policy_regions, policy_text, to_dict, to_text
from tiertrack.errors import NoEditionInForce
from tiertrack.law.provincial_instruments import 未读到条款
from tiertrack.law.title_names import namesakes
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.diff import ClauseStatus

EVERYWHERE = policy_regions()
BESIDE = {one.edition.key: one for one in EVERYWHERE.editions}


def test_every_edition_of_a_region_is_told_once() -> None:
    assert [*BESIDE] == [one.key for one in national_rulebook().editions if one.region]
    assert len(BESIDE) == len(EVERYWHERE.editions)


@pytest.mark.parametrize(
    ("key", "national", "matters"),
    [
        ("srdi_sme/recognition/2022@370000", "srdi_sme/recognition/2022", ["评价"]),
        ("srdi_sme/review/2022@510000", "srdi_sme/review/2022", ["评价"]),
        ("little_giant/recognition/2025@500000", "little_giant/recognition/2025", ["前置称号"]),
        ("high_tech_enterprise/recognition/2026@330000", "high_tech_enterprise/recognition/2016", []),
        ("champion_he/recognition/2024@130000", "champion/recognition/2023", ["从事相关领域时间", "主营业务收入"]),
        # Before the national measure of 2023 there were two kinds of champions; it is held against the first after.
        ("champion_ln/recognition/2022@210000", "champion/recognition/2023", ["从事相关领域时间", "主营业务收入"]),
    ],
)
def test_an_edition_is_held_against_the_national_one_of_its_days(key: str, national: str, matters: list[str]) -> None:
    one = BESIDE[key]
    assert one.national is not None
    assert one.national.key == national
    assert [change.title for change in one.changes if change.change is ClauseStatus.CHANGED] == matters
    assert not any(change.change is ClauseStatus.SAME for change in one.changes)


def test_what_a_province_s_own_document_was_not_read_to_say_is_no_requirement_dropped() -> None:
    one = BESIDE["champion_zj/recognition/2025@330000"]
    assert ClauseStatus.REMOVED not in {change.change for change in one.changes}
    assert {"国际化与品牌", "严重失信主体名单"} <= {*one.unread}


def test_a_title_that_nothing_national_is_called_after_is_told_in_full() -> None:
    one = BESIDE["hidden_champion_zj/review/2026@330000"]
    assert (one.national, one.changes) == (None, ())
    text = to_text(policy_regions("隐形冠军"))
    assert all(criterion.gist in text for criterion in one.edition.criteria)


def test_regions_call_titles_after_a_national_one() -> None:
    assert {*namesakes("champion")} == {"champion_cq", "champion_zj", "champion_he", "champion_ln"}
    assert "champion" in namesakes("champion_zj")
    assert namesakes("hidden_champion_zj") == ()


def test_clauses_that_are_only_noted_are_told() -> None:
    notes = [note.gist for note in BESIDE["high_tech_enterprise/recognition/2026@330000"].notes]
    assert notes == ["须上传赋码的审计报告", "有效的知识产权不能全部在申报当年取得"]


def test_a_title_is_asked_with_those_regions_call_after_it_and_a_day_with_what_is_in_force() -> None:
    keys = [one.edition.tier.value for one in policy_regions("单项冠军").editions]
    assert keys == ["champion_cq", "champion_zj", "champion_he", "champion_ln"]
    assert [one.edition.key for one in policy_regions("专精特新", "370102", "2026-03-31").editions] == [
        "srdi_sme/recognition/2022@370000",
        "srdi_sme/review/2022@370000",
    ]
    assert policy_regions("专精特新", "370102", "2026-04-01").editions == ()


@pytest.mark.parametrize(
    ("title", "region", "said"),
    [
        (None, "520000", "贵州省没有收录自己的版本，各称号照全国标准。"),
        (None, "370202", "市南区没有收录自己的版本，各称号照全国标准。"),
        ("小巨人", "440100", "广州市没有收录自己的版本，专精特新“小巨人”企业照全国标准。"),
        ("上市企业", None, "上市企业没有收录各地自己的版本，都照全国标准。"),
    ],
)
def test_where_there_is_nothing_of_its_own_the_national_standard_is_said_to_hold(
    title: str | None, region: str | None, said: str
) -> None:
    assert to_text(policy_regions(title, region)) == said


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("福建", "福建省　创新型中小企业：每月报数 2024 年起，每月 25 日前　闽工信函中小〔2024〕178号"),
        (
            "天津",
            "天津市　专精特新中小企业：2026 年即可复核 2027-04-01 以前到期的，提前至多 13 个月　津工信中小企服",
        ),
        ("山西", "山西省　专精特新中小企业：复核窗口 2026 年，03-16 前　山西省 2026 年专精特新中小企业复核通知"),
        ("广东", "广东省　创新型中小企业：申报窗口 2026 年，07-01 至 07-31　广东省 2026 年度创新型中小企业申报安排"),
    ],
)
def test_the_days_a_region_sets_are_told_beside_its_standards(region: str, said: str) -> None:
    found = policy_regions(region=region)
    assert said in to_text(found)
    data = to_dict(found)
    assert {one["region"]["name"] for one in (*data["deadlines"], *data["early_reviews"])} == {said[:3]}


def test_an_edition_of_other_days_is_told_of_on_a_day_without_one() -> None:
    later = "专精特新中小企业/复核/2026@山西省（2026-04-01 起至 2026-12-31）"
    found = policy_regions("专精特新", "山西", "2023-06-30")
    assert to_text(found) == f"山西省这一天没有自己的版本，专精特新中小企业照全国标准；别的日子有 {later}。"
    assert [one["edition"]["key"] for one in to_dict(found)["other_days"]] == ["srdi_sme/review/2026@140000"]
    assert later not in to_text(policy_regions("专精特新", "山西", "2026-06-30"))
    chongqing = to_text(policy_regions(region="重庆", on="2020-06-30"))
    assert "不在所问的一天的：专精特新“小巨人”企业/认定/2025@重庆市" in chongqing


def test_where_a_city_keeps_the_national_line_that_of_its_province_is_not_told() -> None:
    text = to_text(policy_regions("专精特新", "深圳"))
    assert "70" not in text
    assert "与 专精特新中小企业/认定/2022 相比，没有不同" in text
    assert "不低于70分" in to_text(policy_regions("专精特新", "广州"))


def test_documents_that_were_not_read_are_told_as_such() -> None:
    found = policy_regions(region="江苏")
    assert found.regions == ()
    assert "没有读到条款" in to_text(found)
    assert {*EVERYWHERE.unread} == {*未读到条款}
    assert all("条款没有读到" in one.instrument.note for one in EVERYWHERE.unread)


def test_a_title_of_another_place_is_refused() -> None:
    with pytest.raises(NoEditionInForce, match="E762"):
        policy_regions("champion_zj", "440000")


def test_where_districts_recognise_themselves_they_are_named() -> None:
    text = to_text(policy_regions("创新型", "北京"))
    assert "北京市　创新型中小企业：由区级审核并公告，每月一批" in text
    (practice,) = to_dict(policy_regions("创新型", "北京"))["practices"]
    assert (practice["authority"], practice["region"]["code"]) == ("区县主管部门", "110000")
    # Nobody proceeds by a standard there is not yet.
    for day, count in (("2022-07-31", 0), ("2022-08-01", 1), ("2026-06-30", 1)):
        assert len(policy_regions("创新型", "北京", day).practices) == count


def test_the_command_prints_the_same_and_its_data_fits_the_schema(run: Run) -> None:
    left, out, err = run("policy", "regions", "--tier", "专精特新", "--region", "山东")
    assert (left, err) == (0, "")
    assert out == f"{to_text(policy_regions('专精特新', '山东'))}\n"
    assert "山东省 复核" in out
    assert "改动与认定相同" in out
    left, out, _err = run("policy", "regions", "--format", "json")
    data = json.loads(out)
    assert (left, data) == (0, to_dict(EVERYWHERE))
    Draft202012Validator(json_schema("regional_standards")).validate(data)
    left, out, err = run("policy", "regions", "--tier", "champion_zj", "--region", "440000")
    assert (left, out, err.startswith("[E762]")) == (2, "", True)


def test_a_national_standard_that_a_region_changed_is_said_to_be_so() -> None:
    assert "· 国家认定标准，广东省另定\n" in policy_text("srdi_sme/recognition/2022@440000")
    assert "· 国家认定标准\n" in policy_text("srdi_sme/recognition/2022")
