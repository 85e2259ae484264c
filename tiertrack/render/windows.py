"""By when an application or a review is to be handed in, as far as notices of the year are encoded: the window of that
year, or that none is encoded, with the next one that is; and what a region does otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.duties.deadlines import Deadline, DeadlineKind, deadlines, next_window
from tiertrack.duties.early_reviews import early_review
from tiertrack.facts.dossier import Dossier
from tiertrack.law.procedure import Procedure
from tiertrack.law.regions import Region
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
    procedure = title_definition(title.value).procedure
    found: tuple[str, ...] = ()
    # Whoever has passed a review has none to hand in.
    if not (procedure.open_ended or (validity.is_renewed and act is Act.REVIEW)):
        early = _early(title, act, region, on, validity)
        # A title that ends in a later year is reviewed by that year's notice, unless a region takes it early.
        year = on.year if act is not Act.REVIEW or validity.until is None else max(on.year, validity.until.year)
        windows = (early,) if early else (*_windows(kind, title, region, on, unknown, _WHAT[act], year),)
        found = (*windows, *_practices(procedure, act, region, on))
    return "；".join(filter(None, (validity.text, *found)))


def _windows(
    kind: DeadlineKind, title: Title, region: Region | None, on: dt.date, unknown: str, what: str, year: int
) -> Iterator[str]:
    """The window that is open or to come by a notice of the year; else what became of it, and the next one encoded. Of
    a later year the window it has, as far as it is encoded."""
    if year > on.year:
        windows = deadlines(kind, title.value, year, region)
        yield _ahead(windows[0], on) if windows else unknown.format(kind=kind.label, what=what, year=year)
        return
    ahead = next_window(kind, title.value, region, on)
    if ahead is not None and ahead.year <= on.year:
        yield _ahead(ahead, on)
        return
    if past := deadlines(kind, title.value, on.year, region):
        yield f"{on.year} 年{kind.label}已于 {past[-1].due} 截止{_told(past[-1], past[-1].consequence)}"
    else:
        yield unknown.format(kind=kind.label, what=what, year=on.year)
    # A window of a later year still is of another notice, which nobody asked about.
    if ahead is not None and ahead.year == on.year + 1:
        yield f"下一{_ahead(ahead, on)}"


def _early(title: Title, act: Act, region: Region | None, on: dt.date, validity: _Validity) -> str:
    """That a region takes the review earlier than usual; empty where it does not, or nothing is held that ends."""
    if act is not Act.REVIEW or validity.through is None:
        return ""
    found = early_review(title.value, region, on, validity.through)
    return "" if found is None else f"自 {found.opens(validity.through)} 起可提交复核（{found.source}）"


def _practices(procedure: Procedure, act: Act, region: Region | None, on: dt.date) -> Iterator[str]:
    """How a region proceeds with an application where it is not as everywhere."""
    if act is not Act.RECOGNITION or region is None:
        return
    for practice in procedure.local:
        if practice.region.contains(region) and practice.is_of(on.year):
            yield f"{practice.region.label}{practice.said}（{practice.citation}）"


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
