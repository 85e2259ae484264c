"""A notebook shows a readable answer: everything its text says, escaped, and the same on light and on dark."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

import attrs
import pytest

from tests.support.answers import Kept, kept_answers
from tiertrack import AsOf, Dossier, Duties, Duty, DutyKind, Tier, assess, to_text
from tiertrack.law.scope import Act
from tiertrack.screening.results import Screening

answers = pytest.fixture(scope="module")(kept_answers)

DRAWN = (
    *("a standard met", "a standard not met", "a standard left open", "every board", "reasons", "one reason"),
    *("a standing", "a standing alone", "the ladder", "a screening", "near misses", "the impact of a change"),
)
HOSTILE = '<script>alert("甲")</script><img src=x onerror=alert(1)>'


class Seen(HTMLParser):
    """What a reader sees, and the tags there are; every tag is closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.open = "", set[str](), list[str]()
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open.append(tag)
        assert {name for name, _value in attrs} <= {"style"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("which", DRAWN)
def test_everything_the_text_says_is_seen(answers: Kept, which: str) -> None:
    seen = Seen(answers[which]._repr_html_())
    assert seen.tags <= {"div", "b", "span", "table", "tr", "th", "td", "details", "summary"}
    if not isinstance(answers[which], Screening):
        screen, whole = to_text(answers[which], brief="screen"), to_text(answers[which])
        # What decides is seen at once, the rest is opened.
        shown = screen if screen == whole else f"{screen}全文{whole}"
        assert without_space(seen.text) == without_space(shown)
        return
    for line in to_text(answers[which]).splitlines():
        if "：符合" not in line and line != "逐条：":
            assert without_space(line) in without_space(seen.text)
    assert "table" in seen.tags


def test_what_people_wrote_does_nothing() -> None:
    firm = Dossier(HOSTILE)
    duty = Duty(DutyKind.REVIEW, HOSTILE, "srdi_sme", None, dt.date(2027, 4, 30), HOSTILE, HOSTILE, HOSTILE)
    answer = assess(firm, Tier.SRDI_SME, Act.RECOGNITION, AsOf(dt.date(2026, 6, 30)))
    for shown in (answer, Duties([duty])):
        page = shown._repr_html_()
        assert page is not None
        assert HOSTILE in Seen(page).text
        assert not Seen(page).tags & {"script", "img"}


def test_duties_are_a_table_and_none_a_sentence() -> None:
    duty = Duty(DutyKind.REVIEW, "甲公司", "srdi_sme", None, dt.date(2027, 4, 30), "提交复核", "2号文", warning=True)
    two = Duties([duty, attrs.evolve(duty, enterprise="乙公司")])
    assert two == (two[0], two[1])
    seen = Seen(two._repr_html_() or "")
    assert ("table" in seen.tags, seen.text.count("⚠ 复核")) == (True, 2)
    assert Seen(Duties()._repr_html_() or "").text == to_text(Duties())


def test_no_colour_is_fixed_for_what_is_only_text(answers: Kept) -> None:
    """Only marks, citations and the edge of the verdict have a colour of their own, which does on light and on dark."""
    page = answers["a standard not met"]._repr_html_()
    assert "background:#" not in page
    assert "color:#000" not in page
    assert "color:#fff" not in page
