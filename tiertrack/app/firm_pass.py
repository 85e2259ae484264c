"""One pass over many enterprises: what is on record of them is read in sets, and each is folded by itself.

It is folded as the standing of one is: by the same functions, from the same rows.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import field, frozen

from tiertrack.app.firm_filter import FirmFilter
from tiertrack.duties.due import Position, falling_due
from tiertrack.duties.duty import Duty, DutyKind
from tiertrack.duties.overview import AHEAD, FirmOverview, FirmStanding, held_through
from tiertrack.enterprise import Enterprise
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.construction import unchecked
from tiertrack.facts.dossier import Dossier
from tiertrack.ladder.first_rung import FirstRung, first_rung, highest_held
from tiertrack.ladder.order import select_ladder
from tiertrack.law.regions import Region
from tiertrack.law.tiers import Tier
from tiertrack.ports import RegisterReader
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.events import RecordedEvent
from tiertrack.titles.history import History, history
from tiertrack.titles.remarks import looked_after
from tiertrack.titles.standing import Standing, dossier_titles, standing
from tiertrack.titles.track import Track

_ALL = FirmFilter()
# Most enterprises are in a few regions.
_region = functools.lru_cache(maxsize=4096)(Region)
# Whenever: history is told by what an enterprise is called now.
_EVER = AsOf(dt.date.max)


@frozen(eq=False)
class Folded:
    """One of many enterprises on a day: what is known of it by its events, and the achievements on record of it.

    ``known`` reads the whole of what is known of it, as long as its part of the list is read; ``of_title`` are the
    tracks of the title it is listed for; none where it is listed for no title.
    """

    enterprise: Enterprise
    events: tuple[RecordedEvent, ...]
    standing: Standing
    rulebook: Rulebook
    known: Callable[[], Dossier]
    achievements: tuple[Achievement, ...] | None = None
    of_title: tuple[Track, ...] = ()
    first_rung: FirstRung | None = field(init=False)
    highest: Tier | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        version = select_ladder(self.standing.asof.on, self.region)
        highest, carried = version.highest(self.standing), None
        # The first rung matters only where no other one is held; it takes an assessment of each achievement.
        if highest is None and self.achievements is not None:
            carried = first_rung(self.dossier, self.standing.asof.on, self.rulebook, self.region)
            highest = highest_held(version, self.standing, carried)
        object.__setattr__(self, "first_rung", carried)
        object.__setattr__(self, "highest", highest)

    @property
    def region(self) -> Region | None:
        """Where it is."""
        return _region(self.enterprise.region) if self.enterprise.region else None

    @property
    def dossier(self) -> Dossier:
        """What is known of it without its facts: all that the calendar and the ladder ask."""
        known = self.enterprise
        return unchecked(
            Dossier,
            name=known.name,
            uscc=known.uscc,
            region=known.region,
            industry=known.industry,
            achievements=self.achievements,
            **dossier_titles(self.standing),
        )

    def falling_due(self, until: dt.date) -> tuple[Duty, ...]:
        """What it has to do through a day."""
        position = Position(self.enterprise.name, self.standing, self.dossier, self.rulebook, self.known)
        return falling_due(position, until)

    @property
    def row(self) -> FirmStanding:
        """The row of a list of standings."""
        through = held_through(self.standing, self.highest, self.first_rung)
        return FirmStanding(self.enterprise, self.standing, self.highest, through, self.of_title or self.standing.each)

    @property
    def overview(self) -> FirmOverview:
        """The row of a list of enterprises with what they hold and what they have to do next."""
        ahead = self.falling_due(self.standing.asof.on + AHEAD)
        due = next((duty for duty in ahead if not duty.is_unlikely), None)
        row, beside = self.row, looked_after(self.events)
        return FirmOverview(self.enterprise, self.highest, row.through, due, row if self.of_title else None, beside)


def enterprises(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, wanted: FirmFilter, rulebook: Rulebook
) -> Iterator[Enterprise]:
    """The enterprises with these keys that meet a filter, in their order."""
    if wanted.asks_of_titles:
        return (firm.enterprise for firm in folded(register, keys, asof, wanted, rulebook))
    return filter(wanted.is_there, register.enterprises(keys, asof))


def with_events(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, wanted: FirmFilter = _ALL
) -> Iterator[tuple[Enterprise, tuple[RecordedEvent, ...]]]:
    """The enterprises with these keys that are where a filter asks for, each with its events, in their order."""
    there = [one for one in register.enterprises(keys, asof) if wanted.is_there(one)]
    streams: Mapping[int, tuple[RecordedEvent, ...]] = register.streams([one.id for one in there], asof.known_at)
    return ((one, streams.get(one.id, ())) for one in there)


def folded(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, wanted: FirmFilter, rulebook: Rulebook
) -> Iterator[Folded]:
    """The enterprises with these keys that meet a filter, each folded, in their order."""
    achievements = register.produced_by(keys, asof)
    for enterprise, events in with_events(register, keys, asof, wanted):
        held = standing(events, asof)
        if wanted.is_so(held):
            of_title = wanted.of_title(held)
            known = functools.partial(register.dossier, enterprise.id, asof)
            firm = Folded(enterprise, events, held, rulebook, known, achievements.get(enterprise.id), of_title)
            if wanted.highest in (None, firm.highest):
                yield firm


def duties(firm: Folded, until: dt.date, title: str | None, kind: DutyKind | None) -> tuple[Duty, ...]:
    """What one has to do through a day, of a kind and about a title where those are asked for."""
    return about(firm.falling_due(until), firm.standing, title, kind)


def about(found: Sequence[Duty], standing: Standing, title: str | None, kind: DutyKind | None) -> tuple[Duty, ...]:
    """Those of some duties that are of a kind and about a title.

    What an enterprise itself has to do, as to report a change, is about every title that it holds.
    """
    held = title is None or any(holding.title == title for holding in standing.held)
    return tuple(
        duty
        for duty in found
        if kind in (None, duty.kind) and (title in (None, duty.title) or (duty.title is None and held))
    )


def histories(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, wanted: FirmFilter, rulebook: Rulebook
) -> Iterator[History]:
    """The history of each of the enterprises with these keys that meet a filter and of which anything happened."""
    if wanted.asks_of_titles:
        told = [(firm.enterprise.id, firm.events) for firm in folded(register, keys, asof, wanted, rulebook)]
    else:
        told = [(one.id, events) for one, events in with_events(register, keys, asof, wanted)]
    names = {one.id: one.name for one in register.enterprises([key for key, _events in told], _EVER)}
    found = (history(names[key], events, asof, register.taken_back(key, asof.known_at)) for key, events in told)
    return (one for one in found if one.events)
