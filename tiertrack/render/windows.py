"""By when an application or a review is to be handed in, as far as notices of the year are encoded."""

from __future__ import annotations

import datetime as dt

from tiertrack.duties.deadlines import Deadline, DeadlineKind, deadlines, next_window
from tiertrack.facts.dossier import Dossier
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title, title_definition

_KINDS = {Act.RECOGNITION: DeadlineKind.APPLICATION_WINDOW, Act.REVIEW: DeadlineKind.REVIEW_WINDOW}


def window_text(dossier: Dossier, title: Title, act: Act, on: dt.date) -> str:
    """The window that is open or comes next, or the one of the year that is over; empty for a title that is applied for
    at any time. A title held is told with its last day."""
    kind, region = _KINDS[act], dossier.where
    if title_definition(title.value).procedure.open_ended:
        return _held(dossier, title, on)
    ahead = next_window(kind, title.value, region, on)
    if ahead is not None:
        found = _ahead(ahead, on)
    elif past := deadlines(kind, title.value, on.year, region):
        found = f"{on.year} 年{kind.label}已于 {past[-1].due} 截止{_told(past[-1], past[-1].consequence)}"
    else:
        found = f"{kind.label}没有收录 {on.year} 年的通知，以当地通知为准"
    return "；".join(filter(None, (_held(dossier, title, on), found)))


def _ahead(window: Deadline, on: dt.date) -> str:
    left = (window.due - on).days
    if window.opens is not None and window.opens > on:
        return f"{window.kind.label} {window.opens} 至 {window.due}{_told(window)}"
    return f"{window.kind.label}至 {window.due}，{f'还有 {left} 天' if left else '今天截止'}{_told(window)}"


def _told(window: Deadline, consequence: str = "") -> str:
    return f"（{'；'.join(filter(None, (consequence, window.source)))}）"


def _held(dossier: Dossier, title: Title, on: dt.date) -> str:
    """That the title is held, and until when."""
    periods = [held.period for held in dossier.titles if held.title == title.value and on in held.period]
    if not periods:
        return ""
    last = max((period.last for period in periods if period.last), default=None)
    return f"称号有效至 {last}" if last else "已持有称号"
