"""The steps that ask a register for the duties that fall due."""

from __future__ import annotations

from pytest_bdd import then

from tiertrack.bdd.event_sentences import stream_named
from tiertrack.bdd.office import Office
from tiertrack.bdd.patterns import ASKED, TITLE, WHO, Sentence
from tiertrack.bdd.subject import NONE, rows_of
from tiertrack.duties.duty import Duty
from tiertrack.render.register.duty_text import duties_text, duty_text
from tiertrack.temporal import AsOf

_WITHIN = rf"{ASKED}起 (?P<days>\d+) 天内"


@then(Sentence(rf"{_WITHIN}{WHO}要办的有"))
def 要办的有(tiertrack_office: Office, asof: AsOf, days: str, who: str, datatable: list[list[str]]) -> None:
    found = tiertrack_office.falling_due(who, asof, int(days))
    assert [_row(duty) for duty in found] == rows_of(datatable, "日期", "事项", "称号"), duties_text(found)


@then(Sentence(rf"{_WITHIN}全部企业要办的有"))
def 全部企业要办的(tiertrack_office: Office, asof: AsOf, days: str, datatable: list[list[str]]) -> None:
    found = tiertrack_office.falling_due(None, asof, int(days))
    rows = [[duty.enterprise, *_row(duty)] for duty in found]
    assert rows == rows_of(datatable, "企业", "日期", "事项", "称号"), duties_text(found)


@then(Sentence(rf"{_WITHIN}{WHO}没有要办的(?P<kind>\S+)?"))
def 没有要办的(tiertrack_office: Office, asof: AsOf, days: str, who: str, kind: str | None) -> None:
    found = tiertrack_office.falling_due(who, asof, int(days))
    kept = [duty for duty in found if kind in (None, "事", duty.kind.label)]
    assert not kept, duties_text(kept)


@then(Sentence(rf"{_WITHIN}{WHO}的 {TITLE} (?P<kind>\S+) 截止日为 (?P<due>\S+)"))
def 截止日(tiertrack_office: Office, asof: AsOf, days: str, who: str, title: str, kind: str, due: str) -> None:
    found = tiertrack_office.falling_due(who, asof, int(days))
    key = None if title == NONE else stream_named(title)
    days_due = [str(duty.due) for duty in found if (duty.title, duty.kind.label) == (key, kind)]
    assert ("、".join(days_due) or NONE) == due, duties_text(found)


@then(Sentence(r"其中 (?P<kind>\S+) (?P<stated>写明|不写) (?P<words>.+)"))
def 写明(tiertrack_office: Office, kind: str, stated: str, words: str) -> None:
    texts = [duty_text(duty) for duty in tiertrack_office.duties if duty.kind.label == kind]
    assert any(words in text for text in texts) == (stated == "写明"), duties_text(tiertrack_office.duties)


def _row(duty: Duty) -> list[str]:
    return [str(duty.due), duty.kind.label, duty.title_label or NONE]
