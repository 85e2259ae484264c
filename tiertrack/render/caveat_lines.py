"""What has to be said beside an answer, in lines and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tiertrack.errors import Fault
from tiertrack.rules.assessment import Assessment
from tiertrack.rules.caveats import caveats, not_held


def caveat_lines(assessment: Assessment) -> Iterator[str]:
    """What has to be said, a line for each; not again what is said with the verdict."""
    said = unheld_text(assessment)
    return (f"⚠ {text}" for text in map(caveat_text, caveats(assessment)) if text != said)


def unheld_text(assessment: Assessment) -> str:
    """What comes before the verdict: that there is no title to review or to lose, or may be none. Empty where it is
    held, or none is asked for; whoever asks of a board by its name need not be told first that a listing is not known.
    """
    found = not_held(assessment)
    if found is None or (not assessment.edition.act.is_applied_for and _may_hold(assessment)):
        return ""
    return caveat_text(found)


def unheld_word(assessment: Assessment) -> str:
    """The same in a heading, in short."""
    if not unheld_text(assessment):
        return ""
    return "不知道有没有这个称号" if _may_hold(assessment) else "没有这个称号"


def _may_hold(assessment: Assessment) -> bool:
    return assessment.given.holds_title(assessment.edition.tier.value, assessment.asof.on) is None


def caveat_text(caveat: Fault) -> str:
    """What has to be said, and what to do about it."""
    return f"{caveat.what}；{caveat.remedy}"


def caveat_members(assessment: Assessment) -> dict[str, Any]:
    """The member ``notices``; none where nothing has to be said."""
    found = [caveat_data(one) for one in caveats(assessment)]
    return {"notices": found} if found else {}


def shared_caveats(assessments: Iterable[Assessment]) -> dict[str, Any]:
    """The member ``notices`` of several answers, each notice once."""
    found = dict.fromkeys(one for assessment in assessments for one in caveats(assessment))
    return {"notices": [caveat_data(one) for one in found]} if found else {}


def caveat_data(caveat: Fault) -> dict[str, Any]:
    """A notice as plain data."""
    return {"code": caveat.code, "text": caveat.what, "remedy": caveat.remedy}
