"""The pages about the standards: those in force on a day, and one of them in full."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from tiertrack.pages.handbook.addresses import DAYS, edition_address
from tiertrack.render.answers import to_dict
from tiertrack.render.phrases import place_text
from tiertrack.render.policy.edition_text import edition_text
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import period_text
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page
from tiertrack.web.parameters import KNOWN_AT, ON, REGION, text
from tiertrack.web.phrasing import told_lines


def _editions(desk: Desk, given: Given) -> Answer:
    found = desk.rulebook.in_force(given["on"], given["region"])
    return Answer(
        "register/policy.html",
        lambda: {
            "editions": [_row(edition, given) for edition in found],
            "of_day": DAYS,
        },
        lambda: {"editions": to_dict(found)},
    )


def _row(edition: Edition, given: Given) -> dict[str, Any]:
    return {
        "key": edition.key,
        "name": edition.label,
        "act": edition.act_label,
        "citation": edition.citation.provision,
        "region": place_text(edition.region.code, given["on"]) if edition.region else "",
        "period": period_text(edition),
        "confidence": edition.citation.confidence.value,
    }


def _edition(desk: Desk, given: Given) -> Answer:
    edition = desk.rulebook.edition(given["key"])
    title, *rest = edition_text(edition).splitlines()
    return Answer(
        "register/edition.html",
        lambda: {
            "name": title,
            "lines": told_lines("\n".join(rest)),
            "in_handbook": edition_address(edition),
            "key": edition.key,
        },
        lambda: to_dict(edition),
    )


POLICY = Page(
    "/policy",
    "标准",
    "这一天有效的标准：哪个称号、认定还是复核、所依的文件。",
    (ON, KNOWN_AT, REGION),
    answer_schemas.EDITIONS,
    _editions,
)
EDITION = Page(
    "/policy/{key:path}",
    "一个标准",
    "一个版本的全部条件、算法、出处和佐证材料。",
    (text("key", "版本", "版本的键，如 srdi_sme/recognition/2026").required, evolve(ON, is_required=False), KNOWN_AT),
    answer_schemas.EDITION,
    _edition,
)
