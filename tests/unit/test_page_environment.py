"""A page is one file that no text can break out of, and that runs what it brought along and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError

from tiertrack.pages import environment
from tiertrack.pages.environment import data_block, page, static_text

MARKUP = '</title></script><script>alert("&")</script>\u202e\x00\''
CONTENT = """{% extends "base.html" %}
{% block title %}{{ name }}{% endblock %}
{% block content %}<a title="{{ name }}">{{ name }}</a>{% endblock %}"""


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that makes a page of a template of the test's own."""
    real = environment._environment()

    def made(source: str, **values: Any) -> str:
        bases = {"base.html": real.loader.get_source(real, "base.html")[0], "tried.html": source}  # type: ignore[union-attr]
        overlaid = real.overlay(loader=DictLoader(bases))
        monkeypatch.setattr(environment, "_environment", lambda: overlaid)
        return page("tried.html", **values)

    return made


def test_what_is_written_into_a_page_is_escaped_and_nothing_in_it_acts(tried: Any) -> None:
    made = tried(CONTENT, name=MARKUP)
    assert "alert(" in made
    assert made.count("<script") == 0
    assert "\u202e" not in made
    assert "\x00" not in made
    assert r"\u202e\x00" in made


def test_what_is_no_text_is_written_as_its_text_made_harmless(tried: Any) -> None:
    made = tried(CONTENT, name=PurePosixPath(MARKUP))
    assert made.count("<script") == 0
    assert "\x00" not in made


def test_a_page_runs_only_what_it_brought_along(tried: Any) -> None:
    made = tried(CONTENT, name="甲")
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made)
    assert policy is not None
    assert f"style-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]
    assert "script-src &#39;none&#39;" in policy[1]
    assert not re.search(r"https?:|//[a-z]", static_text("page.css"))


def test_what_is_not_there_is_not_left_out_in_silence(tried: Any) -> None:
    with pytest.raises(UndefinedError, match="name"):
        tried(CONTENT)
    with pytest.raises(TypeError, match="None"):
        tried(CONTENT, name=None)


@given(st.recursive(st.text() | st.integers() | st.booleans() | st.none(), st.lists))
def test_data_within_a_script_element_cannot_leave_it_and_comes_back(data: Any) -> None:
    block = str(data_block(data))
    assert not re.search(r"[<>&\u2028\u2029]", block)
    assert json.loads(block) == data


def test_a_style_of_its_own_stands_beside_the_one_of_every_page_and_is_allowed(tried: Any) -> None:
    made = tried(CONTENT, name="甲", styles=("handbook.css",))
    style = static_text("page.css") + static_text("handbook.css")
    assert f"<style>{style}</style>" in made
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in made
