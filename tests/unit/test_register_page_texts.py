"""What people wrote stays text on every page of a register, whatever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tiertrack
from tests.support.page_tags import shape
from tiertrack.pages.answer_lines import AnswerLine
from tiertrack.pages.environment import HERE, page

_HOSTILE = st.text(
    st.sampled_from("<>&\"'/=;{}%#\u202e\u2028\x00\x1b甲 aA-!"), min_size=1, max_size=30
) | st.sampled_from(
    [
        '"><script>alert(1)</script>',
        "</title><svg/onload=alert(1)>",
        "{{7*7}}",
        "'-alert(1)-'",
        "\u202e公司",
        "甲" * 10_000,
    ]
)


# What a page offers to choose from.
_CHOICES = ("titles", "states", "rungs", "kinds", "acts", "events", "reasons", "boards", "actors")


def _shown(template: str, text: str) -> dict[str, Any]:
    """Everything a template reads, each of its texts the same."""
    lines = (AnswerLine(text, 0, "✗", "false", "不符合"), AnswerLine(text, 2))
    firm = {"id": 1, "name": text, "uscc": text}
    duty = {
        **dict.fromkeys(("due", "opens", "title_label", "enterprise", "what", "consequence", "why"), text),
        "warning": True,
        "kind": {"label": text},
    }
    rung = {
        "name": text,
        "held": text,
        "holds": True,
        "is_judged": True,
        "truth": "true",
        "verdict": text,
        "title": text,
    }
    cause = dict.fromkeys(("code", "what", "remedy", "places", "values"), text)
    edition = dict.fromkeys(("key", "name", "act", "citation", "region", "period", "confidence"), text)
    group = {"heading": text, "firms": [{"name": text, "identifier": text, "where": text, "lines": lines}]}
    names = ("title", "status", "region", "industry", "highest", "within", "kind", "after", "act")
    fields = (*names, "event", "day", "document", "from", "through", "batch", "reason", "until", "year", "stage")
    fields += ("product", "named", "board", "value", "told_by", "by", "source", "money_unit", "name", "uscc")
    fields += ("stock_code", "becomes", "firm", "why")
    imported = type("Import", (), {"number": 1, "withdrawn": None})
    some = (
        *("words", "heading", "name", "file", "highest", "ladder", "next", "why_next", "counts", "left_out", "action"),
        *(
            "form_token",
            "waiting",
            "confirm",
            "further",
            "number",
            "here",
            "on",
            "known_at",
            "json",
            "version",
            "handbook",
            "of_day",
            "in_handbook",
            "sign_out",
            "with_document",
            "by_rules",
            "as_told",
        ),
    )
    shown: dict[str, Any] = {
        **dict.fromkeys(some, text),
        **{name: [text] for name in _CHOICES},
        "parts": [(text, text)],
        "asked": [(text, text)],
        "query": dict.fromkeys(names, text),
        "values": dict.fromkeys(fields, text),
        "labels": dict.fromkeys(fields, text),
        "link": lambda path, **_more: f"/{path}",
        **dict.fromkeys(
            ("writing", "signed_in", "is_counted", "is_recorded", "is_of_list", "repeated", "is_part"), True
        ),
        **dict.fromkeys(("firms", "total", "counted"), 1),
        "found": [firm],
        "firm": firm,
        "lines": lines,
        "duties": [duty],
        "causes": [cause],
        "groups": [group],
        "suspicions": [text],
        "editions": [edition],
        "imports": [(imported, text)],
        "pairs": [(text, text)],
        "standing": lines,
        "history": [(text, text, text, 1)],
        "of_form": {"sheet": text, "seen": text},
        "event": text,
        "alike": [firm],
        "candidates": [(text, text)],
        "choices": [text],
        "again": lambda **more: f"/{more}",
        "facts": [(text, text, text)],
        "judgements": [(text, text, text)],
        "table": [(text, text)],
    }
    match template:
        case "start.html":
            shown["counts"] = [
                {"title": text, "name": text, "held": 1, "recorded": True},
                {"title": text, "name": text, "held": 0, "recorded": False},
            ]
        case "firms.html":
            shown |= {"headings": (text, text), "lines": [(1, text, text, [text])], "titles": {text: text}}
        case "due.html":
            shown["titles"] = {text: text}
        case "edition.html":
            shown["key"] = text
        case "assessment.html":
            shown |= {"title": text, "truth": "true", "verdict": text, "acts": [{"label": text}]}
            shown |= {"brief": lines, "whole": lines, "editions": [{"key": text, "variant": {"label": text}}] * 2}
        case "firm.html":
            shown |= {"rungs": [{**rung, "brief": lines, "whole": lines}, {**rung, "is_judged": False, "reason": text}]}
            shown["waiting"] = [text]
        case "matches.html":
            shown["waiting"] = [(1, lines)]
    return shown


TEMPLATES = sorted(
    path.name
    for path in (Path(tiertrack.__file__).parent / "pages/templates/register").glob("*.html")
    if path.name not in ("frame.html", "parts.html")
)


@pytest.mark.parametrize("template", TEMPLATES)
@given(text=_HOSTILE)
@settings(max_examples=15)
def test_what_people_wrote_stays_text_on_every_page(template: str, text: str) -> None:
    def made(with_text: str) -> str:
        return page(f"register/{template}", styles=("register.css",), forms=HERE, **_shown(template, with_text))

    assert shape(made(text)) == shape(made("甲"))
