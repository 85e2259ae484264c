"""A calendar file has one all-day event for each deadline, with whom it is for, and a reminder a week before."""

from __future__ import annotations

import datetime as dt
import random
import sys
from typing import Any

import attrs
import icalendar
import pytest

from tiertrack.duties.duty import Duty, DutyKind
from tiertrack.errors import BadInput
from tiertrack.render.register.calendar import calendar_text

STAMP = dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
UPDATE = Duty(
    DutyKind.YEARLY_UPDATE,
    "重庆某某精密制造有限公司",
    "srdi_sme",
    None,
    dt.date(2026, 5, 31),
    "在培育平台更新企业信息",
    "工信部企业〔2026〕2号 第十七条〔转述〕",
    "同一有效期内累计两次未更新的，取消认定",
)
CHANGE = Duty(
    DutyKind.CHANGE_REPORT,
    "重庆某某精密制造有限公司",
    None,
    dt.date(2026, 2, 1),
    dt.date(2026, 5, 1),
    "填报重大变化情况报告表；写明更名，前后两个名称",
    "工信部企业〔2022〕63号 第三章",
)


def text(*duties: Duty, name: str = "巴南区企业事项") -> bytes:
    return calendar_text(duties, name, STAMP)


def parsed(*duties: Duty) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(text(*duties))


def events(*duties: Duty) -> list[Any]:
    return parsed(*duties).walk("VEVENT")


def uids(*duties: Duty) -> list[str]:
    return [str(event["uid"]) for event in events(*duties)]


def test_the_calendar_says_its_name_version_maker_and_scale() -> None:
    calendar = parsed(UPDATE)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"] == "-//tiertrack//tiertrack//ZH"
    assert calendar["calscale"] == "GREGORIAN"
    assert calendar["x-wr-calname"] == "巴南区企业事项"
    assert "method" not in calendar


def test_a_duty_is_an_all_day_event_on_its_last_day() -> None:
    (event,) = events(UPDATE)
    assert b"DTSTART;VALUE=DATE:20260531\r\n" in text(UPDATE)
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2026, 5, 31), dt.date(2026, 6, 1))
    assert event["dtstamp"].dt == STAMP
    assert b"DTSTAMP:20260401T013000Z\r\n" in text(UPDATE)
    assert event["transp"] == "TRANSPARENT"


def test_its_words_say_what_when_why_and_what_follows() -> None:
    (event,) = events(UPDATE)
    assert event["summary"] == "年度更新 · 专精特新中小企业 · 重庆某某精密制造有限公司"
    assert event["description"].splitlines() == [
        "在培育平台更新企业信息",
        "时间：2026-05-31 截止",
        "依据：工信部企业〔2026〕2号 第十七条〔转述〕",
        "逾期：同一有效期内累计两次未更新的，取消认定",
    ]


def test_a_day_of_another_place_is_called_so_where_it_is_seen_first() -> None:
    caution = "参照天津市，以本市通知为准"
    (event,) = events(attrs.evolve(UPDATE, caution=caution))
    assert event["summary"] == f"年度更新 · 专精特新中小企业 · 重庆某某精密制造有限公司（{caution}）"


def test_what_is_not_known_of_a_duty_is_left_out() -> None:
    (event,) = events(CHANGE)
    assert event["summary"] == "重大变化报告 · 重庆某某精密制造有限公司"
    assert event["description"].splitlines()[1:] == [
        "时间：2026-02-01 至 2026-05-01",
        "依据：工信部企业〔2022〕63号 第三章",
    ]


def test_a_warning_is_marked() -> None:
    (event,) = events(attrs.evolve(UPDATE, kind=DutyKind.SECOND_MISS, warning=True))
    assert event["summary"] == "【注意】第二次漏更风险 · 专精特新中小企业 · 重庆某某精密制造有限公司"


def test_a_reminder_comes_seven_days_before() -> None:
    (event,) = events(UPDATE)
    (alarm,) = event.walk("VALARM")
    assert alarm["action"] == "DISPLAY"
    assert alarm["trigger"].dt == dt.timedelta(days=-7)
    assert alarm["description"] == event["summary"]


def test_lines_end_in_crlf_and_hold_at_most_75_octets() -> None:
    made = text(UPDATE, CHANGE, attrs.evolve(UPDATE, what="更新" * 200))
    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # No character is cut in two.


def test_punctuation_of_the_format_inside_the_words_comes_back_as_it_was() -> None:
    odd = attrs.evolve(UPDATE, enterprise="甲, 乙; 丙\\丁: 公司", what="第一行\n第二行, 完")
    (event,) = events(odd)
    assert event["summary"].endswith("甲, 乙; 丙\\丁: 公司")
    assert event["description"].startswith("第一行\n第二行, 完\n")
    assert "\r\nX-WR-CALNAME:巴南\\, 区\\nX-OTHER:1\r\n".encode() in text(odd, name="巴南, 区\nX-OTHER:1")


def test_an_event_keeps_its_uid_whatever_its_words_and_the_file_it_is_in() -> None:
    (before,) = uids(UPDATE)
    reworded = attrs.evolve(UPDATE, what="请更新", why="另一处", consequence="", warning=True)
    assert uids(reworded) == [before]
    assert before in uids(CHANGE, UPDATE)
    assert before in uids(UPDATE, attrs.evolve(UPDATE, enterprise="另一家公司"))
    assert uids(attrs.evolve(UPDATE, enterprise="另一家公司")) == [before]
    assert before.endswith("@tiertrack")


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "little_giant"},
        {"title": None},
        {"kind": DutyKind.REVIEW},
        {"due": dt.date(2027, 5, 31)},
    ],
)
def test_another_title_kind_or_day_is_another_event(changed: dict[str, Any]) -> None:
    assert uids(UPDATE) != uids(attrs.evolve(UPDATE, **changed))


def test_the_calendar_of_one_firm_has_events_of_its_own() -> None:
    (event,) = icalendar.Calendar.from_ical(calendar_text([UPDATE], "甲", STAMP, UPDATE.enterprise)).walk("VEVENT")
    assert str(event["uid"]) not in uids(UPDATE)


def test_a_deadline_of_many_firms_is_one_event_that_lists_them_with_their_contacts() -> None:
    firms = [attrs.evolve(UPDATE, enterprise=f"{name}公司") for name in "丙甲乙"]
    firms[1] = attrs.evolve(firms[1], contact="王某 13800000000")
    (event,) = events(*firms)
    assert event["summary"] == "年度更新 · 专精特新中小企业 · 3 家"
    assert event["description"].splitlines() == [
        "在培育平台更新企业信息",
        "时间：2026-05-31 截止",
        "依据：工信部企业〔2026〕2号 第十七条〔转述〕",
        "逾期：同一有效期内累计两次未更新的，取消认定",
        "企业 3 家：",
        "丙公司",
        "乙公司",
        "甲公司　联系 王某 13800000000",
    ]


def test_what_each_firm_of_a_deadline_has_to_do_by_itself_stands_beside_it() -> None:
    review = attrs.evolve(UPDATE, kind=DutyKind.REVIEW, what="有效期至 2026-12-31，提交复核", consequence="")
    late = attrs.evolve(review, enterprise="乙公司", what="有效期至 2026-06-30，提交复核", warning=True)
    (event,) = events(review, late, attrs.evolve(review, product="滚齿机"))
    assert event["summary"] == "【注意】复核 · 专精特新中小企业 · 2 家"
    assert event["description"].splitlines()[2:] == [
        "企业 2 家：",
        "【注意】乙公司　有效期至 2026-06-30，提交复核",
        "重庆某某精密制造有限公司　有效期至 2026-12-31，提交复核",
        "重庆某某精密制造有限公司　滚齿机　有效期至 2026-12-31，提交复核",
    ]


def test_a_duty_told_twice_is_one_line_and_two_that_differ_only_in_words_are_two() -> None:
    (once,) = events(UPDATE, UPDATE)
    assert "企业" not in once["description"].splitlines()[-1]
    (two,) = events(CHANGE, attrs.evolve(CHANGE, what="填报重大变化情况报告表：合并"))
    assert len(two["description"].splitlines()) == 5


def test_duties_come_by_day_enterprise_title_and_kind_in_whatever_order_they_were_given() -> None:
    ordered = [
        CHANGE,
        attrs.evolve(UPDATE, enterprise="甲公司", title="srdi_sme"),
        attrs.evolve(UPDATE, enterprise="重庆公司", title=None),
        attrs.evolve(UPDATE, enterprise="重庆公司", title="little_giant"),
        attrs.evolve(UPDATE, enterprise="重庆公司", title="srdi_sme", kind=DutyKind.SECOND_MISS),
        attrs.evolve(UPDATE, enterprise="重庆公司", title="srdi_sme", kind=DutyKind.YEARLY_UPDATE),
        attrs.evolve(UPDATE, due=dt.date(2026, 6, 1)),
    ]
    ordered.sort(key=lambda one: (one.due, one.enterprise, one.title or "", one.kind.value))
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled) == ordered
    assert text(*shuffled) == text(*ordered)


def test_no_duties_make_an_empty_calendar() -> None:
    assert events() == []


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="没有写明时区"):
        calendar_text([UPDATE], "事项", dt.datetime(2026, 4, 1))


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(BadInput, match=r"E710.*pip install 'tiertrack\[calendar\]'"):
        text(UPDATE)


def test_a_title_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match=r"E321.*专精特新中小企业"):
        attrs.evolve(UPDATE, title="srdi")


def test_the_kinds_of_duties_have_chinese_names() -> None:
    assert [kind.label for kind in DutyKind] == [
        "年度更新",
        "重大变化报告",
        "复核",
        "申报",
        "前置称号将到期",
        "第二次漏更风险",
        "环节将到期",
        "每月报数",
    ]
