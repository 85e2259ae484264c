"""One pass over many enterprises: what is on record of them is read in sets, and each is folded by itself.

It is folded as the standing of one is: by the same functions, from the same rows.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from attrs import field, frozen

from tiertrack.app.firm_filter import FirmFilter
from tiertrack.batches import batches
from tiertrack.duties.due import Agenda, Opening, Position
from tiertrack.duties.duty import Duty, DutyKind
from tiertrack.duties.overview import AHEAD, FirmOverview, FirmStanding, held_through
from tiertrack.enterprise import Enterprise
from tiertrack.facts.achievement import Achievement
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier
from tiertrack.facts.intellectual_property import IpRight
from tiertrack.ladder.first_rung import FirstRung, first_rung, highest_held
from tiertrack.ladder.order import select_ladder
from tiertrack.law.regions import Region
from tiertrack.law.titles import Title
from tiertrack.ports import RegisterReader
from tiertrack.rules.edition import facts_read
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf
from tiertrack.titles.events import RecordedEvent
from tiertrack.titles.history import History, history
from tiertrack.titles.recorded_dossier import recorded_dossier, with_derived
from tiertrack.titles.remarks import looked_after
from tiertrack.titles.standing import Standing, dossier_titles, is_held_by_own_word, standing
from tiertrack.titles.track import Track

_ALL = FirmFilter()
# Most enterprises are in a few regions.
_region = functools.lru_cache(maxsize=4096)(Region)
# Of how many enterprises the facts are in memory at a time, of which each may have hundreds.
JUDGED_AT_A_TIME = 100
# Whenever: history is told by what an enterprise is called now.
_EVER = AsOf(dt.date.max)


@frozen(eq=False)
class Folded:
    """One of many enterprises on a day: what is known of it by its events, and the achievements on record of it.

    ``of_title`` are the tracks of the title it is listed for; none where it is listed for no title.
    """

    enterprise: Enterprise
    events: tuple[RecordedEvent, ...]
    standing: Standing
    rulebook: Rulebook
    achievements: tuple[Achievement, ...] | None = None
    of_title: tuple[Track, ...] = ()
    first_rung: FirstRung | None = field(init=False)
    highest: Title | None = field(init=False)

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

    @functools.cached_property
    def _titles(self) -> Mapping[str, Any]:
        return dossier_titles(self.standing)

    @functools.cached_property
    def dossier(self) -> Dossier:
        """What is known of it without its facts: all that the ladder asks, and the calendar of most."""
        return recorded_dossier(self.enterprise, self._titles, self.achievements)

    def with_facts(
        self, stated: tuple[Datum, ...], attested: tuple[Attestation, ...], rights: tuple[IpRight, ...] | None
    ) -> Dossier:
        """The same with what was observed of it."""
        data = with_derived(stated, self.events, self.standing.asof)
        return recorded_dossier(self.enterprise, self._titles, self.achievements, data, attested, rights)

    def agenda(self, until: dt.date) -> Agenda:
        """What it has to do through a day."""
        return Agenda(Position(self.enterprise.name, self.standing, self.dossier, self.rulebook), until)

    @property
    def row(self) -> FirmStanding:
        """The row of a list of standings."""
        through = held_through(self.standing, self.highest, self.first_rung)
        return FirmStanding(self.enterprise, self.standing, self.highest, through, self.of_title or self.standing.each)

    def overview(self, ahead: Sequence[Duty]) -> FirmOverview:
        """The row of a list of enterprises with what they hold and what they have to do next, by what is ahead."""
        due = next((duty for duty in ahead if not duty.is_unlikely), None)
        # They are in the order of their days.
        alike = takewhile(lambda duty: due is not None and duty.due <= due.due, ahead)
        titles = {duty.title: None for duty in alike if due and duty.title and duty.what == due.what}
        row, beside = self.row, looked_after(self.events)
        listed = row if self.of_title else None
        of_highest = self.standing.tracks_of(self.highest.value).values() if self.highest else ()
        own_word = is_held_by_own_word(of_highest, self.standing.asof.on)
        return FirmOverview(self.enterprise, self.highest, row.through, due, listed, beside, tuple(titles), own_word)


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
    return each_with_events(register, _there(register, keys, asof, wanted), asof)


def each_with_events(
    register: RegisterReader, there: Sequence[Enterprise], asof: AsOf
) -> Iterator[tuple[Enterprise, tuple[RecordedEvent, ...]]]:
    """Enterprises each with its events, in their order."""
    streams: Mapping[int, tuple[RecordedEvent, ...]] = register.streams([one.id for one in there], asof.known_at)
    return ((one, streams.get(one.id, ())) for one in there)


def _there(register: RegisterReader, keys: Sequence[int], asof: AsOf, wanted: FirmFilter) -> list[Enterprise]:
    return [one for one in register.enterprises(keys, asof) if wanted.is_there(one)]


def folded(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, wanted: FirmFilter, rulebook: Rulebook
) -> Iterator[Folded]:
    """The enterprises with these keys that meet a filter, each folded, in their order."""
    return each_folded(register, _there(register, keys, asof, wanted), asof, rulebook, wanted)


def each_folded(
    register: RegisterReader, there: Sequence[Enterprise], asof: AsOf, rulebook: Rulebook, wanted: FirmFilter = _ALL
) -> Iterator[Folded]:
    """Those of some enterprises that are where a filter asks with their titles, each folded, in their order."""
    achievements = register.produced_by([one.id for one in there], asof)
    for enterprise, events in each_with_events(register, there, asof):
        held = standing(events, asof)
        if wanted.is_so(held):
            of_title = wanted.of_title(held)
            firm = Folded(enterprise, events, held, rulebook, achievements.get(enterprise.id), of_title)
            if wanted.highest in (None, firm.highest):
                yield firm


def with_duties(
    register: RegisterReader, firms: Iterable[Folded], until: dt.date
) -> Iterator[tuple[Folded, tuple[Duty, ...]]]:
    """Enterprises of one day, each with what it has to do through another.

    Of those that may apply somewhere by then what the standards ask is read, of some at a time; of no other anything.
    """
    for some in batches(firms, JUDGED_AT_A_TIME):
        agendas = [(firm, firm.agenda(until)) for firm in some]
        known = _known(register, [(firm, agenda.openings) for firm, agenda in agendas if agenda.openings])
        for firm, agenda in agendas:
            yield firm, agenda.duties(known.get(firm.enterprise.id, firm.dossier))


def duties(
    register: RegisterReader,
    keys: Sequence[int],
    asof: AsOf,
    wanted: FirmFilter,
    rulebook: Rulebook,
    until: dt.date,
    title: str | None,
    kind: DutyKind | None,
) -> Iterator[Sequence[Duty]]:
    """What each of the enterprises with these keys that meet a filter has to do through a day, of a kind and about a
    title where those are asked for."""
    for firm, found in with_duties(register, folded(register, keys, asof, wanted, rulebook), until):
        yield about(found, firm.standing, title, kind)


def overviews(
    register: RegisterReader, keys: Sequence[int], asof: AsOf, wanted: FirmFilter, rulebook: Rulebook
) -> Iterator[FirmOverview]:
    """The enterprises with these keys that meet a filter, each with what it holds and has to do next."""
    firms = folded(register, keys, asof, wanted, rulebook)
    return (firm.overview(ahead) for firm, ahead in with_duties(register, firms, asof.on + AHEAD))


def _known(register: RegisterReader, judged: Sequence[tuple[Folded, Sequence[Opening]]]) -> Mapping[int, Dossier]:
    """The dossiers of enterprises that may apply somewhere, with the facts that those standards ask."""
    if not judged:
        return {}
    asked = {(one.edition, one.day) for _firm, openings in judged for one in openings if one.edition is not None}
    read = frozenset().union(*(facts_read(edition, day) for edition, day in asked))
    return dossiers(register, [firm for firm, _openings in judged], read)


def dossiers(
    register: RegisterReader, firms: Sequence[Folded], facts: Collection[tuple[str, int | None]]
) -> Mapping[int, Dossier]:
    """What is known of enterprises of one day with some of their facts, each of a year or None; by their ids."""
    if not firms:
        return {}
    keys, asof = [firm.enterprise.id for firm in firms], firms[0].standing.asof
    stated = register.stated(keys, asof, facts)
    attested, rights = register.attested(keys, asof), register.rights(keys, asof)
    return {
        key: firm.with_facts(stated.get(key, ()), attested.get(key, ()), rights.get(key))
        for key, firm in zip(keys, firms, strict=True)
    }


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
