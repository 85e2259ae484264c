"""The tools that ask about the standards: which applies, what it says and how that is known, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tiertrack.mcp_server import answer_schemas
from tiertrack.mcp_server.arguments import ACT, LIMIT, ON, REGION, TITLE, VARIANT, Argument, day, text
from tiertrack.mcp_server.tool import Answer, Desk, Tool


def _edition(name: str, about: str) -> Argument:
    return text(name, f"{about}的名称或键，如 小巨人/认定/2026、srdi_sme/recognition/2026").required()


def _find_standard(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.standards_text import standards_data, standards_text
    from tiertrack.rulebooks.gaps import gap_explained

    title, act, on, region = (given[name] for name in ("title", "act", "on", "region"))
    variant = desk.rulebook().variant_named(title, act, given["variant"])
    with gap_explained(title, act, on, variant):
        if variant is None:
            found = desk.rulebook().variants(title, act, on, region)
        else:
            found = (desk.rulebook().select(title, act, on, region, variant),)
    return Answer(standards_text(found), standards_data(found))


def _list_standards(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.standards_text import standards_data, standards_text

    found = desk.rulebook().in_force(given["on"], given["region"])
    return Answer(standards_text(found), standards_data(found))


def _search_standards(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.standards_text import passage_data, passages_text
    from tiertrack.rules.search import passages

    rulebook, on = desk.rulebook(), given["on"]
    editions = rulebook.in_order().editions if on is None else rulebook.in_force(on, given["region"])
    found = passages(editions, given["words"])
    shown = found[: given["limit"]]
    more = f"\n共 {len(found)} 条，列出前 {len(shown)} 条。" if len(shown) < len(found) else ""
    data = {"total": len(found), "found": [passage_data(passage) for passage in shown]}
    return Answer(f"{passages_text(shown)}{more}", data)


def _show_standard(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.render.policy.edition_text import edition_text
    from tiertrack.render.standards_text import sourced_edition_data

    edition = desk.rulebook().edition(given["edition"])
    return Answer(edition_text(edition), sourced_edition_data(edition))


def _compare_standards(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.app.policies import policy_diff
    from tiertrack.render.answers import to_dict, to_text

    found = policy_diff(given["before"], given["after"], desk.rulebook())
    return Answer(to_text(found), to_dict(found))


def _list_regional_standards(desk: Desk, given: Mapping[str, Any]) -> Answer:
    from tiertrack.app.policies import policy_regions
    from tiertrack.render.answers import to_dict, to_text

    found = policy_regions(given["title"], given["region"], given["on"], desk.rulebook())
    return Answer(to_text(found), to_dict(found))


POLICY_TOOLS = (
    Tool(
        "find_standard",
        "适用的标准",
        "某一天某地某个称号的认定或复核适用哪个标准：版本、出处、指纹、原文见到没有。问标准先用它，不凭记忆回答。",
        (TITLE, ACT, ON, REGION, VARIANT),
        answer_schemas.STANDARDS,
        _find_standard,
    ),
    Tool(
        "list_standards",
        "有效的标准",
        "某一天某地有效的全部标准。",
        (ON, REGION),
        answer_schemas.STANDARDS,
        _list_standards,
    ),
    Tool(
        "search_standards",
        "按词查标准",
        "按几个词查条件：事项、要点、所读的事实、文号、称号，几个词都要有。写 on 只查那一天有效的。",
        (
            text("words", "要查的词，之间用空格隔开，如 小巨人 研发费用").required(),
            day("on", "只查这一天有效的"),
            REGION,
            LIMIT,
        ),
        answer_schemas.PASSAGES,
        _search_standards,
    ),
    Tool(
        "show_standard",
        "标准全文",
        "一个版本的全部条件、算法、出处和佐证材料；原文、转述、记忆、推导各写明。",
        (_edition("edition", "版本"),),
        answer_schemas.SOURCED_EDITION,
        _show_standard,
    ),
    Tool(
        "compare_standards",
        "标准的差别",
        "两个版本逐条的差别：新增、删去、改变、未变。",
        (_edition("before", "旧版本"), _edition("after", "新版本")),
        answer_schemas.CHANGES,
        _compare_standards,
    ),
    Tool(
        "list_regional_standards",
        "各地的标准",
        "各地与全国标准不同的：逐条的差别、自己的称号和程序，哪些文件没有读到条款。没有列出的地方照全国标准。",
        (attrs.evolve(TITLE, is_required=False), day("on", "只看这一天有效的"), REGION),
        answer_schemas.json_schema("regional_standards"),
        _list_regional_standards,
    ),
)
