"""The page of who may go for a title: who qualifies, who lacks only facts, who is one step away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import as_applied_for
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.pages.answer_lines import answer_lines
from tiertrack.render.answers import to_dict
from tiertrack.render.register.candidate_text import counts_text, group_heading, lacking_lines, where_it_is
from tiertrack.screening.candidates import Candidates, Readiness
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page, Writing
from tiertrack.web.firm_lists import asof_of
from tiertrack.web.parameters import ACT, KNOWN_AT, ON, REGION, SHARE, TITLE, VARIANT

# How many of each group a page shows; the JSON has all.
_SHOWN = 100


def _candidates(desk: Desk, given: Given) -> Answer:
    if given["title"] is None:
        return Answer("register/candidates.html", _nothing_asked, dict, lacks=_no_title())
    found = _asked(desk, given)

    def shows() -> Mapping[str, Any]:
        groups = [_group(found, readiness) for readiness in Readiness if found.of(readiness)]
        return {**_nothing_asked(), "counts": counts_text(found), "groups": groups, "suspicions": found.suspicions}

    return Answer("register/candidates.html", shows, lambda: to_dict(found))


def _group(found: Candidates, readiness: Readiness) -> dict[str, Any]:
    shown = found.of(readiness)[:_SHOWN]
    return {
        "readiness": readiness.value,
        "heading": group_heading(found, readiness, len(shown)),
        "firms": [
            {
                "name": one.name,
                # The code is surer than a name that several may have.
                "identifier": one.uscc or one.name,
                "where": "　".join(filter(None, where_it_is(one, found.on))),
                "lines": answer_lines("\n".join(lacking_lines(one))),
            }
            for one in shown
        ],
    }


def _asked(desk: Desk, given: Given) -> Candidates:
    from tiertrack.ladder.distance import WITHIN
    from tiertrack.screening.question import ask
    from tiertrack.screening.register import RegisterSource
    from tiertrack.screening.register_candidates import register_candidates
    from tiertrack.screening.typed_keeping import Upkeep

    asof, act = asof_of(given), as_applied_for(given["act"])
    question = ask(given["title"], act, asof.on, None, given["variant"], desk.rulebook)
    # Who may only read leaves the register as it is, to the last byte.
    upkeep = Upkeep.KEPT if desk.writing is Writing.ALLOWED else Upkeep.LEFT
    source = RegisterSource(desk.url, asof.known_at, upkeep=upkeep)
    return register_candidates(source, question, given["region"], given["within"] or WITHIN)


def _nothing_asked() -> dict[str, Any]:
    return {
        "rungs": [tier.label for tier in Tier if tier is not Tier.ACHIEVEMENT],
        "acts": [act.label for act in Act if act.is_applied_for],
        "counts": "",
        "groups": [],
        "suspicions": [],
    }


def _no_title() -> BadInput:
    return BadInput(Fault("E788", "缺少这一页要的参数", f"请补上：{TITLE.about}", place=TITLE.name))


CANDIDATES = Page(
    "/candidates",
    "候选",
    "谁可以报这个称号：够格的、只缺资料的、差一步的，各差什么；复核问的是持有它的。",
    (ON, KNOWN_AT, TITLE, ACT, REGION, VARIANT, SHARE),
    answer_schemas.CANDIDATES,
    _candidates,
)
