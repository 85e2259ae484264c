"""By when an application or a review is to be handed in, as far as notices of the year are encoded."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.duties.deadlines import Deadline, DeadlineKind, deadlines, next_window
from tiertrack.facts.dossier import Dossier
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title, title_definition

_DAY = dt.timedelta(days=1)
_KINDS = {Act.RECOGNITION: DeadlineKind.APPLICATION_WINDOW, Act.REVIEW: DeadlineKind.REVIEW_WINDOW}
_WHAT = {Act.RECOGNITION: "申报", Act.REVIEW: "复核"}


def window_text(dossier: Dossier, title: Title, act: Act, on: dt.date) -> str:
    """The window that is open or comes next, or the one of the year that is over; empty for a title that is applied for
    at any time. A title held is told with its last day."""
    return _told_of(dossier, title, act, on, "{kind}没有收录 {year} 年的通知，以当地通知为准")


def letter_window_text(dossier: Dossier, title: Title, act: Act, on: dt.date) -> str:
    """The same as a firm is told it, which has no use for what is encoded here."""
    return _told_of(dossier, title, act, on, "{what}时间以当地 {year} 年的通知为准")


def _told_of(dossier: Dossier, title: Title, act: Act, on: dt.date, unknown: str) -> str:
    kind, region = _KINDS[act], dossier.where
    validity = _validity(dossier, title, on)
    found = ""
    # Whoever has passed a review has none to hand in.
    if not (title_definition(title.value).procedure.open_ended or (validity.is_renewed and act is Act.REVIEW)):
        ahead = next_window(kind, title.value, region, on)
        # A window of a later year still is of another notice, which nobody asked about.
        if ahead is not None and ahead.due.year <= on.year + 1:
            found = _ahead(ahead, on)
        elif past := deadlines(kind, title.value, on.year, region):
            found = f"{on.year} 年{kind.label}已于 {past[-1].due} 截止{_told(past[-1], past[-1].consequence)}"
        else:
            found = unknown.format(kind=kind.label, what=_WHAT[act], year=on.year)
    return "；".join(filter(None, (validity.text, found)))


def _ahead(window: Deadline, on: dt.date) -> str:
    left = (window.due - on).days
    if window.opens is not None and window.opens > on:
        return f"{window.kind.label} {window.opens} 至 {window.due}{_told(window)}"
    return f"{window.kind.label}至 {window.due}，{f'还有 {left} 天' if left else '今天截止'}{_told(window)}"


def _told(window: Deadline, consequence: str = "") -> str:
    return f"（{'；'.join(filter(None, (consequence, window.source)))}）"


@frozen
class _Validity:
    """What is held on a day: ``through`` the last day of that spell, and ``until`` that of the last one that follows it
    without a day between them; either is None where it has no end."""

    is_held: bool
    through: dt.date | None = None
    until: dt.date | None = None

    __repr__ = briefly

    @property
    def is_renewed(self) -> bool:
        """Whether another spell follows at once, as by a review that was passed."""
        return self.until != self.through

    @property
    def text(self) -> str:
        """That the title is held, and until when; empty where it is not."""
        if not self.is_held:
            return ""
        before = f"（原有效期至 {self.through}，已获续期）" if self.is_renewed else ""
        return f"称号有效至 {self.until}{before}" if self.until else f"已持有称号{before}"


def _validity(dossier: Dossier, title: Title, on: dt.date) -> _Validity:
    periods = [held.period for held in dossier.titles if held.title == title.value]
    if not (held := [period for period in periods if on in period]):
        return _Validity(is_held=False)
    through = until = None if any(period.end is None for period in held) else max(p.last for p in held if p.last)
    while until is not None and (more := [p for p in periods if until + _DAY in p]):
        until = None if any(period.end is None for period in more) else max(p.last for p in more if p.last)
    return _Validity(True, through, until)
