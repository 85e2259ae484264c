"""The form by which an enterprise is enrolled; one on record under its credit code is that one."""

from __future__ import annotations

from typing import Any

from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.industry_reading import normalise_industry
from tiertrack.render.answers import to_dict, to_text
from tiertrack.web.desk import Desk, Given
from tiertrack.web.form import Done, Form
from tiertrack.web.parameters import OF_ANY_DAY, REGION, text
from tiertrack.web.phrasing import told_lines


def _shows(_desk: Desk, _given: Given) -> dict[str, Any]:
    return {}


def _done(desk: Desk, _given: Given, said: Given) -> Done:
    enrolled = desk.register.enrol(**said)
    shows = {
        "firm": enrolled.enterprise,
        "alike": [desk.register.enterprise(one.enterprise) for one in enrolled.alike],
        "lines": told_lines(to_text(enrolled)),
    }
    return Done("register/enrolled.html", shows, to_dict(enrolled))


ENROL = Form(
    "/enrol",
    OF_ANY_DAY,
    (
        text("name", "企业全称", "企业全称").required,
        text("uscc", "统一社会信用代码", "18 位", normalise_credit_code),
        text("stock_code", "证券代码", "六位"),
        REGION.called("所在地"),
        text("industry", "行业代码", "国民经济行业代码，如 C3484", normalise_industry),
    ),
    "register/enrol.html",
    _shows,
    _done,
)
