"""The self-check of a standard on a day, filled in with what is on record of a firm where one is named."""

from __future__ import annotations

from attrs import evolve

from tiertrack.app.programs import policy_program
from tiertrack.app.selfchecks import selfcheck_page
from tiertrack.render.answers import to_dict
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page
from tiertrack.web.firm_lists import asof_of
from tiertrack.web.parameters import ID, KNOWN_AT, ON, text


def _selfcheck(desk: Desk, given: Given) -> Answer:
    firm, asof = given["firm"], asof_of(given)
    edition = desk.rulebook.edition(given["key"])

    def whole() -> str:
        known = None if firm is None else desk.register.dossier(firm, asof)
        return selfcheck_page(edition, asof.on, known, rulebook=desk.rulebook)

    return Answer("", dict, lambda: to_dict(policy_program(edition, asof.on, desk.rulebook)), whole=whole)


SELFCHECK = Page(
    "/selfcheck/{key:path}",
    "自测",
    "照一个版本逐题问，随填随判；写了企业的编号，先填上登记的数值。JSON 是浏览器里判断用的程序。",
    (
        text("key", "版本", "版本的键，如 srdi_sme/recognition/2026").required,
        ON,
        KNOWN_AT,
        evolve(ID, name="firm", is_required=False),
    ),
    answer_schemas.PROGRAM,
    _selfcheck,
)
