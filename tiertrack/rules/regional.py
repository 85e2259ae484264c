"""What each region has of its own: editions beside the national ones, titles, procedures, and documents not read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.facts.asked import RegionLike, TitleLike, as_region, as_title
from tiertrack.law.procedure import LocalPractice
from tiertrack.law.provincial_instruments import UnreadInstrument, 未读到条款
from tiertrack.law.regions import Region
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.law.title_names import namesakes
from tiertrack.law.titles import TITLES, Title, title_definition, title_of
from tiertrack.rules.criterion import Note
from tiertrack.rules.diff import ClauseChange, ClauseStatus, compare
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook, of_another_place
from tiertrack.temporal import FIRST_DAY, DayLike, Period, as_day


@frozen
class RegionalEdition:
    """An edition of a region, and the ``national`` one it is held against: that in force when it begins, of the same
    title or, for a title of the region's own, of the national title it is called after; None where there is none.

    ``changes`` are the clauses in which it differs, ``unread`` the matters of which a document of the region's own says
    nothing that was read.
    """

    edition: Edition
    national: Edition | None
    changes: tuple[ClauseChange, ...]
    unread: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return told(self, self.edition.key, said=f"{len(self.changes)} 处")

    @property
    def notes(self) -> tuple[Note, ...]:
        """What it notes and the national edition does not."""
        return tuple(note for note in self.edition.notes if self.national is None or note not in self.national.notes)


@frozen
class RegionalPractice:
    """How a region proceeds with a title, where it is not as everywhere."""

    title: TitleDefinition
    practice: LocalPractice

    def __repr__(self) -> str:
        return told(self, self.title.key, self.practice.region.code)


@frozen
class RegionalStandards:
    """What regions have of their own: of one ``title`` where it is given, else of all; in one ``region`` where it is
    given, else in every one.

    ``titles`` are the titles of their own that are only recorded, without a standard; ``unread`` the documents of which
    only that they exist was seen; ``other_days`` the editions that are in force on other days than ``on``, the one
    asked about.
    """

    title: TitleDefinition | None
    region: Region | None
    editions: tuple[RegionalEdition, ...]
    practices: tuple[RegionalPractice, ...]
    titles: tuple[TitleDefinition, ...]
    unread: tuple[UnreadInstrument, ...]
    other_days: tuple[Edition, ...] = ()
    on: dt.date | None = None

    def __repr__(self) -> str:
        return told(self, said=f"{len(self.editions)} 个版本")

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every region that something of which was read, by its code."""
        found = {
            *(one.edition.region for one in self.editions if one.edition.region),
            *(one.practice.region for one in self.practices),
            *(title.region for title in self.titles if title.region),
        }
        return tuple(sorted(found, key=lambda region: region.code))


def regional_standards(
    rulebook: Rulebook,
    title: TitleLike | None = None,
    region: RegionLike | None = None,
    on: DayLike | None = None,
) -> RegionalStandards:
    """What regions have of their own, from the editions themselves; with ``on`` those in force on that day, and how the
    regions proceed then.

    Raises BadInput for a word that names no title or region, NoEditionInForce for a title of another place.
    """
    day = None if on is None else as_day(on)
    where = as_region(region, day)
    asked = None if title is None else as_title(title, where)
    if asked is not None and where is not None and (fault := of_another_place(asked, where)) is not None:
        raise fault
    titles = [title_definition(key) for key in _keys(asked)]
    local = [edition for edition in rulebook.in_order().editions if _is_of(edition, where)]
    keys = {one.key for one in titles}
    own = [one for one in local if one.tier.value in keys and not _is_set_aside(one, local, where)]
    editions = [one for one in own if day is None or day in one.period]
    judged = {edition.tier.value for edition in local}
    return RegionalStandards(
        None if asked is None else title_definition(asked.value),
        where,
        tuple(_beside_the_national(rulebook, edition) for edition in editions),
        tuple(one for one in _practices(titles, where) if day is None or _is_practised(rulebook, one, day)),
        tuple(one for one in titles if one.region and one.key not in judged and _concerns(where, one.region)),
        tuple(one for one in 未读到条款 if _concerns(where, one.region) and not keys.isdisjoint(one.titles)),
        tuple(one for one in own if one not in editions),
        day,
    )


def _keys(title: Title | None) -> Sequence[str]:
    """The titles asked about: one with those that regions call after it, or all."""
    return [*TITLES] if title is None else [title.value, *namesakes(title.value)]


def _is_of(edition: Edition, where: Region | None) -> bool:
    """Whether an edition is of a region, and holds there where that lies in it."""
    place = edition.region
    if place is None or not _concerns(where, place):
        return False
    return where is None or where.contains(place) or edition.applies_in(where)


def _concerns(asked: Region | None, place: Region) -> bool:
    return asked is None or place.contains(asked) or asked.contains(place)


def _is_set_aside(edition: Edition, others: Iterable[Edition], where: Region | None) -> bool:
    """Whether, in the place asked about, a more local edition stands in the place of one all its days."""
    return where is not None and any(
        (other.tier, other.act, other.variant) == (edition.tier, edition.act, edition.variant)
        and other.narrowness > edition.narrowness
        and other.applies_in(where)
        and _spans(other.period, edition.period)
        for other in others
    )


def _spans(outer: Period, inner: Period) -> bool:
    begins = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    return begins and (outer.end is None or (inner.end is not None and inner.end <= outer.end))


def _practices(titles: Iterable[TitleDefinition], where: Region | None) -> Iterator[RegionalPractice]:
    for title in titles:
        for practice in title.procedure.local:
            if _concerns(where, practice.region):
                yield RegionalPractice(title, practice)


def _is_practised(rulebook: Rulebook, one: RegionalPractice, day: dt.date) -> bool:
    """Whether a region proceeds so on a day: not before there is a standard to proceed by, nor outside the year it was
    read of or the days of the document that says so, as far as they are known."""
    document = one.practice.citation.provision.instrument
    known = Period(document.in_force or document.issued, document.superseded)
    return (
        day in known
        and one.practice.is_of(day.year)
        and any(
            edition.tier == title_of(one.title.key)
            and day in edition.period
            and edition.applies_in(one.practice.region)
            for edition in rulebook.editions
        )
    )


def _beside_the_national(rulebook: Rulebook, edition: Edition) -> RegionalEdition:
    national = _national(rulebook, edition)
    if national is None:
        return RegionalEdition(edition, None, ())
    changes = [change for change in compare(national, edition) if change.change is not ClauseStatus.SAME]
    if national.tier == edition.tier:
        return RegionalEdition(edition, national, tuple(changes))
    # A document of its own that was read in part: what it does not say of the national matters is not known.
    silent = tuple(change.title for change in changes if change.change is ClauseStatus.REMOVED)
    told_of = tuple(change for change in changes if change.change is not ClauseStatus.REMOVED)
    return RegionalEdition(edition, national, told_of, silent)


def _national(rulebook: Rulebook, edition: Edition) -> Edition | None:
    """The national edition in force when a region's begins, or else the first after."""
    called_after = [key for key in (edition.tier.value, *namesakes(edition.tier.value)) if not _of_a_region(key)]
    for key in called_after:
        found = [
            one
            for one in rulebook.editions
            if one.region is None and one.tier == title_of(key) and one.act is edition.act and one.variant is None
        ]
        first = edition.period.start or FIRST_DAY
        return next((one for one in found if first in one.period), found[0] if found else None)
    return None


def _of_a_region(key: str) -> bool:
    return title_definition(key).region is not None
