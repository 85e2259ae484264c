"""The page of who may go for a title: who qualifies, who lacks only facts, who is one step away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiertrack.errors import BadInput
from tiertrack.facts.asked import as_applied_for
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.render.answers import to_dict
from tiertrack.render.register.candidate_text import counts_text, group_heading, lacking_lines, where_it_is
from tiertrack.screening.candidates import Candidates, Readiness
from tiertrack.web import answer_schemas
from tiertrack.web.desk import Answer, Desk, Given, Page, Writing
from tiertrack.web.firm_lists import asof_of
from tiertrack.web.parameters import ACT, AFTER, KNOWN_AT, ON, REGION, SHARE, TITLE, VARIANT, whole
from tiertrack.web.phrasing import told_lines

# How many of each group a page shows; the JSON has all.
_SHOWN = 100
# Of so many enterprises everything is worked out anew within a click; of more a part at a time, unless what was worked
# out is kept for the next one.
_PART = 2000
_LIMIT = whole(
    "limit",
    "在多少家里找",
    f"只在这么多家里找；不写则在全部企业里找，只读而企业多于 {_PART} 家的在 {_PART} 家里找",
    1,
    1_000_000,
)


def _candidates(desk: Desk, given: Given) -> Answer:
    if given["title"] is None:
        return Answer("register/candidates.html", _nothing_asked, dict, lacks=_no_title())
    after, limit = given["after"], _part(desk, given)
    further = None if limit is None else _last_of(desk, given, limit)
    found = _asked(desk, given, limit)
    is_part = limit is not None or after is not None

    def shows() -> Mapping[str, Any]:
        groups = [_group(found, readiness) for readiness in Readiness if found.of(readiness)]
        told = {"counts": counts_text(found), "groups": groups, "suspicions": found.suspicions}
        return {**_nothing_asked(), **told, "further": further or 0, "is_part": is_part}

    def data() -> dict[str, Any]:
        return {**to_dict(found), "next": further} if is_part else to_dict(found)

    return Answer("register/candidates.html", shows, data)


def _part(desk: Desk, given: Given) -> int | None:
    """In how many enterprises is looked for candidates; None for all."""
    limit: int | None = given["limit"]
    if limit is not None or desk.writing is Writing.ALLOWED:
        return limit
    is_large = given["after"] is not None or desk.register.firms(asof_of(given)).count() > _PART
    return _PART if is_large else None


def _last_of(desk: Desk, given: Given, limit: int) -> int | None:
    """The last enterprise of a part; None where there is none behind it."""
    # One more tells whether there is a next part.
    ids = [one.id for one in desk.register.firms(asof_of(given), after=given["after"], limit=limit + 1)]
    return ids[limit - 1] if len(ids) > limit else None


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
                "lines": told_lines("\n".join(lacking_lines(one))),
            }
            for one in shown
        ],
    }


def _asked(desk: Desk, given: Given, limit: int | None) -> Candidates:
    from tiertrack.ladder.distance import WITHIN
    from tiertrack.screening.question import ask
    from tiertrack.screening.register import RegisterSource
    from tiertrack.screening.register_candidates import register_candidates
    from tiertrack.screening.typed_keeping import Upkeep

    asof, act = asof_of(given), as_applied_for(given["act"])
    question = ask(given["title"], act, asof.on, None, given["variant"], desk.rulebook)
    # Who may only read leaves the register as it is, to the last byte.
    upkeep = Upkeep.KEPT if desk.writing is Writing.ALLOWED else Upkeep.LEFT
    source = RegisterSource(desk.url, asof.known_at, limit, upkeep=upkeep, after=given["after"])
    return register_candidates(source, question, given["region"], given["within"] or WITHIN)


def _nothing_asked() -> dict[str, Any]:
    return {
        "rungs": [tier.label for tier in Tier if tier is not Tier.ACHIEVEMENT],
        "acts": [act.label for act in Act if act.is_applied_for],
        "counts": "",
        "groups": [],
        "suspicions": [],
        "further": 0,
        "is_part": False,
    }


def _no_title() -> BadInput:
    return BadInput(TITLE.missing())


CANDIDATES = Page(
    "/candidates",
    "候选",
    "谁可以报这个称号：够格的、只缺资料的、差一步的，各差什么；复核问的是持有它的。",
    (ON, KNOWN_AT, TITLE, ACT, REGION, VARIANT, SHARE, AFTER, _LIMIT),
    answer_schemas.CANDIDATES,
    _candidates,
)
