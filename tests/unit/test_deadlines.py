"""By which day something is due follows from the notice of the year, the local rule and the national measure."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.support.events import day
from tiertrack.duties.deadlines import (
    Deadline,
    DeadlineKind,
    DeadlineRule,
    deadline_rules,
    deadlines,
    exemption_rules,
    next_window,
    read_deadlines,
    read_exemptions,
    update_exemption,
)
from tiertrack.duties.early_reviews import read_early_reviews
from tiertrack.errors import BadFile, BadInput
from tiertrack.law.instrument import Confidence
from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES
from tiertrack.shipped import shipped

UPDATE, APPLICATION, REVIEW, MONTHLY = DeadlineKind
HEADING = "duty,titles,region,year_from,year_through,opens,due,year_offset,consequence,source,confidence,note"
MEASURE = "yearly_update,srdi_sme,,2020,,,04-30,,,国家办法,原文,"
PROVINCE = "yearly_update,srdi_sme,440000,2020,,,05-10,,,广东细则,原文,"
CITY = "yearly_update,srdi_sme,440100,2020,,,05-20,,,广州细则,原文,"
NOTICE = "yearly_update,srdi_sme,,2025,2025,,06-01,,,当年国家通知,原文,"
CITY_NOTICE = "yearly_update,srdi_sme,440100,2025,2025,,06-20,,,广州当年通知,原文,"
BANAN, CHONGQING, GUANGZHOU = Region("500113"), Region("500000"), Region("440100")


def table(*lines: str, heading: str = HEADING) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("\n".join([heading, *lines]))))


def rules(*lines: str) -> tuple[DeadlineRule, ...]:
    return read_deadlines(table(*lines), "本区.csv")


def update(title: str, year: int, region: str | None = None) -> Deadline | None:
    found = deadlines(UPDATE, title, year, Region(region) if region else None)
    assert len(found) <= 1
    return found[0] if found else None


def due(title: str, year: int, region: str | None = None) -> str | None:
    found = update(title, year, region)
    return found.due.isoformat() if found else None


def windows(kind: DeadlineKind, title: str, year: int, region: Region | None = None) -> list[tuple[str | None, str]]:
    return [
        (one.opens.isoformat() if one.opens else None, one.due.isoformat())
        for one in deadlines(kind, title, year, region)
    ]


@pytest.mark.parametrize("title", ["innovative_sme", "srdi_sme", "little_giant"])
def test_the_platform_is_updated_by_30_april_through_2025_and_by_31_may_from_2026(title: str) -> None:
    assert [due(title, year, "500113") for year in (2022, 2023, 2024, 2025, 2026, 2027)] == [
        None,
        "2023-04-30",
        "2024-04-30",
        "2025-04-30",
        "2026-05-31",
        "2027-05-31",
    ]


def test_one_missed_update_cost_the_review_under_the_first_measure_and_two_cost_the_title_under_the_second() -> None:
    before, after = update("srdi_sme", 2025), update("srdi_sme", 2026)
    assert before is not None
    assert after is not None
    assert before.consequence == "取消复核资格"
    assert after.consequence == "同一有效期内累计两次未更新的，取消认定"
    assert [one.confidence for one in (before, after)] == [Confidence.ORIGINAL, Confidence.REPORTED]


def test_a_citation_says_how_the_source_was_seen_unless_it_was_the_original() -> None:
    before, after = update("srdi_sme", 2025), update("srdi_sme", 2026)
    assert before is not None
    assert after is not None
    assert before.citation == "工信部企业〔2022〕63号 第三章"
    assert after.citation == "工信部企业〔2026〕2号 第十七条〔转述〕"


def test_champions_update_by_31_may_in_every_year_after_the_measure_of_2023() -> None:
    assert [due("champion", year) for year in (2023, 2024, 2026)] == [None, "2024-05-31", "2026-05-31"]


def test_technology_smes_update_by_the_end_of_march() -> None:
    assert [due("tech_sme", year) for year in (2017, 2018, 2025, 2026)] == [
        None,
        "2018-03-31",
        "2025-03-31",
        "2026-03-31",
    ]


def test_high_tech_enterprises_report_by_the_end_of_may() -> None:
    assert [due("high_tech_enterprise", year) for year in (2015, 2016, 2026)] == [None, "2016-05-31", "2026-05-31"]


def test_the_hard_tech_day_is_a_local_default_of_the_district_and_says_so() -> None:
    found = update("hard_tech", 2026, "500113")
    assert found is not None
    assert found.due == day("2026-04-30")
    assert found.confidence is Confidence.DERIVED
    assert "本地缺省" in found.source
    assert [due("hard_tech", 2024, "500113"), due("hard_tech", 2026, "500112"), due("hard_tech", 2026)] == [None] * 3


@pytest.mark.parametrize("title", sorted(set(TITLES) - {title for rule in deadline_rules() for title in rule.titles}))
def test_a_title_of_which_no_source_gives_a_day_has_none(title: str) -> None:
    for kind in DeadlineKind:
        assert not [year for year in range(2010, 2040) if deadlines(kind, title, year, BANAN)]


def test_beijing_moved_the_update_of_2024_and_of_no_other_year() -> None:
    found = update("little_giant", 2024, "110108")
    assert found is not None
    assert (found.opens, found.due, found.region) == (day("2024-05-10"), day("2024-06-10"), Region("110000"))
    assert "取消全部资质" in found.consequence
    assert [due("little_giant", year, "110108") for year in (2023, 2025, 2026)] == [
        "2023-04-30",
        "2025-04-30",
        "2026-05-31",
    ]


def test_xian_moved_the_update_of_2025_and_the_rest_of_the_province_did_not() -> None:
    assert [due("srdi_sme", 2025, code) for code in ("610100", "610113", "610200", "610000")] == [
        "2025-06-26",
        "2025-06-26",
        "2025-04-30",
        "2025-04-30",
    ]
    assert [due("srdi_sme", year, "610100") for year in (2024, 2026)] == ["2024-04-30", "2026-05-31"]


def test_the_detailed_rules_of_guangdong_keep_30_april_for_innovative_smes_after_the_national_day_moved() -> None:
    found = update("innovative_sme", 2026, "440100")
    assert found is not None
    assert found.due == day("2026-04-30")
    assert "5 月 31 日" in found.note
    assert [due("innovative_sme", 2025, "440100"), due("srdi_sme", 2026, "440100")] == ["2025-04-30", "2026-05-31"]


def test_a_local_rule_goes_before_the_national_measure_and_a_city_before_its_province() -> None:
    known = rules(MEASURE, PROVINCE, CITY)
    governing = [
        deadlines(UPDATE, "srdi_sme", 2024, region, known)[0].source
        for region in (None, BANAN, Region("440000"), Region("440300"), GUANGZHOU, Region("440106"))
    ]
    assert governing == ["国家办法", "国家办法", "广东细则", "广东细则", "广州细则", "广州细则"]


def test_a_national_notice_of_the_year_goes_before_a_standing_local_rule_in_that_year_only() -> None:
    known = rules(PROVINCE, NOTICE, MEASURE, CITY)
    assert [deadlines(UPDATE, "srdi_sme", year, GUANGZHOU, known)[0].source for year in (2024, 2025, 2026)] == [
        "广州细则",
        "当年国家通知",
        "广州细则",
    ]


def test_a_local_notice_of_the_year_goes_before_the_national_notice_of_that_year() -> None:
    known = rules(NOTICE, CITY_NOTICE, CITY, MEASURE)
    assert [deadlines(UPDATE, "srdi_sme", 2025, region, known)[0].source for region in (GUANGZHOU, BANAN)] == [
        "广州当年通知",
        "当年国家通知",
    ]


def test_applications_and_reviews_of_little_giants_share_the_window_of_2026() -> None:
    for kind in (APPLICATION, REVIEW):
        assert windows(kind, "little_giant", 2026, BANAN) == [("2026-04-25", "2026-05-25")]
        assert not windows(kind, "little_giant", 2027, BANAN)


def test_technology_smes_were_evaluated_from_june_through_august_2026() -> None:
    assert windows(APPLICATION, "tech_sme", 2026) == [("2026-06-01", "2026-08-31")]


def test_two_rounds_of_champions_are_known_and_none_after_2024() -> None:
    for kind in (APPLICATION, REVIEW):
        assert windows(kind, "champion", 2023) == [(None, "2023-11-26")]
        assert windows(kind, "champion", 2024) == [(None, "2024-10-27")]
        assert not windows(kind, "champion", 2025)


def test_chongqing_had_three_cut_offs_for_innovative_smes_of_2024_the_last_in_the_next_year() -> None:
    assert windows(APPLICATION, "innovative_sme", 2024, BANAN) == [
        (None, "2024-03-20"),
        (None, "2024-07-10"),
        (None, "2025-01-10"),
    ]
    assert not windows(APPLICATION, "innovative_sme", 2024, Region("510100"))
    assert not windows(APPLICATION, "innovative_sme", 2025, BANAN)


def test_chongqing_took_applications_and_reviews_of_2025_until_14_march() -> None:
    for kind in (APPLICATION, REVIEW):
        assert windows(kind, "srdi_sme", 2025, CHONGQING) == [(None, "2025-03-14")]
    (review,) = deadlines(REVIEW, "srdi_sme", 2025, BANAN)
    assert "2022 年认定" in review.note
    assert "03-24" in review.note


def test_guangdong_took_applications_of_innovative_smes_in_july_2026() -> None:
    assert windows(APPLICATION, "innovative_sme", 2026, GUANGZHOU) == [("2026-07-01", "2026-07-31")]


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2023-06-01", "2024-03-20"),
        ("2024-03-20", "2024-03-20"),
        ("2024-03-21", "2024-07-10"),
        ("2024-07-11", "2025-01-10"),
        ("2025-01-10", "2025-01-10"),
        ("2025-01-11", None),
    ],
)
def test_the_next_window_is_the_one_not_yet_closed(on: str, last: str | None) -> None:
    found = next_window(APPLICATION, "innovative_sme", BANAN, day(on))
    assert (found.due.isoformat() if found else None) == last


def test_a_window_open_today_comes_before_a_shorter_one_that_opens_later() -> None:
    known = rules(
        "application_window,srdi_sme,,2026,2026,06-01,06-30,,,甲,原文,",
        "application_window,srdi_sme,,2026,2026,01-01,12-31,,,乙,原文,",
    )
    found = [next_window(APPLICATION, "srdi_sme", None, day(on), known) for on in ("2026-05-31", "2026-06-01")]
    assert [one.source for one in found if one] == ["乙", "甲"]


def test_no_window_is_made_up_where_none_is_encoded() -> None:
    assert next_window(APPLICATION, "little_giant", BANAN, day("2026-05-26")) is None
    assert next_window(REVIEW, "innovative_sme", BANAN, day("2024-01-01")) is None
    assert next_window(APPLICATION, "srdi_sme", None, day("2025-01-01")) is None


def test_a_local_window_takes_the_place_of_the_national_one_of_its_year_only() -> None:
    known = rules(
        "application_window,srdi_sme,,2026,2026,,05-25,,,国家,原文,",
        "application_window,srdi_sme,500000,2026,2026,,05-10,,,重庆,原文,",
        "application_window,srdi_sme,,2027,2027,,05-25,,,国家,原文,",
    )
    found = [next_window(APPLICATION, "srdi_sme", BANAN, day(on), known) for on in ("2026-05-10", "2026-05-11")]
    assert [one.due.isoformat() for one in found if one] == ["2026-05-10", "2027-05-25"]


def test_a_yearly_update_is_no_window() -> None:
    with pytest.raises(ValueError, match="年度更新没有窗口"):
        next_window(UPDATE, "srdi_sme", None, day("2026-01-01"))


def test_a_title_that_does_not_exist_is_refused_with_the_nearest_ones() -> None:
    for ask in (
        lambda: deadlines(UPDATE, "srdi", 2026, None),
        lambda: next_window(APPLICATION, "srdi", None, day("2026-01-01")),
        lambda: update_exemption("srdi", 2024, None, day("2024-03-01")),
    ):
        with pytest.raises(BadInput, match=r"E321.*专精特新中小企业"):
            ask()


@pytest.mark.parametrize(
    ("year", "region", "recognised", "exempt"),
    [
        (2024, "110108", "2024-02-01", True),
        (2024, "110108", "2024-01-31", False),
        (2024, "110108", "2023-07-01", False),
        (2024, "110108", "2025-07-01", False),
        (2023, "110108", "2023-07-01", True),
        (2025, "110108", "2025-07-01", False),
        (2024, "500113", "2024-07-01", False),
    ],
)
def test_beijing_spared_titles_given_after_january_the_update_of_2023_and_2024(
    year: int, region: str, recognised: str, exempt: bool
) -> None:
    found = update_exemption("srdi_sme", year, Region(region), day(recognised))
    assert (found is not None) is exempt
    assert found is None or "未能核实" in found.note


def test_a_notice_of_the_year_goes_before_a_standing_exemption_too() -> None:
    known = read_exemptions(
        table(
            "srdi_sme,110000,2020,,02-01,细则,原文,",
            "srdi_sme,,2024,2024,05-01,当年通知,转述,",
            heading="titles,region,year_from,year_through,recognised_from,source,confidence,note",
        )
    )
    beijing = Region("110000")
    found = update_exemption("srdi_sme", 2024, beijing, day("2024-06-01"), known)
    assert found is not None
    assert (found.citation, found.recognised_from) == ("当年通知〔转述〕", day("2024-05-01"))
    assert update_exemption("srdi_sme", 2024, beijing, day("2024-03-01"), known) is None


def test_every_row_has_a_source_a_confidence_known_titles_and_a_region_with_six_digits() -> None:
    assert len(deadline_rules()) >= 20
    for rule in (*deadline_rules(), *exemption_rules()):
        assert rule.source
        assert isinstance(rule.confidence, Confidence)
        assert set(rule.titles) <= set(TITLES)
        assert rule.region is None or len(rule.region.code) == 6


def test_the_kinds_have_chinese_names() -> None:
    assert [kind.label for kind in DeadlineKind] == ["年度更新", "申报窗口", "复核窗口", "每月报数"]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (MEASURE.replace("yearly_update", "yearly"), "duty"),
        (MEASURE.replace("srdi_sme", "srdi"), "titles"),
        (MEASURE.replace("srdi_sme", "srdi_sme|"), "titles"),
        (MEASURE.replace("srdi_sme", "srdi_sme|srdi_sme"), "titles"),
        (PROVINCE.replace("440000", "44"), "region"),
        (MEASURE.replace("2020", "20"), "year_from"),
        (MEASURE.replace("2020", ""), "year_from"),
        (NOTICE.replace("2025,2025", "2025,2024"), "year_through"),
        (MEASURE.replace("04-30", "04-31"), "due"),
        (MEASURE.replace("04-30", "02-29"), "due"),
        (MEASURE.replace("04-30", "4-30"), "due"),
        (MEASURE.replace("04-30", ""), "due"),
        (MEASURE.replace(",,04-30", ",05-01,04-30"), "due"),
        (MEASURE.replace(",,04-30", ",5月1日,04-30"), "opens"),
        (MEASURE.replace("04-30,", "04-30,2"), "year_offset"),
        (MEASURE.replace("国家办法", " "), "source"),
        (MEASURE.replace("原文", ""), "confidence"),
        (MEASURE.replace("原文", "听说"), "confidence"),
        (MEASURE.replace("yearly_update", "review_window"), "year_through"),
        (NOTICE.replace("yearly_update,srdi_sme,,2025", "application_window,srdi_sme,,2024"), "year_through"),
        (NOTICE.replace("yearly_update,srdi_sme,,2025", "application_window,srdi_sme,,"), "year_through"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_file_line_and_column(line: str, place: str) -> None:
    with pytest.raises(BadFile) as refused:
        rules(CITY, line)
    assert [fault.place for fault in refused.value.faults] == [f"本区.csv 第 3 行 {place}"]
    assert all(fault.code in {"E494", "E203"} and fault.remedy for fault in refused.value.faults)


def test_the_row_shown_to_districts_is_right_and_governs_their_year() -> None:
    (shown,) = re.findall(r"^yearly_update,.*$", (shipped("seeds") / "README.md").read_text(encoding="utf-8"), re.M)
    added = (*deadline_rules(), *rules(shown))
    assert [deadlines(UPDATE, "srdi_sme", year, BANAN, added)[0].due.isoformat() for year in (2026, 2027, 2028)] == [
        "2026-05-31",
        "2027-06-15",
        "2028-05-31",
    ]


def test_the_last_day_may_lie_before_the_first_one_where_it_is_in_the_next_year() -> None:
    (rule,) = rules("application_window,srdi_sme,,2024,2024,12-01,01-10,1,,通知,原文,")
    found = rule.in_year("srdi_sme", 2024)
    assert (found.opens, found.due) == (day("2024-12-01"), day("2025-01-10"))


@pytest.mark.parametrize(
    ("heading", "line", "seen"),
    [
        (HEADING, MEASURE.removesuffix(","), "缺 note"),
        (HEADING, MEASURE + ",多", "多出 None"),
        (HEADING.replace("due,", "", 1), MEASURE.removesuffix(","), "缺 due"),
        (HEADING + ",by", MEASURE + ",某", "多出 by"),
    ],
)
def test_columns_other_than_those_prescribed_are_refused(heading: str, line: str, seen: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_deadlines(table(line, heading=heading), "本区.csv")
    (fault,) = refused.value.faults
    assert (fault.code, fault.place, fault.value) == ("E491", "本区.csv 第 2 行", seen)


def test_all_broken_rows_are_told_at_once() -> None:
    with pytest.raises(BadFile) as refused:
        rules(MEASURE.replace("原文", ""), CITY, MEASURE.replace("04-30", ""))
    assert [fault.place for fault in refused.value.faults] == ["本区.csv 第 2 行 confidence", "本区.csv 第 4 行 due"]


@pytest.mark.parametrize(
    "other",
    [
        MEASURE,
        MEASURE.replace("2020,", "2030,"),
        MEASURE.replace("2020,", ",2020"),
        MEASURE.replace("srdi_sme", "champion|srdi_sme"),
    ],
)
def test_two_equal_rules_for_one_year_are_refused(other: str) -> None:
    with pytest.raises(BadFile) as refused:
        rules(MEASURE, other)
    (fault,) = refused.value.faults
    assert (fault.code, fault.place) == ("E492", "本区.csv 第 3 行")
    assert "本区.csv 第 2 行" in fault.what


@pytest.mark.parametrize(
    "other",
    [
        MEASURE.replace("2020,", ",2019"),
        MEASURE.replace("srdi_sme", "champion"),
        PROVINCE,
        NOTICE,
        NOTICE.replace("yearly_update", "review_window"),
    ],
)
def test_rules_for_other_years_titles_regions_and_duties_stand_side_by_side(other: str) -> None:
    assert len(rules(MEASURE, other)) == 2


def test_two_windows_of_one_year_must_differ_in_their_last_day() -> None:
    window = NOTICE.replace("yearly_update", "application_window")
    assert len(rules(window, window.replace("06-01", "09-01"))) == 2
    with pytest.raises(BadFile, match="E492"):
        rules(window, window)


def test_two_equal_exemptions_for_one_year_are_refused() -> None:
    line = "srdi_sme,110000,2024,2024,02-01,通知,原文,"
    with pytest.raises(BadFile, match="E492"):
        read_exemptions(
            table(line, line, heading="titles,region,year_from,year_through,recognised_from,source,confidence,note")
        )


# ------------------------------------------------------------------------------------------- every month, and earlier


def test_a_monthly_report_has_a_day_in_every_month_from_its_first_year_on() -> None:
    days = [one.due for one in deadlines(MONTHLY, "innovative_sme", 2026, Region("350200"))]
    assert days == [day(f"2026-{month:02}-25") for month in range(1, 13)]
    assert deadlines(MONTHLY, "innovative_sme", 2023, Region("350200")) == ()
    assert deadlines(MONTHLY, "innovative_sme", 2026, BANAN) == ()


_MONTHLY = dict(
    zip(
        [
            "duty",
            "titles",
            "region",
            "year_from",
            "year_through",
            "opens",
            "due",
            "year_offset",
            "consequence",
            "source",
            "confidence",
            "note",
        ],
        ("monthly_report", "innovative_sme", "350000", "2024", "", "", "*-25", "", "", "通知", "原文", ""),
        strict=True,
    )
)
_EARLY = {
    **{"titles": "srdi_sme", "region": "120000", "year": "2026", "ending_before": "2027-04-01", "lead_months": "13"},
    **{"source": "通知", "confidence": "原文", "note": ""},
}


@pytest.mark.parametrize("due", ["05-25", "*-32", "25", ""])
def test_a_monthly_report_without_a_day_of_the_month_is_refused(due: str) -> None:
    assert len(read_deadlines([_MONTHLY])) == 12
    with pytest.raises(BadFile, match=r"E494.*due") as refused:
        read_deadlines([{**_MONTHLY, "due": due}])
    assert len(refused.value.faults) == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("titles", "srdi"),
        ("year", ""),
        ("year", "26"),
        ("ending_before", "2027-04"),
        ("lead_months", "十三"),
        ("source", ""),
        ("confidence", "听说"),
    ],
)
def test_an_early_review_that_cannot_be_right_is_refused_by_its_cell(column: str, value: str) -> None:
    assert len(read_early_reviews([_EARLY])) == 1
    with pytest.raises(BadFile) as refused:
        read_early_reviews([{**_EARLY, column: value}])
    (fault,) = refused.value.faults
    assert (fault.code, column in str(fault), "第 2 行" in str(fault)) == ("E494", True, True)
