"""The page of the report: the one for the director, then the lists."""

from __future__ import annotations

from tiertrack.facts.units import parse_date
from tiertrack.render.answers import to_dict
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page
from tiertrack.web.firm_lists import asof_of
from tiertrack.web.parameters import KNOWN_AT, ON, REGION, text


def _report(desk: Desk, given: Given) -> Answer:
    from tiertrack.pages.report_page import report_page

    found = desk.register.report(asof_of(given), region=given["region"], since=given["since"])
    return Answer("", dict, lambda: to_dict(found), whole=lambda: report_page(found))


REPORT = Page(
    "/report",
    "报告",
    "一页报告和它的名单：各级存量、本年新增、失效、目标；谁可以报；90 天内到期的；更名；上次报告以来的变化。",
    (ON, KNOWN_AT, REGION, text("since", "上一次报告的日子", "上一次报告的日子", parse_date)),
    answer_schemas.REPORT,
    _report,
)
