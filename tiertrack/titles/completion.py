"""What the document of an act leaves to the law: the days of a validity, the end of a bar."""

from __future__ import annotations

import datetime as dt
import functools

from tiertrack.errors import BadDossier, Fault
from tiertrack.law.event_kinds import GRANTING, EventKind
from tiertrack.law.states import State
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.rules.edition import Edition
from tiertrack.temporal import months_after, years_after
from tiertrack.titles.consequences import bar_years, wait_rule
from tiertrack.titles.events import Event
from tiertrack.titles.track import Track

# Each has a name of its own: as a member of its class it would take ten times as long to look up.
_PASSED, _REJECTED, _RELINQUISHED = EventKind.REVIEW_PASSED, EventKind.REJECTED, EventKind.RELINQUISHED
_TAKEN_AWAY = (State.REVOKED, State.BARRED)
# The kinds of events of which their documents leave anything to it.
LEFT_TO_THE_LAW = GRANTING | {EventKind.REVOKED, _REJECTED}


def completed(event: Event, edition: Edition | None = None, track: Track | None = None) -> Event:
    """The event with what its document leaves to the law: the days of a validity, the end of a bar.

    The years of a validity are those of ``edition`` where one was in force and has a term, else the title's own; by
    ``track``, where the title stood, a review goes on from the day after the validity it prolongs.
    Raises BadDossier where the title has no term.
    """
    if event.kind not in LEFT_TO_THE_LAW:
        return event
    if event.kind in GRANTING:
        return _with_validity(event, edition, track)
    if event.until is not None:
        return event
    if event.kind is _REJECTED:
        wait = wait_rule(event.title, event.stage)
        return event.dated(until=months_after(event.on, wait.months), derived=True) if wait else event
    years = bar_years(event.title, event.reason, event.on)
    return event.dated(until=years_after(event.on, years), derived=True) if years else event


def _with_validity(event: Event, edition: Edition | None, track: Track | None) -> Event:
    """The grant with the days its document leaves open."""
    prolonged = _prolonged(event, track) if event.kind is _PASSED and track is not None else None
    if event.through is not None:
        if event.starts is not None:
            return event
        # A printed last day is that of the validity that goes on, or of one from the day of publication.
        goes_on = prolonged and _is_whole_years(prolonged, event.through)
        return event.dated(starts=prolonged if goes_on else event.on)
    starts, years = event.starts or event.on, _term(event, edition)
    if years is None:
        return event if event.starts else event.dated(starts=starts)
    if not years:
        return event.dated(starts=starts, through=dt.date(starts.year, 12, 31), derived=True)
    if prolonged and (through := valid_through(prolonged, years)) >= event.on:
        return event.dated(starts=prolonged, through=through, derived=True)
    # One that would be over by its publication prolongs another validity than the one on record.
    return event.dated(starts=starts, through=valid_through(starts, years), derived=True)


def _is_whole_years(first: dt.date, last: dt.date) -> bool:
    """Whether a validity from a first day to a last one is one of whole years; one from 1 January ends in December."""
    years = last.year - first.year
    return any(valid_through(first, number) == last for number in (years, years + 1) if number > 0)


def _prolonged(review: Event, track: Track) -> dt.date | None:
    """The day after the validity that a review prolongs: 63号文 第三章 lets it last three years longer, so that nothing
    lies between. None where its document prints a first day, or an act took the title away, or the validity on record
    ends too late to be the one reviewed."""
    granted = track.granted
    if review.starts is not None or granted is None or granted.through is None:
        return None
    given_up = track.event is not None and track.event.kind is _RELINQUISHED
    gone = given_up or track.state in _TAKEN_AWAY
    last, spells = granted.through, track.spells
    if len(spells) != 1 or spells[0].event is not granted:
        # Of several products, the review is of the one that ends first.
        running = (spell.event.through for spell in spells if review.on in spell.period)
        last = min(filter(None, running), default=last)
    return None if gone or last > months_after(review.on, _REVIEWED_AHEAD) else last + _DAY


# The longest before its end that a validity is known to have been reviewed: 津工信中小企服〔2026〕5号.
_REVIEWED_AHEAD = 13


def _term(event: Event, edition: Edition | None) -> int | None:
    """The years of a validity: the edition's where one was in force and has a term, else the title's own; 0 for the
    rest of the calendar year, None where it has none."""
    procedure = title_definition(event.title).procedure
    if procedure.open_ended:
        return None
    if edition is not None and edition.validity_years is not None:
        return edition.validity_years
    if procedure.term is None:
        what = f"“{TITLES[event.title]}”没有通行的有效期，不能由软件推算"
        raise BadDossier(Fault("E324", what, "请照文件写最后一日", None, "有效期"))
    return procedure.term.years or 0


_DAY = dt.timedelta(days=1)


@functools.lru_cache(maxsize=4096)
def valid_through(starts: dt.date, years: int = 3) -> dt.date:
    """The last day of a validity of full years: the day before the anniversary (2024-07-01 → 2027-06-30).

    A validity from 29 February ends on 28 February where its last year has no such day.
    """
    try:
        anniversary = starts.replace(year=starts.year + years)
    except ValueError:
        anniversary = dt.date(starts.year + years, 3, 1)
    return anniversary - _DAY
